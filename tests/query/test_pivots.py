"""Pivots: groups that do not overlap, totals that count each incident once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fabricated
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper import query
from mapper.base.errors import SchemaError
from mapper.query.conditions import Condition, by_codes, by_days, by_killed, by_words, by_zone
from mapper.query.counted import EVENTS, REPORTS
from mapper.query.pivots import KEYS, pivot
from mapper.store.reader import open_store
from mapper.store.writer import write_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mapper.query.counted import Rows

TABLES = fabricated.tables(300)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    write_store(path, TABLES)
    connection = open_store(path)
    yield connection
    connection.close()


def made_for(of: Rows) -> list[Condition]:
    return [
        by_killed(3),
        by_words("text", ["line 1"], of=of),
        by_days("2019-03", "2020-02"),
        by_zone("zone-1", ["edge"], of=of),
        by_codes("event_type", ["airstrike", "shelling", "other"]),
    ]


numbers = st.lists(st.integers(0, 4), max_size=3, unique=True)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(list(KEYS)), min_size=1, max_size=3), numbers)
@pytest.mark.parametrize("of", [EVENTS, REPORTS], ids=["events", "reports"])
def test_sums_of_any_pivot_equal_its_total_and_the_count(
    store: sqlite3.Connection, of: Rows, by: list[str], chosen: list[int]
) -> None:
    filters = [made_for(of)[number] for number in chosen]
    found = pivot(store, by, filters, of=of)
    assert sum(row[of.name] for row in found.rows) == found.number
    assert found.number == query.count(store, filters, of=of)
    expected = sum(row["expected_in_zone"] for row in found.rows)
    assert expected == pytest.approx(
        found.total["expected_in_zone"], abs=0.01 * len(found.rows) + 0.01
    )
    assert sum(row["killed_min"] or 0 for row in found.rows) == (found.total["killed_min"] or 0)


def test_the_expected_number_is_the_sum_of_the_probabilities(store: sqlite3.Connection) -> None:
    for of in (EVENTS, REPORTS):
        total = pivot(store, ["type"], of=of).total
        expected = TABLES[of.table.name]["zone_p_inside"].sum()
        assert total["expected_in_zone"] == pytest.approx(expected, abs=0.01)


def test_of_a_named_zone_the_likeliest_place_of_a_report_counts(store: sqlite3.Connection) -> None:
    likeliest = TABLES["zone_relations"].groupby("incident_id")["p_inside"].max()
    total = pivot(store, ["type"], of=REPORTS, zone="zone-1").total
    assert total["expected_in_zone"] == pytest.approx(likeliest.sum(), abs=0.01)


def test_a_date_across_two_months_is_a_group_of_its_own(store: sqlite3.Connection) -> None:
    frame = TABLES["incidents"]
    months = [row["month"] for row in pivot(store, ["month"], of=REPORTS).rows]
    across = frame["date_start"].str[:7] != frame["date_end"].str[:7]
    across &= frame["date_start"].notna()
    spelled = {
        f"{first[:7]}/{last[:7]}"
        for first, last in zip(frame["date_start"][across], frame["date_end"][across], strict=True)
    }
    assert spelled == {month for month in months if "/" in month}
    assert "(undated)" in months


def test_a_key_named_twice_is_one_key(store: sqlite3.Connection) -> None:
    assert pivot(store, ["type", "type"]).by == ("type",)


def test_an_unknown_key_is_refused(store: sqlite3.Connection) -> None:
    with pytest.raises(SchemaError, match="verdict"):
        pivot(store, ["weather"])
