"""Scripts and styles of the page, as text to inline: ours, and Leaflet from its wheel.

Our JavaScript is plain modern modules, one concept a file, read as they are. A page that
opens by double click cannot load modules from disk, so `script` strings them together in
the order of their imports and drops the ``import`` and ``export`` words; nothing else is
changed. Names are therefore unique across the files (a test holds them to it).
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

LEAFLET_LICENCE = (
    "Leaflet 1.9, (c) 2010-2022 Vladimir Agafonkin, (c) 2010-2011 CloudMade, BSD 2-clause licence"
)

_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async |function|class|const|let))", re.MULTILINE)


@lru_cache(maxsize=4)
def script(entry: str) -> str:
    """Give a module and all it imports as one strict script.

    Parameters
    ----------
    entry
        File name without ending, e.g. ``main``.

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
            visit(needed)
        del seen[name]
        seen[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    visit(entry)
    body = "\n".join(seen.values())
    return _inline(f'(() => {{\n"use strict";\n{body}\n}})();')


@lru_cache(maxsize=1)
def style() -> str:
    """Give our style sheet."""
    return files("mapper.maps").joinpath("css", "map.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def leaflet() -> tuple[str, str]:
    """Give Leaflet's script and style sheet; pictures become ``data:`` addresses.

    Raises
    ------
    ExportError
        If the wheel ``xstatic-leaflet`` is not installed.
    """
    found = _leaflet_files()

    def inlined(address: re.Match[str]) -> str:
        picture = base64.b64encode(found[address[1]].read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    sheet = found["leaflet.css"].read_text(encoding="utf-8")
    sheet = re.sub(r"url\((?:images/)?([^)/]+\.png)\)", inlined, sheet)
    code = found["leaflet.js"].read_text(encoding="utf-8")
    # The map files are not there: without this line a browser's tools would ask for them.
    code = re.sub(r"\n//# sourceMappingURL=.*", "", code)
    return _inline(f"/* {LEAFLET_LICENCE} */\n{code}"), sheet


def _leaflet_files() -> dict[str, Path]:
    """Find the wheel's files by name; by metadata, for its namespace package is old."""
    try:
        listed = metadata.files("xstatic-leaflet") or []
    except metadata.PackageNotFoundError as missing:
        raise ExportError(
            "the map needs the package xstatic-leaflet: install incident-mapper again"
        ) from missing
    return {path.name: path.locate() for path in listed if "data" in path.parts}  # type: ignore[misc]


def _inline(code: str) -> str:
    """Keep script text from closing its own element."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
