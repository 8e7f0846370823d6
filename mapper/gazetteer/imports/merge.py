"""A pack's own tables: add rows to them, merge what is there twice, write them whole."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ExportError, GazetteerError
from mapper.base.geo import great_circle_km
from mapper.gazetteer import names
from mapper.gazetteer.place import ADMIN
from mapper.gazetteer.sounds import forms, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer.imports.readers import Row

PLACE_COLUMNS = [
    "place_id",
    "name",
    "name_ar",
    "kind",
    "lat",
    "lon",
    "country",
    "admin1_pcode",
    "admin1",
    "admin2_pcode",
    "admin2",
    "admin3_pcode",
    "admin3",
    "pcode",
    "geonameid",
    "population",
    "radius_m",
    "sources",
    "licence",
]
NAME_COLUMNS = ("place_id", "name", "script", "kind", "source")

CARRIED = frozenset({"zones.geojson", "credits.csv", "pack.json", "LICENSE.md", "README.md"})
"""Files of a pack that an import carries over as they are."""

SAME_KM = 2.5
"""Distance up to which places of one name are one place."""

SAME_CITY_KM = 6.0
"""The same for a city, whose sources may mean different ends of it."""

FAMILIAR = 4
"""Rows lying by a place of their name the other way round, from which a file is refused."""

ALIKE = 76.0
"""Likeness from which two spellings within that distance are of one place."""


@dataclass(slots=True)
class Pack:
    """The tables of a pack as rows of text."""

    places: list[Row] = field(default_factory=list)
    world: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    regions: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What an import did: counts, and the rows that could not be used."""

    added: int = 0
    merged: int = 0
    regions: int = 0
    faults: list[str] = field(default_factory=list)


def read_pack(folder: Path) -> Pack:
    """Read a pack's tables; a missing one is empty."""
    return Pack(
        places=_read(folder / "places.csv"),
        world=_read(folder / "world.csv"),
        names=_read(folder / "names.csv"),
        regions=_read_regions(folder / "regions.geojson"),
        others={
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.name in CARRIED
        },
    )


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [dict(row) for row in csv.DictReader(lines)]


