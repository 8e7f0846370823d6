"""Distances, discs and projections: the one place that measures the Earth.

Positions are EPSG:4326 degrees, longitude before latitude. Distances between points are
great circles on the sphere of the Earth's mean radius, within 0.5 % of the ellipsoid;
shapes that must hold to the metre are drawn on the WGS 84 ellipsoid or in a UTM zone.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from shapely import Polygon

    Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

KM_PER_DEGREE = math.radians(EARTH_KM)
"""Length of a degree of latitude."""

KM = 1000.0
"""Metres in a kilometre."""

CORNERS = 64
"""Corners of a disc: its edge is then at most 0.13 % of the radius inside the circle."""


class Positioned(Protocol):
    """Anything with a position: EPSG:4326 degrees, or None."""

    @property
    def lat(self) -> float | None:
        """Latitude."""

    @property
    def lon(self) -> float | None:
        """Longitude."""


def distance_km(one: Positioned, other: Positioned) -> float:
    """Great-circle distance between two places in km; infinite where one has no position."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return great_circle_km(one.lon, one.lat, other.lon, other.lat)


def great_circle_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance between two points in km, by the haversine formula.

    Examples
    --------
    >>> round(great_circle_km(36.63, 35.93, 37.16, 36.20), 1)  # Idlib to Aleppo
    56.3
    """
    y1, y2 = math.radians(lat), math.radians(other_lat)
    apart = math.radians(other_lon - lon)
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin(apart / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def great_circles_km(
    lon: Floats, lat: Floats, other_lon: float | Floats, other_lat: float | Floats
) -> Floats:
    """Great-circle distances in km from many points to one, or each to its own."""
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

    y1, y2 = np.radians(lat), np.radians(other_lat)
    apart = np.radians(other_lon - lon)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin(apart / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half))))


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
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

    return discs(np.array([lon]), np.array([lat]), np.array([radius_m]))[0]


def discs(lon: Floats, lat: Floats, radius_m: Floats) -> list[Polygon]:
    """Draw many discs at once; parameters as `disc`, one entry each."""
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without
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


@cache
def metric_crs(longitude: float, latitude: float) -> int:
    """Choose the UTM zone of a point; EPSG code.

    Examples
    --------
    >>> metric_crs(36.6, 35.7)
    32637
    """
    zone = int((longitude + 180) // 6) % 60 + 1
    return (32600 if latitude >= 0 else 32700) + zone


@cache
def projection(epsg: int) -> tuple[Callable[..., tuple[Floats, Floats]], ...]:
    """Give the functions from lon, lat (degrees) to x, y (metres) and back."""
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and not every command measures

    there = Transformer.from_crs(4326, epsg, always_xy=True).transform
    back = Transformer.from_crs(epsg, 4326, always_xy=True).transform
    return there, back
