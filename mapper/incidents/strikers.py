"""Who struck in the parts of what an article sums up at its head.

"Turkish drones hit facilities on Friday, killing four" names who struck; "a drone hit a mill in X"
further down need not say it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.base.kinds import are_kin_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Report

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
