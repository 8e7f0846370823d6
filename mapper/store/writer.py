"""The store: every table of the schema in one GeoPackage, written whole, read with SQL.

Days are true DATEs in the file; layers that have them carry ``time_start`` and
``time_end`` besides, as DATETIME with the end exclusive, because QGIS's temporal
frames drop a day that is only a DATE.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from mapper.base import schema
from mapper.base.atomic import replacing
from mapper.base.errors import SchemaError, StoreError
from mapper.store import geopackage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd
    import pandas as pd

VERSION_KEY = "schema_version"
TIMES = ("time_start", "time_end")

_TYPES: dict[schema.ColumnType, str] = {
    "text": "TEXT",
    "date": "DATE",
    "int": "INTEGER",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
}
_GEOMETRIES = {"incidents": "MULTIPOINT", "Point": "POINT", "Polygon": "MULTIPOLYGON"}
_TIMED = {"incidents": ("date_start", "date_end"), "zones": ("valid_from", "valid_to")}
_TIMED_BY_INCIDENT = ("locations", "uncertainty")
AREAS_BY_FID = "fid, incident_id, place_id, shape, radius_m"
"""Columns of the index by which a region's candidates are read, without their polygons."""

# What counts and pivots look at: they read these indexes and never the wide rows.
_COUNTED = "date_start, date_end, zone_p_inside, killed_min, killed_max"
_INDEXES: dict[str, tuple[str, ...]] = {
    "incidents": (
        f"scope, event_type, {_COUNTED}",
        "scope, date_start, date_end",
        f"scope, admin1, admin2, event_type, {_COUNTED}",
        "article_id",
    ),
    "locations": ("place_id", "incident_id, admin1, admin2, admin3", "zone_id, zone_verdict"),
    "uncertainty": (AREAS_BY_FID,),
    "zone_relations": ("zone_id, verdict, p_inside",),
    "claims": ("incident_id",),
    "mentions": ("article_id",),
}
_CACHE_KIB = 64 * 1024
_WAIT_S = 2.0
_HEADER = b"SQLite format 3\0"
_HEADER_BYTES = 100


def write_store(path: Path, tables: Mapping[str, pd.DataFrame | gpd.GeoDataFrame]) -> None:
    """Write a store from frames that fit in memory.

    Parameters
    ----------
    path
        GeoPackage to write. It appears whole; the old one stays until then.
    tables
        Frames by table name, in the schema's columns and types; tables left out are
        there but empty. The same frames give the same bytes.

    Raises
    ------
    SchemaError
        If a frame does not fit its table, or a key is used twice.
    StoreError, ExportError
        If the file cannot be written.
    """
    with StoreWriter(path) as writer:
        for name in schema.TABLES:
            if name in tables:
                writer.append(name, tables[name])
        unknown = sorted(set(tables) - set(schema.TABLES))
        if unknown:
            raise SchemaError(f"no table is called {', '.join(unknown)}")


