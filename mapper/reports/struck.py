"""Which of the places in a stretch were struck: not containers, origins or the teller's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places import holds
from mapper.reports.reading import CUE_REACH, is_country, once
from mapper.words import cues, phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from mapper.places import Resolved
    from mapper.reports.reading import Reading
    from mapper.text import Toll
    from mapper.words import Span


_BULLETS = " \t-*\u2022"


@once
def struck_places(reading: Reading, stretch: Span, *, surely: bool = False) -> tuple[int, ...]:
    """Give the places of a stretch that may have been struck, containers left out.

    A place that something comes from or goes to was not struck; one that somebody is
    "based in" stands only where the stretch names no other, and never `surely`.
    """
    start, end = stretch
    inside = _listed_alike(
        reading,
        [
            (number, _bearing(reading, one, start))
            for number, one in reading.places(start, end)
            if one.mention.end <= end
            and one.mention.role == "event"
            and not _names_teller(reading, one)
        ],
    )
    likely = [number for number, bearing in inside if bearing != "hard"]
    containers = {
        reading.resolved[n].within for n in likely if not _is_counted_off(reading, n, start)
    }
    kept = [number for number in likely if number not in containers]
    soft = {number for number, bearing in inside if bearing == "soft"}
    kept = [number for number in kept if number not in soft] or ([] if surely else kept)
    finer = [n for n in kept if not is_country(reading.resolved[n])]
    finer = [n for n in finer if not _only_holds(reading, n, finer, start)]
    finer = [n for n in finer if not _only_borders(reading, n, finer)]
    inner = [n for n in finer if not heads_item(reading, n, start)]
    if any(is_fine(reading.resolved[n]) for n in inner):
        finer = inner
    chosen: dict[str, int] = {}
    for number in finer or kept:
        location = reading.resolved[number].location
        key = location.place_id if location else reading.resolved[number].mention.text
        chosen.setdefault(key, number)
    return tuple(chosen.values())


def _listed_alike(
    reading: Reading, places: Sequence[tuple[int, str | None]]
) -> list[tuple[int, str | None]]:
    """Let the words before a list hold for all its places: "residents of X and Y"."""
    listed = _phrase(reading, "listed_places")
    made: list[tuple[int, str | None]] = []
    for number, bearing in places:
        last, before = made[-1] if made else (number, None)
        end = reading.resolved[last].mention.phrase_end
        start = reading.resolved[number].mention.phrase_start
        alike = bearing is None and before == "soft" and listed.fullmatch(reading.text, end, start)
        made.append((number, before if alike else bearing))
    return made


def _bearing(reading: Reading, one: Resolved, start: int) -> str | None:
    """Tell what the words before a place make of it: ``hard`` or ``soft`` for not struck."""
    at = one.mention.phrase_start
    before = reading.text, max(start, at - CUE_REACH), at
    for strength in ("hard", "soft"):
        if _phrase(reading, f"not_struck_{strength}").search(*before):
            return strength
    if _phrase(reading, "patient_in").search(*before) and _phrase(reading, "a_hospital").match(
        reading.text, one.mention.end
    ):
        return "hard"
    home = _phrase(reading, "not_struck_home").search(*before)
    if home and not _counts_people(reading, home.start()):
        return "soft"
    if not _phrase(reading, "strikes_from_there").match(reading.text, one.mention.phrase_end):
        return None
    return "hard" if _phrase(reading, "strikers_there").search(*before) else None


def _counts_people(reading: Reading, at: int) -> bool:
    """See a word of people who are counted as dead or hurt: "killed three people in ..."."""
    near = cues.starting(reading.tolls, at - CUE_REACH, at + 1)
    return any(toll.start <= at < toll.end for toll in near)


def _is_counted_off(reading: Reading, number: int, start: int) -> bool:
    """See that what seems to hold a place has a figure of its own."""
    inner = reading.resolved[number]
    if inner.within is None:
        return False
    return _are_counted_off(reading, inner, reading.resolved[inner.within], start)


def _are_counted_off(reading: Reading, one: Resolved, other: Resolved, start: int) -> bool:
    """See a figure for each of two places of a stretch: "four in X, two in Y"."""
    first, last = sorted((one.mention, other.mention), key=lambda m: m.phrase_start)
    spans = (start, first.phrase_start), (first.phrase_end, last.phrase_start)
    return all(
        any(not (toll.subset or toll.total) for toll in cues.starting(reading.tolls, *span))
        for span in spans
    )


def _names_teller(reading: Reading, one: Resolved) -> bool:
    """See a place name that is part of a source's name: 'Al-Mayadin reported'."""
    begins = max(0, one.mention.phrase_start - CUE_REACH)
    if _phrase(reading, "put_at").search(reading.text, begins, one.mention.start):
        return False  # the town, not the station that is called after it
    cue = cues.last_before(reading.sources, one.mention.start + 1)
    return cue is not None and cue.row["kind"] == "teller" and one.mention.end <= cue.end


