import pytest
from coding import code, events, only
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Airstrikes on Kafr Nabl killed two people on Monday.", "airstrike"),
        ("Warplanes hit the town of Saraqib on Monday, killing two people.", "airstrike"),
        ("A helicopter dropped barrel bombs on Hass on Monday, killing two.", "barrel_bomb"),
        ("Artillery shells hit Khan Shaykhun on Monday and killed two people.", "shelling"),
        ("Rockets landed in Jisr al-Shughur on Monday and killed two people.", "rocket_missile"),
        ("A car bomb exploded in Idlib city on Monday, killing two people.", "explosion_ied"),
        ("A drone strike in Idlib city on Monday killed two people.", "drone_strike"),
        ("A chlorine gas attack on Saraqib on Monday injured nine people.", "chemical"),
        ("Missiles fired by warplanes hit Maarat al-Numan on Monday, killing two.", "airstrike"),
    ],
)
def test_words_name_the_type(text: str, kind: str) -> None:
    assert only(text)["event_type"] == kind


def test_barrel_bomb_dropped_by_a_helicopter_is_not_also_an_airstrike() -> None:
    found = events("A regime helicopter dropped two barrel bombs on Hass on Monday.")
    assert [row["event_type"] for row in found] == ["barrel_bomb"]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow denied that its planes had bombed Saraqib on Monday.",
        "The army threatened to bomb Saraqib, killing hopes of a truce.",
        "If the jets strike Saraqib, hundreds could be killed.",
        "The army held a military exercise near Saraqib in which jets bombed targets on Monday.",
        "The bombshell report hit Idlib like an airstrike warning.",
        "A Russian warplane was shot down over Saraqib on Monday, killing the pilot.",
        "Helicopters dropped leaflets on Kafr Nabl on Monday.",
        "The UN called for an end to airstrikes on Idlib.",
        "Russia has long argued that its airstrikes target terrorists in Idlib.",
    ],
)
def test_what_is_no_strike_makes_no_event(text: str) -> None:
    assert events(text) == []


def test_refusals_say_why() -> None:
    decisions = code("The army may bomb Saraqib on Friday.").decisions
    reasons = {row["why"] for row in decisions if row["outcome"] == "refused"}
    assert reasons == {"hypothesis"}


def test_two_kinds_counted_apart_are_two_events() -> None:
    found = events(
        "On Monday, government helicopters dropped 12 barrel bombs on Hass while Russian jets "
        "carried out at least 30 airstrikes on Kafr Nabl."
    )
    assert [
        (row["event_type"], row["strike_count_min"], row["strike_count_open"], row["actor"])
        for row in found
    ] == [
        ("barrel_bomb", 12, False, "Syrian government"),
        ("airstrike", 30, True, "Russia"),
    ]


def test_number_of_the_dead_is_no_number_of_strikes() -> None:
    row = only("Twenty dead in airstrikes on Saraqib on Monday.")
    assert row.get("strike_count_min") is None
    assert row["killed_min"] == 20


def test_toll_of_the_war_is_not_the_toll_of_the_strike() -> None:
    row = only(
        "Airstrikes on Hass killed two people on Monday, in a conflict that has killed more than "
        "400,000."
    )
    assert (row["killed_min"], row["killed_max"]) == (2, 2)


def test_place_somebody_fled_to_was_not_struck() -> None:
    row = only("Airstrikes hit Hass on Monday and residents fled to Sarmada.")
    assert row["places"] == "Hass"


def test_what_held_a_place_did_not_strike_it() -> None:
    row = only("Airstrikes killed two people on Monday in Saraqib, a town held by rebels.")
    assert row["actor"] is None


def test_targets_are_read_and_negated_ones_are_not() -> None:
    row = only("Jets hit a hospital and a school in Hass on Monday; there was no market nearby.")
    assert row["targets"] == "hospital; school"


def test_footage_shows_what_happened_not_later_than_its_day() -> None:
    row = only("A video uploaded on May 5 showed the aftermath of an airstrike on Hass.")
    assert (row["date_start"], row["date_end"]) == ("2019-04-29", "2019-05-05")
    assert (row["date_basis"], row["date_precision"]) == ("by", "week")


def test_date_of_a_document_is_not_the_date_of_what_it_tells() -> None:
    found = code("A report released in February said air strikes on Hass killed two people.")
    assert [row["date_start"] for row in found.incidents] == [None]


def test_every_sentence_shown_stands_at_its_offsets() -> None:
    text = "Quiet day.\n\nAirstrikes on Hass killed two people on Monday. Nobody came."
    row = only(text)
    assert text[row["char_start"] : row["char_end"]] == row["sentence"]


def test_every_claim_stands_at_its_offsets() -> None:
    text = "Airstrikes on a market in Hass killed two people on Monday, activists said."
    claims = code(text).claims
    assert {c["field"] for c in claims} >= {"killed", "date", "target", "attributed_to"}
    assert all(text[c["start"] : c["end"]] == c["wording"] for c in claims)


HOSTILE = st.text(
    alphabet=st.sampled_from(list("abAB .,;:\"'“”()[]{}<>\n\t\u200b\u202e\u0000\u0627\u0628é12")),
    max_size=400,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["airstrikes killed 3 in Hass", "“", "”", "Idlib", "\x00", "9" * 40]))
    | HOSTILE.map(lambda text: [text])
)
def test_hostile_text_neither_crashes_nor_loses_offsets(pieces: list[str]) -> None:
    text = " ".join(pieces)
    coded = code(text)
    for row in coded.incidents:
        assert text[row["char_start"] : row["char_end"]] == row["sentence"]


def test_date_of_another_occasion_is_not_the_strikes() -> None:
    row = only(
        "Rockets killed 21 people in Saraqib on Sunday, weeks before the June 3 poll.",
        published="2019-05-06",
    )
    assert row["date_start"] == "2019-05-05"


def test_missiles_that_might_strike_are_no_event() -> None:
    assert not events("Residents asked where American missiles might strike Saraqib on Monday.")


def test_campaign_rally_is_no_campaign() -> None:
    row = only("Mortar fire hit a campaign rally in Saraqib on Monday, killing two people.")
    assert row["event_type"] == "shelling"


def test_warplanes_that_killed_have_struck() -> None:
    row = only("Warplanes killed five people in Saraqib on Monday.")
    assert (row["event_type"], row["killed_max"]) == ("airstrike", 5)


def test_toll_of_a_month_is_a_total() -> None:
    coded = code("A monitor documented 270 civilians killed by bombing in Saraqib during April.")
    assert [row["scope"] for row in coded.incidents] == ["aggregate"]


def test_habit_in_the_present_is_no_event() -> None:
    assert not events("Rebels often fire missiles into Saraqib.")


def test_barrel_bombs_packed_with_explosives_are_barrel_bombs() -> None:
    row = only("Helicopters dropped explosives-packed barrel bombs on Hass on Monday, killing two.")
    assert row["event_type"] == "barrel_bomb"


def test_being_able_to_attack_is_no_attack() -> None:
    assert not events("From here militants have been able to carry out attacks on Hass on Monday.")


def test_fear_of_bombing_is_no_bombing() -> None:
    assert not events("Schools in Hass closed on Monday for fear of aerial bombardment.")
