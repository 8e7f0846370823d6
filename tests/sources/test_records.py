from pathlib import Path

import pytest

from mapper.base.rejects import REASONS
from mapper.sources.records import Record, read_records
from mapper.sources.wishes import Reading


def read(tmp_path: Path, header: str, *rows: str) -> tuple[list[Record], list[tuple[int, str]]]:
    path = tmp_path / "table.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    table = read_records(path)
    return list(table.records), [(row["row"], row["reason"]) for row in table.rejects]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("2019-05-19,2019-05-20", ("2019-05-19", "2019-05-20", "day")),
        ("2020-06,", ("2020-06-01", "2020-06-30", "month")),
        ("2019,", ("2019-01-01", "2019-12-31", "year")),
        ("2019-05-01,2019-05-07", ("2019-05-01", "2019-05-07", "week")),
        ("2020-02-28,2020-02", ("2020-02-28", "2020-02-29", "day")),
    ],
)
def test_dates_become_intervals_with_their_precision(
    tmp_path: Path, cells: str, expected: tuple[str, str, str]
) -> None:
    (record,), _ = read(tmp_path, "place,date,date_end", f"Hass,{cells}")
    values = record.values
    assert (values["date_start"], values["date_end"], values["date_precision"]) == expected


def test_figures_keep_their_ends_and_one_alone_stands_for_both(tmp_path: Path) -> None:
    header = "place,date,killed_min,killed_max,killed_open,injured_min,injured_max,displaced_max"
    (record,), _ = read(tmp_path, header, "Hass,2019-08-16,15,20,true,0,,")
    values = record.values
    assert (values["killed_min"], values["killed_max"], values["killed_open"]) == (15, 20, True)
    assert (values["injured_min"], values["injured_max"], values["injured_open"]) == (0, 0, False)
    assert (values["displaced_min"], values["displaced_open"]) == (None, None)


def test_source_columns_get_the_names_of_the_schema(tmp_path: Path) -> None:
    header = "place,date,source_url,second_source_url,note,record_id"
    (record,), _ = read(tmp_path, header, "Hass,2019-08-16,https://a,https://b,a camp,r1")
    values = record.values
    assert (values["url"], values["second_url"], values["sentence"]) == (
        "https://a",
        "https://b",
        "a camp",
    )
    assert (values["source_id"], values["row"], values["file"]) == ("r1", 2, "table.csv")


def test_several_places_go_with_their_arabic_names(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, "place,place_ar,date", "Hass; Jabala,حاس; جبالا,2019-08-16")
    assert record.places == (("Hass", "حاس"), ("Jabala", "جبالا"))


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("place,date", ",2019-05-01", "no_place"),
        ("place,date", "NA,2019-05-01", "no_place"),
        ("place,date", "Hass,", "bad_date"),
        ("place,date", "Hass,2019-02-30", "bad_date"),
        ("place,date", "Hass,05/06/2019", "bad_date"),
        ("place,date,date_end", "Hass,2019-05-02,2019-05-01", "bad_date"),
        ("place,date", "Hass,2019-05-02,more", "bad_row"),
    ],
)
def test_a_row_without_place_or_date_is_refused_and_the_next_goes_on(
    tmp_path: Path, header: str, row: str, reason: str
) -> None:
    records, rejects = read(tmp_path, header, row, "Saraqib,2019-07-22")
    assert [record.places[0][0] for record in records] == ["Saraqib"]
    assert rejects == [(2, reason)]
    assert reason in REASONS


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("date_end", "soon"),
        ("published", "soon"),
        ("event_type", "strike"),
        ("scope", "rumour"),
        ("actor_status", "sure"),
        ("killed_min", "-1"),
        ("killed_min", "1.5"),
        ("killed_min", "1.200"),
        ("killed_min", "99999999999"),
        ("killed_min,killed_max", "3,2"),
        ("killed_open", "perhaps"),
        ("geo_precision", "7"),
        ("radius_m", "far"),
        ("lat,lon", "95,36"),
        ("lat,lon", "35,nan"),
        ("lat,lon", "35,"),
    ],
)
def test_a_cell_that_a_record_can_do_without_costs_itself_alone(
    tmp_path: Path, header: str, cells: str
) -> None:
    (plain,), _ = read(tmp_path, "place,date", "Hass,2019-05-02")
    (record,), rejects = read(tmp_path, f"place,date,{header}", f"Hass,2019-05-02,{cells}")
    ids = {"incident_id": None}
    assert record.values | ids == plain.values | ids
    assert (record.position, record.geo_precision, record.radius_m) == (None, None, None)
    assert rejects == [(2, "cell_left_out")]


