"""Counts by zone verdict, month and type: hard counts beside what the probabilities expect.

Only events are counted, never background or totals over several, and each once, however many
reports tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper.base.schema import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS = ("verdict", "month", "type", "zone", "admin1", "held_by")
"""What events can be counted by."""
TOLLS = ("strike_count", "killed", "injured")
NOT_STATED = "not stated"
SEVERAL = "several"
_COLUMNS = {"verdict": "zone_verdict", "type": "event_type", "zone": "zone_id"}


@dataclass(frozen=True, slots=True)
class _Event:
    """One event: its keys, P and figures (min, max) where stated."""

    keys: dict[str, str]
    chance: float | None
    figures: dict[str, tuple[int, int]]


def place_statistics(
    events: pd.DataFrame, *, by: Sequence[str] = ("month",)
) -> list[dict[str, Any]]:
    """Count events by keys, with the share expected inside the zone in force.

    Parameters
    ----------
    events
        Frame of the table ``events``, each with its own verdict, P and figures, whatever
        the number of its reports. One with no zone in force, or without date, has no P and
        adds nothing to what is expected.
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
    for event in map(_event, events[events["scope"] == "event"].to_dict("records")):
        groups[tuple(event.keys[key] for key in by)].append(event)
    return [
        dict(zip(by, keys, strict=True)) | _count(groups[keys])
        for keys in sorted(
            groups, key=lambda keys: [_rank(*pair) for pair in zip(by, keys, strict=True)]
        )
    ]


def zone_report(events: pd.DataFrame) -> dict[str, Any]:
    """Give the statistics by verdict, month and type for ``report.json``."""
    return {
        f"by_{key}": place_statistics(events, by=(key,)) for key in ("verdict", "month", "type")
    }


def _event(row: Mapping[Any, Any]) -> _Event:
    """Read what is counted of an event."""
    chance = row["zone_p_inside"]
    return _Event(
        keys={key: _value(key, row) for key in KEYS},
        chance=None if pd.isna(chance) else float(chance),
        figures={toll: f for toll in TOLLS if (f := _range(toll, row)) is not None},
    )


def _value(key: str, row: Mapping[Any, Any]) -> str:
    if key == "month":
        first, last = row["date_start"], row["date_end"]
        if not isinstance(first, str) or not isinstance(last, str):
            return NOT_STATED
        return first[:7] if first[:7] == last[:7] else SEVERAL
    value = row[_COLUMNS.get(key, key)]
    if isinstance(value, str):
        return value
    return "unknown" if key in ("verdict", "held_by") else NOT_STATED


def _range(toll: str, row: Mapping[Any, Any]) -> tuple[int, int] | None:
    """Smallest and largest figure of an event; None where none is stated."""
    ends = [row[f"{toll}_{end}"] for end in ("min", "max")]
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
