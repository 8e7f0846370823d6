"""What a story lends a report: its scope, its places, its kind, its day, who struck.

A report says what its own words say and never changes. What follows from the text before
it is settled here, by named rules in order; the first that answers is taken, and its name
goes into the decision on the report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mapper.base.kinds import by_aircraft
from mapper.incidents import beside
from mapper.incidents.days import is_one_day
from mapper.incidents.finer import takes_up
from mapper.incidents.likeness import intervals
from mapper.incidents.pair import MAX_GAP, NEXT_TO
from mapper.incidents.several import is_one_of_several
from mapper.incidents.whereabouts import only_coarser, suits

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Agent, Report
    from mapper.text import When

BACKGROUND_AGE = timedelta(days=14)
"""Age from which an event is background: more than two weeks older than the news."""

FRESH = timedelta(days=3)

STRIKES = "strikes"
"""Unit of the words that name a strike and leave open from where."""

AS_BEFORE = "kind.as_before"
"""Name of what gives "a similar attack" the kind of the strike before it."""

ScopeRule = tuple[str, "Callable[[Scene, Story, Report], str | None]"]
PlacesRule = tuple[str, "Callable[[Scene, Story, Report], tuple[int, ...] | None]"]


class Places(NamedTuple):
    """The places taken for a report, and the rule that gave them."""

    numbers: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Sense:
    """A report as the story takes it.

    `taken` is the report with the kind and the evidence that the story lends it, `report`
    what its own words say; `lent` names the rules that made a difference.
    """

    report: Report
    taken: Report
    scope: str
    places: tuple[int, ...]
    lent: tuple[str, ...]


def sense(scene: Scene, story: Story, report: Report) -> Sense:
    """Settle what a report of the body means after what was told."""
    scope, by_scope = scope_of(scene, story, report)
    places = places_of(scene, story, report)
    taken, lent = report, []
    if scope != report.scope:
        lent.append(by_scope)
    if places.numbers != report.places or places.rule == "places.carried":
        lent.append(places.rule)
        if report.anaphora and places.numbers:
            taken = replace(taken, evidence=taken.evidence | {"region"})
    if story.drafts and takes_up(scene, story.drafts[-1], report):
        taken = replace(taken, points_back=True)
        lent.append("finer.target")
    kind = _as_before(scene, story, taken)
    if kind is not taken:
        lent.append(AS_BEFORE)
    return Sense(report, kind, scope, places.numbers, tuple(lent))


# -- scope


def _total(_scene: Scene, _story: Story, report: Report) -> str | None:
    """Words of a total make one."""
    return "aggregate" if report.scope == "aggregate" else None


def _by_day(scene: Scene, _story: Story, report: Report) -> str | None:
    """A day of its own tells by its age: long past, or fresh although recalled."""
    if report.when is None or report.when.date_end is None:
        return None
    age = _age(scene, report.when.date_end)
    if age is not None and age > BACKGROUND_AGE:
        return report.scope if report.sentence.listed else "background"
    if report.scope == "background" and age is not None and age <= FRESH:
        return "background" if report.start > report.sentence.start else "event"
    return report.scope


def _age(scene: Scene, day: str) -> timedelta | None:
    """Tell how long before the article's first possible day a day lies."""
    first = scene.published[0]
    return None if first is None else date.fromisoformat(first) - date.fromisoformat(day)


def _still_total(_scene: Scene, story: Story, report: Report) -> str | None:
    """People who "have been killed", told right after a total, are part of it."""
    apart = report.points_back or report.sentence.listed
    goes_on = story.last_scope == "aggregate" and report.is_perfect and not apart
    return "aggregate" if goes_on else None


def _still_past(scene: Scene, story: Story, report: Report) -> str | None:
    """A text that dwells on something older goes on with it, unless it tells a toll anew."""
    told = bool(intervals(report.tolls)) and not report.points_back
    if report.scope != "event" or told or not _dwells_on_past(story, report):
        return None
    return "background" if scene.gap(story.last, report) <= 1 else "event"


