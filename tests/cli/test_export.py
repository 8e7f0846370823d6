"""``mapper export``: files for other programs, whole and never over another file."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import fabricated
import geopandas as gpd
import pytest
from click.testing import CliRunner, Result
from pandas.testing import assert_frame_equal

from mapper.base import frames, schema
from mapper.base.errors import ExportError
from mapper.cli.export import FORMATS
from mapper.cli.main import main
from mapper.store.reader import read_table
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from pathlib import Path

TABLES = fabricated.tables(120)
EVENTS = int((TABLES["incidents"]["scope"] == "event").sum())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    run = [{"key": "licence", "value": "CC BY 4.0"}, {"key": "credits", "value": "Nobody"}]
    run.append({"key": "profile", "value": "public"})
    write_store(path, {**TABLES, "run": frames.frame(schema.RUN, run)})
    return path


def export(store: Path, *words: str) -> Result:
    answer = CliRunner().invoke(main, ["export", str(store), *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def test_every_format_is_written_whole_and_the_same_each_time(store: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
        for path in (one, other):
            assert export(store, form, "-o", str(path)).exit_code == 0
        assert one.stat().st_size > 1000
        if form != "gpkg":
            assert one.read_bytes() == other.read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_geojson_carries_credits_and_brings_its_style(store: Path, tmp_path: Path) -> None:
    export(store, "geojson", "-o", str(tmp_path / "a.geojson"))
    collection = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert (collection["licence"], collection["credits"]) == ("CC BY 4.0", "Nobody")
    assert len(collection["features"]) == EVENTS
    assert "categorizedSymbol" in (tmp_path / "a.qml").read_text(encoding="utf-8")


def test_a_filtered_store_holds_what_belongs_to_its_incidents(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "part.gpkg"
    export(store, "gpkg", "-o", str(target), "--type", "airstrike", "--scope", "all")
    chosen = TABLES["incidents"][TABLES["incidents"]["event_type"] == "airstrike"]
    for name in ("incidents", "locations", "uncertainty", "claims", "zone_relations"):
        kept = TABLES[name][TABLES[name]["incident_id"].isin(chosen["incident_id"])]
        assert_frame_equal(read_table(target, name), kept.reset_index(drop=True))
    assert (tmp_path / "part.qgz").is_file()


def test_a_whole_store_comes_back_whole(store: Path, tmp_path: Path) -> None:
    export(store, "gpkg", "-o", str(tmp_path / "again.gpkg"), "--scope", "all")
    for name in schema.TABLES:
        assert_frame_equal(read_table(tmp_path / "again.gpkg", name), read_table(store, name))


@pytest.mark.parametrize("name", ["locations", "claims", "uncertainty"])
def test_other_tables_are_cut_alike(store: Path, name: str) -> None:
    rows = export(store, "nl", "-o", "-", "--table", name, "--type", "shelling").stdout.splitlines()
    frame = TABLES["incidents"]
    chosen = frame["incident_id"][(frame["event_type"] == "shelling") & (frame["scope"] == "event")]
    assert len(rows) == int(TABLES[name]["incident_id"].isin(chosen).sum())
    assert {json.loads(row)["incident_id"] for row in rows} <= set(chosen)


def test_a_file_that_is_there_is_kept_unless_told_otherwise(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("mine")
    with pytest.raises(ExportError, match="--overwrite"):
        export(store, "csv", "-o", str(target))
    assert target.read_text() == "mine"
    export(store, "csv", "-o", str(target), "--overwrite", "--bom")
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == EVENTS


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (["gpkg", "-o", "a.gpkg"], "a.qgz"),
        (["geojson", "-o", "a.geojson"], "a.qml"),
        (["--as", "acled", "-o", "a.csv"], "a.csv.loss.json"),
        (["--as", "timemap", "-o", "a"], "a.loss.json"),
    ],
)
def test_so_is_one_that_goes_beside_it(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], beside: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / beside).write_text("mine")
    with pytest.raises(ExportError, match=rf"{beside} is there already; --overwrite"):
        export(store, *words)
    assert [path.name for path in tmp_path.iterdir()] == [beside]
    assert export(store, *words, "--overwrite").exit_code == 0
    assert (tmp_path / beside).read_bytes() != b"mine"


def test_a_link_is_written_through_with_what_goes_beside_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.gpkg"
    link.symlink_to(tmp_path / "real" / "a.gpkg")
    answer = export(store, "gpkg", "-o", str(link))
    assert (
        f"link.gpkg is a link; what is written is {tmp_path / 'real' / 'a.gpkg'}" in answer.output
    )
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.gpkg", "real"]
    assert sorted(path.name for path in (tmp_path / "real").iterdir()) == ["a.gpkg", "a.qgz"]
    with pytest.raises(ExportError, match=r"link\.gpkg is there already"):
        export(store, "gpkg", "-o", str(link))


@pytest.mark.parametrize("words", [["csv"], ["gpkg"], ["--as", "timemap"]])
def test_nothing_but_a_file_is_replaced(store: Path, tmp_path: Path, words: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match=r"pipe"):
        export(store, *words, "-o", str(tmp_path / "pipe"), "--overwrite")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gpkg", "-o", "x.qgz"], "what goes beside it"),
        (["shapefile", "-o", "x"], "geoparquet"),
        (["gpkg", "-o", "-"], "stdout"),
        (["other.gpkg", "csv", "-o", "-"], "one store"),
        (["csv", "-o", "-", "--from", "May"], "2019-05"),
    ],
)
def test_mistakes_are_usage_errors(store: Path, words: list[str], says: str) -> None:
    answer = export(store, *words)
    assert answer.exit_code == 2
    assert says in answer.stderr


def test_shells_complete_commands_and_codes() -> None:
    def completed(words: str, number: int) -> list[str]:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; sys.argv[0] = 'mapper'; from mapper.cli.main import run; run()",
            ],
            env={
                **os.environ,
                "_MAPPER_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(number),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.split()

    assert "plain,query" in completed("mapper qu", 1)
    assert completed("mapper query --type airstrike,she", 3) == ["plain,airstrike,shelling"]


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="Debian's gdal-bin is not installed")
@pytest.mark.parametrize("form", ["geojson", "geojsonseq", "csv", "gpkg"])
def test_ogr2ogr_reads_every_format_and_keeps_every_row(
    store: Path, tmp_path: Path, form: str
) -> None:
    source, target = tmp_path / f"in.{form}", tmp_path / "out.geojson"
    export(store, form, "-o", str(source))
    layer = ["incidents"] if form == "gpkg" else []
    done = subprocess.run(
        ["ogr2ogr", str(target), str(source), *layer], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    features = json.loads(target.read_text())["features"]
    assert len(features) == EVENTS
    assert sum(one["geometry"] is not None for one in features) == int(
        TABLES["incidents"].geometry[TABLES["incidents"]["scope"] == "event"].notna().sum()
    )


def test_geopandas_reads_the_store_as_any_geopackage(store: Path) -> None:
    frame = gpd.read_file(store, layer="incidents", engine="pyogrio")
    assert len(frame) == len(TABLES["incidents"])
    assert str(frame["date_start"].dtype).startswith("datetime64")
    assert str(frame["time_end"].dtype).startswith("datetime64")


def test_figures_by_other_policies_come_in_columns_of_their_own(
    store: Path, tmp_path: Path
) -> None:
    target = tmp_path / "figures.csv"
    export(store, "csv", "-o", str(target), "--reports", "--figures", "ucdp", "--figures", "acled")
    with target.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    claims = TABLES["claims"]
    killed = claims[(claims["field"] == "killed") & claims["value_min"].notna()]
    assert len(lines) == EVENTS
    for line in lines:
        mine = killed[killed["incident_id"] == line["incident_id"]]
        lowest = "0" if mine.empty else str(int(mine["value_min"].min()))
        assert line["acled_killed_best"] == lowest
        assert line["ucdp_killed_low"] == ("" if mine.empty else lowest)


def test_figures_by_policy_go_with_reports_as_text(store: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "figures.gpkg")
    for words in (["gpkg", "--reports"], ["csv"], ["csv", "--reports", "--table", "claims"]):
        answer = export(store, *words, "-o", target, "--figures", "ucdp")
        assert answer.exit_code == 2
        assert "--figures goes with --reports and a text format" in answer.output
