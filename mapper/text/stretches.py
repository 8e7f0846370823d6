"""Where a sentence turns to another strike, and which of its words still speak of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.text import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.cues import Cue
    from mapper.text.marks import Reading
    from mapper.text.sentences import Sentence

CORE_ROLES = frozenset({"strike", "weapon", "blast", "generic", "act", "campaign"})
"""Roles of trigger words that name a strike; carriers and verbs of hitting lean on them."""


_CUE_REACH = 45
_NEXT_WORDS = 20
_OPENING = 15
_NOT_HEAD = re.compile(
    r"[ -](?:site|town|victims?|survivors?|allegations?|claims?|warning|threat)", re.IGNORECASE
)


def find_stretches(reading: Reading, sentence: Sentence) -> list[tuple[int, int, bool]]:
    """Cut a sentence where it goes on to another strike; True marks an earlier event."""
    telling = cues.within(reading.triggers, sentence.start, sentence.end)
    acting = [t for t in telling if t.row["role"] in CORE_ROLES or t.row["role"] == "carrier"]
    edges: list[tuple[int, bool]] = []
    for cue in cues.within(reading.connectors, sentence.start, sentence.end):
        left = edges[-1][0] if edges else sentence.start
        has_left = any(left <= t.start < cue.start for t in telling)
        has_right = any(t.start >= cue.end for t in acting)
        if has_right and (has_left or cue.row["effect"] == "answer"):
            edges.append((cue.start, cue.row["effect"] != "beside"))
    if edges and edges[0][1] and edges[0][0] - sentence.start <= _OPENING:
        # "Days after an attack, ...": the earlier event ends with its noun.
        noun = next((t for t in telling if t.start > edges[0][0] and t in acting), None)
        if noun is not None and len(edges) == 1:
            edges.append((noun.end, False))
    cuts = [(sentence.start, False), *edges]
    ends = [start for start, _ in cuts[1:]] + [sentence.end]
    return [(start, end, earlier) for (start, earlier), end in zip(cuts, ends, strict=True)]


def live_triggers(reading: Reading, triggers: Sequence[Cue]) -> list[Cue]:
    """Drop triggers that only describe a noun, or are recalled beside a fresh one."""
    kept: list[Cue] = []
    for trigger in triggers:
        if _NOT_HEAD.match(reading.text, trigger.end):
            continue
        described = any(
            cue.start < trigger.start <= cue.end + _NEXT_WORDS for cue in reading.passing
        )
        if described and any(t.row["role"] in CORE_ROLES for t in kept):
            continue
        kept.append(trigger)
    return kept


def fresh_end(reading: Reading, sentence: Sentence, end: int) -> int:
    """Give where a sentence turns to an earlier event, after a stretch; else its end."""
    for start, _, earlier in find_stretches(reading, sentence):
        if earlier and start >= end:
            return start
    return sentence.end


def goes_on(reading: Reading, sentence: Sentence) -> bool:
    """See whether a sentence goes on with what the last source said: 'It added', 'Another'."""
    opening = cues.find(
        reading.text,
        reading.language,
        "continuations",
        sentence.start,
        min(sentence.end, sentence.start + _CUE_REACH),
    )
    return bool(opening) and opening[0].start - sentence.start <= 1
