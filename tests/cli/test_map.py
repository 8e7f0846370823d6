"""``mapper map``: from a store, from stdin, with filters; what it refuses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import map_tables
import pytest
import shapely
from click.testing import CliRunner

from mapper.base import frames, schema
from mapper.cli.main import main
from mapper.export.geojson import write_geojson
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    tables = {name: frames.frame(table, []) for name, table in schema.TABLES.items()}
    write_store(path, tables | map_tables.tables())
    return path


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["map", *words], input=stdin)


def table_rows(page: str) -> int:
    """Count the rows of the page's plain table."""
    return len(re.findall("<tr>", page)) - 1


def test_it_draws_a_store_with_all_scopes(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run(str(store), "-o", str(out), "--title", "A title")
    assert done.exit_code == 0, done.output
    assert "8 reports" in done.stderr
    page = out.read_text(encoding="utf-8")
    assert "<title>A title</title>" in page
    assert table_rows(page) == 8


def test_it_takes_the_filters_of_query(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run(str(store), "-o", str(out), "--type", "airstrike", "--scope", "event")
    assert done.exit_code == 0, done.output
    assert table_rows(out.read_text(encoding="utf-8")) == 3


def test_it_draws_features_from_stdin(tmp_path: Path) -> None:
    whole = tmp_path / "incidents.geojson"
    write_geojson(whole, schema.INCIDENTS, map_tables.incidents())
    features = json.loads(whole.read_text(encoding="utf-8"))["features"]
    lines = "".join(f"{json.dumps(feature)}\n" for feature in features)
    out = tmp_path / "map.html"
    done = run("-", "-o", str(out), stdin=lines)
    assert done.exit_code == 0, done.output
    assert table_rows(out.read_text(encoding="utf-8")) == 8


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with events."""
    path = tmp_path_factory.mktemp("told") / "store.gpkg"
    tables = {name: frames.frame(table, []) for name, table in schema.TABLES.items()}
    write_store(path, tables | map_tables.with_events())
    return path


def test_it_draws_events_and_each_report_on_request(told: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run(str(told), "-o", str(out))
    assert "5 events, 8 reports" in done.stderr
    # Four events, one that is only recalled, and a total.
    assert table_rows(out.read_text(encoding="utf-8")) == 6
    done = run(str(told), "-o", str(out), "--reports", "--overwrite")
    assert "8 reports" in done.stderr
    assert table_rows(out.read_text(encoding="utf-8")) == 8


def test_a_filter_on_events_keeps_all_their_reports(told: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    # One of its reports says airstrike; together they say barrel bomb.
    done = run(str(told), "-o", str(out), "--type", "barrel_bomb", "--scope", "event")
    assert "1 event, 2 reports" in done.stderr
    assert "Jets hit Kafr Nabl" in out.read_text(encoding="utf-8")


def test_it_draws_events_from_stdin_without_their_reports(told: Path, tmp_path: Path) -> None:
    asked = CliRunner().invoke(main, ["query", str(told), "--geojsonseq"])
    out = tmp_path / "map.html"
    done = run("-", "-o", str(out), stdin=asked.stdout)
    assert done.exit_code == 0, done.output
    assert "4 events, 0" in done.stderr
    assert table_rows(out.read_text(encoding="utf-8")) == 4


def test_features_far_from_the_pack_get_no_zones_of_it(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(shapely.Point(-70.0, -33.0)),
        "properties": {"incident_id": "inc-aa", "scope": "event", "event_type": "other"},
    }
    out = tmp_path / "map.html"
    done = run("-", "-o", str(out), stdin=json.dumps(feature))
    assert done.exit_code == 0, done.output
    near = tmp_path / "near.html"
    feature["geometry"] = shapely.geometry.mapping(shapely.Point(36.6, 35.9))
    run("-", "-o", str(near), stdin=json.dumps(feature))
    assert near.stat().st_size > out.stat().st_size + 20_000


def test_it_writes_to_stdout(store: Path) -> None:
    done = run(str(store), "-o", "-")
    assert done.stdout.startswith("<!DOCTYPE html>")


def test_it_replaces_nothing_unless_told_to(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    out.write_text("mine", encoding="utf-8")
    refused = run(str(store), "-o", str(out))
    assert refused.exit_code != 0
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(str(store), "-o", str(out), "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "map.txt"), "must end in .html"),
        (("-o", "x.html", "--type", "nonsense"), "nonsense"),
        ((), "Missing option"),
    ],
)
def test_wrong_use_is_exit_2(store: Path, words: tuple[str, ...], said: str) -> None:
    done = run(str(store), *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_tiles_are_named_in_the_page(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run(str(store), "-o", str(out), "--tiles", "OpenStreetMap")
    assert done.exit_code == 0, done.output
    assert "https://tile.openstreetmap.org" in out.read_text(encoding="utf-8")


def test_tiles_of_an_unknown_name_are_refused(store: Path, tmp_path: Path) -> None:
    done = run(str(store), "-o", str(tmp_path / "map.html"), "--tiles", "Atlantis")
    assert done.exit_code != 0
    assert not (tmp_path / "map.html").exists()


def test_a_newsroom_signs_the_page_and_chooses_what_is_seen_first(
    store: Path, tmp_path: Path
) -> None:
    house, out = tmp_path / "house.csv", tmp_path / "map.html"
    house.write_text("column,code,colour\nscope,event,#ffee88\n", encoding="utf-8")
    words = ("--subtitle", "Reported", "--byline", "By A", "--url", "https://example.org/m.html")
    first = ("--hide", "zones,lines", "--hide", "posts", "--days", "2019-05/", "--focus", "idleb")
    drawn = ("--size-by", "killed", "--interface", "ar", "--colours", str(house))
    done = run(str(store), "-o", str(out), *words, *first, *drawn)
    assert done.exit_code == 0, done.output
    assert "Note: house.csv: less contrast than 3:1 with the land: scope event" in done.stderr
    assert "8 reports" in done.stderr
    page = out.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<p id="mapper-byline" dir="auto">By A</p>' in page
    assert '<link rel="canonical" href="https://example.org/m.html">' in page
    assert table_rows(page) == 8


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--hide", "zones,line"), 2, "hide: no layer is called 'line'; the nearest is 'lines'"),
        (("--days", "2019-06/2019-05"), 2, "days: the days from 2019-06 to 2019-05 run backwards"),
        (("--url", "file:///x"), 2, "url begins with 'file:' and is no address of the web"),
        (("--subtitle", "a\x1b[2J"), 2, "subtitle: "),
        (("--interface", "xx"), 2, "'xx' is not one of 'ar', 'en'"),
        (("--size-by", "dead"), 2, "is not one of 'killed', 'none'"),
        (("--colours", "none.csv"), 2, "cannot read none.csv: No such file"),
        (("--focus", " "), 2, "'--focus': names no region and no file"),
        (("--focus", "Xyzzyx"), 1, "no region is called 'Xyzzyx'; nearest: "),
    ],
)
def test_a_wrong_wish_is_refused_and_nothing_written(
    store: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    out = tmp_path / "map.html"
    done = run(str(store), "-o", str(out), *words)
    assert done.exit_code == code
    assert said in (done.stderr or str(done.exception)) + str(done.exception)
    assert not out.exists()


def test_wishes_that_come_to_nothing_are_told_and_the_page_is_written(
    store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "map.html"
    wishes = ("--days", "1990/1991", "--title", "  ", "--focus", "Idlob", "--region", "Idlob")
    done = run(str(store), "-o", str(out), *wishes)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    taken = "Note: no region is called 'Idlob'; took Idlib (Syria, governorate).\n"
    assert done.stderr.count(taken) == 1
    assert "Note: days: 1990/1991 is outside the data, which is of 20" in done.stderr
    assert not re.search(r"<title>\s*</title>", out.read_text(encoding="utf-8"))
