"""The entries of a list: an item whose sentences tell one strike is read as one.

Bulletins and annexes tell a strike in short pieces: "7. 9 July, Duma. A missile hit the blood
bank. One dead." No piece says enough, and the day and the place stand in the first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.reports.stretches import CORE_ROLES
from mapper.reports.struck import is_fine
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Sentence
    from mapper.words import Span

_STOPS = re.compile(r"[.!?\u2026\u061f]")
_MARKS = ' \t#*-\u2022\u25aa\ufe0f\u25cf\u25fe\u25fc\u25c6\u2022"'
"""What may stand before the name that opens a line."""
_FEWEST_HEADS = 2
_LONGEST_HEAD = 120
"""Code points of what may head an entry: its number, its day, its place."""
_LONGEST = 600
"""Code points of an entry; more is prose."""


def join_entries(reading: Reading, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Make the sentences of an item one where they tell one strike.

    A sentence goes with the ones before it as long as they only head the entry, or as long
    as it tells no strike, day or place of its own.
    """
    made: list[Sentence] = []
    for sentence in sentences:
        before = made[-1] if made else None
        if before is not None and _is_one_entry(reading, before, sentence):
            made[-1] = replace(before, end=sentence.end)
        else:
            made.append(sentence)
    return made


def list_digest(reading: Reading, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Make the paragraphs of a digest by regions items of a list.

    Some of its paragraphs open with a region and a colon ("Aleppo: ..."); what stands between
    two of them, and behind the last up to the next line that is no text, is told of the region
    above it, each paragraph for itself. Titles ("Syria: ...") head none.
    """
    heads = [
        n
        for n, one in enumerate(sentences)
        if one.kind == "body" and head_of(reading, one) is not None
    ]
    if len(heads) < _FEWEST_HEADS:
        return list(sentences)
    last = next(
        (n for n in range(heads[-1], len(sentences)) if sentences[n].kind != "body"),
        len(sentences),
    )
    return [
        replace(one, listed=True) if heads[0] <= n < last and one.kind == "body" else one
        for n, one in enumerate(sentences)
    ]


def head_of(reading: Reading, sentence: Sentence) -> int | None:
    """Give the number of the place, a colon behind it, that opens a sentence."""
    heading = phrase(reading.language, "name_phrases", "heading")
    for number, one in reading.places(sentence.start, sentence.end):
        before = reading.text[sentence.start : one.mention.phrase_start]
        if before.strip(_MARKS):
            return None
        colon = heading.match(reading.text, one.mention.phrase_end)
        return number if colon and ":" in colon.group() else None
    return None


def _is_one_entry(reading: Reading, before: Sentence, sentence: Sentence) -> bool:
    """See whether a sentence is of the entry that the one before begins."""
    of_item = (
        before.listed
        and sentence.listed
        and before.kind == sentence.kind == "body"
        and before.paragraph == sentence.paragraph
        and sentence.end - before.start <= _LONGEST
    )
    if not of_item:
        return False
    told, more = (before.start, before.end), (sentence.start, sentence.end)
    on_new_line = "\n" in reading.text[before.end : sentence.start]
    if on_new_line and not _STOPS.search(reading.text, *more):
        return False  # the heading of what comes next
    if _heads(reading, told):
        return True
    return not (_tells(reading, more) or _is_set(reading, more))


def _heads(reading: Reading, span: Span) -> bool:
    """See the head of an entry: short, and without a strike or anybody hurt."""
    start, end = span
    hurt = any(start <= toll.start < end for toll in reading.tolls)
    return end - start <= _LONGEST_HEAD and not hurt and not _tells(reading, span)


def _tells(reading: Reading, span: Span) -> bool:
    """See words that name a strike."""
    found = cues.within(reading.triggers, *span)
    return any(cue.row["role"] in CORE_ROLES or cue.row["role"] == "carrier" for cue in found)


def _is_set(reading: Reading, span: Span) -> bool:
    """See a day or a settlement of its own."""
    if any(when.date_start is not None for when in cues.starting(reading.dates, *span)):
        return True
    return any(one.mention.role == "event" and is_fine(one) for _, one in reading.places(*span))
