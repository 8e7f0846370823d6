"""Lists of people in a text: who and how many, one by one and together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.text.numbers.find import Quantity
from mapper.text.numbers.words import number_words
from mapper.text.tolls.items import is_covered
from mapper.text.tolls.words import COUNTS, PEOPLE, TWO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.tolls.items import Items

NAMED = "named"
"""Rule of the people who are told by their names."""
NOUN = "noun"
_ALONE = {
    "pronoun": ("him", "poss"),
    "ordinal": ("ordinal",),
    "someone": ("word", "name"),
    NOUN: ("one_dead", "two_dead", "one_hurt", "two_hurt", "his_hurt", "their_hurt"),
}
"""Rules, and the classes of words that are one person each, or two, in what they find."""
ATTACKERS = "attackers"
"""Group of those whose death is told but not counted."""

_UNTOLD = (None, "people")
"""Groups that say nothing of who they were."""
_ANYONE = (*_UNTOLD, "civilians")
"""Groups that a list after a comma may explain: "two people, a doctor and a nurse"."""
_GROUP_REACH = 3
"""Words before a word for people that may tell who they are: "civil defence workers"."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a list of people: how many, who, and whether they were the attackers."""

    quantity: Quantity
    group: str | None


def listed(items: Items, first: int, last: int, rule: str = "") -> list[Member]:
    """Read a list of people: "two soldiers and 16 gunmen", "a child and his father".

    The rule of the phrase tells what else is one person each: names, "him", "a fourth".
    """
    edges = _members(items, first, last)
    found = []
    for left, right in pairwise(edges):
        part = None if _tells_who(items, left, right, rule) else _member(items, left, right, rule)
        if part is not None:
            found.append(part)
        elif found and found[-1].group in _UNTOLD:
            people = items.of(left, right, "people", "either")
            if people:  # "70 Syrian regime and rebel fighters"
                found[-1] = replace(found[-1], group=group_of(items, people[-1]))
    return found


def _members(items: Items, first: int, last: int) -> list[int]:
    """Give the edges of the members of a list: at "and", commas, and where a new count begins."""
    joins = items.of(first, last, "and", "comma", "with", "well")
    people = items.of(first, last, *PEOPLE)
    counts = [
        i
        for i in items.of(first, last, *COUNTS)
        if people and i > people[0] and not items.of(i - 1, i, "of", "from")
    ]
    return [first, *sorted({*joins, *counts} - {first}), last]


def _member(items: Items, first: int, last: int, rule: str) -> Member | None:
    """Read one member of a list."""
    counted = [i for i in range(first, last) if i in items.quantities and not is_covered(items, i)]
    attackers = items.of(first, last, "attacker")
    people = items.of(first, last, *PEOPLE)
    if not counted and items.words.heads_first:
        people = people[:1]
    group = ATTACKERS if attackers else group_of(items, people[-1]) if people else None
    if counted:
        return Member(items.quantities[counted[0]], group)
    heads = attackers or [i for i in people[-1:] if not items.of(i, i + 1, "people")]
    heads = heads or _alone(items, first, last, people, rule)
    if not heads:
        return None
    lead = items.of(first, last, "a", "another", "the", "poss") or heads
    start, end = items.start(lead[0]), items.end(heads[-1])
    text = items.tokens.text[start:end]
    hedges = number_words(items.words.language).before
    further = hedges.get((items.tokens.words[items.firsts[lead[0]]],)) == "further"
    further = further or bool(items.of(first, last, "ordinal"))
    many = 2 if items.of(heads[-1], heads[-1] + 1, *TWO) else 1
    return Member(Quantity(start, end, text, many, many, further=further), group)


def _tells_who(items: Items, first: int, last: int, rule: str) -> bool:
    """See what somebody is beside their age: "Omar, 34, a teacher, and his brother"."""
    return (
        rule == NAMED
        and bool(items.of(first - 1, first, "age"))
        and bool(items.of(first + 1, first + 2, "a"))
        and items.codes[first] == items.words.comma
        and not items.of(first, last, "name")
        and not items.codes.startswith(items.words.classes.code("and"), last)
    )


def _alone(items: Items, first: int, last: int, people: Sequence[int], rule: str) -> list[int]:
    """Give who is meant where no word for people says it: "him", "a fourth", a name."""
    if rule == NAMED:
        names = items.of(people[-1] if people else first, last, "name")
        return names[-1:]
    return [] if people else items.of(first, last, *_ALONE.get(rule, ("another", "ordinal")))[-1:]


def group_of(items: Items, item: int) -> str | None:
    """Name who the people of an item are, from the word and the words before it."""
    last = items.lasts[item]
    words = items.tokens.words
    before, behind = (
        set(words[max(0, last - _GROUP_REACH) : last]),
        set(words[last + 1 : last + 1 + _GROUP_REACH]),
    )
    word = items.tokens.words[last]
    if items.firsts[item] < last:
        whole = "".join(items.tokens.words[items.firsts[item] : last + 1])
        word = whole if whole in items.words.groups else word
    for told in items.words.groups.get(word, ()):
        if (not told.after or told.after & before) and (not told.before or told.before & behind):
            return told.group
    return None


def total(parts: Sequence[Member], text: str) -> Quantity:
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


def only_explains(items: Items, first: int, last: int, parts: Sequence[Member]) -> bool:
    """Say whether a list only explains its first member: "one person, a woman"."""
    if len(parts) <= 1 or not items.of(first, last, "comma"):
        return False
    if not items.of(first, last, "and", "with", "well"):
        return True
    count = parts[0].quantity.value_min
    if parts[0].group not in _ANYONE or count is None:
        return False
    return count == sum(part.quantity.value_min or 0 for part in parts[1:])
