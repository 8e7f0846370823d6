"""What each kind of date expression means: a phrase and the day of writing into days.

Every rule takes a phrase and a reference and gives an interval, or None where no day
follows from the words. The examples before the colon are the phrases a rule is for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mapper.text.dates.intervals import (
    DAYS_OF_WEEK,
    YEAR_EDGES,
    around,
    coarser,
    day_of,
    day_of_writing,
    days_back,
    hull,
    month_end,
    month_part,
    precision_of,
    unit_interval,
)
from mapper.text.dates.numeric import in_digits
from mapper.text.dates.words import MONTHS, NUMBERS, UNITS
from mapper.text.numbers.find import number_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mapper.text.dates.intervals import Interval, Reference
    from mapper.text.dates.words import TimePhrase

    Rule = Callable[[TimePhrase, Reference], Interval | None]

_SATURDAY = 5
_DECEMBER = 12
_SEASON_MONTHS = 3
_FEW = {"day": 7, "week": 30, "month": 183, "year": 1096, "hour": 1}
"""Days back that "recent days", "the last few weeks" may reach: about as far as the next unit."""
_LENGTHS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
"""Mean days in a unit."""
_HOURS_OF_DAY = 24
_HOURS_OF_NIGHT = 6
"""Hours back that are taken for the same day: news of the night is rare."""
SINCE = frozenset({"since", "begun"})
"""Words before a date from which on something goes on: "since", "which began on"."""
_PERIODS = frozenset({"past", "sofar"})
_MOST_BACK = 4000
_SOON = 14
"""Days after publication in which a day without a year lies ahead, not a year back."""
_LEAP_SEARCH = 9
"""Years that may lie between two 29ths of February."""


def _year(phrase: TimePhrase, reference: Reference) -> int | None:
    """Give the year a phrase names: "2014", "of last year"."""
    found = phrase.found("year", "round")
    if found:
        return int(phrase.tokens.words[found[0]])
    for index in phrase.found("dayyear"):
        return int(phrase.tokens.words[index][-4:])
    if phrase.has("unit_year") and reference.last is not None:
        return reference.last.year - (1 if phrase.has("last", "past", "prior") else 0)
    return None


def _month_number(phrase: TimePhrase) -> int:
    """Give the month a phrase names; of two months of one name the one that is told."""
    months = phrase.values(*MONTHS)[0].split()
    if len(months) > 1:
        behind = phrase.part(phrase.found(*MONTHS)[0] + 1, phrase.last)
        return int(months[int(behind.values("first", "second")[0]) - 1])
    return int(months[0])


def _days_of(phrase: TimePhrase) -> list[int]:
    """Give the days of the month a phrase names."""
    days = [int(phrase.tokens.words[i]) for i in phrase.found("day")]
    if phrase.has("nth") or (not days and phrase.has("first", "second")):
        named = phrase.found("first", "second", "nth")[0]
        days.append(int(phrase.words.value(phrase.tokens.words[named], ("first", "second", "nth"))))
    return days or [int(phrase.tokens.words[i][:-4]) for i in phrase.found("dayyear")]


def _on_day(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "May 5", "5 May 2019", "Wed 19 Apr 2017"; "around 7 May" is a week."""
    day = _dated(phrase, reference, _days_of(phrase)[0])
    if day is not None and phrase.way == "around":
        return around(day, "week")
    return None if day is None else (day, day, "day")


def _dated(phrase: TimePhrase, reference: Reference, day: int) -> date | None:
    """Put a day of a named month into its year: the latest up to publication."""
    month, year = _month_number(phrase), _year(phrase, reference)
    if year is not None:
        return day_of(year, month, day)
    if reference.limit is None:
        return None
    ahead = day_of(reference.limit.year, month, day)
    if ahead is not None and 0 < (ahead - reference.limit).days <= _SOON:
        return None  # "the June 3 poll" told in May is to come
    years = range(reference.limit.year, reference.limit.year - _LEAP_SEARCH, -1)
    days = (day_of(one, month, day) for one in years)
    return next((one for one in days if one is not None and one <= reference.limit), None)


