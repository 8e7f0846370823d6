"""Which day a strike happened on, and what makes its words a total: texts of each kind."""

import pytest
from coding import code, events, only

PUBLISHED = "2019-05-20"
"""A Monday."""


def day(text: str, published: str = PUBLISHED) -> tuple[object, object]:
    """Give the first and last day of the one event of a text."""
    row = only(text, published)
    return row["date_start"], row["date_end"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("On 6 May airstrikes hit Hass, killing two people.", "2019-05-06", "2019-05-06"),
        ("Airstrikes on 6 May killed two people in Hass.", "2019-05-06", "2019-05-06"),
        ("On May 6 shells hit Hass and killed two people.", "2019-05-06", "2019-05-06"),
        ("In early May airstrikes hit Hass, killing two.", "2019-05-01", "2019-05-10"),
        ("Early in May shells killed two people in Hass.", "2019-05-01", "2019-05-10"),
        ("Around 7 May 2019, shells hit Hass, killing two.", "2019-05-04", "2019-05-10"),
        ("On or about May 7 jets bombed Hass, killing two.", "2019-05-04", "2019-05-10"),
    ],
)
def test_may_is_a_month_beside_a_day_or_in(text: str, first: str, last: str) -> None:
    assert day(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Airstrikes may hit Hass on Tuesday, killing many.",
        "From 6 May on the army may bomb Hass.",
        "Jets could strike Hass next week.",
        "The army plans to shell Hass in May.",
    ],
)
def test_may_is_a_verb_elsewhere(text: str) -> None:
    assert not events(text, PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "Two women died in air strikes on Hass since early on Monday, medics said.",
        "Since dawn jets have hit Hass, killing two people.",
        "Jets have hit Hass since early Monday morning, killing two.",
        "Shells hit Hass on Monday, the heaviest since March.",
        "Jets bombed Hass today, the first raids since the truce.",
        "Jets hit Hass at dawn today, for the first time since last winter.",
        "Two people were killed by jets in Hass on Monday, the worst raid in two months.",
        "On Monday shells killed two in Hass, the most violent attack since 2017.",
        "At least two people were killed in an airstrike in Hass now.",
        "A rocket has just hit Hass, killing two people.",
        "Two people died minutes ago as a rocket hit Hass.",
        "Jets hit Hass in the past few hours, killing two people.",
        "Shells killed two people in Hass this morning amid the escalation in the province.",
    ],
)
def test_one_days_strike_is_no_total(text: str) -> None:
    assert day(text) == (PUBLISHED, PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "Since March airstrikes on Hass have killed two people.",
        "Airstrikes have killed 12 people in Hass since Thursday.",
        "In the past week shells killed nine people in Hass.",
        "So far in 2019 drones have struck Hass 54 times.",
        "The clinic in Hass was bombed nine times in April alone.",
        "More than 20 people have been killed in an offensive on Hass.",
    ],
)
def test_totals_stay_totals(text: str) -> None:
    assert not events(text, PUBLISHED)


@pytest.mark.parametrize(
    "name",
    [
        "the July 7 neighbourhood of Idlib city",
        "the 7 July quarter of Idlib city",
        "March 8 Street in Idlib city",
        "the 17 April brigade in Idlib city",
    ],
)
def test_a_name_with_a_date_in_it_is_no_day(name: str) -> None:
    assert day(f"On 6 May shells were fired at {name}, wounding two.") == ("2019-05-06",) * 2
    assert day(f"Shells were fired at {name}, wounding two.") == (None, None)


def test_the_day_of_the_strike_is_not_that_of_the_statement() -> None:
    text = "A group said on Monday that Saturday's raid on Hass killed two people."
    assert day(text) == ("2019-05-18", "2019-05-18")


def test_a_text_without_a_word_of_time_has_no_day() -> None:
    assert day("Rockets killed one man in Hass, medics said.") == (None, None)


def test_a_day_told_with_the_strike_before_is_stated_with_its_words() -> None:
    from coding import code  # noqa: PLC0415 - beside its use

    coded = code("Jets hit Hass on Sunday, killing two. Shells killed one man in Saraqib.")
    told = [c["wording"] for c in coded.claims if c["field"] == "date"]
    assert told == ["on Sunday", "on Sunday"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A clinic in Hass, seized by rebels last month, was shelled on Saturday.", "2019-05-18"),
        ("Violence killed 64 people in Syria on Sunday. A raid killed two in Hass.", "2019-05-19"),
        ("Army units fought on today. Shells killed two people in Hass.", "2019-05-20"),
        ("A man born in 1999 was killed by shells in Hass on Sunday.", "2019-05-19"),
        ("Jets hit Hass in the early hours of 18 May, killing two.", "2019-05-18"),
        ("On Friday morning, May 17, 2019, a helicopter bombed Hass.", "2019-05-17"),
        ("Y'day shells killed two people in Hass.", "2019-05-19"),
    ],
)
def test_the_day_of_the_strike_is_found_beside_others(text: str, first: str) -> None:
    assert day(text) == (first, first)


def test_a_day_soon_to_come_is_no_day_a_year_back() -> None:
    assert day("Shells killed two people in Hass before the May 26 poll.") == (None, None)


def test_a_page_tells_its_own_day_where_nobody_else_does() -> None:
    text = "Raid on Hass\n\n20 February, 2019\n\nJets killed two people in Hass on Tuesday.\n"
    row = only(text, None)
    assert (row["date_start"], row["date_end"]) == ("2019-02-19", "2019-02-19")


@pytest.mark.parametrize(
    "text",
    [
        "The jets did not carry out raids on Hass on Monday, the ministry said.",
        "No shells were recorded in Hass on Monday.",
        "The raids on Hass, which began on 2 May, have killed scores of people.",
        "Total for May: 6 raids on Hass, 9 dead.",
    ],
)
def test_denials_and_sums_are_no_events(text: str) -> None:
    assert not events(text, PUBLISHED)


def test_news_of_an_earlier_day_gives_todays_no_day() -> None:
    text = (
        "Two die in shelling\n\n"
        "Activists have documented that shells killed two people in Hass.\n\n"
        "On May 17, activists reported that shells had hit Hass.\n"
    )
    rows = events(text, PUBLISHED)
    assert (rows[0].get("killed_min"), rows[0]["date_start"]) == (2, None)


def test_a_figure_that_sums_up_in_its_own_words_is_a_total() -> None:
    text = (
        "The number of dead since Sunday morning, July 13, stands at 90, among them 15 people "
        "killed in Israeli airstrikes on Saraqib."
    )
    assert [row["scope"] for row in code(text, "2019-07-20").incidents] == ["aggregate"]


def test_a_fight_with_weapons_and_a_place_fired_from_are_no_strike_there() -> None:
    assert not events("Clashes with light weapons went on in Saraqib on Monday; two men died.")
    text = "Rockets from positions in Saraqib fell on Kafr Nabl on Monday, killing two."
    assert [row["places"] for row in events(text)] == ["Kafr Nabl"]


@pytest.mark.parametrize("name", ["8 March Street", "March 8 Street", "July 7 Square"])
def test_a_street_is_known_by_its_capital_where_a_date_could_stand(name: str) -> None:
    assert day(f"Shells hit houses on {name} in Hass on 17 May, killing two.") == (
        "2019-05-17",
        "2019-05-17",
    )
    assert day("On May 17 street shelling killed two people in Hass.") == (
        "2019-05-17",
        "2019-05-17",
    )
