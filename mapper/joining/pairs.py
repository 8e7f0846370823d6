"""Pairs of cases with what speaks for and against their being one event, in bits.

Every feature has levels, every level a weight (`weights.csv`): the logarithm, to base 2, of
how much more often reports of one event are so than reports of two that happen to lie near
each other. A feature that one of the two says nothing of weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mapper.joining import kinship
from mapper.joining.blocks import near_pairs, ratio
from mapper.joining.case import EXACT, PUBLISHED, TOLLS, UNDATED, UNKNOWN
from mapper.joining.chance import Chance
from mapper.joining.coarse import is_wide_spot, named_pairs, share_unit, unit_pairs
from mapper.joining.weights import weights
from mapper.joining.wording import AKIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mapper.joining.case import Cases, Flags, Floats, Ints
    from mapper.joining.wording import Wording
    from mapper.words import Language

EXPECTED = ("hardly", "rarely", "at_times", "often", "daily", "several", "untold")
"""Levels of how many events besides are expected where and when two cases meet."""
_RARITIES = (0.01, 0.04, 0.15, 0.5, 0.95)

PLACES = ("same", "close", "near", "edge", "beyond", "unit", "name", "untold")
"""Levels of the place, the nearest first."""
SAME_PLACE, BEYOND, UNIT, NAME, NO_PLACE, PLACE_APART = 0, 4, 5, 6, 7, -1
_RATIOS = (0.35, 0.7, 1.2)

UNTOLD = kinship.UNTOLD
_SIZES = ((1, "one"), (4, "few"), (9, "some"))


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing compared: its levels, and that of each pair."""

    levels: Sequence[str]
    codes: Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compared pairs, sorted by `left` and `right`; numbers of cases, the lower first."""

    left: Ints
    right: Ints
    expected: Floats
    """Events besides that are expected where and when the two meet."""
    features: dict[str, Feature]
    bits: Floats

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.left)


def compare(cases: Cases, stands_for: Ints, wording: Wording) -> Pairs:
    """Find the pairs of cases that may be one event, and weigh them.

    Parameters
    ----------
    cases
        The cases.
    stands_for
        Of reprints the case that is compared for all.
    wording
        Words of the cases that are compared.
    """
    left, right, place, expected = _met(cases, stands_for, wording)
    features = {
        "chance": _rarity(place, expected),
        "place": Feature(PLACES, place),
        "day": _day(cases, left, right),
    }
    for name, column, relate in _of_texts(cases.language):
        features[name] = Feature(*kinship.levels(cases.texts[column], left, right, relate))
    for name in TOLLS:
        features[name] = toll(cases, name, left, right)
    features["wording"] = _wording(wording.shares(left, right))
    features["address"] = _address(cases, left, right)
    return Pairs(left, right, expected, features, weigh(features))


def _of_texts(language: Language) -> Iterator[tuple[str, str, Callable[[str, str], str]]]:
    """Give the features that hold two texts against each other: name, column, how."""
    yield "kind", "event_type", kinship.kind
    yield "actor", "actor", partial(kinship.actor, language=language)
    yield "targets", "targets", partial(kinship.shared, language=language)
    yield "cited", "attributed_to", partial(kinship.cited, language=language)
    yield "publisher", "publisher", partial(kinship.published, language=language)


def _rarity(place: Ints, expected: Floats) -> Feature:
    """Grade how rare events are where two cases meet, if they meet by their places."""
    is_met = (place < NAME) & ~np.isnan(expected)
    grade = np.searchsorted(_RARITIES, np.nan_to_num(expected), side="left")
    return Feature(EXPECTED, np.where(is_met, grade, len(EXPECTED) - 1))


def weigh(features: dict[str, Feature]) -> Floats:
    """Add up the weights of pairs, in bits."""
    table = weights()
    bits: Floats = np.zeros(1)
    for name, feature in features.items():
        of_level = np.array([table.bits(name, level) for level in feature.levels] or [0.0])
        bits = bits + of_level[feature.codes]
    return np.round(bits, 2)


def _met(cases: Cases, stands_for: Ints, wording: Wording) -> tuple[Ints, Ints, Ints, Floats]:
    """Gather pairs from all ways of meeting; of a pair the nearest place counts."""
    chance = Chance(cases)
    stands = stands_for == np.arange(len(cases))
    found: list[tuple[Ints, Ints, Ints, Floats]] = []
    for one, other in near_pairs(cases, stands):
        left, right = cases.spots.case[one], cases.spots.case[other]
        found.append((left, right, _place(cases, one, other), chance.of_spots(one, other)))
    one, other = unit_pairs(cases, stands)
    left, right = cases.spots.case[one], cases.spots.case[other]
    found.append((left, right, np.full(len(one), UNIT), chance.of_units(one, other)))
    left, right = named_pairs(cases, stands)
    found.append((left, right, np.full(len(left), NAME), chance.of_cases(left, right)))
    left, right = wording.pairs()
    kept = cases.source[left] != cases.source[right]
    left, right = left[kept], right[kept]
    place = _place_of_words(cases, left, right)
    left, right, place = (column[place != PLACE_APART] for column in (left, right, place))
    found.append((left, right, place, chance.of_cases(left, right)))
    return _best(cases, found)


def _place_of_words(cases: Cases, left: Ints, right: Ints) -> Ints:
    """Grade the places of pairs that only words brought together: unknown, in a unit, apart.

    Agencies write of every place in the same words: where both places are known and lie
    apart, shared wording is no sign.
    """
    spots = cases.spots
    is_placed = np.bincount(spots.case, minlength=len(cases)) > 0
    is_wide = np.bincount(spots.case[is_wide_spot(spots)], minlength=len(cases)) > 0
    in_unit = share_unit(cases, left, right) & (is_wide[left] | is_wide[right])
    return np.select([~is_placed[left] | ~is_placed[right], in_unit], [NO_PLACE, UNIT], PLACE_APART)


def _best(
    cases: Cases, found: Iterable[tuple[Ints, Ints, Ints, Floats]]
) -> tuple[Ints, Ints, Ints, Floats]:
    """Keep of each pair the nearest place, of equals the one least expected."""
    one, other, place, expected = (np.concatenate(column) for column in zip(*found, strict=True))
    left, right = np.minimum(one, other), np.maximum(one, other)
    key = left * len(cases) + right
    order = np.lexsort((expected, place, key))
    _, first = np.unique(key[order], return_index=True)
    chosen = order[first]
    return left[chosen], right[chosen], place[chosen].astype(np.int64), expected[chosen]


def _place(cases: Cases, one: Ints, other: Ints) -> Ints:
    """Grade how likely two discs are of one spot: by their distance in shares of both errors."""
    grade = 1 + np.searchsorted(_RATIOS, ratio(cases, one, other), side="left")
    code = cases.spots.place
    is_same = (code[one] == code[other]) & (code[one] != UNKNOWN)
    return np.where(is_same, SAME_PLACE, grade)


DAYS = ("same", "overlap", "published", "next", "near", "untold", "apart")


def _day(cases: Cases, left: Ints, right: Ints) -> Feature:
    """Grade how the days of two cases meet."""
    basis = np.maximum(cases.basis[left], cases.basis[right])
    first = np.maximum(cases.first[left], cases.first[right])
    last = np.minimum(cases.last[left], cases.last[right])
    gap = first - last
    is_exact = basis == EXACT
    codes: Ints = np.select(
        [
            basis == UNDATED,
            (gap > 1) | ((basis == PUBLISHED) & (gap > 0)),
            is_exact & (gap == 0),
            is_exact & (gap == 1),
            gap == 1,
            basis == PUBLISHED,
        ],
        [5, 6, 0, 3, 4, 2],
        default=1,
    )
    return Feature(DAYS, codes.astype(np.int64))


_TOLL = (
    *("both_none", "equal_one", "equal_few", "equal_some", "equal_many"),
    *("overlap", "near", "grown", "none_some", "apart", UNTOLD),
)


def toll(cases: Cases, name: str, left: Ints, right: Ints) -> Feature:
    """Grade how two tolls agree: equal by size, overlapping, updated later, or apart."""
    low, high = cases.low[name], cases.high[name]
    low_1, low_2, high_1, high_2 = low[left], low[right], high[left], high[right]
    is_told = (low_1 != UNKNOWN) & (low_2 != UNKNOWN)
    open_1, open_2 = cases.is_open[name][left], cases.is_open[name][right]
    told_1, told_2 = np.where(open_1, high_1 // 2, high_1), np.where(open_2, high_2 // 2, high_2)
    is_equal = (low_1 == low_2) & (told_1 == told_2)
    least, most = np.minimum(high_1, high_2), np.maximum(low_1, low_2)
    smaller, larger = np.minimum(low_1, low_2), np.maximum(high_1, high_2)
    size = np.searchsorted([n for n, _ in _SIZES], low_1, side="left") + 1
    is_later = _is_later(cases, left, right, low_2 > high_1) & (larger <= 2 * least + 2)
    none = least == 0
    codes: Ints = np.select(
        [
            ~is_told,
            is_equal & (low_1 == 0) & (larger == 0),
            is_equal & (low_1 > 0),
            least >= most,
            none & (smaller == 0),
            most - least <= np.maximum(1, 0.25 * larger),
            is_later,
        ],
        [10, 0, size, 5, 8, 6, 7],
        default=9,
    )
    return Feature(_TOLL, codes.astype(np.int64))


def _is_later(cases: Cases, left: Ints, right: Ints, is_right_larger: Flags) -> Flags:
    """See whether the report with the larger figure was published after the other."""
    mine, theirs = cases.published[left], cases.published[right]
    is_known = (mine >= 0) & (theirs >= 0)
    return np.asarray(is_known & np.where(is_right_larger, theirs > mine, mine > theirs))


_SOME = 0.2
"""Share of rare stretches from which two reports are akin."""
WORDINGS = ("most", "some", "little", "none", UNTOLD)


def _wording(shares: Floats) -> Feature:
    codes: Ints = np.select(
        [np.isnan(shares), shares >= AKIN, shares >= _SOME, shares > 0], [4, 0, 1, 2], 3
    )
    return Feature(WORDINGS, codes.astype(np.int64))


def _address(cases: Cases, left: Ints, right: Ints) -> Feature:
    """See which pairs stand on one page."""
    named = np.array([bool(one) for one in cases.addresses], dtype=bool)
    codes = np.ones(len(left), dtype=np.int64)
    for n in np.flatnonzero(named[left] & named[right]).tolist():
        if not cases.addresses[left[n]].isdisjoint(cases.addresses[right[n]]):
            codes[n] = 0
    return Feature(("same", UNTOLD), codes)
