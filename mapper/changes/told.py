"""Changes as rows for a table, as objects for a script, and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.amounts import amount
from mapper.base.columns import Table
from mapper.base.columns import day as _day
from mapper.base.columns import real as _real
from mapper.base.columns import text as _text
from mapper.base.days import in_words
from mapper.base.schema import JOINER
from mapper.changes.compared import KINDS
from mapper.changes.fields import FIELDS, POSITION
from mapper.changes.why import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.changes.compared import Change, Changes
    from mapper.changes.fields import Difference
    from mapper.changes.match import Pair
    from mapper.changes.read import Row

_ARROW = " → "
_NOTHING = "nothing"
_SHOWN = 3
_PARTS = 5
_FIRST = (
    *("corrected", "scope", "event_type", "date", "places", POSITION),
    *("killed", "injured", "displaced", "strike_count", "actor", "zone_verdict"),
)
"""Fields that people are told of first."""

CHANGES = Table(
    "changes",
    "one row per event that is not as it was, or set of events that share reports",
    (
        _text("event_id", "event in the new build, the first of several; of one gone in the old"),
        _text("change", "what became of it", KINDS),
        _text("why", "the reasons in words; those that only may be begin with 'perhaps'"),
        _text("reasons", f"their codes, joined by '; ': {', '.join(REASONS)}"),
        _text("what", "what is other, in words"),
        _text("old_ids", "its events in the old build; joined by '; '"),
        _text("new_ids", "its events in the new build; joined by '; '"),
        _text("reports_new", "reports that only the new build has; joined by '; '"),
        _text("reports_gone", "reports that only the old build has; joined by '; '"),
        _text("reports_renamed", "reports with another id: old → new; joined by '; '"),
        _text("event_type", "of the new build; of one gone of the old, as all that follows"),
        _day("date_start", "first day it may have happened"),
        _day("date_end", "last day"),
        _real("radius_m", "metres; radius of its uncertainty, by which positions are rounded"),
        _real("moved_km", "km between the positions in both builds; null where it did not move"),
        _text("old_wkt", "where it lay in the old build, if it moved: well-known text"),
        *(
            _text(f"{word}_{field}", f"{field.replace('_', ' ')} in the {word} build, if other")
            for field in FIELDS
            if field != POSITION
            for word in ("old", "new")
        ),
    ),
    key=("event_id",),
    geometry="Point",
)
"""The flat form of a change; its geometry is where the new build has it, of one gone the old."""


def row_of(change: Change) -> dict[str, Any]:
    """Give a change as a row of `CHANGES`; ``old_wkt`` is left to who rounds positions."""
    event = _event(change)
    odd = {one.field: one for one in change.fields if one.field != POSITION}
    values: dict[str, Any] = {
        "event_id": event["event_id"],
        "change": change.kind,
        "why": why_in_words(change),
        "reasons": JOINER.join(dict.fromkeys(one.code for one in change.reasons)),
        "what": what(change),
        "old_ids": _joined(change.group.old_events),
        "new_ids": _joined(change.group.new_events),
        "reports_new": _joined(_ids(change.group.news)),
        "reports_gone": _joined(_ids(change.group.olds)),
        "reports_renamed": _joined([_ARROW.join(ids) for ids in _renamed(change.group.pairs)]),
        "event_type": event["event_type"],
        "date_start": event["date_start"],
        "date_end": event["date_end"],
        "radius_m": event["radius_m"],
        "moved_km": None if change.moved_km is None else round(change.moved_km, 3),
    }
    values |= {f"old_{name}": one.old for name, one in odd.items()}
    values |= {f"new_{name}": one.new for name, one in odd.items()}
    return {name: values.get(name) for name in CHANGES.names}


def object_of(change: Change) -> dict[str, Any]:
    """Give a change as an object for scripts.

    Returns
    -------
    change
        ``old`` and ``new`` list ids of events; ``fields`` holds by column of ``events``, and
        ``position`` as (lon, lat), the value of each of these events in the same order.
    """
    group, event = change.group, _event(change)
    return {
        "event_id": event["event_id"],
        "change": change.kind,
        "why": [{"reason": one.code, "sure": one.sure, "told": one.told} for one in change.reasons],
        "old": list(group.old_events),
        "new": list(group.new_events),
        "what": what(change),
        "fields": {
            column: {"old": olds, "new": news}
            for one in change.fields
            for column, (olds, news) in one.columns.items()
        },
        "moved_km": None if change.moved_km is None else round(change.moved_km, 3),
        "reports": {
            "new": [_report(row) for row in group.news],
            "gone": [_report(row) for row in group.olds],
            "renamed": [{"old": old, "new": new} for old, new in _renamed(group.pairs)],
            "same": [pair.new["incident_id"] for pair in group.pairs if pair.by == "id"],
        },
    }


def summary_of(changes: Changes) -> dict[str, Any]:
    """Count changes: by kind, ``unchanged``, and by reason."""
    return {**changes.kinds, "unchanged": changes.n_same, "reasons": changes.reasons}


def summary_in_words(changes: Changes) -> Iterator[str]:
    """Say how many events changed, and for how many each reason holds."""
    counted = [f"{number} {kind}" for kind, number in changes.kinds.items()]
    yield f"{', '.join(counted)}; {changes.n_same} unchanged"
    said = []
    for code, ways in changes.reasons.items():
        perhaps = f" (of {ways['perhaps']} perhaps)" if ways["perhaps"] else ""
        said.append(f"{REASONS[code]} {sum(ways.values())}{perhaps}")
    if said:
        yield f"why: {', '.join(said)}"


def shown(change: Change) -> dict[str, str]:
    """Give the cells of the table for people."""
    event, parts = _event(change), _parts(change)
    more = len(parts) - _PARTS
    return {
        "change": change.kind,
        "date": in_words(event["date_start"], event["date_end"]) or "undated",
        "type": event["event_type"] or "-",
        "places": event["places"] or "-",
        "what": "; ".join(parts[:_PARTS]) + (f"; and {more} more" if more > 0 else ""),
        "why": why_in_words(change),
        "id": event["event_id"],
    }


def why_in_words(change: Change) -> str:
    """Word the reasons."""
    return "; ".join(map(str, change.reasons))


def what(change: Change) -> str:
    """Word what is other; of a new or gone event where it is told."""
    return "; ".join(_parts(change))


def _parts(change: Change) -> list[str]:
    if change.kind in {"new", "gone"}:
        return [f"told in {_files((*change.group.news, *change.group.olds))}"]
    said = []
    if change.kind != "changed":
        n_old, n_new = len(change.old), len(change.new)
        said.append(f"{amount(n_old, 'event')}{_ARROW}{n_new}")
    said += [_field(one, change) for one in sorted(change.fields, key=_rank)]
    for word, rows in (("also", change.group.news), ("no longer", change.group.olds)):
        if rows:
            said.append(f"{word} told in {_files(rows)}")
    if renamed := len(_renamed(change.group.pairs)):
        said.append(f"{amount(renamed, 'report')} with another id")
    return said


def _rank(one: Difference) -> int:
    """Say how early a field is told of."""
    return _FIRST.index(one.field) if one.field in _FIRST else len(_FIRST)


def _field(one: Difference, change: Change) -> str:
    if one.field == POSITION and change.moved_km is not None:
        return f"moved {change.moved_km:.2f} km"
    name = one.field.replace("_", " ")
    return f"{name} {one.old or _NOTHING}{_ARROW}{one.new or _NOTHING}"


def _event(change: Change) -> Row:
    return (change.new or change.old)[0]


def _ids(rows: Sequence[Row]) -> list[str]:
    return [row["incident_id"] for row in rows]


def _renamed(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(p.old["incident_id"], p.new["incident_id"]) for p in pairs if p.by != "id"]


def _report(row: Row) -> dict[str, Any]:
    names = ("incident_id", "event_id", "article_id", "file", "source_id", "row")
    return {name: row.get(name) for name in names}


def _joined(parts: Sequence[str]) -> str | None:
    return JOINER.join(parts) or None


def _files(rows: Sequence[Row]) -> str:
    """List the files of reports; ids where these came without."""
    names = list(dict.fromkeys(row.get("file") or row["incident_id"] for row in rows))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
