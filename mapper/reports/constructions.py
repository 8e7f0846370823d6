"""By which construction of a sentence a party is named as the one who struck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.text import is_predicate
from mapper.words import phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from mapper.text import Party
    from mapper.words import Cue, Language

CONSTRUCTIONS = (
    "actor.by",
    "actor.blamed",
    "actor.responsible",
    "actor.adjective",
    "actor.subject",
)
"""How a sentence names who struck, the surest first."""

_BY, _BLAMING, _ANSWERS, _ADJECTIVE, _SUBJECT = range(len(CONSTRUCTIONS))

QUOTES = "\"'\u201c\u2018"
"""Marks that may stand between words about a party and its name."""
_NEAR = 25
_SUBJECT_REACH = 70
_KILLED_REACH = 180
VERBS = frozenset({"hit", "effect", "act", "do", "generic"})
_DONE = frozenset({"hit", "effect", "do"})
"""Roles of verbs: right after whom they were done to, they name no striker."""


def construction(
    text: str, party: Party, before: str, triggers: Sequence[Cue], language: Language
) -> int | None:
    """Tell by which construction a party is named as the striker.

    Parameters
    ----------
    text
        The article.
    party
        The party.
    before
        The words before it, as far as they may matter.
    triggers
        Trigger words of the clause.
    language
        Language of the word lists.

    Returns
    -------
    rank
        Place in `CONSTRUCTIONS`; None if the party is not named as the striker.
    """
    if _phrase(language, "none_of").search(before):
        return None
    follows = any(t.start < party.start for t in triggers)
    fires = follows and _fires_from(text, party, before, language)
    by = _phrase(language, "by_whom").search(before)
    if by and follows and not fires:
        near = before[max(0, by.start() - _NEAR) :]
        return None if _phrase(language, "done_by").search(near) else _BY
    mutual = _phrase(language, "mutual")
    if fires or any(mutual.fullmatch(text, t.end, party.start) for t in triggers):
        return _BY
    if _phrase(language, "blamed").search(before):
        return _BLAMING
    if _phrase(language, "answers_for").match(text, party.end):
        return _ANSWERS
    return _doing(text, party, before, triggers, language)


def _doing(
    text: str, party: Party, before: str, triggers: Sequence[Cue], language: Language
) -> int | None:
    """See a party right before its strike, or as the subject of what is done."""
    if _owns_weapon(before, language):
        return _ADJECTIVE
    suffers = _suffers(text, party, before, language)
    if any(_is_inside(party, t) and t.row["role"] == "act" for t in triggers):
        return _SUBJECT
    about, cut = _phrase(language, "about_strike"), _phrase(language, "no_subject")
    after = [t for t in triggers if t.start >= party.start]
    gaps = [t.start - party.end for t in after if not (suffers and t.row["role"] in _DONE)]
    if party.acts and gaps and min(gaps) <= 1:
        return _ADJECTIVE
    if party.head is not None and any(party.head <= t.start < party.start for t in triggers):
        return _ADJECTIVE
    verbs = any(
        t.row["role"] in VERBS
        and t.start - party.end <= _SUBJECT_REACH
        and not (t.row["role"] == "generic" and about.search(text, party.end, t.start))
        and not cut.search(text, party.end, t.start)
        for t in after
        if t.start >= party.end
    )
    back = _phrase(language, "strikes_back").match(text, party.end)
    verbs = verbs or (back is not None and any(t.start >= back.end() for t in after))
    verbs = verbs or _is_at(text, party, after, language)
    planted = _phrase(language, "plants").match(text, party.end)
    verbs = verbs or (planted is not None and any(t.start >= party.end for t in after))
    does = party.acts and not suffers and (verbs or _killed_in(text, party, triggers, language))
    return _SUBJECT if does or is_predicate(text, party.start, language) else None


def tells_of(text: str, speaker: Party, party: Party, language: Language) -> bool:
    """See "Turkey's army said the rebels had shelled": the first only tells what the second did.

    Parameters
    ----------
    text
        The article.
    speaker
        The party named first.
    party
        The party named after it.
    language
        Language of the word lists.
    """
    own = _phrase(language, "own_force").fullmatch(text, party.start, party.end)
    return not own and bool(_phrase(language, "tells_of").fullmatch(text, speaker.end, party.start))


def is_blamed(text: str, party: Party, since: int, language: Language) -> bool:
    """See a party blamed for a strike that the sentence itself need not name.

    Parameters
    ----------
    text
        The article.
    party
        The party.
    since
        Where the words that may blame it begin.
    language
        Language of the word lists.
    """
    before = text[max(since, party.start - _SUBJECT_REACH) : party.start].rstrip(QUOTES)
    if _phrase(language, "blamed").search(before):
        return bool(_phrase(language, "blamed_ends").match(text, party.end))
    return _fires_from(text, party, before, language)


def _is_inside(party: Party, trigger: Cue) -> bool:
    """See a party within the words of a deed: "a force of the Israeli army entered"."""
    return trigger.start < party.start and party.end < trigger.end


def _fires_from(text: str, party: Party, before: str, language: Language) -> bool:
    """See "the fire came from regime positions", "from the positions of the regime"."""
    if _phrase(language, "fired_from").search(before):
        return True
    fired = _phrase(language, "fired_off").search(before)
    return bool(fired and _phrase(language, "its_ground").match(text, party.end))


def _is_at(text: str, party: Party, after: Sequence[Cue], language: Language) -> bool:
    """See "the army and its allies have been shelling": a strike told as going on."""
    doing = _phrase(language, "in_doing")
    return any(
        t.row["role"] == "strike"
        and t.start - party.end <= _SUBJECT_REACH
        and doing.fullmatch(text, party.end, t.start)
        for t in after
        if t.start > party.end
    )


def _owns_weapon(before: str, language: Language) -> bool:
    """See "by rockets of the army": whose the weapon is, unless it was what was hit."""
    weapon = _phrase(language, "weapon_of").search(before)
    if weapon is None:
        return False
    led = before[: weapon.start()]
    let_go = _phrase(language, "let_go").search(led)
    return bool(let_go) or not _phrase(language, "aimed_at").search(led)


def _suffers(text: str, party: Party, before: str, language: Language) -> bool:
    """See a party that something is done to, or that only owns what is spoken of."""
    aimed_at = _phrase(language, "aimed_at").search(before[-_NEAR:])
    return bool(
        (aimed_at and not _phrase(language, "means_of").search(before))
        or _phrase(language, "owns").match(text, party.end)
        or _phrase(language, "befell").match(text, party.end)
        or _phrase(language, "between_two").search(before)
    )


def _killed_in(text: str, party: Party, triggers: Sequence[Cue], language: Language) -> bool:
    """See "the army killed 18 fighters in air raids": the subject of the killing struck."""
    killed = _phrase(language, "killed_in")
    return any(
        t.start - party.end <= _KILLED_REACH and killed.fullmatch(text, party.end, t.start)
        for t in triggers
        if t.start > party.end
    )


def _phrase(language: Language, which: str) -> re.Pattern[str]:
    return phrase(language, "party_phrases", which)
