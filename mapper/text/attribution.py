"""Who says so: the sources a sentence cites, known names and plain ones alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.text import cues
from mapper.text.lexicon import rows, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.cues import Cue, Span

_REACH = 90
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Source:
    """A source a sentence cites: name, and the words that cite it."""

    name: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    """Patterns made from the list of reporting verbs of a language."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    last: re.Pattern[str]
    next: re.Pattern[str]
    credit: re.Pattern[str]
    according: re.Pattern[str]
    named: re.Pattern[str]


@cache
def _grammar(language: str) -> _Grammar:
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
    return _Grammar(
        before=re.compile(
            rf"(?:{according}|\b(?:{said})|\baccused\b[^.;]{{0,60}}\bby)"
            rf"\s+(?:by\s+)?(?:[\w-]+\s+){{0,3}}$",
            re.IGNORECASE,
        ),
        after=re.compile(
            rf"[\w-]*(?:,?\s+(?:[\w'\u2019.()\[\]-]+,?\s+){{0,7}})?"
            rf"(?:\b(?:also|has|had|have)\s+)*\b(?:{verbs}|(?:{shows})"
            rf"(?=\s+(?:an?\s+|the\s+)?(?:videos?|footage|photos?|pictures|images)))\b",
            re.IGNORECASE,
        ),
        last=re.compile(
            rf"\b(?:{verbs})\s+(?:\w+\s+){{0,2}}"
            rf"(?:in\s+(?:an?|its|the|their)\s+(?:[\w-]+\s+){{1,2}})?(?:on\s+|late\s+|early\s+)*$",
            re.IGNORECASE,
        ),
        next=re.compile(rf"\s+(?:\w+\s+)?(?:{verbs}|accused|blamed)\b", re.IGNORECASE),
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
    )


def find_sources(text: str, language: str) -> list[Cue]:
    """Find the names of known sources in a text, whatever they do there."""
    return cues.find(text, language, "sources")


def cited(
    text: str, stretch: Span, known: Sequence[Cue], language: str, *, names: Sequence[Span] = ()
) -> list[Source]:
    """Give the sources a sentence cites, in its order.

    Parameters
    ----------
    text
        The article.
    stretch
        The sentence.
    known
        Known sources of the whole text (`find_sources`), sorted.
    language
        Language of the word lists.
    names
        Spans of place names: "rebels in Idlib said" does not cite Idlib.

    Returns
    -------
    sources
        Known sources that speak, are spoken of as "according to", or are credited;
        where there is none, the plain words after "according to", or the capitalised
        name before a verb of saying.
    """
    start, end = stretch
    grammar = _grammar(language)
    found: list[Source] = []
    for cue in cues.within(known, start, end):
        before = text[max(start, cue.start - _REACH) : cue.start]
        if grammar.before.search(before):
            found.append(Source(cue.row["source"], cue.start, cue.end, "source.according"))
        elif grammar.after.match(text, cue.end, min(end, cue.end + _REACH)):
            found.append(Source(cue.row["source"], cue.start, cue.end, "source.says"))
    for match in grammar.credit.finditer(text, start, end):
        if not any(one.start < match.end(1) and match.start(1) < one.end for one in found):
            name = _known_name(known, *match.span(1)) or match.group(1).strip()
            found.append(Source(name, *match.span(1), "source.credit"))
    if not found:
        found = [
            one
            for one in _plain(text, stretch, grammar)
            if not any(a <= one.start and one.end <= b for a, b in names)
        ]
    unique: dict[str, Source] = {}
    for source in found:
        unique.setdefault(source.name, source)
    return list(unique.values())


def speaks(before: str, after: str, language: str) -> bool:
    """See whether the words around a date are of saying: 'said on ...', '... accused'."""
    grammar = _grammar(language)
    return bool(grammar.last.search(before) or grammar.next.match(after))


def _known_name(known: Sequence[Cue], start: int, end: int) -> str | None:
    """Give the canonical name of a known source inside a stretch."""
    inside = cues.within(known, start, end)
    return inside[0].row["source"] if inside else None


def _plain(text: str, stretch: Span, grammar: _Grammar) -> list[Source]:
    """Take a source that no list knows from the grammar alone."""
    match = grammar.according.search(text, *stretch)
    if match:
        words = match.group(1).strip()
        return [
            Source(
                words[:_LONGEST_NAME],
                match.start(1),
                match.start(1) + len(words),
                "source.according",
            )
        ]
    match = grammar.named.search(text, *stretch)
    if match:
        return [Source(match.group(1), *match.span(1), "source.says")]
    return []
