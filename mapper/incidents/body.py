"""What becomes of a report of an article's body: the ways, each with its name, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.incidents import finer
from mapper.incidents.days import days_of, days_of_words, is_said
from mapper.incidents.decision import Decision, Outcome, Reason, refused
from mapper.incidents.denials import take_denial
from mapper.incidents.draft import Draft
from mapper.incidents.later_tolls import may_be_of
from mapper.incidents.likeness import intervals, same_days, tolls_differ
from mapper.incidents.pair import NEXT_TO, Pair
from mapper.incidents.rules import Judged, judge
from mapper.incidents.senses import AS_BEFORE, Sense, agents_carried, day_carried, sense
from mapper.incidents.several import is_one_of_several, without
from mapper.incidents.sums import told
from mapper.incidents.whereabouts import APART, SAME, compare_places, is_named
from mapper.reports import CONTINUATION, DENIAL, is_fine
from mapper.words import cues

if TYPE_CHECKING:
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Report

_HEAD = 20
"""Characters from the head of a sentence to its first place: "In the village of X"."""

Step = tuple["Story", Decision]
Held = Sequence[tuple[Draft, Judged]]
"""Drafts, and what the rules make of a report held against each."""


@dataclass(frozen=True, slots=True)
class Way:
    """What may become of a report: its name, and the step where it answers."""

    name: str
    take: Callable[[Scene, Story, Sense, Held, str], Step | None]


def step(scene: Scene, story: Story, report: Report) -> Step:
    """Take one report of the body: the first way that answers decides.

    Parameters
    ----------
    scene
        The article.
    story
        What it told so far; not changed.
    report
        The next report.

    Returns
    -------
    story, decision
        The story with it, and what became of it.
    """
    if _is_habit(report):
        return story, refused(report, "body.habit", Reason.HABIT)
    if report.rule == CONTINUATION:
        return _take_toll(scene, story, report)
    if report.rule == DENIAL:
        return take_denial(scene, story, report)
    sensed = sense(scene, story, report)
    story = _told_apart(scene, story, sensed)
    judged = judgements(scene, story, sensed, (sensed.scope,))
    after, decision = decide(WAYS, scene, story, sensed, judged)
    if decision.outcome is Outcome.REFUSED:
        return after, decision
    after, decision = _placed(scene, after, decision)
    return after.told(sensed.taken, sensed.scope), decision


def _told_apart(scene: Scene, story: Story, sensed: Sense) -> Story:
    """Take the place of a strike out of one that was told of several places, without a toll."""
    report = sensed.report
    if report.places != sensed.places:
        report = replace(report, places=sensed.places)
    for draft in story.drafts:
        if not 0 < scene.gap(draft.reports[-1], report) <= NEXT_TO:
            continue
        bare = told(draft, "killed") is None and told(draft, "injured") is None
        fits = draft.scope == "event" and same_days(draft, report)
        if bare and fits and is_one_of_several(scene, draft, report):
            return story.with_changed(without(scene, draft, report))
    return story


def _placed(scene: Scene, story: Story, decision: Decision) -> Step:
    """Look ahead for the place of a strike that has none, or only a region."""
    draft = next(one for one in story.drafts if one.number == decision.draft)
    found = finer.find_finer(scene, draft, scene.telling)
    if found is None:
        return story, decision
    told = replace(decision, why=worded(decision.why, found.rule))
    return story.with_changed(finer.placed(draft, found)), told


def decide(ways: Sequence[Way], scene: Scene, story: Story, sensed: Sense, judged: Held) -> Step:
    """Ask the ways of a report in order; the first that answers decides."""
    for way in ways:
        made = way.take(scene, story, sensed, judged, way.name)
        if made is not None:
            return made
    raise AssertionError  # the last way always answers


def _is_habit(report: Report) -> bool:
    """See words about strikes at large: nothing counted, no day."""
    said = {"toll", "count", "day"} & report.evidence
    return "habit" in report.evidence and not said


# -- the ways of a report, in order


def _told_before(
    scene: Scene, story: Story, sensed: Sense, _judged: Held, rule: str
) -> Step | None:
    """Words without a day of their own that look back on a fresh event are of it."""
    report = sensed.taken
    if sensed.scope != "background" or report.when is not None:
        return None
    if report.start > report.sentence.start:
        return None
    fresh = judgements(scene, story, sensed, ("event",))
    found = fittest(fresh)
    if found is None or tolls_differ(found[0], report):
        return None
    same = compare_places(scene.resolved, found[0].places, sensed.places) == SAME
    if not same and not (report.points_back and intervals(report.tolls)):
        return None
    return join(scene, story, sensed, found, rule, rival(fresh, found[0]))


def _best(scene: Scene, story: Story, sensed: Sense, judged: Held, rule: str) -> Step | None:
    """A report is of the incident it fits best."""
    found = fittest(judged)
    if found is None:
        return None
    return join(scene, story, sensed, found, rule, rival(judged, found[0]))


def _denied(_scene: Scene, story: Story, sensed: Sense, judged: Held, rule: str) -> Step | None:
    """A denial of what was not told is no strike."""
    if not sensed.report.denied:
        return None
    return story, refused(sensed.report, rule, Reason.DENIED, against=rival(judged))


def _only_points_back(
    scene: Scene, story: Story, sensed: Sense, judged: Held, rule: str
) -> Step | None:
    """What only takes up what is known has no place, or tells nothing of it.

    The first report of an article may speak of "the blast" that its headline told.
    """
    report = sensed.taken
    if not report.points_back or (not story.drafts and report.is_strong):
        return None
    bare = not report.tolls and not report.counts and report.when is None
    if _goes_on_elsewhere(scene, story, report):
        return None
    if not bare and (report.places or "day" in report.evidence):
        return None
    against = rival(judged)
    return story, refused(sensed.report, rule, Reason.POINTS_BACK, against=against)


def _goes_on_elsewhere(scene: Scene, story: Story, report: Report) -> bool:
    """See a sentence that goes on with "also" to a town apart: "The shelling also hit X"."""
    last = story.drafts[-1] if story.drafts else None
    if last is None or not (report.is_also and report.goes_on) or "bare verb" in report.evidence:
        return False
    apart = compare_places(scene.resolved, last.places, report.places) == APART
    return apart and any(is_fine(scene.resolved[n]) for n in report.places)


def _own(scene: Scene, story: Story, sensed: Sense, judged: Held, rule: str) -> Step:
    """Else it is a strike of its own."""
    return open_draft(scene, story, sensed, rule, rival(judged))


WAYS = (
    Way("body.told_before", _told_before),
    Way("body.joins", _best),
    Way("body.denied", _denied),
    Way("body.points_back", _only_points_back),
    Way("body.opens", _own),
)
"""The ways of a report of the body; the first that answers decides."""


# -- a toll told in a sentence of its own


def _take_toll(scene: Scene, story: Story, report: Report) -> Step:
    """Give a bare toll to the strike just told, if it may be of it.

    A toll at a place of its own is of that strike only where it is the same figure.
    """
    nothing = story, refused(report, "toll.of_nothing", Reason.TOLL_OF_NOTHING)
    draft = _told_last(scene, story, report)
    if draft is None or draft.scope == "background" or not same_days(draft, report):
        return nothing
    if draft.reports[-1].sentence.listed and not report.sentence.listed:
        return nothing  # what stands behind a list is not of its last item
    if not _is_next(scene, story, report) or _is_of_another(scene, story, report):
        return nothing
    figures = intervals([*draft.tolls("killed"), *draft.tolls("injured")])
    lie = compare_places(scene.resolved, draft.places, report.places)
    same = lie != APART and bool(set(intervals(report.tolls)) & set(figures))
    elsewhere = bool(report.places) and lie != SAME and not same
    one = is_one_of_several(scene, draft, report)
    apart = report.is_another or _is_part(scene, draft, report)
    fine = any(is_fine(scene.resolved[n]) for n in report.places)
    apart = apart or (lie == APART and _is_next_place(scene, story, report))
    if one or (elsewhere and apart and fine):
        evidence = frozenset({"toll", "settlement"})
        more = replace(report, event_type=draft.event_type, goes_on=True, evidence=evidence)
        sensed = Sense(report, more, "event", report.places, (AS_BEFORE,))
        if one and told(draft, "killed") is None and told(draft, "injured") is None:
            story = story.with_changed(without(scene, draft, report))
        rule = "toll.one_of_several" if one else "toll.elsewhere"
        after, decision = open_draft(scene, story, sensed, rule)
        return after.told(more), decision
    if elsewhere or draft.scope != "event" or not may_be_of(draft, report):
        return nothing
    grown = draft.joined(report, report.places, scene.resolved)
    decision = Decision(report, "toll.of_last", Outcome.JOINED, draft.number, why="told right on")
    return story.with_changed(grown).told(report), decision


def _is_of_another(scene: Scene, story: Story, report: Report) -> bool:
    """See a toll of another item of a list, or of a fight told since the strike.

    So the dead of "X and Y clashed. Five dead." are not those of the strike before.
    """
    if _is_of_other_item(story, report):
        return True
    number = scene.order[report.sentence.start]
    if story.last is None or number - scene.order[story.last.sentence.start] < 2:  # noqa: PLR2004
        return False
    span = scene.span(number - 1)
    return bool(cues.find(scene.reading.text, scene.reading.language, "other_causes", *span))


def _is_of_other_item(story: Story, report: Report) -> bool:
    """See an item of a list: it goes on with itself, not with what stands above it."""
    last = story.last
    return (
        report.sentence.listed
        and last is not None
        and last.sentence.paragraph != report.sentence.paragraph
    )


def _told_last(scene: Scene, story: Story, report: Report) -> Draft | None:
    """Give the strike just told; of several the one of the report's turn, or of its day."""
    last = next((d for d in story.drafts if story.last in d.reports), None)
    if last is not None and last.is_part and scene.gap(story.last, report) == 0:
        wholes = [d for d in story.drafts if not d.is_part]
        last = wholes[-1] if wholes else last
    close = [d for d in story.drafts if scene.gap(d.reports[-1], report) <= NEXT_TO]
    if report.ordinal is not None:
        return next((d for d in reversed(close) if d.turn == report.ordinal), last)
    if days_of(report) is not None and last is not None and not same_days(last, report):
        of_day = [d for d in close if d.own_date and d.scope == "event" and same_days(d, report)]
        return of_day[-1] if of_day else last
    return last


