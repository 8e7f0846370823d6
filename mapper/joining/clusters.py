"""Events grown from pairs: the surest first, as long as no rule and no doubt is in the way.

Connected components of all pairs chain whole weeks together. Here a pair joins the clusters
of its two cases only if no rule keeps any two of their members apart and if all the pairs
across the two speak for it on the whole.

What it costs: n pairs are sorted (n log n), and each then looked up. Rules hold the members of
two clusters against each other, at a price of the product of their sizes: once where they
keep them apart, which stays so as both grow, and otherwise once after each time that one has
grown. A cluster of m members is so joined at a price of m squared, and two of m members that
rules keep apart are held against each other once. Whether a pair has a rival is asked of the
clusters near its two, at a price of their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.joining.rules import (
    CAPS,
    OF_SPREAD,
    ORDER,
    OTHER_KINDS,
    Profile,
    Profiles,
    forbidden,
    holds,
)
from mapper.joining.told import TOLD
from mapper.joining.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapper.joining.case import Cases, Flags, Ints
    from mapper.joining.pairs import Pairs
    from mapper.joining.told import Numbered

JOINED, DOUBTFUL, APART = "joined", "doubtful", "apart"
UNMET = -4.0
"""Bits of two members of clusters that never met: too far apart in space or time."""
_MOST = 6.0
"""A pair's bits count up to so many: one sure pair does not outvote several others."""
MOST_APART = 20
"""Pairs kept apart that are listed of one event, the surest: a day of 300 rows has 44,850."""
_TWO = 2
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


