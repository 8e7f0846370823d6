"""Phrases over classes of words: every row finds its example and leaves its counter alone."""

from collections.abc import Callable

import pytest

from mapper.text.dates.find import taken_spans
from mapper.text.dates.words import _words
from mapper.text.numbers.find import find_quantities
from mapper.text.tolls.find import _stretches
from mapper.text.tolls.items import Items, covered, read_items
from mapper.text.tolls.words import toll_words
from mapper.words import DEFAULT_LANGUAGE, Language, as_read, rows, tokenise

FEWEST_WORDS = 3
LANGUAGES = [DEFAULT_LANGUAGE, DEFAULT_LANGUAGE.also("ar")]


def dates(text: str, language: Language) -> set[int]:
    """Give the numbers of the rows of ``date_phrases`` that match in a text."""
    words = _words(language)
    codes = words.encode(tokenise(text))
    return {words.phrases.number(match) for match in words.phrases.find(codes)}


def items_of(text: str, language: Language) -> Items:
    """Read a text as the phrases for tolls and their parts see it."""
    taken = taken_spans(text, language=language)
    quantities = find_quantities(text, taken=taken, language=language)
    return read_items(tokenise(text), toll_words(language), quantities)


def parts(text: str, language: Language) -> set[int]:
    """Give the numbers of the rows of ``part_phrases`` that match in a text."""
    phrases = toll_words(language).parts
    return {phrases.number(match) for match in phrases.find(items_of(text, language).codes)}


def tolls(text: str, language: Language) -> set[int]:
    """Give the numbers of the rows of ``toll_phrases`` that match in a text."""
    items, phrases = items_of(text, language), toll_words(language).tolls
    masked = covered(items, [(one.first, one.last) for one in _stretches(items)])
    return {phrases.number(match) for match in phrases.find(masked.codes)}


READERS: dict[str, Callable[[str, Language], set[int]]] = {
    "date_phrases": dates,
    "part_phrases": parts,
    "toll_phrases": tolls,
}


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
@pytest.mark.parametrize("name", READERS)
def test_every_phrase_finds_its_example_and_leaves_its_counter(
    language: Language, name: str
) -> None:
    whole = [row for row in rows(language, name) if not row["rule"].startswith("{")]
    assert whole
    faults = (fault(language, name, number, row) for number, row in enumerate(whole))
    assert [one for one in faults if one] == []


def fault(language: Language, name: str, number: int, row: dict[str, str]) -> str | None:
    """Say what is wrong with a row that is no part, by the number among such rows of its list."""
    shown = f"{name}.csv ({language}) phrase {number}, {row['rule']}"
    example, counter = (as_read(row[cell], language) for cell in ("example", "counter"))
    if len(row["example"].split()) < FEWEST_WORDS:
        return f"{shown}: fewer than {FEWEST_WORDS} words: {example}"
    if number not in READERS[name](example, language):
        return f"{shown}: does not match its example: {example}"
    if counter and number in READERS[name](counter, language):
        return f"{shown}: matches its counter: {counter}"
    return None