def _is_next(scene: Scene, story: Story, report: Report) -> bool:
    """See a toll in one of the next sentences, or one of several tolls of a sentence."""
    gap = scene.gap(story.last, report)
    also = story.last is not None and story.last.rule == CONTINUATION
    return 0 < gap <= NEXT_TO or (gap == 0 and also)


def _is_next_place(scene: Scene, story: Story, report: Report) -> bool:
    """See a text that goes from town to town: "Eight died in X, in a raid. Five in Y."."""
    reading, last, start = scene.reading, story.last, report.sentence.start
    if last is None or last.sentence.paragraph != report.sentence.paragraph or report.sources:
        return False
    heads = [reading.resolved[n].mention.phrase_start for n in report.places]
    figures = [toll.quantity.start for toll in report.tolls]
    opens = any(at - start <= _HEAD for at in heads) or any(at - start <= 1 for at in figures)
    fought = cues.find(reading.text, reading.language, "other_causes", report.start, report.end)
    return scene.gap(last, report) == 1 and opens and not fought


def _is_part(scene: Scene, draft: Draft, report: Report) -> bool:
    """See the toll at one place of a strike told for a region, or for no place at all."""
    coarse = not any(is_named(scene.resolved, n) for n in draft.places)
    total = told(draft, "killed")
    part = [killed for t in report.tolls if (killed := t.quantity.value_max)]
    return coarse and total is not None and bool(part) and max(part) < total


