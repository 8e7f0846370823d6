import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from mapper.base import schema
from mapper.base.errors import ArticleError
from mapper.sources.known import FOLDER, known_tables
from mapper.sources.likely import hint, propose
from mapper.sources.listing import list_sources
from mapper.sources.records import _USED, Table, read_records
from mapper.sources.wishes import Reading

ACLED = {
    "event_id_cnty": "SYR1",
    "event_date": "2019-05-16",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "actor1": "A",
    "actor2": "B",
    "admin1": "Idleb",
    "location": "Kafr Nobol",
    "latitude": "35.61",
    "longitude": "36.56",
    "geo_precision": "1",
    "source": "Press",
    "notes": "Jets.",
    "fatalities": "2",
}
UCDP = {
    "id": "412700",
    "type_of_violence": "1",
    "side_a": "Government",
    "side_b": "Rebels",
    "where_prec": "4",
    "where_coordinates": "Idlib town",
    "adm_1": "Idlib governorate",
    "latitude": "35.93",
    "longitude": "36.63",
    "date_prec": "2",
    "date_start": "2019-05-16",
    "date_end": "2019-05-18",
    "best": "5",
    "low": "4",
    "high": "9",
}
AIRWARS = {
    "code": "RS1",
    "date": "2019-05-16",
    "location_en": "Hass",
    "location_ar": "حاس",
    "governorate": "Idlib",
    "lat": "35.57",
    "lon": "36.57",
    "accuracy": "village",
    "belligerent": "A, B",
    "strike_type": "Drone Strike, Airstrike",
    "strike_status": "Contested strike",
    "grading": "Fair",
    "civ_killed_min": "1",
    "civ_killed_max": "3",
}


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(tmp_path: Path, *rows: Mapping[str, str], name: str = "table.csv") -> Table:
    return read_records(write(tmp_path / name, rows))


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (
            ACLED,
            {
                "source_id": "SYR1",
                "event_type": "airstrike",
                "actor": "A",
                "targets": "B",
                "killed_min": 2,
                "killed_max": 2,
                "attributed_to": "Press",
                "sentence": "Jets.",
                "publisher": "ACLED",
                "date_start": "2019-05-16",
            },
        ),
        (
            UCDP,
            {
                "source_id": "412700",
                "event_type": "other",
                "actor": "Government or Rebels",
                "killed_min": 4,
                "killed_max": 9,
                "date_start": "2019-05-16",
                "date_end": "2019-05-18",
                "date_precision": "week",
            },
        ),
        (
            AIRWARS,
            {
                "source_id": "RS1",
                "event_type": "drone_strike",
                "actor": "A, B",
                "actor_status": "disputed",
                "killed_min": 1,
                "killed_max": 3,
                "killed_group": "civilians",
            },
        ),
    ],
    ids=["ACLED", "UCDP", "Airwars"],
)
def test_a_known_table_is_read_as_it_is(
    tmp_path: Path, table: dict[str, str], cells: dict[str, object]
) -> None:
    (record,) = read(tmp_path, table).records
    assert {key: record.values.get(key) for key in cells} == cells
    assert record.position is not None


def test_names_of_units_lose_the_kind_behind_them(tmp_path: Path) -> None:
    (record,) = read(tmp_path, UCDP).records
    assert (record.places, record.within) == ((("Idlib", None),), "Idlib")


@pytest.mark.parametrize(
    ("table", "column", "code", "expected"),
    [
        (ACLED, "geo_precision", "3", (3, 40000)),
        (ACLED, "geo_precision", "2.0", (2, 10000)),
        (UCDP, "where_prec", "2", (2, 25000)),
        (UCDP, "where_prec", "6", (3, 365000)),
        (AIRWARS, "accuracy", "within_100m", (1, 150)),
        (AIRWARS, "accuracy", "province_governorate", (3, 60000)),
    ],
)
def test_precision_codes_become_ours_with_a_radius(
    tmp_path: Path, table: dict[str, str], column: str, code: str, expected: tuple[int, int]
) -> None:
    (record,) = read(tmp_path, table | {column: code}).records
    assert (record.geo_precision, record.radius_m) == expected


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("1", ("2019-05-16", "2019-05-16", "day")),
        ("2", ("2019-05-13", "2019-05-19", "week")),
        ("3", ("2019-05-01", "2019-05-31", "month")),
    ],
)
def test_a_day_that_stands_for_a_month_is_that_month(
    tmp_path: Path, code: str, days: tuple[str, str, str]
) -> None:
    (record,) = read(tmp_path, ACLED | {"time_precision": code}).records
    values = record.values
    assert (values["date_start"], values["date_end"], values["date_precision"]) == days


def test_the_codes_of_the_source_are_kept_and_columns_without_a_home_named(tmp_path: Path) -> None:
    table = read(tmp_path, ACLED | {"disorder_type": "Political violence"})
    assert ("event_type", "sub_event_type: Air/drone strike") in table.records[0].said
    assert ("geo_precision", "geo_precision: 1") in table.records[0].said
    assert (table.source, table.unused) == ("ACLED", ("disorder_type",))


def test_an_older_acled_table_is_known_in_capitals_and_without_sub_types(tmp_path: Path) -> None:
    old = {k.upper(): v for k, v in ACLED.items() if k != "sub_event_type"}
    table = read(tmp_path, old | {"EVENT_TYPE": "Battle-No change of territory"})
    values = table.records[0].values
    assert (values["event_type"], values["actor"]) == ("ground_raid", "A or B")


