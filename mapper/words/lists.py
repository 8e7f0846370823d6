"""Reads the word lists under ``mapper/data``: one folder per language, one file per concept.

A list is a CSV with a header. The column ``pattern`` holds a regular expression
matched without regard to case between word boundaries; a list of plain words has
the column ``word``. Contributors edit the lists, never Python.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from mapper.base.errors import MapperError


@cache
def rows(language: str, name: str) -> tuple[dict[str, str], ...]:
    """Read the rows of a list.

    Raises
    ------
    MapperError
        If there is no such list for the language.
    """
    source = files("mapper") / "data" / language / f"{name}.csv"
    if not source.is_file():
        raise MapperError(f"no word list {name!r} for language {language!r}")
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def words(language: str, name: str) -> list[str]:
    """Give the column ``word`` of a list, in its order."""
    return [row["word"] for row in rows(language, name)]


@cache
def pattern(language: str, name: str) -> re.Pattern[str]:
    """Compile all patterns of a list into one, longest first."""
    return compile_any(row["pattern"] for row in rows(language, name))


def compile_any(patterns: object) -> re.Pattern[str]:
    """Compile alternatives into one pattern that stops at word boundaries."""
    ordered = sorted(patterns, key=lambda one: (-len(one), one))  # type: ignore[call-overload]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?:(?<=\s)|(?!\w))", re.IGNORECASE)


def available(language: str) -> bool:
    """Tell whether there are word lists for a language."""
    return (files("mapper") / "data" / language).is_dir()
