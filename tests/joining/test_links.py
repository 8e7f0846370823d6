from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.joining.links import link

Row = dict[str, Any]


def incident(name: str, source: str, day: str = "2019-05-05", **more: object) -> Row:
    first = {"incident_id": name, "article_id": source, "scope": "event", "event_type": "airstrike"}
    return {**first, "date_start": day, "date_end": day, "actor": None, **more}


def at(incident_id: str, place_id: str = "pl-a", geo_precision: int = 1) -> Row:
    return {"incident_id": incident_id, "place_id": place_id, "geo_precision": geo_precision}


def linked(incidents: list[Row], locations: list[Row] | None = None) -> dict[str, str | None]:
    places = locations or [at(row["incident_id"]) for row in incidents]
    rows, _ = link(incidents, places)
    return {row["incident_id"]: row["linked_ids"] for row in rows}


def test_a_record_and_a_report_of_the_same_strike_are_linked_both_ways() -> None:
    report = incident("r", "art-1", "2019-04-29", date_end="2019-05-05")
    record = incident("t", "", file="table.csv", article_id=None)
    rows, (pair,) = link([report, record], [at("r"), at("t")])
    assert rows == [
        {"incident_id": "r", "linked_ids": "t", "n_reports": 2},
        {"incident_id": "t", "linked_ids": "r", "n_reports": 2},
    ]
    assert pair.reasons == ("same_place", "overlapping_days", "same_type")


def test_nothing_is_merged_away_and_the_rows_are_not_changed() -> None:
    rows = [incident("a", "art-1"), incident("b", "art-2")]
    before = [dict(row) for row in rows]
    made, _ = link(rows, [at("a"), at("b")])
    assert [row["incident_id"] for row in made] == ["a", "b"]
    assert rows == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date_start": "2019-05-06", "date_end": "2019-05-06"}, "another day"),
        ({"date_start": None, "date_end": None}, "no day"),
        ({"date_start": "2019-01-01", "date_end": "2019-12-31"}, "a year says too little"),
        ({"event_type": "explosion_ied"}, "another family of types"),
        ({"event_type": "displacement"}, "a type of no family"),
        ({"scope": "aggregate"}, "a total"),
        ({"article_id": "art-1"}, "told apart by its own article"),
        ({"actor": "B", "killed_min": 9, "killed_max": 9}, "another actor and another toll"),
    ],
)
def test_incidents_that_do_not_fit_stay_apart(change: Row, why: str) -> None:
    first = incident("a", "art-1", actor="A", killed_min=2, killed_max=3)
    second = {**incident("b", "art-2"), **change}
    assert linked([first, second]) == {"a": None, "b": None}, why


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": "barrel_bomb"},
        {"actor": "A or B"},
        {"actor": "B", "killed_min": 3, "killed_max": 8},
        {"scope": "background"},
        {"killed_min": 1, "killed_max": 1, "killed_open": True, "actor": "B"},
    ],
)
def test_related_types_alternatives_and_open_figures_are_no_contradiction(change: Row) -> None:
    first = incident("a", "art-1", actor="A", killed_min=2, killed_max=3)
    assert linked([first, {**incident("b", "art-2"), **change}]) == {"a": "b", "b": "a"}


@pytest.mark.parametrize("places", [("pl-a", 3), ("pl-b", 1)])
def test_a_shared_region_or_a_place_nearby_is_not_enough(places: tuple[str, int]) -> None:
    locations = [at("a", "pl-a", places[1]), at("b", *places)]
    assert linked([incident("a", "art-1"), incident("b", "art-2")], locations) == {
        "a": None,
        "b": None,
    }


def test_one_shared_place_of_several_is_enough() -> None:
    locations = [at("a", "pl-x"), at("a", "pl-a"), at("b", "pl-a"), at("b", "reg", 3)]
    assert linked([incident("a", "art-1"), incident("b", "art-2")], locations)["a"] == "b"


def test_of_two_records_that_fit_equally_none_is_taken() -> None:
    month = incident("m", "art-1", "2019-05-01", date_end="2019-05-31")
    records = [
        incident(name, "", day, article_id=None, file="table.csv")
        for name, day in (("x", "2019-05-05"), ("y", "2019-05-20"))
    ]
    assert linked([month, *records]) == {"m": None, "x": None, "y": None}


def test_of_two_records_the_one_that_agrees_better_is_taken() -> None:
    month = incident("m", "art-1", "2019-05-01", date_end="2019-05-31", actor="A")
    x = incident("x", "", article_id=None, file="table.csv", actor="B")
    y = incident("y", "", "2019-05-20", article_id=None, file="table.csv", actor="A")
    assert linked([month, x, y]) == {"m": "y", "x": None, "y": "m"}


def test_three_reports_of_one_strike_form_one_group() -> None:
    rows = [incident(name, f"art-{name}") for name in "abc"]
    assert linked(rows) == {"a": "b; c", "b": "a; c", "c": "a; b"}


def test_a_wide_interval_does_not_chain_two_different_days() -> None:
    wide = incident("w", "art-1", "2019-05-01", date_end="2019-05-31")
    early, late = incident("e", "art-2", "2019-05-02"), incident("l", "art-3", "2019-05-30")
    found = linked([wide, early, late])
    assert found["e"] != "l"
    assert sum(value is not None for value in found.values()) == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3), st.integers(1, 9), st.integers(0, 4), st.sampled_from(["A", "B"])
        ),
        max_size=12,
    )
)
def test_links_are_mutual_and_never_within_a_source(made: list[tuple[int, int, int, str]]) -> None:
    rows = [
        incident(f"i{n}", f"art-{source}", f"2019-05-0{day}", date_end=f"2019-05-{day + long:02}")
        | {"actor": actor}
        for n, (source, day, long, actor) in enumerate(made)
    ]
    by_id = {row["incident_id"]: row for row in rows}
    for one, others in linked(rows).items() if rows else ():
        group = [one, *(others or "").split("; ")] if others else [one]
        sources = [by_id[member]["article_id"] for member in group]
        assert len(set(sources)) == len(sources)
        assert max(by_id[m]["date_start"] for m in group) <= min(
            by_id[m]["date_end"] for m in group
        )


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [incident(name, f"art-{name}", actor=name.upper()) for name in "abcd"]
    assert linked(rows) == linked(rows[::-1])
