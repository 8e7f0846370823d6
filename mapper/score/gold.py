"""What a line of a gold set holds: an article with its incidents, checked field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.checked import Field, FieldError, check_fields, check_value, json_of
from mapper.base.days import interval
from mapper.base.errors import MapperError
from mapper.base.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, Any]

_ARTICLE = (Field("id", required=True), Field("category"))
_INCIDENT = (
    Field("event_type", required=True, codes=tuple(kinds())),
    Field("background", "bool", required=True),
    *(Field(name) for name in ("incident_id", "date", "date_precision", "actor")),
    *(Field(name) for name in ("attributed_source", "place_precision")),
    *(Field(f"{what}_open_ended", "bool") for what in ("killed", "injured")),
)
_PLACE = (
    Field("canonical"),
    Field("surface"),
    Field("lat", "float", least=-90, most=90),
    Field("lon", "float", least=-180, most=180),
    Field("tolerance_km", "float", least=0, most=20_000),
    Field("is_event_location", "bool"),
)
_WORDS = frozenset({"event_type", "actor", "attributed_source", "date"})
_FIGURES = ("killed", "injured")
_OPTIONAL = {
    **dict.fromkeys(("date", "date_precision", "actor", "attributed_source", "place_precision")),
    **dict.fromkeys(_FIGURES),
    **dict.fromkeys((f"{what}_open_ended" for what in _FIGURES), False),
}
"""What is not stated, and what stands for it."""


def json_lines(path: Path) -> Iterator[tuple[Any, str]]:
    """Read a file of a line of JSON each; give each value, and where it stands.

    Raises
    ------
    MapperError
        If the file cannot be read, or a line is no JSON.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise MapperError(f"{path}: cannot be read: {problem.strerror}") from problem
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield json_of(line.strip(), f"{path}, line {number}"), f"{path}, line {number}"


def gold_of(article: object, where: str) -> Row:
    """Take an article of a gold set whose fields are what they hold; what is left out is null.

    Raises
    ------
    FieldError
        If one is not.
    """
    told = _object(article, where, None)
    check_fields(told, _ARTICLE, where)
    incidents = _list(told.get("incidents"), where, "incidents")
    made = [
        {"incident_id": f"{told['id']}-{n}", **_incident(one, f"{where}, incident {n}")}
        for n, one in enumerate(incidents, start=1)
    ]
    places = [
        _place(one, f"{where}, place {n}")
        for n, one in enumerate(_list(told.get("places", []), where, "places"), start=1)
    ]
    for n, one in enumerate(places, start=1):
        _needs(one, ("canonical", "surface", "lat", "lon"), f"{where}, place {n}")
    return {"category": "", **told, "incidents": made, "places": places}


def _incident(one: object, where: str) -> Row:
    told = _object(one, where, None)
    check_fields(told, _INCIDENT, where)
    _day(told.get("date"), where, "date")
    for what in _FIGURES:
        _figure(told.get(what), where, what)
    places = [_place(place, where) for place in _list(told.get("place", []), where, "place")]
    for place in places:
        _needs(place, ("canonical", "lat", "lon", "tolerance_km"), where)
    evidence = _object(told.get("evidence") or {}, where, "evidence")
    span = evidence.get("span")
    if span is not None:
        _pair(span, where, "evidence.span")
    accept = _accepted(_object(told.get("accept") or {}, where, "accept"), where)
    return {**_OPTIONAL, **told, "place": places, "evidence": evidence, "accept": accept}


def _accepted(accept: Row, where: str) -> Row:
    """Check what else is right."""
    for name, values in accept.items():
        field = f"accept.{name}"
        for value in _list(values, where, field):
            if name in _FIGURES:
                _figure(value, where, field)
            elif value is None:
                continue
            elif name == "place":
                _needs(_place(value, where), ("canonical", "lat", "lon", "tolerance_km"), where)
            elif name in _WORDS:
                codes = tuple(kinds()) if name == "event_type" else ()
                check_value(value, Field(field, codes=codes), where)
                if name == "date":
                    _day(value, where, field)
    return accept


def _place(one: object, where: str) -> Row:
    told = _object(one, where, "place")
    check_fields(told, _PLACE, where)
    return told


def _needs(place: Row, names: tuple[str, ...], where: str) -> None:
    for name in names:
        if place.get(name) is None:
            raise FieldError(where, f"place.{name}", None, "it is needed")


def _day(value: object, where: str, field: str) -> None:
    if isinstance(value, str) and interval(value) is None:
        raise FieldError(where, field, value, "YYYY-MM-DD, YYYY-MM or YYYY is expected")


def _figure(value: object, where: str, field: str) -> None:
    if value is not None:
        for end in _pair(value, where, field):
            if end is not None:
                check_value(end, Field(field, "int", least=0), where)


def _pair(value: object, where: str, field: str) -> list[Any]:
    pair = _list(value, where, field)
    if len(pair) != 2:  # noqa: PLR2004 - two ends
        raise FieldError(where, field, value, "a list of two numbers is expected")
    return pair


def _list(value: object, where: str, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise FieldError(where, field, value, "a list is expected")
    return value


def _object(value: object, where: str, field: str | None) -> Row:
    if not isinstance(value, dict):
        raise FieldError(where, field, value, "an object is expected")
    return value
