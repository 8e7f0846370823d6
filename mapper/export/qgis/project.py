"""A QGIS project beside the store: layers in groups, relative paths, time, extent."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mapper.base import schema
from mapper.base.atomic import replacing
from mapper.base.days import shifted
from mapper.export.qgis.layers import VERSION, add_style
from mapper.export.qgis.markup import written
from mapper.export.qgis.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from mapper.store import Box

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MERCATOR = "EPSG:3857"
_SYSTEMS = {_MERCATOR: "3857", schema.CRS: "3452"}
_MARGIN = 0.15
_MULTI = {"Polygon": "MultiPolygon", "LineString": "MultiLineString", "Point": "Point"}


def layer_id(key: str) -> str:
    """Give a layer's id in the project: its table's name, made long enough for QGIS."""
    return f"{key}_of_the_store"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A layer of the project: its key, title, table, and the one kind of geometry it shows."""

    key: str
    title: str
    table: str
    shape: str | None = None
    is_on: bool = True

    @property
    def id(self) -> str:
        """Its id; QGIS replaces ids of ten characters and fewer by its own."""
        return layer_id(self.key)

    @property
    def source(self) -> str:
        """Where QGIS finds it, after the store's path."""
        part = f"|geometrytype={_MULTI[self.shape]}" if self.shape else ""
        return f"|layername={self.table}{part}"


_EVENTS = _Shown("events", "Events", "events")
_REPORTS = _Shown("incidents", "Reports", "incidents")
_PLACES = _Shown("locations", "Places of reports", "locations", is_on=False)

_AROUND: dict[str, tuple[_Shown, ...]] = {
    "Uncertainty": (_Shown("uncertainty", "Where it may have been (90 %)", "uncertainty"),),
    "Places": (_Shown("places", "Places", "places"),),
    "Zones and lines": (
        _Shown("zones_points", "Posts", "zones", "Point", is_on=False),
        _Shown("zones_lines", "Lines and roads", "zones", "LineString"),
        _Shown("zones_areas", "Zones", "zones", "Polygon"),
    ),
    "Regions": (_Shown("regions", "Regions", "regions"),),
    "Evidence": tuple(
        _Shown(name, name.replace("_", " ").capitalize(), name)
        for name, table in schema.TABLES.items()
        if table.geometry is None
    ),
}
_OPENED = (_EVENTS.key, _REPORTS.key)
_RELATIONS = (
    ("incidents", "event_id", "events"),
    ("claims", "incident_id", "incidents"),
    ("zone_relations", "incident_id", "incidents"),
    ("locations", "incident_id", "incidents"),
    ("mentions", "article_id", "articles"),
    ("candidates", "mention_id", "mentions"),
)


