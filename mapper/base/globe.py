"""Shapes and positions across the 180th meridian.

Tables, files and stores keep to RFC 7946: longitudes from -180 to 180, a shape across
the meridian cut there into parts (3.1.9), a box across it with its west above its east
(5.2). A shape that is measured or drawn has to be in one piece: `joined` makes it so,
with longitudes that go on beyond 180, and `parted` cuts it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

HALF, TURN = 180.0, 360.0
"""Degrees of half a turn and of a whole one."""

POLE = 90.0


def beside(lon: Floats, middle: float) -> Floats:
    """Write longitudes as those within half a turn of another.

    Examples
    --------
    >>> beside(np.array([179.0, -179.0]), 178.0).tolist()
    [179.0, 181.0]
    """
    return lon + TURN * np.round((middle - lon) / TURN)


def wrapped(lon: float) -> float:
    """Write a longitude as one from -180 to 180.

    Examples
    --------
    >>> wrapped(181.5), wrapped(36.5)
    (-178.5, 36.5)
    """
    return lon if -HALF <= lon <= HALF else (lon + HALF) % TURN - HALF


def seam(low: Floats, high: Floats) -> float:
    """Find the meridian at which to cut the globe so that a row of spans is least torn.

    Parameters
    ----------
    low, high
        West and east of each span, degrees; equal for positions.

    Returns
    -------
    east
        180, or where all fits into half the globe only across the 180th meridian, the
        middle of what they leave free: longitudes above are to be written less 360.

    Examples
    --------
    >>> spots = np.array([178.0, -179.0, 177.0])
    >>> seam(spots, spots)
    -1.0
    """
    if not len(low) or float(np.max(high) - np.min(low)) <= HALF:
        return HALF
    order = np.argsort(low, kind="stable")
    reach = np.maximum.accumulate(high[order])
    free = low[order][1:] - reach[:-1]
    if not free.size or free.max() < HALF:
        return HALF
    widest = int(np.argmax(free))
    return float(reach[widest] + free[widest] / 2)


def shifted(lon: Floats, east: float) -> Floats:
    """Write longitudes above a seam less a whole turn; see `seam`."""
    return np.where(lon > east, lon - TURN, lon)


def is_torn(geometry: BaseGeometry) -> bool:
    """Tell whether a shape lies on both sides of the 180th meridian, or is written across it."""
    west, _, east, _ = geometry.bounds
    return bool(east - west > HALF or east > HALF or west < -HALF)


def joined(geometry: BaseGeometry) -> BaseGeometry:
    """Put a shape across the 180th meridian together.

    Parameters
    ----------
    geometry
        EPSG:4326, lon/lat: cut at the meridian, written beyond 180, or with an edge from
        one side to the other, which is taken the short way. Any other comes back as it is.

    Returns
    -------
    whole
        In one frame of longitudes, which may lie beyond 180 or -180, outer rings
        counter-clockwise. One that has no frame narrower than half the globe, or goes
        around a pole, comes back as it is.
    """
    if geometry.is_empty or not is_torn(geometry):
        return geometry
    parts = [_unrolled(part) for part in shapely.get_parts(geometry)]
    if any(part is None for part in parts):
        return geometry
    low, _, high, _ = shapely.bounds(np.array(parts, dtype=object)).T
    turns = np.floor((low + HALF) / TURN) * TURN
    east = seam(low - turns, high - turns)
    back = turns + np.where(low - turns > east, TURN, 0.0)
    moved = [_moved(part, -float(by)) for part, by in zip(parts, back, strict=True)]
    whole = _one(moved)
    west, _, east, _ = whole.bounds
    return whole if east - west <= HALF else geometry


def parted(geometry: BaseGeometry) -> BaseGeometry:
    """Cut a shape at the 180th meridian, as RFC 7946 (3.1.9) asks.

    Parameters
    ----------
    geometry
        As `joined` gives it.

    Returns
    -------
    parts
        Longitudes from -180 to 180, outer rings counter-clockwise; a shape that lies there
        already comes back as it is.
    """
    west, south, east, north = geometry.bounds
    if geometry.is_empty or (west >= -HALF and east <= HALF):
        return geometry
    if shapely.get_dimensions(geometry) == 0:
        return shapely.transform(geometry, lambda xy: np.stack([beside(xy[:, 0], 0), xy[:, 1]], -1))
    first, last = np.floor((west + HALF) / TURN), np.floor((east + HALF) / TURN)
    pieces = []
    for turn in np.arange(first, last + 1) * TURN:
        window = shapely.box(turn - HALF, south - 1, turn + HALF, north + 1)
        inside = _alike(geometry.intersection(window), geometry)
        pieces += [(piece, _moved(piece, -float(turn))) for piece in inside]
    if geometry.geom_type == "LineString":  # its parts in the order in which it runs
        pieces.sort(key=lambda pair: geometry.project(shapely.get_point(pair[0], 0)))
    return _one([piece for _, piece in pieces])


def framed(geometry: BaseGeometry, east: float) -> BaseGeometry:
    """Write a shape, put together, in the frame of longitudes that ends at a seam; see `seam`."""
    whole = joined(geometry)
    west, _, end, _ = whole.bounds
    middle = (west + end) / 2
    return whole if not middle > east else _moved(whole, -TURN * np.ceil((middle - east) / TURN))


def nearest(geometry: BaseGeometry, other: BaseGeometry | None) -> BaseGeometry:
    """Write a shape in the frame of longitudes in which it lies nearest to another."""
    if other is None:
        return geometry
    (west, _, east, _), (low, _, high, _) = geometry.bounds, other.bounds
    return _moved(geometry, TURN * round((low + high - west - east) / 2 / TURN))


def boxes(geometry: BaseGeometry) -> list[tuple[float, float, float, float]]:
    """Give the boxes that hold a shape: one, or two of one across the 180th meridian."""
    west, south, east, north = joined(geometry).bounds
    low, high = wrapped(west), wrapped(east)
    if west >= -HALF and east <= HALF:
        return [(west, south, east, north)]
    return [(low, south, HALF, north), (-HALF, south, high, north)]


def box_of(geometries: Iterable[BaseGeometry | None]) -> tuple[float, float, float, float] | None:
    """Give the box around shapes: west, south, east, north; west above east across the meridian.

    None where there is no shape.
    """
    there = [one for one in geometries if one is not None and not one.is_empty]
    if not there:
        return None
    low, south, high, north = shapely.bounds(shapely.get_parts(np.array(there, dtype=object))).T
    east = seam(low, high)
    edges = float(shifted(low, east).min()), float(shifted(high, east).max())
    return wrapped(edges[0]), float(south.min()), wrapped(edges[1]), float(north.max())


def edge_across(geometry: BaseGeometry) -> tuple[float, float] | None:
    """Give the longitudes of the first edge that is longer than half the globe, if there is one."""
    for part in shapely.get_parts(geometry):
        for path in _paths(part):
            far = np.flatnonzero(np.abs(np.diff(path[:, 0])) > HALF)
            if far.size:
                return float(path[far[0], 0]), float(path[far[0] + 1, 0])
    return None


def _paths(part: BaseGeometry) -> list[Floats]:
    """Give the corners of a line or of each ring of a polygon, the outer one first."""
    rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
    return [shapely.get_coordinates(ring) for ring in rings]


def _unrolled(part: BaseGeometry) -> BaseGeometry | None:
    """Take every edge the short way; None where the shape then does not close."""
    if edge_across(part) is None:
        return part
    is_area = part.geom_type == "Polygon"
    paths = _paths(part)
    for path in paths:
        # Rounded to a tenth of a millimetre: what was summed up is to close again.
        path[:, 0] = np.round(np.unwrap(path[:, 0], period=TURN), 9)
        if is_area and (path[0, 0] != path[-1, 0] or np.ptp(path[:, 0]) == 0):
            return None
        path[:, 0] += TURN * np.round((paths[0][0, 0] - path[0, 0]) / TURN)
    return shapely.Polygon(paths[0], paths[1:]) if is_area else shapely.LineString(paths[0])


def _moved(geometry: BaseGeometry, by: float) -> BaseGeometry:
    """Move a shape by whole turns of longitude."""
    return shapely.transform(geometry, lambda xy: xy + np.array([by, 0.0])) if by else geometry


def _alike(geometry: BaseGeometry, model: BaseGeometry) -> list[BaseGeometry]:
    """Give the parts that are of the model's dimension: a cut may touch in points and lines."""
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    wanted = shapely.get_dimensions(model)
    return [part for part in parts if shapely.get_dimensions(part) == wanted]


def _one(parts: list[BaseGeometry]) -> BaseGeometry:
    """Make one shape of parts, without a seam where they touch."""
    if len(parts) == 1:
        return shapely.orient_polygons(parts[0])
    kinds = {part.geom_type for part in parts}
    if kinds == {"Point"}:
        return shapely.MultiPoint(parts)
    if kinds == {"LineString"}:
        return shapely.line_merge(shapely.MultiLineString(parts), directed=True)
    return shapely.orient_polygons(shapely.union_all(parts))
