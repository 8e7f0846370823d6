"""Open a build's outputs in a real QGIS and print what it sees, as JSON.

Run by the system's Python, which has ``qgis``: look.py FOLDER PICTURES FIRST_DAY LAST_DAY
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor


def instant(day: str) -> QDateTime:
    """Make the first instant of an ISO day, UTC."""
    year, month, number = map(int, day.split("-"))
    return QDateTime(year, month, number, 0, 0, 0, 0, Qt.UTC)


def classes(layer: QgsVectorLayer) -> int:
    """Count a layer's symbol classes."""
    renderer = layer.renderer()
    if renderer is None:
        return 0
    if isinstance(renderer, QgsRuleBasedRenderer):
        return len(renderer.rootRule().children())
    return len(renderer.categories()) if renderer.type() == "categorizedSymbol" else 1


def describe(layer: QgsVectorLayer) -> dict[str, Any]:
    """Say what QGIS makes of a layer."""
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "classes": classes(layer),
        "aliases": {f.name(): f.alias() for f in layer.fields() if f.alias()},
        "maps": [f.name() for f in layer.fields() if f.editorWidgetSetup().type() == "ValueMap"],
        "title": layer.displayExpression(),
        "tabs": [tab.name() for tab in layer.editFormConfig().tabs()],
        "labels": layer.labelsEnabled(),
        "types": {f.name(): f.typeName() for f in layer.fields()},
    }


def in_time(layer: QgsVectorLayer, first: str, last: str) -> int | None:
    """Count the rows that the temporal controller would show between two days."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    span = QgsDateTimeRange(instant(first), instant(last).addDays(1), True, False)  # noqa: FBT003 - Qt's signature
    text = layer.temporalProperties().createFilterString(context, span)
    if not text:
        return None
    return sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(text)))


def tips(layer: QgsVectorLayer) -> list[str]:
    """Render the map tip of every row."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    texts = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        texts.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return texts


def draw(
    layers: list[Any],
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    path: Path,
    size: int = 1100,
) -> int:
    """Render layers to a picture; give how many of its pixels are not white."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(size, size))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(path))
    white = QColor("white").rgb()
    return sum(image.pixel(x, y) != white for x in range(0, size, 4) for y in range(0, size, 4))


def look_at_store(store: Path) -> dict[str, Any]:
    """Open every layer of a store as a person does who drags the file in."""
    seen = {}
    for part in QgsProviderRegistry.instance().querySublayers(str(store)):
        layer = QgsVectorLayer(part.uri(), part.name(), "ogr")
        seen[part.name()] = {**describe(layer), "style": layer.loadDefaultStyle()[1]}
    for kind in ("Point", "MultiLineString", "MultiPolygon"):
        layer = QgsVectorLayer(f"{store}|layername=zones|geometrytype={kind}", kind, "ogr")
        seen[f"zones:{kind}"] = {**describe(layer), "style": layer.loadDefaultStyle()[1]}
    return seen


def look_at_geojson(path: Path, pictures: Path) -> dict[str, Any]:
    """Open a GeoJSON file with its side-car style."""
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    pixels = draw([layer], layer.extent().buffered(0.1), layer.crs(), pictures / f"{path.stem}.png")
    return {**describe(layer), "pixels": pixels}


def look_at_project(path: Path, pictures: Path, first: str, last: str) -> dict[str, Any]:
    """Open the project and use it."""
    project = QgsProject.instance()
    read = project.read(str(path))
    layers = {
        layer.id().removesuffix("_of_the_store"): layer for layer in project.mapLayers().values()
    }
    root = project.layerTreeRoot()
    shown = [one for one in root.layerOrder() if root.findLayer(one.id()).isVisible()]
    drawn = [one for one in shown if one.isSpatial()]
    extent = QgsCoordinateTransform(
        layers["incidents"].crs(), project.crs(), project
    ).transformBoundingBox(layers["incidents"].extent().buffered(0.1))
    return {
        "read": read,
        "bad": [layer.name() for layer in layers.values() if not layer.isValid()],
        "layers": {key: describe(layer) for key, layer in layers.items()},
        "groups": [group.name() for group in root.children()],
        "crs": project.crs().authid(),
        "absolute": project.readEntry("Paths", "Absolute")[0],
        "sources": [layer.source() for layer in layers.values()],
        "relations": {
            key: one.isValid() for key, one in project.relationManager().relations().items()
        },
        "temporal": {
            key: layer.temporalProperties().isActive()
            for key, layer in layers.items()
            if layer.isSpatial()
        },
        "range": [
            project.timeSettings().temporalRange().begin().toString(Qt.ISODate),
            project.timeSettings().temporalRange().end().toString(Qt.ISODate),
        ],
        "month": {
            key: in_time(layer, first, last) for key, layer in layers.items() if layer.isSpatial()
        },
        "tips": tips(layers["incidents"]),
        "event_tips": tips(layers["events"]),
        "order": [
            [one.id().removesuffix("_of_the_store"), root.findLayer(one.id()).isVisible()]
            for one in root.layerOrder()
        ],
        "names": {key: layer.name() for key, layer in layers.items()},
        "pixels": draw(drawn, extent, project.crs(), pictures / "project.png"),
    }


def main(folder: Path, pictures: Path, first: str, last: str) -> None:
    """Look at everything and print it."""
    application = QgsApplication([], False)  # noqa: FBT003 - as above
    application.initQgis()
    seen = {
        "store": look_at_store(folder / "incidents.gpkg"),
        "geojson": {
            path.stem: look_at_geojson(path, pictures) for path in sorted(folder.glob("*.geojson"))
        },
        "project": look_at_project(folder / "incidents.qgz", pictures, first, last),
    }
    print(json.dumps(seen))
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
