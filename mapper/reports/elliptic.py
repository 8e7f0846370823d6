"""Tolls whose verb was said before: "strikes killed five people in X and three in Y"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.words import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places import Resolved
    from mapper.text import Quantity, Toll

RULE = "toll.elliptic"

_REACH = 120


def find_elliptic(
    text: str,
    tolls: Sequence[Toll],
    quantities: Sequence[Quantity],
    resolved: Sequence[Resolved],
    language: str,
) -> list[Toll]:
    """Find figures that share the verb of a toll before them, each at a place of its own.

    Parameters
    ----------
    text
        The article.
    tolls
        Its tolls as `mapper.text.tolls.find.find_tolls` gives them, sorted by start.
    quantities
        Its quantities, sorted.
    resolved
        Its places.
    language
        Language of the word lists.

    Returns
    -------
    tolls
        The given ones and the new, sorted. A new one has the field and the group of the
        toll before it, from which only a place and a joining word part it.
    """
    places = sorted(one.mention.phrase_start for one in resolved)
    taken = {toll.quantity.start for toll in tolls}
    made = list(tolls)
    at_place = phrase(language, "report_phrases", "at_place")
    goes_on = phrase(language, "report_phrases", "next_figure")
    for quantity in quantities:
        at = at_place.match(text, quantity.end)
        if quantity.start in taken or quantity.value_min is None or at is None:
            continue
        if not _has_place(places, quantity.end + 1, at.end() + 1):
            continue
        link = goes_on.search(text, max(0, quantity.start - _REACH), quantity.start)
        before = [t for t in made if t.end <= quantity.start and not t.subset]
        last = max(before, key=lambda toll: toll.end, default=None)
        if link is None or last is None or link.start() - last.end > _REACH:
            continue
        between = text[last.end : link.start()]
        if "." not in between and _has_place(places, last.end, link.start()):
            told = replace(
                last, quantity=quantity, start=quantity.start, end=quantity.end, rule=RULE
            )
            made.append(told)
    return sorted(made, key=lambda toll: toll.start)


def _has_place(places: Sequence[int], start: int, end: int) -> bool:
    """See whether a place's phrase begins in a span."""
    return bisect_left(places, start) < bisect_left(places, end)
