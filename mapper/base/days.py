"""Days, months and years written as ISO text, and the intervals they mean."""

from __future__ import annotations

import calendar
import re
from datetime import date

from mapper.base.errors import SchemaError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1700, 2199
"""Years that a date of a source is of; programs write 9999 and 0001 where they know none."""

_LONGEST = ((2, "day"), (10, "week"), (31, "month"), (366, "year"))


def interval(value: str) -> tuple[str, str, str] | None:
    """Turn a day, month or year into the days it means.

    Parameters
    ----------
    value
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns
    -------
    first, last, precision
        ISO days, both included, and ``day``, ``month`` or ``year``; None where the text
        is no such date.

    Examples
    --------
    >>> interval("2020-02")
    ('2020-02-01', '2020-02-29', 'month')
    >>> interval("2019-02-30") is None
    True
    """
    match = _PARTIAL.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return value, value, "day"
    last_month = month or 12
    last = date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
    return first.isoformat(), last.isoformat(), "month" if month else "year"


def between(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """Give the first and last day from one date to another.

    Parameters
    ----------
    first, last
        As `interval` takes them; a month or year stands for its first day as `first` and for
        its last as `last`. None leaves that side open.

    Raises
    ------
    SchemaError
        If one is no date, or `last` lies before `first`.

    Examples
    --------
    >>> between("2019-05", "2019"), between(None, "2019-05-06")
    (('2019-05-01', '2019-12-31'), (None, '2019-05-06'))
    """
    low = _told(first)[0] if first else None
    high = _told(last)[1] if last else None
    if low and high and low > high:
        raise SchemaError(f"the days from {first} to {last} run backwards")
    return low, high


def _told(text: str) -> tuple[str, str]:
    """Give the first and last day that a whole or partial date stands for."""
    found = interval(text.strip())
    if found is None:
        raise SchemaError(f"{text!r} is no date; write 2019, 2019-05 or 2019-05-06")
    return found[0], found[1]


def precision(first: str, last: str) -> str:
    """Say how narrow an interval of ISO days is, in the codes of ``date_precision``.

    A night across midnight is a day still.

    Examples
    --------
    >>> precision("2019-05-19", "2019-05-20"), precision("2019-05-01", "2019-05-31")
    ('day', 'month')
    """
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((name for longest, name in _LONGEST if length <= longest), "unknown")


def shifted(day: str, days: int) -> str:
    """Go some days on, or back; no further than the calendar goes.

    Examples
    --------
    >>> shifted("2019-05-06", 1), shifted("9999-12-31", 1), shifted("0001-01-03", -7)
    ('2019-05-07', '9999-12-31', '0001-01-01')
    """
    wanted = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(wanted, 1), date.max.toordinal())).isoformat()


def in_words(first: str | None, last: str | None) -> str | None:
    """Write the days on which something may have happened: one, or an interval; None for none.

    Examples
    --------
    >>> in_words("2019-05-06", "2019-05-06"), in_words("2019-05-01", "2019-05-31")
    ('2019-05-06', '2019-05-01/2019-05-31')
    """
    if first is None:
        return None
    return first if first == last else f"{first}/{last}"
