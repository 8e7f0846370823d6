"""Texts without what wraps letters: entities, tags, percent signs and escapes, offsets kept."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

_WRAPPED = re.compile(
    r"(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,80}>)"
    r"|(?P<percent>(?:%[0-9a-fA-F]{2})+)"
    r"|(?P<escape>(?:\\u[0-9a-fA-F]{4})+|\\[nrt](?![a-z]))"
)
_SIGNS = ("&", "<", "%", "\\")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text with its letters bare, and the stretch of the text as given that each came from.

    `starts` and `ends` are None where nothing was wrapped: then offsets are the same.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the bare text, not empty, into one of the text as given."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def unwrapped(text: str) -> Unwrapped:
    r"""Undo entities, tags, percent signs and escapes of JSON.

    Examples
    --------
    >>> bare = unwrapped("Al&#45;<b>Amal</b>%20clinic\\u002e")
    >>> bare.text
    'Al-Amal clinic.'
    >>> bare.span(3, 7)
    (10, 14)
    """
    if not any(sign in text for sign in _SIGNS):
        return Unwrapped(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _WRAPPED.finditer(text):
        pieces.append(text[at : found.start()])
        starts += range(at, found.start())
        ends += range(at + 1, found.start() + 1)
        letters = _letters(found)
        pieces.append(letters)
        starts += [found.start()] * len(letters)
        ends += [found.end()] * len(letters)
        at = found.end()
    if not at:
        return Unwrapped(text)
    pieces.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Unwrapped("".join(pieces), tuple(starts), tuple(ends))


def _letters(found: re.Match[str]) -> str:
    """Give the letters that something wrapped stands for; a tag stands for none."""
    whole = found.group()
    if found["entity"]:
        return html.unescape(whole)
    if found["percent"]:
        return unquote(whole)
    if found["escape"]:
        if whole[1] != "u":
            return " "
        codes = whole.split("\\u")[1:]
        raw = b"".join(int(code, 16).to_bytes(2, "big") for code in codes)
        return raw.decode("utf-16-be", "replace")
    return ""
