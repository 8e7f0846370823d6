"""Words with letters hidden, read as they are meant: "kil*led", "b0mb", "sh.elling".

Writers hide letters from the filters of networks. The text is rewritten for reading, and what
was found in it is told in offsets of the text as it stands.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.rewritten import Rewritten
from mapper.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.words import Language

_PARTED = re.compile(
    r"(?<![\w@#/.-])[^\W\d_]++[*@#$%!|\u2022\u00b7._\d-][\w*@#$%!|\u2022\u00b7.-]*[^\W\d_](?![\w-])"
)
_STRETCHED = re.compile(r"(?<=[^\W\d_])\u0640+[ \xa0]+\u0640+(?=[^\W\d_])")
"""A gap within a word between two joining strokes, which stand only where a word goes on."""
_MARKS = re.compile(r"[*@#$%!|\u2022\u00b7._-]+")
_FOR_LETTERS = frozenset("*@#$%!|\u2022\u00b70123456789")
"""Marks that may stand for a letter; the others only part a word."""
_LEAST_SHOWN = 0.5
"""Share of a word's letters that must be there to tell it."""


def unmask(text: str, language: Language) -> Rewritten | None:
    """Put hidden letters back; None where a text hides none.

    Parameters
    ----------
    text
        A text.
    language
        Language of the words that may be hidden.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> unmask("Sh*lling kil.led two", DEFAULT_LANGUAGE).text
    'Shelling killed two'
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, last, word in _hidden(text, language):
        pieces += [text[done:first], word]
        starts += [*range(done, first), *(min(first + i, last) for i in range(len(word)))]
        ends += [*range(done + 1, first + 1), *(min(first + i, last) for i in range(1, len(word)))]
        ends += [last] * bool(word)
        done = last
    if not pieces:
        return None
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Rewritten("".join([*pieces, text[done:]]), text, starts, ends)


def _hidden(text: str, language: Language) -> list[tuple[int, int, str]]:
    """Give the stretches in which something is hidden, and what is meant instead of each."""
    found = [(*gap.span(), "") for gap in _STRETCHED.finditer(text)]
    for one in _PARTED.finditer(text):
        word = _meant(one.group(), language)
        if word is not None:
            found.append((*one.span(), word))
    return sorted(found)


def _meant(written: str, language: Language) -> str | None:
    """Give the word that is meant, as it is cased; None where nothing is hidden."""
    known = _by_length(language)
    parts = _MARKS.split(written.lower())
    joined = "".join(parts)
    if joined in known.get(len(joined), ()) and len(parts) > 1:
        # "Air-strike" is two words, "air*strike" is one with a letter too many.
        plain = not _FOR_LETTERS.intersection(written)
        whole = plain and any(part in known.get(len(part), ()) for part in parts)
        return None if whole else _cased(joined, written)
    shown = sum(letter.isalpha() for letter in written)
    if shown < _LEAST_SHOWN * len(written) or not _FOR_LETTERS.intersection(written):
        return None
    for word in known.get(len(written), ()):
        pairs = zip(word, written.lower(), strict=True)
        if all(one == other or other in _FOR_LETTERS for one, other in pairs):
            return _cased(word, written)
    return None


def _cased(word: str, written: str) -> str:
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[0].isupper() else word


@cache
def _by_length(language: Language) -> Mapping[int, tuple[str, ...]]:
    """Give the words that may be hidden, by their length."""
    found: dict[int, list[str]] = {}
    for word in words(language, "masked_words"):
        found.setdefault(len(word), []).append(word)
    return {length: tuple(same) for length, same in found.items()}
