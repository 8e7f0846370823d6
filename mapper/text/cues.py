"""The words of a text that carry an incident: triggers, actors, sources, targets, vetoes.

What counts as such a word is data (``mapper/data/<language>/*.csv``); a row earlier
in its file wins where two would match at the same place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.text.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words found: offsets (code points, end exclusive) and the list's row for them."""

    start: int
    end: int
    row: dict[str, str]

    @property
    def span(self) -> Span:
        """Offsets as a pair."""
        return self.start, self.end


@cache
def _compiled(language: str, name: str) -> tuple[re.Pattern[str], tuple[dict[str, str], ...]]:
    """Join the rows of a list into one pattern; the group that matched tells the row."""
    entries = rows(language, name)
    parts = [f"(?P<r{number}>{row['pattern']})" for number, row in enumerate(entries)]
    joined = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?:(?<=\s)|(?!\w))", re.IGNORECASE)
    return joined, entries


def find(text: str, language: str, name: str, start: int = 0, end: int | None = None) -> list[Cue]:
    """Find the words of one list in a stretch of text, in order, none overlapping."""
    compiled, entries = _compiled(language, name)
    matches = compiled.finditer(text, start, len(text) if end is None else end)
    return [
        Cue(m.start(), m.end(), entries[int(m.lastgroup[1:])])
        for m in matches
        if m.lastgroup is not None
    ]


def within(cues: Sequence[Cue], start: int, end: int) -> list[Cue]:
    """Give the cues that lie inside a stretch; `cues` sorted by start."""
    first = bisect_left(cues, start, key=lambda cue: cue.start)
    found = []
    for cue in cues[first:]:
        if cue.start >= end:
            break
        if cue.end <= end:
            found.append(cue)
    return found


def outside(cues: Iterable[Cue], taken: Sequence[Span]) -> list[Cue]:
    """Drop the cues that overlap a taken span."""
    return [cue for cue in cues if not any(cue.start < b and a < cue.end for a, b in taken)]
