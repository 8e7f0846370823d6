"""Languages: how each is called and written, and which there are word lists for."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base.errors import MapperError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.words.language import Language

HOME = "mapper.words"
"""Package that the lists lie in, a folder for each language."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How a language is called and written."""

    code: str
    name: str
    script: str
    capitals: bool
    """Whether names begin with a capital: without, no rule may ask for one."""
    direction: str
    letters: str
    """Letters that no other language of the script has, of those that are listed."""
    heads_first: bool
    """Whether of two words for people the first is who it is: "father (of) the children"."""
    day_first: bool
    """Whether the day leads in dates such as 4/5/2019; otherwise both readings are open."""
    verb_first: bool
    """Whether a verb may stand before its subject: "bombed the jets the bridge"."""
    cited_beside: bool
    """Whether who is cited beside a strike stands for it too; else for what is cited alone."""


@cache
def languages() -> Mapping[str, Traits]:
    """Read how languages are written, by their codes."""
    text = (files(HOME) / "languages.csv").read_text(encoding="utf-8")
    return {
        row["language"]: Traits(
            row["language"],
            row["name"],
            row["script"],
            row["capitals"] == "yes",
            row["direction"],
            row["letters"],
            row["heads"] == "first",
            row["slashed"] == "day",
            row["verbs"] == "first",
            row["cited"] == "beside",
        )
        for row in csv.DictReader(text.splitlines())
    }


def known_languages() -> frozenset[str]:
    """Give the codes of the languages of which it is known how they are written."""
    return frozenset(languages())


def traits(language: Language) -> Traits:
    """Tell how a language is written.

    Raises
    ------
    MapperError
        If ``languages.csv`` does not have the language.
    """
    told = languages().get(language.code)
    if told is None:
        raise MapperError(f"languages.csv has no language {language.code!r}")
    return told


@cache
def available(code: str) -> bool:
    """Tell whether there are word lists for the language of a code."""
    return code in languages() and (files(HOME) / code).is_dir()


def with_rules() -> list[str]:
    """Give the codes of the languages that there are word lists for."""
    return sorted(filter(available, languages()))
