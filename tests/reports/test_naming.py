"""Which kind of attack the words name: what each weapon is, and what is none."""

import pytest
from coding import code, events, only


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Heavy artillery fire was reported in Sarmin on 4 May 2019.", "shelling"),
        ("Tank shelling was heard at Saraqib on Sunday.", "shelling"),
        ("The army hit Hass with heavy weapons on Sunday.", "shelling"),
        ("The army re-bombed Hass with mortars on Sunday.", "shelling"),
        ("Soldiers used launchers to shell Hass on Sunday, killing two.", "rocket_missile"),
        ("Shelling destroyed two rocket launchers in Hass on Sunday.", "shelling"),
        ("An anti-tank guided missile hit a car near Saraqib on Sunday.", "rocket_missile"),
        (
            "Surface-to-surface missiles with cluster munitions fell on Hass on Sunday.",
            "rocket_missile",
        ),
        ("Cluster munitions came down on Hass on Sunday, killing two.", "airstrike"),
        ("Two rockets fired by a drone hit a van in Ariha on Sunday.", "drone_strike"),
        ("Rockets hit Ariha on Sunday as a reconnaissance drone watched.", "rocket_missile"),
        ("Gunmen shot dead two traders in Saraqib on Sunday.", "shooting"),
        ("A baker was killed by unknown gunmen in Saraqib on Sunday.", "shooting"),
        ("Heavy machine guns raked the edge of Hass on Sunday, hurting a boy.", "shooting"),
        ("Gunmen ambushed a minibus near Saraqib on Sunday and killed three.", "shooting"),
        ("Men of the Air Force Intelligence opened fire in Saraqib on Sunday.", "shooting"),
        ("A hand grenade exploded in a shop in Ariha on Sunday, hurting three.", "other"),
        ("Attackers fired an RPG at a post in Ariha on Sunday, killing two.", "other"),
        ("An explosion of unknown origin killed a man in Ariha on Sunday.", "other"),
        ("A blast whose cause is not yet known killed two in Ariha on Sunday.", "other"),
        ("A blast killed two people in Ariha on Sunday.", "explosion_ied"),
        ("Special forces, aboard helicopters, raided a house in Ariha on Sunday.", "ground_raid"),
        ("Coalition forces made an air landing in Ariha on Sunday, killing one.", "ground_raid"),
        ("Government helicopters raided Ariha on Sunday, killing two.", "airstrike"),
        ("An Israeli aggression near Saraqib wounded two people on Sunday.", "airstrike"),
        ("A missile aggression on Saraqib wounded two people on Sunday.", "rocket_missile"),
        ("The enemy committed an act of aggression on Saraqib on Sunday; two died.", "airstrike"),
        ("A house in Ariha was bombed from the air on Sunday.", "airstrike"),
        ("A Russian raid with four missiles hit Ariha on Sunday.", "airstrike"),
        ("Russia bombed a bakery in Ariha on Sunday, killing two.", "airstrike"),
        ("The regime bombed a bakery in Ariha on Sunday, killing two.", "other"),
    ],
)
def test_words_name_the_kind(text: str, kind: str) -> None:
    assert only(text)["event_type"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Saraqib is a ticking time bomb, the mayor said on Sunday.",
        "The council of Saraqib met a barrage of criticism on Sunday.",
        "The rebels received anti-tank missiles in Saraqib on Sunday.",
        "Students of the Artillery College met in Saraqib on Sunday.",
        "Rebels took their heavy weapons out of Saraqib on Sunday.",
        "A stun grenade was found in Saraqib on Sunday.",
    ],
)
def test_a_weapon_in_words_alone_makes_no_event(text: str) -> None:
    assert events(text) == []


def test_a_strike_that_is_answered_is_not_the_one_told() -> None:
    row = only("Rebels answered the Russian air raids by firing rockets at Jurin on Sunday.")
    assert (row["event_type"], row["actor"]) == ("rocket_missile", "Syrian rebels")


def test_the_strike_told_after_one_from_the_air_is_of_its_kind() -> None:
    found = events("On Sunday jets hit Hass. The strike this morning on Ariha killed three people.")
    assert [row["event_type"] for row in found] == ["airstrike", "airstrike"]


def test_a_death_at_a_place_that_nobody_names_is_not_the_strikes() -> None:
    told = "Rebels fired mortars at Ariha on Sunday. One soldier was killed at an unknown place."
    assert code(told).incidents[0].get("killed_min") is None


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen shot dead two traders in Saraqib on Sunday.", 2),
        ("A sniper killed a farmer in Saraqib on Sunday.", 1),
        ("Jets hit Saraqib on Sunday. Nine men were shot dead in clashes.", None),
    ],
)
def test_the_dead_of_a_shooting_are_its_own(text: str, killed: int | None) -> None:
    assert only(text).get("killed_min") == killed


def test_nobody_hurt_after_people_were_evacuated_is_none_hurt() -> None:
    row = only("Shells hit Saraqib on Sunday. The ward had been evacuated and nobody was hurt.")
    assert (row.get("killed_min"), row.get("injured_min")) == (0, 0)
