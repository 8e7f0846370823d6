"""Bulletins, annexes and releases: entries of a list, and what stands above them."""

from typing import Any

import pytest
from coding import events, only

Row = dict[str, Any]


def told(text: str, published: str = "2019-05-06") -> list[tuple[Any, ...]]:
    """Give place, kind, day and dead of the events of a text."""
    return [
        (r["places"], r["event_type"], r["date_start"], r.get("killed_min"))
        for r in events(text, published)
    ]


@pytest.mark.parametrize("marks", [("1.", "2."), ("(a)", "(b)"), ("1)", "2)"), ("\u2714",) * 2])
def test_a_numbered_entry_is_one_strike_whose_head_gives_day_and_place(
    marks: tuple[str, str],
) -> None:
    one, two = marks
    text = (
        "Attacks on clinics\n\n"
        f"{one} 3 May 2019, Hass. A ground-to-ground missile hit the clinic. One nurse killed.\n"
        f"{two} 4 May 2019, Saraqib. Barrel bomb on the yard of the clinic. Windows broken.\n"
    )
    assert told(text) == [
        ("Hass", "rocket_missile", "2019-05-03", 1),
        ("Saraqib", "barrel_bomb", "2019-05-04", None),
    ]


def test_a_sentence_with_a_strike_or_a_place_of_its_own_is_no_part_of_an_entry() -> None:
    text = (
        "- 3 May: shelling of Hass killed two people. In Saraqib an air raid killed four.\n"
        "- 4 May: shelling of Maarat al-Numan hurt one.\n"
    )
    assert told(text)[:2] == [
        ("Hass", "shelling", "2019-05-03", 2),
        ("Saraqib", "airstrike", "2019-05-03", 4),
    ]


def test_the_posts_of_a_thread_tell_one_story() -> None:
    text = (
        "1/2 Shells hit a house in Hass on Sunday, our team reports from the town.\n\n"
        "2/2 Two people were killed, both of them farmers from the next village.\n"
    )
    assert told(text) == [("Hass", "shelling", "2019-05-05", 2)]


def test_a_number_alone_makes_no_list() -> None:
    assert not events("1. The clinic of Hass has ten beds and no doctor.\n")


def test_what_leads_to_a_list_lends_its_items_the_strike_and_is_none() -> None:
    text = (
        "On Sunday regime forces sent six suicide drones over the front line:\n"
        "- three at Hass, where a farmer was killed\n"
        "- two at Saraqib; no one hurt\n"
    )
    rows = events(text)
    assert [(r["places"], r["event_type"], r["date_start"]) for r in rows] == [
        ("Hass", "drone_strike", "2019-05-05"),
        ("Saraqib", "drone_strike", "2019-05-05"),
    ]


def test_a_list_that_nothing_leads_to_tells_no_strike() -> None:
    assert not events(
        "Our teams on Sunday:\n- three at Hass, where a farmer died\n- two at Saraqib\n"
    )


RELEASE = """\
Strikes continue against ISIS

On May 4, Coalition forces conducted seven strikes in Syria using fighter aircraft.

The following is a summary of the strikes:

Syria
* Near Shaddadi, one strike destroyed a bridge.
* Near Raqqa, two strikes struck a fighting position.

Iraq
* Near Ramadi, four strikes destroyed two bunkers.
"""


def test_bullets_of_a_release_have_day_kind_and_striker_of_the_words_before() -> None:
    rows = events(RELEASE)
    assert [(r["event_type"], r["date_start"], r["actor"]) for r in rows] == [
        ("airstrike", "2019-05-04", "US-led coalition")
    ] * 2


def test_nothing_is_taken_from_below_another_country() -> None:
    assert "Ramadi" not in " ".join(str(row["places"]) for row in events(RELEASE))


def test_a_heading_that_is_a_party_says_who_struck_below_it() -> None:
    text = (
        "Claims of the week\n\nISLAMIC STATE (via Amaq)\n"
        "\u25aa 3 May: explosive device on a patrol in Hass, two killed.\n"
        "\u25aa 4 May: explosive device on a car in Saraqib, one killed.\n\n"
        "OTHER GROUPS\n"
        "\u25aa 4 May: a car bomb in Binnish, one killed.\n"
        "\u25aa 5 May: a car bomb in Kafr Nabl, one killed.\n"
    )
    assert [r["actor"] for r in events(text)] == ["Islamic State", "Islamic State", None, None]


def test_a_heading_that_speaks_of_a_party_does_not() -> None:
    text = (
        "Islamic State territory shrinks\n"
        "- 3 May: explosive device on a patrol in Hass, two killed.\n"
        "- 4 May: explosive device on a car in Saraqib, one killed.\n"
    )
    assert [r["actor"] for r in events(text)] == [None, None]


