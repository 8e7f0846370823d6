"""How well a report fits an incident told before it: by kind, place, day, toll and striker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.incidents.likeness import (
    are_kin,
    both_full,
    has_same_toll,
    intervals,
    kind_fit,
    same_days,
    tolls_differ,
)
from mapper.incidents.sums import told
from mapper.incidents.whereabouts import (
    APART,
    INSIDE,
    NONE,
    SAME,
    compare_places,
    is_listed,
    is_named,
    is_unplaced,
)
from mapper.reports import may_be_same, parties_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.incidents.draft import Draft
    from mapper.reports import Reading, Report

MAX_GAP = 3
NEXT_TO = 2
"""Sentences over which a report may lean on the one before; fewer where it says little."""

_NEARBY_KM = 15.0
"""Kilometres within which the same toll at another place is the same strike."""


class Fitting:
    """Compares reports with the incidents of one article."""

    def __init__(self, reading: Reading, order: Mapping[int, int]) -> None:
        """Take what was found in the article, and the number of each sentence by its start."""
        self._reading = reading
        self._order = order

    def fit(self, draft: Draft, report: Report, places: list[int], *, headline: bool) -> float:
        """Say how well a report fits a draft; 0 when it does not."""
        more = any(t.quantity.further for t in report.tolls)
        if (report.is_another or (report.is_similar and more)) and not headline:
            return 0.0
        if not headline and self._is_one_of_several(draft, report, places):
            return 0.0
        lie = self._lie_of(draft, report, places)
        kinds = kind_fit(draft, report, headline=headline)
        kinds = kinds or self._retold(draft, report, lie) or self._is_detail(draft, report)
        if not kinds or lie == APART:
            return 0.0
        same_toll = lie >= INSIDE and has_same_toll(draft, report)
        only_back = report.points_back and not (report.tolls or report.places)
        night = lie == SAME and any(
            r.when is not None and r.when.leans for r in (*draft.reports, report)
        )
        if not same_days(draft, report, slack=1 if same_toll or only_back or night else 0):
            return 0.0
        gap = self.gap(draft.reports[-1], report)
        told_again = report.points_back and has_same_toll(draft, report)
        far = not headline and gap > MAX_GAP and not told_again
        unsure = far and (
            (lie == NONE and not report.points_back) or (not report.is_strong and lie < INSIDE)
        )
        retold = (lie == SAME and not headline) or report.points_back
        tolls = tolls_differ(draft, report) and not retold
        # An inline heading and its text, run together: the same figures, no second strike.
        two = both_full(draft, report) and not same_toll
        if unsure or tolls or two or self._actors_differ(draft, report):
            return 0.0
        # Of a headline the same figures say more than the nearer place.
        same = 1.5 if headline and has_same_toll(draft, report) else 0.0
        return kinds + lie + same + 1.0 / (1 + max(gap, 0))

    def _is_one_of_several(self, draft: Draft, report: Report, places: list[int]) -> bool:
        """See the toll at one of the places that the draft has a larger toll for."""
        resolved = self._reading.resolved
        whole = [n for n in draft.places if is_named(resolved, n)]
        mine = [n for n in places if is_named(resolved, n)]
        if len(whole) < 2 or not 0 < len(mine) < len(whole) or report.points_back:  # noqa: PLR2004 - several
            return False
        return any(
            (total := told(draft, what)) is not None
            and any(
                0 < (t.quantity.value_max or 0) < total for t in report.tolls if t.field == what
            )
            for what in ("killed", "injured")
        )

    def _retold(self, draft: Draft, report: Report, lie: int) -> float:
        """See a detail of the strike just told, under another name of its family."""
        if not are_kin(draft, report):
            return 0.0
        if lie < INSIDE:
            return 0.5 if lie == NONE and has_same_toll(draft, report) else 0.0
        bare = not report.tolls and not report.counts
        reach = MAX_GAP if lie == SAME else 1
        next_to = 0 <= self.gap(draft.reports[-1], report) <= reach
        return 0.5 if (bare and next_to) or has_same_toll(draft, report) else 0.0

    def _is_detail(self, draft: Draft, report: Report) -> float:
        """See a blast heard in the strike just told: no place, no figure, no day of its own."""
        only_blast = all(t.row["role"] == "blast" for t in report.triggers)
        bare = not (report.places or report.tolls or report.counts or report.when)
        near = 0 <= self.gap(draft.reports[-1], report) <= NEXT_TO
        return 0.5 if only_blast and bare and near else 0.0

    def _lie_of(self, draft: Draft, report: Report, places: list[int]) -> int:
        """Compare places; a name nobody can place does not part what points back."""
        lie = compare_places(self._reading.resolved, draft.places, places)
        named = any(is_named(self._reading.resolved, n) for n in places)
        acts = "bare verb" in report.evidence and report.agent is not None
        if acts and named and lie not in (SAME, NONE):
            return APART  # "the army also targeted X": one more place, not a detail
        if lie != APART:
            return lie
        if self._is_retold_nearby(draft, report, places):
            return INSIDE
        unknown = all(is_unplaced(self._reading.resolved[n]) for n in places)
        if unknown and has_same_toll(draft, report):
            return NONE
        if not report.points_back or tolls_differ(draft, report):
            return APART
        near = 0 <= self.gap(draft.reports[-1], report) <= NEXT_TO
        return (
            NONE
            if unknown
            else INSIDE
            if near and not is_listed(self._reading.resolved, draft.places)
            else APART
        )

    def _is_retold_nearby(self, draft: Draft, report: Report, places: list[int]) -> bool:
        """See the same dead and the same hurt told again, of a place close by."""
        both = all(
            set(intervals(t for t in report.tolls if t.field == what and not t.subset))
            & set(intervals(draft.tolls(what)))
            for what in ("killed", "injured")
        )
        if not both:
            return False
        here = [one for n in draft.places if (one := self._reading.resolved[n].location)]
        there = [one for n in places if (one := self._reading.resolved[n].location)]
        return any(distance_km(a, b) <= _NEARBY_KM for a in here for b in there)

    def _actors_differ(self, draft: Draft, report: Report) -> bool:
        """See whether both name who struck, and name nobody in common."""
        known = draft.actors()
        if report.agent is None or not known:
            return False
        language = self._reading.language
        return not any(
            may_be_same(one, other, language)
            for one in parties_of(report.agent.name)
            for other in known
        )

    def gap(self, earlier: Report | None, later: Report) -> int:
        """Count the sentences from one report to a later one."""
        if earlier is None:
            return 99
        return self._order[later.sentence.start] - self._order[earlier.sentence.start]
