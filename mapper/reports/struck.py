"""Which of the places in a stretch were struck: not containers, origins or the teller's own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mapper.places import holds
from mapper.reports.reading import CUE_REACH, is_country
from mapper.words import cues, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places import Resolved
    from mapper.reports.reading import Reading
    from mapper.words import Span


_AT = re.compile(
    r"\b(?:in|on|at|near|outside|hit|struck|(?:town|city|village|area|district) of)\s+"
    r"(?:the\s+)?\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:,|,?\s*(?:and|&))\s*(?:the\s+)?", re.IGNORECASE)


def struck_places(reading: Reading, stretch: Span) -> tuple[int, ...]:
    """Give the places of a stretch that may have been struck, containers left out.

    A place that something comes from or goes to was not struck; one that somebody is
    "based in" stands only where the stretch names no other.
    """
    start, end = stretch
    inside = [
        (number, _bearing(reading, one, start))
        for number, one in reading.places(start, end)
        if one.mention.end <= end
        and one.mention.role == "event"
        and not _names_teller(reading, one)
    ]
    likely = [number for number, bearing in inside if bearing != "hard"]
    containers = {reading.resolved[number].within for number in likely}
    kept = [number for number in likely if number not in containers]
    soft = {number for number, bearing in inside if bearing == "soft"}
    kept = [number for number in kept if number not in soft] or kept
    finer = [n for n in kept if not is_country(reading.resolved[n])]
    finer = [n for n in finer if not _only_holds(reading, n, finer)]
    chosen: dict[str, int] = {}
    for number in finer or kept:
        location = reading.resolved[number].location
        key = location.place_id if location else reading.resolved[number].mention.text
        chosen.setdefault(key, number)
    return tuple(chosen.values())


def _bearing(reading: Reading, one: Resolved, start: int) -> str | None:
    """Tell what the words before a place make of it: ``hard`` or ``soft`` for not struck."""
    at = one.mention.phrase_start
    lists = _not_struck(reading.language)
    for strength in ("hard", "soft"):
        if lists[strength].search(reading.text, max(start, at - CUE_REACH), at):
            return strength
    if not lists["acts"].match(reading.text, one.mention.phrase_end):
        return None
    acting = lists["actor"].search(reading.text, max(start, at - CUE_REACH), at)
    return "hard" if acting else None


def _names_teller(reading: Reading, one: Resolved) -> bool:
    """See a place name that is part of a source's name: 'Al-Mayadin reported'."""
    if _AT.search(reading.text, max(0, one.mention.phrase_start - CUE_REACH), one.mention.start):
        return False  # the town, not the station that is called after it
    cue = cues.last_before(reading.sources, one.mention.start + 1)
    return cue is not None and cue.row["kind"] == "teller" and one.mention.end <= cue.end


def _only_holds(reading: Reading, number: int, others: Sequence[int]) -> bool:
    """See a place that only says where a finer one lies; one listed beside it stays."""
    one = reading.resolved[number]
    for other in others:
        inner = reading.resolved[other]
        if other != number and holds(one.location, inner.location):
            first, last = sorted((one.mention, inner.mention), key=lambda m: m.phrase_start)
            between = reading.text[first.phrase_end : last.phrase_start]
            if not _LISTED.fullmatch(between):
                return True
    return False


@cache
def _not_struck(language: str) -> dict[str, re.Pattern[str]]:
    """Compile the words around a place that say it was not what was struck, by strength.

    ``hard`` and ``soft`` stand before it; ``actor`` before and ``acts`` behind it tell
    together who struck from there ("rebels in X shelled Y").
    """
    lists: dict[str, list[str]] = {"hard": [], "soft": [], "actor": [], "acts": []}
    for row in rows(language, "not_struck"):
        lists[row["strength"]].append(row["pattern"])
    before = {
        strength: re.compile(rf"\b(?:{'|'.join(words)})\s+(?:the\s+)?\Z", re.IGNORECASE)
        for strength, words in lists.items()
    }
    acts = re.compile(rf"\s+(?:{'|'.join(lists['acts'])})\b", re.IGNORECASE)
    return {**before, "acts": acts}


def is_fine(one: Resolved) -> bool:
    """See a settlement or site, be it one that no gazetteer knows."""
    location = one.location
    return location is None or location.method == "container" or location.geo_precision <= 2  # noqa: PLR2004
