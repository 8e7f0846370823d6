"""What is wrong with a store that another program wrote to, or that came to harm on its way.

SQLite lets any cell hold anything, whatever its column says: cells are held against the schema in
SQL, so that a whole table costs less to check than to read.
"""

# ruff: noqa: S608 - statements hold names of the schema only

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.checked import Field, FieldError, check_fields
from mapper.base.errors import StoreError
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_KEPT_AS = {
    "text": ("text",),
    "date": ("text",),
    "int": ("integer",),
    "bool": ("integer",),
    "float": ("real", "integer"),
}
_ENDLESS = 1e300


def check_columns(path: Path, connection: sqlite3.Connection) -> None:
    """See that each table is one, and has the columns of this version.

    Raises
    ------
    StoreError
        If one is missing; it names table and column.
    """
    for table in schema.TABLES.values():
        there = _columns(connection, table.name)
        wanted = [*table.names, *([geopackage.GEOMETRY] if table.geometry else [])]
        missing = [name for name in wanted if name not in there]
        if missing:
            raise StoreError(
                f"{path} is damaged: table {table.name} has no column {', '.join(missing)};"
                " build the store again"
            )


def check_cells(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Hold the cells of some tables against the schema.

    Raises
    ------
    StoreError
        If one is not what its column holds; it names table, row, column and value.
    """
    for name in names:
        fault = _first_fault(connection, schema.TABLES[name])
        if fault:
            path = connection.execute("PRAGMA database_list").fetchone()[2]
            raise StoreError(f"{path} is damaged: {fault}; build the store again")


def _columns(connection: sqlite3.Connection, name: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA main.table_info("{name}")')}


def _first_fault(connection: sqlite3.Connection, table: schema.Table) -> str | None:
    """Say what is wrong with the first row of a table that has something wrong."""
    there = _columns(connection, table.name)
    columns = [one for one in table.columns if one.name in there]
    shapes = [geopackage.GEOMETRY] if table.geometry and geopackage.GEOMETRY in there else []
    tests = [*_tests(columns), *(f"typeof({one}) NOT IN ('blob', 'null')" for one in shapes)]
    found = connection.execute(
        f'SELECT rowid AS found_at, * FROM main."{table.name}" WHERE {" OR ".join(tests)} LIMIT 1'
    ).fetchone()
    if found is None:
        return None
    where = f"table {table.name} row {found['found_at']}"
    try:
        cells = {one.name: _cell(found[one.name], one) for one in columns}
        check_fields(cells, _fields(columns), where)
    except FieldError as problem:
        return str(problem)
    return f"{where}: its geometry is none"


def _tests(columns: Iterable[schema.Column]) -> Iterator[str]:
    """Give the conditions in SQL of which each tells of a fault."""
    for column in columns:
        name = f'"{column.name}"'
        kept = ", ".join(f"'{one}'" for one in (*_KEPT_AS[column.type], "null"))
        yield f"typeof({name}) NOT IN ({kept})"
        if column.required:
            yield f"{name} IS NULL"
        if column.type == "date":
            yield f"({name} NOT NULL AND date({name}) IS NOT {name})"
        if column.type == "bool":
            yield f"{name} NOT IN (0, 1)"
        if column.type == "float":
            yield f"abs({name}) > {_ENDLESS}"
        if column.codes:
            codes = ", ".join("'" + str(code).replace("'", "''") + "'" for code in column.codes)
            yield f"{name} NOT IN ({codes})"


def _cell(value: Any, column: schema.Column) -> Any:  # noqa: ANN401 - of any store
    """Give a cell as the schema has it: SQLite keeps booleans as 0 and 1."""
    is_flag = column.type == "bool" and value in {0, 1} and not isinstance(value, bytes | str)
    return bool(value) if is_flag else value


def _fields(columns: Iterable[schema.Column]) -> list[Field]:
    return [Field(one.name, one.type, required=one.required, codes=one.codes) for one in columns]
