import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from mapper.base.errors import ArticleError
from mapper.sources import workbooks
from mapper.sources.sheets import read_sheet

HEADER = ["Place", "Date", "Killed_min", "Lat", "Killed_open"]
ROW = ["Hass", dt.date(2019, 8, 16), 3, 35.6, True]
READ = {"place": "Hass", "date": "2019-08-16", "killed_min": "3", "lat": "35.6"}


def workbook(path: Path, *pages: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(pages, 1):
        page = book.create_sheet(f"Page {number}")
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def test_a_workbook_gives_cells_in_the_forms_of_csv(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path / "a.xlsx", [HEADER, ROW]))
    assert sheet.rows[0].cells == READ | {"killed_open": "true"}
    assert sheet.notes == ()


def test_what_a_file_is_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW]).rename(tmp_path / "a.csv")
    assert read_sheet(path).rows[0].cells["place"] == "Hass"


def test_the_first_sheet_that_holds_a_table_is_read_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Read me first"]], [HEADER, ROW], [["x", "y"], [1, 2]])
    sheet = read_sheet(path)
    assert sheet.rows[0].cells["place"] == "Hass"
    assert sheet.notes == ("sheet 'Page 2' was read; not read: 'Page 1', 'Page 3'",)


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path / "a.xlsx", [[], ["Week 27"], [], HEADER, [], ROW]))
    assert [row.number for row in sheet.rows] == [6]
    assert sheet.notes == ("row 2 passed over as a title; the header is row 4",)


def test_a_formula_without_a_value_is_reported_with_its_cell(tmp_path: Path) -> None:
    row = [*ROW[:2], "=1+2", *ROW[3:]]
    (note,) = read_sheet(workbook(tmp_path / "a.xlsx", [HEADER, row])).notes
    assert "sheet 'Page 1': the formula in C2 has no value" in note


def test_an_open_document_is_read_too(tmp_path: Path) -> None:
    book, table = OpenDocumentSpreadsheet(), Table(name="one")
    for cells in (["Place", "Date", "Killed"], ["Hass", "2019-08-16"]):
        row = TableRow()
        for cell in cells:
            row.addElement(TableCell(valuetype="string"))
            row.lastChild.addElement(P(text=cell))
        table.addElement(row)
    row.addElement(TableCell(formula="of:=1+2"))
    book.spreadsheet.addElement(table)
    book.save(tmp_path / "a.ods")
    sheet = read_sheet(tmp_path / "a.ods")
    assert sheet.rows[0].cells == {"place": "Hass", "date": "2019-08-16"}
    assert "sheet 'one': the formula in C2 has no value" in sheet.notes[0]


def test_a_cell_far_from_all_others_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active["XFD1048576"] = "x"
    book.save(path)
    with pytest.raises(ArticleError, match=r"a\.xlsx, sheet 'Sheet': its cells are spread over"):
        read_sheet(path)


def test_a_bomb_ends_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST", 1000)
    with pytest.raises(ArticleError, match="unpacked"):
        read_sheet(workbook(tmp_path / "a.xlsx", [HEADER, ROW]))


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, None])
def test_a_damaged_workbook_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("xl/workbook.xml", "<broken")
        content = packed.getvalue()
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ArticleError, match=r"a\.xlsx"):
        read_sheet(tmp_path / "a.xlsx")


def test_a_directory_that_points_before_the_file_is_one_sentence(tmp_path: Path) -> None:
    content = bytearray(workbook(tmp_path / "b.xlsx", [HEADER, ROW]).read_bytes())
    at = content.rindex(b"PK\x05\x06") + 16
    content[at : at + 4] = b"\xff\xff\xff\x7f"
    (tmp_path / "a.xlsx").write_bytes(bytes(content))
    with pytest.raises(ArticleError, match=r"a\.xlsx"):
        read_sheet(tmp_path / "a.xlsx")
