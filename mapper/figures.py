"""Casualty figures: who was killed, injured, displaced, and how many, by phrase.

Sentences are read as classes of words (`mapper.grammar`): a quantity with the people it
counts, joined to a word for killing, hurting or moving. "Two soldiers and 16 gunmen were
killed" is 18 with its two groups kept; "including 20 children" is a part of another figure,
never added to it; "no casualties" is none killed and none injured. Words and phrases are
data: ``toll_words.csv``, ``groups.csv``, ``toll_phrases.csv``, ``part_phrases.csv``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.grammar import WORD, Classes, Tokens, number_classes, phrases, tokenise
from mapper.lexicon import rows
from mapper.numerals import Quantity, find_quantities
from mapper.schema import JOINER
from mapper.when import period_spans

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.grammar import Phrases

__all__ = ["Quantity", "Toll", "find_quantities", "find_tolls"]

_FIELDS = {
    "killed": "killed",
    "dead": "killed",
    "kill": "killed",
    "deaths": "killed",
    "lives": "killed",
    "lose": "killed",
    "claim": "killed",
    "toll": "killed",
    "number": "killed",
    "hurt": "injured",
    "poisoned": "injured",
    "wound": "injured",
    "affected": "injured",
    "suffer": "injured",
    "injury": "injured",
    "injuries": "injured",
    "displaced": "displaced",
    "fled": "displaced",
    "fleeing": "displaced",
    "displace": "displaced",
    "exodus": "displaced",
    "force": "displaced",
    "leave": "displaced",
}
"""What a word of a class says happened to the people counted."""

_ITEM_CLASSES = ("quantity", "vague", "others", "masked")
_ANYONE = (None, "people", "civilians")
"""Groups that a list after a comma may explain: "two people, a doctor and a nurse"."""
_HYPHENS = frozenset("-\u2010\u2011")
"""Between blanks they part a sentence as a comma does."""
_ATTACKERS = "attackers"
_OPEN = "_open"
"""Ending of the rules whose list runs up to a verb, wherever that verb's own clause begins."""
_CLAUSE = 16
"""Items back that a clause is searched for its verb."""
_CLAUSE_ENDS = ("stop", "break", "as", "who")
_LONGEST_ASIDE = 6
_GROUP_REACH = 3
"""Words before a word for people that may tell who they are: "civil defence workers"."""


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of people killed, injured or displaced, with the words that carry it.

    `group` is who they were in plain words, joined by ``"; "`` where the figure is a sum;
    `subset` marks a part of another figure; `since` a total over a period.
    """

    field: str
    quantity: Quantity
    group: str | None
    subset: bool
    start: int
    end: int
    rule: str
    since: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words for casualties of a language, and the phrases they stand in."""

    classes: Classes
    codes: Mapping[str, str]
    plain: str
    comma: str
    people: frozenset[str]
    breaks: frozenset[str]
    ends: frozenset[str]
    lower: frozenset[str]
    groups: Mapping[str, tuple[tuple[frozenset[str], str], ...]]
    tolls: Phrases
    parts: Phrases
    fields: Mapping[str, str]
    triggers: frozenset[str]


@cache
def _words(language: str) -> _Words:
    names = [*_ITEM_CLASSES]
    by_word: dict[str, str] = {}
    groups: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in rows(language, "toll_words"):
        by_word[row["word"]] = row["class"]
    for row in rows(language, "groups"):
        by_word.setdefault(row["word"], row["class"])
        after = frozenset(filter(None, row["after"].split("|")))
        groups.setdefault(row["word"], []).append((after, row["group"]))
    classes = number_classes([*names, *by_word.values()])
    return _Words(
        classes=classes,
        codes={word: classes.code(name) for word, name in by_word.items()},
        plain=classes.code(WORD),
        comma=classes.code("comma"),
        people=frozenset(map(classes.code, ("people", "person", "either", "attacker"))),
        breaks=frozenset(map(classes.code, ("and", "break", "who", "aux", "as"))),
        ends=frozenset(map(classes.code, _CLAUSE_ENDS)),
        lower=frozenset(row["word"] for row in rows(language, "toll_words") if row["lower"]),
        # A word before that tells who they are goes ahead of the plain meaning.
        groups={w: tuple(sorted(g, key=lambda one: not one[0])) for w, g in groups.items()},
        tolls=phrases(language, "toll_phrases", classes),
        parts=phrases(language, "part_phrases", classes),
        fields={classes.code(name): field for name, field in _FIELDS.items()},
        triggers=frozenset(w for w, name in by_word.items() if name in _FIELDS or name in ("casualties", "affected")),  # noqa: E501
    )


