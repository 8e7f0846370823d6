"""What is left of a figure, and figures that only divide one up."""

import pytest
from coding import events, only


@pytest.mark.parametrize(
    "rest",
    [
        "The others fell to mortar shells in the evening.",
        "The other three died in shelling.",
        "The rest were killed by artillery shells.",
    ],
)
def test_the_others_are_those_left_of_the_figure(rest: str) -> None:
    found = events(
        "In Idlib province, seven residents lost their lives in Saraqib on Sunday, a monitor said."
        f" An air raid on the town's bus station took four of them. {rest}"
    )
    told = [(row["event_type"], row["places"], row["killed_max"]) for row in found]
    assert told == [("airstrike", "Saraqib", 4), ("shelling", "Saraqib", 3)]


@pytest.mark.parametrize(
    "more",
    [
        "Four of them died at once; two died of their wounds in hospital.",
        "The others were wounded when the shells hit.",
    ],
)
def test_figures_that_divide_one_up_are_no_strikes(more: str) -> None:
    row = only(f"Shelling killed six people in Saraqib on Sunday. {more}")
    assert (row["killed_min"], row["killed_max"]) == (6, 6)
