import json
from pathlib import Path
from typing import Any

import pytest

from mapper.base.errors import MapperError
from mapper.score import matching
from mapper.score.measure import half_of, score

PLACE = {"canonical": "Saraqib", "lat": 35.866, "lon": 36.8034, "tolerance_km": 4}


def gold(**changes: object) -> dict[str, Any]:
    record = {
        "incident_id": "t-001-1",
        "event_type": "airstrike",
        "place": [PLACE],
        "place_precision": "town",
        "date": "2016-08-01",
        "date_precision": "day",
        "actor": "Russia",
        "killed": [6, 8],
        "killed_open_ended": False,
        "injured": None,
        "injured_open_ended": False,
        "attributed_source": "Syrian Observatory for Human Rights",
        "background": False,
        "accept": {},
    }
    return record | changes


def article(*records: dict[str, Any]) -> dict[str, Any]:
    return {"id": "t-001", "category": "positive", "incidents": list(records), "places": []}


def row(**changes: object) -> dict[str, Any]:
    made = {
        "incident_id": "inc-1",
        "file": "t-001.txt",
        "scope": "event",
        "event_type": "airstrike",
        "date_start": "2016-08-01",
        "date_end": "2016-08-01",
        "date_precision": "day",
        "actor": "Russia",
        "killed_min": 6,
        "killed_max": 8,
        "killed_open": False,
        "injured_min": None,
        "injured_max": None,
        "injured_open": None,
        "attributed_to": "Syrian Observatory for Human Rights",
        "places": "Saraqib",
        "sentence": "x",
        "char_start": 0,
        "char_end": 1,
    }
    return made | changes


def located(lat: float = 35.866, lon: float = 36.8034, **more: object) -> dict[str, Any]:
    return {
        "incident_id": "inc-1",
        "name": "Saraqib",
        "lat": lat,
        "lon": lon,
        "radius_m": 1500,
    } | more


def outcome(
    predicted: dict[str, Any], place: dict[str, Any], record: dict[str, Any]
) -> tuple[int, int, int]:
    grouped = matching.predictions([predicted], [place])
    found = matching.match(article(record), grouped.get("t-001", []))
    return len(found.pairs), len(found.false), len(found.missed)


def test_same_place_kind_and_day_is_found() -> None:
    assert outcome(row(), located(), gold()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("predicted", "place"),
    [
        (row(event_type="shelling"), located()),
        (row(date_start="2016-08-03", date_end="2016-08-03"), located()),
        (row(), located(lat=36.2, name="Elsewhere")),
    ],
)
def test_other_kind_day_or_place_is_false_and_missed(
    predicted: dict[str, Any], place: dict[str, Any]
) -> None:
    assert outcome(predicted, place, gold()) == (0, 1, 1)


def test_no_date_fits_any_day() -> None:
    assert outcome(row(date_start=None, date_end=None), located(), gold()) == (1, 0, 0)


def test_background_gold_makes_a_prediction_neither_right_nor_wrong() -> None:
    assert outcome(row(), located(), gold(background=True)) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["displacement", "ground_raid", "shooting"])
def test_kinds_the_gold_set_leaves_out_are_not_false(kind: str) -> None:
    assert outcome(row(event_type=kind), located(), gold())[1] == 0


@pytest.mark.parametrize("kind", ["ground_raid", "shooting"])
def test_a_set_that_records_shootings_and_raids_has_them_scored(kind: str) -> None:
    places = matching.predictions([row(event_type=kind)], [located()])["t-001"]
    told = article(gold(event_type=kind)) | {"style": "a monitor"}
    found = matching.match(told, places)
    other = matching.match(article(gold()) | {"style": "a monitor"}, places)
    held = matching.match(article(gold()), places, all_kinds=True)
    assert len(held.false) == len(other.false)
    assert matching.records_all([article(gold(event_type="shooting"))])
    assert not matching.records_all([article(gold())])
    assert (len(found.pairs), len(found.missed), len(other.false)) == (1, 0, 1)


def test_aggregates_are_not_scored() -> None:
    assert outcome(row(scope="aggregate"), located(), gold()) == (0, 0, 1)


def test_two_predictions_cannot_share_one_gold_incident() -> None:
    twice = [row(), row(incident_id="inc-2")]
    places = [located(), located() | {"incident_id": "inc-2"}]
    found = matching.match(article(gold()), matching.predictions(twice, places)["t-001"])
    assert (len(found.pairs), len(found.false)) == (1, 1)


def test_fields_of_matched_incidents_are_counted() -> None:
    figures = score([row(killed_max=9)], [located()], [article(gold())])
    fields = figures["fields"]
    assert fields["actor"]["right"] == fields["attributed_to"]["right"] == 1
    assert (fields["killed_exact"]["right"], fields["killed_overlap"]["right"]) == (0, 1)
    assert figures["event_places"]["within_5_km"] == {"right": 1, "of": 1, "rate": 1.0}


def test_halves_go_by_the_number_in_the_id() -> None:
    assert [half_of(one) for one in ("fk-003", "fk-012")] == ["odd", "even"]


def test_gold_that_is_no_json_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(article()) + "\n{nonsense\n", encoding="utf-8")
    with pytest.raises(MapperError, match=r"gold\.jsonl, line 2: not JSON"):
        matching.load_gold(path)
