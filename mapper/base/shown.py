"""Text as people see it on a terminal: signs that it would obey become a mark."""

from __future__ import annotations

import re

_MARK = "\ufffd"
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067]|\r(?!\n)"
)
_ISOLATES = re.compile("[\u2068\u2069]")
_OPENED = "\u2068"


def harmless(text: str) -> str:
    r"""Show a text without signs that move, colour, title or turn what is around it.

    Control and escape characters, those of ISO 6429 above ASCII, line and paragraph separators,
    and signs that override or embed a direction become U+FFFD; tabs and line ends stay. Isolates
    of Unicode Standard Annex 9 stay where each is closed in its line, as our tables write them.

    Examples
    --------
    >>> harmless("a\x1b[2J\x07b\u202ec") == "a\ufffd[2J\ufffdb\ufffdc"
    True
    >>> harmless("one\ttwo\r\n"), harmless("\u2068حلب\u2069") == "\u2068حلب\u2069"
    ('one\ttwo\r\n', True)
    >>> harmless("\u2069a\u2068") == "\ufffda\ufffd"
    True
    """
    if text.isascii() and text.isprintable():
        return text
    plain = _OBEYED.sub(_MARK, text)
    if not _ISOLATES.search(plain):
        return plain
    return "".join(map(_balanced, plain.splitlines(keepends=True)))


def in_a_cell(text: str) -> str:
    """Show a text as a part of a line: as `harmless`, and it can neither isolate nor break it."""
    return _ISOLATES.sub(_MARK, " ".join(harmless(text).split()))


def _balanced(line: str) -> str:
    """Keep the isolates of a line if each that opens is closed after it."""
    depth = 0
    for sign in _ISOLATES.findall(line):
        depth += 1 if sign == _OPENED else -1
        if depth < 0:
            break
    return line if depth == 0 else _ISOLATES.sub(_MARK, line)