class StoreWriter:
    """Write a store in batches: memory holds one batch, never the corpus.

    Use as a context manager. The store takes its name when `finish` is called or the
    block ends without an error; after an error nothing is left and the old store stays.

    Parameters
    ----------
    path
        GeoPackage to write.
    changed
        Time of last change to record, ISO 8601 UTC. Fixed by default, so that the same
        rows give the same bytes.
    """

    def __init__(self, path: Path, *, changed: str = geopackage.EPOCH) -> None:
        self.path = path
        self._changed = changed
        self._layers = {name: layer_of(table) for name, table in schema.TABLES.items()}
        self._filled = dict.fromkeys(schema.TABLES, 0)
        self._extents: dict[str, geopackage.Box | None] = {}
        self._stack = ExitStack()
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Begin an empty store under a temporary name."""
        draft = self._stack.enter_context(replacing(self.path))
        connection = sqlite3.connect(draft, isolation_level=None)
        self._stack.callback(connection.close)
        # The draft is nobody's until it is renamed: no journal is needed to protect it.
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA temp_store = MEMORY;"
        )
        geopackage.start(connection)
        connection.execute("BEGIN")
        for layer in self._layers.values():
            geopackage.add_layer(connection, layer, changed=self._changed)
        self._connection = connection
        return self

    def append(self, name: str, frame: pd.DataFrame | gpd.GeoDataFrame) -> None:
        """Add a batch of rows to a table.

        Parameters
        ----------
        name
            Table of the schema.
        frame
            Its rows, in the schema's columns and types.

        Raises
        ------
        SchemaError
            If the table is unknown or the frame does not fit it.
        """
        if name not in schema.TABLES:
            raise SchemaError(f"no table is called {name!r}")
        table, layer = schema.TABLES[name], self._layers[name]
        schema.check(table, frame)
        first = self._filled[name] + 1
        fids = range(first, first + len(frame))
        columns: list[Sequence[Any]] = [_cells(table, column, frame) for column in table.columns]
        columns += _times(name, frame)
        if layer.geometry:
            blobs, boxes = _blobs(table, layer, frame)
            columns.append(blobs)
            self._extents[name] = geopackage.union([self._extents.get(name), *boxes])
            geopackage.index_boxes(
                self._open, layer, ((f, b) for f, b in zip(fids, boxes, strict=True) if b)
            )
        self._open.executemany(geopackage.insert(layer), zip(fids, *columns, strict=True))
        self._filled[name] += len(frame)

    def finish(self) -> None:
        """Add version, indexes and times, and give the store its name.

        Raises
        ------
        SchemaError
            If a key occurs in two batches.
        StoreError
            If the disk refuses.
        """
        connection = self._open
        with telling(self.path):
            _stamp_version(connection)
            for name, table in schema.TABLES.items():
                _add_indexes(connection, table)
                if name in _TIMED_BY_INCIDENT:
                    _take_times(connection, name)
                geopackage.finish_layer(connection, self._layers[name], self._extents.get(name))
            geopackage.add_styles(connection, self._styles(), changed=self._changed)
            connection.execute("ANALYZE")
            connection.execute("COMMIT")
        self._connection = None
        _drop_leftovers(self.path)
        self._stack.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish after a good block, clear away after a bad one."""
        if kind is None and self._connection is not None:
            try:
                self.finish()
            except BaseException as failure:
                self._stack.__exit__(type(failure), failure, failure.__traceback__)
                raise
        elif self._connection is not None:
            self._stack.__exit__(kind, problem, trace)

    def _styles(self) -> Iterator[tuple[geopackage.Layer, str]]:
        """Give the style with which QGIS opens each layer."""
        from mapper.export.qgis.layers import layer_qml  # noqa: PLC0415 - reading needs no styles

        return ((layer, layer_qml(name)) for name, layer in self._layers.items())

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"{self.path}: the writer is not open")
        return self._connection


def layer_of(table: schema.Table) -> geopackage.Layer:
    """Say how a table of the schema looks in the GeoPackage."""
    columns = tuple((column.name, _TYPES[column.type]) for column in table.columns)
    if table.name in _TIMED or table.name in _TIMED_BY_INCIDENT:
        columns += tuple((name, "DATETIME") for name in TIMES)
    kind = table.geometry and _GEOMETRIES.get(
        table.name, _GEOMETRIES.get(table.geometry, "GEOMETRY")
    )
    return geopackage.Layer(table.name, table.meaning, columns, kind)


