"""Parts of a total at the head of an article have the striker that it names."""

from coding import events

HEAD = "Turkish drones have hit northern Syria since Friday, killing nine people."


def strikers(text: str) -> dict[str, str | None]:
    return {row["places"]: row["actor"] for row in events(text)}


def test_a_part_of_the_kind_has_the_striker_of_the_total() -> None:
    assert strikers(f"{HEAD} A drone hit a mill in Hass on Sunday, killing two.") == {
        "Hass": "Turkey"
    }


def test_a_part_of_another_kind_has_not() -> None:
    assert strikers(f"{HEAD} Shells hit a mill in Hass on Sunday, killing two.") == {"Hass": None}


def test_what_is_told_after_another_party_was_named_has_not() -> None:
    between = "Russian jets bombed Ariha on Sunday, killing two."
    after = "A drone hit a mill in Hass on Sunday, killing three."
    assert strikers(f"{HEAD} {between} {after}") == {"Ariha": "Russia", "Hass": None}