def _only_holds(reading: Reading, number: int, others: Sequence[int], start: int) -> bool:
    """See a place that only says where a finer one lies; one listed beside it stays."""
    one = reading.resolved[number]
    listed = _phrase(reading, "listed_places")
    if len(others) > 1 and _is_its_part(reading, number):
        return True
    for other in others:
        inner = reading.resolved[other]
        if other == number or _are_counted_off(reading, one, inner, start):
            continue
        if holds(one.location, inner.location):
            first, last = sorted((one.mention, inner.mention), key=lambda m: m.phrase_start)
            if not listed.fullmatch(reading.text, first.phrase_end, last.phrase_start):
                return True
            if last is one.mention and _closes_address(reading, inner, one):
                return True
    return False


def _is_its_part(reading: Reading, number: int) -> bool:
    """See "X in the far south of Y": the part of Y behind a place says where that lies.

    So does a region, wherever its outline ends: "X in the countryside of Y".
    """
    one = reading.resolved[number].mention
    is_part = one.relation.startswith(("sector", "cut"))
    if not (is_part or _is_wide(reading.resolved[number])):
        return False
    between = _phrase(reading, "in_a_part" if is_part else "in_a_region")
    beside = reading.places(max(0, one.phrase_start - CUE_REACH), one.phrase_start)
    return any(
        between.fullmatch(reading.text, other.mention.phrase_end, one.phrase_start)
        for _, other in beside
        if is_part or is_fine(other)
    )


def _is_wide(one: Resolved) -> bool:
    """See a region that is known itself."""
    place = one.location
    return place is not None and place.method != "container" and place.geo_precision > 2  # noqa: PLR2004 - a region


def _only_borders(reading: Reading, number: int, others: Sequence[int]) -> bool:
    """See "X, on the edge of Y": what lies around Y only says where X is."""
    one = reading.resolved[number].mention
    if not one.relation.startswith(("near", "sector", "cut")):
        return False
    apposed = _phrase(reading, "apposed_edge")
    return any(
        other != number
        and apposed.fullmatch(
            reading.text, reading.resolved[other].mention.phrase_end, one.phrase_start
        )
        for other in others
    )


def _closes_address(reading: Reading, inner: Resolved, outer: Resolved) -> bool:
    """See "a bakery in X, Y": a town behind its quarter, with no list going on."""
    gap = reading.text[inner.mention.phrase_end : outer.mention.phrase_start]
    listed = _phrase(reading, "listed_places")
    goes_on = any(
        listed.fullmatch(reading.text, outer.mention.phrase_end, other.mention.phrase_start)
        or listed.fullmatch(reading.text, other.mention.phrase_end, inner.mention.phrase_start)
        for _, other in reading.places(
            inner.mention.start - CUE_REACH, outer.mention.end + CUE_REACH
        )
        if other is not inner and other is not outer
    )
    return gap.strip() == "," and not goes_on


def heads_item(reading: Reading, number: int, start: int) -> bool:
    """See the name before a colon that an item begins with: it says where the rest lies."""
    one = reading.resolved[number].mention
    heads = _phrase(reading, "heads_item").match(reading.text, one.phrase_end)
    return heads is not None and not reading.text[start : one.phrase_start].strip(_BULLETS)


def place_in_passing(reading: Reading, sentence: Span, stretch: Span) -> tuple[int, ...]:
    """Give the only town named before "the town" in one sentence: whose people tell of it."""
    back = [c for c in cues.within(reading.anaphora, *stretch) if c.row["kind"] == "settlement"]
    if not back:
        return ()
    named = [
        number
        for number, one in reading.places(sentence[0], back[0].start)
        if one.location is not None and is_fine(one) and one.mention.role in ("event", "context")
    ]
    told = [n for n in named if _bearing(reading, reading.resolved[n], sentence[0]) == "soft"]
    return tuple(told) if len(told) == len(named) == 1 else ()


def _phrase(reading: Reading, which: str) -> re.Pattern[str]:
    return phrase(reading.language, "report_phrases", which)


def is_fine(one: Resolved) -> bool:
    """See a settlement or site, be it one that no gazetteer knows."""
    location = one.location
    return location is None or location.method == "container" or location.geo_precision <= 2  # noqa: PLR2004


def beside_figure(reading: Reading, stretch: Span, toll: Toll) -> list[int]:
    """Give the places named right behind a figure and right before it, by number."""
    text, end = reading.text, max(toll.end, toll.quantity.end)
    begin = min(toll.start, toll.quantity.start)
    at = _phrase(reading, "at_place").match(text, end)
    named = [pair for pair in reading.places(*stretch) if pair[1].mention.role == "event"]
    behind = [n for n, one in named if at and end <= one.mention.phrase_start <= at.end() + 1]
    before = [
        n
        for n, one in named
        if one.mention.phrase_end <= begin and not text[one.mention.phrase_end : begin].strip(" ,")
    ]
    return behind + before


def places_of_figures(reading: Reading, stretch: Span, tolls: Sequence[Toll]) -> tuple[int, ...]:
    """Give the places of a stretch that its figures are told of; else all that may be."""
    whole = [t for t in tolls if not (t.subset or t.total) and t.quantity.value_min is not None]
    beside = [next(iter(beside_figure(reading, stretch, toll)), None) for toll in whole]
    found = tuple(dict.fromkeys(number for number in beside if number is not None))
    fine = bool(found) and all(is_fine(reading.resolved[number]) for number in found)
    return found if fine and None not in beside else struck_places(reading, stretch)
