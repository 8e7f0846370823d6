"""Who struck: which of the parties a sentence names acts, and how surely it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER
from mapper.reports.constructions import CONSTRUCTIONS, construction
from mapper.text import UNNAMED
from mapper.words import cues, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text import Party
    from mapper.words import Cue, Span

OPEN_JOINER = " or "
RESERVE = ("disputed", "suspected", "claimed", "attributed", "asserted")
"""Statuses, the most reserved first."""

_BY_REACH = 70
_QUOTES = "\"'\u201c\u2018"
_ALLY = re.compile(r"\s+all(?:y|ies)(?:\s+of)?\s+", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\s*(?:,\s*)?(?:and|and what \w+ call(?:s|ed) other|and other|and its|and their|and allied|"
    r"along with its|along with|backed by|alongside|with)"
    r"(?:\s+(?:allied|ally|allies|the|its|their|\w+))?\s*$",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"(?:\s\w+)?\s*(?:,\s*)?\bor\s+(?:by |those of |the |allied |its |government ally |ally )*$",
    re.IGNORECASE,
)
_CLAIMED_BY = re.compile(r"\bclaimed\s+by\s+(?:the\s+)?\Z", re.IGNORECASE)
_CLAIMED = re.compile(
    r"\s*(?:\w+\s+){0,4}?(?:claimed|claims|claiming|took)\s+(?:the\s+)?(?:responsib\w+|the\s+"
    r"(?:attack|bombing|blast))|"
    r"\s*(?:\w+\s+){0,3}?said\s+(?:in\s+\w+\s+(?:\w+\s+)?statement\s+)?(?:that\s+)?"
    r"(?:one\s+of\s+)?(?:it|they|its|their)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who struck, after reading one stretch: canonical name, status, words."""

    name: str
    status: str
    start: int
    end: int
    rule: str


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
        for p in cues.starting(parties, start, end)
        if p.end <= end and not any(a <= p.start < b for a, b in victims)
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
        before = text[max(start, party.start - _BY_REACH) : party.start].rstrip(_QUOTES)
        rank = construction(text, party, before, triggers)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, number)
    return None if best is None else (best[1], CONSTRUCTIONS[best[0]])


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
    claimed_by = _CLAIMED_BY.search(text, max(stretch[0], party.start - _BY_REACH), party.start)
    if claimed_by or _CLAIMED.match(text, party.end):
        return "claimed"
    found = {cue.row["status"] for cue in cues.find(text, language, "hedges", *stretch)}
    if rule == "actor.blamed":
        found.add("attributed")
    found.add("attributed" if attributed else "asserted")
    return next(status for status in RESERVE if status in found)
