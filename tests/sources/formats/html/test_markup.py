import codecs

import pytest
from sources.formats.html.pages import ARABIC, FIRST

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.html.markup import ELEMENTS, read_markup, text_of, tree_of
from mapper.sources.formats.limits import Limits

pytest.importorskip("lxml", reason="needs the extra inputs")

GERMAN = "Räte prüften die Brücke über den Fluß, „trotz“ der Schäden – für 5 €."


def declared(text: str, page: str, label: str | None = None) -> bytes:
    return f'<meta charset="{label or page}"><p>{text}</p>'.encode(page)


@pytest.mark.parametrize("page", ["windows-1252", "utf-8", "cp1250", "iso-8859-15"])
def test_a_declared_encoding_is_used(page: str) -> None:
    text = GERMAN.translate(dict.fromkeys(map(ord, "„“–"))) if "iso" in page else GERMAN
    read, notes = text_of(declared(text, page))
    assert text in read
    assert notes == ()


@pytest.mark.parametrize("label", ["ISO-8859-1", "latin1", "us-ascii"])
def test_the_old_names_of_the_western_page_mean_what_browsers_read(label: str) -> None:
    assert GERMAN in text_of(declared(GERMAN, "cp1252", label))[0]


def test_the_old_way_to_declare_it_is_read() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'
    assert ARABIC[0] in text_of(f"{head}<p>{ARABIC[0]}".encode("cp1256"))[0]
    prolog = '<?xml version="1.0" encoding="windows-1256"?><html><p>'
    assert ARABIC[0] in text_of(f"{prolog}{ARABIC[0]}".encode("cp1256"))[0]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_at_the_start_comes_before_what_is_declared(mark: bytes) -> None:
    page = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}.get(mark, "utf-16-be")
    content = mark + f'<meta charset="windows-1256"><p>{GERMAN}'.encode(page)
    assert GERMAN in text_of(content, "cp1251")[0]


def test_what_the_server_says_comes_before_what_the_page_says() -> None:
    content = declared("ковш", "cp1251", "koi8-r")
    assert "ковш" in text_of(content, "windows-1251")[0]


@pytest.mark.parametrize("label", ["windows-1252", "windows-1256", "gb2312"])
def test_bytes_that_are_utf_8_are_read_so_whatever_is_declared(label: str) -> None:
    read, notes = text_of(declared(ARABIC[0], "utf-8", label))
    assert ARABIC[0] in read
    assert "UTF-8" in notes[0]


def test_arabic_under_a_western_name_is_read_as_arabic() -> None:
    read, notes = text_of(declared(ARABIC[0], "cp1256", "iso-8859-1"))
    assert ARABIC[0] in read
    assert "belie" in notes[0]


def test_arabic_without_a_name_is_guessed_and_told() -> None:
    read, notes = text_of(f"<p>{ARABIC[0]} {ARABIC[1]}</p>".encode("cp1256"))
    assert ARABIC[0] in read
    assert "cp1256" in notes[0]


def test_a_broken_character_spoils_no_page() -> None:
    content = declared(ARABIC[0], "utf-8") + b"\xd9"
    read, notes = text_of(content)
    assert ARABIC[0] in read
    assert notes == ("1 characters of it are broken: they are no utf-8",)


@pytest.mark.parametrize(
    "label", ["rot13", "zlib", "idna", "unicode_escape", "x" * 30, "undefined"]
)
def test_codecs_that_are_none_of_pages_are_not_used(label: str) -> None:
    assert FIRST in text_of(declared(FIRST, "utf-8", label), label)[0]


def test_the_address_that_a_browser_noted_is_read() -> None:
    noted = "<!DOCTYPE html>\n<!-- saved from url=(0021)https://example.org/n -->\n<html><p>x"
    assert read_markup(noted.encode()).saved_from == "https://example.org/n"
    noted = (
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://example.org/n \n"
    )
    assert (
        read_markup(f"{noted} saved date: x --><p>x".encode()).saved_from == "https://example.org/n"
    )
    assert read_markup(b"<!-- saved from url=(0014)about:internet --><p>x").saved_from is None


def test_comments_and_instructions_are_no_part_of_the_tree() -> None:
    tree = tree_of("<p>a<!-- 9 killed --><?php 8 killed ?>b</p>")
    assert tree.text_content() == "ab"


def test_control_characters_are_dropped() -> None:
    assert tree_of("<p>a\x00\x0bb</p>").text_content() == "ab"


def test_a_page_nested_too_deep_is_refused_for_its_text_would_be_lost() -> None:
    with pytest.raises(DocumentError, match="nested too deep") as refused:
        tree_of("<div>" * 400 + "words" + "</div>" * 400 + "<p>more words</p>")
    assert refused.value.reason == "too_deep"


def test_a_page_of_too_many_elements_or_bytes_is_refused() -> None:
    with pytest.raises(DocumentError, match="elements, more than") as refused:
        tree_of("<br>" * (ELEMENTS + 1))
    assert refused.value.reason == "too_large"
    with pytest.raises(DocumentError, match="bytes, more than 10"):
        read_markup(b"<p>" * 10, limits=Limits(page=10))


def test_a_tag_that_never_ends_is_refused_and_a_long_value_is_not() -> None:
    many = " ".join(f"a{n}=1" for n in range(9000))
    for tag in (f"<p {many}>x", f'<p b=">" {many}>x', f"<p {many}"):
        with pytest.raises(DocumentError, match="never ends") as refused:
            tree_of(tag)
        assert refused.value.reason == "too_large"
    long = "a b " * 9000
    assert tree_of(f"<p title='{long}'>{long}</p><script>{long}</script>").tag == "html"


def test_a_piece_longer_than_the_parser_reads_is_refused() -> None:
    with pytest.raises(DocumentError, match="too long for a page"):
        tree_of("<p>" + "word " * 2_100_000)


def test_nothing_is_refused_by_name() -> None:
    with pytest.raises(DocumentError, match="nothing is in the page") as refused:
        read_markup(b"  ")
    assert refused.value.reason == "empty"
