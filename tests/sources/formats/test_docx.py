import io
import zipfile
from dataclasses import replace

import pytest

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.docx import read_docx
from mapper.sources.formats.limits import LIMITS

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
    '.document.main+xml" PartName="/{}"/></Types>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{}</dc:title><dc:creator>Somebody</dc:creator>"
    "<dcterms:created>2001-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
)


def body(inner: str, space: str = SPACE) -> str:
    return (
        f'<w:document xmlns:w="{space}" xmlns:mc='
        '"http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{inner}</w:body></w:document>"
    )


def p(*runs: str) -> str:
    return f"<w:p>{''.join(one if one.startswith('<') else r(one) for one in runs)}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def packed(main: str | bytes, name: str = "word/document.xml", **more: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(name))
        archive.writestr(name, main)
        for key, content in more.items():
            archive.writestr({"core": "docProps/core.xml"}[key], content)
    return made.getvalue()


def text_of(inner: str) -> str:
    return read_docx(packed(body(inner))).text


def test_paragraphs_are_blocks() -> None:
    inner = p("Field notes") + "<w:p/>" + p("Two barrel ", "bombs fell", " on the town.")
    assert text_of(inner) == "Field notes\n\nTwo barrel bombs fell on the town."


def test_a_line_break_ends_a_block_and_signs_are_written_out() -> None:
    runs = "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:noBreakHyphen/><w:t>three so</w:t>"
    runs += "<w:softHyphen/><w:t>ft</w:t><w:br/><w:t>next</w:t></w:r>"
    stops = '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
    assert text_of(f"<w:p>{stops}{runs}</w:p>") == "one two-three soft\n\nnext"


def test_what_is_struck_out_hidden_or_a_command_is_not_read() -> None:
    inner = p(
        "Seven were killed",
        "<w:del><w:r><w:delText> in Old</w:delText><w:t> in Old</w:t></w:r></w:del>",
        "<w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom>",
        "<w:ins><w:r><w:t> in New</w:t></w:r></w:ins>",
        "<w:r><w:instrText> HYPERLINK x </w:instrText></w:r>",
        r(" secret", "<w:vanish/>"),
        r(" shown", '<w:vanish w:val="0"/>'),
    )
    assert text_of(inner) == "Seven were killed in New shown"


def test_a_row_is_a_block_and_a_lone_cell_is_its_paragraphs() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = row(p("Town"), p("Killed")) + row(p("Baluon"), p("2") + p("or 3")) + row("", "")
    framed = row(p("One.") + p("Two."))
    told = text_of(f"<w:tbl>{table}</w:tbl><w:tbl>{framed}</w:tbl>{p('End')}")
    assert told.split("\n\n") == ["Town | Killed", "Baluon | 2 or 3", "One.", "Two.", "End"]


def test_a_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice>"
        f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(p("Before ", both, "after")) == "Before after\n\nIn the box"


def test_footnotes_are_left_out_with_a_note() -> None:
    told = read_docx(packed(body(p("A raid", '<w:r><w:footnoteReference w:id="2"/></w:r>'))))
    assert (told.text, told.notes) == ("A raid", ("footnotes were left out",))


def test_the_strict_standard_is_read_and_the_text_is_found_by_its_type() -> None:
    assert read_docx(packed(body(p("A raid"), STRICT), "word/document2.xml")).text == "A raid"


def test_the_title_is_that_of_the_properties_and_their_dates_are_no_publication() -> None:
    said = read_docx(packed(body(p("A raid")), core=CORE.format(" Notes\n of June "))).said
    assert (said.title, said.published, said.publisher) == ("Notes of June", None, None)
    assert read_docx(packed(body(p("A raid")), core=CORE.format(" "))).said.title is None
    assert read_docx(packed(body(p("A raid")), core="<broken")).text == "A raid"


def test_the_language_is_that_of_nearly_all_words() -> None:
    def language(*runs: str) -> str | None:
        return read_docx(packed(body(p(*runs)))).said.language

    lang = '<w:lang w:val="en-US" w:bidi="ar-SY"/>'
    assert language(r("A raid on the town", lang)) == "en"
    assert language(r("غارة على البلدة", f"<w:rtl/>{lang}")) == "ar"
    assert language(r("غارة على البلدة", f"<w:rtl/>{lang}"), r("A raid on it", lang)) is None
    assert language("A raid") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"", "damaged"),
        (packed(body(p("A raid")))[:-40], "damaged"),
        (packed("<w:document"), "damaged"),
        (packed(body(p("A raid")), "xl/workbook.xml"), "ok"),
        (packed(b"\xff\xfe\0"), "damaged"),
        (packed('<!DOCTYPE a [<!ENTITY b "c">]>' + body(p("A raid &b;"))), "hostile"),
        (packed(('<!DOCTYPE a SYSTEM "file:///x">' + body("")).encode("utf-16")), "hostile"),
        (packed(body("<w:p>" * 500 + "</w:p>" * 500)), "hostile"),
        (packed(body(p("\ufffe"))), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, reason: str) -> None:
    if reason == "ok":
        assert read_docx(content).text == "A raid"
        return
    with pytest.raises(DocumentError) as refused:
        read_docx(content)
    assert refused.value.reason == reason


def test_an_archive_without_a_text_is_no_docx() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "A raid")
    with pytest.raises(DocumentError, match="no text of a word processor"):
        read_docx(made.getvalue())


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = packed(body(f"<!--{'x' * 30_000_000}-->"))
    assert len(bomb) < 100_000
    with pytest.raises(DocumentError, match="200 times its size"):
        read_docx(bomb)


def test_sizes_are_limited_packed_unpacked_and_read() -> None:
    whole = packed(body(p("A raid on the town. " * 50)))
    for small in (replace(LIMITS, paper=100), replace(LIMITS, part=100), replace(LIMITS, text=600)):
        with pytest.raises(DocumentError) as refused:
            read_docx(whole, limits=small)
        assert refused.value.reason == "too_large"


def test_a_locked_member_is_refused() -> None:
    whole = bytearray(packed(body(p("A raid"))))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 8] |= 1
    with pytest.raises(DocumentError, match="locked with a password"):
        read_docx(bytes(whole))
