"""Words for time into intervals of days, as narrow as the text is and no narrower.

A weekday is the latest such day up to the day of writing, that day included; a day without
a year is the latest such day up to publication; nothing lies after publication. Where the
day of writing is known to the month or year only, words that lean on it give no day. The
words and their order are data (``time.csv``, ``date_phrases.csv``); the arithmetic is here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mapper.errors import ArticleError
from mapper.grammar import WORD, Classes, Tokens, number_classes, phrases, tokenise
from mapper.lexicon import rows
from mapper.numerals import number_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mapper.grammar import Phrases

    Interval = tuple[date, date, str]
    Rule = Callable[["_Phrase", "_Reference"], "Interval | None"]

_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
    r"|(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}))(?!\d)"
)
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

_ORDER = ("day", "week", "month", "year", "unknown")
_WEEK_DAYS = 7
_LAST_WEEKDAY_OF_WEEK = 5
"""Weeks run Sunday to Saturday, as in the press the lists were written for."""
_EDGES = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_EDGES = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_FEW = {"day": 7, "week": 30, "month": 183, "year": 1096, "hour": 1}
"""Days back that "recent days", "the last few weeks" may reach: as far as the next unit."""
_REACH = 200
"""Code points within which "overnight" leans on a day the text gives."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MOST_BACK = 4000
_LEAP_SEARCH = 9


@dataclass(frozen=True, slots=True)
class When:
    """A date expression: its words, and the days it may mean.

    `date_start` and `date_end` are ISO days, both null when no day follows from the text;
    `precision` is how narrow the text is, `basis` is ``on``, or ``by`` (not later than),
    and `span` marks a period over which a total is counted ("since Thursday").
    """

    start: int
    end: int
    text: str
    date_start: str | None
    date_end: str | None
    precision: str
    basis: str = "on"
    span: bool = False


@dataclass(frozen=True, slots=True)
class _Reference:
    """What relative words lean on: the day of writing (as an interval) and the last day."""

    first: date | None
    last: date | None
    limit: date | None
    precision: str
    anchor: date | None = None


