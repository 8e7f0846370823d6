"""What the sentences beside a report tell of its strike: where it was, and on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.incidents.days import days_of_words
from mapper.reports import struck_places

if TYPE_CHECKING:
    from mapper.incidents.story import Scene
    from mapper.reports import Report
    from mapper.text import When


def places_before(scene: Scene, report: Report) -> tuple[int, ...]:
    """Give the places of the sentence before: "a crime in X at dawn. The attack ..."."""
    start = _start_before(scene, report)
    if start is None:
        return ()
    return struck_places(scene.reading, (start, report.sentence.start))


def day_before(scene: Scene, report: Report) -> When | None:
    """Give the one day of the sentence before, for what is told "in the town" of it."""
    start = _start_before(scene, report)
    if start is None or not report.anaphora or not places_before(scene, report):
        return None
    told = [
        d
        for d in scene.reading.dates
        if start <= d.start < report.sentence.start and d.precision == "day" and not d.span
    ]
    return told[0] if len({days_of_words(d) for d in told}) == 1 else None


def _start_before(scene: Scene, report: Report) -> int | None:
    """Give where the sentence before a report's begins; None at the start of the text."""
    number = scene.order[report.sentence.start]
    return scene.starts[number - 1] if number else None
