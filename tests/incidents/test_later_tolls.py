"""Tolls told after the strike: which incident they go to, and which go to none."""

from pathlib import Path

from coding import code, only

from mapper.incidents.policies import derive

STRIKE = "A car bomb exploded at a market in Saraqib on Monday, killing 18 people, police said. "


def interval(text: str) -> tuple[int, int, bool]:
    row = only(text)
    return row["killed_min"], row["killed_max"], row["killed_open"]


def test_another_sources_figure_widens_the_interval() -> None:
    text = STRIKE + "The Syrian Observatory for Human Rights said at least 15 people had died."
    row = only(text)
    assert interval(text) == (15, 18, True)
    assert "Observatory" in row["attributed_to"]
    assert row["sentence"].startswith("A car bomb")


def test_the_wounded_may_follow_in_the_next_sentence() -> None:
    assert only(STRIKE + "More than 30 others were wounded.")["injured_min"] == 30


def test_a_raised_toll_may_be_told_on_a_later_day() -> None:
    text = (
        "A raid on Saraqib killed 18 people on Saturday, medics said. "
        "The figure was later updated to 20 on Sunday."
    )
    assert interval(text) == (18, 20, False)


def test_an_earlier_toll_of_the_same_source_is_no_end() -> None:
    text = (
        "An air strike on Saraqib killed 38 civilians on Monday, the Syrian Observatory for "
        "Human Rights said. The Observatory earlier gave a toll of 20."
    )
    assert interval(text) == (38, 38, False)


def test_words_that_point_back_give_their_figure_too() -> None:
    text = STRIKE + (
        "Nobody claimed it at first. The Local Coordination Committees said the blast killed 16 "
        "civilians as well as three foreign fighters."
    )
    assert interval(text) == (18, 19, False)


def test_figures_of_other_places_days_and_causes_go_to_no_incident() -> None:
    for other in (
        "State media said 22 people were killed in Jisr al-Shughur.",
        "State media said 22 people were killed on Saturday.",
        "State media said 22 people were killed in clashes with rebels.",
        "State media said 22 people were executed and killed.",
        "State media said 400 people have been killed since January.",
        "State media said 4,000 people were killed.",
    ):
        assert interval(STRIKE + other) == (18, 18, False), other


def test_fighters_beside_civilians_are_another_matter() -> None:
    text = (
        "An air strike killed 25 civilians in Saraqib on Monday, activists said. "
        "State media said 50 terrorists were killed."
    )
    assert interval(text) == (25, 25, False)


def test_a_headline_run_into_its_sentence_leaves_the_figure_open() -> None:
    text = "18 dead in Saraqib car bombing A car bomb killed at least 18 people in Saraqib Monday."
    assert interval(text) == (18, 18, True)


def test_two_more_who_died_are_part_of_the_toll() -> None:
    text = (
        "A rocket hit Saraqib on Monday and two more people died of their wounds, raising the "
        "toll to 14, medics said."
    )
    assert interval(text) == (14, 14, False)


def test_others_hurt_are_not_added_to_the_hurt_told_before() -> None:
    text = (
        "3 injured in rocket attack in Saraqib One man was killed and three others were injured "
        "in a rocket attack on Saraqib on Monday."
    )
    assert only(text)["injured_max"] == 3


def test_every_figure_keeps_its_claim_with_the_mark_that_says_how_it_counts() -> None:
    text = STRIKE + "The Observatory earlier gave a toll of at least nine, two of them children."
    rules = {c["rule"] for c in code(text).claims if c["field"] == "killed"}
    assert {"active", "toll.earlier.open", "of_them.subset"} <= rules


def test_the_columns_of_an_incident_follow_from_its_claims(repo: Path) -> None:
    for file in sorted((repo / "seeds").glob("*.txt")):
        coded = code(file.read_text(encoding="utf-8"))
        for row in coded.incidents:
            claims = [c for c in coded.claims if c["incident_id"] == row["incident_id"]]
            for what in ("killed", "injured", "displaced"):
                toll = derive(claims, what)
                assert (toll.low, toll.high) == (row.get(f"{what}_min"), row.get(f"{what}_max"))
                assert toll.open == bool(row.get(f"{what}_open"))


def test_two_sources_whose_figures_happen_to_add_up_stay_apart() -> None:
    text = STRIKE + "The Observatory put the toll at 15."
    assert interval(text) == (15, 18, False)
