"""Files of shapes: one reader for every format, and one clear sentence where there is nothing."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from mapper.base import vectors
from mapper.base.errors import VectorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SQUARE = box(36, 35, 37, 36)
DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG", "kml": "KML", "fgb": "FlatGeobuf"}


def write(path: Path, *shapes: Any, crs: int | None = 4326, **how: Any) -> Path:  # noqa: ANN401 - handed on as it is
    """Write shapes in the format of a file's ending."""
    frame = gpd.GeoDataFrame(
        {"Name": [f"area {n}" for n in range(len(shapes))]}, geometry=[*shapes]
    )
    if crs:
        frame = frame.set_crs(4326).to_crs(crs)
    frame.to_file(path, driver=DRIVERS[path.suffix[1:]], engine="pyogrio", **how)
    return path


def zipped(path: Path, *files: Path, folder: str = "") -> Path:
    """Put files into an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.write(file, folder + file.name)
    return path


@pytest.mark.parametrize("ending", DRIVERS)
def test_every_format_gives_the_same_features(tmp_path: Path, ending: str) -> None:
    found = vectors.read(write(tmp_path / f"own.{ending}", SQUARE))
    (feature,) = found.document["features"]
    assert feature["properties"]["Name"] == "area 0"
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert found.document["crs"] == "EPSG:4326"


def test_a_file_keeps_the_crs_it_names(tmp_path: Path) -> None:
    found = vectors.read(write(tmp_path / "own.shp", SQUARE, crs=32637))
    assert found.document["crs"] == "EPSG:32637"


def test_an_archive_holds_a_shapefile_in_any_folder(tmp_path: Path) -> None:
    write(tmp_path / "own.shp", SQUARE)
    parts = [path for path in tmp_path.iterdir() if path.stem == "own"]
    found = vectors.read(zipped(tmp_path / "all.zip", *parts, folder="a folder/../"))
    assert len(found.document["features"]) == 1
    assert not (tmp_path.parent / "own.shp").exists()


def test_kmz_is_its_document(tmp_path: Path) -> None:
    document = write(tmp_path / "doc.kml", SQUARE)
    found = vectors.read(zipped(tmp_path / "own.kmz", document))
    assert len(found.document["features"]) == 1


def test_json_may_be_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-16")
    assert vectors.read(path).document["features"] == []


def test_one_of_several_layers_is_named_after_a_colon(tmp_path: Path) -> None:
    path = write(tmp_path / "own.gpkg", SQUARE, layer="north")
    write(path, SQUARE, SQUARE, layer="south")
    with pytest.raises(VectorError, match=r"several layers: north, south; name .*own\.gpkg:north"):
        vectors.read(path)
    assert len(vectors.read(*vectors.named(f"{path}:south")).document["features"]) == 2
    with pytest.raises(VectorError, match="no layer 'east'; there are: north, south"):
        vectors.read(path, "east")


def test_the_only_layer_of_polygons_is_taken_and_that_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "own.gpkg", Point(36, 35), layer="places")
    write(path, SQUARE, layer="areas")
    found = vectors.read(path)
    assert found.document["features"][0]["geometry"]["type"] == "Polygon"
    assert "layer areas was taken" in found.remarks[0]


def test_archives_of_several_files_ask_which(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.fgb", SQUARE) for name in ("north", "south")]
    path = zipped(tmp_path / "all.zip", *files)
    with pytest.raises(VectorError, match=r"name one of them as .*all\.zip:north"):
        vectors.read(path)
    assert len(vectors.read(path, "south").document["features"]) == 1


def _no_index(folder: Path) -> Path:
    path = write(folder / "own.shp", SQUARE)
    path.with_suffix(".shx").unlink()
    return path


def _text(name: str, text: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_text(text)
        return folder / name

    return make


FETCHING = (
    "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/http://example.org/"
    "</SrcDataSource></OGRVRTLayer><!-- <kml> --></OGRVRTDataSource>"
)
BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "nothing there": (lambda folder: folder / "own.shp", "No such file"),
    "an empty file": (_text("own.kml", ""), "is empty"),
    "a text": (_text("own.gpkg", "hello"), "is no GeoPackage"),
    "another kind": (_text("own.csv", "a,b"), "files of this kind are not read"),
    "a shapefile without index": (_no_index, r"own\.shx is not beside it"),
    "half an archive": (_text("own.zip", "PK\x03\x04"), "damaged"),
    "an archive of other things": (
        lambda folder: zipped(folder / "own.zip", _text("a.txt", "a")(folder)),
        "holds no file of shapes",
    ),
    "a file that fetches another": (_text("own.kml", FETCHING), "is no KML"),
    "a fetching file in an archive": (
        lambda folder: zipped(folder / "own.kmz", _text("doc.kml", FETCHING)(folder)),
        "is no KML",
    ),
    "JSON nested too deeply": (_text("own.json", "[" * 100_000), "nested too deeply"),
    "JSON cut short": (_text("own.json", "{"), "no GeoJSON"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_is_one_sentence_with_the_file(tmp_path: Path, case: str) -> None:
    make, words = BROKEN[case]
    with pytest.raises(VectorError, match=words) as caught:
        vectors.read(make(tmp_path))
    assert "own" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_archive_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "own.zip", write(tmp_path / "own.fgb", SQUARE))
    monkeypatch.setattr(vectors, "LARGEST", 100)
    with pytest.raises(VectorError, match="holds more than"):
        vectors.read(path)


def test_lines_and_points_are_features_too(tmp_path: Path) -> None:
    path = write(tmp_path / "own.fgb", LineString([(36, 35), (37, 36)]))
    assert vectors.read(path).document["features"][0]["geometry"]["type"] == "LineString"
