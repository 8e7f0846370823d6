"""Number words and digits into quantities: how many, in the text's own words.

What is no count is left alone: dates and durations (given as taken spans), years, times,
percentages, money, designations such as "F-16" and labels such as "resolution 2118".
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.grammar import Tokens, tokenise
from mapper.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DASHES = "-\u2010\u2011\u2012\u2013\u2014"
_THIN_SPACES = "\u00a0\u202f\u2009"
_NOT_BEFORE = frozenset("/:$\u20ac\u00a3#\u2116_@=.\\")
_NOT_AFTER = frozenset("%/:\u00b0_@=\\")
_MOST_DIGITS = 9
_MOST_WORDS = 12
"""No count of people needs more digits or words; longer runs are not numbers we read."""
_LONGEST_HEDGE = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


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


@dataclass(frozen=True, slots=True)
class _Core:
    """A number without its hedges: token range and value; None is a vague word."""

    first: int
    last: int
    low: int | None
    high: int | None
    approx: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """Number words of a language by kind, its hedges, its words for people."""

    kinds: Mapping[str, Mapping[str, float]]
    before: Mapping[tuple[str, ...], str]
    after: Mapping[tuple[str, ...], str]
    starters: frozenset[str]
    people: frozenset[str]

    def has(self, kind: str, word: str) -> bool:
        """Say whether a word is of a kind."""
        return word in self.kinds[kind]


_KINDS = (
    "unit ten hundred scale group pair article join of fraction part plural vague amount range "
    "opens_range year_lead one_lead one_tail label"
).split()


@cache
def _numbers(language: str) -> _Numbers:
    kinds: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    for row in rows(language, "numbers"):
        kinds[row["kind"]][row["word"]] = float(row["value"] or 0)
    hedges: dict[str, dict[tuple[str, ...], str]] = {"before": {}, "after": {}}
    for row in rows(language, "number_hedges"):
        hedges[row["side"]][tuple(row["words"].split())] = row["kind"]
    first = ("unit", "ten", "hundred", "scale", "group", "pair", "fraction")
    return _Numbers(
        kinds=kinds,
        before=hedges["before"],
        after=hedges["after"],
        starters=frozenset(
            word for kind in (*first, "plural", "vague", "amount") for word in kinds[kind]
        ),
        people=frozenset(row["word"] for row in rows(language, "groups")),
    )


def number_value(words: Sequence[str], language: str = "en") -> int | None:
    """Read a number that fills all the words given; None where it is vague or none.

    Examples
    --------
    >>> number_value(["twenty", "-", "three"]), number_value(["48"]), number_value(["several"])
    (23, 48, None)
    """
    if not words:
        return None
    text = "".join(f"{word} " for word in words).replace(" - ", "-")
    core = _core(tokenise(text.strip()), _numbers(language), 0)
    return None if core is None else core.low


def find_quantities(
    text: str, *, taken: Sequence[tuple[int, int]] = (), language: str = "en"
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
    numbers = _numbers(language)
    blocked = _merged(taken)
    starts = [start for start, _ in blocked]
    found: list[Quantity] = []
    free = 0
    for index, word in enumerate(tokens.words):
        if index < free or not (word in numbers.starters or word.isdecimal()):
            continue
        before = bisect_right(starts, tokens.starts[index]) - 1
        if before >= 0 and blocked[before][1] > tokens.starts[index]:
            continue
        core = _ranged(tokens, numbers, index)
        if core is None:
            continue
        quantity = _hedged(tokens, numbers, core, free)
        free = core.last
        if quantity is not None:
            found.append(quantity)
    return found


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _ranged(tokens: Tokens, numbers: _Numbers, index: int) -> _Core | None:
    """Read a number, or two that make a range: "10 to 15", "10-15", "between 10 and 15"."""
    core = _core(tokens, numbers, index)
    if core is None or core.low is None or core.last >= len(tokens):
        return core
    link = tokens.words[core.last]
    opener = tokens.words[core.first - 1] if core.first else ""
    opened = numbers.has("opens_range", opener)
    dashed = link in _DASHES and tokens.joined(core.last - 1) and tokens.joined(core.last)
    if not (dashed or numbers.has("range", link) or (opened and numbers.has("join", link))):
        return core
    if dashed and tokens.words[core.last + 1].isdecimal():
        other = _digits(tokens, numbers, core.last + 1, follows_dash=True)
    else:
        hedge = _hedge_at(tokens, numbers, core.last + 1)
        other = _core(tokens, numbers, core.last + 1 + hedge)
    if other is None or other.low is None or other.low <= core.low:
        return core
    return _Core(core.first - opened, other.last, core.low, other.high, core.approx)


def _hedge_at(tokens: Tokens, numbers: _Numbers, index: int) -> int:
    """Give how many tokens of a hedge begin at a token: "from 500 to well over 1000"."""
    for size in range(_LONGEST_HEDGE - 1, 0, -1):
        if tuple(tokens.words[index : index + size]) in numbers.before:
            return size
    return 0


def _core(tokens: Tokens, numbers: _Numbers, index: int) -> _Core | None:
    """Read one number from a token on, without hedges; None where it is no count."""
    if index >= len(tokens):
        return None
    word = tokens.words[index]
    if word.isdecimal():
        return _digits(tokens, numbers, index)
    if index and tokens.joined(index - 1) and tokens.words[index - 1] in _DASHES:
        return None
    if numbers.has("amount", word):
        return _amount(tokens, numbers, index)
    if numbers.has("plural", word) or numbers.has("vague", word):
        return _vague(tokens, numbers, index)
    return _spelled(tokens, numbers, index)


def _digits(
    tokens: Tokens, numbers: _Numbers, index: int, *, follows_dash: bool = False
) -> _Core | None:
    """Read digits: "1,300", "40 000", "3 million"; not "F-16", "7th", "2.5 km", "No. 4"."""
    words = tokens.words
    if not follows_dash and _is_label(tokens, numbers, index):
        return None
    digits, last = words[index], index + 1
    while len(digits) <= _MOST_DIGITS and _is_thousands(tokens, last, len(words[index])):
        digits += words[last + 1] if words[last] == "," else words[last]
        last += 2 if words[last] == "," else 1
    fraction = ""
    if _touches(tokens, last, ".") and words[last + 1].isdecimal():
        fraction, last = words[last + 1], last + 2
    if len(digits) + len(fraction) > _MOST_DIGITS or _is_measure(tokens, last):
        return None
    if digits[0] == "0" and len(digits) > 1:
        return None
    scale = numbers.kinds["scale"].get(words[last]) if last < len(words) else None
    scale = scale or (_multiplier(numbers, words[last]) if last < len(words) else None)
    if scale:
        value = round(float(f"{int(digits)}.{fraction or 0}") * scale)
        return _Core(index, last + 1, value, value, approx=bool(fraction))
    if fraction or _is_part(tokens, numbers, last):
        return None
    value = int(digits)
    if last == index + 1 and _is_year(tokens, numbers, index, value):
        return None
    return _Core(index, last, value, value)


def _is_label(tokens: Tokens, numbers: _Numbers, index: int) -> bool:
    """Say whether what stands before digits makes them no count."""
    if not index:
        return False
    before = tokens.words[index - 1]
    if not tokens.joined(index - 1):
        bare = tokens.words[index - 2] if before == "." and index > 1 else before
        return numbers.has("label", bare)
    if before in _DASHES:
        return index > 1 and tokens.joined(index - 2) and tokens.words[index - 2][-1].isalnum()
    return before in _NOT_BEFORE or before[-1].isalnum() or before in ".,"


def _is_thousands(tokens: Tokens, last: int, width: int) -> bool:
    """Say whether the tokens from `last` on continue a number in groups of three."""
    words = tokens.words
    if last >= len(words) or width > 3:  # noqa: PLR2004 - a group of digits
        return False
    if words[last] == ",":
        return (
            _touches(tokens, last, ",")
            and len(words[last + 1]) == 3
            and words[last + 1].isdecimal()
        )  # noqa: E501, PLR2004 - as above
    gap = tokens.text[tokens.ends[last - 1] : tokens.starts[last]]
    if not words[last].isdecimal() or len(words[last]) != 3 or len(gap) != 1:  # noqa: PLR2004 - as above
        return False
    # A plain blank may part two numbers where punctuation was lost ("killed 20 300 hurt").
    return gap in _THIN_SPACES or int(words[last]) == 0


def _touches(tokens: Tokens, index: int, mark: str) -> bool:
    """Say whether a mark stands between two tokens without blanks."""
    return (
        index + 1 < len(tokens)
        and tokens.words[index] == mark
        and tokens.joined(index - 1)
        and tokens.joined(index)
    )


def _is_measure(tokens: Tokens, last: int) -> bool:
    """Say whether what touches the digits from behind makes them no count: "7th", "12-year"."""
    if last >= len(tokens) or not tokens.joined(last - 1):
        return False
    after = tokens.words[last]
    if after in _DASHES:
        return tokens.joined(last) and not tokens.words[last + 1][0].isdecimal()
    return after in _NOT_AFTER or after[0].isalnum()


def _is_part(tokens: Tokens, numbers: _Numbers, last: int) -> bool:
    """Say whether the number counts parts of a whole: "two thirds", "two-thirds"."""
    if last < len(tokens) and tokens.words[last] in _DASHES and tokens.joined(last - 1):
        last += 1
    return last < len(tokens) and numbers.has("part", tokens.words[last])


def _is_year(tokens: Tokens, numbers: _Numbers, index: int, value: int) -> bool:
    """Say whether four digits are a year: not hedged, and no people are counted by them."""
    if not _FIRST_YEAR <= value <= _LAST_YEAR or len(tokens.words[index]) != 4:  # noqa: PLR2004
        return False
    words = tokens.words
    if index and numbers.has("year_lead", words[index - 1]):
        return True
    hedged = any(
        tuple(words[index - size : index]) in numbers.before
        for size in range(1, min(_LONGEST_HEDGE, index) + 1)
    )
    return not hedged and not numbers.people.intersection(words[index + 1 : index + 3])


def _multiplier(numbers: _Numbers, word: str) -> float | None:
    return numbers.kinds["hundred"].get(word) or numbers.kinds["group"].get(word)


def _amount(tokens: Tokens, numbers: _Numbers, index: int) -> _Core | None:
    """Read "a number of", "a large number of": an amount without a figure."""
    words = tokens.words
    if index + 1 >= len(words) or not numbers.has("of", words[index + 1]):
        return None
    for first in (index - 1, index - 2):
        if first >= 0 and numbers.has("article", words[first]):
            return _Core(first, index + 2, None, None)
    return None


def _vague(tokens: Tokens, numbers: _Numbers, index: int) -> _Core | None:
    """Read "dozens", "tens of thousands", "several hundred": an amount without a figure."""
    if index and tuple(tokens.words[index - 1 : index + 2]) in numbers.before:
        return None  # the middle of a hedge: "as many as"
    words, last = tokens.words, index + 1
    if (
        last + 1 < len(words)
        and numbers.has("of", words[last])
        and numbers.has("plural", words[last + 1])
    ):
        last += 2
    elif last < len(words) and (
        words[last] in numbers.kinds["scale"] or _multiplier(numbers, words[last])
    ):
        last += 1
    first = index - 1 if index and numbers.has("article", words[index - 1]) else index
    return _Core(first, last, None, None)


def _spelled(tokens: Tokens, numbers: _Numbers, index: int) -> _Core | None:
    """Read a number in words: "twenty-three", "two dozen", "half a million", "a hundred"."""
    words = tokens.words
    if index and words[index - 1].isdecimal() and numbers.has("scale", words[index]):
        return None  # what is left of a sum that is no count: "$3 million"
    article = bool(index) and numbers.has("article", words[index - 1])
    if numbers.has("fraction", words[index]):
        return _fraction(tokens, numbers, index, article=article)
    value, last = _sum(tokens, numbers, index)
    bare = last == index + 1
    if bare and (numbers.has("group", words[index]) or numbers.has("pair", words[index])):
        if not article:
            # "dozen people" has lost its article or its plural: no figure.
            return _Core(index, last, None, None) if numbers.has("group", words[index]) else None
        if last < len(words) and numbers.has("of", words[last]):
            last += 1
    if bare and value == 1 and _is_pronoun(tokens, numbers, index):
        return None
    if _is_part(tokens, numbers, last) or _hangs(tokens, last):
        return None
    first = index - 1 if article else index
    return _Core(first, last, value, value, approx=numbers.has("pair", words[index]) and article)


def _hangs(tokens: Tokens, last: int) -> bool:
    """Say whether a word is tied to the number by a dash: "three-month", "nine-mile"."""
    return (
        last + 1 < len(tokens)
        and tokens.words[last] in _DASHES
        and tokens.joined(last - 1)
        and tokens.joined(last)
    )


def _is_pronoun(tokens: Tokens, numbers: _Numbers, index: int) -> bool:
    """Say whether "one" counts nothing: "no one", "one another"."""
    words = tokens.words
    return (bool(index) and numbers.has("one_lead", words[index - 1])) or (
        index + 1 < len(words) and numbers.has("one_tail", words[index + 1])
    )


def _fraction(tokens: Tokens, numbers: _Numbers, index: int, *, article: bool) -> _Core | None:
    """Read "half a million", "a quarter of a million", "half a dozen"."""
    words, last = tokens.words, index + 1
    while last < len(words) and (
        numbers.has("of", words[last]) or numbers.has("article", words[last])
    ):
        last += 1
    if last >= len(words) or last > index + 3:
        return None
    scale = numbers.kinds["scale"].get(words[last]) or _multiplier(numbers, words[last])
    if not scale:
        return None
    value = round(numbers.kinds["fraction"][words[index]] * scale)
    return _Core(
        index - article, last + 1, value, value, approx=scale > value and value > _MOST_WORDS
    )


def _sum(tokens: Tokens, numbers: _Numbers, index: int) -> tuple[int, int]:
    """Add up number words; gives the value and the token after the last word."""
    words, kinds = tokens.words, numbers.kinds
    total = current = 0
    last = scale = index
    scale = 0
    while last < min(len(words), index + _MOST_WORDS):
        word, size = words[last], int(_value(numbers, words[last]))
        if word in kinds["unit"] and (
            current % 10 or 10 <= current % 100 < 20 or (current and size > 9)
        ):  # noqa: E501, PLR2004 - decimal places
            break
        if word in kinds["ten"] and current % 100:
            break
        if word in kinds["unit"] or word in kinds["ten"]:
            current += size
        elif word in kinds["hundred"] and current < 100:  # noqa: PLR2004 - as above
            current = (current or 1) * size
        elif word in kinds["scale"] and (not scale or size < scale):
            total, current, scale = total + (current or 1) * size, 0, size
        elif (word in kinds["group"] or word in kinds["pair"]) and not total:
            return (current or 1) * size, last + 1
        elif last > index and _goes_on(tokens, numbers, last):
            last += 1
            continue
        else:
            break
        last += 1
    return total + current, last


def _value(numbers: _Numbers, word: str) -> float:
    for kind in ("unit", "ten", "hundred", "scale", "group", "pair"):
        if word in numbers.kinds[kind]:
            return numbers.kinds[kind][word]
    return 0.0


def _goes_on(tokens: Tokens, numbers: _Numbers, last: int) -> bool:
    """Say whether a dash or "and" ties number words: "twenty-three", "a hundred and ten"."""
    words = tokens.words
    if last + 1 >= len(words):
        return False
    small = words[last + 1] in numbers.kinds["unit"] or words[last + 1] in numbers.kinds["ten"]
    if words[last] in _DASHES:
        unit = words[last + 1] in numbers.kinds["unit"]
        return unit and words[last - 1] in numbers.kinds["ten"] and tokens.joined(last)
    large = words[last - 1] in numbers.kinds["hundred"] or words[last - 1] in numbers.kinds["scale"]
    return numbers.has("join", words[last]) and small and large


def _hedged(tokens: Tokens, numbers: _Numbers, core: _Core, free: int) -> Quantity | None:
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


def _hedge_before(tokens: Tokens, numbers: _Numbers, first: int, free: int) -> int:
    """Give how many tokens of a hedge end where the number begins."""
    for size in range(min(_LONGEST_HEDGE, first - free), 0, -1):
        if tuple(tokens.words[first - size : first]) in numbers.before:
            return size
    return 0


def _hedge_after(tokens: Tokens, numbers: _Numbers, last: int) -> int:
    """Give how many tokens of a hedge begin where the number ends."""
    for size in (2, 1):
        if last + size <= len(tokens) and tuple(tokens.words[last : last + size]) in numbers.after:
            return size
    return 0
