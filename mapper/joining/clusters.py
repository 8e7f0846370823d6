"""Events grown from pairs: the surest first, as long as no rule and no doubt is in the way.

Connected components of all pairs chain whole weeks together. Here a pair joins the clusters
of its two cases only if no rule keeps any two of their members apart and if all the pairs
across the two speak for it on the whole.

What it costs: n pairs are sorted (n log n), and each then looked up. Rules hold the members of
two clusters against each other, at a price of the product of their sizes: once where they
keep them apart, which stays so as both grow, and otherwise once after each time that one has
grown. A cluster of m members is so joined at a price of m squared, and two of m members that
rules keep apart are held against each other once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.joining.rules import ORDER, Profile, Profiles, forbidden
from mapper.joining.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.joining.case import Cases, Flags, Ints
    from mapper.joining.pairs import Pairs

JOINED, DOUBTFUL, APART = "joined", "doubtful", "apart"
UNMET = -4.0
"""Bits of two members of clusters that never met: too far apart in space or time."""
_MOST = 6.0
"""A pair's bits count up to so many: one sure pair does not outvote several others."""
_SAMPLE = 40
"""Members of a cluster that are held against another's: more tell no more."""

TIE, MEAN, SCORE = "tie", "cluster", "score"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one pair, and by what."""

    pair: int
    decision: str
    by: str


@dataclass(frozen=True, slots=True)
class Clusters:
    """The event of each case, as the lowest number of its members, and what was decided."""

    of_case: Ints
    decided: list[Decided]


def grow(cases: Cases, pairs: Pairs) -> Clusters:
    """Grow clusters from pairs.

    Parameters
    ----------
    cases
        The cases.
    pairs
        Pairs of them, weighed.
    """
    table = weights()
    profiles = Profiles(cases)
    is_tied = ties(profiles, pairs)
    listed = np.flatnonzero(pairs.bits >= table.doubtful)
    ranked = listed[np.lexsort((pairs.right[listed], pairs.left[listed], -pairs.bits[listed]))]
    growing = _Growing(profiles, pairs)
    decided: list[Decided] = []
    waiting: list[tuple[int, str]] = []
    for number in ranked.tolist():
        if pairs.bits[number] < table.joined:
            waiting.append((number, SCORE))
        elif is_tied[number]:
            waiting.append((number, TIE))
        elif found := growing.join(number):
            decided.append(found)
    decided += growing.doubts(waiting)
    roots = np.array([growing.root(n) for n in range(len(cases))], dtype=np.int64)
    return Clusters(roots, _still_apart(decided, pairs, roots))


class _Growing:
    """The clusters so far."""

    def __init__(self, profiles: Profiles, pairs: Pairs) -> None:
        self._profiles = profiles
        self._pairs = pairs
        self._size = len(profiles.cases)
        self._keys = pairs.left * self._size + pairs.right
        self._parent = list(range(self._size))
        self._profile: dict[int, Profile] = {}
        self._kept_apart: dict[int, dict[int, str]] = defaultdict(dict)
        """By root the roots that a rule keeps apart from it, and the rule: both ways."""
        self._allowed: dict[tuple[int, int], tuple[int, int, float]] = {}
        """Of roots that no rule keeps apart: both sizes when it was asked, and the mean bits."""

    def root(self, number: int) -> int:
        """Give the lowest member of a case's cluster."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, pair: int) -> Decided | None:
        """Join the clusters of a pair, or say what is in the way."""
        one, other = sorted(self._ends(pair))
        if one == other:
            return None
        if rule := self._rule(one, other):
            return Decided(pair, APART, rule)
        if self._allowed[one, other][-1] < weights().cross:
            return Decided(pair, DOUBTFUL, MEAN)
        self._merge(one, other)
        return Decided(pair, JOINED, SCORE)

    def _merge(self, one: int, other: int) -> None:
        """Take the cluster of the higher root into the other's, with what is kept apart from it."""
        self._of(one).add(self._of(other))
        self._parent[other] = one
        del self._profile[other]
        for apart, rule in self._kept_apart.pop(other, {}).items():
            del self._kept_apart[apart][other]
            first = min(rule, self._kept_apart[one].get(apart, rule), key=ORDER.__getitem__)
            self._kept_apart[one][apart] = self._kept_apart[apart][one] = first

    def _rule(self, one: int, other: int) -> str | None:
        """Give the rule that keeps two clusters apart, the lower root first; asked where new.

        What keeps any two members apart does so whoever else joins them.
        """
        if rule := self._kept_apart[one].get(other):
            return rule
        mine, theirs = self._of(one), self._of(other)
        sizes = len(mine.members), len(theirs.members)
        if self._allowed.get((one, other), ())[:2] == sizes:
            return None
        if rule := forbidden(self._profiles, mine, theirs):
            self._kept_apart[one][other] = self._kept_apart[other][one] = rule
        else:
            self._allowed[one, other] = (*sizes, self._mean(mine.members, theirs.members))
        return rule

    def doubts(self, waiting: Iterable[tuple[int, str]]) -> list[Decided]:
        """Give of each two clusters that no rule keeps apart the first of some pairs."""
        made: dict[tuple[int, int], Decided] = {}
        for pair, by in waiting:
            one, other = sorted(self._ends(pair))
            if one != other and (one, other) not in made and self._rule(one, other) is None:
                made[one, other] = Decided(pair, DOUBTFUL, by)
        return list(made.values())

    def _ends(self, pair: int) -> tuple[int, int]:
        return self.root(int(self._pairs.left[pair])), self.root(int(self._pairs.right[pair]))

    def _of(self, root: int) -> Profile:
        if root not in self._profile:
            self._profile[root] = self._profiles.of(root)
        return self._profile[root]

    def _mean(self, mine: list[int], theirs: list[int]) -> float:
        """Give the mean bits of all pairs across two clusters."""
        if len(mine) == len(theirs) == 1:
            return _MOST
        one, other = np.array(mine[:_SAMPLE]), np.array(theirs[:_SAMPLE])
        low = np.minimum(one[:, None], other).ravel()
        high = np.maximum(one[:, None], other).ravel()
        keys = low * self._size + high
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        bits = np.where(self._keys[at] == keys, self._pairs.bits[at], UNMET)
        return float(np.minimum(bits, _MOST).mean())


