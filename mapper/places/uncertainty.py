"""The area a location may lie in: its region, or the disc that holds it with 90 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely import Polygon

CORNERS = 64
"""Corners of a disc: its edge is then at most 0.13 % of the radius inside the circle."""

_COLUMNS = ("incident_id", "seq", "place_id", "name", "geo_precision", "radius_m")


def disc(lon: float, lat: float, radius_m: float) -> Polygon:
    """Draw a geodesic disc.

    Parameters
    ----------
    lon, lat
        Centre in degrees, EPSG:4326.
    radius_m
        Radius in metres on the WGS 84 ellipsoid.

    Returns
    -------
    polygon
        `CORNERS` corners, lon/lat, counter-clockwise.

    Examples
    --------
    >>> west, south, east, north = disc(36.5, 35.5, 1000).bounds
    >>> round((north - south) * 111, 2)
    2.0
    """
    return discs(np.array([lon]), np.array([lat]), np.array([radius_m]))[0]


def discs(lon: np.ndarray, lat: np.ndarray, radius_m: np.ndarray) -> list[Polygon]:
    """Draw many discs at once; parameters as `disc`, one entry each."""
    import shapely  # noqa: PLC0415 - only a build draws areas
    from pyproj import Geod  # noqa: PLC0415 - as above

    turns = np.linspace(360.0, 0.0, CORNERS, endpoint=False)
    far_lon, far_lat, _ = Geod(ellps="WGS84").fwd(
        np.repeat(lon, CORNERS),
        np.repeat(lat, CORNERS),
        np.tile(turns, len(lon)),
        np.repeat(radius_m, CORNERS),
    )
    corners = np.stack([far_lon, far_lat], axis=-1).reshape(len(lon), CORNERS, 2)
    return list(shapely.polygons(corners))


def areas(locations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make the rows of the table ``uncertainty``.

    Parameters
    ----------
    locations
        Rows of the table ``locations`` with ``area`` (shapely polygon in EPSG:4326, or
        None for a disc of ``radius_m`` metres around ``lon``, ``lat``).

    Returns
    -------
    rows
        One per location, in the same order, with ``geometry``.
    """
    round_ones = [row for row in locations if row.get("area") is None]
    drawn = iter(
        discs(
            *(np.array([row[n] for row in round_ones], float) for n in ("lon", "lat", "radius_m"))
        )
    )
    return [
        {
            **{name: row[name] for name in _COLUMNS},
            "shape": "disc" if row.get("area") is None else "region",
            "geometry": next(drawn) if row.get("area") is None else row["area"],
        }
        for row in locations
    ]
