"""Ages beside people: "three brothers aged six, nine and 12" are three, and no 12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.text.numbers.words import number_words

if TYPE_CHECKING:
    from mapper.text.tolls.words import TollWords
    from mapper.words import Tokens

_NUMBERS = ("unit", "ten")


def ages(tokens: Tokens, words: TollWords) -> frozenset[int]:
    """Give the tokens that only say how old somebody is.

    Parameters
    ----------
    tokens
        The text.
    words
        The words of its language; class ``aged`` leads to ages or ends them, class
        ``years`` counts them.
    """
    found: set[int] = set()
    for index, word in enumerate(tokens.words):
        if word not in words.aged:
            continue
        last = index + 1
        while _is_age(tokens, words, last) or _goes_on(tokens, words, last):
            last += 1
        first = _first_of_years(tokens, words, index)
        if last > index + 1 or first < index:
            found.update(range(first, last))
    return frozenset(found)


def _goes_on(tokens: Tokens, words: TollWords, index: int) -> bool:
    """See one more age behind a comma or "and": not "aged 12 and two girls"."""
    if not _joins(tokens, words, index) or not _is_age(tokens, words, index + 1):
        return False
    after = "".join(tokens.words[index + 2 : index + 3])
    code = words.codes.get(after, words.plain if after.isalpha() else words.comma)
    return code != words.plain and code not in words.people


def _first_of_years(tokens: Tokens, words: TollWords, index: int) -> int:
    """Give where "between 7 and 11 years of age" begins, before its last word."""
    at = index - 1
    if at > 1 and tokens.words[at] in words.of:
        at -= 1
    if at < 1 or tokens.words[at] not in words.years or not _is_age(tokens, words, at - 1):
        return index
    at -= 1
    while at > 1 and _joins(tokens, words, at - 1) and _is_age(tokens, words, at - 2):
        at -= 2
    return at - 1 if at and _joins(tokens, words, at - 1) else at


def _is_age(tokens: Tokens, words: TollWords, index: int) -> bool:
    if not 0 <= index < len(tokens):
        return False
    word, kinds = tokens.words[index], number_words(words.language).kinds
    return word.isdecimal() or any(word in kinds[kind] for kind in _NUMBERS)


def _joins(tokens: Tokens, words: TollWords, index: int) -> bool:
    return 0 <= index < len(tokens) and tokens.words[index] in words.between
