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
NO_TARGET, AMBIGUOUS = "no_target", "ambiguous"
SHOWN = "shown"
"""Field of an incident that decides whether it is shown at all."""
GONE = ("drop", "withhold")
"""Actions that leave a report out of what is shown."""
_WITHHOLD = "withhold"
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
    in_force = _in_force(decisions)
    totals = {
        row["incident_id"]
        for row in incidents
        if _scope(row, in_force.get(row["incident_id"], {})) == _AGGREGATE
    }
    left_out = {name for name, fields in in_force.items() if SHOWN in fields}
    return Decided(decisions, in_force, _told(decisions, totals, left_out))


def _when(one: Correction) -> tuple[Any, ...]:
    """Order decisions by day, then file and row; those without a day count as the last."""
    return (one.date or _UNTIMED, one.file or "", one.row or 0, str(one.content))


def _resolve(one: Decision, targets: Targets, gazetteer: Gazetteer) -> None:
    """Find the reports of a decision and read its value."""
    told = one.correction
    found = targets.find(told.target)
    one.details += [found.detail] if found.detail else []
    one.ids = found.ids
    if told.action == _WITHHOLD and found.several:
        # Of words that must not be shown every report is left out, not the one that is meant.
        one.ids = found.several
        one.details = [f"all {len(one.ids)} reports that stand in these words"]
    elif found.status:
        one.refuse(found.status, None)
        return
    if told.action in GONE and told.value:
        one.refuse(REFUSED, f"{told.action} takes no value, and there is {told.value!r}")
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
            for subject in held.keys() & holds[name].keys():
                holds[name][subject].decision.details.append(_later(one))
            holds[name] |= held
    return holds


def _scope(row: Row, held: Mapping[str, Held]) -> str:
    """Give the scope of a report as it will be."""
    change = held["scope"].change if "scope" in held else None
    return str(row["scope"] if change is None else change.columns["scope"])


def _later(one: Decision) -> str:
    """Say which decision holds instead of an earlier one."""
    return f"{one.correction.file} row {one.correction.row} is later and holds"


def _told(decisions: Iterable[Decision], totals: set[str], left_out: set[str]) -> Told:
    """Take up what is said of pairs, the last word on each; what contradicts is refused.

    A decision is taken up whole or not at all, and one that is refused is the last word on
    nothing: whenever one is, all others are taken up anew.
    """
    paired = [one for one in decisions if one.correction.action in _PAIRED and not one.status]
    for one in paired:
        if found := sorted({*one.ids, *one.others} & (totals | left_out)):
            why = "a total and of no event" if found[0] in totals else "left out"
            one.refuse(REFUSED, f"{found[0]} is {why}")
    while True:
        open_ = [one for one in paired if not one.status]
        last = {subject: one for one in open_ for subject in _subjects(one)}
        told = Told()
        problems = [_take(told, one, last) for one in open_]
        for one, problem in zip(open_, problems, strict=True):
            if problem:
                one.refuse(REFUSED, problem)
        if not any(problems):
            break
    for one in open_:
        if any(last[subject] is one for subject in _subjects(one)):
            one.changed |= dict.fromkeys((*one.ids, *one.others))
        else:
            one.refuse(OVERRIDDEN, _later(last[_subjects(one)[0]]))
    return told


def _subjects(one: Decision) -> list[Subject]:
    """List what a join or a split speaks of: pairs of reports, or one alone."""
    if one.correction.action == "join":
        first, *more = one.ids
        return [pair_of(first, other) for other in (*more, *one.others)]
    if not one.others:
        return list(one.ids)
    return [pair_of(mine, other) for mine in one.ids for other in one.others]


def _take(told: Told, one: Decision, last: Mapping[Subject, Decision]) -> str | None:
    """Take up what a decision is the last word on, or say what is in the way."""
    signed = one.correction.signed
    take = told.join if one.correction.action == "join" else told.split
    for subject in _subjects(one):
        if last[subject] is not one:
            continue
        said = (
            told.leave_alone(subject, signed) if isinstance(subject, str) else take(subject, signed)
        )
        if said:
            return said
    return None
