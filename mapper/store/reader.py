"""Opening a store and reading its tables."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import re
import sqlite3
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema
from mapper.base.errors import MapperError, SchemaError, StoreError
from mapper.base.sets import settle_file
from mapper.store import damage, geopackage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

VERSION_KEY = "schema_version"


_WAIT_S = 2.0
_VERSION = re.compile("[0-9]{1,6}")


_HEADER = b"SQLite format 3\0"


_HEADER_BYTES = 100


def open_store(path: Path, *, may_lack: Collection[str] = ()) -> sqlite3.Connection:
    """Open a store for reading.

    Parameters
    ----------
    path
        GeoPackage that `write_store` or `mapper build` wrote.
    may_lack
        Tables without which a store of an earlier version is read all the same; it may
        lack columns too.

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
    settle_file(path)
    if not path.is_file():
        raise StoreError(f"no store at {path}; `mapper build` makes one")
    with telling(path):
        _look_at_header(path)
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S, isolation_level=None
        )
        try:
            connection.row_factory = sqlite3.Row
            if _check_version(path, connection, may_lack) < schema.VERSION:
                _fill_in(connection)
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
            damage.check_cells(connection, [name])
            found = connection.execute(f'SELECT * FROM "{name}" ORDER BY {geopackage.KEY}')
            return to_frame(schema.TABLES[name], found)
    finally:
        connection.close()


def to_frame(table: schema.Table, found: Iterable[sqlite3.Row]) -> pd.DataFrame | gpd.GeoDataFrame:
    """Make a frame of stored rows; columns that are the store's own are left out."""
    return frames.frame(table, (as_row(table, row) for row in found))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a store into one clear error.

    Raises
    ------
    StoreError
        In place of any `sqlite3.Error` or `OSError` of the block, and of what a cell does that
        is not what its column holds.
    """
    try:
        yield
    except sqlite3.Error as problem:
        raise StoreError(f"{path}: {_plainly(problem)}") from problem
    except PermissionError as problem:
        raise StoreError(f"{path}: no permission to read it") from problem
    except MapperError:
        raise
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError, struct.error):
        _look_for_damage(path)  # a cell that is not what its column holds ends in any of these
        raise


def _look_for_damage(path: Path) -> None:
    """Say what is wrong with the cells of a store that could not be read on, if anything is."""
    try:
        connection = open_store(path, may_lack=schema.TABLES)
        try:
            damage.check_columns(path, connection)
            damage.check_cells(connection, schema.TABLES)
        finally:
            connection.close()
    except sqlite3.Error as problem:
        raise StoreError(f"{path}: {_plainly(problem)}") from problem


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


def is_store(path: Path) -> bool:
    """Tell by its first bytes whether a file may be a store; False where there is none."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_HEADER)) == _HEADER


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


def _fill_in(connection: sqlite3.Connection) -> None:
    """Let the columns that an earlier version did not have be there, empty.

    A temporary view goes before the table of its name; the file is not changed.
    """
    for name, table in schema.TABLES.items():
        there = {row[1] for row in connection.execute(f'PRAGMA main.table_info("{name}")')}
        lacking = [column for column in table.names if column not in there]
        if there and lacking:
            more = ", ".join(f'NULL AS "{column}"' for column in lacking)
            connection.execute(f'CREATE TEMP VIEW "{name}" AS SELECT *, {more} FROM main."{name}"')


def _check_version(path: Path, connection: sqlite3.Connection, may_lack: Collection[str]) -> int:
    """Give the version of the tables; refuse a GeoPackage that is not ours, or newer."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
    tables = {row[0] for row in connection.execute(listed)}
    missing = sorted(set(schema.TABLES) - tables)
    found = None
    if "run" in tables:
        found = connection.execute("SELECT value FROM run WHERE key = ?", (VERSION_KEY,)).fetchone()
    if found is None or not _VERSION.fullmatch(str(found[0])):
        raise StoreError(
            f"{path} is no store that `mapper build` made, nor a copy of one: it does not say"
            " which build it is of"
        )
    if int(found[0]) > schema.VERSION:
        raise StoreError(
            f"{path} was written by a newer version (tables {found[0]}, this one reads up to"
            f" {schema.VERSION}); update incident-mapper"
        )
    if int(found[0]) < schema.VERSION:
        missing = sorted(set(missing) - set(may_lack))
    if missing and int(found[0]) < schema.VERSION:
        raise StoreError(
            f"{path} was written by an earlier version (tables {found[0]}, this one reads"
            f" {schema.VERSION}); build it again from its sources"
        )
    if missing:
        raise StoreError(f"{path} is damaged: it has no table {', '.join(missing)}")
    if int(found[0]) == schema.VERSION:
        damage.check_columns(path, connection)
    return int(found[0])


def as_row(table: schema.Table, stored: sqlite3.Row) -> dict[str, Any]:
    """Turn a stored row into a row for `schema.frame`; columns that are not the table's go."""
    row = {name: stored[name] for name in table.names}
    if table.geometry is not None:
        row["geometry"] = shape_of(stored[geopackage.GEOMETRY])
    return row


def shape_of(blob: bytes | None) -> Any:  # noqa: ANN401 - a geometry or None
    """Read a geometry blob: a shapely geometry (EPSG:4326, lon/lat), None where there is none.

    Raises
    ------
    StoreError
        If the bytes are no geometry.
    """
    import shapely  # noqa: PLC0415 - only a build draws areas

    if blob is None:
        return None
    try:
        return shapely.from_wkb(geopackage.decode(blob))
    except (ValueError, LookupError, TypeError, struct.error, shapely.errors.ShapelyError):
        raise StoreError(
            "the store is damaged: a geometry in it is none; build the store again"
        ) from None
