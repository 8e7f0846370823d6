"""Edit a copy of a store in a real QGIS, as an analyst would: edit.py COPY

Run by the system's Python, which has ``qgis``.
"""

from __future__ import annotations

import sys
from typing import Any

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QDate


def opened(path: str, name: str) -> tuple[QgsVectorLayer, dict[str, QgsFeature]]:
    """Open a layer for editing; give it with its features by the record they are of."""
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not (layer.isValid() and layer.startEditing()):
        raise SystemExit(f"cannot edit {name}")
    return layer, {str(one["source_id"]): one for one in layer.getFeatures()}


def main(path: str) -> None:
    """Move a dot, write cells, delete a feature and add one."""
    layer, rows = opened(path, "incidents")

    def write(record: str, column: str, value: Any) -> None:  # noqa: ANN401 - as QGIS takes it
        layer.changeAttributeValue(rows[record].id(), layer.fields().indexOf(column), value)

    point = QgsGeometry.fromMultiPointXY([QgsPointXY(36.7, 35.9)])
    layer.changeGeometry(rows["r1"].id(), point)
    write("r2", "event_type", "airstrike")
    write("r2", "date_start", QDate(2019, 6, 1))
    write("r2", "injured_min", None)
    write("r2", "injured_max", None)
    write("r3", "actor", "Russia")
    write("r3", "sentence", "other words")
    write("r4", "places", "Hass")
    write("r6", "killed_open", True)  # noqa: FBT003 - a value
    layer.deleteFeature(rows["r7"].id())
    new = QgsFeature(layer.fields())
    new.setGeometry(point)
    for name, value in (("incident_id", "mine"), ("scope", "event"), ("event_type", "other")):
        new[name] = value
    layer.addFeature(new)
    if not layer.commitChanges():
        raise SystemExit(f"not saved: {layer.commitErrors()}")


if __name__ == "__main__":
    program = QgsApplication([], False)  # noqa: FBT003 - without windows
    program.initQgis()
    main(sys.argv[1])
    program.exitQgis()
