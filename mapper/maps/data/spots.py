"""Where names may stand: points well inside an area, spread over what the page can show.

A page is drawn in Mercator's projection, and a name is wider than high. So room is measured on
a plane: degrees of longitude, of which each counts a third, and Mercator's northing in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Inside = Callable[[Floats, Floats], NDArray[np.bool_]]
    Bounds = tuple[float, float, float, float]

MOST = 40
"""Spots of one area, at most."""

_NEAR, _FAR = 12, 4
"""Cells to the length of the first view: in and beside it, and farther away."""
_TRIES = 3
"""Points tried along the side of a cell."""
_WIDER = 3.0
"""How many times the room that a name needs upward it needs sideways."""
_LEAST = 1 / 90
"""Half the height of a name, by the length of the first view."""
_THINNED = 1 / 300
"""Detail that room is measured without, by the length of the first view."""
_LONGEST = 120.0
"""Degrees: whoever opens a map of the world goes nearer at once."""
_POLAR = 85.05
"""Degrees of latitude at which a map in Mercator's projection ends."""


def northing(lat: Floats) -> Floats:
    """Give Mercator's northing of latitudes, in degrees.

    Examples
    --------
    >>> northing(np.array([0.0, 60.0])).round(2).tolist()
    [0.0, 75.46]
    """
    bounded = np.radians(np.clip(lat, -_POLAR, _POLAR))
    found: Floats = np.degrees(np.arcsinh(np.tan(bounded)))
    return found


def latitude(north: Floats) -> Floats:
    """Give the latitudes of Mercator's northings, both in degrees."""
    found: Floats = np.degrees(np.arctan(np.sinh(np.radians(north))))
    return found


