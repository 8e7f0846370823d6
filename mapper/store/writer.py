"""The store: every table of the schema in one GeoPackage, written whole, read with SQL.

Days are true DATEs in the file; layers that have them carry ``time_start`` and
``time_end`` besides, as DATETIME with the end exclusive, because QGIS's temporal
frames drop a day that is only a DATE.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from mapper.base import frames, schema
from mapper.base.atomic import replacing
from mapper.base.errors import SchemaError, StoreError
from mapper.store import geopackage
from mapper.store.layers import _TIMED, _TIMED_BY_INCIDENT, AREAS_BY_FID, TIMES, layer_of
from mapper.store.reader import VERSION_KEY, telling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd
    import pandas as pd


# What counts and pivots look at: they read these indexes and never the wide rows.
_COUNTED = "date_start, date_end, zone_p_inside, killed_min, killed_max"
_INDEXES: dict[str, tuple[str, ...]] = {
    "incidents": (
        f"scope, event_type, {_COUNTED}",
        "scope, date_start, date_end",
        f"scope, admin1, admin2, event_type, {_COUNTED}",
        "article_id",
        "event_id",
    ),
    "events": (
        f"scope, event_type, {_COUNTED}",
        "scope, date_start, date_end",
        f"scope, admin1, admin2, event_type, {_COUNTED}",
    ),
    "event_links": ("right_id",),
    "locations": ("place_id", "incident_id, admin1, admin2, admin3", "zone_id, zone_verdict"),
    "uncertainty": (AREAS_BY_FID,),
    "zone_relations": ("zone_id, verdict, p_inside",),
    "claims": ("incident_id",),
    "mentions": ("article_id",),
}
_CACHE_KIB = 64 * 1024


def write_store(
    path: Path,
    tables: Mapping[str, pd.DataFrame | gpd.GeoDataFrame],
    *,
    styles: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write a store from frames that fit in memory.

    Parameters
    ----------
    path
        GeoPackage to write. It appears whole; the old one stays until then.
    tables
        Frames by table name, in the schema's columns and types; tables left out are
        there but empty. The same frames give the same bytes.
    styles
        As for `StoreWriter`.

    Raises
    ------
    SchemaError
        If a frame does not fit its table, or a key is used twice.
    StoreError, ExportError
        If the file cannot be written.
    """
    with StoreWriter(path, styles=styles) as writer:
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
    styles
        QGIS style (QML) by table name, with which QGIS opens its layer.
    changed
        Time of last change to record, ISO 8601 UTC. Fixed by default, so that the same
        rows give the same bytes.
    """

    def __init__(
        self,
        path: Path,
        *,
        styles: Mapping[str, str] = MappingProxyType({}),
        changed: str = geopackage.EPOCH,
    ) -> None:
        self.path = path
        self._styles = styles
        self._changed = changed
        self._layers = {name: layer_of(table) for name, table in schema.TABLES.items()}
        self._filled = dict.fromkeys(schema.TABLES, 0)
        self._extents: dict[str, geopackage.Box | None] = {}
        self._stack = ExitStack()
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Begin an empty store under a temporary name."""
        with ExitStack() as begun:
            draft = begun.enter_context(replacing(self.path))
            begun.enter_context(telling(self.path))
            connection = sqlite3.connect(draft, isolation_level=None)
            begun.callback(connection.close)
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
            self._stack = begun.pop_all()
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
        StoreError
            If the disk refuses.
        """
        if name not in schema.TABLES:
            raise SchemaError(f"no table is called {name!r}")
        table, layer = schema.TABLES[name], self._layers[name]
        frames.check(table, frame)
        first = self._filled[name] + 1
        fids = range(first, first + len(frame))
        columns: list[Sequence[Any]] = [_cells(table, column, frame) for column in table.columns]
        columns += _times(name, frame)
        if layer.geometry:
            blobs, boxes = _blobs(table, layer, frame)
            columns.append(blobs)
            self._extents[name] = geopackage.union([self._extents.get(name), *boxes])
            with telling(self.path):
                geopackage.index_boxes(
                    self._open, layer, ((f, b) for f, b in zip(fids, boxes, strict=True) if b)
                )
        with telling(self.path):
            self._open.executemany(geopackage.insert(layer), zip(fids, *columns, strict=True))
        self._filled[name] += len(frame)

    def remove(self, name: str, column: str, values: Collection[str]) -> None:
        """Take rows out of a table that has no geometry, by the values of a column.

        Raises
        ------
        SchemaError
            If there is no such table or column, or the table has a geometry.
        """
        table = schema.TABLES.get(name)
        if table is None or column not in table.names or table.geometry is not None:
            raise SchemaError(f"no rows can be taken out of {name!r} by {column!r}")
        statement = f"DELETE FROM {name} WHERE {column} = ?"
        with telling(self.path):
            self._open.execute(f"CREATE INDEX removing ON {name} ({column})")
            self._open.executemany(statement, [(value,) for value in sorted(values)])
            self._open.execute("DROP INDEX removing")

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
            styles = [
                (layer, self._styles[name])
                for name, layer in self._layers.items()
                if name in self._styles
            ]
            geopackage.add_styles(connection, styles, changed=self._changed)
            connection.execute("ANALYZE")
            connection.execute("COMMIT")
        self._connection = None
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

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"{self.path}: the writer is not open")
        return self._connection


def _cells(table: schema.Table, column: schema.Column, frame: pd.DataFrame) -> list[Any]:
    """Give a column's cells as SQLite takes them."""
    cells = frames.cells_of(frame[column.name])
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
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without
    import shapely  # noqa: PLC0415 - only a build draws areas

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
_OF_SEVERAL_PLACES = ("incidents", "events")


def _check_kinds(table: schema.Table, found: set[int]) -> None:
    """Refuse geometries of another kind than the table's."""
    if table.geometry is None or table.geometry == "any":
        return
    allowed = _INCIDENT_KINDS if table.name in _OF_SEVERAL_PLACES else _KINDS[table.geometry]
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