def ties(profiles: Profiles, pairs: Pairs) -> Flags:
    """See which pairs have a rival: another row of the same table that fits about as well.

    Of several rows that a coder kept apart only one can be the event that a report tells;
    where none fits clearly better, none is taken. Rows that may be one event told twice are
    no rivals.
    """
    cases, table = profiles.cases, weights()
    near = np.flatnonzero(pairs.bits >= table.joined - table.margin)
    by_end: dict[tuple[int, int], list[tuple[float, int, int]]] = defaultdict(list)
    for number in near.tolist():
        one, other = int(pairs.left[number]), int(pairs.right[number])
        for mine, theirs in ((one, other), (other, one)):
            if cases.is_record[theirs] and cases.source[mine] != cases.source[theirs]:
                by_end[mine, int(cases.source[theirs])].append(
                    (-float(pairs.bits[number]), theirs, number)
                )
    is_tied = np.zeros(len(pairs), dtype=bool)
    for rivals in by_end.values():
        best, *others = sorted(rivals)
        close = [one for one in others if one[0] - best[0] < table.margin]
        against = [one for one in close if not profiles.are_one_twice(best[1], one[1])]
        if against:
            for _, _, number in (best, *against):
                is_tied[number] = True
    return is_tied


def _still_apart(decided: Iterable[Decided], pairs: Pairs, roots: Ints) -> list[Decided]:
    """Keep of what was not joined the surest pair of each two events, once all have grown."""
    kept: list[Decided] = []
    seen: set[tuple[int, int]] = set()
    for one in decided:
        if one.decision == JOINED:
            kept.append(one)
            continue
        ends = roots[pairs.left[one.pair]], roots[pairs.right[one.pair]]
        key = (int(min(ends)), int(max(ends)))
        if key[0] != key[1] and key not in seen:
            seen.add(key)
            kept.append(one)
    return kept
