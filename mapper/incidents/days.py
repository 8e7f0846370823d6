"""The days of a report and of an incident, and how they lie to each other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mapper.base.days import shifted

if TYPE_CHECKING:
    from mapper.reports import Report
    from mapper.text import When

Days = tuple[str, str, str, str]
"""First day, last day (ISO), precision and basis."""


def days_of(report: Report) -> Days | None:
    """Give the days a report states; None where no day follows from its words."""
    return days_of_words(report.when)


def days_of_words(when: When | None) -> Days | None:
    """Give the days of a date expression; None where there is none, or none follow."""
    if when is None or when.date_start is None or when.date_end is None:
        return None
    return when.date_start, when.date_end, when.precision, when.basis


def is_one_day(when: When) -> bool:
    """See words for one day, not for a period up to it."""
    return when.precision == "day" and when.basis == "on" and not when.span


def days_touch(left: Days | None, right: Days | None) -> bool:
    """See whether two intervals share a day; an unknown one fits all."""
    return left is None or right is None or (left[0] <= right[1] and right[0] <= left[1])


def is_said(report: Report) -> bool:
    """See a date on which somebody spoke of the strike."""
    return report.when is not None and report.when.said


def is_shorter(days: Days, than: Days | None) -> bool:
    """See whether days cover a shorter time than others; anything is shorter than unknown."""
    if than is None:
        return True
    return _length(days) < _length(than)


def _length(days: Days) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def widened(days: Days, before: int, after: int) -> Days:
    """Reach some days further back and forward."""
    return shifted(days[0], -before), shifted(days[1], after), days[2], days[3]
