"""The region pack: places, names and regions, loaded fast and looked up by name."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.checked import LARGEST, number_of, shortened
from mapper.base.errors import GazetteerError, VectorError
from mapper.base.sets import read_as_one
from mapper.gazetteer.about import read_about
from mapper.gazetteer.imports.pack import CARRIED, TABLES
from mapper.gazetteer.index import Listed
from mapper.gazetteer.kept import place_of, read_kept, write_kept
from mapper.gazetteer.lookup import Gazetteer
from mapper.gazetteer.names import key
from mapper.gazetteer.place import ADMIN, PART, Place
from mapper.gazetteer.rows import read_features, read_rows
from mapper.gazetteer.tables import read_credits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapper.gazetteer.about import About


COLUMNS = ("place_id", "name", "kind", "lat", "lon")
"""Columns without which a row of places says nothing."""


PRESS = "press"
"""Kind of a spelling that reports use."""

MOST_LAT, MOST_LON = 90, 180


def default_pack() -> Path:
    """Give the folder of the shipped pack: inside an installed package, else in the checkout."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "_pack"
    return installed if installed.is_dir() else here.parent / "gazetteer"


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Load a region pack.

    Parameters
    ----------
    folder
        Folder with ``places.csv`` and, as far as there, ``names.csv``, ``world.csv``,
        ``regions.geojson`` and ``pack.json``. None: the shipped pack, which a process loads once.

    Raises
    ------
    GazetteerError
        If the folder or a needed column is missing, or a row cannot be used; the
        message names file and row.
    """
    return _shipped(default_pack()) if folder is None else _checked(Path(folder))


def _checked(folder: Path) -> Gazetteer:
    """Load a pack and read its word lists, so that no command calls usable what another refuses."""

    def read() -> Gazetteer:
        gazetteer = _load(folder)
        gazetteer.language()
        return gazetteer

    return read_as_one(folder, read)


def _load(folder: Path) -> Gazetteer:
    """Load a pack as it was made ready before, else from its files."""
    for name in (*TABLES, *CARRIED):
        if (folder / name).is_dir():
            raise GazetteerError(f"{folder / name}: is a folder; a pack has a file of that name")
    if not (folder / "places.csv").is_file():
        raise GazetteerError(f"{folder}: no region pack (places.csv is missing)")
    about = read_about(folder)
    read_credits(folder)  # refused here rather than when all articles are read
    file = place_of(folder)
    kept = read_kept(file) if file else None
    if kept is None:
        gazetteer = _read(folder, about)
        if file:
            write_kept(file, gazetteer.plain())
        return gazetteer
    with _no_collection():  # forty thousand small objects that all stay
        places = {row[0]: Place(*row) for row in kept["places"]}
        listed = list(map(Listed._make, kept["listed"]))
    tables = kept["tables"]
    shapes, home, n_own = kept["shapes"], kept["home"], kept["n_own"]
    return Gazetteer(folder, places, listed, shapes, home, about=about, n_own=n_own, tables=tables)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the search for garbage off while nothing but what stays is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(folder: Path, about: About) -> Gazetteer:
    """Read a pack from its files."""
    file = folder / "names.csv"
    named = list(read_rows(file, needed=("place_id", "name"))) if file.is_file() else []
    press = frozenset(row.get("place_id", "") for _, row in named if row.get("kind") == PRESS)
    places = dict(_places(folder / "places.csv", press))
    home = about.countries[0] if about.countries else _commonest(places.values())
    n_own = len(places)
    listed = [Listed(p.name, p.place_id) for p in places.values()]
    listed += [Listed(p.name_ar, p.place_id) for p in places.values() if p.name_ar]
    shapes: dict[str, Any] = {}
    for place, shape in _regions(folder / "regions.geojson", places):
        places[place.place_id] = place
        shapes[place.place_id] = shape
        listed += [Listed(n, place.place_id) for n in (place.name, place.name_ar) if n]
    for place, spellings in _world(folder / "world.csv"):
        if place.place_id not in places:
            places[place.place_id] = place
        listed += [Listed(n, place.place_id) for n in (place.name, place.name_ar, *spellings) if n]
    listed += _names(named, places)
    listed += _shared(listed, places)
    return Gazetteer(folder, places, listed, shapes, home, about=about, n_own=n_own)


def _commonest(places: Iterable[Place]) -> str | None:
    """Give the country of most places, of several the first by its code."""
    counted = Counter(place.country for place in places if place.country)
    return min(counted, key=lambda code: (-counted[code], code), default=None)


_shipped = cache(_checked)
"""The shipped pack by its folder: it stays as it was installed, and takes half a second."""


def _places(path: Path, press: frozenset[str]) -> Iterator[tuple[str, Place]]:
    seen: set[str] = set()
    for number, row in read_rows(path, needed=COLUMNS):
        place = _place(row, f"{path.name} row {number}", press)
        if place.place_id in seen:
            raise GazetteerError(
                f"{path.name} row {number}: id {place.place_id!r} was there before"
            )
        seen.add(place.place_id)
        yield place.place_id, place


def _world(path: Path) -> Iterator[tuple[Place, list[str]]]:
    if not path.is_file():
        return
    for number, row in read_rows(path, needed=COLUMNS):
        spellings = [n for n in row.get("names", "").split("|") if n]
        yield _place(row, f"{path.name} row {number}"), spellings


def _names(named: list[tuple[int, dict[str, str]]], places: dict[str, Place]) -> list[Listed]:
    listed = []
    for number, row in named:
        if row.get("place_id") not in places:
            raise GazetteerError(
                f"names.csv row {number}: no place has the id {row.get('place_id')!r}"
            )
        listed.append(Listed(row["name"], row["place_id"], row.get("kind") == PART))
    return listed


def _shared(listed: list[Listed], places: dict[str, Place]) -> list[Listed]:
    """List a governorate under the spellings of the city of its name, and the other way round."""
    spellings: dict[str, set[str]] = {}
    for spelling, place_id, _ in listed:
        spellings.setdefault(place_id, set()).add(spelling)
    governorates = [p for p in places.values() if p.kind == "governorate"]
    cities: dict[str, list[Place]] = {}
    for place in places.values():
        if place.kind in {"city", "capital", "town"}:
            cities.setdefault(key(place.name), []).append(place)
    shared = []
    for unit in governorates:
        for city in cities.get(key(unit.name), ()):
            if city.country == unit.country and city.admin1 in {unit.name, None}:
                own, other = spellings[unit.place_id], spellings[city.place_id]
                shared += [Listed(n, unit.place_id) for n in sorted(other - own)]
                shared += [Listed(n, city.place_id) for n in sorted(own - other)]
    return shared


def _regions(path: Path, places: dict[str, Place]) -> Iterator[tuple[Place, Any]]:
    if not path.is_file():
        return
    features = read_features(path)
    rows = [{k: "" if v is None else str(v) for k, v in f["properties"].items()} for f in features]
    by_id = {row.get("place_id", ""): row for row in rows}
    seen: set[str] = set()
    for number, (feature, row) in enumerate(zip(features, rows, strict=True), start=1):
        if row.get("place_id") in places:
            raise GazetteerError(
                f"{path.name} feature {number}: id {row['place_id']!r} is a place's"
            )
        place = _place(row | _parents(row, by_id), f"{path.name} feature {number}")
        if place.place_id in seen:
            raise GazetteerError(
                f"{path.name} feature {number}: id {place.place_id!r} was there before"
            )
        seen.add(place.place_id)
        _check_shape(feature["geometry"], f"{path.name} feature {number}")
        yield place, feature["geometry"]


def _check_shape(geometry: Any, where: str) -> None:  # noqa: ANN401 - of a file
    """See that a region's outline is one, here rather than when all articles are read."""
    from mapper.base.soundness import drawn  # noqa: PLC0415 - a pack made ready before needs none

    if geometry is None:
        return
    try:
        drawn(geometry)
    except VectorError as problem:
        raise GazetteerError(f"{where}: its geometry {problem}") from None