@dataclass(frozen=True, slots=True)
class _Items:
    """A text as a string of classes: quantities are one item, compounds are one item."""

    codes: str
    firsts: list[int]
    lasts: list[int]
    quantities: dict[int, Quantity]
    tokens: Tokens
    words: _Words

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


def find_tolls(
    text: str, quantities: Sequence[Quantity], *, language: str = "en"
) -> list[Toll]:
    """Find the casualty figures of a text.

    Parameters
    ----------
    text
        A sentence or a whole article.
    quantities
        Its quantities, as `find_quantities` gives them.
    language
        ISO 639-1 code; a folder of word lists.

    Returns
    -------
    tolls
        In the order of the text. A sum comes with its parts, marked as subsets.

    Examples
    --------
    >>> text = "Two soldiers and 16 gunmen were killed, including three children."
    >>> for toll in find_tolls(text, find_quantities(text)):
    ...     print(toll.field, toll.quantity.value_min, toll.group, toll.subset)
    killed 18 soldiers; fighters False
    killed 2 soldiers True
    killed 16 fighters True
    killed 3 children True
    """
    words = _words(language)
    tokens = tokenise(text)
    if words.triggers.isdisjoint(tokens.words):
        return []
    items = _items(tokens, words, quantities)
    stretches = list(_stretches(items))
    masked = _masked(items, stretches)
    tolls = [
        toll
        for match in words.tolls.expression.finditer(masked.codes)
        for toll in _tolls(masked, match)
    ]
    tolls = _with_parts(tolls, items, stretches)
    tolls.sort(key=lambda toll: (toll.start, toll.subset, toll.quantity.start))
    return _periods(text, tolls, items, language)


def _items(tokens: Tokens, words: _Words, quantities: Sequence[Quantity]) -> _Items:
    """Write a text as items: one per word, per quantity and per compound; quotes left out."""
    counted = {bisect_left(tokens.starts, q.start): q for q in quantities}
    quote = words.classes.code("quote")
    codes: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    placed: dict[int, Quantity] = {}
    index, size = 0, len(tokens)
    while index < size:
        quantity = counted.get(index)
        if quantity is not None:
            last = max(index, bisect_left(tokens.starts, quantity.end) - 1)
            code = words.classes.code(_quantity_class(quantity))
            placed[len(codes)] = quantity
        else:
            last = _compound_end(tokens, words, index)
            code = _class(tokens, words, index, last)
            last = _aside_end(tokens, words, index) or last
        if code != quote and not (quantity is None and tokens.words[index] == "(" and last > index):
            codes.append(code)
            firsts.append(index)
            lasts.append(last)
        index = last + 1
    return _Items("".join(codes), firsts, lasts, placed, tokens, words)


def _aside_end(tokens: Tokens, words: _Words, index: int) -> int:
    """Give the closing mark of an aside that says nothing for us: "(SOHR)"; else 0."""
    if tokens.words[index] != "(":
        return 0
    for last in range(index + 1, min(index + _LONGEST_ASIDE, len(tokens))):
        word = tokens.words[last]
        if word == ")":
            return last
        if word in words.codes and word not in words.lower or word.isdecimal():
            return 0
    return 0


def _class(tokens: Tokens, words: _Words, index: int, last: int) -> str:
    """Give the class of a word; a compound counts only as people ("ex-soldiers")."""
    word = tokens.words[last]
    code = words.codes.get(word, words.plain)
    if word in words.lower and tokens.raw(last).isupper():
        return words.plain  # "IS" is no verb
    if last > index:
        return code if code in words.people else words.plain
    return words.comma if word in _HYPHENS else code


def _quantity_class(quantity: Quantity) -> str:
    if quantity.value_min is None:
        return "vague"
    return "others" if quantity.further else "quantity"


