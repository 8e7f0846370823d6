"""Rows in the columns of others: all that goes out comes back, or is said to be lost."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rows_of_others import out, told

from mapper.base import schema
from mapper.base.errors import ExportError
from mapper.cli.main import main
from mapper.export.others.layout import BLANK, FOLDER, LEFT_OUT, REFUSE, Layout, layouts
from mapper.export.others.rules import RULES
from mapper.pipeline.steps import build
from mapper.sources import Sheet, SheetRow, outward, records_of
from mapper.sources.known import known_tables, listed
from mapper.store import STORE, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mapper.export.others.told import Told

COLUMNS = {
    "acled": "event_id_cnty event_date year time_precision disorder_type event_type"
    " sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction"
    " civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude"
    " geo_precision source source_scale notes fatalities tags timestamp",
    "ucdp": "id relid year active_year code_status type_of_violence conflict_dset_id"
    " conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id"
    " side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article"
    " source_office source_date source_headline source_original where_prec where_coordinates"
    " where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id"
    " region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians"
    " deaths_unknown best high low gwnoa gwnob",
    "airwars": "code date location_en location_ar governorate lat lon accuracy belligerent"
    " strike_type strike_status grading strikes civ_killed_min civ_killed_max civ_injured_min"
    " civ_injured_max",
}
TABLES = sorted(COLUMNS)
INTERVALS = {
    "a day": ("2019-05-14", "2019-05-14", "day"),
    "a night": ("2019-05-14", "2019-05-15", "day"),
    "three days": ("2019-05-13", "2019-05-15", "week"),
    "a week": ("2019-05-13", "2019-05-19", "week"),
    "a month": ("2019-05-01", "2019-05-31", "month"),
    "a year": ("2019-01-01", "2019-12-31", "year"),
    "two years": ("2019-01-01", "2020-12-31", "unknown"),
    "no date": (None, None, "unknown"),
}
ROUNDING = 0.006
"""Degrees by which the rounding of exports moves a province."""
WHOLE = ("event_type", "date_start", "date_end", "actor", "places")
ANEW = (
    *("zone_verdict", "zone_p_inside", "zone_distance_km", "held_by"),
    *("admin2", "admin3", "pcode", "place_ids"),
)
KINDS = ("village", "town", "city", "neighbourhood", "site", "governorate", "region", "country")


def back(layout: Layout, row: dict[str, Any]) -> dict[str, Any]:
    """Read a row as a table of the project, without the help of what wrote it."""
    cells = {name: str(cell) for name, cell in row.items() if cell not in (None, "")}
    table = records_of(Sheet(tuple(layout.columns), (SheetRow(2, cells),)), "a.csv")
    assert not table.rejects
    record = table.records[0]
    lon, lat = record.position or (None, None)
    more = {"lon": lon, "lat": lat, "geo_precision": record.geo_precision}
    places = "; ".join(name for name, _ in record.places)
    values: dict[str, Any] = record.values  # noqa: PD011 - no frame
    return {**values, **more, "radius_m": record.radius_m, "places": places}


def lost(report: dict[str, Any]) -> set[str]:
    """Name the columns of ours that the report says do not come back as they were."""
    return {one["ours"] for part in ("reads_back_otherwise", "left_out") for one in report[part]}


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_theirs_in_their_order(name: str) -> None:
    assert layouts()[name].columns == COLUMNS[name].split()


@pytest.mark.parametrize("layout", layouts().values(), ids=layouts())
def test_every_row_of_a_layout_means_something(layout: Layout) -> None:
    coded = {(row["table"], row["crosswalk"]) for row in listed("codes")}
    ours = {*told().cells, *layout.columns}
    with (FOLDER / f"{layout.name}.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        assert row["rule"] in {*RULES, BLANK, REFUSE, LEFT_OUT}
        assert not row["crosswalk"] or (layout.table, row["crosswalk"]) in coded
        assert not row["when"] or row["when"].replace("!", "=").split("=")[0] in ours
        if row["rule"] in {"copy", "code", "first", "rest", "parties", "midnight", LEFT_OUT}:
            assert row["of"] in ours
        assert row["why"] or row["rule"] not in {BLANK, REFUSE}
    assert not layout.table or layout.table in {table.name for table in known_tables()}


def test_what_is_written_is_what_is_read_or_no_code_for_reading() -> None:
    read = {
        (table.name, theirs): ours
        for table in known_tables()
        for column in table.columns
        if column.ours == "event_type" and column.codes
        for theirs, ours in column.codes.items()
    }
    for table, crosswalk in (("acled", "sub_event_type"), ("airwars", "strike_type")):
        for ours, code in outward(table, crosswalk).items():
            again = outward(table, crosswalk)[read[table, code.theirs.lower()]]
            assert again.theirs == code.theirs or ours == "shooting"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", schema.EVENT_TYPES)
@pytest.mark.parametrize("status", schema.ACTOR_STATUSES)
def test_every_kind_and_status_comes_back_or_is_said_to_be_lost(
    name: str, kind: str, status: str
) -> None:
    check(layouts()[name], told(event_type=kind, actor_status=status))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("days", INTERVALS.values(), ids=INTERVALS)
def test_every_interval_comes_back_or_is_said_to_be_lost(
    name: str, days: tuple[str | None, str | None, str]
) -> None:
    first, last, precision = days
    check(layouts()[name], told(date_start=first, date_end=last, date_precision=precision))


@given(
    st.sampled_from(TABLES),
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "geo_precision": st.sampled_from([1, 2, 3]),
            "radius_m": st.floats(50, 400_000),
            "killed_min": st.none() | st.integers(0, 40),
            "killed_group": st.sampled_from([None, "civilians", "soldiers"]),
            "actor": st.sampled_from([None, "A", "A or B", "A; B", "=A", "B, C"]),
        }
    ),
    st.integers(0, 9),
)
def test_any_event_comes_back_or_is_said_to_be_lost(
    name: str, cells: dict[str, Any], more: int
) -> None:
    low = cells["killed_min"]
    high = None if low is None else low + more
    is_told = "" if low is None else "yes"
    check(layouts()[name], told(**cells, killed_max=high, killed_told=is_told))


def check(layout: Layout, one: Told) -> None:
    """Hold a row against what is read back of it: whatever differs is in the loss report."""
    row, report = out(layout, one)
    if row is None:
        assert report["rows"] == {"asked": 1, "written": 0, "dropped": 1}
        assert report["dropped"][0]["ids"] == [one.cells["id"]]
        return
    said = lost(report)
    found = back(layout, row)
    for name in (*WHOLE, "date_precision"):
        assert found.get(name) == one.cells[name] or name in said, name
    for name in ("killed_min", "killed_max", "geo_precision", "radius_m", "actor_status"):
        assert found.get(name) == one.cells[name] or name in said, name
    assert one.position is not None
    assert (found["lon"], found["lat"]) == pytest.approx(one.position, abs=1e-4)
    assert found["source_id"] == one.cells["id"]
    assert "publisher" not in found


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"scope": "background"}, "background"),
        ({"scope": "aggregate"}, "total"),
        ({"kind": "country"}, "country"),
        ({"event_type": "other"}, "no sub-type"),
        ({"event_type": "displacement"}, "no sub-type"),
        ({"places": "A; B"}, "several places"),
        ({"radius_m": None, "geo_precision": None, "kind": None}, "no place"),
        ({"date_start": None, "date_end": None}, "no date"),
    ],
)
def test_what_acled_does_not_code_is_dropped_with_the_reason(
    more: dict[str, Any], why: str
) -> None:
    row, report = out(layouts()["acled"], told(**more))
    assert row is None
    assert why in report["dropped"][0]["why"]


def test_acled_has_the_lowest_figure_and_the_rest_in_its_notes() -> None:
    row, report = out(layouts()["acled"], told(date_start="2019-05-13", date_end="2019-05-19"))
    assert row is not None
    assert (row["fatalities"], row["event_date"], row["time_precision"]) == (2, "2019-05-16", "2")
    assert row["notes"] == "It was said. [days: 2019-05-13 to 2019-05-19] [killed 2 to 5]"
    assert row["tags"] == "in the columns of ACLED, made by mapper; no data of ACLED"
    assert {one["ours"] for one in report["reads_back_otherwise"]} >= {"killed_max"}


def test_nobody_counted_is_nought_in_acled_and_a_guess() -> None:
    none = told(killed_min=None, killed_max=None, killed_told="")
    row, report = out(layouts()["acled"], none)
    assert row is not None
    assert row["fatalities"] == 0
    assert "fatalities" in {one["column"] for one in report["guessed"]}


@pytest.mark.parametrize("killed", [None, 0])
def test_ucdp_has_only_lethal_events(killed: int | None) -> None:
    row, report = out(layouts()["ucdp"], told(killed_min=killed, killed_max=killed))
    assert row is None
    assert "lethal" in report["dropped"][0]["why"]


def test_ucdp_has_low_best_and_high_and_the_guess_at_the_violence() -> None:
    row, report = out(layouts()["ucdp"], told(killed_group="civilians"))
    assert row is not None
    assert (row["low"], row["best"], row["high"], row["deaths_civilians"]) == (2, 2, 5, 2)
    assert row["date_start"] == "2019-05-14 00:00:00.000"
    assert {"type_of_violence", "side_b"} <= {one["column"] for one in report["guessed"]}
    assert {"conflict_new_id", "gwnoa"} <= {one["column"] for one in report["left_empty"]}


def test_a_grade_of_airwars_is_a_suggestion() -> None:
    row, report = out(layouts()["airwars"], told(n_sources=1, one_teller="yes"))
    assert row is not None
    assert (row["grading"], row["strike_status"]) == ("Weak (suggested)", "Single source claim")
    assert "grading" in {one["column"] for one in report["guessed"]}


@pytest.mark.parametrize(
    ("kind", "precision", "radius", "code"),
    [
        ("town", 1, 2500.0, "town"),
        ("village", 2, 6000.0, "subdistrict"),
        ("site", 1, 120.0, "within_100m"),
        ("region", 3, 46_000.0, "province_governorate"),
    ],
)
def test_a_place_is_never_said_to_be_known_far_better_than_it_is(
    kind: str, precision: int, radius: float, code: str
) -> None:
    row, _ = out(layouts()["airwars"], told(kind=kind, geo_precision=precision, radius_m=radius))
    assert row is not None
    assert row["accuracy"] == code


# --- whole files ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, repo: Path, stores_alone: None) -> Path:
    """Build the seeds and a few records more, one of them hostile."""
    del stores_alone
    folder = tmp_path_factory.mktemp("as")
    (folder / "more.csv").write_text(
        "record_id,place,date,event_type,actor,killed_min,note\n"
        'r1,Saraqib,2019-08-02,airstrike,Russia; Syrian government,3,"=HYPERLINK(""x"")"\n'
        "r2,Ariha,2019-08,shelling,,,-1\n"
        "r3,Idlib,2019-08-05,displacement,,,\n"
        'r4,Hass; Ariha,2019-08-06,airstrike,Russia,1,""\n',
        encoding="utf-8",
    )
    return build([repo / "seeds", folder / "more.csv"], folder / "out").folder / STORE


def export(store: Path, *words: str) -> str:
    answer = CliRunner().invoke(main, ["export", str(store), *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.stderr
    return answer.stderr


def events(path: Path, name: str = "events") -> dict[str, dict[str, Any]]:
    """Read events by id, missing values as None."""
    frame: pd.DataFrame = read_table(path, name)
    plain = frame.drop(columns="geometry").astype(object)
    plain = plain.where(plain.notna(), None)
    rows = {}
    for row, shape in zip(plain.to_dict("records"), frame.geometry, strict=True):
        at = (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" else None
        rows[row[frame.columns[0]]] = {**{str(k): v for k, v in row.items()}, "at": at}
    return rows


@pytest.mark.parametrize("name", TABLES)
def test_an_export_builds_again_to_the_same_events_less_what_the_report_says(
    store: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / f"{name}.csv"
    said = export(store, "--as", name, "-o", str(target))
    report = json.loads((tmp_path / f"{name}.csv.loss.json").read_text(encoding="utf-8"))
    built = build([target], tmp_path / "again")
    assert built.n_rejects == 0
    again = {row["source_id"]: row for row in events(built.folder / STORE, "incidents").values()}
    before = events(store)
    dropped = [one for part in report["dropped"] for one in part["ids"]]
    assert sorted(again) == sorted({*before} - {*dropped})
    assert len(again) == report["rows"]["written"]
    assert report["rows"]["asked"] == len(again) + len(dropped)
    assert f"{len(again)} of {report['rows']['asked']} rows written" in said
    otherwise = {one["ours"]: set(one["ids"]) for one in report["reads_back_otherwise"]}
    empty = {one["ours"] for one in report["left_out"]}
    made_anew = {one["ours"]: set(one["ids"]) for one in report["follows"]}
    for key, row in again.items():
        for column in ANEW:
            same = row[column] == before[key][column]
            assert same or key in made_anew[column], (key, column)
        for column in (*WHOLE, "killed_min", "killed_max"):
            assert (
                row[column] == before[key][column]
                or key in otherwise.get(column, ())
                or (column in empty and row[column] is None)
            ), (key, column)
        assert row["at"] == pytest.approx(before[key]["at"], abs=ROUNDING)
        assert row["publisher"] is None
    assert "no data of" in report["what"]
    run = dict(read_table(built.folder / STORE, "run")[["key", "value"]].to_numpy())
    assert not any(key.startswith("table_of:") for key in run)


@pytest.mark.parametrize("name", [*TABLES, "timemap"])
def test_an_export_is_the_same_each_time_and_kept_unless_told_otherwise(
    store: Path, tmp_path: Path, name: str
) -> None:
    for folder in ("a", "b"):
        export(store, "--as", name, "-o", str(tmp_path / folder / "x"))
    made = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert len(made) == (4 if name == "timemap" else 1)
    for path in made:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()
    with pytest.raises(ExportError, match="--overwrite"):
        export(store, "--as", name, "-o", str(tmp_path / "a" / "x"))
    export(store, "--as", name, "-o", str(tmp_path / "a" / "x"), "--overwrite")


def test_filters_and_reports_hold_and_cells_run_nothing(store: Path, tmp_path: Path) -> None:
    export(store, "--as", "acled", "-o", str(tmp_path / "a.csv"), "--from", "2019-08", "--reports")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["event_id_cnty"].startswith("inc-") for row in rows)
    assert all(row["event_date"] >= "2019-08" for row in rows)
    (hostile,) = (row for row in rows if "HYPERLINK" in row["notes"])
    assert hostile["notes"].startswith("'=")
    assert (hostile["actor1"], hostile["assoc_actor_1"]) == ("Russia", "Syrian government")


def test_background_and_totals_are_counted_though_the_usual_scope_leaves_them_out(
    store: Path, tmp_path: Path
) -> None:
    export(store, "--as", "airwars", "-o", str(tmp_path / "a.csv"))
    report = json.loads((tmp_path / "a.csv.loss.json").read_text(encoding="utf-8"))
    counts = {one["why"].split()[0]: one["rows"] for one in report["dropped"]}
    incidents = read_table(store, "incidents")
    assert counts["a"] == (incidents["scope"] == "aggregate").sum() > 0
    assert counts["background:"] == (read_table(store, "events")["scope"] == "background").sum()


def test_timemap_gets_texts_known_keys_and_sources_that_are_there(
    store: Path, tmp_path: Path
) -> None:
    export(store, "--as", "timemap", "-o", str(tmp_path / "t"))
    found, sources, links = (
        json.loads((tmp_path / "t" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("events", "sources", "associations")
    )
    keys = "id description date time time_precision location latitude longitude type category"
    known = {*keys.split(), "category_full", "associations", "sources", "comments", "time_display"}
    for event in found:
        assert set(event) == known
        assert all(isinstance(event[name], str) for name in known - {"associations", "sources"})
        assert event["description"]
        assert bool(event["latitude"]) == bool(event["longitude"])
        month, day, year = event["date"].split("/")
        assert (len(month), len(day), len(year)) == (2, 2, 4)
        assert set(event["sources"]) <= set(sources)
        assert set(event["associations"]) <= {one["id"] for one in links}
    assert all(isinstance(one["paths"], list) for one in sources.values())
    assert {one["mode"] for one in links} == {"CATEGORY", "FILTER"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("gpkg", "--as", "acled"), "csv, tsv, json, nl"),
        (("csv", "--as", "timemap"), "json"),
        (("--as", "acled", "--table", "claims"), "its own columns"),
        (("--as", "acled", "--columns", "a=places"), "its own columns"),
        ((), "no format"),
        (("geojson", "--columns", "a=places"), "csv, tsv, json, nl"),
        (("csv", "--columns", "places"), "THEIRS=OURS"),
        (("csv", "--columns", "a=places", "--columns", "a=actor"), "twice"),
        (
            ("csv", "--columns", "a=plces", "--columns", "b=actr"),
            "'actr' (the nearest is 'actor'), 'plces' (the nearest is 'places')",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_line(
    store: Path, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    answer = CliRunner().invoke(main, ["export", str(store), *words, "-o", str(tmp_path / "x")])
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_coder_names_columns_in_their_order_and_reads_them_back(
    store: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("theirs,ours\nDate,date_start\nTown,places\n", "utf-8")
    target = tmp_path / "out.csv"
    words = ("--columns", str(tmp_path / "mine.csv"), "--columns", "Dead=killed_min")
    export(store, "csv", "-o", str(target), *words)
    with target.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == ["Date", "Town", "Dead"]
    assert ["2019-04-27", "Qalaat Al-Madiq", "3"] in rows
