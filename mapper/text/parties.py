"""The parties an article names: forces, governments, groups, by their canonical names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mapper.text.as_written import find_as_written
from mapper.words import (
    as_listed,
    country_words,
    cues,
    home_adjectives,
    literal,
    loosened,
    may_occur,
    pattern,
    phrase,
    rows,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Cue, Language, Span

_NEAR = 25
ENEMY = "enemy"
"""Role of whom a side of the war calls its enemy."""
_PREDICATE_REACH = 100
PARTIES = "actors+unnamed_parties+other_states"
"""Lists of parties: those of the war, the words for people who strike and have no name, then the
forces of all other states."""

_GLUE = re.compile(r"\s+(?:\([^)]{0,60}\)\s+)?|\s*\([^)]{0,60}\)\s*")


@dataclass(frozen=True, slots=True)
class Party:
    """A party named in the text."""

    start: int
    end: int
    name: str
    acts: bool
    """The words name a force or means of it ('Russian jets'), not only the party."""
    head: int | None = None
    """Where the noun begins that its adjective stands behind, in a language that has it so."""


def find_parties(
    text: str, language: Language, taken: Sequence[Span], places: Sequence[Span] = ()
) -> list[Party]:
    """Find every party in a text; adjectives count only before a force or a strike.

    Parameters
    ----------
    text
        The article.
    language
        Language of the word lists.
    taken
        Spans that are something else: sources, place names.
    places
        All names of places: one may stand for a party that is listed, never for one that no
        list has.
    """
    groups = "marks:linked_groups"
    linked = [
        Party(m.start(), m.end(), m.group(), acts=True)
        for m in (
            pattern(language, groups).finditer(text) if may_occur(text, language, groups) else ()
        )
    ]
    spans = [*taken, *((party.start, party.end) for party in linked)]
    found = cues.outside(cues.find(text, language, PARTIES), spans)
    named = [p for cue in found if (p := _party(text, language, cue, found)) is not None]
    covered = [*spans, *places, *(cue.span for cue in found if cue.row["actor"])]
    named = _with_unlisted(text, language, named, covered)
    named += _own_forces(text, language)
    named += _called_again(text, language, named, spans)
    return _glued(text, sorted([*linked, *named], key=lambda party: party.start), language)


def _with_unlisted(
    text: str, language: Language, named: Sequence[Party], covered: Sequence[Span]
) -> list[Party]:
    """Add the parties as written, in the place of a state whose adjective only begins a name."""
    written = [
        Party(
            one.start,
            one.end,
            one.name,
            acts=one.is_noun or _stands(text, language, "head", (one.start, one.end)) is not None,
        )
        for one in find_as_written(text, language, covered)
        if not _stands(text, language, "held", (one.start, one.end))
    ]
    # "Yemeni Houthi fighters": the adjective of a state that leads to a name is none of its own.
    spans = [(one.start - 1, one.end) for one in written]
    return [
        *(one for one in named if not any(a <= one.end and one.start < b for a, b in spans)),
        *written,
    ]


def _called_again(
    text: str, language: Language, named: Sequence[Party], taken: Sequence[Span]
) -> list[Party]:
    """Find "the militia" behind "the Houthi militia": the last party that the word ended."""
    again = list(_phrase(language, "called_again").finditer(text))
    if not again:
        return []
    last: dict[str, str] = {}
    found = []
    parties = sorted(named, key=lambda party: party.start)
    number = 0
    for match in again:
        while number < len(parties) and parties[number].end <= match.start():
            party = parties[number]
            behind = text[party.end : party.end + _NEAR].split()[:1]
            for word in (*text[party.start : party.end].split()[-1:], *behind):
                last[word.lower().strip(".,;:")] = party.name
            number += 1
        name = last.get(match["head"].lower())
        if name:
            found.append(Party(*match.span(), name, acts=True))
    return cues.outside(found, [*taken, *((party.start, party.end) for party in named)])


def _begins_line(text: str, at: int) -> bool:
    """See what stands at the head of a line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


@lru_cache(maxsize=2)
def _enemy(text: str, language: Language) -> str | None:
    """Give whom a text calls the enemy: the first that the pack says, but never who speaks."""
    speaker = _speaker(text, language)
    listed = (row for row in rows(language, "actors") if row.get("role") == ENEMY)
    named = dict.fromkeys(row["actor"] for row in listed)
    return next((name for name in named if name != speaker), None)


def _called(text: str, language: Language, cue: Cue) -> str:
    """Name a party: as its row says, or the state whose word stands in what was found."""
    if cue.row.get("role") == ENEMY:
        return _enemy(text, language) or cue.row["actor"]
    if cue.row["actor"]:
        return cue.row["actor"]
    told = _states(language).finditer(text, cue.start, cue.end)
    return country_words(language)[as_listed(max((m.group() for m in told), key=len))]


