"""Names that are withheld, found in a text however they are written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mapper.base.letters import lower_in_place, plain
from mapper.release.unwrapped import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_JOINED_ON = 2
"""Letters that a script without capitals may write before a name's first word, as one with it."""
_HEAD = 4
"""Letters that names are looked up by."""


class Found(NamedTuple):
    """A stretch of a text, code points, and what stands in its place."""

    start: int
    end: int
    label: str


class Names:
    """Names to withhold, each with what is said instead.

    Case, accents, vowel marks, invisible signs, entities and tags, and whatever stands between
    the words or in them (blanks, hyphens, line ends, an address's dashes, or nothing, as in a
    hashtag) make no difference; a name begins and ends where a word does.

    Examples
    --------
    >>> names = Names()
    >>> names.add("Al-Amal Clinic", "health facility")
    >>> names.find("near AL AMAL\u00a0clinic, at dawn")
    [Found(start=5, end=19, label='health facility')]
    >>> [one[:2] for one in names.find("#AlAmalClinic al&#45;Amal <b>clin</b>ic")]
    [(1, 13), (14, 39)]
    """

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._by_head: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, label: str) -> None:
        """Withhold a name; one without letters is none."""
        joined = "".join(_words(name))
        if joined and joined not in self._labels:
            self._labels[joined] = label
            listed = self._by_head[joined[:_HEAD]]
            listed.append(joined)
            listed.sort(key=len, reverse=True)

    def __bool__(self) -> bool:
        """Tell whether any name is withheld."""
        return bool(self._labels)

    def find(self, text: str) -> list[Found]:
        """Find the names in a text, longest first where they overlap."""
        if not self._labels:
            return []
        bare = unwrapped(text)
        flat = plain(bare.text)
        words = [
            (one.group(), one.start(), one.end())
            for one in _WORD.finditer(lower_in_place(flat.text))
        ]
        found: list[Found] = []
        free = 0
        for first, last, skipped, label in self._among([word for word, *_ in words]):
            if first < free:
                continue
            free = last + 1
            start, end = flat.span(words[first][1] + skipped, words[last][2])
            found.append(Found(*bare.span(start, end), label))
        return found

    def is_in_address(self, address: str) -> bool:
        """Tell whether an address has a withheld name in its path or query."""
        return bool(self.find(address))

    def _among(self, words: list[str]) -> Iterator[tuple[int, int, int, str]]:
        """Find the longest names that begin with a word, or inside it, and end with one.

        Yields
        ------
        found
            First and last word, letters of the first that are not the name's, and the label.
        """
        joined = "".join(words)
        begins: list[int] = []
        at = 0
        for word in words:
            begins.append(at)
            at += len(word)
        ends = {begin + len(word) for begin, word in zip(begins, words, strict=True)}
        for first, (begin, word) in enumerate(zip(begins, words, strict=True)):
            for skipped in range(1 if word.isascii() else min(_JOINED_ON + 1, len(word))):
                name = self._at(joined, begin + skipped, ends)
                if name is not None:
                    last = bisect_right(begins, begin + skipped + len(name) - 1) - 1
                    yield first, last, skipped, self._labels[name]
                    break

    def _at(self, joined: str, begin: int, ends: set[int]) -> str | None:
        """Give the longest name that stands at a letter."""
        for length in range(_HEAD, 0, -1):
            head = joined[begin : begin + length]
            for name in self._by_head.get(head, ()) if len(head) == length else ():
                if begin + len(name) in ends and joined.startswith(name, begin):
                    return name
        return None


def _words(name: str) -> Iterable[str]:
    return _WORD.findall(lower_in_place(plain(unwrapped(name).text).text))
