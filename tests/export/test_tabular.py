"""CSV: nothing runs in a spreadsheet, nothing is lost on the way."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from unicodedata import category

import fabricated
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import from_wkt

from mapper.base import frames, schema
from mapper.base.spreadsheets import as_before
from mapper.export.features import Feature, from_frame
from mapper.export.tabular import flat, headings, lines, wkt, write_csv

if TYPE_CHECKING:
    from pathlib import Path

TABLES = fabricated.tables(80)


def _read(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("sign", list("=+-@\t\r＝＋－＠"))
def test_text_that_begins_like_a_formula_is_disarmed(sign: str) -> None:
    rows = [{"key": "a", "value": f"{sign}cmd|' /C calc'!A0"}]
    text = "".join(lines(["key", "value"], rows))
    cell = next(csv.DictReader(io.StringIO(text, newline="")))["value"]
    assert cell == "'" + rows[0]["value"]


def test_negative_figures_stay_figures() -> None:
    assert list(lines(["a"], [{"a": -1.5}])) == ["a\n", "-1.5\n"]


@given(
    st.lists(
        st.fixed_dictionaries({"key": st.text(st.characters(codec="utf-8")), "value": st.none()}),
        max_size=4,
    )
)
def test_any_text_comes_back_but_for_the_apostrophe(rows: list[dict[str, str]]) -> None:
    text = "".join(lines(["key", "value"], rows))
    back = [row["key"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    kept = [row["key"] for row in rows]
    seen = ["".join("\ufffd" if is_unseen(sign) else sign for sign in one) for one in kept]
    assert list(map(as_before, back)) == list(map(as_before, seen))


def is_unseen(sign: str) -> bool:
    return category(sign) == "Cc" and sign not in "\t\r\n"


def test_incidents_get_a_position_and_their_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, schema.INCIDENTS, TABLES["incidents"])
    rows = _read(path)
    assert list(rows[0]) == [*schema.INCIDENTS.names, "lat", "lon", "wkt"]
    assert len(rows) == len(TABLES["incidents"])
    for row, shape in zip(rows, TABLES["incidents"].geometry, strict=True):
        assert (row["wkt"] == "") == (shape is None)
        assert (row["lat"] != "") == (shape is not None and shape.geom_type == "Point")
        if shape is not None:
            assert from_wkt(row["wkt"]).hausdorff_distance(shape) < 0.02


def test_polygons_are_written_as_well_known_text(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", schema.UNCERTAINTY, TABLES["uncertainty"])
    for row, shape in zip(_read(tmp_path / "a.csv"), TABLES["uncertainty"].geometry, strict=True):
        assert from_wkt(row["wkt"]).hausdorff_distance(shape) < 1e-5


def test_lines_and_collections_of_parts_are_well_known_text_too() -> None:
    line = [[36.0, 35.0], [36.5, 35.5]]
    assert from_wkt(wkt({"type": "LineString", "coordinates": line})).length > 0
    assert len(from_wkt(wkt({"type": "MultiLineString", "coordinates": [line, line]})).geoms) == 2
    ring = [[36.0, 35.0], [36.5, 35.5], [36.0, 35.5], [36.0, 35.0]]
    assert len(from_wkt(wkt({"type": "MultiPolygon", "coordinates": [[ring], [ring]]})).geoms) == 2


def test_booleans_and_nulls_have_one_spelling() -> None:
    assert list(lines(["a", "b", "c"], [{"a": True, "b": False, "c": None}]))[1] == "true,false,\n"


def test_a_byte_order_mark_comes_on_request(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", schema.RUN, frames.frame(schema.RUN, []), bom=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfkey,")


def test_tables_without_geometry_have_their_own_columns_only() -> None:
    assert headings(schema.CLAIMS) == schema.CLAIMS.names
    feature = next(from_frame(schema.CLAIMS, TABLES["claims"]))
    assert flat(schema.CLAIMS, feature) == feature.cells


def test_locations_keep_one_lat_and_lon() -> None:
    assert headings(schema.LOCATIONS).count("lat") == 1
    cells = dict.fromkeys(schema.LOCATIONS.names) | {"lat": 35.5, "lon": 36.5}
    assert flat(schema.LOCATIONS, Feature(cells, None))["lat"] == 35.5
