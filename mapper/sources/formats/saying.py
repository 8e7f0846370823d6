"""What a container says of a document, in the forms of `Said`; nothing where it is unusable."""

from __future__ import annotations

import re

from mapper.base import moments
from mapper.sources.formats.charsets import whole
from mapper.sources.written_days import as_partial, read_days

LONGEST = 500
"""Code points of the longest title, name or date that is taken for one."""

_FIRST_YEAR = "1900"
_UNSET = "1970-01-01"
_TIGHT = re.compile(r"(\d{8})T?\d{4}(?:\d{2})?Z?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?=$|[-_])")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00-\x20\x7f]{1,2000}", re.IGNORECASE)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def line_of(value: object) -> str | None:
    r"""Give a title or a name as one line; None where there is none.

    Examples
    --------
    >>> line_of(" Two\n killed "), line_of(""), line_of(3)
    ('Two killed', None, None)
    """
    if not isinstance(value, str):
        return None
    plain = whole(_UNREADABLE.sub(" ", value[: 10 * LONGEST]))
    line = " ".join(plain.split())
    return (line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} ...") or None


def day_of(value: object) -> str | None:
    """Give the day that a date of a feed, a header or a program means, in its own time zone.

    Parameters
    ----------
    value
        A date of RFC 2822, ISO 8601, or as `mapper.sources.written_days` reads them; or seconds
        or smaller parts since 1970, as a number or in digits, which are taken in UTC. A number
        like 2020 or 20200608 is a year or a day.

    Returns
    -------
    day
        YYYY-MM-DD, or YYYY-MM or YYYY where no more is said; None where it is no date, or one
        that programs write for none (a year before 1900, the first second of 1970).

    Examples
    --------
    >>> day_of("Mon, 8 Jun 2020 01:20:03 +0300"), day_of("2020-06-08T23:59:00-05:00")
    ('2020-06-08', '2020-06-08')
    >>> day_of(1591604403), day_of("9999-99-99"), day_of("0001-01-01T00:00:00Z")
    ('2020-06-08', None, None)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _number(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    return moments.day_of(value) or _as_written(value)


def language_of(value: object) -> str | None:
    """Give the ISO 639 code of a language tag.

    Examples
    --------
    >>> language_of("ar-SY"), language_of("en"), language_of("english")
    ('ar', 'en', None)
    """
    match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return match[1].lower() if match else None


def address_of(value: object) -> str | None:
    """Give an address of the web; None for any other scheme or what is no address.

    Examples
    --------
    >>> address_of("https://example.org/1"), address_of("javascript:alert(1)")
    ('https://example.org/1', None)
    """
    match = _ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
    return match[0] if match else None


def _number(value: float) -> str | None:
    """Write a number as the digits that a field would hold."""
    try:
        return str(int(value))
    except (ValueError, OverflowError):
        return None


def _as_written(value: str) -> str | None:
    """Read a date as people write them that means one day, month or year."""
    tight = _TIGHT.fullmatch(value.strip())
    days = (
        None if value.strip().isdigit() and not tight else read_days(tight[1] if tight else value)
    )
    day = as_partial(days) if days else None
    return day if day and day >= _FIRST_YEAR and not day.startswith(_UNSET) else None
