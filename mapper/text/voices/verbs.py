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


@cache
def grammar(language: str) -> Grammar:
    """Compile the patterns of a language."""
    kinds: dict[str, list[str]] = {}
    for row in rows(language, "reporting"):
        kinds.setdefault(row["kind"], []).append(row["pattern"])
    said = "|".join(kinds["verb"])
    verbs = "|".join(kinds["verb"] + kinds["tell"])
    shows = "|".join(kinds["publish"])
    according = "|".join(kinds["according"])
    openers = "|".join(words(language, "not_names"))
    capital = r"[A-Z\u00c0-\u00de][\w'\u2019.-]*"
    name = rf"{capital}(?:\s+(?:(?:of|for|and|al|bin|the)\s+)?{capital}){{0,5}}"
    person = rf"{capital}(?:\s+(?:al|bin|abu|el)?[- ]?{capital}){{0,3}}"
    verb = (
        rf"(?:\b(?:also|has|had|have|later|earlier|further|separately|initially)\s+)*"
        rf"(?P<verb>\b(?:{verbs}|(?:{shows})"
        rf"(?=\s+(?:an?\s+|the\s+)?(?:videos?|footage|photos?|pictures|images)))\b)"
    )
    word = r"[\w'\u2019.()\[\]-]+,?\s+"
    return Grammar(
        said_by=re.compile(
            rf"\b(?P<verb>{said})\s+(?:by\s+)?(?:(?:the|an?|one|another|[\w-]+-based|director|"
            rf"head|chief|spokes\w+|for|of|and|local|opposition|war|activist)\s+){{0,5}}\Z"
            r"|\baccused\b[^.;]{0,60}\bby\s+(?:[\w-]+\s+){0,2}\Z",
            re.IGNORECASE,
        ),
        led_to=re.compile(rf"\b(?:{according})\s+(?:by\s+)?(?:[\w-]+\s+){{0,4}}\Z", re.IGNORECASE),
        says=re.compile(
            rf"[\w-]*[)\]\"\u201d]*(?P<fill>,?\s+(?:(?:{word}){{0,7}}?"
            rf"|(?:{word}){{0,4}}?(?:-\s+)?(?:which|who|whose|that|an?|based)\s+(?:{word}){{0,25}}?(?:-\s+)?))"
            rf"{verb}",
            re.IGNORECASE,
        ),
        party_says=re.compile(
            rf"[\w-]*(?P<fill>,?\s+(?:(?:spokes\w+|officials?|sources?|commands?|commanders?|in|an?|"
            rf"statement|which|oversees|on|late|later|earlier|(?-i:{capital}))\s+){{0,7}}?){verb}",
            re.IGNORECASE,
        ),
        back_says=re.compile(
            rf"[\w'\u2019-]*(?P<fill>,?\s+(?:{word}){{0,3}}?){verb}", re.IGNORECASE
        ),
        last=re.compile(
            rf"\b(?:{verbs})\s+(?:\w+\s+){{0,2}}"
            rf"(?:in\s+(?:an?|its|the|their)\s+(?:[\w-]+\s+){{1,2}})?(?:on\s+|late\s+|early\s+)*$",
            re.IGNORECASE,
        ),
        next=re.compile(
            rf"\s+(?:\w+\s+)?(?:{verbs}|claimed\s+(?:the\s+)?responsibility)\b", re.IGNORECASE
        ),
        credit=re.compile(
            r"\(\s*(?:video|photo|image|footage|picture)s?\s*:\s*([^)]{2,60}?)(?:\s+via\s+[^)]*)?\)",
            re.IGNORECASE,
        ),
        according=re.compile(
            rf"(?i:{according})\s+(?:(?:the|a|an|The)\s+)?"
            rf"({name})(?!\w)"
        ),
        named=re.compile(
            rf"\b(?!(?:{openers})\b)({name})\s+(?:also\s+|has\s+|had\s+)?(?:{verbs})\b"
        ),
        called=re.compile(
            r"\s+(?:(?:named|called|identified\s+as|who\s+(?:uses|gave|goes\s+by)\s+\w+\s+name(?:\s+of)?|"
            rf"in\s+{capital}|from\s+{capital})\s+)*({person})"
        ),
        before_role=re.compile(rf"({person}),?\s+(?:an?|the)\s+(?:\w+\s+)?\Z"),
    )


@cache
def plain_openers(language: str) -> frozenset[str]:
    """Give the words that open a sentence with a capital and name nobody."""
    return frozenset(words(language, "not_names"))
