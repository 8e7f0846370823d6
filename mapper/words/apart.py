"""Words that a script writes as one, written apart for reading: "wa-bi-l-qasf" as "wa bi qasf".

Letters are folded, marks left out, articles too, and conjunctions and prepositions become words
of their own where what is left is known: a word of the lists or a listed name. So patterns of
a language need not tell every way in which its words are joined. What is joined is data:
see `mapper.words.joined`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.base.letters import Plain, plain
from mapper.base.rewritten import Rewritten
from mapper.words.joined import SHORTEST
from mapper.words.lists import joined_words, rows, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.words.language import Language

_WORD = re.compile(r"[^\W\d_a-zA-Z]+")
_QUOTED = re.compile(r'(?:(?<!\w)(?P<before>[^\W\d_]+) )?(?<!\S)(?P<name>"(?:\w+ ){0,3}\w+")(?!\w)')
"""A name of up to four words in quotation marks, and the word before it."""
_REMEMBERED = 200_000
_LONGEST = 60
"""Letters of a word from which on nothing is looked for that may be joined to it."""
_KINDS = "kinds"
"""The list of the words for kinds of places."""
_STEM = 3
"""Letters of a known word that another may be, with an ending."""

Piece = tuple[str, int, int]
"""A word, where in the joined one it begins, and where behind an article its letters do."""


def take_apart(
    text: str, language: Language, names: frozenset[str] = frozenset()
) -> Rewritten | None:
    """Write a text as it is read; None in a language that joins no words.

    Parameters
    ----------
    text
        The text.
    language
        Its language.
    names
        Words that listed names begin with, folded and without article.

    Returns
    -------
    rewritten
        The text with offsets of the one given. An article belongs to the word behind it.
    """
    known = joined_words(language)
    if known is None:
        return None
    flat = plain(text)
    read = flat.text.translate(known.signs)
    if len(read) != len(flat.text):
        raise AssertionError("a sign is read as one other")
    reader = _reader(language, names)
    made = _Made(read)
    marks = [*_needless(read, reader)][::-1]
    for found in _WORD.finditer(read):
        start, end = found.span()
        while marks and marks[-1] < start:
            made.leave_out(marks.pop())
        if read[start - 1 : start].isdecimal():
            made.part_at(start)
        pieces = reader.pieces(_as_written(text, flat, start, end))
        if pieces != [(found.group(), 0, 0)]:
            made.put(pieces, start, end)
        if read[end : end + 1].isdecimal() and reader.is_joined(found.group()):
            made.part_at(end)
    for mark in reversed(marks):
        made.leave_out(mark)
    made.copy(len(read))
    starts, ends = _of_source(made.spans, flat.origins, len(text))
    return Rewritten("".join(made.letters), text, starts, ends)


def _needless(read: str, reader: _Reader) -> Iterator[int]:
    """Give where quotation marks only set a name off: "the force "X" of ...".

    Behind a word for a kind of place they tell that a name follows.
    """
    for found in _QUOTED.finditer(read):
        if reader.is_kind(found["before"] or ""):
            continue
        yield from (found.start("name"), found.end("name") - 1)


class _Made:
    """A text in the making, with the stretch of the folded one that each letter stands for."""

    def __init__(self, read: str) -> None:
        self.read = read
        self.letters: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.done = 0

    def copy(self, end: int) -> None:
        """Take the text over up to an offset."""
        self.letters.append(self.read[self.done : end])
        self.spans += ((i, i + 1) for i in range(self.done, end))
        self.done = end

    def leave_out(self, at: int) -> None:
        """Leave one sign out."""
        self.copy(at)
        self.done = at + 1

    def part_at(self, at: int) -> None:
        """Put a blank between letters and digits."""
        self.copy(at)
        self.letters.append(" ")
        self.spans.append((at, at))

    def put(self, pieces: list[Piece], start: int, end: int) -> None:
        """Put words in the place of one, with a blank between each two."""
        self.copy(start)
        stops = [start + begins for _, begins, _ in pieces[1:]] + [end]
        for (piece, begins, behind), stop in zip(pieces, stops, strict=True):
            if begins:
                self.letters.append(" ")
                self.spans.append((start + begins, start + begins))
            self.letters.append(piece)
            self.spans += _spread(piece, start + begins, start + behind, stop)
        self.done = end


def _as_written(text: str, flat: Plain, start: int, end: int) -> str:
    """Give a word with its letters as they are written: a letter with a sign begins no article."""
    if flat.origins is None:
        return text[start:end]
    return "".join(text[flat.origins[at]] for at in range(start, end))


def _spread(word: str, begins: int, behind: int, stop: int) -> Iterator[tuple[int, int]]:
    """Give each letter of a word its stretch, the first and the last to the word's ends."""
    for number in range(len(word)):
        first = begins if number == 0 else min(behind + number, stop)
        last = stop if number == len(word) - 1 else min(behind + number + 1, stop)
        yield first, max(first, last)


