"""Names put out of a text, and where what is left stands in it."""

from hypothesis import given
from hypothesis import strategies as st
from languages import ENGLISH

from mapper.text import Person, find_people, mask_people, mask_word
from mapper.words import Language


def test_a_name_gives_way_to_a_word() -> None:
    text = "Dr Samir Keto fled; Keto is safe."
    people = find_people(text, ENGLISH)
    assert mask_people(text, people).text == "Dr [name withheld] fled; [name withheld] is safe."
    assert mask_people(text, people, "X").text == "Dr X fled; X is safe."


def test_stretches_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    assert mask_people("abcdef", [(0, 2), (1, 3), (3, 4), (5, 99), (2, 2)], "-").text == "--e-"


def test_what_is_left_is_told_in_offsets_of_the_text() -> None:
    text = "Dr Samir fled."
    made = mask_people(text, [Person(3, 8, "person.title")])
    at = made.text.index("fled")
    assert (made.start(at), made.end(at + 4)) == (9, 13)
    inside = made.text.index("withheld")
    assert (made.start(inside), made.end(inside + 1)) == (3, 8)


def test_a_language_without_a_word_of_its_own_shows_the_default_ones() -> None:
    assert mask_word(Language.of("de")) == mask_word(ENGLISH)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_no_letter_of_a_stretch_is_left_and_all_others_are(
    text: str, spans: list[tuple[int, int]]
) -> None:
    hidden = {at for start, end in spans for at in range(start, end)}
    left = "".join(letter for at, letter in enumerate(text) if at not in hidden)
    assert mask_people(text, spans, "").text == left
    made = mask_people(text, spans)
    assert len(made.starts) == len(made.ends) == len(made.text)
