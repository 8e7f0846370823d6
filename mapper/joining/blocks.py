"""Which pairs of places of cases are near enough in space and time to be compared at all.

Places lie in cells of about equal size on the ground, in bands of latitude, so that a cell at
the pole or at the dateline has its true neighbours. Of two places each is found from the
other's cell or one beside it. Small, middling and wide places have cells of their own sizes,
short and long intervals of days are asked for apart: nothing is compared with all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.base.geo import KM, KM_PER_DEGREE, great_circles_km
from mapper.joining.case import day_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.joining.case import Cases, Flags, Floats, Ints

REACH = 1.8
"""Farthest that two places are compared, in shares of the radius of both errors together."""
WIDEST_M = 16_000.0
"""Radius from which a place is taken by the unit it lies in, not by distance."""
SLACK = 1
"""Days by which two intervals may miss each other: the night, the day after."""

_RADII_M = (2_500.0, 8_000.0, WIDEST_M)
_CELLS_KM = tuple(math.sqrt(2) * REACH * radius / 1000 for radius in _RADII_M)
_DAYS = (3, 8, 31)
_CHUNK = 2_000_000


@dataclass(frozen=True, slots=True)
class _Class:
    """Places of one size whose cases have intervals of one length, sorted by cell and day."""

    spots: Ints
    longest: int


def near_pairs(cases: Cases, stands: Flags) -> Iterator[tuple[Ints, Ints]]:
    """Find pairs of places near each other whose cases' days come near too.

    Parameters
    ----------
    cases
        The cases.
    stands
        Which of them are compared; the others are reprints.

    Yields
    ------
    left, right
        Numbers of entries of ``cases.spots``, in portions; no pair comes twice, and none of
        one case or one article.
    """
    classes = [(size, days) for size in range(len(_RADII_M)) for days in range(len(_DAYS))]
    member = _members(cases, stands)
    chosen = {one: np.flatnonzero((member[0] == one[0]) & (member[1] == one[1])) for one in classes}
    chosen = {one: spots for one, spots in chosen.items() if len(spots)}
    for number, one in enumerate(chosen):
        for other in list(chosen)[number:]:
            size = max(one[0], other[0])
            grid = Grid(_CELLS_KM[size])
            target = _Class(chosen[other], _DAYS[other[1]])
            yield from _between(cases, grid, chosen[one], target, is_same=one == other)


def _members(cases: Cases, stands: Flags) -> tuple[Ints, Ints]:
    """Give each place its size, and the length of its case's days; -1 for those left out."""
    spots = cases.spots
    size = np.searchsorted(_RADII_M, spots.radius_m, side="left")
    length = (cases.last - cases.first + 1)[spots.case]
    days = np.searchsorted(_DAYS, length, side="left")
    is_out = (
        ~stands[spots.case]
        | (cases.first[spots.case] < 0)
        | (size >= len(_RADII_M))
        | spots.is_coarse
    )
    return np.where(is_out, -1, size), days


class Grid:
    """Cells of one size on the ground, in bands of latitude."""

    def __init__(self, size_km: float) -> None:
        self._step = size_km / KM_PER_DEGREE
        n_bands = math.ceil(180 / self._step) + 1
        edges = -90 + self._step * np.arange(n_bands + 1)
        poleward = np.minimum(90.0, np.maximum(np.abs(edges[:-1]), np.abs(edges[1:])))
        around = 360.0 * np.cos(np.radians(poleward)) / self._step
        self._columns = np.maximum(1, np.floor(around)).astype(np.int64)
        self._before = np.concatenate([[0], np.cumsum(self._columns)])

    def cells(self, lat: Floats, lon: Floats) -> Ints:
        """Give the cell of each position."""
        band = self._band(lat)
        return self._before[band] + self._column(lon, band)

    def neighbours(self, lat: Floats, lon: Floats) -> Iterator[tuple[Ints, Flags]]:
        """Give the nine cells around each position, with where they are new."""
        seen: list[Ints] = []
        for up in (-1, 0, 1):
            band = self._band(lat) + up
            is_there = (band >= 0) & (band < len(self._columns))
            band = np.clip(band, 0, len(self._columns) - 1)
            middle = self._column(lon, band)
            for right in (-1, 0, 1):
                cell = self._before[band] + (middle + right) % self._columns[band]
                is_new = is_there.copy()
                for earlier in seen:
                    is_new &= cell != earlier
                seen.append(np.where(is_there, cell, -1))
                yield cell, is_new

    def _band(self, lat: Floats) -> Ints:
        return np.asarray(np.floor((lat + 90) / self._step).astype(np.int64))

    def _column(self, lon: Floats, band: Ints) -> Ints:
        share = ((lon + 180) / 360) % 1.0
        column = (share * self._columns[band]).astype(np.int64)
        return np.asarray(np.minimum(column, self._columns[band] - 1))


