"""GeoParquet 1.1, for DuckDB, geopandas and whoever reads columns."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing
from mapper.export.features import from_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from mapper.base.schema import Column, Table
    from mapper.export.features import Feature

VERSION = "1.1.0"
GEOMETRY = "geometry"


def write_geoparquet(
    path: Path, table: Table, frame: pd.DataFrame, *, notes: Mapping[str, str] | None = None
) -> None:
    """Write a frame as GeoParquet, or as plain Parquet where it has no geometry.

    Geometries are WKB, longitude before latitude, in the format's own default system
    (OGC:CRS84, which is WGS 84); days are true dates.

    Parameters
    ----------
    path
        File to write; it appears whole.
    table
        Definition of the frame.
    frame
        Rows in EPSG:4326; their order is kept. The same frame gives the same bytes.
    notes
        Text to keep in the file, such as ``credits`` and ``licence``.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 - costs 0.1 s
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    features = list(from_frame(table, frame))
    columns = {column.name: _column(column, features) for column in table.columns}
    metadata = dict(notes or {})
    if table.geometry is not None:
        shapes = _shapes(features)
        columns[GEOMETRY] = pa.array(_wkb(shapes), pa.binary())
        metadata["geo"] = json.dumps(_geo(shapes))
    made = pa.table(columns).replace_schema_metadata(metadata)
    with replacing(path) as draft:
        pq.write_table(made, draft, compression="zstd")


def _column(column: Column, features: Sequence[Feature]) -> pa.Array:
    """Make a typed column; a day is a date."""
    import pyarrow as pa  # noqa: PLC0415 - costs 0.1 s

    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    values = [feature.cells[column.name] for feature in features]
    if column.type == "date":
        values = [value and date.fromisoformat(value) for value in values]
    return pa.array(values, kinds[column.type])


def _shapes(features: Sequence[Feature]) -> list[Any]:
    from shapely.geometry import shape  # noqa: PLC0415 - as above

    return [one.geometry and shape(one.geometry) for one in features]


def _wkb(shapes: Sequence[Any]) -> list[bytes | None]:
    import shapely  # noqa: PLC0415 - only a build draws areas

    return [shape and shapely.to_wkb(shape, byte_order=1) for shape in shapes]


def _geo(shapes: Sequence[Any]) -> dict[str, Any]:
    """Describe the geometry column as the format asks."""
    from mapper.base.globe import box_of  # noqa: PLC0415 - loads shapely

    there = [shape for shape in shapes if shape is not None]
    described: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in there}),
    }
    box = box_of(there)
    if box is not None:
        described["bbox"] = list(box)
    return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: described}}
