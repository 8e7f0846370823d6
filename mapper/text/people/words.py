"""The words that tell of people, in the shape in which they are looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.letters import plain
from mapper.words import DEFAULT_LANGUAGE, phrase, rows, source, traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mapper.words import Language

WORDS = "person_words"
PHRASES = "person_phrases"
OFFICIALS = "officials"
_GIVEN = "given_names"
_SHOWN = "withheld"

LEADS = frozenset(
    {
        *("title", "public", "head", "role", "kin", "named", "family", "owned"),
        *("signed", "reported", "harmed"),
    }
)
"""Classes of words that lead to a name."""
_BESIDE_NAMES = ("bound", "title", "family", "owned")
_BLOCKS = ("thing", "day", "not_name", "site")
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_SHORT_KEY = 4
"""Letters of a sound that many words have: a name of so few is known as it is listed only."""
_LETTERS = 2
"""Letters of a word for a kind of place that may be any other word as well."""
_SAME = (
    *(("ph", "f"), ("kh", "k"), ("ck", "k"), ("q", "k"), ("x", "k")),
    *(("dh", "z"), ("th", "z"), ("ch", "sh"), ("dj", "j")),
)
"""Letters that romanisations of a name have for one another."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The words of a language that tell of people.

    Attributes
    ----------
    leads
        By the last word of each cue: its words, and its classes.
    classes
        Words by their class.
    given
        First names: as they sound in a script with capitals, as written in one without.
    listed
        First names as they are listed.
    last
        Names that are no first names, in a script without capitals.
    things
        Words that name no person.
    short
        Words whose full stop ends no sentence.
    common
        Words that prose has in lower case.
    capitals
        Whether names begin with a capital.
    """

    leads: Mapping[str, tuple[tuple[Words, frozenset[str]], ...]]
    classes: Mapping[str, frozenset[str]]
    given: frozenset[str]
    listed: frozenset[str]
    last: frozenset[str]
    things: frozenset[str]
    short: frozenset[str]
    common: frozenset[str]
    capitals: bool

    def is_given(self, word: str) -> bool:
        """Tell whether a folded word is a first name; a longer one in whatever spelling."""
        if not self.capitals:
            return word in self.given
        key = key_of(word)
        return word in self.listed or (len(key) > _SHORT_KEY and key in self.given)

    def is_exact(self, word: str) -> bool:
        """Tell whether a folded word is a first name as it is listed."""
        return word in self.listed


def key_of(word: str) -> str:
    """Write a name as it sounds: spellings of one in Latin letters differ in their vowels.

    Examples
    --------
    >>> {key_of(one) for one in ("mohammed", "muhamad", "mohamed")}
    {'m.h.m.d'}
    >>> key_of("yousef") == key_of("yusuf"), key_of("samir") == key_of("samira")
    (True, False)
    """
    bare = word.replace("'", "").replace("-", "").removesuffix("h")
    for one, other in _SAME:
        bare = bare.replace(one, other)
    first = "j" if bare.startswith("y") else ""
    return first + _VOWELS.sub(".", _DOUBLED.sub(r"\1", bare[len(first) :]))


@cache
def people_words(language: Language) -> PeopleWords | None:
    """Read the words of a language; None for one that has no lists of people."""
    if not source(language.code, WORDS).is_file():
        return None
    classes: defaultdict[str, set[str]] = defaultdict(set)
    leads: defaultdict[str, defaultdict[Words, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(language, WORDS):
        word = folded(row["word"])
        classes[row["class"]].add(word)
        if row["class"] in LEADS:
            parts = tuple(word.split())
            leads[parts[-1]][parts].add(row["class"])
    classes["prefix_thing"] |= _of_class(language, "name_words", {"body_opener"}) | _toponyms(
        language, set().union(*(classes[one] for one in _BESIDE_NAMES))
    )
    named = {folded(row["word"]) for row in rows(language, _GIVEN)}
    named |= _of_class(language, "people_words", {"forename"})
    capitals = traits(language).capitals
    return PeopleWords(
        leads={
            last: tuple(
                (parts, frozenset(told))
                for parts, told in sorted(found.items(), key=lambda one: -len(one[0]))
            )
            for last, found in leads.items()
        },
        classes=defaultdict(frozenset, {one: frozenset(told) for one, told in classes.items()}),
        given=frozenset(map(key_of, named)) if capitals else frozenset(named),
        listed=frozenset(named),
        last=frozenset() if capitals else _of_class(language, "people_words", {"last_name"}),
        things=_things(language, classes),
        short=_words(language, "abbreviations"),
        common=_words(language, "common_words"),
        capitals=capitals,
    )


def folded(words: str) -> str:
    """Write words of a list or a text as they are compared."""
    return plain(words).text.lower()


def _things(language: Language, classes: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Gather the words of the lists that name no person."""
    found = {word for name in _BLOCKS for word in classes.get(name, ())}
    found |= _of_class(language, "people_words", {"people"})
    for name in ("kinds", "demonyms", "countries", "capitals", "sentence_starters"):
        if source(language.code, name).is_file():
            column = "name" if name == "capitals" else "word"
            found |= {folded(row[column]) for row in rows(language, name)}
    found |= _of_class(language, "name_words", {"body", "feast", "elsewhere"})
    return frozenset(found)


def _toponyms(language: Language, of_people: set[str]) -> frozenset[str]:
    """Give the pack's words for kinds of places that stand before a name, and no kunya."""
    listed = {folded(row["word"]) for row in rows(language, "toponyms") if row["kind"] != "half"}
    return frozenset(word for word in listed if len(word) > _LETTERS) - of_people


def _words(language: Language, name: str) -> frozenset[str]:
    there = source(language.code, name).is_file()
    return frozenset(
        folded(row["word"]).rstrip(".") for row in (rows(language, name) if there else ())
    )


def _of_class(language: Language, name: str, wanted: set[str]) -> frozenset[str]:
    if not source(language.code, name).is_file():
        return frozenset()
    return frozenset(folded(row["word"]) for row in rows(language, name) if row["class"] in wanted)


def behind(language: Language, which: str) -> re.Pattern[str]:
    """Give a phrase of the list of what stands beside names."""
    return phrase(language, PHRASES, which)


@cache
def shown(language: Language, what: str = "person") -> str:
    """Give what is shown in the place of a name, in a language or else in the default one.

    Examples
    --------
    >>> shown(DEFAULT_LANGUAGE)
    '[name withheld]'
    """
    if not source(language.code, _SHOWN).is_file():
        language = DEFAULT_LANGUAGE
    return next(row["shown"] for row in rows(language, _SHOWN) if row["name"] == what)
