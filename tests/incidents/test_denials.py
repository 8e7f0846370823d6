"""A strike that the party it is laid to denies in a sentence of its own is disputed."""

import pytest
from coding import only

TOLD = "Russian jets bombed Hass on Sunday, killing two people, activists said."


@pytest.mark.parametrize(
    "denial",
    [
        "Moscow called the report fake.",
        "Russia denied any role.",
        "The Russian military has dismissed the claim.",
    ],
)
def test_a_denial_of_who_struck_makes_it_disputed(denial: str) -> None:
    assert only(f"{TOLD} {denial}")["actor_status"] == "disputed"


@pytest.mark.parametrize(
    "beside",
    [
        "Turkey denied the report.",
        "Moscow rejected the proposal of a truce.",
        "Russia called the leaders to a meeting.",
        "The town is large. Shops were shut. Nobody came. The sky was clear. Moscow denied it.",
    ],
)
def test_who_did_not_strike_or_denies_something_else_disputes_nothing(beside: str) -> None:
    assert only(f"{TOLD} {beside}")["actor_status"] == "attributed"
