"""The page around a folium map: everything inline, nothing requested, fixed bytes.

`Page` is the document around an `IncidentMap`, to which folium's own objects are added
as ever. What differs from folium's: Leaflet is inlined instead of linked, element names
are counted instead of drawn at random, a content security policy names every script by
its hash, and an object that would need the network stops the rendering with the list of
its addresses.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure
from folium.elements import JSCSSMixin
from folium.folium import Map as FoliumMap
from folium.template import Template

from mapper.base.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator


_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CANONICAL = '<link rel="canonical" href="'
_LINKED = re.compile(
    rf"(?!{_CANONICAL})<(?:script|link)\b[^>]*\b(?:src|href)=\"((?:https?:)?//[^\"]+)\""
)
"""What a browser loads; the address that a page has itself it only reads."""

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
        '<html lang="{{ this.language|e }}" dir="{{ this.direction|e }}">\n'
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
        self.language, self.direction = "en", "ltr"
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


def canonical(address: str) -> str:
    """Write the address that a page is published under."""
    return f'{_CANONICAL}{html.escape(address)}">'


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
        if isinstance(element, JSCSSMixin):
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
