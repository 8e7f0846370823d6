"""What one cell of a table says: figures, codes, and the marks for nothing stated.

Dates are in `mapper.sources.written_days` and listed here too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.sources.cell_words import any_of, fold, words
from mapper.sources.written_days import (
    WHICH_FIRST,
    Order,
    as_partial,
    day_order,
    is_either_way,
    read_days,
)

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "MISSING",
    "WHICH_FIRST",
    "Order",
    "as_partial",
    "code_of",
    "day_order",
    "is_either_way",
    "is_missing",
    "read_count",
    "read_days",
    "read_number",
]

MISSING = {
    *("NA", "N/A", "n/a", "#N/A", "<NA>", "nan", "NaN", "NAN", "NaT", "None", "NULL", "null"),
    *("Null", "-", "--", "---", "\u2013", "\u2014", ".", "..", "?", "n.d.", "n.a.", "N.A.", "nd"),
    *("N.D.", "#NULL!", "(null)", "(blank)", "\\N"),
}
"""What pandas, R, databases and people write where a cell has nothing to say."""

_LONGEST_FIGURE = 9
_CACHED = 20_000
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
_GROUPED = re.compile(r"\d{1,3}(?:([,' \u066c])\d{3})(?:\1\d{3})*")
_POINTED = re.compile(r"(\d+)[.,\u066b](\d+)")
_ENDS = re.compile(rf"(.+?)\s*(?:-|\.\.+|\b(?:{any_of('range')})\b)\s*(.+)")
_START = re.compile(rf"(?:{any_of('range_start')})\s+")
_AT_LEAST = re.compile(rf"(?:>=|>|\u2265|(?:{any_of('at_least')})(?=[\s\d]))\.?\s*(.+)")
_AT_LEAST_AFTER = re.compile(rf"(.+?)\s*(?:\+|\b(?:{any_of('at_least_after')}))")
_UP_TO = re.compile(rf"(?:<=|<|\u2264|(?:{any_of('up_to')})(?=[\s\d]))\.?\s*(.+)")
_ABOUT = re.compile(rf"(?:~|\u2248|(?:{any_of('about')})(?=[\s\d.]))\.?\s*(.+)")
_NOT_IN_CODES = re.compile(r"[\W_]+")


def is_missing(cell: str, *, in_words: bool = False) -> bool:
    """Tell whether a cell says that there is nothing: ``NA``, ``nan``, ``-`` ...

    Parameters
    ----------
    cell
        Text of the cell.
    in_words
        Whether ``unknown`` and the like mean nothing too, as they do for a figure.

    Examples
    --------
    >>> is_missing("NA"), is_missing("unknown"), is_missing("Unknown", in_words=True)
    (True, False, True)
    """
    bare = cell.strip()
    return not bare or bare in MISSING or (in_words and fold(bare) in words("unstated"))


def read_number(cell: str, *, grouped: bool = True) -> float | None:
    """Read a number with a decimal point or comma.

    Parameters
    ----------
    cell
        Text of the cell.
    grouped
        Whether a comma before three digits parts thousands (``1,200``); in degrees it
        does not (``35,602``).

    Returns
    -------
    number
        None where it is no number.

    Examples
    --------
    >>> read_number("35,60"), read_number("1,200"), read_number("35,602", grouped=False)
    (35.6, 1200.0, 35.602)
    """
    if _PLAIN.fullmatch(cell):
        return float(cell)
    text = fold(cell).removeprefix("+").removesuffix("\u00b0")
    if grouped and _GROUPED.fullmatch(text.removeprefix("-")):
        return float(re.sub(r"[^\d-]", "", text))
    text = text.replace("\u066b", ".")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    elif grouped and re.fullmatch(r"-?\d{1,3}(?:,\d{3})+\.\d+", text):
        text = text.replace(",", "")
    try:
        number = float(text) if "_" not in text else float("nan")
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


@lru_cache(_CACHED)
def read_count(cell: str) -> tuple[int, int, bool] | None:
    """Read a figure of people or strikes as its smallest and largest, and whether it is open.

    Returns
    -------
    low, high, is_open
        As `mapper/docs/coding-rules.md` reads figures in texts; None where the cell is no
        whole figure, or could be two (``1.200``).

    Examples
    --------
    >>> read_count("2.0"), read_count("1,200"), read_count("3-5")
    ((2, 2, False), (1200, 1200, False), (3, 5, False))
    >>> read_count("at least 3"), read_count("10+"), read_count("up to 20")
    ((3, 3, True), (10, 10, True), (0, 20, False))
    >>> read_count("1.5") is None
    True
    """
    text = fold(cell)
    alone = _whole(text)
    if alone is not None:
        return alone, alone, False
    if match := _AT_LEAST_AFTER.fullmatch(text) or _AT_LEAST.fullmatch(text):
        inner = read_count(match[1])
        return inner and (*inner[:2], True)
    if match := _UP_TO.fullmatch(text):
        most = _whole(match[1])
        return None if most is None else (0, most, False)
    if match := _ABOUT.fullmatch(text):
        return read_count(match[1])
    if match := _ENDS.fullmatch(_START.sub("", text, count=1)):
        low, high = _whole(match[1]), _whole(match[2])
        if low is not None and high is not None and low <= high:
            return low, high, False
    return None


def _whole(text: str) -> int | None:
    """Read a whole number of folded text: plain, with thousands parted, or ``2.0``."""
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    elif match := _POINTED.fullmatch(text):
        # "1.200" may be a thousand and more: three noughts or digits say neither.
        is_whole = not match[2].strip("0") and len(match[2]) != 3  # noqa: PLR2004 - thousands
        text = match[1] if is_whole else ""
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_FIGURE:
        return None
    return int(text)


@lru_cache(_CACHED)
def _code_keys(codes: tuple[str, ...]) -> dict[str, str]:
    """Give each code by its letters and digits alone."""
    return {_NOT_IN_CODES.sub("", code.casefold()): code for code in codes}


def code_of(cell: str, codes: Collection[str]) -> str | None:
    """Find the code a cell means, in any case, spacing, hyphens or slashes.

    Examples
    --------
    >>> code_of("Explosion / IED", ("airstrike", "explosion_ied"))
    'explosion_ied'
    """
    if cell in codes:
        return cell
    return _code_keys(tuple(codes)).get(_NOT_IN_CODES.sub("", cell.casefold()))
