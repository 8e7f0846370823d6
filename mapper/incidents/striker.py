"""Who struck, where an article says it once: "Turkish drones hit seven sites", then each site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.base.kinds import by_aircraft
from mapper.reports import has_aircraft, is_narrower, only_flies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Agent, Report

_FROM_THE_GROUND = frozenset({"shelling", "rocket_missile"})


def lend_striker(scene: Scene, story: Story, reports: Sequence[Report]) -> Story:
    """Give strikes of which nobody is named the one party that the article has strike.

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
    if one is None or any(report.denied and report.agent for report in reports):
        return story
    done = {report.event_type for report in reports if report.agent is not None}
    for draft in story.drafts:
        if draft.scope == "event" and not draft.agents and _fits(draft, one.name, done, language):
            story = story.with_changed(replace(draft, carried_agents=(one,)))
    return story


def _only(agents: Iterable[Agent], language: str) -> Agent | None:
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


def _fits(draft: Draft, name: str, done: set[str], language: str) -> bool:
    """See a kind of strike that the party may have carried out, as what it did elsewhere."""
    kind = draft.event_type
    if kind in _FROM_THE_GROUND:
        return bool(done & {*_FROM_THE_GROUND, "other"}) and not only_flies(name, language)
    if kind in by_aircraft("own"):
        return has_aircraft(name, language) and bool(done & {*by_aircraft("own"), "other"})
    return kind == "other" and "other" in done
