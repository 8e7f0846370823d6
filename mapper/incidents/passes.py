"""The passes over an article's reports, in order: how they become incidents in the making."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.base.kinds import by_aircraft
from mapper.incidents import body, finer, toll_first
from mapper.incidents.blamed import lend_blamed
from mapper.incidents.decision import Decision, Outcome, Reason, refused
from mapper.incidents.later_tolls import REASONS, add_later, may_be_of
from mapper.incidents.likeness import same_days
from mapper.incidents.senses import Sense, scope_of
from mapper.incidents.strikers import lend_only_striker, lend_strikers
from mapper.incidents.sums import mark_sums, mark_totals
from mapper.incidents.whereabouts import APART, compare_places
from mapper.reports import DENIAL, ENOUGH, WEIGHTS, has_aircraft, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.finer import Finer
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Report

Passed = tuple["Story", list[Decision]]


@dataclass(frozen=True, slots=True)
class Told:
    """The reports of an article in the order of its text, and the decisions so far."""

    reports: Sequence[Report]
    decisions: Sequence[Decision] = ()

    def of(self, kind: str) -> list[Report]:
        """Give the reports of sentences of a kind: body, caption or headline."""
        return [report for report in self.reports if report.sentence.kind == kind]


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: what it is called, and what it makes of the story and the reports."""

    name: str
    run: Callable[[Scene, Story, Told], Passed]


def take_body(scene: Scene, story: Story, told: Told) -> Passed:
    """Take the reports of the body, one after the other."""
    decisions: list[Decision] = []
    waiting = None
    for report in told.of("body"):
        led = toll_first.led_by(scene, waiting, report)
        after, decision = body.step(scene, story, led)
        if waiting is not None and led is not report:
            if decision.outcome is Outcome.OPENED:
                decisions[-1] = toll_first.joined(waiting, decision)
            else:
                after, decision = body.step(scene, story, report)
        story = after
        waiting = report if toll_first.is_waiting(scene, decision) else None
        decisions.append(decision)
    return story, decisions


def take_captions(scene: Scene, story: Story, told: Told) -> Passed:
    """Let captions add to what the body tells; alone and undated they show something older."""
    decisions = []
    for report in told.of("caption"):
        if report.rule == DENIAL:
            continue
        sensed = Sense(report, report, "event", report.places, ())
        judged = body.judgements(scene, story, sensed, ("event",), headline=True)
        found = body.fittest(judged)
        if found is not None:
            against = body.rival(judged, found[0])
            story, decision = body.join(scene, story, sensed, found, "caption.joins", against)
        else:
            dated = report.when is not None and report.when.date_start is not None
            scope = scope_of(scene, story, report)[0] if dated else "background"
            alone = replace(sensed, scope=scope)
            against = body.rival(judged)
            story, decision = body.open_draft(scene, story, alone, "caption.opens", against)
        decisions.append(decision)
    return story, decisions


def find_places(scene: Scene, story: Story, told: Told) -> Passed:
    """Look for the place of a strike told without one, or for a region, in the next sentences."""
    decisions: list[Decision] = []
    for draft in story.drafts:
        taken = {
            report.sentence.start
            for other in story.drafts
            if other.number != draft.number
            for report in other.reports
        }
        found = finer.find_finer(scene, draft, taken)
        if found is None:
            continue
        there, more = _with_tolls(scene, finer.placed(draft, found), found, told)
        story = story.with_changed(there)
        decisions += more or [_amended(told, draft, found)]
    return story, decisions


def find_in_headlines(scene: Scene, story: Story, told: Told) -> Passed:
    """Place the only strike of an article where its headline says, if no sentence does."""
    events = [draft for draft in story.drafts if draft.scope == "event"]
    found = finer.find_in_headlines(scene, events[0]) if len(events) == 1 else None
    if found is None:
        return story, []
    placed = story.with_changed(finer.placed(events[0], found))
    return placed, [_amended(told, events[0], found)]


