"""The page around a folium map: everything inline, nothing requested, fixed bytes.

`IncidentMap` is a `folium.Map`: folium's own objects are added to it as ever. What
differs: Leaflet is inlined instead of linked, element names are counted instead of drawn
at random, a content security policy names every script by its hash, and an object that
would need the network stops the rendering with the list of its addresses.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure
from folium.elements import JSCSSMixin
from folium.folium import Map as FoliumMap
from folium.template import Template

from mapper.base.errors import ExportError
from mapper.maps.page import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 40_000_000
"""Bytes one file may have; a larger page is written with its data beside it."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LINKED = re.compile(r"<(?:script|link)\b[^>]*\b(?:src|href)=\"((?:https?:)?//[^\"]+)\"")
_MARK = "\x00block:{}\x00"
_POLICY = "\x00policy\x00"
_MARKED = re.compile("\x00block:([^\x00]+)\x00")


class Verbatim(Element):
    """Text that goes into the page as it stands: no template ever reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - branca's signature
        """Give the text."""
        return self.text


class Block(Verbatim):
    """A data block: bytes in base64 inside a script element that no browser runs.

    The page's frame holds a mark in its place, so that megabytes are not copied while the
    frame is rendered.

    Parameters
    ----------
    name
        Id of the element.
    payload
        Bytes to hold.
    movable
        May be written to a file of its own when the page grows too large for one.
    """

    def __init__(self, name: str, payload: bytes, *, movable: bool = False) -> None:
        super().__init__(_MARK.format(name))
        self.name = name
        self.payload = payload
        self.movable = movable

    def encoded(self) -> bytes:
        """Give the payload in base64."""
        return base64.b64encode(self.payload)

    def element(self) -> bytes:
        """Give the whole element."""
        return b'<script type="text/plain" id="%s">%s</script>' % (
            self.name.encode(),
            self.encoded(),
        )


class Page(Figure):
    """The document: renders its frame, then puts the blocks and the policy in."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f"{_POLICY}\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        "<title>{{ this.title|e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n"
        "<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "</body>\n"
        "</html>\n"
    )

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        del self.header._children["meta_http"]  # noqa: SLF001 - the page states its charset itself
        self.allow_network = False
        self.blocks: dict[str, Block] = {}
        self.hosts: set[str] = set()

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Give the whole document as text, all data inside."""
        return b"".join(self.pieces(self.frame(**kwargs))).decode()

    def frame(self, **kwargs: Any) -> str:  # noqa: ANN401 - as above
        """Render the document with marks where the policy and the blocks go.

        Raises
        ------
        ExportError
            If an element needs the network and that was not asked for.
        """
        _name_elements(self)
        text: str = super().render(**kwargs)
        self.hosts = _hosts(self, text)
        if self.hosts and not self.allow_network:
            listing = ", ".join(sorted(self.hosts))
            raise ExportError(
                f"this map would need the network: {listing}. "
                "Leave those elements out, or allow it (allow_network=True)."
            )
        return text

    def pieces(self, frame: str, *, beside: bool = False) -> Iterator[bytes]:
        """Give the document piece by piece, policy and blocks in place of their marks.

        Parameters
        ----------
        frame
            What `frame` gave.
        beside
            Movable blocks are files beside the page: the policy lets them load.
        """
        frame = frame.replace(_POLICY, _policy(frame, self.hosts, beside=beside), 1)
        at = 0
        for mark in _MARKED.finditer(frame):
            yield frame[at : mark.start()].encode()
            block = self.blocks[mark[1]]
            if not (beside and block.movable):
                yield block.element()
            at = mark.end()
        yield frame[at:].encode()


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
        from mapper.maps.page.folder import write  # noqa: PLC0415 - folder knows pages, not the reverse

        if isinstance(outfile, str | bytes | Path):
            return write(self.page, Path(os.fsdecode(outfile)), **kwargs)
        outfile.writelines(self.page.pieces(self.page.frame(**kwargs)))
        if close_file:
            outfile.close()
        return []


def _name_elements(root: Element) -> None:
    """Count the elements instead of naming them at random: same input, same bytes."""
    for number, element in enumerate(_walk(root)):
        element._id = f"{number:04d}"  # noqa: SLF001 - branca offers no other way


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for part in ("header", "html", "script"):
        if isinstance(element, Figure):
            yield getattr(element, part)
    for child in element._children.values():  # noqa: SLF001 - as above
        yield from _walk(child)


def _hosts(page: Page, text: str) -> set[str]:
    """List the addresses the page would load: links, tiles, and folium's jQuery."""
    found = set(_LINKED.findall(_SCRIPT.sub("", text)))
    for element in _walk(page):
        if isinstance(element, JSCSSMixin) and not isinstance(element, IncidentMap):
            found |= {url for _, url in (*element.default_js, *element.default_css)}
        if isinstance(element, folium.Popup | folium.Icon):
            # Both are written for jQuery and friends, which this map does not link.
            kind = type(element).__name__
            found |= {f"{url} (for folium.{kind})" for _, url in FoliumMap.default_js[1:]}
        address = getattr(element, "tiles", None) or getattr(element, "url", None)
        if isinstance(address, str) and re.match(r"(https?:)?//", address):
            found.add(address)
    return found


def _policy(text: str, hosts: set[str], *, beside: bool) -> str:
    """Write the content security policy: these scripts and no other, nothing fetched."""
    hashes = sorted({_hash(match[1]) for match in _SCRIPT.finditer(text)})
    origins = sorted({_origin(address) for address in hosts})
    near = ["'self'", "file:"] if beside else []
    rules = {
        "default-src": ["'none'"],
        "script-src": [*hashes, *near, *origins],
        "style-src": ["'unsafe-inline'", *origins],
        "img-src": ["data:", "blob:", *origins],
        "font-src": origins or ["'none'"],
        "worker-src": ["blob:"],
        "connect-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    policy = "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'


def _origin(address: str) -> str:
    """Give the origin of an address for the policy; ``{s}`` in tile addresses is any name."""
    parts = urlsplit(address.split(" ", 1)[0])
    host = parts.netloc.replace("{s}", "*")
    return f"{parts.scheme or 'https'}://{host}"


def _hash(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
