"""Words that a script joins: taken apart for reading, told where they stand."""

import pytest

from mapper.words import DEFAULT_LANGUAGE, Language, take_apart

ARABIC = Language.of("ar")


def test_a_language_that_joins_nothing_is_left_alone() -> None:
    assert take_apart("The planes of the army", DEFAULT_LANGUAGE) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("وألقى الطيار", "و القي طيار"),
        ("إلى المدينة", "الي مدينه"),
        ("للمدينة والقرية", "ل مدينه و قريه"),
        ("قُتِلَ ٣ مدنيين،", "قتل 3 مدنيين,"),
    ],
)
def test_letters_are_folded_and_what_is_joined_is_parted(written: str, read: str) -> None:
    found = take_apart(written, ARABIC)
    assert found is not None
    assert found.text == read


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "قصفٌ على سَرمين، وبسرمين والأتارب"
    found = take_apart(text, ARABIC, frozenset({"سرمين", "اتارب"}))
    assert found is not None
    second = found.text.index("سرمين", found.text.index(","))
    assert found.words(second, second + 5) == "سرمين"
    third = found.text.index("اتارب")
    assert found.words(third, third + 5) == "الأتارب"
    assert found.words(0, 3) == "قصفٌ"
