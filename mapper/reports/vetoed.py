"""Words that make a strike none that happened: a threat, a hypothesis, a denial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.reports.reading import VETO_REACH
from mapper.reports.report import Refusal
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.words import Cue, Span


def find_veto(reading: Reading, stretch: Span, core: Sequence[Cue]) -> Refusal | None:
    """Find what makes the words no strike that happened: threat, hypothesis, denial."""
    start, end = stretch
    first = core[0]
    turns = phrase(reading.language, "report_phrases", "turns")
    for cue in cues.within(reading.vetoes, start, end):
        scope, gap = cue.row["scope"], first.start - cue.end
        if cue.row["reason"] == "denied" and turns.search(reading.text, first.end, cue.start):
            continue  # told, and only then denied: "..., but the army denied it"
        applies = (
            scope == "clause"
            or (scope == "before" and 0 <= gap <= VETO_REACH)
            or (scope == "near" and 0 <= gap <= 2)  # noqa: PLR2004 - next word
        )
        if applies:
            return Refusal(start, end, reading.text[first.start : first.end], cue.row["reason"])
    return None
