r"""The plainest words that a pattern matches: the names in it, without what may stand around them.

A pack writes "(?:the )?(?:al[- ])?shabaab(?: fighters)?": read as a name that is "shabaab". What
may be left out is left out, and of a choice every way is taken.
"""

from __future__ import annotations

import re
from functools import cache

_MOST = 60
"""Forms of one pattern that are told; one with more says too little."""

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])"
    r"|(?P<open>\((?:\?(?:-?i?:|P<\w+>))?)"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>[*+?]\??|\{\d+(?:,\d*)?\}\??)"
    r"|\[(?P<set>[^\]\\^]+)\]"
    r"|(?P<edge>\\[bB]|\^|\$)"
    r"|\\(?P<mark>[^\w\s])"
    r"|(?P<plain>[^\\\[\](){}|.^$*+?])"
)


class _Unknown(Exception):  # noqa: N818 - never leaves this module
    """Part of a pattern that stands for letters not told."""


@cache
def plain_forms(pattern: str) -> frozenset[str]:
    """Give the plainest words that a pattern matches, in lower case; none where it tells none.

    Examples
    --------
    >>> sorted(plain_forms(r"(?:the )?(?:al[- ])?shabaab(?: fighters)?|harakat al[- ]shabaab"))
    ['harakat al shabaab', 'harakat al-shabaab', 'shabaab']
    >>> sorted(plain_forms(r"ap(?= (?:said|quoted))"))
    ['ap']
    """
    found: set[str] = set()
    at = 0
    while at <= len(pattern):
        reader = _Reader(pattern, at)
        try:
            found |= reader.sequence()
        except _Unknown:
            reader.leave(at)
        at = reader.at + 1  # behind the bar
    return frozenset(one.strip().lower() for one in found if len(one.strip()) > 1)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, at: int) -> None:
        self.pattern = pattern
        self.at = at

    def leave(self, start: int) -> None:
        """Go to the next bar outside of groups."""
        self.at, depth = start, 0
        while self.at < len(self.pattern):
            letter = self.pattern[self.at]
            if letter == "|" and not depth:
                return
            depth += {"(": 1, ")": -1}.get(letter, 0)
            self.at += 2 if letter == "\\" else 1

    def sequence(self) -> set[str]:
        """Read up to a bar or the end of the group."""
        found = {""}
        while (token := _TOKEN.match(self.pattern, self.at)) is not None:
            if token.lastgroup in ("either", "close"):
                return found
            self.at = token.end()
            piece = self._repeated(self._piece(token))
            found = {one + other for one in found for other in piece}
            if len(found) > _MOST:
                raise _Unknown
        if self.at < len(self.pattern):
            raise _Unknown
        return found

    def _piece(self, token: re.Match[str]) -> set[str]:
        kind = token.lastgroup
        if kind in ("look", "open"):
            inside = self.sequence()
            while self.pattern[self.at : self.at + 1] == "|":
                self.at += 1
                inside |= self.sequence()
            self.at += 1
            return inside if kind == "open" else {""}
        if kind == "set":
            members = token["set"]
            if "-" in members[1:-1]:
                raise _Unknown
            return set(members)
        if kind == "edge":
            return {""}
        if kind in ("mark", "plain"):
            return {token[kind]}
        raise _Unknown

    def _repeated(self, piece: set[str]) -> set[str]:
        token = _TOKEN.match(self.pattern, self.at)
        if token is None or token.lastgroup != "times":
            return piece
        self.at = token.end()
        return {""} if token["times"][0] in "*?" or token["times"].startswith("{0") else piece
