"""Reads the word lists of a region's pack: its parties and its sources.

They lie in the pack's own folder, one file for all languages, and are held against the same index
as the lists of a language (``lists.csv``, folder ``@pack``). Example and counter of a row may be
missing; a column that the index does not have is refused.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from mapper.base.errors import GazetteerError, MapperError
from mapper.words.endless import endless_part
from mapper.words.language import DEFAULT_LANGUAGE, PackLists
from mapper.words.languages import available, known_languages
from mapper.words.lists import (
    compiled,
    country_words,
    held_row,
    index,
    listed_parties,
    rows,
    source,
)
from mapper.words.states import ROLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mapper.words.language import Language
    from mapper.words.lists import Listed

_MAY_LACK = frozenset({"language", "umbrella", "aircraft", "example", "counter", "note"})
"""Columns that a pack's list need not have."""


def read_pack_lists(
    folder: Path,
    *,
    countries: Iterable[str] = (),
    units: Iterable[dict[str, str]] = (),
    families: tuple[str, ...] | None = None,
) -> PackLists:
    """Read the word lists of a pack; one that is missing is empty.

    Parameters
    ----------
    folder
        Folder of the pack.
    countries
        ISO codes of its own states.
    units
        What its administrative units are called: ``language``, ``level`` (admin1 ...), ``word``
        and ``number`` (one, several).
    families
        Families of spelling of its names; None where it does not tell.

    Raises
    ------
    GazetteerError
        If a list is not what the index says of it: names file, row and column.
    """
    named = (listed for listed in index().values() if listed.of_pack)
    found = {one.name: _read(one, folder / f"{one.name}.csv") for one in named}
    listed = {name: rows for name, rows in found.items() if rows}
    return PackLists(listed, tuple(countries), tuple(units), families)


def _read(listed: Listed, path: Path) -> tuple[dict[str, str], ...]:
    """Read a list of a pack and hold it against the index."""
    if not path.is_file():
        return ()
    try:
        read = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True)
        columns = tuple(read.fieldnames or ())
        found = list(read)
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None
    except csv.Error as problem:
        raise GazetteerError(f"{path.name}: not a CSV file ({problem})") from None
    for column in columns:
        if column not in listed.columns:
            told = ", ".join(listed.columns)
            raise GazetteerError(f"{path.name}: no column is called {column!r}; known are {told}")
    for column in listed.columns:
        if column not in columns and column not in _MAY_LACK:
            raise GazetteerError(f"{path.name}: the column {column!r} is missing")
    absent = dict.fromkeys(set(listed.columns) - set(columns), "")
    try:
        return tuple(
            held_row(listed, row | absent, f"{path.name} row {number}")
            for number, row in enumerate(found, start=2)
        )
    except MapperError as problem:
        raise GazetteerError(str(problem)) from None


@cache
def hold_patterns(language: Language) -> None:
    """See that every row of a pack's lists can be read with a language.

    Raises
    ------
    GazetteerError
        If a row is not sound (see `hold_row`); names file and row.
    """
    for name, listed in language.pack.rows.items():
        for number, row in enumerate(listed, start=2):
            if "pattern" in row:
                hold_row(language, row, f"{name}.csv row {number}")


def hold_row(language: Language, row: dict[str, str], where: str) -> None:
    """See that a row of a pack's list can be read.

    Parameters
    ----------
    language
        A language with the lists of the pack. Roles and parties without a name are those of the
        row's own language; where it names none, or one without lists, those of the default one.
    row, where
        The row; what errors begin with.

    Raises
    ------
    GazetteerError
        If its language, role or umbrella is not known, its pattern cannot be compiled, or may
        take for ever.
    """
    code = row["language"]
    if code and code not in known_languages():
        _refuse(where, f"no language has the code {code!r}", known_languages())
    own = language.also(code if code and available(code) else DEFAULT_LANGUAGE.code)
    if row["kind"] == ROLE:
        if row["pattern"] not in roles(own):
            _refuse(where, f"no role is called {row['pattern']!r}", roles(own))
        return
    umbrella = row.get("umbrella")
    if umbrella and umbrella not in listed_parties(own) | set(country_words(own).values()):
        raise GazetteerError(
            f"{where}: the umbrella {umbrella!r} is no party of the pack: no row has it as actor"
        )
    try:
        compiled(row["pattern"], where)
    except MapperError as problem:
        raise GazetteerError(str(problem)) from None
    shared = endless_part(row["pattern"])
    if shared is not None:
        raise GazetteerError(
            f"{where}: the pattern may take for ever: a repetition within a repetition, and "
            f"nothing but {shared!r} and the like between their turns"
        )


def _refuse(where: str, what: str, known: Iterable[str]) -> NoReturn:
    told = ", ".join(sorted(known)) or "none"
    raise GazetteerError(f"{where}: {what}; known are {told}")


@cache
def roles(language: Language) -> frozenset[str]:
    """Give the roles for which a language has words."""
    there = source(language.code, "roles").is_file()
    return frozenset(row["role"] for row in rows(language, "roles")) if there else frozenset()
