"""Join reports and records to events: the order of the steps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.base.schema import JOINER, MOST_LINKED
from mapper.joining.case import cases_of
from mapper.joining.clusters import APART, JOINED, grow
from mapper.joining.events import events_of
from mapper.joining.pairs import compare
from mapper.joining.reasons import reasons
from mapper.joining.told import TOLD, numbered
from mapper.joining.wording import Wording, representatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.corrections import Told
    from mapper.joining.case import Cases, Ints
    from mapper.joining.clusters import Clusters
    from mapper.joining.pairs import Pairs
    from mapper.joining.told import Numbered
    from mapper.words import Language

Row = dict[str, Any]

REPRINT = "reprint"


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining found.

    Attributes
    ----------
    events
        Rows of the table ``events``, without what zones say of them.
    places
        Their places: rows of ``locations`` under the event's id, with ``share``.
    links
        Rows of the table ``event_links``, by left and right.
    columns
        For each incident, in the order given: ``incident_id, event_id, n_reports,
        linked_ids``.
    """

    events: list[Row]
    places: list[Row]
    links: list[Row]
    columns: list[Row]


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands behind `Joined`: the cases, their pairs, and what became of these."""

    cases: Cases
    stands_for: Ints
    pairs: Pairs
    clusters: Clusters
    events: Ints
    """Event of each case, as the lowest number of its members."""
    told: Numbered


def join(
    incidents: Sequence[Mapping[str, Any]],
    locations: Iterable[Mapping[str, Any]],
    language: Language,
    told: Told | None = None,
) -> Joined:
    """Join incidents that tell of one event.

    Parameters
    ----------
    incidents
        Rows of the table ``incidents``, in any order; not changed.
    locations
        Their rows of the table ``locations``.
    language
        With the pack whose parties and sources the cells name.
    told
        What people say of pairs of them, which holds against any rule and weight.

    Returns
    -------
    joined
        Events, with the same ids and values in whatever order the input came. Totals over
        days or places are of no event.
    """
    located = list(locations)
    found = judge(incidents, located, language, told)
    events, placed = events_of(found.cases, found.events, found.stands_for, located)
    return Joined(events, placed, _links(found), _columns(incidents, events))


def judge(
    incidents: Iterable[Mapping[str, Any]],
    locations: Iterable[Mapping[str, Any]],
    language: Language,
    told: Told | None = None,
) -> Judged:
    """Weigh pairs and grow events, without their rows; parameters as `join`."""
    cases = cases_of(incidents, locations, language)
    said = numbered(told, cases)
    stands_for = said.separate(representatives(cases))
    standing = np.flatnonzero(stands_for == np.arange(len(cases)))
    wording = Wording(cases, standing)
    pairs = compare(cases, stands_for, wording)
    clusters = grow(cases, pairs, said.of_standing(stands_for))
    return Judged(cases, stands_for, pairs, clusters, clusters.of_case[stands_for], said)


def _links(found: Judged) -> list[Row]:
    """Give the links by which events grew, and the pairs that stayed in doubt or apart."""
    ids = found.cases.ids
    made = [
        {
            "left_id": ids[found.pairs.left[one.pair]],
            "right_id": ids[found.pairs.right[one.pair]],
            "score": float(found.pairs.bits[one.pair]),
            "decision": one.decision,
            "reasons": reasons(found.pairs, one.pair),
            "by": one.by,
        }
        for one in found.clusters.decided
    ]
    made += [
        {
            "left_id": ids[first],
            "right_id": ids[number],
            "score": None,
            "decision": JOINED,
            "reasons": "the same words, the same values",
            "by": REPRINT,
        }
        for number, first in enumerate(found.stands_for.tolist())
        if number != first
    ]
    told = [
        {
            "left_id": ids[one],
            "right_id": ids[other],
            "score": None,
            "decision": decision,
            "reasons": "a person's decision; table `corrections` has whose and why",
            "by": TOLD,
        }
        for decision, pairs in ((JOINED, found.told.together), (APART, found.told.apart))
        for one, other in pairs
    ]
    last = {(row["left_id"], row["right_id"]): row for row in (*made, *told)}
    return [last[key] for key in sorted(last)]


def _columns(incidents: Iterable[Mapping[str, Any]], events: Iterable[Row]) -> list[Row]:
    """Fill what an incident says of its event: of a large one not all its members."""
    of: dict[str, Row] = {}
    members: dict[str, list[str]] = defaultdict(list)
    for event in events:
        for one in event["members"].split(JOINER):
            of[one] = event
            members[event["event_id"]].append(one)
    made: list[Row] = []
    for row in incidents:
        own = str(row["incident_id"])
        event = of.get(own, {})
        listed = members.get(event.get("event_id", ""), [])[: MOST_LINKED + 1]
        others = [one for one in listed if one != own][:MOST_LINKED]
        made.append(
            {
                "incident_id": own,
                "event_id": event.get("event_id"),
                "n_reports": event.get("n_reports", 1),
                "linked_ids": JOINER.join(others) or None,
            }
        )
    return made
