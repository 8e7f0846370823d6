"""Phrases over classes of words: every row finds its example and leaves its counter alone."""

from collections.abc import Callable, Iterator

import pytest

from mapper.text.dates.find import taken_spans
from mapper.text.dates.words import _words
from mapper.text.numbers.find import find_quantities
from mapper.text.tolls.find import _stretches
from mapper.text.tolls.items import Items, covered, read_items
from mapper.text.tolls.words import toll_words
from mapper.words import DEFAULT_LANGUAGE, rows, tokenise

FEWEST_WORDS = 3
LANGUAGE = DEFAULT_LANGUAGE

SHADOWED: dict[tuple[str, int], str] = {}
"""Rows that never match, and why."""


def dates(text: str) -> set[int]:
    """Give the numbers of the rows of ``date_phrases`` that match in a text."""
    words = _words(LANGUAGE)
    codes = words.encode(tokenise(text))
    return {words.phrases.number(match) for match in words.phrases.find(codes)}


def items_of(text: str) -> Items:
    """Read a text as the phrases for tolls and their parts see it."""
    quantities = find_quantities(text, taken=taken_spans(text))
    return read_items(tokenise(text), toll_words(LANGUAGE), quantities)


def parts(text: str) -> set[int]:
    """Give the numbers of the rows of ``part_phrases`` that match in a text."""
    phrases = toll_words(LANGUAGE).parts
    return {phrases.number(match) for match in phrases.find(items_of(text).codes)}


def tolls(text: str) -> set[int]:
    """Give the numbers of the rows of ``toll_phrases`` that match in a text."""
    items, phrases = items_of(text), toll_words(LANGUAGE).tolls
    masked = covered(items, [(one.first, one.last) for one in _stretches(items)])
    return {phrases.number(match) for match in phrases.find(masked.codes)}


READERS: dict[str, Callable[[str], set[int]]] = {
    "date_phrases": dates,
    "part_phrases": parts,
    "toll_phrases": tolls,
}


def phrases() -> Iterator[object]:
    """Give every row that is no part: its list, its number and the row."""
    for name in READERS:
        whole = [row for row in rows(LANGUAGE, name) if not row["rule"].startswith("{")]
        for number, row in enumerate(whole):
            reason = SHADOWED.get((name, number), "")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(name, number, row, marks=marks, id=f"{name}-{number}-{row['rule']}")


@pytest.mark.parametrize(("name", "number", "row"), list(phrases()))
def test_a_phrase_finds_its_example_and_leaves_its_counter(
    name: str, number: int, row: dict[str, str]
) -> None:
    assert len(row["example"].split()) >= FEWEST_WORDS
    assert number in READERS[name](row["example"])
    assert not row["counter"] or number not in READERS[name](row["counter"])
