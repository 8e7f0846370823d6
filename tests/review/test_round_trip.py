"""Sheet to corrections to build: every action, and what a person must not be able to break."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from reviewed import Sheet, built, event, reports, review, sources

from mapper.base.errors import ExportError
from mapper.corrections import read_corrections
from mapper.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_places", "no_views")


@pytest.fixture(scope="module")
def first(few_places: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - the pack
    folder = tmp_path_factory.mktemp("first")
    built(sources(folder / "in"), folder / "out")
    return folder


@pytest.fixture
def work(first: Path, tmp_path: Path) -> Path:
    """Give a copy of the first build with its sheet of all reports."""
    shutil.copytree(first, tmp_path / "w")
    folder = tmp_path / "w"
    done = review(folder / "out/store.gpkg", "-o", folder / "s.xlsx", "--all")
    assert done.exit_code == 0, done.output
    return folder


def take(folder: Path, *more: str, sheet: str = "s.xlsx") -> list[str]:
    """Read a sheet back; give what was refused, a line each."""
    told = (folder / "out/store.gpkg", "--from", folder / sheet)
    done = review(*told, "-o", folder / "in/corrections.csv", "--date", "2020-01-02", *more)
    refused = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert done.return_value == (3 if refused else 0)
    return refused


def again(folder: Path) -> dict[str, dict[str, Any]]:
    return reports(built(folder / "in", folder / "out"))


def ids(folder: Path) -> dict[str, str]:
    found = reports(folder / "out/store.gpkg")
    return {name: row["incident_id"] for name, row in found.items()}


KEPT = ("place_ids", "date_start", "date_end", "event_type", "scope", "killed_min", "killed_max")


def test_every_action_of_a_sheet_is_in_the_next_build(work: Path) -> None:
    name, before = ids(work), reports(work / "out/store.gpkg")
    page = Sheet(work / "s.xlsx")
    page.write(name["r1"], action="type", value="drone_strike", why="a drone", by="A. Coder")
    page.write(name["r2"], action="place", value="Hass")
    page.write(name["r3"], action="date", value=dt.date(2019, 6, 9))
    page.write(name["r4"], action="actor", value="Russia (suspected)")
    page.write(name["r6"], action="scope", value="background")
    page.write(name["r7"], action="toll", value="killed 3-5; injured 10+")
    page.write(name["r5"], action="drop", why="a hoax")
    page.write(name["Warplanes struck Hass on Saturday"], action="withhold")
    page.write(name["Shelling struck Saraqib on Sunday"], action="confirm")
    (one,) = [key for key in name if key.startswith("Helicopters")]
    (two,) = [key for key in name if key.startswith("Barrel")]
    (far,) = [key for key in name if key.startswith("Shelling struck southern")]
    assert event(work / "out/store.gpkg", one) == event(work / "out/store.gpkg", two)
    page.write(name[one], action="split", value=name[two])
    page.write(name[far], action="join", value=name[one])
    page.save()
    assert take(work, "--by", "B. Coder", "--why", "as read") == []
    made = again(work)
    assert made["r1"]["event_type"] == "drone_strike"
    assert made["r2"]["place_ids"] == "pl-hass"
    assert (made["r3"]["date_start"], made["r3"]["date_end"]) == ("2019-06-09", "2019-06-09")
    assert (made["r4"]["actor"], made["r4"]["actor_status"]) == ("Russia", "suspected")
    assert made["r6"]["scope"] == "background"
    assert [made["r7"][f"killed_{end}"] for end in ("min", "max", "open")] == [3, 5, 0]
    assert [made["r7"][f"injured_{end}"] for end in ("min", "max", "open")] == [10, 10, 1]
    assert "r5" not in made
    assert "Warplanes struck Hass on Saturday" not in made
    assert made[one]["event_id"] != made[two]["event_id"]
    assert made[one]["event_id"] == made[far]["event_id"]
    assert "a drone" in made["r1"]["corrected"]
    assert "A. Coder" in made["r1"]["corrected"]
    assert (
        "by B. Coder, 2020-01-02: as read" in made["Shelling struck Saraqib on Sunday"]["corrected"]
    )
    same = {key: [row[column] for column in KEPT] for key, row in made.items()}
    kept = (one, two, far, "Shelling struck Saraqib on Sunday")
    assert {key: same[key] for key in kept} == {
        key: [before[key][column] for column in KEPT] for key in kept
    }


def test_cells_written_over_are_decisions_too(work: Path) -> None:
    name = ids(work)
    page = Sheet(work / "s.xlsx")
    page.write(name["r1"], date=dt.date(2019, 6, 2), tolls="killed 4.0", type="Shelling")
    page.write(name["r2"], place="35.61, 36.56", actor="Syrian government", scope="background")
    page.write(name["r3"], tolls="killed 1", actor="unknown")
    page.save()
    assert take(work) == []
    decided = read_corrections(work / "in/corrections.csv", "c").corrections
    assert [(one.action, one.value) for one in decided] == [
        ("date", "2019-06-02"),
        ("type", "Shelling"),
        ("toll", "killed 4.0"),
        ("place", "35.61, 36.56"),
        ("actor", "Syrian government"),
        ("scope", "background"),
        ("actor", "unknown"),
        ("toll", "killed 1"),
    ]
    made = again(work)
    assert made["r1"]["event_type"] == "shelling"
    assert made["r1"]["killed_max"] == 4
    assert made["r2"]["injured_max"] == 2
    assert made["r2"]["actor"] == "Syrian government"


def test_a_sheet_saved_untouched_decides_nothing(work: Path) -> None:
    for form in ("xlsx", "csv"):
        review(work / "out/store.gpkg", "-o", work / f"u.{form}", "--all")
    Sheet(work / "u.xlsx").save()
    for form in ("xlsx", "csv"):
        assert take(work, sheet=f"u.{form}") == []
    assert not (work / "in/corrections.csv").exists()


def test_a_sheet_read_twice_gives_the_same_file(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    page.write(ids(work)["r1"], action="type", value="shelling")
    page.save()
    take(work)
    once = (work / "in/corrections.csv").read_bytes()
    assert take(work, "--date", "2020-03-03") == []
    assert (work / "in/corrections.csv").read_bytes() == once


def test_what_was_decided_is_no_doubt_any_more_until_it_changes(work: Path) -> None:
    store = work / "out/store.gpkg"
    name = ids(work)
    (far,) = [key for key in name if key.startswith("Shelling struck southern")]
    (one,) = [key for key in name if key.startswith("Helicopters")]
    (two,) = [key for key in name if key.startswith("Barrel")]
    review(store, "-o", work / "d.xlsx")
    page = Sheet(work / "d.xlsx")
    assert set(page.rows) == {name[key] for key in (far, one, two, "r5")}
    page.write(name[far], action="confirm")
    page.write(name["r5"], place="Hass")
    page.write(name[one], action="toll", value="killed 5")
    page.save()
    assert take(work, sheet="d.xlsx") == []
    again(work)
    review(store, "-o", work / "e.xlsx")
    assert Sheet(work / "e.xlsx").rows == {}
    page = Sheet(work / "d.xlsx")
    page.write(name[far], action="type", value="airstrike")
    page.save()
    take(work, sheet="d.xlsx")
    again(work)
    review(store, "-o", work / "f.xlsx")
    page = Sheet(work / "f.xlsx")
    assert list(page.rows) == [name[far]]
    assert page.get(name[far], "doubt").startswith("was confirmed when it said: 2019-05-01")


HOSTILE = (
    ({"action": "type", "value": "bomb"}, "value: type is 'bomb'; there are: airstrike"),
    ({"action": "explode"}, "action: it is 'explode'; there are: place, date"),
    ({"action": "date", "value": "soon"}, "value: 'soon' is no date"),
    ({"action": "place", "value": "Atlantis"}, "value: the gazetteer has no place 'Atlantis'"),
    ({"action": "place", "value": "135, 36"}, "value: '135, 36' is no position"),
    ({"action": "place"}, "value: it is empty; place needs"),
    ({"action": "toll", "value": 3.5}, "value: '3.5' is no toll"),
    ({"action": "toll", "value": "killed NaN-1"}, "value: killed is 'NaN-1'"),
    (
        {"action": "actor", "value": "@HYPERLINK(1)"},
        "value: '@HYPERLINK(1)' would run as a formula",
    ),
    ({"action": "place", "value": "Saraqib; Saraqib"}, "value: it names Saraqib twice"),
    ({"action": "drop", "value": "x"}, "value: leave it empty: drop takes no value"),
    ({"action": "confirm", "value": "x"}, "value: leave it empty: confirm takes no value"),
    ({"verdict": "outside all"}, "verdict: it is only shown"),
    ({"p_inside": 0.123}, "p_inside: it is only shown"),
    ({"sentence": "Nothing happened."}, "sentence: it is only shown"),
    ({"action": "actor", "value": "x" * 5000}, "value: longer than 2000 characters"),
    ({"action": "join"}, "value: it is empty; write the id of the other"),
    ({"action": "join", "value": "inc-000000000000"}, "value: the store has no inc-000000000000"),
    ({"action": "split", "value": "somebody"}, "value: 'somebody' is no report"),
    ({"value": "shelling"}, "value: there is no action beside it"),
    ({"why": "strange"}, "nothing is decided"),
    ({"type": "bomb"}, "type: type is 'bomb'"),
    ({"date": None}, "was emptied; write unknown where it is to be none"),
    ({"tolls": "displaced 3"}, "tolls: killed is gone; write killed unknown"),
    ({"scope": 7}, "scope: scope is '7'; there are: event"),
    ({"action": "type", "value": "shelling", "type": "other"}, "'shelling', but the cell"),
    ({"target": "inc-000000000000", "action": "drop"}, "not as they were written"),
    ({"was": "{}", "action": "drop"}, "not as they were written"),
    ({"was": None, "action": "drop"}, "a row of your own takes target, action and value"),
)


@pytest.mark.parametrize("begin", range(0, len(HOSTILE), 7))
def test_nonsense_is_refused_by_its_cell_and_the_rest_is_taken(work: Path, begin: int) -> None:
    name = ids(work)
    page = Sheet(work / "s.xlsx")
    hit = [one for one in name if reports(work / "out/store.gpkg")[one]["killed_min"]]
    tried = dict(zip(hit, HOSTILE[begin : begin + 7], strict=False))
    for one, (cells, _) in tried.items():
        page.write(name[one], **cells)
    page.write(name["r3"], action="confirm")
    page.save()
    lines = {int(re.findall(r", row (\d+)", line)[0]): line for line in take(work)}
    assert len(lines) == len(tried) == len(HOSTILE[begin : begin + 7])
    for one, (_, said) in tried.items():
        assert said in lines[page.rows[name[one]]]
    decided = read_corrections(work / "in/corrections.csv", "c").corrections
    assert [one.action for one in decided] == ["confirm"]


def test_a_formula_is_read_as_what_it_shows_and_never_written_as_one(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    page.write(ids(work)["r1"], action="drop", by="@sum(1)")
    page.write(ids(work)["r2"], action="type", value="shelling", why="'=1+1")
    page.save()
    assert take(work) == []
    with (work / "in/corrections.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'@sum(1)" in cells
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_a_part_of_a_sheet_sorted_alone_decides_nothing(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    columns = [page.columns[one] for one in ("id", "target", "was")]
    shuffled = [[page.page.cell(n, c).value for c in columns[1:]] for n in page.numbers]
    for n, told in zip(page.numbers, shuffled[1:] + shuffled[:1], strict=True):
        for column, value in zip(columns[1:], told, strict=True):
            page.page.cell(n, column).value = value
    page.save()
    refused = take(work)
    assert len(refused) == len(page.numbers)
    assert all("was a part of the sheet sorted?" in line for line in refused)
    assert not (work / "in/corrections.csv").exists()


def test_a_sheet_sorted_whole_is_read_as_before(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    page.write(ids(work)["r1"], action="drop")
    rows = [[cell.value for cell in page.page[n]] for n in page.numbers]
    for n, told in zip(page.numbers, rows[::-1], strict=True):
        for column, value in enumerate(told, start=1):
            page.page.cell(n, column).value = value
    page.save()
    assert take(work) == []
    (one,) = read_corrections(work / "in/corrections.csv", "c").corrections
    assert one.target.startswith(ids(work)["r1"])


def test_an_event_is_each_of_its_reports(work: Path) -> None:
    store, name = work / "out/store.gpkg", ids(work)
    (one,) = [key for key in name if key.startswith("Helicopters")]
    (two,) = [key for key in name if key.startswith("Barrel")]
    rows = [("target", "action", "value", "why"), (event(store, one), "drop", "", "not so")]
    rows += [(name["r1"], "join", event(store, "r7"), ""), ("evt-none", "drop", "", "")]
    with (work / "own.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert take(work, sheet="own.csv") == [
        "refused: own.csv, row 4, target: the store has no evt-none"
    ]
    made = again(work)
    assert one not in made
    assert two not in made
    assert made["r1"]["event_id"] == made["r7"]["event_id"]


def test_a_row_added_to_a_sheet_is_a_decision(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    page.add(target=ids(work)["r1"], action="drop")
    page.save()
    assert take(work) == []
    assert "r1" not in again(work)


def test_days_that_a_spreadsheet_spells_its_own_way_are_no_change(work: Path) -> None:
    review(work / "out/store.gpkg", "-o", work / "c.csv", "--all")
    text = (work / "c.csv").read_text(encoding="utf-8")
    spelled = text.replace(",2019-06-02,", ",02/06/2019,").replace(",2019-06-03,", ",6/3/2019,")
    assert spelled != text
    (work / "c.csv").write_text(spelled, encoding="utf-8")
    assert take(work, sheet="c.csv") == []
    assert not (work / "in/corrections.csv").exists()


def test_a_sheet_is_the_same_each_time_and_no_other_is_written_over(work: Path) -> None:
    store = work / "out/store.gpkg"
    for form in ("xlsx", "csv"):
        one, other = work / f"one.{form}", work / f"other.{form}"
        assert [review(store, "-o", path, "--all").exit_code for path in (one, other)] == [0, 0]
        assert one.read_bytes() == other.read_bytes()
        with pytest.raises(ExportError, match="--overwrite replaces it"):
            review(store, "-o", one)
        assert review(store, "-o", one, "--all", "--overwrite").exit_code == 0


def test_a_part_of_the_reports_is_listed(work: Path) -> None:
    store = work / "out/store.gpkg"
    review(store, "-o", work / "p.xlsx", "--all", "--type", "shelling", "--source", "records.csv")
    assert set(Sheet(work / "p.xlsx").rows) == {ids(work)[name] for name in ("r2", "r3", "r6")}
    done = review(store, "-o", work / "l.xlsx", "--all", "--limit", "2")
    assert len(Sheet(work / "l.xlsx").rows) == 2
    assert "more left out by --limit" in done.stderr


def test_a_sheet_left_among_the_sources_is_no_source(work: Path) -> None:
    shutil.copy(work / "s.xlsx", work / "in/s.xlsx")
    before = len(reports(work / "out/store.gpkg"))
    assert len(again(work)) == before
    connection = open_store(work / "out/store.gpkg")
    said = [row["detail"] for row in connection.execute("SELECT * FROM rejects")]
    connection.close()
    assert "s.xlsx is a sheet of mapper review, no source" in "".join(said)


def table(folder: Path, *rows: tuple[str, ...]) -> str:
    """Write a plain list of decisions."""
    with (folder / "own.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("target", "action", "value", "by"), *rows])
    return "own.csv"


def test_a_plain_list_is_checked_against_what_the_store_tells(work: Path) -> None:
    words = 'a.txt: "Warplanes struck Hass on Saturday"'
    name = table(
        work,
        ('"words nowotherwhere"', "drop", "", ""),
        (words, "withhold", "x", ""),
        (words, "place", "Saraqib; Saraqib", ""),
        ('"Kafr Nabl"', "drop", "", ""),
        (words, "join", '"words nowotherwhere"', ""),
        (words, "drop", "", ""),
    )
    said = [line.removeprefix("refused: own.csv, ") for line in take(work, sheet=name)]
    assert said[:3] == [
        "row 2, target: no report has the words quoted",
        "row 3, value: leave it empty: withhold takes no value, and this one is 'x'",
        "row 4, value: it names Saraqib twice; name each place once",
    ]
    assert said[3].startswith("row 5, target: 2 reports stand in these words: inc-")
    assert said[4] == "row 6, value: no report has the words quoted"
    (kept,) = read_corrections(work / "in/corrections.csv", "c").corrections
    assert (kept.target, kept.action) == (words, "drop")
    assert again(work)
    assert take(work, sheet=table(work, (words, "drop", "", ""))) == []


def test_a_decision_that_is_there_is_not_added_for_another_name(work: Path) -> None:
    name = ids(work)["r1"]
    take(work, sheet=table(work, (name, "drop", "", "")))
    text = (work / "in/corrections.csv").read_text(encoding="utf-8")
    take(work, sheet=table(work, (name, "drop", "", "B. Coder")))
    assert (work / "in/corrections.csv").read_text(encoding="utf-8") == text
    both = ((ids(work)["r2"], "drop", "", ""), (ids(work)["r2"], "drop", "", "B. Coder"))
    take(work, sheet=table(work, *both))
    assert len(read_corrections(work / "in/corrections.csv", "c").corrections) == 2


def test_a_list_of_corrections_is_read_with_what_was_confirmed(work: Path) -> None:
    page = Sheet(work / "s.xlsx")
    page.write(ids(work)["r3"], action="confirm")
    page.save()
    take(work)
    (work / "kept.csv").write_bytes((work / "in/corrections.csv").read_bytes())
    (work / "in/corrections.csv").unlink()
    assert take(work, sheet="kept.csv") == []
    (one,) = read_corrections(work / "in/corrections.csv", "c").corrections
    assert one.action == "confirm"
    assert one.value is not None
