"""Counts by verdict, month and type beside what the probabilities expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mapper.base import frames, schema
from mapper.zones.statistics import place_statistics, zone_report

if TYPE_CHECKING:
    import pandas as pd


def table(*events: dict[str, Any]) -> pd.DataFrame:
    """Make the table of events."""
    plain = {
        "scope": "event",
        "event_type": "airstrike",
        "date_start": "2019-05-06",
        "date_end": "2019-05-06",
        "zone_verdict": "inside",
        "members": "inc-0",
    }
    rows = [{"event_id": f"evt-{n}", **plain, **event} for n, event in enumerate(events)]
    return frames.frame(schema.EVENTS, rows)


def test_expected_counts_are_sums_of_p_beside_the_hard_counts() -> None:
    found = place_statistics(
        table(
            {
                "zone_p_inside": 0.95,
                "killed_min": 2,
                "killed_max": 4,
                "strike_count_min": 13,
                "strike_count_max": 13,
            },
            {"zone_p_inside": 0.4, "zone_verdict": "edge", "killed_min": 10, "killed_max": 10},
            {"zone_p_inside": 0.0, "zone_verdict": "outside", "injured_min": 3, "injured_max": 3},
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


def test_background_is_never_counted_in() -> None:
    found = place_statistics(
        table(
            {"zone_p_inside": 0.9, "killed_min": 1, "killed_max": 1},
            {"zone_p_inside": 0.9, "scope": "background", "killed_min": 22, "killed_max": 22},
        )
    )
    assert found[0]["events"]["all"] == 1
    assert found[0]["killed"]["max"] == 1


def test_an_event_counts_once_with_its_own_p_and_figures_however_many_tell_of_it() -> None:
    told = {"n_reports": 3, "members": "inc-0; inc-1; inc-2", "zone_verdict": "mixed"}
    found = place_statistics(
        table({"zone_p_inside": 0.7, "killed_min": 3, "killed_max": 8, **told})
    )
    assert found[0]["events"] == {"all": 1, "mixed": 1, "expected_inside": 0.7}
    assert (found[0]["killed"]["min"], found[0]["killed"]["max"]) == (3, 8)


def test_an_event_without_zone_or_date_is_counted_but_expects_nothing() -> None:
    found = place_statistics(
        table(
            {
                "zone_verdict": "unknown",
                "date_start": None,
                "date_end": None,
                "zone_p_inside": None,
            },
            {"zone_verdict": "not_in_force", "zone_p_inside": None},
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
    found = place_statistics(table({"date_start": "2019-04-28", "date_end": "2019-05-04"}))
    assert found[0]["month"] == "several"


def test_the_report_counts_by_verdict_month_and_type() -> None:
    made = zone_report(
        table({"zone_p_inside": 0.9}, {"event_type": "shelling", "zone_verdict": "outside"})
    )
    assert [row["verdict"] for row in made["by_verdict"]] == ["inside", "outside"]
    assert [row["type"] for row in made["by_type"]] == ["airstrike", "shelling"]
    assert [row["events"]["all"] for row in made["by_month"]] == [2]


def test_nothing_gives_no_rows_and_an_unknown_key_an_error() -> None:
    assert place_statistics(table()) == []
    with pytest.raises(ValueError, match="cannot count by 'colour'"):
        place_statistics(table(), by=("colour",))
