"""A finer place, told after the strike."""

import pytest
from coding import only


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            (
                "Two musicians were killed by rockets at a wedding in Syria on Sunday. The hall"
                " is in"
                " Saraqib, a guest said."
            ),
            "Saraqib",
        ),
        (
            (
                "Jets bombed a prison in Idlib province on Sunday, killing two. The prison, on the"
                " eastern edge of Taftanaz, held 50 men."
            ),
            "eastern edge of Taftanaz",
        ),
        (
            (
                "Rockets killed a family of four in Idlib province on Sunday. The family lived in"
                " Hass."
            ),
            "Hass",
        ),
        (
            (
                "Air strikes killed nine at a school in northwest Syria on Sunday. The school, in"
                " Hass, took three bombs."
            ),
            "Hass",
        ),
        (
            'Shelling hurt two in Idlib province on Sunday. "We were in our tent in Hass."',
            "Hass",
        ),
        (
            "An air strike killed two people on Sunday. In Sarmin, where it happened, shops shut.",
            "Sarmin",
        ),
    ],
)
def test_a_sentence_that_takes_the_strike_up_gives_its_place(text: str, place: str) -> None:
    assert only(text)["places"] == place


@pytest.mark.parametrize(
    "more",
    [
        "The wounded were taken to a hospital in Sarmin.",
        "The jets had taken off from Hama.",
        "The mill's workers came from Khan Sheikhoun.",
        "Those killed were mostly residents of Hass.",
        "The dead were buried in Saraqib.",
        "The governor spoke to reporters in Ariha.",
    ],
)
def test_a_place_where_nothing_was_hit_is_not_taken(more: str) -> None:
    assert (
        only(f"Air strikes on a mill in Idlib province killed five on Sunday. {more}")["places"]
        == "Idlib province"
    )


def test_a_toll_told_with_the_place_is_of_the_strike() -> None:
    row = only(
        "Jets hit an army lorry in Idlib province, media said. The lorry was outside Hass at the"
        " time, on Sunday; two soldiers were killed."
    )
    assert (row["places"], row["killed_max"], row["date_start"]) == (
        "Hass",
        2,
        "2019-05-05",
    )
