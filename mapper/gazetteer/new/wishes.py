"""What is said of a new pack, and the words of a language that it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.gazetteer.imports.parts import Qualifiers


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is said of a new pack: its name; countries, title and time zone if not to be guessed."""

    name: str
    countries: tuple[str, ...] = ()
    title: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Tongue:
    """Words of the language that a pack begins with.

    `units` are one and several units of each level, largest first; `plurals` more such pairs;
    `demonyms` are adjectives by country.
    """

    language: str
    qualifiers: Qualifiers
    units: tuple[tuple[str, str], ...]
    plurals: Mapping[str, str]
    demonyms: Mapping[str, Sequence[str]]
