"""GeoJSON features taken for events or reports: every cell held against its column, one by one."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

_LARGEST = 2**53
"""Whole numbers beyond it are not what was written, in any program that reads JSON."""

HALF_ROUND_M = 20_000_000
"""Half the Earth's circumference in metres: no radius is larger."""

_POINTS = frozenset({"Point", "MultiPoint"})


def row_of(feature: Any, number: int) -> tuple[schema.Table, dict[str, Any]]:  # noqa: ANN401 - as it was parsed
    """Turn a feature into a row of events or incidents; properties of other names are left behind.

    Parameters
    ----------
    feature
        What JSON gave, right or wrong.
    number
        Its place on stdin, from 1.

    Returns
    -------
    table, row
        `schema.INCIDENTS` where it has an ``incident_id``, `schema.EVENTS` where it only has an
        ``event_id``; cells of the types of its columns, and ``geometry``.

    Raises
    ------
    StoreError
        If it is no such feature; names feature, column and value.
    """
    try:
        properties, place = feature["properties"], feature["geometry"]
        cells = {str(name): value for name, value in properties.items()}
    except (KeyError, TypeError, AttributeError) as problem:
        raise StoreError(f"stdin: feature {number} is no GeoJSON feature ({problem})") from problem
    is_event = cells.get("incident_id") is None and cells.get("event_id") is not None
    table = schema.EVENTS if is_event else schema.INCIDENTS
    row: dict[str, Any] = {}
    for column in table.columns:
        value = cells.get(column.name)
        if value is None:
            if column.required:
                raise StoreError(f"stdin: feature {number} lacks {column.name!r}")
            continue
        if not _TESTS[column.type](value):
            shown = repr(value)[:60]
            raise StoreError(
                f"stdin: feature {number}: {column.name} is {shown}, no {_WORDS[column.type]}"
            )
        if column.codes and value not in column.codes:
            raise StoreError(
                f"stdin: feature {number}: {column.name} is {value!r}, none of"
                f" {', '.join(map(str, column.codes))}"
            )
        row[column.name] = value
    radius = row.get("radius_m", 0)
    if not 0 <= radius <= HALF_ROUND_M:
        raise StoreError(f"stdin: feature {number}: radius_m is {radius}, no radius in metres")
    return table, row | {"geometry": None if place is None else _points(place, number)}


def _points(member: Any, number: int) -> BaseGeometry:  # noqa: ANN401 - as it was parsed
    """Build a point or several."""
    from mapper.base.errors import VectorError  # noqa: PLC0415 - as below
    from mapper.base.globe import parted  # noqa: PLC0415 - loads shapely
    from mapper.base.soundness import drawn  # noqa: PLC0415 - as above

    try:
        geometry = parted(drawn(member)[0])
    except VectorError as problem:
        raise StoreError(f"stdin: feature {number}: its geometry {problem}") from problem
    if geometry.geom_type not in _POINTS:
        raise StoreError(f"stdin: feature {number} is a {geometry.geom_type}, not a point")
    return geometry


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: object) -> bool:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and abs(value) <= _LARGEST and isfinite(value)  # type: ignore[arg-type]


def _is_whole(value: object) -> bool:
    return _is_number(value) and float(value).is_integer()  # type: ignore[arg-type]


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_TESTS: dict[schema.ColumnType, Callable[[object], bool]] = {
    "text": _is_text,
    "date": _is_day,
    "int": _is_whole,
    "float": _is_number,
    "bool": _is_flag,
}
_WORDS = {
    "text": "text",
    "date": "day as YYYY-MM-DD",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
}
