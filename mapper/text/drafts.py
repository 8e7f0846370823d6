"""Which reports of one article speak of the same incident.

Reports are taken in the order of the text, the headline last. A report joins the
draft it fits in kind, place, day, toll and actor; a strong one that fits none opens
a new draft; a weak one that fits none is refused with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.extract import CONTINUATION, ENOUGH, WEIGHTS, Refusal, weigh
from mapper.gazetteer import distance_km
from mapper.names import key
from mapper.places.location import holds
from mapper.text import cues
from mapper.text.actors import has_aircraft, may_be_same, parties_of
from mapper.text.later_tolls import may_be_of
from mapper.text.struck import is_fine, struck_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.extract import Report
    from mapper.figures import Toll
    from mapper.resolve import Resolved
    from mapper.text.actors import Agent
    from mapper.text.marks import Reading

BACKGROUND_AGE = timedelta(days=14)
"""DESIGN 4: an event more than two weeks older than the news is background."""

_PRECISIONS = ((7, "week"), (31, "month"), (366, "year"), (10**6, "unknown"))

FRESH = timedelta(days=3)
_FAMILIES = (
    frozenset({"airstrike", "barrel_bomb", "drone_strike", "rocket_missile", "chemical"}),
    frozenset({"shelling", "rocket_missile", "chemical"}),
    frozenset({"explosion_ied", "airstrike", "barrel_bomb"}),
)
"""Kinds that one text may use for the same strike: "the rockets", "the bombs"."""

_FROM_THE_AIR = frozenset({"airstrike", "barrel_bomb"})

_ANYBODY = frozenset({None, "people"})
_BY_KM = 60.0
_NEARBY_KM = 15.0
_MAX_GAP = 3
_NEXT_TO = 2
_SLIP = 0.1
"""Share by which the hurt of the parts may miss a total whose dead add up."""
_BEFORE_SAID = 3
"""Days that pass at most from a strike to the day somebody is cited on it, in news."""

SAME, INSIDE, NONE, APART = 3, 2, 1, 0
"""How the places of two reports lie to each other."""


@dataclass(slots=True)
class Draft:
    """An incident in the making: the reports that speak of it, and its places."""

    reports: list[Report]
    event_type: str
    scope: str
    places: dict[int, int]
    """Place -> number of the report that named it."""
    date: tuple[str, str, str, str] | None
    """First day, last day, precision and basis; None while no report has said."""
    own_date: bool = False
    said_date: bool = False
    """The day is one on which somebody spoke of it: it may have happened before."""
    denied: bool = False
    carried: bool = False
    """The place was taken from words that point back."""
    carried_agents: list[Agent] = field(default_factory=list)
    """Who struck in the incident before, where the text goes on with "Other strikes"."""

    @property
    def is_enough(self) -> bool:
        """Say whether its reports, taken together, tell of a strike that happened."""
        told = bool(self.places) or any(r.tolls for r in self.reports)
        pieces = frozenset[str]().union(*(r.evidence for r in self.reports))
        # What speaks against one report does not speak against the others.
        against = frozenset(p for p in pieces if WEIGHTS[p] < 0)
        excused = {p for p in against if any(p not in r.evidence for r in self.reports)}
        return told and weigh(pieces - excused) >= ENOUGH

    @property
    def days(self) -> tuple[str, str, str, str] | None:
        """Give its days; a total over a "week-long" campaign covers that week."""
        lasting = [r.lasts_days for r in self.reports if r.lasts_days]
        if self.date is None or self.scope != "aggregate" or not lasting:
            return self.date
        start, end, _, basis = self.date
        first = date.fromisoformat(end) - timedelta(days=max(lasting) - 1)
        if str(first) >= start:
            return self.date
        precision = next(p for days, p in _PRECISIONS if max(lasting) <= days)
        return str(first), end, precision, basis

    def tolls(self, what: str) -> list[Toll]:
        """Give the tolls of one kind that its reports state, subsets left out."""
        return [
            t for report in self.reports for t in report.tolls if t.field == what and not t.subset
        ]

    @property
    def agents(self) -> list[Agent]:
        """Give who its reports name as the striker, in order; else who is carried over."""
        own = [report.agent for report in self.reports if report.agent is not None]
        return own or self.carried_agents

    def actors(self) -> set[str]:
        """Give the parties its reports name as the striker."""
        return {
            name
            for report in self.reports
            if report.agent
            for name in parties_of(report.agent.name)
        }


class Assembly:
    """Puts the reports of one article together, in the order of the text."""

    def __init__(self, reading: Reading, published: tuple[str | None, str | None]) -> None:
        """Start an assembly.

        Parameters
        ----------
        reading
            What was found in the article.
        published
            First and last day on which the article may have appeared, ISO; None where
            the date is not known.
        """
        self._reading = reading
        self._published = published
        self.drafts: list[Draft] = []
        self.refusals: list[Refusal] = []
        self._last: Report | None = None
        self._last_scope = "event"

    def take(self, reports: Sequence[Report], sentence_order: dict[int, int]) -> None:
        """Take all reports of the article: body first, then captions, headlines last."""
        self._order = sentence_order
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
        self._mark_sums()

    def _find_places(self) -> None:
        """Look for the place of a strike told without one in what is said of its victims."""
        for draft in self.drafts:
            if draft.scope == "event" and not draft.places:
                for start, end in self._sentences_after(draft.reports[-1]):
                    found = struck_places(self._reading, (start, end))
                    named = [n for n in found if self._is_named(n)]
                    if named and _tells_aftermath(self._reading, start, end):
                        draft.places = dict.fromkeys(named, len(draft.reports) - 1)
                        break

    def _sentences_after(self, report: Report) -> list[tuple[int, int]]:
        """Give the bounds of the sentences next to a report's, of its own paragraph."""
        starts = sorted(self._order, key=self._order.__getitem__)
        number = self._order[report.sentence.start]
        edges = [*starts[number + 1 :], len(self._reading.text)][: _NEXT_TO + 1]
        return list(pairwise(edges))

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
        near = self._last is not None and self._gap(self._last, report) <= _NEXT_TO
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
        if draft is None or draft.scope != "event" or not _same_days(draft, report):
            self._refuse(report, "a toll of nothing told")
            return
        told = _intervals(draft.tolls("killed") + draft.tolls("injured"))
        lie = self._lie(draft.places, report.places)
        same = lie != APART and bool(set(_intervals(report.tolls)) & set(told))
        elsewhere = bool(report.places) and lie != SAME and not same
        if not 0 < self._gap(self._last, report) <= _NEXT_TO:
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
            _told(draft, "killed"),
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
            (self._fit(draft, report, list(report.places), headline=True), draft)
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
        return flies and draft.event_type in _FROM_THE_AIR and report.event_type == "other"

    def _lend_to_parts(self, total: Draft, parts: Iterable[Draft]) -> None:
        """Let a sum name who struck where its parts do not."""
        for part in parts:
            if part.scope == "event" and not part.agents and part.event_type == total.event_type:
                part.carried_agents = total.agents

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
        told = bool(_intervals(report.tolls)) and not report.points_back
        if report.scope == "event" and self._dwells_on_past(report) and not told:
            return "background" if self._gap(self._last, report) <= 1 else "event"
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
        if report.places and not (report.anaphora and self._only_coarser(report)):
            return list(report.places), False
        lost = not report.places and report.is_strong and report.event_type != "displacement"
        lost = lost and not report.is_another
        beside = self._last is not None and self._gap(self._last, report) == 0
        if report.anaphora or lost or beside:
            for draft in reversed(self.drafts):
                near = self._gap(draft.reports[-1], report) <= _MAX_GAP
                if near and draft.places and self._suits(report.anaphora, draft.places):
                    return list(draft.places), True
        if report.points_back and not report.places and not self.drafts:
            return list(self._named_before(report)), True
        return list(report.places), False

    def _named_before(self, report: Report) -> tuple[int, ...]:
        """Give the places of the sentence before: "a crime in X at dawn. The attack ..."."""
        number = self._order[report.sentence.start]
        before = [start for start, place in self._order.items() if place == number - 1]
        if not before:
            return ()
        return struck_places(self._reading, (before[0], report.sentence.start))

    def _only_coarser(self, report: Report) -> bool:
        return all(
            one.location is not None and one.location.kind == "country"
            for one in (self._reading.resolved[n] for n in report.places)
        )

    def _suits(self, anaphora: str | None, places: Iterable[int]) -> bool:
        """See whether 'the village' may mean places of this kind."""
        if anaphora is None or anaphora == "any":
            return True
        coarse = [
            (loc := self._reading.resolved[n].location) is not None and loc.geo_precision > 2  # noqa: PLR2004
            for n in places
        ]
        return all(coarse) if anaphora == "region" else not any(coarse)

    def _gap(self, earlier: Report | None, later: Report) -> int:
        """Count the sentences from one report to a later one."""
        if earlier is None:
            return 99
        return self._order[later.sentence.start] - self._order[earlier.sentence.start]

    # -- finding the draft it belongs to

    def _best(
        self, report: Report, scope: str, places: list[int], *, headline: bool = False
    ) -> Draft | None:
        fits = []
        for number, draft in enumerate(self.drafts):
            if draft.scope != scope:
                continue
            fit = self._fit(draft, report, places, headline=headline)
            if fit:
                fits.append((fit, number))
        return self.drafts[max(fits)[1]] if fits else None

    def _told_before(self, report: Report, scope: str, places: list[int]) -> Draft | None:
        """Find the fresh event that words without a day of their own look back on."""
        if scope != "background" or report.when is not None or report.start > report.sentence.start:
            return None
        best = self._best(report, "event", places)
        if best is None or _tolls_differ(best, report):
            return None
        same = self._lie(best.places, places) == SAME
        return best if same or (report.points_back and _intervals(report.tolls)) else None

    def _fit(self, draft: Draft, report: Report, places: list[int], *, headline: bool) -> float:
        """Say how well a report fits a draft; 0 when it does not."""
        more = any(t.quantity.further for t in report.tolls)
        if (report.is_another or (report.is_similar and more)) and not headline:
            return 0.0
        lie = self._lie_of(draft, report, places)
        kinds = _kind_fit(draft, report, headline=headline)
        kinds = kinds or self._retold(draft, report, lie) or self._is_detail(draft, report)
        if not kinds or lie == APART:
            return 0.0
        same_toll = lie >= INSIDE and _has_same_toll(draft, report)
        only_back = report.points_back and not (report.tolls or report.places)
        if not _same_days(draft, report, slack=1 if same_toll or only_back else 0):
            return 0.0
        gap = self._gap(draft.reports[-1], report)
        told_again = report.points_back and _has_same_toll(draft, report)
        far = not headline and gap > _MAX_GAP and not told_again
        unsure = far and (
            (lie == NONE and not report.points_back) or (not report.is_strong and lie < INSIDE)
        )
        retold = (lie == SAME and not headline) or report.points_back
        tolls = _tolls_differ(draft, report) and not retold
        if unsure or tolls or self._actors_differ(draft, report) or _both_full(draft, report):
            return 0.0
        return kinds + lie + 1.0 / (1 + max(gap, 0))

    def _retold(self, draft: Draft, report: Report, lie: int) -> float:
        """See a detail of the strike just told, under another name of its family."""
        if not _are_kin(draft, report):
            return 0.0
        if lie < INSIDE:
            return 0.5 if lie == NONE and _has_same_toll(draft, report) else 0.0
        bare = not report.tolls and not report.counts
        reach = _MAX_GAP if lie == SAME else 1
        next_to = 0 <= self._gap(draft.reports[-1], report) <= reach
        return 0.5 if (bare and next_to) or _has_same_toll(draft, report) else 0.0

    def _is_detail(self, draft: Draft, report: Report) -> float:
        """See a blast heard in the strike just told: no place, no figure, no day of its own."""
        only_blast = all(t.row["role"] == "blast" for t in report.triggers)
        bare = not (report.places or report.tolls or report.counts or report.when)
        near = 0 <= self._gap(draft.reports[-1], report) <= _NEXT_TO
        return 0.5 if only_blast and bare and near else 0.0

    def _lie_of(self, draft: Draft, report: Report, places: list[int]) -> int:
        """Compare places; a name nobody can place does not part what points back."""
        lie = self._lie(draft.places, places)
        named = any(self._is_named(n) for n in places)
        acts = "bare verb" in report.evidence and report.agent is not None
        if acts and named and lie not in (SAME, NONE):
            return APART  # "the army also targeted X": one more place, not a detail
        if lie != APART:
            return lie
        if self._is_retold_nearby(draft, report, places):
            return INSIDE
        unknown = all(_is_unplaced(self._reading.resolved[n]) for n in places)
        if unknown and _has_same_toll(draft, report):
            return NONE
        if not report.points_back or _tolls_differ(draft, report):
            return APART
        near = 0 <= self._gap(draft.reports[-1], report) <= _NEXT_TO
        return NONE if unknown else INSIDE if near and not self._is_listed(draft) else APART

    def _is_retold_nearby(self, draft: Draft, report: Report, places: list[int]) -> bool:
        """See the same dead and the same hurt told again, of a place close by."""
        both = all(
            set(_intervals(t for t in report.tolls if t.field == what and not t.subset))
            & set(_intervals(draft.tolls(what)))
            for what in ("killed", "injured")
        )
        if not both or self._gap(draft.reports[-1], report) > _NEXT_TO:
            return False
        here = [one for n in draft.places if (one := self._reading.resolved[n].location)]
        there = [one for n in places if (one := self._reading.resolved[n].location)]
        return any(distance_km(a, b) <= _NEARBY_KM for a in here for b in there)

    def _lie(self, left: Iterable[int], right: Iterable[int]) -> int:
        """Compare two lists of places."""
        resolved = self._reading.resolved
        a = [resolved[n] for n in left]
        b = [resolved[n] for n in right]
        if not a or not b:
            return NONE
        if any(_same_place(x, y) for x in a for y in b):
            return SAME
        if any(_narrows(x, y) or _narrows(y, x) for x in a for y in b):
            return INSIDE
        return APART

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

    # -- changing the drafts

    def _open(self, report: Report, scope: str, places: list[int], *, carried: bool) -> None:
        days = _days(report)
        own = days is not None and not _is_said(report)
        said = days is not None and not own
        if days is None and scope == "event":
            days = self._carried_days()
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
            near = self._gap(draft.reports[-1], report) <= _MAX_GAP
            if near and draft.event_type == report.event_type:
                return draft.agents
        return []

    def _carried_days(self) -> tuple[str, str, str, str] | None:
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
        days = _days(report)
        if days is not None and _is_said(report):
            if draft.date is None:
                draft.date, draft.said_date = days, True
        elif days is not None and (not draft.own_date or _is_narrower(days, draft.date)):
            draft.date = days
            draft.own_date, draft.said_date = True, False
        if not report.denied:
            self._refine(draft, places, report)

    def _refine(self, draft: Draft, places: list[int], report: Report) -> None:
        """Keep the finer places; places that one report lists side by side stay together."""
        resolved = self._reading.resolved
        number = len(draft.reports) - 1
        if not draft.places:
            draft.places = dict.fromkeys(places, number)
            return
        known = [resolved[n] for n in draft.places]
        finer = [
            n
            for n in places
            if not any(_same_place(resolved[n], k) for k in known)
            and any(_narrows(k, resolved[n]) for k in known)
        ]
        if not finer and report.points_back and not self._is_listed(draft):
            # "A town south of Homs ... the bomb went off in Hisya": now it has its name.
            named = [n for n in places if self._is_named(n) and self._is_by(draft.places, n)]
            draft.places = dict.fromkeys(named, number) or draft.places
            return
        if not finer or (report.sentence.kind == "headline" and self._is_listed(draft)):
            return
        beside = {n for n in places if not any(_same_place(resolved[n], k) for k in known)}
        added = draft.places | dict.fromkeys([n for n in places if n in beside], number)
        draft.places = {
            n: source
            for n, source in added.items()
            if not any(
                source != other and _narrows(resolved[n], resolved[m]) for m, other in added.items()
            )
        }

    def _is_listed(self, draft: Draft) -> bool:
        """See whether the draft already has a place finer than a region."""
        return any(self._is_named(n) for n in draft.places)

    def _is_by(self, places: Iterable[int], number: int) -> bool:
        """See that a name lies by every place told so far, none of them a region."""
        inner = self._reading.resolved[number].location
        outer = [self._reading.resolved[n].location for n in places]
        return inner is not None and all(
            one is not None and one.geo_precision < 3 and distance_km(one, inner) <= _BY_KM  # noqa: PLR2004 - a region
            for one in outer
        )

    def _is_named(self, number: int) -> bool:
        """See a settlement or site called by its name, be it one placed by its distance."""
        one = self._reading.resolved[number]
        told = (
            one.status == "unknown" and one.location is not None and one.location.method == "near"
        )
        return told or (one.location is not None and one.location.geo_precision == 1)

    def _mark_sums(self) -> None:
        """Turn a toll over a region into an aggregate where the text lists its parts."""
        events = [d for d in self.drafts if d.scope == "event"]
        for draft in events:
            parts = [
                d
                for d in events
                if d is not draft
                and _days_touch(d.date, draft.date)
                and any(
                    _holds_named(self._reading.resolved[n], self._reading.resolved[m])
                    for n in draft.places
                    for m in d.places
                )
            ]
            total = _told(draft, "killed")
            listed = [k for d in parts if (k := _told(d, "killed")) is not None]
            if len(parts) > 1 and (total is None or not listed or total >= sum(listed)):
                draft.scope = "aggregate"
                self._lend_to_parts(draft, parts)
            others = [d for d in events if d is not draft and d.scope == "event"]
            if _is_sum(draft, others):
                draft.scope = "aggregate"