def _dwells_on_past(story: Story, report: Report) -> bool:
    """See whether the text was just telling of something older, and goes on with it."""
    last = story.last
    if last is None or last.sentence.paragraph != report.sentence.paragraph:
        return False
    if report.sentence.listed:
        return False
    # "... a day after the gas attack" only recalls; "that attack" dwells on it.
    recalled = last.start > last.sentence.start and not report.points_back
    return story.last_scope == "background" and not recalled


def _own_scope(_scene: Scene, _story: Story, report: Report) -> str | None:
    """Else its own words tell."""
    return report.scope


SCOPE: tuple[ScopeRule, ...] = (
    ("scope.total", _total),
    ("scope.by_day", _by_day),
    ("scope.still_total", _still_total),
    ("scope.still_past", _still_past),
    ("scope.own", _own_scope),
)


def scope_of(scene: Scene, story: Story, report: Report) -> tuple[str, str]:
    """Settle the scope of a report, and name the rule that did."""
    for name, rule in SCOPE:
        scope = rule(scene, story, report)
        if scope is not None:
            return scope, name
    raise AssertionError  # the last rule always answers


# -- places


def _own_places(scene: Scene, _story: Story, report: Report) -> tuple[int, ...] | None:
    """Places of its own, unless it names a country only and points to the region told."""
    coarse = report.anaphora and only_coarser(scene.resolved, report)
    return report.places if report.places and not coarse else None


def _places_carried(scene: Scene, story: Story, report: Report) -> tuple[int, ...] | None:
    """'The region', 'there', or no place at all: those of the strike told a little before."""
    lost = not report.places and report.is_strong and report.event_type != "displacement"
    if report.sentence.listed:
        return None  # an item of a list is told for itself
    lost = lost and not (report.is_another or report.is_apart)
    summed = report.when is not None and report.when.span
    lost = lost and not (summed and report.scope == "aggregate")
    beside_last = story.last is not None and scene.gap(story.last, report) == 0
    if not (report.anaphora or lost or beside_last):
        return None
    for draft in reversed(story.drafts):
        close = scene.gap(draft.reports[-1], report) <= MAX_GAP
        if close and draft.places and suits(scene.resolved, report.anaphora, draft.places):
            return tuple(draft.places)
    return None


def _places_before(scene: Scene, story: Story, report: Report) -> tuple[int, ...] | None:
    """The first report of a text, pointing back, means the place of the sentence before."""
    back = report.points_back or report.anaphora is not None
    if not back or report.places or story.drafts:
        return None
    return beside.places_before(scene, report) or None


def _places_of_dateline(scene: Scene, story: Story, report: Report) -> tuple[int, ...] | None:
    """'The town' of a text that named none is the town it was written in."""
    if report.places or report.anaphora != "settlement" or story.drafts:
        return None
    written = [
        number
        for number, one in enumerate(scene.resolved)
        if one.mention.role == "dateline" and one.mention.end <= report.sentence.end
    ]
    home = [n for n in written if (at := scene.resolved[n].location) and at.admin1]
    return tuple(home[:1]) or None


def _named_places(_scene: Scene, _story: Story, report: Report) -> tuple[int, ...] | None:
    """Else what it names, be it a country, or nothing."""
    return report.places


PLACES: tuple[PlacesRule, ...] = (
    ("places.own", _own_places),
    ("places.carried", _places_carried),
    ("places.before", _places_before),
    ("places.dateline", _places_of_dateline),
    ("places.named", _named_places),
)


def places_of(scene: Scene, story: Story, report: Report) -> Places:
    """Give a report's places, or those that it points back to, and name the rule."""
    for name, rule in PLACES:
        found = rule(scene, story, report)
        if found is not None:
            return Places(found, name)
    raise AssertionError  # the last rule always answers


# -- kind