def _of_source(
    spans: list[tuple[int, int]], origins: tuple[int, ...] | None, size: int
) -> tuple[list[int], list[int]]:
    """Turn stretches of the folded text into such of the text; marks belong to their letter."""
    if origins is None:
        return [first for first, _ in spans], [last for _, last in spans]
    edges = [*origins, size]
    return [edges[first] for first, _ in spans], [edges[last] for _, last in spans]


@lru_cache(maxsize=4)
def _reader(language: Language, names: frozenset[str]) -> _Reader:
    return _Reader(language, names)


class _Reader:
    """Takes words apart, each once."""

    def __init__(self, language: Language, names: frozenset[str]) -> None:
        known = joined_words(language)
        assert known is not None  # noqa: S101 - asked before
        self.joined = known
        self.words = vocabulary(language) | known.whole
        # "In the village" is no village of that spelling.
        self.kinds = {row["word"] for row in rows(language, _KINDS)}
        self.names = names - {before + kind for before in known.prefixes for kind in self.kinds}
        self._pieces: dict[str, list[Piece]] = {}

    def pieces(self, word: str) -> list[Piece]:
        """Give the folded words that one is read as; of one that is not known, itself."""
        known = self._pieces.get(word)
        if known is None:
            if len(self._pieces) > _REMEMBERED:
                self._pieces.clear()
            apart = self._apart(word)
            known = [(plain(one).text, begins, behind) for one, begins, behind in apart]
            self._pieces[word] = known
        return known

    def is_kind(self, word: str) -> bool:
        """Tell whether a word calls a kind of place, whatever is joined to it."""
        return bool(word) and self.pieces(word)[-1][0] in self.kinds

    def is_joined(self, word: str) -> bool:
        """Tell whether nothing of a word is left but what is joined on: "and" before digits."""
        return (
            word in self.joined.prefixes
            or word in self.joined.articles
            or (word[:1] in self.joined.prefixes and self.is_joined(word[1:]))
        )

    def _apart(self, word: str) -> list[Piece]:
        if len(word) > _LONGEST:
            return [(word, 0, 0)]
        if plain(word).text in self.words:
            return [(word, 0, 0)]
        whole = self._bare(word, 0)
        ways = list(self._ways(word, 0))
        # A word as it is listed before one with an ending: "for forces" is no form of "met".
        for is_known in (self._is_listed, self._is_known):
            if is_known(whole[0]):
                return [whole]
            for read in ways:
                if is_known(read[-1][0]):
                    return read
        with_article: list[Piece] | None = None
        for read in ways:
            bare, begins, behind = read[-1]
            sure = not any(one in self.joined.wary for one, _, _ in read[:-1])
            if sure and behind > begins and len(bare) >= SHORTEST:
                with_article = with_article or read  # a word, whatever it means
        return with_article or [whole]

    def _bare(self, word: str, begins: int) -> Piece:
        """Take the article off what is left of a word; it still begins where the article does."""
        rest = word[begins:]
        bare = self.joined.without_article(rest)
        return bare, begins, begins + len(rest) - len(bare)

    def _ways(self, word: str, begins: int) -> Iterator[list[Piece]]:
        """Give the ways in which something may be joined on, two deep."""
        rest = word[begins:]
        for merged, reads in self.joined.merged.items():
            if rest.startswith(merged) and len(rest) - len(merged) >= SHORTEST - 1:
                after = begins + len(merged)
                # Its last letter is the article's.
                yield [(reads, begins, begins), (word[after:], after - 1, after)]
        for prefix, reads in self.joined.prefixes.items():
            after = begins + len(prefix)
            if not rest.startswith(prefix) or len(word) - after < SHORTEST - 1:
                continue
            if prefix in self.joined.wary and rest.startswith(self.joined.begins):
                continue  # "Kafr Idin", written as one
            yield [(reads, begins, begins), self._bare(word, after)]
            if not begins:
                for deeper in self._ways(word, after):
                    yield [(reads, begins, begins), *deeper]

    def _is_listed(self, written: str) -> bool:
        """Tell whether a word is of the lists as it stands, or begins a listed name."""
        word = plain(written).text
        return len(word) >= SHORTEST and (word in self.words or word in self.names)

    def _is_known(self, written: str) -> bool:
        """Tell whether a word is of the lists, with an ending or none, or begins a listed name."""
        word = plain(written).text
        if word in self.words and len(word) >= SHORTEST - 1:
            return True
        if len(word) < SHORTEST:
            return False
        return (
            word in self.names
            or any(
                word[:-cut] in self.words and word[-cut:] in self.joined.endings
                for cut in range(1, len(word) - _STEM + 1)
            )
            or any(
                len(stem) >= _STEM and stem in self.words
                for stem in self.joined.without_pronoun(word)
            )
        )


def as_read(text: str, language: Language) -> str:
    """Write a text as the patterns of a language meet it."""
    apart = take_apart(text, language)
    return text if apart is None else apart.text
