"""Filters as SQL: each one a condition on the rows asked for, with its words.

Most look at columns that events and reports both have. What only a report says (its sentence,
publisher, address, file) holds of an event if one of its reports says so.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.days import between
from mapper.base.errors import SchemaError
from mapper.base.schema import JOINER
from mapper.query.counted import EVENTS, REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.query.counted import Rows

ALL_SCOPES = "all"
DEFAULT_SHARE = 0.5
"""Part of a row's uncertainty area that must lie in a region, unless said otherwise."""

_MAY_BE_INSIDE = ("inside", "edge")
_SEARCHED = {
    "actor": ("actor",),
    "target": ("targets",),
    "source": ("publisher", "url", "second_url", "file", "attributed_to"),
    "text": ("sentence", "title", "places"),
}
_ONLY_REPORTS_SAY = ("source", "text")
_LIKE_SIGNS = re.compile(r"[\\%_]")


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: what a person would call it, and its SQL on `mapper.query.counted.Rows` as ``i``.

    `alternatives`, where there are any, are conditions of which exactly one holds when
    the whole does; an index may cover each of them and not the whole.
    """

    words: str
    sql: str
    parameters: tuple[str | int | float, ...] = ()
    alternatives: tuple[Condition, ...] = ()


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


def by_days(first: str | None, last: str | None, *, strict: bool = False) -> Condition:
    """Keep what may have happened between two days, both included.

    Parameters
    ----------
    first, last
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; a month or year stands for its first day
        as `first` and for its last as `last`. None leaves that side open.
    strict
        Keep only what happened then for certain: all days on which it may have happened
        lie between the two.

    Returns
    -------
    condition
        Overlap of intervals, unless `strict`: what is dated "in May" is kept when
        any day of May is asked for. The undated are not kept.

    Raises
    ------
    SchemaError
        If a day cannot be read, or `last` lies before `first`.
    """
    low, high = between(first, last)
    parts, parameters = [], []
    if high:
        parts.append(f"i.{'date_end' if strict else 'date_start'} <= ?")
        parameters.append(high)
    if low:
        parts.append(f"i.{'date_start' if strict else 'date_end'} >= ?")
        parameters.append(low)
    words = " ".join(f"{word} {day}" for word, day in (("from", low), ("to", high)) if day)
    return Condition(words, " AND ".join(parts), tuple(parameters))


def by_words(
    name: str, words: Sequence[str], *, of: Rows = EVENTS, places: Sequence[str] = ()
) -> Condition:
    r"""Keep rows that hold one of some words, in either case of Latin letters.

    Parameters
    ----------
    name
        Which columns are looked at: ``actor`` (however many, together or left open),
        ``target``, ``source`` (publisher, address, file, who is cited) or ``text``
        (sentence, title, places).
    words
        Parts of what the columns say; % and _ are ordinary characters.
    of
        What is asked about. Of events ``source`` and ``text`` are looked for in their
        reports, and in the names of the event's own places.
    places
        Ids of places that the words name: rows at one of them are kept too.
    """
    columns = _SEARCHED[name]
    escaped = tuple("%" + _LIKE_SIGNS.sub(r"\\\g<0>", word) + "%" for word in words)
    said = f"{name} {', '.join(words)}"
    if of is REPORTS or name not in _ONLY_REPORTS_SAY:
        test = _like("i", columns, words) + _at("i", places)
        return Condition(said, test, escaped * len(columns) + tuple(places))
    told = _like("m", columns, words) + _at("m", places)
    test = f"i.event_id IN (SELECT m.event_id FROM incidents AS m WHERE {told})"
    own = [c for c in columns if c in of.table.names]
    test += f" OR {_like('i', own, words)}{_at('i', places)}"
    parameters = (*escaped * len(columns), *places, *escaped * len(own), *places)
    return Condition(said, test, parameters)


def _at(row: str, places: Sequence[str]) -> str:
    """Write, behind another test, that a row is at one of some places."""
    listed = f"'{JOINER}' || {row}.place_ids || '{JOINER}'"
    return f" OR instr({listed}, '{JOINER}' || ? || '{JOINER}') > 0" * len(places)


def _like(row: str, columns: Sequence[str], words: Sequence[str]) -> str:
    """Write that one of some columns of a row holds one of some words."""
    return " OR ".join(rf"{row}.{column} LIKE ? ESCAPE '\'" for column in columns for _ in words)


def by_killed(least: int) -> Condition:
    """Keep that in which every source counts at least so many killed."""
    return Condition(f"at least {least} killed", "i.killed_min >= ?", (least,))


def by_corrected() -> Condition:
    """Keep what a person put right or confirmed."""
    return Condition("put right or confirmed by somebody", "i.corrected IS NOT NULL")


def by_precision(codes: Sequence[int]) -> Condition:
    """Keep rows whose place is known as well as one of some codes of geo_precision."""
    marks = ", ".join("?" * len(codes))
    words = f"precision {', '.join(map(str, codes))}"
    return Condition(words, f"i.geo_precision IN ({marks})", tuple(codes))


def by_zone(
    zone: str | None,
    verdicts: Sequence[str] = (),
    min_p: float | None = None,
    *,
    of: Rows = EVENTS,
) -> Condition:
    """Keep rows by how they lie to a zone.

    Parameters
    ----------
    zone
        Id of the zone, every place of a row being looked at. None: the zone in force on
        the day, as the row's own columns have it.
    verdicts
        Codes of the verdict. Without these and `min_p`, all that may lie in the zone:
        inside and edge.
    min_p
        Least probability of lying inside, 0 to 1, while the zone was in force.
    of
        What is asked about.

    Raises
    ------
    SchemaError
        If a verdict is no code.
    """
    odd = [code for code in verdicts if code not in schema.VERDICTS]
    if odd:
        raise SchemaError(f"no verdict {', '.join(odd)}. There are: {', '.join(schema.VERDICTS)}")
    if not verdicts and min_p is None:
        verdicts = _MAY_BE_INSIDE
    stem = "i.zone_" if zone is None else "z."
    parts, parameters = [], list(verdicts)
    if verdicts:
        parts.append(f"{stem}verdict IN ({', '.join('?' * len(verdicts))})")
    if min_p is not None:
        parts.append(f"{stem}p_inside >= ?" + ("" if zone is None else " AND z.in_force"))
    values: list[str | int | float] = [*parameters, *([] if min_p is None else [min_p])]
    words = " ".join(["zone", zone or "in force", *verdicts, *([f"P >= {min_p}"] if min_p else [])])
    test = " AND ".join(parts)
    if zone is None:
        return Condition(words, test, tuple(values))
    found = f"SELECT z.row FROM ({of.relations()}) AS z WHERE z.zone_id = ? AND {test}"
    return Condition(words, f"i.{of.key} IN ({found})", (zone, *values))
