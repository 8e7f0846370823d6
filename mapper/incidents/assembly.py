"""Which reports of one article speak of the same incident.

Reports are taken in the order of the text, the headline last. A report joins the
draft it fits in kind, place, day, toll and actor; a strong one that fits none opens
a new draft; a weak one that fits none is refused with its reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mapper.base.kinds import by_aircraft
from mapper.incidents.beside import Beside
from mapper.incidents.draft import Draft
from mapper.incidents.fitting import MAX_GAP, NEXT_TO, Fitting
from mapper.incidents.later_tolls import may_be_of
from mapper.incidents.likeness import (
    days_of,
    intervals,
    is_said,
    is_shorter,
    same_days,
    tolls_differ,
)
from mapper.incidents.sums import mark_totals, told
from mapper.incidents.whereabouts import (
    APART,
    SAME,
    compare_places,
    only_coarser,
    refine,
    suits,
)
from mapper.reports import CONTINUATION, Refusal, has_aircraft, is_fine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.incidents.draft import Days
    from mapper.reports import Agent, Reading, Report

BACKGROUND_AGE = timedelta(days=14)
"""DESIGN 4: an event more than two weeks older than the news is background."""

FRESH = timedelta(days=3)


class Assembly:
    """Puts the reports of one article together, in the order of the text."""

    def __init__(
        self,
        reading: Reading,
        published: tuple[str | None, str | None],
        sentence_order: Mapping[int, int],
    ) -> None:
        """Start an assembly.

        Parameters
        ----------
        reading
            What was found in the article.
        published
            First and last day on which the article may have appeared, ISO; None where
            the date is not known.
        sentence_order
            Number of each sentence, by its start.
        """
        self._reading = reading
        self._published = published
        self._fitting = Fitting(reading, sentence_order)
        self._beside = Beside(reading, sentence_order)
        self.drafts: list[Draft] = []
        self.refusals: list[Refusal] = []
        self._last: Report | None = None
        self._last_scope = "event"

    def take(self, reports: Sequence[Report]) -> None:
        """Take all reports of the article: body first, then captions, headlines last."""
        kinds: dict[str, list[Report]] = {"body": [], "caption": [], "headline": []}
        for report in reports:
            kinds[report.sentence.kind].append(report)
        heads = kinds["headline"]
        for report in kinds["body"]:
            self._take_body(report)
        for report in kinds["caption"]:
            self._take_caption(report)
        self._find_places()
        self._drop_weak()
        for report in heads:
            self._take_headline(report)
        mark_totals(self.drafts, self._reading.resolved)

    def _find_places(self) -> None:
        """Look for the place of a strike told without one in what is said of its victims."""
        for draft in self.drafts:
            if draft.scope == "event" and not draft.places:
                found = self._beside.places_after(draft.reports[-1])
                draft.places = dict.fromkeys(found, len(draft.reports) - 1)

    def _drop_weak(self) -> None:
        """Refuse the drafts whose reports together say too little."""
        kept = [d for d in self.drafts if d.is_enough]
        for draft in self.drafts:
            if not draft.is_enough:
                for report in draft.reports:
                    self._refuse(report, "too little said")
        self.drafts = kept

    def _take_body(self, report: Report) -> None:
        """Join a report of the body to a draft, open one for it, or refuse it."""
        if _is_habit(report):
            self._refuse(report, "a habit or a standing claim")
            return
        if report.rule == CONTINUATION:
            self._take_toll(report)
            return
        scope = self._scope(report)
        places, carried = self._places(report)
        if carried and report.anaphora and places:
            report = replace(report, evidence=report.evidence | {"region"})
        report = self._as_similar(report)
        best = self._told_before(report, scope, places) or self._best(report, scope, places)
        if best is not None:
            self._join(best, report, places)
        elif report.denied:
            self._refuse(report, "denied")
            return
        elif _only_points_back(report, first=not self.drafts):
            self._refuse(report, "points back to nothing told")
            return
        else:
            self._open(report, scope, places, carried=carried)
        self._last = report
        self._last_scope = scope

    def _as_similar(self, report: Report) -> Report:
        """Give "a similar attack", "also targeted" the kind of the strike told before it."""
        near = self._last is not None and self._fitting.gap(self._last, report) <= NEXT_TO
        also = report.is_also and near and report.agent is not None
        linked = report.is_similar or report.is_another or also
        if report.event_type != "other" or not linked or not self.drafts:
            return report
        report = replace(report, event_type=self.drafts[-1].event_type, goes_on=True)
        if also and "bare verb" in report.evidence:
            plain = report.evidence - {"bare verb"}
            report = replace(report, evidence=plain, points_back=False)
        return report

    def _take_toll(self, report: Report) -> None:
        """Give a bare toll to the strike just told, if it may be of it.

        A toll at a place of its own is of that strike only where it is the same figure.
        """
        draft = next((d for d in self.drafts if self._last in d.reports), None)
        if draft is None or draft.scope != "event" or not same_days(draft, report):
            self._refuse(report, "a toll of nothing told")
            return
        told = intervals(draft.tolls("killed") + draft.tolls("injured"))
        lie = compare_places(self._reading.resolved, draft.places, report.places)
        same = lie != APART and bool(set(intervals(report.tolls)) & set(told))
        elsewhere = bool(report.places) and lie != SAME and not same
        if not 0 < self._fitting.gap(self._last, report) <= NEXT_TO:
            self._refuse(report, "a toll of nothing told")
            return
        apart = report.is_another or self._is_part(draft, report)
        if elsewhere and apart and any(is_fine(self._reading.resolved[n]) for n in report.places):
            said = frozenset({"toll", "settlement"})
            more = replace(report, event_type=draft.event_type, goes_on=True, evidence=said)
            self._open(more, "event", list(report.places), carried=False)
            self._last = more
            return
        if elsewhere or not may_be_of(draft, report):
            self._refuse(report, "a toll of nothing told")
            return
        self._join(draft, report, list(report.places))
        self._last = report

    def _is_part(self, draft: Draft, report: Report) -> bool:
        """See the toll at one place of a strike told for a region, or for no place at all."""
        coarse = all(
            (location := self._reading.resolved[n].location) is not None
            and location.geo_precision > 2  # noqa: PLR2004 - a region
            for n in draft.places
        )
        total, part = (
            told(draft, "killed"),
            [k for t in report.tolls if (k := t.quantity.value_max)],
        )
        return coarse and total is not None and bool(part) and max(part) < total

    def _take_caption(self, report: Report) -> None:
        """Let a caption add to what the body tells; alone and undated it shows something older."""
        places = list(report.places)
        best = self._best(report, "event", places, headline=True)
        if best is not None:
            self._join(best, report, places)
        else:
            dated = report.when is not None and report.when.date_start is not None
            self._open(
                report, self._scope(report) if dated else "background", places, carried=False
            )

    def _take_headline(self, report: Report) -> None:
        """Let a headline add to what the body tells; alone it stands only if the body is mute."""
        scope = report.scope
        if len(report.places) > 1 and len(self.drafts) > 1:
            self._refuse(report, "headline that sums up several places")
            self._lend_agent(report)
            return
        fits = [
            (self._fitting.fit(draft, report, list(report.places), headline=True), draft)
            for draft in self.drafts
            if draft.scope in (scope, "aggregate")
        ]
        fits = [(fit, draft) for fit, draft in fits if fit]
        if fits:
            self._join(max(fits, key=lambda pair: pair[0])[1], report, list(report.places))
        elif report.is_strong and report.places and not self.drafts and scope == "event":
            self._open(report, scope, list(report.places), carried=False)
        else:
            self._refuse(report, "headline of what the body tells otherwise")
            self._lend_agent(report)

    def _lend_agent(self, report: Report) -> None:
        """Let a headline that sums up name who struck where the parts do not."""
        if report.agent is None or report.denied:
            return
        for draft in self.drafts:
            fresh = draft.scope == "event" and not draft.agents
            if fresh and self._may_be_of(draft, report):
                draft.carried_agents = [report.agent]

    def _may_be_of(self, draft: Draft, report: Report) -> bool:
        """See whether who a report names may have struck in a draft, by the kind of strike."""
        if draft.event_type == report.event_type:
            return True
        flies = report.agent is not None and has_aircraft(report.agent.name, self._reading.language)
        return flies and draft.event_type in by_aircraft("own") and report.event_type == "other"

    def _refuse(self, report: Report, reason: str) -> None:
        words = self._reading.text[report.start : report.end]
        self.refusals.append(Refusal(report.start, report.end, words, reason))

    # -- what a report means by itself

    def _scope(self, report: Report) -> str:
        """Settle the scope with the help of dates and of what was said just before."""
        if report.scope == "aggregate":
            return "aggregate"
        if report.when is not None and report.when.date_end is not None:
            return self._dated_scope(report, report.when.date_end)
        if self._last_scope == "aggregate" and report.is_perfect and not report.points_back:
            return "aggregate"
        told = bool(intervals(report.tolls)) and not report.points_back
        if report.scope == "event" and self._dwells_on_past(report) and not told:
            return "background" if self._fitting.gap(self._last, report) <= 1 else "event"
        return report.scope

    def _dated_scope(self, report: Report, day: str) -> str:
        """Settle the scope of a report with a day of its own, by its age."""
        age = self._age(day)
        if age is not None and age > BACKGROUND_AGE:
            return "background"
        if report.scope == "background" and age is not None and age <= FRESH:
            return "background" if report.start > report.sentence.start else "event"
        return report.scope

    def _dwells_on_past(self, report: Report) -> bool:
        """See whether the text was just telling of something older, and goes on with it."""
        last = self._last
        if last is None or last.sentence.paragraph != report.sentence.paragraph:
            return False
        # "... a day after the gas attack" only recalls; "that attack" dwells on it.
        recalled = last.start > last.sentence.start and not report.points_back
        return self._last_scope == "background" and not recalled

    def _age(self, day: str | None) -> timedelta | None:
        """Tell how long before the article's first possible day a day lies."""
        first = self._published[0]
        if day is None or first is None:
            return None
        return date.fromisoformat(first) - date.fromisoformat(day)

    def _places(self, report: Report) -> tuple[list[int], bool]:
        """Give a report's places, or those that 'the region', 'there' point back to."""
        if report.places and not (report.anaphora and only_coarser(self._reading.resolved, report)):
            return list(report.places), False
        lost = not report.places and report.is_strong and report.event_type != "displacement"
        lost = lost and not report.is_another
        beside = self._last is not None and self._fitting.gap(self._last, report) == 0
        if report.anaphora or lost or beside:
            for draft in reversed(self.drafts):
                near = self._fitting.gap(draft.reports[-1], report) <= MAX_GAP
                if (
                    near
                    and draft.places
                    and suits(self._reading.resolved, report.anaphora, draft.places)
                ):
                    return list(draft.places), True
        back = report.points_back or report.anaphora is not None
        if back and not report.places and not self.drafts:
            return list(self._beside.places_before(report)), True
        return list(report.places), False

    # -- finding the draft it belongs to

    def _best(
        self, report: Report, scope: str, places: list[int], *, headline: bool = False
    ) -> Draft | None:
        fits = []
        for number, draft in enumerate(self.drafts):
            if draft.scope != scope:
                continue
            fit = self._fitting.fit(draft, report, places, headline=headline)
            if fit:
                fits.append((fit, number))
        return self.drafts[max(fits)[1]] if fits else None

    def _told_before(self, report: Report, scope: str, places: list[int]) -> Draft | None:
        """Find the fresh event that words without a day of their own look back on."""
        if scope != "background" or report.when is not None or report.start > report.sentence.start:
            return None
        best = self._best(report, "event", places)
        if best is None or tolls_differ(best, report):
            return None
        same = compare_places(self._reading.resolved, best.places, places) == SAME
        return best if same or (report.points_back and intervals(report.tolls)) else None

    # -- changing the drafts

    def _open(self, report: Report, scope: str, places: list[int], *, carried: bool) -> None:
        days = days_of(report)
        own = days is not None and not is_said(report)
        said = days is not None and not own
        if days is None and scope == "event":
            days = self._carried_days() if self.drafts else self._beside.day_before(report)
        self.drafts.append(
            Draft(
                reports=[report],
                event_type=report.event_type,
                scope=scope,
                places=dict.fromkeys(places, 0),
                date=days,
                own_date=own,
                said_date=said,
                carried=carried,
                carried_agents=self._carried_agents(report),
            )
        )

    def _carried_agents(self, report: Report) -> list[Agent]:
        """Take the striker of what was just told, where the text goes on with more of it."""
        if report.agent is not None or not (report.goes_on or report.points_back):
            return []
        for draft in reversed(self.drafts):
            near = self._fitting.gap(draft.reports[-1], report) <= MAX_GAP
            if near and draft.event_type == report.event_type:
                return draft.agents
        return []

    def _carried_days(self) -> Days | None:
        """Take the day of the news told before: wire copy names it once."""
        for draft in reversed(self.drafts):
            if draft.scope == "event" and draft.date is not None:
                return draft.date
        return None

    def _join(self, draft: Draft, report: Report, places: list[int]) -> None:
        draft.reports.append(report)
        draft.denied = draft.denied or report.denied
        if draft.event_type == "other" and report.event_type != "displacement":
            draft.event_type = report.event_type
        days = days_of(report)
        if days is not None and is_said(report):
            if draft.date is None:
                draft.date, draft.said_date = days, True
        elif days is not None and (not draft.own_date or is_shorter(days, draft.date)):
            draft.date = days
            draft.own_date, draft.said_date = True, False
        if not report.denied:
            refine(self._reading.resolved, draft, places, report)


def _is_habit(report: Report) -> bool:
    """See words about strikes at large: nothing counted, no day."""
    said = {"toll", "count", "day"} & report.evidence
    return "habit" in report.evidence and not said


def _only_points_back(report: Report, *, first: bool) -> bool:
    """See a report that only takes up what is known: no place, or nothing told of it.

    The first report of an article may speak of "the blast" that its headline told.
    """
    if not report.points_back or (first and report.is_strong):
        return False
    bare = not report.tolls and not report.counts and report.when is None
    return bare or (not report.places and "day" not in report.evidence)
