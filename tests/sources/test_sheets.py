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


def test_a_backslash_before_a_doubled_mark_escapes_nothing(tmp_path: Path) -> None:
    text = 'file;note\na.txt;"says ""C:\\""; no more"\nb.txt;"{""a"": ""\\""x""}"\n'
    assert [row["note"] for _, row in cells(tmp_path / "a.csv", text)] == [
        'says "C:\\"; no more',
        '{"a": "\\"x"}',
    ]


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
        (b"<html><table><tr><td>place</td></tr></table>", "web page"),
        (b"PK\x03\x04nothing", "zip archive"),
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


RECORDS = [["place", "date", "killed"], ["Hass", "2019-08-16", "3"], ["Jabala", "2019-08-17", ""]]
READ = [
    (2, {"place": "Hass", "date": "2019-08-16", "killed": "3"}),
    (3, {"place": "Jabala", "date": "2019-08-17"}),
]


def lines(rows: list[list[str]], delimiter: str = ",", quote: str = "") -> str:
    return "\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows) + "\n"


@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f"])
def test_any_separator_and_quoting_gives_the_same_rows(
    tmp_path: Path, delimiter: str, quote: str
) -> None:
    assert cells(tmp_path / "a.csv", lines(RECORDS, delimiter, quote)) == READ


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_width_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    assert cells(tmp_path / "a.csv", lines(RECORDS), encoding) == READ


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_any_line_ending_gives_the_same_rows(tmp_path: Path, ending: str) -> None:
    assert cells(tmp_path / "a.csv", lines(RECORDS).replace("\n", ending)) == READ


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("قرية قرب حاس أصيبت بغارة جوية", "cp1256"),
        ("Hôpital touché près de là, été", "cp1252"),
        ("İdlib, Şubat ağır saldırı", "cp1254"),
        ("Хасс удар по деревне", "cp1251"),
    ],
)
def test_an_old_encoding_is_told_by_its_letters_and_said(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"place;note\nHass;{text}\n".encode(encoding))
    sheet = read_sheet(path)
    assert sheet.rows[0].cells["note"] == text
    assert encoding in sheet.notes[0]


def test_a_declared_encoding_goes_before_any_guess(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("place,note\nHass,Şubat ağır\n".encode("cp1254"))
    assert read_sheet(path, encoding="cp1254").rows[0].cells["note"] == "Şubat ağır"
    with pytest.raises(ArticleError, match="no encoding is called 'klingon'"):
        read_sheet(path, encoding="klingon")


def test_titles_above_the_header_and_tags_below_are_passed_over_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    tags = ["#loc+name", "#date", "#affected+killed"]
    text = "Week 27; all incidents;\n;;\n" + lines([RECORDS[0], tags, *RECORDS[1:]], ";")
    path.write_text(text.replace("; all incidents;", ";;"), encoding="utf-8")
    sheet = read_sheet(path)
    assert sheet.header == ("place", "date", "killed")
    assert [row.number for row in sheet.rows] == [5, 6]
    assert sheet.notes == (
        "row 1 passed over as a title; the header is row 3",
        "row 4 passed over as HXL tags",
    )


def test_a_line_that_names_the_separator_is_obeyed_and_counted(tmp_path: Path) -> None:
    text = "sep=;\n" + lines(RECORDS, ";").replace("Hass", "Hass, Jabala")
    assert cells(tmp_path / "a.csv", text)[0] == (3, READ[0][1] | {"place": "Hass, Jabala"})


def test_decimal_commas_do_not_part_cells(tmp_path: Path) -> None:
    text = "place;lat;lon\nHass;35,6;36,5\nAriha;35,8;36,6\n"
    assert cells(tmp_path / "a.csv", text)[0] == (
        2,
        {"place": "Hass", "lat": "35,6", "lon": "36,5"},
    )


def test_a_cell_may_be_as_long_as_the_file(tmp_path: Path) -> None:
    long = "x" * 300_000
    ((_, row),) = cells(tmp_path / "a.csv", f"place,note\nHass,{long}\n")
    assert row["note"] == long


def test_a_lone_quotation_mark_in_a_table_with_tabs_is_a_sign_like_any_other(
    tmp_path: Path,
) -> None:
    text = 'place\tnote\nHass\t"Abu X camp\nJabala\tb\n'
    assert cells(tmp_path / "a.tsv", text)[0][1]["note"] == '"Abu X camp'
