"""Geometries packed for the page: whole steps, each vertex as the step from the last.

A packed shape is a list of paths, each a flat list ``[x, y, dx, dy, ...]`` in units of
``10 ** -digits`` degree, longitude first. Rings are left open: the page closes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.globe import HALF, framed

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGITS = 4
"""Decimals of a degree kept for zones and regions: about 11 m."""

Packed = list[list[int]]


def _steps(points: NDArray[np.float64], digits: int, *, closed: bool) -> list[int]:
    whole = np.round(points * 10**digits).astype(np.int64)
    keep = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
    whole = whole[keep]
    if closed and len(whole) > 1 and (whole[0] == whole[-1]).all():
        whole = whole[:-1]
    steps: list[int] = np.diff(whole, axis=0, prepend=0).ravel().tolist()
    return steps


def pack_rings(area: shapely.Geometry, digits: int = DIGITS) -> Packed:
    """Pack the rings of a polygon or multipolygon (degrees, lon/lat), holes included."""
    rings = shapely.get_rings([p for p in shapely.get_parts(area) if p.geom_type == "Polygon"])
    packed = (_steps(shapely.get_coordinates(ring), digits, closed=True) for ring in rings)
    return [steps for steps in packed if len(steps) >= 6]  # noqa: PLR2004 - three vertices


def pack_lines(line: shapely.Geometry, digits: int = DIGITS) -> Packed:
    """Pack the lines of a line or multiline (degrees, lon/lat)."""
    parts = [p for p in shapely.get_parts(line) if p.geom_type in {"LineString", "LinearRing"}]
    packed = (_steps(shapely.get_coordinates(part), digits, closed=False) for part in parts)
    return [steps for steps in packed if len(steps) >= 4]  # noqa: PLR2004 - two vertices


def pack(shape: shapely.Geometry, digits: int = DIGITS, *, east: float = HALF) -> dict[str, Any]:
    """Pack any geometry with its kind.

    Parameters
    ----------
    shape
        Shapely geometry, degrees, lon/lat.
    digits
        Decimals of a degree to keep.
    east
        Seam of the page (`mapper.base.globe.seam`).

    Returns
    -------
    packed
        ``kind`` (``area``, ``line`` or ``point``), ``digits`` and ``paths``.

    Examples
    --------
    >>> pack(shapely.Point(36.5, 35.6))
    {'kind': 'point', 'digits': 4, 'paths': [[365000, 356000]]}
    """
    shape = framed(shape, east)
    name = shape.geom_type
    if "Polygon" in name or name == "GeometryCollection":
        return {"kind": "area", "digits": digits, "paths": pack_rings(shape, digits)}
    if "Line" in name:
        return {"kind": "line", "digits": digits, "paths": pack_lines(shape, digits)}
    points = shapely.get_coordinates(shape)
    paths = [_steps(point[None, :], digits, closed=False) for point in points]
    return {"kind": "point", "digits": digits, "paths": paths}
