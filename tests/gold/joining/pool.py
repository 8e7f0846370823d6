"""The settlements that events are drawn from: frozen, so that the set outlives edits of the pack.

``pool.csv`` and ``shipped.csv`` were written once by ``generate.py pool``: settlements of the
districts in ``fronts.csv``, those that the shipped records name, and namesakes elsewhere, each
with its spellings and the regions it lies in; and the shipped records with their settlement.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, str]

HERE = Path(__file__).parent
REPO = HERE.parents[2]
ELSEWHERE = "elsewhere"
"""Front of a settlement that is there for its name alone: nothing is drawn on it."""

_KM = 111.195
_COLUMNS = (
    *("place_id", "front", "kind", "admin1", "admin2", "admin3", "name", "name_ar", "lat", "lon"),
    *("spellings", "areas"),
)
_KINDS = {"city", "town", "village"}
_AREAS = {"mountain", "plain"}
COUNTRYSIDE = " countryside of "
"""Regions that are told as places: mountains, plains, and those of such a name."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement: front, kind, units, names in both scripts, position, spellings, regions."""

    place_id: str
    front: str
    kind: str
    admin1: str
    admin2: str
    admin3: str
    name: str
    name_ar: str
    lat: float
    lon: float
    spellings: tuple[str, ...]
    areas: tuple[str, ...]


def folded(name: str) -> str:
    """Fold a name: its letters in lower case, without an article."""
    words = name.casefold().replace("-", " ").split()
    bare = words[1:] if len(words) > 1 and words[0] in {"al", "el"} else words
    return "".join(ch for ch in "".join(bare) if ch.isalnum())