@cache
def _states(language: Language) -> re.Pattern[str]:
    """Word any state, by noun or adjective, the longest first."""
    words = sorted(country_words(language), key=lambda one: (-len(one), one))
    listed = "|".join(loosened(literal(word)) for word in words)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _own_forces(text: str, language: Language) -> list[Party]:
    """Find "our forces" in a text that speaks for one party."""
    own = list(_phrase(language, "own_forces").finditer(text))
    name = _speaker(text, language) if own else None
    return [Party(m.start(), m.end(), name, acts=True) for m in own if name is not None]


@lru_cache(maxsize=2)
def _speaker(text: str, language: Language) -> str | None:
    """Give the one party in whose name somebody speaks in a text."""
    before, after = _phrase(language, "speaks_for"), _phrase(language, "speaks")
    opens = _phrase(language, "opens_text")
    names = {
        _called(text, language, cue)
        for cue in cues.find(text, language, PARTIES)
        if cue.row.get("role") != ENEMY
        and (
            before.search(text[max(0, cue.start - _NEAR * 2) : cue.start])
            or after.match(text, cue.end)
            or (opens.match(text, cue.end) and _begins_line(text, cue.start))
        )
    }
    return names.pop() if len(names) == 1 else None


def _glued(text: str, parties: Sequence[Party], language: Language) -> list[Party]:
    """Take "Nusra Front (a branch of al-Qaeda) terrorists", "terrorists of X" as one party."""
    kept: list[Party] = []
    of = _phrase(language, "belongs")
    for party in parties:
        named = not is_unnamed(party.name, language)
        vague = kept[-1] if kept and is_unnamed(kept[-1].name, language) else None
        if vague and named and of.fullmatch(text, vague.end, party.start):
            kept[-1] = replace(party, start=vague.start)
            continue
        owner = next((k for k in kept[-2:] if _glues(text, k, party)), None)
        if owner is None or named or is_unnamed(owner.name, language):
            kept.append(party)
        else:
            kept = [*kept[: kept.index(owner)], replace(owner, end=party.end)]
    return kept


def is_unnamed(name: str, language: Language) -> bool:
    """See a party that the text only calls a word: unnamed "terrorists"."""
    return name in _unnamed(language)


@cache
def _unnamed(language: Language) -> frozenset[str]:
    return frozenset(row["actor"] for row in rows(language, "unnamed_parties"))


def _glues(text: str, one: Party, other: Party) -> bool:
    return bool(_GLUE.fullmatch(text, one.end, other.start))


def _party(text: str, language: Language, cue: Cue, found: Sequence[Cue]) -> Party | None:
    """Judge one match: a name stands, an adjective needs its head."""
    if _stands(text, language, "held", cue.span):
        return None
    if _is_of_another_state(text, language, cue) or _is_own_enemy(text, language, cue):
        return None
    if not cue.row["actor"] and _stands(text, language, "no_state", cue.span):
        return None
    head = _stands(text, language, "head", cue.span)
    name = _called(text, language, cue)
    if cue.row["kind"] == "name":
        return Party(cue.start, cue.end, name, acts=True)
    if head is None and cue.row["kind"] == "adjective":
        stands = _shares_head(text, language, cue, found)
        stands = stands or is_predicate(text, cue.start, language)
        return Party(cue.start, cue.end, name, acts=True) if stands else None
    before = head.start() if head is not None and head.end() <= cue.start else None
    return Party(cue.start, cue.end, name, acts=head is not None, head=before)


def _is_own_enemy(text: str, language: Language, cue: Cue) -> bool:
    """See "the enemy" of a text whose speaker is all that the pack knows by that word."""
    return cue.row.get("role") == ENEMY and _enemy(text, language) is None


def _is_of_another_state(text: str, language: Language, cue: Cue) -> bool:
    """See words without a name whose state is told: "Libyan rebels" are not those of the pack."""
    if not cue.row.get("role"):
        return False
    told = _stands(text, language, "of_another_state", cue.span)
    return told is not None and told.group().strip().lower() not in home_adjectives(language)


def _shares_head(text: str, language: Language, cue: Cue, found: Sequence[Cue]) -> bool:
    """See an adjective whose force stands with the next one: "Syrian and Russian jets"."""
    behind = cues.starting(found, cue.end + 1, cue.end + _NEAR + 1)
    follower = behind[0] if behind else None
    beside = _phrase(language, "beside")
    if follower is None or not beside.fullmatch(text, cue.end, follower.start):
        return False
    return _stands(text, language, "head", follower.span) is not None


def is_predicate(text: str, start: int, language: Language) -> bool:
    """See words said of carriers or strikes: "the planes are believed to be Russian"."""
    said_of = _phrase(language, "said_of_carriers")
    return bool(said_of.search(text, max(0, start - _PREDICATE_REACH), start))


def _stands(text: str, language: Language, which: str, span: Span) -> re.Match[str] | None:
    return standing(language, "party_phrases", which, text, span)


def _phrase(language: Language, which: str) -> re.Pattern[str]:
    return phrase(language, "party_phrases", which)
