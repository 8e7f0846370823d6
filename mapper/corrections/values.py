"""What the value of a correction means: the columns of an incident that it changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mapper.base.days import precision, shifted
from mapper.base.errors import MapperError, RegionError
from mapper.base.ids import make_id
from mapper.base.schema import (
    ACTOR_STATUSES,
    DATE_BASES,
    EVENT_TYPES,
    JOINER,
    OPEN_JOINER,
    SCOPES,
)
from mapper.incidents import Placed
from mapper.places import SMALL_AREA_M, Location, locate, locate_place
from mapper.reports import parties_of
from mapper.sources import code_of, is_missing, read_count, read_days, read_number
from mapper.text import DAYS_OF_WEEK
from mapper.words import listed_parties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.gazetteer import Gazetteer

Row = dict[str, Any]

TOLLS = ("killed", "injured", "displaced", "strike_count")
METHOD = "corrected"
"""Method of a place that a person decided."""

_RADIUS_M = 1000.0
_MOST_RADIUS_M = 1e6
_MOST_LAT, _MOST_LON = 90.0, 180.0
_POSITION = re.compile(r"\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*(?:,\s*([\d.]+)\s*)?")
_TOLL = re.compile(rf"\s*({'|'.join(TOLLS)})\s*[=:\s]\s*(.+?)\s*")
_STATUS = re.compile(r"(.*?)\s*\((\w+)\)\s*")
_INTERVAL = "/"
_SHOWN = 5


class BadValueError(MapperError, ValueError):
    """A value of a correction that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changes: a field, the columns of the incident, and its places.

    `placed` is None where the places stay; `wording` is the value as a claim states it, and
    `remark` what to know of how it was read.
    """

    subject: str
    columns: Row = field(default_factory=dict)
    placed: tuple[Placed, ...] | None = None
    wording: str = ""
    low: int | None = None
    high: int | None = None
    is_open: bool = False
    remark: str | None = None


def read_value(action: str, value: str, gazetteer: Gazetteer) -> tuple[Change, ...]:
    """Read the value of a correction that changes what an incident says.

    Parameters
    ----------
    action
        ``place``, ``date``, ``type``, ``actor``, ``toll`` or ``scope``.
    value
        A place: id, name (``Name, Region`` where several bear it) or ``lat, lon`` in degrees,
        with a radius in metres behind it if known; several are joined by ``; ``. A date:
        ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or two with ``/`` between, after ``by`` or
        ``after`` where it is a bound. An actor as the pack names it, joined by ``; `` or
        `` or ``, with its status in brackets. Tolls: ``killed 3-5; injured 10+``. A code of
        the type or scope. ``unknown`` empties any but type and scope.
    gazetteer
        Pack that knows places and parties.

    Raises
    ------
    BadValueError
        If it means nothing, or a place could be two.
    """
    return tuple(_READERS[action](value.strip(), gazetteer))


def is_unknown(value: str) -> bool:
    """Tell whether a value says that the field is to be empty."""
    return is_missing(value, in_words=True)


def _place(value: str, gazetteer: Gazetteer) -> Iterator[Change]:
    if is_unknown(value):
        yield Change("place", placed=(), wording="unknown")
        return
    placed = []
    for word in filter(None, map(str.strip, value.split(JOINER.strip()))):
        location = _one_place(word, gazetteer)
        is_bare = word in gazetteer.places or _POSITION.fullmatch(word) is not None
        placed.append(Placed(location, None, location.name if is_bare else word))
    if not placed:
        raise BadValueError(f"{value!r} names no place; write unknown where there is none")
    wording = JOINER.join(one.location.name for one in placed)
    yield Change("place", placed=tuple(placed), wording=wording)


def _one_place(value: str, gazetteer: Gazetteer) -> Location:
    """Find the one place that a value means."""
    if match := _POSITION.fullmatch(value):
        return _position(value, *match.groups())
    known = gazetteer.places.get(value)
    if known is not None:
        found = locate_place(known, "", gazetteer, score=100.0, margin=None, method=METHOD)
        if found is None:
            raise BadValueError(f"{value} has no position in the gazetteer")
        return found
    try:
        resolved = locate(value, gazetteer)
    except RegionError as problem:
        raise BadValueError(str(problem)) from problem
    best = [one for one in resolved.candidates if one.lat is not None]
    listed = ", ".join(f"{one.name} {one.place_id}" for one in best[:_SHOWN])
    if resolved.status == "tie":
        raise BadValueError(f"{value!r} could be any of {listed}; write the id, or Name, Region")
    if resolved.location is None or best[0].method not in {"exact", "folded"}:
        near = f"; the nearest are {listed}" if listed else ""
        raise BadValueError(f"the gazetteer has no place {value!r}{near}")
    return replace(resolved.location, score=100.0, margin=None, method=METHOD)


def _position(value: str, lat: str, lon: str, radius: str | None) -> Location:
    """Make the place that a position alone says."""
    numbers = [read_number(one, grouped=False) for one in (lat, lon, radius or str(_RADIUS_M))]
    y, x, metres = (float("nan") if one is None else one for one in numbers)
    if not (abs(y) <= _MOST_LAT and abs(x) <= _MOST_LON and 0 < metres <= _MOST_RADIUS_M):
        raise BadValueError(f"{value!r} is no position; write lat, lon in degrees, then metres")
    return Location(
        place_id=make_id("pt", f"{x:.6f}", f"{y:.6f}"),
        name=f"{y:g}, {x:g}",
        name_ar=None,
        kind="point",
        admin1=None,
        admin2=None,
        admin3=None,
        pcode=None,
        lat=y,
        lon=x,
        geo_precision=1 if metres <= _RADIUS_M else 2 if metres <= SMALL_AREA_M else 3,
        radius_m=metres,
        score=100.0,
        margin=None,
        method=METHOD,
        area=None,
    )


def _date(value: str, _: Gazetteer) -> Iterator[Change]:
    if is_unknown(value):
        empty = {"date_start": None, "date_end": None, "date_basis": None}
        yield Change("date", {**empty, "date_precision": "unknown"}, wording="unknown")
        return
    first_word, _blank, rest = value.partition(" ")
    basis = code_of(first_word, DATE_BASES) if rest else None
    days = [read_days(one.strip(), None) for one in (rest if basis else value).split(_INTERVAL)]
    read = [one for one in days if one is not None]
    if len(read) < len(days) or not 1 <= len(days) <= len(("first", "last")):
        raise BadValueError(
            f"{value!r} is no date; write YYYY-MM-DD, YYYY-MM, YYYY, or two with / between"
        )
    start, end = read[0][0], read[-1][1]
    if end < start:
        raise BadValueError(f"{value!r} ends before it begins")
    narrow = read[0][2] if len(read) == 1 else precision(start, end)
    if basis == "by" and start == end:
        start = shifted(end, 1 - DAYS_OF_WEEK)
        narrow = "week"
    told = {"date_start": start, "date_end": end, "date_precision": narrow}
    yield Change("date", {**told, "date_basis": basis or "on"}, wording=value)


def _type(value: str, _: Gazetteer) -> Iterator[Change]:
    yield Change("type", {"event_type": _code("type", value, EVENT_TYPES)}, wording=value)


def _scope(value: str, _: Gazetteer) -> Iterator[Change]:
    yield Change("scope", {"scope": _code("scope", value, SCOPES)}, wording=value)


def _code(name: str, value: str, codes: tuple[str, ...]) -> str:
    found = code_of(value, codes)
    if found is None:
        raise BadValueError(f"{name} is {value!r}; there are: {', '.join(codes)}")
    return found


def _actor(value: str, gazetteer: Gazetteer) -> Iterator[Change]:
    if is_unknown(value):
        nobody = {"actor": None, "actor_status": "unknown"}
        yield Change("actor", nobody, wording="unknown")
        return
    bracketed = _STATUS.fullmatch(value)
    status = code_of(bracketed[2], ACTOR_STATUSES) if bracketed else None
    name = bracketed[1] if bracketed and status else value
    known = {one.casefold(): one for one in listed_parties(gazetteer.language())}
    parties = [one.strip() for one in parties_of(name) if one.strip(" ;")]
    if not parties:
        raise BadValueError(f"{value!r} names nobody; write unknown where nobody is named")
    joiner = OPEN_JOINER if OPEN_JOINER in name else JOINER
    spelled = [known.get(one.casefold(), one) for one in parties]
    unlisted = [one for one in spelled if one.casefold() not in known]
    yield Change(
        "actor",
        {"actor": joiner.join(spelled), "actor_status": status or "asserted"},
        wording=joiner.join(spelled),
        remark=f"the pack lists no party {', '.join(unlisted)}" if unlisted else None,
    )


def _tolls(value: str, _: Gazetteer) -> Iterator[Change]:
    told_already: set[str] = set()
    for piece in filter(str.strip, value.split(JOINER.strip())):
        match = _TOLL.fullmatch(piece)
        if match is None:
            raise BadValueError(
                f"{piece.strip()!r} is no toll; write one of {', '.join(TOLLS)} and a figure,"
                " as in killed 3-5; injured 10+"
            )
        name, told = match.groups()
        if name in told_already:
            raise BadValueError(f"{name} is told twice")
        told_already.add(name)
        names = (f"{name}_min", f"{name}_max", f"{name}_open")
        if is_unknown(told):
            yield Change(name, dict.fromkeys(names), wording="unknown")
            continue
        figure = read_count(told)
        if figure is None:
            raise BadValueError(
                f"{name} is {told!r}; write a whole number of up to nine digits, or like 3-5, 10+"
            )
        low, high, is_open = figure
        columns = dict(zip(names, figure, strict=True))
        yield Change(name, columns, wording=told, low=low, high=high, is_open=is_open)


_READERS: dict[str, Callable[[str, Gazetteer], Iterator[Change]]] = {
    "place": _place,
    "date": _date,
    "type": _type,
    "actor": _actor,
    "toll": _tolls,
    "scope": _scope,
}
