"""Tolls by policy: which claims count, and what ours, ACLED, UCDP and Airwars make of them."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.base.errors import MapperError
from mapper.incidents.policies import POLICIES, Derived, derive, statements, tolls_in_words

Row = dict[str, Any]

PLACES = count()
"""Claims stand one after the other in their text."""
FIGURES = st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["", "A", "B"])), min_size=1)


def claim(
    value: int | None, rule: str = "active", *, group: str | None = None, said: str | None = None
) -> Row:
    return {
        "field": "killed",
        "value_min": value,
        "value_max": value,
        "wording": "dozens" if value is None else str(value),
        "group": group,
        "attributed_to": said,
        "start": next(PLACES),
        "rule": rule,
    }


def test_the_range_runs_from_the_smallest_to_the_largest_figure() -> None:
    claims = [claim(18, "active.open", said="A"), claim(15, said="B"), claim(20, said="C")]
    assert derive(claims, "killed") == Derived(15, None, 20, open=True)


def test_a_figure_overtaken_by_its_own_source_does_not_count() -> None:
    claims = [claim(38, said="A Monitor"), claim(20, "toll.earlier", said="A Monitor")]
    assert derive(claims, "killed").low == 38


def test_a_figure_overtaken_by_another_source_stays() -> None:
    claims = [claim(12, said="A Monitor"), claim(9, "toll.earlier", said="State Media")]
    assert derive(claims, "killed").low == 9


def test_an_overtaken_figure_counts_where_there_is_no_other() -> None:
    assert derive([claim(9, "toll.earlier")], "killed").low == 9


def test_nobody_in_particular_may_be_the_named_source() -> None:
    claims = [claim(38, said="monitors"), claim(20, "toll.earlier", said="A Monitor")]
    assert derive(claims, "killed").low == 38


def test_children_are_no_rival_of_all_the_dead() -> None:
    claims = [claim(25, group="children", said="A Fund"), claim(82, said="A Monitor")]
    assert derive(claims, "killed") == Derived(82, None, 82)


def test_two_narrow_groups_together_are_a_part_too() -> None:
    claims = [claim(9, group="children; medics"), claim(13, group="people")]
    assert derive(claims, "killed").low == 13


def test_children_alone_are_the_toll() -> None:
    assert derive([claim(3, group="children"), claim(3)], "killed") == Derived(3, None, 3)


def test_a_part_told_before_is_no_rival_when_told_again() -> None:
    claims = [
        claim(82, group="people", said="A"),
        claim(58, "including.subset", group="civilians", said="A"),
        claim(58, group="civilians", said="B"),
    ]
    assert derive(claims, "killed").low == 82


def test_civilians_of_another_source_are_a_rival() -> None:
    claims = [claim(8, group="civilians", said="A"), claim(14, said="B")]
    assert derive(claims, "killed").low == 8


def test_bodies_found_are_among_the_dead() -> None:
    claims = [claim(8, said="A Group"), claim(5, "bodies", said="Others")]
    assert derive(claims, "killed").low == 8
    assert derive(claims[1:], "killed").low == 5


def test_by_far_fewer_in_the_same_voice_are_some_of_them() -> None:
    assert derive([claim(25), claim(4)], "killed").low == 25
    assert derive([claim(25, said="A"), claim(4, said="B")], "killed").low == 4


def test_further_people_are_added_and_figures_aside_are_not() -> None:
    claims = [claim(4), claim(3, "passive.further.open"), claim(60, "passive.aside")]
    assert derive(claims, "killed") == Derived(7, None, 7, open=True)


def test_acled_takes_the_lowest_figure() -> None:
    assert derive([claim(18, said="A"), claim(15, said="B")], "killed", "acled").best == 15


def test_acled_reads_dozens_as_twelve_and_silence_as_none() -> None:
    assert derive([claim(None)], "killed", "acled").best == 12
    assert derive([], "killed", "acled").best == 0
    assert derive([claim(None), claim(30)], "killed", "acled").best == 30


def test_ucdp_takes_as_best_what_most_sources_say() -> None:
    claims = [claim(12, said="A"), claim(18, said="B"), claim(18, said="C"), claim(25, said="D")]
    assert derive(claims, "killed", "ucdp") == Derived(12, 18, 25)


def test_ucdp_takes_the_lower_of_equals_and_counts_a_source_once() -> None:
    claims = [claim(18, said="A"), claim(18, said="A"), claim(15, said="B")]
    assert derive(claims, "killed", "ucdp").best == 15


def test_airwars_counts_civilians_alone() -> None:
    some = [claim(20, "passive.open"), claim(13, "including.subset", group="civilians")]
    assert derive(some, "killed", "airwars") == Derived(13, None, 13)
    mixed = [
        claim(18, group="civilians; fighters"),
        claim(15, "part.subset", group="civilians"),
        claim(3, "part.subset", group="fighters"),
    ]
    assert derive(mixed, "killed", "airwars").high == 15
    fighters = [claim(30, group="fighters")]
    assert derive(fighters, "killed", "airwars").low is None
    assert derive(fighters, "killed").low == 30


def test_airwars_takes_fighters_told_out_of_a_figure() -> None:
    claims = [claim(20), claim(6, "including.subset", group="soldiers")]
    assert derive(claims, "killed", "airwars").low == 14


def test_other_fields_and_records_without_offsets_are_no_trouble() -> None:
    record = {"field": "injured", "value_min": 4, "value_max": 4, "wording": "4", "rule": "row"}
    assert derive([record], "killed").low is None
    assert derive([record], "injured") == Derived(4, None, 4)


def test_an_unknown_policy_names_those_there_are() -> None:
    with pytest.raises(MapperError, match="range, acled, ucdp, airwars"):
        derive([], "killed", "guess")


def test_the_line_for_people_says_when_there_is_no_figure() -> None:
    assert tolls_in_words([], "killed") is None
    assert tolls_in_words([claim(None)], "killed") == (
        "killed by policy: range no figure; acled 12; ucdp no figure; airwars no figure"
    )


@given(FIGURES)
def test_every_policy_keeps_its_ends_in_order_and_inside_the_claims(
    told: list[tuple[int, str]],
) -> None:
    claims = [claim(value, said=said or None) for value, said in told]
    values = [value for value, _ in told]
    assert len(statements(claims, "killed")) == len(told)
    for name in POLICIES:
        toll = derive(claims, "killed", name)
        assert toll.low is not None
        assert toll.high is not None
        assert min(values) <= toll.low <= toll.high <= max(values)
        assert toll.best is None or toll.low <= toll.best <= toll.high