def _between(
    cases: Cases, grid: Grid, asking: Ints, target: _Class, *, is_same: bool
) -> Iterator[tuple[Ints, Ints]]:
    """Pair places of two classes; of one class with itself each pair once."""
    spots = cases.spots
    first, last = cases.first[spots.case], cases.last[spots.case]
    cells = grid.cells(spots.lat[target.spots], spots.lon[target.spots])
    key = day_key(cells, first[target.spots])
    order = np.argsort(key, kind="stable")
    key, listed = key[order], target.spots[order]
    own = grid.cells(spots.lat[asking], spots.lon[asking])
    since = first[asking] - SLACK - target.longest + 1
    until = last[asking] + SLACK
    for cell, is_new in grid.neighbours(spots.lat[asking], spots.lon[asking]):
        is_asked = is_new & (cell >= own) if is_same else is_new
        asked = np.flatnonzero(is_asked)
        start = np.searchsorted(key, day_key(cell[asked], np.maximum(since[asked], 0)), "left")
        stop = np.searchsorted(key, day_key(cell[asked], until[asked]), "right")
        for left, at in expand(start, stop):
            one, other = asking[asked[left]], listed[at]
            kept = _kept(cases, one, other)
            if is_same:
                kept &= (cell[asked[left]] > own[asked[left]]) | (one < other)
            yield one[kept], other[kept]


def expand(start: Ints, stop: Ints) -> Iterator[tuple[Ints, Ints]]:
    """List the numbers from each start to its stop, beside the number of the range; in portions."""
    lengths = np.maximum(stop - start, 0)
    ends = np.cumsum(lengths)
    begin = 0
    while begin < len(lengths):
        done = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, done + _CHUNK, "right")), begin + 1)
        some = lengths[begin:end]
        which = np.repeat(np.arange(begin, end), some)
        offset = np.arange(len(which)) - np.repeat(ends[begin:end] - some - done, some)
        yield which, start[which] + offset
        begin = end


def _kept(cases: Cases, one: Ints, other: Ints) -> Flags:
    """See which pairs are of two sources' reports near each other in space and time."""
    spots = cases.spots
    left, right = spots.case[one], spots.case[other]
    kept: Flags = (left != right) & (
        (cases.source[left] != cases.source[right]) | cases.is_record[left]
    )
    kept &= gap_days(cases, left, right) <= SLACK
    near = np.flatnonzero(kept)
    away = ratio(cases, one[near], other[near])
    kept[near[away > REACH]] = False
    return kept


def gap_days(cases: Cases, left: Ints, right: Ints) -> Ints:
    """Give the days between two intervals; 0 where they share one."""
    later = np.maximum(cases.first[left], cases.first[right])
    earlier = np.minimum(cases.last[left], cases.last[right])
    return np.asarray(np.maximum(later - earlier, 0))


def ratio(cases: Cases, one: Ints, other: Ints) -> Floats:
    """Give the distance of two places as a share of the radius of both errors together."""
    spots = cases.spots
    reach = np.hypot(spots.radius_m[one], spots.radius_m[other])
    away_km = great_circles_km(spots.lon[one], spots.lat[one], spots.lon[other], spots.lat[other])
    return away_km * KM / reach
