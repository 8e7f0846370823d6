r"""Patterns that may take for ever: a repetition within a repetition that share their letters.

Of ``(a+)+z`` there are more ways through a row of a's than anybody can try. A repetition within
another is harmless where something that it cannot match stands beside it every time, or the end
of a word that it is all of: ``(?:\w+ )+``, ``(?:\w+\b ?)+``. Repetitions side by side
(``\w*\w*z``) are slow on long words, but end; they are not looked for, nor alternatives that
overlap.
"""

from __future__ import annotations

import importlib
import re
import string
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_parser: Any = importlib.import_module("re._parser")  # the standard library's own, without types

FEW = 3
"""Turns up to which a repetition is no more than its parts written out."""

_LETTERS = frozenset(string.printable + "éçñßøÉ’‘“”–—…٠٣شعربىةЖжёЇї")  # noqa: RUF001 - signs of several scripts
"""What patterns are tried on to see whether two of their parts share a letter."""

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})

Node = tuple[Any, Any]


def endless_part(pattern: str) -> str | None:
    r"""Say which letters a repetition within a repetition shares with all beside it, if one does.

    Examples
    --------
    >>> endless_part("(a+)+z"), endless_part("(?:the )?(?:free [a-z]+ )+army")
    ('A', None)
    >>> endless_part(r"(?:\w+\s?)*x") is None, endless_part("(.+,)+x") is None
    (False, False)
    >>> endless_part(r"(?:\w+\b ?)+x"), endless_part(r"(?:\b[\w-]+ ?)+x") is None
    (None, False)
    """
    return next(_shared(_parser.parse(pattern, re.IGNORECASE)), None)


def _shared(nodes: Iterable[Node]) -> Iterator[str]:
    """Give the letters that repetitions within repetitions share with what is beside them."""
    for node in nodes:
        name, bodies = str(node[0]), list(_bodies(node))
        if name in _REPEATS and node[1][1] > FEW:
            for way in _ways(list(node[1][2])):
                yield from _of_way(way)
        for body in bodies:
            yield from _shared(body)


def _of_way(way: list[Node]) -> Iterator[str]:
    """Look at one way through the body of a repetition."""
    for at, node in enumerate(way):
        name = str(node[0])
        if name not in _REPEATS or node[1][0] == node[1][1]:
            continue
        own = _letters(node[1][2])
        beside = [_letters([other]) for other in way[:at] + way[at + 1 :] if _is_needed(other)]
        if _is_word(own) and _at_boundary(way, at):
            continue
        if own and all(own & letters for letters in beside if letters):
            yield min(own)


def _is_word(letters: frozenset[str]) -> bool:
    """Tell letters of words alone, or none of words: between them no word begins or ends."""
    return len({_CATEGORIES["CATEGORY_WORD"].match(one) is None for one in letters}) == 1


def _at_boundary(way: list[Node], at: int) -> bool:
    r"""Tell whether ``\b`` stands right before or behind a node, in this turn or the next."""
    return any(
        str(other[0]) == "AT" and str(other[1]) == "AT_BOUNDARY"
        for other in (way[at - 1], way[(at + 1) % len(way)])
    )


def _ways(body: list[Node]) -> list[list[Node]]:
    """Give the ways through a body: groups opened, one way for each alternative."""
    ways: list[list[Node]] = [[]]
    for node in body:
        name = str(node[0])
        if name == "SUBPATTERN":
            parts = _ways(list(node[1][-1]))
        elif name == "BRANCH":
            parts = [way for branch in node[1][1] for way in _ways(list(branch))]
        else:
            parts = [[node]]
        ways = [way + part for way in ways for part in parts][:_MOST_WAYS]
    return ways


_MOST_WAYS = 200


def _bodies(node: Node) -> Iterator[list[Node]]:
    """Give what stands within a node."""
    name, told = str(node[0]), node[1]
    if name in _REPEATS or name == "POSSESSIVE_REPEAT":
        yield list(told[2])
    elif name == "SUBPATTERN":
        yield list(told[-1])
    elif name == "BRANCH":
        yield from map(list, told[1])
    elif name == "ATOMIC_GROUP":
        yield list(told)
    elif name in {"ASSERT", "ASSERT_NOT"}:
        yield list(told[1])


def _is_needed(node: Node) -> bool:
    """Tell whether a node matches one letter at least."""
    return bool(_parser.SubPattern(_parser.State(), [node]).getwidth()[0])


def _letters(nodes: Iterable[Node]) -> frozenset[str]:
    """Give the letters that single-letter nodes match, of several nodes and alternatives any."""
    found: frozenset[str] = frozenset()
    for node in nodes:
        name, told = str(node[0]), node[1]
        if name == "LITERAL":
            found |= {chr(told).lower(), chr(told).upper()}
        elif name == "NOT_LITERAL":
            found |= _LETTERS - {chr(told).lower(), chr(told).upper()}
        elif name == "ANY":
            found |= _LETTERS
        elif name == "IN":
            found |= _of_set(told)
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            for body in _bodies(node):
                found |= _letters(body)
    return found


def _of_set(items: list[Node]) -> frozenset[str]:
    """Give the letters of a set in brackets."""
    found: frozenset[str] = frozenset()
    for item in items:
        name, told = str(item[0]), item[1]
        if name == "LITERAL":
            found |= {chr(told).lower(), chr(told).upper()}
        elif name == "RANGE":
            low, high = told
            found |= {x for x in _LETTERS if _within(x, low, high)}
        elif name == "CATEGORY":
            found |= {x for x in _LETTERS if _CATEGORIES[str(told)].match(x)}
    is_negated = bool(items) and str(items[0][0]) == "NEGATE"
    return _LETTERS - found if is_negated else found


def _within(letter: str, low: int, high: int) -> bool:
    cases = {letter, letter.lower(), letter.upper()}
    return any(low <= ord(case) <= high for case in cases if len(case) == 1)


_CATEGORIES = {
    f"CATEGORY_{'NOT_' * letter.isupper()}{name}": re.compile(f"\\{letter}")
    for name, letters in (("DIGIT", "dD"), ("SPACE", "sS"), ("WORD", "wW"))
    for letter in letters
}