def apart_km(one: Settlement, other: Settlement) -> float:
    """Measure between two settlements; flat, good enough for neighbours."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(one.lat - other.lat, east) * _KM


class Pool:
    """Settlements by id, by name, and by nearness."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self.all = {one.place_id: one for one in settlements}
        self._near: dict[tuple[str, float], list[Settlement]] = {}

    @cached_property
    def named(self) -> dict[str, frozenset[str]]:
        """Ids by every spelling, folded."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.all.values():
            for name in (one.name, one.name_ar, *one.spellings):
                found[folded(name)].add(one.place_id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def units(self) -> dict[str, frozenset[str]]:
        """Ids by the name of a sub-district or region they lie in."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.all.values():
            for name in (one.admin3, *one.areas):
                found[name].add(one.place_id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Settlement]]:
        cells: dict[tuple[int, int], list[Settlement]] = defaultdict(list)
        for one in self.all.values():
            cells[int(one.lat * 10), int(one.lon * 10)].append(one)
        return cells

    def near(self, one: Settlement, km: float) -> list[Settlement]:
        """Give the others within a distance of at most 9 km, the nearest first."""
        key = (one.place_id, km)
        if key not in self._near:
            row, column = int(one.lat * 10), int(one.lon * 10)
            around = [(row + y, column + x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
            found = [(apart_km(one, o), o.place_id) for c in around for o in self._cells.get(c, ())]
            self._near[key] = [self.all[i] for d, i in sorted(found) if 0 < d <= km]
        return self._near[key]

    def namesakes(self, one: Settlement) -> list[Settlement]:
        """Give the settlements of other governorates that bear the name of this one."""
        ids = self.named[folded(one.name)]
        return [o for i in sorted(ids) if (o := self.all[i]).admin1 != one.admin1]


def read(name: str, folder: Path = HERE) -> list[Row]:
    """Read a table beside this file."""
    with (folder / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def frozen() -> Pool:
    """Read the settlements of ``pool.csv``."""
    return Pool(
        _settlement(
            row,
            front=row["front"],
            spellings=_listed(row["spellings"]),
            areas=_listed(row["areas"]),
        )
        for row in read("pool.csv")
    )


def _settlement(
    row: Row, *, front: str, spellings: Iterable[str], areas: Iterable[str]
) -> Settlement:
    """Make a settlement of a row of places."""
    return Settlement(
        place_id=row["place_id"],
        front=front,
        kind=row["kind"],
        admin1=row["admin1"],
        admin2=row["admin2"],
        admin3=row["admin3"],
        name=row["name"],
        name_ar=row["name_ar"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        spellings=tuple(spellings),
        areas=tuple(areas),
    )


def _listed(cell: str) -> Iterable[str]:
    return filter(None, cell.split("|"))


def of_pack(pack: Path) -> Pool:
    """Read every settlement of a region pack's districts with a front, for large sets."""
    fronts = {(row["admin1"], row["admin2"]): row["front"] for row in read("fronts.csv")}
    everywhere = {row["admin1"]: row["front"] for row in read("fronts.csv")}
    spelled = _spellings(pack)
    areas = _areas(pack)
    made = []
    for row in read("places.csv", pack):
        if row["kind"] not in _KINDS:
            continue
        unit = (row["admin1"], row["admin2"])
        front = fronts.get(unit) or everywhere.get(row["admin1"], ELSEWHERE)
        spellings = [name for name in spelled[row["place_id"]] if name != row["name"]]
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        around = [name for name, shape in areas if shape.contains(point)]
        made.append(_settlement(row, front=front, spellings=spellings, areas=around))
    return Pool(made)


def _spellings(pack: Path) -> dict[str, list[str]]:
    """Gather Latin spellings that are in use: no parts of compounds, no ancient names."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in read("names.csv", pack):
        if row["script"] == "latin" and row["kind"] not in {"part", "historical"}:
            found[row["place_id"]].append(row["name"])
    return found


def _areas(pack: Path) -> list[tuple[str, shapely.Geometry]]:
    features = json.loads((pack / "regions.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [(f["properties"], shapely.geometry.shape(f["geometry"])) for f in features]
    return [
        (told["name"], shape)
        for told, shape in shapes
        if told["kind"] in _AREAS or COUNTRYSIDE in told["name"]
    ]


def freeze(pack: Path, records: Path) -> None:
    """Write ``pool.csv`` and ``shipped.csv``."""
    whole = of_pack(pack)
    shipped = [one for row in read(records.name, records.parent) if (one := _shipped(row, whole))]
    needed = {place_id for row in shipped for place_id in row["place_ids"].split("|")}
    for row in read("fronts.csv"):
        unit = (row["admin1"], row["admin2"])
        inside = [one for one in whole.all.values() if (one.admin1, one.admin2) == unit]
        inside.sort(key=lambda one: (not one.spellings, hashed(one.place_id)))
        needed |= {one.place_id for one in inside[: int(row["settlements"])]}
    twins = {o.place_id for i in sorted(needed) for o in whole.namesakes(whole.all[i])} - needed
    made = [whole.all[i] for i in sorted(needed)]
    made += [replace(whole.all[i], front=ELSEWHERE) for i in sorted(twins)]
    rows = [
        {
            **{name: str(getattr(one, name)) for name in _COLUMNS[:10]},
            "spellings": "|".join(one.spellings),
            "areas": "|".join(one.areas),
        }
        for one in made
    ]
    write(HERE / "pool.csv", rows)
    write(HERE / "shipped.csv", shipped)


_TAKEN = ("event_type", "actor", "killed", "injured", "killed_group", "targets")


def _shipped(row: Row, pool: Pool) -> Row | None:
    """Give a shipped record as an event at its settlement; None where it is at none we have."""
    same_unit = [one for one in pool.all.values() if one.admin1 == row["admin1"]]
    names = {folded(row["place"]), folded(row["place_ar"])}
    found = [
        one.place_id
        for one in same_unit
        if names & {folded(name) for name in (one.name, one.name_ar, *one.spellings)}
    ]
    if len(found) != 1:
        return None
    told = row | {"killed": row["killed_max"], "injured": row["injured_max"]}
    return {
        "record_id": row["record_id"],
        "place_ids": found[0],
        "day": row["date"],
        "is_night": "yes" if row["date_end"] else "no",
        **{name: told[name] for name in _TAKEN},
    }


def hashed(words: str) -> int:
    """Give a number that hangs on the words alone."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:6], "big")


def write(path: Path, rows: list[Row], columns: Iterable[str] = ()) -> None:
    """Write a table; its columns are those of the first row unless given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        names = list(columns) or list(rows[0])
        table = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore", restval="")
        table.writeheader()
        table.writerows(rows)
