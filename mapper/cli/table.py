"""Rows as a table of plain text, fitted to the terminal."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

from mapper.base.direction import isolated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "
_LEAST = 8
_DOTS = "…"


def fitted(names: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    """Lay rows out under their headings.

    Parameters
    ----------
    names
        Headings.
    rows
        Cells as text, one per heading.
    width
        Columns of the terminal; wide cells are cut with "…" to fit. None cuts nothing.

    Examples
    --------
    >>> list(fitted(["a", "b"], [["1", "a long cell"]], 12))
    ['a  b', '1  a long c…']
    """
    widths = [max(map(_cells, column)) for column in zip(names, *rows, strict=True)]
    if width is not None:
        _shrink(widths, width)
    for row in (names, *rows):
        yield GAP.join(_pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()


def terminal_width() -> int | None:
    """Give the width to fit to; None when stdout is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _shrink(widths: list[int], width: int) -> None:
    """Take room from the widest column until the row fits or all are narrow."""
    while sum(widths) + len(GAP) * (len(widths) - 1) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1


def _pad(text: str, size: int) -> str:
    """Fill a cell up to its width, or cut it."""
    text = " ".join(text.split())
    if _cells(text) > size:
        while _cells(text) > size - 1:
            text = text[:-1]
        text += _DOTS
    return isolated(text) + " " * (size - _cells(text))


def _cells(text: str) -> int:
    """Count the terminal cells of a text: none for combining marks, two for wide signs."""
    return sum(_cell(sign) for sign in " ".join(text.split()))


def _cell(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
