"""The map as folium draws it: layers in, a page or a folder out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

from folium.folium import Map as FoliumMap
from folium.template import Template

from mapper.maps.page import assets
from mapper.maps.page.document import Block, Page, Verbatim
from mapper.maps.page.folder import write


class IncidentMap(FoliumMap):
    """A folium map in one file that opens without a network.

    Parameters
    ----------
    location
        Latitude and longitude of the first view's centre, degrees.
    title
        Title of the page.
    allow_network
        Let elements that load something from the network into the page.
    **options
        As for `folium.Map`. `tiles` is None unless given.

    Attributes
    ----------
    remarks
        What was asked of the page and came to nothing.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own attribute: nothing is linked
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - same

    _template = Template(
        """
{% macro header(this, kwargs) %}
<script>L_NO_TOUCH = {{ this.global_switches.no_touch|tojson }};
L_DISABLE_3D = {{ this.global_switches.disable_3d|tojson }};</script>
{% endmacro %}
{% macro html(this, kwargs) %}
<div class="folium-map" id={{ this.get_name()|tojson }}></div>
{% endmacro %}
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
  center: {{ this.location|tojson }},
  crs: L.CRS.{{ this.crs }},
  ...{{ this.options|tojavascript }}
});
{% if this.control_scale %}L.control.scale().addTo({{ this.get_name() }});{% endif %}
{% endmacro %}
"""
    )

    def __init__(
        self,
        location: tuple[float, float] | None = None,
        *,
        title: str = "Incidents",
        allow_network: bool = False,
        **options: Any,  # noqa: ANN401 - folium's options are of many types
    ) -> None:
        super().__init__(location=location, **{"tiles": None, "control_scale": True, **options})
        self.remarks: tuple[str, ...] = ()
        self.page = Page(title)
        self.page.allow_network = allow_network
        self.page.add_child(self)
        code, sheet = assets.leaflet()
        for name, text in (
            ("leaflet_css", f"<style>{sheet}</style>"),
            ("map_css", f"<style>{assets.style()}</style>"),
            ("leaflet_js", f"<script>{code}</script>"),
        ):
            self.page.header.add_child(Verbatim(text), name=name)

    @property
    def allow_network(self) -> bool:
        """Whether elements may load something from the network."""
        return self.page.allow_network

    @allow_network.setter
    def allow_network(self, allowed: bool) -> None:
        self.page.allow_network = allowed

    def add_block(self, name: str, payload: bytes, *, movable: bool = False) -> None:
        """Put a data block into the page's body; see `Block`."""
        block = Block(name, payload, movable=movable)
        self.page.blocks[name] = block
        self.page.html.add_child(block, name=f"block_{name}")

    def save(
        self,
        outfile: str | bytes | Path | BinaryIO,
        close_file: bool = True,
        **kwargs: Any,  # noqa: ANN401 - branca's signature
    ) -> list[Path]:
        """Write the page, with the same bytes each time.

        A page above `LIMIT` bytes is written with its texts in a folder of scripts beside
        it, ``<name>_files``, and still opens by double click.

        Parameters
        ----------
        outfile
            Path ending in ``.html``, or a binary file object, which gets the whole page.
        close_file
            Close a file object afterwards.
        **kwargs
            Handed to folium.

        Returns
        -------
        written
            The page, and the folder if there is one.

        Raises
        ------
        ExportError
            If the file cannot be written, or an element needs the network.
        """
        if isinstance(outfile, str | bytes | Path):
            return write(self.page, Path(os.fsdecode(outfile)), **kwargs)
        outfile.writelines(self.page.pieces(self.page.frame(**kwargs)))
        if close_file:
            outfile.close()
        return []
