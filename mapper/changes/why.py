"""Why an event is not as it was: from what both builds say of themselves and of their sources.

A reason is `sure` where something of the very event tells it: a text that the other build did
not read, a row of the pack that lies elsewhere, a correction of it. Whatever of a change is then
left unexplained may have any cause in which the builds differ as a whole, and each of these is
given as a possible one; it is sure where it is the only one. Where there is none, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.geo import great_circle_km
from mapper.base.schema import JOINER
from mapper.changes.fields import FIELDS, POSITION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mapper.changes.evidence import Evidence
    from mapper.changes.match import Group, Pair
    from mapper.changes.read import Row

REASONS = {
    "new_text": "new text",
    "text_gone": "text gone",
    "manifest": "other manifest data",
    "correction": "correction",
    "pack": "other pack",
    "zones": "other zones",
    "rules": "other rules",
    "not_told": "not told",
}
"""Codes of reasons, and how people call them."""

GROUPING, READING = "grouping", "reading"
"""What may be other beside the fields: which reports are one event, what a text was read as."""

_ALL = frozenset({*FIELDS, GROUPING, READING})
_ZONE = frozenset(name for name in FIELDS if name.startswith("zone_")) | {"held_by"}
_PLACE = (
    frozenset({"places", "place_shares", "unit", "geo_precision", "radius_m", POSITION}) | _ZONE
)
_ACTOR = frozenset({"actor", "actor_status"})
_OF_PACK = _PLACE | _ACTOR | {"attributed_to", "targets", "n_sources", GROUPING, READING}
"""A pack has places and names of parties and of those who tell of them."""

_COUNTS = frozenset({"strike_count", "killed", "injured", "displaced", "figures", "policies"})
_OF_ACTION = {
    "place": _PLACE,
    "date": _ZONE | {"date"},
    "type": frozenset({"event_type"}),
    "actor": _ACTOR,
    "toll": _COUNTS | {"killed_group", "count_unit"},
    "confirm": frozenset(),
}
"""What a correction accounts for, by its action; one that is not listed for everything."""

_TOLD = (
    *("date_start", "date_end", "event_type", "actor", "places", "targets", "attributed_to"),
    *("killed_min", "killed_max", "injured_min", "injured_max", "sentence"),
    *("publisher", "url", "second_url"),
)
"""What a record of a table says by itself."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a change.

    Attributes
    ----------
    code
        One of `REASONS`.
    told
        What tells it, in words.
    sure
        Whether it tells of this event, or only of what the builds differ in.
    """

    code: str
    told: str
    sure: bool = True

    def __str__(self) -> str:
        """Word it for people."""
        words = f"{REASONS[self.code]}: {self.told}"
        return words if self.sure else f"perhaps {words}"


def why(
    group: Group,
    changed: Collection[str],
    rows: tuple[Sequence[Row], Sequence[Row]],
    held: Evidence,
) -> list[Reason]:
    """Give the reasons for a change.

    Parameters
    ----------
    group
        The events, as matched.
    changed
        What is not as it was: names of fields, `GROUPING`, `READING`.
    rows
        Rows of the events in the old build, and in the new one.
    held
        What both builds hold beside the events.

    Returns
    -------
    reasons
        At least one; the sure ones first.
    """
    sure: list[Reason] = []
    left = set(changed)
    for reasons, accounted in (
        (_texts(group, held), _ALL),
        *((told, _of_action(row)) for row, told in _corrections(group, rows, held)),
        (_pack(rows, held) if left & _PLACE else [], _PLACE),
        (_zones(rows, held) if left & _ZONE else [], _ZONE),
    ):
        found = list(reasons)
        if found:
            sure += [one for one in found if one not in sure]
            left -= accounted
    if left and (found := list(_rules(group, held))):
        return sure + found
    if not left:
        return sure
    if left & _ZONE and left & (_PLACE - _ZONE):
        # A verdict follows from the place; what moved the place is what is asked for.
        left -= _ZONE
    possible = [one for one in _possible(left, held) if one.code not in {s.code for s in sure}]
    if len(possible) == 1:
        possible = [Reason(possible[0].code, f"{possible[0].told}; nothing else differs")]
    if not possible:
        told = sorted({GROUPING: "which reports are one event"}.get(one, one) for one in left)
        possible = [Reason("not_told", ", ".join(told).replace("_", " "))]
    return sure + possible


def _texts(group: Group, held: Evidence) -> Iterator[Reason]:
    """Tell of texts and records that only one build has read, and of what is now said of them."""
    for code, rows, other in (
        ("new_text", group.news, held.old),
        ("text_gone", group.olds, held.new),
    ):
        told = [words for row in rows if (words := other.lacks(row))]
        if told:
            yield Reason(code, _listed(told))
    yield from _replaced(group.pairs)
    yield from _manifests(group, held)
    yield from _records(group.pairs, held)


def _replaced(pairs: Iterable[Pair]) -> Iterator[Reason]:
    """Tell of files whose bytes have changed and that hold the same sentence still."""
    told = [
        f"{pair.new['file']} has other bytes ({pair.new['article_id']}, before"
        f" {pair.old['article_id']})"
        for pair in pairs
        if pair.by == "file"
    ]
    if told:
        yield Reason("new_text", _listed(told))


def _manifests(group: Group, held: Evidence) -> Iterator[Reason]:
    """Tell what the lists say otherwise of texts that both builds have read."""
    rows = (*(pair.new for pair in group.pairs), *group.news, *group.olds)
    told = []
    for article in sorted({row["article_id"] for row in rows if row.get("article_id")}):
        old, new = held.old.articles.get(article), held.new.articles.get(article)
        if old and new:
            odd = [
                f"{name} of {new['file']}: {_or_nothing(old[name])} → {_or_nothing(new[name])}"
                for name in old
                if old[name] != new[name]
            ]
            told += odd
    if told:
        yield Reason("manifest", _listed(told))


def _records(pairs: Iterable[Pair], held: Evidence) -> Iterator[Reason]:
    """Tell of records that say something else than before, in a table of other bytes."""
    told = []
    for pair in pairs:
        old, new = pair.old, pair.new
        if new.get("file") is None or new.get("article_id") or not held.is_other_table(old, new):
            continue
        odd = [name for name in _TOLD if old[name] != new[name]]
        if odd:
            name = new["source_id"] or new["incident_id"]
            told.append(f"record {name} of {new['file']} says otherwise: {', '.join(odd)}")
    if told:
        yield Reason("new_text", _listed(told))


def _corrections(
    group: Group, rows: tuple[Sequence[Row], Sequence[Row]], held: Evidence
) -> Iterator[tuple[Row, list[Reason]]]:
    """Tell of corrections that only one build has applied to one of the reports."""
    found = list(held.corrections_of(group.incidents))
    for row, is_new in found:
        words = " ".join(row[name] for name in ("action", "value") if row[name])
        by = ", ".join(filter(None, (row["by"] and f"by {row['by']}", row["date"])))
        told = ", ".join(filter(None, (words, by))) + (f": {row['why']}" if row["why"] else "")
        yield row, [Reason("correction", told if is_new else f"no longer: {told}")]
    said = [JOINER.join(sorted({r["corrected"] for r in side if r["corrected"]})) for side in rows]
    if said[0] != said[1] and not found:
        told = f"{_or_nothing(said[0])} → {_or_nothing(said[1])}"
        yield {"action": None}, [Reason("correction", told)]


def _of_action(row: Row) -> frozenset[str]:
    return _OF_ACTION.get(row["action"], _ALL) | {"corrected"}


def _pack(rows: tuple[Sequence[Row], Sequence[Row]], held: Evidence) -> Iterator[Reason]:
    """Tell of places of the event whose row in the pack is another."""
    both = [row for side in rows for row in side]
    ids = {one for row in both for one in (row["place_ids"] or "").split(JOINER) if one}
    told = []
    # A part of a region ("reg-x/south") is drawn from the region's own outline.
    for place in sorted({part for one in ids for part in (one, one.split("/")[0])}):
        old, new = held.old.places.get(place), held.new.places.get(place)
        if old and new and old != new:
            told.append(f"{new['name']} ({place}) {_other_place(old, new)}")
    if told:
        yield Reason("pack", _listed(told))


def _other_place(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """Say what of a place is other: how far it has moved, its radius, its names."""
    said = []
    ends = [old.get("lon"), old.get("lat"), new.get("lon"), new.get("lat")]
    numbers = [one for one in ends if isinstance(one, float)]
    if len(numbers) == len(ends) and numbers[:2] != numbers[2:]:
        said.append(f"lies {great_circle_km(*numbers):.2f} km from where it lay")
    if old.get("outline") != new.get("outline"):
        said.append("has another outline")
    said += [
        f"{name} {_or_nothing(old.get(name))} → {_or_nothing(new.get(name))}"
        for name in ("radius_m", "name", "kind", "admin1", "admin2", "admin3")
        if old.get(name) != new.get(name)
    ]
    return ", ".join(said)


def _zones(rows: tuple[Sequence[Row], Sequence[Row]], held: Evidence) -> Iterator[Reason]:
    """Tell of zones that the verdicts speak of whose rows are others."""
    ids = {row["zone_id"] for side in rows for row in side if row["zone_id"]}
    told = []
    for zone in sorted(ids):
        old, new = held.old.zones.get(zone), held.new.zones.get(zone)
        if old is None or new is None:
            told.append(f"{zone} is {'new' if old is None else 'gone'}")
        elif old != new:
            days = [
                f"{one['valid_from'] or 'open'} to {one['valid_to'] or 'open'}"
                for one in (old, new)
            ]
            is_longer = days[0] != days[1]
            other = f"held {days[0]} → {days[1]}" if is_longer else "is drawn otherwise"
            told.append(f"{zone} {other}")
    if told:
        yield Reason("zones", _listed(told))


def _rules(group: Group, held: Evidence) -> Iterator[Reason]:
    """Tell of reports that another rule made of the same text, the packs being the same."""
    told = [
        f"{pair.new['incident_id']} by {pair.new['rule']}, before by {pair.old['rule']}"
        for pair in group.pairs
        if None not in (ways := (pair.old.get("rule"), pair.new.get("rule"))) and ways[0] != ways[1]
    ]
    if told and "pack" not in held.differing:
        yield Reason("rules", _listed(told))


def _possible(left: Collection[str], held: Evidence) -> Iterator[Reason]:
    """Give what the builds differ in that may account for what is left."""
    accounts = {"pack": _OF_PACK, "zones": _ZONE, "rules": _ALL}
    for code, told in held.differing.items():
        if accounts[code] & set(left):
            yield Reason(code, told, sure=False)


def _listed(told: Sequence[str]) -> str:
    """List what tells a reason; of many the first ones and how many more."""
    more = len(told) - _SHOWN
    return "; ".join(told[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _or_nothing(value: object) -> str:
    return "nothing" if value in {None, ""} else str(value)
