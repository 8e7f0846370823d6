"""How a language reports speech: patterns made from its list of reporting verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mapper.words import rows, words


@dataclass(frozen=True, slots=True)
class Grammar:
    """Patterns made from the list of reporting verbs of a language."""

    said_by: re.Pattern[str]
    led_to: re.Pattern[str]
    says: re.Pattern[str]
    party_says: re.Pattern[str]
    last: re.Pattern[str]
    next: re.Pattern[str]
    credit: re.Pattern[str]
    according: re.Pattern[str]
    named: re.Pattern[str]
    back_says: re.Pattern[str]
    called: re.Pattern[str]
    before_role: re.Pattern[str]


_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019.-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:of|for|and|al|bin|the)\s+)?{_CAPITAL}){{0,5}}"
_PERSON = rf"{_CAPITAL}(?:\s+(?:al|bin|abu|el)?[- ]?{_CAPITAL}){{0,3}}"
_WORD = r"[\w'\u2019.()\[\]-]+,?\s+"


@cache
def grammar(language: str) -> Grammar:
    """Compile the patterns of a language."""
    listed: dict[str, list[str]] = {}
    for row in rows(language, "reporting"):
        listed.setdefault(row["kind"], []).append(row["pattern"])
    verbs = "|".join(listed["verb"] + listed["tell"])
    according = "|".join(listed["according"])
    in_any_case = (
        _before_a_source("|".join(listed["verb"]), according)
        | _after_a_source(verbs, "|".join(listed["publish"]))
        | _around_a_date(verbs)
    )
    by_capitals = _names(verbs, according, "|".join(words(language, "not_names")))
    return Grammar(
        **{name: re.compile(pattern, re.IGNORECASE) for name, pattern in in_any_case.items()},
        **{name: re.compile(pattern) for name, pattern in by_capitals.items()},
    )


def _before_a_source(said: str, according: str) -> dict[str, str]:
    """Word what leads to a source: "said", "according to", "(photo:"."""
    return {
        "said_by": (
            rf"\b(?P<verb>{said})\s+(?:by\s+)?(?:(?:the|an?|one|another|[\w-]+-based|director|"
            rf"head|chief|spokes\w+|for|of|and|local|opposition|war|activist)\s+){{0,5}}\Z"
            r"|\baccused\b[^.;]{0,60}\bby\s+(?:[\w-]+\s+){0,2}\Z"
        ),
        "led_to": rf"\b(?:{according})\s+(?:by\s+)?(?:[\w-]+\s+){{0,4}}\Z",
        "credit": (
            r"\(\s*(?:video|photo|image|footage|picture)s?\s*:\s*([^)]{2,60}?)(?:\s+via\s+[^)]*)?\)"
        ),
    }


def _after_a_source(verbs: str, shows: str) -> dict[str, str]:
    """Word what a source does, from its end to the verb; `fill` is what stands between."""
    verb = (
        rf"(?:\b(?:also|has|had|have|later|earlier|further|separately|initially)\s+)*"
        rf"(?P<verb>\b(?:{verbs}|(?:{shows})"
        rf"(?=\s+(?:an?\s+|the\s+)?(?:videos?|footage|photos?|pictures|images)))\b)"
    )
    return {
        "says": (
            rf"[\w-]*[)\]\"\u201d]*(?P<fill>,?\s+(?:(?:{_WORD}){{0,7}}?"
            rf"|(?:{_WORD}){{0,4}}?(?:-\s+)?(?:which|who|whose|that|an?|based)\s+(?:{_WORD}){{0,25}}?(?:-\s+)?))"
            rf"{verb}"
        ),
        "party_says": (
            rf"[\w-]*(?P<fill>,?\s+(?:(?:spokes\w+|officials?|sources?|commands?|commanders?|in|an?|"
            rf"statement|which|oversees|on|late|later|earlier|(?-i:{_CAPITAL}))\s+){{0,7}}?){verb}"
        ),
        "back_says": rf"[\w'\u2019-]*(?P<fill>,?\s+(?:{_WORD}){{0,3}}?){verb}",
    }


def _around_a_date(verbs: str) -> dict[str, str]:
    """Word what makes a date one of saying: the last words before it, the next after it."""
    return {
        "last": (
            rf"\b(?:{verbs})\s+(?:\w+\s+){{0,2}}"
            rf"(?:in\s+(?:an?|its|the|their)\s+(?:[\w-]+\s+){{1,2}})?(?:on\s+|late\s+|early\s+)*$"
        ),
        "next": rf"\s+(?:\w+\s+)?(?:{verbs}|claimed\s+(?:the\s+)?responsibility)\b",
    }


def _names(verbs: str, according: str, openers: str) -> dict[str, str]:
    """Word the names that no list has, of bodies and of persons, told by their capitals."""
    return {
        "according": rf"(?i:{according})\s+(?:(?:the|a|an|The)\s+)?({_NAME})(?!\w)",
        "named": rf"\b(?!(?:{openers})\b)({_NAME})\s+(?:also\s+|has\s+|had\s+)?(?:{verbs})\b",
        "called": (
            r"\s+(?:(?:named|called|identified\s+as|who\s+(?:uses|gave|goes\s+by)\s+\w+\s+name(?:\s+of)?|"
            rf"in\s+{_CAPITAL}|from\s+{_CAPITAL})\s+)*({_PERSON})"
        ),
        "before_role": rf"({_PERSON}),?\s+(?:an?|the)\s+(?:\w+\s+)?\Z",
    }


@cache
def plain_openers(language: str) -> frozenset[str]:
    """Give the words that open a sentence with a capital and name nobody."""
    return frozenset(words(language, "not_names"))
