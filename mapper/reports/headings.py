"""What a heading lends the items of the list below it: their day, and the region they lie in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mapper.reports.struck import is_fine
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.report import Report
    from mapper.text import Sentence, When

_LONGEST = 90
"""Code points of a heading."""


class Heading(NamedTuple):
    """The day and the places of the headings above an item."""

    when: When | None = None
    places: tuple[int, ...] = ()


def find_headings(reading: Reading, sentences: Sequence[Sentence]) -> list[Heading]:
    """Give for each sentence what the headings above it say; text in between ends them."""
    found: list[Heading] = []
    now = Heading()
    for sentence in sentences:
        if not sentence.listed:
            now = _after(reading, sentence, now)
        found.append(now)
    return found


def _after(reading: Reading, sentence: Sentence, now: Heading) -> Heading:
    """Read a sentence above a list; a new day has its own regions."""
    words = reading.text[sentence.start : sentence.end]
    opens = sentence.kind in ("navigation", "headline") or words.endswith(":")
    if not opens or len(words) > _LONGEST:
        return Heading()
    dates = cues.starting(reading.dates, sentence.start, sentence.end)
    when = next((d for d in dates if d.date_start is not None), None)
    places = tuple(number for number, _ in reading.places(sentence.start, sentence.end))
    if when is not None:
        return Heading(when, places)
    return now._replace(places=places) if places else now


def headed(reading: Reading, report: Report, heading: Heading) -> Report:
    """Lend an item what its own words leave out."""
    evidence = set(report.evidence)
    when, places = report.when, report.places
    if when is None and heading.when is not None:
        when = heading.when
        evidence.add("date")
    if not places and heading.places:
        places = heading.places
        fine = any(is_fine(reading.resolved[n]) for n in places)
        evidence.add("settlement" if fine else "region")
    if when is report.when and places is report.places:
        return report
    return replace(report, when=when, places=places, evidence=frozenset(evidence))
