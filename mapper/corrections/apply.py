"""Decisions of people applied to the incidents that the rules made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.base.ids import make_id
from mapper.base.rejects import reject
from mapper.base.schema import BY_THE_RULES, JOINER
from mapper.corrections.decide import AMBIGUOUS, GONE, NO_TARGET, REFUSED, SHOWN, decide
from mapper.corrections.file import CORRECTIONS_STAGE
from mapper.corrections.originals import originals
from mapper.corrections.pairs import Told
from mapper.corrections.values import TOLLS
from mapper.incidents import CORRECTION, DECIDED_BY, OPEN, place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mapper.corrections.decide import Decided, Held
    from mapper.corrections.file import Correction
    from mapper.corrections.values import Change
    from mapper.gazetteer import Gazetteer

Row = dict[str, Any]

_FIELDS = ("scope", "type", "date", "place", "actor", *TOLLS, "confirm")
"""Fields in the order in which they are told."""
_COLUMN_OF = {"type": "event_type"}
_ACTOR_STATUS, _ASSERTED = "actor_status", "asserted"
_SAME_SPOT = ("place_id", "lat", "lon", "radius_m", "geo_precision")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The incidents as people decided, and what became of each decision.

    Attributes
    ----------
    incidents, locations
        All rows that are left, changed where somebody said so, and incidents then with
        `DECIDED_BY`; nothing given is changed.
    claims
        Claims to add: the values that people gave.
    gone
        Incidents left out.
    uncorrected
        Rows of that table: what the changed and the missing were.
    corrections
        Rows of that table.
    told
        What is said of pairs of reports.
    """

    incidents: list[Row]
    locations: list[Row]
    claims: list[Row] = field(default_factory=list)
    gone: frozenset[str] = frozenset()
    uncorrected: list[Row] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)
    told: Told = field(default_factory=Told)


def correct(
    corrections: Sequence[Correction],
    incidents: Sequence[Row],
    locations: Sequence[Row],
    gazetteer: Gazetteer,
    *,
    claims_of: Callable[[Collection[str]], Mapping[str, Sequence[Row]]],
) -> Corrected:
    """Apply decisions to incidents.

    Parameters
    ----------
    corrections
        The decisions; see `mapper.corrections.decide.decide`.
    incidents, locations
        Rows of these tables as the rules made them, locations with their ``area``.
    gazetteer
        Pack that knows places and parties.
    claims_of
        Gives the claims of some incidents, by incident.
    """
    if not corrections:
        return Corrected(list(incidents), list(locations))
    decided = decide(corrections, incidents, gazetteer)
    at: dict[str, list[Row]] = defaultdict(list)
    for one in locations:
        at[one["incident_id"]].append(one)
    claims = claims_of(decided.in_force.keys())
    made = [
        _corrected(row, at[row["incident_id"]], decided, claims.get(row["incident_id"], ()))
        for row in incidents
    ]
    rows = sorted(
        (row for one in decided.decisions for row in one.rows()),
        key=lambda row: (row["file"] or "", row["row"] or 0, row["target"], row["action"]),
    )
    return Corrected(
        incidents=[one.incident for one in made if not one.is_gone],
        locations=[location for one in made if not one.is_gone for location in one.locations],
        claims=[claim for one in made for claim in one.claims],
        gone=frozenset(one.incident["incident_id"] for one in made if one.is_gone),
        uncorrected=[row for one in made for row in one.uncorrected],
        corrections=rows,
        told=decided.told,
    )


@dataclass(slots=True)
class _Made:
    """An incident with its places, and what is kept and added besides."""

    incident: Row
    locations: list[Row]
    claims: list[Row] = field(default_factory=list)
    uncorrected: list[Row] = field(default_factory=list)
    is_gone: bool = False


def _corrected(row: Row, locations: list[Row], decided: Decided, claims: Sequence[Row]) -> _Made:
    """Apply what is decided of one report."""
    name = str(row["incident_id"])
    held = decided.in_force.get(name, {})
    said = _of_pairs(name, decided.told)
    if not (held or said):
        return _Made(row, locations)
    if not held:
        return _Made({**row, "corrected": JOINER.join(said)}, locations)
    kept = {"incidents": [row], "locations": locations, "claims": claims}
    if SHOWN in held:
        _leave_out(name, held)
        return _Made(row, locations, uncorrected=originals(name, kept), is_gone=True)
    made = _Made(dict(row), locations)
    words = []
    for subject in sorted(held, key=_FIELDS.index):
        one = held[subject]
        if one.change is not None and _is_said(one.change, made):
            one.decision.said[name] = None
            continue
        one.decision.changed[name] = None
        words.append(_in_words(subject, one, row))
        if one.change is not None:
            _change(made, one.change, one.decision.correction)
    is_changed = any(
        one.change is not None and name in one.decision.changed for one in held.values()
    )
    made.uncorrected = originals(name, kept) if is_changed else []
    made.incident[DECIDED_BY] = {
        subject: one.decision.correction.by
        for subject, one in held.items()
        if name in one.decision.changed
    }
    made.incident["corrected"] = JOINER.join([*words, *said]) or None
    return made


