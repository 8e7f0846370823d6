"""Tables told from columns of text, and their rows.

Columns of an article hold text that flows: lines fill their width, and white seldom runs through
all columns at one height. Cells of a table are short, and rows are parted by white.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.lines import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.sources.formats.pdf.lines import Piece

    Row = tuple[tuple[Piece, ...], ...]

LEVEL = 0.3
"""How far, in sizes, base lines of one line may differ."""
APART = 0.75
"""The share of a column's lines that stand in rows of their own, if the column is a table's."""
FLOWING = 18
"""Letters of the middle line of a column that flows."""
FULL, MOST = 0.72, 0.55
"""A line that fills this share of its column is full; and this share of the lines must be."""
CUT = 0.4
"""The most rows of a table that end amid a sentence in a full line."""
SETTLED = 0.2
"""How much wider than the narrowest white between lines, in sizes, that is which parts rows."""
ROWS = 3
"""The least rows of a table whose columns all flow."""


def is_table(columns: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether parts of a page beside one another are columns of a table."""
    if len(columns) < 2:  # noqa: PLR2004 - a table has two columns
        return False
    rows = rows_in([piece for column in columns for piece in column])
    if len(rows) < 2:  # noqa: PLR2004 - a single row has no columns
        return False
    flowing = sum(flows(column) for column in columns)
    if flowing == len(columns):
        return len(columns) >= ROWS and len(rows) >= ROWS and filled(rows, columns) >= APART
    if flowing > len(columns) / 2:
        return False
    is_pair = len(columns) == 2  # noqa: PLR2004 - notes beside text
    if is_pair and any(flows(column) and runs_past(column, rows) for column in columns):
        return False
    fewest = min(columns, key=lambda column: len(lines_of(column)))
    of = {id(piece): at for at, row in enumerate(rows) for piece in row}
    own = len({of[id(piece)] for piece in fewest})
    return own >= APART * len(lines_of(fewest))


def runs_past(column: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether text of a column runs on from row to row, as beside a column of notes.

    In a table a cell ends where its row does: with a stop, or with room in its last line.
    """
    members = {id(piece) for piece in column}
    wide = max(one.x1 for one in column) - min(one.x0 for one in column)
    cells = [cell for row in rows if (cell := [one for one in row if id(one) in members])]
    cut = 0
    for cell, later in pairwise(cells):
        last, first = max(cell, key=lambda one: one.y), min(later, key=lambda one: one.y)
        is_full = last.x1 - last.x0 >= FULL * wide
        cut += is_full and not ends(last) and not begins(first)
    return cut > CUT * (len(cells) - 1)


def begins(piece: Piece) -> bool:
    """Tell whether a piece begins with a capital or a number, as sentences and cells do."""
    text = text_of(piece.glyphs, rtl=piece.leftward > piece.rightward)
    return text[:1].isupper() or text[:1].isdigit()


def ends(piece: Piece) -> bool:
    """Tell whether a piece ends a sentence."""
    text = text_of(piece.glyphs, rtl=piece.leftward > piece.rightward)
    return text.rstrip("\"'\u201d\u2019\u00bb)]0123456789")[-1:] in {*".!?:\u061f\u06d4\u2026"}


def filled(rows: Sequence[Sequence[Piece]], columns: Sequence[Sequence[Piece]]) -> float:
    """Give the share of rows that have something in each column, and more lines than one."""
    members = [{id(piece) for piece in column} for column in columns]
    full = sum(
        len(lines_of(row)) > 1 and all(any(id(one) in has for one in row) for has in members)
        for row in rows
    )
    return full / len(rows)


def flows(column: Sequence[Piece]) -> bool:
    """Tell whether the lines of a column are those of running text."""
    lines = lines_of(column)
    if len(lines) < ROWS or median(sum(one.letters for one in line) for line in lines) < FLOWING:
        return False
    wide = max(one.x1 for one in column) - min(one.x0 for one in column)
    full = sum(
        max(one.x1 for one in line) - min(one.x0 for one in line) >= FULL * wide for line in lines
    )
    return full >= MOST * len(lines)


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces by height, from the top down."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.y):
        if lines and piece.y - lines[-1][0].y <= LEVEL * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def rows_in(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces into rows by the white that runs through all of them.

    Where some white is wider than the rest it parts rows and the rest lies inside cells. Where
    all is alike each line is a row; one that leaves the first column empty belongs to the row
    above it.
    """
    bands: list[list[Piece]] = []
    low = float("-inf")
    whites: list[float] = []
    for piece in sorted(pieces, key=lambda one: one.top):
        top, bottom = piece.top + 0.1 * piece.size, piece.bottom - 0.1 * piece.size
        if top > low:
            whites.append(top - low)
            bands.append([])
        bands[-1].append(piece)
        low = max(low, bottom)
    if not bands:
        return []
    size = median(piece.size for piece in pieces)
    least = min(whites[1:], default=0.0)
    if least > size or all(white <= least + SETTLED * size for white in whites[1:]):
        return with_rests(bands)
    return grouped(bands, whites, least + SETTLED * size)


def grouped(bands: list[list[Piece]], whites: Sequence[float], widest: float) -> list[list[Piece]]:
    """Put bands together that stand closer than rows do, unless each fills all its cells."""
    groups: list[list[list[Piece]]] = []
    for band, white in zip(bands, whites, strict=True):
        if not groups or white > widest:
            groups.append([])
        groups[-1].append(band)
    rows: list[list[Piece]] = []
    for group in groups:
        most = max(len(cells_of(band)) for band in group)
        if most > 1 and all(len(cells_of(band)) == most for band in group):
            rows += group
        else:
            rows += [[piece for band in group for piece in band]]
    return rows


def with_rests(bands: list[list[Piece]]) -> list[list[Piece]]:
    """Put a band that leaves the first column empty to the row above."""
    rows: list[list[Piece]] = []
    for band in bands:
        above = rows[-1] if rows else []
        is_rest = (
            len(cells_of(above)) > 1
            and len(cells_of(band)) < len(cells_of(above))
            and min(one.x0 for one in band) > min(one.x1 for one in above)
        )
        if is_rest:
            above += band
        else:
            rows.append(list(band))
    return rows


def cells_of(row: Sequence[Piece]) -> list[list[Piece]]:
    """Group the pieces of a row into cells, from left to right: pieces of one overlap in x."""
    cells: list[list[Piece]] = []
    right = float("-inf")
    for piece in sorted(row, key=lambda one: one.x0):
        if piece.x0 >= right - 0.1 * piece.size:
            cells.append([])
        cells[-1].append(piece)
        right = max(right, piece.x1)
    return cells


def bare(
    rows: Sequence[list[Piece]],
) -> tuple[Sequence[list[Piece]], list[Piece], list[Piece]]:
    """Take off lines over and under a table that are no rows: they have one cell.

    Returns
    -------
    The rows, the pieces over them and the pieces under them.
    """
    wide = [at for at, row in enumerate(rows) if len(cells_of(row)) > 1]
    first, last = (wide[0], wide[-1] + 1) if wide else (0, len(rows))
    over = [piece for row in rows[:first] for piece in row]
    under = [piece for row in rows[last:] for piece in row]
    return rows[first:last], over, under


def table_rows(rows: Sequence[Sequence[Piece]], *, rtl: bool) -> tuple[Row, ...]:
    """Give the cells of each row in reading order."""
    found = []
    for row in rows:
        cells = [tuple(cell) for cell in cells_of(row)]
        found.append(tuple(reversed(cells)) if rtl else tuple(cells))
    return tuple(found)
