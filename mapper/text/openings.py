r"""How the matches of a pattern begin: what a text must have for it to be worth trying.

The word lists are long and a text has few of their words. Trying every pattern at every
word costs most of the time of reading; the first letters of a word rule nearly all of
them out. What a pattern says is not interpreted further than that, and where it says
something not understood here, nothing is ruled out.
"""

from __future__ import annotations

import re

WIDTH = 6
"""Letters of a beginning that are looked at."""

ANY = "\0"
"""Stands for letters and digits, as many as there are, at the very beginning."""

_Ways = dict[str, bool]
"""Beginnings; whether what follows in the pattern may be appended to each."""

_NOTHING: _Ways = {"": True}
_GAP: _Ways = {"\n": False}
"""Something not looked into; where a match begins so, nothing can be told."""
_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])"
    r"|(?P<open>\(\?:)"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>[*+?]\??|\{[\d,]+\}\??)"
    r"|(?P<set>\[(?:-?[^\]\\^-]+|[^\]\\^-]+-)\])"
    r"|\\u(?P<code>[0-9a-f]{4})"
    r"|(?P<edge>\\b|\$)"
    r"|(?P<word>\\w|\\d)"
    r"|(?P<gap>\\[sSWD]|\.|\[(?:[^\]\\]|\\.)+\])"
    r"|\\(?P<mark>[^\w\s])"
    r"|(?P<plain>[^\\\[\](){}|.^$*+?\s]|[ ])"
)


class _Unknown(Exception):  # noqa: N818 - never leaves this module
    """Part of a pattern that is not understood here."""


def openings(pattern: str) -> frozenset[str] | None:
    r"""Tell how the matches of a pattern begin.

    Parameters
    ----------
    pattern
        Regular expression of a word list; case does not matter.

    Returns
    -------
    beginnings
        In lower case, `WIDTH` letters each, or fewer where anything may follow. One that
        begins with `ANY` has what follows the letters it stands for. None where nothing
        can be told.

    Examples
    --------
    >>> sorted(openings(r"air[ -]?raids?|(?:the )?us jets"))
    ['air ra', 'air-ra', 'airrai', 'the us', 'us jet']
    >>> openings(r"\w+ly hit"), openings(r".* hit")
    (frozenset({'\x00ly hi'}), None)
    """
    reader = _Reader(pattern)
    try:
        found = reader.alternatives()
    except _Unknown:
        return None
    return frozenset(found) if reader.at == len(pattern) else None


class _Reader:
    """Read a pattern from left to right, keeping the beginnings of its matches."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> _Ways:
        """Read alternatives up to the end of their group."""
        found = self._sequence()
        while self._skip("either"):
            found = _both(found, self._sequence())
        return found

    def _skip(self, kind: str) -> bool:
        token = _TOKEN.match(self.pattern, self.at)
        if token is None or token.lastgroup != kind:
            return False
        self.at = token.end()
        return True

    def _sequence(self) -> _Ways:
        found = _NOTHING
        while self.at < len(self.pattern):
            token = _TOKEN.match(self.pattern, self.at)
            if token is None:
                raise _Unknown
            if token.lastgroup in ("either", "close"):
                break
            self.at = token.end()
            found = _then(found, self._times(self._piece(token)))
        return found

    def _piece(self, token: re.Match[str]) -> _Ways:
        """Read one letter, set or group."""
        kind = token.lastgroup
        if kind in ("look", "open"):
            inside = self.alternatives()
            if not self._skip("close"):
                raise _Unknown
            return inside if kind == "open" else _NOTHING
        if kind in ("plain", "mark"):
            return {token[kind].lower(): True}
        if kind == "set":
            return dict.fromkeys(token["set"][1:-1].lower(), True)
        if kind == "code":
            return {chr(int(token["code"], 16)): True}
        if kind in ("word", "edge"):
            return {ANY: True} if kind == "word" else _NOTHING
        if kind == "gap":
            return _GAP
        raise _Unknown

    def _times(self, piece: _Ways) -> _Ways:
        """Read how often a piece may come."""
        token = _TOKEN.match(self.pattern, self.at)
        if token is None or token.lastgroup != "times":
            return piece
        self.at = token.end()
        often = token["times"]
        if often[0] != "?" and piece != {ANY: True}:
            # What follows a repetition is not followed up.
            piece = dict.fromkeys(piece, False)
        return _both(piece, _NOTHING) if often[0] in "?*" or often[:2] == "{0" else piece


def _both(one: _Ways, other: _Ways) -> _Ways:
    """Join alternatives; a beginning goes on where it does in both."""
    joined = dict(one)
    for text, goes_on in other.items():
        joined[text] = joined.get(text, goes_on) and goes_on
    return joined


def _then(found: _Ways, piece: _Ways) -> _Ways:
    """Append a piece to the beginnings that may go on."""
    made: _Ways = {}
    for text, open_ in found.items():
        for more, goes_on in piece.items() if open_ else [("", False)]:
            made = _both(made, _appended(text, more, goes_on=goes_on))
    return made


def _appended(text: str, more: str, *, goes_on: bool) -> _Ways:
    if more.startswith(tuple(_GAP)):
        if not text:
            raise _Unknown
        return {text: False}
    if more.startswith(ANY) and text:
        return {text: False}
    whole = (text + more)[:WIDTH]
    return {whole: goes_on and len(whole) < WIDTH}
