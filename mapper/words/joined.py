"""What a script joins to a word: articles, conjunctions and prepositions, as data.

Arabic writes "and", "by", "for", "so" and "the" as one with the word behind them. The list
``joined`` of a language tells them; patterns of that language's lists are written with each on
its own, and without the article. `mapper.words.apart` writes a text so.

Kinds of rows: ``article`` is left out; a ``prefix`` becomes a word of its own (``reads``, where
it is read otherwise); a ``merged`` one is a prefix and the article written as one; an ``ending``
may stand behind a known word and makes no other of it; a ``whole`` word begins like one of
these and is none; a ``sign`` is read as another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import plain, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    merged
        The same for those written as one with the article.
    endings
        Endings that a known word may have.
    whole
        Words that only look as if something was joined on.
    signs
        Signs and what each is read as, for ``str.translate``.
    """

    articles: tuple[str, ...]
    prefixes: Mapping[str, str]
    merged: Mapping[str, str]
    endings: frozenset[str]
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


def made_of(rows: Iterable[Row]) -> Joined:
    """Gather the rows of the list."""
    by: dict[str, dict[str, str]] = {}
    for row in rows:
        kind = by.setdefault(row["kind"], {})
        word = row["word"] if row["kind"] == "sign" else plain(row["word"]).text
        kind[word] = row["reads"] or word

    def longest_first(kind: str) -> dict[str, str]:
        return dict(sorted(by.get(kind, {}).items(), key=lambda one: (-len(one[0]), one[0])))

    return Joined(
        tuple(longest_first("article")),
        longest_first("prefix"),
        longest_first("merged"),
        frozenset(by.get("ending", ())),
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
