"""GeoJSON features taken for events or reports: every cell held against its column, one by one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.addresses import COLUMNS as ADDRESSES
from mapper.base.addresses import web_address
from mapper.base.checked import Field, FieldError, check_fields, feature_of
from mapper.base.errors import StoreError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

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
    where = f"stdin: feature {number}"
    try:
        told = feature_of(feature, where)
        cells = {str(name): value for name, value in told["properties"].items()}
        is_event = cells.get("incident_id") is None and cells.get("event_id") is not None
        table = schema.EVENTS if is_event else schema.INCIDENTS
        row = check_fields(cells, _fields(table), where)
        _check_addresses(row, where)
    except FieldError as problem:
        raise StoreError(str(problem)) from problem
    place = told["geometry"]
    return table, row | {"geometry": None if place is None else _points(place, number)}


def _check_addresses(row: dict[str, Any], where: str) -> None:
    for name in sorted(ADDRESSES & row.keys()):
        if web_address(row[name]) is None:
            raise FieldError(where, name, row[name], "an address of the web is expected")


@cache
def _fields(table: schema.Table) -> tuple[Field, ...]:
    """Give what each column of a table holds."""
    return tuple(
        Field(
            column.name,
            column.type,
            required=column.required,
            codes=column.codes,
            least=0 if column.name == "radius_m" else None,
            most=HALF_ROUND_M if column.name == "radius_m" else None,
        )
        for column in table.columns
    )


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