def test_a_bulletin_on_mines_names_what_its_entries_leave_out() -> None:
    text = (
        "Explosive hazards bulletin, April 2019\n\n"
        "3 April \u2013 Hass, Idlib: two brothers take a round apart. One dead.\n\n"
        "9 April \u2013 Saraqib: a family lights the stove of an empty house. Three wounded.\n"
    )
    assert told(text) == [
        ("Hass", "explosion_ied", "2019-04-03", 1),
        ("Saraqib", "explosion_ied", "2019-04-09", None),
    ]


def test_the_last_line_of_a_list_is_its_total() -> None:
    text = (
        "1. 3 May 2019, Hass: shelling, one killed.\n"
        "2. 4 May 2019, Saraqib: barrel bomb.\n\n"
        "Total April\u2013May: 6 attacks, 6 dead.\n"
    )
    assert [row[3] for row in told(text)] == [1, None]


def test_a_remark_in_a_table_says_more_than_the_code_of_a_column() -> None:
    text = (
        "EVENT_DATE | SUB_EVENT_TYPE | ACTOR1 | LOCATION | FATALITIES | NOTES\n"
        "3 May 2019 | Shelling/artillery/missile attack | Military Forces of Turkey | Hass | 0 |"
        " Turkish artillery shelled Hass village. Two soldiers were injured.\n"
        "4 May 2019 | Peaceful protest | Protesters | Saraqib | 0 | Residents gathered.\n"
        "5 May 2019 | Attack | Unidentified | Binnish | 1 | Unknown gunmen shot a man dead.\n"
    )
    rows = events(text)
    assert [(r["places"], r["event_type"], r.get("killed_min")) for r in rows] == [
        ("Hass", "shelling", 0),
        ("Binnish", "shooting", 1),
    ]
    assert (rows[0]["actor"], rows[0].get("injured_min")) == ("Turkey", 2)


def test_a_word_alone_names_the_attack_in_its_cell() -> None:
    text = (
        "No. | Date | Place | Weapon | Killed\n1 | 3 May 2019 | Hass | mine | 2\n"
        "2 | 4 May 2019 | Hass | hand saw | 1\n"
    )
    assert only(text)["event_type"] == "explosion_ied"


def test_who_is_cited_outside_a_list_is_not_the_source_of_its_items() -> None:
    text = (
        "- 3 May: shelling of Hass killed two people.\n- 4 May: shelling of Saraqib hurt one.\n\n"
        "The Syrian Observatory for Human Rights said that 300 people had fled.\n"
    )
    assert [r["attributed_to"] for r in events(text)] == [None, None]


def test_posts_below_how_long_ago_they_were_written_are_entries() -> None:
    text = (
        "Idlib\n\n"
        "2 hour ago Hass, Idlib\nShells killed two people in their house, rescuers on site\n\n"
        "5 hour ago Saraqib\nAir strike at the edge of Saraqib, three wounded\n"
    )
    assert told(text)[0][:2] == ("Hass", "shelling")
    assert told(text)[1][:2] == ("edge of Saraqib", "airstrike")


def test_prose_that_opens_with_how_long_ago_is_no_post() -> None:
    text = (
        "Three days ago jets struck a mill in Hass and killed two people.\n"
        "The mill belonged to a family from Saraqib. Nobody was at work there.\n"
    )
    assert [row[0] for row in told(text)] == ["Hass"]


def test_what_stands_behind_a_list_adds_nothing_to_its_last_item() -> None:
    text = (
        "- 3 May: shelling of Hass, one dead.\n- 4 May: shelling of Saraqib, one dead.\n\n"
        "In the province as a whole 74 people were killed and 106 injured.\n"
    )
    assert [(row[3]) for row in told(text)] == [1, 1]
    assert all(row.get("injured_min") is None for row in events(text))


def test_blasts_in_the_sky_are_no_strike() -> None:
    assert not events("Explosions in the sky over Hass on Sunday night woke everybody.")


@pytest.mark.parametrize(
    "above", ["Daily log, 4 May 2019\n\n", "Daily log\n\nSaturday, 4 May.\n\n"]
)
def test_the_day_of_a_digest_is_that_of_its_items(above: str) -> None:
    items = (
        "- Hass: shelling of the market. Two civilians killed.\n"
        "- Saraqib: an air raid on a farm. One herder killed.\n"
    )
    assert [day for _, _, day, _ in told(above + items)] == ["2019-05-04", "2019-05-04"]


def test_entries_may_open_with_half_a_day_and_go_on_with_a_toll() -> None:
    text = (
        "8.05pm Rebels fired rockets at a barracks in Hass this evening.\n\n"
        "7.40pm Oil is up two dollars.\n\n"
        "7.12pm Eight people have been hurt in Hass today and nobody has been killed.\n"
    )
    (event,) = events(text, "2019-05-06")
    assert (event["injured_min"], event["killed_min"]) == (8, 0)