def find_alone(scene: Scene, story: Story, told: Told) -> Passed:
    """Place a strike told for a region, at last, at the only place inside it named beside it."""
    decisions = []
    for draft in (one for one in story.drafts if one.scope == "event"):
        others = [other for other in story.drafts if other.number != draft.number]
        found = finer.find_alone(scene, draft, others)
        if found is not None:
            story = story.with_changed(finer.placed(draft, found))
            decisions.append(_amended(told, draft, found))
    return story, decisions


def _with_tolls(
    scene: Scene, draft: Draft, found: Finer, told: Told
) -> tuple[Draft, list[Decision]]:
    """Take up the refused tolls of the sentence that gives a strike its place."""
    open_spans = {one.span for one in told.decisions if one.reason in REASONS}
    decisions = []
    for report in told.reports:
        fits = same_days(draft, report) and may_be_of(draft, report)
        is_open = (report.start, report.end) in open_spans
        if report.sentence.start == found.sentence and is_open and fits:
            toll = replace(report, evidence=report.evidence | {"toll"}, triggers=())
            draft = draft.joined(toll, tuple(draft.places), scene.resolved)
            decisions.append(
                Decision(report, found.rule, Outcome.JOINED, draft.number, why="told of its place")
            )
    return draft, decisions


def _amended(told: Told, draft: Draft, found: Finer) -> Decision:
    """Add to the decision that opened a strike where its place comes from."""
    first = draft.reports[0]
    span = first.start, first.end
    made = next((one for one in told.decisions if one.span == span), None)
    opened = made or Decision(first, found.rule, Outcome.OPENED, draft.number)
    return replace(opened, why=body.worded(opened.why, found.rule))


def drop_weak(_scene: Scene, story: Story, told: Told) -> Passed:
    """Refuse the drafts whose reports together say too little."""
    kept = tuple(draft for draft in story.drafts if draft.is_enough)
    against = {decision.span: decision.against for decision in told.decisions}
    decisions = [
        refused(
            report,
            "weak.too_little",
            Reason.TOO_LITTLE,
            _evidence_of(draft),
            against.get((report.start, report.end), ""),
        )
        for draft in story.drafts
        if not draft.is_enough
        for report in draft.reports
    ]
    return replace(story, drafts=kept), decisions


def _evidence_of(draft: Draft) -> str:
    """Word what its reports say for a draft, and how much would be enough."""
    pieces = sorted(draft.evidence)
    said = ", ".join(f"{piece} {WEIGHTS[piece]:+g}" for piece in pieces)
    return f"{said or 'nothing'}; {ENOUGH:g} are enough"


def take_headlines(scene: Scene, story: Story, told: Told) -> Passed:
    """Let headlines add to what the body tells; alone they stand only if the body is mute."""
    decisions = []
    for report in told.of("headline"):
        if report.rule == DENIAL:
            continue
        story, decision = _take_headline(scene, story, report)
        decisions.append(decision)
    return story, decisions


def _take_headline(scene: Scene, story: Story, report: Report) -> body.Step:
    sensed = Sense(report, report, report.scope, report.places, ())
    scopes = (report.scope, "aggregate")
    judged = body.judgements(scene, story, sensed, scopes, headline=True)
    return body.decide(HEADLINE, scene, story, sensed, judged)


def _sums(
    scene: Scene, story: Story, sensed: Sense, _judged: body.Held, rule: str
) -> body.Step | None:
    """A headline of several places sums up what the body tells apart."""
    report = sensed.report
    if len(report.places) < 2 or len(story.drafts) < 2:  # noqa: PLR2004 - several
        return None
    return _lend_agent(scene, story, report), refused(report, rule, Reason.HEADLINE_SUMS)


def _joins(
    scene: Scene, story: Story, sensed: Sense, judged: body.Held, rule: str
) -> body.Step | None:
    """A headline is of the incident it fits best; of several equal ones the first told."""
    fits = [pair for pair in judged if pair[1].veto is None]
    if not fits:
        return None
    found = max(fits, key=lambda pair: pair[1].points)
    return body.join(scene, story, sensed, found, rule, body.rival(judged, found[0]))


