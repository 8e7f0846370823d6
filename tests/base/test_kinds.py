"""Kinds of attack: one table, in step with the codes of the schema."""

from itertools import combinations

from mapper.base import kinds, schema


def test_every_code_of_the_schema_has_one_row() -> None:
    assert tuple(sorted(kinds.kinds())) == tuple(sorted(schema.EVENT_TYPES))


def test_ranks_are_an_order() -> None:
    ranks = [kinds.kinds()[code].rank for code in kinds.ranked()]
    assert ranks == list(range(1, len(ranks) + 1))


def test_two_articles_never_share_a_strike_that_is_no_strike() -> None:
    assert not kinds.families_across("displacement")
    assert not kinds.families_across("other")


def test_bombs_from_the_air_are_one_strike_wherever_they_are_compared() -> None:
    for one, other in combinations(("airstrike", "barrel_bomb", "drone_strike"), 2):
        assert kinds.are_kin_within({one, other})
        assert kinds.families_across(one) & kinds.families_across(other)
        assert kinds.scored_family(one) == kinds.scored_family(other)


def test_shells_and_planted_bombs_are_never_one_strike() -> None:
    assert not kinds.are_kin_within({"shelling", "explosion_ied"})
    assert not kinds.families_across("shelling") & kinds.families_across("explosion_ied")


def test_what_aircraft_carry_and_what_they_do_are_told_apart() -> None:
    assert kinds.by_aircraft("own") == {"airstrike", "barrel_bomb", "drone_strike"}
    assert "shelling" in kinds.by_aircraft("acted") - kinds.by_aircraft("carried")
