"""Sums over several strikes: known by arithmetic, and only where the strike has its own figure."""

from coding import code

FIRST = "An air strike on Saraqib killed 11 people on Monday, activists said. "
SECOND = "An air strike on Ariha killed seven people on Monday. "


def marked(text: str) -> list[int]:
    claims = code(text).claims
    return [c["value_min"] for c in claims if c["rule"].split(".")[1:2] == ["total"]]


def test_a_sum_read_into_one_of_its_strikes_is_marked() -> None:
    lead = "Air strikes on Saraqib and elsewhere killed 18 people on Monday, a monitor said. "
    assert marked(f"{lead}{FIRST}{SECOND}") == [18]


def test_a_figure_that_is_no_sum_stays() -> None:
    lead = "Air strikes on Saraqib killed 17 people on Monday, a monitor said. "
    assert marked(f"{lead}{FIRST}{SECOND}") == []


def test_the_only_figure_of_a_strike_is_no_sum() -> None:
    assert marked(f"{FIRST}{SECOND}") == []


def test_the_edge_of_a_town_is_no_region_that_holds_others() -> None:
    text = (
        "Warplanes carried out two raids on Hayyan on Monday, hurting a man. A rebel fighter died "
        "of shelling on Anadan. Regime forces opened fire with heavy machineguns on the farms at "
        "the edge of Haritan town, damage only."
    )
    assert [row["scope"] for row in code(text).incidents] == ["event"] * 3
