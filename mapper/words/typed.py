r"""Blanks, apostrophes and hyphens of a pattern as texts have them typed.

A list is written with plain blanks, straight apostrophes and hyphens. A text has two blanks, a
hard one or the end of a line between two words, curly apostrophes and hyphens that keep a line
together. `loosened` lets a pattern meet these, `plainly` writes the beginning of a text as the
list would, letter by letter, and `as_listed` its words.
"""

from __future__ import annotations

import re
from functools import cache

_BLANK = r"(?:\s{1,2}(?<!\n\n))"
"""What parts two words of one name: never an empty line."""
_APOSTROPHES = "'\u2018\u2019\u02bc"
_HYPHENS = "-\u2010\u2011"
_ONE_BLANK = r"\s"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\n\r\t\u00a0\u2009\u202f", " "),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
    }
)
_TOKEN = re.compile(
    r"(?P<escaped>\\(?P<mark>.))|(?P<set>\[\^?(?:\\.|[^\]\\])+\])(?P<often>[*+{]?)"
    r"|(?P<behind>\(\?<[=!])|(?P<open>\((?:\?-?i:)?)|(?P<close>\))|(?P<blank>[ ])|(?P<letter>['-])"
)


@cache
def loosened(pattern: str) -> str:
    r"""Let a pattern meet the blanks, apostrophes and hyphens that texts have.

    Examples
    --------
    >>> bool(re.fullmatch(loosened("south sudan's"), "south\nsudan\u2019s"))
    True
    >>> bool(re.fullmatch(loosened("air ?force"), "airforce"))
    True
    >>> bool(re.fullmatch(loosened("south sudan"), "south\n\nsudan"))
    False
    """
    depth = 0
    behind: list[int] = []

    def typed(token: re.Match[str]) -> str:
        nonlocal depth
        kind = "blank" if token["mark"] == " " else "letter" if token["mark"] == "-" else ""
        kind = kind or token.lastgroup or ""
        written = token.group()
        if kind in ("behind", "open"):
            depth += 1
            behind.extend([depth] if kind == "behind" else [])
        elif kind == "close":
            if behind and behind[-1] == depth:
                behind.pop()
            depth -= 1
        elif kind == "blank":
            return _ONE_BLANK if behind else _BLANK
        elif kind == "letter":
            return f"[{_APOSTROPHES}]" if written == "'" else f"[{_HYPHENS}]"
        elif token["set"] is not None:
            return _set(token["set"], many=bool(token["often"]) or bool(behind)) + token["often"]
        return written

    return _TOKEN.sub(typed, pattern)


def _set(written: str, *, many: bool) -> str:
    """Widen a set of letters; one that says which may not be stays as it is."""
    members = written[1:-1]
    if members.startswith("^"):
        return written
    if "'" in members:
        members += "".join(one for one in _APOSTROPHES if one not in members)
    if members.startswith("-") or members.endswith("-"):
        members = _HYPHENS[1:] + members if members.endswith("-") else members + _HYPHENS[1:]
    if " " not in members:
        return f"[{members}]"
    if many:
        return f"[{members.replace(' ', _ONE_BLANK)}]"
    return f"(?:{_BLANK}|[{members.replace(' ', '')}])" if members != " " else _BLANK


def literal(words: str) -> str:
    r"""Write words as a pattern of a list: its blanks stay plain.

    Examples
    --------
    >>> print(literal("U.S. army"))
    U\.S\. army
    """
    return re.escape(words).replace("\\ ", " ")


def plainly(text: str) -> str:
    """Write a text as a list would, every letter in its place."""
    return text if text.isascii() and "\n" not in text else text.translate(_PLAIN)


def as_listed(words: str) -> str:
    """Write some words as a list would: in lower case, with single blanks."""
    return " ".join(plainly(words).lower().split())
