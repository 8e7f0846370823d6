"""Questions to the store, answered by SQL: how many, which, and why none."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mapper.base.errors import SchemaError
from mapper.query.conditions import Condition, where
from mapper.query.counted import EVENTS
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from mapper.query.counted import Rows

UNDATED = Condition("undated", "i.date_start IS NULL")
_DATED = Condition("dated", "i.date_start IS NOT NULL")


def count(
    connection: sqlite3.Connection, conditions: Sequence[Condition] = (), *, of: Rows = EVENTS
) -> int:
    """Count the rows that meet all conditions, which must be made for the same kind of rows."""
    found = 0
    for combination in product(*(one.alternatives or (one,) for one in conditions)):
        text, parameters = where(combination)
        counted = connection.execute(f"SELECT count(*) FROM {of.source} WHERE {text}", parameters)
        found += int(counted.fetchone()[0])
    return found


def rows(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition] = (),
    *,
    of: Rows = EVENTS,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[sqlite3.Row]:
    """Give the rows that meet all conditions, one at a time.

    Parameters
    ----------
    connection
        Open store.
    conditions
        Filters; none keeps all.
    of
        What is asked about; the conditions must be made for it.
    sort
        Column to order by, with ``-`` in front for largest first; empty cells come
        last. None orders by date, undated ones last. Ties go by id.
    limit
        Most rows to give.

    Returns
    -------
    rows
        Columns of the rows' table, then the geometry's blob as ``geom``.

    Raises
    ------
    SchemaError
        If there is no column to sort by.
    """
    left = -1 if limit is None else limit
    if sort is not None:
        yield from _ordered(connection, conditions, of, _order(sort, of), left)
        return
    # Two passes, so that an index gives the dated ones in order without a sort.
    for half in (_DATED, UNDATED):
        order = "i.date_start, i.date_end"
        for row in _ordered(connection, [*conditions, half], of, order, left):
            yield row
            left -= left > 0
        if left == 0:
            return


def ids(
    connection: sqlite3.Connection, conditions: Sequence[Condition] = (), *, of: Rows = EVENTS
) -> set[str]:
    """Give the ids of the rows that meet all conditions, made for the same kind of rows."""
    text, parameters = where(conditions)
    found = connection.execute(f"SELECT i.{of.key} FROM {of.source} WHERE {text}", parameters)
    return {row[0] for row in found}


def notes(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the credits, licence and profile that the store carries."""
    found = connection.execute(
        "SELECT key, value FROM run WHERE key IN ('credits', 'licence', 'profile')"
    )
    return {row[0]: row[1] for row in found}


def why_none(
    connection: sqlite3.Connection, conditions: Sequence[Condition], *, of: Rows = EVENTS
) -> str:
    """Say which filter left nothing, the filters being applied one after the other."""
    before = count(connection, of=of)
    if before == 0:
        return f"the store holds no {of.name}"
    for number, one in enumerate(conditions, start=1):
        after = count(connection, conditions[:number], of=of)
        if after == 0:
            return f"none of the {before} {of.name} left by then meets: {one.words}"
        before = after
    return f"{before} {of.name} meet every filter"


def _ordered(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition],
    of: Rows,
    order: str,
    limit: int,
) -> Iterator[sqlite3.Row]:
    text, parameters = where(conditions)
    names = ", ".join(f'i."{name}"' for name in (*of.table.names, geopackage.GEOMETRY))
    found = connection.execute(
        f"SELECT {names} FROM {of.source} WHERE {text} ORDER BY {order}, i.{of.key} LIMIT ?",
        (*parameters, limit),
    )
    yield from iter(found.fetchone, None)


def _order(sort: str, of: Rows) -> str:
    """Write the ORDER BY of a column named by a user."""
    name = sort.removeprefix("-")
    if name not in of.table.names:
        raise SchemaError(
            f"no column {name!r} to sort {of.name} by; there are: {', '.join(of.table.names)}"
        )
    return f'i."{name}" IS NULL, i."{name}"{" DESC" if sort.startswith("-") else ""}'
