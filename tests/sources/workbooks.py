"""The table as workbooks of Excel and LibreOffice hold it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl import Workbook
from sources.writing import NATIVE, Cell, Dialect, Style, matrix, rows, serial

NOTES = (
    ("About this sheet", "Columns as in our handbook."),
    ("place", "as the source spells it"),
    ("date", "of the strike, not of the report"),
)
LAST_ROW = 1048576
TEXT = Style(degree=float, count=int, empty=None)
"""Days and flags as text, figures as figures."""


def excel(lines: Iterable[Sequence[Cell]], *, notes: bool = False) -> Callable[[Path], None]:
    """Write a workbook of Excel."""
    body = [list(line) for line in lines]

    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        sheet.title = "Incidents"
        for line in body:
            sheet.append(line)
        if notes:
            second = book.create_sheet("Notes")
            for said in NOTES:
                second.append(said)
        book.save(path)

    return write


def ods_cell(value: Cell) -> TableCell:
    """Write a cell as LibreOffice does: its value, and the text that is shown."""
    if value is None:
        return TableCell()
    if isinstance(value, bool):
        said = str(value).lower()
        cell, shown = TableCell(valuetype="boolean", booleanvalue=said), said.upper()
    elif isinstance(value, int | float):
        cell, shown = TableCell(valuetype="float", value=str(value)), str(value)
    elif isinstance(value, date):
        cell, shown = TableCell(valuetype="date", datevalue=str(value)), f"{value:%d/%m/%y}"
    else:
        cell, shown = TableCell(valuetype="string"), value
    for paragraph in shown.split("\n"):
        cell.addElement(P(text=paragraph))
    return cell


def libre(lines: Iterable[Sequence[Cell]], *, notes: bool = False) -> Callable[[Path], None]:
    """Write a workbook of LibreOffice, with the empty rows that it puts down to the last."""
    body = [list(line) for line in lines]

    def sheet(name: str, cells: Sequence[Sequence[Cell]]) -> Table:
        table = Table(name=name)
        table.addElement(TableColumn(numbercolumnsrepeated=len(cells[0])))
        for line in cells:
            written = TableRow()
            for value in line:
                written.addElement(ods_cell(value))
            table.addElement(written)
        rest = TableRow(numberrowsrepeated=LAST_ROW - len(cells))
        rest.addElement(TableCell(numbercolumnsrepeated=len(cells[0])))
        table.addElement(rest)
        return table

    def write(path: Path) -> None:
        book = OpenDocumentSpreadsheet()
        book.spreadsheet.addElement(sheet("Incidents", body))
        if notes:
            book.spreadsheet.addElement(sheet("Notes", NOTES))
        book.save(path)

    return write


def workbooks() -> list[Dialect]:
    """Give the dialects of workbooks: true days, days as text, days as bare figures."""
    dates, text = matrix(rows(NATIVE)), matrix(rows(TEXT))
    figures = matrix(rows(replace(NATIVE, day=serial)))
    return [
        Dialect("xlsx", "dates.xlsx", excel(dates)),
        Dialect("xlsx, days as text, second sheet", "text.xlsx", excel(text, notes=True)),
        Dialect("xlsx, days as serials", "serials.xlsx", excel(figures)),
        Dialect("ods", "dates.ods", libre(dates)),
        Dialect("ods, days as text, second sheet", "text.ods", libre(text, notes=True)),
    ]
