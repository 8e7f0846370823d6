"""Questions to the store: filters, regions, order; held against plain Python and shapely."""

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
from mapper.base import schema
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
from mapper.query.overlap import mark, share
from mapper.query.regions import Region, find_region
from mapper.store.reader import open_store
from mapper.store.writer import write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mapper.gazetteer.lookup import Gazetteer
    from mapper.query.conditions import Condition

N = 400
TABLES = fabricated.tables(N)
UNIT_A = box(fabricated.WEST, fabricated.SOUTH, 36.5, fabricated.NORTH)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("store") / "incidents.gpkg"
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


def _ids(store: sqlite3.Connection, *conditions: Condition, **how: Any) -> list[str]:  # noqa: ANN401 - handed on as it is
    return [row["incident_id"] for row in query.rows(store, conditions, **how)]


def _expected(test: Callable[[Any], bool]) -> list[str]:
    return sorted(str(row.incident_id) for row in TABLES["incidents"].itertuples() if test(row))


def test_no_filter_gives_every_row_by_date_with_the_undated_last(store: sqlite3.Connection) -> None:
    rows = list(query.rows(store))
    days = [row["date_start"] for row in rows]
    dated = [day for day in days if day]
    assert len(rows) == N
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    assert len(dated) < N


@pytest.mark.parametrize(
    ("first", "last"),
    [("2019-05", "2019-05"), ("2019", None), (None, "2019-03-09"), ("2020-02", "2020-06-15")],
)
def test_days_keep_every_incident_whose_interval_overlaps(
    store: sqlite3.Connection, first: str | None, last: str | None
) -> None:
    low = {"2019-05": "2019-05-01", "2019": "2019-01-01", "2020-02": "2020-02-01"}.get(
        first or "", ""
    )
    high = {"2019-05": "2019-05-31"}.get(last or "", last or "9999")
    wanted = _expected(
        lambda row: (
            isinstance(row.date_start, str) and row.date_start <= high and row.date_end >= low
        )
    )
    found = _ids(store, by_days(first, last))
    assert sorted(found) == wanted
    assert 0 < len(wanted) < N


