"""Words for time into intervals of days, as narrow as the text is and no narrower.

A weekday is the latest such day up to the day of writing, that day included; a day without
a year is the latest such day up to publication; nothing lies after publication. Where the
day of writing is known to the month or year only, words that lean on it give no day. Words
and their order are data (``time.csv``, ``date_phrases.csv``), what they mean is in
`mapper.text.dates.rules`, the arithmetic in `mapper.text.dates.intervals`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from mapper.base import days
from mapper.base.errors import ArticleError
from mapper.text.dates.intervals import DAYS_OF_WEEK, Reference, clipped, coarser, until_now
from mapper.text.dates.rules import RULES, SINCE, counts_period, is_of_day
from mapper.text.dates.words import read_phrases
from mapper.words import DEFAULT_LANGUAGE, cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.dates.words import TimePhrase
    from mapper.words import Language

_LAST_WORD = re.compile(r"\w+\Z")
_TOP = 8
"""Sentences from the top in which the day of a page is looked for."""
_LITTLE = 20
"""Code points that may stand beside it: a weekday, a time, "Updated"."""
_REACH = 200
"""Code points within which "overnight" leans on a day the text gives."""


class Line(Protocol):
    """A stretch of the text, and what it is."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""

    @property
    def kind(self) -> str:
        """Body, headline, navigation ..."""


@dataclass(frozen=True, slots=True)
class When:
    """A date expression: its words, and the days it may mean.

    `date_start` and `date_end` are ISO days, both null when no day follows from the text;
    `precision` is how narrow the text is, `basis` is ``on``, or ``by`` (not later than);
    `span` marks a period over which a total is counted ("since Thursday"), `said` a day on
    which somebody spoke of it ("said on Thursday"), `leans` a day taken from a date beside
    it: of "overnight" it may be the day before or after.
    """

    start: int
    end: int
    text: str
    date_start: str | None
    date_end: str | None
    precision: str
    basis: str = "on"
    span: bool = False
    said: bool = False
    leans: bool = False


