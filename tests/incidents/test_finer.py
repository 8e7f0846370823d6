"""A finer place, told after the strike."""

import pytest
from coding import code, only

RAID = "Airstrikes killed four people in Idlib province on Monday."


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{RAID} The market stands in Saraqib.", "Saraqib"),
        (f"Saraqib woke to the noise of jets. {RAID}", "Saraqib"),
        (f"{RAID} It was a dark day. Rescuers dug through the night in Ariha.", "Ariha"),
        (f"{RAID} Schools in Idlib city shut.", "Idlib city"),
        ("Two nurses died when jets bombed a clinic in Syria. It lay in Kafr Nabl.", "Kafr Nabl"),
        (
            "Shelling hurt three in southern Idlib. Their school is at the edge of Kafr Nabl.",
            "edge of Kafr Nabl",
        ),
    ],
)
def test_a_strike_told_for_a_region_was_at_the_only_place_named_beside_it(
    text: str, place: str
) -> None:
    assert only(text)["places"] == place


@pytest.mark.parametrize(
    "beside",
    [
        "The wounded were taken to Saraqib.",
        "Families in Saraqib and Ariha mourned.",
        "The jets came from Hama.",
        "A bakery in Hama closed.",
        "Clashes went on near Saraqib.",
        "Idlib mourned.",
        "It was dark. It was cold. Nobody slept. A bakery in Saraqib closed.",
    ],
)
def test_a_place_beside_that_was_not_it_is_left(beside: str) -> None:
    assert only(f"{RAID} {beside}")["places"] == "Idlib province"


def test_a_capital_stands_for_its_government() -> None:
    raid = "Airstrikes killed four people in Syria on Monday."
    assert only(f"{raid} Damascus was silent.")["places"] == "Syria"
    assert only(f"{raid} Saraqib was silent.")["places"] == "Saraqib"


def test_a_headline_names_one_place_beside_several_strikes() -> None:
    coded = code(f"{RAID} Shelling hurt nine in Hama on Sunday.", headline="Mourning in Saraqib")
    assert [row["places"] for row in coded.incidents] == ["Saraqib", "Hama"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("Shelling killed two in Saraqib on Sunday.", "Saraqib"),
        ("In March 2011 shelling killed two in Saraqib.", "Saraqib"),
    ],
)
def test_a_place_of_another_strike_tells_of_that_one(more: str, place: str) -> None:
    coded = code(f"{RAID} {more}")
    assert [row["places"] for row in coded.incidents] == ["Idlib province", place]


def test_a_name_that_nobody_can_place_says_that_it_was_there() -> None:
    coded = code("Airstrikes killed four in the village of Qwxyzt. A bakery in Saraqib closed.")
    assert "Saraqib" not in {row["places"] for row in coded.incidents}


def test_the_decision_says_what_gave_the_finer_place() -> None:
    (decision,) = code(f"{RAID} The market stands in Saraqib.").decisions
    assert decision["why"] == "event of its own; finer.alone"
