"""Letters as they are compared: accents, marks and variants off, offsets kept.

Names, word lists and texts in any script are folded by the one table here.
"""

# ruff: noqa: RUF001 - letters that look alike are the subject here

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

APOSTROPHES = "'`´‘’‛ʻʼʽʾʿˊˈʹ′ˋ＇ʹ"
DASHES = "-‐‑‒–—−"

_LETTERS = {
    "ı": "i",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "ħ": "h",
    "Ħ": "H",
    "ł": "l",
    "Ł": "L",
    "ə": "a",
    "Ə": "A",
    "ß": "s",
    "æ": "a",
    "Æ": "A",
    "œ": "o",
    "Œ": "O",
    "þ": "t",
    "Þ": "T",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ة": "ه",
    "ھ": "ه",
    "ہ": "ه",
    "ک": "ك",
    "ؤ": "و",
    "ئ": "ي",
}
_DROPPED = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def _plain_table() -> dict[int, str]:
    """Map each accented Latin letter to its bare one, marks and dashes to one of each."""
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    for code in range(0x400, 0x530):  # Cyrillic
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table[code] = base
    table |= {ord(letter): bare for letter, bare in _LETTERS.items()}
    table |= dict.fromkeys(map(ord, APOSTROPHES), "'")
    table |= dict.fromkeys(map(ord, DASHES), "-")
    table |= {0x660 + digit: str(digit) for digit in range(10)}
    table[0xA0] = table[0x202F] = " "
    return table


_PLAIN = _plain_table()


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without accents and marks, and where each of its characters came from.

    `origins` is None where the text kept its length: then offsets are the same.
    """

    text: str
    origins: tuple[int, ...] | None = None

    def origin(self, offset: int) -> int:
        """Turn an offset in the plain text into one in the text as given."""
        if self.origins is None:
            return offset
        if offset < len(self.origins):
            return self.origins[offset]
        return self.origins[-1] + 1 if self.origins else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the plain text into one of the text as given."""
        if self.origins is None:
            return start, end
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


def plain(text: str) -> Plain:
    """Drop accents, vowel marks and quotation variants; keep case and offsets.

    Text in composed form (NFC) keeps its length, so offsets need no map; combining
    marks, tatweel and invisible signs are taken out and the map is kept.

    Examples
    --------
    >>> plain("Kafr Nūbl").text
    'Kafr Nubl'
    >>> plain("Nu\u0304bl").span(0, 4)
    (0, 5)
    """
    if text.isascii() and "`" not in text:
        return Plain(text)
    flat = text.translate(_PLAIN)
    if not _DROPPED.search(flat):
        return Plain(flat)
    kept = [(i, letter) for i, letter in enumerate(flat) if not _DROPPED.match(letter)]
    return Plain("".join(letter for _, letter in kept), tuple(i for i, _ in kept))


def without_marks(text: str) -> str:
    """Leave vowel marks, joining strokes and invisible signs out; letters stay as they are."""
    return _DROPPED.sub("", text)


def lower_in_place(text: str) -> str:
    """Lower a text; a few letters would grow, and offsets count for more than their case.

    Examples
    --------
    >>> lower_in_place("İDLİB, KAFR NABL") == "İdlİb, kafr nabl"
    True
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
