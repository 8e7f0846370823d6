"""Ways of telling that reports of other wars use: notes of coders, briefings, round-ups."""

from pathlib import Path
from typing import Any

import pytest
from coding import events, only

from mapper.text.parties import find_parties
from mapper.words import Language, read_pack_lists

HEADER = "actor,language,pattern,kind,umbrella,aircraft,example,counter\n"


def places(text: str) -> list[str]:
    return [row["places"] for row in events(text)]


def killed(row: dict[str, Any]) -> int | None:
    return row.get("killed_min")


def test_the_dead_of_a_fight_are_not_those_of_the_strike_before() -> None:
    text = "On 3 May 2019, jets bombed Hass (Idlib province). 2 civilians killed. "
    fight = "On 4 May 2019, rebels and soldiers clashed around Ariha. 5 fatalities."
    rows = [row for row in events(text + fight) if row["event_type"] == "airstrike"]
    assert [(row["killed_min"], row["killed_max"]) for row in rows] == [(2, 2)]


def test_they_and_its_planes_are_who_the_sentence_before_is_about() -> None:
    text = "The regime forces broke the truce again. This morning they fired mortar shells at Hass."
    assert only(text)["actor"] == "Syrian government"
    text = "Turkey moved tanks to the border. Its artillery shelled Hass on Sunday, killing two."
    assert only(text)["actor"] == "Turkey"


def test_who_was_hit_in_the_sentence_before_did_not_strike() -> None:
    text = "Two shells hit the SDF at the dam. Before dawn they fired mortar shells at Hass."
    assert only(text)["actor"] is None


def test_the_town_is_the_one_whose_people_tell_of_it() -> None:
    text = "Residents of Hass told the radio that jets dropped two bombs on the town's main market."
    assert places(text) == ["Hass"]


def test_the_name_that_heads_an_item_says_where_the_rest_lies() -> None:
    text = "Incidents by area:\n- Idlib: 3 May, shells hit a house in Hass; one dead.\n"
    assert places(f"{text}- Hama: 4 May, shells hit a farm in Morek; two dead.") == [
        "Hass",
        "Morek",
    ]


def test_the_edge_of_a_city_behind_a_comma_says_where_a_place_lies() -> None:
    text = "Jets bombed Ariha, on the southern edge of Idlib, on Sunday, killing four people."
    assert places(text) == ["Ariha"]


def test_a_list_of_two_towns_stays_one() -> None:
    text = "Jets bombed Hass, Ariha and Morek on Sunday, killing four people."
    assert places(text) == ["Hass; Ariha; Morek"]


def test_lines_of_day_and_place_are_items() -> None:
    text = """Civilian harm, extract

2 May 2019, Hass: artillery fire hit a bus stop. One woman killed. Attributed to the Syrian army.
3 May 2019, Morek (north): a drone dropped a grenade, two men injured."""
    rows = events(text)
    assert [(row["places"], row["date_start"]) for row in rows] == [
        ("Hass", "2019-05-02"),
        ("Morek", "2019-05-03"),
    ]
    assert rows[0]["actor"] == "Syrian government"


def test_where_somebody_lies_in_hospital_was_not_struck() -> None:
    text = "Shells hit Hass on Sunday: a woman was wounded, she is in Idlib city hospital No. 2."
    assert places(text) == ["Hass"]


def test_a_town_abroad_that_is_struck_in_so_many_words_is_a_place() -> None:
    text = "Rockets hit the town of Reyhanli on Sunday, killing two people."
    assert places(text) == ["town of Reyhanli"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Jets dropped a guided bomb on", "airstrike"),
        ("A bomb-laden drone struck", "drone_strike"),
        ("Shaheds struck", "drone_strike"),
    ],
)
def test_bombs_that_fly_and_drones_that_carry_them(said: str, kind: str) -> None:
    assert only(f"{said} Hass on Sunday, killing two people.")["event_type"] == kind


def test_a_warning_of_a_raid_is_none() -> None:
    assert events("An air-raid alert cut a service in Hass short on Sunday.") == []


def test_figures_without_their_asides() -> None:
    text = (
        "Jets bombed Hass on Sunday. Twelve people died, and 7 were taken to the clinic, which has"
    )
    row = only(f"{text} had no roof since May.")
    assert (row["killed_min"], row["injured_min"]) == (12, 7)


def language(folder: Path, rows: str) -> Language:
    (folder / "actors.csv").write_text(HEADER + rows, encoding="utf-8")
    return Language.of("en", read_pack_lists(folder))


def test_the_enemy_is_never_who_speaks(tmp_path: Path) -> None:
    rows = "Reds,en,enemy,role,,,,\nBlues,en,enemy,role,,,,\nReds,en,reds,name,,,,\n"
    pack = language(tmp_path, rows)

    def enemy(text: str) -> list[str]:
        return [p.name for p in find_parties(text, pack, []) if p.name != "Reds" or p.start > 30]

    assert enemy("It was a long night here in town. The enemy shelled the mill.") == ["Reds"]
    assert enemy("General staff of the Reds: the enemy shelled the mill.") == ["Blues"]


def test_the_enemy_of_the_only_enemy_is_nobody(tmp_path: Path) -> None:
    pack = language(tmp_path, "Reds,en,enemy,role,,,,\nReds,en,reds,name,,,,\n")
    text = "General staff of the Reds: the enemy shelled the mill."
    assert [p.name for p in find_parties(text, pack, [])] == ["Reds"]
