"""Choose the best candidate of a name, or leave a tie or an unknown name as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places.cases import LEAST, LEAST_WITHIN, Candidate, Resolved, bounded
from mapper.places.location import apart, locate_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer, Match
    from mapper.places.cases import Case, Page

MARGIN = 1.5
"""Score by which the best candidate must lead; with less it is a tie."""


def choose_all(cases: Sequence[Case], page: Page) -> None:
    """Choose for every name."""
    page.decided = [choose(case, page.gazetteer) for case in cases]


def choose(case: Case, gazetteer: Gazetteer) -> Resolved:
    """Take the best candidate, or leave a tie or an unknown name as it is."""
    ranked = case.ranked
    candidates = tuple(_candidate(case, m) for m in ranked)
    if not ranked or ranked[0].score < (LEAST_WITHIN if case.held else LEAST).get(
        ranked[0].method, 0.0
    ):
        return Resolved(case.mention, "unknown", candidates, None, case.within)
    best = ranked[0]
    score = case.scores[best.place.place_id]
    rivals = [m for m in ranked[1:] if apart(best.place, m.place)]
    margin = score - case.scores[rivals[0].place.place_id] if rivals else None
    if margin is not None and margin < MARGIN:
        return Resolved(case.mention, "tie", candidates, None, case.within)
    location = locate_place(
        best.place,
        "near" if case.beside and not best.place.is_area else case.mention.relation,
        gazetteer,
        score=bounded(score),
        margin=None if margin is None else round(margin, 2),
        method=best.method,
    )
    status = "resolved" if location else "unknown"
    return Resolved(case.mention, status, candidates, location, case.within)


def _candidate(case: Case, match: Match) -> Candidate:
    place = match.place
    return Candidate(
        place_id=place.place_id,
        name=place.name,
        name_ar=place.name_ar,
        lat=place.lat,
        lon=place.lon,
        score=bounded(case.scores[place.place_id]),
        reasons=tuple(case.reasons[place.place_id]),
        method=match.method,
    )
