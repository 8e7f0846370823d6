"""Named phrases: what may stand before, after or between things found in a text.

A list of phrases has the columns ``name``, ``where``, ``pattern``, ``note``, ``example`` and
``counter``. A pattern is a regular expression over the text, matched without regard to
case, in which

- a blank stands for white space, as much as there is,
- ``{name}`` stands for the row ``{name}`` of the same list, a part that is used again,
- ``{list}`` stands for any word or pattern of another list, ``{list:value}`` for those of its
  rows whose second column holds a value.

``where`` says how the phrase lies to what it is asked about: it ends ``before`` it, begins
``after`` it, fills what is ``between`` two things, or stands anywhere ``in`` a stretch. In
``example`` bars mark those places: ``planes of the |Russian army`` is a phrase before.

A phrase that another language has and this one has not never comes: a list leaves out what the
language does not say so.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.errors import MapperError
from mapper.words.expressions import compile_once
from mapper.words.lists import index, known_names, rows
from mapper.words.openings import guarded
from mapper.words.states import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mapper.words.cues import Span
    from mapper.words.language import Language

WHERE = ("before", "after", "between", "in")
PART = re.compile(r"\{([a-z_]+)(?::([a-z_ ]+))?\}")
_BLANK = re.compile(r"(?P<as_is>\\.|\[(?:\\.|[^\]\\])+\])| +(?P<times>[*+?{])?")


@cache
def phrase(language: Language, name: str, which: str, *, lowered: bool = False) -> re.Pattern[str]:
    r"""Compile one phrase of a list.

    Parameters
    ----------
    language
        Language of the lists.
    name
        List of phrases.
    which
        Name of the row.
    lowered
        Whether the text it is asked of is in lower case: it is then found sooner.

    Returns
    -------
    expression
        To be searched up to what it stands ``before``, matched at the end of what it
        stands ``after``, matched fully ``between`` two things, searched ``in`` a stretch.

    Raises
    ------
    MapperError
        If no language has the row, the list is missing, or the pattern cannot be compiled.
    """
    listed = _by_name(language, name)
    if which not in listed:
        if which in known_names(name):
            return re.compile(NOBODY)
        raise MapperError(f"the word list {name!r} of language {language.code!r} has no {which!r}")
    row = listed[which]
    written = expanded(row["pattern"], language, name)
    end = r"\Z" if row["where"] == "before" else ""
    try:
        return compile_once(f"(?:{guarded(written)}){end}", 0 if lowered else re.IGNORECASE)
    except re.error as problem:
        raise MapperError(f"{name}.csv ({language}): {which}: {problem}") from problem


_REACH = 80
"""Characters before something within which a phrase that stands before it begins."""


def standing(
    language: Language, name: str, which: str, text: str, span: Span
) -> re.Match[str] | None:
    """Find a phrase beside something, on the side where the language has it.

    "Russian jets" has the noun behind the adjective, Arabic before it: the column ``where`` of the
    row tells.

    Parameters
    ----------
    language, name, which
        As for `phrase`.
    text
        The text.
    span
        What the phrase stands beside.
    """
    expression = phrase(language, name, which)
    row = _by_name(language, name).get(which)
    if row is not None and row["where"] == "before":
        return expression.search(text, max(0, span[0] - _REACH), span[0])
    return expression.match(text, span[1])


@cache
def _by_name(language: Language, name: str) -> Mapping[str, dict[str, str]]:
    return {row["name"]: row for row in rows(language, name)}


def expanded(pattern: str, language: Language, name: str) -> str:
    """Put parts and lists in the place of their names, and white space in that of blanks."""

    def part(found: re.Match[str]) -> str:
        which, value = found.groups()
        own = _by_name(language, name).get(f"{{{which}}}")
        if own is not None:
            return f"(?:{expanded(own['pattern'], language, name)})"
        return any_of(language, which, value)

    return PART.sub(part, spaced(pattern))


def spaced(pattern: str) -> str:
    r"""Let a blank of a pattern stand for white space, as much as there is.

    Examples
    --------
    >>> spaced(r"took (?:the )?[ -]responsib\w+")
    'took\\s+(?:the\\s+)?[ -]responsib\\w+'
    """

    def blank(found: re.Match[str]) -> str:
        if found["as_is"]:
            return found["as_is"]
        return rf"(?:\s+){found['times']}" if found["times"] else r"\s+"

    return _BLANK.sub(blank, pattern)


@cache
def any_of(language: Language, name: str, value: str | None = None) -> str:
    """Word any of a list: its words, the longest first, or its patterns in their order.

    Of an empty list nothing matches.
    """
    column = "" if value is None else index()[name].columns[1]
    chosen = [row for row in rows(language, name) if value is None or row[column] == value]
    if not chosen:
        return NOBODY
    if "word" in chosen[0]:
        return _longest_first(row["word"] for row in chosen)
    return "(?:" + "|".join(spaced(row["pattern"]) for row in chosen) + ")"


def _longest_first(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"
