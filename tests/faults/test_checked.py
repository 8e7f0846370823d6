"""Structured input is checked where it comes in: file, line and field are named."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import fabricated
import pytest
from called import call

from mapper.base.errors import MapperError, StoreError
from mapper.score.gold import gold_of, json_lines
from mapper.store import read_table, write_store

INCIDENT = {
    "event_type": "airstrike",
    "background": False,
    "place": [{"canonical": "Saraqib", "lat": 35.86, "lon": 36.8, "tolerance_km": 2}],
    "date": "2019-05-06",
    "killed": [2, 2],
    "accept": {},
}

GOLD = {
    "no JSON": ("{", "line 1: not JSON"),
    "half a character": (b'{"id": "\xff"}', "line 1: not UTF-8 at byte 8"),
    "nested without end": ("[" * 100_000, "nested too deeply"),
    "a number without end": ('{"id": "a", "n": NaN}', "NaN is no number of JSON"),
    "a number of 5,000 digits": ('{"n": ' + "9" * 5000 + "}", "a number of 5000 digits"),
    "a list": ("[]", "line 1: an object is expected"),
    "an id that is a number": ({"id": 1}, "id is 1; text is expected"),
    "no incidents": ({"id": "a"}, "incidents is null; a list is expected"),
    "an incident that is text": ({"incidents": ["x"]}, "incident 1: an object is expected"),
    "a kind that is a list": ({"event_type": []}, "event_type is a list; text is expected"),
    "no kind": ({"event_type": None}, "event_type is null; text is needed"),
    "a date that is none": ({"date": "2019-13-01"}, "date is '2019-13-01'; YYYY-MM-DD"),
    "one end of a toll": ({"killed": [1]}, "killed is a list; a list of two numbers"),
    "a toll in words": ({"killed": ["a", 2]}, "killed is 'a'; a whole number is expected"),
    "a place beyond the pole": (
        {"place": [{"canonical": "x", "lat": 95, "lon": 0, "tolerance_km": 1}]},
        "lat is 95; a number from -90 to 90 is expected",
    ),
    "a place without a position": ({"place": [{"canonical": "x"}]}, "place.lat is null"),
    "what is right too, in a wrong shape": ({"accept": {"killed": 3}}, "accept.killed is 3"),
}


@pytest.mark.parametrize("case", GOLD)
def test_a_gold_set_names_line_and_field(case: str, tmp_path: Path) -> None:
    told: Any
    told, words = GOLD[case]
    if isinstance(told, dict):
        own = {"id": "a", "incidents": [INCIDENT]}
        is_inner = told.keys() & INCIDENT.keys()
        told = own | ({"incidents": [INCIDENT | told]} if is_inner else told)
        told.pop("incidents") if case == "no incidents" else None
        told = json.dumps(told)
    path = tmp_path / "gold.jsonl"
    path.write_bytes(told if isinstance(told, bytes) else told.encode())
    with pytest.raises(MapperError, match=r"gold\.jsonl, line 1") as raised:
        _ = [gold_of(one, where) for one, where in json_lines(path)]
    assert words in str(raised.value)


PACK = {
    "credits without names": ("credits.csv", "source,licence\nx,y\n", "credits.csv: column name"),
    "a title that is a list": ("pack.json", '{"title": []}', "title: [] is no text"),
    "a title that turns": ("pack.json", '{"title": "a\\u0001"}', "title: "),
    "half a sign": ("pack.json", '{"title": "\\ud800"}', "half a sign"),
    "no JSON": ("pack.json", "{", "not JSON: Expecting property name"),
    "a pack that is a list": ("pack.json", "[1]", "no JSON object"),
    "regions that are none": ("regions.geojson", '{"features": {}}', "not a GeoJSON feature"),
    "a region without shape": (
        "regions.geojson",
        '{"features": [{"properties": {"place_id": "a", "name": "b"}, "geometry": {"type": 1}}]}',
        "regions.geojson feature 1: its geometry is no GeoJSON geometry",
    ),
    "a region without end": (
        "regions.geojson",
        '{"features": [{"properties": {"place_id": "a", "name": "b"}, "geometry": 3}]}',
        "regions.geojson feature 1: geometry is 3",
    ),
    "zones that are none": ("zones.geojson", '{"features": 3}', "zones.geojson"),
    "places of another world": (
        "places.csv",
        "place_id,name,kind,lat,lon\na,A,town,1e999,0\n",
        "places.csv row 2: lat '1e999' is not a number",
    ),
    "a population in words": (
        "places.csv",
        "place_id,name,kind,lat,lon,population\na,A,town,1,0,many\n",
        "places.csv row 2: population 'many' is not a number",
    ),
    "names of nobody": ("names.csv", "place_id,name\nnone,A\n", "names.csv row 2: no place"),
    "parties without columns": ("actors.csv", "x\ny\n", "actors.csv"),
}


@pytest.mark.parametrize("case", PACK)
def test_a_pack_is_checked_before_anything_is_read(case: str, few: Path, tmp_path: Path) -> None:
    file, content, words = PACK[case]
    pack = shutil.copytree(few, tmp_path / "pack")
    (pack / file).write_text(content, "utf-8")
    told = call("build", tmp_path / "gone.txt", "--gazetteer", pack, "-o", tmp_path / "out")
    assert told.code == 1
    assert told.err.count("\n") == 1
    assert words in told.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (0, "x1", "geonameid 'x1' is no number (column 1)"),
        (14, "²", "population '²' is no number (column 15)"),
        (14, "9" * 400, "is no number (column 15)"),
    ],
)
def test_a_dump_of_geonames_names_row_and_column(
    column: int, value: str, words: str, few: Path, tmp_path: Path
) -> None:
    fields = ["1", "A", "A", "", "35", "36", "P", "PPL", "SY", *[""] * 5, "5", "", "", "x", ""]
    fields[column] = value
    dump = tmp_path / "SY.txt"
    dump.write_text("\t".join(fields) + "\n", "utf-8")
    words_ = ("gazetteer", "import", dump, "--as", "geonames", "-o", tmp_path / "p", "--base", few)
    told = call(*words_)
    assert (told.code, "SY.txt row 1" in told.err) == (1, True)
    assert words in told.err


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "store.gpkg"
    write_store(path, fabricated.tables(20))
    return path


STORES = {
    "a day that is none": (
        "UPDATE incidents SET date_start = '2019-13-45' WHERE rowid = 3",
        "table incidents row 3: date_start is '2019-13-45'; a day as YYYY-MM-DD",
    ),
    "bytes for text": ("UPDATE incidents SET places = x'ff'", "places is a"),
    "words for a figure": ("UPDATE incidents SET killed_min = 'many'", "killed_min is 'many'"),
    "a flag of 7": ("UPDATE incidents SET killed_open = 7", "killed_open is 7; true or false"),
    "a kind of none": ("UPDATE incidents SET event_type = 'party'", "event_type is 'party'"),
    "a radius without end": ("UPDATE locations SET radius_m = 9e999", "radius_m is inf"),
    "text for a shape": ("UPDATE incidents SET geom = 'x'", "its geometry is none"),
    "a column gone": (
        "ALTER TABLE claims DROP COLUMN wording",
        "table claims has no column wording",
    ),
    "a table gone": ("DROP TABLE candidates", "no table candidates"),
    "a view that asks itself": (
        "DROP TABLE run; CREATE VIEW run AS SELECT * FROM run",
        "is no store that `mapper build` made",
    ),
    "a version of 5,000 digits": (
        "UPDATE run SET value = printf('%05000d', 1) WHERE key = 'schema_version'",
        "is no store that `mapper build` made",
    ),
}


@pytest.mark.parametrize("case", STORES)
def test_a_damaged_store_is_told_by_table_row_and_column(
    case: str, whole: Path, tmp_path: Path
) -> None:
    change, words = STORES[case]
    path = Path(shutil.copy(whole, tmp_path / "store.gpkg"))
    connection = sqlite3.connect(path)
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in connection.execute(names).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.executescript(change)
    connection.commit()
    connection.close()
    with pytest.raises(StoreError) as raised:
        _ = [read_table(path, name) for name in ("incidents", "locations")]
    assert words in str(raised.value)
    for command in ("query", "info", "map"):
        more = ("-o", tmp_path / "m.html") if command == "map" else ()
        told = call(command, path, *more)
        assert told.code in {0, 1}
