"""Phrases over classes of words: every row finds its example and leaves its counter alone."""

from collections.abc import Callable, Iterator
from itertools import product

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

SHADOWED: dict[tuple[str, int], str] = {}
"""Rows that never match, and why."""


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


def phrases() -> Iterator[object]:
    """Give every row that is no part: its list, its number and the row."""
    for language, name in product(LANGUAGES, READERS):
        whole = [row for row in rows(language, name) if not row["rule"].startswith("{")]
        for number, row in enumerate(whole):
            reason = SHADOWED.get((name, number), "")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            shown = f"{language}-{name}-{number}-{row['rule']}"
            yield pytest.param(language, name, number, row, marks=marks, id=shown)


@pytest.mark.parametrize(("language", "name", "number", "row"), list(phrases()))
def test_a_phrase_finds_its_example_and_leaves_its_counter(
    language: Language, name: str, number: int, row: dict[str, str]
) -> None:
    assert len(row["example"].split()) >= FEWEST_WORDS
    assert number in READERS[name](as_read(row["example"], language), language)
    counter = as_read(row["counter"], language)
    assert not counter or number not in READERS[name](counter, language)