def _between_days(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "between 3 and 5 May", "May 3-5", "27 and 28 April"."""
    first, last = (_dated(phrase, reference, day) for day in _days_of(phrase)[:2])
    if first is None or last is None or first > last:
        return None
    return first, last, precision_of(first, last)


def _range(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "from 26 April to 3 May 2019", "between March and May", "between 2011 and 2014"."""
    links = [i for i in phrase.found("to", "until", "and", "dash") if phrase.first < i]
    for link in links:
        left, right = phrase.part(phrase.first, link), phrase.part(link + 1, phrase.last)
        if all(part.has(*MONTHS, "year", "round") for part in (left, right)):
            break
    else:
        return None
    end = _any_date(right, reference)
    if end is None:
        return None
    start = _any_date(left, replace(reference, limit=end[1]))
    if start is None or start[0] > end[1]:
        return None
    return start[0], end[1], coarser(coarser(start[2], end[2]), precision_of(start[0], end[1]))


def _any_date(phrase: TimePhrase, reference: Reference) -> Interval | None:
    if not phrase.has(*MONTHS):
        return _in_year(phrase, reference)
    rule = _on_day if phrase.has("day", "dayyear") else _in_month
    return rule(phrase, reference)


def _hijri(phrase: TimePhrase, _reference: Reference) -> Interval | None:
    """Read "15 Ramadan 1437 AH": the day of the Umm al-Qura calendar.

    Where the moon was sighted elsewhere a day began one later or earlier. None where no such
    day was, or none that the calendar's tables reach (1343 to 1500).
    """
    from hijridate import Hijri  # noqa: PLC0415 - few texts need it

    month = phrase.values("hijri", "hijri_two", "season")[0].split()
    if len(month) > 1 or phrase.has("season"):
        index = phrase.found("hijri_two", "season")[0] + 1
        which = int(phrase.part(index, phrase.last).values("first", "second")[0])
        number = which + 2 if phrase.has("season") else int(month[which - 1])
    else:
        number = int(month[0])
    try:
        # A run of digits without end is no year, and int refuses it too.
        year = int(phrase.tokens.words[phrase.found("num")[-1]])
        day = Hijri(year, number, _days_of(phrase)[0]).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(*day.datetuple()), date(*day.datetuple()), "day"


def _in_month(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "in August 2013", "late April", "last March"."""
    month, year = _month_number(phrase), _year(phrase, reference)
    edge = phrase.values("edge")[0] if phrase.has("edge") else None
    if phrase.has("next"):
        return None
    if year is None:
        limit = reference.limit
        if phrase.has("last") and reference.last is not None:
            limit = days_back(reference.last.replace(day=1), 1)
        if limit is None:
            return None
        year = limit.year if month_part(limit.year, month, edge)[0] <= limit else limit.year - 1
    if year < date.min.year:
        return None
    return (*month_part(year, month, edge), "month")


def _in_season(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "in the summer of 2014"; a winter may be either end of its year."""
    year, month = _year(phrase, reference), int(phrase.values("season")[0])
    if year is None or year <= date.min.year:
        return None
    if month == _DECEMBER:
        return date(year - 1, _DECEMBER, 1), month_end(year, _DECEMBER), "year"
    return date(year, month, 1), month_end(year, month + _SEASON_MONTHS - 1), "year"


def _in_year(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "in 1982", "late 2015", "mid-2012"."""
    year = _year(phrase, reference)
    if year is None or year < date.min.year:
        return None
    low, high = YEAR_EDGES[phrase.values("edge")[0]] if phrase.has("edge") else (1, 12)
    return date(year, low, 1), month_end(year, high), "year"


def _unit(phrase: TimePhrase) -> str:
    return phrase.values(*UNITS)[-1].split()[-1]


def _amount(phrase: TimePhrase) -> int | None:
    """Give the number before a unit; a bare unit or "a" is one, a vague word or plural none."""
    if phrase.has("few"):
        return None
    found = phrase.found(*NUMBERS)
    if not found:
        many = "".join(phrase.values(*UNITS)[-1:]).split()[:-1]  # "2 day" for a dual
        return 1 if not many else int(many[0]) if many[0].isdecimal() else None
    words = phrase.tokens.words[found[0] : found[-1] + 1]
    # "one two days earlier": the number is what stands before the unit.
    values = (number_value(words[first:], phrase.words.language) for first in range(len(words)))
    return next((value for value in values if value is not None), None)


def _past(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "in the past week", "the last three days", "in recent months"."""
    if is_fresh(phrase):
        return day_of_writing(reference)
    unit, amount = _unit(phrase), _amount(phrase)
    vague = phrase.has("recent") or amount is None
    days = _FEW[unit] if vague else _length(unit, amount or 1)

    def back(day: date) -> Interval | None:
        start = days_back(day, days)
        return None if start is None else (start, day, precision_of(start, day))

    return hull(reference, back)


def _length(unit: str, amount: int) -> int:
    """Give the days in a number of units; hours round up, months and years are of mean length."""
    if unit == "hour":
        return -(-amount // _HOURS_OF_DAY)
    return round(amount * _LENGTHS[unit])


def _calendar(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "last week", "late last month", "earlier this year", "the end of the month"."""
    if phrase.has("next"):
        return None
    unit, back = _unit(phrase), 1 if phrase.has("last", "past", "prior") else 0
    edge = phrase.values("edge")[0] if phrase.has("edge") else None

    def from_day(day: date) -> Interval | None:
        return unit_interval(day, unit, back, edge)

    found = hull(reference, from_day)
    if found is None or reference.last is None:
        return None
    if back == 0 and unit == "week" and reference.precision != "day":
        return day_of_writing(reference)
    return found[0], min(found[1], reference.last), found[2]


def is_fresh(phrase: TimePhrase) -> bool:
    """See "in the past few hours": less than a day is the news itself, no period to sum over."""
    if not phrase.has("unit_hour", "units_hour"):
        return False
    amount = _amount(phrase)
    return amount is None or amount < _HOURS_OF_DAY


def counts_period(phrase: TimePhrase) -> bool:
    """See words for a period over which a total may be counted: "in the past week"."""
    return phrase.span or (phrase.rule in _PERIODS and not is_fresh(phrase))


def is_of_day(phrase: TimePhrase) -> bool:
    """See "since dawn", "since early on Saturday": the strike's own day, not a period."""
    parted = phrase.rule in {"weekday", "today", "date"} and phrase.has("edge", "part")
    return phrase.rule == "part" or parted


def _so_far(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "so far this month", "so far in 2023": up to the day of writing."""
    found = (_calendar if phrase.has("this") else _any_date)(phrase, reference)
    return None if found is None or reference.last is None else (found[0], reference.last, found[2])


def _ago(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "three days ago"; "two days earlier", "a week later" lean on the day given last."""
    unit, amount = _unit(phrase), _amount(phrase)
    bare = phrase.has_articles and not phrase.has("article", "few", *NUMBERS)
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
        middle = days_back(day, _length(unit, amount) * (-1 if phrase.way == "later" else 1))
        return None if middle is None else around(middle, unit)

    return hull(reference, away)


def _unknown(_phrase: TimePhrase, _reference: Reference) -> Interval | None:
    """Read "two days before the attack": no day follows from the words alone."""
    return None


def _beside_anchor(back: int) -> Rule:
    """Make the rule for "the same day", "the previous day", "the next day" of a text."""

    def rule(_phrase: TimePhrase, reference: Reference) -> Interval | None:
        day = None if reference.anchor is None else days_back(reference.anchor, back)
        return None if day is None else (day, day, "day")

    return rule


def _day_of_month(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "the 3rd of the same month", of this or of last: the month given last, or of writing."""
    base = reference.anchor if phrase.has("same") else reference.last
    if base is None:
        return None
    if phrase.has("last"):
        base = days_back(base.replace(day=1), 1) or base
    day = day_of(base.year, base.month, _days_of(phrase)[0])
    return None if day is None or day > (reference.limit or day) else (day, day, "day")


def _on_weekday(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "on Monday", "late on Sunday": the latest such day up to the day of writing."""
    if phrase.has("next"):
        return None
    if reference.precision != "day" or reference.last is None:
        return day_of_writing(reference)
    number = int(phrase.values("weekday", "weekday_short")[0])
    back = (reference.last.weekday() - number) % DAYS_OF_WEEK
    if back == 0 and phrase.has("last"):
        back = DAYS_OF_WEEK
    if back == DAYS_OF_WEEK - 1 and phrase.has("today"):
        back = -1  # "today, Monday" in what was dated the Sunday
    day = days_back(reference.last, back)
    return None if day is None else (day, day, "day")


def _weekdays(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "on Friday and Saturday", "between Tuesday and Thursday"."""
    if reference.precision != "day" or reference.last is None:
        return day_of_writing(reference)
    first, last = (int(v) for v in phrase.values("weekday", "weekday_short")[:2])
    end = days_back(reference.last, (reference.last.weekday() - last) % DAYS_OF_WEEK)
    start = None if end is None else days_back(end, (last - first) % DAYS_OF_WEEK)
    return None if start is None or end is None else (start, end, precision_of(start, end))


def _today(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "today", "yesterday", "tonight"; tomorrow has not happened."""
    if phrase.has("tomorrow"):
        return None
    back = 1 if phrase.has("yesterday") else 0
    if back and phrase.has("first"):
        back = 2  # "first yesterday", the day before
    if not back:
        return day_of_writing(reference)

    def from_day(day: date) -> Interval | None:
        before = days_back(day, back)
        return None if before is None else (before, before, "day")

    return hull(reference, from_day)


def _part_of_day(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "this morning", "last night"."""
    if not phrase.has("last"):
        return day_of_writing(reference)

    def from_day(day: date) -> Interval | None:
        before = days_back(day, 1)
        return None if before is None else (before, before, "day")

    return hull(reference, from_day)


def _weekend(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "over the weekend": the latest Saturday and Sunday, as far as they have come."""
    if phrase.has("next"):
        return None

    def from_day(day: date) -> Interval | None:
        past = (day.weekday() - _SATURDAY) % DAYS_OF_WEEK
        saturday = days_back(day, past)
        sunday = days_back(day, max(0, past - 1))
        return None if saturday is None or sunday is None else (saturday, sunday, "week")

    return hull(reference, from_day)


def _now(_phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "now", "moments ago"; of "overnight" `find` looks up the day that the text gives."""
    return day_of_writing(reference)


def _hours_ago(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "minutes ago", "a few hours ago": the day of writing, or from the day before on."""
    amount = _amount(phrase)
    if phrase.has("unit_other", "short") or (amount is not None and amount < _HOURS_OF_NIGHT):
        return day_of_writing(reference)

    def from_day(day: date) -> Interval | None:
        before = days_back(day, _length("hour", amount or 1))
        return None if before is None else (before, day, precision_of(before, day))

    return hull(reference, from_day)


RULES: Mapping[str, Rule] = {
    "days": _between_days,
    "range": _range,
    "numeric": in_digits,
    "hijri": _hijri,
    "date": _on_day,
    "month": _in_month,
    "season": _in_season,
    "year": _in_year,
    "past": _past,
    "sofar": _so_far,
    "calendar": _calendar,
    "ago": _ago,
    "relative": _unknown,
    "same": _beside_anchor(0),
    "previous": _beside_anchor(1),
    "following": _beside_anchor(-1),
    "day_of_month": _day_of_month,
    "weekday": _on_weekday,
    "weekdays": _weekdays,
    "today": _today,
    "part": _part_of_day,
    "weekend": _weekend,
    "overnight": _now,
    "now": _now,
    "hours": _hours_ago,
}
