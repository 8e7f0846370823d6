from coding import code, events, only


def test_headline_and_body_are_one_event() -> None:
    row = only(
        "Airstrikes on the town of Saraqib killed six people on Monday.",
        headline="Airstrikes kill six in Saraqib",
    )
    assert (row["killed_min"], row["killed_max"]) == (6, 6)


def test_later_sentence_names_the_finer_place() -> None:
    row = only(
        "Airstrikes killed four people in Idlib province on Monday. The strikes hit Kafr Nabl."
    )
    assert row["places"] == "Kafr Nabl"


def test_places_listed_side_by_side_stay_together() -> None:
    row = only("Airstrikes on Monday hit al-Mawzarah and Jabal al-Zawiya in southern Idlib.")
    assert row["places"] == "al-Mawzarah; Jabal al-Zawiya"


def test_tolls_of_two_sources_give_an_interval() -> None:
    row = only(
        "Airstrikes on Saraqib killed six people on Monday, activists said. "
        "The strikes on Saraqib killed eight people, the White Helmets said."
    )
    assert (row["killed_min"], row["killed_max"]) == (6, 8)


def test_two_places_with_own_tolls_are_two_events_and_their_sum_is_none() -> None:
    coded = code(
        "Ten people were killed on Monday in airstrikes across Idlib province. Airstrikes on "
        "Saraqib killed six people. Another four people were killed in airstrikes on Hass."
    )
    assert [(r["scope"], r["places"]) for r in coded.incidents] == [
        ("aggregate", "Idlib province"),
        ("event", "Saraqib"),
        ("event", "Hass"),
    ]


def test_old_strike_recalled_is_background() -> None:
    coded = code(
        "Airstrikes on Hass killed two on Monday. On April 4 2017 a chemical attack on Khan "
        "Shaykhun killed 80 people."
    )
    assert [row["scope"] for row in coded.incidents] == ["event", "background"]


def test_total_since_a_date_is_an_aggregate() -> None:
    coded = code("Airstrikes on Idlib province have killed 44 civilians since April 26.")
    assert [row["scope"] for row in coded.incidents] == ["aggregate"]


def test_the_region_points_back_to_the_place_before() -> None:
    found = events(
        "On Monday shells hit Hass, killing two, while Russian jets carried out 30 airstrikes "
        "in the area."
    )
    assert [row["places"] for row in found] == ["Hass", "Hass"]


def test_incident_ids_depend_on_content_only() -> None:
    text = "Airstrikes on Hass killed two people on Monday."
    assert only(text)["incident_id"] == only(text)["incident_id"]


def test_name_given_afterwards_replaces_the_surroundings_it_was_told_by() -> None:
    row = only(
        "A bomb killed a man near Saraqib on Monday. The blast hit the village of Kafr Nabl."
    )
    assert row["places"] == "village of Kafr Nabl"


def test_one_more_strike_is_an_event_of_its_own() -> None:
    found = events(
        "A car bomb killed ten people in Saraqib on Sunday. A second car bomb exploded in Hass, "
        "wounding three people."
    )
    assert [(r["places"], r.get("killed_max"), r.get("injured_max")) for r in found] == [
        ("Saraqib", 10, None),
        ("Hass", None, 3),
    ]


def test_similar_attack_is_of_the_kind_told_before() -> None:
    found = events(
        "Russian airstrikes on Saraqib killed six people on Monday. Two civilians were killed "
        "in a similar attack on Hass."
    )
    assert [(r["places"], r["event_type"]) for r in found] == [
        ("Saraqib", "airstrike"),
        ("Hass", "airstrike"),
    ]


def test_bare_toll_after_a_strike_is_its_own() -> None:
    row = only(
        "A car bomb killed eight people in Saraqib on Monday. Another 20 people were wounded, "
        "a local doctor said. A hospital put the death toll at nine."
    )
    assert (row["killed_min"], row["killed_max"], row["injured_max"]) == (8, 9, 20)


def test_toll_of_a_fight_is_not_the_strikes() -> None:
    row = only(
        "Airstrikes on Saraqib killed eight people on Monday. Five soldiers were killed in clashes."
    )
    assert row["killed_max"] == 8


def test_tolls_at_two_places_in_one_sentence_are_two_events() -> None:
    found = events(
        "Airstrikes killed at least five civilians in Saraqib while two others were killed in "
        "Hass, a monitor said on Monday."
    )
    assert [(r["places"], r["killed_max"]) for r in found] == [("Saraqib", 5), ("Hass", 2)]


def test_terrorists_without_a_name_may_be_the_group_named() -> None:
    row = only(
        "Terrorists of Jaish al-Islam fired rockets on Saraqib on Monday, killing two. "
        "The terrorists fired the rockets on Saraqib, killing two."
    )
    assert row["actor"] == "Jaysh al-Islam"


def test_jets_in_passing_do_not_join_a_suicide_bombing() -> None:
    row = only(
        "A suicide bombing killed 14 people in Saraqib on Monday. The town stayed calm despite "
        "the bombing of several places by Syrian jets."
    )
    assert (row["event_type"], row["actor"]) == ("explosion_ied", None)


def test_day_of_speaking_does_not_part_reports_of_one_strike() -> None:
    row = only(
        "An armed group on Monday claimed responsibility for a suicide bombing in Saraqib that "
        "killed 30 fighters. The blast on Sunday night struck Saraqib and killed 30 fighters."
    )
    assert (row["date_start"], row["killed_max"]) == ("2019-05-05", 30)


