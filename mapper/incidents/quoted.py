"""Words that an annotation quotes, found in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from mapper.base.amounts import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

_MOST = 1_000
"""Places of one quote that are looked at; more are of a letter or two."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where the quotes of an annotation stand, in the order of the quotes.

    `missing` is the first that its text does not hold, else None; `notes` say where one of
    several places was taken without anything to tell which.
    """

    spans: tuple[Span, ...] = ()
    missing: str | None = None
    notes: tuple[str, ...] = field(default=())


def find_words(text: str, words: str) -> list[Span]:
    r"""Find words in a text: as they are, else with any run of white space for another.

    Examples
    --------
    >>> find_words("one two, one  two", "one two"), find_words("one\ntwo", "one two")
    ([(0, 7)], [(0, 7)])
    """
    for pattern in (re.escape(words), r"\s+".join(map(re.escape, words.split()))):
        found = [m.span() for m in islice(re.finditer(pattern, text), _MOST)] if pattern else []
        if found:
            return found
    return []


def find_quotes(text: str, quotes: Sequence[str], start: int | None = None) -> Quoted:
    """Find the quotes of an annotation.

    Parameters
    ----------
    text
        The text as decoded.
    quotes
        Quoted words.
    start
        Where the first quote is said to begin, a code point; None where nobody says.

    Returns
    -------
    quoted
        Of a quote that stands in several places the one nearest `start` (of the first quote),
        else nearest the other quotes.

    Examples
    --------
    >>> find_quotes("A hit. B fell. A hit.", ["A hit", "B fell"]).spans
    ((0, 5), (7, 13))
    >>> find_quotes("A hit. A hit.", ["A hit"], 7).spans
    ((7, 12),)
    >>> find_quotes("A hit. A hit.", ["A hit"]).notes
    ("'A hit' stands in 2 places of the text; the first is taken, `start` chooses",)
    """
    if not quotes:
        return Quoted()
    found = [find_words(text, quote) for quote in quotes]
    for quote, places in zip(quotes, found, strict=True):
        if not places:
            return Quoted(missing=shown(quote))
    fixed = {number: places[0] for number, places in enumerate(found) if len(places) == 1}
    notes = []
    if 0 not in fixed and start is not None:
        near = start
        fixed[0] = min(found[0], key=lambda span: abs(span[0] - near))
    if not fixed:
        fixed[0] = found[0][0]
        times = amount(len(found[0]), "place")
        notes.append(
            f"{shown(quotes[0])} stands in {times} of the text; the first is taken, `start` chooses"
        )
    for number, places in enumerate(found):
        if number not in fixed:
            fixed[number] = nearest(places, list(fixed.values()))
    return Quoted(tuple(fixed[number] for number in range(len(found))), None, tuple(notes))


def nearest(places: Sequence[Span], others: Sequence[Span]) -> Span:
    """Choose the place that lies nearest to any of others, the first of equals."""
    return min(places, key=lambda span: min((_gap(span, other) for other in others), default=0))


def meet(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Count the code points that two sets of spans share."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def shown(quote: str) -> str:
    """Show the beginning of a quote on one line."""
    words = " ".join(quote.split())
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}\u2026")


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