def publication_interval(published: str | None) -> tuple[str | None, str | None, str]:
    """Give the days an article may have been published on, and how narrowly that is known.

    Parameters
    ----------
    published
        ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or None.

    Returns
    -------
    first, last, precision
        ISO days, both None when nothing is known.

    Raises
    ------
    ArticleError
        If it is none of these or no day of the calendar.

    Examples
    --------
    >>> publication_interval("2020-06")
    ('2020-06-01', '2020-06-30', 'month')
    """
    if published is None:
        return None, None, "unknown"
    found = days.interval(published)
    if found is None:
        raise ArticleError(f"publication date {published!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    return found


def not_later_than(when: When) -> When:
    """Turn "on" into "by": what a video of that day shows happened up to that day.

    The interval becomes the seven days up to the bound, precision ``week``; of a coarser
    expression it stays as it is.

    Examples
    --------
    >>> day = When(0, 5, "May 5", "2019-05-05", "2019-05-05", "day")
    >>> not_later_than(day).date_start
    '2019-04-29'
    """
    if when.date_start is None or when.date_end is None:
        return replace(when, basis="by")
    week_before = date.fromisoformat(when.date_end).toordinal() - (DAYS_OF_WEEK - 1)
    # The calendar begins on ordinal 1: a bound in its first week has no week before it.
    first = date.fromordinal(max(week_before, 1))
    start = min(first, date.fromisoformat(when.date_start))
    precision = coarser(when.precision, "week")
    return replace(when, date_start=start.isoformat(), precision=precision, basis="by")


def find_dates(
    text: str,
    published: str | None,
    *,
    dateline_day: str | None = None,
    language: Language = DEFAULT_LANGUAGE,
) -> list[When]:
    """Find the date expressions of a text and the days they mean.

    Parameters
    ----------
    text
        A sentence or a whole article.
    published
        Publication date as far as known: ``YYYY[-MM[-DD]]`` or None.
    dateline_day
        ISO day of the dateline, where the text has one: what "today" means.
    language
        ISO 639-1 code; a folder of word lists.

    Returns
    -------
    dates
        In the order of the text. Where no day follows from the text the days are None.

    Raises
    ------
    ArticleError
        If `published` is no date.

    Examples
    --------
    >>> [(d.text, d.date_start, d.date_end) for d in find_dates("late last month", "2019-05-06")]
    [('late last month', '2019-04-21', '2019-04-30')]
    """
    reference = _reference(published, dateline_day)
    found: list[When] = []
    nights: list[int] = []
    for phrase in _telling(text, language):
        if phrase.rule in RULES:
            when, reference = _resolve(phrase, reference)
            if phrase.rule == "overnight":
                nights.append(len(found))
            found.append(when)
    return _overnights(found, nights)


def page_day(text: str, lines: Sequence[Line], language: Language) -> str | None:
    """Give the day that a page says it was written on, in a line of its own near its top.

    Parameters
    ----------
    text
        The article.
    lines
        Its sentences, in order.
    language
        ISO 639-1 code.

    Returns
    -------
    day
        ISO; None where no line holds a whole date and little else.
    """
    for line in lines[:_TOP]:
        inside = [
            phrase
            for phrase in read_phrases(text, language)
            if line.start <= phrase.start and phrase.end <= line.end
        ]
        whole = next((p for p in inside if p.rule == "numeric" or _has_year(p)), None)
        rest = 0 if whole is None else line.end - line.start - (whole.end - whole.start)
        if whole is None or line.kind == "body" or rest > _LITTLE:
            continue
        when, _ = _resolve(whole, _reference(None, None))
        if when.precision == "day":
            return when.date_start
    return None


def _has_year(phrase: TimePhrase) -> bool:
    return phrase.rule == "date" and phrase.has("year", "round", "dayyear")


def _telling(text: str, language: Language) -> list[TimePhrase]:
    """Give the phrases for time but those that only compare: "the heaviest raid since May"."""
    compared = [cue.end for cue in cues.find(text, language, "marks:comparisons")]
    return [
        phrase
        for phrase in read_phrases(text, language)
        if phrase.lead != "since" or not _ends_inside(compared, phrase)
    ]


def _ends_inside(ends: Sequence[int], phrase: TimePhrase) -> bool:
    """See whether one of some offsets, in order, lies inside a phrase."""
    place = bisect_right(ends, phrase.start)
    return place < len(ends) and ends[place] <= phrase.end


def _overnights(found: list[When], nights: Sequence[int]) -> list[When]:
    """Give a bare "overnight" the nearest day that the text gives within reach."""
    bare = set(nights)
    plain = [
        one
        for number, one in enumerate(found)
        if one.precision == "day" and not one.span and number not in bare
    ]
    starts = [one.start for one in plain]
    for number in nights:
        night = found[number] = replace(found[number], leans=True)
        place = bisect_left(starts, night.start)
        beside = sorted(
            (abs(one.start - night.start), one.start, one)
            for one in plain[max(0, place - 1) : place + 1]
        )
        if beside and beside[0][0] <= _REACH:
            near = beside[0][2]
            found[number] = replace(
                night, date_start=near.date_start, date_end=near.date_end, precision="day"
            )
    return found


def taken_spans(text: str, *, language: Language = DEFAULT_LANGUAGE) -> list[tuple[int, int]]:
    """Give the spans of all that is counted in units and is no count of people or strikes.

    Dates, durations ("week-long", "for five days"), ages, distances, percentages and times
    of day.

    Examples
    --------
    >>> text = "a 38-year-old, 40 km away, at 1300 GMT"
    >>> [text[start:end] for start, end in taken_spans(text)]
    ['38-year-old', '40 km', '1300 GMT']
    """
    return [(phrase.start, phrase.end) for phrase in read_phrases(text, language)]


def period_spans(text: str, *, language: Language = DEFAULT_LANGUAGE) -> list[tuple[int, int]]:
    """Give the spans of the words for a period over which a total may be counted.

    Examples
    --------
    >>> text = "Since Thursday shelling has killed 44."
    >>> [text[start:end] for start, end in period_spans(text)]
    ['Since Thursday']
    """
    return [
        (phrase.start, phrase.end)
        for phrase in _telling(text, language)
        if counts_period(phrase) or (phrase.lead in SINCE and not is_of_day(phrase))
    ]


def no_periods(text: str, *, language: Language = DEFAULT_LANGUAGE) -> list[int]:
    """Give where a "since" stands that sums up nothing: "since dawn", "the first since May".

    Examples
    --------
    >>> text = "The worst raid since March. Since dawn two died."
    >>> [text[start : start + 10] for start in no_periods(text)]
    ['since Marc', 'Since dawn']
    """
    compared = [
        match.start()
        for cue in cues.find(text, language, "marks:comparisons")
        for match in _LAST_WORD.finditer(text, cue.start, cue.end)
    ]
    of_day = (
        phrase.start
        for phrase in read_phrases(text, language)
        if phrase.lead == "since" and is_of_day(phrase)
    )
    return [*compared, *of_day]


def _reference(published: str | None, dateline_day: str | None) -> Reference:
    """Give what relative words lean on: the dateline's day, else what is known of publication."""
    first, last, precision = _known(published)
    limit = last
    if dateline_day is not None:
        first, last, precision = _known(dateline_day)
        limit = limit or last
    return Reference(first, last, limit, precision)


def _known(published: str | None) -> tuple[date | None, date | None, str]:
    first, last, precision = publication_interval(published)
    if first is None or last is None:
        return None, None, precision
    return date.fromisoformat(first), date.fromisoformat(last), precision


def _resolve(phrase: TimePhrase, reference: Reference) -> tuple[When, Reference]:
    """Give the days of a phrase, and the reference for the phrases after it."""
    interval = RULES[phrase.rule](phrase, reference)
    span = counts_period(phrase)
    if interval is not None and phrase.lead in SINCE:
        interval = until_now(interval, reference)
        span = span or interval[0] != interval[1]  # "since dawn" is the day itself
    if interval is not None and phrase.rule != "weekday":  # never later, but for "today, Monday"
        interval = clipped(interval, reference.limit)
    start, end, precision = interval or (None, None, "unknown")
    when = When(
        start=phrase.start,
        end=phrase.end,
        text=phrase.tokens.text[phrase.start : phrase.end],
        date_start=start.isoformat() if start else None,
        date_end=end.isoformat() if end else None,
        precision=precision,
        span=span,
    )
    if phrase.lead in ("by", "until", "before"):
        when = not_later_than(when)
    elif start is not None and precision == "day" and not span:
        reference = replace(reference, anchor=start)
    return when, reference