def write_project(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    store: str,
    title: str,
    shows_reports: bool = False,
) -> None:
    """Write a QGIS project that shows a store.

    Parameters
    ----------
    path
        Project to write, ending in ``.qgz``; it appears whole. The same tables give the
        same bytes.
    tables
        Frames by name; ``incidents`` gives extent and days, ``zones`` which kinds of
        geometry there are, ``run`` the words of the region. Kinds without a row get no layer.
        Without ``events`` reports are shown.
    store
        Path of the store as seen from the project's folder.
    title
        Title of the project.
    shows_reports
        Switch the layer of reports on and that of events off, not the other way round.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    root = Element("qgis", projectname=title, version=VERSION)
    SubElement(root, "title").text = title
    _add_system(SubElement(root, "projectCrs"), _MERCATOR)
    events = tables.get("events")
    has_events = events is not None and not events.empty
    groups = _groups(tables, shows_reports=shows_reports or not has_events)
    _add_tree(root, groups, store)
    _add_relations(root)
    _add_view(root, tables["incidents"])
    _add_layers(root, groups, store, Wording.of(tables))
    properties = SubElement(root, "properties")
    SubElement(SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    system = SubElement(properties, "SpatialRefSys")
    SubElement(system, "ProjectionsEnabled", type="int").text = "1"
    _add_time(root, tables["incidents"])
    with replacing(path) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(f"{path.stem}.qgs", date_time=_ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, written(root).encode())


def _groups(tables: Mapping[str, pd.DataFrame], *, shows_reports: bool) -> dict[str, list[_Shown]]:
    """Choose the layers: events above reports, of zones only the geometries that are there."""
    told = (replace(_EVENTS, is_on=not shows_reports), replace(_REPORTS, is_on=shows_reports))
    zones = tables.get("zones")
    kinds = set() if zones is None else set(zones.geometry.geom_type.str.removeprefix("Multi"))
    shown = {
        group: [one for one in layers if one.shape is None or one.shape in kinds]
        for group, layers in {"Events": (*told, _PLACES), **_AROUND}.items()
    }
    return {group: layers for group, layers in shown.items() if layers}


def _add_system(parent: Element, code: str) -> None:
    system = SubElement(parent, "spatialrefsys")
    # Without its own number for a system QGIS does not look at the code.
    SubElement(system, "srsid").text = _SYSTEMS[code]
    SubElement(system, "authid").text = code


def _add_tree(root: Element, groups: Mapping[str, list[_Shown]], store: str) -> None:
    """List the layers in their groups, the top one drawn last."""
    tree = SubElement(root, "layer-tree-group")
    for name, layers in groups.items():
        opened = "0" if name == "Evidence" else "1"
        group = SubElement(
            tree, "layer-tree-group", name=name, expanded=opened, checked="Qt::Checked"
        )
        for one in layers:
            SubElement(
                group,
                "layer-tree-layer",
                id=one.id,
                name=one.title,
                source=f"./{store}{one.source}",
                providerKey="ogr",
                checked="Qt::Checked" if one.is_on else "Qt::Unchecked",
                expanded="1" if one.is_on and one.key in _OPENED else "0",
            )


def _add_relations(root: Element) -> None:
    """Tie claims, relations and mentions to what they speak of."""
    box = SubElement(root, "relations")
    for name, column, parent in _RELATIONS:
        relation = SubElement(
            box,
            "relation",
            id=name,
            name=_REPORTS.title if name == _REPORTS.key else name.replace("_", " ").capitalize(),
            referencingLayer=layer_id(name),
            referencedLayer=layer_id(parent),
            strength="Association",
        )
        SubElement(relation, "fieldRef", referencingField=column, referencedField=column)


def _add_layers(
    root: Element, groups: Mapping[str, list[_Shown]], store: str, wording: Wording
) -> None:
    """Describe each layer: where it lies, and its style."""
    box = SubElement(root, "projectlayers")
    for one in (one for layers in groups.values() for one in layers):
        table = schema.TABLES[one.table]
        layer = SubElement(
            box,
            "maplayer",
            type="vector",
            geometry=_geometry(table, one.shape),
            styleCategories="AllStyleCategories",
        )
        SubElement(layer, "id").text = one.id
        SubElement(layer, "datasource").text = f"./{store}{one.source}"
        SubElement(layer, "layername").text = one.title
        SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
        if table.geometry:
            _add_system(SubElement(layer, "srs"), schema.CRS)
        metadata = SubElement(layer, "resourceMetadata")
        SubElement(metadata, "title").text = one.title
        SubElement(metadata, "abstract").text = table.meaning
        add_style(layer, one.table, wording, relations=True, shape=one.shape)


def _geometry(table: schema.Table, shape: str | None) -> str:
    """Name the kind of geometry as QGIS's projects do."""
    if table.geometry is None:
        return "No geometry"
    kind = shape or table.geometry
    return {"LineString": "Line"}.get(kind, kind)


def _add_view(root: Element, incidents: pd.DataFrame) -> None:
    """Open at the incidents' extent."""
    box = _extent(incidents)
    if box is None:
        return
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    extent = SubElement(canvas, "extent")
    for name, edge in zip(("xmin", "ymin", "xmax", "ymax"), _to_mercator(box), strict=True):
        SubElement(extent, name).text = f"{edge:.1f}"
    SubElement(canvas, "rotation").text = "0"
    _add_system(SubElement(canvas, "destinationsrs"), _MERCATOR)


def _extent(incidents: pd.DataFrame) -> Box | None:
    """Give the box around the incidents with a margin, degrees."""
    west, south, east, north = map(float, incidents.total_bounds)
    if not west <= east:
        return None
    margin = max(east - west, north - south, 0.1) * _MARGIN
    return west - margin, south - margin, east + margin, north + margin


def _to_mercator(box: Box) -> Box:
    """Project a box of degrees to metres of EPSG:3857."""
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and not every command measures

    return Transformer.from_crs(schema.CRS, _MERCATOR, always_xy=True).transform_bounds(*box)


def _add_time(root: Element, incidents: pd.DataFrame) -> None:
    """Let the temporal controller run from the first to the last day, by the day."""
    days = incidents[["date_start", "date_end"]].dropna()
    if days.empty:
        return
    settings = SubElement(
        root,
        "ProjectTimeSettings",
        frameRate="4",
        timeStep="1",
        timeStepUnit="d",
        cumulativeTemporalRange="0",
    )
    span = SubElement(settings, "TemporalRange")
    SubElement(span, "start").text = f"{days['date_start'].min()}T00:00:00Z"
    SubElement(span, "end").text = f"{shifted(days['date_end'].max(), 1)}T00:00:00Z"
