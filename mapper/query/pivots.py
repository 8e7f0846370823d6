"""Incidents counted by month, type, district, verdict ...: each event once."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.errors import SchemaError
from mapper.query.conditions import where

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from mapper.query.conditions import Condition

TOTAL = "total"
_SEVERAL = "(several or none)"
_NONE = "(not stated)"


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
"""What incidents can be counted by: the columns looked at and the key's expression.
Groups do not overlap: a date that spans two months is a group of its own, as is what
lies in several districts."""

FIGURES = ("events", "expected_in_zone", "killed_min", "killed_max")


@dataclass(frozen=True, slots=True)
class Pivot:
    """Counts by group, and for all groups together.

    Each row has a cell per key, then the `FIGURES`: number of incidents; the number to
    be expected in the zone, which is the sum of their probabilities (those without a
    verdict count nothing); smallest and largest figure of people killed, where stated.
    """

    by: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: dict[str, Any]


def pivot(
    connection: sqlite3.Connection,
    by: Sequence[str],
    conditions: Sequence[Condition] = (),
    *,
    zone: str | None = None,
) -> Pivot:
    """Count incidents by one or several keys.

    Parameters
    ----------
    connection
        Open store.
    by
        Names of `KEYS`.
    conditions
        Filters on the incidents.
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
    chance, more = _chance(zone)
    columns = ", ".join(f"i.{name}" for name in _columns(keys))
    # Counted by plain columns first, which an index gives in order; what a key makes of
    # them is worked out once per group, not per incident.
    inner = (
        f"SELECT {columns}, count(*) AS n, total({chance}) AS p,"
        f" sum(i.killed_min) AS low, sum(i.killed_max) AS high"
        f" FROM incidents AS i WHERE {text} GROUP BY {columns}"
    )
    grouped = ", ".join(KEYS[key][1] for key in keys)
    numbers = ", ".join(str(n) for n in range(1, len(keys) + 1))
    found = connection.execute(
        f"SELECT {grouped}, sum(n), total(p), sum(low), sum(high) FROM ({inner}) AS i"
        f" GROUP BY {numbers} ORDER BY {numbers}",
        (*more, *parameters),
    )
    rows = [dict(zip((*keys, *FIGURES), row, strict=True)) for row in found]
    total = {name: _sum(row[name] for row in rows) for name in FIGURES}
    return Pivot(keys, tuple(map(_rounded, rows)), _rounded(total))


def _columns(keys: Sequence[str]) -> list[str]:
    """Name the columns that some keys look at, each once."""
    return list(dict.fromkeys(name for key in keys for name in KEYS[key][0]))


def _sum(figures: Iterable[float | None]) -> float | None:
    """Add figures up; None where none is stated."""
    stated = [figure for figure in figures if figure is not None]
    return sum(stated) if stated else None


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Give the expected number with two decimals, and counts of nothing as 0."""
    return row | {
        "events": row["events"] or 0,
        "expected_in_zone": round(row["expected_in_zone"] or 0.0, 2),
    }


def _chance(zone: str | None) -> tuple[str, tuple[str, ...]]:
    """Write the probability of an incident to lie in a zone: of its places the highest."""
    if zone is None:
        return "i.zone_p_inside", ()
    inner = (
        "SELECT max(z.p_inside) FROM zone_relations AS z"
        " WHERE z.incident_id = i.incident_id AND z.zone_id = ? AND z.in_force"
    )
    return f"({inner})", (zone,)