def grow(cases: Cases, pairs: Pairs, told: Numbered) -> Clusters:
    """Grow clusters from pairs.

    Parameters
    ----------
    cases
        The cases.
    pairs
        Pairs of them, weighed.
    told
        What people say of them, which holds against any rule and weight.
    """
    table = weights()
    profiles = Profiles(cases)
    is_capped = _at_level(pairs, *CAPS[OTHER_KINDS])
    listed = np.flatnonzero(pairs.bits >= table.doubtful)
    ranked = listed[np.lexsort((pairs.right[listed], pairs.left[listed], -pairs.bits[listed]))]
    growing = _Growing(profiles, pairs)
    growing.take(told)
    decided: list[Decided] = []
    waiting: list[tuple[int, str]] = []
    tied: list[int] = []
    ranked = ranked[~(told.is_alone[pairs.left[ranked]] | told.is_alone[pairs.right[ranked]])]
    for number in ranked.tolist():
        if pairs.bits[number] < table.joined:
            waiting.append((number, SCORE))
        elif is_capped[number]:
            waiting.append((number, OTHER_KINDS))
        elif (found := growing.join(number)) and found.by == TIE:
            tied.append(number)
        elif found:
            decided.append(found)
    for number in tied:
        if (found := growing.join(number, by_mean=True)) and found.by == TIE:
            waiting.append((number, TIE))
        elif found:
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
        self._near = _near(pairs, weights().joined - weights().margin)
        self._told_apart: dict[tuple[int, int], bool] = {}

    def root(self, number: int) -> int:
        """Give the lowest member of a case's cluster."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def take(self, told: Numbered) -> None:
        """Begin from what people say: which cases are one event, and which are two."""
        for pair in told.together:
            one, other = sorted(map(self.root, pair))
            if one != other:
                self._merge(one, other)
        for pair in told.apart:
            one, other = map(self.root, pair)
            self._kept_apart[one][other] = self._kept_apart[other][one] = TOLD

    def join(self, pair: int, *, by_mean: bool = False) -> Decided | None:
        """Join the clusters of a pair, or say what is in the way.

        With `by_mean` a cluster that fits worse on the whole is no rival: asked once all that
        is sure has grown.
        """
        one, other = sorted(self._ends(pair))
        if one == other:
            return None
        if rule := self._rule(one, other):
            return self._refused(pair, rule)
        if self._allowed[one, other][-1] < weights().cross:
            return Decided(pair, DOUBTFUL, MEAN)
        if self._is_tied(pair, by_mean=by_mean):
            return Decided(pair, DOUBTFUL, TIE)
        self._merge(one, other)
        return Decided(pair, JOINED, SCORE)

    def _is_tied(self, pair: int, *, by_mean: bool) -> bool:
        """See whether a case of a pair fits two clusters about as well that cannot be one.

        Which of them it is of, nobody can tell; the order of ids must not.
        """
        left, right = int(self._pairs.left[pair]), int(self._pairs.right[pair])
        least = float(self._pairs.bits[pair]) - weights().margin
        for mine, theirs in ((left, right), (right, left)):
            own, fitting = self.root(mine), self.root(theirs)
            for rival in self._rivals(mine, theirs, least):
                if not self._are_two(fitting, rival) or not self._may_join(own, rival):
                    continue
                if by_mean and self._is_clear(own, fitting, rival):
                    continue
                return True
        return False

    def _rivals(self, case: int, fitting: int, least: float) -> Iterator[int]:
        """Give the other clusters with a member that a case fits with so many bits.

        Not by a member that is near the one it is to join, unless one source tells the two
        apart: hardly anything else keeps near ones apart.
        """
        near = self._near.get(case, [])
        if len(near) < _TWO or near[1][0] < least:
            return
        beside = {other for _, other in self._near[fitting]}
        theirs = self.root(fitting)
        asked = {self.root(case), theirs}
        for bits, other in near:
            if bits < least:
                return
            if (rival := self.root(other)) in asked:
                continue
            if other in beside and not self._are_told_apart(fitting, other):
                continue
            asked.add(rival)
            yield rival

    def _are_told_apart(self, one: int, other: int) -> bool:
        """See whether some rule keeps two cases of one source apart."""
        key = min(one, other), max(one, other)
        if key not in self._told_apart:
            mine, theirs = map(self._profiles.of, key)
            self._told_apart[key] = mine.shares_source(theirs) and bool(
                forbidden(self._profiles, mine, theirs)
            )
        return self._told_apart[key]

    def _is_clear(self, own: int, fitting: int, rival: int) -> bool:
        """See whether a cluster fits one better than a rival of it, by the mean of all pairs."""
        mine, theirs, others = (self._of(root).members for root in (own, fitting, rival))
        return self._mean(mine, theirs) - self._mean(mine, others) >= weights().margin

    def _refused(self, pair: int, rule: str) -> Decided:
        """Say what a rule makes of a pair: in doubt where it holds of other members alone.

        A report of a wide place or a long interval may tell either of two events; where it
        went with one, nothing that it says itself keeps it from the other.
        """
        ends = int(self._pairs.left[pair]), int(self._pairs.right[pair])
        if rule in OF_SPREAD and not holds(rule, self._profiles, *ends):
            return Decided(pair, DOUBTFUL, MEAN)
        return Decided(pair, APART, rule)

    def _are_two(self, one: int, other: int) -> bool:
        """See whether a rule keeps two clusters apart, whatever their pairs say."""
        if other in self._kept_apart[one]:
            return True
        low, high = min(one, other), max(one, other)
        mine, theirs = self._of(low), self._of(high)
        if self._allowed.get((low, high), ())[:2] == (len(mine.members), len(theirs.members)):
            return False
        if rule := forbidden(self._profiles, mine, theirs):
            self._kept_apart[one][other] = self._kept_apart[other][one] = rule
        return rule is not None

    def _may_join(self, one: int, other: int) -> bool:
        """See whether neither a rule nor the mean of their pairs keeps two clusters apart."""
        low, high = min(one, other), max(one, other)
        return self._rule(low, high) is None and self._allowed[low, high][-1] >= weights().cross

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
            is_pair = sizes == (1, 1)
            mean = _MOST if is_pair else self._mean(mine.members, theirs.members)
            self._allowed[one, other] = (*sizes, mean)
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
        one, other = np.array(mine[:_SAMPLE]), np.array(theirs[:_SAMPLE])
        low = np.minimum(one[:, None], other).ravel()
        high = np.maximum(one[:, None], other).ravel()
        keys = low * self._size + high
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        bits = np.where(self._keys[at] == keys, self._pairs.bits[at], UNMET)
        return float(np.minimum(bits, _MOST).mean())


def _at_level(pairs: Pairs, name: str, level: str) -> Flags:
    """See which pairs have a level of a feature."""
    feature = pairs.features[name]
    numbers = [n for n, one in enumerate(feature.levels) if one == level]
    return np.isin(feature.codes, numbers)


def _near(pairs: Pairs, least: float) -> dict[int, list[tuple[float, int]]]:
    """List by case those that it fits with at least so many bits, the surest first."""
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    listed = np.flatnonzero(pairs.bits >= least)
    listed = listed[np.argsort(-pairs.bits[listed], kind="stable")]
    columns = (pairs.left[listed], pairs.right[listed], pairs.bits[listed])
    for one, other, bits in zip(*(column.tolist() for column in columns), strict=True):
        near[one].append((bits, other))
        near[other].append((bits, one))
    return dict(near)


def _still_apart(decided: Iterable[Decided], pairs: Pairs, roots: Ints) -> list[Decided]:
    """Keep of what was not joined the surest pair of each two events, once all have grown."""
    kept: list[Decided] = []
    seen: set[tuple[int, int]] = set()
    n_apart: Counter[int] = Counter()
    for one in decided:
        if one.decision == JOINED:
            kept.append(one)
            continue
        ends = roots[pairs.left[one.pair]], roots[pairs.right[one.pair]]
        key = (int(min(ends)), int(max(ends)))
        if key[0] == key[1] or key in seen:
            continue
        seen.add(key)
        if one.decision == APART:
            if max(n_apart[end] for end in key) >= MOST_APART:
                continue
            n_apart.update(key)
        kept.append(one)
    return kept
