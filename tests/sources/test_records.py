from pathlib import Path

import pytest

from mapper.base.rejects import REASONS
from mapper.sources.records import Record, read_records


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
        ("place,date", "Hass,", "bad_date"),
        ("place,date", "Hass,2019-02-30", "bad_date"),
        ("place,date", "Hass,5 May 2019", "bad_date"),
        ("place,date,date_end", "Hass,2019-05-02,2019-05-01", "bad_date"),
        ("place,date,published", "Hass,2019-05-02,soon", "bad_date"),
        ("place,date,event_type", "Hass,2019-05-02,strike", "bad_code"),
        ("place,date,scope", "Hass,2019-05-02,rumour", "bad_code"),
        ("place,date,actor_status", "Hass,2019-05-02,sure", "bad_code"),
        ("place,date,killed_min", "Hass,2019-05-02,-1", "bad_number"),
        ("place,date,killed_min", "Hass,2019-05-02,1.5", "bad_number"),
        ("place,date,killed_min", "Hass,2019-05-02,٣", "bad_number"),
        ("place,date,killed_min", "Hass,2019-05-02,99999999999", "bad_number"),
        ("place,date,killed_min,killed_max", "Hass,2019-05-02,3,2", "bad_range"),
        ("place,date,killed_open", "Hass,2019-05-02,perhaps", "bad_flag"),
        ("place,date,geo_precision", "Hass,2019-05-02,7", "bad_number"),
        ("place,date,lat,lon", "Hass,2019-05-02,95,36", "bad_position"),
        ("place,date,lat,lon", "Hass,2019-05-02,35,nan", "bad_position"),
        ("place,date,lat,lon", "Hass,2019-05-02,35,", "bad_position"),
        ("place,date", "Hass,2019-05-02,more", "bad_row"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_the_next_goes_on(
    tmp_path: Path, header: str, row: str, reason: str
) -> None:
    records, rejects = read(tmp_path, header, row, "Saraqib,2019-07-22")
    assert [record.places[0][0] for record in records] == ["Saraqib"]
    assert rejects == [(2, reason)]
    assert reason in REASONS


def test_the_same_record_twice_is_taken_once(tmp_path: Path) -> None:
    rows = ("r1,Hass,2019-08-16", "r1,Saraqib,2019-08-17", ",Hass,2019-08-16", ",Hass,2019-08-16")
    records, rejects = read(tmp_path, "record_id,place,date", *rows)
    assert len(records) == 2
    assert rejects == [(3, "duplicate"), (5, "duplicate")]


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
