"""One stretch that tells several strikes at once: "respectively", "and again on Monday".

So does one that names places side by side and then gives one of them its own dead: "X and Y came
under fire, one man was killed in X".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.reports.reading import CUE_REACH
from mapper.reports.struck import struck_places
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.report import Report
    from mapper.text import Quantity, Toll, When
    from mapper.words import Cue

RULE = "toll.respective"


def shared_out(reading: Reading, report: Report, before: int) -> Iterator[Report]:
    """Give the reports that one stretch tells at once; mostly it is one.

    Parameters
    ----------
    reading
        What was found in the article.
    report
        What was read from the stretch.
    before
        Where the sentence before it begins: its places may be those meant.
    """
    yield from (
        _by_place(reading, report, before)
        or _by_day(reading, report)
        or _at_one(reading, report)
        or [report]
    )


def _by_place(reading: Reading, report: Report, before: int) -> list[Report]:
    """Give each place its figure: "raids hit X and Y, killing four and six respectively"."""
    listed = _listed(reading, report)
    if not listed:
        return _each(report) if _in_order(reading, report) else []
    first, last = listed[0], listed[-1]
    told = [t for t in report.tolls if t.start < last.end and t.end > first.start]
    base = next((t for t in told if not t.subset), None)
    places: Sequence[int] = report.places
    if len(places) != len(listed):
        places = struck_places(reading, (before, report.sentence.end))
    if base is None or len(places) != len(listed):
        return []
    others = tuple(t for t in report.tolls if t not in told)
    starts = [report.start, *(one.start for one in listed[1:])]
    ends = [*starts[1:], report.end]
    return [
        replace(
            report,
            start=start,
            end=end,
            places=(place,),
            tolls=(_figure(base, quantity), *others),
            goes_on=report.goes_on or start != report.start,
        )
        for start, end, place, quantity in zip(starts, ends, places, listed, strict=True)
    ]


def _each(report: Report) -> list[Report]:
    """Give each place its figure where each has a verb: "killing two and wounding three"."""
    tolls = [t for t in report.tolls if not (t.subset or t.total)]
    if len(tolls) != len(report.places) or len(tolls) < 2:  # noqa: PLR2004
        return []
    starts = [report.start, *(toll.start for toll in tolls[1:])]
    ends = [*starts[1:], report.end]
    parts = zip(starts, ends, report.places, tolls, strict=True)
    return [
        replace(report, start=start, end=end, places=(place,), tolls=(toll,), goes_on=True)
        for start, end, place, toll in parts
    ]


def _figure(base: Toll, quantity: Quantity) -> Toll:
    return replace(
        base, quantity=quantity, start=quantity.start, end=quantity.end, rule=RULE, subset=False
    )


def _listed(reading: Reading, report: Report) -> list[Quantity]:
    """Give the figures of a list that is told to be in the order of another."""
    marks = _in_order(reading, report)
    if not marks:
        return []
    link = phrase(reading.language, "report_phrases", "listed_figures")
    inside = cues.starting(reading.quantities, report.start, report.end)
    chains: list[list[Quantity]] = []
    for one, other in pairwise(inside):
        if not link.fullmatch(reading.text, one.end, other.start):
            continue
        if chains and chains[-1][-1] is one:
            chains[-1].append(other)
        else:
            chains.append([one, other])
    near = [c for c in chains if abs(c[-1].end - marks[-1].start) <= 2 * CUE_REACH]
    return near[-1] if near else []


def _in_order(reading: Reading, report: Report) -> list[Cue]:
    """Find the words by which figures are in the order of another list: "respectively"."""
    return cues.find(reading.text, reading.language, "marks:in_order", report.start, report.end)


def _by_day(reading: Reading, report: Report) -> list[Report]:
    """Give each day its strike: "was bombed on Sunday and again on Monday"."""
    if report.scope != "event" or report.when is None:
        return []
    again = phrase(reading.language, "report_phrases", "again_on")
    days = [
        d
        for d in cues.starting(reading.dates, report.start, report.end)
        if d.date_start is not None and d.precision == "day" and not d.span
    ]
    chain: list[When] = []
    for one, other in pairwise(days):
        if one.date_start == other.date_start:
            continue
        if again.fullmatch(reading.text, one.end, other.start):
            chain += [other] if chain and chain[-1] is one else [one, other]
    return _on_days(report, chain) if chain and len(chain) == len(set(chain)) else []


def _on_days(report: Report, days: Sequence[When]) -> list[Report]:
    """Make the strikes of several days; figures go to the day before them."""
    starts = [report.start, *(day.start for day in days[1:])]
    ends = [*starts[1:], report.end]
    return [
        replace(
            report,
            start=start,
            end=end,
            when=day,
            tolls=tuple(toll for toll in report.tolls if start <= toll.start < end),
            turn=number,
            goes_on=report.goes_on or number > 1,
        )
        for number, (start, end, day) in enumerate(zip(starts, ends, days, strict=True), start=1)
    ]


def _at_one(reading: Reading, report: Report) -> list[Report]:
    """Give one of several places the figures that are told of it alone."""
    figures = [t for t in report.tolls if t.quantity.value_min and not (t.subset or t.total)]
    if len(report.places) < 2 or not figures or report.scope != "event":  # noqa: PLR2004
        return []
    told: dict[int, list[Toll]] = {}
    for toll in figures:
        place = _told_again(reading, report, toll)
        if place is None:
            return []
        told.setdefault(place, []).append(toll)
    rest = tuple(n for n in report.places if n not in told)
    if not rest:
        return []
    first = min(toll.start for toll in figures)
    return [
        replace(report, end=first, places=rest, tolls=()),
        *(
            replace(report, start=tolls[0].start, places=(n,), tolls=tuple(tolls), goes_on=True)
            for n, tolls in told.items()
        ),
    ]


def _told_again(reading: Reading, report: Report, toll: Toll) -> int | None:
    """Give the place of a report that is named a second time right beside a figure."""
    text, end = reading.text, max(toll.end, toll.quantity.end)
    begin = min(toll.start, toll.quantity.start)
    at = phrase(reading.language, "report_phrases", "at_place").match(text, end)
    for number, one in reading.places(report.start, report.end):
        mention = one.mention
        behind = at is not None and end <= mention.phrase_start <= at.end() + 1
        before = mention.phrase_end <= begin and not text[mention.phrase_end : begin].strip(" ,")
        if not (behind or before) or number in report.places or one.location is None:
            continue
        for listed in report.places:
            location = reading.resolved[listed].location
            if location is not None and location.place_id == one.location.place_id:
                return listed
    return None
