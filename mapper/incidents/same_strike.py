"""Whether two readings of one text tell one strike: the rules' and a person's, or two people's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.days import shifted
from mapper.base.geo import great_circle_km
from mapper.base.kinds import are_kin_within
from mapper.incidents.quoted import meet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.placed import Row
    from mapper.incidents.quoted import Span

_NEAR_KM = 5.0
_OPEN_KIND, _TOTAL = "other", "aggregate"


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as somebody reads it: its row, its locations, and the words it rests on."""

    row: Row
    locations: Sequence[Row]
    evidence: tuple[Span, ...]
    names: tuple[Span, ...] = ()
    """Where the names of its places stand."""

    @property
    def incident_id(self) -> str:
        """Its id."""
        return str(self.row["incident_id"])


def alike(one: Told, others: Sequence[Told]) -> list[Told]:
    """Give those of other readings that nothing keeps apart from one.

    Their words meet its own, they are of kindred kind, and neither places nor days contradict.
    """
    return [other for other in others if meet(one.evidence, other.evidence) and _agree(one, other)]


def read_otherwise(one: Told, others: Sequence[Told]) -> list[Told]:
    """Give the likeliest of other readings that is the strike of one read otherwise, if any is.

    Its words meet those of one, it is of kindred kind or has the same place, and the words of
    one name its places. Only for what no other reading is alike: two strikes of one sentence
    are kept apart by their places.
    """
    found = [
        other
        for other in others
        if meet(one.evidence, other.evidence)
        and (_kin(one, other) or _places(one, other) is True)
        and all(meet([name], one.evidence) for name in other.names)
    ]
    return sorted(found, key=lambda other: _likeness(one, other), reverse=True)[:1]


def _agree(one: Told, other: Told) -> bool:
    """See two readings that nothing keeps apart."""
    scopes = {one.row["scope"], other.row["scope"]}
    return (
        (len(scopes) == 1 or _TOTAL not in scopes)
        and _kin(one, other)
        and _places(one, other) is not False
        and _days_fit(one.row, other.row)
    )


def _likeness(one: Told, other: Told) -> tuple[bool, bool, bool, int]:
    shared = meet(one.evidence, other.evidence)
    return _kin(one, other), _places(one, other) is True, _days_fit(one.row, other.row), shared


def _kin(one: Told, other: Told) -> bool:
    kinds = {one.row["event_type"], other.row["event_type"]}
    return _OPEN_KIND in kinds or are_kin_within(kinds)


def _places(one: Told, other: Told) -> bool | None:
    """See whether two readings share a place; None: one has none, or holds the other's."""
    if not one.locations or not other.locations:
        return None
    pairs = [(a, b) for a in one.locations for b in other.locations]
    if any(a["place_id"] == b["place_id"] or _km(a, b) <= _NEAR_KM for a, b in pairs):
        return True
    return (
        None
        if any(1000 * _km(a, b) <= max(a["radius_m"], b["radius_m"]) for a, b in pairs)
        else False
    )


def _km(one: Row, other: Row) -> float:
    return great_circle_km(one["lon"], one["lat"], other["lon"], other["lat"])


def _days_fit(one: Row, other: Row) -> bool:
    """See whether two sets of days come within a day of each other; unknown ones fit all."""
    if one["date_start"] is None or other["date_start"] is None:
        return True
    first, last = str(one["date_start"]), str(one["date_end"])
    return shifted(first, -1) <= str(other["date_end"]) and (
        shifted(str(other["date_start"]), -1) <= last
    )
