"""Moments as programs write them into files: stamps, dates of headers, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from mapper.base.days import FIRST_YEAR, LAST_YEAR, interval

_TIME = (
    r"(?:[Tt ]\s*\d{1,2}(?::?\d{2}){0,2}(?:[.,]\d+)?\s*(?:[Zz]|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?"
)
_STAMP = re.compile(
    r"(?P<year>\d{4})(?:(?P<by>[-/.])(?P<month>\d{1,2})(?:(?P=by)(?P<day>\d{1,2})"
    + _TIME
    + r")?)?|(?P<tight>\d{8})"
    + _TIME
)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?(\d)" + _TIME)
_OF_YEAR = re.compile(r"(\d{4})-(\d{3})" + _TIME)
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\d{9}|\.\d{1,9})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Months as mail and web headers write them, in whatever language the rest is."""
_CLOCK = r"\s+\d{1,2}:\d{2}(?::\d{2})?"
_ZONE = r"(?:\s*(?:[+-]\d{4}|[a-z]{1,5}))?(?:\s*\([^()]{0,40}\))?"
_WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
_HEADER = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})[ -]+([a-z]{{3}})[ -]+(\d{{4}}|\d{{2}})(?:{_CLOCK}{_ZONE})?",
    re.IGNORECASE,
)
_C_TIME = re.compile(rf"{_WEEKDAY}([a-z]{{3}})\s+(\d{{1,2}}){_CLOCK}\s+(\d{{4}})", re.IGNORECASE)
_CENTURY_TURNS = 70
_UNSET = "1970-01-01"
"""Day that stands where a program had none to write: its clock's zero."""
_LONGEST = 80


def day_of(written: str) -> str | None:
    """Read a moment as a program writes it into a file: the day, month or year in its own time.

    ISO 8601 (calendar dates in full or to the month or year, weeks, days of the year, with or
    without separators and a time), dates of mail and web headers (RFC 5322, RFC 850, C's
    ``asctime``), and seconds, milli-, micro- or nanoseconds since 1970, of which the day is that
    in UTC. Whatever zone is given, the day stays as written. Dates as people write them are read
    elsewhere: nothing here depends on a language, and nothing is read two ways.

    Parameters
    ----------
    written
        The value of a field.

    Returns
    -------
    day
        ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; None where it is no such date, lies outside the
        years 1700 to 2199, or is a clock's zero, as a program writes where it has no date.

    Examples
    --------
    >>> day_of("2019-11-21T23:30:00-05:00"), day_of("20191121T081200Z"), day_of("2019-11")
    ('2019-11-21', '2019-11-21', '2019-11')
    >>> day_of("Thu, 21 Nov 2019 08:12:00 +0200"), day_of("1574323920"), day_of("1574323920000")
    ('2019-11-21', '2019-11-21', '2019-11-21')
    >>> day_of("05/06/2019") is None
    True
    """
    text = written.strip()
    if len(text) > _LONGEST or not text.isascii():
        return None
    found = _calendar(text) or _counted(text) or _of_header(text)
    days = None if found is None else interval(found)
    if days is None or found == _UNSET:
        return None
    return found if FIRST_YEAR <= int(days[0][:4]) <= LAST_YEAR else None


def _calendar(text: str) -> str | None:
    """Read year, month and day in digits."""
    match = _STAMP.fullmatch(text)
    if match is None:
        return None
    if match["tight"]:
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    parts = (match["year"], match["month"], match["day"])
    return "-".join(f"{int(part):02}" for part in parts if part)


def _counted(text: str) -> str | None:
    """Read days counted in weeks or in the year, and seconds since 1970."""
    try:
        if match := _WEEK.fullmatch(text):
            return date.fromisocalendar(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if match := _OF_YEAR.fullmatch(text):
            first = date(int(match[1]), 1, 1)
            found = first + timedelta(days=int(match[2]) - 1)
            return found.isoformat() if found.year == first.year else None
        if match := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(match[1]), UTC).date().isoformat()
    except (ValueError, OverflowError):
        pass
    return None


def _of_header(text: str) -> str | None:
    """Read a date as headers have it: "Thu, 21 Nov 2019 08:12:00 +0200"."""
    if match := _HEADER.fullmatch(text):
        day, month, year = match.groups()
    elif match := _C_TIME.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    if month.lower() not in _MONTHS:
        return None
    if len(year) == 2:  # noqa: PLR2004 - digits
        year = str(int(year) + (2000 if int(year) < _CENTURY_TURNS else 1900))
    return f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
