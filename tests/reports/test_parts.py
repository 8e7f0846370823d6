"""One sentence that tells of strikes at several places, or on several days."""

import pytest
from coding import Row, events


def told(text: str) -> list[tuple[str, str | None, int | None, int | None]]:
    """Give kind, place, dead and hurt of each event."""
    return [_told(row) for row in events(text)]


def _told(row: Row) -> tuple[str, str | None, int | None, int | None]:
    return row["event_type"], row["places"], row.get("killed_max"), row.get("injured_max")


@pytest.mark.parametrize(
    "text",
    [
        (
            "Air strikes left six dead near the town of Sarmin and nine more, two of them"
            " women, in the"
            " town of Binnish on Monday."
        ),
        "Air strikes killed six in Sarmin and, later the same evening, nine in Binnish on Monday.",
        (
            "Jets struck the mill of Sarmin in the morning, killing six, and the market of"
            " Binnish in"
            " the afternoon, killing nine, on Monday."
        ),
        (
            "Fifteen people died on Monday, six of them in an air strike on Sarmin and nine"
            " when jets"
            " bombed Binnish."
        ),
        "Fifteen people died on Monday: six in Sarmin and nine in Binnish, all in air strikes.",
        "An air raid killed six people in Sarmin on Monday; in Binnish, air strikes killed nine.",
    ],
)
def test_a_figure_at_each_place_is_a_strike_of_its_own(text: str) -> None:
    found = told(text)
    assert [one[0] for one in found] == ["airstrike", "airstrike"]
    assert [one[2] for one in found] == [6, 9]
    assert ["Sarmin" in str(found[0][1]), "Binnish" in str(found[1][1])] == [True, True]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "The army shelled Saraqib, and rockets hit Hass on Monday.",
            ["shelling", "rocket_missile"],
        ),
        (
            (
                "Jets first bombed a school in Saraqib and then, an hour later, a clinic in"
                " Hass, where"
                " a nurse died, on Monday."
            ),
            ["airstrike", "airstrike"],
        ),
    ],
)
def test_a_second_strike_of_a_sentence_has_its_own_place(text: str, kinds: list[str]) -> None:
    found = told(text)
    assert [one[0] for one in found] == kinds
    assert [one[1] for one in found] == ["Saraqib", "Hass"]


@pytest.mark.parametrize(
    "text",
    [
        "Air strikes hit Saraqib, Sarmin and Hass on Monday, killing one person.",
        "Warplanes bombed Saraqib and Hass on Monday.",
        "Two rockets hit Saraqib on Monday: the first wounded three, the second landed in a field.",
        "Air strikes killed five people on Monday in Saraqib, three of them in a mill near Hass.",
    ],
)
def test_places_told_together_are_of_one_strike(text: str) -> None:
    assert len(events(text)) == 1


def test_two_regions_with_a_preposition_each_are_two() -> None:
    found = told(
        "State radio reported air strikes in rural Hama and in the eastern province of Deir"
        " ez-Zor late on Sunday."
    )
    assert [one[1] for one in found] == ["rural Hama", "province of Deir ez-Zor"]


def test_two_days_are_two_strikes() -> None:
    found = events("Shelling of Saraqib killed three on Saturday and wounded one on Sunday.")
    days = [(row["date_start"], row.get("killed_max"), row.get("injured_max")) for row in found]
    assert [day[0] for day in days] == ["2019-05-04", "2019-05-05"]
