"""Styles and project for QGIS in the region's own words, with the zones there are and no others."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring, tostring

import faraway
import pytest

from mapper.base import schema
from mapper.base.setting import Setting
from mapper.export.qgis import layer_styles
from mapper.export.qgis.wording import Wording
from mapper.pipeline import build
from mapper.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

OBLASTS = {"units": {"en": {"admin1": {"one": "oblast", "several": "oblasts"}}}}
INLAND = (33.0, 49.0)


def project(folder: Path) -> Element:
    with zipfile.ZipFile(folder / "incidents.qgz") as archive:
        return fromstring(archive.read("incidents.qgs"))  # noqa: S314 - our own


def built(folder: Path, **pack: Any) -> Path:  # noqa: ANN401 - handed on
    records = faraway.write_records(folder / "records.csv")
    own = faraway.write_pack(folder / "pack", INLAND, **pack)
    return build([records], folder / "out", gazetteer=own).folder


def titles(root: Element) -> list[str]:
    return [node.get("name", "") for node in root.iter() if node.tag.startswith("layer-tree")]


def labels(root: Element) -> set[str]:
    found = (node.get("label") for node in root.iter() if node.tag in {"category", "rule"})
    return {label for label in found if label}


def test_a_project_names_units_and_zones_as_the_pack_does(tmp_path: Path) -> None:
    root = project(built(tmp_path, about=OBLASTS))
    aliases = {node.get("field"): node.get("name") for node in root.iter("alias")}
    assert (aliases["admin1"], aliases["admin2"]) == ("Oblast", "District")
    assert "Oblasts" in labels(root)
    assert {label for label in labels(root) if "zone" in label.lower()} >= {"Buffer zone: inner"}
    text = tostring(root, encoding="unicode")
    for word in ("Governorate", "Demilitarized", "Security corridor", "De-escalation"):
        assert word not in text, word


def test_the_styles_inside_the_store_have_the_same_words(tmp_path: Path) -> None:
    connection = open_store(built(tmp_path, about=OBLASTS) / "store.gpkg")
    styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    connection.close()
    assert '"Oblasts"' in styles["regions"]
    assert "Buffer zone: outer" in styles["zones"]
    assert "Demilitarized" not in styles["zones"]


def test_a_project_without_zones_has_no_word_of_them(tmp_path: Path) -> None:
    root = project(built(tmp_path, has_zone=False))
    assert not [title for title in titles(root) if title.startswith("Zones")]
    assert "Inside the zone" not in labels(root)
    form = [node.get("name") for node in root.iter("attributeEditorField")]
    assert "admin1" in form
    assert not [name for name in form if name and name.startswith("zone_")]


@pytest.mark.parametrize("kind", ["no_go_area", "l'axe", "a \\ b"])
def test_a_kind_that_the_style_does_not_know_is_named_by_itself(kind: str) -> None:
    qml = layer_styles(Wording(Setting(), frozenset({kind})))["zones"]
    rules = [node for node in fromstring(qml).iter("rule") if node.get("label")]  # noqa: S314 - our own
    shown = kind.replace("_", " ")
    assert {rule.get("label", "").split(":")[0] for rule in rules} == {
        shown[:1].upper() + shown[1:]
    }
    assert all(rule.get("filter", "").count("'") % 2 == 0 for rule in rules)


def test_without_tables_a_style_has_all_that_the_map_knows() -> None:
    assert set(layer_styles()) == set(schema.TABLES)
    assert "Demilitarized zone" in layer_styles()["zones"]
