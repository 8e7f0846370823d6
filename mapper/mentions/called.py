"""Places of no list in scripts without capitals: what the text calls a village, likely spellings.

No letter tells a name there. A word of no list is one where a kind stands before it ("the village
of X"), where it goes on a list of places, or where it is very like a listed name and led to as a
place is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.gazetteer import names
from mapper.mentions.caseless import has_definite_kind
from mapper.mentions.placewords import SETTLED
from mapper.mentions.ready import Seen, read_around
from mapper.mentions.scanner import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.gazetteer import Match
    from mapper.mentions.ready import ReadyText

LIKE = 90.0
"""Likeness from which a word that is led to is taken for a spelling of a listed name."""

LIKE_CALLED = 82.0
"""The same of what the text calls a place."""

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"([^\W\d_]+(?: [^\W\d_]+){0,3})\"")
_BEHIND = re.compile(r"[ \"(]+([^\W\d_]+)")
_CLOSED = re.compile(r"[^\W\d_]+\"?\s*(?:[,.;]|\n)")
"""A word behind which something ends: a verb would go on."""
_SHORTEST = 3
_SHORTEST_LIKE = 5
_NAMED = SETTLED | {"camp", "city", "hill", "mountain"}
_SHORTEST_AGAIN = 4
_JOINT = 6
"""Characters between two members of a list."""


def find_called(ready: ReadyText, accepted: Sequence[Seen]) -> Iterator[Seen]:
    """Find names of no list that the text treats as places.

    Parameters
    ----------
    ready
        Text made ready, of a language without capitals.
    accepted
        Listed names that are places here.

    Yields
    ------
    seen
        With the places whose names are like it, if any; else the place is unknown.
    """
    if not ready.is_home:
        return
    taken = sorted((one.found.start, one.found.after) for one in accepted)
    ends = {max(one.found.after, one.phrase.end) for one in accepted}
    in_list = {
        max(one.found.after, one.phrase.end) for one in accepted if one.phrase.plural or one.listing
    }
    called: dict[str, tuple[Match, ...]] = {}
    left: list[Seen] = []
    for word in _WORD.finditer(ready.lower):
        if _is_taken(taken, *word.span()):
            continue
        start = _behind_joint(ready, ends, *word.span())
        span = _quoted(ready, start, taken) or _named(ready, start, word.end(), taken)
        if span is None:
            continue
        one = _seen(ready, *span)
        listed = _goes_on(ready, in_list, word.start(), start)
        if listed or _is_called(ready, one):
            near = _likely(ready, one, LIKE_CALLED)
            called.setdefault(one.found.key, near)
        else:
            near = _led_to(ready, one, joined=start > word.start())
            if not near:
                left.append(one)
                continue
        end = max(one.found.after, one.phrase.end)
        ends.add(end)
        if one.phrase.plural or listed:
            in_list.add(end)
        yield replace(one, places=tuple(m.place for m in near), listing=listed)
        taken.insert(bisect_left(taken, span), span)
    for one in left:
        if one.found.key in called and len(one.found.key) >= _SHORTEST_AGAIN:
            yield replace(one, places=tuple(m.place for m in called[one.found.key]))


def _behind_joint(ready: ReadyText, ends: set[int], start: int, end: int) -> int:
    """Give where a word begins behind the "and" that is joined to it right behind a place.

    It could not be told from a letter of the word itself, which nobody knows.
    """
    low = ready.lower
    if low[start] not in ready.words.place["joining"] or end - start <= _SHORTEST:
        return start
    return start + 1 if len(low[:start].rstrip(' ,"')) in ends else start


def _is_called(ready: ReadyText, one: Seen) -> bool:
    """See a name with a kind of settlement or height before it, which has no article of its own.

    Of another kind, or an area, is one in quotation marks or of several words.
    """
    quoted = ready.lower[one.found.end : one.found.end + 1] == '"'
    opens = (quoted or " " in one.found.key) and one.phrase.kind is not None
    return (opens or one.phrase.kind in _NAMED) and not has_definite_kind(ready, one)


def _quoted(
    ready: ReadyText, start: int, taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Give the stretch of a few words in quotation marks that begins with a word."""
    found = _QUOTED.match(ready.lower, start)
    if found is None or ready.lower[start - 1 : start] != '"' or _is_taken(taken, *found.span(1)):
        return None
    return found.span(1)


def _named(
    ready: ReadyText, start: int, end: int, taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Give the stretch of a name that begins with a word, None where the word begins none."""
    words, low = ready.words, ready.lower[start:end]
    opens = low in words.names["opener"] and low not in words.kind_of
    if not opens:
        is_name = (
            end - start >= _SHORTEST and not words.is_known(low) and not _is_person(ready, low)
        )
        return (start, end) if is_name else None
    behind = _BEHIND.match(ready.lower, end)
    if behind is None:
        return None
    second = behind[1]
    leads = words.place["locative"] | words.place["motion"] | words.place["stating"]
    if second in leads or second in words.direction_of or _is_taken(taken, *behind.span(1)):
        return None
    return start, behind.end()


def _is_person(ready: ReadyText, low: str) -> bool:
    people = ready.words.people
    return any(low in people[group] for group in ("forename", "last_name", "kunya", "people"))


def _goes_on(ready: ReadyText, in_list: set[int], word: int, start: int) -> bool:
    """See a word that goes on a list of places."""
    if start > word:
        closed = _CLOSED.match(ready.lower, start) is not None
        return closed or len(ready.lower[:word].rstrip(' ,"')) in in_list
    is_list = ready.words.between("list")
    return any(
        at in in_list and is_list.fullmatch(ready.lower, at, start) is not None
        for at in range(max(0, start - _JOINT), start)
    )


def _led_to(ready: ReadyText, one: Seen, *, joined: bool) -> tuple[Match, ...]:
    """Give the listed names that a word is very like, if it is led to or joined as a place is."""
    phrase, words = one.phrase, ready.words
    leads = words.place["locative"] | words.deeds["struck"]
    led = joined or phrase.kind is not None or phrase.relation != "at" or phrase.cue in leads
    if not led or len(one.found.key) < _SHORTEST_LIKE:
        return ()
    return _likely(ready, one, LIKE)


def _likely(ready: ReadyText, one: Seen, least: float) -> tuple[Match, ...]:
    start, end = ready.plain.span(one.found.start, one.found.end)
    if len(one.found.key) < _SHORTEST_AGAIN:
        return ()
    return tuple(ready.gazetteer.similar(ready.source[start:end], limit=5, least=least))


def _seen(ready: ReadyText, start: int, end: int) -> Seen:
    key = names.key(ready.text[start:end])
    return Seen(
        Found(start, end, end, key), read_around(ready, (start, end, end)), (), listing=False
    )


def _is_taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (end, 0)) - 1  # the last that begins before its end
    return at >= 0 and taken[at][1] > start
