"""Filters as SQL: each one a condition on the incidents of a store, with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper import schema
from mapper.days import interval
from mapper.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALL_SCOPES = "all"
_LIKE_SIGNS = re.compile(r"[\\%_]")


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: what a person would call it, and its SQL on ``incidents AS i``."""

    words: str
    sql: str
    parameters: tuple[str | int | float, ...] = ()


def where(conditions: Iterable[Condition]) -> tuple[str, list[str | int | float]]:
    """Join conditions into the text after WHERE and its parameters, in order.

    Examples
    --------
    >>> where([Condition("a", "i.row = ?", (3,)), Condition("b", "i.url IS NULL")])
    ('(i.row = ?) AND (i.url IS NULL)', [3])
    """
    conditions = list(conditions)
    text = " AND ".join(f"({one.sql})" for one in conditions)
    return text or "1", [value for one in conditions for value in one.parameters]


def by_scope(scope: str) -> Condition | None:
    """Keep one scope; None for `ALL_SCOPES`."""
    if scope == ALL_SCOPES:
        return None
    return Condition(f"scope {scope}", "i.scope = ?", (scope,))


def by_codes(column: str, codes: Sequence[str]) -> Condition:
    """Keep rows whose column holds one of the codes.

    Raises
    ------
    SchemaError
        If a code is not in the column's list; the message gives the list.
    """
    allowed = next(one.codes for one in schema.INCIDENTS.columns if one.name == column)
    odd = [code for code in codes if code not in allowed]
    if allowed and odd:
        raise SchemaError(f"{column}: no code {', '.join(odd)}. There are: {', '.join(allowed)}")
    marks = ", ".join("?" * len(codes))
    return Condition(f"{column} {', '.join(codes)}", f"i.{column} IN ({marks})", tuple(codes))


def by_days(first: str | None, last: str | None) -> Condition:
    """Keep incidents that may have happened between two days, both included.

    Parameters
    ----------
    first, last
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; a month or year stands for its first day
        as `first` and for its last as `last`. None leaves that side open.

    Returns
    -------
    condition
        Overlap of intervals: an incident dated "in May" is kept when any day of May
        is asked for. Undated incidents are not kept.

    Raises
    ------
    SchemaError
        If a day cannot be read, or `last` lies before `first`.
    """
    low = _interval(first)[0] if first else None
    high = _interval(last)[1] if last else None
    if low and high and low > high:
        raise SchemaError(f"the days from {first} to {last} run backwards")
    parts, parameters = [], []
    if high:
        parts.append("i.date_start <= ?")
        parameters.append(high)
    if low:
        parts.append("i.date_end >= ?")
        parameters.append(low)
    words = " ".join(f"{word} {day}" for word, day in (("from", low), ("to", high)) if day)
    return Condition(words, " AND ".join(parts), tuple(parameters))


def _interval(text: str) -> tuple[str, str]:
    """Give the first and last day that a whole or partial date stands for."""
    found = interval(text.strip())
    if found is None:
        raise SchemaError(f"{text!r} is no date; write 2019, 2019-05 or 2019-05-06")
    return found[0], found[1]


def by_actors(names: Sequence[str]) -> Condition:
    """Keep incidents one of whose actors contains a name, in either letter case.

    Actors joined by "; " (together) and by " or " (left open) are looked at alike.
    """
    return _any_contains("actor", names)


def _any_contains(column: str, words: Sequence[str]) -> Condition:
    """Keep rows whose text holds one of some words; % and _ are ordinary characters."""
    test = " OR ".join([rf"i.{column} LIKE ? ESCAPE '\'"] * len(words))
    escaped = tuple("%" + _LIKE_SIGNS.sub(r"\\\g<0>", word) + "%" for word in words)
    return Condition(f"{column} {', '.join(words)}", test, escaped)


def by_killed(least: int) -> Condition:
    """Keep incidents in which every source counts at least so many killed."""
    return Condition(f"at least {least} killed", "i.killed_min >= ?", (least,))