def _tells_aftermath(reading: Reading, start: int, end: int) -> bool:
    """See words of the dead, the wounded or the traces of a strike."""
    return bool(cues.find(reading.text, reading.language, "aftermath", start, end))


def _is_unplaced(one: Resolved) -> bool:
    """See a name that no gazetteer knows, placed at most in what holds it."""
    return one.location is None or one.location.method == "container"


def _holds_named(outer: Resolved, inner: Resolved) -> bool:
    """See a place, known itself and not by what holds it, that contains another."""
    return not _is_unplaced(outer) and holds(outer.location, inner.location)


def _narrows(outer: Resolved, inner: Resolved) -> bool:
    """See a finer place: inside the outer one, or a name unknown that the text puts in it."""
    if outer.location is None or inner.location is None or _is_unplaced(outer):
        return False
    if _is_unplaced(inner):
        base = outer.location.place_id.split("/")[0]
        if inner.location.place_id.split("/")[0] == base:
            return True
    return _holds_named(outer, inner)


def _same_place(left: Resolved, right: Resolved) -> bool:
    """Compare by id; what no gazetteer knows by its words."""
    unplaced = [_is_unplaced(one) for one in (left, right)]
    if left.location is None or right.location is None or any(unplaced):
        return all(unplaced) and key(left.mention.text) == key(right.mention.text)
    return left.location.place_id.split("/")[0] == right.location.place_id.split("/")[0] and (
        left.location.place_id == right.location.place_id or left.location.area is None
    )