def _leave_out(name: str, held: Mapping[str, Held]) -> None:
    """Say of a report that is left out what else was decided of it."""
    for subject, one in held.items():
        if subject == SHOWN:
            one.decision.changed[name] = None
        else:
            action = held[SHOWN].decision.correction.action
            one.decision.details.append(f"{name} is left out by another decision: {action}")


def _is_said(change: Change, made: _Made) -> bool:
    """See whether the rules say the same by themselves."""
    if change.placed is None:
        return all(made.incident.get(name) == value for name, value in change.columns.items())
    new = [[getattr(one.location, name) for name in _SAME_SPOT] for one in change.placed]
    return new == [[one[name] for name in _SAME_SPOT] for one in made.locations]


def _change(made: _Made, change: Change, by: Correction) -> None:
    """Change a field of an incident, and state the value as a claim."""
    name = made.incident["incident_id"]
    if change.placed is None:
        made.incident |= change.columns
    else:
        made.incident, made.locations = place(made.incident, change.placed)
    made.claims.append(
        {
            "claim_id": make_id("clm", name, CORRECTION, change.subject, change.wording),
            "incident_id": name,
            "article_id": made.incident.get("article_id"),
            "field": _COLUMN_OF.get(change.subject, change.subject),
            "value_min": change.low,
            "value_max": change.high,
            "wording": change.wording,
            "attributed_to": by.by,
            "certainty": change.columns.get(_ACTOR_STATUS, _ASSERTED),
            "rule": f"{CORRECTION}.{OPEN}" if change.is_open else CORRECTION,
        }
    )


def _in_words(subject: str, held: Held, row: Row) -> str:
    """Say what was corrected, by whom and why, and what the rules had."""
    signed = held.decision.correction.signed
    if held.change is None:
        return f"confirmed {signed}"
    return f"{subject}{BY_THE_RULES}{as_read(subject, row)}) corrected {signed}"


def as_read(subject: str, row: Mapping[str, Any]) -> str:
    """Say what the rules had in a field."""
    if subject == "place":
        return str(row.get("places") or "none")
    if subject == "date":
        days = [row["date_start"], row["date_end"]]
        return " to ".join(dict.fromkeys(str(day) for day in days if day)) or "none"
    if subject not in TOLLS:
        return str(row.get(_COLUMN_OF.get(subject, subject)) or "none")
    low, high, is_open = (row.get(f"{subject}_{end}") for end in ("min", "max", "open"))
    if low is None:
        return "none"
    return (f"{low}" if low == high else f"{low}-{high}") + ("+" if is_open else "")


def _of_pairs(name: str, told: Told) -> list[str]:
    """Say with what people joined a report, and from what they split it."""
    words = [f"split off {told.alone[name]}"] if name in told.alone else []
    for verb, other, signed in told.of(name):
        words.append(f"{verb} {other} {signed}")
    return words


def _is_lost(row: Row) -> bool:
    """See whether a decision to leave something out finds it no longer: it may be shown again."""
    return row["action"] in GONE and row["status"] in {NO_TARGET, AMBIGUOUS}


def rejects_of(corrections: Iterable[Row], events: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Word the decisions that nobody can follow, or that leave nothing out any more, as rejects.

    Parameters
    ----------
    corrections
        Rows of that table; one of an event is told which reports the event has.
    events
        Rows of the table ``events``.
    """
    members = {row["event_id"]: row["members"] for row in events}
    refused = [row for row in corrections if row["status"] == REFUSED or _is_lost(row)]
    for row in refused:
        if row["target"] in members:
            row["detail"] += f": {members[row['target']]}"
    return [
        reject(
            row["file"] or "",
            CORRECTIONS_STAGE,
            "bad_correction",
            f"{row['action']} of {row['target']}: {row['detail']}",
            row=row["row"],
        )
        for row in refused
    ]
