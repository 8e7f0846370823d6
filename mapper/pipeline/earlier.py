"""What an earlier build left in its store, taken over where its sources are unchanged.

Coding an article is a pure function of its bytes, of what its manifest says of it, and of
the region pack. Where all of these are the same, its rows are read back instead of made
again; links, verdicts and views are made anew from all rows, as in a full build.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.errors import StoreError
from mapper.base.version import __version__
from mapper.corrections import corrections_of, restore
from mapper.pipeline.comparison import Held, Remaining, compare
from mapper.pipeline.kept import KEEPS
from mapper.pipeline.provenance import outputs_of
from mapper.release import Wishes
from mapper.store import VERSION_KEY, as_row, open_store, shape_of, telling
from mapper.words import lists_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.corrections import Correction, Read
    from mapper.gazetteer import Gazetteer
    from mapper.sources import Sources

Row = dict[str, Any]
Tables = dict[str, list[Row]]

INPUT = "input:"
UNUSED = "columns_not_used:"
TABLE_OF = "table_of:"
NAMED = "columns_named:"
NOTES = "notes:"
"""Starts of keys of the table ``run``."""

BATCH = 5000
"""Rows read back at a time."""

_GATHERED = (
    *("articles", "mentions", "candidates", "claims", "incidents", "locations"),
    *("decisions", "rejects"),
)
_ALL = "SELECT * FROM {} ORDER BY fid"
_BY_ARTICLE = "SELECT * FROM {} WHERE article_id NOT IN temp.gone ORDER BY fid"
_BY_MENTION = (
    "SELECT * FROM {} WHERE mention_id NOT IN"
    " (SELECT mention_id FROM mentions WHERE article_id IN temp.gone) ORDER BY fid"
)
_CHOSEN = "incident_id IN (SELECT incident_id FROM temp.staying WHERE is_record = {:d})"
_AS_MADE = "incident_id NOT IN (SELECT incident_id FROM uncorrected)"
_BY_INCIDENT = f"SELECT * FROM {{}} WHERE {_CHOSEN} AND {_AS_MADE} ORDER BY fid"
_WITH_AREA = (
    "SELECT l.*, u.shape AS area_shape, u.geom AS area_geom FROM {} AS l"
    " LEFT JOIN uncertainty AS u USING (incident_id, seq)"
    f" WHERE l.{_CHOSEN} AND l.{_AS_MADE} ORDER BY l.fid"
)
_STAYING = (
    "CREATE TEMP TABLE staying AS SELECT incident_id, article_id IS NULL AS is_record"
    " FROM incidents WHERE CASE WHEN article_id IS NULL"
    " THEN file NOT IN temp.gone_tables ELSE article_id NOT IN temp.gone END"
)
ZONE_FILE = "zone_file"
"""Key of the run under which a build names the zones it was told to judge by."""

_MADE_BY = {
    VERSION_KEY: "another version of the tables",
    "mapper_version": "another version of incident-mapper",
    "gazetteer_hash": "another gazetteer",
    "words_hash": "other word lists",
    ZONE_FILE: "other zones",
}
_BOOLEANS = {
    name: [column.name for column in table.columns if column.type == "bool"]
    for name, table in schema.TABLES.items()
}


@contextmanager
def opened(path: Path | None, pack: Gazetteer, zones: str | None = None) -> Iterator[Earlier]:
    """Open the store of an earlier build, to build on.

    Parameters
    ----------
    path
        Store among the outputs of a build; None for nothing to build on.
    pack
        Region pack of the build to come.
    zones
        What it records of a file of zones, if it was given one.

    Yields
    ------
    earlier
        Its rows, read when asked for.

    Raises
    ------
    StoreError
        As `mapper.store.reader.open_store`; also if the store is no build's own, or was made
        with another gazetteer, other zones or by another version, so that its rows would not be
        those of a build of all sources.
    """
    if path is None:
        yield Earlier()
        return
    connection = open_store(path)
    try:
        earlier = Earlier(path, connection)
        earlier.check(pack, zones)
        yield earlier
    finally:
        connection.close()


class Earlier:
    """The store of an earlier build, open for reading; without one it holds nothing.

    Parameters
    ----------
    path
        The store.
    connection
        The same, open.

    Attributes
    ----------
    title
        Title of the earlier map.
    wishes
        What it was told of how much may leave.
    keeps_originals
        Whether it kept the originals of what it read.
    """

    def __init__(
        self, path: Path | None = None, connection: sqlite3.Connection | None = None
    ) -> None:
        self._path = path
        self._connection = connection
        self._run = {row["key"]: row["value"] or "" for row in self._table("run")}
        self._gone_tables: frozenset[str] = frozenset()
        self._gone_articles: frozenset[str] = frozenset()
        self._gone_corrections: frozenset[str] = frozenset()
        self._new_corrections: frozenset[str] = frozenset()
        self.title = self._run.get("title")
        self.keeps_originals = KEEPS in self._run
        self.wishes = Wishes.of_run(self._run)

    def check(self, pack: Gazetteer, zones: str | None = None) -> None:
        """Refuse a store whose rows are not what this build would make; see `opened`."""
        path = self._path
        if path and path.name not in outputs_of(path.parent):
            raise StoreError(
                f"{path} is no build's own store (its folder's manifest does not name it); name"
                " the one that `mapper build` left"
            )
        wanted = (str(schema.VERSION), __version__, pack.hash(), lists_hash(), zones)
        for (key, words), value in zip(_MADE_BY.items(), wanted, strict=True):
            if self._run.get(key) != value:
                raise StoreError(
                    f"{path} was made with {words}: {self._run.get(key) or 'the pack'}, now"
                    f" {value or 'the pack'}; rows of"
                    " both do not go together, so build again from all sources"
                )

    def compare(self, listing: Sources) -> Remaining:
        """Tell what of some sources is new, and leave out from now on what they replace.

        Parameters and errors are those of `mapper.pipeline.comparison.compare`.
        """
        keys = [key.split(":", 3) for key in self._run if key.startswith(INPUT)]
        held = Held(
            frozenset(
                (kind, file, self._run[":".join(key)]) for key in keys for kind, file in [key[2:]]
            ),
            self._table("articles"),
            self._table("rejects"),
        )
        remaining = compare(listing, held)
        self._gone_tables = remaining.gone_tables
        self._gone_articles = remaining.gone
        self._gone_corrections = remaining.gone_corrections
        self._new_corrections = remaining.new_corrections
        self._leave_out(remaining)
        return remaining

    def told(self, start: str) -> dict[str, list[str]]:
        """Give what the table ``run`` tells, under keys with a start, without what goes."""
        joiner = "\n" if start == NOTES else schema.JOINER
        files = {
            key.removeprefix(start): value
            for key, value in self._run.items()
            if key.startswith(start)
        }
        return {
            file: [one for one in value.split(joiner) if one]
            for file, value in files.items()
            if file not in self._gone_tables
        }

    def articles(self) -> Iterator[Tables]:
        """Give the rows of the articles that stay, as `mapper.pipeline.coding` does, in batches."""
        yield from self._batches("articles", _BY_ARTICLE)
        yield from self._batches("mentions", _BY_ARTICLE)
        yield from self._batches("candidates", _BY_MENTION)
        yield from self._incidents(is_record=False)
        yield from self._batches("decisions", _BY_ARTICLE)

    def records(self) -> Iterator[Tables]:
        """Give the rows of the tables of records that stay, as `mapper.incidents.records` does."""
        yield from self._incidents(is_record=True)

    def corrections(self, given: Iterable[Read]) -> list[Correction]:
        """Give the decisions of files that are not given again.

        Parameters
        ----------
        given
            Files of corrections read now.

        Raises
        ------
        StoreError
            If a file of the same name lies beside other sources, and decides on other reports:
            it is another file, and the earlier one's decisions would go.
        """
        held: dict[str, set[str]] = defaultdict(set)
        now: dict[str, set[str]] = defaultdict(set)
        for one in self._decided():
            held[str(one.file)].add(one.target)
        for one in (one for each in given for one in each.corrections):
            now[str(one.file)].add(one.target)
        for name in sorted(held.keys() & self._new_corrections):
            if held[name].isdisjoint(now[name]):
                raise StoreError(
                    f"the store holds decisions of another {name}; name the folder of one"
                    " otherwise, or build again from all sources"
                )
        return [one for one in self._decided() if one.file not in self._gone_corrections]

    def without_file(self, sources: Iterable[Path]) -> tuple[str, ...]:
        """Say of folders named again that they no longer have the decisions that stay in force."""
        folders = {(one if one.is_dir() else one.parent).resolve().name for one in sources}
        kept = {str(one.file) for one in self._decided()} - self._gone_corrections
        return tuple(
            f"there is no {file} any more, and its decisions stay; build again from all sources"
            " to be without them"
            for file in sorted(kept)
            if file.partition("/")[0] in folders
        )

    def _decided(self) -> list[Correction]:
        """Give all decisions that the earlier build read."""
        return corrections_of(self._table("corrections"))

    def close(self) -> None:
        """Let go of the file: some systems do not replace one that is open."""
        if self._connection is not None:
            self._connection.close()

    def _incidents(self, *, is_record: bool) -> Iterator[Tables]:
        yield from self._batches("claims", _BY_INCIDENT, is_record)
        yield from self._batches("incidents", _BY_INCIDENT, is_record)
        yield from self._batches("locations", _WITH_AREA, is_record)
        yield from self._uncorrected(is_record=is_record)

    def _uncorrected(self, *, is_record: bool) -> Iterator[Tables]:
        """Give what the rules made of the incidents that people changed or left out."""
        for tables in restore(self._table("uncorrected")).values():
            incident = tables["incidents"][0]
            article = incident.get("article_id")
            is_gone = article in self._gone_articles or (
                article is None and incident["file"] in self._gone_tables
            )
            if (article is None) == is_record and not is_gone:
                yield {name: tables.get(name, []) for name in _GATHERED}

    def _batches(self, name: str, statement: str, *values: bool) -> Iterator[Tables]:
        """Give one table's rows in batches, the other tables empty."""
        for rows in self._read(name, statement.format(name, *values)):
            yield {one: rows if one == name else [] for one in _GATHERED}

    def _table(self, name: str) -> list[Row]:
        """Read a table whole."""
        return [row for rows in self._read(name, _ALL.format(name)) for row in rows]

    def _read(self, name: str, statement: str) -> Iterator[list[Row]]:
        """Read rows as they were before they went into the store."""
        if self._connection is None or self._path is None:
            return
        with telling(self._path):
            found = self._connection.execute(statement)
            while stored := found.fetchmany(BATCH):
                yield [_as_coded(name, row) for row in stored]

    def _leave_out(self, remaining: Remaining) -> None:
        """List in the connection what goes, and the incidents that stay."""
        if self._connection is None or self._path is None:
            return
        with telling(self._path):
            self._connection.execute("CREATE TEMP TABLE gone (article_id TEXT PRIMARY KEY)")
            self._connection.execute("CREATE TEMP TABLE gone_tables (file TEXT PRIMARY KEY)")
            for name, values in (
                ("gone", remaining.gone),
                ("gone_tables", remaining.gone_tables),
            ):
                self._connection.executemany(
                    f"INSERT INTO temp.{name} VALUES (?)", [(value,) for value in sorted(values)]
                )
            self._connection.execute(_STAYING)
            self._connection.execute("CREATE INDEX temp.staying_first ON staying (incident_id)")


def _as_coded(name: str, stored: sqlite3.Row) -> Row:
    """Undo what storing does to a row: numbers for flags, multi for single geometries."""
    row = as_row(schema.TABLES[name], stored)
    for flag in _BOOLEANS[name]:
        row[flag] = None if row[flag] is None else bool(row[flag])
    if "geometry" in row:
        row["geometry"] = _single(row["geometry"])
    if name == "incidents":
        row["corrected"] = None
    if name == "locations":
        row["area"] = _area(stored) if stored["area_shape"] == "region" else None
    return row


def _area(stored: sqlite3.Row) -> BaseGeometry | None:
    """Read a region's outline."""
    blob = stored["area_geom"]
    return None if blob is None else _single(shape_of(blob))


def _single(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Give the only part of a geometry that has one."""
    parts: list[BaseGeometry] = list(getattr(shape, "geoms", ()))
    return parts[0] if len(parts) == 1 else shape
