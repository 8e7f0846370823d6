"""Words with letters hidden: read as they are meant, told as they stand."""

import pytest
from coding import code, only

from mapper.text import unmask
from mapper.words import DEFAULT_LANGUAGE


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sh*lling kil*led two.", "Shelling killed two."),
        ("A b0mb expl0ded and k1lled three.", "A bomb exploded and killed three."),
        ("They att@cked; five inj.ured.", "They attacked; five injured."),
        ("SHEL*LING of the town", "SHELLING of the town"),
        ("The r#cket and the air*strike", "The rocket and the airstrike"),
    ],
)
def test_hidden_letters_are_put_back(text: str, meant: str) -> None:
    found = unmask(text, DEFAULT_LANGUAGE)
    assert found is not None
    assert found.text == meant


@pytest.mark.parametrize(
    "text",
    [
        "An air-strike hit al-Bab at 5 p.m. with two MiG-29s.",
        "See www.example.org/kil-led or write to raid@example.org.",
        "The T-55 fired 23mm rounds; the U.S. said no.",
        "An anti-war group of ex-soldiers met.",
    ],
)
def test_plain_words_stay(text: str) -> None:
    assert unmask(text, DEFAULT_LANGUAGE) is None


def test_what_is_found_stands_at_its_offsets_in_the_text_as_written() -> None:
    text = "Regime shel*ling of Hass kil*led two people on Monday, activists said. Nobody came."
    coded = code(text)
    row = only(text)
    assert (row["event_type"], row["killed_min"], row["actor"]) == (
        "shelling",
        2,
        "Syrian government",
    )
    assert text[row["char_start"] : row["char_end"]] == row["sentence"]
    assert all(text[c["start"] : c["end"]] == c["wording"] for c in coded.claims)
    assert all(text[m["start"] : m["end"]] == m["text"] for m in coded.mentions)
    assert any("kil*led" in c["wording"] for c in coded.claims)


def test_a_gap_between_joining_strokes_is_within_a_word() -> None:
    text = "غارة تقـ ـتل رجلاً"
    found = unmask(text, DEFAULT_LANGUAGE.also("ar"))
    assert found is not None
    assert found.text == "غارة تقتل رجلاً"
    assert found.words(5, 9) == "تقـ ـتل"
