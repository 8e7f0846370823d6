"""The parties an article names: forces, governments, groups, by their canonical names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mapper.words import cues, pattern, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Cue, Span

UNNAMED = "unnamed "
"""How the name of a party begins that the text only calls a word: unnamed "terrorists"."""

_NEAR = 25
_PREDICATE_REACH = 100
_HELD = re.compile(
    r"[ -](?:held|controlled|run|backed|linked|affiliated|allied|populated|based)\b", re.IGNORECASE
)
_PREDICATE = re.compile(
    r"\b(?:war)?(?:planes?|jets?|aircrafts?|helicopters?|drones?|(?:air ?)?strikes?|raids?)\b"
    r"[^.;]{0,60}\b(?:was|were|is|are|be|been)\s+(?:either\s+|likely\s+|probably\s+)*\Z",
    re.IGNORECASE,
)
_GLUE = re.compile(r"\s+(?:\([^)]{0,60}\)\s+)?|\s*\([^)]{0,60}\)\s*")
_BELONGS = re.compile(
    r"\s+(?:of|from|belonging\s+to|affiliated\s+(?:to|with)|linked\s+to|in)\s+"
    r"(?:the\s+|what\s+is\s+called\s+|so[- ]called\s+)*",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:and|or|and/or|,)\s+(?:allied\s+|\w+\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """A party named in the text."""

    start: int
    end: int
    name: str
    acts: bool
    """The words name a force or means of it ('Russian jets'), not only the party."""


@cache
def _head(language: str) -> re.Pattern[str]:
    heads = "|".join(row["pattern"] for row in rows(language, "marks:agent_heads"))
    return re.compile(rf"\s+(?:{heads})(?![\w-])", re.IGNORECASE)


def find_parties(text: str, language: str, taken: Sequence[Span]) -> list[Party]:
    """Find every party in a text; adjectives count only before a force or a strike.

    Parameters
    ----------
    text
        The article.
    language
        Language of the word lists.
    taken
        Spans that are something else: sources, place names.
    """
    linked = [
        Party(m.start(), m.end(), m.group(), acts=True)
        for m in pattern(language, "marks:linked_groups").finditer(text)
    ]
    spans = [*taken, *((party.start, party.end) for party in linked)]
    found = cues.outside(cues.find(text, language, "actors"), spans)
    named = [p for cue in found if (p := _party(text, language, cue, found)) is not None]
    return _glued(text, sorted([*linked, *named], key=lambda party: party.start))


def _glued(text: str, parties: Sequence[Party]) -> list[Party]:
    """Take "Nusra Front (a branch of al-Qaeda) terrorists", "terrorists of X" as one party."""
    kept: list[Party] = []
    for party in parties:
        vague = kept[-1] if kept and not _is_named(kept[-1]) else None
        if vague and _is_named(party) and _BELONGS.fullmatch(text, vague.end, party.start):
            kept[-1] = replace(party, start=vague.start)
            continue
        owner = next((k for k in kept[-2:] if _glues(text, k, party)), None)
        if owner is None or _is_named(party) or not _is_named(owner):
            kept.append(party)
        else:
            kept = [*kept[: kept.index(owner)], replace(owner, end=party.end)]
    return kept


def _is_named(party: Party) -> bool:
    return not party.name.startswith(UNNAMED)


def _glues(text: str, one: Party, other: Party) -> bool:
    return bool(_GLUE.fullmatch(text, one.end, other.start))


def _party(text: str, language: str, cue: Cue, found: Sequence[Cue]) -> Party | None:
    """Judge one match: a name stands, an adjective needs its head."""
    if _HELD.match(text, cue.end):
        return None
    head = _head(language).match(text, cue.end)
    if cue.row["kind"] == "name":
        return Party(cue.start, cue.end, cue.row["actor"], acts=True)
    if head is None and cue.row["kind"] == "adjective":
        stands = is_predicate(text, cue.start) or _shares_head(text, language, cue, found)
        return Party(cue.start, cue.end, cue.row["actor"], acts=True) if stands else None
    return Party(cue.start, cue.end, cue.row["actor"], acts=head is not None)


def _shares_head(text: str, language: str, cue: Cue, found: Sequence[Cue]) -> bool:
    """See an adjective whose force stands with the next one: "Syrian and Russian jets"."""
    behind = cues.starting(found, cue.end + 1, cue.end + _NEAR + 1)
    follower = behind[0] if behind else None
    if follower is None or not _LIST.fullmatch(text, cue.end, follower.start):
        return False
    return bool(_head(language).match(text, follower.end))


def is_predicate(text: str, start: int) -> bool:
    """See words said of carriers or strikes: "the planes are believed to be Russian"."""
    return bool(_PREDICATE.search(text, max(0, start - _PREDICATE_REACH), start))
