"""Events grown from pairs: the surest first, as long as no rule and no doubt is in the way.

Connected components of all pairs chain whole weeks together. Here a pair joins the clusters
of its two cases only if no rule keeps any two of their members apart and if all the pairs
across the two speak for it on the whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.joining.rules import Profile, Profiles, forbidden
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
        mine, theirs = self._of(one), self._of(other)
        if rule := forbidden(self._profiles, mine, theirs):
            return Decided(pair, APART, rule)
        if self._mean(mine.members, theirs.members) < weights().cross:
            return Decided(pair, DOUBTFUL, MEAN)
        mine.add(theirs)
        self._parent[other] = one
        del self._profile[other]
        return Decided(pair, JOINED, SCORE)

    def doubts(self, waiting: Iterable[tuple[int, str]]) -> list[Decided]:
        """Give those of some pairs whose ends are in two clusters that no rule keeps apart."""
        made: list[Decided] = []
        for pair, by in waiting:
            one, other = self._ends(pair)
            if one == other:
                continue
            if forbidden(self._profiles, self._of(one), self._of(other)) is None:
                made.append(Decided(pair, DOUBTFUL, by))
        return made

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
