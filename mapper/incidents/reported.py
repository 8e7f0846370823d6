"""What several reports of one event give as its toll, as claims that a policy can go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.incidents.policies import OPEN, REPORT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Row = dict[str, Any]

DECIDED_BY = "decided_by"
"""What rows of incidents carry beside their columns: by field who gave its value, where a person
did."""

TOLLS = ("killed", "injured", "displaced")


def claims_of_reports(
    rows: Iterable[Mapping[str, Any]], tolls: Collection[str] = TOLLS
) -> list[Row]:
    """Say what each report gives as a claim of whom it cites, or of its own; no claim twice.

    Parameters
    ----------
    rows
        Rows of ``incidents`` that are reports of one event.
    tolls
        Fields wanted, of `TOLLS`.
    """
    claims = [
        {
            "field": name,
            "value_min": row[f"{name}_min"],
            "value_max": highest(row, name),
            "group": row.get("killed_group") if name == "killed" else None,
            "attributed_to": voice_of(row, name),
            "rule": f"{REPORT}.{OPEN}" if row.get(f"{name}_open") else REPORT,
        }
        for row in rows
        for name in TOLLS
        if name in tolls and row.get(f"{name}_min") is not None
    ]
    return list({tuple(claim.values()): claim for claim in claims}.values())


def highest(row: Mapping[str, Any], name: str) -> int:
    """Give the largest figure of a toll whose smallest is told."""
    high = row.get(f"{name}_max")
    return int(row[f"{name}_min"] if high is None else high)


def voice_of(row: Mapping[str, Any], name: str = "") -> str:
    """Say in whose name a report speaks: whom it cites, else its publisher or file.

    Of a figure that a person gave it is that person.
    """
    decided = row.get(DECIDED_BY) or {}
    if name in decided:
        return str(decided[name] or "corrected")
    return str(row.get("attributed_to") or row.get("publisher") or row.get("file") or "")
