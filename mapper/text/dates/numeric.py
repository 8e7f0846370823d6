"""Dates in digits, in whatever order their language writes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mapper.text.dates.intervals import day_of
from mapper.text.dates.words import NUMERIC
from mapper.words import traits

if TYPE_CHECKING:
    import re

    from mapper.text.dates.intervals import Interval, Reference
    from mapper.text.dates.words import TimePhrase


def in_digits(phrase: TimePhrase, reference: Reference) -> Interval | None:
    """Read "24.09.2014", "2019-05-05", "10-09-2014"; a slash leaves day and month open."""
    found = _digits(phrase)
    if found is None:
        return None
    if found["y"]:
        day = day_of(int(found["y"]), int(found["m"]), int(found["d"]))
        return None if day is None else (day, day, "day")
    one, other, year = int(found["a"]), int(found["b"]), int(found["year"])
    readings = [day_of(year, other, one)]
    open_ = found["mark"] == "/" and not traits(phrase.words.language).day_first
    if open_ or readings[0] is None:
        readings.append(day_of(year, one, other))
    limit = reference.limit or date.max
    possible = sorted({day for day in readings if day is not None and day <= limit})
    if len(possible) != 1:
        return None
    return possible[0], possible[0], "day"


def either_way(phrase: TimePhrase) -> dict[str, date]:
    """Give every day that digits may mean, by what stands first: ``year``, ``day``, ``month``.

    Only points tell by themselves that the day leads, which says nothing of other marks: with
    slashes and hyphens sites write either, in every language. Such a day has an empty key.
    """
    found = _digits(phrase)
    if found is None:
        return {}
    if found["y"]:
        read = {"year": day_of(int(found["y"]), int(found["m"]), int(found["d"]))}
    else:
        one, other, year = int(found["a"]), int(found["b"]), int(found["year"])
        read = {"day": day_of(year, other, one), "month": day_of(year, one, other)}
        if found["mark"] == "." and read["day"] is not None:
            read = {"": read["day"]}
    return {order: day for order, day in read.items() if day is not None}


def _digits(phrase: TimePhrase) -> re.Match[str] | None:
    """Find the digits of a phrase."""
    return NUMERIC.search(phrase.tokens.text, phrase.tokens.starts[phrase.found("numdate")[0]])
