"""Which script a letter is of, by its name in Unicode."""

from __future__ import annotations

import unicodedata
from functools import cache

LATIN = "Latin"

_OF_NO_SCRIPT = frozenset({"", "Modifier"})
"""What names of signs begin with that stand among letters of any script."""


@cache
def script_of_letter(letter: str) -> str | None:
    """Name the script of a letter; None for a sign of no script.

    Examples
    --------
    >>> [script_of_letter(one) for one in "éЖح7ʿ"]
    ['Latin', 'Cyrillic', 'Arabic', None, None]
    """
    if not letter.isalpha():
        return None
    script = unicodedata.name(letter, "").partition(" ")[0].capitalize()
    return None if script in _OF_NO_SCRIPT else script


def script_beside_latin(text: str) -> str:
    """Name the script of a text's first letter of another than Latin; Latin where there is none.

    Examples
    --------
    >>> script_beside_latin("T-90 قصف"), script_beside_latin("Kafr Nabl")
    ('Arabic', 'Latin')
    """
    if text.isascii():
        return LATIN
    told = map(script_of_letter, text)
    return next((one for one in told if one is not None and one != LATIN), LATIN)
