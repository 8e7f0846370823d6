"""Addresses of the web: what may become a link, wherever it came from."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

COLUMNS = frozenset({"url", "second_url"})
"""Columns that hold the address of a source, in any table."""

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,30}:)(?!\d)")
_OF_WEB = ("http:", "https:")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"`{}|\\^/?#\x00-\x20\x7f-\x9f][^\s<>\"`{}|\\^\x00-\x20\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*",
    re.IGNORECASE,
)


def web_address(value: Any) -> str | None:  # noqa: ANN401 - a cell of any type
    r"""Give an address if it is one of the web (http, https); anything else is no link.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address(" http://example.org ")
    ('https://example.org/a', 'http://example.org')
    >>> [web_address(one) for one in ("javascript:alert(1)", "file:///etc/x", r"\\host\share")]
    [None, None, None]
    """
    if not isinstance(value, str):
        return None
    bare = value.strip()
    try:
        return bare if _ADDRESS.fullmatch(bare) and urlsplit(bare).hostname else None
    except ValueError:  # what stands in brackets is no address of a machine
        return None


def why_not(name: str, value: str) -> str:
    """Say that a cell holds no address of the web; the cell itself may be a path of the machine.

    Examples
    --------
    >>> why_not("url", "file:///home/somebody/page.html")
    "url begins with 'file:' and is no address of the web; write https://..."
    >>> why_not("url", "https://")
    "url begins with 'https:' and names no host; write https://example.org/..."
    """
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() in _OF_WEB:
        told = f"{name} begins with '{scheme[1]}' and"
        if not _names_host(value):
            return f"{told} names no host; write https://example.org/..."
        return f"{told} holds what no address of the web does, such as white space or a quote"
    told = f"begins with '{scheme[1]}' and is" if scheme else "is"
    return f"{name} {told} no address of the web; write https://..."


def _names_host(value: str) -> bool:
    try:
        return bool(urlsplit(value.strip()).hostname)
    except ValueError:  # as above
        return True
