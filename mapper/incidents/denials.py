"""Strikes that the party they are laid to denies in a sentence of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.incidents.decision import Decision, Outcome, Reason, refused
from mapper.incidents.pair import MAX_GAP
from mapper.reports import may_be_same, parties_of

if TYPE_CHECKING:
    from mapper.incidents.story import Scene, Story
    from mapper.reports import Report

RULE = "denial.of_last"


def take_denial(scene: Scene, story: Story, report: Report) -> tuple[Story, Decision]:
    """Let a denial make disputed the strikes laid to who denies, told a little before."""
    language = scene.reading.language
    found = None
    for draft in story.drafts:
        last = draft.reports[-1]
        close = 0 <= scene.gap(last, report) <= MAX_GAP
        same = any(
            may_be_same(one, other, language)
            for one in draft.actors()
            for other in parties_of(report.agent.name if report.agent else "")
        )
        if close and same and draft.scope == "event":
            story = story.with_changed(replace(draft, denied=True))
            found = draft
    if found is None:
        return story, refused(report, RULE, Reason.DENIED)
    return story, Decision(report, RULE, Outcome.JOINED, found.number, why="who struck denies it")
