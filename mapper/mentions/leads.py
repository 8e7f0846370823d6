"""Which patterns may fit left of a name: told by how the words there begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from mapper.words import ANY, DIGIT, openings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH = 4
_HEAD = re.compile(rf"(?<!\w)(?=(\w[\s\S]{{0,{_WIDTH - 1}}}))")
_REMEMBERED = 20_000


class Leads:
    """Patterns by the letters their matches begin with.

    Most names have plain words before them, and each would be tried for some twenty
    patterns one after the other.

    Parameters
    ----------
    patterns
        Regular expressions by name, for lower-case text; each match begins a word.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._openings: dict[str, tuple[str, ...]] = {}
        self._inside: dict[str, set[str]] = {}
        """By letters behind a first word of any kind, the patterns that begin so."""
        for name, pattern in patterns.items():
            begins = openings_of(pattern, _WIDTH)
            rests = {one[1:] for one in begins or () if one[:1] == ANY}
            if begins is None or "" in rests:
                self._openings[name] = ("",)
                continue
            self._openings[name] = tuple(one for one in begins if one[:1] != ANY)
            for rest in rests:
                self._inside.setdefault(rest, set()).add(name)
        self._by_head: dict[str, frozenset[str]] = {}
        self._text = ""
        self._begun: tuple[list[int], list[frozenset[str]]] = [], []
        """The last text, and what it has: see `_words`."""

    def possible(self, text: str, first: int, near: int, last: int) -> tuple[set[str], set[str]]:
        """Give the names of the patterns that may match between two offsets, and close to the last.

        Close is what begins at `near` or behind it.
        """
        starts, names = self._words(text)
        begin, middle, end = (bisect_left(starts, at) for at in (first, near, last))
        close: set[str] = set().union(*names[max(begin, middle) : end])
        for rest, inside in self._inside.items():
            if not inside <= close and text.find(rest, first, last) > first:
                close |= inside
        return close.union(*names[begin:middle]), close

    def _words(self, text: str) -> tuple[list[int], list[frozenset[str]]]:
        """Give where in a text a pattern may begin, and which; names lie close together."""
        if text is not self._text:
            starts: list[int] = []
            names: list[frozenset[str]] = []
            for word in _HEAD.finditer(text):
                head = word[1]
                found = self._by_head.get(head)
                found = self._beginning(head) if found is None else found
                if found:
                    starts.append(word.start())
                    names.append(found)
            self._text, self._begun = text, (starts, names)
        return self._begun

    def _beginning(self, head: str) -> frozenset[str]:
        if len(self._by_head) > _REMEMBERED:
            self._by_head.clear()
        begun = DIGIT if head[0].isdecimal() else head
        self._by_head[head] = found = frozenset(
            name
            for name, begins in self._openings.items()
            if head.startswith(begins) or begun.startswith(begins)
        )
        return found
