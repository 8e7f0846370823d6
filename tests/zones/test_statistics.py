"""Counts by verdict, month and type beside what the probabilities expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mapper.base import frames, schema
from mapper.zones.statistics import place_statistics, zone_report

if TYPE_CHECKING:
    import pandas as pd


def tables(*events: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make both tables; `p` lists the probabilities of an event's places."""
    rows, places = [], []
    for number, event in enumerate(events):
        chances = event.pop("p", [])
        plain = {
            "incident_id": f"inc-{number}",
            "scope": "event",
            "event_type": "airstrike",
            "date_start": "2019-05-06",
            "date_end": "2019-05-06",
            "zone_verdict": "inside",
        }
        rows.append(plain | event)
        places += [
            {"incident_id": f"inc-{number}", "seq": seq, "zone_p_inside": chance}
            for seq, chance in enumerate(chances, start=1)
        ]
    return frames.frame(schema.INCIDENTS, rows), frames.frame(schema.LOCATIONS, places)


def test_expected_counts_are_sums_of_p_beside_the_hard_counts() -> None:
    found = place_statistics(
        *tables(
            {
                "p": [0.95],
                "killed_min": 2,
                "killed_max": 4,
                "strike_count_min": 13,
                "strike_count_max": 13,
            },
            {"p": [0.4], "zone_verdict": "edge", "killed_min": 10, "killed_max": 10},
            {"p": [0.0], "zone_verdict": "outside", "injured_min": 3, "injured_max": 3},
        )
    )
    assert found == [
        {
            "month": "2019-05",
            "events": {"all": 3, "inside": 1, "edge": 1, "outside": 1, "expected_inside": 1.35},
            "strike_count": {
                "stated": 1,
                "min": 13,
                "inside_min": 13,
                "expected_min": 12.3,
                "max": 13,
                "inside_max": 13,
                "expected_max": 12.3,
            },
            "killed": {
                "stated": 2,
                "min": 12,
                "inside_min": 2,
                "expected_min": 5.9,
                "max": 14,
                "inside_max": 4,
                "expected_max": 7.8,
            },
            "injured": {
                "stated": 1,
                "min": 3,
                "inside_min": 0,
                "expected_min": 0.0,
                "max": 3,
                "inside_max": 0,
                "expected_max": 0.0,
            },
        }
    ]


def test_background_and_aggregates_are_never_counted_in() -> None:
    found = place_statistics(
        *tables(
            {"p": [0.9], "killed_min": 1, "killed_max": 1},
            {"p": [0.9], "scope": "aggregate", "killed_min": 100, "killed_max": 100},
            {"p": [0.9], "scope": "background", "killed_min": 22, "killed_max": 22},
        )
    )
    assert found[0]["events"]["all"] == 1
    assert found[0]["killed"]["max"] == 1


def test_of_several_places_each_holds_its_share() -> None:
    found = place_statistics(*tables({"p": [1.0, 0.0, 0.5, None], "zone_verdict": "mixed"}))
    assert found[0]["events"] == {"all": 1, "mixed": 1, "expected_inside": 0.5}


def test_reports_of_one_event_count_once_between_their_figures() -> None:
    found = place_statistics(
        *tables(
            {"p": [0.8], "linked_ids": "inc-1", "killed_min": 3, "killed_max": 3},
            {"p": [0.6], "linked_ids": "inc-0; inc-2", "killed_min": 5, "killed_max": 8},
            {"p": [0.7], "linked_ids": "inc-1", "zone_verdict": "edge"},
        )
    )
    assert found[0]["events"] == {"all": 1, "mixed": 1, "expected_inside": 0.7}
    assert (found[0]["killed"]["min"], found[0]["killed"]["max"]) == (3, 8)


def test_an_event_without_zone_or_date_is_counted_but_expects_nothing() -> None:
    found = place_statistics(
        *tables(
            {"zone_verdict": "unknown", "date_start": None, "date_end": None, "p": [None]},
            {"zone_verdict": "not_in_force", "p": [None]},
            {"zone_verdict": None},
        ),
        by=("verdict", "month"),
    )
    assert [(row["verdict"], row["month"]) for row in found] == [
        ("unknown", "2019-05"),
        ("unknown", "not stated"),
        ("not_in_force", "2019-05"),
    ]
    assert all(row["events"]["expected_inside"] == 0 for row in found)


def test_days_of_two_months_are_several() -> None:
    found = place_statistics(*tables({"date_start": "2019-04-28", "date_end": "2019-05-04"}))
    assert found[0]["month"] == "several"


def test_the_report_counts_by_verdict_month_and_type() -> None:
    made = zone_report(*tables({"p": [0.9]}, {"event_type": "shelling", "zone_verdict": "outside"}))
    assert [row["verdict"] for row in made["by_verdict"]] == ["inside", "outside"]
    assert [row["type"] for row in made["by_type"]] == ["airstrike", "shelling"]
    assert [row["events"]["all"] for row in made["by_month"]] == [2]


def test_nothing_gives_no_rows_and_an_unknown_key_an_error() -> None:
    assert place_statistics(*tables()) == []
    with pytest.raises(ValueError, match="cannot count by 'colour'"):
        place_statistics(*tables(), by=("colour",))
