from coding import events


def test_figure_without_a_verb_shares_the_one_before() -> None:
    found = events("Regime strikes on Monday killed five people in Saraqib and three in Hass.")
    assert [(r["places"], r["killed_min"], r["actor"]) for r in found] == [
        ("Saraqib", 5, "Syrian government"),
        ("Hass", 3, "Syrian government"),
    ]


def test_figure_beside_no_place_is_left_alone() -> None:
    found = events("Regime strikes on Monday killed five people in Saraqib and three in all.")
    assert [(r["places"], r["killed_max"]) for r in found] == [("Saraqib", 5)]


def test_part_of_a_regional_toll_is_a_strike_of_its_own() -> None:
    found = events(
        "At least 35 fighters were killed in airstrikes in northern Syria on Sunday. The group "
        "said 30 were killed in Saraqib."
    )
    assert [(r["places"], r["killed_min"]) for r in found] == [
        ("northern Syria", 35),
        ("Saraqib", 30),
    ]
