"""Words with letters hidden, read as they are meant: "kil*led", "b0mb", "sh.elling".

Writers hide letters from the filters of networks. The text is rewritten for reading, and what
was found in it is told in offsets of the text as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.words import Language

_PARTED = re.compile(
    r"(?<![\w@#/.-])[^\W\d_]++[*@#$%!|\u2022\u00b7._\d-][\w*@#$%!|\u2022\u00b7.-]*[^\W\d_](?![\w-])"
)
_MARKS = re.compile(r"[*@#$%!|\u2022\u00b7._-]+")
_FOR_LETTERS = frozenset("*@#$%!|\u2022\u00b70123456789")
"""Marks that may stand for a letter; the others only part a word."""
_LEAST_SHOWN = 0.5
"""Share of a word's letters that must be there to tell it."""


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A text with its hidden letters back, and where each word stood before."""

    text: str
    original: str
    ends: Sequence[int]
    """Ends of the words put back, in `text`."""
    lengths: Sequence[int]
    """Their lengths there."""
    shifts: Sequence[int]
    """What to add to an offset in `text` behind each, to have it in `original`."""

    def old(self, offset: int) -> int:
        """Give an offset of the text as it stood."""
        number = bisect_right(self.ends, offset)
        before = self.shifts[number - 1] if number else 0
        if number < len(self.ends) and offset > self.ends[number] - self.lengths[number]:
            # Inside a word put back: no farther than it went.
            return min(offset + before, self.ends[number] + self.shifts[number])
        return offset + before


def unmask(text: str, language: Language) -> Unmasked | None:
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
    ends: list[int] = []
    lengths: list[int] = []
    shifts: list[int] = []
    done = size = 0
    for found in _PARTED.finditer(text):
        word = _meant(found.group(), language)
        if word is None:
            continue
        pieces += [text[done : found.start()], word]
        size += found.start() - done + len(word)
        done = found.end()
        ends.append(size)
        lengths.append(len(word))
        shifts.append(done - size)
    if not pieces:
        return None
    return Unmasked("".join([*pieces, text[done:]]), text, ends, lengths, shifts)


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
