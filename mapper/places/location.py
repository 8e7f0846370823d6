"""Where a chosen place and its phrase lie: point, radius, precision, area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.base.geo import disc, distance_km, great_circle_km

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer import Gazetteer, Place

SMALL_AREA_M = 15_000.0
"""Radius up to which an area counts as small (precision 2), else as a larger region (3)."""

NEAR_M = 7_500.0
"""Radius in metres that "near", "outside" or "on the outskirts of" a place stands for."""

LEAST_OFF_M = 3_000.0
OFF_SHARE = 0.3
"""Radius of "25 km west of X", as a share of the distance; at least `LEAST_OFF_M` metres."""

FARTHEST_SIDE_M = 7_500.0
SIDE_KM = 3.0
"""Kilometres from a town's edge at which "west of X" is put where no distance is told, at most
`FARTHEST_SIDE_M` metres from its middle: what lies far off is told by another town. The sector
that it may lie in reaches farther."""

CITY_M = 5_000.0
"""Radius in metres of the city that a province's "countryside" leaves out."""

TOWN_REACH_M = 12_000.0
"""Distance in metres within which a quarter, site or camp may belong to a town."""

_PARTS_OF_TOWNS = frozenset({"neighbourhood", "site", "camp"})
_TOWNS = frozenset({"city", "town"})

BETWEEN_SHARE = 0.1
"""Half-width of the strip "between X and Y", as a share of its length."""

NARROWEST_KM = 2.0


@dataclass(frozen=True, slots=True)
class Location:
    """A place as located.

    `lat`, `lon` (EPSG:4326 degrees) are the dot; `radius_m` the radius in metres of the
    90 % disc; `geo_precision` 1 named settlement or site, 2 near one or a small area,
    3 larger region; `area` the polygon (EPSG:4326, lon/lat) where an area is meant,
    None where the disc is all there is. A derived area has the id
    ``<region id>/<direction>``.
    """

    place_id: str
    name: str
    name_ar: str | None
    kind: str
    admin1: str | None
    admin2: str | None
    admin3: str | None
    pcode: str | None
    lat: float
    lon: float
    geo_precision: int
    radius_m: float
    score: float
    margin: float | None
    method: str
    area: BaseGeometry | None


def locate_place(
    place: Place,
    relation: str,
    gazetteer: Gazetteer,
    *,
    score: float,
    margin: float | None,
    method: str,
    side_km: float | None = SIDE_KM,
) -> Location | None:
    """Locate a place, or the part of it or the surroundings that a relation means.

    Parameters
    ----------
    place
        Chosen place.
    relation
        Relation of its mention (see `mapper.mentions.mention.Mention`).
    gazetteer
        Where its area and the populated places come from.
    score, margin, method
        How it was chosen; carried along.
    side_km
        How far from its edge what lies on a side of it is put, in kilometres; None: amid
        the sector.

    Returns
    -------
    location
        None where the place has no position.
    """
    if place.lat is None or place.lon is None:
        return None
    plain = Location(
        place_id=place.place_id,
        name=place.name,
        name_ar=place.name_ar,
        kind=place.kind,
        admin1=place.admin1,
        admin2=place.admin2,
        admin3=place.admin3,
        pcode=place.pcode,
        lat=place.lat,
        lon=place.lon,
        geo_precision=_precision(place),
        radius_m=place.radius_m,
        score=score,
        margin=margin,
        method=method,
        area=gazetteer.area(place.place_id) if place.is_area else None,
    )
    word, direction, km = _parts(relation)
    if word == "sector" and direction and km:
        return _off(plain, direction, km)
    if direction:
        return _part(plain, place, direction, gazetteer, side_km, sector=word == "sector")
    if word == "countryside" and place.is_area:
        return _countryside(plain, place, gazetteer)
    if word in {"near", "countryside"} and not place.is_area:
        wide = place.radius_m + 1000 * km if km else max(NEAR_M, 2 * place.radius_m)
        return replace(plain, geo_precision=2, radius_m=wide, method="near")
    return plain


def _parts(relation: str) -> tuple[str, str, float]:
    """Split a relation into its word, direction and kilometres, as far as it has them."""
    word, *rest = relation.split(":")
    km = float(rest[-1]) if rest and rest[-1][0].isdigit() else 0.0
    direction = rest[0] if rest and not rest[0][0].isdigit() else ""
    return word, direction, km


def _off(plain: Location, direction: str, km: float) -> Location:
    """Locate a point some kilometres off in a direction; the error grows with the distance."""
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    lon, lat = areas.moved(plain.lon, plain.lat, direction, 1000 * km)
    return replace(
        plain,
        place_id=f"{plain.place_id}/{direction}-{km:g}km",
        name=f"{km:g} km {direction} of {plain.name}",
        lat=round(lat, 6),
        lon=round(lon, 6),
        geo_precision=2,
        radius_m=max(LEAST_OFF_M, plain.radius_m, OFF_SHARE * 1000 * km),
        method="near",
        pcode=None,
    )


