"""Which reports of one article speak of the same incident.

Reports are taken pass by pass (`passes.PASSES`): the body in the order of the text, then
captions, then headlines. A report joins the draft that the rules of `rules.JOIN` let it join
best; one that fits none opens a draft, and drafts that say too little in the end are refused
with their reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.incidents.passes import PASSES, Told
from mapper.incidents.story import Scene, Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.incidents.decision import Decision
    from mapper.incidents.draft import Draft
    from mapper.incidents.passes import Pass
    from mapper.reports import Reading, Report
    from mapper.text import When
    from mapper.words import Span


def assemble(
    reading: Reading,
    reports: Sequence[Report],
    *,
    published: tuple[str | None, str | None],
    order: Mapping[int, int],
    lead: When | None = None,
    headlines: Sequence[Span] = (),
    passes: Sequence[Pass] = PASSES,
) -> tuple[tuple[Draft, ...], list[Decision]]:
    """Put the reports of one article together as incidents in the making.

    Parameters
    ----------
    reading
        What was found in the article.
    reports
        Its reports in the order of the text.
    published
        First and last day on which the article may have appeared, ISO; None where the
        date is not known.
    order
        Number of each sentence, by its start.
    lead
        The words for the day of the opening, where it names one.
    headlines
        Its headlines.
    passes
        The passes to run.

    Returns
    -------
    drafts, decisions
        The drafts, and the last decision on each report, in the order of the text.
    """
    telling = frozenset(r.sentence.start for r in reports if r.places and r.triggers)
    scene = Scene(reading, order, published, telling, headlines, lead)
    story = Story()
    decided: dict[tuple[int, int], Decision] = {}
    for one in passes:
        told = Told(reports, tuple(decided.values()))
        story, decisions = one.run(scene, story, told)
        decided.update((decision.span, decision) for decision in decisions)
    return story.drafts, sorted(decided.values(), key=lambda decision: decision.span)
