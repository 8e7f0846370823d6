r"""How the matches of a pattern begin: what a text must have for it to be worth trying.

The word lists are long and a text has few of their words. Trying every pattern at every
word costs most of the time of reading; the first letters of a word rule nearly all of
them out. What a pattern says is not interpreted further than that, and where it says
something not understood here, nothing is ruled out.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import cache
from importlib.resources import files

from mapper.base.letters import lower_in_place

WIDTH = 6
"""Letters of a beginning that are looked at, unless told otherwise."""

ANY = "\0"
"""Stands for letters, digits and hyphens, as many as there are, at the very beginning."""

CAPITAL = "\1"
"""Stands for a capital letter at the very beginning, where case matters."""

DIGIT = "\2"
"""Stands for a digit at the very beginning."""

KNOWN = "openings.json.gz"
"""File of openings that are known, beside the other data."""

_ENDLESS = 1_000_000

_Ways = dict[str, bool]
"""Beginnings; whether what follows in the pattern may be appended to each."""

_NOTHING: _Ways = {"": True}
_GAP: _Ways = {"\n": False}
"""Something not looked into; where a match begins so, nothing can be told."""
_LIKE_ASCII = str.maketrans("\u017f\u0131\u0130", "sii")
"""Letters that regular expressions without regard to case take for those of a pattern."""
_GUARDED = 2
_WHATEVER = "?"
"""A letter whose other case is not looked into."""
_LIKE = {"i": "\u0131\u0130", "k": "\u212a", "s": "\u017f"}
"""The same by the letter of the pattern, and the sign for a kelvin, which is lowered to k."""
_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])"
    r"|(?P<open>\(\?(?:-?i?:|>|P<\w+>))"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>[*+?]\??|\{[\d,]+\}\??)"
    r"|(?P<set>\[(?:-?[^\]\\^-]+|[^\]\\^-]+-)\])"
    r"|\\u(?P<code>[0-9a-f]{4})"
    r"|(?P<edge>\\b|\$)"
    r"|(?P<word>\\w|\[\\w-\])"
    r"|(?P<digit>\\d)"
    r"|(?P<capital>\[A-Z\])"
    r"|(?P<gap>\\[sSWD]|\.|\[(?:[^\]\\]|\\.)+\])"
    r"|\\(?P<mark>[^\w\s])"
    r"|(?P<plain>[^\\\[\](){}|.^$*+?\s]|[ ])"
)


class _Unknown(Exception):  # noqa: N818 - never leaves this module
    """Part of a pattern that is not understood here."""


@cache
def openings_of(pattern: str, width: int = WIDTH) -> frozenset[str] | None:
    r"""Tell how the matches of a pattern begin.

    Parameters
    ----------
    pattern
        Regular expression of a word list; case does not matter.
    width
        Letters of a beginning to tell.

    Returns
    -------
    beginnings
        In lower case, `width` letters each, or fewer where anything may follow. One that
        begins with `ANY` has what follows the letters it stands for; `CAPITAL` and `DIGIT`
        stand alone. None where nothing can be told.

    Examples
    --------
    >>> sorted(openings_of(r"air[ -]?raids?|(?:the )?us jets"))
    ['air ra', 'air-ra', 'airrai', 'the us', 'us jet']
    >>> openings_of(r"\w+ly hit"), openings_of(r".* hit")
    (frozenset({'\x00ly hi'}), None)
    """
    key = key_of(pattern, width)
    known = _known()
    if key in known:
        told = known[key]
        return None if told is None else frozenset(told)
    return worked_out(pattern, width)


@cache
def worked_out(pattern: str, width: int) -> frozenset[str] | None:
    """Tell the same from the pattern itself, which takes a thousand times as long."""
    reader = _Reader(pattern, width)
    try:
        found = reader.alternatives()
    except _Unknown:
        return None
    return (
        None if reader.at < len(pattern) or not _GAP.keys().isdisjoint(found) else frozenset(found)
    )


def key_of(pattern: str, width: int) -> str:
    """Name a pattern and a width in the file of openings that are known."""
    return hashlib.blake2b(f"{width}:{pattern}".encode(), digest_size=9).hexdigest()


@cache
def _known() -> dict[str, list[str] | None]:
    """Read the openings of the shipped lists, which every process would work out anew.

    ``tests/known_openings.py`` writes them. One that is missing is worked out;
    none can be out of date, for it goes by what the pattern says.
    """
    packed = files("mapper").joinpath("data", KNOWN).read_bytes()
    known: dict[str, list[str] | None] = json.loads(gzip.decompress(packed))
    return known


def guarded(pattern: str) -> str:
    r"""Let a pattern be tried only where the text has letters that its matches begin with.

    What it matches stays the same. Without regard to case, the engine tries every alternative
    at every letter; two letters rule nearly all of them out at once.

    Examples
    --------
    >>> guarded("to|from")
    '(?-i:(?=[fF][rR]|[tT][oO]))(?:to|from)'
    >>> print(guarded(r"\w+ly hit"))
    \w+ly hit
    """
    found = openings_of(pattern, _GUARDED)
    if not found or any(one[:1] in ("", ANY) for one in found):
        return pattern
    heads: dict[str, set[str]] = {}
    for one in found:
        first, *second = map(_cases, one)
        heads.setdefault(first, set()).add(second[0] if second else "")
    tried = (
        first if {"", _WHATEVER} & more else f"{first}[{''.join(sorted(more))}]"
        for first, more in ((f"[{head}]", more) for head, more in sorted(heads.items()))
    )
    return f"(?-i:(?={'|'.join(tried)}))(?:{pattern})" if _WHATEVER not in heads else pattern


def needed(pattern: str) -> frozenset[str]:
    """Give letters of which every match has some, in lower case; none where that is not told.

    Examples
    --------
    >>> sorted(needed(r"[a-z]+[- ](?:linked|allied) groups?"))
    [' group']
    """
    best: frozenset[str] = frozenset()
    depth = at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        kind = token.lastgroup if token else None
        if token is None or (kind == "either" and not depth):
            return frozenset()
        if not depth and kind not in ("times", "close"):
            found = openings_of(pattern[at:]) or frozenset()
            told = not any(one[:1] in ("", ANY, CAPITAL, DIGIT) for one in found)
            if told and (_shortest(found), -len(found)) > (_shortest(best), -len(best)):
                best = found
        depth += {"look": 1, "open": 1, "close": -1}.get(kind or "", 0)
        at = token.end()
    return best


def _shortest(found: frozenset[str]) -> int:
    return min(map(len, found), default=0)


def _cases(letter: str) -> str:
    """Write the letters that a letter of an opening stands for, as a set has them."""
    if letter == CAPITAL:
        return "A-Z"
    if letter == DIGIT:
        return r"\d"
    if not letter.isascii():
        return _WHATEVER
    also = _LIKE.get(letter, "")
    return "".join(re.escape(one) for one in dict.fromkeys((letter, letter.upper()))) + also


def lowered(text: str) -> str:
    """Put a text into the case of the openings, every letter in its place."""
    return lower_in_place(text if text.isascii() else text.translate(_LIKE_ASCII))


class _Reader:
    """Read a pattern from left to right, keeping the beginnings of its matches."""

    def __init__(self, pattern: str, width: int) -> None:
        self.pattern = pattern
        self.width = width
        self.at = 0
        self.minds_case = False

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
            found = self._then(found, self._times(self._piece(token)))
        return found

    def _piece(self, token: re.Match[str]) -> _Ways:
        """Read one letter, set or group."""
        kind = token.lastgroup
        if kind in ("look", "open"):
            before, self.minds_case = (
                self.minds_case,
                token.group() == "(?-i:" or (self.minds_case and token.group() != "(?i:"),
            )
            inside = self.alternatives()
            self.minds_case = before
            if not self._skip("close"):
                raise _Unknown
            return inside if kind == "open" else _NOTHING
        if kind in ("plain", "mark"):
            return {token[kind].lower(): True}
        if kind in ("set", "code"):
            members = token["set"][1:-1].lower() if token["set"] else chr(int(token["code"], 16))
            return dict.fromkeys(members, True)
        if kind in ("word", "edge"):
            return {ANY: True} if kind == "word" else _NOTHING
        if kind == "digit" or (kind == "capital" and self.minds_case):
            return {DIGIT if kind == "digit" else CAPITAL: False}
        if kind in ("capital", "gap"):
            return _GAP
        raise _Unknown

    def _times(self, piece: _Ways) -> _Ways:
        """Read how often a piece may come."""
        token = _TOKEN.match(self.pattern, self.at)
        if token is None or token.lastgroup != "times":
            return piece
        self.at = token.end()
        least, most = _often(token["times"])
        if piece == {ANY: True}:  # stands for any number of them already
            return piece if least else _both(piece, _NOTHING)
        found: _Ways = {}
        repeated = _NOTHING
        for time in range(min(most, self.width) + 1):
            if time >= min(least, self.width):
                found = _both(found, repeated)
            repeated = self._then(repeated, piece)
        # Oftener than the letters looked at: what may follow is left open.
        return found if most <= self.width else _both(found, dict.fromkeys(repeated, False))

    def _then(self, found: _Ways, piece: _Ways) -> _Ways:
        """Append a piece to the beginnings that may go on."""
        made: _Ways = {}
        for text, open_ in found.items():
            for more, goes_on in piece.items() if open_ else [("", False)]:
                ends = text and (more in _GAP or more[:1] in (ANY, CAPITAL, DIGIT))
                whole = text if ends else (text + more)[: self.width]
                longer = goes_on and not ends and len(whole) < self.width
                made[whole] = made.get(whole, longer) and longer
        return made


def _often(times: str) -> tuple[int, int]:
    """Read how often at least and at most."""
    sign = times[0]
    if sign != "{":
        return int(sign == "+"), 1 if sign == "?" else _ENDLESS
    first, _, last = times.strip("{}?").partition(",")
    return int(first or 0), int(last or _ENDLESS) if "," in times else int(first)


def _both(one: _Ways, other: _Ways) -> _Ways:
    """Join alternatives; a beginning goes on where it does in both."""
    joined = dict(one)
    for text, goes_on in other.items():
        joined[text] = joined.get(text, goes_on) and goes_on
    return joined
