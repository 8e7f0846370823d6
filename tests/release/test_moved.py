"""What is released of positions agrees with itself: none is exact, and all is made of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import shapely

from mapper.base import frames
from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.pipeline.steps import build
from mapper.query import subset
from mapper.release import AT_HOME, INTERNAL, Policy, Released, release
from mapper.store import STORE, open_store
from mapper.zones import VERDICT_COLUMNS, judged, load_zones

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.pipeline.steps import Build
    from mapper.zones import Zones

HEADER = "record_id,date,place,lat,lon,event_type,killed_min,publisher,source_url\n"
TWICE = {
    "one.csv": "a-1,2019-07-01,Kafr Nabl,35.6187340129,36.5668410753,airstrike,7,Wire,https://a.example/1\n",
    "two.csv": "b-1,2019-07-01,Kafr Nabl,35.6091527364,36.5543186097,airstrike,7,Post,https://b.example/1\n",
}
"""One event as two tables tell it, each with a position of its own."""


@pytest.fixture(scope="session")
def pack() -> Gazetteer:
    return load_gazetteer(None)


@pytest.fixture(scope="session")
def zones(pack: Gazetteer) -> Zones:
    return load_zones(pack.zones_path)


@pytest.fixture(scope="session")
def complete(hostile: Build) -> dict[str, pd.DataFrame]:
    return read(hostile.folder / STORE)


@pytest.fixture(scope="session")
def released(complete: dict[str, pd.DataFrame], pack: Gazetteer, zones: Zones) -> Released:
    return release(complete, Policy(), pack, zones)


@pytest.fixture(scope="module")
def twice(
    tmp_path_factory: pytest.TempPathFactory, stores_alone: None, pack: Gazetteer, zones: Zones
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Give the complete and the released tables of an event of two reports."""
    del stores_alone
    folder = tmp_path_factory.mktemp("twice")
    for name, row in TWICE.items():
        (folder / name).write_text(HEADER + row, "utf-8")
    made = build([folder / name for name in TWICE], folder / "out")
    tables = read(made.folder / STORE)
    return tables, release(tables, Policy(), pack, zones).tables


def read(path: Path) -> dict[str, pd.DataFrame]:
    connection = open_store(path)
    try:
        return subset.read(connection)
    finally:
        connection.close()


def test_no_location_of_a_public_release_is_finer_than_a_settlement(
    released: Released, pack: Gazetteer
) -> None:
    least = min(p.radius_m for p in pack.places.values() if p.is_settlement and p.kind != "camp")
    for row in frames.rows_of(released.tables["locations"]):
        if row["lat"] is None:
            continue
        place = pack.places.get(row["place_id"] or "")
        if place is None:
            assert (round(row["lat"], 1), round(row["lon"], 1)) == (row["lat"], row["lon"])
            assert row["radius_m"] >= 10_000
        elif not place.is_area:
            assert (row["lat"], row["lon"]) == (place.lat, place.lon)
            assert place.is_settlement or place.radius_m >= least


def test_verdicts_are_those_of_the_released_positions(
    released: Released, pack: Gazetteer, zones: Zones
) -> None:
    _agree_with_zones(released.tables, pack, zones)


def test_points_and_areas_are_those_of_the_released_positions(released: Released) -> None:
    _agree_with_locations(released.tables)


def test_what_is_released_moved_and_says_why(
    complete: dict[str, pd.DataFrame], released: Released
) -> None:
    before = complete["locations"].set_index(["incident_id", "seq"])
    after = released.tables["locations"].set_index(["incident_id", "seq"])
    moved = (before["lat"] != after["lat"]) & before["lat"].notna()
    assert moved.sum() >= 15
    assert after["censored"][moved].notna().all()
    incidents = released.tables["incidents"].set_index("incident_id")
    assert incidents["censored"][list({one for one, _ in before.index[moved]})].notna().all()


def test_an_internal_release_is_the_store(
    complete: dict[str, pd.DataFrame], pack: Gazetteer, zones: Zones
) -> None:
    made = release(complete, Policy(INTERNAL), pack, zones)
    for name in complete.keys() - {"run"}:
        pd.testing.assert_frame_equal(pd.DataFrame(made.tables[name]), pd.DataFrame(complete[name]))
    run = dict(zip(made.tables["run"]["key"], made.tables["run"]["value"], strict=True))
    assert run["profile"] == "internal"
    assert made.plain("Qubbara Camp") == "Qubbara Camp"


