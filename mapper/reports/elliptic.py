"""Tolls whose verb was said before: "strikes killed five people in X and three in Y"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.text import Quantity
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places import Resolved
    from mapper.text import Toll
    from mapper.words import Language

ELLIPTIC = "toll.elliptic"

_REACH = 120
_LONGEST = 300
"""Characters over which a total and its parts may stand."""
_NEAR = 70
"""Characters from a figure within which its cause and its place are told."""
_BREAK = re.compile(r"[.,;:]")
_STOP = re.compile(r"[.!?](?=\s|$)")


def find_elliptic(
    text: str,
    tolls: Sequence[Toll],
    quantities: Sequence[Quantity],
    resolved: Sequence[Resolved],
    language: Language,
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
        toll before it, from which only a place and a joining word part it, or a colon. A
        figure that those after it add up to is marked as their total.
    """
    places = sorted(one.mention.phrase_start for one in resolved)
    words = _Words(text, language, places, [quantity.start for quantity in quantities])
    taken = {toll.quantity.start for toll in tolls}
    made = list(tolls)
    single = _single(text, language, tolls) if tolls else []
    for quantity in sorted((*quantities, *single), key=lambda one: one.start):
        if quantity.start in taken or quantity.value_min is None or not words.is_placed(quantity):
            continue
        last = words.shared(quantity, made)
        if last is not None:
            told = replace(
                last, quantity=quantity, start=quantity.start, end=quantity.end, rule=ELLIPTIC
            )
            group = None if last.subset and last.rule != ELLIPTIC else last.group
            part = words.is_part(quantity) or (last.subset and last.rule == ELLIPTIC)
            made.append(replace(told, group=group, subset=part))
    return _with_totals(text, words, sorted(made, key=lambda toll: toll.start))


def _single(text: str, language: Language, tolls: Sequence[Toll]) -> list[Quantity]:
    """Find single people that no toll counts yet: "a man in X, a woman in Y"."""
    held = [(toll.start, toll.end) for toll in tolls]
    return [
        Quantity(match.start(), match.end(), match.group(), 1, 1)
        for match in phrase(language, "report_phrases", "one_person").finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in held)
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """A text, and where in it the phrases of places and the figures begin."""

    text: str
    language: Language
    places: Sequence[int]
    figures: Sequence[int]

    def is_placed(self, quantity: Quantity) -> bool:
        """See a figure with a place of its own: "in X", "by a shell in X"."""
        at = self._lead("at_place", quantity)
        if at is not None and self.has_place(quantity.end + 1, at.end() + 1):
            return True
        by = self._lead("at_cause", quantity)
        return by is not None and self._has_cause(by.end())

    def is_part(self, quantity: Quantity) -> bool:
        """See a figure told to be a part of one before it: "five of them died in X"."""
        leads = (self._lead(name, quantity) for name in ("at_place", "at_cause"))
        return any(found is not None and found["part"] for found in leads)

    def _lead(self, name: str, quantity: Quantity) -> re.Match[str] | None:
        """Match what leads from a figure to its place, or to its cause."""
        return _matched(self.text, self.language, name, quantity.end)

    def _has_cause(self, start: int) -> bool:
        """See a word for a strike, and then a place, before the next figure or clause."""
        number = bisect_left(self.places, start)
        if number == len(self.places) or self.places[number] - start > _NEAR:
            return False
        place = self.places[number]
        figure = bisect_left(self.figures, start)
        if figure < len(self.figures) and self.figures[figure] < place:
            return False
        if _BREAK.search(self.text, start, place):
            return False
        return bool(cues.find(self.text, self.language, "triggers", start, place))

    def shared(self, quantity: Quantity, tolls: Sequence[Toll]) -> Toll | None:
        """Give the toll before a figure whose verb it shares."""
        goes_on = phrase(self.language, "report_phrases", "next_figure")
        link = goes_on.search(self.text, max(0, quantity.start - _REACH), quantity.start)
        before = [t for t in tolls if t.end <= quantity.start and not t.since]
        last = max(before, key=lambda toll: toll.end, default=None)
        begun = link.start() if link is not None else quantity.start
        if last is None or begun - last.end > _REACH:
            return None
        stops = len(_STOP.findall(self.text, last.end, begun))
        if self.is_part(quantity) and stops < 2:  # noqa: PLR2004 - the sentence before
            return last
        if link is None or stops:
            return None
        if last.subset and last.rule != ELLIPTIC:
            # "Six, two women among them, in X and three in Y": the whole goes on.
            wholes = [t for t in before if not t.subset and begun - t.end <= _REACH]
            if not wholes or not self.has_place(last.end, link.start()):
                return None
            last = wholes[-1]
        listed = link.group().lstrip().startswith(":")
        return last if listed or self.has_place(last.end, link.start()) else None

    def has_place(self, start: int, end: int) -> bool:
        """See whether a place's phrase begins in a span."""
        return bisect_left(self.places, start) < bisect_left(self.places, end)


@lru_cache(maxsize=256)
def _matched(text: str, language: Language, name: str, at: int) -> re.Match[str] | None:
    return phrase(language, "report_phrases", name).match(text, at)


def _with_totals(text: str, words: _Words, tolls: Sequence[Toll]) -> list[Toll]:
    """Mark the figures that are the sum of those after them, each at its place.

    "Eight died: five in X and three in Y" tells of five and of three; in a sentence of their
    own the parts are strikes of their own, beside their sum.
    """
    made = list(tolls)
    for number, whole in enumerate(tolls):
        parts = _parts(text, words, tolls, number)
        told = sum(tolls[n].quantity.value_min or 0 for n in parts)
        if len(parts) > 1 and told == whole.quantity.value_min and not whole.subset:
            stops = _STOP.search(text, whole.end, tolls[parts[0]].start)
            made[number] = replace(whole, total=stops is None)
            for n in parts:
                made[n] = replace(tolls[n], subset=False)
    return made


def _parts(text: str, words: _Words, tolls: Sequence[Toll], number: int) -> list[int]:
    """Give the figures that have a place each, in the sentence of one or in the next."""
    whole = tolls[number]
    found: list[int] = []
    for n in range(number + 1, len(tolls)):
        part = tolls[n]
        stops = len(_STOP.findall(text, whole.end, part.start))
        if part.start - whole.start > _LONGEST or stops > 1:
            break
        if part.field != whole.field or not words.is_placed(part.quantity):
            continue
        if stops and not found and not words.is_part(part.quantity):
            break
        found.append(n)
    return found