def test_a_kind_that_a_known_table_uses_is_read_in_any_table(tmp_path: Path) -> None:
    own = {"place": "Hass", "date": "2019-05-16", "event_type": "air/drone strike"}
    (record,) = read(tmp_path, own).records
    assert record.values["event_type"] == "airstrike"
    assert record.said == (("event_type", "air/drone strike"),)


def test_columns_that_the_user_names_are_ours(tmp_path: Path) -> None:
    rows = [{"Location": "Hass", "Event Date": "2019-05-16", "Dead": "3", "x": "1"}]
    path = write(tmp_path / "t.csv", rows)
    pairs = (("location", "place"), ("EVENT date", "date"), ("dead", "killed_min"))
    (listed,) = list_sources([path], Reading(columns=pairs)).tables
    assert listed.path == path
    table = read_records(path, Reading(columns=pairs))
    assert table.records[0].values["killed_max"] == 3
    assert (table.unused, table.named[0]) == (("x",), "location=place")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ((("location", "plase"),), "no column 'plase'; the nearest is 'place'"),
        ((("town", "place"),), "no table has a column town; there are: location, day"),
    ],
)
def test_a_name_that_is_no_column_is_refused(
    tmp_path: Path, pairs: tuple[tuple[str, str], ...], message: str
) -> None:
    path = write(tmp_path / "t.csv", [{"location": "Hass", "day": "2019-05-16"}])
    with pytest.raises(ArticleError, match=message):
        list_sources([path], Reading(columns=pairs))


def test_an_unknown_header_gets_a_line_to_paste(tmp_path: Path) -> None:
    path = write(tmp_path / "my table.csv", [{"Town": "Hass", "Date of event": "2019-05-16"}])
    line = r"mapper build '.*my table\.csv' --map 'date of event=date' --map town=place$"
    with pytest.raises(ArticleError, match=line):
        list_sources([path])


def test_tags_are_proposed_for_and_a_column_is_proposed_once() -> None:
    header = ["#date+occurred", "#adm1+name", "#loc+name", "#affected+killed+min", "notes", "note"]
    assert dict(propose(header)) == {
        "#date+occurred": "date",
        "#adm1+name": "admin1",
        "#loc+name": "place",
        "#affected+killed+min": "killed_min",
        "note": "note",
    }


def test_a_header_that_is_like_nothing_gets_no_proposal() -> None:
    assert hint("t.csv", ["bird", "weather"]) is None
    assert "--map COLUMN=date" in (hint("t.csv", ["town", "weather"]) or "")


def test_the_name_of_the_file_is_not_in_the_id(tmp_path: Path) -> None:
    for rows in ([ACLED], [{"place": "Hass", "date": "2019-05-16"}]):
        one, two = (read(tmp_path, *rows, name=name).records[0] for name in ("a.csv", "b.csv"))
        assert one.values["incident_id"] == two.values["incident_id"]


def test_tables_that_count_from_one_share_no_ids(tmp_path: Path) -> None:
    one = read(tmp_path, {"record_id": "1", "place": "Hass", "date": "2019-05-16", "note": "x"})
    two = read(tmp_path, {"record_id": "1", "place": "Morek", "date": "2019-05-16"})
    mended = read(tmp_path, {"record_id": "1", "place": "Hass", "date": "2019-05-16", "note": "y"})
    ids = [table.records[0].values["incident_id"] for table in (one, two, mended)]
    assert ids[0] != ids[1]
    assert ids[0] == ids[2]


def test_every_column_and_code_of_the_known_tables_is_one_of_ours() -> None:
    fields = {one.ours for table in known_tables() for one in table.columns}
    apart = {"made anew", "incident_id", "place_ids"}
    assert {one for one in fields if not one.startswith("claim:")} - set(_USED) <= apart
    codes = {one.name: one.codes for one in schema.INCIDENTS.columns if one.codes}
    for table in known_tables():
        for column in table.columns:
            if column.codes and column.ours in codes:
                assert set(column.codes.values()) <= set(codes[column.ours])
    likely = csv.DictReader((FOLDER / "likely.csv").read_text("utf-8").splitlines())
    assert {row["ours"] for row in likely} <= set(_USED)


def test_the_shared_records_of_airwars_are_read(shared: Path) -> None:
    table = read_records(shared / "airwars" / "records.csv")
    assert (len(table.records), len(table.rejects), table.unused) == (8079, 33, ())
    assert {row["reason"] for row in table.rejects} == {"no_place", "bad_date"}


def test_a_row_without_a_name_has_one_id_however_its_cells_are_written(tmp_path: Path) -> None:
    one = {"place": "Hass", "date": "2019-05-16", "lat": "35.50", "killed_min": "2"}
    other = {"place": "Hass", "date": "16 May 2019", "lat": "35.5", "killed_min": "2.0"}
    ids = {
        read(tmp_path, row | {"lon": "36.5"}).records[0].values["incident_id"]
        for row in (one, other)
    }
    assert len(ids) == 1


def test_a_grenade_is_of_no_listed_kind_in_a_table_as_in_a_text(tmp_path: Path) -> None:
    (record,) = read(tmp_path, ACLED | {"sub_event_type": "Grenade"}).records
    assert record.values["event_type"] == "other"
    assert ("event_type", "sub_event_type: Grenade") in record.said


def test_a_row_that_we_wrote_in_their_columns_is_not_theirs(tmp_path: Path) -> None:
    ours = ACLED | {"event_id_cnty": "evt-0123456789ab", "notes": "'=1"}
    table = read(tmp_path, ours)
    assert table.source is None
    assert "publisher" not in table.records[0].values
    assert table.records[0].values["sentence"] == "=1"
    mixed = read(tmp_path, ours, ACLED)
    assert mixed.source == "ACLED"
    assert [record.values.get("publisher") for record in mixed.records] == [None, "ACLED"]
