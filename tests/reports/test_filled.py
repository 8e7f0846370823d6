"""Forms, tables and lists read as the strikes they tell of."""

import pytest
from coding import code, events, only

FORM = """\
---
title: "Who bombed the mill of Hass?"
date: 2020-02-02
type: report
---

- Place: Idlib: Hass
- Date: 3 September 2019
- Time: about 11:20 Damascus Time
- Casualties: 3
- Injured: at least 5
- Attacks: 2 airstrikes
- Probably responsible: Russian Air Force
"""


def test_front_matter_gives_its_strike_and_not_the_day_it_was_written() -> None:
    row = only(FORM, "2020-02-02")
    assert (row["places"], row["event_type"]) == ("Hass", "airstrike")
    assert (row["date_start"], row["date_end"]) == ("2019-09-03", "2019-09-03")
    assert (row.get("killed_min"), row.get("injured_min"), row.get("strike_count_min")) == (3, 5, 2)
    assert (row["actor"], row["actor_status"]) == ("Russia", "suspected")


@pytest.mark.parametrize(
    "text",
    [
        "Weapon: barrel bomb\nWhere: Hass\nWhen: 3 May 2019\nDead: 4\nWounded: 7\n",
        "Date of attack: 2019-05-03\nVillage: Hass\nAttack type: barrel bomb\nDead: 4\nHurt: 7\n",
        "Location: Hass | Date: 3 May 2019 | Attack: barrel bombs | Killed: four | Injured: 7",
        "Village,Date,Weapon,Dead,Wounded\nHass,2019-05-03,barrel bomb,4,7\n",
        "Wounded\tDead\tWeapon\tTown\tDate\n7\t4\tbarrel bomb\tHass\t3 May 2019\n",
    ],
)
def test_labels_and_their_order_may_be_others(text: str) -> None:
    row = only(text)
    assert (row["places"], row["event_type"], row["date_start"]) == (
        "Hass",
        "barrel_bomb",
        "2019-05-03",
    )
    assert (row.get("killed_min"), row.get("killed_max"), row.get("injured_min")) == (4, 4, 7)


def test_what_is_not_reported_is_neither_a_figure_nor_a_source() -> None:
    row = only("Killed: Not reported\nSource: unknown\nAttack: 3 air strikes on Hass\nDate: 1 May")
    assert row.get("killed_min") is None
    assert row.get("attributed_to") is None
    assert row.get("strike_count_min") == 3


def test_nobody_is_a_figure() -> None:
    row = only("Date: 1 May\nPlace: Hass\nAttack: shelling\nKilled: none\nInjured: 2")
    assert (row.get("killed_min"), row.get("killed_max"), row.get("injured_min")) == (0, 0, 2)


def test_casualties_alone_may_be_dead_or_hurt() -> None:
    row = only("Date: 1 May\nPlace: Hass\nAttack: shelling\nCasualties: 6")
    assert (row.get("killed_min"), row.get("injured_min")) == (None, None)
    row = only("Date: 1 May\nPlace: Hass\nAttack: shelling\nCasualties: 2 killed, 4 injured")
    assert (row.get("killed_min"), row.get("injured_min")) == (2, 4)


def test_a_form_without_an_attack_is_no_strike() -> None:
    assert not events("Date: 1 May\nPlace: Hass\nType: funeral\nDead: 3")
    assert not events("Title: Air strikes on Hass\nDate: 1 May 2019\nAuthor: Omar Sample")


def test_each_row_of_a_table_is_a_strike() -> None:
    text = (
        "Date | Place | Attack | Dead | Wounded\n"
        "2019-05-01 | Hass | air strike | 3 | 6\n"
        "2019-05-01 | Hass | air strike | 0 | 1\n"
        "2019-05-02 | Saraqib | shelling | - | 2\n"
    )
    rows = events(text)
    assert [(r["places"], r.get("killed_min"), r.get("injured_min")) for r in rows] == [
        ("Hass", 3, 6),
        ("Hass", 0, 1),
        ("Saraqib", None, 2),
    ]


def test_values_lead_to_the_words_in_their_cells() -> None:
    coded = code(FORM, "2020-02-02")
    said = {(claim["field"], claim["wording"]) for claim in coded.claims}
    assert {("killed", "3"), ("date", "3 September 2019"), ("event_type", "airstrikes")} <= said