def _opens(
    scene: Scene, story: Story, sensed: Sense, _judged: body.Held, rule: str
) -> body.Step | None:
    """A headline stands alone only where the body is mute and it says enough, on its page's day.

    What ends like a sentence is a lead: it stands too before a body that only recalls something
    older, or sums up what was elsewhere.
    """
    report = sensed.report
    dated = scene.published[0] is not None and scene.published[0] == scene.published[1]
    enough = weigh(report.evidence | ({"lent day"} if dated else set())) >= ENOUGH
    leads = scene.reading.text[report.sentence.end - 1] == "."
    mute = all(leads and _tells_of_other(scene, draft, report) for draft in story.drafts)
    alone = enough and report.places and mute and report.scope == "event"
    return body.open_draft(scene, story, sensed, rule) if alone else None


def _tells_of_other(scene: Scene, draft: Draft, report: Report) -> bool:
    """See something recalled, or a total over places that hold none of a headline's."""
    if draft.scope != "aggregate":
        return draft.scope == "background"
    return not draft.places or compare_places(scene.resolved, draft.places, report.places) == APART


def _otherwise(
    scene: Scene, story: Story, sensed: Sense, judged: body.Held, rule: str
) -> body.Step:
    """Else the body tells otherwise what it sums up."""
    report = sensed.report
    against = body.rival(judged)
    lent = _lend_agent(scene, story, report)
    return lent, refused(report, rule, Reason.HEADLINE_OTHERWISE, against=against)


HEADLINE = (
    body.Way("headline.sums", _sums),
    body.Way("headline.joins", _joins),
    body.Way("headline.opens", _opens),
    body.Way("headline.otherwise", _otherwise),
)
"""The ways of a headline; the first that answers decides."""


def _lend_agent(scene: Scene, story: Story, report: Report) -> Story:
    """Let a headline that sums up name who struck where the parts do not."""
    if report.agent is None or report.denied:
        return story
    for draft in story.drafts:
        fresh = draft.scope == "event" and not draft.agents
        if fresh and _may_be_of(scene, draft, report):
            story = story.with_changed(replace(draft, carried_agents=(report.agent,)))
    return story


def _may_be_of(scene: Scene, draft: Draft, report: Report) -> bool:
    """See whether who a report names may have struck in a draft, by the kind of strike."""
    if draft.event_type == report.event_type:
        return True
    flies = report.agent is not None and has_aircraft(report.agent.name, scene.reading.language)
    return flies and draft.event_type in by_aircraft("own") and report.event_type == "other"


def take_strikers(scene: Scene, story: Story, told: Told) -> Passed:
    """Let who is blamed right after, or a total at the head, name who struck."""
    drafts = lend_blamed(scene, story.drafts, told.reports)
    return replace(story, drafts=lend_strikers(scene, drafts, told.reports)), []


def take_totals(scene: Scene, story: Story, _told: Told) -> Passed:
    """Turn events that tell the total of others into aggregates."""
    return replace(story, drafts=mark_totals(story.drafts, scene.resolved)), []


def take_sums(_scene: Scene, story: Story, _told: Told) -> Passed:
    """Mark figures that are sums over several strikes."""
    return replace(story, drafts=mark_sums(story.drafts)), []


def take_later(scene: Scene, story: Story, told: Told) -> Passed:
    """Give refused tolls to the incidents they may be of."""
    drafts, joined = add_later(scene, story.drafts, told.reports, told.decisions)
    decisions = [
        Decision(report, "later.toll", Outcome.JOINED, number, why="a toll told later")
        for report, number in joined
    ]
    return replace(story, drafts=drafts), decisions


def take_only_striker(scene: Scene, story: Story, told: Told) -> Passed:
    """Let the one party that an article has strike be who struck where nobody is named."""
    return lend_only_striker(scene, story, told.reports), []


PASSES: tuple[Pass, ...] = (
    Pass("body", take_body),
    Pass("captions", take_captions),
    Pass("places told later", find_places),
    Pass("weak drafts", drop_weak),
    Pass("headlines", take_headlines),
    Pass("places in headlines", find_in_headlines),
    Pass("strikers", take_strikers),
    Pass("totals", take_totals),
    Pass("later tolls", take_later),
    Pass("sums", take_sums),
    Pass("only striker", take_only_striker),
    Pass("places named alone", find_alone),
)
"""The passes in order. To leave one out, take it out of here."""
