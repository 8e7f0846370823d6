"""A zone's edge in metres: how far places lie from its line and from where it is cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

LINE_SIGMA = 1 / 1.6448536269514722
"""Standard deviation of a normal offset whose 90 % bound (two-sided) is 1."""

CELLS_AT_ONCE = 16_384
"""Points times pieces worked on at once: what fits a processor's nearest memory."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What a zone is measured against: x east and y north in a metric CRS, metres.

    ``segments`` is (m, 4): x and y of both ends of each piece of the line, or of a
    polygon's boundary. ``vertices`` is (n, 2) with the 90 % bound of the line's error
    at each in ``accuracy``. ``depth`` is the range of depths, None for a zone without
    a far edge. ``area`` lies on the zone's side of the line (its outside, when
    ``is_outside``); None when both sides belong to the zone. ``cuts`` is (k, 4): where
    the zone ends, whatever the line's error. ``ends`` is (j, 5): a free end of the
    line, the unit vector that leads from it into the line, and +1, -1 or 0 as the zone
    lies to the left of that vector, to its right or on both sides.
    """

    segments: Floats
    vertices: Floats
    accuracy: Floats
    depth: tuple[float, float] | None
    area: BaseGeometry | None = None
    is_outside: bool = False
    cuts: Floats = field(default_factory=lambda: np.empty((0, 4)))
    ends: Floats = field(default_factory=lambda: np.empty((0, 5)))

    def measure(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Measure points against the line and against the cuts.

        Returns
        -------
        depth, room
            Metres from the line, positive on the zone's side (never negative where
            both sides belong to it); metres to the nearest cut, negative beyond it,
            infinite without any.
        """
        depth = near = distance(x, y, self.segments)
        room = distance(x, y, self.cuts)
        if self.area is not None:
            is_within = shapely.contains_xy(self.area, x, y) != self.is_outside
            depth = np.where(is_within, near, -near)
            if not len(self.ends):
                # Outside the area, what is nearer to a cut than to the line is beyond the cut.
                is_beyond = ~is_within & (room < near)
                depth = np.where(is_beyond, near, depth)
                room = np.where(is_beyond, -room, room)
        for end_x, end_y, into_x, into_y, side in self.ends:
            px, py = x - end_x, y - end_y
            along = px * into_x + py * into_y
            across = py * into_x - px * into_y
            is_beyond = (along < 0) & (near >= np.hypot(px, py) - 1e-6)
            depth = np.where(is_beyond, across * side if side else np.abs(across), depth)
            room = np.where(is_beyond, along, room)
        return depth, room

    def sigma(self, x: Floats, y: Floats) -> Floats:
        """Give the standard deviation of the line's offset by the nearest vertex, metres."""
        if len(self.vertices) == 1:
            return np.full(x.shape, self.accuracy[0] * LINE_SIGMA)
        kept = _worth_trying(x, y, np.hstack([self.vertices, self.vertices]))
        best = np.full(x.shape, np.inf)
        chosen = np.zeros(x.shape)
        for (vertex_x, vertex_y), accuracy in zip(
            self.vertices[kept], self.accuracy[kept], strict=True
        ):
            squared = (x - vertex_x) ** 2 + (y - vertex_y) ** 2
            is_nearer = squared < best
            best = np.where(is_nearer, squared, best)
            chosen = np.where(is_nearer, accuracy, chosen)
        return chosen * LINE_SIGMA


def distance(x: Floats, y: Floats, segments: Floats) -> Floats:
    """Measure points against line pieces.

    Parameters
    ----------
    x, y
        Points, metres. The closer together they lie, the fewer pieces are tried.
    segments
        (m, 4): x and y of both ends.

    Returns
    -------
    metres
        Distance to the nearest piece; infinite when there is none.
    """
    if not len(segments) or not x.size:
        return np.full(x.shape, np.inf)
    tried = segments[_worth_trying(x, y, segments)]
    at_once = max(1, CELLS_AT_ONCE // x.size)
    best = np.full(x.shape, np.inf)
    for start in range(0, len(tried), at_once):
        some = tried[start : start + at_once].T.reshape(4, -1, *[1] * x.ndim)
        np.minimum(best, _squared(x, y, some).min(axis=0), out=best)
    metres: Floats = np.sqrt(best, out=best)
    return metres


def _worth_trying(x: Floats, y: Floats, segments: Floats) -> NDArray[np.bool_]:
    """Tell which pieces may be the nearest to any of the points; a mask of the pieces."""
    west, east, south, north = x.min(), x.max(), y.min(), y.max()
    reach = np.hypot(east - west, north - south) / 2
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    from_middle = np.sqrt(_squared(*middle, segments.T))
    mask: NDArray[np.bool_] = from_middle <= from_middle.min() + 2 * reach + 1e-6
    return mask


def _squared(x: Floats, y: Floats, pieces: Floats) -> Floats:
    """Square of the distance between points and pieces (x0, y0, x1, y1), broadcast."""
    x0, y0, x1, y1 = pieces
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    scale = 1 / np.where(length > 0, length, 1.0)
    px: Floats = x - x0
    py: Floats = y - y0
    share: Floats = px * (dx * scale)
    share += py * (dy * scale)
    np.clip(share, 0.0, 1.0, out=share)
    px -= share * dx
    py -= share * dy
    px *= px
    py *= py
    px += py
    return px


def tiles(x: Floats, y: Floats, side: float = 8000.0) -> list[NDArray[np.intp]]:
    """Sort points into square tiles, so that few pieces are tried for each.

    Parameters
    ----------
    x, y
        Points, metres.
    side
        Side of a tile, metres.

    Returns
    -------
    groups
        Indices of the points of each tile that has any; together every point once.
    """
    row, column = np.floor(y / side), np.floor(x / side)
    order = np.lexsort((column, row))
    is_new = (np.diff(row[order]) != 0) | (np.diff(column[order]) != 0)
    return np.split(order, np.flatnonzero(is_new) + 1) if order.size else []
