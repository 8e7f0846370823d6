"""Words into classes, classes into phrases: what dates and figures are read with.

A text is cut into tokens once; each token gets a *class* from the word lists of the
language, written as one character; the phrases of a language are regular expressions
over that string of classes. Word lists and phrases are data (``mapper/words/<language>``),
so another language brings its own words and its own word order and no code. Every
repetition in the phrases is bounded, which keeps reading linear in the text.

Phrases write a class as ``<name>``, alternatives as ``<a|b>``, any class but some as
``<^a|b>``, and a phrase part defined in the same list as ``{name}``. Blanks do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mapper.base.errors import MapperError
from mapper.words.expressions import compile_once
from mapper.words.lists import rows
from mapper.words.openings import openings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mapper.words.language import Language

WORD = "word"
"""Class of a token that no list knows."""

PARAGRAPH = "\u00b6"
"""Word that stands for a blank line."""

_TOKEN = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\b\.?"  # p.m., U.S.
    r"|\d+"
    r"|[^\W\d_]+(?:['\u2019][^\W\d_]+)*"
    r"|[^\w\s]|_"
    r"|\n[^\S\n]*\n"  # a blank line ends what a phrase may reach over
)
_POSSESSIVE = ("'s", "\u2019s")
_FIRST_CODE = 0x4E00
"""Class codes are letters of a script that regular expressions give no meaning to."""

_SEEN = 2
"""Tokens that tell whether a phrase may begin."""

_MACRO = re.compile(r"\{([a-z_]+)\}")
_CLASSES = re.compile(r"<(\^?)([a-z_|]+)>")
_GROUP = re.compile(r"\(\?P<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into words, numbers and marks; offsets in code points."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    """Lower-case, without a possessive ending."""

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.starts)

    def joined(self, left: int) -> bool:
        """Say whether a token touches the next one."""
        return left + 1 < len(self.starts) and self.ends[left] == self.starts[left + 1]

    def raw(self, index: int) -> str:
        """Give a token as written."""
        return self.text[self.starts[index] : self.ends[index]]


@lru_cache(maxsize=4)
def tokenise(text: str) -> Tokens:
    """Cut a text into tokens.

    Examples
    --------
    >>> tokenise("Tuesday's 13 raids, at 5 p.m.").words
    ['tuesday', '13', 'raids', ',', 'at', '5', 'p.m.']
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    for index, word in enumerate(words):
        if len(word) > 2:  # noqa: PLR2004 - the ending itself
            if word[-2:] in _POSSESSIVE:
                words[index] = word[:-2]
            elif word[0] == "\n":
                words[index] = PARAGRAPH
        elif word[0] == "\n":
            words[index] = PARAGRAPH
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return Tokens(text, starts, ends, words)


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Codes of the classes of one grammar; compared by identity, so that it can key a cache."""

    codes: Mapping[str, str]

    def code(self, name: str) -> str:
        """Give the character of a class."""
        return self.codes[name]

    def name(self, code: str) -> str:
        """Give the name of a class."""
        return next(name for name, other in self.codes.items() if other == code)

    def expression(self, phrase: str) -> str:
        """Turn a phrase over class names into a regular expression over codes."""
        return _CLASSES.sub(self._set, re.sub(r"\s+", "", phrase))

    def _set(self, found: re.Match[str]) -> str:
        members = "".join(self.codes[name] for name in found[2].split("|"))
        if found[1]:
            return f"[^{members}]"
        return members if len(members) == 1 else f"[{members}]"


def number_classes(names: Iterable[str]) -> Classes:
    """Give each class name a code, in the order of first use."""
    unique = dict.fromkeys([WORD, *names])
    return Classes({name: chr(_FIRST_CODE + number) for number, name in enumerate(unique)})


class _Alternative(NamedTuple):
    """One phrase of a list: its expression and how its matches begin."""

    expression: re.Pattern[str]
    beginnings: frozenset[str] | None
    """Classes of the first `_SEEN` tokens that it may begin with, or of fewer."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a language; the first that fits wins."""

    alternatives: tuple[_Alternative, ...]
    rules: tuple[str, ...]
    by_head: dict[str, tuple[re.Pattern[str], ...]]
    """What `_beginning` gave, by the first classes."""

    def find(self, codes: str) -> Iterator[re.Match[str]]:
        """Find the phrases in a string of classes, in order, none overlapping."""
        free = 0
        for index in range(len(codes)):
            if index < free:
                continue
            head = codes[index : index + _SEEN]
            expressions = self.by_head.get(head)
            if expressions is None:
                expressions = self._beginning(head)
            for expression in expressions:
                match = expression.match(codes, index)
                if match is not None:
                    free = match.end()
                    yield match
                    break

    def _beginning(self, head: str) -> tuple[re.Pattern[str], ...]:
        """Give the expressions that may match where a text has these classes."""
        begun = {head[:size] for size in range(len(head) + 1)}
        found = self.by_head[head] = tuple(
            one.expression
            for one in self.alternatives
            if one.beginnings is None or not begun.isdisjoint(one.beginnings)
        )
        return found

    def rule(self, match: re.Match[str]) -> str:
        """Name the rule that matched."""
        return self.rules[self.number(match)]

    def span(self, match: re.Match[str], group: str) -> tuple[int, int]:
        """Give the tokens of a named part, (-1, -1) where it is absent."""
        name = f"{group}_{self.number(match)}"
        return match.span(name) if name in match.re.groupindex else (-1, -1)

    @staticmethod
    def number(match: re.Match[str]) -> int:
        """Give the number of the row that matched, from 0; parts are not counted."""
        return int(str(match.lastgroup).removeprefix("rule_"))


@cache
def class_phrases(language: Language, name: str, classes: Classes) -> Phrases:
    """Compile a list of phrases (columns ``rule``, ``phrase``).

    A row whose rule is in braces defines a part for the rows after it.
    """
    parts: dict[str, str] = {}
    rules: list[str] = []
    alternatives: list[_Alternative] = []
    for row in rows(language, name):
        phrase = _MACRO.sub(lambda found: parts[found[1]], row["phrase"])
        part = _MACRO.fullmatch(row["rule"])
        if part:
            parts[part[1]] = f"(?:{phrase})"
            continue
        number = len(rules)
        rules.append(row["rule"])
        numbered = _GROUP.sub(rf"(?P<\g<1>_{number}>", phrase)
        try:
            written = f"(?:{_expression(classes, numbered)})(?P<rule_{number}>)"
            alternatives.append(_Alternative(compile_once(written), openings_of(written, _SEEN)))
        except (KeyError, re.error) as problem:
            told = f"{name}.csv ({language}): rule {row['rule']!r}"
            raise MapperError(f"{told}: no such class or no phrase ({problem})") from None
    return Phrases(tuple(alternatives), tuple(rules), {})


def _expression(classes: Classes, phrase: str) -> str:
    """Turn class names into codes, leaving the names of groups alone."""
    return "".join(
        piece if piece.startswith("(?P<") else classes.expression(piece)
        for piece in re.split(r"(\(\?P<[a-z]+_\d+>)", phrase)
    )
