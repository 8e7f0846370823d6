"""What the sentences beside a report tell of its strike: where it was, and on which day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.incidents.fitting import NEXT_TO
from mapper.incidents.whereabouts import is_named
from mapper.reports import struck_places
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.incidents.draft import Days
    from mapper.reports import Reading, Report


class Beside:
    """The sentences before and after the reports of one article."""

    def __init__(self, reading: Reading, order: Mapping[int, int]) -> None:
        """Take what was found in the article, and the number of each sentence by its start."""
        self._reading = reading
        self._number = order
        self._starts = sorted(order, key=order.__getitem__)

    def places_before(self, report: Report) -> tuple[int, ...]:
        """Give the places of the sentence before: "a crime in X at dawn. The attack ..."."""
        start = self._start_before(report)
        if start is None:
            return ()
        return struck_places(self._reading, (start, report.sentence.start))

    def day_before(self, report: Report) -> Days | None:
        """Give the one day of the sentence before, for what is told "in the town" of it."""
        start = self._start_before(report)
        if start is None or not report.anaphora or not self.places_before(report):
            return None
        told_days = {
            (d.date_start, d.date_end, d.precision, d.basis)
            for d in self._reading.dates
            if start <= d.start < report.sentence.start and d.precision == "day" and not d.span
        }
        first, last, precision, basis = told_days.pop() if len(told_days) == 1 else (None,) * 4
        return None if not (first and last) else (first, last, str(precision), str(basis))

    def places_after(self, report: Report) -> list[int]:
        """Give the places named in the next sentence that tells of victims or traces at one."""
        number = self._number[report.sentence.start]
        edges = [*self._starts[number + 1 :], len(self._reading.text)][: NEXT_TO + 1]
        for start, end in pairwise(edges):
            found = struck_places(self._reading, (start, end))
            named = [n for n in found if is_named(self._reading.resolved, n)]
            if named and self._tells_aftermath(start, end):
                return named
        return []

    def _start_before(self, report: Report) -> int | None:
        """Give where the sentence before a report's begins; None at the start of the text."""
        number = self._number[report.sentence.start]
        return self._starts[number - 1] if number else None

    def _tells_aftermath(self, start: int, end: int) -> bool:
        """See words of the dead, the wounded or the traces of a strike."""
        return bool(
            cues.find(self._reading.text, self._reading.language, "marks:aftermath", start, end)
        )
