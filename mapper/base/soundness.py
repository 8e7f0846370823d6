"""Whether shapes of a file are what they claim: in their CRS, on the globe, without crossings.

Geometries come out in EPSG:4326, longitude first.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from mapper.base import globe
from mapper.base.errors import VectorError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    Project = Callable[[BaseGeometry], BaseGeometry]

_EAST, _NORTH = 180.0, 90.0
_FARTHEST_EAST = 2 * _EAST
_PLACE = re.compile(r"\[([^\s\]]+) ([^\s\]]+)")


def reprojection(crs: object) -> Project | None:
    """Make the function that takes coordinates of a GeoJSON member `crs` to EPSG:4326.

    Parameters
    ----------
    crs
        Code or definition of a CRS, or an object that names one as GeoJSON of 2008 does.

    Returns
    -------
    project
        None where the coordinates are longitude and latitude already.

    Raises
    ------
    VectorError
        If there is no such CRS.
    """
    if isinstance(crs, dict):
        told = crs.get("properties")
        told = told if isinstance(told, dict) else {}
        code = told.get("code")
        crs = told.get("name", None if code is None else f"EPSG:{code}")
        if crs is None:
            raise VectorError("the CRS is not named; use EPSG:4326 (lon, lat)")
    if crs is None or str(crs).upper().endswith(("CRS84", "EPSG:4326", "EPSG::4326")):
        return None
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and not every command measures
    from pyproj.exceptions import ProjError  # noqa: PLC0415 - as above

    try:
        project = Transformer.from_crs(str(crs), "EPSG:4326", always_xy=True).transform
    except ProjError as problem:
        named = " ".join(str(crs).split())
        raise VectorError(f"unknown CRS {named[:60]!r}; use EPSG:4326 (lon, lat)") from problem
    return lambda geometry: shapely.transform(geometry, project, interleaved=False)


def drawn(
    member: Any,  # noqa: ANN401 - of a file
    project: Project | None = None,
) -> tuple[BaseGeometry, str | None]:
    """Build a GeoJSON geometry, flat, in EPSG:4326 and in one piece.

    Parameters
    ----------
    member
        What a file says of it, right or wrong.
    project
        As `reprojection` gives it.

    Returns
    -------
    geometry, remark
        Across the 180th meridian as `mapper.base.globe.joined` gives it; and what was made
        of an edge that leads from one side of the globe to the other.

    Raises
    ------
    VectorError
        If it is no geometry, is empty or lies outside the globe.
    """
    try:
        with np.errstate(invalid="ignore"):  # what is no number is told below
            geometry = shapely.force_2d(shape(member))
        corners = shapely.get_coordinates(geometry)
    except (
        *(ValueError, TypeError, KeyError, AttributeError, IndexError),
        *(OverflowError, RecursionError, shapely.errors.ShapelyError),
    ) as problem:
        raise VectorError(f"is no GeoJSON geometry: {problem}") from problem
    if geometry.is_empty or not all(isfinite(v) for v in corners.flat):
        raise VectorError("is empty or holds a coordinate that is no number")
    as_written = geometry
    if project:
        geometry = project(geometry)
    if not _is_on_globe(geometry):
        raise VectorError(
            f"lies outside the globe (x {corners[0][0]:g}, y {corners[0][1]:g}); "
            + _advice(as_written, is_projected=project is not None)
        )
    whole = globe.joined(geometry)
    edge = None if whole is geometry else globe.edge_across(geometry)
    told = "its edge from {:g} to {:g} degrees was taken across the 180th meridian"
    return whole, edge and told.format(*edge)


def _is_on_globe(geometry: BaseGeometry) -> bool:
    """Tell whether all lies on the globe; what lies across the 180th meridian may go on beyond."""
    west, south, east, north = geometry.bounds
    is_across = west < _EAST and east > -_EAST and east - west <= _EAST
    is_plain = -_EAST <= west <= east <= _EAST
    return bool((is_plain or is_across) and -_NORTH <= south <= north <= _NORTH)


def _advice(geometry: BaseGeometry, *, is_projected: bool) -> str:
    """Say what coordinates outside the globe may be."""
    if is_projected:
        return "the coordinates are not of the CRS that the file names"
    west, south, east, north = geometry.bounds
    if -_NORTH <= south <= north <= _NORTH and -_FARTHEST_EAST <= west <= east <= _FARTHEST_EAST:
        return "longitudes run from -180 to 180: write 190 as -170"
    if _is_on_globe(swapped(geometry)):
        return "degrees, longitude first, are needed, and these look like latitude first"
    return "degrees, longitude first, are needed; metres need a CRS in the file"


def swapped(geometry: BaseGeometry) -> BaseGeometry:
    """Read y before x."""
    return shapely.transform(geometry, lambda corners: corners[:, ::-1])


def fault(geometry: BaseGeometry) -> str | None:
    """Say in words why a geometry is unsound and near which corner; None for a sound one."""
    if geometry.is_valid:
        return None
    reason = str(shapely.is_valid_reason(geometry))
    place = _PLACE.search(reason)
    near = "" if place is None else f" near {float(place[1]):.4g} {float(place[2]):.4g}"
    crosses = "Self-intersection" in reason
    return f"{'crosses itself' if crosses else reason.partition('[')[0].strip().lower()}{near}"


def mended(geometry: BaseGeometry) -> BaseGeometry:
    """Mend a polygon: all that any of its loops encloses; empty where nothing is enclosed."""
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)
