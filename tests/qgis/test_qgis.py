"""A build's outputs in a real QGIS: layers, styles, forms, time, project, pictures."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import fabricated
import pandas as pd
import pytest
from shapely import LineString, Point, box

from mapper.base import frames, schema
from mapper.export import layer_styles
from mapper.export.geojson import write_geojson
from mapper.export.qgis.handover import write_handover
from mapper.export.qgis.project import write_project
from mapper.query import select
from mapper.query.conditions import by_days
from mapper.query.counted import EVENTS, REPORTS
from mapper.store.reader import open_store
from mapper.store.writer import write_store

pytestmark = pytest.mark.qgis

PYTHON = "/usr/bin/python3"
MONTH = ("2019-05-01", "2019-05-31")
NASTY = "<img src=x onerror=alert(1)> [% 1 + 1 %] & more"


def tables() -> dict[str, pd.DataFrame]:
    """Make tables with every kind of zone and one row of hostile text."""
    made = fabricated.tables(200)
    zones = [
        {
            "zone_id": "dmz",
            "part": "zone",
            "kind": "demilitarized_zone",
            "geometry": box(36, 35, 36.5, 36),
        },
        {
            "zone_id": "dmz",
            "part": "fade",
            "kind": "demilitarized_zone",
            "geometry": box(36, 35, 36.6, 36),
        },
        {
            "zone_id": "old",
            "part": "zone",
            "kind": "area_of_no_known_kind",
            "geometry": box(36, 35, 37, 36),
        },
        {
            "zone_id": "front",
            "part": "line",
            "kind": "contact_line",
            "geometry": LineString([(36, 35), (37, 36)]),
        },
        {
            "zone_id": "post",
            "part": "post",
            "kind": "observation_post",
            "geometry": Point(36.5, 35.5),
        },
    ]
    days = {"valid_from": "2019-01-01", "name": "Made up"}
    made["zones"] = frames.frame(schema.ZONES, [zone | days for zone in zones])
    places = [
        {k: v for k, v in place.items() if k in schema.PLACES.names}
        | {"geometry": Point(place["lon"], place["lat"])}
        for place in fabricated.places(40)
    ]
    made["places"] = frames.frame(schema.PLACES, places)
    region = {"place_id": "reg-a", "name": "Unit A", "name_ar": "وحدة", "kind": "governorate"}
    made["regions"] = frames.frame(schema.REGIONS, [region | {"geometry": box(36, 35, 36.5, 36)}])
    made |= events_of(made["incidents"])
    made["incidents"].loc[0, "sentence"] = NASTY
    made["incidents"].loc[0, "text_kind"] = "digest"
    return made


def events_of(incidents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make events: the first two reports tell of one, with hostile text, each other of its own."""
    is_told = incidents["scope"] != schema.SCOPES[-1]
    names = pd.Series([f"evt-{max(number, 1):012x}" for number in range(len(incidents))])
    told = incidents.assign(event_id=names.where(is_told.to_numpy(), None))
    first = told.iloc[1:][is_told.iloc[1:]][
        [*set(schema.EVENTS.names) & set(told.columns), "geometry"]
    ]
    rows: list[dict[str, Any]] = [
        {str(column): cell for column, cell in row.items()}
        | {"n_reports": 1 + (number == 0), "n_sources": 1, "members": told["incident_id"][1]}
        for number, row in enumerate(first.to_dict("records"))
    ]
    rows[0]["figures"] = NASTY
    return {"incidents": told, "events": frames.frame(schema.EVENTS, rows)}


TABLES = tables()


@cache
def missing_qgis() -> str | None:
    """Say why there is no QGIS to test with, or None."""
    done = subprocess.run(
        [PYTHON, "-c", "import qgis.core"], capture_output=True, text=True, check=False
    )
    return None if done.returncode == 0 else "Debian's python3-qgis is not installed"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("build")
    write_store(made / "incidents.gpkg", TABLES, styles=layer_styles())
    for name in ("incidents", "locations"):
        write_geojson(made / f"{name}.geojson", schema.TABLES[name], TABLES[name])
    write_handover(made, TABLES)
    return made