def period_spans(text: str, *, language: str = "en") -> list[tuple[int, int]]:
    """Give the spans of the words for a period over which a total may be counted.

    Examples
    --------
    >>> text = "Since Thursday shelling has killed 44."
    >>> [text[start:end] for start, end in period_spans(text)]
    ['Since Thursday']
    """
    return [
        (phrase.start, phrase.end)
        for rule, phrase in _read(text, language)
        if phrase.span or phrase.lead == "since" or rule in _SPAN_RULES
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words for time of a language, each with its classes, and its phrases."""

    language: str
    classes: Classes
    entries: Mapping[str, tuple[dict[str, str], ...]]
    phrases: Phrases

    def value(self, word: str, names: Sequence[str]) -> str:
        """Give the value of a word in one of some classes."""
        return next((e["value"] for e in self.entries.get(word, ()) if e["class"] in names), "")

    def encode(self, tokens: Tokens) -> str:
        """Write the class of each token as one character."""
        codes = [self.classes.code(WORD)] * len(tokens)
        entries = self.entries
        for index, word in enumerate(tokens.words):
            if word in entries:
                entry = entries[word][0]
                if not entry["capital"] or tokens.raw(index)[0].isupper():
                    codes[index] = self.classes.code(entry["class"])
            elif word.isdecimal():
                codes[index] = self.classes.code(_number_class(word))
        for match in _NUMERIC.finditer(tokens.text):
            first = bisect_left(tokens.starts, match.start())
            codes[first : first + 5] = [
                self.classes.code("numdate"),
                *[self.classes.code("numrest")] * 4,
            ]
        return "".join(codes)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The tokens a rule matched, with their classes."""

    tokens: Tokens
    codes: str
    first: int
    last: int
    lead: str
    way: str
    span: bool
    words: _Words

    def found(self, *names: str) -> list[int]:
        """Give the tokens of some classes."""
        wanted = [self.words.classes.code(name) for name in names]
        return [i for i in range(self.first, self.last) if self.codes[i] in wanted]

    def has(self, *names: str) -> bool:
        """Say whether a token is of one of some classes."""
        return bool(self.found(*names))

    def values(self, *names: str) -> list[str]:
        """Give the values of the tokens of some classes, from the word list."""
        return [self.words.value(self.tokens.words[i], names) for i in self.found(*names)]

    def part(self, first: int, last: int) -> _Phrase:
        """Give a stretch of the phrase as a phrase of its own."""
        return replace(self, first=first, last=last, lead="", way="", span=False)

    @property
    def start(self) -> int:
        """Give the first code point."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """Give the code point after the last."""
        return self.tokens.ends[self.last - 1]


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
    first, last, precision = _publication(published)
    return first.isoformat(), last.isoformat(), precision


def _publication(published: str) -> Interval:
    match = _PUBLISHED.fullmatch(published)
    try:
        if match is None:
            raise ValueError(published)  # noqa: TRY301 - one message for both faults
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ArticleError(
            f"publication date {published!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None
    if day:
        return first, first, "day"
    return first, _month_end(first.year, month or 12), "month" if month else "year"


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
    first = date.fromisoformat(when.date_end) - timedelta(days=_WEEK_DAYS - 1)
    start = min(first, date.fromisoformat(when.date_start))
    precision = _coarser(when.precision, "week")
    return replace(when, date_start=start.isoformat(), precision=precision, basis="by")


def find_dates(
    text: str, published: str | None, *, dateline_day: str | None = None, language: str = "en"
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
    for rule, phrase in _read(text, language):
        if rule in _RULES:
            when, reference = _resolve(rule, phrase, reference)
            if rule == "overnight":
                nights.append(len(found))
            found.append(when)
    return _overnights(found, nights)


def _overnights(found: list[When], nights: Sequence[int]) -> list[When]:
    """Give a bare "overnight" the nearest day that the text gives within reach."""
    bare = set(nights)
    days = [w for n, w in enumerate(found) if w.precision == "day" and not w.span and n not in bare]
    starts = [day.start for day in days]
    for number in nights:
        night = found[number]
        place = bisect_left(starts, night.start)
        beside = days[max(0, place - 1) : place + 1]
        near = min(beside, key=lambda day, at=night.start: abs(day.start - at), default=None)
        if near is not None and abs(near.start - night.start) <= _REACH:
            found[number] = replace(
                night, date_start=near.date_start, date_end=near.date_end, precision="day"
            )
    return found


def taken_spans(text: str, *, language: str = "en") -> list[tuple[int, int]]:
    """Give the spans of all that is counted in units and is no count of people or strikes.

    Dates, durations ("week-long", "for five days"), ages, distances, percentages and times
    of day.

    Examples
    --------
    >>> text = "a 38-year-old, 40 km away, at 1300 GMT"
    >>> [text[start:end] for start, end in taken_spans(text)]
    ['38-year-old', '40 km', '1300 GMT']
    """
    return [(phrase.start, phrase.end) for _, phrase in _read(text, language)]


_MONTHS = ("month", "month_plain", "month_short")
_DIGIT_CLASSES = ("day", "year", "round", "num", "zero", "dayyear", "numdate", "numrest", "numword")


@cache
def _words(language: str) -> _Words:
    entries: dict[str, list[dict[str, str]]] = {}
    for row in rows(language, "time"):
        entries.setdefault(row["word"], []).append(row)
    for row in rows(language, "numbers"):
        if row["kind"] in ("unit", "ten", "hundred", "scale", "group"):
            number = {"class": "numword", "value": row["value"], "capital": ""}
            entries.setdefault(row["word"], []).append(number)
    names = [entry["class"] for same in entries.values() for entry in same]
    classes = number_classes([*_DIGIT_CLASSES, *names])
    return _Words(
        language=language,
        classes=classes,
        entries={word: tuple(same) for word, same in entries.items()},
        phrases=phrases(language, "date_phrases", classes),
    )


def _number_class(digits: str) -> str:
    """Tell a day of the month, a year, a day and year run together, and other digits."""
    if len(digits) <= 2:  # noqa: PLR2004 - the digits of a day
        return "day" if 1 <= int(digits) <= 31 else "zero" if int(digits) == 0 else "num"  # noqa: PLR2004
    if len(digits) == 4:  # noqa: PLR2004 - the digits of a year
        if not _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
            return "num"
        return "year" if int(digits) % 100 else "round"
    if len(digits) in (5, 6):
        day, year = int(digits[:-4]), int(digits[-4:])
        return "dayyear" if 1 <= day <= 31 and _FIRST_YEAR <= year <= _LAST_YEAR else "num"  # noqa: PLR2004
    return "num"


@lru_cache(maxsize=4)
def _read(text: str, language: str) -> tuple[tuple[str, _Phrase], ...]:
    """Find the phrases of a text that speak of time or measure, with their rules."""
    words = _words(language)
    tokens = tokenise(text)
    codes = words.encode(tokens)
    found = []
    for match in words.phrases.expression.finditer(codes):
        lead = words.phrases.span(match, "lead")[0]
        way = words.phrases.span(match, "way")[0]
        found.append(
            (
                words.phrases.rule(match),
                _Phrase(
                    tokens=tokens,
                    codes=codes,
                    first=match.start(),
                    last=match.end(),
                    lead=_class_name(words, codes, lead),
                    way=_class_name(words, codes, way),
                    span=words.phrases.span(match, "span")[0] >= 0,
                    words=words,
                ),
            )
        )
    return tuple(found)


def _class_name(words: _Words, codes: str, index: int) -> str:
    """Name the class of a token; empty where there is none."""
    return words.classes.name(codes[index]) if index >= 0 else ""


def _reference(published: str | None, dateline_day: str | None) -> _Reference:
    first, last, precision = (
        (None, None, "unknown") if published is None else _publication(published)
    )
    limit = last
    if dateline_day is not None:
        first = last = _publication(dateline_day)[1]
        limit, precision = limit or last, "day"
    return _Reference(first, last, limit, precision)


def _resolve(rule: str, phrase: _Phrase, reference: _Reference) -> tuple[When, _Reference]:
    """Give the days of a phrase, and the reference for the phrases after it."""
    interval = _RULES[rule](phrase, reference)
    basis, span = "on", phrase.span or rule in _SPAN_RULES
    if interval is not None and phrase.lead == "since":
        span = True
        interval = _until_now(interval, reference)
    if interval is not None:
        interval = _clipped(interval, reference.limit)
    start, end, precision = interval or (None, None, "unknown")
    when = When(
        start=phrase.start,
        end=phrase.end,
        text=phrase.tokens.text[phrase.start : phrase.end],
        date_start=start.isoformat() if start else None,
        date_end=end.isoformat() if end else None,
        precision=precision,
        basis=basis,
        span=span,
    )
    if phrase.lead in ("by", "until", "before"):
        when = not_later_than(when)
    elif start is not None and precision == "day" and not span:
        reference = replace(reference, anchor=start)
    return when, reference


def _until_now(interval: Interval, reference: _Reference) -> Interval:
    """Stretch "since" to the day of writing."""
    start, end, precision = interval
    last = reference.last or end
    return start, max(end, last), _coarser(precision, _precision(start, max(end, last)))


def _clipped(interval: Interval, limit: date | None) -> Interval | None:
    """End an interval at the day of publication; None when it lies after it."""
    start, end, precision = interval
    if limit is None:
        return interval
    return None if start > limit else (start, min(end, limit), precision)


def _coarser(one: str, other: str) -> str:
    return max(one, other, key=_ORDER.index)


def _precision(start: date, end: date) -> str:
    """Name the narrowest unit that holds an interval."""
    days = (end - start).days + 1
    if days == 1:
        return "day"
    if days <= _WEEK_DAYS + 1:  # "the past week" counts both ends
        return "week"
    return "month" if days <= 31 else "year"  # noqa: PLR2004 - the days of a month


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    """Make a day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _back(day: date, days: int) -> date | None:
    """Go back some days; None where that leaves the calendar."""
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return None


def _hull(reference: _Reference, from_day: Callable[[date], Interval | None]) -> Interval | None:
    """Resolve against every day of writing that is possible."""
    if reference.first is None or reference.last is None:
        return None
    early, late = from_day(reference.first), from_day(reference.last)
    if early is None or late is None:
        return None
    if early == late:
        return late
    return early[0], late[1], _coarser(late[2], reference.precision)


def _year(phrase: _Phrase, reference: _Reference) -> int | None:
    """Give the year a phrase names: "2014", "of last year"."""
    found = phrase.found("year", "round")
    if found:
        return int(phrase.tokens.words[found[0]])
    for index in phrase.found("dayyear"):
        return int(phrase.tokens.words[index][-4:])
    if phrase.has("unit_year") and reference.last is not None:
        return reference.last.year - (1 if phrase.has("last", "past") else 0)
    return None


def _month_number(phrase: _Phrase) -> int:
    return int(phrase.values(*_MONTHS)[0])


def _days_of(phrase: _Phrase) -> list[int]:
    """Give the days of the month a phrase names."""
    days = [int(phrase.tokens.words[i]) for i in phrase.found("day")]
    return days or [int(phrase.tokens.words[i][:-4]) for i in phrase.found("dayyear")]


def _on_day(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "May 5", "5 May 2019", "Wed 19 Apr 2017"."""
    day = _dated(phrase, reference, _days_of(phrase)[0])
    return None if day is None else (day, day, "day")


def _dated(phrase: _Phrase, reference: _Reference, day: int) -> date | None:
    """Put a day of a named month into its year: the latest up to publication."""
    month, year = _month_number(phrase), _year(phrase, reference)
    if year is not None:
        return _day(year, month, day)
    if reference.limit is None:
        return None
    years = range(reference.limit.year, reference.limit.year - _LEAP_SEARCH, -1)
    days = (_day(one, month, day) for one in years)
    return next((one for one in days if one is not None and one <= reference.limit), None)


def _between_days(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "between 3 and 5 May", "May 3-5", "27 and 28 April"."""
    first, last = (_dated(phrase, reference, day) for day in _days_of(phrase)[:2])
    if first is None or last is None or first > last:
        return None
    return first, last, _precision(first, last)


def _range(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "from 26 April to 3 May 2019", "between March and May", "between 2011 and 2014"."""
    links = [i for i in phrase.found("to", "until", "and", "dash") if phrase.first < i]
    for link in links:
        left, right = phrase.part(phrase.first, link), phrase.part(link + 1, phrase.last)
        if all(part.has(*_MONTHS, "year", "round") for part in (left, right)):
            break
    else:
        return None
    end = _any_date(right, reference)
    if end is None:
        return None
    start = _any_date(left, replace(reference, limit=end[1]))
    if start is None or start[0] > end[1]:
        return None
    return start[0], end[1], _coarser(_coarser(start[2], end[2]), _precision(start[0], end[1]))


def _any_date(phrase: _Phrase, reference: _Reference) -> Interval | None:
    if not phrase.has(*_MONTHS):
        return _in_year(phrase, reference)
    rule = _on_day if phrase.has("day", "dayyear") else _in_month
    return rule(phrase, reference)


def _numeric(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "24.09.2014", "2019-05-05", "10-09-2014"; a slash leaves day and month open."""
    found = _NUMERIC.search(phrase.tokens.text, phrase.tokens.starts[phrase.found("numdate")[0]])
    if found is None:
        return None
    if found["y"]:
        day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
        return None if day is None else (day, day, "day")
    one, other, year = int(found["a"]), int(found["b"]), int(found["year"])
    readings = [_day(year, other, one)]
    if found["mark"] == "/" or readings[0] is None:
        readings.append(_day(year, one, other))
    limit = reference.limit or date.max
    possible = sorted({day for day in readings if day is not None and day <= limit})
    if len(possible) != 1:
        return None
    return possible[0], possible[0], "day"


def _in_month(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "in August 2013", "late April", "last March"."""
    month, year = _month_number(phrase), _year(phrase, reference)
    low, high = _EDGES[phrase.values("edge")[0]] if phrase.has("edge") else (1, 31)
    if phrase.has("next"):
        return None
    if year is None:
        limit = reference.limit
        if limit is None:
            return None
        if phrase.has("last") and reference.last is not None:
            limit = reference.last.replace(day=1) - timedelta(days=1)
        year = limit.year if date(limit.year, month, low) <= limit else limit.year - 1
    if not date.min.year <= year <= date.max.year:
        return None
    end = _month_end(year, month)
    return date(year, month, low), min(end, end.replace(day=min(high, end.day))), "month"


def _in_season(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "in the summer of 2014"; a winter may be either end of its year."""
    year, month = _year(phrase, reference), int(phrase.values("season")[0])
    if year is None or year <= date.min.year:
        return None
    first = date(year - 1, 12, 1) if month == 12 else date(year, month, 1)  # noqa: PLR2004 - December
    return first, _month_end(year, 12 if month == 12 else month + 2), "year"  # noqa: PLR2004


def _in_year(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "in 1982", "late 2015", "mid-2012"."""
    year = _year(phrase, reference)
    if year is None:
        return None
    low, high = _YEAR_EDGES[phrase.values("edge")[0]] if phrase.has("edge") else (1, 12)
    return date(year, low, 1), _month_end(year, high), "year"


def _unit(phrase: _Phrase) -> str:
    names = ("unit_day", "unit_week", "unit_month", "unit_year", "unit_hour")
    return phrase.values(*names)[-1]


def _amount(phrase: _Phrase) -> int | None:
    """Give the number before a unit; a bare unit or "a" is one, a vague word none."""
    if phrase.has("few"):
        return None
    found = phrase.found("day", "year", "round", "num", "numword")
    if not found:
        return 1
    words = phrase.tokens.words[found[0] : found[-1] + 1]
    return number_value(words, phrase.words.language)


def _past(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "in the past week", "the last three days", "in recent months"."""
    unit, amount = _unit(phrase), _amount(phrase)
    vague = phrase.has("recent") or amount is None
    days = _FEW[unit] if vague else _length(unit, amount or 1)

    def back(day: date) -> Interval | None:
        start = _back(day, days)
        return None if start is None else (start, day, _precision(start, day))

    return _hull(reference, back)


def _length(unit: str, amount: int) -> int:
    """Give the days in a number of units; hours round up, months and years are of mean length."""
    if unit == "hour":
        return -(-amount // 24)
    return round(amount * {"day": 1, "week": 7, "month": 30.44, "year": 365.25}[unit])


def _calendar(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "last week", "late last month", "earlier this year", "the end of the month"."""
    if phrase.has("next"):
        return None
    unit, back = _unit(phrase), 1 if phrase.has("last", "past") else 0
    edge = phrase.values("edge")[0] if phrase.has("edge") else None

    def from_day(day: date) -> Interval | None:
        return _unit_interval(day, unit, back, edge)

    found = _hull(reference, from_day)
    if found is None or reference.last is None:
        return None
    if back == 0 and unit == "week" and reference.precision != "day":
        return _writing(reference)
    return found[0], min(found[1], reference.last), found[2]


def _unit_interval(day: date, unit: str, back: int, edge: str | None) -> Interval | None:
    """Give the week, month or year of a day or the one before, or a third of it."""
    if unit == "week":
        sunday = _back(day, (day.weekday() + 1) % _WEEK_DAYS + back * _WEEK_DAYS)
        return None if sunday is None else (sunday, sunday + timedelta(days=6), "week")
    if unit == "month":
        last = day if not back else day.replace(day=1) - timedelta(days=1)
        low, high = _EDGES[edge] if edge else (1, 31)
        end = _month_end(last.year, last.month)
        return last.replace(day=low), end.replace(day=min(high, end.day)), "month"
    year = day.year - back
    low, high = _YEAR_EDGES[edge] if edge else (1, 12)
    return date(year, low, 1), _month_end(year, high), "year"


def _so_far(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "so far this month"."""
    found = _calendar(phrase, reference)
    return None if found is None or reference.last is None else (found[0], reference.last, found[2])


def _ago(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "three days ago", "two days earlier" than the day the text gave last, "a week later"."""
    unit, amount = _unit(phrase), _amount(phrase)
    bare = not phrase.has("article", "few", "day", "year", "round", "num", "numword")
    if amount is None or bare or amount > _MOST_BACK:
        return None
    anchored = phrase.way in ("earlier", "later") and reference.anchor is not None
    if phrase.way == "later" and not anchored:
        return None
    if anchored:
        reference = replace(
            reference, first=reference.anchor, last=reference.anchor, precision="day"
        )

    def away(day: date) -> Interval | None:
        middle = _back(day, _length(unit, amount) * (-1 if phrase.way == "later" else 1))
        return None if middle is None else _around(middle, unit)

    return _hull(reference, away)


def _around(middle: date, unit: str) -> Interval | None:
    """Widen a day to what the unit of "two months ago" leaves open."""
    if unit == "day":
        return middle, middle, "day"
    if unit == "week":
        start, end = _back(middle, 3), _back(middle, -3)
        return None if start is None or end is None else (start, end, "week")
    return _unit_interval(middle, unit, 0, None)


def _unknown(phrase: _Phrase, reference: _Reference) -> Interval | None:  # noqa: ARG001 - a rule
    """ "two days before the attack": no day follows from the words alone."""
    return None


def _same_day(phrase: _Phrase, reference: _Reference) -> Interval | None:  # noqa: ARG001 - a rule
    """ "the same day" as the one the text gave last."""
    day = reference.anchor
    return None if day is None else (day, day, "day")


def _previous_day(phrase: _Phrase, reference: _Reference) -> Interval | None:  # noqa: ARG001
    day = None if reference.anchor is None else _back(reference.anchor, 1)
    return None if day is None else (day, day, "day")


def _following_day(phrase: _Phrase, reference: _Reference) -> Interval | None:  # noqa: ARG001
    day = None if reference.anchor is None else _back(reference.anchor, -1)
    return None if day is None else (day, day, "day")


def _writing(reference: _Reference) -> Interval | None:
    """Give the day of writing, or the month or year it is known by."""
    if reference.first is None or reference.last is None:
        return None
    return reference.first, reference.last, reference.precision


def _on_weekday(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "on Monday", "last Friday", "late on Sunday": the latest such day up to the day of writing."""
    if phrase.has("next"):
        return None
    if reference.precision != "day" or reference.last is None:
        return _writing(reference)
    number = int(phrase.values("weekday", "weekday_short")[0])
    back = (reference.last.weekday() - number) % _WEEK_DAYS
    if back == 0 and phrase.has("last"):
        back = _WEEK_DAYS
    day = _back(reference.last, back)
    return None if day is None else (day, day, "day")


def _weekdays(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "on Friday and Saturday", "between Tuesday and Thursday"."""
    if reference.precision != "day" or reference.last is None:
        return _writing(reference)
    first, last = (int(v) for v in phrase.values("weekday", "weekday_short")[:2])
    end = _back(reference.last, (reference.last.weekday() - last) % _WEEK_DAYS)
    start = None if end is None else _back(end, (last - first) % _WEEK_DAYS)
    return None if start is None or end is None else (start, end, _precision(start, end))


def _today(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "today", "yesterday", "tonight"; tomorrow has not happened."""
    if phrase.has("tomorrow"):
        return None
    back = 1 if phrase.has("yesterday") else 0
    if not back:
        return _writing(reference)

    def from_day(day: date) -> Interval | None:
        before = _back(day, back)
        return None if before is None else (before, before, "day")

    return _hull(reference, from_day)


def _part_of_day(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "this morning", "last night"."""
    if not phrase.has("last"):
        return _writing(reference)

    def from_day(day: date) -> Interval | None:
        before = _back(day, 1)
        return None if before is None else (before, before, "day")

    return _hull(reference, from_day)


def _weekend(phrase: _Phrase, reference: _Reference) -> Interval | None:
    """ "over the weekend": the latest Saturday and Sunday, as far as they have come."""
    if phrase.has("next"):
        return None

    def from_day(day: date) -> Interval | None:
        saturday = _back(day, (day.weekday() - _LAST_WEEKDAY_OF_WEEK) % _WEEK_DAYS)
        if saturday is None:
            return None
        return saturday, min(saturday + timedelta(days=1), day), "week"

    return _hull(reference, from_day)


def _overnight(phrase: _Phrase, reference: _Reference) -> Interval | None:  # noqa: ARG001 - a rule
    """ "overnight" counts for the day the text gives; `find_dates` looks that up."""
    return _writing(reference)


_RULES: Mapping[str, Rule] = {
    "days": _between_days,
    "range": _range,
    "numeric": _numeric,
    "date": _on_day,
    "month": _in_month,
    "season": _in_season,
    "year": _in_year,
    "past": _past,
    "sofar": _so_far,
    "calendar": _calendar,
    "ago": _ago,
    "relative": _unknown,
    "same": _same_day,
    "previous": _previous_day,
    "following": _following_day,
    "weekday": _on_weekday,
    "weekdays": _weekdays,
    "today": _today,
    "part": _part_of_day,
    "weekend": _weekend,
    "overnight": _overnight,
}
_SPAN_RULES = frozenset({"past", "sofar"})
