"""Counts by zone verdict, month and type: hard counts beside what the probabilities expect.

Only events are counted, never background or aggregates. Reports judged to be the same event
count once, between the smallest and the largest figure any of them gives.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper.base.schema import JOINER, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KEYS = ("verdict", "month", "type", "zone", "admin1", "held_by")
"""What events can be counted by."""
TOLLS = ("strike_count", "killed", "injured")
NOT_STATED = "not stated"
SEVERAL = "several"
_COLUMNS = {"verdict": "zone_verdict", "type": "event_type", "zone": "zone_id"}


@dataclass(frozen=True, slots=True)
class _Event:
    """One event, of one or more reports: its keys, P and figures (min, max) where stated."""

    keys: dict[str, str]
    chance: float | None
    figures: dict[str, tuple[int, int]]


def place_statistics(
    incidents: pd.DataFrame, locations: pd.DataFrame, *, by: Sequence[str] = ("month",)
) -> list[dict[str, Any]]:
    """Count events by keys, with the share expected inside the zone in force.

    Parameters
    ----------
    incidents
        Frame of the table ``incidents``.
    locations
        Frame of the table ``locations``. An event's probability is the mean over its
        places: of two places each holds half of it. Places with no zone in force, or
        without date, have none and add nothing to what is expected.
    by
        Keys, each of `KEYS`: ``month`` is that of all its days, else "several".

    Returns
    -------
    rows
        One mapping per group, sorted by key: the keys; ``events`` with ``all``, the count
        of each verdict (``inside``, ``edge`` ...) and ``expected_inside``, the sum of P;
        for ``strike_count``, ``killed`` and ``injured`` the number of events that ``stated``
        one, ``min``, ``max``, and of these ``inside_min``, ``inside_max`` (verdict inside)
        and ``expected_min``, ``expected_max`` (weighted by P).
    """
    unknown = [key for key in by if key not in KEYS]
    if unknown:
        raise ValueError(f"cannot count by {unknown[0]!r}; known are {', '.join(KEYS)}")
    groups: dict[tuple[str, ...], list[_Event]] = defaultdict(list)
    for event in _events(incidents, locations):
        groups[tuple(event.keys[key] for key in by)].append(event)
    return [
        dict(zip(by, keys, strict=True)) | _count(groups[keys])
        for keys in sorted(
            groups, key=lambda keys: [_rank(*pair) for pair in zip(by, keys, strict=True)]
        )
    ]


def zone_report(incidents: pd.DataFrame, locations: pd.DataFrame) -> dict[str, Any]:
    """Give the statistics by verdict, month and type for ``report.json``."""
    return {
        f"by_{key}": place_statistics(incidents, locations, by=(key,))
        for key in ("verdict", "month", "type")
    }


def _events(incidents: pd.DataFrame, locations: pd.DataFrame) -> Iterable[_Event]:
    """Join linked reports to events; in the order of the first report."""
    rows = incidents[incidents["scope"] == "event"].to_dict("records")
    chances = locations.groupby("incident_id")["zone_p_inside"].mean().dropna().to_dict()
    for reports in _linked(rows):
        of_each = [chances[r["incident_id"]] for r in reports if r["incident_id"] in chances]
        yield _Event(
            keys={key: _shared(key, reports) for key in KEYS},
            chance=sum(of_each) / len(of_each) if of_each else None,
            figures={t: f for t in TOLLS if (f := _range(t, reports)) is not None},
        )


def _linked(rows: Sequence[Mapping[Any, Any]]) -> list[list[Mapping[Any, Any]]]:
    """Group rows that are linked, directly or through others."""
    by_id = {row["incident_id"]: row for row in rows}
    found: list[list[Mapping[Any, Any]]] = []
    seen: set[str] = set()
    for first in by_id:
        if first in seen:
            continue
        group, open_ = [], [first]
        while open_:
            one = open_.pop()
            if one in seen or one not in by_id:
                continue
            seen.add(one)
            group.append(by_id[one])
            links = by_id[one]["linked_ids"]
            open_ += links.split(JOINER) if isinstance(links, str) else []
        found.append(sorted(group, key=lambda row: str(row["incident_id"])))
    return found


def _shared(key: str, reports: Iterable[Mapping[Any, Any]]) -> str:
    """Give the value that all reports of an event share."""
    values = {_value(key, report) for report in reports}
    if len(values) > 1:
        return "mixed" if key == "verdict" else SEVERAL
    return values.pop()


def _value(key: str, report: Mapping[Any, Any]) -> str:
    if key == "month":
        first, last = report["date_start"], report["date_end"]
        if not isinstance(first, str) or not isinstance(last, str):
            return NOT_STATED
        return first[:7] if first[:7] == last[:7] else SEVERAL
    value = report[_COLUMNS.get(key, key)]
    if isinstance(value, str):
        return value
    return "unknown" if key in ("verdict", "held_by") else NOT_STATED


def _range(toll: str, reports: Iterable[Mapping[Any, Any]]) -> tuple[int, int] | None:
    """Smallest and largest figure that any report of an event gives; None where none does."""
    ends = [report[f"{toll}_{end}"] for report in reports for end in ("min", "max")]
    figures = [int(figure) for figure in ends if not pd.isna(figure)]
    return (min(figures), max(figures)) if figures else None


def _count(events: Sequence[_Event]) -> dict[str, Any]:
    verdicts = [event.keys["verdict"] for event in events]
    made: dict[str, Any] = {
        "events": {
            "all": len(events),
            **{verdict: verdicts.count(verdict) for verdict in VERDICTS if verdict in verdicts},
            "expected_inside": round(sum(event.chance or 0.0 for event in events), 2),
        }
    }
    for toll in TOLLS:
        stated = [event for event in events if toll in event.figures]
        made[toll] = {"stated": len(stated)}
        for number, end in enumerate(("min", "max")):
            figures = [(event, event.figures[toll][number]) for event in stated]
            made[toll] |= {
                end: sum(figure for _, figure in figures),
                f"inside_{end}": sum(f for e, f in figures if e.keys["verdict"] == "inside"),
                f"expected_{end}": round(sum((e.chance or 0.0) * f for e, f in figures), 1),
            }
    return made


def _rank(key: str, value: str) -> tuple[int, str]:
    """Verdicts in the order of their list, all else by name."""
    return (VERDICTS.index(value) if key == "verdict" else 0, value)
