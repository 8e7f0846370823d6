"""Who struck: which of the parties a sentence names acts, and how surely it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER, OPEN_JOINER
from mapper.reports.constructions import CONSTRUCTIONS, QUOTES, VERBS, construction, tells_of
from mapper.text import is_unnamed
from mapper.words import country_words, cues, listed_parties, phrase, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text import Party
    from mapper.words import Cue, Language, Span

RESERVE = ("disputed", "suspected", "claimed", "attributed", "asserted")
"""Statuses, the most reserved first."""

_BY_REACH = 70
_OPENS = 60
"""Code points within which a sentence begins with whom it is about."""
_OWN_REACH = 20
_ONLY_PEOPLE = frozenset({"act", "do"})
"""Roles of verbs of which no weapon is the subject: "fired", not "hit"."""
_MEANS = frozenset({"carrier", "strike", "weapon"})
_SENTENCE_END = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Agent:
    """Who struck, after reading one stretch: canonical name, status, words."""

    name: str
    status: str
    start: int
    end: int
    rule: str


@cache
def _umbrellas(language: Language) -> dict[str, str]:
    return {r["actor"]: r["umbrella"] for r in rows(language, "actors") if r["umbrella"]}


@cache
def _flying(language: Language, how: tuple[str, ...]) -> frozenset[str]:
    return frozenset(r["actor"] for r in rows(language, "actors") if r["aircraft"] in how)


def parties_of(actor: str) -> list[str]:
    """Split a joined actor into its parties.

    Examples
    --------
    >>> parties_of("Russia or Syrian government")
    ['Russia', 'Syrian government']
    """
    return actor.replace(OPEN_JOINER, JOINER).split(JOINER)


def may_be_same(one: str, other: str, language: Language) -> bool:
    """See whether two parties may be one: equal, one the other's umbrella, or one unnamed.

    "Terrorists" without a name may be any armed group, not a party that flies.
    """
    umbrellas = _umbrellas(language)
    if one == other or umbrellas.get(one) == other or umbrellas.get(other) == one:
        return True
    for vague, named in ((one, other), (other, one)):
        if is_unnamed(vague, language) and not has_aircraft(named, language):
            return True
    return False


def is_narrower(one: str, other: str, language: Language) -> bool:
    """See whether the first names a party that the second only covers."""
    vague = is_unnamed(other, language) and one != other
    return _umbrellas(language).get(one) == other or (vague and may_be_same(one, other, language))


@lru_cache(maxsize=1_000)
def has_aircraft(actor: str, language: Language) -> bool:
    """See whether one of the parties of an actor flies warplanes, as states without a row do."""
    flying = _flying(language, ("yes", "only"))
    listed = listed_parties(language)
    states = frozenset(country_words(language).values())
    return any(
        party in flying or (party in states and party not in listed) for party in parties_of(actor)
    )


def only_flies(actor: str, language: Language) -> bool:
    """See whether all parties of an actor strike from the air alone: what they bomb, jets bomb."""
    flying = _flying(language, ("only",))
    return all(party in flying for party in parties_of(actor))


def agent(
    text: str,
    parties: Sequence[Party],
    stretch: Span,
    triggers: Sequence[Cue],
    victims: Sequence[Span],
    *,
    language: Language,
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
    chosen = _choose(text, inside, start, triggers, language)
    if chosen is None:
        return _taken_up(text, parties, stretch, triggers, language)
    first, rule = chosen
    name, left, right = _join(text, inside, first, language)
    status = _status(text, language, stretch, inside[right], rule, attributed=attributed)
    return Agent(name, status, inside[left].start, inside[right].end, rule)


def _taken_up(
    text: str,
    parties: Sequence[Party],
    stretch: Span,
    triggers: Sequence[Cue],
    language: Language,
) -> Agent | None:
    """Read "this morning they fired", "its jets bombed": who the sentence before is about."""
    start, end = stretch
    verbs = {t.start: t.row["role"] for t in triggers if t.row["role"] in VERBS}
    means = [t.start for t in triggers if t.row["role"] in _MEANS]
    for word in _phrase(language, "takes_up").finditer(text, start, end):
        own = any(0 <= at - word.end() <= _OWN_REACH for at in means)
        aimed = _phrase(language, "aimed_at").search(text, max(0, word.start() - 25), word.start())
        does = verbs.get(word.end())
        if word["thing"] and does not in _ONLY_PEOPLE:
            continue
        if does is None and (not own or aimed):
            continue
        told = _subject_before(text, parties, word.start(), language)
        if told is not None:
            return Agent(told.name, "asserted", told.start, told.end, "actor.taken_up")
    return None


def _subject_before(
    text: str, parties: Sequence[Party], at: int, language: Language
) -> Party | None:
    """Give the party that a sentence begins with, or the one before it, if no other is in it."""
    paragraph = text.rfind("\n", 0, at) + 1
    ends = [m.end() for m in _SENTENCE_END.finditer(text, paragraph, at)]
    for first, last in ((([paragraph, *ends])[-1], at), (([paragraph, paragraph, *ends])[-2], at)):
        inside = [p for p in cues.starting(parties, first, last) if p.end <= last]
        if inside:
            subject = inside[0]
            opens = subject.acts and subject.start - first <= _OPENS
            before = text, first, subject.start
            means = _phrase(language, "means_of").search(*before)
            aimed = means is None and _phrase(language, "aimed_at").search(*before)
            alone = {party.name for party in inside if party.acts} == {subject.name}
            return subject if opens and alone and not aimed else None
    return None


def _choose(
    text: str, parties: Sequence[Party], start: int, triggers: Sequence[Cue], language: Language
) -> tuple[int, str] | None:
    """Pick the party that acts, the surest construction first, then the first named."""
    best: tuple[int, int] | None = None
    for number, party in enumerate(parties):
        before = text[max(start, party.start - _BY_REACH) : party.start].rstrip(QUOTES)
        rank = construction(text, party, before, triggers, language)
        if rank is None:
            continue
        told = best is not None and tells_of(text, parties[best[1]], party, language)
        if best is None or rank < best[0] or (told and rank == best[0]):
            best = (rank, number)
    return None if best is None else (best[1], CONSTRUCTIONS[best[0]])


def _join(
    text: str, parties: Sequence[Party], first: int, language: Language
) -> tuple[str, int, int]:
    """Add the parties that act together with the first, or stand beside it as an open choice.

    Returns the names joined, and the numbers of the leftmost and rightmost party.
    """
    left = right = first
    joiner = JOINER
    while right + 1 < len(parties):
        kind = _between(text, parties[right], parties[right + 1], language)
        if kind is None:
            break
        joiner = kind if kind == OPEN_JOINER else joiner
        right += 1
    while left > 0:
        kind = _between(text, parties[left - 1], parties[left], language)
        if kind is None:
            break
        joiner = kind if kind == OPEN_JOINER else joiner
        left -= 1
    names = {party.name for party in parties[left : right + 1]}
    return joiner.join(sorted(names)), left, right


def _between(text: str, one: Party, other: Party, language: Language) -> str | None:
    """Give the joiner the words between two parties stand for, None if they stand apart."""
    words = one.end, other.start
    if other.start - one.end > _BY_REACH:
        return None
    if _phrase(language, "either").search(text, *words):
        return OPEN_JOINER
    ways = ("together", "joined_heads", "ally_of")
    joined = any(_phrase(language, way).fullmatch(text, *words) for way in ways)
    return JOINER if joined else None


def _status(
    text: str, language: Language, stretch: Span, party: Party, rule: str, *, attributed: bool
) -> str:
    """Read how surely the text names the actor; the strongest reservation wins."""
    claimed_by = _phrase(language, "claimed_by").search(
        text, max(stretch[0], party.start - _BY_REACH), party.start
    )
    if claimed_by or _phrase(language, "claims").match(text, party.end):
        return "claimed"
    found = {cue.row["status"] for cue in cues.find(text, language, "hedges", *stretch)}
    if rule == "actor.blamed":
        found.add("attributed")
    found.add("attributed" if attributed else "asserted")
    return next(status for status in RESERVE if status in found)


def _phrase(language: Language, which: str) -> re.Pattern[str]:
    return phrase(language, "party_phrases", which)
