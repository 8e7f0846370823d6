"""The region pack as tables of the outputs: its places, regions, spellings and credits."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from mapper.gazetteer.rows import read_features, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from mapper.gazetteer.lookup import Gazetteer
    from mapper.gazetteer.place import Place

Row = dict[str, Any]

CREDITS = "credits.csv"
_PLACE = (
    *("place_id", "name", "name_ar", "kind", "admin1", "admin2", "admin3", "pcode"),
    *("lat", "lon", "population", "radius_m", "sources"),
)
_CREDIT = ("name", "what", "licence")
_REGION = ("place_id", "name", "name_ar", "kind", "pcode", "parent", "sources")


def place_rows(pack: Gazetteer, used: Collection[str]) -> list[Row]:
    """Make the table ``places``: the pack's own, and of the wider world those in use.

    Parameters
    ----------
    pack
        The region pack.
    used
        Ids of places that an incident names.

    Returns
    -------
    rows
        Sorted by id, each with a Point (lon/lat, EPSG:4326); regions are left out.
    """
    from shapely import Point  # noqa: PLC0415 - shapely costs 0.2 s that most look-ups do without

    own = set(islice(pack.places, pack.n_own))
    chosen = [
        place
        for place_id, place in sorted(pack.places.items())
        if not place.is_area and place.lat is not None and (place_id in used or place_id in own)
    ]
    return [
        {**{name: getattr(place, name) for name in _PLACE}, "geometry": Point(place.lon, place.lat)}
        for place in chosen
    ]


def region_rows(pack: Gazetteer) -> list[Row]:
    """Make the table ``regions``, sorted by id, each with its polygon (EPSG:4326)."""
    bases = region_bases(pack)
    regions = [place for _, place in sorted(pack.places.items()) if place.is_area]
    return [
        {**_region(place), "basis": bases.get(place.place_id), "geometry": area}
        for place in regions
        if (area := pack.area(place.place_id)) is not None
    ]


def credit_rows(pack: Gazetteer) -> list[dict[str, str]]:
    """Read whom outputs made with the pack must credit: ``name``, ``what``, ``licence``."""
    return read_credits(pack.folder)


def read_credits(folder: Path) -> list[dict[str, str]]:
    """Read a pack's ``credits.csv``; without one nobody is credited.

    Raises
    ------
    GazetteerError
        If it is not UTF-8, or a column or a field is missing; names file and row.
    """
    path = folder / CREDITS
    if not path.is_file():
        return []
    return [
        {column: row[column] for column in _CREDIT} for _, row in read_rows(path, needed=_CREDIT)
    ]


def _region(place: Place) -> Row:
    return {name: getattr(place, name) for name in _REGION}


def region_bases(pack: Gazetteer) -> dict[str, str]:
    """Read from what each region was drawn: a sentence that the gazetteer has no use for."""
    path = pack.folder / "regions.geojson"
    if not path.is_file():
        return {}
    properties = [feature["properties"] for feature in read_features(path)]
    return {str(one["place_id"]): str(one["basis"]) for one in properties if one.get("basis")}