def _kind_fit(draft: Draft, report: Report, *, headline: bool) -> float:
    """Compare kinds of attack: equal, one of them unsaid, or pointing back."""
    kind = draft.event_type
    if "displacement" in (kind, report.event_type):
        return 2.0 if kind == report.event_type else 0.0
    if kind == report.event_type:
        return 2.0
    if "other" in (kind, report.event_type):
        return 1.5
    return 1.0 if (headline or report.points_back) and _are_kin(draft, report) else 0.0


def _are_kin(draft: Draft, report: Report) -> bool:
    """See two kinds that may be one strike: a bare "blast" may be of a bomb from the air."""
    kinds = {draft.event_type, report.event_type}
    if not any(kinds <= family for family in _FAMILIES):
        return False
    planted = [r for r in (*draft.reports, report) if r.event_type == "explosion_ied"]
    return len(kinds) == 1 or not any(
        t.row["event_type"] == "explosion_ied" and t.row["role"] == "strike"
        for r in planted
        for t in r.triggers
    )


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


def _both_full(draft: Draft, report: Report) -> bool:
    """Two stretches of one sentence with figures each are two incidents."""
    mine = bool(report.tolls or report.counts)
    theirs = any((r.tolls or r.counts) and r.sentence == report.sentence for r in draft.reports)
    return mine and theirs


