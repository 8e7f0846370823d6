"""What a script joins to a word: articles, conjunctions and prepositions, as data.

Arabic writes "and", "by", "for", "so" and "the" as one with the word behind them. The list
``joined`` of a language tells them; patterns of that language's lists are written with each on
its own, and without the article. `mapper.words.apart` writes a text so.

Kinds of rows: ``article`` is left out; a ``prefix`` becomes a word of its own (``reads``, where
it is read otherwise); a ``wary`` one is a prefix before known words only, and never where a word
``begins`` so; a ``merged`` one is a prefix and the article written as one; an ``ending`` may
stand behind a known word and makes no other of it, and so may a ``pronoun``, before which an
ending may be written otherwise (``bound``: "zawja", "zawjat-uhu");
a ``whole`` word begins like one of these and is none; a ``sign`` is read as another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import plain, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Row = dict[str, str]

_RUN = re.compile(r"(?<!\\)[^\W\d_a-zA-Z]+")
"""Letters of another script than Latin within a pattern."""
REWRITTEN = frozenset({"word", "words", "pattern", "phrase", "after"})
"""Columns that are compared with a text."""
SHORTEST = 3
"""Letters that must be left of a word behind what is taken off it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a language joins to its words.

    Attributes
    ----------
    articles
        Articles, left out before any word that is long enough.
    prefixes
        What stands for each conjunction or preposition; the longest first.
    wary
        Those of them that stand before known words only: other words begin with their letters.
    begins
        What names begin with in which such letters are never joined on.
    merged
        The same for those written as one with the article.
    endings
        Endings that a known word may have.
    pronouns
        Those of them that are pronouns: "his", "their".
    bound
        Endings that a word has, and how each is written before a pronoun.
    whole
        Words that only look as if something was joined on.
    signs
        Signs and what each is read as, for ``str.translate``.
    """

    articles: tuple[str, ...]
    prefixes: Mapping[str, str]
    wary: frozenset[str]
    begins: tuple[str, ...]
    merged: Mapping[str, str]
    endings: frozenset[str]
    pronouns: tuple[str, ...]
    bound: tuple[tuple[str, str], ...]
    whole: frozenset[str]
    signs: Mapping[int, str]

    def without_article(self, word: str) -> str:
        """Take the article off a word as written, marks left out, that is no whole one."""
        if not word.startswith(self.articles) or plain(word).text in self.whole:
            return word
        for article in self.articles:
            if word.startswith(article) and len(word) - len(article) >= SHORTEST - 1:
                return word.removeprefix(article)
        return word

    def with_pronouns(self, word: str) -> list[str]:
        """Give a folded word with each pronoun behind it: "wife" as "his wife", "their wife"."""
        stems = [
            word.removesuffix(ending) + before
            for ending, before in self.bound
            if word.endswith(ending)
        ]
        return [stem + pronoun for stem in stems or [word] for pronoun in self.pronouns]

    def without_pronoun(self, word: str) -> Iterator[str]:
        """Give the folded words that one with a pronoun behind it may be of."""
        for pronoun in self.pronouns:
            stem = word.removesuffix(pronoun)
            if stem != word:
                yield stem
                for ending, before in self.bound:
                    if stem.endswith(before):
                        yield stem.removesuffix(before) + ending


def made_of(rows: Iterable[Row]) -> Joined:
    """Gather the rows of the list."""
    by: dict[str, dict[str, str]] = {}
    bound: list[tuple[str, str]] = []
    for row in rows:
        if row["kind"] == "bound":
            bound.append((plain(row["word"]).text, plain(row["reads"]).text))
            continue
        kind = by.setdefault(row["kind"], {})
        word = row["word"] if row["kind"] == "sign" else plain(row["word"]).text
        kind[word] = row["reads"] or word

    def longest_first(kind: str) -> dict[str, str]:
        return dict(sorted(by.get(kind, {}).items(), key=lambda one: (-len(one[0]), one[0])))

    return Joined(
        tuple(longest_first("article")),
        longest_first("prefix"),
        frozenset(by.get("wary", ())),
        tuple(longest_first("begins")),
        longest_first("merged"),
        frozenset(by.get("ending", ())) | frozenset(by.get("pronoun", ())),
        tuple(longest_first("pronoun")),
        tuple(bound),
        frozenset(by.get("whole", ())),
        {ord(sign): reads for sign, reads in by.get("sign", {}).items()},
    )


def folded(row: Row, joined: Joined) -> Row:
    """Write what a row compares with a text as texts are read: letters folded, no articles."""
    return {
        column: _folded(value, joined) if column in REWRITTEN else value
        for column, value in row.items()
    }


def _folded(pattern: str, joined: Joined) -> str:
    if pattern.isascii():
        return pattern
    # Before letters are folded: one that begins like an article may be none.
    return _RUN.sub(
        lambda run: plain(joined.without_article(run.group())).text, without_marks(pattern)
    )


def runs(pattern: str) -> list[str]:
    """Give the stretches of letters of another script than Latin in a folded pattern."""
    return _RUN.findall(pattern)
