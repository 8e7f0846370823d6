"""How many strikes, what was hit, and which tolls are a strike's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from mapper.reports.reading import VETO_REACH
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Quantity, Toll
    from mapper.words import Cue, Span


_COUNT_GAP = 34
_NEXT_WORDS = 20


@dataclass(frozen=True, slots=True)
class Count:
    """A number of strikes or munitions, with its unit as written."""

    value_min: int
    value_max: int
    open: bool
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """Something hit; `quantity` where the text counts it."""

    name: str
    quantity: Quantity | None
    start: int
    end: int


def count_strikes(reading: Reading, stretch: Span) -> Iterable[Count]:
    """Read how many strikes or munitions the stretch speaks of."""
    start, end = stretch
    text = reading.text
    names = ("counted", "plural", "one_unit", "two_units")
    counted, plural, one, two = (phrase(reading.language, "report_phrases", n) for n in names)
    for trigger in cues.within(reading.triggers, start, end):
        unit = trigger.row["unit"]
        if not unit:
            continue
        words = text[trigger.start : trigger.end]
        quantity = next(
            (
                q
                for q in cues.ending(reading.quantities, trigger.start - _COUNT_GAP, trigger.start)
                if start <= q.start
                and q.value_min is not None
                and counted.fullmatch(text, q.end, trigger.start)
                and not any(t.quantity is q for t in reading.tolls)
            ),
            None,
        )
        before = text[max(start, trigger.start - _COUNT_GAP) : trigger.start]
        if quantity is not None and quantity.value_min is not None:
            high = quantity.value_max if quantity.value_max is not None else quantity.value_min
            yield Count(quantity.value_min, high, quantity.open, words, quantity.start, trigger.end)
        elif not plural.search(words) and one.search(before):
            yield Count(1, 1, open=False, unit=words, start=trigger.start, end=trigger.end)
        elif two.search(before):
            yield Count(2, 2, open=False, unit=words, start=trigger.start, end=trigger.end)


def strikes_counted(counts: Iterable[Count], triggers: Iterable[Cue]) -> int:
    """Give how many strikes are counted at most: "38 raids", not "38 shells"."""
    thrown = {t.end for t in triggers if t.row["role"] == "weapon"}
    return max((one.value_min for one in counts if one.end not in thrown), default=0)


def find_targets(reading: Reading, stretch: Span) -> Iterable[Target]:
    """Read what was hit, and how many of it where the text counts them."""
    seen = set()
    none = phrase(reading.language, "report_phrases", "none_hit")
    for cue in cues.within(reading.targets, *stretch):
        name = cue.row["target"]
        if none.search(reading.text, max(stretch[0], cue.start - _COUNT_GAP), cue.start):
            continue
        quantity = next(
            chain(
                cues.ending(reading.quantities, cue.start - 1, cue.start),
                cues.starting(reading.quantities, cue.start, cue.end),
            ),
            None,
        )
        if name not in seen or quantity is not None:
            seen.add(name)
            yield Target(name, quantity, cue.start, cue.end)


def own_tolls(
    reading: Reading, stretch: Span, triggers: Sequence[Cue], *, shot: bool
) -> Iterable[Toll]:
    """Give the tolls of a stretch that are of a strike, not of the war or of a fight.

    Where the stretch tells of a shooting (`shot`), its own words are no other cause.
    """
    start, end = stretch
    own = [t for t in triggers if shot]
    # Tolls told by ellipsis stand behind the others, whatever their place in the text.
    for toll in (t for t in reading.tolls if start <= t.start < end):
        other = cues.find(
            reading.text,
            reading.language,
            "war_totals",
            max(start, toll.start - 2 * VETO_REACH),
            toll.end,
        )
        other = [c for c in other if not any(t.start < c.end and c.start < t.end for t in own)]
        if not any(toll.start - cue.end <= _NEXT_WORDS for cue in other):
            yield toll


def is_summed(reading: Reading, toll: Toll) -> bool:
    """See a figure whose own words sum up: "the number of deaths since Sunday stands at 90"."""
    inside = cues.within(reading.aggregates, toll.start, toll.end)
    return not toll.subset and any(cue.row["strength"] == "hard" for cue in inside)


def clause_of(reading: Reading, toll: Toll, stretch: Span) -> Span:
    """Give the words around a figure up to a semicolon."""
    first = reading.text.rfind(";", stretch[0], toll.start) + 1
    last = reading.text.find(";", toll.end, stretch[1])
    return max(first, stretch[0]), stretch[1] if last < 0 else last