# -- joining and opening


def judgements(
    scene: Scene,
    story: Story,
    sensed: Sense,
    scopes: tuple[str, ...],
    *,
    headline: bool = False,
) -> Held:
    """Hold a report against every draft told so far."""
    return [
        (draft, judge(Pair(scene, draft, sensed.taken, sensed.places, scopes, headline)))
        for draft in story.drafts
    ]


def fittest(judged: Held) -> tuple[Draft, Judged] | None:
    """Find the draft that a report fits best; of several equal ones the last told."""
    fits = [(one.points, n) for n, (_, one) in enumerate(judged) if one.veto is None]
    return judged[max(fits)[1]] if fits else None


def rival(judged: Held, but: Draft | None = None) -> str:
    """Word what kept a report from the draft, but the one it joined, that it came nearest to.

    Nearest is the one whose veto came last in the order of the rules.
    """
    vetoed = [
        (len(one.verdicts), n, one.veto)
        for n, (draft, one) in enumerate(judged)
        if one.veto is not None and draft is not but
    ]
    if not vetoed:
        return ""
    _, number, veto = max(vetoed)
    first = judged[number][0].reports[0]
    return f"not of {first.start}-{first.end}: {veto.rule}, {veto.why}"


def join(  # noqa: PLR0917 - what is joined to what, and why
    scene: Scene,
    story: Story,
    sensed: Sense,
    found: tuple[Draft, Judged],
    rule: str,
    against: str,
) -> Step:
    """Take a report up into a draft."""
    draft, judged = found
    grown = draft.joined(sensed.taken, sensed.places, scene.resolved)
    why = worded(judged.why, *sensed.lent)
    made = Decision(sensed.report, rule, Outcome.JOINED, draft.number, why=why, against=against)
    return story.with_changed(grown), made


def open_draft(scene: Scene, story: Story, sensed: Sense, rule: str, against: str = "") -> Step:
    """Begin an incident with a report."""
    report, scope = sensed.taken, sensed.scope
    days = days_of(report)
    own = days is not None and not is_said(report)
    said = days is not None and not own
    lent = day_carried(scene, story, report) if days is None and scope == "event" else None
    draft = Draft(
        number=story.opened,
        reports=(report,),
        event_type=report.event_type,
        scope=scope,
        places=dict.fromkeys(sensed.places, 0),
        date=days or days_of_words(lent),
        lent_date=lent,
        own_date=own,
        said_date=said,
        carried_agents=agents_carried(scene, story, report),
    )
    why = worded(f"{scope} of its own", *sensed.lent)
    made = Decision(sensed.report, rule, Outcome.OPENED, draft.number, why=why, against=against)
    return story.with_new(draft), made


def worded(*pieces: str) -> str:
    """Put what speaks for a decision into one line."""
    return "; ".join(piece for piece in pieces if piece)