def _read_regions(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def add(pack: Pack, rows: Iterable[Row], source: str) -> Report:
    """Add places to a pack, merging those it has.

    Parameters
    ----------
    pack
        Changed in place.
    rows
        As the readers of `mapper.gazetteer.imports.readers` give them.
    source
        Name for the source column of the spellings added.

    Returns
    -------
    report
        Counts and faults. A row without a name or with a position that is no number
        or not on Earth is left out and named; a mangled Arabic name is left out alone.

    Raises
    ------
    GazetteerError
        If most rows lie elsewhere but would lie within the pack's country with
        latitude and longitude exchanged.
    """
    report = Report()
    good = [row for row in rows if _usable(row, report)]
    _refuse_swapped(pack, good)
    units = _Units(pack)
    known = _Known(pack)
    home = known.home
    for row in good:
        row.setdefault("country", home)
        units.note(row)
        twin = known.twin(row)
        if twin is None:
            made = _made(row, known.ids)
            pack.places.append(made)
            known.learn(made, _spellings(row))
            _add_names(pack, made["place_id"], _spellings(row)[1:], source)
            report.added += 1
        else:
            _merge(pack, twin, row, source, known)
            report.merged += 1
    report.regions = units.write(pack, source)
    return report


def _usable(row: Row, report: Report) -> bool:
    """Check a row's name and position; clean its Arabic name."""
    where = f"row {row['row']}"
    if not row.get("name"):
        report.faults.append(f"{where}: no name")
        return False
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except (KeyError, ValueError):
        report.faults.append(
            f"{where}: {row['name']}: position {row.get('lat')!r}, {row.get('lon')!r} is no number"
        )
        return False
    if not (abs(lat) <= 90 and abs(lon) <= 180) or (lat == 0 and lon == 0):  # noqa: PLR2004 - degrees
        report.faults.append(
            f"{where}: {row['name']}: position {lat}, {lon} is not on Earth, or is its origin"
        )
        return False
    if row.get("name_ar") and not is_sound(row["name_ar"]):
        report.faults.append(
            f"{where}: {row['name']}: Arabic name {row['name_ar']!r} is mangled, left out"
        )
        row["name_ar"] = ""
    row["names"] = [n for n in row.get("names") or [] if is_sound(n)]
    return True


def is_sound(name: str) -> bool:
    r"""Tell whether a name has no broken or invisible signs and is of one script.

    Examples
    --------
    >>> is_sound("كفر نبل"), is_sound("كفر\ufffd"), is_sound("ÙƒÙ\x81Ø±")
    (True, False, False)
    """
    if not name.strip() or "\ufffd" in name or not all(sign.isprintable() for sign in name):
        return False
    return not any(pair in name for pair in ("Ø", "Ù")) or not any(
        "\u0080" <= s <= "\u00bf" or s == "ƒ" for s in name
    )


def _refuse_swapped(pack: Pack, rows: list[Row]) -> None:
    """Raise when a file's latitudes and longitudes seem exchanged."""
    own = [(float(p["lat"]), float(p["lon"])) for p in pack.places if p.get("lat")]
    if len(own) < 10 or not rows:  # noqa: PLR2004 - too few to know where the pack is
        return
    south, north = min(y for y, _ in own) - 3, max(y for y, _ in own) + 3
    west, east = min(x for _, x in own) - 6, max(x for _, x in own) + 6

    def inside(lat: float, lon: float) -> bool:
        return south <= lat <= north and west <= lon <= east

    spots = [(float(r["lat"]), float(r["lon"])) for r in rows]
    as_given = sum(inside(lat, lon) for lat, lon in spots)
    exchanged = sum(inside(lon, lat) for lat, lon in spots)
    near, near_exchanged = _familiar(pack, rows)
    if (exchanged > len(rows) / 2 and exchanged > 2 * as_given) or (
        near_exchanged >= FAMILIAR and near_exchanged > 4 * near
    ):
        raise GazetteerError(
            "latitude and longitude seem exchanged: the rows lie where the pack's places do "
            "only the other way round"
        )


def _familiar(pack: Pack, rows: list[Row]) -> tuple[int, int]:
    """Count the rows that lie by a place of their name, as given and exchanged."""
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    at = {place["place_id"]: place for place in pack.places if place.get("lat")}
    spelled = [(place_id, place["name"]) for place_id, place in at.items()]
    spelled += [(row["place_id"], row["name"]) for row in pack.names if row["place_id"] in at]
    for place_id, name in spelled:
        spots[names.key(name)].append((float(at[place_id]["lat"]), float(at[place_id]["lon"])))
    as_given = exchanged = 0
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        known = spots.get(names.key(row["name"]), ())
        as_given += any(great_circle_km(lon, lat, x, y) < 2 * SAME_CITY_KM for y, x in known)
        exchanged += any(great_circle_km(lat, lon, x, y) < 2 * SAME_CITY_KM for y, x in known)
    return as_given, exchanged


def _spellings(row: Row) -> list[str]:
    found = [row["name"], row.get("name_ar") or "", *(row.get("names") or [])]
    return list(dict.fromkeys(n for n in found if n))


class _Known:
    """The places a pack holds, found by code, by key and by where they are."""

    def __init__(self, pack: Pack) -> None:
        self.rows = {row["place_id"]: row for row in [*pack.world, *pack.places]}
        self.ids = set(self.rows) | {f["properties"]["place_id"] for f in pack.regions}
        countries = [row["country"] for row in pack.places if row.get("country")]
        self.home = max(sorted(set(countries)), key=countries.count, default="")
        self.spelled: dict[str, list[str]] = defaultdict(list)
        self.codes: dict[tuple[str, str], str] = {}
        self.grid: dict[tuple[int, int], list[str]] = defaultdict(list)
        listed: dict[str, list[str]] = defaultdict(list)
        for name in pack.names:
            listed[name["place_id"]].append(name["name"])
        for place_id, row in self.rows.items():
            if row.get("lat") and row.get("kind") != "country":
                also = [n for n in (row.get("names") or "").split("|") if n]
                self.learn(row, [*_spellings(row | {"names": also}), *listed[place_id]])

    def learn(self, row: Row, spellings: list[str]) -> None:
        """Remember a place."""
        place_id = row["place_id"]
        self.rows[place_id] = row
        self.ids.add(place_id)
        self.spelled[place_id] += spellings
        for column in ("pcode", "geonameid"):
            if row.get(column):
                self.codes[column, row[column]] = place_id
        self.grid[_cell(float(row["lat"]), float(row["lon"]))].append(place_id)

    def twin(self, row: Row) -> Row | None:
        """Find the place a row already is: by code, else by name within a short distance."""
        for column in ("pcode", "geonameid"):
            place_id = self.codes.get((column, row.get(column) or ""))
            if place_id:
                return self.rows[place_id]
        lat, lon = float(row["lat"]), float(row["lon"])
        y, x = _cell(lat, lon)
        near = [
            p for dy in (-1, 0, 1) for dx in (-1, 0, 1) for p in self.grid.get((y + dy, x + dx), ())
        ]
        best: tuple[float, str] | None = None
        for place_id in near:
            other = self.rows[place_id]
            if any(
                row.get(c) and other.get(c) and row[c] != other[c] for c in ("pcode", "geonameid")
            ):
                continue
            far = great_circle_km(lon, lat, float(other["lon"]), float(other["lat"]))
            limit = SAME_CITY_KM if other.get("kind") in {"city", "capital"} else SAME_KM
            if far <= limit and _alike(_spellings(row), self.spelled[place_id]):
                best = min(best or (math.inf, ""), (far, place_id))
        return self.rows[best[1]] if best else None


def _alike(ones: list[str], others: list[str]) -> bool:
    """Tell whether two places share a spelling, or have ones that are much alike."""
    keys = {names.key(n).replace(" ", "") for n in others}
    if any(names.key(n).replace(" ", "") in keys for n in ones):
        return True
    return any(
        likeness(forms(a), forms(b)) >= ALIKE
        for a in ones
        for b in others
        if bool(names.ARABIC.search(a)) == bool(names.ARABIC.search(b))
    )


def _cell(lat: float, lon: float) -> tuple[int, int]:
    """Give the cell of a grid of a tenth of a degree, wider than any twin's distance."""
    return math.floor(lat * 10), math.floor(lon * 10)


def _made(row: Row, ids: set[str]) -> Row:
    """Make the row of a new place, with an id of its own."""
    wanted = row.get("place_id") or ""
    if not wanted.startswith(("pl-", "gn-")):
        wanted = f"pl-{(row.get('pcode') or names.fold(row['name']).replace(' ', '-')).lower()}"
    place_id, number = wanted, 2
    while place_id in ids:
        place_id, number = f"{wanted}-{number}", number + 1
    return {column: row.get(column) or "" for column in PLACE_COLUMNS} | {"place_id": place_id}


def _merge(pack: Pack, twin: Row, row: Row, source: str, known: _Known) -> None:
    """Fill what a place lacks from its twin, and list the twin's spellings."""
    for column in PLACE_COLUMNS:
        if not twin.get(column) and row.get(column) and column != "place_id":
            twin[column] = row[column]
    new = [n for n in _spellings(row) if n not in known.spelled[twin["place_id"]]]
    known.spelled[twin["place_id"]] += new
    _add_names(pack, twin["place_id"], new, source)
    for column in ("pcode", "geonameid"):
        if twin.get(column):
            known.codes[column, twin[column]] = twin["place_id"]


def _add_names(pack: Pack, place_id: str, spellings: list[str], source: str) -> None:
    for spelling in spellings:
        script = "arabic" if names.ARABIC.search(spelling) else "latin"
        pack.names.append(
            {
                "place_id": place_id,
                "name": spelling,
                "script": script,
                "kind": "variant",
                "source": source,
            }
        )


class _Units:
    """The administrative units that imported rows name, made into regions."""

    def __init__(self, pack: Pack) -> None:
        self.known = {f["properties"].get("pcode") for f in pack.regions}
        self.called: dict[str, str] = {}
        for row in pack.places:
            for level in (1, 2, 3):
                if row.get(f"admin{level}_pcode"):
                    self.called.setdefault(row[f"admin{level}_pcode"], row[f"admin{level}"])
        for feature in pack.regions:
            if feature["properties"].get("pcode"):
                self.called[feature["properties"]["pcode"]] = feature["properties"]["name"]
        self.found: dict[str, dict[str, Any]] = {}

    def note(self, row: Row) -> None:
        """Take a row's units down; call them as the pack does already."""
        parent = f"c-{(row.get('country') or '').lower()}"
        for level, kind in enumerate(ADMIN, start=1):
            code = row.get(f"admin{level}_pcode")
            if not code or not row.get(f"admin{level}"):
                return
            official = row[f"admin{level}"]
            row[f"admin{level}"] = self.called.setdefault(code, official)
            unit = self.found.setdefault(
                code,
                {
                    "code": code,
                    "kind": kind,
                    "name": row[f"admin{level}"],
                    "spots": [],
                    "names": {official},
                },
            )
            unit["parent"], unit["country"] = parent, row.get("country") or ""
            unit["name_ar"] = row.get(f"admin{level}_ar") or ""
            unit["spots"].append((float(row["lon"]), float(row["lat"])))
            parent = f"reg-{code.lower()}"

    def write(self, pack: Pack, source: str) -> int:
        """Add the units a pack lacks; each is the hull of its populated places."""
        ids = {f["properties"].get("pcode"): f["properties"]["place_id"] for f in pack.regions}
        made = 0
        for code, unit in sorted(self.found.items()):
            if code in self.known:
                listed = {names.key(n["name"]) for n in pack.names if n["place_id"] == ids[code]}
                new = [
                    n
                    for n in (*sorted(unit["names"]), unit["name_ar"])
                    if n and names.key(n) not in listed
                ]
                _add_names(pack, ids[code], new, source)
                continue
            parent = unit["parent"]
            known_parent = ids.get(parent.removeprefix("reg-").upper())
            pack.regions.append(_unit_feature(unit, known_parent or parent, source))
            others = [n for n in sorted(unit["names"]) if n != unit["name"]]
            _add_names(pack, f"reg-{code.lower()}", others, source)
            made += 1
        return made


def _unit_feature(unit: dict[str, Any], parent: str, source: str) -> dict[str, Any]:
    """Make a region of a unit's populated places: their hull, medoid and 90 % radius."""
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without
    from shapely.geometry import MultiPoint, mapping  # noqa: PLC0415 - as above

    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    lon, lat = (np.array(values, dtype=float) for values in zip(*unit["spots"], strict=True))
    hull = MultiPoint(unit["spots"]).convex_hull.buffer(0.01)
    shape = areas.describe(hull, lon, lat)
    place_id = f"reg-{unit['code'].lower()}"
    properties = {
        "place_id": place_id,
        "name": unit["name"],
        "name_ar": unit["name_ar"] or None,
        "kind": unit["kind"],
        "pcode": unit["code"],
        "parent": parent,
        "country": unit["country"],
        "lat": shape.lat,
        "lon": shape.lon,
        "radius_m": round(shape.radius_m),
        "basis": f"hull of its {len(unit['spots'])} populated places, widened by 0.01 degrees",
        "sources": source,
        "licence": "as its places",
    }
    geometry = json.loads(
        json.dumps(mapping(hull), default=float), parse_float=lambda v: round(float(v), 5)
    )
    return {"type": "Feature", "id": place_id, "properties": properties, "geometry": geometry}


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack whole: into a new folder beside, which then takes the place of the old.

    Raises
    ------
    ExportError
        If the folder holds something other than a pack, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not (folder / "places.csv").is_file())
    ):
        raise ExportError(f"{folder}: is there and is no region pack; nothing was written")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as problem:
        raise ExportError(f"cannot write beside {folder}: {problem.strerror}") from None
    try:
        _fill(draft, pack)
        draft.chmod(0o755)
        _take_place(draft, folder)
    except OSError as problem:
        raise ExportError(f"cannot write {folder}: {problem.strerror}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, pack: Pack) -> None:
    pack.places.sort(key=lambda row: row["place_id"])
    pack.names.sort(key=lambda row: (row["place_id"], row["name"], row.get("source") or ""))
    _write_rows(draft / "places.csv", PLACE_COLUMNS, pack.places)
    _write_rows(draft / "names.csv", NAME_COLUMNS, pack.names)
    if pack.world:
        _write_rows(draft / "world.csv", [*PLACE_COLUMNS, "names"], pack.world)
    if pack.regions:
        collection = {"type": "FeatureCollection", "features": pack.regions}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        (draft / "regions.geojson").write_text(text + "\n", encoding="utf-8")
    for name, content in pack.others.items():
        (draft / name).write_bytes(content)


def _write_rows(path: Path, columns: Iterable[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(columns), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _take_place(draft: Path, folder: Path) -> None:
    """Put the draft where the old pack is; the old one goes only when the new one is there."""
    if not folder.exists():
        draft.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old)  # noqa: PTH105 - a rename onto the empty folder just made
    try:
        draft.rename(folder)
    except OSError:
        os.replace(old, folder)  # noqa: PTH105 - as above
        raise
    shutil.rmtree(old, ignore_errors=True)
