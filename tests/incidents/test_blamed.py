import pytest
from coding import events, only


@pytest.mark.parametrize(
    ("blame", "actor"),
    [
        ("Residents blamed the army.", "Syrian government"),
        ("Most sources blamed Russian warplanes.", "Russia"),
        ("Activists accused the regime of being behind it.", "Syrian government"),
        ("The mayor put the blame on Turkey for the shelling.", "Turkey"),
        ("The fire, he said, came from regime positions.", "Syrian government"),
        ("Local people blamed the rebels for the lack of bread.", None),
        ("The minister accused Turkey of stealing water.", None),
        ("Residents praised the army.", None),
    ],
)
def test_who_is_blamed_right_after_a_strike_is_its_striker(blame: str, actor: str | None) -> None:
    text = f"Two people were killed in Hass on Monday when a school was shelled. {blame}"
    assert only(text)["actor"] == actor


@pytest.mark.parametrize(
    ("after", "actor"),
    [
        ("No group has claimed responsibility.", None),
        ("Nobody has so far claimed the attack.", None),
        ("Rescuers searched the rubble.", "Syrian rebels"),
    ],
)
def test_what_nobody_claims_has_no_striker_from_elsewhere(after: str, actor: str | None) -> None:
    text = (
        f"On Monday shells hit a school in Hass, killing two. {after} "
        "On Tuesday rebels shelled Kafr Nabl, killing one."
    )
    assert {row["actor"] for row in events(text) if row["killed_min"] == 2} == {actor}


def test_who_is_blamed_strikes_where_a_headline_tells_the_strike_too() -> None:
    text = (
        "Air raid on Hass leaves nine dead\n\nAn air raid hit a market in Hass on Monday. "
        "Nine died. Residents blamed the Russian army, which did not comment."
    )
    assert only(text)["actor"] == "Russia"
