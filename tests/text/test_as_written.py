"""Parties that no list has, as the text writes them."""

import pytest

from mapper.text.parties import find_parties
from mapper.words import DEFAULT_LANGUAGE


def named(text: str, places: str = "") -> list[str]:
    """Give the parties of a text; `places` are the names in it that are places."""
    spans = [(text.index(one), text.index(one) + len(one)) for one in places.split("; ") if one]
    return [party.name for party in find_parties(text, DEFAULT_LANGUAGE, [], spans)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Houthi forces shelled the mill.", ["Houthi"]),
        ("On 3 May 2019, suspected Houthi rebel fighters shelled the mill.", ["Houthi"]),
        ("JNIM attacked the post.", ["JNIM"]),
        ("The post was attacked by JNIM.", ["JNIM"]),
        ("An IED planted by IS militants went off.", ["IS"]),
        ("A drone of the GNA hit a lorry.", ["GNA"]),
        ("The Rapid Support Forces fired at the mill.", ["Rapid Support Forces"]),
        ("Rapid Support Forces fired at the mill.", ["Rapid Support Forces"]),
        ("The Justice and Equality Movement shelled the mill.", ["Justice and Equality Movement"]),
        ("Jets of the Saudi-led coalition hit a mill.", ["Saudi-led coalition"]),
        ("UAE-backed forces shelled the mill.", ["UAE-backed forces"]),
        ("The pro-Hadi forces shelled the mill.", ["pro-Hadi forces"]),
        ("Yemeni Houthi forces shelled the mill.", ["Houthi"]),
        ("The Libyan National Army bombed the mill.", ["Libyan National Army"]),
        ("General Haftar's forces shelled the mill.", ["Haftar"]),
        ("M-23 rebels shelled the mill.", ["M-23"]),
        ("The Tigray People's Front attacked the mill.", ["Tigray People's Front"]),
    ],
)
def test_a_name_that_fights_is_a_party_as_written(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_a_short_form_and_a_plural_are_the_same_party() -> None:
    text = "The Rapid Support Forces (RSF) left. RSF shells hit the mill."
    assert set(named(text)) == {"Rapid Support Forces"}
    text = "A fighter of the Sudan Liberation Movement (SLM) spoke. SLM shells hit the mill."
    assert set(named(text)) == {"Sudan Liberation Movement"}
    text = "The Houthis attacked at dawn. A Houthi drone hit the mill."
    assert set(named(text)) == {"Houthis"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Marib forces shelled the mill.", "Marib"),
        ("Grad rockets hit the mill.", ""),
        ("A Shahed drone hit the mill.", ""),
        ("Heavy shelling hit the mill.", ""),
        ("Residents fired at the mill.", ""),
        ("On Monday forces shelled the mill.", ""),
        ("Commander Sample fired the guns.", ""),
        ("The Air Force raids went on.", ""),
        ("Houthi-held districts were shelled.", ""),
        ("Drone Strikes Hit Mill As Talks Fail", ""),
        ("An F-15E fired at the mill.", ""),
        ("T-72 shells hit the mill.", ""),
        ("A Kurdish drone hit the mill.", ""),
        ("Shiite fighters attacked the mill.", ""),
        ("Operation Claw-Sword targeted the mill.", ""),
        ("Unknown Reports Tags bombing went on.", ""),
    ],
)
def test_places_weapons_persons_and_words_of_prose_are_no_parties(text: str, places: str) -> None:
    assert named(text, places) == []


def test_the_forces_of_a_state_are_the_states() -> None:
    assert set(named("The Russian Air Force bombed the mill. Afghan Armed Forces left.")) == {
        "Russia",
        "Afghanistan",
    }
