"""Events of several reports: what a filter looks at, what counts once, what comes along."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import fabricated
import pytest
from shapely import MultiPoint, Point, box

from mapper import query
from mapper.base import frames, schema
from mapper.base.errors import SchemaError, StoreError
from mapper.export import from_row
from mapper.export.geojson import sequence
from mapper.query import EVENTS, REPORTS, Question, ask, pivot, subset
from mapper.query.conditions import by_words, by_zone
from mapper.query.overlap import mark
from mapper.query.regions import Region
from mapper.query.source import read_features
from mapper.store import open_store, write_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, Any]

DAY, MONTH = ("2018-10-10", "2018-10-10"), ("2018-10-01", "2018-10-31")
PLACES: tuple[Row, ...] = (
    {"place_id": "pl-village", "lon": 36.2, "lat": 35.2, "radius_m": 500.0, "admin1": "Unit A"},
    {"place_id": "pl-town", "lon": 36.8, "lat": 35.8, "radius_m": 1000.0, "admin1": "Unit B"},
    {"place_id": "reg-land", "lon": 36.5, "lat": 35.5, "radius_m": 60_000.0, "admin1": None},
)
VILLAGE, TOWN, LAND = PLACES
WHERE = {
    "inc-1": [(VILLAGE, 0.95)],
    "inc-2": [(VILLAGE, 0.95), (LAND, 0.5)],
    "inc-3": [(VILLAGE, 0.95), (TOWN, 0.2)],
    "inc-4": [(TOWN, 0.2)],
}


def report(number: int, event: str | None, days: tuple[str, str], **more: object) -> Row:
    return {
        "incident_id": f"inc-{number}",
        "event_id": event,
        "scope": "event",
        "event_type": "airstrike",
        "date_start": days[0],
        "date_end": days[1],
        **more,
    }


REPORTED = [
    report(1, "evt-a", DAY, killed_min=3, publisher="Wire", sentence="Jets struck a clinic."),
    report(2, "evt-a", MONTH, killed_min=5, publisher="Daily", sentence="A bad month."),
    report(3, "evt-b", MONTH, killed_min=1, publisher="Wire", sentence="Two towns were hit."),
    report(4, None, MONTH, killed_min=90, publisher="Wire", sentence="A total.", scope="aggregate"),
]


def event(name: str, days: tuple[str, str], places: list[Row], members: str, **more: object) -> Row:
    points = [Point(one["lon"], one["lat"]) for one in places]
    units = {one["admin1"] for one in places}
    return {
        "event_id": name,
        "scope": "event",
        "event_type": "airstrike",
        "date_start": days[0],
        "date_end": days[1],
        "places": "; ".join(one["place_id"][3:].title() for one in places),
        "place_ids": "; ".join(one["place_id"] for one in places),
        "radius_m": max(one["radius_m"] for one in places),
        "admin1": units.pop() if len(units) == 1 else None,
        "members": members,
        "n_reports": members.count("inc-"),
        "n_sources": members.count("inc-"),
        "geometry": points[0] if len(points) == 1 else MultiPoint(points),
        **more,
    }


TOLD = [
    event("evt-a", DAY, [VILLAGE], "inc-1; inc-2", killed_min=3, killed_max=5),
    event("evt-b", MONTH, [VILLAGE, TOWN], "inc-3", killed_min=1, killed_max=1),
]


def tables() -> dict[str, Any]:
    """Make a store of two events and a total; zone-x holds from the middle of the month."""
    places, areas, related = [], [], []
    for name, listed in WHERE.items():
        is_before = name == "inc-1"
        for seq, (place, chance) in enumerate(listed, start=1):
            key = {"incident_id": name, "seq": seq}
            places.append(key | place | {"geometry": Point(place["lon"], place["lat"])})
            shape = fabricated.disc(place["lon"], place["lat"], place["radius_m"])
            area = {k: place[k] for k in ("place_id", "radius_m")}
            areas.append(key | area | {"shape": "disc", "geometry": shape})
            verdict = "not_in_force" if is_before else "inside" if chance > 0.9 else "edge"
            zone = {"zone_id": "zone-x", "in_force": not is_before, "p_inside": chance}
            related.append(key | zone | {"verdict": verdict})
    zone = {"zone_id": "zone-x", "part": "zone", "valid_from": "2018-10-15"}
    links = {"left_id": "inc-1", "right_id": "inc-2", "decision": "joined", "by": "score"}
    return {
        "incidents": frames.frame(schema.INCIDENTS, REPORTED),
        "events": frames.frame(schema.EVENTS, TOLD),
        "event_links": frames.frame(schema.EVENT_LINKS, [links]),
        "locations": frames.frame(schema.LOCATIONS, places),
        "uncertainty": frames.frame(schema.UNCERTAINTY, areas),
        "zone_relations": frames.frame(schema.ZONE_RELATIONS, related),
        "zones": frames.frame(schema.ZONES, [zone]),
    }


@contextmanager
def holding(path: Path, made: dict[str, Any]) -> Iterator[sqlite3.Connection]:
    write_store(path, made)
    connection = open_store(path)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with holding(tmp_path_factory.mktemp("events") / "a.gpkg", tables()) as connection:
        yield connection


def ids(store: sqlite3.Connection, question: Question) -> list[str]:
    asked = ask(question, store)
    return [row[asked.of.key] for row in query.rows(store, asked.conditions, of=asked.of)]


def test_an_event_is_asked_by_what_it_says_itself(store: sqlite3.Connection) -> None:
    assert ids(store, Question()) == ["evt-b", "evt-a"]
    assert ids(store, Question(min_killed=5)) == []
    assert ids(store, Question(min_killed=5, reports=True)) == ["inc-2"]
    assert ids(store, Question(first="2018-10-11")) == ["evt-b"]
    assert ids(store, Question(first="2018-10-11", reports=True)) == ["inc-2", "inc-3"]


def test_words_of_one_report_are_enough(store: sqlite3.Connection) -> None:
    assert ids(store, Question(texts=("clinic",))) == ["evt-a"]
    assert ids(store, Question(texts=("town",))) == ["evt-b"]
    assert ids(store, Question(sources=("daily",))) == ["evt-a"]
    both = [by_words("source", ["Daily"]), by_words("text", ["clinic"])]
    assert query.count(store, both) == 1
    both = [by_words("source", ["Daily"], of=REPORTS), by_words("text", ["clinic"], of=REPORTS)]
    assert query.count(store, both, of=REPORTS) == 0


def test_a_places_name_finds_what_is_at_it_however_it_is_written(few: Path, tmp_path: Path) -> None:
    made = tables()
    written = made["incidents"]
    at = written["incident_id"].map({"inc-3": "pl-kafr-nabl; pl-town", "inc-4": "pl-kafr-nabl"})
    made["incidents"] = written.assign(place_ids=at)
    with holding(tmp_path / "a.gpkg", made) as connection:
        for name in ("Kafranbel", "كفر نبل", "Kaffr Nabel"):
            asked = ask(Question(texts=(name,)), connection, gazetteer=few)
            rows = query.rows(connection, asked.conditions, of=asked.of)
            assert [row["event_id"] for row in rows] == ["evt-b"], name
            asked = ask(Question(texts=(name,), reports=True), connection, gazetteer=few)
            assert query.count(connection, asked.conditions, of=asked.of) == 1  # no total


def test_a_region_looks_at_the_events_place_not_at_a_wider_one_of_a_report(
    store: sqlite3.Connection,
) -> None:
    land = Region("land", "file", (), lambda: box(36.3, 35.3, 36.7, 35.7))
    for of, found in ((EVENTS, []), (REPORTS, ["inc-2"])):
        marked = mark(store, [land], of=of, at_least=0.1)
        rows = query.rows(store, [marked.condition], of=of)
        assert [row[of.key] for row in rows] == found
    unit = Region("Unit B", "governorate", ("Unit B",), lambda: box(36.5, 35, 37, 36))
    rows = query.rows(store, [mark(store, [unit]).condition])
    assert [row["event_id"] for row in rows] == ["evt-b"]


def test_a_zone_is_in_force_by_the_events_own_days(store: sqlite3.Connection) -> None:
    # The report of a whole month may have been in the zone; the event was before it began.
    named = query.rows(store, [by_zone("zone-x", ["not_in_force"])])
    assert [row["event_id"] for row in named] == ["evt-a"]
    assert [row["event_id"] for row in query.rows(store, [by_zone("zone-x")])] == ["evt-b"]
    assert query.count(store, [by_zone("zone-x", of=REPORTS)], of=REPORTS) == 3
    total = pivot(store, ["type"], zone="zone-x").total
    assert total["expected_in_zone"] == pytest.approx((0.95 + 0.2) / 2, abs=0.006)


def test_the_dead_of_an_event_count_once_and_sources_do_not_overlap(
    store: sqlite3.Connection,
) -> None:
    found = pivot(store, ["source"])
    assert [(row["source"], row["events"], row["killed_max"]) for row in found.rows] == [
        ("(several)", 1, 5),
        ("Wire", 1, 1),
    ]
    assert (found.number, found.total["killed_min"]) == (2, 4)
    assert pivot(store, ["source"], of=REPORTS).names[1] == "reports"


def test_a_selection_of_events_brings_all_their_reports(store: sqlite3.Connection) -> None:
    chosen = subset.selection(store, Question(texts=("clinic",)))
    assert list(chosen.tables["events"]["event_id"]) == ["evt-a"]
    assert list(chosen.tables["incidents"]["incident_id"]) == ["inc-1", "inc-2"]
    assert len(chosen.tables["locations"]) == 3
    assert len(chosen.tables["event_links"]) == 1
    alone = subset.selection(store, Question(texts=("clinic",), reports=True))
    assert list(alone.tables["incidents"]["incident_id"]) == ["inc-1"]
    assert list(alone.tables["events"]["event_id"]) == ["evt-a"]
    assert alone.tables["event_links"].empty


def test_totals_come_with_a_selection_of_every_scope_and_are_no_events(
    store: sqlite3.Connection,
) -> None:
    every = subset.selection(store, Question(scope="all", sources=("Wire",)))
    assert set(every.tables["incidents"]["incident_id"]) == {"inc-1", "inc-2", "inc-3", "inc-4"}
    assert every.remarks == ()
    asked = ask(Question(scope="all"), store)
    assert asked.remarks == ("1 totals over days or places are no events: --reports lists them",)
    with pytest.raises(SchemaError, match="--reports lists totals"):
        ask(Question(scope="aggregate"), store)
    assert ids(store, Question(scope="aggregate", reports=True)) == ["inc-4"]


def test_a_store_that_tells_of_no_event_is_asked_about_reports(tmp_path: Path) -> None:
    made = tables()
    made["events"] = frames.frame(schema.EVENTS, [])
    with holding(tmp_path / "a.gpkg", made) as bare:
        asked = ask(Question(), bare)
        assert asked.of is REPORTS
        assert "each is taken by itself" in asked.remarks[0]
        assert query.count(bare, asked.conditions, of=asked.of) == 3


def test_events_written_as_geojson_are_read_back_and_bring_no_reports(
    store: sqlite3.Connection, tmp_path: Path
) -> None:
    features = (from_row(schema.EVENTS, row) for row in query.rows(store))
    lines = list(sequence(schema.EVENTS, features))
    with holding(tmp_path / "a.gpkg", read_features(io.StringIO("".join(lines)))) as piped:
        assert ids(piped, Question(bbox="36.7,35.7,36.9,35.9")) == ["evt-b"]
        assert [row["n_reports"] for row in query.rows(piped)] == [1, 2]
        with pytest.raises(SchemaError, match="without their reports"):
            ask(Question(reports=True), piped)


def test_events_and_reports_are_not_mixed_on_stdin() -> None:
    features = [
        {"type": "Feature", "geometry": None, "properties": {**one, "event_type": "airstrike"}}
        for one in ({"event_id": "evt-a"}, {"incident_id": "inc-a", "scope": "event"})
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    with pytest.raises(StoreError, match="mixes events and reports"):
        read_features(io.StringIO(text))
