"""Who struck, where an article says it once: in a total at its head, or alone in all of it."""

import pytest
from coding import events

FRONT = "Turkish drones hit seven sites in northern Aleppo on Monday, 6 May 2019."
JETS = "Russian jets killed two people in Anadan on Monday."
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


def actors(text: str, *, headline: str | None = None) -> set[str | None]:
    return {row["actor"] for row in events(text, headline=headline)}


def test_the_items_below_a_sum_have_its_striker() -> None:
    first = "- Anadan: a drone struck a mill, killing a guard."
    second = "- Hayyan: a drone struck a car; two people were hurt."
    assert actors(f"{FRONT}\n\n{first}\n{second}") == {"Turkey"}


def test_a_party_that_strikes_alone_struck_before_it_was_named() -> None:
    text = "A drone struck a mill in Anadan on Monday and killed a guard. "
    assert actors(f"{text}The Turkish strikes began at noon.") == {"Turkey"}


def test_a_headline_names_who_struck_in_all_of_it() -> None:
    text = "Shells killed two people in Anadan on Monday. In Hayyan three rockets hit a mill."
    found = actors(text, headline="Regime shelling kills two north of Aleppo")
    assert found == {"Syrian government"}


def test_one_of_two_parties_is_not_lent() -> None:
    text = f"{JETS} Turkish drones killed a man in Morek. "
    assert None in actors(f"{text}An air strike hit a mill in Kafr Nabl, killing four.")


def test_a_party_is_not_lent_to_what_it_did_nowhere() -> None:
    assert None in actors(f"{JETS} A car bomb killed three people in Azaz on Monday.")
    assert None in actors(f"{JETS} Shelling killed three people in Hayyan.")


def test_what_was_denied_is_not_lent() -> None:
    text = f"{JETS[:-1]}, activists said, but Moscow called the report fake. "
    assert None in actors(f"{text}An air strike killed three people in Kafr Nabl.")


def test_two_adjectives_with_a_hyphen_are_two_parties() -> None:
    text = "Syrian-Russian alliance warplanes killed two people in Morek on Monday."
    assert actors(text) == {"Russia; Syrian government"}


def test_factions_without_a_name_are_rebels_others_are_not() -> None:
    text = "Rockets fired by the armed factions killed two people in Morek on Monday."
    assert actors(text) == {"Syrian rebels"}
    assert actors(text.replace("the armed", "Palestinian")) == {None}


@pytest.mark.parametrize(
    ("said", "actor"),
    [
        ("Israel's army said Hezbollah had shelled", "Hezbollah"),
        ("Turkey's government said on Monday the YPG had shelled", "YPG"),
        ("Turkey's defence ministry said the SDF had fired rockets at", "Syrian Democratic Forces"),
        ("Iran's foreign ministry said that Israel had bombed", "Israel"),
        ("Russia's defence ministry reported that two Turkish drones had bombed", "Turkey"),
        ("Israel's army says Hezbollah shelled", "Hezbollah"),
        ("Israel's army, in a statement, confirmed Hezbollah had shelled", "Hezbollah"),
        ("Turkey's defence ministry said the Syrian army had shelled", "Syrian government"),
        ("Turkey's defence ministry said the army had shelled", "Turkey"),
        ("Israel's army said it had shelled", "Israel"),
        ("Russia's defence ministry said its jets had bombed", "Russia"),
        ("Turkey's army had shelled", "Turkey"),
        ("Israel's army said it had bombed Hezbollah in", "Israel"),
    ],
)
def test_who_only_tells_of_a_strike_did_not_strike(said: str, actor: str) -> None:
    assert actors(f"{said} Azaz, killing two people.") == {actor}
