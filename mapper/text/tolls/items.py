"""A text as the toll phrases see it: words, quantities and people, one class each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.text.tolls.ages import ages
from mapper.text.tolls.words import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.text.numbers.find import Quantity
    from mapper.text.tolls.words import TollWords
    from mapper.words import Tokens

_OLDEST = 110
_AGED = 2
"""Items before an age: whose it is, and the comma."""
_HYPHENS = frozenset("-\u2010\u2011")
"""Between blanks they part a sentence as a comma does."""
_LONGEST_ASIDE = 6


@dataclass(frozen=True, slots=True)
class Items:
    """A text as a string of classes: quantities are one item, compounds are one item."""

    codes: str
    firsts: list[int]
    lasts: list[int]
    quantities: dict[int, Quantity]
    tokens: Tokens
    words: TollWords

    def start(self, item: int) -> int:
        """Give the first code point of an item."""
        return self.tokens.starts[self.firsts[item]]

    def end(self, item: int) -> int:
        """Give the code point after an item."""
        return self.tokens.ends[self.lasts[item]]

    def of(self, first: int, last: int, *names: str) -> list[int]:
        """Give the items of some classes in a stretch."""
        wanted = [self.words.classes.code(name) for name in names]
        return [i for i in range(first, last) if self.codes[i] in wanted]


def read_items(tokens: Tokens, words: TollWords, quantities: Sequence[Quantity]) -> Items:
    """Write a text as items: one per word, per quantity and per compound; quotes left out."""
    counted = {bisect_left(tokens.starts, q.start): q for q in quantities}
    quote = words.classes.code("quote")
    codes: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    placed: dict[int, Quantity] = {}
    index, size = 0, len(tokens)
    aged = ages(tokens, words)
    while index < size:
        if index in aged:
            last = next(at for at in range(index, size) if at + 1 not in aged)
            if _tells_age(tokens, words, codes, last + 1):
                codes.append(words.age)
                firsts.append(index)
                lasts.append(last)
            index = last + 1
            continue
        quantity = counted.get(index)
        if quantity is not None:
            last = max(index, bisect_left(tokens.starts, quantity.end) - 1)
            if _is_of_one(tokens, words, codes, last):  # "a boy of 12", "a mother of three"
                for kept in (codes, firsts, lasts):
                    kept.pop()
                index = last + 1
                continue
            if _is_age(tokens, words, codes, index, last):
                code = words.age
            else:
                code = words.classes.code(_quantity_class(quantity))
                placed[len(codes)] = quantity
        else:
            last = _compound_end(tokens, words, index)
            code = _class(tokens, words, index, last)
            last = _aside_end(tokens, words, index, codes) or last
            if (
                codes[-1:] == [words.name]
                and last in (index + _AGED, index + _AGED + 1)
                and _before_age(tokens, words, index)
            ):
                code = words.age  # "Omar (34)"
        is_aside = quantity is None and tokens.words[index] == "(" and last > index
        if code != quote and (code == words.age or not is_aside):
            codes.append(code)
            firsts.append(index)
            lasts.append(last)
        index = last + 1
    return Items("".join(codes), firsts, lasts, placed, tokens, words)


def _tells_age(tokens: Tokens, words: TollWords, codes: Sequence[str], after: int) -> bool:
    """See an age between commas behind a name: "Omar Sample, aged 44, and ..."."""
    closed = words.codes.get("".join(tokens.words[after : after + 1])) == words.comma
    return closed and codes[-2:] == [words.name, words.comma]


def _aside_end(tokens: Tokens, words: TollWords, index: int, codes: Sequence[str]) -> int:
    """Give the closing mark of an aside that says nothing: "(SOHR)", "a boy (12)"; else 0."""
    if tokens.words[index] != "(":
        return 0
    inside = tokens.words[index + 1 : index + 4]
    unit = int(inside[1:2] != [")"] and "".join(inside[1:2]) in words.years)
    whose = [words.name, *map(words.classes.code, ("person", "either"))]
    if not words.capitals:
        whose.append(words.plain)  # who knows what is a name
    if (
        codes
        and codes[-1] in whose
        and inside[1 + unit : 2 + unit] == [")"]
        and inside[0].isdecimal()
    ):
        return index + 2 + unit if _is_years(inside[0]) else 0
    for last in range(index + 1, min(index + _LONGEST_ASIDE, len(tokens))):
        word = tokens.words[last]
        if word == ")":
            return last
        if (word in words.codes and word not in words.lower) or word.isdecimal():
            return 0
    return 0


def _class(tokens: Tokens, words: TollWords, index: int, last: int) -> str:
    """Give the class of a word; a compound counts only as people ("ex-soldiers")."""
    word = tokens.words[last]
    code = words.codes.get(word, words.plain)
    if last > index:  # "daughter-in-law" is one word of the list
        code = words.codes.get("".join(tokens.words[index : last + 1]), code)
    if word in words.lower and tokens.raw(last).isupper():
        return words.plain  # "IS" is no verb
    if last > index:
        code = code if code in words.people else words.plain
    elif word in _HYPHENS:
        return words.comma
    if code != words.plain or not tokens.text[tokens.starts[last]].isupper():
        return code
    if _owns_person(tokens, words, last):
        return words.classes.code("poss")  # "Omar's wife"
    return words.name if _is_name(tokens, words, index, last) else code


def _is_name(tokens: Tokens, words: TollWords, index: int, last: int) -> bool:
    """See a word with a capital that may be the name of a person: none that only opens a sentence.

    Abbreviations are bodies; a capital that opens a sentence counts before another one.
    """
    if not words.capitals or tokens.words[last] in words.no_names or not _is_capital(tokens, last):
        return False
    opens = index == 0 or words.codes.get(tokens.words[index - 1]) in words.stops
    following = last + 1
    return (
        not opens
        or _before_age(tokens, words, following)
        or (
            following < len(tokens)
            and _is_capital(tokens, following)
            and tokens.words[following] not in words.codes
        )
    )


def _owns_person(tokens: Tokens, words: TollWords, index: int) -> bool:
    """See a name in the genitive right before one person: "Omar's wife"."""
    following = "".join(tokens.words[index + 1 : index + 2])
    is_person = words.codes.get(following) == words.classes.code("person")
    return is_person and tokens.raw(index).replace("\u2019", "'").endswith(words.genitives)


def _is_years(word: str) -> bool:
    """Tell whether a word is a number of years that somebody may have lived."""
    return word.isdecimal() and len(word) <= len(str(_OLDEST)) and int(word) <= _OLDEST


def _before_age(tokens: Tokens, words: TollWords, index: int) -> bool:
    """See an age between marks: ", 34," or "(34)"."""
    inside = tokens.words[index : index + 3]
    if len(inside) < _AGED + 1 or not _is_years(inside[1]):
        return False
    if inside[0] == "(":
        return inside[2] == ")"
    return words.codes.get(inside[0]) == words.comma and _ends_age(tokens, words, index + _AGED)


def _is_capital(tokens: Tokens, index: int) -> bool:
    raw = tokens.raw(index)
    return raw[0].isupper() and not raw.isupper()


def _is_age(tokens: Tokens, words: TollWords, codes: Sequence[str], index: int, last: int) -> bool:
    """See the age of whoever stands before it: "his aunt Salma, 45, was hurt"."""
    if index != last or not tokens.words[index].isdecimal() or len(codes) < _AGED:
        return False
    whose, comma = codes[-_AGED:]
    return (
        comma == words.comma
        and whose in (words.name, words.classes.code("person"))
        and _is_years(tokens.words[index])
        and _ends_age(tokens, words, last + 1)
    )


def _ends_age(tokens: Tokens, words: TollWords, index: int) -> bool:
    """See the comma after an age; what goes on with "including" is a figure."""
    mark, after = ("".join(tokens.words[at : at + 1]) for at in (index, index + 1))
    is_figure = words.codes.get(after) == words.classes.code("including")
    return words.codes.get(mark) == words.comma and not is_figure


def _is_of_one(tokens: Tokens, words: TollWords, codes: Sequence[str], last: int) -> bool:
    """See the age or the children of one person: "a boy of 12", but "a boy of two families"."""
    person, of = (words.classes.code(name) for name in ("person", "of"))
    if len(codes) < _AGED or codes[-1] != of or codes[-2] != person:
        return False
    after = "".join(tokens.words[last + 1 : last + 2])
    code = words.codes.get(after, words.plain if after.isalpha() else words.comma)
    return code != words.plain and code not in words.people


def _quantity_class(quantity: Quantity) -> str:
    if quantity.value_min is None:
        return "vague"
    return "others" if quantity.further else "quantity"


def _compound_end(tokens: Tokens, words: TollWords, index: int) -> int:
    """Give the last token of a word tied by dashes: "38-year-old", "pro-regime"."""
    last = index
    following = tokens.words[index + 1 : index + 2]
    if not (following and following[0] in _HYPHENS) or tokens.words[index] in _HYPHENS:
        return last
    while (
        last + 2 < len(tokens)
        and tokens.words[last + 1] in _HYPHENS
        and tokens.joined(last)
        and tokens.joined(last + 1)
        and tokens.words[last + 2][0].isalnum()
        and words.codes.get(tokens.words[last + 2], words.plain) not in words.breaks
    ):
        last += 2
    return last


def covered(items: Items, stretches: Iterable[tuple[int, int]]) -> Items:
    """Cover stretches of items, so that the figures around them are read across."""
    codes = list(items.codes)
    mask = items.words.classes.code(MASK)
    for first, last in stretches:
        codes[first:last] = [mask] * (last - first)
    return replace(items, codes="".join(codes))


def is_covered(items: Items, item: int) -> bool:
    """Say whether an item lies in a covered stretch."""
    return items.codes[item] == items.words.classes.code(MASK)
