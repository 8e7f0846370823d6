"""Events or reports counted by month, type, district, verdict ...: each once."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.errors import SchemaError
from mapper.query.conditions import where
from mapper.query.counted import EVENTS, REPORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.query.conditions import Condition
    from mapper.query.counted import Rows

TOTAL = "total"
_SEVERAL = "(several or none)"
_NONE = "(not stated)"
_SOURCES = "(several)"


def _spelled(length: int) -> tuple[tuple[str, ...], str]:
    """Spell a date interval by its first signs: one period, or first/last."""
    first, last = (f"substr(i.date_{end}, 1, {length})" for end in ("start", "end"))
    test = (
        f"CASE WHEN i.date_start IS NULL THEN '(undated)' WHEN {first} = {last} THEN {first}"
        f" ELSE {first} || '/' || {last} END"
    )
    return ("date_start", "date_end"), test


def _filled(column: str, instead: str) -> tuple[tuple[str, ...], str]:
    return (column,), f"coalesce(i.{column}, '{instead}')"


KEYS: dict[str, tuple[tuple[str, ...], str]] = {
    "year": _spelled(4),
    "month": _spelled(7),
    "day": _spelled(10),
    "type": (("event_type",), "i.event_type"),
    "actor": _filled("actor", _NONE),
    "admin1": _filled("admin1", _SEVERAL),
    "admin2": _filled("admin2", _SEVERAL),
    "admin3": _filled("admin3", _SEVERAL),
    "verdict": _filled("zone_verdict", _NONE),
    "zone": _filled("zone_id", "(no zone in force)"),
    "precision": _filled("geo_precision", _NONE),
    "scope": (("scope",), "i.scope"),
    "source": (("publisher", "file"), f"coalesce(i.publisher, i.file, '{_NONE}')"),
}
"""What rows can be counted by: the columns looked at and the key's expression.
Groups do not overlap: a date that spans two months is a group of its own, as is what
lies in several districts."""
_OF_EVENTS = {
    "source": (
        ("event_id",),
        "(SELECT CASE WHEN min(s) = max(s) THEN min(s) ELSE '" + _SOURCES + "' END FROM (SELECT"
        f" coalesce(m.publisher, m.file, '{_NONE}') AS s FROM incidents AS m"
        " WHERE m.event_id = i.event_id))",
    )
}
"""Keys that an event takes from its reports: of several publishers they are one group."""

FIGURES = ("expected_in_zone", "killed_min", "killed_max")
"""Figures of each group, after the number of its events or reports."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """Counts by group, and for all groups together.

    Each row has a cell per key, then the number of rows under the name of what was
    counted, ``events`` or ``reports``, then the `FIGURES`: the number to be expected in the
    zone, which is the sum of their probabilities (those without a verdict count nothing);
    smallest and largest figure of people killed, where stated.
    """

    of: Rows

    by: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: dict[str, Any]

    @property
    def number(self) -> int:
        """How many rows were counted."""
        return int(self.total[self.of.name])

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the rows, in order."""
        return (*self.by, self.of.name, *FIGURES)


def pivot(
    connection: sqlite3.Connection,
    by: Sequence[str],
    conditions: Sequence[Condition] = (),
    *,
    of: Rows = EVENTS,
    zone: str | None = None,
) -> Pivot:
    """Count events or reports by one or several keys.

    Parameters
    ----------
    connection
        Open store.
    by
        Names of `KEYS`.
    conditions
        Filters on what is counted.
    of
        What is counted; the conditions must be made for it.
    zone
        Zone whose expected number is given; None for the one in force on each day.

    Raises
    ------
    SchemaError
        If a key is unknown.
    """
    odd = [key for key in by if key not in KEYS]
    if odd:
        raise SchemaError(f"cannot count by {', '.join(odd)}; there are: {', '.join(KEYS)}")
    keys = tuple(dict.fromkeys(by))
    text, parameters = where(conditions)
    chance, join, more = _chance(zone, of)
    looked_at = KEYS if of is REPORTS else KEYS | _OF_EVENTS
    columns = ", ".join(f"i.{name}" for name in _columns(keys, looked_at))
    # Counted by plain columns first, which an index gives in order; what a key makes of
    # them is worked out once per group, not per row.
    inner = (
        f"SELECT {columns}, count(*) AS n, total({chance}) AS p,"
        f" sum(i.killed_min) AS low, sum(i.killed_max) AS high"
        f" FROM {of.source}{join} WHERE {text} GROUP BY {columns}"
    )
    grouped = ", ".join(looked_at[key][1] for key in keys)
    numbers = ", ".join(str(n) for n in range(1, len(keys) + 1))
    found = connection.execute(
        f"SELECT {grouped}, sum(n), total(p), sum(low), sum(high) FROM ({inner}) AS i"
        f" GROUP BY {numbers} ORDER BY {numbers}",
        (*more, *parameters),
    )
    figures = (of.name, *FIGURES)
    rows = [dict(zip((*keys, *figures), row, strict=True)) for row in found]
    total = {name: _sum(row[name] for row in rows) for name in figures}
    return Pivot(of, keys, tuple(_rounded(row, of) for row in rows), _rounded(total, of))


def _columns(
    keys: Sequence[str], looked_at: Mapping[str, tuple[tuple[str, ...], str]]
) -> list[str]:
    """Name the columns that some keys look at, each once."""
    return list(dict.fromkeys(name for key in keys for name in looked_at[key][0]))


def _sum(figures: Iterable[float | None]) -> float | None:
    """Add figures up; None where none is stated."""
    stated = [figure for figure in figures if figure is not None]
    return sum(stated) if stated else None


def _rounded(row: dict[str, Any], of: Rows) -> dict[str, Any]:
    """Give the expected number with two decimals, and counts of nothing as 0."""
    return row | {
        of.name: row[of.name] or 0,
        "expected_in_zone": round(row["expected_in_zone"] or 0.0, 2),
    }


def _chance(zone: str | None, of: Rows) -> tuple[str, str, tuple[str, ...]]:
    """Write the probability of a row to lie in a zone, and the join that it needs.

    Of the places of a report the highest counts. An event's is the mean over its places, as its
    own column has it, weighed by how many reports each fits, for the zone that the column is of.
    """
    if zone is None:
        return "i.zone_p_inside", "", ()
    places = (
        f"SELECT z.row, z.place, max(z.p_inside) AS p FROM ({of.relations()}) AS z"
        " WHERE z.zone_id = ? AND z.in_force GROUP BY z.row, z.place"
    )
    middle = "max" if of is REPORTS else "avg"
    join = (
        f" LEFT JOIN (SELECT row, {middle}(p) AS p FROM ({places}) GROUP BY row) AS c"
        f" ON c.row = i.{of.key}"
    )
    if of is REPORTS:
        return "c.p", join, (zone,)
    return "CASE WHEN i.zone_id = ? THEN i.zone_p_inside ELSE c.p END", join, (zone, zone)
