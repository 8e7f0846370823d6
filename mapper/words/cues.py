"""The words of a text that carry an incident: triggers, actors, sources, targets, vetoes.

What counts as such a word is data (``mapper/words/<language>``); a row earlier in its list
wins where two would match at the same place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from mapper.words.lists import compiled, rows
from mapper.words.openings import ANY, CAPITAL, DIGIT, WIDTH, lowered, openings_of
from mapper.words.states import OTHERS
from mapper.words.typed import loosened, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapper.words.language import Language

Span = tuple[int, int]


class Marked(Protocol):
    """Anything found in a text, by its offsets."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""


M = TypeVar("M", bound=Marked)

_WORD_START = re.compile(r"(?<![\w-])(?=\S)")
_AS_TYPED = frozenset({"actors", "unnamed_parties", OTHERS})
"""Lists whose names are found however a text has their blanks, apostrophes and hyphens typed."""
_REMEMBERED = 20_000
LONGEST = 400
"""Code points that the words of one row may take: a row of repeated words is not followed
through a text made of them."""
_START = attrgetter("start")
_END = attrgetter("end")
_NUMBER = attrgetter("number")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words found: offsets (code points, end exclusive) and the list's row for them."""

    start: int
    end: int
    row: dict[str, str]

    @property
    def span(self) -> Span:
        """Offsets as a pair."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a list, ready to be tried."""

    number: int
    row: dict[str, str]
    pattern: re.Pattern[str]


class _Lists:
    """The lists of a language that were asked for, by the letters their rows begin with."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.names: frozenset[str] = frozenset()
        self.middles: list[tuple[str, _Entry, str]] = []
        """Rows that begin with any word, by list, with the letters behind that word."""
        self._by_opening: dict[str, dict[str, list[_Entry]]] = {}
        self.by_head: dict[str, list[tuple[str, list[_Entry]]]] = {}
        """What `beginning` gave, by its letters."""

    def add(self, name: str) -> None:
        """Take up a list."""
        loose = not _AS_TYPED.isdisjoint(name.split("+"))
        for number, row in enumerate(rows(self.language, name)):
            where = f"{name}.csv ({self.language}) row {number + 2}"
            entry = _Entry(number, row, _bounded(row["pattern"], where, loose=loose))
            for opening in openings_of(plainly(row["pattern"])) or [""]:
                rest = opening.removeprefix(ANY)
                if opening == rest:
                    self._take(opening, name, entry)
                elif rest:
                    self.middles.append((name, entry, rest))
                else:
                    self._take("", name, entry)
        self.names |= {name}
        self.by_head.clear()

    def _take(self, opening: str, name: str, entry: _Entry) -> None:
        self._by_opening.setdefault(opening, {}).setdefault(name, []).append(entry)

    def beginning(self, head: str) -> list[tuple[str, list[_Entry]]]:
        """Give, by list, the rows that may match where a text has these letters.

        `CAPITAL` stands before letters of which the first is written as one.
        """
        if len(self.by_head) > _REMEMBERED:
            self.by_head.clear()
        found = self.by_head[head] = self._gather(head)
        return found

    def _gather(self, head: str) -> list[tuple[str, list[_Entry]]]:
        gathered: dict[str, list[_Entry]] = {}
        plain = head.removeprefix(CAPITAL)
        beginnings = [plain[:length] for length in range(len(plain) + 1)]
        if plain != head:
            beginnings.append(CAPITAL)
        elif plain[:1].isdecimal():
            beginnings.append(DIGIT)
        for beginning in beginnings:
            for name, entries in self._by_opening.get(beginning, {}).items():
                gathered[name] = _ordered([*gathered.get(name, ()), *entries])
        return list(gathered.items())


def _ordered(entries: Iterable[_Entry]) -> list[_Entry]:
    """Put rows in the order of their list, each once."""
    return list({one.number: one for one in sorted(entries, key=_NUMBER)}.values())


def _bounded(pattern: str, where: str, *, loose: bool) -> re.Pattern[str]:
    """Compile a row's pattern so that it stops where a word does."""
    written = loosened(pattern) if loose else pattern
    return compiled(rf"(?:{written})(?:(?<=\s)|(?!\w))", where)


