"""The layer of incidents: the data blocks, the page's controls and the script that draws."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from branca.element import MacroElement
from folium.template import Template

from mapper.base.errors import ExportError
from mapper.maps.data.core import SMALLEST, compress
from mapper.maps.page import assets, plain, wording
from mapper.maps.page.appearance import Appearance
from mapper.maps.page.colours import restyled
from mapper.maps.page.document import Verbatim, canonical
from mapper.maps.page.incident_map import IncidentMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.maps.data.columns import Columns


@lru_cache(maxsize=1)
def load_style() -> dict[str, Any]:
    """Read the colours, symbols and labels shared with the QGIS export."""
    text = files("mapper").joinpath("data", "style.json").read_text(encoding="utf-8")
    style: dict[str, Any] = json.loads(text)
    return style


class IncidentLayer(MacroElement):
    """All incidents of a map, with the panel, the time brush and the evidence card.

    Parameters
    ----------
    columns
        Encoded incidents.
    context
        What lies around them, as JSON takes it: zones, regions, places, background.
    about
        What the page says of itself: title, credits, run, rejects, first view.
    table
        Markup of the plain table for readers without scripts.
    look
        How the page presents itself: its lines, language and colours.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}mapper.start({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(
        self,
        columns: Columns,
        *,
        context: Mapping[str, Any],
        about: Mapping[str, Any],
        table: str = "",
        look: Appearance | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "IncidentLayer"
        self.columns = columns
        self.context = context
        self.about = about
        self.table = table
        self.look = look or Appearance()

    def digest(self) -> str:
        """Name the data shown: ``sha256:hex`` over the encoded incidents."""
        shown = hashlib.sha256(self.columns.core)
        shown.update(self.columns.ids)
        shown.update(self.columns.words)
        for chunk in self.columns.chunks:
            shown.update(chunk)
        return f"sha256:{shown.hexdigest()}"

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Put blocks, shell and script into the page.

        Raises
        ------
        ExportError
            If the layer is not on an `IncidentMap`.
        """
        parent = self._parent
        if not isinstance(parent, IncidentMap):
            raise ExportError("an IncidentLayer belongs on an IncidentMap: layer.add_to(map)")
        page, look = parent.page, self.look
        words = wording.catalogue(look.interface)
        page.language, page.direction = look.interface, words["direction"]
        if head := _head(look):
            page.header.add_child(Verbatim(head), name="about_page", index=0)
        page.header.add_child(
            Verbatim(f"<script>{assets.script('main')}</script>"), name="mapper_js"
        )
        lines = {"subtitle": look.subtitle, "byline": look.byline}
        shell = plain.shell(page.title or "", self.table, words, lines=lines)
        page.html.add_child(Verbatim(shell), name="shell", index=0)
        meta = {
            **self.columns.meta,
            "style": restyled(wording.worded(load_style(), words), look.colours),
            "wording": words,
            "about": {**self.about, "data": self.digest()},
            "worker": assets.script("data/worker"),
        }
        parent.add_block("mapper-meta", _squeeze(meta))
        parent.add_block("mapper-context", _squeeze(self.context))
        parent.add_block("mapper-core", self.columns.core)
        if self.columns.ids:
            parent.add_block("mapper-ids", self.columns.ids)
        if self.columns.words:
            parent.add_block("mapper-words", self.columns.words)
        for number, chunk in enumerate(self.columns.chunks):
            parent.add_block(f"text-{number:04d}", chunk, movable=True)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def _squeeze(value: Any) -> bytes:  # noqa: ANN401 - anything JSON takes
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return compress(text.encode("utf-8", "replace"), SMALLEST)


def _head(look: Appearance) -> str:
    """Write what search engines and other sites read of the page."""
    told = {"author": look.byline, "description": look.subtitle}
    lines = [
        f'<meta name="{name}" content="{plain.escape(text)}">'
        for name, text in told.items()
        if text
    ]
    address = look.address
    return "\n".join([*lines, *([canonical(address)] if address else [])])
