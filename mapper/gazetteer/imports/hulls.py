"""Outlines of units of which only the places are known: the hull of these, parted from the next."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPoint, mapping, polygon, shape

from mapper.base.geo import KM_PER_DEGREE
from mapper.base.globe import parted, seam, shifted
from mapper.gazetteer import areas
from mapper.gazetteer.place import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer.imports.unit import Unit

    Spots = Sequence[tuple[float, float]]

LEAST_M = 1500
"""Least radius in metres of a unit."""

LEAST_KM, MOST_KM = 1.0, 10.0
"""Kilometres by which a hull is widened: half the way between its places, within these."""

FEW = 5
"""Places of a unit below which their hull does not tell how far it reaches."""

GUESS_KM = (40.0, 20.0, 7.0)
"""Kilometres by which the hull of less than `FEW` places is widened, by level.

Such a hull does not tell how far a unit reaches; half of the world's units of the first level
are larger than a disc of the first number, and each level below is a part of the one above.
"""

GUESSED = "a guess: so few places do not tell its reach"
"""Words in the basis of a region that was widened so."""

DECIMALS = 4


def features(
    units: Sequence[Unit], source: str, above: Iterable[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Make regions of the units of one level: their outlines, dots and 90 % radii.

    Each is the hull of its populated places, widened; where hulls of several would overlap,
    ground goes to the unit of the nearest place. One that is widened by a guess ends where
    its parent among the regions `above` does.
    """
    if not units:
        return []
    scale = math.cos(math.radians(float(np.mean([y for u in units for _, y in u.spots]))))
    lon = np.array([x for unit in units for x, _ in unit.spots])
    east = seam(lon, lon)
    spots = [[(float(shifted(np.array(x), east)) * scale, y) for x, y in u.spots] for u in units]
    hulls = [_hull(own, unit.level) for own, unit in zip(spots, units, strict=True)]
    grounds = _shared_out(spots, [hull for hull, _ in hulls])
    parents = {f["properties"]["place_id"]: f for f in above if f.get("geometry")}
    made = []
    for unit, ground, (_, km) in zip(units, grounds, hulls, strict=True):
        area, parent = parted(_unscaled(ground, scale)), parents.get(unit.parent)
        if parent and _is_few(unit.spots):
            area = _within(area, shape(parent["geometry"]))
        made.append(_feature(unit, area, km, len(units) > 1, source))
    return made


def _is_few(spots: Spots) -> bool:
    return len(set(spots)) < FEW


def _within(area: BaseGeometry, parent: BaseGeometry) -> BaseGeometry:
    """Cut an area to its parent's, unless that leaves nothing of it."""
    parts = shapely.get_parts(shapely.intersection(area, parent))
    kept = shapely.union_all([part for part in parts if part.geom_type == "Polygon"])
    return area if kept.is_empty else kept


def _unscaled(shape: BaseGeometry, scale: float) -> BaseGeometry:
    return affinity.scale(shape, 1 / scale, 1.0, origin=(0, 0))


def holding(
    spots: Sequence[tuple[float, float]],
    among: Mapping[str, Mapping[str, Any]],
    regions: Iterable[Mapping[str, Any]],
    share: float,
) -> str | None:
    """Find the region that holds more than a share of some points (lon, lat).

    Those whose reach is a guess hold none.
    """
    lon, lat = (np.array(values) for values in zip(*spots, strict=True))
    for feature in regions:
        place_id = feature["properties"]["place_id"]
        is_guess = GUESSED in (feature["properties"].get("basis") or "")
        if place_id in among and feature.get("geometry") and not is_guess:
            held = shapely.contains_xy(shape(feature["geometry"]), lon, lat)
            if held.sum() > share * len(spots):
                return str(place_id)
    return None


def _hull(own: Spots, level: int) -> tuple[BaseGeometry, float]:
    """Draw a unit's hull on a plane true near its country, and say how far it is widened."""
    spots = sorted(set(own))
    hull = MultiPoint(spots).convex_hull
    spacing_km = math.sqrt(hull.area / len(spots)) * KM_PER_DEGREE
    km = round(min(MOST_KM, max(LEAST_KM, spacing_km / 2)), 1)
    km = GUESS_KM[level - 1] if _is_few(spots) else km
    return hull.buffer(km / KM_PER_DEGREE, quad_segs=2), km


def _shared_out(units: Sequence[Spots], hulls: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Cut hulls that overlap, half way between the places of one unit and those of another."""
    owners: dict[tuple[float, float], int] = {}
    for number, unit in enumerate(units):
        for spot in unit:
            owners.setdefault(spot, number)
    if len({*owners.values()}) > 1:
        spots = shapely.points(np.array(list(owners)))
        cells = shapely.get_parts(
            shapely.voronoi_polygons(
                shapely.multipoints(spots), extend_to=shapely.union_all(hulls).envelope
            )
        )
        at, held = shapely.STRtree(spots).query(cells, predicate="contains")[::-1]
        numbers = list(owners.values())
        own: dict[int, list[int]] = {}
        for spot, cell in zip(at, held, strict=True):
            own.setdefault(numbers[spot], []).append(cell)
        ground = {number: shapely.union_all(cells[ones]) for number, ones in own.items()}
        hulls = [
            hull if number not in ground else shapely.intersection(hull, ground[number])
            for number, hull in enumerate(hulls)
        ]
    return list(hulls)


def _feature(
    unit: Unit, area: BaseGeometry, km: float, is_parted: bool, source: str
) -> dict[str, Any]:
    lon, lat = (np.array(values, dtype=float) for values in zip(*unit.spots, strict=True))
    about = areas.describe(area, lon, lat)
    count, radius_m = len(unit.spots), about.radius_m
    basis = f"hull of its {count} populated places, widened by {km:g} km"
    if _is_few(unit.spots):
        radius_m = max(radius_m, areas.ground_radius_m(area, about.lon, about.lat))
        basis += f" ({GUESSED})"
    if is_parted:
        basis += "; where units meet, ground goes to that of the nearest place"
    properties = {
        "place_id": unit.region_id,
        "name": unit.name,
        "name_ar": unit.name_ar or None,
        "kind": ADMIN[unit.level - 1],
        "pcode": unit.code,
        "parent": unit.parent if unit.parent != "c-" else "",
        "country": unit.country,
        "lat": about.lat,
        "lon": about.lon,
        "radius_m": max(LEAST_M, round(radius_m)),
        "basis": basis,
        "sources": "; ".join(sorted(unit.sources - {""})) or source,
        "licence": "; ".join(sorted(unit.licences - {""})),
    }
    return {
        "type": "Feature",
        "id": unit.region_id,
        "properties": properties,
        "geometry": plain(area),
    }


def plain(area: BaseGeometry) -> dict[str, Any]:
    """Write a polygon as GeoJSON: four decimals, outer rings against the clock (RFC 7946)."""
    rounded = shapely.set_precision(area, 10**-DECIMALS)
    polygons = [p for p in shapely.get_parts(rounded) if p.geom_type == "Polygon"]
    made = [polygon.orient(one) for one in polygons]
    whole = made[0] if len(made) == 1 else shapely.multipolygons(made)
    text = json.dumps(mapping(whole))
    parsed: dict[str, Any] = json.loads(text, parse_float=lambda v: round(float(v), DECIMALS))
    return parsed
