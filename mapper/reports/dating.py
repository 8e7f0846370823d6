"""Which date expression says when a strike happened, and which speaks of something else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from mapper.reports.reading import CUE_REACH, VETO_REACH
from mapper.text import not_later_than, number_value, speaks
from mapper.words import cues, phrase, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Sentence, When
    from mapper.words import Cue, Span


_OPENING = 25
_WORD = re.compile(r"\w")
_DASHES = ("-", "\u2013", "\u2014")
_OF_STRIKES = frozenset({"place", "killed", "injured", "casualties"})
"""Fields beside which the date of a form is that of a strike, not of a page."""
_COARSE = ("month", "year")
"""Precisions that give way to a day: "seized last month, was hit on Saturday"."""


def choose_date(
    reading: Reading, sentence: Sentence, stretches: Sequence[Span], trigger: Cue
) -> When | None:
    """Choose the date nearest the trigger: of the stretch, else of what surrounds it."""
    for start, end in stretches:
        inside = [
            d
            for d in cues.starting(reading.dates, start, end)
            if d.end <= end and not is_of_else(reading, d, start)
        ]
        dated = [d for d in inside if d.date_start is not None] or inside
        if dated:
            said = {
                d for d in dated if of_saying(reading, d, start) or _of_place(reading, sentence, d)
            }
            chosen = min(
                dated,
                key=lambda d: (
                    d in said,
                    d.span,
                    d.precision in _COARSE,
                    abs(d.start - trigger.start),
                    d.start,
                ),
            )
            if chosen in said:
                chosen = replace(chosen, said=True)
            return not_later_than(chosen) if _shown(reading, sentence) else chosen
    return None


def _of_document(reading: Reading, when: When, start: int) -> bool:
    """See whether a date is a document's: 'a report released in February'."""
    before = cues.find(
        reading.text,
        reading.language,
        "documents",
        max(start, when.start - VETO_REACH),
        when.start,
    )
    return bool(before) and when.start - before[-1].end <= 1


def _of_occasion(reading: Reading, when: When, _start: int) -> bool:
    """See whether a date is another occasion's: 'the June 3 poll', not 'on June 3 ...'."""
    words = reading.text[max(0, when.start - _OPENING) : when.start]
    if not phrase(reading.language, "report_phrases", "determined").search(words):
        return False
    end = min(len(reading.text), when.end + CUE_REACH)
    after = cues.find(reading.text, reading.language, "marks:other_occasions", when.end, end)
    return bool(after) and after[0].start - when.end <= 1


def _of_place(reading: Reading, sentence: Sentence, when: When) -> bool:
    """See the day of a dateline: "LONDON, Monday - Doctors say ..."."""
    before = reading.text[sentence.start : when.start]
    after = reading.text[when.end : when.end + 3].lstrip()
    words = before.replace(",", " ").split()
    place = before.isupper() or (before[:1].isupper() and words[:1] and words[0].isupper())
    return bool(place) and all(w[0].isupper() for w in words) and after[:1] in _DASHES


def lead_day(reading: Reading, sentences: Sequence[Sentence]) -> When | None:
    """Give the one day that the opening of a text names, or a form that tells no strike itself.

    It is the day of what the text tells without any other. Where the opening names none it
    is the day of the page: its title's, or that of a line with nothing else. Two days in the
    opening leave it open.
    """
    for form in reading.forms:
        told = {cell.field for cell in form.cells}
        if "date" in told and told & _OF_STRIKES:
            cell = form.of("date")[0]
            for when in cues.starting(reading.dates, cell.start, cell.end):
                if when.date_start is not None:
                    return when
    titled = day_of_page(reading, sentences)
    opening = _opening_days(reading, sentences)
    named = {when.date_start for when in opening}
    if len(named) > 1:
        return None
    if opening and (titled is None or titled.date_start not in named):
        return opening[0]
    return titled


def _opening_days(reading: Reading, sentences: Sequence[Sentence]) -> list[When]:
    """Give the days that the first sentence of the body names."""
    above = _above(reading, sentences)
    body = (s for s in sentences if s.kind == "body" and not s.listed and s.paragraph != above)
    return [
        d
        for sentence in islice(body, 1)
        for d in cues.starting(reading.dates, sentence.start, sentence.end)
        if d.precision == "day"
        and d.basis == "on"
        and not (d.span or of_saying(reading, d, sentence.start) or _of_place(reading, sentence, d))
        and not is_of_else(reading, d, sentence.start)
    ]


