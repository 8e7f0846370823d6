"""A toll told in one sentence, its strike in the next."""

import pytest
from coding import code, events, only


def test_a_strike_takes_the_toll_the_place_and_the_day_told_right_before_it() -> None:
    row = only("Nine people lost their lives in Hass on Sunday. A jet had fired two missiles.")
    assert (row["event_type"], row["places"]) == ("airstrike", "Hass")
    assert (row["killed_min"], row["date_start"]) == (9, "2019-05-05")


def test_the_decision_on_the_toll_says_so() -> None:
    decisions = code("Four men were killed in Hass on Sunday. Shells had hit a mill.").decisions
    assert [row["rule"] for row in decisions] == ["toll.leads", "body.opens"]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died in Hass on Sunday. The mayor called for help.",
        "Nine people drowned in Hass on Sunday. Jets flew over the town.",
        "Nine people died in clashes in Hass on Sunday. Jets bombed the hills.",
    ],
)
def test_a_toll_of_something_else_leads_no_strike(text: str) -> None:
    assert [row for row in events(text) if row.get("killed_min")] == []


def test_a_toll_of_a_strike_told_before_stays_with_it() -> None:
    text = (
        "Airstrikes hit Hass on Sunday, killing two people. Two people were killed there. "
        "Shells hit Ariha on Sunday."
    )
    found = {row["places"]: row.get("killed_min") for row in events(text)}
    assert found == {"Hass": 2, "Ariha": None}
