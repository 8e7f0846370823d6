"""Rows as a table of plain text, fitted to the terminal."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from mapper.base.direction import isolated
from mapper.base.shown import in_a_cell

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
    rows = [[in_a_cell(cell) for cell in row] for row in rows]
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
    widths[:] = [min(one, max(width, _LEAST)) for one in widths]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1


def _pad(text: str, size: int) -> str:
    """Fill a cell up to its width, or cut it."""
    if _cells(text) > size:
        ends = accumulate(map(_cell, text))
        text = text[: sum(1 for _ in takewhile(lambda end: end < size, ends))] + _DOTS
    return isolated(text) + " " * (size - _cells(text))


def _cells(text: str) -> int:
    """Count the terminal cells of a text: none for combining marks, two for wide signs."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