def test_items_below_a_region_are_strikes_each() -> None:
    text = (
        "Idlib\n\u2022 Hass: shelling, one dead.\n\u2022 Saraqib: two air raids, no casualties.\n"
        "Hama\n\u2022 Kafr Zita: barrel bombs, three wounded.\n"
    )
    rows = events(text)
    assert {
        (r["places"], r["event_type"], r.get("killed_min"), r.get("injured_min")) for r in rows
    } == {
        ("Hass", "shelling", 1, None),
        ("Saraqib", "airstrike", 0, 0),
        ("Kafr Zita", "barrel_bomb", None, 3),
    }


def test_items_take_the_day_of_their_heading() -> None:
    rows = events("Sunday, 5 May 2019\n- Hass: shelling, one dead.\n- Saraqib: an air raid.\n")
    assert [(r["places"], r["date_start"]) for r in rows] == [
        ("Hass", "2019-05-05"),
        ("Saraqib", "2019-05-05"),
    ]


def test_items_without_a_day_have_none() -> None:
    rows = events("09:10 Jets hit Hass, two wounded.\n10:30 Shells on Saraqib, one dead.\n")
    assert [(r["places"], r["date_start"]) for r in rows] == [("Hass", None), ("Saraqib", None)]


def test_a_dated_list_tells_events_however_old() -> None:
    text = (
        "Strikes on schools, March 2019\n\n"
        "4 March: shells hit a school in Hass, hurting two.\n"
        "9 March: an air strike put a school in Saraqib out of use.\n"
    )
    assert [r["date_start"] for r in events(text)] == ["2019-03-04", "2019-03-09"]


def test_the_same_words_in_prose_are_background() -> None:
    assert not events("An air strike put a school in Saraqib out of use on 9 March.")


def test_totals_by_month_are_no_events() -> None:
    text = "February: four strikes, three dead.\nMarch: nine air strikes left five people dead.\n"
    assert not events(text)


def test_lists_of_the_dead_add_nothing_to_a_strike() -> None:
    text = (
        "Shelling killed two people in Hass on Sunday.\n\nSince January the dead were:\n"
        "\u2022 78 civilians were killed by the army.\n\u2022 31 soldiers were killed.\n"
    )
    row = only(text)
    assert (row.get("killed_min"), row.get("killed_max")) == (2, 2)


def test_items_go_on_with_their_first_words() -> None:
    text = (
        "1. 9 March 2019, Hass. A missile destroyed the blood bank. One nurse was killed.\n"
        "2. 11 March 2019, Saraqib. Barrel bomb near the clinic. No casualties.\n"
    )
    rows = events(text)
    told = [(r["places"], r["date_start"], r.get("killed_min")) for r in rows]
    assert told == [("Hass", "2019-03-09", 1), ("Saraqib", "2019-03-11", 0)]


def test_a_sentence_with_a_colon_lends_its_items_day_and_kind() -> None:
    text = (
        "On Sunday regime forces launched nine explosive drones at the villages at the front:\n"
        "\u2013 four at Hass, where a farmer was killed\n"
        "\u2013 five at Saraqib; houses were damaged, no one was hurt\n"
    )
    rows = [r for r in events(text) if r["places"] in ("Hass", "Saraqib")]
    told = [(r["event_type"], r["date_start"], r["actor"]) for r in rows]
    assert told == [("drone_strike", "2019-05-05", "Syrian government")] * 2


def test_a_list_below_a_total_parts_it() -> None:
    text = (
        "Since early 2019 drones have carried out 29 attacks, as follows:\n"
        "\u2022 Hass: 16 attacks, which killed 22.\n"
        "\u2022 Saraqib: two attacks, which killed one.\n"
    )
    assert not events(text)


def test_the_day_of_a_form_is_that_of_the_text_below() -> None:
    text = "Incident date: March 14, 2019\nLocation: Hass\n\nShells killed two people in Hass."
    assert only(text)["date_start"] == "2019-03-14"


def test_notes_of_a_row_name_what_its_cell_leaves_open() -> None:
    text = (
        "EVENT_DATE | SUB_EVENT_TYPE | ACTOR1 | LOCATION | FATALITIES | NOTES\n"
        "2 May 2019 | Shelling/artillery/missile attack | Military Forces of Turkey | Hass | 0 |"
        " On 2 May 2019, Turkish artillery shelled Hass. Two soldiers were injured.\n"
        "3 May 2019 | Peaceful protest | Protesters | Saraqib | 0 | Residents gathered.\n"
    )
    row = only(text)
    assert (row["event_type"], row["actor"]) == ("shelling", "Turkey")
    assert (row.get("killed_min"), row.get("injured_min")) == (0, 2)
