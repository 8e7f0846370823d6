"""Everything that makes a build's folder open finished in QGIS."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mapper.base.atomic import replacing
from mapper.export.qgis.layers import geojson_qml
from mapper.export.qgis.project import write_project
from mapper.export.qgis.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd


def write_handover(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    store: str = "incidents.gpkg",
    geojson: Mapping[str, str] = MappingProxyType(
        {"incidents": "incidents", "locations": "locations"}
    ),
    title: str = "Incidents",
) -> list[Path]:
    """Write the project beside a store and a style beside each GeoJSON file.

    Parameters
    ----------
    folder
        Folder that holds, or will hold, the store and the GeoJSON files.
    tables
        Frames by name; ``incidents`` and, if there are any, ``zones`` and ``run`` are
        looked at.
    store
        File name of the store.
    geojson
        Tables written as GeoJSON, by the name of the file without its ending.
    title
        Title of the project.

    Returns
    -------
    paths
        Files written: the project, then a ``.qml`` per GeoJSON file.

    Raises
    ------
    ExportError
        If a file cannot be written.
    """
    project = (folder / store).with_suffix(".qgz")
    write_project(project, tables, store=store, title=title)
    wording = Wording.of(tables)
    sides = (
        write_sidecar(folder / f"{stem}.geojson", name, wording) for stem, name in geojson.items()
    )
    return [project, *sides]


def write_sidecar(path: Path, name: str, wording: Wording) -> Path:
    """Write the style of a table's GeoJSON file beside it; give the style's path."""
    side = path.with_suffix(".qml")
    with replacing(side) as draft:
        draft.write_text(geojson_qml(name, wording), encoding="utf-8", newline="\n")
    return side