def _as_before(scene: Scene, story: Story, report: Report) -> Report:
    """Give "a similar attack", "also targeted" the kind of the strike told before it."""
    close = story.last is not None and scene.gap(story.last, report) <= NEXT_TO
    also = report.is_also and close and report.agent is not None
    linked = report.is_similar or report.is_another or also
    linked = linked or (close and (_is_the_strike(story, report) or _is_part(scene, story, report)))
    before = [draft for draft in story.drafts if draft.event_type != "displacement"]
    if report.event_type != "other" or not linked or not before:
        return report
    taken = replace(report, event_type=before[-1].event_type, goes_on=True)
    if also and "bare verb" in taken.evidence:
        plain = taken.evidence - {"bare verb"}
        taken = replace(taken, evidence=plain, points_back=False)
    return taken


def _is_part(scene: Scene, story: Story, report: Report) -> bool:
    """See a toll at one of the places where strikes were just told side by side."""
    near = [one for one in story.drafts if scene.gap(one.reports[-1], report) <= NEXT_TO]
    return any(is_one_of_several(scene, one, report) for one in near)


def _is_the_strike(story: Story, report: Report) -> bool:
    """See "the strike" of a text that just told of one from the air."""
    strikes = any(t.row["unit"] == STRIKES for t in report.triggers)
    last = story.drafts[-1].event_type if story.drafts else None
    return report.points_back and strikes and last in by_aircraft("own")


# -- what a strike told anew takes over


def day_carried(scene: Scene, story: Story, report: Report) -> When | None:
    """Take the words for the day of the news told before: wire copy names it once.

    A total of one day ("killed 64 people across the country on Monday") gives its parts
    the day. An item of a list takes it from the text above the list only.
    """
    if not story.drafts:
        return beside.day_before(scene, report) or _opening_day(scene, report)
    last = story.drafts[-1].reports[-1].sentence
    if _is_titled(scene) and last.paragraph != report.sentence.paragraph:
        return _opening_day(scene, report)  # each item of a digest is told for itself
    above = [
        draft
        for draft in reversed(story.drafts)
        if draft.date is not None
        and not (report.sentence.listed and draft.reports[0].sentence.listed)
    ]
    for draft in above:
        if draft.scope == "event":
            return draft.when
    for draft in above:
        when = draft.when
        if draft.scope == "aggregate" and when is not None and is_one_day(when):
            return when
    return _opening_day(scene, report)


def _is_titled(scene: Scene) -> bool:
    """See a text whose title gives the day of all it tells."""
    lead = scene.lead
    return lead is not None and any(start <= lead.start < end for start, end in scene.headlines)


def _opening_day(scene: Scene, report: Report) -> When | None:
    """Take the day that the opening of the text names; a list takes that of a title alone."""
    if report.when is not None or (report.sentence.listed and not _is_titled(scene)):
        return None
    return scene.lead


def agents_carried(scene: Scene, story: Story, report: Report) -> tuple[Agent, ...]:
    """Take the striker of what was just told, where the text goes on with more of it."""
    if report.agent is not None:
        return ()
    last = story.drafts[-1] if story.drafts else None
    beside = last is not None and last.reports[-1].sentence == report.sentence
    if last and beside and (report.shares_subject or _one_kind(last, report)):
        return last.agents  # "forces struck X with shells, while shelling of Y hurt four"
    if not (report.goes_on or report.points_back):
        return ()
    for draft in reversed(story.drafts):
        close = scene.gap(draft.reports[-1], report) <= MAX_GAP
        if close and draft.event_type == report.event_type:
            return draft.agents
    return ()


def _one_kind(draft: Draft, report: Report) -> bool:
    """See a report of the kind of a draft, or one that may be: the strikes beside an air raid."""
    strikes = any(t.row["unit"] == STRIKES for t in report.triggers)
    may_be = report.event_type == "other" and strikes and draft.event_type in by_aircraft("own")
    return draft.event_type == report.event_type or may_be
