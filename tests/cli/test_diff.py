"""`mapper diff` on two small stores: its forms, filters and refusals."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from fabricated import tables
from folders import REPO

from mapper.base.amounts import figure
from mapper.base.days import in_words
from mapper.changes import CHANGES
from mapper.cli.main import main
from mapper.store import write_store

if TYPE_CHECKING:
    from pathlib import Path

N = 40


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Write a store, and one with an event less, one more, one moved and one with other dead."""
    folder = tmp_path_factory.mktemp("diff")
    made = tables(N, seed=1)
    write_store(folder / "a.gpkg", made)
    events = made["events"][made["events"]["scope"] == "event"].copy()
    placed = events[events.geometry.notna() & events["date_start"].notna()]
    single = placed[placed.geometry.geom_type == "Point"].index
    events.loc[single[0], ["killed_min", "killed_max", "killed_open"]] = [98, 99, True]
    events.loc[[single[1]], "geometry"] = events.loc[[single[1]]].geometry.translate(0.1, 0)
    gone = events.loc[single[2], "event_id"]
    made["events"] = events[events["event_id"] != gone]
    made["incidents"] = made["incidents"][made["incidents"]["event_id"] != gone]
    more = tables(1, seed=5, first=N + 7)
    for name in ("events", "incidents"):
        made[name] = pd.concat([made[name], more[name]], ignore_index=True)
    write_store(folder / "b.gpkg", made)
    return folder / "a.gpkg", folder / "b.gpkg"


def run(*words: object, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, words)], input=given)


def test_the_first_line_counts_and_the_rows_say_what_and_why(stores: tuple[Path, Path]) -> None:
    done = run(*stores)
    assert done.exit_code == 0, done.output
    first, second, header, *rows = done.stdout.splitlines()
    assert first.startswith("1 new, ")
    assert "changed, 0 joined, 0 split, 0 regrouped; " in first
    assert second.startswith("why: not told ")
    assert header.split() == ["change", "date", "type", "places", "what", "why", "id"]
    assert any("→ 98-99+" in row for row in rows)
    assert any("moved 9." in row for row in rows)
    assert run(*stores).stdout == done.stdout


def test_two_equal_stores_differ_in_nothing(stores: tuple[Path, Path]) -> None:
    done = run(stores[0], stores[0])
    assert done.exit_code == 0
    assert done.stdout.startswith("0 new, 0 gone, 0 changed,")
    assert len(done.stdout.splitlines()) == 1


def test_every_form_gives_the_same_changes(stores: tuple[Path, Path]) -> None:
    whole = json.loads(run(*stores, "--json").stdout)
    ids = [one["event_id"] for one in whole["changes"]]
    assert whole["new"] == 1
    assert sum(whole[kind] for kind in ("new", "gone", "changed")) == len(ids)
    lines = [json.loads(line) for line in run(*stores, "--nl").stdout.splitlines()]
    assert lines == whole["changes"]
    rows = list(csv.DictReader(io.StringIO(run(*stores, "--csv").stdout)))
    assert [row["event_id"] for row in rows] == ids
    killed = next(row for row in rows if row["new_killed"] == "98-99+")
    assert killed["change"] == "changed"
    figures = next(one for one in lines if one["event_id"] == killed["event_id"])["fields"]
    assert figures["killed_max"]["new"] == [99]
    done = run(*stores, "--csv", "--columns", "event_id,change")
    assert done.stdout.splitlines()[0] == "event_id,change"
    assert "unchanged" in done.stderr


def test_features_lie_where_the_new_build_has_them_and_say_where_they_lay(
    stores: tuple[Path, Path],
) -> None:
    text = run(*stores, "--geojsonseq", "--rs").stdout
    features = [json.loads(line.removeprefix("\x1e")) for line in text.rstrip("\n").split("\n")]
    assert all(line.startswith("\x1e") for line in text.rstrip("\n").split("\n"))
    moved = next(one for one in features if one["properties"]["moved_km"])
    assert moved["geometry"]["type"] == "Point"
    lon, lat = moved["geometry"]["coordinates"]
    before = moved["properties"]["old_wkt"].removeprefix("POINT (").removesuffix(")").split()
    assert (float(before[0]), float(before[1])) == pytest.approx((lon - 0.1, lat), abs=1e-3)
    gone = [one for one in features if one["properties"]["change"] == "gone"]
    assert gone
    assert gone[0]["geometry"] is not None or gone[-1]["geometry"] is not None
    assert set(moved["properties"]) == set(CHANGES.names)
    assert moved["id"] == moved["properties"]["event_id"]


def test_filters_keep_changes_of_events_that_meet_them_on_either_side(
    stores: tuple[Path, Path],
) -> None:
    rows = [
        json.loads(line)
        for line in run(*stores, "--nl", "--min-killed", 90).stdout.split("\n")
        if line
    ]
    assert [row["fields"]["killed_min"]["new"] for row in rows] == [[98]]
    done = run(*stores, "--from", "2031", "--json")
    assert json.loads(done.stdout)["changes"] == []


def test_events_from_stdin_are_compared_as_far_as_they_are_told(
    stores: tuple[Path, Path],
) -> None:
    text = CliRunner().invoke(main, ["query", str(stores[0]), "--geojsonseq"]).stdout
    done = run("-", stores[0], given=text)
    assert done.stdout.startswith("0 new, 0 gone, 0 changed, "), done.stdout
    assert "the old store does not say what it was made from" in done.stderr


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--reports",), "--reports does not go with diff"),
        (("--csv", "--json"), "exclude each other"),
        (("--csv", "--columns", "nought"), "no column nought"),
        (("--region", "A", "--from", "soon"), "is no date"),
    ],
)
def test_wrong_usage_is_one_clear_line(
    stores: tuple[Path, Path], more: tuple[str, ...], says: str
) -> None:
    done = run(*stores, *more)
    assert done.exit_code == 2
    assert says in done.stderr


def test_two_builds_cannot_both_be_stdin() -> None:
    done = run("-", "-", given="")
    assert done.exit_code == 2
    assert "only one" in done.stderr


def test_the_page_lists_every_column_and_code() -> None:
    page = (REPO / "mapper" / "docs" / "changes.md").read_text(encoding="utf-8")
    plain = [name for name in CHANGES.names if not name.startswith(("old_", "new_"))]
    for name in (*plain, "old_ids", "new_ids", "old_wkt", *CHANGES.columns[1].codes):
        assert f"`{name}`" in page, name


def test_a_figure_and_days_are_worded_as_in_query() -> None:
    assert figure(98, 99, is_open=True) == "98-99+"
    assert in_words("2019-05-01", "2019-05-31") == "2019-05-01/2019-05-31"
