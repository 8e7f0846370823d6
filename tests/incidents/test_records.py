import csv
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

from mapper import Gazetteer, load_gazetteer
from mapper.incidents.policies import derive
from mapper.incidents.records import code_record, code_table
from mapper.sources.records import read_records

Row = dict[str, Any]


@pytest.fixture(scope="module")
def pack() -> Gazetteer:
    return load_gazetteer()


def coded(
    tmp_path: Path, pack: Gazetteer, header: str, row: str
) -> tuple[Row, list[Row], list[Row], list[Row]]:
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    (record,) = read_records(path).records
    return code_record(record, pack)


def test_a_place_is_found_in_any_spelling(tmp_path: Path, pack: Gazetteer) -> None:
    found = {
        coded(tmp_path, pack, "place,date,admin1", f"{name},2019-05-05,Idlib")[1][0]["place_id"]
        for name in ("Kafr Nabl", "Kafranbel", "Kafar Nubul", "كفر نبل")
    }
    assert len(found) == 1


def test_the_arabic_name_is_a_second_way_to_the_place(tmp_path: Path, pack: Gazetteer) -> None:
    header, row = "place,date,admin1", "Xyzzyqu,2019-05-05,Idlib"
    assert coded(tmp_path, pack, header, row)[1] == []
    _, (location,), _, _ = coded(tmp_path, pack, f"{header},place_ar", f"{row},كفر نبل")
    assert location["name"] == "Kafr Nabl"


def test_an_unknown_place_is_kept_unlocated_and_is_no_reject(
    tmp_path: Path, pack: Gazetteer
) -> None:
    incident, locations, _, rejects = coded(
        tmp_path, pack, "place,date,admin1", "Xyzzyqu,2019-05-05,Idlib"
    )
    assert (locations, rejects) == ([], [])
    assert (incident["geometry"], incident["places"], incident["admin1"]) == (
        None,
        "Xyzzyqu",
        "Idlib",
    )


def test_several_places_with_one_toll_make_one_incident(tmp_path: Path, pack: Gazetteer) -> None:
    incident, locations, _, _ = coded(
        tmp_path, pack, "place,date,admin1,killed_min", "Saraqib; Ariha,2019-07-22,Idlib,3"
    )
    assert incident["geometry"].geom_type == "MultiPoint"
    assert [one["seq"] for one in locations] == [1, 2]
    assert incident["places"] == "Saraqib; Ariha"


def test_a_given_position_wins_and_keeps_the_name_of_the_place(
    tmp_path: Path, pack: Gazetteer
) -> None:
    incident, (location,), _, _ = coded(
        tmp_path, pack, "place,date,lat,lon", "Kafr Nabl,2019-05-05,35.6200,36.5600"
    )
    assert (location["lat"], location["lon"], location["method"]) == (35.62, 36.56, "given")
    assert location["name"] == "Kafr Nabl"
    assert (incident["geometry"].x, incident["geometry"].y) == (36.56, 35.62)


def test_a_given_position_far_from_the_name_is_no_known_place(
    tmp_path: Path, pack: Gazetteer
) -> None:
    _, (location,), _, _ = coded(
        tmp_path, pack, "place,date,lat,lon,radius_m", "Kafr Nabl,2019-05-05,34.9,36.1,250"
    )
    assert location["place_id"].startswith("pt-")
    assert (location["kind"], location["radius_m"]) == ("point", 250.0)


def test_an_unknown_region_is_said_and_the_place_found_without_it(
    tmp_path: Path, pack: Gazetteer
) -> None:
    _, locations, _, rejects = coded(
        tmp_path, pack, "place,date,admin1", "Saraqib,2019-05-05,Atlantis"
    )
    assert [row["reason"] for row in rejects] == ["unknown_region"]
    assert [one["name"] for one in locations] == ["Saraqib"]


def test_every_stated_value_is_a_claim_in_its_own_words(tmp_path: Path, pack: Gazetteer) -> None:
    incident, _, claims, _ = coded(
        tmp_path,
        pack,
        "place,date,actor,actor_status,killed_min,killed_max,killed_open,killed_group,attributed_to",
        "Hass,2019-08-16,Russia,suspected,15,20,true,civilians,SOHR; UN",
    )
    by_field = {claim["field"]: claim for claim in claims}
    assert set(by_field) == {"date", "event_type", "actor", "place", "killed"}
    killed = by_field["killed"]
    assert (killed["value_min"], killed["value_max"], killed["group"]) == (15, 20, "civilians")
    assert killed["wording"] == "15 to 20 or more"
    assert by_field["actor"]["certainty"] == "suspected"
    assert {claim["incident_id"] for claim in claims} == {incident["incident_id"]}
    assert len({claim["claim_id"] for claim in claims}) == len(claims)


def test_at_least_sixty_seed_records_land_within_three_km(
    shared: Path, repo: Path, pack: Gazetteer
) -> None:
    with (shared / "reference" / "incident_records_places.csv").open(encoding="utf-8") as lines:
        truth = {row["record_id"]: row for row in csv.DictReader(lines)}
    near = 0
    for record in read_records(repo / "seeds" / "incident_records.csv").records:
        _, locations, _, rejects = code_record(record, pack)
        assert rejects == []
        true = truth[record.values["source_id"]]
        near += any(
            geodesic((one["lat"], one["lon"]), (true["lat"], true["lon"])).km <= 3
            for one in locations
        )
    assert near >= 60


def test_the_tolls_of_a_row_follow_from_its_claims(tmp_path: Path, pack: Gazetteer) -> None:
    header = "place,date,admin1,killed_min,killed_max,killed_open,injured_min"
    incident, _, claims, _ = coded(tmp_path, pack, header, "Saraqib,2019-07-22,Idlib,3,5,true,10")
    for what in ("killed", "injured"):
        toll = derive(claims, what)
        columns = (incident[f"{what}_min"], incident[f"{what}_max"], incident[f"{what}_open"])
        assert (toll.low, toll.high, toll.open) == columns


def test_a_position_far_from_its_place_is_told_and_exchanged_axes_are_not_followed(
    tmp_path: Path,
) -> None:
    table = tmp_path / "apart.csv"
    table.write_text(
        "place,date,latitude,longitude\n"
        "Saraqib,2019-07-01,35.86,36.80\n"
        "Saraqib,2019-07-02,36.80,35.86\n"
        "Saraqib,2019-07-03,0,0\n",
        encoding="utf-8",
    )
    made = code_table(read_records(table), load_gazetteer())
    assert [round(row["lat"], 1) for row in made["locations"]] == [35.9, 35.9, 0.0]
    assert [(row["row"], row["reason"]) for row in made["rejects"]] == [
        (3, "position_apart"),
        (4, "position_apart"),
    ]
    assert "look exchanged" in made["rejects"][0]["detail"]
