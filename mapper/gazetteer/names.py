"""Place names as written: folded, with offsets kept, to the key that they are listed by.

A name is reduced in steps, each coarser than the last: *plain* (marks dropped, one code
point for one), *tokens* (lower case, hyphens as spaces) and *key* (articles dropped). What
a key sounds like is a matter of `mapper.gazetteer.sounds`.
"""

# ruff: noqa: RUF001, RUF002 - letters that look alike are the subject here

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mapper.base.letters import plain
from mapper.base.scripts import script_beside_latin

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

ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u06d5]")
CYRILLIC = re.compile("[\u0400-\u052f]")
ONE_LETTER = {"і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ь": "", "ъ": ""}
"""Cyrillic letters that writers of two languages exchange, and signs that they leave out."""

JOINED_ARTICLE = "ال"
"""The Arabic article in its own script, joined on to the word."""

SHORTEST_WITH_ARTICLE = 4
"""Letters of the shortest word that an article may be joined on to, with it."""

_ONE_LETTER = str.maketrans(ONE_LETTER)

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
    """Name the script of a name by its first letter of another than Latin, as packs list it.

    Examples
    --------
    >>> script_of("Харків"), script_of("كفر نبل"), script_of("Kafr Nabl")
    ('cyrillic', 'arabic', 'latin')
    """
    script = script_beside_latin(name).lower()
    return script if script in _READ else "latin"


_READ = frozenset({"arabic", "cyrillic"})
"""Scripts beside Latin that names are folded in."""

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
    long = len(token) >= SHORTEST_WITH_ARTICLE
    return token.removeprefix(JOINED_ARTICLE) if long else token


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
