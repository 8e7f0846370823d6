"""A figure that the next ones divide up: "four of them by a bomb; the others fell to shells"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.reports.elliptic import ELLIPTIC
from mapper.text import Quantity, Toll
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Cue, Language

RULE = "toll.share"

_BEFORE = 400
"""Characters from a figure to the words that tell what is left of it."""
_AFTER = 80
"""Characters from those words to a word for a strike."""
_STOP = re.compile(r"[.!?](?=\s|$)")


def find_shares(
    text: str, tolls: Sequence[Toll], quantities: Sequence[Quantity], language: Language
) -> list[Toll]:
    """Find what is left of a figure, and mark figures that only divide one up.

    Parameters
    ----------
    text
        The article.
    tolls
        Its tolls, sorted by start.
    quantities
        Its quantities, sorted.
    language
        Language of the word lists.

    Returns
    -------
    tolls
        The given ones, with a figure for "the others" of seven of whom four were told, and
        for "four of them"; sorted.
    """
    made = list(tolls)
    for cue in cues.find(text, language, "marks:remainder"):
        if cues.find(text, language, "triggers", cue.end, cue.end + _AFTER):
            made += _left(text, language, made, quantities, cue)
    made.sort(key=lambda toll: toll.start)
    return _divided(text, language, made, quantities)


def _left(
    text: str, language: Language, tolls: Sequence[Toll], quantities: Sequence[Quantity], cue: Cue
) -> list[Toll]:
    """Tell what is left of a figure where parts of it were told, and those parts."""
    window = [
        toll
        for toll in tolls
        if cue.start - _BEFORE < toll.start < cue.start
        and not (toll.subset or toll.since or toll.total)
        and toll.quantity.value_min
    ]
    for number, whole in enumerate(window):
        later = [toll for toll in window[number + 1 :] if toll.field == whole.field]
        known = {toll.quantity.start for toll in later}
        parts = [
            _share(whole, quantity)
            for quantity in quantities
            if whole.end <= quantity.start < cue.start
            and quantity.start not in known
            and quantity.value_min
            and _is_part(text, language, quantity)
        ]
        told = sum(toll.quantity.value_min or 0 for toll in (*later, *parts))
        left = (whole.quantity.value_min or 0) - told
        if told and left > 0:
            rest = Quantity(cue.start, cue.end, text[cue.start : cue.end], left, left)
            return [*parts, _share(whole, rest)]
    return []


def _share(whole: Toll, quantity: Quantity) -> Toll:
    return replace(whole, quantity=quantity, start=quantity.start, end=quantity.end, rule=RULE)


def _is_part(text: str, language: Language, quantity: Quantity) -> bool:
    """See a figure told to be a part of one before it: "four of them"."""
    of_them = phrase(language, "report_phrases", "of_them")
    return of_them.match(text, quantity.end) is not None


def _divided(
    text: str, language: Language, tolls: Sequence[Toll], quantities: Sequence[Quantity]
) -> list[Toll]:
    """Mark the figures of a sentence that only divide up the one before it.

    "Six were killed. Four of them died at once, two in hospital" tells of six.
    """
    made = list(tolls)
    known = {toll.quantity.start for toll in tolls if not toll.subset}
    for part in quantities:
        if part.start in known or not part.value_min or not _is_part(text, language, part):
            continue
        before = [t for t in tolls if t.end <= part.start and not (t.subset or t.since)]
        whole = before[-1] if before else None
        if whole is None or len(_STOP.findall(text, whole.end, part.start)) > 1:
            continue
        stop = _STOP.search(text, part.end)
        end = stop.start() if stop else len(text)
        rest = [
            number
            for number, toll in enumerate(made)
            if part.end <= toll.start < end and toll.field == whole.field and not toll.subset
        ]
        told = part.value_min + sum(made[n].quantity.value_min or 0 for n in rest)
        if told == whole.quantity.value_min and all(made[n].rule != ELLIPTIC for n in rest):
            for n in rest:
                made[n] = replace(made[n], subset=True)
    return made
