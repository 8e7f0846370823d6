"""Pairs of cases that distance cannot pair: of wide places by unit, and of unplaced names.

Two reports from one governorate on one day are no sign. They are compared only where they
share a toll too; names that nobody placed where a rare word of the name is shared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.gazetteer import names
from mapper.joining.blocks import SLACK, WIDEST_M, expand, gap_days
from mapper.joining.case import MAX_DAYS, TOLLS, UNKNOWN, Coded, day_key, unit_key
from mapper.joining.kinship import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.joining.case import Cases, Flags, Ints, Spots
    from mapper.words import Language

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
                wide = np.flatnonzero(dated & is_wide & (low[spots.case] > 0))
                any_ = np.flatnonzero(dated & (high[spots.case] > 0))
                asking = _Listed(spots.case[wide], _keys(spots.unit, low[spots.case])[wide])
                listed = _Listed(spots.case[any_], _keys(spots.unit, high[spots.case])[any_])
                one, other = _on_days(cases, asking, listed)
                ones.append(wide[one])
                others.append(any_[other])
    one, other = np.concatenate(ones), np.concatenate(others)
    kept = is_wide[one] & (~is_wide[other] | (one < other))
    return one[kept], other[kept]


def is_wide_spot(spots: Spots) -> Flags:
    """See which places are too wide for distance to say anything."""
    return spots.is_coarse | (spots.radius_m > WIDEST_M)


def _keys(unit: Ints, figure: Ints) -> Ints:
    return unit * _FIGURES + np.minimum(np.maximum(figure, 0), _FIGURES - 1)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Cases, each under a key by which it may meet others: a unit and a toll, a word."""

    case: Ints
    key: Ints


def _on_days(cases: Cases, asking: _Listed, listed: _Listed) -> tuple[Ints, Ints]:
    """Pair cases of equal keys whose days meet: numbers in `asking` and in `listed`."""
    sorted_ = day_key(listed.key, cases.first[listed.case])
    order = np.argsort(sorted_, kind="stable")
    sorted_ = sorted_[order]
    since = np.maximum(cases.first[asking.case] - SLACK - MAX_DAYS, 0)
    until = cases.last[asking.case] + SLACK
    start = np.searchsorted(sorted_, day_key(asking.key, since), "left")
    stop = np.searchsorted(sorted_, day_key(asking.key, until), "right")
    ones: list[Ints] = [np.zeros(0, np.int64)]
    others: list[Ints] = [np.zeros(0, np.int64)]
    for one, at in expand(start, stop):
        other = order[at]
        kept = may_meet(cases, asking.case[one], listed.case[other])
        ones.append(one[kept])
        others.append(other[kept])
    return np.concatenate(ones), np.concatenate(others)


def share_unit(cases: Cases, left: Ints, right: Ints) -> Flags:
    """See which pairs of cases have places in one governorate."""
    is_known = cases.spots.unit != UNKNOWN
    n_units = int(cases.spots.unit.max(initial=0)) + 1
    keys = np.unique(cases.spots.case[is_known] * n_units + cases.spots.unit[is_known])
    start, stop = (np.searchsorted(keys, (left + more) * n_units) for more in (0, 1))
    found = np.zeros(len(left), dtype=bool)
    for which, at in expand(start, stop):
        wanted = right[which] * n_units + keys[at] % n_units
        found[which[np.isin(wanted, keys)]] = True
    return found


def may_meet(cases: Cases, left: Ints, right: Ints) -> Flags:
    """See which pairs are of two cases, not told apart by one article, whose days come near."""
    is_told_apart = (cases.source[left] == cases.source[right]) & ~cases.is_record[left]
    meets = gap_days(cases, left, right) <= SLACK
    return np.asarray((left != right) & ~is_told_apart & meets)


def named_pairs(cases: Cases, stands: Flags) -> tuple[Ints, Ints]:
    """Pair cases without a position with all that share a rare word of the place's name.

    Only those are compared whose days meet, in portions; names are held against each other
    once for each two that are written differently.
    """
    texts = cases.texts["places"]
    words = [_words(text, cases.language) for text in texts.distinct]
    times = Counter(word for some in words for word in some)
    most = max(_RARE, int(_RARE_SHARE * len(words)))
    telling = [frozenset(word for word in some if times[word] <= most) for some in words]
    listed = _by_word(telling, np.flatnonzero(stands & (cases.first >= 0)), texts.codes)
    is_placed = np.zeros(len(cases), dtype=bool)
    is_placed[cases.spots.case] = True
    is_asking = ~is_placed[listed.case]
    asking = _Listed(listed.case[is_asking], listed.key[is_asking])
    one, other = _on_days(cases, asking, listed)
    left, right = asking.case[one], listed.case[other]
    pairs = np.unique(np.minimum(left, right) * len(cases) + np.maximum(left, right))
    left, right = pairs // max(len(cases), 1), pairs % max(len(cases), 1)
    kept = _are_one_name(telling, texts.codes[left], texts.codes[right])
    kept &= ~_are_in_two_units(cases, left, right)
    return left[kept], right[kept]


def _by_word(telling: Sequence[frozenset[str]], cases: Ints, codes: Ints) -> _Listed:
    """List cases under each telling word of their places' names."""
    number = {word: n for n, word in enumerate(sorted(frozenset[str]().union(*telling)))}
    of_text = [np.array(sorted(number[word] for word in some), np.int64) for some in telling]
    named = cases[codes[cases] != UNKNOWN]
    if not len(named):
        return _Listed(np.zeros(0, np.int64), np.zeros(0, np.int64))
    keys = [of_text[code] for code in codes[named].tolist()]
    return _Listed(np.repeat(named, [len(some) for some in keys]), np.concatenate(keys))


def _are_one_name(telling: Sequence[frozenset[str]], one: Ints, other: Ints) -> Flags:
    """See which pairs of names have all telling words of the shorter in the other."""
    pairs, of_pair = np.unique(np.stack([one, other]), axis=1, return_inverse=True)
    found = [
        telling[a] <= telling[b] or telling[b] <= telling[a]
        for a, b in zip(*pairs.tolist(), strict=True)
    ]
    return np.array(found, dtype=bool)[of_pair.ravel()]


def _are_in_two_units(cases: Cases, left: Ints, right: Ints) -> Flags:
    """See which pairs of cases name two governorates."""
    unit = Coded(unit_key(row.get("admin1")) for row in cases.rows).codes
    is_known = (unit[left] != UNKNOWN) & (unit[right] != UNKNOWN)
    return np.asarray(is_known & (unit[left] != unit[right]))


def _words(places: str, language: Language) -> frozenset[str]:
    """Give the words of the names of places that are long enough to tell them apart."""
    joined = " ".join(names.key(one) for one in told(places, language))
    return frozenset(word for word in joined.split() if len(word) >= _LEAST_LETTERS)
