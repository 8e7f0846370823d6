"""The store: what goes in comes out, whole or not at all, the same bytes each time."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import fabricated
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely import LineString, MultiPoint, Point, Polygon, box

from mapper.base import frames, schema
from mapper.base.errors import ExportError, SchemaError, StoreError
from mapper.store import geopackage
from mapper.store.reader import open_store, read_table
from mapper.store.writer import StoreWriter, write_store

if TYPE_CHECKING:
    from pathlib import Path

EVENT = {"scope": "event", "event_type": "airstrike"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    write_store(path, fabricated.tables(300))
    return path


def test_tables_come_back_as_they_went_in(written: Path) -> None:
    for name, frame in fabricated.tables(300).items():
        assert_frame_equal(read_table(written, name), frame)


def test_tables_left_out_are_there_and_empty(written: Path) -> None:
    assert len(read_table(written, "rejects")) == 0
    assert list(read_table(written, "regions").columns) == [*schema.REGIONS.names, "geometry"]


def test_the_same_tables_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.gpkg"
    write_store(again, fabricated.tables(300))
    assert again.read_bytes() == written.read_bytes()


def test_batches_give_the_same_rows_as_one_frame(tmp_path: Path) -> None:
    batches = [fabricated.tables(50, first=first) for first in (0, 50, 100)]
    with StoreWriter(tmp_path / "batches.gpkg") as writer:
        for batch in batches:
            for name, frame in batch.items():
                writer.append(name, frame)
    for name in batches[0]:
        read = read_table(tmp_path / "batches.gpkg", name)
        assert len(read) == sum(len(batch[name]) for batch in batches)
        assert_frame_equal(read.iloc[: len(batches[0][name])], batches[0][name])


def test_days_are_true_dates_and_time_ends_where_the_next_day_begins(tmp_path: Path) -> None:
    rows = [{"incident_id": "inc-1", **EVENT, "date_start": "2019-12-30", "date_end": "2019-12-31"}]
    write_store(tmp_path / "a.gpkg", {"incidents": frames.frame(schema.INCIDENTS, rows)})
    with open_store(tmp_path / "a.gpkg") as connection:
        kinds = {
            row["name"]: row["type"] for row in connection.execute("PRAGMA table_info(incidents)")
        }
        row = connection.execute("SELECT time_start, time_end FROM incidents").fetchone()
    connection.close()
    assert (kinds["date_start"], kinds["time_end"]) == ("DATE", "DATETIME")
    assert tuple(row) == ("2019-12-30T00:00:00.000Z", "2020-01-01T00:00:00.000Z")


def test_locations_and_areas_carry_the_times_of_their_incident(written: Path) -> None:
    connection = open_store(written)
    for name in ("locations", "uncertainty"):
        found = connection.execute(
            f"SELECT count(*) FROM {name} AS l JOIN incidents AS i USING (incident_id)"  # noqa: S608
            " WHERE l.time_start IS NOT i.time_start OR l.time_end IS NOT i.time_end"
        )
        assert found.fetchone()[0] == 0
        assert connection.execute(f"SELECT count(time_end) FROM {name}").fetchone()[0] > 0  # noqa: S608
    connection.close()


def test_zones_of_every_shape_are_kept(tmp_path: Path) -> None:
    shapes = [box(36, 35, 37, 36), LineString([(36, 35), (37, 36)]), Point(36, 35)]
    rows = [
        {"zone_id": "z", "part": str(part), "valid_from": "2018-10-15", "geometry": shape}
        for part, shape in enumerate(shapes)
    ]
    frame = frames.frame(schema.ZONES, rows)
    write_store(tmp_path / "a.gpkg", {"zones": frame})
    assert_frame_equal(read_table(tmp_path / "a.gpkg", "zones"), frame)


def test_a_region_of_several_parts_is_kept_and_one_of_one_part_is_a_polygon(tmp_path: Path) -> None:
    island = box(36, 35, 36.1, 35.1).union(box(37, 35, 37.1, 35.1))
    hole = Polygon(box(36, 35, 37, 36).exterior, [box(36.4, 35.4, 36.6, 35.6).exterior])
    rows = [{"place_id": str(k), "geometry": shape} for k, shape in enumerate((island, hole))]
    frame = frames.frame(schema.REGIONS, rows)
    write_store(tmp_path / "a.gpkg", {"regions": frame})
    assert_frame_equal(read_table(tmp_path / "a.gpkg", "regions"), frame)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none() | st.text(st.characters(codec="utf-8"), max_size=20),
                "figure": st.none() | st.integers(0, 2**40),
                "radius": st.none() | st.floats(0, 1e6),
                "flag": st.none() | st.booleans(),
                "day": st.none() | st.dates().map(str),
                "positions": st.lists(
                    st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=3
                ),
            }
        ),
        max_size=5,
    )
)
def test_any_cell_survives_the_round_trip(tmp_path: Path, cells: list[dict]) -> None:  # type: ignore[type-arg]
    rows = [
        {
            "incident_id": f"inc-{number}",
            **EVENT,
            "sentence": one["text"],
            "killed_min": one["figure"],
            "radius_m": one["radius"],
            "killed_open": one["flag"],
            "date_start": one["day"],
            "date_end": one["day"],
            "geometry": _shape(one["positions"]),
        }
        for number, one in enumerate(cells)
    ]
    frame = frames.frame(schema.INCIDENTS, rows)
    write_store(tmp_path / "any.gpkg", {"incidents": frame})
    assert_frame_equal(read_table(tmp_path / "any.gpkg", "incidents"), frame)


def _shape(positions: list[tuple[float, float]]) -> Point | MultiPoint | None:
    if len(positions) < 2:
        return Point(positions[0]) if positions else None
    return MultiPoint(positions)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"incident_id": "inc-1", **EVENT, "date_start": "5 May"}], "no ISO day"),
        ([{"incident_id": "inc-1", **EVENT, "geometry": box(0, 0, 1, 1)}], "is no Point"),
        ([{"incident_id": "inc-1", "scope": "event"}], "event_type"),
        ([{"incident_id": "inc-1", **EVENT}] * 2, "not unique"),
    ],
)
def test_rows_that_break_the_schema_are_refused(
    tmp_path: Path, rows: list[dict[str, object]], words: str
) -> None:
    with pytest.raises(SchemaError, match=words):
        write_store(tmp_path / "a.gpkg", {"incidents": frames.frame(schema.INCIDENTS, rows)})
    assert list(tmp_path.iterdir()) == []


def test_a_key_used_in_two_batches_is_refused_and_the_old_store_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = frames.frame(schema.INCIDENTS, [{"incident_id": "inc-1", **EVENT}])
    write_store(path, {"incidents": frame})
    before = path.read_bytes()

    def write_twice() -> None:
        with StoreWriter(path) as writer:
            writer.append("incidents", frame)
            writer.append("incidents", frame)

    with pytest.raises(SchemaError, match="not unique"):
        write_twice()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    frame = frames.frame(schema.RUN, [])
    with pytest.raises(SchemaError, match="sightings"):
        write_store(tmp_path / "a.gpkg", {"sightings": frame})
    with pytest.raises(SchemaError, match="sightings"):
        read_table(tmp_path / "a.gpkg", "sightings")


def test_a_writer_that_is_killed_leaves_the_old_store(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_store(path, {})
    before = path.read_bytes()
    script = (
        "import os, pathlib, sys\nfrom mapper.store.writer import StoreWriter\n"
        "with StoreWriter(pathlib.Path(sys.argv[1])):\n    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert done.returncode == 9
    assert path.read_bytes() == before
    write_store(path, {})


def test_a_log_left_beside_the_old_store_is_not_played_into_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_store(path, {})
    logged = tmp_path / "logged.gpkg"
    shutil.copy(path, logged)
    with sqlite3.connect(logged) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO run (key, value) VALUES ('edited', 'in QGIS')")
        other.commit()
        shutil.copy(f"{logged}-wal", f"{path}-wal")
    other.close()
    write_store(path, {})
    assert read_table(path, "run")["key"].tolist() == ["schema_version"]


def test_a_folder_is_no_place_to_write_to(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder"):
        write_store(tmp_path, {})


def test_a_missing_store_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mapper build"):
        open_store(tmp_path / "none.gpkg")


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_store(path, {})
    with sqlite3.connect(path) as other:
        other.execute("UPDATE run SET value = ?", (str(schema.VERSION + 1),))
    other.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(path)


def test_a_foreign_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as other:
        geopackage.start(other)
    other.close()
    with pytest.raises(StoreError, match="no store that"):
        open_store(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_text("a letter", encoding="utf-8")
    with pytest.raises(StoreError, match="no GeoPackage"):
        open_store(tmp_path / "a.gpkg")


def test_a_store_cut_short_is_refused(written: Path, tmp_path: Path) -> None:
    whole = written.read_bytes()
    (tmp_path / "a.gpkg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="cut short"):
        open_store(tmp_path / "a.gpkg")


def test_a_store_with_holes_gives_one_clear_error(written: Path, tmp_path: Path) -> None:
    whole = bytearray(written.read_bytes())
    whole[4096 * 4 : -4096] = b"\xff" * (len(whole) - 4096 * 5)
    (tmp_path / "a.gpkg").write_bytes(whole)
    with pytest.raises(StoreError, match="damaged"):
        read_table(tmp_path / "a.gpkg", "incidents")


def test_a_locked_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gpkg"
    write_store(path, {})
    monkeypatch.setattr("mapper.store.reader._WAIT_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another program"):
        open_store(path)
    other.close()


def test_a_read_only_store_is_read(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = folder / "a.gpkg"
    shutil.copy(written, path)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert len(read_table(path, "incidents")) == 300
    finally:
        folder.chmod(0o755)


def test_a_name_with_odd_signs_is_opened(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "50% of ?#'ü مكان.gpkg"
    shutil.copy(written, path)
    assert len(read_table(path, "incidents")) == 300


def test_the_file_keeps_the_rules_of_the_standard(written: Path) -> None:
    connection = open_store(written)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == geopackage.APPLICATION_ID
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for row in connection.execute(
        "SELECT table_name, column_name FROM gpkg_geometry_columns"
    ).fetchall():
        table, column = row
        filled = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
        ).fetchone()[0]
        boxes = connection.execute(f"SELECT count(*) FROM rtree_{table}_{column}").fetchone()[0]  # noqa: S608
        assert boxes == filled
        assert (
            connection.execute("SELECT rtreecheck(?)", (f"rtree_{table}_{column}",)).fetchone()[0]
            == "ok"
        )
    connection.close()


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="Debian's gdal-bin is not installed")
def test_gdal_reads_types_and_counts(written: Path) -> None:
    told = subprocess.run(
        ["ogrinfo", "-so", "-al", str(written)], capture_output=True, text=True, check=True
    )
    assert "Feature Count: 300" in told.stdout
    assert "date_start: Date" in told.stdout
    assert "time_end: DateTime" in told.stdout
    assert "Geometry: Multi Point" in told.stdout
    assert "warning" not in told.stderr.lower()


def test_outputs_are_as_readable_as_other_files(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_store(tmp_path / "a.gpkg", {})
    finally:
        os.umask(mask)
    assert (tmp_path / "a.gpkg").stat().st_mode & 0o777 == 0o644
