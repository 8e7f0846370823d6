"""The words around a place name, per language: directions, kinds, cues, vetoes.

The words are lists (``mapper/words/<language>/places``); here they are gathered into one
view for reading. Its patterns work on plain, lower-case text (see
`mapper.base.letters.plain`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.mentions.leads import Leads
from mapper.words import (
    DEFAULT_LANGUAGE,
    expanded,
    joined_words,
    known_names,
    phrase,
    rows,
    source,
    traits,
    vocabulary,
)
from mapper.words import words as words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from mapper.words import Language

PARTS_OF_LARGER = frozenset({"district", "neighbourhood", "village", "town"})
"""Kinds that "a Homs district" says of a part of the place named."""

SETTLED = PARTS_OF_LARGER | {"camp", "hill"}
"""Kinds that a name not listed is a place's for being called so."""

_PHRASES = "place_phrases"
_CALENDAR = frozenset({"weekday", "weekday_short", "month", "month_short", "month_plain"})
_COUNTS = frozenset({"unit", "ten"})


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """One language's words, compiled.

    Attributes
    ----------
    language
        Language of the lists, and `capitals` whether its names begin with a capital.
    direction_of, kind_of, several
        Direction and kind by word; the words that call several names so.
    place, deeds, people, names
        Words by class of the lists of those names.
    articles
        Spellings of an article that may be joined to a name of the pack's.
    possessives, lost, plurals
        Endings of a possessor, the same without their apostrophe, endings of the plural.
    proclitics
        What may be joined on before a name in Arabic script; whether it merges with the
        article.
    nameless
        Words that are no place's name alone: generic ones, words of prose, people's names.
    phrases
        The rows of ``place_phrases``, those of other languages too, which match nothing; those
        before a name may be told apart by `leads`.
    vocabulary
        Every word of the language's lists where it joins words, else none; `suffixes` what
        may be joined on at their ends.
    """

    language: Language
    capitals: bool
    direction_of: Mapping[str, str]
    kind_of: Mapping[str, str]
    several: frozenset[str]
    fits: Mapping[str, frozenset[str]]
    demonyms: Mapping[str, str]
    capital_of: Mapping[str, str]
    counts: Mapping[str, int]
    km_of: Mapping[str, float]
    common: frozenset[str]
    calendar: frozenset[str]
    place: Mapping[str, frozenset[str]]
    deeds: Mapping[str, frozenset[str]]
    people: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]
    articles: tuple[str, ...]
    possessives: tuple[str, ...]
    lost: tuple[str, ...]
    plurals: tuple[str, ...]
    proclitics: Mapping[str, bool]
    phrases: Mapping[str, re.Pattern[str]]
    leads: Leads
    nameless: frozenset[str]
    vocabulary: frozenset[str]
    suffixes: frozenset[str]

    def is_known(self, word: str) -> bool:
        """Tell whether a word is of the language's lists, an ending set aside."""
        return word in self.vocabulary or any(
            word[:-cut] in self.vocabulary and word[-cut:] in self.suffixes
            for cut in range(1, len(word) - 2)
        )

    def owner(self, word: str) -> str:
        """Take a possessor's ending off."""
        return without(word, self.possessives)

    def singular(self, word: str) -> str:
        """Take the ending of the plural off."""
        return without(word, self.plurals)

    def without_article(self, word: str, joint: str = "") -> str:
        """Take an article off that a joint, or nothing, puts to its name."""
        for article in self.articles:
            if word.startswith(article + joint):
                return word.removeprefix(article + joint)
        return word

    def written(self, name: str) -> re.Pattern[str]:
        """Give the phrase of how names are written in running text."""
        return phrase(self.language, "name_phrases", name)

    def between(self, name: str) -> re.Pattern[str]:
        """Give the phrase of what stands between two names."""
        return phrase(self.language, "between_names", name)


def without(word: str, endings: tuple[str, ...]) -> str:
    """Take the first ending that a word has off it."""
    if not word.endswith(endings):
        return word
    return next(word.removesuffix(ending) for ending in endings if word.endswith(ending))


@cache
def place_words(language: Language) -> PlaceWords:
    """Gather a language's words; a language without lists of its own reads as English."""
    if not source(language.code, _PHRASES).is_file():
        return place_words(language.also(DEFAULT_LANGUAGE.code))
    joined = joined_words(language)
    kinds = rows(language, "kinds")
    ending = _by_class(language, "endings")
    common = frozenset(words_of(language, "common_words"))
    people, names = _by_class(language, "people_words"), _by_class(language, "name_words")
    return PlaceWords(
        language=language,
        capitals=traits(language).capitals,
        direction_of={row["word"]: row["direction"] for row in rows(language, "directions")},
        kind_of={row["word"]: row["kind"] for row in kinds},
        several=frozenset(row["word"] for row in kinds if row["number"] == "several"),
        fits=_grouped((row["kind"], row["fits"]) for row in rows(language, "kind_fits")),
        demonyms={row["word"]: row["country"] for row in rows(language, "demonyms")},
        capital_of={row["country"]: row["name"] for row in rows(language, "capitals")},
        counts={
            row["word"]: int(row["value"])
            for row in rows(language, "numbers")
            if row["kind"] in _COUNTS
        },
        km_of={row["word"]: float(row["km"]) for row in rows(language, "distance_units")},
        common=common,
        nameless=names["opener"] | common | people["given_name"] | people["last_name"],
        calendar=frozenset(
            row["word"] for row in rows(language, "time") if row["class"] in _CALENDAR
        ),
        place=_by_class(language, "place_words"),
        deeds=_by_class(language, "deed_words"),
        people=people,
        names=names,
        articles=tuple(sorted(_by_class(language, "name_articles")["free"])),
        possessives=tuple(sorted(ending["possessive"])),
        lost=tuple(sorted(ending["lost"])),
        plurals=tuple(sorted(ending["plural"])),
        proclitics={row["word"]: row["merges"] == "y" for row in rows(language, "proclitics")},
        phrases={
            name: phrase(language, _PHRASES, name, lowered=True)
            for name in known_names(_PHRASES)
            if not name.startswith("{")
        },
        vocabulary=_vocabulary(language),
        suffixes=joined.endings if joined else frozenset(),
        leads=_leads(language),
    )


def _leads(language: Language) -> Leads:
    """Gather the phrases that stand before a name."""
    return Leads(
        {
            row["name"]: expanded(row["pattern"], language, _PHRASES)
            for row in rows(language, _PHRASES)
            if row["where"] == "before"
        }
    )


def _vocabulary(language: Language) -> frozenset[str]:
    """Give every word of a language that joins words, and what it joins; else nothing."""
    joined = joined_words(language)
    if joined is None:
        return frozenset()
    return vocabulary(language) | joined.whole | joined.prefixes.keys()


def _by_class(language: Language, name: str) -> Mapping[str, frozenset[str]]:
    """Group the words of a list by their class; a class without words is empty."""
    return _grouped((row["class"], row["word"]) for row in rows(language, name))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group, one in pairs:
        found[group].add(one)
    return defaultdict(frozenset, {group: frozenset(members) for group, members in found.items()})
