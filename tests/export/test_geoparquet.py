"""GeoParquet: typed columns, true dates, the format's metadata."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import fabricated
import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely

from mapper.base import frames, schema
from mapper.export.geoparquet import write_geoparquet

if TYPE_CHECKING:
    from pathlib import Path

TABLES = fabricated.tables(60)


@pytest.mark.parametrize("name", ["incidents", "locations", "uncertainty"])
def test_geopandas_reads_the_same_rows(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.parquet"
    write_geoparquet(path, schema.TABLES[name], TABLES[name])
    back = gpd.read_parquet(path)
    frame = TABLES[name]
    assert list(back.columns) == list(frame.columns)
    assert back["incident_id"].tolist() == frame["incident_id"].tolist()
    assert back.crs.to_authority() == ("OGC", "CRS84")
    assert (back.geometry.isna() == frame.geometry.isna()).all()
    there = frame.geometry.notna()
    drift = shapely.hausdorff_distance(back.geometry[there].array, frame.geometry[there].array)
    assert drift.max() < 0.02


def test_days_are_dates_and_counts_are_integers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_geoparquet(path, schema.INCIDENTS, TABLES["incidents"], notes={"licence": "CC BY 4.0"})
    columns = pq.read_table(path).to_pydict()
    days = [day for day in columns["date_start"] if day is not None]
    assert days
    assert all(isinstance(day, date) for day in days)
    assert [str(day) if day else None for day in columns["date_start"]] == [
        day if isinstance(day, str) else None for day in TABLES["incidents"]["date_start"]
    ]
    kinds = {field.name: str(field.type) for field in pq.read_schema(path)}
    assert (kinds["killed_min"], kinds["killed_open"], kinds["rule"]) == ("int64", "bool", "string")
    assert pq.read_metadata(path).metadata[b"licence"] == b"CC BY 4.0"


def test_the_metadata_is_the_formats(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_geoparquet(path, schema.INCIDENTS, TABLES["incidents"])
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPoint", "Point"]
    assert len(geo["columns"]["geometry"]["bbox"]) == 4


def test_a_table_without_geometry_is_plain_parquet_and_an_empty_one_keeps_its_types(
    tmp_path: Path,
) -> None:
    write_geoparquet(tmp_path / "a.parquet", schema.CLAIMS, TABLES["claims"])
    assert b"geo" not in (pq.read_metadata(tmp_path / "a.parquet").metadata or {})
    write_geoparquet(tmp_path / "b.parquet", schema.INCIDENTS, frames.frame(schema.INCIDENTS, []))
    assert str(pq.read_schema(tmp_path / "b.parquet").field("date_start").type) == "date32[day]"


def test_the_same_frame_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_geoparquet(tmp_path / name, schema.LOCATIONS, TABLES["locations"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
