"""Which incidents tell of the same event: linked with reasons, never merged away.

Two incidents of different sources are judged the same event when they name the same
place closely enough, their days overlap and their types are of one family. A shared
region, or nearness alone, is never enough: everything that happened in a governorate
would chain together. Of several that fit equally well none is taken.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mapper.base.kinds import families_across
from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]

MAX_DAYS = 31
"""Longest interval of days that can still be matched with another: a month."""

MAX_PRECISION = 2
"""Coarsest ``geo_precision`` at which a shared place says something: near a settlement."""

_SCOPES = ("event", "background")
_LEFT_OPEN = " or "
_WEIGHTS = {"same_actor": 2, "other_actor": -2, "same_toll": 2, "other_toll": -2}
_WEIGHTS |= {"same_type": 1, "same_days": 1}
_CONTRADICTION = {"other_actor", "other_toll"}


@dataclass(frozen=True, slots=True)
class Link:
    """Two incidents judged to be the same event, and why, in codes."""

    first: str
    second: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """What linking looks at of an incident."""

    incident_id: str
    source: str
    first_day: str
    last_day: str
    event_type: str
    families: frozenset[str]
    actors: frozenset[str]
    toll: tuple[int, int] | None


def link(
    incidents: Sequence[Mapping[str, Any]], locations: Iterable[Mapping[str, Any]]
) -> tuple[list[Row], list[Link]]:
    """Say of every incident which others tell of the same event.

    Parameters
    ----------
    incidents
        Rows of the table ``incidents``; not changed.
    locations
        Their rows of the table ``locations``.

    Returns
    -------
    rows, links
        One row per incident, in the same order, with ``incident_id``, ``linked_ids``
        and ``n_reports``; and the pairs that were joined, with reasons. Incidents of
        one article, or of one table of records, are told apart by their source and
        never linked to each other.
    """
    cases = {row["incident_id"]: case for row in incidents if (case := _case(row))}
    links = _consistent(_mutually_best(_pairs(cases, locations), cases), cases)
    groups = _groups(links)
    return [_linked(row["incident_id"], groups) for row in incidents], links


def _linked(incident_id: str, groups: Mapping[str, set[str]]) -> Row:
    """Fill the two columns of one incident."""
    group = groups.get(incident_id, {incident_id})
    others = sorted(group - {incident_id})
    return {
        "incident_id": incident_id,
        "linked_ids": JOINER.join(others) or None,
        "n_reports": len(group),
    }


def _case(row: Mapping[str, Any]) -> _Case | None:
    """Make the case of an incident, if it is one event of a known time of at most a month."""
    families = families_across(row["event_type"])
    if row["scope"] not in _SCOPES or not row.get("date_start") or not families:
        return None
    first, last = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
    if (last - first).days >= MAX_DAYS:
        return None
    named = (row.get("actor") or "").replace(_LEFT_OPEN, JOINER)
    return _Case(
        row["incident_id"],
        str(row.get("article_id") or f"table {row.get('file')}"),
        row["date_start"],
        row["date_end"],
        row["event_type"],
        families,
        frozenset(part for part in named.split(JOINER) if part),
        _toll(row),
    )


def _toll(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """Give the smallest and largest number of killed; an open one up to twice its size."""
    low, high = row.get("killed_min"), row.get("killed_max")
    if low is None or high is None:
        return None
    return low, 2 * high if row.get("killed_open") else high


def _pairs(
    cases: Mapping[str, _Case], locations: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str], Link]:
    """Find the pairs that fit, place by place and family by family, walking along the days."""
    blocks: dict[tuple[str, str], dict[str, _Case]] = defaultdict(dict)
    for location in locations:
        case = cases.get(location["incident_id"])
        is_close = (location.get("geo_precision") or MAX_PRECISION + 1) <= MAX_PRECISION
        if case and is_close and location.get("place_id"):
            for family in case.families:
                blocks[location["place_id"], family][case.incident_id] = case
    found: dict[tuple[str, str], Link] = {}
    for block in blocks.values():
        for one, other in _overlapping(block.values()):
            key = (one.incident_id, other.incident_id)
            if key not in found and (made := _compare(one, other)):
                found[key] = made
    return found


def _overlapping(block: Iterable[_Case]) -> Iterator[tuple[_Case, _Case]]:
    """Walk cases by first day; give the pairs of different sources whose days overlap."""
    still_open: list[_Case] = []
    for one in sorted(block, key=lambda case: (case.first_day, case.incident_id)):
        still_open = [case for case in still_open if case.last_day >= one.first_day]
        for other in still_open:
            if other.source != one.source:
                is_first = one.incident_id < other.incident_id
                yield (one, other) if is_first else (other, one)
        still_open.append(one)


def _compare(one: _Case, other: _Case) -> Link | None:
    """Judge two cases of one place and family whose days overlap."""
    same_days = (one.first_day, one.last_day) == (other.first_day, other.last_day)
    reasons = [
        "same_place",
        "same_days" if same_days else "overlapping_days",
        "same_type" if one.event_type == other.event_type else "related_type",
    ]
    if one.actors and other.actors:
        reasons.append("other_actor" if one.actors.isdisjoint(other.actors) else "same_actor")
    if one.toll and other.toll:
        apart = one.toll[1] < other.toll[0] or other.toll[1] < one.toll[0]
        reasons.append("other_toll" if apart else "same_toll")
    if _CONTRADICTION.issubset(reasons):
        return None
    score = sum(_WEIGHTS.get(reason, 0) for reason in reasons)
    return Link(one.incident_id, other.incident_id, score, tuple(reasons))


def _mutually_best(pairs: Mapping[tuple[str, str], Link], cases: Mapping[str, _Case]) -> list[Link]:
    """Keep a pair when each is the other's only best within its source."""
    best: dict[tuple[str, str], tuple[int, Link | None]] = {}
    for made in pairs.values():
        for one, other in ((made.first, made.second), (made.second, made.first)):
            key = one, cases[other].source
            score, _ = best.get(key, (made.score - 1, None))
            if made.score > score:
                best[key] = made.score, made
            elif made.score == score:
                best[key] = score, None
    return [
        made
        for made in pairs.values()
        if best[made.first, cases[made.second].source][1] is made
        and best[made.second, cases[made.first].source][1] is made
    ]


def _consistent(links: Iterable[Link], cases: Mapping[str, _Case]) -> list[Link]:
    """Take links from the surest down, while a group has one of each source and a common day."""
    groups: dict[str, set[str]] = {}
    taken: list[Link] = []
    for made in sorted(links, key=lambda one: (-one.score, one.first, one.second)):
        first = groups.get(made.first, {made.first})
        second = groups.get(made.second, {made.second})
        both = first | second
        members = [cases[one] for one in both]
        is_one_each = len({case.source for case in members}) == len(members)
        start, end = max(c.first_day for c in members), min(c.last_day for c in members)
        if first is not second and not (is_one_each and start <= end):
            continue
        taken.append(made)
        groups.update(dict.fromkeys(both, both))
    return sorted(taken, key=lambda one: (one.first, one.second))


def _groups(links: Iterable[Link]) -> dict[str, set[str]]:
    """Gather linked incidents into groups."""
    groups: dict[str, set[str]] = {}
    for made in links:
        both = groups.get(made.first, {made.first}) | groups.get(made.second, {made.second})
        groups.update(dict.fromkeys(both, both))
    return groups
