"""Static maps: one offline HTML page with evidence behind every dot.

The names below load on first use: folium and geopandas are heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.maps.page.document import IncidentMap
    from mapper.maps.page.layer import IncidentLayer
    from mapper.maps.render import render_map

_HOME = {
    "IncidentLayer": "mapper.maps.page.layer",
    "IncidentMap": "mapper.maps.page.document",
    "render_map": "mapper.maps.render",
}

__all__ = ["IncidentLayer", "IncidentMap", "render_map"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the front door hands out anything it lists
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'mapper.maps' has no attribute {name!r}")