def _parents(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> dict[str, str]:
    """Fill in the administrative units a region lies in, itself included, from its parents."""
    filled: dict[str, str] = {}
    at: dict[str, str] | None = row
    for _ in range(len(ADMIN) + 2):  # a ring of parents ends too
        if at is None:
            break
        if at.get("kind") in ADMIN:
            level = ADMIN.index(at["kind"]) + 1
            # a district's own name may say "District", to be told from its town
            filled.setdefault(f"admin{level}", at.get("unit") or at.get("name", ""))
            filled.setdefault(f"admin{level}_pcode", at.get("pcode", ""))
        at = by_id.get(at.get("parent", ""))
    return filled


def _place(row: dict[str, str], where: str, press: frozenset[str] = frozenset()) -> Place:
    """Make a place from a row of text, or say what is wrong with it."""
    get = row.get
    if not get("place_id") or not get("name"):
        raise GazetteerError(f"{where}: no id or no name")
    lat, lon = _number(row, "lat", where), _number(row, "lon", where)
    if (lat is None) != (lon is None) or abs(lat or 0) > MOST_LAT or abs(lon or 0) > MOST_LON:
        raise GazetteerError(f"{where}: position {get('lat')!r}, {get('lon')!r} is not on Earth")
    population, geonameid = _number(row, "population", where), _number(row, "geonameid", where)
    return Place(
        place_id=row["place_id"],
        name=row["name"],
        name_ar=get("name_ar") or None,
        kind=get("kind") or "place",
        lat=lat,
        lon=lon,
        country=get("country") or None,
        admin1=get("admin1") or None,
        admin2=get("admin2") or None,
        admin3=get("admin3") or None,
        admin1_pcode=get("admin1_pcode") or None,
        admin2_pcode=get("admin2_pcode") or None,
        admin3_pcode=get("admin3_pcode") or None,
        pcode=get("pcode") or None,
        geonameid=None if geonameid is None else int(geonameid),
        population=None if population is None else int(population),
        radius_m=_number(row, "radius_m", where) or 1000.0,
        sources=get("sources") or "",
        parent=get("parent") or None,
        reported=population is not None or row["place_id"] in press,
    )


def _number(row: dict[str, str], column: str, where: str) -> float | None:
    text = row.get(column) or ""
    if not text:
        return None
    value = number_of(text)
    if value is None or abs(value) > LARGEST:
        raise GazetteerError(f"{where}: {column} {shortened(text)} is not a number")
    return value
