import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.base import letters
from mapper.gazetteer import names

LATIN_AND_ARABIC = st.text(
    alphabet=st.characters(whitelist_categories=["L", "M", "N", "P", "Zs", "Cf"]), max_size=40
)


@pytest.mark.parametrize(
    "article", ["al-", "Al ", "el-", "ar-", "as-", "ash-", "at-", "ez-", "el "]
)
def test_the_article_does_not_change_the_key(article: str) -> None:
    assert names.key(f"{article}Sakhur") == names.key("Sakhur")


def test_an_article_alone_is_a_name() -> None:
    assert names.key("As") == "as"


def test_hamza_and_ayn_marks_do_not_change_the_fold() -> None:
    assert (
        names.fold("Ma‘arrat an-Nu‘mān") == names.fold("Maʿarrat an Nuʿman") == "maarrat an numan"
    )


def test_arabic_letters_that_writers_interchange_fold_to_one() -> None:
    assert names.fold("إدلب") == names.fold("ادلب")
    assert names.fold("أريحا") == names.fold("اريحا")
    assert names.key("البارة") == names.key("باره")


@given(LATIN_AND_ARABIC)
def test_composed_text_without_marks_keeps_its_length(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    plain = letters.plain(text)
    if plain.origins is None:
        assert len(plain.text) == len(text)
    else:
        assert len(plain.origins) == len(plain.text) < len(text)


@given(LATIN_AND_ARABIC, LATIN_AND_ARABIC)
def test_offsets_lead_back_to_the_text_given(before: str, behind: str) -> None:
    name = "Maʿarrat\u0304 Nu\u0304man"
    text = f"{before} {name} {behind}"
    plain = letters.plain(text)
    at = plain.text.index("Ma'arrat Numan", len(letters.plain(f"{before} ").text) - 1)
    start, end = plain.span(at, at + len("Ma'arrat Numan"))
    assert text[start:end] == name


@given(LATIN_AND_ARABIC)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


def test_decomposed_and_composed_spellings_are_one() -> None:
    composed = "Khān Shaykhūn"
    assert names.fold(unicodedata.normalize("NFD", composed)) == names.fold(composed)
