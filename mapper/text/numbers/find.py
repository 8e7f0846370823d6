"""Numbers of a text into quantities: how many, in the text's own words.

What is no count is left alone: dates and durations (given as taken spans), years, times,
percentages, money, designations such as "F-16" and labels such as "resolution 2118".
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.text.numbers.words import (
    DASHES,
    LONGEST_HEDGE,
    Core,
    NumberWords,
    number_words,
    read_core,
    read_digits,
)
from mapper.words import DEFAULT_LANGUAGE, tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Language, Tokens


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many, as the text says it.

    "about 100" is 100 to 100 and approximate, "up to 20" is 0 to 20, "at least 33" is 33
    to 33 and open, "dozens" has no figures, "a further three" is further: on top of a
    figure given before. Offsets are code points in the text.
    """

    start: int
    end: int
    text: str
    value_min: int | None
    value_max: int | None
    open: bool = False
    approx: bool = False
    further: bool = False


def number_value(words: Sequence[str], language: Language = DEFAULT_LANGUAGE) -> int | None:
    """Read a number that fills all the words given; None where it is vague or none.

    Examples
    --------
    >>> number_value(["twenty", "-", "three"]), number_value(["48"]), number_value(["several"])
    (23, 48, None)
    """
    if not words:
        return None
    tokens = tokenise("".join(f"{word} " for word in words).replace(" - ", "-").strip())
    core = read_core(tokens, number_words(language), 0)
    return core.low if core is not None and core.last == len(tokens) else None


def find_quantities(
    text: str, *, taken: Sequence[tuple[int, int]] = (), language: Language = DEFAULT_LANGUAGE
) -> list[Quantity]:
    """Find the numbers of a text that may be counts.

    Parameters
    ----------
    text
        A sentence or a whole article.
    taken
        Spans [start, end) that are no counts: dates, durations, measures.
    language
        ISO 639-1 code; a folder of word lists.

    Returns
    -------
    quantities
        In the order of the text, not overlapping; hedges are part of their words.

    Examples
    --------
    >>> [(q.text, q.value_min, q.open) for q in find_quantities("At least 33 raids on two towns")]
    [('At least 33', 33, True), ('two', 2, False)]
    """
    tokens = tokenise(text)
    numbers = number_words(language)
    blocked = _merged(taken)
    starts = [start for start, _ in blocked]
    found: list[Quantity] = []
    free = 0
    for index, word in enumerate(tokens.words):
        if index < free or not (word in numbers.starters or word.isdecimal()):
            continue
        if _is_taken(tokens.starts[index], blocked, starts):
            continue
        core = _ranged(tokens, numbers, index)
        if core is None or _is_taken(tokens.starts[core.last - 1], blocked, starts):
            continue  # a range may end in a measure: "between 7 and 12 years old"
        quantity = _hedged(tokens, numbers, core, free)
        free = core.last
        if quantity is not None:
            found.append(quantity)
    return found


def _is_taken(at: int, blocked: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Say whether a code point lies in a blocked span; `starts` are their first points."""
    before = bisect_right(starts, at) - 1
    return before >= 0 and blocked[before][1] > at


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _ranged(tokens: Tokens, numbers: NumberWords, index: int) -> Core | None:
    """Read a number, or two that make a range: "10 to 15", "10-15", "between 10 and 15"."""
    core = read_core(tokens, numbers, index)
    if core is None or core.low is None or core.last >= len(tokens):
        return core
    link = tokens.words[core.last]
    opener = tokens.words[core.first - 1] if core.first else ""
    opened = numbers.has("opens_range", opener)
    dashed = link in DASHES and tokens.joined(core.last - 1) and tokens.joined(core.last)
    if not (dashed or numbers.has("range", link) or (opened and numbers.has("join", link))):
        return core
    if dashed and tokens.words[core.last + 1].isdecimal():
        other = read_digits(tokens, numbers, core.last + 1, follows_dash=True)
    else:
        hedge = _hedge_at(tokens, numbers, core.last + 1)
        other = read_core(tokens, numbers, core.last + 1 + hedge)
    if other is None or other.low is None or other.low <= core.low:
        return core
    return Core(core.first - opened, other.last, core.low, other.high, core.approx)


def _hedge_at(tokens: Tokens, numbers: NumberWords, index: int) -> int:
    """Give how many tokens of a hedge begin at a token: "from 500 to well over 1000"."""
    for size in range(LONGEST_HEDGE - 1, 0, -1):
        if tuple(tokens.words[index : index + size]) in numbers.before:
            return size
    return 0


def _hedged(tokens: Tokens, numbers: NumberWords, core: Core, free: int) -> Quantity | None:
    """Add the words before and after a number that change what it says."""
    kinds: set[str] = set()
    first, last = core.first, core.last
    while True:
        size = _hedge_before(tokens, numbers, first, free)
        if not size:
            break
        kinds.add(numbers.before[tuple(tokens.words[first - size : first])])
        first -= size
    while True:
        size = _hedge_after(tokens, numbers, last)
        if not size:
            break
        kinds.add(numbers.after[tuple(tokens.words[last : last + size])])
        last += size
    low, high = core.low, core.high
    if "below" in kinds and high is not None:
        low, high = 0, high - 1
    elif "ceiling" in kinds and high is not None:
        low = 0
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Quantity(
        start=start,
        end=end,
        text=tokens.text[start:end],
        value_min=low,
        value_max=high,
        open="open" in kinds,
        approx=core.approx or "approx" in kinds,
        further="further" in kinds,
    )


def _hedge_before(tokens: Tokens, numbers: NumberWords, first: int, free: int) -> int:
    """Give how many tokens of a hedge end where the number begins."""
    for size in range(min(LONGEST_HEDGE, first - free), 0, -1):
        if tuple(tokens.words[first - size : first]) in numbers.before:
            return size
    return 0


def _hedge_after(tokens: Tokens, numbers: NumberWords, last: int) -> int:
    """Give how many tokens of a hedge begin where the number ends."""
    for size in (2, 1):
        words = tuple(tokens.words[last : last + size])
        if len(words) == size and words in numbers.after:
            return size
    return 0
