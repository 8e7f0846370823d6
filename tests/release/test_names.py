"""A withheld name is found however it is written, and in no other word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.release.masking import replaced
from mapper.release.names import Names
from mapper.release.unwrapped import unwrapped

SPELLINGS = (
    "al-Amal Clinic",
    "AL AMAL\u00a0CLINIC",
    "Al\u2011Amal\nClinic",
    "Al-Am\u00adal Cli\u200bnic",
    "Āl-Amāl Clínic",
    "#AlAmalClinic",
    "al_amal_clinic",
    "Al&#45;Amal&nbsp;Clini&#99;",
    "Al-<b>Amal</b> <i>Cli</i>nic",
    "al%2Damal%20clinic",
    "Al\\u002dAmal Clinic",
    "Al-Amal Cli-\nnic",
    "Al-Amal Clinic's",
)


@pytest.fixture
def names() -> Names:
    made = Names()
    made.add("Al-Amal Clinic", "health facility")
    made.add("Amal", "school")
    made.add("مشفى الأمل", "health facility")
    made.add("...", "nothing")
    return made


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_hides_a_name(names: Names, spelling: str) -> None:
    text = f"Before {spelling} behind."
    masked = replaced(text, names.find(text))
    assert masked.startswith("Before ")
    assert "[health facility]" in masked
    assert masked.endswith((" behind.", "'s behind."))
    assert "amal" not in masked.lower()


@pytest.mark.parametrize("text", ["Kamal Clinics", "Amalia", "al-Amaliyah", "clinic"])
def test_a_part_of_a_word_is_no_name(names: Names, text: str) -> None:
    assert names.find(text) == []


def test_the_longest_name_is_taken(names: Names) -> None:
    assert [one.label for one in names.find("Al-Amal Clinic and Amal")] == [
        "health facility",
        "school",
    ]


@pytest.mark.parametrize("text", ["في مشفى الأمل", "بمشفى الامل", "ومشفى الأمــل", "مَشفى الأمل"])
def test_arabic_letters_marks_and_what_is_joined_on_make_no_difference(
    names: Names, text: str
) -> None:
    assert [one.label for one in names.find(text)] == ["health facility"]


def test_no_names_find_nothing() -> None:
    assert Names().find("Al-Amal Clinic") == []
    assert not Names()


@given(st.text("Almc &#45;%20<b>/\\u00\u200b\u064bأ-\n", max_size=40))
def test_offsets_are_those_of_the_text_as_given(text: str) -> None:
    names = Names()
    names.add("Alm", "x")
    whole = f"{text} Alm {text}"
    found = names.find(whole)
    assert found
    for one in found:
        assert 0 <= one.start < one.end <= len(whole)
    bare = unwrapped(text)
    assert bare.starts is None or len(bare.starts) == len(bare.text)
