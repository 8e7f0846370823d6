"""Find the names of private persons in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mapper.text.people.judged import is_name_like, is_of_thing, judge
from mapper.text.people.runs import PRIVATE, PUBLIC, find_runs
from mapper.text.people.tokens import NAME, read
from mapper.text.people.words import behind, people_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.text.people.runs import Run
    from mapper.text.people.tokens import Reading
    from mapper.words import Language, Span

_OF_CHILDREN = frozenset({"person.kin", "person.list", "person.first_name"})
_REACH = 100
_MOST = 50
"""Names of one word that are looked at for what is short for them."""
_OF_LINE = " \t*\u2022\u00b7.-\u2013\u2014()[],;:0123456789\"'\u201c\u201d"


class Person(NamedTuple):
    """The name of a private person: offsets in code points, end exclusive, and the rule."""

    start: int
    end: int
    rule: str


def find_people(text: str, language: Language, *, kept: Sequence[Span] = ()) -> list[Person]:
    """Find the names of private persons in a text.

    Parameters
    ----------
    text
        Text as decoded.
    language
        Its language, with the words of the region's pack: its officials are no private persons.
    kept
        Stretches of the text that name something else: mentions of places.

    Returns
    -------
    people
        In the order of the text, not overlapping; none for a language without lists of people.
        Names are found by cues and first names, so some are missed and some words are taken for
        names.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> text = "Samir Haddad, 34, lost his son Yousef. General Petrov did not answer Haddad."
    >>> for one in find_people(text, DEFAULT_LANGUAGE):
    ...     print(text[one.start : one.end], one.rule)
    Samir Haddad person.age
    Yousef person.kin
    Haddad person.again
    """
    words = people_words(language)
    if words is None or not text:
        return []
    reading = read(text, language, words, kept)
    runs = find_runs(reading)
    for run in runs:
        judge(reading, run)
    _spread(reading, runs)
    _settle(reading, runs)
    found = [_person(reading, run) for run in runs if run.status == PRIVATE]
    return sorted(found)


def _person(reading: Reading, run: Run) -> Person:
    first, last = reading.tokens[run.first], reading.tokens[run.last - 1]
    return Person(*reading.given_span(first.start, last.end), run.rule)


def _spread(reading: Reading, runs: Sequence[Run]) -> None:
    """Let names in a list of names be names: in a sentence, and one a line."""
    pairs = list(pairwise(runs))
    for known, other in (*pairs, *((two, one) for one, two in reversed(pairs))):
        if known.status and not other.status and _may_follow(reading, known, other):
            one, two = sorted((known, other), key=lambda run: run.first)
            if _are_listed(reading, one, two):
                other.tell(known.status, "list")
    for before, one, after in zip(runs, runs[1:], runs[2:], strict=False):
        if not one.status and _is_between(reading, before, one, after):
            one.tell(before.status, "list")
    for one, two in pairs:
        if not one.status and not two.status and _are_signed(reading, one, two):
            _ = one.tell(PRIVATE, "signed"), two.tell(PRIVATE, "signed")
    for run in runs:
        if not run.status and _is_led_to(reading, run):
            run.tell(PRIVATE, "list")


def _is_between(reading: Reading, before: Run, one: Run, after: Run) -> bool:
    """See one word between two names of a list."""
    if not before.status or before.status != after.status or one.kinds != (NAME,):
        return False
    return _are_listed(reading, before, one) and _are_listed(reading, one, after)


def _is_led_to(reading: Reading, run: Run) -> bool:
    """See the first name behind "the victims:"."""
    start = reading.tokens[run.first].start
    ahead = behind(reading.language, "list_ahead")
    led = ahead.search(reading.text, max(0, start - _REACH), start) is not None
    return led and is_name_like(reading, run)


def _may_follow(reading: Reading, known: Run, other: Run) -> bool:
    """Tell whether one more name of a list may be one: of children first names are told."""
    if is_name_like(reading, other):
        return True
    alone = known.rule in _OF_CHILDREN and other.last - other.first == 1
    return alone and reading.tokens[other.first].kind == NAME


def _are_listed(reading: Reading, one: Run, two: Run) -> bool:
    """See two names with nothing between them but a comma or "and", or each on its own line."""
    text, tokens = reading.text, reading.tokens
    end, start = tokens[one.last - 1].end, tokens[two.first].start
    between = text[end:start]
    if len(between) > _REACH:
        return False
    ands = reading.words.classes["and"]
    inner = tokens[one.last : two.first]
    if all(token.word in ands for token in inner) and "\n" not in between:
        rest = re.sub(r"\(?\d{1,3}\)?|[^\W\d_]+", "", between)
        return bool(between.strip()) and not rest.strip(" ,;/&\u060c")
    return not inner and "\n" in between and not between.strip(_OF_LINE + "\n")


def _are_signed(reading: Reading, one: Run, two: Run) -> bool:
    """See a line of two names with a stroke between them, as agencies sign."""
    text, tokens = reading.text, reading.tokens
    first, last = tokens[one.first], tokens[two.last - 1]
    if text[tokens[one.last - 1].end : tokens[two.first].start].strip() != "/":
        return False
    alone = text[max(0, first.start - 1) : first.start] in ("", "\n")
    alone = alone and text[last.end : last.end + 1] in ("", "\n")
    return alone and is_name_like(reading, one) and is_name_like(reading, two)


def _settle(reading: Reading, runs: Sequence[Run]) -> None:
    """Let every name be what it is elsewhere in the text."""
    public = _Names({run.name for run in runs if run.status == PUBLIC})
    private = _Names({run.name for run in runs if run.status == PRIVATE})
    for run in runs:
        name = run.name
        if not name or run.rule == "person.listed":
            continue
        told = _again(name, public, private)
        if told is None or run.status in (told, PUBLIC):
            continue
        if run.status or not is_of_thing(reading, run):
            run.tell(told, "again")


class _Names:
    """Names of a text, asked for what is short for one of them."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self.full = frozenset(names)
        self._by_word: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name in sorted(self.full):
            for word in set(name):
                self._by_word[word].append(name)

    def shortens(self, name: tuple[str, ...], *, last: bool) -> bool:
        """Tell whether some words are of a longer name, and whether they are its last."""
        said = frozenset(name)
        return any(
            said < frozenset(one) and (not last or one[-1] == name[-1])
            for one in self._by_word.get(name[-1], ())[:_MOST]
        )


def _again(name: tuple[str, ...], public: _Names, private: _Names) -> str | None:
    """Tell whose name some words are, by the full names of a text."""
    if name in public.full:
        return PUBLIC
    if private.shortens(name, last=False):
        return PRIVATE
    if public.shortens(name, last=True):
        return PUBLIC
    return PRIVATE if name in private.full else None
