"""Layers of the store: a table's columns as a GeoPackage types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.store import geopackage

if TYPE_CHECKING:
    from mapper.base import schema

TIMES = ("time_start", "time_end")


_TYPES: dict[schema.ColumnType, str] = {
    "text": "TEXT",
    "date": "DATE",
    "int": "INTEGER",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
}


_GEOMETRIES = {
    **dict.fromkeys(("incidents", "events"), "MULTIPOINT"),
    "Point": "POINT",
    "Polygon": "MULTIPOLYGON",
}


_TIMED = {
    **dict.fromkeys(("incidents", "events"), ("date_start", "date_end")),
    "zones": ("valid_from", "valid_to"),
}


_TIMED_BY_INCIDENT = ("locations", "uncertainty")


AREAS_BY_FID = "fid, incident_id, place_id, shape, radius_m"
"""Columns of the index by which a region's candidates are read, without their polygons."""


def layer_of(table: schema.Table) -> geopackage.Layer:
    """Say how a table of the schema looks in the GeoPackage."""
    columns = tuple((column.name, _TYPES[column.type]) for column in table.columns)
    if table.name in _TIMED or table.name in _TIMED_BY_INCIDENT:
        columns += tuple((name, "DATETIME") for name in TIMES)
    kind = table.geometry and _GEOMETRIES.get(
        table.name, _GEOMETRIES.get(table.geometry, "GEOMETRY")
    )
    return geopackage.Layer(table.name, table.meaning, columns, kind)
