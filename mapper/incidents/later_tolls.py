"""Tolls told later than the strike, in words that only point back to it.

"The Observatory put the dead of the strike at 18" may stand some sentences after the strike,
with a figure that no draft has. What the assembly could not place goes to the incident of
its place, or to the one spoken of last, unless its words are of another day or cause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.incidents.decision import Reason
from mapper.incidents.policies import BELLIGERENTS
from mapper.reports import is_fine
from mapper.text import TOLL
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.incidents.decision import Decision
    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Reading, Report
    from mapper.text import Toll

REASONS = frozenset({Reason.POINTS_BACK, Reason.TOLL_OF_NOTHING})
"""Why a report was refused that may still be a toll of an incident told before."""

_TOLD = frozenset({"killed", "injured"})
_FARTHEST = 3
_FARTHEST_NAMED = 6
"""Sentences that a later figure may stand from what it is of; more where it says "the strike", or
where the article tells of one strike alone and has no such figure of it."""
_TIMES = 4
_NEAR = 10
"""A figure more than so many times another, and not near it, is of something else."""
_LISTS = ("war_totals", "other_causes", "other_deaths")


def add_later(
    scene: Scene,
    drafts: Sequence[Draft],
    reports: Iterable[Report],
    decisions: Iterable[Decision],
) -> tuple[tuple[Draft, ...], list[tuple[Report, int]]]:
    """Add to each draft the refused reports that tell of its toll.

    Parameters
    ----------
    scene
        The article.
    drafts
        Its incidents in the making.
    reports
        All reports of the article, in the order of the text.
    decisions
        What became of them so far.

    Returns
    -------
    drafts, joined
        The drafts with what they were given, and each report given with its draft's number.
    """
    made = list(drafts)
    open_spans = {one.span for one in decisions if one.reason in REASONS}
    joined = []
    for report in reports:
        is_open = (report.start, report.end) in open_spans
        if not is_open or report.scope == "background" or not _figures(report):
            continue
        number, gap = _owner(scene, made, report)
        alone = number is not None and len(made) == 1 and _is_new(made[number], report)
        if number is not None and _fits(scene.reading, made[number], report, gap, alone=alone):
            # No trigger of its own: the words only point to one told before.
            bare = replace(report, triggers=(), counts=(), targets=(), agent=None)
            made[number] = replace(made[number], reports=(*made[number].reports, bare))
            joined.append((report, made[number].number))
    return tuple(made), joined


def _figures(report: Report) -> list[Toll]:
    """Give a report's figures for all the dead or hurt."""
    return [toll for toll in report.tolls if toll.field in _TOLD and _is_whole(toll)]


def _is_whole(toll: Toll) -> bool:
    return not toll.subset and toll.quantity.value_min is not None


def _owner(scene: Scene, drafts: Sequence[Draft], report: Report) -> tuple[int | None, int]:
    """Give the incident of the place that a report names, else the one spoken of last.

    It is given by its place in `drafts`. With it comes the number of sentences since it was
    spoken of; 0 where it is named.
    """
    before = sorted((r.start, number) for number, d in enumerate(drafts) for r in d.reports)
    told = [number for start, number in before if start < report.start]
    if not told:
        return None, 0
    named = _keys(scene, [n for n in report.places if is_fine(scene.resolved[n])])
    there = [
        n for n in told if drafts[n].scope == "event" and named & _keys(scene, drafts[n].places)
    ]
    if named and not there:
        return None, 0
    number = (there or told)[-1]
    last = max(r.sentence.start for r in drafts[number].reports if r.start < report.start)
    return number, 0 if there else scene.order[report.sentence.start] - scene.order[last]


def _keys(scene: Scene, numbers: Iterable[int]) -> set[str]:
    """Give places by id, or by name where no gazetteer knows them."""
    found = [scene.resolved[number] for number in numbers]
    return {one.location.place_id if one.location else one.mention.text for one in found}


def _is_new(draft: Draft, report: Report) -> bool:
    """See figures of a kind of which an incident has none."""
    return not any(draft.tolls(toll.field) for toll in _figures(report))


def _fits(reading: Reading, draft: Draft, report: Report, gap: int, *, alone: bool) -> bool:
    """Judge whether a report's figures are of an incident; `alone` if there is no other."""
    start, end = report.start, report.end
    farthest = _FARTHEST_NAMED if report.triggers or alone else _FARTHEST
    if draft.scope != "event" or gap > farthest:
        return False
    if any(toll.since for toll in report.tolls):
        return False
    if any(cues.find(reading.text, reading.language, name, start, end) for name in _LISTS):
        return False
    figures = _figures(report)
    tied = report.triggers or report.sources or any(toll.rule == TOLL for toll in figures)
    # Another entry of the same place and day has what the strike's own lacks.
    entry = report.sentence.listed and not gap and report.when is not None
    tied = tied or (entry and _is_new(draft, report))
    return bool(tied) and _same_day(draft, report) and may_be_of(draft, report)


def _same_day(draft: Draft, report: Report) -> bool:
    """See whether a report's date is not of other days than the incident's.

    A toll that is put at a new figure "on Sunday" may be of a strike on Saturday.
    """
    when, known = report.when, draft.date
    if when is None or when.date_start is None or when.date_end is None or known is None:
        return True
    retold = all(toll.rule == TOLL for toll in _figures(report))
    return when.date_end >= known[0] and (retold or when.date_start <= known[1])


def may_be_of(draft: Draft, report: Report) -> bool:
    """See whether figures may be another count of the dead or hurt of an incident."""
    return all(_is_likely(draft, toll) for toll in _figures(report))


def _is_likely(draft: Draft, toll: Toll) -> bool:
    known = [other for other in draft.tolls(toll.field) if _is_whole(other)]
    if toll.group in BELLIGERENTS and {other.group for other in known} == {"civilians"}:
        return False
    figure = toll.quantity.value_max or 0
    return not known or toll.quantity.further or any(_is_near(figure, other) for other in known)


def _is_near(figure: int, toll: Toll) -> bool:
    small, large = sorted((figure, toll.quantity.value_max or 0))
    return large - small <= _NEAR or large <= _TIMES * small
