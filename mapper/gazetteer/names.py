"""Place names as written: folded, with offsets kept, to the key that they are listed by.

A name is reduced in steps, each coarser than the last: *plain* (marks dropped, one code
point for one), *tokens* (lower case, hyphens as spaces) and *key* (articles dropped). What
a key sounds like is a matter of `mapper.gazetteer.sounds`.
"""

# ruff: noqa: RUF001, RUF002 - letters that look alike are the subject here

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ARTICLES = frozenset(
    [
        "al",
        "el",
        "il",
        "ul",
        "ar",
        "er",
        "ur",
        "as",
        "es",
        "us",
        "ash",
        "esh",
        "ech",
        "ach",
        "ush",
        "at",
        "et",
        "ut",
        "ath",
        "eth",
        "an",
        "en",
        "un",
        "ad",
        "ed",
        "ud",
        "adh",
        "edh",
        "az",
        "ez",
        "uz",
        "l",
    ]
)
"""The Arabic article, assimilated or not, in the romanisations of several languages."""

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
ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u06d5]")
CYRILLIC = re.compile("[\u0400-\u052f]")
_ONE_LETTER = str.maketrans(
    {"і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ь": None, "ъ": None}
)
"""Cyrillic letters that writers of two languages exchange, and signs that they leave out."""


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


_TOKEN = re.compile(
    r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*|[\u0621-\u064a\u066e-\u06d3\u06d5]+"
    r"|[\u0400-\u052f]+(?:'[\u0400-\u052f]+)*"
)


def tokens(name: str) -> list[str]:
    """Split a name into folded tokens: lower case, no marks, hyphens as spaces.

    Examples
    --------
    >>> tokens("Ma‘arrat an-Nu‘mān")
    ['maarrat', 'an', 'numan']
    >>> tokens("Слов’янськ") == tokens("Словянск")
    True
    """
    flat = plain(name).text
    if not flat.isascii():
        if _OTHER_FORMS.search(flat):
            flat = plain(unicodedata.normalize("NFKC", flat)).text
        if CYRILLIC.search(flat):
            flat = flat.lower().translate(_ONE_LETTER)
    return [token.replace("'", "") for token in _TOKEN.findall(flat.lower())]


def script_of(name: str) -> str:
    """Name the script of a name by its first letter of another than Latin.

    Examples
    --------
    >>> script_of("Харків"), script_of("كفر نبل"), script_of("Kafr Nabl")
    ('cyrillic', 'arabic', 'latin')
    """
    if name.isascii():
        return "latin"
    found = _OTHER_SCRIPT.search(name)
    return found.lastgroup or "latin" if found else "latin"


_OTHER_SCRIPT = re.compile(f"(?P<arabic>{ARABIC.pattern})|(?P<cyrillic>{CYRILLIC.pattern})")


_OTHER_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe\uff21-\uff5a]")  # Arabic and wide forms


def fold(name: str) -> str:
    """Fold a name to lower-case tokens with one space between; articles stay.

    Examples
    --------
    >>> fold("  Kafr-Nabl ")
    'kafr nabl'
    """
    return " ".join(tokens(name))


def bare(token: str) -> str:
    """Take the joined Arabic article off an Arabic token; leave Latin tokens alone.

    Examples
    --------
    >>> bare("الموزره")
    'موزره'
    """
    return token[2:] if len(token) > 3 and token.startswith("ال") else token  # noqa: PLR2004


@lru_cache(maxsize=200_000)
def key(name: str) -> str:
    """Fold a name and drop its articles: the key that listed names are found by.

    A name that is nothing but articles keeps them.

    Examples
    --------
    >>> key("Jisr ash-Shughūr") == key("Jisr al-Shughur")
    True
    """
    return key_of(tokens(name))


def key_of(folded: list[str]) -> str:
    """Make the key from folded tokens; the last token is never an article."""
    kept = [bare(t) for t in folded[:-1] if t not in ARTICLES] + [bare(t) for t in folded[-1:]]
    return " ".join(kept)