def test_caption_alone_is_background() -> None:
    coded = code(
        "Men look at a school in Hass where an airstrike killed nine people (Photo AFP) Rockets "
        "hit Saraqib on Monday, killing six people."
    )
    assert [(r["scope"], r["places"]) for r in coded.incidents] == [
        ("event", "Saraqib"),
        ("background", "Hass"),
    ]


def test_dead_elsewhere_are_a_strike_of_the_same_kind() -> None:
    found = events(
        "Seven people were killed in shelling of Saraqib on Monday. Elsewhere another child was "
        "killed in Hass, a monitor said."
    )
    assert [(r["places"], r["event_type"]) for r in found] == [
        ("Saraqib", "shelling"),
        ("Hass", "shelling"),
    ]


def test_sum_of_the_injured_is_no_event() -> None:
    coded = code(
        "Three civilians were killed and 12 were injured on Monday in rocket attacks on "
        "Saraqib. Rockets on Hass killed three and injured nine. Rockets on Kafr Nabl injured "
        "three people."
    )
    assert [r["scope"] for r in coded.incidents] == ["aggregate", "event", "event"]


def test_place_named_with_the_dead_is_the_strikes() -> None:
    row = only(
        "At least 43 people were killed on Monday in a suicide car bomb attack on buses. Most of "
        "the dead had waited at a transit point in Saraqib."
    )
    assert row["places"] == "Saraqib"


def test_also_targeted_goes_on_from_the_strike_before() -> None:
    found = events(
        "Terrorist groups fired rockets on Saraqib on Monday, injuring four people. Terrorist "
        "groups also targeted houses in Hass, causing damage to shops."
    )
    assert [(r["places"], r["event_type"]) for r in found] == [
        ("Saraqib", "rocket_missile"),
        ("Hass", "rocket_missile"),
    ]


def test_same_dead_and_hurt_close_by_are_told_twice() -> None:
    row = only(
        "Rockets hit Kafr Nabl on Monday, killing two people and injuring three. A source said "
        "that shells landed in Hass, killing two people and injuring three."
    )
    assert (row["killed_max"], row["injured_max"]) == (2, 3)


def test_not_knowing_who_struck_is_no_doubt_about_the_strike() -> None:
    row = only(
        "A monitor did not know whether Syrian or Russian warplanes carried out the strikes on "
        "Saraqib on Monday that killed 23 people."
    )
    assert row["actor"] == "Russia or Syrian government"


def test_toll_at_one_of_several_places_is_a_strike_of_its_own() -> None:
    coded = code(
        "Two people were killed and seven injured on Monday when rockets hit Saraqib and Hass. "
        "A woman was killed and four people were injured by rockets in Saraqib. A child was "
        "killed and three people were injured by rockets in Hass."
    )
    assert [(r["scope"], r["places"]) for r in coded.incidents] == [
        ("aggregate", "Saraqib; Hass"),
        ("event", "Saraqib"),
        ("event", "Hass"),
    ]


def test_attacks_with_a_day_and_a_place_alone_are_no_event() -> None:
    assert not events("An envoy came to Saraqib on Sunday for talks on the alleged attacks.")


def test_day_of_the_sentence_before_is_that_of_what_happened_in_the_town() -> None:
    row = only(
        "A group condemned a crime in the town of Saraqib on Monday April 29. Over 40 people were "
        "killed when Russian jets fired missiles on a market in the town."
    )
    assert (row["places"], row["date_start"]) == ("town of Saraqib", "2019-04-29")


def test_inline_heading_and_its_text_are_one_strike() -> None:
    row = only(
        "Four civilians injured in rocket attacks in Idlib Four civilians were injured on Monday "
        "while rockets hit Saraqib in Idlib."
    )
    assert row["injured_max"] == 4


def test_overnight_and_late_the_day_before_are_one_night() -> None:
    row = only(
        "A group condemned overnight airstrikes on the town of Saraqib on Tuesday. Rockets fired "
        "by Russian jets hit a market in Saraqib late on Monday, killing 35 people.",
        published="2019-05-07",
    )
    assert row["killed_max"] == 35


def test_headline_joins_the_strike_of_its_figures() -> None:
    found = events(
        "At least 15 people were killed on Sunday in airstrikes on Saraqib. Airstrikes hit "
        "Idlib province on Thursday.",
        headline="Syrian air strikes kill 15 in Idlib province",
    )
    assert {r["places"]: r.get("killed_max") for r in found} == {
        "Saraqib": 15,
        "Idlib province": None,
    }


def test_a_toll_shared_out_over_its_places_is_a_sum() -> None:
    coded = code(
        "Nine people were killed in air strikes in southern Idlib on Saturday. Jets hit two houses"
        " in Hass and a farm in Saraqib, a monitor said. Local radio gave the following breakdown:"
        " six killed in Hass, most of them from one family, and three in Saraqib. On Sunday a mine"
        " wounded two people near Ariha."
    )
    told = {(row["scope"], row["places"], row.get("killed_max")) for row in coded.incidents}
    assert {("event", "Hass", 6), ("event", "Saraqib", 3)} <= told
    assert ("event", "Hass; Saraqib", 9) not in told
