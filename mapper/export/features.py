"""A row on its way out: its cells in the schema's order and its geometry, rounded.

A coordinate's decimals are a claim about precision. Points are rounded so that rounding
moves them by no more than a tenth of their uncertainty radius, and never finer than
five decimals (about a metre).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.addresses import COLUMNS as ADDRESSES
from mapper.base.addresses import web_address
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from mapper.base import schema

FINEST = 5
_METRES_PER_DEGREE = 111_320.0
_SHARE_OF_RADIUS = 0.1

Geometry = dict[str, Any]
"""A GeoJSON geometry object: type and coordinates, longitude before latitude."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One row: every column of its table, null as None, and a geometry or None."""

    cells: dict[str, Any]
    geometry: Geometry | None


def decimals(radius_m: float | None) -> int:
    """Say how many decimals of a degree a position deserves.

    Parameters
    ----------
    radius_m
        Radius in metres of the disc that holds the true place with 90 % probability;
        None when it is not known.

    Returns
    -------
    decimals
        0 to 5.

    Examples
    --------
    >>> [decimals(radius) for radius in (None, 50, 800, 30_000)]
    [5, 5, 3, 2]
    """
    if not radius_m or radius_m <= 0:
        return FINEST
    half_units = _METRES_PER_DEGREE / 2 / (radius_m * _SHARE_OF_RADIUS)
    return min(max(math.ceil(math.log10(half_units)), 0), FINEST)


def from_frame(table: schema.Table, frame: pd.DataFrame) -> Iterator[Feature]:
    """Give a frame's rows as features, in order.

    Parameters
    ----------
    table
        Definition of the frame, which must have its columns.
    frame
        Rows; a GeoDataFrame in EPSG:4326 where the table has a geometry.
    """
    columns = [
        frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in table.names
    ]
    shapes = list(frame.geometry) if table.geometry else [None] * len(frame)
    for *values, shape in zip(*columns, shapes, strict=True):
        there = shape is not None and not shape.is_empty
        yield _record(table, values, _right_handed(shape) if there else None)


def from_row(table: schema.Table, row: Mapping[str, Any] | sqlite3.Row) -> Feature:
    """Turn a row of the store, with its point blob under ``geom``, into a feature."""
    values = [_typed(column, row[column.name]) for column in table.columns]
    return _record(table, values, of_points(geopackage.points(row[geopackage.GEOMETRY])))


def placed(
    table: schema.Table, cells: Mapping[str, Any], positions: list[tuple[float, float]]
) -> Feature:
    """Make a feature of a row that has (lon, lat) positions, rounded by its ``radius_m``."""
    return _record(table, [cells[name] for name in table.names], of_points(positions))


def _typed(column: schema.Column, value: Any) -> Any:  # noqa: ANN401 - cells are of any type
    """Give a stored cell its type: SQLite keeps booleans as 0 and 1; links lead to the web."""
    if column.name in ADDRESSES:
        return web_address(value)
    return bool(value) if column.type == "bool" and value is not None else value


def of_points(positions: list[tuple[float, float]]) -> Geometry | None:
    """Make a Point of one (lon, lat) position, a MultiPoint of several, None of none."""
    if not positions:
        return None
    if len(positions) == 1:
        return {"type": "Point", "coordinates": positions[0]}
    return {"type": "MultiPoint", "coordinates": positions}


def _record(table: schema.Table, values: list[Any], geometry: Geometry | None) -> Feature:
    """Round a row's position, in its cells and its geometry alike."""
    cells = dict(zip(table.names, values, strict=True))
    places = FINEST
    if geometry and geometry["type"] in {"Point", "MultiPoint"}:
        places = decimals(cells.get("radius_m"))
    for name in ("lat", "lon"):
        if cells.get(name) is not None:
            cells[name] = round(cells[name], places)
    if geometry is None:
        return Feature(cells, None)
    rounded = {"type": geometry["type"], "coordinates": _round(geometry["coordinates"], places)}
    return Feature(cells, rounded)


def _round(coordinates: Any, places: int) -> Any:  # noqa: ANN401 - nested as deep as the geometry type says
    """Round every number of a nest of coordinates, third dimensions left out."""
    if coordinates and isinstance(coordinates[0], int | float):
        return [round(coordinates[0], places), round(coordinates[1], places)]
    return [_round(part, places) for part in coordinates]


def _right_handed(shape: Any) -> Geometry:  # noqa: ANN401 - any shapely geometry
    """Give a shape as GeoJSON, outer rings counter-clockwise as RFC 7946 section 3.1.6 asks."""
    from shapely.geometry import MultiPolygon, mapping, polygon  # noqa: PLC0415 - frames only

    if shape.geom_type == "Polygon":
        shape = polygon.orient(shape)
    elif shape.geom_type == "MultiPolygon":
        shape = MultiPolygon([polygon.orient(part) for part in shape.geoms])
    return dict(mapping(shape))
