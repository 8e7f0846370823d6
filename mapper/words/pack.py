"""Reads the word lists of a region's pack: its parties and its sources.

They lie in the pack's own folder, one file for all languages, and are held against the same index
as the lists of a language (``lists.csv``, folder ``@pack``). Example and counter of a row may be
missing; a column that the index does not have is refused.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError, MapperError
from mapper.words.language import DEFAULT_LANGUAGE, PackLists
from mapper.words.lists import compiled, held_row, index, rows, source
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
        If a pattern cannot be compiled or a role is not known; names file and row.
    """
    for name, listed in language.pack.rows.items():
        for number, row in enumerate(listed, start=2):
            if "pattern" in row:
                hold_row(language, row, f"{name}.csv row {number}")


def hold_row(language: Language, row: dict[str, str], where: str) -> None:
    """See that a row of a pack's list can be read; the error begins with `where`."""
    known = roles(language) or roles(DEFAULT_LANGUAGE)
    if row["kind"] == ROLE and row["language"] == language.code and row["pattern"] not in known:
        told = ", ".join(sorted(known)) or "none"
        raise GazetteerError(f"{where}: no role is called {row['pattern']!r}; known are {told}")
    try:
        compiled(row["pattern"], where)
    except MapperError as problem:
        raise GazetteerError(str(problem)) from None


@cache
def roles(language: Language) -> frozenset[str]:
    """Give the roles for which a language has words."""
    there = source(language.code, "roles").is_file()
    return frozenset(row["role"] for row in rows(language, "roles")) if there else frozenset()
