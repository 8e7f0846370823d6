"""Which incidents tell of the same event: linked with reasons, never merged away.

Two incidents of different sources are judged the same event when they name the same
place closely enough, their days overlap and their types are of one family. A shared
region, or nearness alone, is never enough: everything that happened in a governorate
would chain together. Of several that fit equally well none is taken.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mapper.schema import JOINER

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
    fit = {row["incident_id"]: row for row in incidents if _can_be_matched(row)}
    pairs = _pairs(fit, locations)
    links = _consistent(_mutually_best(pairs, fit), fit)
    groups = _groups(links)
    rows = [_linked(row["incident_id"], groups) for row in incidents]
    return rows, links


def _linked(incident_id: str, groups: Mapping[str, set[str]]) -> Row:
    """Fill the two columns of one incident."""
    group = groups.get(incident_id, {incident_id})
    others = sorted(group - {incident_id})
    return {
        "incident_id": incident_id,
        "linked_ids": JOINER.join(others) or None,
        "n_reports": len(group),
    }


def _can_be_matched(row: Mapping[str, Any]) -> bool:
    """Tell whether an incident is one event of a known time of at most a month."""
    if row["scope"] not in _SCOPES or not row.get("date_start") or not _families(row["event_type"]):
        return False
    first, last = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
    return (last - first).days < MAX_DAYS


def _pairs(
    fit: Mapping[str, Mapping[str, Any]], locations: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str], Link]:
    """Find the pairs that fit, place by place, walking along the days."""
    by_place: dict[str, set[str]] = defaultdict(set)
    for location in locations:
        precise = (location.get("geo_precision") or MAX_PRECISION + 1) <= MAX_PRECISION
        if precise and location.get("place_id") and location["incident_id"] in fit:
            by_place[location["place_id"]].add(location["incident_id"])
    found: dict[tuple[str, str], Link] = {}
    for ids in by_place.values():
        if len({_source(fit[one]) for one in ids}) > 1:
            for one, other in _overlapping(sorted(ids), fit):
                key = (min(one, other), max(one, other))
                if key not in found and (made := _compare(fit[key[0]], fit[key[1]])):
                    found[key] = made
    return found


def _overlapping(
    ids: Iterable[str], fit: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Walk incidents by first day; give the pairs whose days overlap."""
    open_ids: list[str] = []
    for one in sorted(ids, key=lambda key: (fit[key]["date_start"], key)):
        open_ids = [key for key in open_ids if fit[key]["date_end"] >= fit[one]["date_start"]]
        yield from ((key, one) for key in open_ids)
        open_ids.append(one)


def _compare(one: Mapping[str, Any], other: Mapping[str, Any]) -> Link | None:
    """Judge two incidents of one place whose days overlap."""
    if _source(one) == _source(other):
        return None
    if not _families(one["event_type"]) & _families(other["event_type"]):
        return None
    same_days = (one["date_start"], one["date_end"]) == (other["date_start"], other["date_end"])
    same_type = one["event_type"] == other["event_type"]
    reasons = [
        "same_place",
        "same_days" if same_days else "overlapping_days",
        "same_type" if same_type else "related_type",
        *_compare_actors(one, other),
        *_compare_tolls(one, other),
    ]
    if set(reasons) >= _CONTRADICTION:
        return None
    score = sum(_WEIGHTS.get(reason, 0) for reason in reasons)
    return Link(one["incident_id"], other["incident_id"], score, tuple(reasons))


def _compare_actors(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Say whether a party is named in both; nothing where one names none."""
    mine, theirs = _actors(one), _actors(other)
    if not mine or not theirs:
        return []
    return ["same_actor" if mine & theirs else "other_actor"]


def _actors(row: Mapping[str, Any]) -> set[str]:
    """Give the parties named, together or as alternatives."""
    named = (row.get("actor") or "").replace(_LEFT_OPEN, JOINER)
    return {part for part in named.split(JOINER) if part}


def _compare_tolls(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Say whether the figures of killed can both be right; nothing where one gives none."""
    mine, theirs = _toll(one), _toll(other)
    if not mine or not theirs:
        return []
    overlap = mine[0] <= theirs[1] and theirs[0] <= mine[1]
    return ["same_toll" if overlap else "other_toll"]


def _toll(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """Give the smallest and largest number of killed; an open one up to twice its size."""
    low, high = row.get("killed_min"), row.get("killed_max")
    if low is None or high is None:
        return None
    return low, 2 * high if row.get("killed_open") else high


def _source(row: Mapping[str, Any]) -> str:
    """Name what an incident was read from: its article, or its table."""
    return str(row.get("article_id") or f"table {row.get('file')}")


def _mutually_best(
    pairs: Mapping[tuple[str, str], Link], fit: Mapping[str, Mapping[str, Any]]
) -> list[Link]:
    """Keep a pair when each is the other's only best within its source."""
    best: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for made in pairs.values():
        for one, other in ((made.first, made.second), (made.second, made.first)):
            rivals = best[one, _source(fit[other])]
            if rivals and rivals[0].score < made.score:
                rivals.clear()
            if not rivals or rivals[0].score == made.score:
                rivals.append(made)
    return [
        made
        for made in pairs.values()
        if best[made.first, _source(fit[made.second])] == [made]
        and best[made.second, _source(fit[made.first])] == [made]
    ]


def _consistent(links: Iterable[Link], fit: Mapping[str, Mapping[str, Any]]) -> list[Link]:
    """Take links from the surest down, while a group has one of each source and a common day."""
    groups: dict[str, set[str]] = {}
    taken: list[Link] = []
    for made in sorted(links, key=lambda one: (-one.score, one.first, one.second)):
        first = groups.get(made.first, {made.first})
        second = groups.get(made.second, {made.second})
        both = first | second
        sources = {_source(fit[one]) for one in both}
        starts = max(fit[one]["date_start"] for one in both)
        ends = min(fit[one]["date_end"] for one in both)
        if first is not second and (len(sources) < len(both) or starts > ends):
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


@cache
def _families(event_type: str) -> frozenset[str]:
    """Look up the families of a type; types without one are never linked."""
    source = files("mapper") / "data" / "type_families.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return frozenset(row["family"] for row in rows if row["event_type"] == event_type)
