"""The words around place names: in lower case, and without capitals where a language has none."""

import re
from dataclasses import replace

import pytest
from folders import SMALL_PACK

from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions import find, placewords
from mapper.mentions.placewords import place_words
from mapper.words import DEFAULT_LANGUAGE, Language
from mapper.words.lists import index, rows

AS_WRITTEN = {"links", "name_phrases", "between_names", "place_phrases"}
"""Lists whose rows are held against text as it is written."""

ASK_FOR_CAPITALS = {
    "word",
    "run",
    "piece",
    "capital_word",
    "titled",
    "opened",
    "opener",
    "body_word",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(SMALL_PACK)


@pytest.mark.parametrize(
    "name",
    [n for n, listed in index().items() if listed.folder == "places" and n not in AS_WRITTEN],
)
def test_words_held_against_lower_case_are_in_lower_case(name: str) -> None:
    words = [row["word"] for row in rows(DEFAULT_LANGUAGE, name) if "word" in row]
    assert [word for word in words if word != word.lower()] == []


def test_a_language_without_lists_reads_as_english() -> None:
    assert place_words(Language.of("xx")) is place_words(DEFAULT_LANGUAGE)


def test_a_language_without_capitals_has_no_rule_that_asks_for_one(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = placewords.PlaceWords.written

    def written(words: placewords.PlaceWords, name: str) -> re.Pattern[str]:
        assert name not in ASK_FOR_CAPITALS
        return read(words, name)

    words = replace(place_words(DEFAULT_LANGUAGE), capitals=False)
    monkeypatch.setattr(find, "place_words", lambda _language: words)
    monkeypatch.setattr(placewords.PlaceWords, "written", written)
    text = "General Assad of Bab al-Hawa said: قصف على كفرنبل بإدلب"
    found = [mention.text for mention in find.find_mentions(text, gazetteer)]
    assert found == ["كفرنبل", "إدلب"]


@pytest.mark.parametrize(
    ("word", "joint", "bare"),
    [("albab", "", "bab"), ("elbab", "", "bab"), ("al-bab", "-", "bab"), ("albab", "-", "albab")],
)
def test_an_article_is_taken_off(word: str, joint: str, bare: str) -> None:
    assert place_words(DEFAULT_LANGUAGE).without_article(word, joint) == bare
