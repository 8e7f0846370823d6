"""Draws a marked text into a PDF in one column with Pango on cairo.

    python tests/gold/documents/draw_cairo.py TEXT.txt PAPER.pdf FONT

For papers of the gold set: each paragraph runs in the direction of its first letter, as Pango
finds it. Needs PyGObject with Pango and cairo, and the font by its family.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 420.0, 595.0, 45.0
"""A5 and its margins in points."""

_SIZES = {"#": 16, "~": 8}
"""Size of type in points by mark; what has none is a paragraph."""


def draw(text: Path, paper: Path, font: str) -> None:
    """Draw the paragraphs under each other; one that does not fit goes to the next page.

    Parameters
    ----------
    text
        Marked text: see the folder's README.
    paper
        PDF to write.
    font
        Family of the font.
    """
    cairo: Any = importlib.import_module("cairo")
    gi: Any = importlib.import_module("gi")
    gi.require_version("Pango", "1.0")
    gi.require_version("PangoCairo", "1.0")
    pango: Any = importlib.import_module("gi.repository.Pango")
    pangocairo: Any = importlib.import_module("gi.repository.PangoCairo")
    surface = cairo.PDFSurface(str(paper), WIDTH, HEIGHT)
    context = cairo.Context(surface)
    top = MARGIN
    for line in text.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("@"):
            continue
        mark = line[0] if line[0] in "#~" else ""
        layout = pangocairo.create_layout(context)
        layout.set_width(int((WIDTH - 2 * MARGIN) * pango.SCALE))
        layout.set_justify(not mark)
        layout.set_font_description(pango.FontDescription(f"{font} {_SIZES.get(mark, 11)}"))
        layout.set_text(line[2:] if mark else line, -1)
        height = layout.get_pixel_size()[1]
        if top + height > HEIGHT - MARGIN:
            context.show_page()
            top = MARGIN
        context.move_to(MARGIN, top)
        pangocairo.show_layout(context, layout)
        top += height + 7
    surface.finish()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