def _compound_end(tokens: Tokens, words: _Words, index: int) -> int:
    """Give the last token of a word tied by dashes: "38-year-old", "pro-regime"."""
    last = index
    if tokens.words[index] in _HYPHENS:
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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Items that tell of parts of a figure: all of them, the list in them, its field."""

    first: int
    last: int
    listed: tuple[int, int]
    field: str | None
    rule: str


def _stretches(items: _Items) -> Iterator[_Stretch]:
    """Find the stretches that tell of parts: "including two children", "30 of them women"."""
    phrase = items.words.parts
    for match in phrase.expression.finditer(items.codes):
        rule, last = phrase.rule(match), match.end()
        first_listed, last_listed = phrase.span(match, "list")
        if rule.endswith(_OPEN) and _verb_before(items, match.start()):
            # "12 were killed including two children and six people were wounded"
            last_listed = last = _last_join(items, first_listed, last)
        kind = phrase.span(match, "kind")[0]
        field = items.words.fields.get(items.codes[kind]) if kind >= 0 else None
        listed = (first_listed, last_listed)
        yield _Stretch(match.start(), last, listed, field, rule.removesuffix(_OPEN))


def _verb_before(items: _Items, item: int) -> bool:
    """Say whether the clause has its word for killing or hurting before an item."""
    for code in reversed(items.codes[max(0, item - _CLAUSE) : item]):
        if code in items.words.ends:
            return False
        if code in items.words.fields:
            return True
    return False


def _last_join(items: _Items, first: int, last: int) -> int:
    """Give the item of the last "and" of a list, else its end."""
    joins = items.of(first, last, "and")
    return joins[-1] if joins else last


def _masked(items: _Items, stretches: Sequence[_Stretch]) -> _Items:
    """Cover stretches, so that the figures around them are read across."""
    codes = list(items.codes)
    mask = items.words.classes.code("masked")
    for stretch in stretches:
        codes[stretch.first : stretch.last] = [mask] * (stretch.last - stretch.first)
    return replace(items, codes="".join(codes))


@dataclass(frozen=True, slots=True)
class _Part:
    """One member of a list of people: how many, who, and whether they were the attackers."""

    quantity: Quantity
    group: str | None


def _listed(items: _Items, first: int, last: int) -> list[_Part]:
    """Read a list of people: "two soldiers and 16 gunmen", "a child and his father"."""
    edges = _members(items, first, last)
    found = []
    for left, right in pairwise(edges):
        part = _member(items, left, right)
        if part is not None:
            found.append(part)
        elif found and found[-1].group is None:
            people = items.of(left, right, "people", "either")
            if people:  # "70 Syrian regime and rebel fighters"
                found[-1] = replace(found[-1], group=_group(items, people[-1]))
    return found


def _members(items: _Items, first: int, last: int) -> list[int]:
    """Give the edges of the members of a list: at "and", commas, and where a new count begins."""
    joins = items.of(first, last, "and", "comma", "with", "well")
    people = items.of(first, last, "people", "person", "either")
    counts = [
        i
        for i in items.of(first, last, "quantity", "vague", "others")
        if people and i > people[0] and not items.of(i - 1, i, "of", "from")
    ]
    return [first, *sorted({*joins, *counts} - {first}), last]


def _member(items: _Items, first: int, last: int) -> _Part | None:
    """Read one member of a list."""
    counted = [i for i in range(first, last) if i in items.quantities and _open(items, i)]
    attackers = items.of(first, last, "attacker")
    people = items.of(first, last, "people", "person", "either")
    group = _ATTACKERS if attackers else _group(items, people[-1]) if people else None
    if counted:
        return _Part(items.quantities[counted[0]], group)
    heads = attackers or items.of(first, last, "person", "either")
    if not heads:
        return None
    lead = items.of(first, last, "a", "the", "poss") or heads
    start, end = items.start(lead[0]), items.end(heads[-1])
    text = items.tokens.text[start:end]
    further = items.tokens.words[items.firsts[lead[0]]] == "another"
    return _Part(Quantity(start, end, text, 1, 1, further=further), group)


def _open(items: _Items, item: int) -> bool:
    return items.codes[item] != items.words.classes.code("masked")


def _group(items: _Items, item: int) -> str | None:
    """Name who the people of an item are, from the word and the words before it."""
    last = items.lasts[item]
    before = set(items.tokens.words[max(0, last - _GROUP_REACH) : last])
    for needed, group in items.words.groups.get(items.tokens.words[last], ()):
        if not needed or needed & before:
            return group
    return None


def _total(parts: Sequence[_Part], text: str) -> Quantity:
    """Add up the members of a list; vague members leave the sum open."""
    quantities = [part.quantity for part in parts]
    if len(quantities) == 1:
        return quantities[0]
    known = [q for q in quantities if q.value_min is not None and q.value_max is not None]
    start, end = quantities[0].start, max(q.end for q in quantities)
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value_min=sum(q.value_min or 0 for q in known) if known else None,
        value_max=sum(q.value_max or 0 for q in known) if known else None,
        open=any(q.open for q in quantities) or len(known) < len(quantities),
        approx=any(q.approx for q in quantities),
        further=quantities[0].further,
    )


def _tolls(items: _Items, match: re.Match[str]) -> Iterator[Toll]:
    """Turn a match of the toll phrases into figures."""
    phrase = items.words.tolls
    rule = phrase.rule(match)
    start, end = items.start(match.start()), items.end(match.end() - 1)
    if rule == "both":
        return
    verb = items.codes[max(phrase.span(match, "verb")[0], phrase.span(match, "bare")[0])]
    if rule == "zero":
        yield from _none(items, match, start, end)
        return
    field = items.words.fields[verb]
    first, last = phrase.span(match, "list")
    everyone = _listed(items, first, last)
    parts = [part for part in everyone if part.group != _ATTACKERS]
    if len(parts) > 1 and _explains(items, first, last, parts):
        parts = parts[:1]
    if not parts:
        return
    quantity = _total(parts, items.tokens.text)
    if rule == "toll" and quantity.text.lower().startswith("from "):
        quantity = replace(quantity, value_min=quantity.value_max)
    groups = list(dict.fromkeys(part.group for part in parts if part.group))
    yield Toll(field, quantity, JOINER.join(groups) or None, subset=False, start=start, end=end, rule=rule)
    if len(parts) > 1:
        for part in parts:
            if part.group:
                yield Toll(field, part.quantity, part.group, subset=True, start=start, end=end, rule="part")


def _explains(items: _Items, first: int, last: int, parts: Sequence[_Part]) -> bool:
    """Say whether a list only explains its first member: "one person, a woman"."""
    if not items.of(first, last, "comma"):
        return False
    if not items.of(first, last, "and", "with", "well"):
        return True
    count = parts[0].quantity.value_min
    if parts[0].group not in _ANYONE or parts[0].quantity.open or count is None:
        return False
    return count == sum(part.quantity.value_min or 0 for part in parts[1:])


def _none(items: _Items, match: re.Match[str], start: int, end: int) -> Iterator[Toll]:
    """Read that nobody was hurt: "no casualties" is none killed and none injured."""
    phrase = items.words.tolls
    nothing = Quantity(start, end, items.tokens.text[start:end], 0, 0)
    people = items.of(match.start(), match.end(), "people", "person", "either")
    group = _group(items, people[-1]) if people else None
    fields: dict[str, None] = {}
    for name in ("verb", "other"):
        item = phrase.span(match, name)[0]
        if item >= 0:
            field = items.words.fields.get(items.codes[item])
            fields |= dict.fromkeys([field] if field else ["killed", "injured"])
    partial = group not in (None, "people")
    for field in fields:
        yield Toll(field, nothing, group, subset=partial, start=start, end=end, rule="zero")


def _with_parts(
    tolls: list[Toll], items: _Items, stretches: Sequence[_Stretch]
) -> list[Toll]:
    """Add the parts that stretches tell of to the figures; attackers among the dead come off.

    A part belongs to the figure begun last before it.
    """
    kept = list(tolls)
    wholes = sorted((toll.start, number) for number, toll in enumerate(tolls) if not toll.subset)
    for stretch in stretches:
        if stretch.listed[0] < 0:
            continue
        start, end = items.start(stretch.first), items.end(stretch.last - 1)
        place = bisect_right(wholes, (start, len(tolls))) - 1
        whole = wholes[place][1] if place >= 0 else None
        field = stretch.field or (kept[whole].field if whole is not None else None)
        for part in _listed(items, *stretch.listed):
            if part.group == _ATTACKERS and whole is not None:
                kept[whole] = _less(kept[whole], part.quantity)
            elif field and part.group and part.group != _ATTACKERS:
                words = (part.quantity, part.group)
                kept.append(Toll(field, *words, subset=True, start=start, end=end, rule=stretch.rule))
    return kept


def _less(toll: Toll, attackers: Quantity) -> Toll:
    """Take attackers off a figure that includes them: "ten people including the bomber"."""
    low, high, fewer = toll.quantity.value_min, toll.quantity.value_max, attackers.value_max
    if low is None or high is None or fewer is None:
        return toll
    left = replace(toll.quantity, value_min=max(0, low - fewer), value_max=max(0, high - fewer))
    return replace(toll, quantity=left)


def _periods(text: str, tolls: list[Toll], items: _Items, language: str) -> list[Toll]:
    """Mark the tolls that are totals over a period: "since Thursday", "so far this month".

    A period speaks for a figure of its own clause with no other such figure between them.
    """
    if not tolls:
        return tolls
    starts = {start for start, _ in period_spans(text, language=language)}
    starts |= {items.start(i) for i in items.of(0, len(items.codes), "since")}
    if not starts:
        return tolls
    ends = [items.start(i) for i in items.of(0, len(items.codes), *_CLAUSE_ENDS)]
    marked = set()
    for field in dict.fromkeys(toll.field for toll in tolls):
        of_field = [(t.quantity.start, n) for n, t in enumerate(tolls) if t.field == field]
        wholes = [start for start, n in of_field if not tolls[n].subset]
        for period in starts:
            clause, place = bisect_left(ends, period), bisect_left(wholes, period)
            near = {*wholes[max(0, place - 1) : place], *wholes[place : place + 1]}
            marked |= {n for start, n in of_field if start in near and bisect_left(ends, start) == clause}
    return [replace(toll, since=True) if n in marked else toll for n, toll in enumerate(tolls)]
