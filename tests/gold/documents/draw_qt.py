"""Draws a page of HTML into a PDF with Qt.

    python tests/gold/documents/draw_qt.py PAGE.html PAPER.pdf

For papers of the gold set: `QTextDocument` on a `QPdfWriter`. Needs PyQt5 and the fonts named in
the page.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any


def draw(page: Path, paper: Path) -> None:
    """Draw a page on A4 with margins of 22 mm.

    Parameters
    ----------
    page
        HTML of Qt's subset, UTF-8.
    paper
        PDF to write.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui: Any = importlib.import_module("PyQt5.QtGui")
    core: Any = importlib.import_module("PyQt5.QtCore")
    _application = gui.QGuiApplication([])
    writer = gui.QPdfWriter(str(paper))
    writer.setPageSize(gui.QPageSize(gui.QPageSize.A4))
    writer.setPageMargins(core.QMarginsF(22, 22, 22, 22), gui.QPageLayout.Millimeter)
    document = gui.QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(page.read_text(encoding="utf-8"))
    document.setPageSize(core.QSizeF(writer.width(), writer.height()))
    painter = gui.QPainter(writer)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * writer.height())
        clip = core.QRectF(0, number * writer.height(), writer.width(), writer.height())
        document.drawContents(painter, clip)
        painter.restore()
    painter.end()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