def _above(reading: Reading, sentences: Sequence[Sentence]) -> int:
    """Give the paragraph above the text that is its title: what it begins with comes again."""
    first = next(iter(sentences), None)
    if first is None or first.kind != "body":
        return -1
    words = reading.text[first.start : first.end]
    own = max(s.end for s in sentences if s.paragraph == first.paragraph)
    return first.paragraph if reading.text.find(words, own) >= 0 else -1


def day_of_page(reading: Reading, sentences: Sequence[Sentence]) -> When | None:
    """Give the day of a digest: "Daily log, Sunday 2 June", or a line with nothing but a day.

    It is the day of its items. A headline with words for a strike tells of that strike alone.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.
    """
    found: list[When] = []
    for sentence in sentences:
        span = sentence.start, sentence.end
        title = sentence.kind == "headline" and not cues.within(reading.triggers, *span)
        days = [
            d
            for d in cues.starting(reading.dates, *span)
            if d.precision == "day" and d.basis == "on" and not d.span
        ]
        if len(days) != 1 or sentence.listed:
            continue
        bare = not _WORD.search(reading.text[sentence.start : days[0].start])
        bare = bare and not _WORD.search(reading.text[days[0].end : sentence.end])
        if (title and not is_of_else(reading, days[0], sentence.start)) or bare:
            found.append(days[0])
    return found[0] if len({d.date_start for d in found}) == 1 else None


def _of_life(reading: Reading, when: When, start: int) -> bool:
    """See whether a date is one of a life or of a house: 'born in 1999', 'founded in May'."""
    begins = max(start, when.start - CUE_REACH)
    of_life = phrase(reading.language, "report_phrases", "of_life")
    return of_life.search(reading.text, begins, when.start) is not None


def is_of_else(reading: Reading, when: When, start: int) -> bool:
    """See whether a date says when something else was: a document, a poll, a birth."""
    return any(of(reading, when, start) for of in (_of_document, _of_occasion, _of_life))


def first_date(reading: Reading, stretch: Span) -> When | None:
    """Give the first date of a stretch that is not of something else."""
    dates = cues.starting(reading.dates, *stretch)
    return next((d for d in dates if not is_of_else(reading, d, stretch[0])), None)


def in_document(reading: Reading, start: int, end: int) -> bool:
    """See whether a dated document tells of it: it looks back."""
    return any(
        d.end <= end and _of_document(reading, d, start)
        for d in cues.starting(reading.dates, start, end)
    )


def of_saying(reading: Reading, when: When, start: int) -> bool:
    """See whether a date says when somebody spoke: 'the group said on Saturday'.

    A year is when it happened: "recalled the 2016 shelling".
    """
    if when.precision == "year":
        return False
    before = reading.text[max(start, when.start - CUE_REACH) : when.start]
    after = reading.text[when.end : when.end + CUE_REACH]
    return speaks(before, after, reading.language)


def _shown(reading: Reading, sentence: Sentence) -> bool:
    """See whether the sentence tells of pictures: what they show happened not later."""
    found = cues.find(reading.text, reading.language, "marks:footage", sentence.start, sentence.end)
    return bool(found)


def covers_publication(reading: Reading, when: When) -> bool:
    """See a month or year still running on the day of publication: a total so far."""
    if reading.published is None or when.precision not in ("month", "year"):
        return False
    return when.date_end is not None and when.date_end >= reading.published[: len(when.date_end)]


def lasting_days(reading: Reading, stretch: Span) -> int | None:
    """Read how long a campaign has lasted: "week-long", "three-month"."""
    match = phrase(reading.language, "report_phrases", "lasting").search(reading.text, *stretch)
    if match is None:
        return None
    number, unit = match["many"] or match["count"], match["long"] or match["unit"]
    times = number_value([number], reading.language) if number else 1
    days = next(int(r["days"]) for r in rows(reading.language, "durations") if r["word"] == unit)
    return None if times is None else times * days
