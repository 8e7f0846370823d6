"""Days, months, years and spans of days in the forms that people and programs write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mapper.base.days import FIRST_YEAR, LAST_YEAR, interval, precision
from mapper.sources.cell_words import any_of, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day", "month"]
Days = tuple[str, str, str]

WHICH_FIRST = (
    "{!r} means two days and no other date of the column tells which; add --dayfirst or "
    "--monthfirst"
)
"""What to say of a numeric date whose order nobody knows."""

_CACHED = 50_000
_LONGEST = 200
"""Characters of the longest cell that is taken for a date."""

_TIME = re.compile(
    r"(?<=\d)[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:z|utc|gmt|[+-]\d{2}:?\d{0,2}))?"
)
_ISO = re.compile(r"(\d{4})([-/. ])(\d{1,2})(?:\2(\d{1,2}))?")
_ISO_TIGHT = re.compile(r"(\d{4})()(\d{2})(\d{2})?")
_NUMERIC = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_ORDINAL = r"(?:[^\W\d]{1,2}(?=[ .,]))?"
_DAY_NAMED = re.compile(rf"(\d{{1,2}}){_ORDINAL}[-., /]*([^\W\d][^\d]*?)[-., /]*(\d{{4}}|\d{{2}})")
_NAMED_DAY = re.compile(rf"([^\W\d][^\d]*?)[-., /]*(\d{{1,2}}){_ORDINAL}(?: *, *| +|-)(\d{{4}})")
_NAMED = re.compile(r"([^\W\d][^\d]*?)[-., /]*(\d{4})")
_YEAR_NAMED = re.compile(r"(\d{4})[-., /]*([^\W\d][^\d]*?)(?:[-., /]*(\d{1,2}))?")
_WEEKDAY = re.compile(rf"(?:{any_of('weekday')})\b[.,]*\s*|[,\s]*\((?:{any_of('weekday')})\)")
_LINK = re.compile(rf"\b(?:{any_of('link')})\b")
_START = re.compile(rf"(?:{any_of('range_start')})\s+")
_BETWEEN = re.compile(rf"\s+[-/]\s+|\s*\.\.+\s*|\s+(?:{any_of('range')})\s+")
_TIGHT = re.compile(r"[-/]")
_LETTER = re.compile(r"[^\W\d]")
_DAYS = re.compile(r"(\d{1,2})[^\W\d]{0,2}")
_LEADING_DAY = re.compile(r"\d{1,2}(?=\D)")
_ENDING_YEAR = re.compile(r"\d{4}$")

_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050  # the years 1970 to 2099 as spreadsheets count days
_SERIAL_0 = date(1899, 12, 30)
_CENTURY_TURNS = 70
_TOO_LARGE_FOR_A_MONTH = 12


@lru_cache(_CACHED)
def read_days(cell: str, order: Order | None = None) -> Days | None:
    """Turn what a cell says of when into the days it means.

    Parameters
    ----------
    cell
        A day (ISO with or without a time, ``9 May 2020``, ``9-May-20``, ``2019/05/06``,
        ``20190506``, ``25/06/2019``, a spreadsheet's number of a day), a month, a year,
        or two of them with what stands between.
    order
        What stands first in a date like 05/06/2019: ``day`` or ``month``; None where
        nobody says, and then only a date that is one either way is read.

    Returns
    -------
    first, last, precision
        ISO days, both included, and a code of ``date_precision``; None where it cannot
        be told, or the year is one that programs write for none.

    Examples
    --------
    >>> read_days("9-May-20"), read_days("05/06/2019"), read_days("05/06/2019", "day")
    (('2020-05-09', '2020-05-09', 'day'), None, ('2019-06-05', '2019-06-05', 'day'))
    >>> read_days("31/12/2018 - 02/01/2019", "day")
    ('2018-12-31', '2019-01-02', 'week')
    """
    if len(cell) > _LONGEST:
        return None
    found = interval(cell) or _written(cell, order)
    if found is None or int(found[0][:4]) < FIRST_YEAR or int(found[1][:4]) > LAST_YEAR:
        return None
    return found


def _written(cell: str, order: Order | None) -> Days | None:
    """Read what is no day, month or year of ISO."""
    text = _LINK.sub(" ", _WEEKDAY.sub("", _TIME.sub("", fold(cell))))
    text = " ".join(text.split()).strip(" .,")
    return _one(text, order) or _span(fold(cell), order)


def as_partial(days: Days) -> str:
    """Write days as YYYY-MM-DD, YYYY-MM or YYYY; of a span its first day.

    Examples
    --------
    >>> as_partial(("2019-05-01", "2019-05-31", "month"))
    '2019-05'
    """
    first = days[0]
    wide = (part for part in (first, first[:7], first[:4]) if interval(part) == days)
    return next(wide, first)


def day_order(cells: Iterable[str]) -> Order | None:
    """Say what stands first in the numeric dates of a column, if one of them shows it.

    Parameters
    ----------
    cells
        Every cell of the column.

    Returns
    -------
    order
        ``day`` or ``month``; None where no date has a number above 12, or dates of both
        orders stand beside each other.

    Examples
    --------
    >>> day_order(["05/06/2019", "25/06/2019"]), day_order(["05/06/2019"])
    ('day', None)
    """
    shown: set[Order] = set()
    for cell in cells:
        as_day, as_month = read_days(cell, "day"), read_days(cell, "month")
        if as_day and not as_month:
            shown.add("day")
        elif as_month and not as_day:
            shown.add("month")
    return shown.pop() if len(shown) == 1 else None


def is_either_way(cell: str) -> bool:
    """Tell whether a date means two different days by what stands first in it.

    Examples
    --------
    >>> is_either_way("05/06/2019"), is_either_way("05/05/2019"), is_either_way("soon")
    (True, False, False)
    """
    as_day, as_month = read_days(cell, "day"), read_days(cell, "month")
    return bool(as_day and as_month and as_day != as_month)


def _one(text: str, order: Order | None) -> Days | None:
    """Read one day, month or year of folded text."""
    return _in_figures(text, order) or _in_words(text)


def _in_figures(text: str, order: Order | None) -> Days | None:
    """Read a date without words."""
    if match := _YEAR.fullmatch(text):
        return interval(match[1])
    if match := _ISO.fullmatch(text) or _ISO_TIGHT.fullmatch(text):
        return _days(int(match[1]), int(match[3]), int(match[4]) if match[4] else None)
    if match := _NUMERIC.fullmatch(text):
        return _by_order(int(match[1]), int(match[3]), _year(match[4]), order)
    if match := _MONTH_OF_YEAR.fullmatch(text):
        return _days(int(match[2]), int(match[1]), None)
    match = _SERIAL.fullmatch(text)
    if match and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return interval((_SERIAL_0 + timedelta(days=int(match[1]))).isoformat())
    return None


def _by_order(first: int, second: int, year: int, order: Order | None) -> Days | None:
    """Read a numeric date in the order given, or in the only one there is."""
    as_day, as_month = _days(year, second, first), _days(year, first, second)
    if order:
        return as_day if order == "day" else as_month
    return as_day if as_day == as_month or not as_month else None if as_day else as_month


def _in_words(text: str) -> Days | None:
    """Read a date with the name of a month."""
    if match := _DAY_NAMED.fullmatch(text):
        return _days(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _NAMED_DAY.fullmatch(text):
        return _days(int(match[3]), _month(match[1]), int(match[2]))
    if match := _NAMED.fullmatch(text):
        return _days(int(match[2]), _month(match[1]), None)
    if match := _YEAR_NAMED.fullmatch(text):
        return _days(int(match[1]), _month(match[2]), int(match[3]) if match[3] else None)
    return None


def _span(text: str, order: Order | None) -> Days | None:
    """Read two dates with what stands between them; the first may leave out what both share."""
    text = _LINK.sub("", _WEEKDAY.sub("", _TIME.sub("", _START.sub("", text, count=1))))
    text = " ".join(text.split())
    for match in list(_BETWEEN.finditer(text)) or _TIGHT.finditer(text):
        start, end = text[: match.start()], text[match.end() :]
        is_tight = match[0] in {"-", "/"}
        if is_tight and not _LETTER.search(end) and not _one(start, order or "day"):
            continue
        shown = order or day_order((start, end))
        last = _one(end, shown)
        first = _start_of_span(start, end, shown) if last else None
        if last and first and first[0] <= last[1]:
            return first[0], last[1], precision(first[0], last[1])
    return None


def _start_of_span(start: str, end: str, order: Order | None) -> Days | None:
    """Read the first date of a span, completed by the parts of the last."""
    if first := _one(start, order):
        return first
    if day := _DAYS.fullmatch(start):
        return _one(_LEADING_DAY.sub(day[1], end, count=1), order)
    year = _ENDING_YEAR.search(end)
    return _one(f"{start} {year[0]}", order) if year and _LETTER.search(start) else None


def _month(text: str) -> int | None:
    """Give the number of a month's name; of two names with a slash both must agree."""
    named = {words("month").get(part.strip(" .-,")) for part in text.split("/")}
    only = named.pop() if len(named) == 1 else None
    return int(only) if only else None


def _year(text: str) -> int:
    """Complete a year of two digits."""
    if len(text) > 2:  # noqa: PLR2004 - digits
        return int(text)
    return int(text) + (2000 if int(text) < _CENTURY_TURNS else 1900)


def _days(year: int, month: int | None, day: int | None) -> Days | None:
    """Give the days of a month or of a day, if there is such a one."""
    if month is None:
        return None
    return interval(f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else ""))
