"""Incidents counted by month, type, district, verdict ...: each event once."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.errors import SchemaError
from mapper.select import where

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mapper.select import Condition

TOTAL = "total"
_SEVERAL = "(several or none)"
_NONE = "(not stated)"


def _spelled(length: int) -> str:
    """Spell a date interval by its first signs: one period, or first/last."""
    first, last = (f"substr(i.date_{end}, 1, {length})" for end in ("start", "end"))
    return (
        f"CASE WHEN i.date_start IS NULL THEN '(undated)' WHEN {first} = {last} THEN {first}"
        f" ELSE {first} || '/' || {last} END"
    )


KEYS = {
    "year": _spelled(4),
    "month": _spelled(7),
    "day": _spelled(10),
    "type": "i.event_type",
    "actor": f"coalesce(i.actor, '{_NONE}')",
    "admin1": f"coalesce(i.admin1, '{_SEVERAL}')",
    "admin2": f"coalesce(i.admin2, '{_SEVERAL}')",
    "admin3": f"coalesce(i.admin3, '{_SEVERAL}')",
    "verdict": f"coalesce(i.zone_verdict, '{_NONE}')",
    "precision": f"coalesce(i.geo_precision, '{_NONE}')",
    "scope": "i.scope",
    "source": f"coalesce(i.publisher, i.file, '{_NONE}')",
}
"""What incidents can be counted by. Groups do not overlap: a date that spans two months
is a group of its own, as is what lies in several districts."""

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
    figures = f"count(*), round(total({chance}), 2), sum(i.killed_min), sum(i.killed_max)"
    grouped = ", ".join(KEYS[key] for key in keys)
    numbers = ", ".join(str(n) for n in range(1, len(keys) + 1))
    found = connection.execute(
        f"SELECT {grouped}, {figures} FROM incidents AS i WHERE {text}"
        f" GROUP BY {numbers} ORDER BY {numbers}",
        (*more, *parameters),
    )
    rows = tuple(dict(zip((*keys, *FIGURES), row, strict=True)) for row in found)
    overall = connection.execute(
        f"SELECT {figures} FROM incidents AS i WHERE {text}", (*more, *parameters)
    ).fetchone()
    return Pivot(keys, rows, dict(zip(FIGURES, overall, strict=True)))


def _chance(zone: str | None) -> tuple[str, tuple[str, ...]]:
    """Write the probability of an incident to lie in a zone: of its places the highest."""
    if zone is None:
        return "i.zone_p_inside", ()
    inner = (
        "SELECT max(z.p_inside) FROM zone_relations AS z"
        " WHERE z.incident_id = i.incident_id AND z.zone_id = ? AND z.in_force"
    )
    return f"({inner})", (zone,)
