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
        *("input", "button", "noframes", "map", "picture"),
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
    >>> plain("Kafr\u200d Nabl"), plain("\u0645\u06cc\u200c\u0634\u0648\u062f") == "\u0645\u06cc\u200c\u0634\u0648\u062f"
    ('Kafr Nabl', True)
    """
    if not text.isascii():
        text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def blocks_of(root: Element) -> list[Block]:
    """Give the blocks of a tree in their order, without what is no text.

    Lines broken by hand are one block, unless two breaks follow each other, a line ends in a
    stop, or the next begins with a bullet.
    """
    return [Block(text, element) for element, written in _runs(root) for text in _lines(written)]


def _lines(written: str) -> Iterator[str]:
    """Part a run of text at its breaks."""
    if _BREAK not in written:
        if text := plain(written):
            yield text
        return
    for part in _PARTED.split(written):
        held = ""
        for line in filter(None, map(plain, part.split(_BREAK))):
            if held and (_ENDS.search(held) or _BEGINS.match(line)):
                yield held
                held = line
            else:
                held = f"{held} {line}" if held else line
        if held:
            yield held


def _runs(root: Element) -> Iterator[tuple[Element, str]]:
    """Give runs of text between two ends of lines, each with the block it stands in."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - comes with the extra

    run: list[str] = []
    cells: list[str] = []
    held, rows = [root], 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        is_silent = not isinstance(tag, str) or tag in SILENT
        if event == "start":
            if is_silent:
                walk.skip_subtree()
                continue
            if tag in BLOCKS and not (rows and tag != "tr"):
                if any(run):
                    yield held[-1], "".join(run)
                run = []
                held.append(element)
                rows += tag == "tr"
            elif tag in BLOCKS or tag == "br":
                run.append(" " if rows else _BREAK)
            if element.text:
                run.append(element.text.replace("\n", _BREAK) if tag == "pre" else element.text)
            continue
        if not is_silent:
            if tag in CELLS and rows:
                cells.append("".join(run))
                run = []
            elif tag == "tr" and rows:
                yield held.pop(), CELL_MARK.join(filter(None, map(plain, (*cells, "".join(run)))))
                run, cells, rows = [], [], rows - 1
            elif tag in BLOCKS and rows:
                run.append(" ")
            elif tag in BLOCKS:
                yield held.pop(), "".join(run)
                run = []
        if element is not root and element.tail:
            run.append(element.tail)
    if any(run):
        yield held[-1], "".join(run)
