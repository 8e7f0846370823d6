"""``mapper info`` and the table printer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import fabricated
import pytest
from click.testing import CliRunner

from mapper.base import frames, schema
from mapper.cli.main import main
from mapper.cli.table import fitted
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from pathlib import Path

TABLES = fabricated.tables(60)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    run = frames.frame(schema.RUN, [{"key": "title", "value": "Made up"}])
    write_store(path, {**TABLES, "run": run})
    return path


def _say(store: Path, *words: str) -> str:
    answer = CliRunner().invoke(main, ["info", str(store), *words])
    assert answer.exit_code == 0
    return answer.stdout


def test_json_counts_every_table_and_kind(store: Path) -> None:
    found = json.loads(_say(store, "--json"))
    frame = TABLES["incidents"]
    assert found["tables"]["incidents"] == len(frame)
    assert found["tables"]["claims"] == len(TABLES["claims"])
    assert list(found["tables"]) == list(schema.TABLES)
    assert found["incidents"]["not mapped"] == int(frame.geometry.isna().sum())
    assert found["incidents"]["scope"] == frame["scope"].value_counts().to_dict()
    events = TABLES["events"]
    assert found["events"]["scope"] == events["scope"].value_counts().to_dict()
    assert found["events"]["told by more than one source"] == 0
    assert found["events"]["doubtful pairs"] == 0
    assert found["run"] == {"title": "Made up"}
    assert found["schema_version"] == schema.VERSION


def test_bounds_and_count_are_bare(store: Path) -> None:
    events = int((TABLES["events"]["scope"] == "event").sum())
    assert _say(store, "--count") == f"{events}\n"
    bounds = [float(edge) for edge in _say(store, "--bounds").split()]
    assert bounds == pytest.approx(TABLES["incidents"].total_bounds, abs=1e-5)


def test_bounds_of_an_empty_store_are_empty(tmp_path: Path) -> None:
    write_store(tmp_path / "a.gpkg", {})
    assert _say(tmp_path / "a.gpkg", "--bounds") == "\n"
    assert "events: 0" in _say(tmp_path / "a.gpkg")


def test_the_text_names_days_and_the_run(store: Path) -> None:
    text = _say(store)
    assert "days of events: 2019-" in text
    assert "title: Made up" in text


@pytest.mark.parametrize("width", [40, 60, 200, None])
def test_a_table_fits_and_cuts_only_what_it_must(width: int | None) -> None:
    rows = [["2019-05-06", "الموزرة وكفرنبل ومعرة النعمان", "x" * 50], ["", "line\nbreak", "日本"]]
    lines = list(fitted(["date", "place", "text"], rows, width))
    assert len(lines) == 3
    if width and width < 100:
        shown = [line.translate(dict.fromkeys((0x2068, 0x2069))) for line in lines]
        assert all(len(line) <= width for line in shown)
        assert "…" in lines[1]
    else:
        assert "x" * 50 in lines[1]
