"""Two stores table by table: which rows only one of them has, and in which columns they differ."""

# ruff: noqa: S608 - statements hold names that the two databases have in common; quoted

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.store import geopackage, open_store, telling

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SHOWN = 20
"""Rows of a table that are named; the others are counted."""
_PAIRED = 1000
"""Differing rows of a table among which those of one key are looked for."""
_TABLES = tuple(schema.TABLES)
_RUN = "run"
_INPUTS = "input:*"
"""Keys of inputs are numbered in the order in which they were read, which is nobody's fact."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row in which two stores differ.

    `key` names it; `columns` are those that differ, with what each store has in them; `only_in`
    is ``old`` or ``new`` where the other store has no row of that key.
    """

    key: tuple[Any, ...]
    only_in: str | None = None
    columns: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of two stores: its rows in each, how many differ, the first of these.

    `lacks` says which columns, or that the table, only one of them has.
    """

    name: str
    n_old: int
    n_new: int
    n_differing: int
    rows: tuple[Row, ...]
    lacks: str = ""

    @property
    def is_same(self) -> bool:
        """Whether both have the same rows, whatever their order."""
        return not (self.n_differing or self.lacks)


def compare_rows(old: Path, new: Path) -> list[Table]:
    """Compare every table of two stores, rows in any order.

    Parameters
    ----------
    old, new
        Stores; neither is written to.

    Returns
    -------
    tables
        In the order of the schema. What is compared are values as stored, geometries byte by
        byte; where a row lies in its table, and the numbers of inputs in ``run``, are not.

    Raises
    ------
    StoreError
        If one cannot be read.
    """
    open_store(new).close()
    with closing(open_store(old, may_lack=_TABLES)) as connection, telling(old):
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("ATTACH ? AS other", (f"{new.resolve().as_uri()}?mode=ro",))
        return [_compared(connection, table) for table in schema.TABLES.values()]


def _compared(connection: sqlite3.Connection, table: schema.Table) -> Table:
    """Compare one table."""
    name = table.name
    ours, theirs = (_columns(connection, base, name) for base in ("main", "other"))
    if not ours or not theirs:
        return Table(name, 0, 0, 0, (), "only one store has the table" if ours or theirs else "")
    shared = [column for column in ours if column in theirs]
    only = sorted(set(ours) ^ set(theirs))
    lacks = f"only one store has {', '.join(only)}" if only else ""
    counts = [
        connection.execute(f'SELECT COUNT(*) FROM {base}."{name}"').fetchone()[0]
        for base in ("main", "other")
    ]
    # SQLite counts equal rows once in EXCEPT; the number of each is a column of its own here.
    picked = {base: _picked(base, name, shared) for base in ("main", "other")}
    gone = _found(connection, f"{picked['main']} EXCEPT {picked['other']}")
    come = _found(connection, f"{picked['other']} EXCEPT {picked['main']}")
    keys = table.key or (("key",) if name == _RUN else ())
    key = [shared.index(column) for column in keys if column in shared]
    rows = tuple(islice(_paired(gone[1], come[1], shared, key), _SHOWN))
    n_differing = max(gone[0], come[0]) if key else gone[0] + come[0]
    return Table(name, counts[0], counts[1], n_differing, rows, lacks)


def _columns(connection: sqlite3.Connection, base: str, name: str) -> list[str]:
    """List a table's columns but for the number of the row."""
    found = connection.execute(f'PRAGMA {base}.table_info("{name}")').fetchall()
    return [row["name"] for row in found if row["name"] != geopackage.KEY]


def _picked(base: str, name: str, columns: Sequence[str]) -> str:
    """Write the statement that gives a table's different rows and how many there are of each."""
    quoted = ['"{}"'.format(column.replace('"', '""')) for column in columns]
    if name == _RUN and "key" in columns:
        # input:12:article:a.txt is input:article:a.txt here.
        bare = "'input:' || substr(key, 7 + instr(substr(key, 7), ':'))"
        quoted[columns.index("key")] = f"CASE WHEN key GLOB '{_INPUTS}' THEN {bare} ELSE key END"
    listed = ", ".join(quoted)
    places = ", ".join(str(number) for number in range(1, len(quoted) + 1))
    return f'SELECT {listed}, COUNT(*) FROM {base}."{name}" GROUP BY {places}'


def _found(connection: sqlite3.Connection, statement: str) -> tuple[int, list[tuple[Any, ...]]]:
    """Run a statement; give the number of rows and the first of them."""
    found = connection.execute(f"{statement} ORDER BY 1")
    rows = [tuple(row) for row in islice(found, _PAIRED)]
    return len(rows) + sum(1 for _ in found), rows


def _paired(
    old: Iterable[tuple[Any, ...]],
    new: Iterable[tuple[Any, ...]],
    columns: Sequence[str],
    key: Sequence[int],
) -> Iterator[Row]:
    """Put rows of one key beside each other; the last value of each is how often it is there."""
    if not key:
        yield from (Row(row[:-1], "old") for row in old)
        yield from (Row(row[:-1], "new") for row in new)
        return
    before = {tuple(row[place] for place in key): row for row in old}
    after = {tuple(row[place] for place in key): row for row in new}
    for name in sorted(before.keys() | after.keys(), key=repr):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            yield Row(name, "new" if one is None else "old")
            continue
        pairs = zip(columns, one[:-1], other[:-1], strict=True)
        yield Row(name, None, tuple((column, a, b) for column, a, b in pairs if a != b))
