"""Which row of a table names its columns, and which rows above and below it say other things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbered = tuple[int, list[str]]

_LOOKED_AT = 30
_TAG = re.compile(r"#[A-Za-z][\w ]*(?:\+[\w+ ]*)?")
_LONELY = {"file"}
"""Columns that are a table by themselves: a manifest needs no other."""


def find_header(rows: Sequence[Numbered]) -> int | None:
    """Find the row that names the columns.

    Parameters
    ----------
    rows
        Rows that hold anything, with their numbers.

    Returns
    -------
    index
        Of the first row about as wide as those below it, all of whose cells differ and
        begin with no digit, where what stands above it is at most half as wide; else 0.
        None of a table without rows.

    Examples
    --------
    >>> find_header([(1, ["Week 27"]), (3, ["place", "date", "note"]), (4, ["Hass", "2019", "x"])])
    1
    """
    if not rows:
        return None
    head = rows[:_LOOKED_AT]
    widths = [sum(map(bool, cells)) for _, cells in head]
    if [cell.lower() for cell in head[0][1] if cell] in [[one] for one in _LONELY]:
        return 0
    for index, (_, cells) in enumerate(head):
        below = sorted(widths[index:], reverse=True)
        usual = below[min(1, len(below) - 1)]
        if 2 * widths[index] <= usual or (widths[index] == 1 and usual > 1):
            continue
        return index if _names(cells) and 2 * max(widths[:index], default=0) <= widths[index] else 0
    return 0


def is_tagged(cells: Sequence[str]) -> bool:
    """Tell whether a row holds HXL tags, which say for machines what each column is.

    Examples
    --------
    >>> is_tagged(["#event+id", "", "#date"]), is_tagged(["#1 street", "Hass"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(_TAG.fullmatch(cell) for cell in filled)


def _names(cells: Sequence[str]) -> bool:
    """Tell whether cells could name columns."""
    filled = [" ".join(cell.lower().split()) for cell in cells if cell.strip()]
    return len(set(filled)) == len(filled) and not any(cell[0].isdigit() for cell in filled)
