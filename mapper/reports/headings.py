"""What stands above the items of a list and lends them what their own words leave out.

A heading lends the day and the region ("Idlib", "Sunday, 5 May"), a sentence with a colon its
day and the words for the strike too ("On Tuesday drones fell on three villages:"), and the
first words of an item what the item goes on with ("3. 9 July, Duma. A missile hit ...").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mapper.reports.struck import is_fine, struck_places
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.report import Report
    from mapper.reports.stretches import Stretch
    from mapper.text import Sentence, When
    from mapper.words import Cue

_LONGEST = 90
"""Code points of a heading."""


class Heading(NamedTuple):
    """What is lent: a day, places, words for the strike; `total`: the list parts a total."""

    when: When | None = None
    places: tuple[int, ...] = ()
    triggers: tuple[Cue, ...] = ()
    total: bool = False


def find_headings(reading: Reading, sentences: Sequence[Sentence]) -> list[Heading]:
    """Give for each sentence what the words above it lend; text in between ends a list."""
    found: list[Heading] = []
    now = lead = Heading()
    item = opened = -1
    begun = 0
    for sentence in sentences:
        if sentence.paragraph != opened:
            opened, begun = sentence.paragraph, sentence.start
        if not sentence.listed:
            now, item = _after(reading, sentence, begun, now), -1
            found.append(now)
        elif sentence.paragraph != item:
            item, lead = sentence.paragraph, _lead(reading, sentence, now)
            found.append(now)
        else:
            found.append(lead)
    return found


def _after(reading: Reading, sentence: Sentence, begun: int, now: Heading) -> Heading:
    """Read a sentence above a list; a new day has its own regions."""
    words = reading.text[sentence.start : sentence.end]
    if words.endswith(":") and sentence.kind == "body":
        return _introduced(reading, begun, sentence.end)
    if sentence.kind not in ("navigation", "headline") or len(words) > _LONGEST:
        return Heading()
    when = _day(reading, sentence.start, sentence.end)
    places = tuple(number for number, _ in reading.places(sentence.start, sentence.end))
    if when is not None:
        return Heading(when, places)
    return now._replace(places=places) if places else now


def _introduced(reading: Reading, start: int, end: int) -> Heading:
    """Read the paragraph that leads to a list with a colon."""
    dates = cues.starting(reading.dates, start, end)
    summed = [c for c in cues.within(reading.aggregates, start, end) if c.row["strength"] == "hard"]
    counted = any(q.value_min is not None for q in cues.starting(reading.quantities, start, end))
    if counted and (summed or any(d.span for d in dates)):
        return Heading(total=True)
    places = tuple(n for n, _ in reading.places(start, end)) if end - start <= _LONGEST else ()
    triggers = tuple(cues.within(reading.triggers, start, end))
    return Heading(_day(reading, start, end), places, triggers)


def _day(reading: Reading, start: int, end: int) -> When | None:
    """Give the last day that a stretch names, else its last date."""
    dates = [d for d in cues.starting(reading.dates, start, end) if d.date_start is not None]
    days = [d for d in dates if d.precision == "day" and not d.span]
    return next(reversed(days or dates), None)


def _lead(reading: Reading, sentence: Sentence, now: Heading) -> Heading:
    """Read the first sentence of an item, which the others go on with."""
    dates = cues.starting(reading.dates, sentence.start, sentence.end)
    when = next((d for d in dates if d.date_start is not None), now.when)
    places = tuple(number for number, _ in reading.places(sentence.start, sentence.end))
    return Heading(when, places or now.places, (), now.total)


def with_lent(reading: Reading, stretch: Stretch, heading: Heading) -> Stretch:
    """Lend an item that names a place the words for the strike told above."""
    if not heading.triggers or stretch.lent:
        return stretch
    if not struck_places(reading, (stretch.start, stretch.end)):
        return stretch
    return replace(stretch, lent=heading.triggers)


def headed(reading: Reading, report: Report, heading: Heading) -> Report:
    """Lend a report of an item what its own words leave out."""
    evidence = set(report.evidence)
    when, places, scope = report.when, report.places, report.scope
    if when is None and heading.when is not None:
        when = heading.when
        evidence.add("date")
    if not places and heading.places:
        places = heading.places
        fine = any(is_fine(reading.resolved[n]) for n in places)
        evidence.add("settlement" if fine else "region")
    if heading.total and report.when is None:
        scope = "aggregate"
    return replace(report, when=when, places=places, scope=scope, evidence=frozenset(evidence))
