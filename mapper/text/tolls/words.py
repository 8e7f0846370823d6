"""The words of tolls in a language, and the phrases they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.words import WORD, Classes, class_phrases, number_classes, rows, traits

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
}
"""What a word of a class says happened to the people counted."""

PEOPLE = ("people", "person", "either")
"""Classes of words for people: many, one, or a word that also describes ("rebel")."""
COUNTS = ("quantity", "vague", "others")
"""Classes of quantities: a figure, an amount without one, and what is on top of another."""
SAYS = "say"
"""Class of verbs of saying: who stands before one only tells of the dead."""
CLAUSE_ENDS = ("stop", "colon", "break", SAYS, "as", "who")

MASK = "masked"
"""Class of what was read already and is not read again."""
_NAME, _AGE = "name", "age"
_GENITIVE = "possessive"


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
    groups: Mapping[str, tuple[tuple[frozenset[str], str], ...]]
    tolls: Phrases
    parts: Phrases
    fields: Mapping[str, str]
    triggers: frozenset[str]
    name: str
    age: str
    no_names: frozenset[str]
    """Words with a capital that are no names of people: days and months."""
    capitals: bool
    aged: frozenset[str]
    years: frozenset[str]
    of: frozenset[str]
    genitives: tuple[str, ...]
    """Endings of a name whose person follows: "Omar's wife"."""
    between: frozenset[str]
    """Words beside ages: what leads to them, their unit, and what joins two."""


@cache
def toll_words(language: Language) -> TollWords:
    """Read the words and phrases for casualties of a language."""
    names = [*COUNTS, MASK, SAYS, _NAME, _AGE]
    by_word: dict[str, str] = {}
    groups: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in rows(language, "toll_words"):
        by_word[row["word"]] = row["class"]
    for row in rows(language, "groups"):
        by_word.setdefault(row["word"], row["class"])
        after = frozenset(filter(None, row["after"].split("|")))
        groups.setdefault(row["word"], []).append((after, row["group"]))
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
        groups={w: tuple(sorted(g, key=lambda one: not one[0])) for w, g in groups.items()},
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
        aged=of_class("aged"),
        years=of_class("years"),
        of=of_class("of"),
        genitives=tuple(r["word"] for r in rows(language, "endings") if r["class"] == _GENITIVE),
        between=of_class("and", "comma", "reach", "or", "prep"),
    )
