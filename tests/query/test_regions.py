"""Regions from files of other programs: the same answer from each, or the reason for none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fabricated
import geopandas as gpd
import pytest
from shapely import GeometryCollection, LineString, Point, Polygon, box, transform
from shapely.geometry import mapping

from mapper import query
from mapper.base.errors import RegionError
from mapper.query.question import Question, ask
from mapper.query.regions import find_region
from mapper.store.reader import open_store
from mapper.store.writer import write_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

TABLES = fabricated.tables(200)
AREA = box(36.2, 35.2, 36.7, 35.8)
BOW = Polygon([(36, 35), (37, 36), (37, 35), (36, 36)])
SPIKE = Polygon([(36, 35), (37, 36), (36.5, 35.5), (36, 35)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    write_store(path, TABLES)
    connection = open_store(path)
    yield connection
    connection.close()


def drawn(path: Path, *shapes: BaseGeometry, **members: Any) -> str:  # noqa: ANN401 - of GeoJSON
    """Write GeoJSON."""
    features = [
        {"type": "Feature", "properties": {"name": f"part {n}"}, "geometry": mapping(shape)}
        for n, shape in enumerate(shapes, start=1)
    ]
    document = {"type": "FeatureCollection", "features": features, **members}
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def count(store: sqlite3.Connection, *regions: str, **more: Any) -> tuple[int, tuple[str, ...]]:  # noqa: ANN401 - handed on
    asked = ask(Question(regions=regions, scope="all", reports=True, **more), store)
    return query.count(store, asked.conditions, of=asked.of), asked.remarks


@pytest.mark.parametrize("epsg", [4326, 3857, 32637])
@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("own.shp", "ESRI Shapefile"),
        ("own.gpkg", "GPKG"),
        ("own.fgb", "FlatGeobuf"),
        ("own.geojson", "GeoJSON"),
        ("own.kml", "KML"),
    ],
)
def test_a_polygon_counts_the_same_from_every_format_and_crs(
    store: sqlite3.Connection, tmp_path: Path, name: str, driver: str, epsg: int
) -> None:
    frame = gpd.GeoDataFrame({"Name": ["own"]}, geometry=[AREA], crs=4326)
    if driver != "KML":
        frame = frame.to_crs(epsg)
    if driver == "GeoJSON":
        (tmp_path / name).write_text(frame.to_json(to_wgs84=False), encoding="utf-8")
    else:
        frame.to_file(tmp_path / name, driver=driver, engine="pyogrio")
    expected, _ = count(store, drawn(tmp_path / "plain.geojson", AREA))
    assert expected > 5
    assert count(store, str(tmp_path / name))[0] == expected


def test_a_polygon_that_crosses_itself_is_mended_and_that_is_said(
    store: sqlite3.Connection, tmp_path: Path
) -> None:
    number, remarks = count(store, drawn(tmp_path / "bow.geojson", BOW))
    assert number
    assert "feature 1 (part 1) crosses itself near 36.5 35.5; mended" in remarks[0]
    outline = find_region(str(tmp_path / "bow.geojson"), lambda: pytest.fail("no name")).outline()
    assert outline is not None
    assert outline.area == pytest.approx(0.5)


def test_a_polygon_that_encloses_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegionError, match=r"feature 1 \(part 1\) encloses nothing"):
        find_region(drawn(tmp_path / "spike.geojson", SPIKE), lambda: pytest.fail("no name"))
    region = find_region(
        drawn(tmp_path / "both.geojson", AREA, SPIKE), lambda: pytest.fail("no name")
    )
    assert "feature 2 (part 2) left out" in region.remarks[0]


def test_what_is_no_polygon_is_counted_and_left_out(tmp_path: Path) -> None:
    mixed = GeometryCollection([AREA, Point(36, 35)])
    line = LineString([(36, 35), (37, 36)])
    region = find_region(drawn(tmp_path / "a.geojson", mixed, line), lambda: pytest.fail("no name"))
    assert region.outline() == AREA.normalize() or region.outline().equals(AREA)  # type: ignore[union-attr]
    assert "1 Point, 1 LineString left out" in region.remarks[0]


def swapped(shape: BaseGeometry) -> BaseGeometry:
    return transform(shape, lambda corners: corners[:, ::-1])


METRES = box(230_000, 3_930_000, 320_000, 4_000_000)
REFUSED: dict[str, tuple[list[Any], dict[str, Any], str]] = {
    "metres without a CRS": ([METRES], {}, "feature 1 .*outside the globe.*need a CRS"),
    "metres that claim degrees": (
        [METRES],
        {"crs": {"properties": {"name": "EPSG:4326"}}},
        "globe",
    ),
    "latitude beyond the pole": ([box(35, 120, 36, 121)], {}, "latitude first"),
    "an unknown CRS": ([AREA], {"crs": {"properties": {"name": "Mars"}}}, "unknown CRS 'Mars'"),
    "a CRS by link only": ([AREA], {"crs": {"type": "link"}}, "CRS is not named"),
    "no features": ([], {}, "holds no polygon, nothing drawn"),
    "lines only": ([LineString([(36, 35), (37, 36)])], {}, "only 1 LineString"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_region_says_why(tmp_path: Path, case: str) -> None:
    shapes, members, words = REFUSED[case]
    with pytest.raises(RegionError, match=words) as caught:
        find_region(
            drawn(tmp_path / "own.geojson", *shapes, **members), lambda: pytest.fail("no name")
        )
    assert "own.geojson" in str(caught.value)


def test_swapped_axes_are_told_from_where_the_places_are(
    store: sqlite3.Connection, tmp_path: Path
) -> None:
    with pytest.raises(RegionError, match=r"region own meets no place .*axes swapped"):
        count(store, drawn(tmp_path / "own.geojson", swapped(AREA)))
    with pytest.raises(RegionError, match=r"box 35.2,36.2,35.8,36.7 meets no place .*swapped"):
        count(store, bbox="35.2,36.2,35.8,36.7")
    with pytest.raises(RegionError, match=r"surroundings .*swapped"):
        count(store, near="35.5,36.5", within_km=5)


def test_a_region_apart_from_every_place_is_an_empty_answer_that_says_so(
    store: sqlite3.Connection, tmp_path: Path
) -> None:
    number, remarks = count(store, drawn(tmp_path / "away.geojson", box(5, 6, 7, 8)))
    assert number == 0
    assert "region away (west, south, east, north: 5, 6, 7, 8) meets no place" in remarks[0]


def test_a_name_is_a_name_even_where_a_folder_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Idlib").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_region("Idlib", _shipped).units == ("Idlib",)
    with pytest.raises(RegionError, match="no region is called"):
        find_region("Atlantis Minor", _shipped)


def test_a_name_that_is_only_alike_is_taken_with_a_remark() -> None:
    taken = {
        "Idlob": "Idlib (Syria, governorate)",
        "Alepo governorate": "Aleppo (Syria, governorate)",
        "northern Idlob": "north of Idlib",
    }
    for asked, words in taken.items():
        remarks = find_region(asked, _shipped).remarks
        assert remarks == (f"no region is called {asked!r}; took {words}",)
    # Listed for the region; for its seat; without the word for its unit.
    for asked in (
        "idlib",
        "إدلب",
        "Idleb",
        "Hamah",
        "Idlib Governorate",
        "Ariha district",
        "Syria",
    ):
        assert find_region(asked, _shipped).remarks == ()


def _shipped() -> Any:  # noqa: ANN401 - the pack
    from mapper.gazetteer.load import load_gazetteer  # noqa: PLC0415 - only names need it

    return load_gazetteer()
