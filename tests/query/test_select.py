"""Questions to the store: filters, regions, order; held against plain Python and shapely.

Each is asked of the events and of the reports, which are the same here but for totals.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import fabricated
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.geometry import mapping

from mapper import query
from mapper.base.errors import RegionError, SchemaError
from mapper.gazetteer.load import load_gazetteer
from mapper.query.conditions import (
    by_codes,
    by_days,
    by_killed,
    by_precision,
    by_scope,
    by_words,
    by_zone,
)
from mapper.query.counted import EVENTS, REPORTS
from mapper.query.overlap import mark, share
from mapper.query.regions import Region, find_region
from mapper.store.reader import open_store
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mapper.gazetteer.lookup import Gazetteer
    from mapper.query.conditions import Condition
    from mapper.query.counted import Rows

N = 400
TABLES = fabricated.tables(N)
UNIT_A = box(fabricated.WEST, fabricated.SOUTH, 36.5, fabricated.NORTH)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    write_store(path, TABLES)
    connection = open_store(path)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Gazetteer]:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "places.csv").write_text(
        "place_id,name,kind,lat,lon,country,admin1,radius_m\n"
        "pl-tell,Tell Samar,village,35.5,36.25,XX,Unit A,1000\n",
        encoding="utf-8",
    )
    units = [
        ("reg-a", "Unit A", "governorate", UNIT_A),
        ("reg-hills", "The Hills", "mountain", HILLS),
    ]
    features = [
        {
            "type": "Feature",
            "id": place_id,
            "properties": {
                "place_id": place_id,
                "name": name,
                "kind": kind,
                "lat": 35.5,
                "lon": 36.2,
            },
            "geometry": mapping(shape),
        }
        for place_id, name, kind, shape in units
    ]
    (folder / "regions.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return lambda: load_gazetteer(folder)


HILLS = Polygon([(36.3, 35.2), (36.8, 35.3), (36.6, 35.8), (36.2, 35.6)])


@pytest.fixture(scope="module", params=[EVENTS, REPORTS], ids=["events", "reports"])
def of(request: pytest.FixtureRequest) -> Rows:
    kind: Rows = request.param
    return kind


def _frame(of: Rows) -> Any:  # noqa: ANN401 - a frame
    return TABLES[of.table.name]


def _ids(
    store: sqlite3.Connection,
    of: Rows,
    *conditions: Condition,
    **how: Any,  # noqa: ANN401 - handed on as it is
) -> list[str]:
    """Give the ids of the reports, also where events were asked for."""
    name = "members" if of is EVENTS else of.key
    return [row[name] for row in query.rows(store, conditions, of=of, **how)]


def _expected(of: Rows, test: Callable[[Any], bool]) -> list[str]:
    """Give the ids of the reports that meet a test, as far as they are of the kind asked for."""
    rows = TABLES["incidents"].itertuples()
    return sorted(str(row.incident_id) for row in rows if _is_of(of, row) and test(row))


def _is_of(of: Rows, row: Any) -> bool:  # noqa: ANN401 - a row of a frame
    return of is REPORTS or row.scope != "aggregate"


def _of(of: Rows, ids: Any) -> set[str]:  # noqa: ANN401 - any listing of ids
    return set(ids) & set(_expected(of, lambda _: True))


def test_no_filter_gives_every_row_by_date_with_the_undated_last(
    store: sqlite3.Connection, of: Rows
) -> None:
    rows = list(query.rows(store, of=of))
    days = [row["date_start"] for row in rows]
    dated = [day for day in days if day]
    assert len(rows) == len(_frame(of))
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    assert len(dated) < len(rows)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2019-05", "2019-05"), ("2019", None), (None, "2019-03-09"), ("2020-02", "2020-06-15")],
)
def test_days_keep_every_incident_whose_interval_overlaps(
    store: sqlite3.Connection, of: Rows, first: str | None, last: str | None
) -> None:
    low = {"2019-05": "2019-05-01", "2019": "2019-01-01", "2020-02": "2020-02-01"}.get(
        first or "", ""
    )
    high = {"2019-05": "2019-05-31"}.get(last or "", last or "9999")
    wanted = _expected(
        of,
        lambda row: (
            isinstance(row.date_start, str) and row.date_start <= high and row.date_end >= low
        ),
    )
    found = _ids(store, of, by_days(first, last))
    assert sorted(found) == wanted
    assert 0 < len(wanted) < N


@pytest.mark.parametrize("text", ["May", "2019-13", "2019-02-30", "", "20190506"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(SchemaError):
        by_days(text or " ", None)


def test_days_that_run_backwards_are_refused() -> None:
    with pytest.raises(SchemaError, match="backwards"):
        by_days("2020", "2019")


def test_types_are_codes_of_the_schema(store: sqlite3.Connection, of: Rows) -> None:
    found = _ids(store, of, by_codes("event_type", ["airstrike", "shelling"]))
    assert sorted(found) == _expected(of, lambda row: row.event_type in {"airstrike", "shelling"})
    with pytest.raises(SchemaError, match="barrel_bomb"):
        by_codes("event_type", ["bombing"])


def test_an_actor_is_found_alone_together_or_left_open(store: sqlite3.Connection, of: Rows) -> None:
    found = _ids(store, of, by_words("actor", ["russia"]))
    assert sorted(found) == _expected(of, lambda row: "Russia" in str(row.actor))


@pytest.mark.parametrize(
    "text", ["%", "_", "'; DROP TABLE incidents; --", '"', "\\", "a%' OR '1'='1"]
)
@pytest.mark.parametrize("name", ["actor", "target", "source"])
def test_signs_of_sql_are_ordinary_characters(
    store: sqlite3.Connection, of: Rows, text: str, name: str
) -> None:
    assert query.count(store, [by_words(name, [text], of=of)], of=of) == 0
    assert query.count(store, of=of) == len(_frame(of))


def test_text_is_found_in_sentences_and_places(store: sqlite3.Connection, of: Rows) -> None:
    assert query.count(store, [by_words("text", ["100 % FICTION, line 7"], of=of)], of=of) > 1
    found = _ids(store, of, by_words("text", ["Place 12"], of=of))
    expected = _expected(of, lambda row: "Place 12" in str(row.places))
    assert sorted(found) == expected


def test_strict_days_keep_what_lies_within_for_certain(store: sqlite3.Connection, of: Rows) -> None:
    found = _ids(store, of, by_days("2019-08", "2019-08", strict=True))
    loose = _ids(store, of, by_days("2019-08", "2019-08"))
    expected = _expected(
        of,
        lambda row: (
            isinstance(row.date_start, str)
            and row.date_start >= "2019-08-01"
            and row.date_end <= "2019-08-31"
        ),
    )
    assert sorted(found) == expected
    assert set(found) < set(loose)


def test_a_zone_is_asked_by_verdict_and_probability_of_every_place(
    store: sqlite3.Connection, of: Rows
) -> None:
    relations = TABLES["zone_relations"]
    edge = relations[relations["verdict"] == "edge"]
    found = _ids(store, of, by_zone("zone-1", ["edge"], 0.3, of=of))
    assert set(found) == _of(of, edge["incident_id"][edge["p_inside"] >= 0.3])
    may_be = relations["verdict"].isin(["inside", "edge"])
    assert set(_ids(store, of, by_zone("zone-1", of=of))) == _of(
        of, relations["incident_id"][may_be]
    )


def test_the_zone_in_force_is_asked_by_the_incidents_own_columns(
    store: sqlite3.Connection, of: Rows
) -> None:
    found = _ids(store, of, by_zone(None, ["mixed"]))
    assert sorted(found) == _expected(of, lambda row: row.zone_verdict == "mixed")
    with pytest.raises(SchemaError, match="not_in_force"):
        by_zone(None, ["within"])


def test_precision_is_a_code(store: sqlite3.Connection, of: Rows) -> None:
    assert query.count(store, [by_precision([1, 2, 3])], of=of) == int(
        _frame(of)["geo_precision"].notna().sum()
    )


def test_killed_counts_by_the_smallest_figure_and_zero_is_a_figure(
    store: sqlite3.Connection, of: Rows
) -> None:
    frame = _frame(of)
    assert query.count(store, [by_killed(5)], of=of) == int((frame["killed_min"] >= 5).sum())
    assert query.count(store, [by_killed(0)], of=of) == int(frame["killed_min"].notna().sum())


def test_scope_all_is_no_filter() -> None:
    assert by_scope("all") is None


def test_rows_are_sorted_by_a_column_with_empty_cells_last(
    store: sqlite3.Connection, of: Rows
) -> None:
    killed = [row["killed_min"] for row in query.rows(store, of=of, sort="-killed_min")]
    there = [figure for figure in killed if figure is not None]
    assert there == sorted(there, reverse=True)
    assert killed[: len(there)] == there
    with pytest.raises(SchemaError, match="no column 'deaths"):
        list(query.rows(store, of=of, sort="deaths; DROP TABLE incidents"))


@pytest.mark.parametrize("limit", [0, 1, 7, N - 1, N + 5])
def test_a_limit_cuts_the_ordered_rows(store: sqlite3.Connection, of: Rows, limit: int) -> None:
    assert _ids(store, of, limit=limit) == _ids(store, of)[:limit]


def test_the_filter_that_left_nothing_is_named(store: sqlite3.Connection, of: Rows) -> None:
    conditions = [by_codes("event_type", ["airstrike"]), by_killed(10_000)]
    assert "at least 10000 killed" in query.why_none(store, conditions, of=of)


# Regions


def _brute_force(of: Rows, region: Polygon, at_least: float) -> list[str]:
    """Find incidents by shapely alone: the share of each location's area in the region."""
    areas = TABLES["uncertainty"]
    shares = [share(area, region) for area in areas.geometry]
    found = {i for i, s in zip(areas["incident_id"], shares, strict=True) if s >= at_least}
    return sorted(_of(of, found))


