"""Scripts and styles of the page, as text to inline: ours, and Leaflet from its wheel.

Our JavaScript is plain modern modules in folders by concept (``base``, ``data``, ``state``,
``draw``, ``panes``; each imports from those before it), read as they are. A page that opens
by double click cannot load modules from disk, so `script` strings them together in the order
of their imports, drops the ``import`` and ``export`` words, and has rjsmin leave out comments
and blanks. Names are therefore unique across the files, no text in backquotes stands within
another, and what runs is what is written (tests hold the scripts to all three).
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from typing import TYPE_CHECKING

import rjsmin

from mapper.base.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

LEAFLET_LICENCE = (
    "Leaflet 1.9, (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade, BSD 2-clause licence"
)
_LEAFLET = "django-js-lib-leaflet"
_PUBLISHED = {
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
"""SHA-256 in base64 of Leaflet 1.9.4, as its makers publish it on their page of downloads."""

_SHEETS = (
    "frame",
    "controls",
    "panel",
    "days",
    "key",
    "card",
    "save",
    "phone",
    "embed",
    "paper",
)
"""Parts of the style sheet, in order."""

_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"(\.{1,2}/[\w/-]+)\.js";\n', re.MULTILINE)
_COMMENTS = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_BEGINNINGS = re.compile(r"^\s+", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async |function|class|const|let))", re.MULTILINE)


@lru_cache(maxsize=4)
def script(entry: str) -> str:
    """Give a module and all it imports as one strict script.

    Parameters
    ----------
    entry
        Path below ``js`` without ending, e.g. ``main`` or ``data/worker``.

    Returns
    -------
    source
        Script to inline; it defines nothing outside itself.
    """
    seen: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in seen:
            return
        seen[name] = ""
        text = files("mapper.maps").joinpath("js", f"{name}.js").read_text(encoding="utf-8")
        for needed in _IMPORT.findall(text):
            visit(posixpath.normpath(f"{posixpath.dirname(name)}/{needed}".lstrip("/")))
        del seen[name]
        seen[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    visit(entry)
    # Comments and blanks are for whoever reads the source, not for the page.
    body = rjsmin.jsmin("\n".join(seen.values()))
    return _inline(f'(() => {{\n"use strict";\n{body}\n}})();')


@lru_cache(maxsize=1)
def style() -> str:
    """Give our style sheet: its parts one after another, the later over the earlier."""
    folder = files("mapper.maps").joinpath("css")
    return _lean("\n".join(folder.joinpath(f"{part}.css").read_text("utf-8") for part in _SHEETS))


@lru_cache(maxsize=1)
def leaflet() -> tuple[str, str]:
    """Give Leaflet's script and style sheet; pictures become ``data:`` addresses.

    Raises
    ------
    ExportError
        If the wheel ``django-js-lib-leaflet`` is not installed, or does not hold what
        Leaflet's makers published: every map carries it, and runs it.
    """
    found = _leaflet_files()
    texts = {name: _as_published(found.get(name), name) for name in _PUBLISHED}

    def inlined(address: re.Match[str]) -> str:
        picture = base64.b64encode(found[address[1]].read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    sheet = re.sub(r"url\((?:images/)?([^)/]+\.png)\)", inlined, texts["leaflet.css"])
    # The map files are not there: without this line a browser's tools would ask for them.
    code = re.sub(r"\n//# sourceMappingURL=.*", "", texts["leaflet.js"])
    return _inline(f"/* {LEAFLET_LICENCE} */\n{code}"), _lean(sheet)


def _leaflet_files() -> dict[str, Path]:
    """Find the wheel's files by name; by metadata, for its module asks for Django."""
    try:
        listed = metadata.files(_LEAFLET) or []
    except metadata.PackageNotFoundError as missing:
        raise ExportError(
            f"the map needs the package {_LEAFLET}: install incident-mapper again"
        ) from missing
    return {path.name: path.locate() for path in listed if "static" in path.parts}  # type: ignore[misc]


def _as_published(path: Path | None, name: str) -> str:
    """Read a file of Leaflet if it is, byte for byte, the one its makers published."""
    content = path.read_bytes() if path and path.is_file() else b""
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != _PUBLISHED[name]:
        raise ExportError(
            f"{name} of the package {_LEAFLET} is not the one that Leaflet's makers published;"
            f" install {_LEAFLET} 1.9.4 again"
        )
    return content.decode().replace("\r\n", "\n")


def _lean(sheet: str) -> str:
    """Leave out of a style sheet what only its reader needs: lines of comment, and indentation."""
    return _BEGINNINGS.sub("", _COMMENTS.sub("", sheet))


def _inline(code: str) -> str:
    """Keep script text from closing its own element."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
