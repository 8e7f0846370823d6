"""Casualty figures: who was killed, injured, displaced, and how many, by phrase.

Sentences are read as classes of words (`mapper.words.grammar`): a quantity with the people it
counts, joined to a word for killing, hurting or moving. "Two soldiers and 16 gunmen were
killed" is 18 with its two groups kept; "including 20 children" is a part of another figure,
never added to it; "no casualties" is none killed and none injured. Words and phrases are
data: ``toll_words.csv``, ``groups.csv``, ``toll_phrases.csv``, ``part_phrases.csv``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER
from mapper.text.dates.find import no_periods, period_spans
from mapper.text.numbers.find import Quantity, find_quantities
from mapper.text.numbers.words import number_words
from mapper.text.tolls.items import covered, read_items
from mapper.text.tolls.people import ATTACKERS, NAMED, group_of, listed, only_explains, total
from mapper.text.tolls.words import CLAUSE_ENDS, COUNTS, HURT_TOO, PEOPLE, toll_words
from mapper.words import DEFAULT_LANGUAGE, cues, phrase, tokenise

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from mapper.text.tolls.items import Items
    from mapper.words import Language

__all__ = ["Quantity", "Toll", "find_quantities", "find_tolls"]

TOLL = "toll"
"""Rule of the figures that the text calls the toll, or the number of the dead."""
_RULE_FIELDS = {"hospital": "injured", "limb": "injured"}
"""Rules that say what befell people where no word for it does."""
_OPEN = "_open"
"""Ending of the rules whose list runs up to a verb, wherever that verb's own clause begins."""
_CLAUSE = 16
"""Items back that a clause is searched for its verb."""
_EARLIER_REACH = 70
"""Code points back in which words make a figure an earlier one."""


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of people killed, injured or displaced, with the words that carry it.

    `group` is who they were in plain words, joined by ``"; "`` where the figure is a sum;
    `subset` marks a part of another figure; `since` a total over a period; `earlier` one
    that the text says has been overtaken, `total` the sum over several strikes of an
    article (known only when all of them are).
    """

    field: str
    quantity: Quantity
    group: str | None
    subset: bool
    start: int
    end: int
    rule: str
    since: bool = False
    earlier: bool = False
    total: bool = False


def find_tolls(
    text: str, quantities: Sequence[Quantity], *, language: Language = DEFAULT_LANGUAGE
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
    words = toll_words(language)
    tokens = tokenise(text)
    if words.triggers.isdisjoint(tokens.words):
        return []
    items = read_items(tokens, words, quantities)
    stretches = list(_stretches(items))
    masked = covered(items, [(one.first, one.last) for one in stretches])
    tolls = [toll for match in words.tolls.find(masked.codes) for toll in _tolls(masked, match)]
    tolls = _with_parts(tolls, items, stretches)
    tolls.sort(key=lambda toll: (toll.start, toll.subset, toll.quantity.start))
    return _overtaken(text, _periods(text, tolls, items, language), language)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Items that tell of parts of a figure: all of them, the list in them, its field."""

    first: int
    last: int
    listed: tuple[int, int]
    field: str | None
    rule: str


def _stretches(items: Items) -> Iterator[_Stretch]:
    """Find the stretches that tell of parts: "including two children", "30 of them women"."""
    phrase = items.words.parts
    for match in phrase.find(items.codes):
        rule, last = phrase.rule(match), match.end()
        first_listed, last_listed = phrase.span(match, "list")
        if rule.endswith(_OPEN) and _verb_before(items, match.start()):
            # "12 were killed including two children and six people were wounded"
            last_listed = last = _last_join(items, first_listed, last)
        kind = phrase.span(match, "kind")[0]
        field = items.words.fields.get(items.codes[kind]) if kind >= 0 else None
        listed = (first_listed, last_listed)
        yield _Stretch(match.start(), last, listed, field, rule.removesuffix(_OPEN))


def _verb_before(items: Items, item: int) -> bool:
    """Say whether the clause has its word for killing or hurting before an item.

    Where a figure stands between the two the word must govern it: "killed 12 people
    including ..." has its verb, "nine dead in raid at least 12 people including ..." not.
    """
    counts = [items.words.classes.code(name) for name in COUNTS]
    for index in range(item - 1, max(0, item - _CLAUSE) - 1, -1):
        code = items.codes[index]
        if code in items.words.ends:
            return False
        if code in items.words.fields:
            return True
        if code in counts:
            return any(c in items.words.fields for c in items.codes[max(0, index - 2) : index])
    return False


def _last_join(items: Items, first: int, last: int) -> int:
    """Give the item of the last "and" of a list, else its end."""
    joins = items.of(first, last, "and")
    return joins[-1] if joins else last


