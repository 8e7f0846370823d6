"""Distances, discs and projections: the one place that measures the Earth.

Positions are EPSG:4326 degrees, longitude before latitude. Distances between points are
great circles on the sphere of the Earth's mean radius, within 0.5 % of the ellipsoid;
shapes that must hold to the metre are drawn on the WGS 84 ellipsoid or in a metric CRS
chosen by where they lie.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

KM_PER_DEGREE = math.radians(EARTH_KM)
"""Length of a degree of latitude."""

KM = 1000.0
"""Metres in a kilometre."""

CORNERS = 64
"""Corners of a disc: its edge is then at most 0.13 % of the radius inside the circle."""

UTM_KM = 350.0
"""Distance from its meridian up to which a UTM zone keeps lengths within 0.11 %."""

UTM_NORTH, UTM_SOUTH = 84.0, -80.0


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


def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
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
        `CORNERS` corners, lon/lat, counter-clockwise; in two parts across the 180th
        meridian.

    Examples
    --------
    >>> west, south, east, north = disc(36.5, 35.5, 1000).bounds
    >>> round((north - south) * 111, 2)
    2.0
    """
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

    return discs(np.array([lon]), np.array([lat]), np.array([radius_m]))[0]


def discs(lon: Floats, lat: Floats, radius_m: Floats) -> list[BaseGeometry]:
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
    drawn = list(shapely.polygons(corners))
    for row in np.flatnonzero(np.ptp(corners[:, :, 0], axis=1) > 180):  # noqa: PLR2004 - degrees
        drawn[row] = _across(corners[row], float(lat[row]))
    return drawn


def _across(corners: Floats, lat: float) -> BaseGeometry:
    """Make a disc of its corners that lies across the 180th meridian, or around a pole."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    from mapper.base.globe import joined, parted  # noqa: PLC0415 - as above

    whole = joined(shapely.Polygon(corners))
    if np.ptp(shapely.get_coordinates(whole)[:, 0]) <= 180:  # noqa: PLR2004 - degrees
        return parted(whole)
    rim = corners[np.argsort(corners[:, 0])]
    edge = (rim[0, 1] + rim[-1, 1]) / 2
    pole = math.copysign(90.0, lat)
    around = np.vstack([[[-180, pole], [-180, edge]], rim, [[180, edge], [180, pole]]])
    return shapely.orient_polygons(shapely.Polygon(around))


def metric_crs(bounds: tuple[float, float, float, float]) -> str:
    """Choose the CRS to measure a shape in, by its box.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees; of a shape across the 180th meridian in one
        piece (`mapper.base.globe.joined`).

    Returns
    -------
    crs
        The UTM zone of the middle, where the shape lies within `UTM_KM` of its meridian.
        A wider one, or one nearer to a pole than UTM reaches, is drawn from its middle
        with true distances to there (azimuthal equidistant): within 0.1 % up to 500 km
        from the middle, 0.4 % up to 1,000, 2 % up to 2,200.

    Examples
    --------
    >>> metric_crs((36.2, 35.2, 37.0, 36.2))
    'EPSG:32637'
    >>> metric_crs((179.2, -17.2, 180.1, -16.5))
    'EPSG:32760'
    """
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    zone = int((lon + 180) // 6) % 60 + 1
    off = (east - west) / 2 + abs((lon + 180) % 6 - 3)
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    off_km = off * KM_PER_DEGREE * math.cos(math.radians(nearest))
    if off_km <= UTM_KM and south >= UTM_SOUTH and north <= UTM_NORTH:
        return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"
    return f"+proj=aeqd +lat_0={lat:.3f} +lon_0={lon:.3f} +datum=WGS84 +units=m"


@cache
def projection(crs: str) -> tuple[Callable[..., tuple[Floats, Floats]], ...]:
    """Give the functions from lon, lat (degrees) to x, y (metres) and back."""
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and not every command measures

    there = Transformer.from_crs(4326, crs, always_xy=True).transform
    back = Transformer.from_crs(crs, 4326, always_xy=True).transform
    return there, back