corners = st.lists(
    st.tuples(st.floats(35.8, 37.2), st.floats(34.8, 36.2)), min_size=3, max_size=6, unique=True
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(corners, st.sampled_from([0.1, 0.5, 0.9]))
def test_any_region_equals_brute_force(
    store: sqlite3.Connection, of: Rows, points: list[tuple[float, float]], at_least: float
) -> None:
    shape = Polygon(points).convex_hull
    if shape.geom_type != "Polygon":
        return
    marked = mark(store, [Region("any", "file", (), lambda: shape)], of=of, at_least=at_least)
    assert sorted(_ids(store, of, marked.condition)) == _brute_force(of, shape, at_least)
    assert marked.left_out == len(_brute_force(of, shape, 1e-12)) - len(
        _brute_force(of, shape, at_least)
    )


def test_a_unit_takes_what_names_it_and_by_area_what_names_no_unit(
    store: sqlite3.Connection, of: Rows
) -> None:
    locations, areas = TABLES["locations"], TABLES["uncertainty"].geometry
    named = locations["admin1"] == "Unit A"
    by_area = locations["admin1"].isna() & (areas.map(lambda area: share(area, UNIT_A)) >= 0.5)
    wanted = _of(of, locations["incident_id"][named | by_area])
    marked = mark(store, [Region("Unit A", "governorate", ("Unit A",), lambda: UNIT_A)], of=of)
    assert set(_ids(store, of, marked.condition)) == wanted
    assert by_area.any()


def test_two_halves_of_a_unit_are_the_unit(store: sqlite3.Connection, of: Rows) -> None:
    middle = (fabricated.SOUTH + fabricated.NORTH) / 2
    north = box(fabricated.WEST, middle, 36.5, fabricated.NORTH)
    south = box(fabricated.WEST, fabricated.SOUTH, 36.5, middle)
    halves = [
        Region("north", "district", ("Unit A", "Unit A north"), lambda: north),
        Region("south", "district", ("Unit A", "Unit A south"), lambda: south),
    ]
    whole = mark(store, [Region("Unit A", "governorate", ("Unit A",), lambda: UNIT_A)], of=of)
    wanted = _ids(store, of, whole.condition)
    assert _ids(store, of, mark(store, halves, of=of).condition) == wanted


def test_a_copy_without_our_indexes_answers_alike(
    store: sqlite3.Connection, of: Rows, tmp_path: Path
) -> None:
    write_store(tmp_path / "copy.gpkg", TABLES)
    with sqlite3.connect(tmp_path / "copy.gpkg") as copy:
        for row in copy.execute("SELECT name FROM sqlite_master WHERE name LIKE 'by_%'").fetchall():
            copy.execute(f"DROP INDEX {row[0]}")
    copy.close()
    region = Region("hills", "mountain", (), lambda: HILLS)
    bare = open_store(tmp_path / "copy.gpkg")
    assert _ids(bare, of, mark(bare, [region], of=of).condition) == _ids(
        store, of, mark(store, [region], of=of).condition
    )
    bare.close()


def test_other_filters_narrow_a_region_before_it_is_measured(
    store: sqlite3.Connection, of: Rows
) -> None:
    region = Region("hills", "mountain", (), lambda: HILLS)
    airstrikes = by_codes("event_type", ["airstrike"])
    alone = set(_ids(store, of, mark(store, [region], of=of).condition))
    both = _ids(store, of, airstrikes, mark(store, [region], [airstrikes], of=of).condition)
    assert set(both) == alone & set(_ids(store, of, airstrikes))
    assert both


def test_regions_are_found_by_name_and_bring_their_units(pack: Callable[[], Gazetteer]) -> None:
    unit = find_region("unit a", pack)
    assert (unit.name, unit.units) == ("Unit A", ("Unit A",))
    hills = find_region("the hills", pack)
    assert hills.units == ()
    assert hills.outline() == HILLS


def test_an_unknown_region_lists_the_nearest(pack: Callable[[], Gazetteer]) -> None:
    with pytest.raises(RegionError, match="The Hills"):
        find_region("Hilsl of Nowhere", pack)


def test_a_file_of_polygons_is_a_region(tmp_path: Path) -> None:
    path = tmp_path / "mine.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(HILLS)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    region = find_region(str(path), load_gazetteer)
    assert region.name == "mine"
    outline = region.outline()
    assert outline is not None
    assert outline.equals(HILLS)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"type": "FeatureCollection", "features": []}', "not json"]
)
def test_a_file_without_polygons_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text(text)
    with pytest.raises(RegionError, match=r"mine\.geojson"):
        find_region(str(path), load_gazetteer)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(RegionError, match="No such file"):
        find_region("nowhere.geojson", load_gazetteer)


def test_a_query_loads_no_frame() -> None:
    import subprocess  # noqa: PLC0415 - this test alone starts a process
    import sys  # noqa: PLC0415 - as above

    heavy = "{'pandas', 'geopandas', 'pyogrio', 'folium', 'shapely', 'numpy'}"
    script = f"import sys, mapper.cli.query, mapper.store.writer; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_every_column_of_the_answer_is_the_schemas(store: sqlite3.Connection, of: Rows) -> None:
    row = next(query.rows(store, of=of, limit=1))
    assert row.keys() == [*of.table.names, "geom"]