@pytest.mark.parametrize("text", ["May", "2019-13", "2019-02-30", "", "20190506"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(SchemaError):
        by_days(text or " ", None)


def test_days_that_run_backwards_are_refused() -> None:
    with pytest.raises(SchemaError, match="backwards"):
        by_days("2020", "2019")


def test_types_are_codes_of_the_schema(store: sqlite3.Connection) -> None:
    found = _ids(store, by_codes("event_type", ["airstrike", "shelling"]))
    assert sorted(found) == _expected(lambda row: row.event_type in {"airstrike", "shelling"})
    with pytest.raises(SchemaError, match="barrel_bomb"):
        by_codes("event_type", ["bombing"])


def test_an_actor_is_found_alone_together_or_left_open(store: sqlite3.Connection) -> None:
    found = _ids(store, by_words("actor", ["russia"]))
    assert sorted(found) == _expected(lambda row: "Russia" in str(row.actor))


@pytest.mark.parametrize(
    "text", ["%", "_", "'; DROP TABLE incidents; --", '"', "\\", "a%' OR '1'='1"]
)
@pytest.mark.parametrize("name", ["actor", "target", "source"])
def test_signs_of_sql_are_ordinary_characters(
    store: sqlite3.Connection, text: str, name: str
) -> None:
    assert query.count(store, [by_words(name, [text])]) == 0
    assert query.count(store) == N


def test_text_is_found_in_sentences_and_places(store: sqlite3.Connection) -> None:
    assert query.count(store, [by_words("text", ["100 % FICTION, line 7"])]) > 1
    found = _ids(store, by_words("text", ["Place 12"]))
    expected = _expected(lambda row: "Place 12" in str(row.places))
    assert sorted(found) == expected


def test_strict_days_keep_what_lies_within_for_certain(store: sqlite3.Connection) -> None:
    found = _ids(store, by_days("2019-08", "2019-08", strict=True))
    loose = _ids(store, by_days("2019-08", "2019-08"))
    expected = _expected(
        lambda row: (
            isinstance(row.date_start, str)
            and row.date_start >= "2019-08-01"
            and row.date_end <= "2019-08-31"
        )
    )
    assert sorted(found) == expected
    assert set(found) < set(loose)


def test_a_zone_is_asked_by_verdict_and_probability_of_every_place(
    store: sqlite3.Connection,
) -> None:
    relations = TABLES["zone_relations"]
    edge = relations[relations["verdict"] == "edge"]
    found = _ids(store, by_zone("zone-1", ["edge"], 0.3))
    assert set(found) == set(edge["incident_id"][edge["p_inside"] >= 0.3])
    may_be = relations["verdict"].isin(["inside", "edge"])
    assert set(_ids(store, by_zone("zone-1"))) == set(relations["incident_id"][may_be])


def test_the_zone_in_force_is_asked_by_the_incidents_own_columns(store: sqlite3.Connection) -> None:
    found = _ids(store, by_zone(None, ["mixed"]))
    assert sorted(found) == _expected(lambda row: row.zone_verdict == "mixed")
    with pytest.raises(SchemaError, match="not_in_force"):
        by_zone(None, ["within"])


def test_precision_is_a_code(store: sqlite3.Connection) -> None:
    assert query.count(store, [by_precision([1, 2, 3])]) == int(
        TABLES["incidents"]["geo_precision"].notna().sum()
    )


def test_killed_counts_by_the_smallest_figure_and_zero_is_a_figure(
    store: sqlite3.Connection,
) -> None:
    frame = TABLES["incidents"]
    assert query.count(store, [by_killed(5)]) == int((frame["killed_min"] >= 5).sum())
    assert query.count(store, [by_killed(0)]) == int(frame["killed_min"].notna().sum())


def test_scope_all_is_no_filter() -> None:
    assert by_scope("all") is None


def test_rows_are_sorted_by_a_column_with_empty_cells_last(store: sqlite3.Connection) -> None:
    killed = [row["killed_min"] for row in query.rows(store, sort="-killed_min")]
    there = [figure for figure in killed if figure is not None]
    assert there == sorted(there, reverse=True)
    assert killed[: len(there)] == there
    with pytest.raises(SchemaError, match="no column 'deaths"):
        list(query.rows(store, sort="deaths; DROP TABLE incidents"))


@pytest.mark.parametrize("limit", [0, 1, 7, N - 1, N + 5])
def test_a_limit_cuts_the_ordered_rows(store: sqlite3.Connection, limit: int) -> None:
    assert _ids(store, limit=limit) == _ids(store)[:limit]


def test_the_filter_that_left_nothing_is_named(store: sqlite3.Connection) -> None:
    conditions = [by_codes("event_type", ["airstrike"]), by_killed(10_000)]
    assert "at least 10000 killed" in query.why_none(store, conditions)


# Regions


def _brute_force(region: Polygon, at_least: float) -> list[str]:
    """Find incidents by shapely alone: the share of each location's area in the region."""
    areas = TABLES["uncertainty"]
    shares = [share(area, region) for area in areas.geometry]
    return sorted({i for i, s in zip(areas["incident_id"], shares, strict=True) if s >= at_least})


corners = st.lists(
    st.tuples(st.floats(35.8, 37.2), st.floats(34.8, 36.2)), min_size=3, max_size=6, unique=True
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(corners, st.sampled_from([0.1, 0.5, 0.9]))
def test_any_region_equals_brute_force(
    store: sqlite3.Connection, points: list[tuple[float, float]], at_least: float
) -> None:
    shape = Polygon(points).convex_hull
    if shape.geom_type != "Polygon":
        return
    marked = mark(store, [Region("any", "file", (), lambda: shape)], at_least=at_least)
    assert sorted(_ids(store, marked.condition)) == _brute_force(shape, at_least)
    assert marked.left_out == len(_brute_force(shape, 1e-12)) - len(_brute_force(shape, at_least))


def test_a_unit_takes_what_names_it_and_by_area_what_names_no_unit(
    store: sqlite3.Connection,
) -> None:
    locations, areas = TABLES["locations"], TABLES["uncertainty"].geometry
    named = locations["admin1"] == "Unit A"
    by_area = locations["admin1"].isna() & (areas.map(lambda area: share(area, UNIT_A)) >= 0.5)
    wanted = set(locations["incident_id"][named | by_area])
    marked = mark(store, [Region("Unit A", "governorate", ("Unit A",), lambda: UNIT_A)])
    assert set(_ids(store, marked.condition)) == wanted
    assert by_area.any()


def test_two_halves_of_a_unit_are_the_unit(store: sqlite3.Connection) -> None:
    middle = (fabricated.SOUTH + fabricated.NORTH) / 2
    north = box(fabricated.WEST, middle, 36.5, fabricated.NORTH)
    south = box(fabricated.WEST, fabricated.SOUTH, 36.5, middle)
    halves = [
        Region("north", "district", ("Unit A", "Unit A north"), lambda: north),
        Region("south", "district", ("Unit A", "Unit A south"), lambda: south),
    ]
    whole = mark(store, [Region("Unit A", "governorate", ("Unit A",), lambda: UNIT_A)])
    wanted = _ids(store, whole.condition)
    assert _ids(store, mark(store, halves).condition) == wanted


def test_a_copy_without_our_indexes_answers_alike(
    store: sqlite3.Connection, tmp_path: Path
) -> None:
    write_store(tmp_path / "copy.gpkg", TABLES)
    with sqlite3.connect(tmp_path / "copy.gpkg") as copy:
        for row in copy.execute("SELECT name FROM sqlite_master WHERE name LIKE 'by_%'").fetchall():
            copy.execute(f"DROP INDEX {row[0]}")
    copy.close()
    region = Region("hills", "mountain", (), lambda: HILLS)
    bare = open_store(tmp_path / "copy.gpkg")
    assert _ids(bare, mark(bare, [region]).condition) == _ids(
        store, mark(store, [region]).condition
    )
    bare.close()


def test_other_filters_narrow_a_region_before_it_is_measured(store: sqlite3.Connection) -> None:
    region = Region("hills", "mountain", (), lambda: HILLS)
    airstrikes = by_codes("event_type", ["airstrike"])
    alone = set(_ids(store, mark(store, [region]).condition))
    both = _ids(store, airstrikes, mark(store, [region], [airstrikes]).condition)
    assert set(both) == alone & set(_ids(store, airstrikes))
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


def test_every_column_of_the_answer_is_the_schemas(store: sqlite3.Connection) -> None:
    row = next(query.rows(store, limit=1))
    assert row.keys() == [*schema.INCIDENTS.names, "geom"]
