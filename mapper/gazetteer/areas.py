"""Areas for words that name no point: the south of a province, near a town, between two.

Polygons are EPSG:4326, lon/lat, cut at the 180th meridian; they are drawn on an
equirectangular plane at the area's own latitude, good to a percent over a province. An
area's dot is the medoid of the populated places in it: the one with the smallest sum of
distances to the others, so that the dot never lies in empty desert.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon

from mapper.base.geo import KM_PER_DEGREE, great_circles_km
from mapper.base.globe import beside, joined, parted, wrapped

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHARE = 0.9
"""Share of an area's populated places that its radius is to hold."""

_GRID = 40
"""Points per side of the grid that an area's ground is measured on."""

SECTOR_KM = 25.0
SECTOR_HALF_ANGLE = 30.0
MOST_PLACES = 1500
"""Populated places that a medoid is sought among; of more, every second or third is taken."""

_BEARINGS = {
    "north": 0.0,
    "north-east": 45.0,
    "east": 90.0,
    "south-east": 135.0,
    "south": 180.0,
    "south-west": 225.0,
    "west": 270.0,
    "north-west": 315.0,
}


@dataclass(frozen=True, slots=True)
class Vague:
    """An area with its dot (degrees) and the radius in metres that holds 90 % of its places."""

    area: BaseGeometry
    lat: float
    lon: float
    radius_m: float


def cut(area: BaseGeometry, direction: str) -> BaseGeometry:
    """Cut off the part of an area that lies in a direction.

    Parameters
    ----------
    area
        Polygon, EPSG:4326.
    direction
        ``north``, ``north-east`` ...

    Returns
    -------
    part
        The half beyond the centroid. Of the rules tried against places that the press
        calls southern Idlib or northern Hama, this one kept most and let in none;
        thirds and bounding boxes did worse.
    """
    area = joined(area)
    centre = area.centroid
    east, north = _unit(direction)
    scale = math.cos(math.radians(centre.y))
    reach = 2 * max(area.bounds[2] - area.bounds[0], area.bounds[3] - area.bounds[1])
    # Corners of a large box on the far side of the line through the centroid.
    across = (-north, east)
    corners = [
        (
            centre.x + (a * across[0] + b * east) * reach / scale,
            centre.y + (a * across[1] + b * north) * reach,
        )
        for a, b in ((-1, 0), (1, 0), (1, 1), (-1, 1))
    ]
    return parted(area.intersection(Polygon(corners)))


def sector(lon: float, lat: float, direction: str, km: float = SECTOR_KM) -> BaseGeometry:
    """Draw the sector of 60 degrees that "south of the town" may mean, out to `km`."""
    bearing = _BEARINGS[direction]
    angles = np.radians(bearing + np.linspace(-SECTOR_HALF_ANGLE, SECTOR_HALF_ANGLE, 13))
    scale = math.cos(math.radians(lat))
    rim = [
        (lon + km * math.sin(a) / KM_PER_DEGREE / scale, lat + km * math.cos(a) / KM_PER_DEGREE)
        for a in angles
    ]
    return parted(Polygon([(lon, lat), *rim]))


def corridor(
    one: tuple[float, float], other: tuple[float, float], half_width_km: float
) -> BaseGeometry:
    """Draw the strip between two points (lon, lat), `half_width_km` to either side."""
    scale = math.cos(math.radians((one[1] + other[1]) / 2))
    far = float(beside(np.array(other[0]), one[0]))
    flat = LineString([(one[0] * scale, one[1]), (far * scale, other[1])])
    strip = flat.buffer(half_width_km / KM_PER_DEGREE, quad_segs=8)
    return parted(affinity.scale(strip, 1 / scale, 1.0, origin=(0, 0)))


def describe(area: BaseGeometry, lon: np.ndarray, lat: np.ndarray) -> Vague:
    """Give an area its dot and radius from the populated places in it.

    Parameters
    ----------
    area
        Polygon, EPSG:4326.
    lon, lat
        Positions of populated places, degrees; those outside the area do not count.

    Returns
    -------
    vague
        Where no populated place lies in the area, its own inner point and the radius
        that holds nine tenths of its outline's reach.
    """
    shapely.prepare(area)
    held = shapely.contains_xy(area, lon, lat)
    xs, ys = lon[held], lat[held]
    if len(xs):
        xs = beside(xs, float(xs[0]))
    else:
        point = area.representative_point()
        rim = shapely.get_coordinates(area)
        return Vague(
            area,
            point.y,
            point.x,
            1000 * SHARE * float(great_circles_km(rim[:, 0], rim[:, 1], point.x, point.y).max()),
        )
    step = -(-len(xs) // MOST_PLACES)
    scale = math.cos(math.radians(float(ys.mean())))
    sums = np.zeros(len(xs[::step]))
    for i, (x, y) in enumerate(zip(xs[::step], ys[::step], strict=True)):
        sums[i] = np.hypot((xs - x) * scale, ys - y).sum()
    best = int(sums.argmin()) * step
    x, y = float(xs[best]), float(ys[best])
    radius_m = max(1000.0, 1000 * float(np.quantile(great_circles_km(xs, ys, x, y), SHARE)))
    return Vague(area, y, wrapped(x), radius_m)


def ground_radius_m(area: BaseGeometry, lon: float, lat: float) -> float:
    """Measure the radius in metres around a point (degrees) that holds 90 % of an area's ground."""
    whole = joined(area)
    west, south, east, north = whole.bounds
    steps = (np.arange(_GRID) + 0.5) / _GRID
    xs, ys = (
        grid.ravel()
        for grid in np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    )
    shapely.prepare(whole)
    held = shapely.contains_xy(whole, xs, ys)
    if not held.any():  # thinner than the grid
        rim = shapely.get_coordinates(whole)
        return 1000 * float(great_circles_km(rim[:, 0], rim[:, 1], lon, lat).max())
    away = great_circles_km(xs[held], ys[held], lon, lat)
    order = np.argsort(away)
    weight = np.cumsum(np.cos(np.radians(ys[held][order])))  # a degree is shorter near a pole
    return 1000 * float(away[order][np.searchsorted(weight, SHARE * weight[-1])])


def moved(lon: float, lat: float, direction: str, metres: float) -> tuple[float, float]:
    """Move a point (lon, lat) some metres in a direction."""
    east, north = _unit(direction)
    degrees = metres / 1000 / KM_PER_DEGREE
    off = lon + east * degrees / math.cos(math.radians(lat))
    return wrapped(off), lat + north * degrees


def _unit(direction: str) -> tuple[float, float]:
    angle = math.radians(_BEARINGS[direction])
    return math.sin(angle), math.cos(angle)


def distance_to(area: BaseGeometry, lon: float, lat: float) -> float:
    """Distance in km from a point (degrees) to an area; 0 inside it."""
    scale = math.cos(math.radians(lat))
    area = joined(area)
    flat = affinity.scale(area, scale, 1.0, origin=(0, 0))
    near = float(beside(np.array(lon), (area.bounds[0] + area.bounds[2]) / 2))
    return float(flat.distance(Point(near * scale, lat)) * KM_PER_DEGREE)
