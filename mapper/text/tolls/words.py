"""The words of tolls in a language, and the phrases they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mapper.words import (
    WORD,
    Classes,
    class_phrases,
    joined_words,
    number_classes,
    rows,
    traits,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.words import Language, Phrases

FIELDS = {
    "killed": "killed",
    "dead": "killed",
    "died": "killed",
    "kill": "killed",
    "deaths": "killed",
    "bodies": "killed",
    "lives": "killed",
    "lose": "killed",
    "claim": "killed",
    "toll": "killed",
    "number": "killed",
    "figure": "killed",
    "brief": "killed",
    "treated": "injured",
    "update": "killed",
    "hurt": "injured",
    "poisoned": "injured",
    "wound": "injured",
    "affected": "injured",
    "suffer": "injured",
    "injury": "injured",
    "injuries": "injured",
    "displaced": "displaced",
    "fled": "displaced",
    "fleeing": "displaced",
    "displace": "displaced",
    "exodus": "displaced",
    "force": "displaced",
    "leave": "displaced",
    "killing": "killed",
    "wounding": "injured",
    "one_dead": "killed",
    "two_dead": "killed",
    "one_hurt": "injured",
    "two_hurt": "injured",
    "his_hurt": "injured",
    "their_hurt": "injured",
    "fell": "killed",
    "victims": "killed",
    "two_bodies": "killed",
    "hits": "injured",
    "befall": "injured",
}
"""What a word of a class says happened to the people counted."""

PEOPLE = ("people", "person", "either", "pair")
"""Classes of words for people: many, one, a word that also describes ("rebel"), two in a word."""
TWO = frozenset({"pair", "two_dead", "two_hurt", "their_hurt"})
"""Classes of words that say by themselves that they are two."""
_ASKED = (
    *("a", "another", "the", "poss", "and", "with", "well", "as", "who", "of", "from", "them"),
    *("him", "ordinal", "reach", "or", "prep", "aux", "break", "stop", "colon", "comma", "quote"),
    *("since", "including", "attacker", "aged", "years", "hospital", "casualties", "affected"),
)
"""Classes that are asked for by name, whatever words a language has for them."""
_PERSONS_NAMES = frozenset({"forename", "kunya"})
"""Classes of words by which a name is known where no capital tells."""
HURT_TOO = frozenset({"victims", "casualties"})
"""Classes of words for the dead that speak of the hurt too where there were none."""
COUNTS = ("quantity", "vague", "others")
"""Classes of quantities: a figure, an amount without one, and what is on top of another."""
SAYS = "say"
"""Class of verbs of saying: who stands before one only tells of the dead."""
CLAUSE_ENDS = ("stop", "colon", "break", SAYS, "as", "who")

MASK = "masked"
"""Class of what was read already and is not read again."""
_NAME, _AGE = "name", "age"
_GENITIVE = "possessive"


class Group(NamedTuple):
    """What a word for people tells of who they are, with the words it needs on either side."""

    after: frozenset[str]
    before: frozenset[str]
    group: str


@dataclass(frozen=True, slots=True, eq=False)
class TollWords:
    """Words for casualties of a language, and the phrases they stand in."""

    language: Language
    classes: Classes
    codes: Mapping[str, str]
    plain: str
    comma: str
    people: frozenset[str]
    breaks: frozenset[str]
    ends: frozenset[str]
    lower: frozenset[str]
    stops: frozenset[str]
    groups: Mapping[str, tuple[Group, ...]]
    tolls: Phrases
    parts: Phrases
    fields: Mapping[str, str]
    triggers: frozenset[str]
    name: str
    age: str
    no_names: frozenset[str]
    """Words with a capital that are no names of people: days and months."""
    capitals: bool
    heads_first: bool
    aged: frozenset[str]
    years: frozenset[str]
    of: frozenset[str]
    genitives: tuple[str, ...]
    """Endings of a name whose person follows: "Omar's wife"."""
    between: frozenset[str]
    """Words beside ages: what leads to them, their unit, and what joins two."""


def _forms(word: str, language: Language) -> list[str]:
    """Give a word for people with the pronouns that its language joins to it: "his wife"."""
    joined = joined_words(language)
    return [word] if joined is None else [word, *joined.with_pronouns(word)]


def _read_words(language: Language) -> tuple[dict[str, str], dict[str, list[Group]]]:
    """Give the class of each word, and the groups of people that a word may mean."""
    by_word: dict[str, str] = {}
    groups: dict[str, list[Group]] = {}
    for row in rows(language, "toll_words"):
        by_word[row["word"]] = row["class"]
    # "His two sons" may be spelled as "a son of his" in another case.
    for row in sorted(rows(language, "groups"), key=lambda one: one["class"] != "pair"):
        after, before = (frozenset(filter(None, row[c].split("|"))) for c in ("after", "before"))
        for word in _forms(row["word"], language):
            by_word.setdefault(word, row["class"])
            groups.setdefault(word, []).append(Group(after, before, row["group"]))
    if not traits(language).capitals:
        for row in rows(language, "people_words"):
            if row["class"] in _PERSONS_NAMES:
                by_word.setdefault(row["word"], _NAME)
    return by_word, groups


@cache
def toll_words(language: Language) -> TollWords:
    """Read the words and phrases for casualties of a language."""
    names = [*COUNTS, MASK, SAYS, _NAME, _AGE, *PEOPLE, *FIELDS, *_ASKED]
    by_word, groups = _read_words(language)
    classes = number_classes([*names, *by_word.values()])

    def of_class(*wanted: str) -> frozenset[str]:
        return frozenset(word for word, name in by_word.items() if name in wanted)

    return TollWords(
        language=language,
        classes=classes,
        codes={word: classes.code(name) for word, name in by_word.items()},
        plain=classes.code(WORD),
        comma=classes.code("comma"),
        people=frozenset(map(classes.code, (*PEOPLE, "attacker"))),
        breaks=frozenset(map(classes.code, ("and", "break", SAYS, "who", "aux", "as"))),
        ends=frozenset(map(classes.code, CLAUSE_ENDS)),
        stops=frozenset(map(classes.code, ("stop", "colon"))),
        lower=frozenset(row["word"] for row in rows(language, "toll_words") if row["lower"]),
        # A word before that tells who they are goes ahead of the plain meaning.
        groups={
            word: tuple(sorted(told, key=lambda one: not (one.after or one.before)))
            for word, told in groups.items()
        },
        tolls=class_phrases(language, "toll_phrases", classes),
        parts=class_phrases(language, "part_phrases", classes),
        fields={classes.code(name): field for name, field in FIELDS.items()},
        triggers=frozenset(
            w
            for w, name in by_word.items()
            if name in FIELDS or name in ("casualties", "affected", "hospital")
        ),
        name=classes.code(_NAME),
        age=classes.code(_AGE),
        no_names=frozenset(row["word"] for row in rows(language, "time")),
        capitals=traits(language).capitals,
        heads_first=traits(language).heads_first,
        aged=of_class("aged"),
        years=of_class("years"),
        of=of_class("of"),
        genitives=tuple(r["word"] for r in rows(language, "endings") if r["class"] == _GENITIVE),
        between=of_class("and", "comma", "reach", "or", "prep"),
    )