def open_store(path: Path) -> sqlite3.Connection:
    """Open a store for reading.

    Parameters
    ----------
    path
        GeoPackage that `write_store` or `mapper build` wrote.

    Returns
    -------
    connection
        Read-only; rows are `sqlite3.Row`. Temporary tables may be made in it.

    Raises
    ------
    StoreError
        If the file is missing, cannot be read, is cut short, is no store of ours, or
        was written by a newer version.
    """
    if not path.is_file():
        raise StoreError(f"no store at {path}; `mapper build` makes one")
    with telling(path):
        _look_at_header(path)
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S, isolation_level=None
        )
        try:
            connection.row_factory = sqlite3.Row
            _check_version(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def read_table(path: Path, name: str) -> pd.DataFrame | gpd.GeoDataFrame:
    """Read one table as a frame in the schema's columns and types, days as ISO text.

    Raises
    ------
    SchemaError
        If no table has that name.
    StoreError
        As `open_store`.
    """
    if name not in schema.TABLES:
        raise SchemaError(f"no table is called {name!r}")
    connection = open_store(path)
    try:
        with telling(path):
            found = connection.execute(f'SELECT * FROM "{name}" ORDER BY {geopackage.KEY}')
            return to_frame(schema.TABLES[name], found)
    finally:
        connection.close()


def to_frame(table: schema.Table, found: Iterable[sqlite3.Row]) -> pd.DataFrame | gpd.GeoDataFrame:
    """Make a frame of stored rows; columns that are the store's own are left out."""
    return schema.frame(table, (as_row(table, row) for row in found))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a store into one clear error.

    Raises
    ------
    StoreError
        In place of any `sqlite3.Error` or `OSError` of the block.
    """
    try:
        yield
    except sqlite3.Error as problem:
        raise StoreError(f"{path}: {_plainly(problem)}") from problem
    except PermissionError as problem:
        raise StoreError(f"{path}: no permission to read it") from problem


def _plainly(problem: sqlite3.Error) -> str:
    """Say in words what SQLite's error means for a reader of a store."""
    text = str(problem)
    if "locked" in text:
        return "another program is writing to it; close it there (QGIS?) and try again"
    if "not a database" in text or "malformed" in text:
        return "the file is damaged; build the store again"
    if "unable to open" in text:
        return "the file cannot be opened; are it and its folder readable?"
    return text


def _look_at_header(path: Path) -> None:
    """Refuse what is no GeoPackage, or one that was cut short on its way here."""
    with path.open("rb") as stream:
        header = stream.read(_HEADER_BYTES)
    if not header.startswith(_HEADER):
        raise StoreError(f"{path} is no GeoPackage")
    page = int.from_bytes(header[16:18], "big")
    size = (page if page > 1 else 65536) * int.from_bytes(header[28:32], "big")
    current = header[24:28] == header[92:96]
    if current and path.stat().st_size < size:
        raise StoreError(f"{path} is damaged: it was cut short; build the store again")


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a GeoPackage that is not ours, or newer than this version can read."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    missing = sorted(set(schema.TABLES) - tables)
    found = None
    if "run" in tables:
        found = connection.execute("SELECT value FROM run WHERE key = ?", (VERSION_KEY,)).fetchone()
    if found is None or not str(found[0]).isdecimal():
        raise StoreError(f"{path} is no store of `mapper`: table run has no {VERSION_KEY}")
    if int(found[0]) > schema.VERSION:
        raise StoreError(
            f"{path} was written by a newer version (tables {found[0]}, this one reads up to"
            f" {schema.VERSION}); update incident-mapper"
        )
    if missing:
        raise StoreError(f"{path} is damaged: it has no table {', '.join(missing)}")


def _cells(table: schema.Table, column: schema.Column, frame: pd.DataFrame) -> list[Any]:
    """Give a column's cells as SQLite takes them: Python values, null as None."""
    values = frame[column.name]
    cells = values.astype(object).where(values.notna(), None).tolist()
    if column.type == "date":
        for text in set(cells) - {None}:
            _day(table, column.name, text)
    return cells


def _day(table: schema.Table, name: str, text: str) -> date:
    """Read an ISO day, or name the column that holds something else."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as problem:
        raise SchemaError(f"table {table.name!r}: {name}: {text!r} is no ISO day") from problem


def _times(name: str, frame: pd.DataFrame) -> list[list[str | None]]:
    """Derive time_start and time_end (exclusive) of a table that has days of its own."""
    if name in _TIMED_BY_INCIDENT:
        return [[None] * len(frame)] * len(TIMES)
    if name not in _TIMED:
        return []
    first, last = _TIMED[name]
    ends = {text: _midnight_after(text) for text in set(frame[last].dropna())}
    starts = {text: f"{text}T00:00:00.000Z" for text in set(frame[first].dropna())}
    return [[starts.get(t) for t in frame[first]], [ends.get(t) for t in frame[last]]]


def _midnight_after(day: str) -> str:
    """Give the instant at which a day is over."""
    if day == date.max.isoformat():
        return f"{day}T23:59:59.999Z"
    return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00.000Z"


def _take_times(connection: sqlite3.Connection, name: str) -> None:
    """Give each row of a table the times of its incident."""
    picked = ", ".join(TIMES)
    connection.execute(
        f"UPDATE {name} SET ({picked}) = (SELECT {picked} FROM incidents"
        f" WHERE incidents.incident_id = {name}.incident_id)"
    )


def _blobs(
    table: schema.Table, layer: geopackage.Layer, frame: gpd.GeoDataFrame
) -> tuple[list[bytes | None], list[geopackage.Box | None]]:
    """Encode a frame's geometries; give their bounding boxes beside, None where null."""
    import numpy as np  # noqa: PLC0415 - a query opens the store without numpy
    import shapely  # noqa: PLC0415 - as above

    shapes = shapely.force_2d(np.asarray(frame.geometry, dtype=object))
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    _check_kinds(table, set(shapely.get_type_id(shapes[there]).tolist()))
    if frame.crs is not None and frame.crs != schema.CRS:
        raise SchemaError(f"table {table.name!r}: geometries are in {frame.crs}, not {schema.CRS}")
    blobs: list[bytes | None] = [None] * len(shapes)
    boxes: list[geopackage.Box | None] = [None] * len(shapes)
    is_point = table.geometry == "Point"
    encoded = shapely.to_wkb(shapes[there], byte_order=1)
    bounds = map(tuple, shapely.bounds(shapes[there]).tolist())
    # A mixed layer keeps points apart from areas and lines, which are all made multi.
    single = {0} if layer.geometry == "GEOMETRY" else set() if layer.is_multi else {0, 1, 3}
    kinds = shapely.get_type_id(shapes[there]).tolist()
    rows = np.flatnonzero(there).tolist()
    for row, wkb, box, kind in zip(rows, encoded, bounds, kinds, strict=True):
        envelope = None if is_point else box
        blobs[row] = geopackage.encode(wkb, envelope, multi=kind not in single)
        boxes[row] = box
    return blobs, boxes


_KINDS = {"Point": {0}, "Polygon": {3, 6}}
_INCIDENT_KINDS = {0, 4}


def _check_kinds(table: schema.Table, found: set[int]) -> None:
    """Refuse geometries of another kind than the table's."""
    if table.geometry is None or table.geometry == "any":
        return
    allowed = _INCIDENT_KINDS if table.name == "incidents" else _KINDS[table.geometry]
    if found - allowed:
        raise SchemaError(f"table {table.name!r}: a geometry is no {table.geometry}")


def _add_indexes(connection: sqlite3.Connection, table: schema.Table) -> None:
    """Index a filled table; its key must be unique."""
    if table.key:
        listed = ", ".join(f'"{name}"' for name in table.key)
        try:
            connection.execute(f"CREATE UNIQUE INDEX key_{table.name} ON {table.name} ({listed})")
        except sqlite3.IntegrityError as problem:
            raise SchemaError(f"table {table.name!r}: key {listed} is not unique") from problem
    for number, columns in enumerate(_INDEXES.get(table.name, ()), start=1):
        connection.execute(f"CREATE INDEX by_{table.name}_{number} ON {table.name} ({columns})")


def _stamp_version(connection: sqlite3.Connection) -> None:
    """Record the version of the tables in the run table."""
    connection.execute("DELETE FROM run WHERE key = ?", (VERSION_KEY,))
    connection.execute(
        "INSERT INTO run (key, value) VALUES (?, ?)", (VERSION_KEY, str(schema.VERSION))
    )


def _drop_leftovers(path: Path) -> None:
    """Remove the journals of the store that is about to be replaced.

    SQLite would play a write-ahead log left by another program (QGIS keeps one) into
    the new file.
    """
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def as_row(table: schema.Table, stored: sqlite3.Row) -> dict[str, Any]:
    """Turn a stored row into a row for `schema.frame`; columns that are not the table's go."""
    row = {name: stored[name] for name in table.names}
    if table.geometry is not None:
        import shapely  # noqa: PLC0415 - only layers need it

        blob = stored[geopackage.GEOMETRY]
        row["geometry"] = None if blob is None else shapely.from_wkb(geopackage.decode(blob))
    return row
