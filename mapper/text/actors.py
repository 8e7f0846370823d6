"""Who struck: the parties a sentence names, which of them acts, and how surely it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.schema import JOINER
from mapper.text import cues
from mapper.text.lexicon import pattern, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.cues import Cue, Span

OPEN_JOINER = " or "

UNNAMED = "unnamed "
"""How the name of a party begins that the text only calls a word: unnamed "terrorists"."""
_CONSTRUCTIONS = (
    "actor.by",
    "actor.blamed",
    "actor.responsible",
    "actor.adjective",
    "actor.subject",
)
"""How a sentence names who struck, the surest first."""

RESERVE = ("disputed", "suspected", "claimed", "attributed", "asserted")
"""Statuses, the most reserved first."""

_NEAR = 25
_BY_REACH = 70
_SUBJECT_REACH = 70
_VERBS = frozenset({"hit", "act", "do", "generic"})
_ALLY = re.compile(r"\s+all(?:y|ies)(?:\s+of)?\s+", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\s*(?:,\s*)?(?:and|and its|and their|and allied|along with its|along with|backed by|"
    r"alongside|with)(?:\s+(?:allied|ally|allies|the|its|their|\w+))?\s*$",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"(?:\s\w+)?\s*(?:,\s*)?\bor\s+(?:by |those of |the |allied |its |government ally |ally )*$",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"[ -](?:held|controlled|run|backed|linked|affiliated|allied|populated|based)\b", re.IGNORECASE
)
_OWNED = re.compile(
    r"\s*(?:'s|\u2019s)?\s*(?:-?held|positions?|posts?|targets?|bases?|strongholds?|areas?|territor\w+|"
    r"headquarters|control|border|capital|leaders?|commanders?|members?|town|city|village|district|"
    r"officials?|state (?:media|television|tv|news)|observatory|president|spokes\w+|ministry|"
    r"opposition|coalition member|civilians?|people|children|women|refugees?|families|said|says)\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(
    r"\b(?:against|on|at|targeting|targeted|targets?|hit|hitting|struck|killed|killing|kills|"
    r"wounded|wounding|injured|injuring|from|retake|fighting|of|near|battling|oust|dislodge|"
    r"between|including|among|to)\s+(?:the\s+|so-called\s+|some\s+|several\s+|\w+\s+of\s+)*$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby\s+(?:the\s+|both\s+|either\s+|suspected\s+|alleged\s+|forces\s+of\s+|\w+ed\s+|"
    r"(?:war)?planes\s+of\s+|jets\s+of\s+|aircraft\s+of\s+)*$",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"\b(?:held|controlled|run|ruled|seized|captured|backed|supported|besieged|surrounded|"
    r"defended|dominated|manned|owned|occupied|taken|used|followed|overrun)\s+(?:\w+\s+)?by\s",
    re.IGNORECASE,
)
_BLAMED = re.compile(
    r"\b(?:blam(?:e|ed|ing)(?:\s+\w+){0,5}\s+on|blam(?:e|ed|es|ing)|accus(?:e|ed|es|ing)|"
    r"responsib\w+\s+(?:lies\s+)?with|attributed\s+to)\s+(?:the\s+|\w+\s+of\s+)*$",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"^\s*(?:\w+\s+){0,4}?(?:claimed|took)\s+(?:the\s+)?responsibility|"
    r"^\s*(?:was|were|is|are)\s+(?:\w+\s+)?(?:responsible|behind|to\s+blame|accused)",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"^\s*(?:\w+\s+){0,4}?(?:claimed|took)\s+(?:the\s+)?responsibility|"
    r"^\s*(?:\w+\s+){0,3}?said\s+(?:in a statement\s+)?(?:that\s+)?(?:it|they|its|their)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party named in the text."""

    start: int
    end: int
    name: str
    acts: bool
    """The words name a force or means of it ('Russian jets'), not only the party."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who struck, after reading one stretch: canonical name, status, words."""

    name: str
    status: str
    start: int
    end: int
    rule: str


@cache
def _head(language: str) -> re.Pattern[str]:
    heads = "|".join(row["pattern"] for row in rows(language, "agent_heads"))
    return re.compile(rf"\s+(?:{heads})(?![\w-])", re.IGNORECASE)


@cache
def _umbrellas(language: str) -> dict[str, str]:
    return {r["actor"]: r["umbrella"] for r in rows(language, "actors") if r["umbrella"]}


def parties_of(actor: str) -> list[str]:
    """Split a joined actor into its parties.

    Examples
    --------
    >>> parties_of("Russia or Syrian government")
    ['Russia', 'Syrian government']
    """
    return actor.replace(OPEN_JOINER, JOINER).split(JOINER)


def may_be_same(one: str, other: str, language: str) -> bool:
    """See whether two parties may be one: equal, one the other's umbrella, or one unnamed.

    "Terrorists" without a name may be any armed group, not a party that flies.
    """
    umbrellas = _umbrellas(language)
    if one == other or umbrellas.get(one) == other or umbrellas.get(other) == one:
        return True
    for vague, named in ((one, other), (other, one)):
        if vague.startswith(UNNAMED) and not has_aircraft(named, language):
            return True
    return False


def is_narrower(one: str, other: str, language: str) -> bool:
    """See whether the first names a party that the second only covers."""
    vague = other.startswith(UNNAMED) and one != other
    return _umbrellas(language).get(one) == other or (vague and may_be_same(one, other, language))