def _precision(place: Place) -> int:
    if not place.is_area:
        return 1
    return 2 if place.radius_m <= SMALL_AREA_M and place.kind != "country" else 3


def _part(
    plain: Location,
    place: Place,
    direction: str,
    gazetteer: Gazetteer,
    side_km: float | None,
    *,
    sector: bool,
) -> Location:
    """Locate a side of a place: cut of a region, sector beside a town, quarter of a city."""
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    named = replace(
        plain,
        place_id=f"{place.place_id}/{direction}",
        name=f"{direction} of {place.name}",
        method="cut",
    )
    if place.is_area:
        if plain.area is None:
            return plain
        area = plain.area
        return _spread(named, lambda: areas.cut(area, direction), gazetteer, precision=3)
    if sector:
        beside = replace(named, place_id=f"{place.place_id}/{direction}-side", method="near")
        drawn = _spread(
            beside,
            lambda: areas.sector(plain.lon, plain.lat, direction),
            gazetteer,
            precision=2,
        )
        if side_km is None:
            return drawn
        off = min(place.radius_m + 1000 * side_km, FARTHEST_SIDE_M)
        lon, lat = areas.moved(plain.lon, plain.lat, direction, off)
        return replace(drawn, lat=round(lat, 6), lon=round(lon, 6))
    lon, lat = areas.moved(plain.lon, plain.lat, direction, place.radius_m / 2)
    return replace(named, lat=lat, lon=lon, radius_m=place.radius_m)


def _spread(
    named: Location, draw: Callable[[], BaseGeometry], gazetteer: Gazetteer, *, precision: int
) -> Location:
    """Give a derived area its dot and radius, drawing it the first time it is asked for."""
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    shape = gazetteer.derived.get(named.place_id)
    if shape is None:
        lon, lat, _ = gazetteer.settlements()
        shape = gazetteer.derived[named.place_id] = areas.describe(draw(), lon, lat)
    return replace(
        named,
        lat=round(shape.lat, 6),
        lon=round(shape.lon, 6),
        radius_m=round(shape.radius_m),
        geo_precision=precision,
        area=shape.area,
        pcode=None,
    )


def _countryside(plain: Location, place: Place, gazetteer: Gazetteer) -> Location:
    """Locate a province's countryside: the province without the city of its name."""
    cities = [
        m.place
        for m in gazetteer.lookup(place.name)
        if m.place.is_settlement and gazetteer.within(m.place, place)
    ]
    if plain.area is None or not cities:
        return plain
    city = max(cities, key=lambda c: (c.population or 0, c.place_id))
    if city.lat is None or city.lon is None:
        return plain
    area, lon, lat = plain.area, city.lon, city.lat
    named = replace(
        plain,
        place_id=f"{place.place_id}/countryside",
        name=f"countryside of {place.name}",
        method="cut",
    )
    return _spread(named, lambda: area.difference(disc(lon, lat, CITY_M)), gazetteer, precision=3)


def between(one: Location, other: Location, gazetteer: Gazetteer) -> Location:
    """Locate what lies between two places, or on the road between them.

    Returns
    -------
    location
        The strip between the two points; its dot is the populated place amid it.
    """
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    km = great_circle_km(one.lon, one.lat, other.lon, other.lat)
    named = replace(
        one,
        place_id=f"{one.place_id}--{other.place_id}",
        name=f"between {one.name} and {other.name}",
        kind="area",
        method="between",
        score=min(one.score, other.score),
    )
    ends = (one.lon, one.lat), (other.lon, other.lat)
    width = max(NARROWEST_KM, BETWEEN_SHARE * km)
    return _spread(named, lambda: areas.corridor(*ends, width), gazetteer, precision=2)


def apart(one: Place, other: Place) -> bool:
    """Tell whether two candidates are really two places, not one listed twice."""
    return one.place_id != other.place_id and distance_km(one, other) > 5.0  # noqa: PLR2004 - halves of a village, or one under two entries


def holds(outer: Location | None, inner: Location | None) -> bool:
    """See whether one location contains another: by country, outline, governorate or reach."""
    if outer is None or inner is None or outer.place_id == inner.place_id:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    quarter = inner.kind in _PARTS_OF_TOWNS and outer.kind in _TOWNS
    if not quarter and outer.radius_m <= inner.radius_m:
        return False
    if outer.area is not None:
        from shapely import Point  # noqa: PLC0415 - shapely costs 0.2 s that most look-ups do without

        return bool(outer.area.covers(Point(inner.lon, inner.lat)))
    if outer.kind == "governorate" and outer.name == inner.admin1:
        return True
    reach = max(outer.radius_m, TOWN_REACH_M if quarter else 0.0)
    return 1000 * distance_km(outer, inner) <= reach