def test_what_was_left_out_is_said_with_its_column_and_value(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("place,date,killed_min\nHass,2019-05-02,some\n", encoding="utf-8")
    (reject,) = read_records(path).rejects
    assert reject["detail"].startswith("killed_min is 'some'; write a whole number")
    assert reject["detail"].endswith("the record is kept without it")


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("killed_min,killed_max", "2.0,2.0", (2, 2, False)),
        ("killed_min,killed_max", "NA,NA", (None, None, None)),
        ("killed_min,killed_max", '"1,200","1,300"', (1200, 1300, False)),
        ("killed_min,killed_max", "3-5,", (3, 5, False)),
        ("killed_min,killed_max", "at least 3,", (3, 3, True)),
        ("killed_min,killed_max", "10+,", (10, 10, True)),
        ("killed_min,killed_open", "10+,no", (10, 10, False)),
        ("killed", "3-5", (3, 5, False)),
        ("killed", "unknown", (None, None, None)),
        ("killed,killed_max", "3,5", (3, 5, False)),
    ],
)
def test_figures_are_read_as_people_and_programs_write_them(
    tmp_path: Path, header: str, cells: str, expected: tuple[int | None, int | None, bool | None]
) -> None:
    (record,), rejects = read(tmp_path, f"place,date,{header}", f"Hass,2019-05-02,{cells}")
    assert tuple(record.values[f"killed_{part}"] for part in ("min", "max", "open")) == expected
    assert rejects == []


def test_codes_go_in_any_case_and_spacing(tmp_path: Path) -> None:
    (record,), rejects = read(
        tmp_path, "place,date,event_type,scope", "Hass,2019-05-02,Barrel Bomb,EVENT"
    )
    assert (record.values["event_type"], record.values["scope"]) == ("barrel_bomb", "event")
    assert rejects == []


def test_one_date_of_the_column_tells_the_order_of_all(tmp_path: Path) -> None:
    records, rejects = read(tmp_path, "place,date", "Hass,05/06/2019", "Ariha,25/06/2019")
    assert [record.values["date_start"] for record in records] == ["2019-06-05", "2019-06-25"]
    assert rejects == []


def test_a_date_that_nobody_decides_names_the_options_and_takes_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("place,date\nHass,05/06/2019\n", encoding="utf-8")
    assert "add --dayfirst or --monthfirst" in read_records(path).rejects[0]["detail"]
    (record,) = read_records(path, Reading(order="month")).records
    assert record.values["date_start"] == "2019-05-06"


def test_positions_may_have_a_decimal_comma(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, "place;date;lat;lon", "Hass;2019-05-02;35,612;36,56")
    assert record.position == (36.56, 35.612)


def test_a_date_of_publication_is_kept_in_iso(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, "place,date,published", "Hass,2019-05-02,July 2019")
    assert record.values["published"] == "2019-07"


def test_the_same_record_twice_is_taken_once(tmp_path: Path) -> None:
    rows = ("r1,Hass,2019-08-16", "r1,Saraqib,2019-08-17", ",Hass,2019-08-16", ",Hass,2019-08-16")
    records, rejects = read(tmp_path, "record_id,place,date", *rows)
    assert len(records) == 2
    assert rejects == [(3, "duplicate"), (5, "duplicate")]


def test_an_id_that_tells_two_things_is_refused_with_both(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = ("r1,Hass,2019-08-16,4", "r1,Hass,2019-08-16,6", "r1,Hass,2019-08-16,4")
    path.write_text("\n".join(("record_id,place,date,killed", *rows)), encoding="utf-8")
    other, same = (one["detail"] for one in read_records(path).rejects)
    assert other.startswith("the id r1 is that of row 2 too, which was kept; other values differ")
    assert "killed_min 4 and 6, killed_max 4 and 6;" in other
    assert same == "the same record as row 2"


def test_an_id_outlives_an_edit_of_its_row(tmp_path: Path) -> None:
    header = "record_id,place,date,note"
    (before,), _ = read(tmp_path, header, "r1,Hass,2019-08-16,old")
    (_, after), _ = read(tmp_path, header, "r0,Jabala,2019-08-16,", "r1,Hass,2019-08-17,new")
    assert before.values["incident_id"] == after.values["incident_id"]


def test_a_record_without_actor_or_type_says_so(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, "place,date,actor", "Hass,2019-08-16,")
    values = record.values
    assert (values["event_type"], values["actor_status"], values["scope"]) == (
        "other",
        "unknown",
        "event",
    )


def test_columns_nobody_uses_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("place,date,weather\nHass,2019-08-16,fair\n", encoding="utf-8")
    assert read_records(path).unused == ("weather",)


def test_the_seed_table_reads_whole(repo: Path) -> None:
    table = read_records(repo / "seeds" / "incident_records.csv")
    assert len(table.records) == 71
    assert table.rejects == ()
    assert table.unused == ("airwars_code",)
