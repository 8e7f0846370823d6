"""Text in the cells of spreadsheets: it must never run as a formula, nor carry unseen signs."""

from __future__ import annotations

import re

_STARTS = "=+@＝＋－＠-"  # noqa: RUF001 - full-width signs count too
_FORMULA_STARTS = frozenset(f"{_STARTS}\t\r\n")
_IS_TEXT = "'"
"""What spreadsheets take in front of a cell as "this is text"."""

_APART = ";\t\r\n"
"""Signs at which a spreadsheet may part a cell whose table is written with commas.

In much of Europe a list has semicolons, and what is pasted has tabs; then quotation marks inside a
line do not hold a cell together, nor a line.
"""

_INNER = re.compile(rf"(?<=[{_APART}])(?=[{_STARTS}])")
_INNER_DISARMED = re.compile(rf"(?<=[{_APART}]){_IS_TEXT}(?=[{_STARTS}])")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet that opens a CSV may take a text for a formula."""
    return text[:1] in _FORMULA_STARTS


def disarmed(text: str) -> str:
    r"""Put an apostrophe wherever a text would run as a formula; unseen signs become a mark.

    That is in front, and behind each semicolon, tab or line end, where a spreadsheet that lists
    with semicolons would begin another cell.

    Examples
    --------
    >>> disarmed("=1+1"), disarmed("Idlib"), disarmed("a;=1+1"), disarmed("a; b")
    ("'=1+1", 'Idlib', "a;'=1+1", 'a; b')
    >>> disarmed("a\x1b[2Jb") == "a\ufffd[2Jb"
    True
    """
    text = _INNER.sub(_IS_TEXT, _UNSEEN.sub("\ufffd", text))
    return _IS_TEXT + text if runs(text) else text


def as_before(text: str) -> str:
    """Take off the apostrophes that `disarmed` put in.

    Examples
    --------
    >>> as_before("'=1+1"), as_before("'tis"), as_before("a;'=1")
    ('=1+1', "'tis", 'a;=1')
    """
    bare = text.removeprefix(_IS_TEXT)
    return _INNER_DISARMED.sub("", bare if runs(bare) else text)
