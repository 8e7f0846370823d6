"""Tables that people keep, of whatever program: one header, its rows, and what was made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.errors import ArticleError
from mapper.sources.decoding import decode
from mapper.sources.delimited import read_delimited
from mapper.sources.headers import find_header, is_tagged
from mapper.sources.workbooks import kind_of, kind_of_file, read_pages, uncached_note

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from mapper.sources.headers import Numbered
    from mapper.sources.workbooks import Page

MOST_COLUMNS = 16_384
"""Columns of the widest table that is read: as many as a spreadsheet has."""

_START = 4096
_SHOWN, _LONGEST_NAME = 5, 60
_NAMED_TABLES = {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_REVIEW = frozenset({"doubt", "target", "was"})
_INVISIBLE = "\ufeff\u200b\u200e\u200f"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number, as a spreadsheet shows it, and its filled cells by column name."""

    number: int
    cells: dict[str, str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: its header, its rows that hold anything, and what to know of the reading."""

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


def read_sheet(path: Path, *, encoding: str | None = None) -> Sheet:
    """Read a table: CSV or TSV in any dialect and encoding, Excel or OpenDocument.

    Parameters
    ----------
    path
        The file; what it is is told by its content, never by its name.
    encoding
        Encoding of a table of text as somebody declares it; None to have it told.

    Returns
    -------
    sheet
        Column names are in lower case. White space around cells is cut and empty cells
        are left out. A row with more cells than the header carries its fault in words,
        and no cells. Row numbers count rows as a spreadsheet shows them, so a quoted
        line break does not count, and rows above the header do. Notes tell of titles
        passed over, of an encoding that was guessed, of other sheets of a workbook, and
        of formulas without a value.

    Raises
    ------
    ArticleError
        If the file cannot be read, is no table, has no header, names a column twice
        or breaks off inside a quotation.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ArticleError(f"cannot read {path}: {problem.strerror}") from problem
    return sheet_of(content, path.name, encoding=encoding)


def sheet_of(content: bytes, name: str, *, encoding: str | None = None) -> Sheet:
    """Read a table from the bytes of its file, as `read_sheet` does."""
    kind = kind_of(content)
    if kind == "zip":
        raise ArticleError(f"{name} is a zip archive and no workbook, or a damaged one")
    if kind:
        return _of_workbook(content, name)
    text, note = decode(content, name, encoding=encoding)
    return _named(_filled(read_delimited(text, name)), name, [note] if note else [])


def could_be_table(path: Path) -> bool:
    """Tell a table by its name, or a workbook by its content, whatever its name."""
    if path.suffix.lower() in _NAMED_TABLES:
        return True
    return kind_of_file(path) not in {None, "zip"}


def is_table_by_content(path: Path) -> bool:
    """Tell by its start whether a text may be a table: the first lines hold the same tabs.

    Prose holds commas and semicolons, and tables under the name of a text are what
    spreadsheets save with tabs.
    """
    with path.open("rb") as stream:
        lines = stream.read(_START).replace(b"\0", b"").splitlines()[:-1]
    tabs = [line.count(b"\t") for line in lines if line.strip()]
    return bool(tabs) and tabs[0] > 0 and max(tabs) == tabs[0]


def columns_in_words(names: Sequence[str]) -> str:
    """Name columns in a message, of many the first.

    Examples
    --------
    >>> columns_in_words(["a", "b"]), columns_in_words([f"c{n}" for n in range(9)])
    ('a, b', 'c0, c1, c2, c3, c4 and 4 more')
    """
    shown = [one if len(one) <= _LONGEST_NAME else f"{one[:_LONGEST_NAME]}\u2026" for one in names]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN + 1 else ""
    return ", ".join(shown[:_SHOWN] if more else shown) + more


def is_review(header: Collection[str]) -> bool:
    """Tell a sheet of `mapper review`: it lists reports again, and is no source of them."""
    return set(header) >= _REVIEW


def _of_workbook(content: bytes, name: str) -> Sheet:
    """Take the first sheet of a workbook that holds a table, and name the others."""
    pages = [(page, _filled(page.rows)) for page in read_pages(content, name)]
    filled = [(page, rows) for page, rows in pages if rows]
    if not filled:
        raise ArticleError(f"{name} is empty; its first row must name its columns")
    page, rows = next((one for one in filled if _is_grid(one[1])), filled[0])
    notes = [uncached_note(page), _others_note(page, [one for one, _ in filled])]
    return _named(rows, name, [note for note in notes if note])


def _others_note(page: Page, filled: list[Page]) -> str | None:
    """Name the sheets that were not read."""
    others = ", ".join(repr(one.name) for one in filled if one is not page)
    return f"sheet {page.name!r} was read; not read: {others}" if others else None


def _is_grid(rows: list[Numbered]) -> bool:
    """Tell whether rows look like a table: a header of two columns or more, and a row."""
    header = find_header(rows)
    if header is None or header + 1 >= len(rows):
        return False
    return sum(map(bool, rows[header][1])) > 1 or "file" in map(str.lower, rows[header][1])


def _filled(rows: list[list[str]]) -> list[Numbered]:
    """Give rows their numbers from 1, cut white space, and leave out those that hold nothing."""
    stripped = ((number, [cell.strip() for cell in cells]) for number, cells in enumerate(rows, 1))
    return [(number, cells) for number, cells in stripped if any(cells)]


def _named(filled: list[Numbered], name: str, notes: list[str]) -> Sheet:
    """Name the cells of rows after their header."""
    at = find_header(filled)
    if at is None:
        raise ArticleError(f"{name} is empty; its first row must name its columns")
    header = tuple(" ".join(one.strip(_INVISIBLE).lower().split()) for one in filled[at][1])
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise ArticleError(
            f"{name} has {len(header)} columns, more than {MOST_COLUMNS};"
            " is its first row a header?"
        )
    twice = sorted(one for one, times in Counter(header).items() if one and times > 1)
    if twice:
        raise ArticleError(f"{name} names the column {columns_in_words(twice)} twice")
    rows = filled[at + 1 :]
    if at:
        passed = ", ".join(str(number) for number, _ in filled[:at])
        notes.append(f"row {passed} passed over as a title; the header is row {filled[at][0]}")
    if rows and is_tagged(rows[0][1]):
        notes.append(f"row {rows[0][0]} passed over as HXL tags")
        rows = rows[1:]
    return Sheet(header, tuple(_row(header, number, cells) for number, cells in rows), tuple(notes))


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
