"""How many invented reports of other wars are read rightly in every field.

A floor under what rules and packs are tuned on, so that a change that loses a report says so.
`reports.jsonl` of the packs is not read here.
"""

from pathlib import Path
from typing import Any

import pytest
from packs.score import (
    FIELDS,
    Outcome,
    best_pairs,
    hold,
    judge,
    judge_notes,
    judge_pack,
    known_as,
    pack_of,
    read_reports,
)

from mapper import Gazetteer

FLOOR = {
    "libya": {"tuning": 6},
    "sudan": {"tuning": 9, "second": 11},
    "ukraine": {"tuning": 8, "second": 10},
    "yemen": {"tuning": 9, "second": 13},
}
BARE_FLOOR = {"sudan": 3, "ukraine": 6, "yemen": 5}
"""The same where a pack has no parties: "the army", "rebels" and "the enemy" are then nobody."""


def right(outcomes: list[Outcome]) -> int:
    return sum(not one.faults for one in outcomes)


@pytest.fixture(scope="module")
def libya(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Give a pack that is made of a table of places, with parties."""
    return pack_of("libya", tmp_path_factory.mktemp("made"), bare=False)


@pytest.mark.parametrize("war", sorted(FLOOR))
def test_reports_of_a_war_are_read_rightly(war: str, tmp_path: Path, libya: Gazetteer) -> None:
    pack = libya if war == "libya" else pack_of(war, tmp_path, bare=False)
    for file, floor in FLOOR[war].items():
        outcomes = [judge(one, pack) for one in read_reports(war, file)]
        assert right(outcomes) >= floor, [one.faults for one in outcomes if one.faults]


@pytest.mark.parametrize("war", sorted(BARE_FLOOR))
def test_reports_are_read_with_a_pack_of_places_alone(war: str, tmp_path: Path) -> None:
    outcomes = judge_pack(war, "tuning", tmp_path, bare=True)
    assert right(outcomes) >= BARE_FLOOR[war], [one.faults for one in outcomes if one.faults]


def test_coders_notes_are_read_with_packs_of_tables_of_places(tmp_path: Path) -> None:
    assert [(one.report["id"], one.faults) for one in judge_notes(tmp_path) if one.faults] == []


def test_the_score_tells_each_fault(libya: Gazetteer) -> None:
    place = {"name": "Sirte", "lat": 31.2, "lon": 16.6, "tolerance_km": 9}
    wanted: dict[str, Any] = {
        "event_type": "shelling",
        "places": [place],
        "date": "2019-05-05",
        "actor": "A",
    }
    wanted |= {"killed": [2, 2], "injured": None, "attributed_to": None}
    event: dict[str, Any] = {
        "event_type": "shelling",
        "where": [("Sirte", 31.2, 16.6)],
        "actor": "A",
    }
    event |= {"date_start": "2019-05-05", "date_end": "2019-05-05", "sentence": "Sirte was hit."}
    event |= {"killed_min": 2, "killed_max": 2}

    def faults(*events: dict[str, Any]) -> list[str]:
        return hold({"expected": [wanted]}, list(events), libya).faults

    assert faults(event) == []
    assert faults({**event, "killed_max": 3}) == ["Sirte: killed [2, 3], expected [2, 2]"]
    assert len(faults({**event, "date_end": "2019-05-06", "actor": "B"})) == 2
    elsewhere = {**event, "where": [("Derna", 32.7, 22.6)]}
    assert faults(elsewhere)[0] == "missed: shelling at Sirte"
    assert faults(event, elsewhere)[0].startswith("not expected: shelling at Derna")
    assert set(FIELDS) == {"kind", "place", "date", "actor", "killed", "injured"}


def test_pairs_are_those_worth_most_together_however_many_events_are_told() -> None:
    assert best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4}) == [(0, 1), (1, 0)]
    assert best_pairs({(0, t): t for t in range(1, 30)}) == [(0, 29)]
    many = {(e, t): 9 if e == t else 1 for e in range(12) for t in range(12)}
    assert best_pairs(many) == [(n, n) for n in range(12)]


def test_a_party_without_a_pack_goes_by_any_name_that_the_pack_has(libya: Gazetteer) -> None:
    assert known_as("LNA", libya) == "Libyan National Army"
    assert known_as("Islamic State", libya) == "Islamic State"