def flat(area: BaseGeometry) -> BaseGeometry:
    """Lay an area (degrees, lon/lat) on the plane; see the module."""
    return shapely.transform(
        area, lambda xy: np.column_stack([xy[:, 0] / _WIDER, northing(xy[:, 1])])
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """Points tried for names, close in the first view and wider apart farther away.

    Attributes
    ----------
    view
        The first view, on the plane.
    size
        Length of its longer side, degrees of longitude or northing; see `_LONGEST`.
    digits
        Decimals of a degree that spots are given with.
    lon, lat
        Degrees.
    at
        The same on the plane, shape (n, 2).
    cell
        Number of the cell that each lies in.
    off
        Its distance from the middle of that cell.
    weight
        What distances to others count: less where spots stand wider apart.
    """

    view: BaseGeometry
    size: float
    digits: int
    lon: Floats
    lat: Floats
    at: Floats
    cell: NDArray[np.int64]
    off: Floats
    weight: Floats

    @property
    def least(self) -> float:
        """Room that a name needs upward and downward."""
        return self.size * _LEAST

    def thinned(self, area: BaseGeometry) -> BaseGeometry:
        """Drop the detail of a flat area that matters to no name."""
        return shapely.simplify(area, self.size * _THINNED)


def grid(view: Bounds, box: Bounds) -> Grid:
    """Lay points over a box.

    Parameters
    ----------
    view, box
        First view and the box around it that the background fills: west, south, east, north,
        degrees.
    """
    west, south, east, north = _upright(view)
    left, low, right, high = _upright(box)
    size = min(max(east - west, north - south), _LONGEST)
    step = size / _NEAR
    by = size / _FAR
    near = max(west - by, left), max(south - by, low), min(east + by, right), min(north + by, high)
    # Where the view is small beside the box, a mesh of its own size would be too fine for it.
    wide = max(by, (right - left) / _NEAR, (high - low) / _NEAR)
    x, y, cell, off = _lattice(near, (west, south), step)
    far = _lattice((left, low, right, high), (west, south), wide)
    outside = (far[0] < near[0]) | (far[0] > near[2]) | (far[1] < near[1]) | (far[1] > near[3])
    weight = np.concatenate([np.ones(len(x)), np.full(int(outside.sum()), step / wide)])
    cell = np.concatenate([cell, far[2][outside] + (cell.max(initial=0) + 1)])
    off = np.concatenate([off / step, far[3][outside] / wide])
    digits = 2 if step > 0.05 else 3  # noqa: PLR2004 - five times what the rounding moves
    lon = np.round(np.concatenate([x, far[0][outside]]), digits)
    lat = np.round(latitude(np.concatenate([y, far[1][outside]])), digits)
    at = np.column_stack([lon / _WIDER, northing(lat)])
    return Grid(flat(shapely.box(*view)), size, digits, lon, lat, at, cell, off, weight)


def _upright(box: Bounds) -> Bounds:
    """Write the south and north of a box as Mercator's northing."""
    south, north = northing(np.array([box[1], box[3]])).tolist()
    return box[0], south, box[2], north


def _lattice(
    box: Bounds, corner: tuple[float, float], step: float
) -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """Lay cells with a few points in each over a box; see `Grid` for what comes back."""
    fine = step / _TRIES
    ticks = []
    for start, low, high in zip(corner, box[:2], box[2:], strict=True):
        # A hair of tolerance: the ends of a box lie on the lattice more often than not.
        first = np.ceil((low - start) / fine - 0.5 - 1e-9)
        last = np.floor((high - start) / fine - 0.5 + 1e-9)
        ticks.append(np.arange(first, last + 1))
    i, j = (one.ravel() for one in np.meshgrid(*ticks))
    across, up = np.floor(i / _TRIES), np.floor(j / _TRIES)
    middle = (_TRIES - 1) / 2
    off = np.hypot(i - across * _TRIES - middle, j - up * _TRIES - middle) * fine
    wide = across.max(initial=0) - across.min(initial=0) + 1
    cell = ((up - up.min(initial=0)) * wide + across - across.min(initial=0)).astype(np.int64)
    return corner[0] + (i + 0.5) * fine, corner[1] + (j + 0.5) * fine, cell, off


def spots(area: BaseGeometry, within: Grid, inside: Inside) -> list[list[float]]:
    """Choose where the name of an area may stand.

    Parameters
    ----------
    area
        The area on the plane (`flat`), thinned.
    within
        Points to try.
    inside
        Tells of longitudes and latitudes whether they lie in the area itself.

    Returns
    -------
    chosen
        Longitude and latitude of up to `MOST` points: first the middle of the widest room in the
        first view, or beyond where there is none, then each as far from those before it as can
        be. Empty where no point has room for a name.
    """
    area = _polygons(area)
    if area.is_empty:
        return []
    west, south, east, north = area.bounds
    x, y = within.at.T
    near = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
    shapely.prepare(area)
    near = near[shapely.contains_xy(area, *within.at[near].T)]
    near = near[inside(within.lon[near], within.lat[near])]
    room = shapely.distance(shapely.points(within.at[near]), area.boundary)
    near, room = near[room >= within.least], room[room >= within.least]
    near = near[_first_of_cells(within, near, room)]
    best = _best(area, within, inside)
    return _spread(within, near, best)


def _polygons(area: BaseGeometry) -> BaseGeometry:
    """Leave out the lines and points that a cut leaves where shapes touch its edge."""
    parts = shapely.get_parts(area)
    return shapely.MultiPolygon(parts[shapely.area(parts) > 0].tolist())


def _first_of_cells(within: Grid, tried: NDArray[np.int64], room: Floats) -> NDArray[np.int64]:
    """Choose of each cell the point with most room, or of several with enough the middle one."""
    # Rounded: what differs in the last digits from machine to machine is to be equal.
    enough = np.round(np.minimum(room / within.size, 1 / _NEAR), 5)
    order = np.lexsort((tried, np.round(within.off[tried], 5), -enough, within.cell[tried]))
    cells = within.cell[tried][order]
    is_first = np.concatenate([[True], cells[1:] != cells[:-1]])[: len(cells)]
    return np.sort(order[is_first])


def _best(area: BaseGeometry, within: Grid, inside: Inside) -> list[float] | None:
    """Find the middle of the widest room: in the first view, else anywhere."""
    for piece in (area.intersection(within.view), area):
        whole = _polygons(piece)
        if whole.is_empty:
            continue
        circle = shapely.maximum_inscribed_circle(whole, tolerance=within.size * _THINNED)
        if shapely.length(circle) < within.least:
            continue
        x, y = shapely.get_coordinates(circle)[0]
        lon = np.round(np.array([x * _WIDER]), within.digits)
        lat = np.round(latitude(np.array([y])), within.digits)
        if inside(lon, lat)[0]:
            return [float(lon[0]), float(lat[0])]
    return None


def _spread(within: Grid, tried: NDArray[np.int64], best: list[float] | None) -> list[list[float]]:
    """Order points so that each lies as far from those before it as can be."""
    all_ = [[float(a), float(b)] for a, b in zip(within.lon[tried], within.lat[tried], strict=True)]
    if not all_:
        return [best] if best else []
    at = within.at[tried] * np.array([_WIDER, 1.0])
    weight = within.weight[tried]
    if best:
        start = np.array([best[0], float(northing(np.array([best[1]]))[0])])
        chosen = [best]
    else:
        start, chosen = at[0], [all_[0]]
    gap = np.hypot(*(at - start).T) * weight
    while len(chosen) < MOST:
        farthest = int(np.argmax(np.round(gap, 6)))
        if gap[farthest] < within.size / _NEAR / 2:
            break
        chosen.append(all_[farthest])
        gap = np.minimum(gap, np.hypot(*(at - at[farthest]).T) * weight)
    return chosen
