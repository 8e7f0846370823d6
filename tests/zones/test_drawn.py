"""Zones that somebody drew in another program: read, completed, or refused with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, MultiLineString, Point, Polygon, box
from shapely.geometry import mapping

from mapper.base.errors import ZoneError
from mapper.gazetteer.load import load_gazetteer
from mapper.zones.attributes import fields
from mapper.zones.verdicts import judge, relations
from mapper.zones.zone import load_zones, zones_of_file

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

AREA = box(36.4, 35.4, 36.8, 35.7)
WHOLE: dict[str, Any] = {
    "kind": "safe_zone",
    "name": "An area",
    "valid_from": "2019-10-09",
    "source": "drawn by hand",
}
DRIVERS = [("zones.shp", "ESRI Shapefile"), ("zones.gpkg", "GPKG"), ("zones.fgb", "FlatGeobuf")]


def write(path: Path, driver: str, shape: BaseGeometry, *, crs: int = 4326, **cells: Any) -> str:  # noqa: ANN401 - of a table
    """Write one feature as another program does."""
    frame = gpd.GeoDataFrame({name: [cell] for name, cell in cells.items()}, geometry=[shape])
    frame = frame.set_crs(4326).to_crs(crs)
    frame.to_file(path, driver=driver, engine="pyogrio")
    return str(path)


def drawn(path: Path, *shapes: BaseGeometry, **cells: Any) -> str:  # noqa: ANN401 - of GeoJSON
    features = [
        {"type": "Feature", "properties": cells, "geometry": mapping(shape)} for shape in shapes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(path)


@pytest.mark.parametrize(("name", "driver"), DRIVERS)
def test_a_pack_may_have_its_zones_in_any_format(tmp_path: Path, name: str, driver: str) -> None:
    write(tmp_path / name, driver, AREA, crs=32637, id="own", accuracy_k=2.5, **WHOLE)
    (zone,) = load_zones(tmp_path / name).zones
    assert (zone.zone_id, zone.feature.accuracy_km) == ("own", 2.5)
    assert (zone.feature.kind, zone.feature.valid_from) == ("safe_zone", "2019-10-09")
    assert zone.feature.geometry is not None
    assert zone.feature.geometry.bounds == pytest.approx(AREA.bounds, abs=1e-3)


def test_the_pack_finds_its_zones_and_hashes_them_by_any_ending(repo: Path, tmp_path: Path) -> None:
    for path in (repo / "gazetteer").iterdir():
        if path.is_file() and path.name != "zones.geojson":
            (tmp_path / path.name).symlink_to(path)
    pack = load_gazetteer(tmp_path)
    assert pack.zones_path == tmp_path / "zones.geojson"
    before = pack.hash()
    write(tmp_path / "zones.gpkg", "GPKG", AREA, id="own", **WHOLE)
    assert pack.zones_path == tmp_path / "zones.gpkg"
    assert pack.hash() != before


def test_a_bare_polygon_is_a_zone_that_holds_always_and_that_is_said(tmp_path: Path) -> None:
    zones, remarks = zones_of_file(drawn(tmp_path / "own.geojson", AREA))
    (zone,) = zones.judged
    assert (zone.zone_id, zone.name, zone.feature.source) == ("own", "own", "own.geojson")
    assert zone.holds("1900-01-01")
    assert "no days are given for own: in force always" in remarks[0]
    assert "no accuracy_km is given for own: taken as exact" in remarks[1]


def test_a_zone_without_days_needs_no_date_for_a_verdict(tmp_path: Path) -> None:
    zones, _ = zones_of_file(drawn(tmp_path / "own.geojson", AREA))
    place = {"incident_id": "inc-1", "seq": 1, "lat": 35.55, "lon": 36.6, "radius_m": 0.0}
    asked = pd.DataFrame([place | {"date_start": None, "date_end": None}])
    related = relations(asked, zones)
    assert related["verdict"].tolist() == ["inside"]
    assert related["in_force"].tolist() == [True]
    assert judge(asked, related, zones)["zone_verdict"].tolist() == ["inside"]


def test_features_of_one_name_are_told_apart(tmp_path: Path) -> None:
    zones, _ = zones_of_file(drawn(tmp_path / "own.geojson", AREA, AREA, name="Area", id=0))
    assert [zone.zone_id for zone in zones.zones] == ["0", "0-2"]


@pytest.mark.parametrize("shape", [LineString, lambda line: MultiLineString([line])])
def test_a_line_with_its_depth_in_a_column_is_a_strip(tmp_path: Path, shape: Any) -> None:  # noqa: ANN401 - makes a shape
    line = shape([(36.3, 35.5), (36.7, 35.5)])
    path = write(tmp_path / "own.gpkg", "GPKG", line, depth_km="15-20", side="left", name="Strip")
    (zone,) = zones_of_file(path)[0].zones
    assert zone.depths_km == (15.0, 20.0)


def test_columns_are_known_in_any_case_cut_short_and_as_kml_calls_them() -> None:
    cells = {
        "NAME": "A",
        "begin": "2019-05-06T00:00:00",
        "end": "2019/06/01",
        "description": "said",
        "vertex_acc": "1; 2,5",
        "half_width": "5 to 6",
        "accuracy_k": "2,5",
        "JUDGED": 0,
        "cut_by": "a, b",
        "OBJECTID": 4,
        "kind": None,
    }
    assert fields(cells) == {
        "name": "A",
        "valid_from": "2019-05-06",
        "valid_to": "2019-06-01",
        "note": "said",
        "vertex_accuracy_km": [1.0, 2.5],
        "half_width_km": [5.0, 6.0],
        "accuracy_km": 2.5,
        "judged": False,
        "cut_by": ["a", "b"],
    }


REFUSED: dict[str, tuple[list[Any], str]] = {
    "nothing": ([], "holds no feature"),
    "a crossing polygon": (
        [Polygon([(36, 35), (37, 36), (37, 35), (36, 36)])],
        "feature 'own', field 'geometry': unsound: crosses itself near 36.5 35.5",
    ),
    "metres": ([box(230_000, 3_930_000, 320_000, 4_000_000)], "metres need a CRS"),
    "a point": ([AREA, Point(36, 35)], "feature 'own 2', field 'geometry': a zone is a polygon"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_zone_is_one_sentence_with_file_and_feature(tmp_path: Path, case: str) -> None:
    shapes, words = REFUSED[case]
    with pytest.raises(ZoneError, match=words) as caught:
        zones_of_file(drawn(tmp_path / "own.geojson", *shapes))
    assert "own.geojson" in str(caught.value)


def test_a_pack_still_needs_every_field(tmp_path: Path) -> None:
    path = write(tmp_path / "zones.gpkg", "GPKG", AREA, name="Area")
    with pytest.raises(ZoneError, match="field 'id': missing"):
        load_zones(tmp_path / path)
