"""By which construction of a sentence a party is named as the one who struck."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.text import is_predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text import Party
    from mapper.words import Cue

CONSTRUCTIONS = (
    "actor.by",
    "actor.blamed",
    "actor.responsible",
    "actor.adjective",
    "actor.subject",
)
"""How a sentence names who struck, the surest first."""

_BY, _BLAMING, _ANSWERS, _ADJECTIVE, _SUBJECT = range(len(CONSTRUCTIONS))

_NEAR = 25
_SUBJECT_REACH = 70
_KILLED_REACH = 180
_VERBS = frozenset({"hit", "effect", "act", "do", "generic"})
_DONE = frozenset({"hit", "effect", "do"})
"""Roles of verbs: right after whom they were done to, they name no striker."""
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
_BY_WHOM = re.compile(
    r"\bby\s+(?:the\s+|both\s+|either\s+|suspected\s+|alleged\s+|forces\s+of\s+|\w+ed\s+|"
    r"(?:war)?planes\s+of\s+|jets\s+of\s+|aircraft\s+of\s+)*$",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"\b(?:held|controlled|run|ruled|seized|captured|backed|supported|besieged|surrounded|"
    r"defended|dominated|manned|owned|occupied|taken|used|followed|overrun|retaken|recaptured|"
    r"brokered|mediated|sponsored|agreed|negotiated|guaranteed|endorsed|imposed|declared|announced|"
    r"designated|outlawed|denied|condemned|issued|released|published|posted|provided|funded|armed|"
    r"trained|described|cited|quoted|reported|joined|hosted|founded|protected|liberated|"
    r"operations?|offensives?|push|advances?|statements?|reports?|sieges?|pleas?|efforts?|"
    r"attempts?|control|rule|deals?|agreements?|visits?|decisions?)\s+(?:\w+\s+)?by\s",
    re.IGNORECASE,
)
"""What is done by a party and is no strike of it: "held by", "an offensive by"."""
_STRUCK = re.compile(
    r"\s*(?:positions?\s+|sites?\s+)?(?:were|was|are|is|(?:has|have|had)\s+been|being)\s+(?:also\s+)?"
    r"(?:targeted|hit|struck|killed|bombed|pounded|attacked|shelled|destroyed|eliminated|wounded|"
    r"injured)\b",
    re.IGNORECASE,
)
"""What befell a party: "militants were also targeted"."""
_BETWEEN = re.compile(r"\bbetween\s+[^.;]{0,60}\band\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_MUTUAL = re.compile(r"\s+(?:exchanges?\s+)?between\s+(?:the\s+)?", re.IGNORECASE)
_KILLED = re.compile(
    r"(?:\s+\w+){0,2}?\s+(?:ha(?:s|d|ve)\s+)?(?:killed|killing|kills?|wounded|injured|destroyed|"
    r"eliminated)\b[^.;]{0,110}?\b(?:in|with|by|during|using)\s+(?:[\w-]+\s+){0,3}\Z",
    re.IGNORECASE,
)
_MEANS_OF = re.compile(
    r"\b(?:(?:war)?planes?|jets?|aircrafts?|helicopters?|gunships?|drones?|artillery|forces|troops|"
    r"units?|fighters?|members?|militants?|bombers?)\s+(?:from|of|belonging\s+to)\s+"
    r"(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OTHER_DEED = re.compile(
    r"\b(?:not|never|comment\w*|condemn\w*|den(?:y|ied|ies|ying)|investigat\w*|warn\w*|vow\w*|"
    r"report\w*|confirm\w*|reject\w*|announc\w*|call\w*|suffer\w*|repel\w*|respond\w*)\b",
    re.IGNORECASE,
)
"""Words between a party and a strike that say what it did about the strike."""
_NONE_OF = re.compile(
    r"\b(?:no|possible|potential|imminent|feared|planned|threatened|looming)\s+\Z", re.IGNORECASE
)
"""Words before a party whose strike did not come: "bracing for a possible US attack"."""
_BLAMED = re.compile(
    r"\b(?:blam(?:e|ed|ing)(?:\s+\w+){0,5}\s+on|blam(?:e|ed|es|ing)|accus(?:e|ed|es|ing)|"
    r"responsib\w+\s+(?:lies\s+)?with|attributed\s+to)\s+(?:the\s+|\w+\s+of\s+)*$",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"\s*(?:\w+\s+){0,4}?(?:claimed|claims|claiming|took)\s+(?:the\s+)?(?:responsib\w+|the\s+"
    r"(?:attack|bombing|blast))|"
    r"\s*(?:\w+\s+){0,3}?said\s+(?:in\s+\w+\s+(?:\w+\s+)?statement\s+)?(?:that\s+)?"
    r"(?:one\s+of\s+its|it\s+(?:was\s+behind|(?:had\s+)?carried\s+out))\b|"
    r"\s*(?:was|were|is|are)\s+(?:\w+\s+)?(?:responsible|behind|to\s+blame|accused)",
    re.IGNORECASE,
)


def construction(text: str, party: Party, before: str, triggers: Sequence[Cue]) -> int | None:
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

    Returns
    -------
    rank
        Place in `CONSTRUCTIONS`; None if the party is not named as the striker.
    """
    if _NONE_OF.search(before):
        return None
    by = _BY_WHOM.search(before)
    if by and any(t.start < party.start for t in triggers):
        return None if _HOLDER.search(before[max(0, by.start() - _NEAR) :]) else _BY
    if any(_MUTUAL.fullmatch(text, t.end, party.start) for t in triggers):
        return _BY
    if _BLAMED.search(before):
        return _BLAMING
    if _RESPONSIBLE.match(text, party.end):
        return _ANSWERS
    return _doing(text, party, before, triggers)


def _doing(text: str, party: Party, before: str, triggers: Sequence[Cue]) -> int | None:
    """See a party right before its strike, or as the subject of what is done."""
    suffers = bool(
        (_AIMED_AT.search(before[-_NEAR:]) and not _MEANS_OF.search(before))
        or _OWNED.match(text, party.end)
        or _STRUCK.match(text, party.end)
        or _BETWEEN.search(before)
    )
    after = [t for t in triggers if t.start >= party.start]
    gaps = [t.start - party.end for t in after if not (suffers and t.row["role"] in _DONE)]
    if party.acts and gaps and min(gaps) <= 1:
        return _ADJECTIVE
    verbs = any(
        t.row["role"] in _VERBS
        and t.start - party.end <= _SUBJECT_REACH
        and not (t.row["role"] == "generic" and _OTHER_DEED.search(text, party.end, t.start))
        for t in after
        if t.start >= party.end
    )
    does = party.acts and not suffers and (verbs or _killed_in(text, party, triggers))
    return _SUBJECT if does or is_predicate(text, party.start) else None


def _killed_in(text: str, party: Party, triggers: Sequence[Cue]) -> bool:
    """See "the army killed 18 fighters in air raids": the subject of the killing struck."""
    return any(
        t.start - party.end <= _KILLED_REACH and _KILLED.match(text, party.end, t.start)
        for t in triggers
        if t.start > party.end
    )
