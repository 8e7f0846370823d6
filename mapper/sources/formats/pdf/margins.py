"""What runs along the edges of pages: heads, feet and numbers, told by standing on most of them.

A running line has the same words at the same height on many pages; one of its numbers may count
the pages. It stands at the edge, with white between it and the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.lines import Piece, text_of
from mapper.sources.formats.pdf.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEEP = 3
"""How many lines from the edge of a page may be running ones."""
ZONE = 0.16
"""The share of a page's height, at its top and at its foot, in which they are looked for."""
NARROW = 90.0
"""The same in points, for small pages."""
CLOSE = 4.0
"""Points by which the height of a running line may differ from page to page."""
SHARE = 0.4
"""The share of pages that have it: heads of left and right pages take turns."""
WHITE = 0.7
"""The least white between running lines and the text, in sizes of their letters."""

DIGITS = re.compile(r"\d{1,6}")
NUMBER = re.compile(r"[\W_]*(\d{1,4})(?:\s*/\s*(\d{1,4}))?[\W_]*|\w+ (\d{1,4}) \w+ (\d{1,4})")
"""A number alone, or out of a total."""
PRINTED = re.compile(r"\d{1,4}([/.\-])\d{1,2}\1\d{1,4}, ?\d{1,2}:\d{2}(?: [AaPp]\.?[Mm]\.?)?")
"""A day and a time of day, as a browser prints them over a page."""
ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,9}:\S+")

Place = tuple[int, int]
"""A page and a line on it, counted from 0."""


def without_running(
    pages: Sequence[tuple[list[Piece], float]], title: str | None
) -> tuple[list[list[Piece]], list[str]]:
    """Leave out running lines.

    Parameters
    ----------
    pages
        The pieces of each page, and its height in points.
    title
        The document's own title, which browsers print over pages.

    Returns
    -------
    The pieces that stay, and the running lines that were left out, each once.
    """
    ordered = [lines_of(pieces) for pieces, _ in pages]
    is_running = running(ordered, [height for _, height in pages])
    kept, gone = [], dict[str, str]()
    for at, lines in enumerate(ordered):
        outer = {
            place
            for place in range(len(lines))
            if is_running[at, place]
            or (place in {0, len(lines) - 1} and is_of_page(lines, place, at, len(pages), title))
        }
        out = {*edge(lines, outer), *edge(lines[::-1], {len(lines) - 1 - one for one in outer}, -1)}
        left_out = {place % len(lines) for place in out} if len(out) < len(lines) else set()
        for place in sorted(left_out):
            text = said_of(lines[place])
            gone.setdefault(DIGITS.sub("#", text), text)
        kept.append([one for at, line in enumerate(lines) if at not in left_out for one in line])
    return kept, list(gone.values())


def edge(lines: Sequence[Sequence[Piece]], outer: set[int], way: int = 1) -> list[int]:
    """Give the running lines from one edge inwards, as far as white parts them from the text."""
    found = 0
    for place in range(min(DEEP, len(lines))):
        if place not in outer:
            break
        inner = lines[place + 1] if place + 1 < len(lines) else lines[place]
        high, low = (lines[place], inner) if way > 0 else (inner, lines[place])
        white = min(one.top for one in low) - max(one.bottom for one in high)
        if inner is lines[place] or white >= WHITE * lines[place][0].size:
            found = place + 1
    return [place if way > 0 else -1 - place for place in range(found)]


def running(
    ordered: Sequence[Sequence[Sequence[Piece]]], heights: Sequence[float]
) -> dict[Place, bool]:
    """Tell of each line at an edge whether enough pages have one like it at its height."""
    alike: dict[str, list[tuple[Place, float]]] = defaultdict(list)
    for at, lines in enumerate(ordered):
        deep = max(NARROW, ZONE * heights[at])
        for place, line in enumerate(lines):
            if not deep < line[0].y < heights[at] - deep:
                for key in keys_of(said_of(line), at):
                    alike[key].append(((at, place), line[0].y))
    needed = max(2, round(SHARE * len(ordered)))
    found: dict[Place, bool] = defaultdict(bool)
    for lines_alike in alike.values():
        count = Counter(round(y / CLOSE) for _, y in lines_alike)
        for where, y in lines_alike:
            near = round(y / CLOSE)
            if count[near - 1] + count[near] + count[near + 1] >= needed:
                found[where] = True
    return found


def keys_of(text: str, page: int) -> Iterator[str]:
    """Give what is the same on all pages if a line runs: its words, one number less its page.

    >>> list(keys_of("Bulletin 7, page 3", 2)) == ["bulletin 7, page 3", *(
    ...     ["bulletin #5, page 3", "bulletin 7, page #1"])]
    True
    """
    small = text.lower()
    yield small
    for found in DIGITS.finditer(small):
        yield f"{small[: found.start()]}#{int(found.group()) - page}{small[found.end() :]}"


def is_of_page(
    lines: Sequence[Sequence[Piece]], place: int, page: int, pages: int, title: str | None
) -> bool:
    """Tell whether the outermost line is the page's number, or what a browser prints there."""
    text = said_of(lines[place])
    if len(lines) < 2:  # noqa: PLR2004 - a page of one line
        return False
    rest = ADDRESS.sub("", PRINTED.sub("", text)).strip()
    is_printed = rest != text
    if is_printed and (not rest or (title and plain(rest) == plain(title))):
        return True
    found = NUMBER.fullmatch(rest)
    if not found:
        return False
    number, total = found.group(1) or found.group(3), found.group(2) or found.group(4)
    return int(number) == page + 1 and (total is None or int(total) == pages)


def plain(text: str) -> str:
    """Write a text in small letters, without spaces."""
    return "".join(text.lower().split())


def said_of(line: Sequence[Piece]) -> str:
    """Give what a line at an edge says."""
    glyphs = [glyph for piece in sorted(line, key=lambda one: one.x0) for glyph in piece.glyphs]
    return text_of(glyphs)