def test_a_release_changes_nothing_that_it_was_given(
    complete: dict[str, pd.DataFrame], hostile: Build, released: Released
) -> None:
    assert released.withheld
    again = read(hostile.folder / STORE)
    for name, table in again.items():
        pd.testing.assert_frame_equal(pd.DataFrame(complete[name]), pd.DataFrame(table))


def test_a_release_of_a_release_is_the_same(
    released: Released, pack: Gazetteer, zones: Zones
) -> None:
    again = release(released.tables, Policy(), pack, zones).tables
    for name in ("locations", "events", "uncertainty", "zone_relations"):
        columns = [one for one in released.tables[name].columns if one != "censored"]
        left, right = (pd.DataFrame(one[name])[columns] for one in (again, released.tables))
        pd.testing.assert_frame_equal(left, right)


def test_what_stays_at_home_is_in_no_release(released: Released) -> None:
    assert all(released.tables[name].empty for name in AT_HOME)
    assert released.tables["rejects"]["detail"].isna().all()
    assert released.tables["corrections"]["by"].isna().all()


def test_an_event_of_two_reports_that_move_agrees_with_both(
    twice: tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]], pack: Gazetteer, zones: Zones
) -> None:
    before, after = twice
    assert list(before["events"]["n_reports"]) == [2]
    event = frames.rows_of(after["events"])[0]
    place = pack.places["pl-kafr-nabl"]
    assert shapely.get_coordinates(event["geometry"]).tolist() == [[place.lon, place.lat]]
    assert event["place_ids"] == "pl-kafr-nabl"
    assert event["censored"] == "position"
    _agree_with_locations(after)
    _agree_with_zones(after, pack, zones)
    locations = frames.rows_of(after["locations"])
    for name in VERDICT_COLUMNS:
        assert {row[name] for row in locations} == {event[name]}


def _agree_with_zones(tables: dict[str, pd.DataFrame], pack: Gazetteer, zones: Zones) -> None:
    """Judge the released positions again: that gives what is released of them."""
    incidents = tables["incidents"]
    first, last = (frames.cells_of(incidents[one]) for one in ("date_start", "date_end"))
    days = dict(zip(incidents["incident_id"], zip(first, last, strict=True), strict=True))
    areas = _areas(tables["uncertainty"])
    rows = [
        row | {"area": areas.get((row["incident_id"], row["seq"]))}
        for row in frames.rows_of(tables["locations"])
    ]
    anew, related = judged(rows, days, zones, pack.settlements()[:2])
    names = list(VERDICT_COLUMNS)
    expected = pd.DataFrame(tables["locations"])[names].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(anew)[names].astype(expected.dtypes), expected)
    keys = ["incident_id", "seq", "zone_id"]
    left, right = (
        pd.DataFrame(one).sort_values(keys).reset_index(drop=True)
        for one in (related, tables["zone_relations"])
    )
    pd.testing.assert_frame_equal(left[right.columns].astype(right.dtypes), right)


def _agree_with_locations(tables: dict[str, pd.DataFrame]) -> None:
    locations = tables["locations"].dropna(subset=["lat", "lon"])
    spots: dict[str, set[tuple[float, float]]] = {}
    for row in frames.rows_of(locations):
        spots.setdefault(row["incident_id"], set()).add((row["lon"], row["lat"]))
        assert (row["geometry"].x, row["geometry"].y) == (row["lon"], row["lat"])
    incidents = frames.rows_of(tables["incidents"])
    for row in incidents:
        assert _points(row["geometry"]) == spots.get(row["incident_id"], set())
    for event in frames.rows_of(tables["events"]):
        of = [row["incident_id"] for row in incidents if row["event_id"] == event["event_id"]]
        assert _points(event["geometry"]) <= set().union(*(spots.get(one, set()) for one in of))
    for row in frames.rows_of(tables["uncertainty"]):
        if row["shape"] != "region" and row["geometry"] is not None:
            center = row["geometry"].centroid
            assert min(
                abs(center.x - lon) + abs(center.y - lat) for lon, lat in spots[row["incident_id"]]
            ) < 1e-3  # fmt: skip


def _areas(uncertainty: pd.DataFrame) -> dict[tuple[str, int], Any]:
    regions = uncertainty[uncertainty["shape"] == "region"]
    keys = zip(regions["incident_id"], regions["seq"], strict=True)
    return dict(zip(keys, regions.geometry, strict=True))


def _points(shape: Any) -> set[tuple[float, float]]:  # noqa: ANN401 - a geometry or None
    return set() if shape is None else set(map(tuple, shapely.get_coordinates(shape).tolist()))
