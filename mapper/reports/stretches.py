"""Where a sentence turns to another strike, and which of its words still speak of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.reports.parts import cuts, figures, turns
from mapper.reports.reading import CUE_REACH, once
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Sentence
    from mapper.words import Cue

CORE_ROLES = frozenset({"strike", "weapon", "open", "blast", "generic", "act", "campaign"})
"""Roles of trigger words that name a strike; carriers and verbs of hitting lean on them."""


_NEED_NO_STRIKE = frozenset({"after", "answer"})
"""Effects of connectors that turn to an older strike, be there one before them or not."""
_NEXT_WORDS = 20
_OPENING = 15
_BREAK = re.compile(r"[.;,]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence that speaks of one strike."""

    start: int
    end: int
    earlier: bool
    """The words before it say that it came earlier: "after a raid on ...", so it is recalled."""
    beside: bool = False
    """It is told beside the part before: "while ...", so its striker may be the same."""
    lent: tuple[Cue, ...] = ()
    """Triggers of the part before, where this one only goes on with its tolls and places."""


@once
def find_stretches(reading: Reading, sentence: Sentence) -> Sequence[Stretch]:
    """Cut a sentence where it goes on to another strike, or to the toll at another place."""
    telling = cues.within(reading.triggers, sentence.start, sentence.end)
    acting = [t for t in telling if t.row["role"] in CORE_ROLES or t.row["role"] == "carrier"]
    edges: list[tuple[int, bool]] = []
    for cue in cues.within(reading.connectors, sentence.start, sentence.end):
        left = edges[-1][0] if edges else sentence.start
        has_left = any(
            left <= t.start < cue.start
            and t.row["role"] != "trace"
            and not (cue.row["effect"] == "earlier" and t.row["role"] == "effect")
            for t in telling
        )
        has_right = any(t.start >= cue.end for t in acting)
        if has_right and (has_left or cue.row["effect"] in _NEED_NO_STRIKE):
            edges += _edges(reading, sentence, cue, telling)
    if edges and edges[0][1] and _leads_in(reading, sentence, edges[0][0]):
        # "Days after an attack, ...": the earlier event ends with its noun.
        noun = next((t for t in telling if t.start > edges[0][0] and t in acting), None)
        if noun is not None and len(edges) == 1:
            edges.append((noun.end, False))
    parts = [(sentence.start, False), *edges]
    ends = [start for start, _ in parts[1:]] + [sentence.end]
    return [
        part
        for (start, earlier), end in zip(parts, ends, strict=True)
        for part in _by_turn(
            reading, Stretch(start, end, earlier, beside=start > sentence.start and not earlier)
        )
    ]


def _edges(
    reading: Reading, sentence: Sentence, cue: Cue, telling: Sequence[Cue]
) -> list[tuple[int, bool]]:
    """Give where a connector turns to another strike, and whether to an earlier one.

    What is answered may stand between commas: "the army, in answer to a raid, shelled X".
    """
    edge = cue.start, cue.row["effect"] != "beside"
    comma = reading.text.find(",", cue.end, sentence.end)
    if cue.row["effect"] != "answer" or comma < 0 or not any(t.start > comma for t in telling):
        return [edge]
    answered = any(cue.end <= t.start < comma for t in telling)
    return [edge, (comma, False)] if answered else []


def _by_turn(reading: Reading, stretch: Stretch) -> Iterator[Stretch]:
    """Cut a stretch that tells of several strikes in turn, or of several days, then by place."""
    triggers = tuple(cues.within(reading.triggers, stretch.start, stretch.end))
    starts = [stretch.start, *turns(reading, stretch.start, stretch.end)]
    if len(starts) == 1:
        yield from _by_place(reading, stretch)
        return
    for start, end in zip(starts, [*starts[1:], stretch.end], strict=True):
        part = replace(stretch, start=start, end=end)
        if start == stretch.start:
            yield from _by_place(reading, part)
        else:
            yield replace(part, lent=triggers)


def _leads_in(reading: Reading, sentence: Sentence, edge: int) -> bool:
    """See a connector that opens the sentence, and no "The loss comes a day after"."""
    if edge - sentence.start > _OPENING:
        return False
    opening = cues.starting(reading.connectors, edge, edge + 1)
    return all(cue.row["effect"] != "after" for cue in opening)


def _by_place(reading: Reading, stretch: Stretch) -> Iterator[Stretch]:
    """Cut a stretch that tells of strikes at several places.

    "Strikes killed five people in X and three in Y" is two strikes; the second part
    is lent the words of the first. "Killed five and hurt three in Y" is one.
    """
    triggers = cues.within(reading.triggers, stretch.start, stretch.end)
    starts = [stretch.start, *cuts(reading, stretch.start, stretch.end)]
    behind = len(starts) > 1 and bool(triggers) and triggers[0].start >= starts[1]
    if behind and not _sums_up(reading, stretch, triggers[0]):
        starts = starts[:1]
    if len(starts) == 1 and not behind:
        yield stretch
        return
    for start, end in zip(starts, [*starts[1:], stretch.end], strict=True):
        own = start == stretch.start and not behind
        yield replace(stretch, start=start, end=end, lent=() if own else tuple(triggers))


def _sums_up(reading: Reading, stretch: Stretch, trigger: Cue) -> bool:
    """See a word for a strike said of all figures before it: "..., all in air strikes"."""
    told = figures(reading, stretch.start, stretch.end)
    return bool(told) and told[-1].quantity.end <= trigger.start


def live_triggers(reading: Reading, triggers: Sequence[Cue]) -> list[Cue]:
    """Drop triggers that only describe a noun, or are recalled beside a fresh one."""
    kept: list[Cue] = []
    describes = phrase(reading.language, "report_phrases", "describes")
    for trigger in triggers:
        if describes.match(reading.text, trigger.end):
            continue
        before = cues.last_before(reading.passing, trigger.start)
        described = before is not None and trigger.start <= before.end + _NEXT_WORDS
        if described and any(t.row["role"] in CORE_ROLES for t in kept):
            continue
        kept.append(trigger)
    return kept


def fresh_end(reading: Reading, sentence: Sentence, end: int) -> int:
    """Give where a sentence turns to an earlier event, after a stretch; else its end."""
    for stretch in find_stretches(reading, sentence):
        if stretch.earlier and stretch.start >= end:
            return stretch.start
    return sentence.end


def opens_with(reading: Reading, sentence: Sentence | Stretch, name: str) -> bool:
    """See whether a sentence, or a part, begins with words of a list: 'It added', 'Elsewhere'."""
    end = min(sentence.end, sentence.start + CUE_REACH)
    opening = cues.find(reading.text, reading.language, name, sentence.start, end)
    return bool(opening) and opening[0].start - sentence.start <= 1


def leads(reading: Reading, trigger: Cue, name: str) -> bool:
    """See words of a list right before a trigger: "a second car bomb", "a similar attack"."""
    found = cues.find(
        reading.text, reading.language, name, max(0, trigger.start - CUE_REACH), trigger.start
    )
    if not found or trigger.start - found[-1].end > _OPENING:
        return False
    return not _BREAK.search(reading.text, found[-1].end, trigger.start)
