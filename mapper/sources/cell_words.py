"""Words that people write in the cells of dates and figures: `cell_words.csv`."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("cell_words.csv")
SENSES = {
    "month": "name of a month, with its number",
    "weekday": "name of a day of the week, which says nothing more than the date beside it",
    "link": "stands between the parts of a date",
    "range": "stands between two ends",
    "range_start": "stands before two ends",
    "at_least": "stands before a figure that is open upwards",
    "at_least_after": "stands after a figure that is open upwards",
    "about": "stands before a figure that is rounded",
    "up_to": "stands before the largest figure",
    "unstated": "says that there is no figure",
}


def fold(text: str) -> str:
    r"""Write a cell's words in one way: no case, accents, doubled spaces; western digits.

    Examples
    --------
    >>> fold(" 9  Févr.\u00a0\u0662\u0660\u0662\u0660")
    '9 fevr. 2020'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = "".join(
        sign if not sign.isdigit() or sign.isascii() else _western(sign)
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if unicodedata.category(sign) not in {"Mn", "Cf"}
    )
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", plain).split())


def _western(digit: str) -> str:
    """Write a digit of another script as a western one."""
    value = unicodedata.digit(digit, None)
    return digit if value is None else str(value)


@cache
def words(sense: str) -> dict[str, str]:
    """Give the folded words of a sense, each with its number or nothing."""
    if sense not in SENSES:
        raise KeyError(sense)
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["sense"] == sense]
    return {fold(row["word"]): row["number"] for row in rows}


@cache
def any_of(sense: str) -> str:
    """Give a pattern that matches any word of a sense, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(sense), key=len, reverse=True))
