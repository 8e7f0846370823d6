"""Who is blamed in a sentence of its own, right after the strike that it speaks of.

"A bomb hit a school in X. Residents blamed the army." names nobody in the first sentence, and no
strike in the second.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.reports import Agent, is_blamed
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Report

RULE = "actor.blamed"
_REACH = 160
"""Code points after a strike within which the blame for it begins."""


def lend_blamed(
    scene: Scene, drafts: Sequence[Draft], reports: Sequence[Report]
) -> tuple[Draft, ...]:
    """Give an event of which nobody is named who is blamed before the next strike is told.

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
        The same, with who is blamed.
    """
    starts = sorted(report.start for report in reports)
    return tuple(_with_blamed(scene, draft, starts) for draft in drafts)


def is_unclaimed(scene: Scene, draft: Draft, others: Sequence[Draft]) -> bool:
    """See "No group has claimed responsibility" after a strike and before the next is told.

    Parameters
    ----------
    scene
        The article.
    draft
        The incident in the making.
    others
        All of the article.
    """
    reading, first = scene.reading, draft.reports[0]
    told = (r.start for one in others if one.number != draft.number for r in one.reports)
    until = min((start for start in told if start >= first.end), default=len(reading.text))
    said = phrase(reading.language, "party_phrases", "unclaimed")
    return bool(said.search(reading.text, first.end, until))


def _with_blamed(scene: Scene, draft: Draft, starts: Sequence[int]) -> Draft:
    """Look between the last report of a draft and the next of any for who is blamed."""
    told = [report for report in draft.reports if report.sentence.kind == "body"]
    if draft.scope != "event" or draft.agents or not told:
        return draft
    last = max(told, key=lambda report: report.start)
    reading = scene.reading
    following = bisect_left(starts, last.end)
    until = starts[following] if following < len(starts) else len(reading.text)
    until = min(until, last.end + _REACH)
    for party in cues.starting(reading.parties, last.end, until):
        if is_blamed(reading.text, party, last.end, reading.language):
            agent = Agent(party.name, "attributed", party.start, party.end, RULE)
            return replace(draft, carried_agents=(agent,))
    return draft
