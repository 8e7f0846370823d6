"""The title of a page: printed once more, or many times, and with the site's name behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.words import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Language

_WORD = re.compile(r"\w+")
_ALIKE = 4
"""Words from which on a line is told to begin over again."""
_SHORTEST = 3
"""Words of a title at least: two words repeat by chance."""
_LEAST_RETOLD = 6
_REACH = 450
_SEARCHED = 3000
"""Code points from the beginning of a text in which a title without its site is looked for."""
_PARTED = re.compile(r"\s+[-|\u2013\u2014\u2022\u00b7]\s+")


def first_copy(text: str, start: int, end: int) -> int:
    """Give where a title ends that a line prints several times, else the end of the line."""
    words = list(_WORD.finditer(text, start, end))
    said = [word.group().casefold() for word in words]
    opening = said[:_ALIKE]
    for number in range(_SHORTEST, len(said) - len(opening) + 1):
        if said[number : number + len(opening)] == opening:
            return words[number].start()
    return end


def without_site(text: str, start: int, end: int) -> int:
    """Give where a title ends and the name of its site begins, if the text shows it.

    "Two dead in raid - Example News" is cut where the page prints the title without its
    last part as well.
    """
    for mark in reversed(list(_PARTED.finditer(text, start, end))):
        title = text[start : mark.start()]
        if len(_WORD.findall(title)) < _SHORTEST:
            break
        again = re.compile(re.escape(title) + rf"(?!{_PARTED.pattern})(?!\w)", re.IGNORECASE)
        if again.search(text, end, end + _SEARCHED):
            return mark.start()
    return end


def before_site(block: str, language: Language) -> str:
    """Give a headline as the body may print it again: without the name of the site."""
    site = phrase(language, "sentence_phrases", "site").search(block)
    return block[: site.start()] if site else block


def headline_again(text: str, start: int, end: int, headline: str) -> re.Match[str] | None:
    """Find the headline printed once more at the start of the body, punctuation aside."""
    words = _WORD.findall(headline)
    if len(words) < _SHORTEST:
        return None
    again = re.compile(r"\W+".join(map(re.escape, words)) + r"\W{0,2}(?=\s|$)", re.IGNORECASE)
    return again.search(text, start, min(end, start + _REACH + len(headline)))


def is_retold(sentence: str, headlines: Sequence[str]) -> bool:
    """See a headline as the first sentence of the body, less a word or a figure."""
    told = _WORD.findall(sentence.casefold())
    for headline in headlines:
        words = _WORD.findall(headline.casefold())
        short = len(words) - len(told)
        if len(told) >= _LEAST_RETOLD and 0 <= short <= 2 and set(told) <= set(words):  # noqa: PLR2004 - a word or two
            return True
    return False
