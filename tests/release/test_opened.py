"""Whatever is opened to leave, of whatever age and build, is released first."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from release.leaks import Hidden, Searcher
from shell import run_line

from mapper.base.errors import ReleaseError
from mapper.release import INTERNAL, Wishes, leaving

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.pipeline.steps import Build

SECRET = Searcher([Hidden("Yaquta al-Zarqa"), Hidden(position=(35.6187340129, 36.5668410753))])


def test_a_store_without_a_profile_is_taken_for_a_complete_one(
    hostile: Build, tmp_path: Path
) -> None:
    older = tmp_path / "incidents.gpkg"
    shutil.copy(hostile.folder / "store.gpkg", older)
    with closing(sqlite3.connect(older)) as store, store:
        store.execute("DELETE FROM run WHERE key IN ('profile', 'build', 'sites_withheld')")
    done = run_line(f"mapper export {older.name} csv --reports -o out.csv", tmp_path)
    assert done.returncode == 0, done.stderr
    assert SECRET.in_file(tmp_path / "out.csv") == []
    assert SECRET.in_file(older) != []


def test_the_complete_rows_of_a_public_release_are_refused(hostile: Build) -> None:
    path = hostile.folder / "incidents.gpkg"
    with (
        pytest.raises(ReleaseError, match="name the complete store"),
        leaving(path, Wishes(INTERNAL)),
    ):
        pass


def test_a_release_beside_a_store_of_another_build_is_not_taken_for_its_own(
    hostile: Build, tmp_path: Path
) -> None:
    for name in ("store.gpkg", "incidents.gpkg"):
        shutil.copy(hostile.folder / name, tmp_path / name)
    with closing(sqlite3.connect(tmp_path / "incidents.gpkg")) as store, store:
        store.execute("UPDATE run SET value = 'another' WHERE key = 'build'")
        store.execute("DELETE FROM incidents")
    with leaving(tmp_path / "store.gpkg", Wishes()) as connection:
        (count,) = connection.execute("SELECT count(*) FROM incidents").fetchone()
    assert count > 40


def test_the_release_of_the_same_build_beside_it_is_read_as_it_is(hostile: Build) -> None:
    with leaving(hostile.folder / "store.gpkg", Wishes()) as connection:
        (path,) = (row["file"] for row in connection.execute("PRAGMA database_list"))
    assert path.endswith("incidents.gpkg")


def test_features_on_stdin_are_released_too(hostile: Build, tmp_path: Path) -> None:
    store = hostile.folder / "store.gpkg"
    line = f"mapper query {store} --reports --geojsonseq | mapper export - csv -o out.csv"
    done = run_line(line, tmp_path)
    assert done.returncode == 0, done.stderr
    assert SECRET.in_file(tmp_path / "out.csv") == []


@pytest.mark.long
def test_a_map_of_features_on_stdin_is_released_too(hostile: Build, tmp_path: Path) -> None:
    store = hostile.folder / "store.gpkg"
    line = f"mapper query {store} --geojsonseq | mapper map - -o map.html"
    done = run_line(line, tmp_path)
    assert done.returncode == 0, done.stderr
    assert SECRET.leaks(tmp_path) == []
