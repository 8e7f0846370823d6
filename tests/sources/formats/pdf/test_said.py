"""What a PDF says of itself, what is said of its reading, and what is refused."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, told, wrapped

from mapper.sources.formats.pdf.said import title_of

TEXT = (
    "The council counted the dead on the next morning and found that one of them had been counted "
    "twice, so that the figure given first was wrong by one and had to be put right in the list."
)


@pytest.mark.parametrize(
    "written",
    [
        *("Microsoft Word - flash report v3.docx", "flash_report.pdf", "untitled", "Untitled-1"),
        *("flash report final.doc", "", "  ", "Document1", "2019-05", "about:blank"),
    ],
)
def test_a_title_that_a_program_put_in_is_none(written: str) -> None:
    assert title_of(written) is None


@pytest.mark.parametrize("written", ["Flash report", "تقرير عاجل", "Idlib, May 2019", "A. Smith"])
def test_a_title_that_a_person_wrote_is_kept(written: str) -> None:
    assert title_of(written) == written


def test_images_without_text_are_a_scan() -> None:
    found = told(Paper().page().image().page().image().bytes())
    assert found["reason"] == "scan"
    assert found["detail"].startswith("page images without text (2 pages); run it through OCR")


def test_a_stamp_on_each_image_makes_no_text_of_a_scan() -> None:
    paper = Paper()
    for _ in range(3):
        paper.page().image().put(400, 830, "Scanned by a telephone", 7)
    assert told(paper.bytes())["reason"] == "scan"


def test_text_over_an_image_is_read() -> None:
    paper = Paper().page().image().lines(50, 100, wrapped(TEXT, 400))
    assert told(paper.bytes())["text"] == TEXT


def test_a_note_names_pages_that_are_images() -> None:
    paper = Paper().page().lines(50, 100, wrapped(TEXT, 400)).page().image().page().image()
    found = told(paper.bytes())
    assert found["text"] == TEXT
    assert found["notes"] == ["pages 2, 3 are images with hardly any text: not read"]


def test_fonts_that_say_nothing_are_refused() -> None:
    paper = Paper(has_unicode=False).page().seen(500, 100, list("abcdefghij"))
    assert told(paper.bytes())["reason"] == "no_letters"


def test_a_font_that_says_a_whole_line_for_one_shape_is_refused() -> None:
    paper = Paper().page().seen(500, 100, ["the whole line for one shape", "x"])
    assert told(paper.bytes())["reason"] == "no_letters"


def test_a_few_unknown_letters_are_marked_and_said() -> None:
    paper = Paper().page().lines(50, 100, wrapped(TEXT, 400)).seen(500, 300, ["a", "\ue000"])
    found = told(paper.bytes())
    assert found["text"].endswith("a\N{REPLACEMENT CHARACTER}")
    assert found["notes"] == ["1 letters whose fonts do not say what they mean (page 1)"]


def test_a_lock_with_a_password_is_refused() -> None:
    found = told(Paper(is_locked=True).page().lines(50, 100, wrapped(TEXT, 400)).bytes())
    assert found["reason"] == "locked"
    assert "save it without one" in found["detail"]


def test_pages_without_anything_are_empty() -> None:
    assert told(Paper().page().bytes())["reason"] == "empty"


def test_words_drawn_as_shapes_are_a_scan() -> None:
    paper = Paper().page()
    for at in range(400):
        paper.raw(f"{at} 100 m {at} 110 l S")
    found = told(paper.bytes())
    assert found["reason"] == "scan"
    assert "drawn as shapes" in found["detail"]


def test_text_outside_the_page_is_passed_over_and_said() -> None:
    paper = Paper().page().lines(50, 100, wrapped(TEXT, 400)).put(50, 900, "printer's marks")
    found = told(paper.bytes())
    assert found["text"] == TEXT
    assert found["notes"] == ["text outside the visible page was passed over (page 1)"]


def test_a_slanted_stamp_is_passed_over_and_said() -> None:
    paper = Paper().page().lines(50, 100, wrapped(TEXT, 400))
    paper.raw("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET")
    found = told(paper.bytes())
    assert found["text"] == TEXT
    assert found["notes"] == ["slanted text was passed over (page 1)"]


def test_a_page_whose_bytes_are_damaged_is_said() -> None:
    whole = Paper().page().lines(50, 100, wrapped(TEXT * 5, 400)).bytes()
    at = whole.rindex(b"stream\n", 0, whole.rindex(b"endstream")) + 60
    found = told(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    assert found.get("reason") == "damaged" or any("damaged" in one for one in found["notes"])


def test_missing_pages_are_said() -> None:
    whole = Paper().page().lines(50, 100, wrapped(TEXT, 400)).bytes()
    found = told(whole.replace(b"/Count 1", b"/Count 3"))
    assert "the document says it has 3 pages, 1 were found" in found["notes"]
