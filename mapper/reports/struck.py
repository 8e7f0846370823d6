"""Which of the places in a stretch were struck: not containers, origins or the teller's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places import holds
from mapper.reports.reading import CUE_REACH, is_country
from mapper.words import cues, phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from mapper.places import Resolved
    from mapper.reports.reading import Reading
    from mapper.words import Span


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
    before = reading.text, max(start, at - CUE_REACH), at
    for strength in ("hard", "soft"):
        if _phrase(reading, f"not_struck_{strength}").search(*before):
            return strength
    if not _phrase(reading, "strikes_from_there").match(reading.text, one.mention.phrase_end):
        return None
    return "hard" if _phrase(reading, "strikers_there").search(*before) else None


def _names_teller(reading: Reading, one: Resolved) -> bool:
    """See a place name that is part of a source's name: 'Al-Mayadin reported'."""
    begins = max(0, one.mention.phrase_start - CUE_REACH)
    if _phrase(reading, "put_at").search(reading.text, begins, one.mention.start):
        return False  # the town, not the station that is called after it
    cue = cues.last_before(reading.sources, one.mention.start + 1)
    return cue is not None and cue.row["kind"] == "teller" and one.mention.end <= cue.end


def _only_holds(reading: Reading, number: int, others: Sequence[int]) -> bool:
    """See a place that only says where a finer one lies; one listed beside it stays."""
    one = reading.resolved[number]
    listed = _phrase(reading, "listed_places")
    for other in others:
        inner = reading.resolved[other]
        if other != number and holds(one.location, inner.location):
            first, last = sorted((one.mention, inner.mention), key=lambda m: m.phrase_start)
            if not listed.fullmatch(reading.text, first.phrase_end, last.phrase_start):
                return True
    return False


def _phrase(reading: Reading, which: str) -> re.Pattern[str]:
    return phrase(reading.language, "report_phrases", which)


def is_fine(one: Resolved) -> bool:
    """See a settlement or site, be it one that no gazetteer knows."""
    location = one.location
    return location is None or location.method == "container" or location.geo_precision <= 2  # noqa: PLR2004
