"""One number in a text, in digits or words, before anything is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.words import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.words import Language, Tokens

DASHES = "-\u2010\u2011\u2012\u2013\u2014"
LONGEST_HEDGE = 4

_THIN_SPACES = "\u00a0\u202f\u2009"
_NOT_BEFORE = frozenset("/:$\u20ac\u00a3#\u2116_@=.,\\")
_NOT_AFTER = frozenset("%/:\u00b0_@=\\")
_MOST_DIGITS = 9
_MOST_WORDS = 12
"""No count of people needs more digits or words; longer runs are not numbers we read."""
_GROUP = 3
"""Digits between two separators."""
_YEAR_DIGITS = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_TEN, _TWENTY, _HUNDRED = 10, 20, 100
_SIZED = ("unit", "ten", "hundred", "scale", "group", "pair", "teen", "teen_lead")


@dataclass(frozen=True, slots=True)
class Core:
    """A number without its hedges: token range and value; None is a vague word."""

    first: int
    last: int
    low: int | None
    high: int | None
    approx: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
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
    *_SIZED,
    *("article", "join", "of", "fraction", "part", "plural", "vague", "amount", "range"),
    *("opens_range", "year_lead", "one_lead", "one_tail", "label"),
)
_FREE = 1
"""Value of a word that joins small numbers to large and units to the tens behind them."""


@cache
def number_words(language: Language) -> NumberWords:
    """Read the number words of a language, ``numbers.csv`` and ``number_hedges.csv``."""
    kinds: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    for row in rows(language, "numbers"):
        kinds[row["kind"]][row["word"]] = float(row["value"] or 0)
    hedges: dict[str, dict[tuple[str, ...], str]] = {"before": {}, "after": {}}
    for row in rows(language, "number_hedges"):
        hedges[row["side"]][tuple(row["words"].split())] = row["kind"]
    first = (*_SIZED, "fraction")
    return NumberWords(
        kinds=kinds,
        before=hedges["before"],
        after=hedges["after"],
        starters=frozenset(
            word for kind in (*first, "plural", "vague", "amount") for word in kinds[kind]
        ),
        people=frozenset(row["word"] for row in rows(language, "groups")),
    )


def read_core(tokens: Tokens, numbers: NumberWords, index: int) -> Core | None:
    """Read one number from a token on, without hedges; None where it is no count."""
    if index >= len(tokens):
        return None
    word = tokens.words[index]
    if word.isdecimal():
        return read_digits(tokens, numbers, index)
    if index and tokens.joined(index - 1) and tokens.words[index - 1] in DASHES:
        return None
    if numbers.has("amount", word):
        return _amount(tokens, numbers, index)
    if numbers.has("plural", word) or numbers.has("vague", word):
        return _vague(tokens, numbers, index)
    return _spelled(tokens, numbers, index)


def read_digits(
    tokens: Tokens, numbers: NumberWords, index: int, *, follows_dash: bool = False
) -> Core | None:
    """Read digits: "1,300", "40 000", "3 million"; not "F-16", "7th", "2.5 km", "No. 4"."""
    if not follows_dash and _is_label(tokens, numbers, index):
        return None
    digits, fraction, last = _written(tokens, index)
    padded = digits[0] == "0" and len(digits) > 1
    if padded or len(digits) + len(fraction) > _MOST_DIGITS or _is_measure(tokens, last):
        return None
    scale = _scale(numbers, tokens.words[last]) if last < len(tokens) else None
    if scale:
        value = round(float(f"{int(digits)}.{fraction or 0}") * scale)
        return Core(index, last + 1, value, value, approx=bool(fraction))
    value = int(digits)
    year = last == index + 1 and _is_year(tokens, numbers, index, value)
    if fraction or year or _is_part(tokens, numbers, last):
        return None
    return Core(index, last, value, value)


def _written(tokens: Tokens, index: int) -> tuple[str, str, int]:
    """Join groups of digits; gives whole digits, digits of a fraction, the token after."""
    words = tokens.words
    digits, fraction, last = words[index], "", index + 1
    while len(digits) <= _MOST_DIGITS and _is_thousands(tokens, last, len(words[index])):
        digits += words[last + 1] if words[last] == "," else words[last]
        last += 2 if words[last] == "," else 1
    if _touches(tokens, last, ".") and words[last + 1].isdecimal():
        fraction, last = words[last + 1], last + 2
    return digits, fraction, last


def _is_label(tokens: Tokens, numbers: NumberWords, index: int) -> bool:
    """Say whether what stands before digits makes them no count."""
    if not index:
        return False
    before = tokens.words[index - 1]
    if not tokens.joined(index - 1):
        bare = tokens.words[index - 2] if before == "." and index > 1 else before
        return numbers.has("label", bare)
    if before in DASHES:
        return index > 1 and tokens.joined(index - 2) and tokens.words[index - 2][-1].isalnum()
    return before in _NOT_BEFORE or before[-1].isalnum()


def _is_thousands(tokens: Tokens, last: int, width: int) -> bool:
    """Say whether the tokens from `last` on continue a number in groups of three."""
    words = tokens.words
    if last >= len(words) or width > _GROUP:
        return False
    if words[last] == ",":
        return (
            _touches(tokens, last, ",")
            and len(words[last + 1]) == _GROUP
            and words[last + 1].isdecimal()
        )
    gap = tokens.text[tokens.ends[last - 1] : tokens.starts[last]]
    if not words[last].isdecimal() or len(words[last]) != _GROUP or len(gap) != 1:
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
    if after in DASHES:
        return tokens.joined(last) and not tokens.words[last + 1][0].isdecimal()
    return after in _NOT_AFTER or after[0].isalnum()


def _is_part(tokens: Tokens, numbers: NumberWords, last: int) -> bool:
    """Say whether the number counts parts of a whole: "two thirds", "two-thirds"."""
    if last < len(tokens) and tokens.words[last] in DASHES and tokens.joined(last - 1):
        last += 1
    return last < len(tokens) and numbers.has("part", tokens.words[last])


def _is_year(tokens: Tokens, numbers: NumberWords, index: int, value: int) -> bool:
    """Say whether four digits are a year: not hedged, and no people are counted by them."""
    if not _FIRST_YEAR <= value <= _LAST_YEAR or len(tokens.words[index]) != _YEAR_DIGITS:
        return False
    words = tokens.words
    if index and numbers.has("year_lead", words[index - 1]):
        return True
    hedged = any(
        tuple(words[index - size : index]) in numbers.before
        for size in range(1, min(LONGEST_HEDGE, index) + 1)
    )
    return not hedged and not numbers.people.intersection(words[index + 1 : index + 3])


def _scale(numbers: NumberWords, word: str) -> float | None:
    """Give what a word multiplies a number by: "million", "hundred", "dozen"."""
    sizes = (numbers.kinds[kind].get(word) for kind in ("scale", "hundred", "group"))
    return next((size for size in sizes if size), None)


def _amount(tokens: Tokens, numbers: NumberWords, index: int) -> Core | None:
    """Read "a number of", "a large number of": an amount without a figure."""
    words = tokens.words
    if index + 1 >= len(words) or not numbers.has("of", words[index + 1]):
        return None
    if not numbers.kinds["article"]:  # a language without "a"
        return Core(index, index + 2, None, None)
    for first in (index - 1, index - 2):
        if first >= 0 and numbers.has("article", words[first]):
            return Core(first, index + 2, None, None)
    return None


def _vague(tokens: Tokens, numbers: NumberWords, index: int) -> Core | None:
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
    elif last < len(words) and (_scale(numbers, words[last]) or numbers.has("plural", words[last])):
        last += 1
    first = index - 1 if index and numbers.has("article", words[index - 1]) else index
    return Core(first, last, None, None)


def _spelled(tokens: Tokens, numbers: NumberWords, index: int) -> Core | None:
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
            return Core(index, last, None, None) if numbers.has("group", words[index]) else None
        if last < len(words) and numbers.has("of", words[last]):
            last += 1
    if bare and value == 1 and _is_pronoun(tokens, numbers, index):
        return None
    if last == index or _is_part(tokens, numbers, last) or _hangs(tokens, last):
        return None  # of none "one" only opens "eleven"
    first = index - 1 if article else index
    return Core(first, last, value, value, approx=numbers.has("pair", words[index]) and article)


def _hangs(tokens: Tokens, last: int) -> bool:
    """Say whether a word is tied to the number by a dash: "three-month", "nine-mile"."""
    return (
        last + 1 < len(tokens)
        and tokens.words[last] in DASHES
        and tokens.joined(last - 1)
        and tokens.joined(last)
    )


def _is_pronoun(tokens: Tokens, numbers: NumberWords, index: int) -> bool:
    """Say whether "one" counts nothing: "no one", "one another", but "that one man died"."""
    words = tokens.words
    after = words[index + 1] if index + 1 < len(words) else ""
    led = bool(index) and numbers.has("one_lead", words[index - 1]) and after not in numbers.people
    return led or numbers.has("one_tail", after)


def _fraction(tokens: Tokens, numbers: NumberWords, index: int, *, article: bool) -> Core | None:
    """Read "half a million", "a quarter of a million", "half a dozen"."""
    words, last = tokens.words, index + 1
    while last < len(words) and (
        numbers.has("of", words[last]) or numbers.has("article", words[last])
    ):
        last += 1
    if last >= len(words) or last > index + 3:
        return None
    scale = _scale(numbers, words[last])
    if not scale:
        return None
    value = round(numbers.kinds["fraction"][words[index]] * scale)
    return Core(index - article, last + 1, value, value, approx=scale > value > _MOST_WORDS)


def _sum(tokens: Tokens, numbers: NumberWords, index: int) -> tuple[int, int]:
    """Add up number words; gives the value and the token after the last word."""
    words, kinds = tokens.words, numbers.kinds
    total = current = 0
    last, scale = index, 0
    while last < min(len(words), index + _MOST_WORDS):
        word, size = words[last], int(_value(numbers, words[last]))
        if _is_small(numbers, word):
            if not _fits(tokens, numbers, last, 0 if last == index else current):
                break
            current += size
        elif word in kinds["hundred"] and current < _HUNDRED:
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
    if last > index + 1 and numbers.has("join", words[last - 1]):
        last -= 1  # what it joined is no part of the number
    return total + current, last


def _is_small(numbers: NumberWords, word: str) -> bool:
    return any(word in numbers.kinds[kind] for kind in ("unit", "ten", "teen_lead"))


def _fits(tokens: Tokens, numbers: NumberWords, index: int, current: int) -> bool:
    """Say whether a small number goes on with what was read: "twenty-five", "three ten"."""
    kinds, word, rest = numbers.kinds, tokens.words[index], current % _HUNDRED
    if word in kinds["teen_lead"]:
        return _leads_to_teen(tokens, numbers, index)
    if word in kinds["teen"] and 0 < rest < _TEN:
        return True
    if word in kinds["unit"]:
        large = kinds["unit"][word] >= _TEN
        return not (rest % _TEN or _TEN <= rest < _TWENTY or (rest and large))
    freely = bool(rest) and kinds["join"].get(tokens.words[index - 1]) == _FREE
    return rest < (_TEN if freely else 1)


def _leads_to_teen(tokens: Tokens, numbers: NumberWords, index: int) -> bool:
    return index + 1 < len(tokens) and numbers.has("teen", tokens.words[index + 1])


def _value(numbers: NumberWords, word: str) -> float:
    for kind in _SIZED:
        if word in numbers.kinds[kind]:
            return numbers.kinds[kind][word]
    return 0.0


def _goes_on(tokens: Tokens, numbers: NumberWords, last: int) -> bool:
    """Say whether a dash or "and" ties number words: "twenty-three", "a hundred and ten"."""
    words = tokens.words
    if last + 1 >= len(words):
        return False
    small = words[last + 1] in numbers.kinds["unit"] or words[last + 1] in numbers.kinds["ten"]
    if words[last] in DASHES:
        unit = words[last + 1] in numbers.kinds["unit"]
        return unit and words[last - 1] in numbers.kinds["ten"] and tokens.joined(last)
    scale = words[last - 1] in numbers.kinds["scale"]
    large = words[last - 1] in numbers.kinds["hundred"] or scale
    if numbers.kinds["join"].get(words[last]) == _FREE:
        below = words[last - 1] in numbers.kinds["unit"] and words[last + 1] in numbers.kinds["ten"]
        lead = _leads_to_teen(tokens, numbers, last + 1)
        return (
            below
            or (large and (small or lead))
            or (scale and words[last + 1] in numbers.kinds["hundred"])
        )
    return numbers.has("join", words[last]) and small and large
