"""Texts that want to run are text in every file that leaves: project, tables, GeoPackage."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import map_tables
import pytest

from mapper.base import schema
from mapper.export import Wording, layer_styles, write_project
from mapper.store import write_store

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = "/usr/bin/python3"
LOOK = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (QgsApplication, QgsExpression, QgsExpressionContext,
    QgsExpressionContextUtils, QgsProject)
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1])
seen = {"macros": project.readEntry("Macros", "/pythonCode")[0], "layers": {}}
for layer in project.mapLayers().values():
    told = seen["layers"][layer.name()] = {"tips": [], "actions": 0, "init": ""}
    if not hasattr(layer, "getFeatures"):
        continue
    told["actions"] = len(layer.actions().actions())
    told["init"] = layer.editFormConfig().initCode()
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    for feature in layer.getFeatures():
        context.setFeature(feature)
        told["tips"].append(
            QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
print(json.dumps(seen))
"""
"""Run by the system's Python, which has QGIS."""

RUNS = re.compile(r"<(?:script|img|svg|iframe|template|a[^>]*javascript:)", re.IGNORECASE)
WRAPPED = " ".join(map_tables.PAYLOADS)


def test_there_are_sixteen() -> None:
    assert len(map_tables.PAYLOADS) == 16


@pytest.mark.parametrize("payload", map_tables.PAYLOADS)
def test_a_project_is_well_formed_and_has_nothing_that_runs(payload: str, tmp_path: Path) -> None:
    root = _project(poisoned(payload), tmp_path, title=payload)
    title = root.find("title")
    assert title is not None
    assert (title.text or "").split() == payload.split()
    assert [one for one in root.iter("pythonCode") if one.text] == []
    assert [one for one in root.iter("editforminitcode") if (one.text or "").strip()] == []
    assert next(root.iter("actionsetting"), None) is None
    for source in root.iter("datasource"):
        assert (source.text or "").startswith("./a.gpkg")
    for tip in root.iter("mapTip"):
        assert payload not in (tip.text or "")


@cache
def missing_qgis() -> bool:
    done = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    return done.returncode != 0


@pytest.mark.qgis
def test_nothing_runs_in_qgis_and_no_expression_is_computed(tmp_path: Path) -> None:
    if missing_qgis():
        pytest.skip("Debian's python3-qgis is not installed")
    tables = poisoned(WRAPPED)
    write_store(tmp_path / "a.gpkg", tables, styles=layer_styles(Wording.of(tables)))
    _project(tables, tmp_path, title=WRAPPED)
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run(
        [PYTHON, "-c", LOOK, str(tmp_path / "a.qgz")],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    assert seen["macros"] == ""
    tips = [tip for layer in seen["layers"].values() for tip in layer["tips"]]
    assert any("&lt;script&gt;" in tip for tip in tips)
    for layer in seen["layers"].values():
        assert layer["actions"] == 0
        assert layer["init"].strip() == ""
    for tip in tips:
        assert RUNS.search(tip) is None
        assert "42" not in tip
        assert str(tmp_path) not in tip


KEPT = frozenset(
    {
        "scope",
        "shape",
        "part",
        "incident_id",
        "event_id",
        "left_id",
        "right_id",
        "zone_id",
        "place_id",
    }
)
"""Columns whose values steer what is drawn, or tie rows together."""


def poisoned(payload: str) -> dict[str, Any]:
    """Put a payload into every text field that holds no code, and in front of names of zones."""
    tables = {}
    for name, frame in map_tables.with_events().items():
        table = schema.TABLES[name]
        texts = [
            one.name
            for one in table.columns
            if one.type == "text" and not one.codes and one.name not in {*KEPT, *table.key}
        ]
        tables[name] = frame.assign(**dict.fromkeys(texts, payload))
    return tables


def _project(tables: dict[str, Any], folder: Path, *, title: str) -> Element:
    """Write a store with its project, and read the project back."""
    write_project(folder / "a.qgz", tables, store="a.gpkg", title=title)
    with ZipFile(folder / "a.qgz") as packed:
        name = next(one for one in packed.namelist() if one.endswith(".qgs"))
        return fromstring(packed.read(name))  # noqa: S314 - written just now