def _days(report: Report) -> tuple[str, str, str, str] | None:
    when = report.when
    if when is None or when.date_start is None or when.date_end is None:
        return None
    return when.date_start, when.date_end, when.precision, when.basis


def _days_touch(
    left: tuple[str, str, str, str] | None, right: tuple[str, str, str, str] | None
) -> bool:
    """See whether two intervals share a day; an unknown one fits all."""
    return left is None or right is None or (left[0] <= right[1] and right[0] <= left[1])


def _same_days(draft: Draft, report: Report, *, slack: int = 0) -> bool:
    """See whether the days agree, give or take some: a night has two dates."""
    own = _days(report)
    if own is None or draft.date is None:
        return True
    if own[3] == draft.date[3] == "by":
        return own[1] == draft.date[1]
    theirs = _widened(draft.date, _BEFORE_SAID if draft.said_date else 0, 0)
    return _days_touch(theirs, _widened(own, slack + _BEFORE_SAID * _is_said(report), slack))


def _is_said(report: Report) -> bool:
    """See a date on which somebody spoke of the strike."""
    return report.when is not None and report.when.said


def _widened(days: tuple[str, str, str, str], before: int, after: int) -> tuple[str, str, str, str]:
    """Reach some days further back and forward."""
    first, last = (date.fromisoformat(day) for day in days[:2])
    if first.toordinal() <= before:
        return days  # the calendar begins on ordinal 1
    start, end = first - timedelta(days=before), last + timedelta(days=after)
    return str(start), str(end), days[2], days[3]


