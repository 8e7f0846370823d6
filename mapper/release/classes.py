"""Sensitive classes: sites that are named in no released output, and how they are told."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base.scripts import LATIN, script_of_letter
from mapper.gazetteer import SETTLEMENTS
from mapper.words import cues, take_apart, traits, with_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mapper.words import Language

LIST = "sensitive"
"""Name of the list, here and in a pack: ``sensitive.csv``."""

SITES = "targets+site_words"
"""The lists of words for such sites."""

_JOINER = ";"
_AREAS = ("reg-", "c-")
_NATURAL = frozenset({"mountain", "hill", "river", "plain"})


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A class of sites that is told by its label, never by name.

    Attributes
    ----------
    code, label
        Its code, and what stands in the place of a name: "health facility".
    targets
        Codes of the word list ``targets`` that mean such a site.
    kinds
        Kinds of places of the gazetteer that are such sites.
    places
        Ids of places that only sound like it: a barracks called a school.
    on_request
        Withheld only where it is asked for.
    """

    code: str
    label: str
    targets: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]
    on_request: bool


class Classes:
    """The sensitive classes that a release withholds, and which of them a site is of.

    Parameters
    ----------
    withheld
        The classes.
    language
        Language with the lists of the pack, whose words tell what a site is.
    """

    def __init__(self, withheld: Iterable[Sensitive], language: Language) -> None:
        self._withheld = tuple(withheld)
        self._language = language
        self._by_target = {code: one for one in self._withheld for code in one.targets}
        self._by_kind = {kind: one for one in self._withheld for kind in one.kinds}
        self._not = frozenset(place for one in self._withheld for place in one.places)

    def of_site(
        self, place_id: str | None, kind: str | None, names: Iterable[str | None]
    ) -> Sensitive | None:
        """Tell the class of a place by its kind, else by the words of its names.

        A settlement, region or natural feature is none, whatever it is called.
        """
        if place_id in self._not:
            return None
        if kind in self._by_kind:
            return self._by_kind[kind]
        if kind in SETTLEMENTS or kind in _NATURAL or (place_id or "").startswith(_AREAS):
            return None
        return next((found for name in names for *_, found in self.in_text(name or "")), None)

    def in_text(self, text: str) -> list[tuple[int, int, Sensitive]]:
        """Find words for such sites, as (start, end, class), in the order of the text."""
        found: list[tuple[int, int, Sensitive]] = []
        for language in self.spoken(text):
            apart = take_apart(text, language)
            for cue in cues.find(apart.text if apart else text, language, SITES):
                one = self._by_target.get(cue.row["target"])
                if one is not None:
                    start, end = cue.start, cue.end
                    span = (apart.start(start), apart.end(end)) if apart else (start, end)
                    found.append((*span, one))
        return sorted(found, key=lambda one: one[:2])

    def labels(self) -> list[str]:
        """Name the classes that are withheld."""
        return [one.label for one in self._withheld]

    def by_target(self, code: str) -> Sensitive | None:
        """Give the class that a code of the word list ``targets`` means."""
        return self._by_target.get(code)

    def spoken(self, text: str) -> list[Language]:
        """Give the languages with word lists whose script some letter of a text is of."""
        if text.isascii():
            scripts: set[str | None] = {LATIN}
        else:
            scripts = {script_of_letter(letter) for letter in set(text)}
        languages = (self._language.also(code) for code in with_rules())
        return [one for one in languages if traits(one).script in scripts]


def classes_of(language: Language) -> dict[str, Sensitive]:
    """Read the sensitive classes by code: the general ones, and those of the pack in their place.

    A row of the pack takes the place of the general one of its class; others stay.
    """
    general = {row["class"]: _sensitive(row) for row in _general()}
    own = language.pack.rows.get(LIST, ())
    return general | {row["class"]: _sensitive(row) for row in own}


@cache
def _general() -> tuple[dict[str, str], ...]:
    text = (files("mapper.release") / f"{LIST}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _sensitive(row: Mapping[str, str]) -> Sensitive:
    several = {
        name: frozenset(filter(None, (one.strip() for one in row[name].split(_JOINER))))
        for name in ("targets", "kinds", "places")
    }
    return Sensitive(row["class"], row["label"], **several, on_request=bool(row["request"]))
