"""Pairs of cases that distance cannot pair: of wide places by unit, and of unplaced names.

Two reports from one governorate on one day are no sign. They are compared only where they
share a toll too; names that nobody placed where a rare word of the name is shared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from mapper.gazetteer import names
from mapper.joining.blocks import SLACK, WIDEST_M, expand, gap_days
from mapper.joining.case import MAX_DAYS, TOLLS, UNKNOWN, parts, unit_key

if TYPE_CHECKING:
    from mapper.joining.case import Cases, Flags, Ints, Spots

_SPAN = 1 << 22
_FIGURES = 1 << 12
_RARE = 10
_LEAST_LETTERS = 4
_RARE_SHARE = 0.01


def unit_pairs(cases: Cases, stands: Flags) -> tuple[Ints, Ints]:
    """Pair wide places with all places of their unit whose cases share days and a toll."""
    spots = cases.spots
    is_wide = is_wide_spot(spots)
    dated = stands[spots.case] & (cases.first[spots.case] >= 0) & (spots.unit != UNKNOWN)
    ones: list[Ints] = [np.zeros(0, np.int64)]
    others: list[Ints] = [np.zeros(0, np.int64)]
    for name in TOLLS:
        for low in (cases.low[name], cases.high[name]):
            for high in (cases.low[name], cases.high[name]):
                keyed = _keys(spots.unit, low[spots.case]), _keys(spots.unit, high[spots.case])
                wide = np.flatnonzero(dated & is_wide & (low[spots.case] > 0))
                any_ = np.flatnonzero(dated & (high[spots.case] > 0))
                one, other = _on_days(cases, wide, keyed[0][wide], any_, keyed[1][any_])
                ones.append(one)
                others.append(other)
    one, other = np.concatenate(ones), np.concatenate(others)
    kept = is_wide[one] & (~is_wide[other] | (one < other))
    return one[kept], other[kept]


def is_wide_spot(spots: Spots) -> Flags:
    """See which places are too wide for distance to say anything."""
    return spots.is_coarse | (spots.radius_m > WIDEST_M)


def _keys(unit: Ints, figure: Ints) -> Ints:
    return unit * _FIGURES + np.minimum(np.maximum(figure, 0), _FIGURES - 1)


def _on_days(cases: Cases, asking: Ints, own: Ints, listed: Ints, keys: Ints) -> tuple[Ints, Ints]:
    """Pair places of equal keys whose cases' days meet."""
    case = cases.spots.case
    order = np.lexsort((cases.first[case[listed]], keys))
    listed, sorted_ = listed[order], keys[order] * _SPAN + cases.first[case[listed[order]]]
    if len(order):
        sorted_ = keys[order] * _SPAN + cases.first[case[listed]]
    since = np.maximum(cases.first[case[asking]] - SLACK - MAX_DAYS, 0)
    start = np.searchsorted(sorted_, own * _SPAN + since, "left")
    stop = np.searchsorted(sorted_, own * _SPAN + cases.last[case[asking]] + SLACK, "right")
    ones: list[Ints] = [np.zeros(0, np.int64)]
    others: list[Ints] = [np.zeros(0, np.int64)]
    for which, at in expand(start, stop):
        one, other = asking[which], listed[at]
        kept = may_meet(cases, case[one], case[other])
        ones.append(one[kept])
        others.append(other[kept])
    return np.concatenate(ones), np.concatenate(others)


def may_meet(cases: Cases, left: Ints, right: Ints) -> Flags:
    """See which pairs are of two cases, not told apart by one article, whose days come near."""
    is_told_apart = (cases.source[left] == cases.source[right]) & ~cases.is_record[left]
    meets = gap_days(cases, left, right) <= SLACK
    return np.asarray((left != right) & ~is_told_apart & meets)


def named_pairs(cases: Cases, stands: Flags) -> tuple[Ints, Ints]:
    """Pair cases without a position with all that share a rare word of the place's name."""
    is_placed = np.zeros(len(cases), dtype=bool)
    is_placed[cases.spots.case] = True
    texts = cases.texts["places"]
    words = [_words(text) for text in texts.distinct]
    having: dict[str, list[int]] = defaultdict(list)
    for number in np.flatnonzero(stands & (texts.codes != UNKNOWN) & (cases.first >= 0)).tolist():
        for word in sorted(words[texts.codes[number]]):
            having[word].append(number)
    times = Counter(word for some in words for word in some)
    most = max(_RARE, int(_RARE_SHARE * len(words)))
    is_common = frozenset(word for word in times if times[word] > most)
    found: set[tuple[int, int]] = set()
    for word, listed in having.items():
        if word in is_common:
            continue
        unplaced = [n for n in listed if not is_placed[n]]
        found |= {(min(a, b), max(a, b)) for a in unplaced for b in listed if a != b}
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    left, right = np.array(sorted(found), dtype=np.int64).T
    kept = may_meet(cases, left, right)
    kept[kept] = [
        _is_one_name(cases, words, one, other, is_common)
        for one, other in zip(left[kept].tolist(), right[kept].tolist(), strict=True)
    ]
    return left[kept], right[kept]


def _is_one_name(
    cases: Cases, words: list[frozenset[str]], one: int, other: int, is_common: frozenset[str]
) -> bool:
    """See whether all telling words of the shorter name are in the other, in one governorate."""
    units = {unit for n in (one, other) if (unit := unit_key(cases.rows[n].get("admin1")))}
    codes = cases.texts["places"].codes
    mine, theirs = (words[codes[n]] - is_common for n in (one, other))
    return len(units) < 2 and (mine <= theirs or theirs <= mine)  # noqa: PLR2004 - no two units


def _words(places: str) -> frozenset[str]:
    """Give the words of the names of places that are long enough to tell them apart."""
    joined = " ".join(names.key(one) for one in parts(places))
    return frozenset(word for word in joined.split() if len(word) >= _LEAST_LETTERS)
