"""What two stores hold that may tell a change: read once, in order, no more than is needed.

A store of an earlier version may lack a column or one of the tables in `MAY_LACK`; it then
holds nothing there.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.errors import StoreError
from mapper.store import VERSION_KEY, geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

Row = dict[str, Any]
"""A stored row by column, null as None; of a table with a geometry also ``geom``, its blob."""

MAY_LACK = ("corrections", "uncorrected")
"""Tables of which a store of an earlier version says nothing, and is compared all the same."""

INPUT = "input:"
_APPLIED = "applied"
_REPORT = (
    *("incident_id", "event_id", "scope", "event_type", "date_start", "date_end", "place_ids"),
    *("article_id", "file", "source_id", "row", "sentence", "char_start", "char_end", "rule"),
    *("places", "actor", "targets", "attributed_to", "publisher", "url", "second_url"),
    *("killed_min", "killed_max", "injured_min", "injured_max", "corrected"),
)
_ARTICLE = tuple(
    name for name in schema.ARTICLES.names if name not in {"sha256", "original_sha256", "n_chars"}
)


@dataclass(frozen=True, slots=True)
class Build:
    """A store to compare.

    Attributes
    ----------
    connection
        Open store, as `mapper.store.open_store` gives it.
    among
        Ids of the events asked about; None for all.
    is_rounded
        Its positions were rounded on their way here, as those of GeoJSON are: by up to a
        tenth of their radius.
    """

    connection: sqlite3.Connection
    among: Collection[str] | None = None
    is_rounded: bool = False

    def holds(self, event_id: str) -> bool:
        """Tell whether an event is among those asked about."""
        return self.among is None or event_id in self.among


@dataclass(frozen=True, slots=True)
class Differing:
    """Events by id that are not in both builds with the very same cells, and how many are."""

    olds: dict[str, Row]
    news: dict[str, Row]
    n_same: int


def differing(old: Build, new: Build) -> Differing:
    """Walk through the events of two builds side by side, by id, and keep those that differ.

    Memory holds what differs alone. Events that are the same in both are counted where either
    build has them among those asked about.
    """
    olds: dict[str, Row] = {}
    news: dict[str, Row] = {}
    n_same = 0
    left, right = _events(old.connection), _events(new.connection)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if one == other and one is not None:
            n_same += old.holds(one[0]) or new.holds(one[0])
            one, other = next(left, None), next(right, None)
            continue
        # Ids are in the order of their bytes, which is that of Python's text.
        first = min(row[0] for row in (one, other) if row is not None)
        if one is not None and one[0] == first:
            olds[first], one = _event(one), next(left, None)
        if other is not None and other[0] == first:
            news[first], other = _event(other), next(right, None)
    return Differing(olds, news, n_same)


_EVENT = (*schema.EVENTS.names, geopackage.GEOMETRY)
_FLAGS = frozenset(column.name for column in schema.EVENTS.columns if column.type == "bool")


def _events(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    for row in _select(connection, "events", _EVENT, order="event_id"):
        yield tuple(row)


def _event(cells: tuple[Any, ...]) -> Row:
    """Name an event's cells; SQLite keeps booleans as 0 and 1."""
    row = dict(zip(_EVENT, cells, strict=True))
    return row | {name: None if row[name] is None else bool(row[name]) for name in _FLAGS}


def reports(connection: sqlite3.Connection, events: Collection[str]) -> Iterator[Row]:
    """Give the reports of some events, in the order of their ids."""
    for row in _select(connection, "incidents", _REPORT, order="incident_id"):
        if row["event_id"] in events:
            yield dict(row)


def articles(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Row]:
    """Give what manifests say of some articles, those that the store holds, by id."""
    found = _select(connection, "articles", _ARTICLE, order="article_id")
    return {row["article_id"]: dict(row) for row in found if row["article_id"] in ids}


def run(connection: sqlite3.Connection) -> dict[str, str]:
    """Give what a build recorded of itself."""
    found = connection.execute("SELECT key, value FROM run ORDER BY key")
    return {row[0]: row[1] for row in found}


def inputs(said: dict[str, str]) -> dict[str, frozenset[str]] | None:
    """Give the hashes of the tables of records that a build read, by file; None where untold."""
    told = {key: value for key, value in said.items() if key.startswith(INPUT)}
    if not told:
        return None
    found: dict[str, set[str]] = {}
    for key, value in told.items():
        _, _, kind, file = key.split(":", 3)
        if kind == "records":
            found.setdefault(file, set()).add(value)
    return {file: frozenset(hashes) for file, hashes in found.items()}


_PLACE = ("place_id", "name", "kind", "admin1", "admin2", "admin3", "lat", "lon", "radius_m")


def places(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Row]:
    """Give the rows of places and regions of some ids; of a region a hash of its ``outline``."""
    found = _select(connection, "places", _PLACE, order="place_id")
    made = {row["place_id"]: dict(row) for row in found if row["place_id"] in ids}
    names = ("place_id", "name", "kind", geopackage.GEOMETRY)
    for row in _select(connection, "regions", names, order="place_id"):
        if row["place_id"] in ids:
            outline = sha256(row[geopackage.GEOMETRY] or b"").hexdigest()
            told = {"name": row["name"], "kind": row["kind"], "outline": outline}
            made[row["place_id"]] = made.get(row["place_id"], {}) | told
    return made


_ZONE = ("zone_id", "part", "kind", "name", "valid_from", "valid_to", "depth_km", "accuracy_km")


def zones(connection: sqlite3.Connection) -> dict[str, Row]:
    """Give what the store says of each zone and line: the days it held, a hash of all its rows."""
    made: dict[str, list[sqlite3.Row]] = {}
    for row in _select(connection, "zones", (*_ZONE, geopackage.GEOMETRY), order="zone_id, part"):
        made.setdefault(row["zone_id"], []).append(row)
    return {
        zone: {
            "valid_from": rows[0]["valid_from"],
            "valid_to": rows[0]["valid_to"],
            "shape": sha256(repr([tuple(row) for row in rows]).encode()).hexdigest(),
        }
        for zone, rows in made.items()
    }


def corrections(connection: sqlite3.Connection) -> list[Row]:
    """Give the corrections that were applied, in the order of the table."""
    found = _select(connection, "corrections", schema.CORRECTIONS.names, order=geopackage.KEY)
    return [dict(row) for row in found if row["status"] == _APPLIED]


def remarks(old: Build, new: Build) -> Iterator[str]:
    """Say what either store cannot tell."""
    for word, build in (("old", old), ("new", new)):
        said = run(build.connection)
        version = said.get(VERSION_KEY, "")
        if version.isdecimal() and int(version) < schema.VERSION:
            yield (
                f"the {word} store is of an earlier version (tables {version}); what it has no"
                " column for counts as not stated"
            )
        if not build.connection.execute("SELECT EXISTS (SELECT 1 FROM events)").fetchone()[0]:
            yield f"the {word} store holds no events"
        elif inputs(said) is None:
            yield f"the {word} store does not say what it was made from: its reasons are not told"


def _select(
    connection: sqlite3.Connection, table: str, names: Sequence[str], *, order: str
) -> Iterator[sqlite3.Row]:
    """Read columns of a table in order; those that an older store lacks are null."""
    there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    if not there and table in MAY_LACK:
        return
    if not there:
        raise StoreError(f"the store has no table {table}")
    listed = ", ".join(f'"{name}"' if name in there else f'NULL AS "{name}"' for name in names)
    found = connection.execute(f"SELECT {listed} FROM {table} ORDER BY {order}")
    yield from iter(found.fetchone, None)
