"""Text in the cells of spreadsheets: it must never run as a formula."""

from __future__ import annotations

_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - full-width signs count too
_IS_TEXT = "'"
"""What spreadsheets take in front of a cell as "this is text"."""


def runs(text: str) -> bool:
    """Tell whether a spreadsheet that opens a CSV may take a text for a formula."""
    return text[:1] in _FORMULA_STARTS


def disarmed(text: str) -> str:
    """Put an apostrophe in front of a text that would run as a formula.

    Examples
    --------
    >>> disarmed("=1+1"), disarmed("Idlib")
    ("'=1+1", 'Idlib')
    """
    return _IS_TEXT + text if runs(text) else text


def as_before(text: str) -> str:
    """Take off the apostrophe that `disarmed` put in front.

    Examples
    --------
    >>> as_before("'=1+1"), as_before("'tis")
    ('=1+1', "'tis")
    """
    bare = text.removeprefix(_IS_TEXT)
    return bare if runs(bare) else text
