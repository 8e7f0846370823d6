"""Names that are withheld, found in a text however they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from mapper.base.letters import lower_in_place, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_JOINED_ON = 2
"""Letters that a script without capitals may write before a name's first word, as one with it."""


class Found(NamedTuple):
    """A stretch of a text, code points, and what stands in its place."""

    start: int
    end: int
    label: str


class Names:
    """Names to withhold, each with what is said instead.

    Case, accents, vowel marks, invisible signs, and whatever stands between the words (blanks,
    hyphens, line ends, an address's dashes) make no difference.

    Examples
    --------
    >>> names = Names()
    >>> names.add("Al-Amal Clinic", "health facility")
    >>> names.find("near AL AMAL\u00a0clinic, at dawn")
    [Found(start=5, end=19, label='health facility')]
    """

    def __init__(self) -> None:
        self._labels: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, set[int]] = {}

    def add(self, name: str, label: str) -> None:
        """Withhold a name; one without letters is none."""
        words = tuple(_words(name))
        if words:
            self._labels.setdefault(words, label)
            self._lengths.setdefault(words[0], set()).add(len(words))

    def find(self, text: str) -> list[Found]:
        """Find the names in a text, longest first where they overlap."""
        if not self._labels:
            return []
        flat = plain(text)
        low = lower_in_place(flat.text)
        tokens = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(low)]
        found: list[Found] = []
        free = 0
        for at in range(len(tokens)):
            if at < free:
                continue
            taken = self._at(tokens, at)
            if taken is not None:
                words, label, skipped = taken
                free = at + len(words)
                start, end = tokens[at][1] + skipped, tokens[free - 1][2]
                found.append(Found(*flat.span(start, end), label))
        return found

    def is_in_address(self, address: str) -> bool:
        """Tell whether an address has a withheld name in its path or query."""
        return bool(self.find(unquote(address)))

    def _at(
        self, tokens: list[tuple[str, int, int]], at: int
    ) -> tuple[tuple[str, ...], str, int] | None:
        """Find the longest name that begins with a token, or inside it."""
        word = tokens[at][0]
        for skipped in range(1 if word.isascii() else _JOINED_ON + 1):
            first = word[skipped:]
            for length in sorted(self._lengths.get(first, ()), reverse=True):
                words = (first, *(one[0] for one in tokens[at + 1 : at + length]))
                if words in self._labels:
                    return words, self._labels[words], skipped
        return None


def _words(name: str) -> Iterable[str]:
    return _WORD.findall(lower_in_place(plain(name).text))
