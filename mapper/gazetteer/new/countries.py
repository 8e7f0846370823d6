"""Facts of the world's countries that a new pack needs, and the world beyond its own places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError
from mapper.gazetteer.load import default_pack
from mapper.gazetteer.names import key
from mapper.gazetteer.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from mapper.gazetteer.imports.readers import Row

LARGE = 100_000
"""Inhabitants from which a city of the world list goes into every new pack."""

LANGUAGES = 3
"""Languages of a country, the first by GeoNames, whose families of spelling a pack begins with."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO codes, names, capital's GeoNames id, time zone, neighbours, families."""

    code: str
    iso3: str
    name: str
    names: tuple[str, ...]
    capital: str
    timezone: str
    neighbours: tuple[str, ...]
    romanisations: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Give every country by its ISO code of two letters."""
    named = {row["country"]: row for row in _shipped() if row["kind"] == "country"}
    family = {row["code"]: row["family"] for _, row in read_rows(_HERE / "spelling.csv")}
    found = {}
    for _, row in read_rows(_HERE / "countries.csv"):
        code = row["country"]
        own = named.get(code)
        if own is None:
            continue  # dissolved, or without inhabitants
        spoken = [*row["languages"].split()[:LANGUAGES], code]
        spelled = (own["name"], own["name_ar"], *own["names"].split("|"))
        found[code] = Country(
            code=code,
            iso3=row["iso3"],
            name=own["name"],
            names=tuple(name for name in spelled if name),
            capital=row["capital"],
            timezone=row["timezone"],
            neighbours=tuple(row["neighbours"].split()),
            romanisations=tuple(dict.fromkeys(family[one] for one in spoken if one in family)),
        )
    return found


def country_called(asked: str) -> Country | None:
    """Find a country by ISO code of two or three letters, or by name in any spelling listed.

    Examples
    --------
    >>> [country_called(asked).code for asked in ("SD", "sdn", "Sudan", "السودان")]
    ['SD', 'SD', 'SD', 'SD']
    """
    wanted = asked.strip().upper()
    for country in countries().values():
        if wanted in {country.code, country.iso3}:
            return country
    folded = key(asked)
    named = [
        one for one in countries().values() if folded and folded in {key(n) for n in one.names}
    ]
    return named[0] if len(named) == 1 else None


def country_asked(asked: str) -> Country:
    """Find a country that somebody asked for.

    Raises
    ------
    GazetteerError
        If there is none of that code or name; the nearest names are listed.
    """
    found = country_called(asked)
    if found is None:
        from rapidfuzz import process  # noqa: PLC0415 - only to say what may be meant

        names = [one.name for one in countries().values()]
        near = ", ".join(name for name, *_ in process.extract(asked, names, limit=3))
        raise GazetteerError(f"no country is called {asked!r}; nearest: {near}")
    return found


def world_rows(known: Collection[str], near: Collection[str]) -> list[Row]:
    """Give the world beyond a pack: every country and capital, and cities of `LARGE` and more.

    Parameters
    ----------
    known
        GeoNames ids of the pack's own places, which are left out.
    near
        Codes of its countries and their neighbours.

    Returns
    -------
    rows
        With the columns of ``world.csv``, from the list that ships, sorted by id. The large
        cities that only the shipped pack's own table has are added where they are near.
    """
    capitals = {country.capital for country in countries().values()}

    def is_wanted(row: Row) -> bool:
        if row["kind"] == "country":
            return True
        is_large = int(row["population"] or 0) >= LARGE or row["geonameid"] in capitals
        is_new = row["geonameid"] not in {"", *known}
        return is_large and is_new and ("names" in row or row["country"] in near)

    rows = [{"names": "", **row, **_NO_UNITS} for row in _shipped() if is_wanted(row)]
    for row in rows:
        if row["kind"] != "country":
            row["place_id"] = f"gn-{row['geonameid']}"
    return sorted(rows, key=lambda row: row["place_id"])


_NO_UNITS = {f"admin{n}{code}": "" for n in (1, 2, 3) for code in ("", "_pcode")}


@cache
def _shipped() -> tuple[dict[str, str], ...]:
    """Read the list of the world that ships, divided between two tables of the shipped pack."""
    folder = default_pack()
    rows = []
    for name in ("world.csv", "places.csv"):
        rows += [row for _, row in read_rows(folder / name)]
    return tuple(rows)
