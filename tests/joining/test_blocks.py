from typing import Any

import numpy as np
import pytest
from cases_of_joining import at, record, report
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.joining import coarse
from mapper.joining.blocks import REACH, SLACK, Grid, expand, gap_days, near_pairs, ratio
from mapper.joining.case import cases_of
from mapper.joining.chance import Chance
from mapper.words import DEFAULT_LANGUAGE

Row = dict[str, Any]


def every_pair(cases: Any) -> set[tuple[int, int]]:  # noqa: ANN401 - the columns of cases
    n = len(cases.spots.case)
    one, other = (part.ravel() for part in np.meshgrid(np.arange(n), np.arange(n), indexing="ij"))
    left, right = cases.spots.case[one], cases.spots.case[other]
    near = (left < right) & (gap_days(cases, left, right) <= SLACK)
    near &= ratio(cases, one, other) <= REACH
    return set(zip(one[near].tolist(), other[near].tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([-90.0, -89.99, 0.0, 0.02, 35.5, 35.52, 35.6, 89.95, 90.0]),
            st.sampled_from([-180.0, -179.99, -90.0, 0.0, 0.01, 36.5, 36.6, 90.0, 179.99]),
            st.sampled_from([500.0, 1500.0, 4000.0, 8000.0, 15_000.0]),
            st.integers(1, 12),
            st.sampled_from([0, 1, 5, 15]),
        ),
        min_size=2,
        max_size=14,
    )
)
def test_every_pair_near_in_space_and_time_is_found_once(
    drawn: list[tuple[float, float, float, int, int]],
) -> None:
    rows, places = [], []
    for n, (lat, lon, radius, day, length) in enumerate(drawn):
        end = f"2019-05-{day + length:02}"
        rows.append(report(f"r{n:02}", f"2019-05-{day:02}", date_end=end))
        places.append(at(f"r{n:02}", lat, lon, radius_m=radius))
    cases = cases_of(rows, places, DEFAULT_LANGUAGE)
    found = [
        (int(min(pair)), int(max(pair)))
        for one, other in near_pairs(cases, np.ones(len(cases), bool))
        for pair in zip(one, other, strict=True)
    ]
    assert len(found) == len(set(found))
    assert set(found) == every_pair(cases)


def test_ranges_are_listed_in_portions_with_their_number() -> None:
    portions = list(expand(np.array([0, 5, 7]), np.array([2, 5, 9])))
    which = np.concatenate([one for one, _ in portions]).tolist()
    at_ = np.concatenate([other for _, other in portions]).tolist()
    assert list(zip(which, at_, strict=True)) == [(0, 0), (0, 1), (2, 7), (2, 8)]


def test_cells_are_about_as_large_everywhere_and_one_around_a_pole() -> None:
    grid = Grid(10.0)
    lat = np.array([0.0, 60.0, 89.99, 89.99])
    lon = np.array([0.0, 0.0, 0.0, 180.0])
    cells = grid.cells(lat, lon)
    assert cells[2] == cells[3]
    moved = grid.cells(lat[:2], lon[:2] + np.array([0.2, 0.4]))
    assert (moved != cells[:2]).all()


def expected(others: list[Row], spots: list[Row]) -> float:
    cases = cases_of(
        [report("a"), report("b"), *others], [at("a"), at("b"), *spots], DEFAULT_LANGUAGE
    )
    one, other = (np.flatnonzero(cases.spots.case == cases.ids.index(name)) for name in "ab")
    return float(Chance(cases).of_spots(one, other)[0])


def test_a_lonely_place_is_hardly_struck_twice_and_a_front_daily() -> None:
    lonely = expected([], [])
    daily = [record(f"r{day:02}", f"2019-05-{day:02}") for day in range(1, 31)]
    often = expected(daily, [at(row["incident_id"]) for row in daily])
    assert lonely < 0.01
    assert 0.4 < often < 1


def test_many_reports_of_one_event_do_not_make_a_place_often_struck() -> None:
    same = [report(f"r{n:02}") for n in range(30)]
    assert expected(same, [at(row["incident_id"]) for row in same]) < 0.01


def test_rows_that_cite_two_sources_do_not_tell_two_events_apart() -> None:
    rows = [record("x", attributed_to="A"), record("y", attributed_to="B")]
    assert expected(rows, [at("x"), at("y")]) < 0.01
    for row in rows:
        row["attributed_to"] = None
    assert expected(rows, [at("x"), at("y")]) >= 1


NAMES = ("Zorava", "village of Zorava", "Zorava and Kafr Batta", "Kafr Batta", "Unknown", None)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.integers(1, 9),
            st.sampled_from(["North", "South", None]),
            st.booleans(),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_names_nobody_placed_meet_all_that_share_a_telling_word_and_their_days(
    drawn: list[tuple[str | None, int, str | None, bool]],
) -> None:
    rows = [
        report(f"r{n:02}", f"2019-05-0{day}", places=name, admin1=unit)
        for n, (name, day, unit, _) in enumerate(drawn)
    ]
    cases = cases_of(rows, [at(f"r{n:02}") for n, one in enumerate(drawn) if one[3]], ENGLISH)
    found = coarse.named_pairs(cases, np.ones(len(cases), bool))
    words = [set() if n in {None, "Unknown"} else set((n or "").split()) - SHORT for n, *_ in drawn]
    wanted = {
        (a, b)
        for a, (_, day, unit, is_placed) in enumerate(drawn)
        for b, (_, other_day, other_unit, other_placed) in enumerate(drawn)
        if a < b
        and not (is_placed and other_placed)
        and words[a] & words[b]
        and (words[a] <= words[b] or words[b] <= words[a])
        and abs(day - other_day) <= SLACK
        and (None in (unit, other_unit) or unit == other_unit)
    }
    assert list(zip(*(part.tolist() for part in found), strict=True)) == sorted(wanted)


SHORT = {"of", "and"}
ENGLISH = DEFAULT_LANGUAGE


def test_a_name_told_on_many_days_is_compared_on_days_that_meet_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []
    may_meet = coarse.may_meet

    def counted(cases: Any, left: Any, right: Any) -> Any:  # noqa: ANN401 - passed on
        compared.append(len(left))
        return may_meet(cases, left, right)

    monkeypatch.setattr(coarse, "may_meet", counted)
    rows = [
        report(f"r{n:03}", f"20{10 + n // 12}-{1 + n % 12:02}-01", places="Zorava")
        for n in range(120)
    ]
    left, _ = coarse.named_pairs(cases_of(rows, [], ENGLISH), np.ones(len(rows), bool))
    assert len(left) == 0
    assert sum(compared) <= 3 * len(rows)


def test_cases_of_several_places_share_a_unit_where_any_two_lie_in_it() -> None:
    rows = [report(name) for name in "abcd"]
    units: dict[str, list[str | None]] = {
        "a": ["North", "South"],
        "b": ["South", "East"],
        "c": ["East", None],
        "d": [None],
    }
    places = [
        at(name, seq=n, admin1=unit) for name, own in units.items() for n, unit in enumerate(own)
    ]
    cases = cases_of(rows, places, ENGLISH)
    left, right = np.triu_indices(4, 1)
    shared = coarse.share_unit(cases, left, right)
    assert set(zip(left[shared].tolist(), right[shared].tolist(), strict=True)) == {(0, 1), (1, 2)}
