"""Questions to the store, answered by SQL: how many, which, and why none."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.errors import SchemaError
from mapper.query.conditions import Condition, where
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

UNDATED = Condition("undated", "i.date_start IS NULL")
_DATED = Condition("dated", "i.date_start IS NOT NULL")


def count(connection: sqlite3.Connection, conditions: Sequence[Condition] = ()) -> int:
    """Count the incidents that meet all conditions."""
    found = 0
    for combination in product(*(one.alternatives or (one,) for one in conditions)):
        text, parameters = where(combination)
        counted = connection.execute(
            f"SELECT count(*) FROM incidents AS i WHERE {text}", parameters
        )
        found += int(counted.fetchone()[0])
    return found


def rows(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition] = (),
    *,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[sqlite3.Row]:
    """Give the incidents that meet all conditions, one at a time.

    Parameters
    ----------
    connection
        Open store.
    conditions
        Filters; none keeps all.
    sort
        Column to order by, with ``-`` in front for largest first; empty cells come
        last. None orders by date, undated ones last. Ties go by id.
    limit
        Most rows to give.

    Returns
    -------
    rows
        Columns of `schema.INCIDENTS`, then the geometry's blob as ``geom``.

    Raises
    ------
    SchemaError
        If there is no column to sort by.
    """
    left = -1 if limit is None else limit
    if sort is not None:
        yield from _ordered(connection, conditions, _order(sort), left)
        return
    # Two passes, so that an index gives the dated ones in order without a sort.
    for half in (_DATED, UNDATED):
        for row in _ordered(connection, [*conditions, half], "i.date_start, i.date_end", left):
            yield row
            left -= left > 0
        if left == 0:
            return


def notes(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the credits and licence that the store carries."""
    found = connection.execute("SELECT key, value FROM run WHERE key IN ('credits', 'licence')")
    return {row[0]: row[1] for row in found}


def why_none(connection: sqlite3.Connection, conditions: Sequence[Condition]) -> str:
    """Say which filter left nothing, the filters being applied one after the other."""
    before = count(connection)
    if before == 0:
        return "the store holds no incidents"
    for number, one in enumerate(conditions, start=1):
        after = count(connection, conditions[:number])
        if after == 0:
            return f"none of the {before} incidents left by then meets: {one.words}"
        before = after
    return f"{before} incidents meet every filter"


def _ordered(
    connection: sqlite3.Connection, conditions: Sequence[Condition], order: str, limit: int
) -> Iterator[sqlite3.Row]:
    text, parameters = where(conditions)
    names = ", ".join(f'i."{name}"' for name in (*schema.INCIDENTS.names, geopackage.GEOMETRY))
    found = connection.execute(
        f"SELECT {names} FROM incidents AS i WHERE {text} ORDER BY {order}, i.incident_id LIMIT ?",
        (*parameters, limit),
    )
    yield from iter(found.fetchone, None)


def _order(sort: str) -> str:
    """Write the ORDER BY of a column named by a user."""
    name = sort.removeprefix("-")
    if name not in schema.INCIDENTS.names:
        raise SchemaError(
            f"no column {name!r} to sort by; there are: {', '.join(schema.INCIDENTS.names)}"
        )
    return f'i."{name}" IS NULL, i."{name}"{" DESC" if sort.startswith("-") else ""}'
