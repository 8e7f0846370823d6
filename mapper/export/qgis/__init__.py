"""Hand-over to QGIS: styles inside the store, side-car styles, a project beside it.

Written for QGIS 3.22 and later, without needing QGIS; colours, symbols and labels come
from ``mapper/data/style.json``, the same file that the HTML map reads.
"""

from mapper.export.qgis.handover import write_handover, write_sidecar
from mapper.export.qgis.layers import geojson_qml, layer_qml, layer_styles
from mapper.export.qgis.project import write_project

__all__ = [
    "geojson_qml",
    "layer_qml",
    "layer_styles",
    "write_handover",
    "write_project",
    "write_sidecar",
]
