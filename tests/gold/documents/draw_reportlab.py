"""Draws a marked text into a PDF of one page in columns with reportlab.

    python tests/gold/documents/draw_reportlab.py TEXT.txt PAPER.pdf COLUMNS [FONT.ttf]

For papers of the gold set: title, byline and lead over the full width, then columns; a box stands
at the lower right under the columns but the first, a note over the full width at the foot. The
type is as large as the page allows. Without a font the standard Type 1 fonts are used, in WinAnsi.
Needs reportlab.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN, GAP = 595.0, 842.0, 48.0, 16.0
"""A4, its margins and the space between columns, in points."""

_SIZES = {"#": 19, "~": 8, ">": 11.5, "+==": 10.5, "+": 9, "^": 8}
"""Size of type in points by mark; what has none is a paragraph."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of fonts that reportlab knows."""

    plain: str = "Times-Roman"
    bold: str = "Times-Bold"
    body: float = 17
    """Size of paragraphs in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A canvas of reportlab and what is written with on it."""

    canvas: Any
    fonts: Fonts


def draw(text: Path, paper: Path, columns: int, fonts: Fonts) -> None:
    """Draw the page with the largest type that fits.

    Parameters
    ----------
    text
        Marked text: see the folder's README.
    paper
        PDF to write.
    columns
        How many columns.
    fonts
        Fonts, and the size of paragraphs to begin with.

    Raises
    ------
    ValueError
        The text needs more than the page.
    """
    while not _drawn(text, paper, columns, fonts):
        fonts = replace(fonts, body=fonts.body - 0.25)
        if fonts.body < _SIZES["+"]:
            raise ValueError(f"{text} needs more than a page")


def _drawn(text: Path, paper: Path, columns: int, fonts: Fonts) -> bool:
    pdfgen: Any = importlib.import_module("reportlab.pdfgen.canvas")
    sheet = Sheet(pdfgen.Canvas(str(paper), pagesize=(WIDTH, HEIGHT), invariant=1), fonts)
    blocks = read(text)
    full = (MARGIN, WIDTH - 2 * MARGIN)
    top = _stack(sheet, [b for b in blocks if b[0] in {"#", "~", ">"}], HEIGHT - MARGIN, full) - 6
    note = [b for b in blocks if b[0] == "^"]
    foot = MARGIN + _height(note, full[1], fonts)
    _stack(sheet, note, foot, full)
    wide = (full[1] - (columns - 1) * GAP) / columns
    box = [b for b in blocks if b[0].startswith("+")]
    right, width = MARGIN + wide + GAP, full[1] - wide - GAP
    edge = foot
    if box:
        edge += _height(box, width - 16, fonts) + 6
        sheet.canvas.rect(right, foot, width, edge - foot)
        _stack(sheet, box, edge - 6, (right + 8, width - 16))
        edge += 8
    body = [b for b in blocks if b[0] in {"", "==", "-"}]
    fits = _flow(sheet, body, [(foot, top)] + [(edge, top)] * (columns - 1))
    sheet.canvas.setFont(fonts.plain, 7)
    sheet.canvas.drawString(MARGIN, HEIGHT - 30, next(b for m, b in blocks if m == "~"))
    sheet.canvas.drawRightString(WIDTH - MARGIN, 30, "Page 1")
    sheet.canvas.save()
    return fits


def read(text: Path) -> list[tuple[str, str]]:
    """Read the blocks of a marked text, each with its mark; a paragraph has an empty one."""
    marks = ("+==", "==", "+", "#", "~", ">", "-", "^")
    blocks = []
    for line in text.read_text(encoding="utf-8").splitlines():
        mark = next((m for m in marks if line.startswith(f"{m} ")), "")
        if line and not line.startswith("@"):
            blocks.append((mark, line[len(mark) :].strip()))
    return blocks


def _flowables(blocks: list[tuple[str, str]], fonts: Fonts) -> list[Any]:
    platypus: Any = importlib.import_module("reportlab.platypus")
    styles: Any = importlib.import_module("reportlab.lib.styles")
    made = []
    for mark, words in blocks:
        size = _SIZES.get(mark, fonts.body)
        bold = mark in {"#", "==", "+=="}
        style = styles.ParagraphStyle(
            f"style of {mark}",
            fontName=fonts.bold if bold else fonts.plain,
            fontSize=size,
            leading=size * 1.25,
            spaceAfter=size * 0.5,
            alignment=4 if mark in {"", "+"} else 0,
        )
        shown = words.replace("&", "&amp;").replace("<", "&lt;")
        made.append(platypus.Paragraph(shown, style))
    return made


def _height(blocks: list[tuple[str, str]], width: float, fonts: Fonts) -> float:
    made = _flowables(blocks, fonts)
    return sum(float(one.wrap(width, HEIGHT)[1]) + float(one.getSpaceAfter()) for one in made)


def _stack(
    sheet: Sheet, blocks: list[tuple[str, str]], top: float, at: tuple[float, float]
) -> float:
    """Draw blocks under each other at a left edge and width; give where the next would begin."""
    left, width = at
    for one in _flowables(blocks, sheet.fonts):
        _, height = one.wrap(width, HEIGHT)
        one.drawOn(sheet.canvas, left, top - height)
        top -= height + one.getSpaceAfter()
    return top


def _flow(sheet: Sheet, blocks: list[tuple[str, str]], columns: list[tuple[float, float]]) -> bool:
    """Draw blocks down the columns, each given by its bottom and top; False if some are left."""
    platypus: Any = importlib.import_module("reportlab.platypus")
    wide = (WIDTH - 2 * MARGIN - (len(columns) - 1) * GAP) / len(columns)
    left = _flowables(blocks, sheet.fonts)
    for number, (bottom, top) in enumerate(columns):
        at = MARGIN + number * (wide + GAP)
        frame = platypus.Frame(at, bottom, wide, top - bottom, *[0] * 4)
        while left:
            if frame.add(left[0], sheet.canvas):
                left.pop(0)
                continue
            parts = frame.split(left[0], sheet.canvas)
            if parts:
                frame.add(parts[0], sheet.canvas)
                left[:1] = parts[1:]
            break
    return not left


def _registered(path: str) -> Fonts:
    """Register a TrueType font and the bold one beside it."""
    metrics: Any = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    ttfonts: Any = importlib.import_module("reportlab.pdfbase.ttfonts")
    metrics.registerFont(ttfonts.TTFont("plain", path))
    metrics.registerFont(ttfonts.TTFont("bold", path.replace("Regular", "Bold")))
    return Fonts("plain", "bold")


if __name__ == "__main__":
    draw(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        _registered(sys.argv[4]) if len(sys.argv) > 4 else Fonts(),
    )
