from pathlib import Path

import pytest

from mapper.base.errors import ArticleError
from mapper.sources.sheets import read_sheet


def cells(path: Path, text: str, encoding: str = "utf-8") -> list[tuple[int, dict[str, str]]]:
    path.write_bytes(text.encode(encoding))
    return [(row.number, row.cells) for row in read_sheet(path).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_reads_whichever_separator_the_header_uses(tmp_path: Path, separator: str) -> None:
    text = "\r\n".join(separator.join(r) for r in (("Place", "Date"), ("Hass", "2019-08-16")))
    assert cells(tmp_path / "a.csv", text) == [(2, {"place": "Hass", "date": "2019-08-16"})]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert cells(tmp_path / "a.csv", "file\na.txt\n", "utf-8-sig") == [(2, {"file": "a.txt"})]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'file,note\na.txt,"two\nlines"\n\n,,\nb.txt\n'
    assert [number for number, _ in cells(tmp_path / "a.csv", text)] == [2, 5]


def test_a_row_with_more_cells_than_the_header_carries_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("file,note\na.txt,one,two\n", encoding="utf-8")
    (row,) = read_sheet(path).rows
    assert row.cells == {}
    assert "quotation marks" in (row.fault or "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("file,publisher\na.txt,Caf\u00e9\n".encode("latin-1"), "not UTF-8"),
        (b'file,note\na.txt,"open\n', "quotation mark left open"),
        (b"file,note,note\n", "twice"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_is_wrong(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=message) as caught:
        read_sheet(path)
    assert "list.csv" in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"none\.csv"):
        read_sheet(tmp_path / "none.csv")