def _is_narrower(days: tuple[str, str, str, str], than: tuple[str, str, str, str] | None) -> bool:
    if than is None:
        return True
    return _length(days) < _length(than)


def _length(days: tuple[str, str, str, str]) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _told(draft: Draft, what: str) -> int | None:
    """Give the largest figure a draft tells of the dead or the hurt."""
    figures = [t.quantity.value_max for t in draft.tolls(what) if t.quantity.value_max is not None]
    return max(figures, default=None)


def _is_sum(draft: Draft, others: Sequence[Draft]) -> bool:
    """See a toll that is the sum of those of at least two other strikes."""
    sums = False
    for what in ("killed", "injured"):
        total = _told(draft, what)
        parts = [k for d in others if (k := _told(d, what))]
        if not total or not parts:
            continue
        if abs(sum(parts) - total) > _SLIP * total:
            return False
        sums = sums or (len(parts) > 1 and sum(parts) == total)
    return sums


def _tolls_differ(draft: Draft, report: Report) -> bool:
    """See whether the figures for the dead or the hurt cannot be the same."""
    return any(_toll_differs(draft, report, what) for what in ("killed", "injured"))


def _has_same_toll(draft: Draft, report: Report) -> bool:
    """See a toll told again: one of its figures equal, none that cannot be."""
    if _tolls_differ(draft, report):
        return False
    return any(
        set(_intervals(t for t in report.tolls if t.field == what and not t.subset))
        & set(_intervals(draft.tolls(what)))
        for what in ("killed", "injured")
    )


def _toll_differs(draft: Draft, report: Report, what: str) -> bool:
    mine = _intervals(t for t in report.tolls if t.field == what and not t.subset)
    theirs = _intervals(draft.tolls(what))
    if not mine or not theirs:
        return False
    if not any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs):
        return True
    groups = {t.group for t in report.tolls if t.field == what} - _ANYBODY
    others = {t.group for t in draft.tolls(what)} - _ANYBODY
    return bool(groups and others and not groups & others and mine != theirs)


def _intervals(tolls: Iterable[Toll]) -> list[tuple[int, float]]:
    """Give the figures as intervals; an open one has no upper end."""
    return [
        (
            t.quantity.value_min,
            float("inf") if t.quantity.open else float(t.quantity.value_max or 0),
        )
        for t in tolls
        if t.quantity.value_min is not None
    ]
