"""How a stretch leans on what was told before it: its turn, its subject, its being one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.reports.parts import ordinals
from mapper.reports.reading import CUE_REACH
from mapper.reports.shares import RULE as SHARE
from mapper.reports.stretches import leads, opens_with
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.stretches import Stretch
    from mapper.text import Sentence, Toll
    from mapper.words import Cue, Span


def which_turn(reading: Reading, stretch: Span) -> int | None:
    """Tell which of several strikes a stretch says it is of: 2 for "the second time"."""
    told = {number for number, _ in ordinals(reading, *stretch)}
    return told.pop() if len(told) == 1 else None


def shares_subject(reading: Reading, sentence: Sentence, stretch: Stretch) -> bool:
    """See a clause whose striker is that of the one before: "and bombed Y", "its drones hit Y"."""
    triggers = cues.within(reading.triggers, stretch.start, stretch.end)
    if stretch.start == sentence.start or stretch.earlier or not triggers:
        return False
    joint = phrase(reading.language, "report_phrases", "joint").match(reading.text, stretch.start)
    begin, first = joint.end() if joint else stretch.start, triggers[0]
    same = phrase(reading.language, "report_phrases", "same_subject")
    between = same.fullmatch(reading.text, begin, first.start)
    acts = first.row["role"] in {"act", "hit", "do", "effect"}
    return between is not None and (acts or bool(between.group().strip()))


def is_another(reading: Reading, stretch: Stretch, first: Cue) -> bool:
    """See one more strike by the words before its first, or the answer of the other side."""
    answers = opens_with(reading, stretch, "marks:answer")
    return answers or leads(reading, first, "marks:another")


def comes_again(reading: Reading, stretch: Span, core: Sequence[Cue]) -> bool:
    """See a strike told to have come once more: "they hit the town again"."""
    end = min(stretch[1], core[0].end + CUE_REACH)
    return bool(cues.find(reading.text, reading.language, "marks:once_more", core[0].end, end))


def is_beside(sentence: Sentence, stretch: Stretch, tolls: Sequence[Toll]) -> bool:
    """See a strike told beside another: in one sentence with it, or with what it left over."""
    goes_on = sentence.start < stretch.start and not stretch.earlier
    return goes_on or any(toll.rule == SHARE for toll in tolls)
