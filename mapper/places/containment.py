"""Read which mention the text names as containing another: "X in southern Y", "X, Y", "Y's X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.base.letters import plain
from mapper.gazetteer import WIDE_KINDS
from mapper.mentions import holds_next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.mentions import Mention, PlaceWords

_SPACE = re.compile(r"\s+")


def find_containers(mentions: Sequence[Mention], text: str, words: PlaceWords) -> list[int | None]:
    """Say for each mention which other the text names as containing it.

    Parameters
    ----------
    mentions
        Mentions of the text in its order.
    text
        The text.
    words
        Words of its language.

    Returns
    -------
    within
        For each mention the index of its container, or None. Members of a list share
        the container named after the last of them.
    """
    within: list[int | None] = [None] * len(mentions)
    joined = [False] * len(mentions)
    for i in range(len(mentions) - 2, -1, -1):
        one, other = mentions[i], mentions[i + 1]
        gap = plain(text[one.phrase_end : other.phrase_start]).text
        if len(gap) > 80:  # noqa: PLR2004 - too far to belong together
            continue
        lead = plain(text[other.phrase_start : other.start]).text.lower()
        if holds_next(gap, lead, words) and not other.relation.startswith("sector"):
            within[i + 1] = i
            if words.phrases["several_of"].search(lead):
                _hold_list(within, joined, i)
        elif _is_in(one, other, gap, words):
            # "in Syria's Idlib province": the finest that follows holds the name.
            nxt = i + 2
            finer = nxt < len(mentions) and within[nxt] == i + 1
            within[i] = nxt if finer else i + 1
        elif _holds(gap, words):
            within[i + 1] = i if within[i + 1] is None else within[i + 1]
        elif words.between("list_of_phrases").fullmatch(gap):
            joined[i] = True
            within[i] = within[i + 1]
    return within


def _hold_list(within: list[int | None], joined: list[bool], holder: int) -> None:
    """Put into a holder the names listed after the one it holds."""
    for i in range(holder + 1, len(within) - 1):
        if not joined[i]:
            return
        within[i + 1] = holder


def _is_in(one: Mention, other: Mention, gap: str, words: PlaceWords) -> bool:
    """Tell whether "X in Y", "X, Y province" or "X Y province" stands there."""
    if one.relation in {"between", "road", "border"} or not _is_holder(other):
        return False
    if words.between("in").fullmatch(gap):
        return True
    if words.between("a_part").fullmatch(gap) and one.kind_cue is None:
        return True  # "Jobar, a Damascus neighbourhood"
    wide = other.kind_cue in WIDE_KINDS or other.relation != "at"
    if one.kind_cue == other.kind_cue and one.kind_cue is not None:
        return False
    return wide and bool(words.between("comma").fullmatch(gap) or _SPACE.fullmatch(gap))


def _is_holder(mention: Mention) -> bool:
    """Tell whether a mention means a place or a part of it, not what lies beside it."""
    return mention.relation.split(":")[0] in {"at", "cut", "countryside"}


def _holds(gap: str, words: PlaceWords) -> bool:
    """Tell whether "Y's X" or "Y, including X" stands there."""
    return bool(
        words.between("possessor").fullmatch(gap) or words.between("including").fullmatch(gap)
    )
