"""Intervals of days: what the words for time lean on, and the arithmetic under them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Interval = tuple[date, date, str]
"""First day, last day, and how narrow the text is (a code of ``date_precision``)."""

DAYS_OF_WEEK = 7
EDGES = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
"""Days of a month that its edges mean."""
YEAR_EDGES = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
"""Months of a year that its edges mean."""

_ORDER = ("day", "week", "month", "year", "unknown")
_LONGEST_WEEK = 8
"""Days: "the past week" counts both its ends."""
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Reference:
    """What relative words lean on: the day of writing (as an interval) and the last day."""

    first: date | None
    last: date | None
    limit: date | None
    precision: str
    anchor: date | None = None


def coarser(one: str, other: str) -> str:
    """Give the coarser of two precisions."""
    return max(one, other, key=_ORDER.index)


def precision_of(start: date, end: date) -> str:
    """Name the narrowest unit that holds an interval."""
    days = (end - start).days + 1
    if days == 1:
        return "day"
    if days <= _LONGEST_WEEK:
        return "week"
    return "month" if days <= _LONGEST_MONTH else "year"


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def day_of(year: int, month: int, day: int) -> date | None:
    """Make a day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_back(day: date, days: int) -> date | None:
    """Go back some days; None where that leaves the calendar."""
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return None


def day_of_writing(reference: Reference) -> Interval | None:
    """Give the day of writing, or the month or year it is known by."""
    if reference.first is None or reference.last is None:
        return None
    return reference.first, reference.last, reference.precision


def hull(reference: Reference, from_day: Callable[[date], Interval | None]) -> Interval | None:
    """Resolve against every day of writing that is possible."""
    if reference.first is None or reference.last is None:
        return None
    early, late = from_day(reference.first), from_day(reference.last)
    if early is None or late is None:
        return None
    if early == late:
        return late
    return early[0], late[1], coarser(late[2], reference.precision)


def until_now(interval: Interval, reference: Reference) -> Interval:
    """Stretch "since" to the day of writing."""
    start, end, precision = interval
    last = reference.last or end
    return start, max(end, last), coarser(precision, precision_of(start, max(end, last)))


def clipped(interval: Interval, limit: date | None) -> Interval | None:
    """End an interval at the day of publication; None when it lies after it."""
    start, end, precision = interval
    if limit is None:
        return interval
    return None if start > limit else (start, min(end, limit), precision)


def unit_interval(day: date, unit: str, back: int, edge: str | None) -> Interval | None:
    """Give the week, month or year of a day or the one before, or a third of it."""
    if unit == "week":
        sunday = days_back(day, (day.weekday() + 1) % DAYS_OF_WEEK + back * DAYS_OF_WEEK)
        saturday = None if sunday is None else days_back(sunday, 1 - DAYS_OF_WEEK)
        return None if sunday is None else (sunday, saturday or date.max, "week")
    if unit == "month":
        last = days_back(day.replace(day=1), 1) if back else day
        return None if last is None else (*month_part(last.year, last.month, edge), "month")
    year = day.year - back
    if year < date.min.year:
        return None
    low, high = YEAR_EDGES[edge] if edge else (1, 12)
    return date(year, low, 1), month_end(year, high), "year"


def month_part(year: int, month: int, edge: str | None) -> tuple[date, date]:
    """Give the first and last day of a month, or of its early, mid or late third."""
    end = month_end(year, month)
    low, high = EDGES[edge] if edge else (1, end.day)
    return date(year, month, low), end.replace(day=min(high, end.day))


def around(middle: date, unit: str) -> Interval | None:
    """Widen a day to what the unit of "two months ago" leaves open."""
    if unit == "day":
        return middle, middle, "day"
    if unit == "week":
        start, end = days_back(middle, 3), days_back(middle, -3)
        return None if start is None or end is None else (start, end, "week")
    return unit_interval(middle, unit, 0, None)
