"""Two builds compared: each event that is not as it was, with what is other and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.changes import read
from mapper.changes.evidence import gather
from mapper.changes.fields import Difference, differences, moved_km
from mapper.changes.match import Group, groups
from mapper.changes.why import GROUPING, READING, Reason, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mapper.changes.evidence import Evidence
    from mapper.changes.read import Build, Row

KINDS = ("new", "gone", "changed", "joined", "split", "regrouped")
"""What became of events: `joined` several are one, `split` one is several, `regrouped` both."""

_UNDATED = "9999-99-99"


@dataclass(frozen=True, slots=True)
class Change:
    """Events of two builds that share reports, or one that has none in the other build.

    Attributes
    ----------
    kind
        One of `KINDS`.
    old, new
        Rows of the events in either build, in the order of ids.
    fields
        What is not as it was; of a new or gone event all that it says.
    reasons
        Why, the sure reasons first.
    group
        The reports, as they were matched.
    """

    kind: str
    old: tuple[Row, ...]
    new: tuple[Row, ...]
    fields: tuple[Difference, ...]
    reasons: tuple[Reason, ...]
    group: Group

    @property
    def moved_km(self) -> float | None:
        """How far the event has moved, where both builds place it and it did."""
        is_other = any(one.field == "position" for one in self.fields)
        return moved_km(self.old, self.new) if is_other else None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes between two builds, in the order of days and ids.

    `n_same` counts the events that are as they were; `remarks` say what cannot be told.
    """

    changes: tuple[Change, ...]
    n_same: int
    remarks: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """How many changes there are of each kind, in the order of `KINDS`."""
        found = Counter(one.kind for one in self.changes)
        return {kind: found[kind] for kind in KINDS}

    @property
    def reasons(self) -> dict[str, dict[str, int]]:
        """For how many changes each reason holds, surely or perhaps; the most frequent first."""
        found: dict[str, Counter[str]] = {}
        for change in self.changes:
            told = {one.code: one.sure for one in reversed(change.reasons)}
            for code, sure in told.items():
                found.setdefault(code, Counter())["sure" if sure else "perhaps"] += 1
        order = sorted(found, key=lambda code: (-found[code].total(), code))
        return {code: {way: found[code][way] for way in ("sure", "perhaps")} for code in order}


def compare(old: Build, new: Build) -> Changes:
    """Compare two builds, event by event.

    Parameters
    ----------
    old, new
        Stores; of each the events asked about. A change is given where one of its events is
        asked about in its build: an event that has moved out of a region is told of as well.

    Returns
    -------
    changes
        The same stores give the same changes in the same order.

    Raises
    ------
    StoreError
        If a store lacks a table that none may lack.
    """
    found = read.differing(old, new)
    matched = groups(
        found.olds,
        found.news,
        read.reports(old.connection, found.olds),
        read.reports(new.connection, found.news),
    )
    is_rounded = old.is_rounded != new.is_rounded
    drafts: list[Change] = []
    n_same = found.n_same
    for group in matched:
        if not _is_asked_for(group, old, new):
            continue
        rows = _rows(group.old_events, found.olds), _rows(group.new_events, found.news)
        odd = tuple(differences(*rows, is_rounded=is_rounded))
        if odd or _is_other(group):
            drafts.append(Change(_kind(group), *rows, odd, (), group))
        else:
            n_same += 1
    held = gather(
        old,
        new,
        [draft.group for draft in drafts],
        [row for draft in drafts for row in (*draft.old, *draft.new)],
    )
    changes = sorted((_explained(draft, held) for draft in drafts), key=_order)
    return Changes(tuple(changes), n_same, tuple(read.remarks(old, new)))


def _is_asked_for(group: Group, old: Build, new: Build) -> bool:
    return any(map(old.holds, group.old_events)) or any(map(new.holds, group.new_events))


def _rows(ids: tuple[str, ...], events: Mapping[str, Row]) -> tuple[Row, ...]:
    return tuple(events[one] for one in ids)


def _kind(group: Group) -> str:
    """Say what became of matched events."""
    n_old, n_new = len(group.old_events), len(group.new_events)
    if not n_old or not n_new:
        return "new" if n_new else "gone"
    if n_old == n_new == 1:
        return "changed"
    return "joined" if n_new == 1 else "split" if n_old == 1 else "regrouped"


def _is_other(group: Group) -> bool:
    """Tell whether events have other reports than before, or reports of other ids."""
    return _kind(group) != "changed" or bool(set(_parts(group)))


def _parts(group: Group) -> Iterator[str]:
    """Name what is other beside the fields."""
    if group.olds or group.news or any(pair.by != "id" for pair in group.pairs):
        yield READING
    if len(group.old_events) > 1 or len(group.new_events) > 1:
        yield GROUPING


def _explained(draft: Change, held: Evidence) -> Change:
    """Add the reasons."""
    changed = set(_parts(draft.group))
    if draft.old and draft.new:
        changed |= {one.field for one in draft.fields}
    reasons = why(draft.group, changed, (draft.old, draft.new), held)
    return Change(draft.kind, draft.old, draft.new, draft.fields, tuple(reasons), draft.group)


def _order(change: Change) -> tuple[str, str]:
    row = (change.new or change.old)[0]
    return row["date_start"] or _UNDATED, row["event_id"]
