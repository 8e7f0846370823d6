"""Which way a text runs, by its letters, and texts kept apart from a line that runs another way."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_WEIGHT = {"L": -1, **dict.fromkeys(_RIGHT_TO_LEFT, 1)}
_OPENED, _CLOSED = "\u2068", "\u2069"
"""First strong isolate, and the end of it (Unicode Standard Annex 9)."""


def direction_of(texts: Iterable[str]) -> Literal["ltr", "rtl"]:
    """Tell which way texts of one language run: as most of their letters do.

    Examples
    --------
    >>> direction_of(["قصف T-90 موقعا"]), direction_of(["a raid on حلب"])
    ('rtl', 'ltr')
    >>> direction_of(["Удар по حلب"])
    'ltr'
    """
    weight = 0
    for text in texts:
        for letter in filter(str.isalpha, text):
            weight += _WEIGHT.get(unicodedata.bidirectional(letter), 0)
    return "rtl" if weight > 0 else "ltr"


def isolated(text: str) -> str:
    """Keep a text that runs right to left from turning what stands around it in a line.

    Returns
    -------
    text
        The text between two signs that terminals and editors obey and do not show; a text
        without such letters as it is.

    Examples
    --------
    >>> isolated("Aleppo"), isolated("حلب") == "\u2068حلب\u2069"
    ('Aleppo', True)
    """
    if text.isascii() or not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return text
    return f"{_OPENED}{text}{_CLOSED}"
