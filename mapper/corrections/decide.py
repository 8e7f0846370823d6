"""Decisions of people held against the reports there are, and against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.base.schema import JOINER
from mapper.corrections.pairs import Told, pair_of
from mapper.corrections.targets import Targets
from mapper.corrections.values import BadValueError, Change, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.corrections.file import Correction
    from mapper.gazetteer import Gazetteer

Row = dict[str, Any]
Subject = tuple[str, str] | str

APPLIED, SAID, OVERRIDDEN, REFUSED = "applied", "said_by_rules", "overridden", "refused"
SHOWN = "shown"
"""Field of an incident that decides whether it is shown at all."""
GONE = ("drop", "withhold")
"""Actions that leave a report out of what is shown."""
_PAIRED = ("join", "split")
_CONFIRM = "confirm"
_AGGREGATE = "aggregate"
_UNTIMED = "9999"
_KEPT = ("target", "action", "value", "why", "by", "date", "file", "row")


@dataclass(slots=True)
class Decision:
    """A correction, the reports it is of, what it changes, and what becomes of it."""

    corrections: list[Correction]
    """The same content in one file or in several; the first is spoken of."""
    ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    status: str | None = None
    details: list[str] = field(default_factory=list)
    changed: dict[str, None] = field(default_factory=dict)
    """Incidents that it changed."""
    said: dict[str, None] = field(default_factory=dict)
    """Incidents of which the rules say the same."""

    def refuse(self, status: str, detail: str | None) -> None:
        """Say that it is not applied, and why."""
        self.status = status
        self.details += [detail] if detail else []

    @property
    def correction(self) -> Correction:
        """Give the correction that it is."""
        return self.corrections[0]

    def rows(self) -> list[Row]:
        """Give its rows of the table ``corrections``, one for each place where it stands."""
        status = self.status or (APPLIED if self.changed else SAID if self.said else OVERRIDDEN)
        told = {
            "status": status,
            "detail": JOINER.join(dict.fromkeys(self.details)) or None,
            "incident_ids": JOINER.join(self.changed or self.said) or None,
        }
        return [{name: getattr(one, name) for name in _KEPT} | told for one in self.corrections]


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that is in force for one field of a report, and the change it makes there."""

    decision: Decision
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions, those in force by report and field, and what is said of pairs."""

    decisions: Sequence[Decision]
    in_force: Mapping[str, Mapping[str, Held]]
    told: Told


def decide(
    corrections: Iterable[Correction], incidents: Sequence[Row], gazetteer: Gazetteer
) -> Decided:
    """Find what each decision is of, and which of several on one thing holds.

    Parameters
    ----------
    corrections
        The decisions; of two on one thing the later holds, by their days and then by their
        order.
    incidents
        Rows of the table ``incidents`` as the rules made them.
    gazetteer
        Pack that knows places and parties.
    """
    same: dict[tuple[str | None, ...], list[Correction]] = defaultdict(list)
    for one in sorted(corrections, key=_when):
        same[one.content].append(one)
    decisions = [Decision(one) for one in same.values()]
    targets = Targets(incidents)
    for decision in decisions:
        _resolve(decision, targets, gazetteer)
    totals = {row["incident_id"] for row in incidents if row["scope"] == _AGGREGATE}
    return Decided(decisions, _in_force(decisions), _told(decisions, totals))


def _when(one: Correction) -> tuple[Any, ...]:
    """Order decisions by day, then file and row; those without a day count as the last."""
    return (one.date or _UNTIMED, one.file or "", one.row or 0, str(one.content))


def _resolve(one: Decision, targets: Targets, gazetteer: Gazetteer) -> None:
    """Find the reports of a decision and read its value."""
    told = one.correction
    found = targets.find(told.target)
    if found.status:
        one.refuse(found.status, found.detail)
        return
    one.details += [found.detail] if found.detail else []
    one.ids = found.ids
    if told.action in _PAIRED and told.value:
        other = targets.find(told.value)
        one.others = tuple(name for name in other.ids if name not in one.ids)
        if other.status:
            one.refuse(other.status, f"value: {other.detail}")
        elif not one.others:
            one.refuse(REFUSED, "target and value are the same report")
    elif told.action not in (*_PAIRED, *GONE, _CONFIRM):
        try:
            one.changes = read_value(told.action, told.value or "", gazetteer)
        except BadValueError as problem:
            one.refuse(REFUSED, str(problem))
        one.details += [change.remark for change in one.changes if change.remark]


def _in_force(decisions: Iterable[Decision]) -> dict[str, dict[str, Held]]:
    """Give by report and field the decision that holds: the last."""
    holds: dict[str, dict[str, Held]] = defaultdict(dict)
    for one in decisions:
        action = one.correction.action
        if one.status or action in _PAIRED:
            continue
        held = {each.subject: Held(one, each) for each in one.changes}
        held = held or {SHOWN if action in GONE else action: Held(one)}
        for name in one.ids:
            holds[name] |= held
    return holds


def _told(decisions: Iterable[Decision], totals: set[str]) -> Told:
    """Take up what is said of pairs, the last word on each; what contradicts is refused."""
    paired = [one for one in decisions if one.correction.action in _PAIRED and not one.status]
    last = {subject: one for one in paired for subject in _subjects(one)}
    told = Told()
    for one in paired:
        mine = [subject for subject in _subjects(one) if last[subject] is one]
        problems = [said for subject in mine if (said := _take(told, one, subject, totals))]
        if not mine:
            one.refuse(OVERRIDDEN, "a later decision on the same reports holds")
        elif problems:
            one.refuse(REFUSED, problems[0])
        else:
            one.changed |= dict.fromkeys((*one.ids, *one.others))
    return told


def _subjects(one: Decision) -> list[Subject]:
    """List what a join or a split speaks of: pairs of reports, or one alone."""
    if one.correction.action == "join":
        first, *more = one.ids
        return [pair_of(first, other) for other in (*more, *one.others)]
    if not one.others:
        return list(one.ids)
    return [pair_of(mine, other) for mine in one.ids for other in one.others]


def _take(told: Told, one: Decision, subject: Subject, totals: set[str]) -> str | None:
    """Take up one thing that a join or a split says, or say what is in the way."""
    ends = (subject,) if isinstance(subject, str) else subject
    if found := totals.intersection(ends):
        return f"{min(found)} is a total and of no event"
    signed = one.correction.signed
    if isinstance(subject, str):
        return told.leave_alone(subject, signed)
    take = told.join if one.correction.action == "join" else told.split
    return take(subject, signed)
