"""Figures in the order of the places, and strikes that came again on another day."""

import pytest
from coding import events

PLACES = ["Saraqib", "Sarmin", "Hass"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Jets raided Saraqib, Sarmin and Hass on Sunday: 5, 4 and 6 people respectively were"
            " killed in the three villages."
        ),
        (
            "Air strikes on Saraqib, Sarmin and Hass killed five, four and six people"
            " respectively on"
            " Sunday."
        ),
        (
            "In Saraqib, Sarmin and Hass, five, four and six people respectively died in air"
            " strikes"
            " on Sunday."
        ),
    ],
)
def test_respectively_gives_each_place_its_figure(text: str) -> None:
    found = events(text)
    assert [row["killed_max"] for row in found] == [5, 4, 6]
    assert all(place in row["places"] for place, row in zip(PLACES, found, strict=True))
    assert {row["event_type"] for row in found} == {"airstrike"}


def test_figures_that_do_not_fit_the_places_stay_together() -> None:
    found = events(
        "Air strikes on Saraqib and Hass killed 2, 3 and 4 people respectively on Sunday."
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    "told",
    [
        "Six pupils were injured the first time; the second strike killed their teacher.",
        "The first raid injured six pupils. The second time a teacher was killed.",
        "On Saturday six pupils were injured; on Sunday a teacher was killed.",
    ],
)
def test_again_on_another_day_is_a_second_strike(told: str) -> None:
    found = events(f"A school in Saraqib was shelled on Saturday and again on Sunday. {told}")
    days = [(row["date_start"], row.get("killed_max"), row.get("injured_max")) for row in found]
    assert days == [("2019-05-04", None, 6), ("2019-05-05", 1, None)]
