"""A tree of markup as blocks of text: paragraphs, headings, items of lists, rows of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = Any
    """An element of lxml, which brings no types."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
    *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
    *("header", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "legend", "hgroup", "search"),
    *("optgroup", "option", "marquee", "frameset", "noframes"),
}
"""Elements before and after which a line ends; all others stand in a line."""
SILENT = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed"),
        *("applet", "svg", "math", "canvas", "audio", "video", "select", "textarea", "datalist"),
        *("input", "button", "noframes", "map"),
    }
)
"""Elements that are no text, whatever is in them."""

CELL_MARK = " | "
"""Between two cells of a row: no name reads on from one into the next."""
_BREAK = "\x1f"
_PARTED = re.compile(rf"{_BREAK}(?:\s*{_BREAK})+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_JOINERS = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufeff])[\u200c\u200d]"
    "|[\u200c\u200d](?![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufeff])"
)
"""Joiners that no script around them needs: they form letters in Arabic and Indic ones alone."""
_ENDS = re.compile(r"[.!?:\u061f\u06d4\u0964\u3002\u2026][\"'\u00bb\u201d\u2019)\]]*$")
_CLOSE = 8
"""Last signs of a line in which a stop and what closes after it stand."""
_FULL = 50
"""Signs of a line that was broken because it was full."""
_BEGINS = re.compile(r"[-*\u2022\u2013\u2014\u25cf\u25aa\u00b7\u25a0\u25e6]")
"""A dash or bullet with which an item of a list begins where lines are broken by hand."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text, and the element it stands in: a row of a table is one block."""

    text: str
    element: Any = None

    @property
    def kind(self) -> str:
        """The tag of its element."""
        return str(self.element.tag)


def joined(blocks: Iterable[Block]) -> str:
    """Write blocks with an empty line between two."""
    return "\n\n".join(block.text for block in blocks)


def plain(text: str) -> str:
    r"""Write text on one line, without signs that only tell where a line may break.

    Examples
    --------
    >>> plain("  Maarat\u00a0al-Nu\u00adman\n was\u200b hit ")
    'Maarat al-Numan was hit'
    >>> plain("Kafr\u200d Nabl"), len(plain("\u0645\u06cc\u200c\u0634"))
    ('Kafr Nabl', 4)
    """
    if not text.isascii():
        text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def blocks_of(root: Element) -> list[Block]:
    """Give the blocks of a tree in their order, without what is no text.

    Lines broken by hand are one block where one reads on in the next: it is long and ends in no
    stop, or the next begins with a small letter. Those of a heading always do.
    """
    return [
        Block(text, element)
        for element, written in _runs(root)
        for text in _lines(written, is_heading=element.tag in HEADINGS)
    ]


def _lines(written: str, *, is_heading: bool) -> Iterator[str]:
    """Part a run of text at its breaks."""
    if _BREAK not in written:
        if text := plain(written):
            yield text
        return
    if is_heading:
        yield plain(written.replace(_BREAK, " "))
        return
    for part in _PARTED.split(written):
        held: list[str] = []
        for line in filter(None, map(plain, part.split(_BREAK))):
            if held and not _goes_on(held[-1], line):
                yield " ".join(held)
                held = []
            held.append(line)
        if held:
            yield " ".join(held)


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a line reads on in the one that follows it."""
    if _ENDS.search(line[-_CLOSE:]) or _BEGINS.match(following):
        return False
    return len(line) >= _FULL or following[0].islower()


def _runs(root: Element) -> Iterator[tuple[Element, str]]:
    """Give runs of text between two ends of lines, each with the block it stands in."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - comes with the extra

    runs = _Runs(root)
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_silent = not isinstance(element.tag, str) or element.tag in SILENT
        if event == "end":
            if not is_silent:
                yield from runs.end(element)
            if element is not root and element.tail:
                runs.written.append(element.tail)
        elif is_silent:
            walk.skip_subtree()
        else:
            yield from runs.start(element)
    yield from runs.flush()


class _Runs:
    """The text since the last end of a line, while a tree is walked.

    In a row of a table lines do not end: its cells are gathered until it does.
    """

    def __init__(self, root: Element) -> None:
        self.blocks = [root]
        self.written: list[str] = []
        self.cells: list[str] = []
        self.rows = 0

    def flush(self) -> Iterator[tuple[Element, str]]:
        """Give the run, if anything is in it."""
        if any(self.written):
            yield self.blocks[-1], "".join(self.written)
        self.written = []

    def start(self, element: Element) -> Iterator[tuple[Element, str]]:
        """Begin an element."""
        tag = element.tag
        if tag in BLOCKS and (tag == "tr" or not self.rows):
            yield from self.flush()
            self.blocks.append(element)
            self.rows += tag == "tr"
        elif tag in BLOCKS or tag == "br":
            self.written.append(" " if self.rows else _BREAK)
        if element.text:
            self.written.append(
                element.text.replace("\n", _BREAK) if tag == "pre" else element.text
            )

    def end(self, element: Element) -> Iterator[tuple[Element, str]]:
        """End an element."""
        tag = element.tag
        if not self.rows:
            if tag in BLOCKS:
                yield from self.flush()
                self.blocks.pop()
        elif tag == "tr":
            cells = filter(None, map(plain, (*self.cells, "".join(self.written))))
            yield self.blocks.pop(), CELL_MARK.join(cells)
            self.written, self.cells, self.rows = [], [], self.rows - 1
        elif tag in CELLS:
            self.cells.append("".join(self.written))
            self.written = []
        elif tag in BLOCKS:
            self.written.append(" ")
