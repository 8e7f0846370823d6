"""Families of spelling: how the names of a script or a language are romanised, as data.

Each family is a CSV in ``families/`` beside this module; a pack lists those of its region in
``pack.json``. A row is one rule (see `RULES`): what is written, what becomes of it, where it
applies, and as far as there two spellings that meet by it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HOME = "mapper.gazetteer"
FOLDER = "families"

DEFAULT: tuple[str, ...] = ("arabic",)
"""Families of a pack that says nothing of them."""

LATIN: tuple[str, ...] = ("common",)
"""Families of a pack that lists none: Latin letters alone, as the press mostly sounds them."""

COLUMNS = ("rule", "written", "becomes", "where", "example", "note")

RULES: Mapping[str, str] = {
    "base": "another family whose rows come first; a row of the same rule, letters and place "
    "takes the place of the base's",
    "mark": "a letter that marks a Latin name as of the family",
    "respell": "a letter and what it is spelled as before accents are dropped",
    "particle": "a word beside a name, such as an article, that is left out",
    "article": "an article that may be joined on to a Latin word",
    "sound": "Latin letters, lower case and without accents, and the sound they stand for",
    "vowel": "vowels, after the sounds, and what they are read as",
    "letter": "letters of another script and the sounds they stand for",
    "opening": "a letter of another script that is a consonant at the head of a word",
    "onward": "doubled sounds and vowels of another script are reduced as those of Latin are",
    "unwritten": "vowels and glides that another script writes or leaves out",
    "ending": "the end of a word and what is kept of it",
    "inner": "the end of a word that another follows, and what is kept of it",
    "contact": "neighbouring consonants and what they are heard as",
    "blur": "vowels and glides, and the one vowel they are told apart as",
    "dots": "letters of another script that differ by dots alone, and what they are read as",
    "coarse": "a sound and the one it may be mistaken for, in the coarsest form; empty: none",
    "confused": "sounds that spellings confuse, and what taking one for another costs, 0 to 1",
}
"""What each rule of a family says."""

_ENDS = frozenset({"first", "last", "marked"})
_SIDES = frozenset({"before", "after"})
_PLAIN = frozenset({"base", "mark", "particle", "article", "onward", "unwritten"})
"""Rules of which nothing becomes."""

_ONE_LETTER = frozenset({"mark", "respell", "opening", "coarse"})


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a family."""

    rule: str
    written: str
    becomes: str
    where: tuple[str, ...]
    example: tuple[str, str] | None


def known() -> tuple[str, ...]:
    """Name the families there are."""
    folder = files(HOME) / FOLDER
    return tuple(sorted(p.name[:-4] for p in folder.iterdir() if p.name.endswith(".csv")))


def check(families: Iterable[str]) -> tuple[str, ...]:
    """Give families by name, or say which is none.

    Raises
    ------
    GazetteerError
        If there is none of a name; the message lists those there are.
    """
    asked = tuple(families)
    for family in asked:
        if family not in known():
            raise GazetteerError(
                f"no family of spelling is called {family!r}; there are {', '.join(known())}"
            )
    return asked


@cache
def rows(family: str) -> tuple[Row, ...]:
    """Give the rules of a family, those of its base first.

    Raises
    ------
    GazetteerError
        If there is no such family, or a row cannot be read; names file and row.
    """
    check([family])
    text = (files(HOME) / FOLDER / f"{family}.csv").read_text(encoding="utf-8")
    return tuple(parse(text, f"{family}.csv"))


def parse(text: str, where: str) -> Iterator[Row]:
    """Read the rows of a family, its base's among them, and check them.

    Examples
    --------
    >>> header = ",".join(COLUMNS)
    >>> [row.becomes for row in parse(f"{header}{chr(10)}sound,kh,x,,,", "own.csv")]
    ['x']
    """
    read = csv.DictReader(text.splitlines())
    if tuple(read.fieldnames or ()) != COLUMNS:
        raise GazetteerError(f"{where}: the columns are not {', '.join(COLUMNS)}")
    found: dict[tuple[str, str, tuple[str, ...]], Row] = {}
    for cells in read:
        at = f"{where} row {read.line_num}"
        if None in cells or None in cells.values():
            raise GazetteerError(f"{at}: not as many fields as the header")
        row = _row(cells, at)
        if row.rule == "base":
            found |= {_place(one): one for one in rows(row.written)}
            continue
        found[_place(row)] = row
    yield from found.values()


def _place(row: Row) -> tuple[str, str, tuple[str, ...]]:
    return row.rule, row.written, row.where


def _row(cells: dict[str, str], at: str) -> Row:
    """Make a rule of a row of text, or say what is wrong with it."""
    rule, written, becomes = cells["rule"], cells["written"], cells["becomes"]
    if rule not in RULES:
        raise GazetteerError(f"{at}: {rule!r} is no rule; there are {', '.join(RULES)}")
    if bool(written) == (rule == "onward"):
        raise GazetteerError(f"{at}: the rule {rule!r} with {written!r} written")
    if becomes and rule in _PLAIN:
        raise GazetteerError(f"{at}: of a rule {rule!r} nothing becomes, not {becomes!r}")
    if rule in _ONE_LETTER and (len(written) != 1 or (rule == "coarse" and len(becomes) > 1)):
        raise GazetteerError(f"{at}: the rule {rule!r} is of one letter, not {written!r}")
    if rule == "confused" and not re.fullmatch(r"0\.\d+|1", becomes):
        raise GazetteerError(f"{at}: {becomes!r} is no cost from 0 to 1")
    where = tuple(part.strip() for part in cells["where"].split(";") if part.strip())
    for part in where:
        side, _, letters = part.partition(" ")
        beside = side in _SIDES and letters.removeprefix("not ").isalpha()
        if part not in _ENDS and not beside:
            raise GazetteerError(
                f"{at}: {part!r} is no place; there are first, last, marked, "
                "before LETTERS, before not LETTERS, after LETTERS, after not LETTERS"
            )
    one, sign, other = (half.strip() for half in cells["example"].partition("="))
    if bool(one) != bool(sign) or bool(one) != bool(other):
        raise GazetteerError(f"{at}: the example {cells['example']!r} is not of the form A = B")
    return Row(rule, written, becomes, where, (one, other) if one else None)
