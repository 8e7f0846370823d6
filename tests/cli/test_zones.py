"""The command ``mapper zones``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from mapper.base import frames, schema
from mapper.base.errors import GazetteerError, RegionError
from mapper.cli.main import main
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["zones", *arguments], catch_exceptions=False)


def test_it_lists_zones_and_lines_with_days_depths_and_areas() -> None:
    text = run().stdout
    assert "dmz-2018" in text
    assert "15-20" in text
    assert "contact-2020-03" in text


def test_a_date_keeps_what_held_that_day_and_says_when_no_line_did() -> None:
    result = run("--date", "2019-06-01")
    assert "dmz-2018" in result.stdout
    assert "m4-corridor-2020" not in result.stdout
    assert "contact-2018-10" not in result.stdout
    assert "No line of contact" in result.stderr
    assert "No line of contact" not in run("--date", "2019-05-01").stderr


def test_a_date_on_which_nothing_held_is_one_line_on_stderr() -> None:
    result = run("--date", "1990-01-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No zone and no line of contact is in force then.\n"


def test_json_lists_the_same_with_sources() -> None:
    rows = json.loads(run("--json", "--date", "2020-04").stdout)
    assert [row["zone_id"] for row in rows] == [
        "m4-corridor-2020",
        "deescalation-2017",
        "contact-2020-03",
    ]
    assert rows[0]["area_km2"] == [755]
    assert rows[0]["source"]


def test_a_place_is_judged_against_every_zone_in_the_promised_shape() -> None:
    rows = json.loads(run("--date", "2019-05-05", "--at", "Kafr Nabl", "--json").stdout)
    assert [list(row) for row in rows] == [
        ["zone_id", "in_force", "distance_km", "p_inside", "verdict"]
    ] * 2
    found = {row["zone_id"]: row for row in rows}
    assert found["dmz-2018"]["verdict"] == "edge"
    assert found["dmz-2018"]["in_force"] is True
    assert found["m4-corridor-2020"]["verdict"] == "not_in_force"


def test_a_sentence_explains_the_verdict() -> None:
    text = run("--date", "2019-05-05", "--at", "كفرنبل").stdout
    assert "Kafr Nabl lies 19.6 km from the line of contact, October 2018" in text
    assert "15 to 20 km deep" in text
    assert "Verdict: edge" in text
    assert "Held by: opposition" in text


@pytest.mark.parametrize(
    ("name", "date", "words"),
    [
        ("Jabal al-Zawiya", "2020-06", "It is a region, taken by its populated places"),
        ("Idlib city", "2018-01-01", "Not in force on that date; the zone was in force from"),
        ("Hama city", "2019-05-05", "on the other side"),
        ("Saraqib", "2020-06-01", "beyond the limits of the zone"),
    ],
)
def test_the_sentence_fits_the_case(name: str, date: str, words: str) -> None:
    assert words in run("--at", name, "--date", date).stdout


def test_without_a_date_there_is_no_verdict() -> None:
    text = run("--at", "Morek").stdout
    assert "no date given" in text
    assert "Without a date there is no verdict" in text
    assert "Held by" not in text


def test_a_place_off_its_polygon_is_warned_of() -> None:
    assert (
        "by the gazetteer Yamadiyah is in Latakia, by the polygons in none"
        in run("--at", "Yamadiyah").stderr
    )
    assert "Warning" not in run("--at", "Morek").stderr


def test_a_name_that_is_none_or_several_places_is_refused() -> None:
    with pytest.raises(GazetteerError, match="'Nowhereville' is not known"):
        run("--at", "Nowhereville")
    with pytest.raises(GazetteerError, match=r"several places; name its region with --in: Deir"):
        run("--at", "Deir Sunbul")
    with pytest.raises(RegionError):
        run("--at", "Morek", "--in", "Atlantis")
    assert "Deir Sunbul, Idlib" in run("--at", "Deir Sunbul", "--in", "Idlib").stdout


def test_geojson_has_both_depths_and_the_fade_as_features() -> None:
    made = json.loads(run("--geojson").stdout)
    ids = {feature["id"] for feature in made["features"]}
    assert {"dmz-2018/inner", "dmz-2018/outer", "dmz-2018/fade", "m4-corridor-2020/zone"} <= ids
    assert "crs" not in made
    dated = json.loads(run("--geojson", "--date", "2020-06-01").stdout)
    assert "dmz-2018/inner" not in {feature["id"] for feature in dated["features"]}


@pytest.mark.parametrize(
    "odd",
    [
        ["--in", "Idlib"],
        ["--by", "month"],
        ["--store", "x.gpkg", "--geojson"],
        ["--store", "x.gpkg", "--at", "Morek"],
        ["--geojson", "--json"],
        ["--date", "May"],
        ["--store", "x.gpkg", "--by", "colour"],
    ],
)
def test_odd_mixes_are_wrong_usage(odd: list[str]) -> None:
    assert run(*odd).exit_code == 2


@pytest.fixture
def store(tmp_path: Path) -> Path:
    def event(number: int, **more: object) -> dict[str, Any]:
        return {
            "event_id": f"evt-{number}",
            "scope": "event",
            "event_type": "airstrike",
            "date_start": "2019-05-06",
            "date_end": "2019-05-06",
            "zone_verdict": "inside",
            **more,
        }

    june = {"date_start": "2019-06-01", "date_end": "2019-06-01"}
    filled: dict[str, list[dict[str, Any]]] = {
        "events": [
            event(1, killed_min=2, killed_max=3, zone_p_inside=0.95),
            event(2, zone_verdict="edge", zone_p_inside=0.5, **june),
        ]
    }
    path = tmp_path / "store.gpkg"
    write_store(path, {n: frames.frame(t, filled.get(n, [])) for n, t in schema.TABLES.items()})
    return path


def test_a_stores_events_are_counted_by_month(store: Path) -> None:
    rows = json.loads(run("--store", str(store), "--by", "month", "--json").stdout)
    assert [(row["month"], row["events"]["expected_inside"]) for row in rows] == [
        ("2019-05", 0.95),
        ("2019-06", 0.5),
    ]
    lines = run("--store", str(store), "--by", "verdict,month").stdout.splitlines()
    assert lines[0].split()[:3] == ["verdict", "month", "events"]
    assert lines[1].split()[:3] == ["inside", "2019-05", "1"]
    assert "2-3" in lines[1]


def test_a_position_is_judged_as_a_place_known_exactly() -> None:
    result = run("--date", "2019-05-05", "--at", "36.561,35.6134")
    assert "36.561,35.6134, Idlib: 35.6134, 36.5610; 2019-05-05" in result.stdout
    assert "The place is known exactly, the line to 3.0 km there" in result.stdout
    rows = json.loads(run("--at", "36.561,35.6134", "--json").stdout)
    assert rows[0]["distance_km"] == pytest.approx(2.07, abs=0.01)


def test_a_position_with_its_axes_swapped_is_warned_of() -> None:
    result = run("--at", "35.6134,36.561")
    assert "with its axes swapped it lies in Idlib: longitude comes first" in result.stderr
    with pytest.raises(RegionError, match="not lon,lat in degrees"):
        run("--at", "36.5,95")
    assert run("--at", "36.5,35.6", "--in", "Idlib").exit_code == 2


def test_a_place_is_judged_by_zones_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.kml"
    ring = "36.4,35.4 36.8,35.4 36.8,35.7 36.4,35.7 36.4,35.4"
    path.write_text(
        "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>Mine</name><Polygon>"
        f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></kml>"
    )
    (row,) = json.loads(run("--zone-file", str(path), "--at", "Kafr Nabl", "--json").stdout)
    assert (row["zone_id"], row["verdict"], row["in_force"]) == ("Mine", "inside", True)
    listed = run("--zone-file", str(path))
    assert "dmz-2018" not in listed.stdout
    assert "no days are given for Mine: in force always" in listed.stderr
    held = run("--zone-file", str(path), "--at", "Kafr Nabl", "--date", "2019-05-05")
    assert "Held by: opposition" in held.stdout
    assert run("--zone-file", str(path), "--store", "x.gpkg").exit_code == 2


def test_a_zone_with_its_axes_swapped_is_told_by_the_places_it_misses(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    ring = [[35.4, 36.4], [35.7, 36.4], [35.7, 36.8], [35.4, 36.8], [35.4, 36.4]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    told = run("--zone-file", str(path)).stderr
    assert "zone own holds no populated place of the pack; it would hold" in told
