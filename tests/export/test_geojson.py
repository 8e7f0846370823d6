"""GeoJSON: strict, flat, no finer than it deserves, read by GDAL."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import fabricated
import pytest
from shapely import MultiPoint, Point, Polygon, box
from shapely.geometry import shape

from mapper.base import frames, schema
from mapper.base.errors import ExportError
from mapper.export.features import decimals, from_frame
from mapper.export.geojson import sequence, write_geojson

if TYPE_CHECKING:
    from pathlib import Path

TABLES = fabricated.tables(120)
LAYERS = ("incidents", "locations", "uncertainty")


def check(collection: dict[str, Any]) -> None:
    """Hold a collection against RFC 7946, section by section."""
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection  # 4
    ids = []
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "properties", "geometry"}  # 3.2
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str | int)
        assert feature["id"] in feature["properties"].values()
        assert not any(isinstance(v, list | dict) for v in feature["properties"].values())
        ids.append(feature["id"])
        if feature["geometry"] is not None:
            _check_geometry(feature["geometry"])
    assert len(set(ids)) == len(ids)


def _check_geometry(geometry: dict[str, Any]) -> None:
    assert set(geometry) == {"type", "coordinates"}  # 3.1
    nest = geometry["coordinates"]
    for lon, lat in _positions(nest):
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert lon == round(lon, 5)
        assert lat == round(lat, 5)
    polygons = {"Polygon": [nest], "MultiPolygon": nest}.get(geometry["type"], [])
    for polygon in polygons:  # 3.1.6
        for number, ring in enumerate(polygon):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert Polygon(ring).exterior.is_ccw == (number == 0)


def _positions(nest: list[Any]) -> list[list[float]]:
    if isinstance(nest[0], float | int):
        return [nest]
    return [position for part in nest for position in _positions(part)]


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_keeps_the_standard(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.geojson"
    write_geojson(path, schema.TABLES[name], TABLES[name], notes={"licence": "CC BY 4.0"})
    collection = json.loads(path.read_text(encoding="utf-8"))
    check(collection)
    assert len(collection["features"]) == len(TABLES[name])
    assert collection["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("name", LAYERS)
def test_cells_are_the_tables_own_and_shapes_lie_where_they_were(tmp_path: Path, name: str) -> None:
    table, frame = schema.TABLES[name], TABLES[name]
    write_geojson(tmp_path / "a.geojson", table, frame)
    features = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for feature, row in zip(features, rows, strict=True):
        cells = {k: v for k, v in feature["properties"].items() if k != "id"}
        assert list(cells) == table.names
        for column in set(table.names) - {"lat", "lon"}:
            assert cells[column] == row[column]
        if row["geometry"] is None:
            assert feature["geometry"] is None
        else:
            drift = shape(feature["geometry"]).hausdorff_distance(row["geometry"]) * 111_320
            assert drift <= max(2, (row.get("radius_m") or 0) / 5)


def test_several_places_are_one_multipoint_and_none_is_null(tmp_path: Path) -> None:
    base = {"scope": "event", "event_type": "airstrike"}
    rows = [
        {"incident_id": "inc-1", **base, "geometry": MultiPoint([(36.5, 35.5), (36.6, 35.6)])},
        {"incident_id": "inc-2", **base},
        {"incident_id": "inc-3", **base, "geometry": Point(36.5, 35.5)},
    ]
    write_geojson(tmp_path / "a.geojson", schema.INCIDENTS, frames.frame(schema.INCIDENTS, rows))
    collection = json.loads((tmp_path / "a.geojson").read_text())
    check(collection)
    kinds = [f["geometry"] and f["geometry"]["type"] for f in collection["features"]]
    assert kinds == ["MultiPoint", None, "Point"]


def test_clockwise_rings_and_holes_are_turned(tmp_path: Path) -> None:
    clockwise = Polygon(
        box(36, 35, 37, 36, ccw=False).exterior, [box(36.4, 35.4, 36.6, 35.6, ccw=True).exterior]
    )
    rows = [
        {"place_id": "a", "geometry": clockwise},
        {"place_id": "b", "geometry": clockwise.union(box(40, 35, 41, 36))},
    ]
    write_geojson(tmp_path / "a.geojson", schema.REGIONS, frames.frame(schema.REGIONS, rows))
    check(json.loads((tmp_path / "a.geojson").read_text()))


@pytest.mark.parametrize("radius", [1.0, 90.0, 500.0, 1000.0, 4000.0, 46_000.0, 250_000.0])
def test_rounding_moves_a_place_by_a_tenth_of_its_radius_at_most_and_not_a_tenth_of_that(
    radius: float,
) -> None:
    moved = 0.5 * 10 ** -decimals(radius) * 111_320
    assert moved <= max(radius / 10, 0.6)
    assert decimals(radius) == 5 or moved > radius / 100


def test_a_coarse_place_is_rounded_in_its_cells_too() -> None:
    rows = [
        {
            "incident_id": "inc-1",
            "seq": 1,
            "lat": 35.56789,
            "lon": 36.51234,
            "radius_m": 30_000.0,
            "geometry": Point(36.51234, 35.56789),
        }
    ]
    feature = next(from_frame(schema.LOCATIONS, frames.frame(schema.LOCATIONS, rows)))
    assert feature.geometry == {"type": "Point", "coordinates": [36.51, 35.57]}
    assert (feature.cells["lon"], feature.cells["lat"]) == (36.51, 35.57)


def test_the_same_frame_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_geojson(tmp_path / name, schema.INCIDENTS, TABLES["incidents"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_table_is_an_empty_collection(tmp_path: Path) -> None:
    write_geojson(tmp_path / "a.geojson", schema.INCIDENTS, frames.frame(schema.INCIDENTS, []))
    assert json.loads((tmp_path / "a.geojson").read_text())["features"] == []


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    nasty = '</script>"\\\n\u2028\x00 ${x} مكان'
    rows = [{"incident_id": "inc-1", "scope": "event", "event_type": "other", "sentence": nasty}]
    write_geojson(tmp_path / "a.geojson", schema.INCIDENTS, frames.frame(schema.INCIDENTS, rows))
    feature = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"][0]
    assert feature["properties"]["sentence"] == nasty


def test_a_sequence_has_one_feature_a_line_with_a_separator_where_asked() -> None:
    table, frame = schema.INCIDENTS, TABLES["incidents"]
    plain = list(sequence(table, from_frame(table, frame)))
    marked = list(sequence(table, from_frame(table, frame), rs=True))
    assert [json.loads(line)["type"] for line in plain] == ["Feature"] * len(frame)
    assert marked == ["\x1e" + line for line in plain]
    assert all(line.count("\n") == 1 for line in plain)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot write"):
        write_geojson(tmp_path / "file" / "a.geojson", schema.RUN, frames.frame(schema.RUN, []))


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="Debian's gdal-bin is not installed")
@pytest.mark.parametrize("name", LAYERS)
def test_gdal_reads_what_was_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.geojson"
    write_geojson(path, schema.TABLES[name], TABLES[name])
    told = subprocess.run(
        ["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True, check=True
    )
    assert f"Layer name: {name}" in told.stdout
    assert f"Feature Count: {len(TABLES[name])}" in told.stdout
    assert told.stderr == ""
