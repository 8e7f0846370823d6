"""Holds the rows of a language's lists against their own examples.

Each row that has a pattern carries an ``example``, a sentence that it must match, and where
it is broad a ``counter`` that it must not. Columns and codes are held by `lists.rows` at
first use; phrases over classes of words are tried where they are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.words import cues
from mapper.words.lists import index, rows, source
from mapper.words.phrases import PART, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.words.language import Language

FEWEST_WORDS = 3
"""Words an example needs to be a sentence and not the pattern over again."""

BAR = "|"
"""Marks in the example of a phrase where what it is asked about begins and ends."""


def examples(language: Language) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Give every row with a pattern: its list, its line in the file, the row."""
    for name, listed in index().items():
        held = listed.of_pack or source(language.code, name).is_file()
        if "pattern" in listed.columns and held:
            for line, row in enumerate(rows(language, name), start=2):
                if not PART.fullmatch(row.get("name", "")):
                    yield name, line, row


def fault(language: Language, name: str, row: dict[str, str]) -> str | None:
    """Say what is wrong with a row's examples, None where nothing is."""
    example, counter = row["example"], row["counter"]
    if len(example.replace(BAR, " ").split()) < FEWEST_WORDS:
        return "no example that is a sentence"
    if not matches(language, name, row, example):
        return f"does not match its example {example!r}"
    if counter and matches(language, name, row, counter):
        return f"matches its counter {counter!r}"
    return None


def matches(language: Language, name: str, row: dict[str, str], text: str) -> bool:
    """Tell whether a row is what a list finds in a text."""
    if "where" in row:
        return _lies(phrase(language, name, row["name"]), row["where"], text)
    whole = f"{name}:{row['name']}" if "name" in row else name
    if any(cue.row == row for cue in cues.find(text, language, whole)):
        return True
    # A few lists are read with capitals, or where a line begins.
    return "name" in row and re.search(row["pattern"], text) is not None


def _lies(expression: re.Pattern[str], where: str, marked: str) -> bool:
    """Try a phrase at the bars of an example."""
    pieces = marked.split(BAR)
    text, first = "".join(pieces), len(pieces[0])
    if where == "before":
        return expression.search(text, 0, first) is not None
    if where == "after":
        return expression.match(text, first) is not None
    if where == "between":
        return expression.fullmatch(text, first, first + len(pieces[1])) is not None
    return expression.search(text) is not None
