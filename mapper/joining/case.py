"""What is compared of an incident: its days, kind, place, parties, tolls, words and source.

All cases stand in one table of columns, sorted by id, so that nothing depends on the order
in which sources were read. Days are numbers (of the proleptic calendar), ``-1`` where
unknown; tolls are ``-1`` where not stated; texts are codes of the distinct ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.base.schema import JOINER, REGION_PRECISION
from mapper.gazetteer import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from mapper.words import Language

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Row = dict[str, Any]

SCOPES = ("event", "background")
"""Scopes of incidents that are events; totals over days or places never join."""

MAX_DAYS = 31
"""Longest interval of days that can still be compared with another: a month."""

UNKNOWN = -1
EXACT, SPAN, PUBLISHED, UNDATED = range(4)
"""How a day is known: one exact day, an interval, the day of publication alone, not at all."""

_BEFORE_PUBLICATION = 2
"""Days before its publication that an event told without a day may have been on."""

TOLLS = ("killed", "injured")
_TEXTS = ("event_type", "actor", "targets", "attributed_to", "publisher", "places")
RADIUS_M = {1: 1500.0, 2: 7500.0, 3: 40_000.0}
"""Radius of a place that has none, by its ``geo_precision``."""
_LEAST_RADIUS_M = 1500.0
"""A point is never taken as nearer to the truth than this: coders' points differ by so much."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: the distinct ones, sorted, and which of them each case has."""

    distinct: list[str]
    codes: Ints
    """Number of each case's text; `UNKNOWN` where it has none."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of the cases, one entry per case and place."""

    case: Ints
    lat: Floats
    lon: Floats
    radius_m: Floats
    is_coarse: Flags
    place: Ints
    """Code of the place; equal codes are one place of the gazetteer."""
    unit: Ints
    """Code of the governorate; `UNKNOWN` where it is not known."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases to be joined, by column; entry n of each is of ``ids[n]``."""

    rows: list[Mapping[str, Any]]
    ids: list[str]
    source: Ints
    """Code of the article or table; reports of one source were told apart by it."""
    is_record: Flags
    first: Ints
    last: Ints
    basis: Ints
    published: Ints
    low: dict[str, Ints]
    high: dict[str, Ints]
    """Largest figures; of an open one, as far as it is likely to reach: twice its size."""
    is_open: dict[str, Flags]
    texts: dict[str, Texts]
    spots: Spots
    language: Language
    """With the names of the parties and sources that cells are read by."""
    addresses: list[frozenset[str]] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the cases."""
        return len(self.ids)


def cases_of(
    incidents: Iterable[Mapping[str, Any]],
    locations: Iterable[Mapping[str, Any]],
    language: Language,
) -> Cases:
    """Make the cases of the incidents that are events.

    Parameters
    ----------
    incidents
        Rows of the table ``incidents``.
    locations
        Their rows of the table ``locations``, in any order.
    language
        With the pack whose parties and sources the cells name.

    Returns
    -------
    cases
        Sorted by ``incident_id``.
    """
    rows = sorted(
        (row for row in incidents if row["scope"] in SCOPES),
        key=lambda row: str(row["incident_id"]),
    )
    days = [_days(row) for row in rows]
    first, last, basis = (np.array([one[n] for one in days], dtype=np.int64) for n in range(3))
    sources = Coded(source_of(row) for row in rows)
    return Cases(
        rows=rows,
        ids=[str(row["incident_id"]) for row in rows],
        source=sources.codes,
        is_record=np.array([not row.get("article_id") for row in rows], dtype=bool),
        first=first,
        last=last,
        basis=basis,
        published=np.array([_day(row.get("published")) for row in rows], dtype=np.int64),
        low={name: _figures(rows, f"{name}_min") for name in TOLLS},
        high={name: _highest(rows, name) for name in TOLLS},
        is_open={name: _open(rows, name) for name in TOLLS},
        texts={name: _texts(rows, name) for name in _TEXTS},
        spots=_spots(rows, locations),
        language=language,
        addresses=[_addresses(row) for row in rows],
    )


_DAY_SPAN = 1 << 22
"""Days that fit behind a number in one key: more than the calendar has."""


def day_key(number: Ints, day: Ints) -> Ints:
    """Put numbers and days into one number each, sorted by number and then by day."""
    return np.asarray(number * _DAY_SPAN + day)


def source_of(row: Mapping[str, Any]) -> str:
    """Name what told an incident apart from others: its article, or its table of records."""
    return str(row.get("article_id") or f"table {row.get('file')}")


class Coded:
    """Codes of texts in their sorted order; None is `UNKNOWN`."""

    def __init__(self, texts: Iterable[str | None]) -> None:
        listed = list(texts)
        self.distinct = sorted({text for text in listed if text is not None})
        number = {text: code for code, text in enumerate(self.distinct)}
        self.codes = np.array(
            [UNKNOWN if text is None else number[text] for text in listed], dtype=np.int64
        )


def _texts(rows: Sequence[Mapping[str, Any]], name: str) -> Texts:
    coded = Coded(row.get(name) or None for row in rows)
    return Texts(coded.distinct, coded.codes)


def _days(row: Mapping[str, Any]) -> tuple[int, int, int]:
    """Give first and last day of an incident and how they are known.

    An event told without a day was not long before its article; what is recalled in passing
    may have been at any time.
    """
    if row.get("date_start"):
        first, last = _day(row["date_start"]), _day(row["date_end"])
        if last - first >= MAX_DAYS:
            return UNKNOWN, UNKNOWN, UNDATED
        is_exact = first == last and row.get("date_basis") in (None, "on")
        return first, last, EXACT if is_exact else SPAN
    told = _day(row.get("published"))
    if told == UNKNOWN or row["scope"] != "event" or not row.get("article_id"):
        return UNKNOWN, UNKNOWN, UNDATED
    return told - _BEFORE_PUBLICATION, told, PUBLISHED


def _day(text: str | None) -> int:
    """Give the number of a day written in full; `UNKNOWN` for others."""
    return _numbered(text) if text else UNKNOWN


@cache
def _numbered(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return UNKNOWN


def _figures(rows: Iterable[Mapping[str, Any]], name: str) -> Ints:
    return np.array([UNKNOWN if (n := row.get(name)) is None else n for row in rows], np.int64)


def _highest(rows: Sequence[Mapping[str, Any]], name: str) -> Ints:
    """Give the largest figure of a toll; an open one reaches to twice its size."""
    high = _figures(rows, f"{name}_max")
    low = _figures(rows, f"{name}_min")
    high = np.where(high == UNKNOWN, low, high)
    return np.where(_open(rows, name) & (high > 0), 2 * high, high)


def _open(rows: Sequence[Mapping[str, Any]], name: str) -> Flags:
    """See which tolls are open upwards: "at least"."""
    return np.array([bool(row.get(f"{name}_open")) for row in rows], dtype=bool)


def _addresses(row: Mapping[str, Any]) -> frozenset[str]:
    """Give the web addresses that an incident stands on, without what may vary in them."""
    named = (row.get("url"), row.get("second_url"))
    return frozenset(plain for one in named if one and (plain := _plain_address(one)))


def _plain_address(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _spots(rows: Sequence[Mapping[str, Any]], locations: Iterable[Mapping[str, Any]]) -> Spots:
    """Give the places of the cases in the order of cases and of the places in each."""
    number = {str(row["incident_id"]): n for n, row in enumerate(rows)}
    of_case: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for one in locations:
        case = number.get(str(one["incident_id"]))
        if case is not None and one.get("lat") is not None:
            of_case[case].append(one)
    listed = [
        (case, one)
        for case in sorted(of_case)
        for one in sorted(
            of_case[case], key=lambda one: (one.get("seq") or 0, str(one["place_id"]))
        )
    ]
    precision = [one.get("geo_precision") or 1 for _, one in listed]
    radius = [
        max(_LEAST_RADIUS_M, one.get("radius_m") or RADIUS_M[grade])
        for (_, one), grade in zip(listed, precision, strict=True)
    ]
    return Spots(
        case=np.array([case for case, _ in listed], dtype=np.int64),
        lat=np.array([one["lat"] for _, one in listed], dtype=float),
        lon=np.array([one["lon"] for _, one in listed], dtype=float),
        radius_m=np.array(radius, dtype=float),
        is_coarse=np.array([grade >= REGION_PRECISION for grade in precision], dtype=bool),
        place=Coded(one.get("place_id") for _, one in listed).codes,
        unit=Coded(unit_key(one.get("admin1")) for _, one in listed).codes,
    )


@cache
def unit_key(name: str | None) -> str | None:
    """Fold the name of a unit, so that spellings of tables and packs meet.

    Examples
    --------
    >>> unit_key("Al Hassakah") == unit_key("Al-Hasakah")
    True
    """
    return _DOUBLED.sub(r"\1", names.key(name)) if name else None


_DOUBLED = re.compile(r"(.)\1")


def parts(joined: str | None) -> frozenset[str]:
    """Split a cell of several values."""
    return frozenset(one for one in (joined or "").split(JOINER) if one)
