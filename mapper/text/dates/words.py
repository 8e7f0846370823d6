"""Words for time and measure in a text, as phrases of classed tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mapper.words import WORD, Classes, Tokens, class_phrases, number_classes, rows, tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.words import Language, Phrases

NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})(?P<by>[/-])(?P<m>\d{1,2})(?P=by)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}))(?!\d)"
)
"""A date in digits; always five tokens."""

MONTHS = ("month", "month_plain", "month_short", "month_two")
"""Classes of months; of one in ``month_two`` the word behind it tells which of two it is."""
UNITS = (
    *("unit_day", "unit_week", "unit_month", "unit_year", "unit_hour"),
    *("units_day", "units_week", "units_month", "units_year", "units_hour"),
)
"""Classes of units; ``units_`` of those that say by themselves that they are two, or some."""
NUMBERS = ("day", "year", "round", "num", "numword")

_NUMERIC_TOKENS = 5
_DIGIT_CLASSES = (*NUMBERS, "zero", "dayyear", "numdate", "numrest")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LAST_DAY = 31
_DAY_DIGITS, _YEAR_DIGITS, _RUN_TOGETHER = 2, 4, (5, 6)


@dataclass(frozen=True, slots=True, eq=False)
class TimeWords:
    """Words for time of a language, each with its classes, and its phrases."""

    language: Language
    classes: Classes
    entries: Mapping[str, tuple[dict[str, str], ...]]
    phrases: Phrases

    def value(self, word: str, names: Sequence[str]) -> str:
        """Give the value of a word in one of some classes."""
        return next((e["value"] for e in self.entries.get(word, ()) if e["class"] in names), "")

    def encode(self, tokens: Tokens) -> str:
        """Write the class of each token as one character."""
        codes = [self.classes.code(WORD)] * len(tokens)
        entries = self.entries
        for index, word in enumerate(tokens.words):
            if word in entries:
                upper = tokens.raw(index)[0].isupper()
                for entry in entries[word]:
                    if upper or not entry["capital"]:
                        codes[index] = self.classes.code(entry["class"])
                        break
            elif word.isdecimal():
                codes[index] = self.classes.code(_number_class(word))
        for match in NUMERIC.finditer(tokens.text):
            first = bisect_left(tokens.starts, match.start())
            rest = [self.classes.code("numrest")] * (_NUMERIC_TOKENS - 1)
            codes[first : first + _NUMERIC_TOKENS] = [self.classes.code("numdate"), *rest]
        return "".join(codes)


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """The tokens a rule matched, with their classes.

    `lead` is the class of a word before that changes what is meant ("since", "by"), `way`
    that of "ago" and its like, `span` says that a period is named.
    """

    rule: str
    tokens: Tokens
    codes: str
    first: int
    last: int
    lead: str
    way: str
    span: bool
    words: TimeWords

    def found(self, *names: str) -> list[int]:
        """Give the tokens of some classes."""
        known = self.words.classes.codes
        wanted = [known[name] for name in names if name in known]
        return [i for i in range(self.first, self.last) if self.codes[i] in wanted]

    def has(self, *names: str) -> bool:
        """Say whether a token is of one of some classes."""
        return bool(self.found(*names))

    def values(self, *names: str) -> list[str]:
        """Give the values of the tokens of some classes, from the word list."""
        return [self.words.value(self.tokens.words[i], names) for i in self.found(*names)]

    def part(self, first: int, last: int) -> TimePhrase:
        """Give a stretch of the phrase as a phrase of its own."""
        return replace(self, first=first, last=last, lead="", way="", span=False)

    @property
    def has_articles(self) -> bool:
        """Whether the language has an "a": "week ago" is then no week ago."""
        return "article" in self.words.classes.codes

    @property
    def start(self) -> int:
        """Give the first code point."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """Give the code point after the last."""
        return self.tokens.ends[self.last - 1]


@cache
def _words(language: Language) -> TimeWords:
    entries: dict[str, list[dict[str, str]]] = {}
    for row in rows(language, "time"):
        entries.setdefault(row["word"], []).append(row)
    for row in rows(language, "numbers"):
        if row["kind"] in ("unit", "ten", "hundred", "scale", "group"):
            number = {"class": "numword", "value": row["value"], "capital": ""}
            entries.setdefault(row["word"], []).append(number)
    names = [entry["class"] for same in entries.values() for entry in same]
    classes = number_classes([*_DIGIT_CLASSES, *names])
    return TimeWords(
        language=language,
        classes=classes,
        entries={word: tuple(same) for word, same in entries.items()},
        phrases=class_phrases(language, "date_phrases", classes),
    )


def _number_class(digits: str) -> str:
    """Tell a day of the month, a year, a day and year run together, and other digits."""
    if len(digits) <= _DAY_DIGITS:
        return "zero" if int(digits) == 0 else "day" if int(digits) <= _LAST_DAY else "num"
    if len(digits) == _YEAR_DIGITS and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        return "year" if int(digits) % 100 else "round"
    if len(digits) in _RUN_TOGETHER and 1 <= int(digits[:-_YEAR_DIGITS]) <= _LAST_DAY:
        year = int(digits[-_YEAR_DIGITS:])
        return "dayyear" if _FIRST_YEAR <= year <= _LAST_YEAR else "num"
    return "num"


@lru_cache(maxsize=4)
def read_phrases(text: str, language: Language) -> tuple[TimePhrase, ...]:
    """Find the phrases of a text that speak of time or measure, in its order.

    The last few texts are remembered: dates, taken spans and periods are asked for in turn.
    """
    words = _words(language)
    tokens = tokenise(text)
    codes = words.encode(tokens)
    return tuple(
        TimePhrase(
            rule=words.phrases.rule(match),
            tokens=tokens,
            codes=codes,
            first=match.start(),
            last=match.end(),
            lead=_class_name(words, codes, words.phrases.span(match, "lead")[0]),
            way=_class_name(words, codes, words.phrases.span(match, "way")[0]),
            span=words.phrases.span(match, "span")[0] >= 0,
            words=words,
        )
        for match in words.phrases.find(codes)
    )


def _class_name(words: TimeWords, codes: str, index: int) -> str:
    """Name the class of a token; empty where there is none."""
    return words.classes.name(codes[index]) if index >= 0 else ""