@cache
def _lists(language: Language) -> _Lists:
    return _Lists(language)


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where words of one list may stand in a text, and which of its rows."""

    starts: list[int]
    entries: list[list[_Entry]]


@lru_cache(maxsize=2)
def _spots(text: str, lists: _Lists, names: frozenset[str]) -> dict[str, _Spots]:
    """Look at the beginning of every word of a text once, for all lists together."""
    found: dict[str, dict[int, list[_Entry]]] = {name: {} for name in names}
    lower = lowered(plainly(text))
    known = lists.by_head
    for word in _WORD_START.finditer(text):
        at = word.start()
        head = lower[at : at + WIDTH]
        if "  " in head:  # two blanks of the text are one of a list
            head = lower[at : at + 2 * WIDTH].replace("  ", " ")[:WIDTH]
        if text[at].isupper():
            head = CAPITAL + head
        may_be = known.get(head)
        for name, entries in lists.beginning(head) if may_be is None else may_be:
            found[name][at] = entries
    for name, entry, rest in lists.middles:
        for at in _before(text, lower, rest):
            found[name][at] = _ordered([*found[name].get(at, ()), entry])
    return {
        name: _Spots(starts := sorted(places), [places[at] for at in starts])
        for name, places in found.items()
    }


def _before(text: str, lower: str, rest: str) -> Iterator[int]:
    """Give the beginnings of the words that some letters follow."""
    at = lower.find(rest)
    last = begun = 0
    while at >= 0:
        start = at
        while start > last and _is_of_word(text[start - 1]):
            start -= 1
        start = begun if start == last else start  # one word, and where it begins is known
        if start < at:
            yield start
        last, begun = at, start
        at = lower.find(rest, at + 1)


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter in "_-"


def find(
    text: str, language: Language, name: str, start: int = 0, end: int | None = None
) -> list[Cue]:
    """Find the words of one list in a stretch of text, in order, none overlapping."""
    lists = _lists(language)
    if name not in lists.names:
        lists.add(name)
    places = _spots(text, lists, lists.names)[name]
    limit = len(text) if end is None else min(end, len(text))
    first = bisect_left(places.starts, start)
    last = bisect_left(places.starts, limit, first)
    # Most stretches have no word that a row begins with.
    return _matches(text, places, range(first, last), limit) if first < last else []


def _matches(text: str, places: _Spots, numbers: range, limit: int) -> list[Cue]:
    """Try the rows that may match, leaving what an earlier match covers."""
    found: list[Cue] = []
    free = 0
    for number in numbers:
        at = places.starts[number]
        if at < free:
            continue
        reach = min(limit, at + LONGEST)
        for entry in places.entries[number]:
            match = entry.pattern.match(text, at, reach)
            if match is not None:
                free = match.end()
                found.append(Cue(at, free, entry.row))
                break
    return found


def within(cues: Sequence[Cue], start: int, end: int) -> list[Cue]:
    """Give the cues that lie inside a stretch; `cues` sorted by start."""
    found = []
    for number in range(bisect_left(cues, start, key=_START), len(cues)):
        cue = cues[number]
        if cue.start >= end:
            break
        if cue.end <= end:
            found.append(cue)
    return found


def starting(marks: Sequence[M], start: int, end: int) -> Sequence[M]:
    """Give the marks that begin inside a stretch; `marks` sorted by start."""
    return marks[bisect_left(marks, start, key=_START) : bisect_left(marks, end, key=_START)]


def ending(marks: Sequence[M], first: int, last: int) -> Sequence[M]:
    """Give the marks that end from one offset to another; none of them overlap."""
    return marks[bisect_left(marks, first, key=_END) : bisect_left(marks, last + 1, key=_END)]


def last_before(marks: Sequence[M], at: int) -> M | None:
    """Give the last mark that begins before an offset; `marks` sorted by start."""
    number = bisect_left(marks, at, key=_START)
    return marks[number - 1] if number else None


def outside(marks: Iterable[M], taken: Iterable[Span]) -> list[M]:
    """Drop the marks that overlap a taken span."""
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    # The farthest end of all spans that begin before one: overlapping spans hide none.
    reach = [0, *accumulate((end for _, end in spans), max)]
    return [mark for mark in marks if reach[bisect_left(starts, mark.end)] <= mark.start]
