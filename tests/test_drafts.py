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
