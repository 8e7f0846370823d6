"""``mapper query`` as a person or a script meets it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import fabricated
import pytest
from click.testing import CliRunner, Result

from mapper.base.errors import MapperError, RegionError, StoreError
from mapper.cli.main import main
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from pathlib import Path

N = 150
TABLES = fabricated.tables(N)
EVENTS = int((TABLES["incidents"]["scope"] == "event").sum())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    write_store(path, TABLES)
    return path


def ask(store: Path, *words: str) -> Result:
    answer = CliRunner().invoke(main, ["query", str(store), *words])
    if isinstance(answer.exception, MapperError):
        raise answer.exception
    return answer


def test_a_count_is_a_bare_number(store: Path) -> None:
    assert ask(store, "--count").stdout == f"{EVENTS}\n"
    everything = ask(store, "--count", "--scope", "all")
    assert everything.stdout == f"{len(TABLES['events'])}\n"
    assert "totals over days or places are no events" in everything.stderr


def test_reports_are_counted_on_request(store: Path) -> None:
    assert ask(store, "--reports", "--count").stdout == f"{EVENTS}\n"
    assert ask(store, "--reports", "--count", "--scope", "all").stdout == f"{N}\n"
    lines = ask(store, "--reports", "--columns", "incident_id,event_id", "--csv").stdout
    reports = {tuple(line.split(",")) for line in lines.splitlines()[1:]}
    assert len(reports) == EVENTS
    assert all(one.replace("inc-", "evt-") == event for one, event in reports)
    head = ask(store, "--reports").stdout.splitlines()[0].split()
    assert head == ["date", "type", "actor", "places", "killed", "zone", "id"]
    assert list(json.loads(ask(store, "--reports", "--by", "type", "--json").stdout)["total"]) == [
        "reports",
        "expected_in_zone",
        "killed_min",
        "killed_max",
    ]


def test_a_total_is_no_event(store: Path) -> None:
    answer = ask(store, "--scope", "aggregate")
    assert answer.exit_code == 2
    assert "--reports lists totals" in answer.stderr


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "nl", "geojson", "geojsonseq"])
def test_every_format_gives_every_row_in_the_same_order(store: Path, form: str) -> None:
    assert _ids(form, ask(store, f"--{form}").stdout) == _ids("nl", ask(store, "--nl").stdout)
    assert len(_ids(form, ask(store, f"--{form}").stdout)) == EVENTS


def _ids(form: str, text: str) -> list[str]:
    if form in {"csv", "tsv"}:
        rows: list[Any] = list(
            csv.DictReader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t")
        )
    elif form in {"json", "geojson"}:
        rows = json.loads(text)
        rows = rows["features"] if form == "geojson" else rows  # type: ignore[call-overload]
    else:
        rows = [json.loads(line) for line in text.splitlines()]
    return [row["id"] if form.startswith("geojson") else row["event_id"] for row in rows]


@pytest.mark.parametrize("form", ["json", "geojson", "csv"])
def test_an_empty_answer_is_whole_and_says_why(store: Path, form: str) -> None:
    answer = ask(store, "--min-killed", "9999", f"--{form}")
    assert answer.exit_code == 0
    assert _ids(form, answer.stdout) == []
    assert "at least 9999 killed" in answer.stderr


def test_the_table_has_headings_and_one_line_a_row(store: Path) -> None:
    lines = ask(store).stdout.splitlines()
    assert lines[0].split() == [
        "date",
        "type",
        "actor",
        "places",
        "killed",
        "zone",
        "reports",
        "id",
    ]
    assert len(lines) == EVENTS + 1


def test_the_undated_that_a_date_leaves_out_are_counted(store: Path) -> None:
    frame = TABLES["incidents"]
    undated = int((frame["date_start"].isna() & (frame["scope"] == "event")).sum())
    assert undated > 0
    assert f"{undated} without a date left out" in ask(store, "--from", "2019", "--count").stderr


def test_a_region_is_a_file_too_and_what_overlaps_it_less_is_counted(
    store: Path, tmp_path: Path
) -> None:
    ring = [[36.2, 35.2], [36.8, 35.2], [36.8, 35.8], [36.2, 35.8], [36.2, 35.2]]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    answer = ask(store, "--region", str(path), "--count")
    assert 0 < int(answer.stdout) < EVENTS
    assert "left out whose uncertainty area overlaps" in answer.stderr


def test_types_come_with_commas_or_one_by_one(store: Path) -> None:
    together = ask(store, "--type", "airstrike,shelling", "--count").stdout
    assert ask(store, "--type", "airstrike", "--type", "shelling", "--count").stdout == together


def test_two_formats_are_a_mistake(store: Path) -> None:
    answer = ask(store, "--csv", "--json")
    assert answer.exit_code == 2
    assert "exclude each other" in answer.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--from", "May"], "2019-05"),
        (["--type", "bombing"], "airstrike"),
        (["--sort", "deaths"], "killed_min"),
        (["--columns", "deaths", "--csv"], "killed_min"),
        (["--zone", "zone-9"], "zone-1"),
        (["--verdict", "within"], "not_in_force"),
        (["--near", "36,35"], "--within"),
        (["--within", "far", "--near", "36,35"], "10km"),
        (["--precision", "9"], "1, 2 and 3"),
        (["--by", "hour"], "month"),
        (["--by", "month", "--geojson"], "no GeoJSON"),
    ],
)
def test_mistakes_are_usage_errors_that_say_what_to_try(
    store: Path, words: list[str], says: str
) -> None:
    answer = ask(store, *words)
    assert answer.exit_code == 2
    assert says in answer.stderr


def test_an_unknown_region_lists_the_nearest(store: Path) -> None:
    with pytest.raises(RegionError, match="nearest"):
        ask(store, "--region", "Atlantis Minor")


@pytest.mark.parametrize("box", ["36,35", "37,35,36,36", "a,b,c,d"])
def test_a_box_that_is_none_is_refused(store: Path, box: str) -> None:
    with pytest.raises(RegionError, match="west,south,east,north"):
        ask(store, "--bbox", box)


def test_boxes_and_surroundings_narrow_the_answer_together(store: Path) -> None:
    box = int(ask(store, "--bbox", "[36.0,35.0,36.5,35.5]", "--count").stdout)
    both = ask(store, "--bbox", "36.0,35.0,36.5,35.5", "--near", "36.3,35.3", "--within", "9000m")
    assert 0 < both.stdout.count("evt-") < box < EVENTS


def test_every_overlap_is_taken_on_request(store: Path) -> None:
    words = ["--near", "36.5,35.5", "--within", "20", "--count"]
    sure, half, touched = (
        int(ask(store, *words, "--include-uncertain", p).stdout) for p in ("1", "0.5", "0")
    )
    assert sure < half < touched


def test_columns_are_chosen_in_order(store: Path) -> None:
    text = ask(store, "--columns", "killed_min,event_id", "--csv", "--limit", "2").stdout
    assert text.splitlines()[0] == "killed_min,event_id"
    feature = json.loads(
        ask(store, "--columns", "killed_min", "--geojsonseq", "--limit", "1").stdout
    )
    assert list(feature["properties"]) == ["killed_min"]


def test_a_pivot_has_a_total_that_counts_each_event_once(store: Path) -> None:
    found = json.loads(ask(store, "--by", "month,admin2", "--json").stdout)
    assert sum(row["events"] for row in found["rows"]) == found["total"]["events"] == EVENTS
    last = ask(store, "--by", "month,admin2", "--csv").stdout.splitlines()[-1]
    assert last.startswith(f"total,,{EVENTS},")
    assert ask(store, "--by", "type").stdout.splitlines()[-1].split()[:2] == ["total", str(EVENTS)]


@pytest.mark.parametrize("form", ["--geojson", "--geojsonseq"])
def test_features_on_stdin_are_asked_like_a_store(store: Path, form: str) -> None:
    words = ["--type", "airstrike", "--bbox", "36,35,36.5,36"]
    direct = ask(store, *words, "--include-uncertain", "0", "--nl").stdout
    piped = CliRunner().invoke(
        main,
        ["query", "-", *words, "--include-uncertain", "0", "--nl"],
        input=ask(store, form, "--rs").stdout
        if form == "--geojsonseq"
        else ask(store, form).stdout,
    )
    assert piped.exit_code == 0
    assert _ids("nl", piped.stdout) == _ids("nl", direct)
    assert len(_ids("nl", direct)) > 3


@pytest.mark.parametrize(
    "text", ["nonsense", "[1]", '{"type": "Feature"}', '{"features": [{"properties": {}}]}']
)
def test_stdin_that_is_no_features_is_one_clear_error(text: str) -> None:
    answer = CliRunner().invoke(main, ["query", "-"], input=text)
    assert isinstance(answer.exception, StoreError)
    assert "stdin" in str(answer.exception)


def test_nothing_on_stdin_is_an_empty_answer() -> None:
    answer = CliRunner().invoke(main, ["query", "-", "--count"], input="")
    assert (answer.exit_code, answer.stdout) == (0, "0\n")


def test_a_missing_store_is_one_line_and_exit_1(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        ask(tmp_path / "none.gpkg")
    done = subprocess.run(
        [sys.executable, "-m", "mapper.cli.main", "query", str(tmp_path / "none.gpkg")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_reader_that_goes_away_is_no_failure(store: Path) -> None:
    command = f"{sys.executable} -m mapper.cli.main query {store} --nl | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["event_id"].startswith("evt-")


FEATURE = {"incident_id": "a", "scope": "event", "event_type": "other", "text_kind": "original"}
POINT = {"type": "Point", "coordinates": [36.6, 35.6]}
STRANGE: dict[str, tuple[bytes, str]] = {
    "a flag in words": (
        b'"killed_open": "maybe"',
        "killed_open is 'maybe'; true or false",
    ),
    "a figure without end": (
        b'"killed_min": 1e400',
        "killed_min is inf; a whole",
    ),
    "a figure of 400 digits": (b'"killed_min": ' + b"9" * 400, "killed_min is a number of"),
    "a part of a person": (b'"killed_min": 1.5', "killed_min is 1.5; a whole number"),
    "a list": (b'"places": ["x"]', "places is a list; text is expected"),
    "half a sign": (b'"places": "\\ud800"', "; text is expected"),
    "a day that is none": (b'"date_start": "2019-02-30"', "; a day as YYYY-MM-DD is expected"),
    "a code of another list": (b'"event_type": "party"', "event_type is 'party'; there are:"),
    "a radius around the Earth": (
        b'"radius_m": 99999999',
        "; a number from 0 to",
    ),
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_cell_on_stdin_that_does_not_fit_its_column_is_named_with_its_feature(case: str) -> None:
    cell, words = STRANGE[case]
    plain = json.dumps(FEATURE).encode()[:-1] + b", " + cell + b"}"
    text = b'{"type": "Feature", "properties": ' + plain + b', "geometry": null}'
    answer = CliRunner().invoke(main, ["query", "-", "--count"], input=text)
    assert isinstance(answer.exception, StoreError)
    assert str(answer.exception).startswith("stdin: feature 1: ")
    assert words in str(answer.exception)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[" * 100_000, "stdin is no GeoJSON"),
        (b'{"n": ' + b"9" * 5000 + b"}", "stdin is no GeoJSON"),
        (b'{"features": 5}', "features is 5; a list is expected"),
        (b'{"features": [1]}', "feature 1: a GeoJSON feature is expected"),
        (b"[1, 2]", "a GeoJSON feature or collection is expected"),
        (
            b'{"type": "Feature", "properties": {"title": "\xff"}}',
            "(not UTF-8 at byte 45)",
        ),
    ],
)
def test_bytes_on_stdin_that_are_no_geojson_are_one_sentence(text: bytes, words: str) -> None:
    command = [sys.executable, "-m", "mapper.cli.main", "query", "-", "--count"]
    done = subprocess.run(command, input=text, capture_output=True, check=False)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_an_empty_geometry_on_stdin_is_named() -> None:
    feature = {"type": "Feature", "properties": FEATURE, "geometry": POINT | {"coordinates": []}}
    answer = CliRunner().invoke(main, ["query", "-", "--count"], input=json.dumps(feature))
    assert "feature 1: its geometry is empty" in str(answer.exception)


@pytest.mark.parametrize("form", [["--count"], ["--by", "zone"], ["--csv"]])
def test_every_empty_answer_says_which_filter_left_nothing(store: Path, form: list[str]) -> None:
    answer = ask(store, "--region", "Jabal al-Zawiya", "--min-killed", "9999", *form)
    assert answer.exit_code == 0
    assert "Nothing: none of the" in answer.stderr


def test_events_are_counted_by_the_zone_in_force(store: Path) -> None:
    rows = json.loads(ask(store, "--by", "zone", "--json").stdout)
    assert sum(row["events"] for row in rows["rows"]) == EVENTS
    named = TABLES["incidents"].loc[lambda table: table["scope"] == "event", "zone_id"]
    expected = named.fillna("(no zone in force)").value_counts().to_dict()
    assert {row["zone"]: row["events"] for row in rows["rows"]} == expected
