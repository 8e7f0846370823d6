"""CSV tables that people keep: with a byte-order mark, semicolons, short rows, row numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number, the header being row 1, and its filled cells by column name."""

    number: int
    cells: dict[str, str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: its header and its rows that hold anything."""

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV table, whichever of comma, semicolon or tab parts its cells.

    Parameters
    ----------
    path
        UTF-8 file, with or without a byte-order mark. Its first row is the header;
        column names are compared in lower case.

    Returns
    -------
    sheet
        White space around cells is cut and empty cells are left out. A row with more
        cells than the header carries its fault in words, and no cells. Row numbers
        count rows as a spreadsheet shows them, so a quoted line break does not count.

    Raises
    ------
    ArticleError
        If the file cannot be read, is not UTF-8, has no header, names a column twice
        or breaks off inside a quotation.
    """
    text = _decode(path)
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        numbered = [
            (number, [cell.strip() for cell in cells]) for number, cells in enumerate(reader, 1)
        ]
    except csv.Error as problem:
        raise ArticleError(
            f"{path.name}: line {reader.line_num} is not CSV ({problem}); "
            "is a quotation mark left open?"
        ) from problem
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if not filled:
        raise ArticleError(f"{path.name} is empty; its first row must name its columns")
    header = tuple(name.lower() for name in filled[0][1])
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise ArticleError(f"{path.name} names the column {', '.join(twice)} twice")
    return Sheet(header, tuple(_row(header, number, cells) for number, cells in filled[1:]))


def _decode(path: Path) -> str:
    """Read a table's text."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ArticleError(f"cannot read {path}: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise ArticleError(
            f"{path.name} is not UTF-8 (byte {problem.start}); "
            "save it as 'CSV UTF-8' and build again"
        ) from problem


def _row(header: tuple[str, ...], number: int, cells: list[str]) -> SheetRow:
    """Name a row's cells after the header."""
    if any(cells[len(header) :]):
        fault = (
            f"{len(cells)} cells under a header of {len(header)}; put text that holds the "
            'separator in quotation marks: "like, this"'
        )
        return SheetRow(number, {}, fault)
    named = zip(header, cells, strict=False)
    return SheetRow(number, {name: cell for name, cell in named if name and cell})