def _tolls(items: Items, match: re.Match[str]) -> Iterator[Toll]:
    """Turn a match of the toll phrases into figures: one, and its parts if it is a sum."""
    phrase = items.words.tolls
    rule = phrase.rule(match)
    start, end = items.start(match.start()), items.end(match.end() - 1)
    if rule == "zero":
        yield from _none(items, match, start, end)
    first, last = phrase.span(match, "list")
    if first < 0:  # nobody, or killed and injured in one figure
        return
    verb = max(phrase.span(match, "verb")[0], phrase.span(match, "bare")[0])
    field = _RULE_FIELDS.get(rule) or items.words.fields[items.codes[verb]]
    members = listed(items, first, last, rule)
    parts = [part for part in members if part.group != ATTACKERS]
    if rule != NAMED and only_explains(items, first, last, parts):
        parts = parts[:1]
    if not parts:
        return
    quantity = total(parts, items.tokens.text)
    if rule == TOLL:
        quantity = _risen(quantity, items.words.language)
    elif items.start(verb) > quantity.end and _is_also(items, quantity.end, items.start(verb)):
        quantity = replace(quantity, further=True)
    groups = list(dict.fromkeys(part.group for part in parts if part.group))
    told = rule != NAMED or all(part.group for part in parts)
    group = (JOINER.join(groups) or None) if told else None  # a name says nothing of who it is
    yield Toll(field, quantity, group, subset=False, start=start, end=end, rule=rule)
    for part in parts if len(parts) > 1 else ():
        if part.group and groups != [part.group]:  # "a guard and two soldiers" is one group
            words = (part.quantity, part.group)
            yield Toll(field, *words, subset=True, start=start, end=end, rule="part")


def _is_also(items: Items, start: int, end: int) -> bool:
    """See "the guard was also killed": beside those told before."""
    also = phrase(items.words.language, "figure_phrases", "also")
    return also.search(items.tokens.text, start, end) is not None


def _risen(quantity: Quantity, language: Language) -> Quantity:
    """Take the new figure of a toll that "rose from 10 to 15"."""
    opener = quantity.text.split(maxsplit=1)[0].lower()
    if number_words(language).kinds["opens_range"].get(opener):
        return replace(quantity, value_min=quantity.value_max)
    return quantity


def _none(items: Items, match: re.Match[str], start: int, end: int) -> Iterator[Toll]:
    """Read that nobody was hurt: "no casualties" is none killed and none injured."""
    phrase = items.words.tolls
    nothing = Quantity(start, end, items.tokens.text[start:end], 0, 0)
    people = items.of(match.start(), match.end(), *PEOPLE)
    group = group_of(items, people[-1]) if people else None
    fields: dict[str, None] = {}
    for name in ("verb", "other"):
        item = phrase.span(match, name)[0]
        if item >= 0:
            field = items.words.fields.get(items.codes[item])
            only_dead = field == "killed" and not items.of(item, item + 1, *HURT_TOO)
            fields |= dict.fromkeys(["killed"] if only_dead else ["killed", "injured"])
    partial = group not in (None, "people")
    for field in fields:
        yield Toll(field, nothing, group, subset=partial, start=start, end=end, rule="zero")


def _with_parts(tolls: list[Toll], items: Items, stretches: Sequence[_Stretch]) -> list[Toll]:
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
        for part in listed(items, *stretch.listed):
            if part.group == ATTACKERS and whole is not None:
                kept[whole] = _less(kept[whole], part.quantity)
            elif field and part.group and part.group != ATTACKERS:
                words = (part.quantity, part.group)
                kept.append(
                    Toll(field, *words, subset=True, start=start, end=end, rule=stretch.rule)
                )
    return kept


def _less(toll: Toll, attackers: Quantity) -> Toll:
    """Take attackers off a figure that includes them: "ten people including the bomber"."""
    low, high, fewer = toll.quantity.value_min, toll.quantity.value_max, attackers.value_max
    if low is None or high is None or fewer is None:
        return toll
    left = replace(toll.quantity, value_min=max(0, low - fewer), value_max=max(0, high - fewer))
    return replace(toll, quantity=left)


def _periods(text: str, tolls: list[Toll], items: Items, language: Language) -> list[Toll]:
    """Mark the tolls that are totals over a period: "since Thursday", "so far this month".

    A period speaks for a figure of its own clause with no other such figure between them.
    """
    if not tolls:
        return tolls
    starts = {start for start, _ in period_spans(text, language=language)}
    since = {
        items.start(i)
        for i in items.of(0, len(items.codes), "since")
        if not items.of(max(0, i - 1), i, "aux")  # "one has since died"
    }
    starts |= since - set(no_periods(text, language=language)) if since else since
    if not starts:
        return tolls
    ends = [items.start(i) for i in items.of(0, len(items.codes), *CLAUSE_ENDS)]
    aside = phrase(language, "figure_phrases", "aside")
    marked: set[int] = set()
    for field in dict.fromkeys(toll.field for toll in tolls):
        told: defaultdict[int, list[int]] = defaultdict(list)
        for number, toll in enumerate(tolls):
            if toll.field == field:
                told[toll.quantity.start].append(number)
        wholes = sorted({t.quantity.start for t in tolls if t.field == field and not t.subset})
        for period in starts:
            clause, place = bisect_left(ends, period), bisect_left(wholes, period)
            beside = wholes[max(0, place - 1) : place + 1]
            near = [start for start in beside if bisect_left(ends, start) == clause]
            near = [start for start in near if not aside.search(text, start, period)]
            marked.update(number for start in near for number in told[start])
    return [replace(toll, since=True) if n in marked else toll for n, toll in enumerate(tolls)]


def _overtaken(text: str, tolls: list[Toll], language: Language) -> list[Toll]:
    """Mark the figures that the text calls earlier ones: "updating a previous toll of 15"."""
    starts = [toll.quantity.start for toll in tolls]
    turn = phrase(language, "figure_phrases", "turn")
    marked = []
    for toll in tolls:
        start = toll.quantity.start
        said = cues.find(text, language, "earlier_tolls", max(0, start - _EARLIER_REACH), start)
        is_earlier = any(
            not turn.search(text, cue.end, start)
            and not any(cue.start <= other < start for other in starts)
            for cue in said
        )
        marked.append(replace(toll, earlier=True) if is_earlier else toll)
    return marked
