"""How many other events to expect at a place in some days: what a pair may agree on by chance.

A village that was struck once in a year and told of twice on one day was hardly struck twice;
on a front that is shelled daily the same place and day say little. How often a place is
struck is told by the cases at hand: of each day as many as the rows of one source keep apart,
so that many reports of one event count once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.base.geo import KM
from mapper.joining.blocks import Grid
from mapper.joining.case import UNKNOWN, day_key

if TYPE_CHECKING:
    from mapper.joining.case import Cases, Flags, Floats, Ints

AROUND = 30
"""Days before and after that tell how often a place is struck."""
_UNHEARD = 0.3
"""Events in these days to reckon with that nobody told."""

_WINDOW = 2 * AROUND + 1
_CELLS_KM = (8.0, 25.0)
_WIDE_KM = 5.0
"""Radius of both errors together from which the wider cells count."""


@dataclass(frozen=True, slots=True)
class Struck:
    """How many events fell on each day, by key: a place, a cell, a unit."""

    keys: Ints
    """Key and day in one number, sorted."""
    until: Floats
    """Events up to and with each, of all keys before too; one entry more than `keys`."""

    def between(self, key: Ints, first: Ints, last: Ints) -> Floats:
        """Count the events of keys in intervals of days; none where the key is unknown."""
        known = np.maximum(key, 0)
        start = np.searchsorted(self.keys, day_key(known, np.maximum(first, 0)), "left")
        stop = np.searchsorted(self.keys, day_key(known, last), "right")
        return np.where(key == UNKNOWN, 0.0, self.until[stop] - self.until[start])


def _struck(key: Ints, day: Ints, source: Ints, is_record: Flags) -> Struck:
    """Count events by key and day: as many as one source's rows keep apart, on the mean."""
    is_known = (key != UNKNOWN) & (day >= 0)
    when = day_key(key[is_known], day[is_known])
    pairs = np.stack([when, source[is_known]], axis=1)
    told, times = np.unique(pairs, axis=0, return_counts=True)
    keys, of_key = np.unique(told[:, 0], return_inverse=True)
    is_table = np.isin(told[:, 1], np.unique(source[is_record]))
    n_tables = np.bincount(of_key[is_table], minlength=len(keys))
    rows = np.bincount(of_key, weights=times * is_table, minlength=len(keys))
    mean = np.maximum(1.0, rows / np.maximum(n_tables, 1))
    return Struck(keys, np.concatenate([[0], np.cumsum(mean)]))


def _voices(cases: Cases) -> Ints:
    """Tell apart who keeps events apart: articles, tables, and whom a table's rows cite."""
    cited = cases.texts["attributed_to"].codes + 1
    return cases.source * (int(cited.max(initial=0)) + 1) + np.where(cases.is_record, cited, 0)


class Chance:
    """Tells how many events besides one are expected where and when two cases meet."""

    def __init__(self, cases: Cases) -> None:
        spots = cases.spots
        self._cases = cases
        self._keys = (
            spots.place,
            *(Grid(size).cells(spots.lat, spots.lon) for size in _CELLS_KM),
            spots.unit,
        )
        day = cases.last[spots.case]
        source = _voices(cases)[spots.case]
        is_record = cases.is_record[spots.case]
        self._struck = [_struck(key, day, source, is_record) for key in self._keys]
        self._n_places = np.maximum(np.bincount(spots.case, minlength=len(cases)), 1)

    def of_spots(self, one: Ints, other: Ints) -> Floats:
        """Expect events as near to two places as these are to each other, in their days.

        Parameters
        ----------
        one, other
            Numbers of entries of ``cases.spots``.

        Returns
        -------
        expected
            Number of events besides that of the pair, above 0.
        """
        spots = self._cases.spots
        left, right = spots.case[one], spots.case[other]
        reach_km = np.hypot(spots.radius_m[one], spots.radius_m[other]) / KM
        is_wide = reach_km > _WIDE_KM
        expected = self._rate(0, one, other, 1.0)
        for level, size in enumerate(_CELLS_KM, start=1):
            share = np.minimum(1.0, np.pi * reach_km**2 / size**2)
            found = self._rate(level, one, other, share)
            expected = np.where(is_wide == (level > 1), np.maximum(expected, found), expected)
        return expected * self._among(left, right)

    def of_units(self, one: Ints, other: Ints) -> Floats:
        """Expect events in the unit that two places share, in their days."""
        spots = self._cases.spots
        return self._rate(len(self._keys) - 1, one, other, 1.0) * self._among(
            spots.case[one], spots.case[other]
        )

    def of_cases(self, left: Ints, right: Ints) -> Floats:
        """Expect events where nothing is known of places but a rare name."""
        return _UNHEARD / _WINDOW * self.shared_days(left, right) * self._among(left, right)

    def shared_days(self, left: Ints, right: Ints) -> Floats:
        """Give the number of days on which an event would come as near to the first's as this."""
        cases = self._cases
        lengths = (cases.last - cases.first + 1)[left] + (cases.last - cases.first)[right]
        is_undated = (cases.first[left] < 0) | (cases.first[right] < 0)
        is_apart = np.maximum(cases.first[left], cases.first[right]) > np.minimum(
            cases.last[left], cases.last[right]
        )
        days = np.where(is_apart, lengths + 1, lengths)
        return np.where(is_undated, _WINDOW, days).astype(float)

    def _among(self, left: Ints, right: Ints) -> Floats:
        """Give how many chances two cases have, who name several places."""
        return np.maximum(self._n_places[left], self._n_places[right]).astype(float)

    def _rate(self, level: int, one: Ints, other: Ints, share: float | Floats) -> Floats:
        """Expect events from those of the weeks around, and those told apart on the days."""
        cases, struck = self._cases, self._struck[level]
        left, right = cases.spots.case[one], cases.spots.case[other]
        first = np.minimum(cases.first[left], cases.first[right])
        last = np.maximum(cases.last[left], cases.last[right])
        around: Floats = np.zeros(len(one))
        here: Floats = np.zeros(len(one))
        for key in (self._keys[level][one], self._keys[level][other]):
            found = struck.between(key, first - AROUND, last + AROUND)
            around = np.maximum(around, found - 1.0)
            here = np.maximum(here, struck.between(key, first, last) - 1.0)
        days = self.shared_days(left, right)
        usual = (around * share + _UNHEARD) / (_WINDOW + last - first) * days
        is_one_day: Flags = first == last
        return np.asarray(np.where(is_one_day, np.maximum(usual, here * share), usual))