@pytest.fixture(scope="module")
def seen(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    why = missing_qgis()
    if why and os.environ.get("CI") == "true":
        pytest.fail(why)
    if why:
        pytest.skip(why)
    pictures = tmp_path_factory.mktemp("pictures")
    done = subprocess.run(
        [PYTHON, str(Path(__file__).with_name("look.py")), str(folder), str(pictures), *MONTH],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TZ": "Europe/Berlin"},
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return dict(json.loads(lines[-1]))


GEOMETRIES = {
    "events": "MultiPoint",
    "incidents": "MultiPoint",
    "locations": "Point",
    "uncertainty": "MultiPolygon",
    "places": "Point",
    "regions": "MultiPolygon",
    "zones:Point": "Point",
    "zones:MultiLineString": "MultiLineString",
    "zones:MultiPolygon": "MultiPolygon",
}


def test_every_table_is_a_valid_layer_with_its_rows(seen: dict[str, Any]) -> None:
    for name in schema.TABLES:
        layer = seen["store"][name]
        assert layer["valid"], name
        expected = len(TABLES[name]) if name in TABLES else int(name == "run")
        assert layer["count"] == expected, name
    for name, geometry in GEOMETRIES.items():
        assert seen["store"][name]["geometry"] == geometry
    assert [
        seen["store"][f"zones:{k}"]["count"] for k in ("Point", "MultiLineString", "MultiPolygon")
    ] == [1, 1, 3]


def test_every_layer_finds_its_style_in_the_file(seen: dict[str, Any]) -> None:
    for name, layer in seen["store"].items():
        assert layer["style"], name
        fields = [field for field in layer["types"] if field != "fid"]
        assert set(fields) <= set(layer["aliases"]), name
    classes = {name: layer["classes"] for name, layer in seen["store"].items()}
    assert classes["incidents"] == len(schema.EVENT_TYPES) + 1
    assert classes["events"] == classes["incidents"]
    assert classes["locations"] == len(schema.VERDICTS) + 1
    assert classes["uncertainty"] == 2
    assert classes["zones"] > 10


def test_code_lists_are_value_maps_and_incidents_have_a_form(seen: dict[str, Any]) -> None:
    for name, table in schema.TABLES.items():
        coded = {column.name for column in table.columns if column.codes}
        assert coded <= set(seen["store"][name]["maps"]), name
    incidents = seen["store"]["incidents"]
    assert incidents["tabs"] == ["Evidence", "What", "When", "Where"]
    assert seen["store"]["events"]["tabs"] == ["Reports", "What", "When", "Where"]
    assert "places" in incidents["title"]


def test_days_are_dates_and_times_are_datetimes(seen: dict[str, Any]) -> None:
    types = seen["store"]["incidents"]["types"]
    assert types["date_start"] == "Date"
    assert types["time_end"] == "DateTime"


def test_the_project_opens_whole_and_with_relative_paths(
    seen: dict[str, Any], folder: Path
) -> None:
    project = seen["project"]
    assert project["read"]
    assert project["bad"] == []
    assert project["crs"] == "EPSG:3857"
    assert project["absolute"] == "false"
    assert all(project["relations"].values())
    assert len(project["relations"]) == 6
    with ZipFile(folder / "incidents.qgz") as archive:
        text = archive.read("incidents.qgs").decode()
    assert str(folder) not in text
    assert "http" not in text.replace("http://mrcc.com/qgis.dtd", "")


def test_the_projects_layers_hold_what_the_store_holds(seen: dict[str, Any]) -> None:
    layers = seen["project"]["layers"]
    for name in set(schema.TABLES) - {"zones"}:
        assert layers[name]["count"] == seen["store"][name]["count"]
    zones = [layers[f"zones_{kind}"]["count"] for kind in ("points", "lines", "areas")]
    assert zones == [1, 1, 3]


def test_events_lie_above_reports_which_are_off(seen: dict[str, Any]) -> None:
    first = seen["project"]["order"][:3]
    assert first == [["events", True], ["incidents", False], ["locations", False]]
    assert seen["project"]["groups"][0] == "Events"
    assert seen["project"]["names"]["incidents"] == "Reports"


def test_without_events_the_reports_are_on(tmp_path: Path) -> None:
    alone = {name: table for name, table in TABLES.items() if name != "events"}
    for tables, shows_reports in ((alone, False), (TABLES, True)):
        write_project(
            tmp_path / "a.qgz", tables, store="a.gpkg", title="a", shows_reports=shows_reports
        )
        with ZipFile(tmp_path / "a.qgz") as archive:
            tree = fromstring(archive.read("a.qgs")).iter("layer-tree-layer")  # noqa: S314 - ours
        switched = {one.get("name"): one.get("checked") for one in tree}
        assert switched["Events"] == "Qt::Unchecked"
        assert switched["Reports"] == "Qt::Checked"


def test_a_month_of_the_temporal_controller_is_a_month_of_the_query(
    seen: dict[str, Any], folder: Path
) -> None:
    connection = open_store(folder / "incidents.gpkg")
    for rows, layer in ((REPORTS, "incidents"), (EVENTS, "events")):
        expected = select.count(connection, [by_days(*MONTH)], of=rows)
        assert seen["project"]["month"][layer] == expected
        assert 0 < expected < len(TABLES[layer])
    connection.close()
    assert seen["project"]["month"]["zones_areas"] == 3
    timed = ("events", "incidents", "uncertainty")
    assert all(seen["project"]["temporal"][name] for name in timed)
    assert seen["project"]["range"][0].startswith("2019-01-0")


def test_hostile_text_stays_text_in_map_tips(seen: dict[str, Any]) -> None:
    tip = seen["project"]["tips"][0]
    assert "&lt;img src=x onerror=alert(1)&gt; [% 1 + 1 %] &amp; more" in tip
    assert "Our summary of" in tip
    assert "[%" not in tip.replace("[% 1 + 1 %]", "")
    event = seen["project"]["event_tips"][0]
    assert "&lt;img src=x onerror=alert(1)&gt; [% 1 + 1 %] &amp; more" in event
    assert "told by 2 reports of 1 source" in event


def test_geojson_takes_the_style_beside_it(seen: dict[str, Any]) -> None:
    for name in ("incidents", "locations"):
        layer = seen["geojson"][name]
        assert layer["valid"]
        assert layer["count"] == len(TABLES[name])
        assert layer["classes"] == seen["store"][name]["classes"]
        assert layer["pixels"] > 100


def test_the_project_draws(seen: dict[str, Any]) -> None:
    assert seen["project"]["pixels"] > 10_000


def test_the_hand_over_has_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    for path in write_handover(tmp_path, TABLES):
        assert path.read_bytes() == (folder / path.name).read_bytes()
