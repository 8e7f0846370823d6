"""Holds the rows of a language's lists against their own examples.

Each row that has a pattern carries an ``example``, a sentence that it must match, and where
it is broad a ``counter`` that it must not. Columns and codes are held by `lists.rows` at
first use; phrases over classes of words are tried where they are read. The lists of a pack are held
in the same way, as far as they have examples.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.base.errors import MapperError
from mapper.words import cues
from mapper.words.apart import as_read
from mapper.words.language import DEFAULT_LANGUAGE, Language
from mapper.words.languages import available
from mapper.words.lists import as_texts_are_read, compile_any, index, rows, source
from mapper.words.pack import hold_row
from mapper.words.phrases import PART, phrase
from mapper.words.states import ROLE, SAMPLE, STATE_KINDS, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.words.language import PackLists

FEWEST_WORDS = 3
"""Words an example needs to be a sentence and not the pattern over again."""

_FILLED_IN = frozenset({"forces", "roles", "state_sources"})
"""Lists whose patterns have places for the words of a pack."""

BAR = "|"
"""Marks in the example of a phrase where what it is asked about begins and ends."""


def examples(language: Language) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Give every row with a pattern: its list, its line in the file, the row."""
    for name, listed in index().items():
        if "pattern" in listed.columns and source(language.code, name).is_file():
            for line, row in enumerate(rows(language, name), start=2):
                if not PART.fullmatch(row.get("name", "")):
                    yield name, line, row


def pack_examples(pack: PackLists) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Give every row with a pattern of a pack's lists: its list, its line in the file, the row."""
    for name, listed in pack.rows.items():
        if "pattern" in index()[name].columns:
            yield from ((name, line, row) for line, row in enumerate(listed, start=2))


def pack_faults(pack: PackLists) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a pack's lists: the file and row, and what it is.

    A row need not have an example, but one that is given must match.
    """
    for name, line, row in pack_examples(pack):
        where = f"{name}.csv row {line}"
        try:
            hold_row(Language.of(DEFAULT_LANGUAGE.code, pack), row, where)
            wrong = pack_fault(pack, name, row) if row["example"] or row["counter"] else None
        except MapperError as problem:
            yield where, str(problem).removeprefix(f"{where}: ")
        else:
            if wrong:
                yield where, wrong


def pack_fault(pack: PackLists, name: str, row: dict[str, str]) -> str | None:
    """Say what is wrong with the examples of a pack's row, None where nothing is."""
    example, counter = row["example"], row["counter"]
    if row["kind"] == ROLE and not available(row["language"]):
        return None  # the words of a role are of lists that are not there yet
    if example and not _pack_matches(pack, name, row, example):
        return f"does not match its example {example!r}"
    if counter and _pack_matches(pack, name, row, counter):
        return f"matches its counter {counter!r}"
    return None


def _pack_matches(pack: PackLists, name: str, row: dict[str, str], text: str) -> bool:
    """Tell whether a row of a pack is what its list finds in a text.

    The word for a state is only looked for: what is made of it is the language's. So is a row of a
    language that has no lists.
    """
    if row["kind"] in STATE_KINDS or not available(row["language"]):
        return compile_any([row["pattern"]]).search(text) is not None
    language = Language.of(row["language"], pack)
    row = as_texts_are_read(language, (row,))[0]
    found = cues.find(as_read(text, language), language, name)
    if row["kind"] == ROLE:
        return any(
            (cue.row["actor"], cue.row["role"]) == (row["actor"], row["pattern"]) for cue in found
        )
    return any(row.items() <= cue.row.items() for cue in found)


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


def matches(language: Language, name: str, row: dict[str, str], shown: str) -> bool:
    """Tell whether a row is what a list finds in a text."""
    text = as_read(shown, language)
    if name in _FILLED_IN:
        written = filled(row["pattern"], SAMPLE) or ""
        return compile_any([written]).search(text) is not None
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
