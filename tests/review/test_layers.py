"""Edits on a copy of the store, as a GIS makes them, read back."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from click.testing import CliRunner
from reviewed import built, reports, review, sources

from mapper.base.errors import StoreError
from mapper.cli.main import main
from mapper.corrections import read_corrections
from mapper.store import geopackage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_places", "no_views")
SARAQIB, IDLIB = "Shelling struck Saraqib on Sunday", "Shelling struck southern Idlib on 1 May"


@pytest.fixture(scope="module")
def first(few_places: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - the pack
    folder = tmp_path_factory.mktemp("layers")
    built(sources(folder / "in"), folder / "out")
    return folder


@pytest.fixture
def work(first: Path, tmp_path: Path) -> Path:
    """Give a copy of the first build, with a copy of its store to edit."""
    shutil.copytree(first, tmp_path / "w")
    shutil.copy(tmp_path / "w/out/store.gpkg", tmp_path / "w/copy.gpkg")
    return tmp_path / "w"


def bounds(take: Callable[[shapely.Geometry], float]) -> Callable[[bytes], float]:
    return lambda blob: take(shapely.from_wkb(geopackage.decode(blob)))


def edit(folder: Path, *changes: tuple[str, tuple[Any, ...]]) -> None:
    """Run statements on the copy, with the functions that a GIS brings for its triggers."""
    connection = sqlite3.connect(folder / "copy.gpkg")
    connection.create_function("ST_IsEmpty", 1, lambda blob: blob is None)
    for name, number in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, bounds(lambda shape, n=number: shape.bounds[n]))  # type: ignore[misc]
    for statement, values in changes:
        connection.execute(statement, values)
    connection.commit()
    connection.close()


def point(lon: float, lat: float, *, many: bool = True) -> bytes:
    """Write a position as a layer holds it."""
    one = struct.pack("<BI2d", 1, 1, lon, lat)
    return geopackage.encode(struct.pack("<BII", 1, 4, 1) + one if many else one)


def take(folder: Path, *more: str) -> tuple[list[str], list[tuple[str, str | None]]]:
    """Read the copy back: what was refused, and action and value of what was decided."""
    told = (folder / "out/store.gpkg", "--from", folder / "copy.gpkg", "--by", "A. Analyst")
    target = folder / "in/corrections.csv"
    done = review(*told, "-o", target, "--date", "2020-01-02", *more)
    refused = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    read = read_corrections(target, "c").corrections if target.exists() else ()
    return refused, [(one.action, one.value) for one in read]


def test_an_untouched_copy_decides_nothing(work: Path) -> None:
    assert take(work) == ([], [])


def test_what_was_changed_on_a_copy_is_in_the_next_build(work: Path) -> None:
    before = reports(work / "out/store.gpkg")
    at = "UPDATE incidents SET {} WHERE incident_id = ?"
    name = {key: row["incident_id"] for key, row in before.items()}
    edit(
        work,
        (at.format("geom = ?"), (point(36.7, 35.9), name["r1"])),
        (at.format("event_type = 'airstrike', date_start = '2019-06-01'"), (name["r2"],)),
        (at.format("killed_max = 4, injured_min = NULL, injured_max = NULL"), (name["r2"],)),
        (at.format("actor = 'Russia', actor_status = 'attributed'"), (name["r3"],)),
        (at.format("places = 'Hass'"), (name["r4"],)),
        (at.format("scope = 'background', killed_open = 1"), (name["r6"],)),
        ("DELETE FROM incidents WHERE incident_id = ?", (name["r7"],)),
        (
            "UPDATE locations SET geom = ? WHERE incident_id = ?",
            (point(36.81, 35.87, many=False), name[SARAQIB]),
        ),
    )
    refused, decided = take(work)
    assert refused == []
    assert sorted(decided, key=str) == [
        ("actor", "Russia (attributed)"),
        ("date", "on 2019-06-01/2019-06-02"),
        ("drop", None),
        ("place", "35.87, 36.81"),
        ("place", "35.9, 36.7"),
        ("place", "Hass"),
        ("scope", "background"),
        ("toll", "killed 1-4; injured unknown"),
        ("toll", "killed 2+"),
        ("type", "airstrike"),
    ]
    made = reports(built(work / "in", work / "out"))
    assert "r7" not in made
    assert made["r2"]["event_type"] == "airstrike"
    assert (made["r2"]["killed_max"], made["r2"]["injured_max"]) == (4, None)
    assert made["r3"]["actor"] == "Russia"
    assert made["r4"]["place_ids"] == "pl-hass"
    assert made["r6"]["scope"] == "background"
    assert "by A. Analyst, 2020-01-02" in made["r1"]["corrected"]
    shape = shapely.from_wkb(geopackage.decode(made["r1"]["geom"]))
    assert shapely.get_coordinates(shape).tolist() == [[36.7, 35.9]]


def test_what_cannot_be_changed_on_a_copy_is_refused_by_layer_id_and_column(work: Path) -> None:
    before = reports(work / "out/store.gpkg")
    one, far = before["r1"]["incident_id"], before[IDLIB]["incident_id"]
    event = before["r1"]["event_id"]
    edit(
        work,
        ("UPDATE incidents SET sentence = 'other' WHERE incident_id = ?", (one,)),
        ("UPDATE incidents SET event_type = 'bomb' WHERE incident_id = ?", (far,)),
        ("UPDATE events SET event_type = 'other' WHERE event_id = ?", (event,)),
        ("UPDATE locations SET name = 'other' WHERE incident_id = ?", (far,)),
        ("INSERT INTO incidents (incident_id, scope, event_type) VALUES ('x', 'event', '')", ()),
    )
    refused, decided = take(work)
    assert decided == []
    assert [line.partition(": ")[2] for line in refused] == [
        (
            f"copy.gpkg, locations {far}, place 1, name: it follows from the place; move the dot"
            " instead"
        ),
        (
            f"copy.gpkg, incidents {far}, event_type: type is 'bomb'; there are: airstrike,"
            " barrel_bomb, shelling, rocket_missile, drone_strike, chemical, explosion_ied,"
            " ground_raid, shooting, displacement, other"
        ),
        (
            f"copy.gpkg, incidents {one}, sentence: it follows from the text or from other columns"
            " and cannot be changed"
        ),
        (
            "copy.gpkg, incidents x: it was added; a strike that no source tells of comes in by a"
            " table of records"
        ),
        (
            f"copy.gpkg, events {event}, event_type: an event is what its reports say; change these"
            f" in incidents: {one}"
        ),
    ]


def test_an_extract_of_a_store_drops_nothing_of_what_it_lacks(work: Path) -> None:
    gone = reports(work / "out/store.gpkg")["r1"]["incident_id"]
    tables = ("incidents", "locations", "claims", "uncertainty")
    edit(work, *((f"DELETE FROM {table} WHERE incident_id = ?", (gone,)) for table in tables))  # noqa: S608
    assert take(work) == ([], [])


def test_events_that_were_deleted_are_refused(work: Path) -> None:
    event = reports(work / "out/store.gpkg")["r1"]["event_id"]
    edit(work, ("DELETE FROM events WHERE event_id = ?", (event,)))
    refused, decided = take(work)
    assert decided == []
    assert f"events {event}, it was deleted: an event is what its reports say" in refused[0]


@pytest.mark.parametrize("more", [(), ("--reports",), ("--scope", "all", "--text", "Hass")])
def test_an_extract_decides_nothing(work: Path, more: tuple[str, ...]) -> None:
    store, target = work / "out/store.gpkg", work / "copy-internal.gpkg"
    words = ["export", str(store), "gpkg", "-o", str(target), "--type", "shelling"]
    CliRunner().invoke(main, [*words, *more, "--profile", "internal"], catch_exceptions=False)
    target.replace(work / "copy.gpkg")
    assert take(work) == ([], [])


def test_a_public_release_is_not_read_back(work: Path) -> None:
    store, target = work / "out/store.gpkg", work / "copy.gpkg"
    words = ["export", str(store), "gpkg", "-o", str(target), "--overwrite"]
    CliRunner().invoke(main, words, catch_exceptions=False)
    refused, decided = take(work)
    assert decided == []
    assert "it is a public release" in refused[0]


def test_a_copy_of_another_build_is_not_read(work: Path) -> None:
    edit(work, ("UPDATE run SET value = 'other' WHERE key = 'words_hash'", ()))
    refused, decided = take(work)
    assert decided == []
    assert "it is a copy of another build than this store" in refused[0]


def test_a_dot_moved_in_two_ways_or_taken_away_is_refused(work: Path) -> None:
    before = reports(work / "out/store.gpkg")
    edit(
        work,
        (
            "UPDATE incidents SET geom = ?, places = 'Hass' WHERE incident_id = ?",
            (point(36.7, 35.9), before["r1"]["incident_id"]),
        ),
        ("UPDATE incidents SET geom = NULL WHERE source_id = 'r2'", ()),
        ("UPDATE incidents SET geom = ? WHERE source_id = 'r3'", (point(500, 35),)),
    )
    refused, decided = take(work)
    assert decided == []
    assert "changed in two ways" in "".join(refused)
    assert "its dot was deleted" in "".join(refused)
    assert "is no position" in "".join(refused)


def test_a_damaged_geometry_is_refused_and_the_other_edits_are_kept(work: Path) -> None:
    before = reports(work / "out/store.gpkg")
    name = {key: row["incident_id"] for key, row in before.items()}
    edit(
        work,
        ("DROP TRIGGER rtree_incidents_geom_update1", ()),
        ("DROP TRIGGER rtree_locations_geom_update1", ()),
        ("UPDATE incidents SET geom = ? WHERE source_id = 'r1'", (b"garbage",)),
        ("UPDATE incidents SET geom = ? WHERE source_id = 'r2'", (b"GP\0\1\0\0\0\0\1\1",)),
        ("UPDATE incidents SET geom = 'text', scope = 'background' WHERE source_id = 'r6'", ()),
        ("UPDATE incidents SET event_type = 'shelling' WHERE source_id = 'r7'", ()),
        ("UPDATE locations SET geom = ? WHERE incident_id = ?", (b"GP", name["r3"])),
        ("UPDATE events SET geom = NULL WHERE event_id = ?", (before["r4"]["event_id"],)),
    )
    refused, decided = take(work)
    assert sorted(decided) == [("scope", "background"), ("type", "shelling")]
    where = [line.split(", ", 1)[1] for line in refused]
    told = "geom: it is no geometry; the dot counts as where it was"
    assert sorted(where[:-1]) == sorted(
        [
            *(f"incidents {name[one]}, {told}" for one in ("r1", "r2", "r6")),
            f"locations {name['r3']}, place 1, {told}",
        ]
    )
    assert where[-1].startswith("events ")


@pytest.mark.parametrize("other", ["inc-000000000000", "r2", None])
def test_an_id_that_was_changed_is_refused_and_drops_nothing(work: Path, other: str | None) -> None:
    before = reports(work / "out/store.gpkg")
    name = {key: row["incident_id"] for key, row in before.items()}
    new = name.get(other or "", other)
    edit(
        work,
        ("DROP INDEX key_incidents", ()),
        ("UPDATE incidents SET incident_id = ? WHERE source_id = 'r1'", (new,)),
        ("UPDATE incidents SET event_type = 'airstrike' WHERE source_id = 'r2'", ()),
    )
    refused, decided = take(work)
    assert decided == [("type", "airstrike")]
    assert [line.partition(": ")[2] for line in refused] == [
        (
            f"copy.gpkg, incidents {name['r1']}, incident_id: it is now {new!r}; it names the"
            " report and cannot be changed: nothing of it is taken"
        )
    ]


def test_a_geopackage_of_somebody_else_is_refused_in_plain_words(work: Path) -> None:
    edit(work, ("DELETE FROM run", ()))
    with pytest.raises(StoreError, match="no store that `mapper build` made, nor a copy of one"):
        take(work)
