"""Workbooks: the cells of Excel and OpenDocument sheets in the forms that CSV has them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from typing import IO, TYPE_CHECKING, Any

from mapper.base.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
LARGEST = 400_000_000
"""Bytes that the parts of a workbook may hold once unpacked."""

_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
    *(RuntimeError, NotImplementedError),
)
_LARGEST_GRID = 60_000_000
_SHOWN = 5
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*>[^<]|<is\b")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_REFERENCES = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ODS_PART = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_ODS_TIMES = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: its rows from row 1 on, and where a formula has no value."""

    name: str
    rows: list[list[str]]
    uncached: tuple[str, ...]


def kind_of(content: bytes) -> str | None:
    """Tell a workbook by its content.

    Returns
    -------
    kind
        ``xlsx``, ``ods`` or ``xls``; ``zip`` for an archive that is no workbook; None
        for anything else.
    """
    return _kind_of(io.BytesIO(content))


def kind_of_file(path: Path) -> str | None:
    """Tell a workbook as `kind_of` does, by its first bytes and the names inside."""
    with path.open("rb") as stream:
        return _kind_of(stream)


def _kind_of(stream: IO[bytes]) -> str | None:
    """Tell a workbook without reading what it holds."""
    start = stream.read(len(OLE))
    if start == OLE:
        return "xls"
    if not start.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            typed = archive.read("mimetype") if "mimetype" in names else _SPREADSHEET
    except _DAMAGE:
        return "zip"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "ods" if "content.xml" in names and typed.strip() == _SPREADSHEET else "zip"


def read_pages(content: bytes, name: str) -> Iterator[Page]:
    """Read the sheets of a workbook, those that are shown before the hidden ones.

    Parameters
    ----------
    content
        All bytes of the file.
    name
        Name of the file, for messages.

    Raises
    ------
    ArticleError
        If it is locked, damaged, or spread over more cells than a table has.
    """
    from python_calamine import (  # noqa: PLC0415 - few tables need it
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        faults = _look_inside(content, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        listed.sort(key=lambda one: one.visible != SheetVisibleEnum.Visible)
        for one in listed:
            rows = book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            yield Page(
                one.name,
                [[as_text(cell) for cell in row] for row in rows],
                faults.get(one.name, ()),
            )
    except PasswordError:
        raise ArticleError(
            f"{name} is locked with a password; save it without one and build again"
        ) from None
    except (CalamineError, KeyError, *_DAMAGE) as problem:
        raise ArticleError(
            f"{name} is a workbook that cannot be read ({problem}); save the sheet as 'CSV UTF-8'"
        ) from None


def as_text(cell: Any) -> str:  # noqa: ANN401 - whatever a workbook holds
    """Write a cell's value as a CSV table would have it.

    Examples
    --------
    >>> as_text(3.0), as_text(True), as_text(datetime(2019, 5, 6))
    ('3', 'true', '2019-05-06')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _look_inside(content: bytes, name: str) -> dict[str, tuple[str, ...]]:
    """Find formulas without a value, by sheet; refuse a book too large to be a table.

    The reader takes a formula without its value for an empty cell, and makes room for
    every cell between the first and the last.
    """
    if not content.startswith(ZIP):
        return {}
    archive = zipfile.ZipFile(io.BytesIO(content))
    if sum(one.file_size for one in archive.infolist()) > LARGEST:
        most = LARGEST // 1_000_000
        raise ArticleError(f"{name} holds more than {most} MB unpacked; save the sheet as CSV")
    names = set(archive.namelist())
    if "content.xml" in names:
        return _uncached_of_ods(archive.read("content.xml"))
    found = {}
    for sheet, part in _parts(archive):
        if part not in names:
            continue
        text = archive.read(part)
        _check_grid(text, f"{name}, sheet {sheet!r}")
        if b"<f" in text or b't="e"' in text:
            found[sheet] = tuple(_uncached(text))
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give each sheet's name with the part of the archive that holds it."""
    if "xl/workbook.xml" not in archive.namelist():
        return

    def said(tag: bytes, key: bytes) -> str:
        match = re.search(rb"\b" + key + rb'="([^"]*)"', tag)
        return unescape(match[1].decode("utf-8", "replace")) if match else ""

    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {said(tag, b"Id"): said(tag, b"Target") for tag in _RELATION.findall(relations)}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(said(tag, b"r:id"), "")
        yield said(tag, b"name"), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _check_grid(text: bytes, where: str) -> None:
    """Refuse a sheet whose last cell lies far from all others."""
    found = [(match[1], int(match[2])) for match in _REFERENCES.finditer(text)]
    last_row = max((row for _, row in found), default=1)
    last_column = max((_number(letters) for letters in {one for one, _ in found}), default=1)
    if last_row * last_column > _LARGEST_GRID:
        raise ArticleError(
            f"{where}: its cells are spread over {last_row} rows and {last_column} columns; "
            "copy the table into a new sheet"
        )


def _number(letters: bytes) -> int:
    """Count a column from its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _uncached(text: bytes) -> Iterator[str]:
    """Name the cells of a sheet whose formula has no value, or an error for one."""
    for match in _CELL.finditer(text):
        inside = match[2] or b""
        is_empty_text = b't="str"' in match[1] and b"<v" in inside
        is_error = b't="e"' in match[1] and b"#N/A" not in inside
        is_open = b"<f" in inside and not is_empty_text and not _VALUE.search(inside)
        if is_error or is_open:
            reference = _REFERENCE.search(match[1])
            yield (reference[1] + reference[2]).decode() if reference else "?"


def _uncached_of_ods(text: bytes) -> dict[str, tuple[str, ...]]:
    """Name the cells of an OpenDocument book whose formula has no value, by sheet."""
    found: dict[str, list[str]] = {}
    sheet, row, column, rows = "", 0, 0, 1
    for match in _ODS_PART.finditer(text):
        kind, said = match[1], match[2]
        repeated = _ODS_TIMES.search(said)
        times = int(repeated[1]) if repeated else 1
        if kind == b"table":
            name = _ODS_NAME.search(said)
            sheet, row, rows = unescape(name[1].decode()) if name else "", 0, 1
        elif kind == b"table-row":
            row, rows, column = row + rows, times, 0
        else:
            if b"table:formula=" in said and b"office:value-type=" not in said:
                found.setdefault(sheet, []).append(f"{_letters(column)}{row}")
            column += times
    return {name: tuple(cells) for name, cells in found.items()}


def _letters(column: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does.

    Examples
    --------
    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def uncached_note(page: Page) -> str | None:
    """Say which formulas were read as empty cells."""
    if not page.uncached:
        return None
    shown = ", ".join(page.uncached[:_SHOWN])
    more = f" and {len(page.uncached) - _SHOWN} more" if len(page.uncached) > _SHOWN else ""
    return (
        f"sheet {page.name!r}: the formula in {shown}{more} has no value (never computed, or an "
        "error) and is read as empty; open the file in a spreadsheet, save it and build again"
    )
