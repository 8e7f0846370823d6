"""Who struck, where an article says it once: at its head for the parts, or alone for all of it.

"Turkish drones hit facilities on Friday, killing four" names who struck; "a drone hit a mill in X"
further down need not say it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.base.kinds import are_kin_within, by_aircraft
from mapper.incidents.blamed import is_unclaimed
from mapper.reports import has_aircraft, is_narrower, only_flies, parties_of
from mapper.words import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Agent, Report
    from mapper.words import Language

_FROM_THE_GROUND = frozenset({"shelling", "rocket_missile"})
_RECORDS = frozenset({"form.row"})
"""Rules of rows: an empty cell for who struck leaves it unsaid."""
_HEAD = 3
"""Sentences from the beginning in which a total is the head of what follows."""


def lend_strikers(
    scene: Scene, drafts: Sequence[Draft], reports: Sequence[Report]
) -> tuple[Draft, ...]:
    """Give the parts of a total at the head of an article the striker that it names.

    Parameters
    ----------
    scene
        The article.
    drafts
        Its incidents in the making.
    reports
        All its reports, in the order of the text.

    Returns
    -------
    drafts
        Events of a kin kind, told after the total and before anybody else is named, have
        its striker where they name none.
    """
    body = [r for r in reports if r.sentence.kind == "body"]
    head = next((r for r in body if r.scope == "aggregate" and r.agent and not r.denied), None)
    if head is None or head.agent is None or scene.order[head.sentence.start] >= _HEAD:
        return tuple(drafts)
    if len(parties_of(head.agent.name)) > 1:
        return tuple(drafts)
    other = next(
        (r.start for r in body if r.agent and r.agent.name != head.agent.name),
        len(scene.reading.text),
    )
    return tuple(
        replace(one, carried_agents=(head.agent,)) if _is_part(one, head, other) else one
        for one in drafts
    )


def _is_part(draft: Draft, head: Report, other: int) -> bool:
    """See an event told after the head and before another party is named."""
    first = draft.reports[0].start
    if draft.scope != "event" or draft.agents or not head.start < first < other:
        return False
    kinds = {draft.event_type, head.event_type}
    return "other" in kinds or are_kin_within(kinds)


def lend_only_striker(scene: Scene, story: Story, reports: Sequence[Report]) -> Story:
    """Give strikes of which nobody is named the one party that the article has strike.

    Of two that strike together nobody knows which of them a single strike is of.

    Parameters
    ----------
    scene
        The article.
    story
        Its incidents.
    reports
        All reports of the article: headlines, totals and refused ones too name who struck.

    Returns
    -------
    story
        The same, with who struck.
    """
    language = scene.reading.language
    agents = [report.agent for report in reports if report.agent is not None]
    one = _only(agents, language)
    if (
        one is None
        or len(parties_of(one.name)) > 1
        or any(report.denied and report.agent for report in reports)
    ):
        return story
    # A side that lists what its enemy did lists nobody else's strikes.
    said = phrase(language, "party_phrases", "foe")
    foe = said.search(scene.reading.text, one.start, one.end) is not None
    done = {report.event_type for report in reports if report.agent is not None}
    for draft in story.drafts:
        if (
            draft.scope == "event"
            and not draft.agents
            and draft.reports[0].sentence.kind != "caption"
            and draft.reports[0].rule not in _RECORDS
            and (foe or _may_have(draft, one.name, done, language))
            and (has_aircraft(one.name, language) or draft.event_type not in by_aircraft("own"))
            and not is_unclaimed(scene, draft, story.drafts)
        ):
            story = story.with_changed(replace(draft, carried_agents=(one,)))
    return story


def _only(agents: Iterable[Agent], language: Language) -> Agent | None:
    """Give who strikes alone in an article, by the widest name; None if there are several."""
    one: Agent | None = None
    for agent in agents:
        if agent.status == "disputed":
            return None
        if one is None or is_narrower(one.name, agent.name, language):
            one = agent
        elif agent.name != one.name and not is_narrower(agent.name, one.name, language):
            return None
    return one


def _may_have(draft: Draft, name: str, done: set[str], language: Language) -> bool:
    """See a kind of strike that the party may have carried out, as what it did elsewhere."""
    kind = draft.event_type
    if kind in _FROM_THE_GROUND:
        return bool(done & {*_FROM_THE_GROUND, "other"}) and not only_flies(name, language)
    if kind in by_aircraft("own"):
        return has_aircraft(name, language) and bool(done & {*by_aircraft("own"), "other"})
    return kind == "other" and "other" in done