def has_aircraft(actor: str, language: str) -> bool:
    """See whether one of the parties of an actor flies warplanes."""
    flying = {r["actor"] for r in rows(language, "actors") if r["aircraft"]}
    return any(party in flying for party in parties_of(actor))


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
        for m in pattern(language, "linked_groups").finditer(text)
    ]
    spans = [*taken, *((party.start, party.end) for party in linked)]
    found = cues.outside(cues.find(text, language, "actors"), spans)
    named = [p for cue in found if (p := _party(text, language, cue, found)) is not None]
    return sorted([*linked, *named], key=lambda party: party.start)


def _party(text: str, language: str, cue: Cue, found: Sequence[Cue]) -> Party | None:
    """Judge one match: a name stands, an adjective needs its head."""
    if _HELD.match(text, cue.end):
        return None
    head = _head(language).match(text, cue.end)
    if cue.row["kind"] == "name":
        return Party(cue.start, cue.end, cue.row["actor"], acts=True)
    if head is None and cue.row["kind"] == "adjective":
        follower = next((o for o in found if 0 < o.start - cue.end <= _NEAR), None)
        if follower is None or not re.fullmatch(
            r"\s*(?:and|or|and/or|,)\s+(?:allied\s+|\w+\s+)?", text[cue.end : follower.start]
        ):
            return None
        if not _head(language).match(text, follower.end):
            return None
        return Party(cue.start, cue.end, cue.row["actor"], acts=True)
    return Party(cue.start, cue.end, cue.row["actor"], acts=head is not None)


def agent(
    text: str,
    parties: Sequence[Party],
    stretch: Span,
    triggers: Sequence[Cue],
    victims: Sequence[Span],
    *,
    language: str,
    attributed: bool,
) -> Agent | None:
    """Decide who struck in a stretch of a sentence.

    Parameters
    ----------
    text
        The article.
    parties
        Parties of the whole text, sorted.
    stretch
        The clause to read.
    triggers
        Trigger words of the clause.
    victims
        Spans of tolls: who is counted among the dead did not strike.
    language
        Language of the word lists.
    attributed
        Whether the clause cites somebody.

    Returns
    -------
    agent
        None when the clause leaves it unsaid.
    """
    start, end = stretch
    inside = [
        p
        for p in parties
        if start <= p.start and p.end <= end and not any(a <= p.start < b for a, b in victims)
    ]
    chosen = _choose(text, inside, start, triggers)
    if chosen is None:
        return None
    first, rule = chosen
    name, left, right = _join(text, inside, first)
    status = _status(text, language, stretch, inside[right], rule, attributed=attributed)
    return Agent(name, status, inside[left].start, inside[right].end, rule)


def _choose(
    text: str, parties: Sequence[Party], start: int, triggers: Sequence[Cue]
) -> tuple[int, str] | None:
    """Pick the party that acts, the surest construction first, then the first named."""
    best: tuple[int, int] | None = None
    for number, party in enumerate(parties):
        before = text[max(start, party.start - _BY_REACH) : party.start]
        rank = _construction(text, party, before, triggers)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, number)
    return None if best is None else (best[1], _CONSTRUCTIONS[best[0]])


def _construction(text: str, party: Party, before: str, triggers: Sequence[Cue]) -> int | None:
    """Tell by which construction a party is named as the striker, as its rank; None if not."""
    by = _BY.search(before)
    if by and any(t.start < party.start for t in triggers):
        return None if _HOLDER.search(before[max(0, by.start() - _NEAR) :]) else 0
    if _BLAMED.search(before):
        return 1
    if _RESPONSIBLE.match(text, party.end):
        return 2
    gaps = [t.start - party.end for t in triggers if t.start >= party.start]
    if party.acts and gaps and min(gaps) <= 1:
        return 3
    passive = _AIMED_AT.search(before[-_NEAR:]) or _OWNED.match(text, party.end)
    verbs = [
        t
        for t in triggers
        if t.row["role"] in _VERBS and 0 <= t.start - party.end <= _SUBJECT_REACH
    ]
    if party.acts and not passive and verbs:
        return 4
    return None


def _join(text: str, parties: Sequence[Party], first: int) -> tuple[str, int, int]:
    """Add the parties that act together with the first, or stand beside it as an open choice.

    Returns the names joined, and the numbers of the leftmost and rightmost party.
    """
    left = right = first
    joiner = JOINER
    while right + 1 < len(parties):
        kind = _between(text, parties[right], parties[right + 1])
        if kind is None:
            break
        joiner = kind if kind == OPEN_JOINER else joiner
        right += 1
    while left > 0:
        kind = _between(text, parties[left - 1], parties[left])
        if kind is None:
            break
        joiner = kind if kind == OPEN_JOINER else joiner
        left -= 1
    names = {party.name for party in parties[left : right + 1]}
    return joiner.join(sorted(names)), left, right


def _between(text: str, one: Party, other: Party) -> str | None:
    """Give the joiner the words between two parties stand for, None if they stand apart."""
    words = text[one.end : other.start]
    if len(words) > _BY_REACH:
        return None
    if _EITHER.search(words):
        return OPEN_JOINER
    together = _TOGETHER.match(words) or _joined_heads(words) or _ALLY.fullmatch(words)
    return JOINER if together else None


def _joined_heads(between: str) -> bool:
    """See 'Syrian warplanes and Russian jets' as one subject."""
    return bool(re.fullmatch(r"\s+[\w-]+(?:\s+[\w-]+)?\s+and\s+(?:\w+\s+)?", between))


def _status(
    text: str, language: str, stretch: Span, party: Party, rule: str, *, attributed: bool
) -> str:
    """Read how surely the text names the actor; the strongest reservation wins."""
    if _CLAIMED.match(text, party.end):
        return "claimed"
    found = {cue.row["status"] for cue in cues.find(text, language, "hedges", *stretch)}
    if rule == "actor.blamed":
        found.add("attributed")
    found.add("attributed" if attributed else "asserted")
    return next(status for status in RESERVE if status in found)
