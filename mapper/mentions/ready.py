"""One text while its places are sought: plain, lower case, and the listed names in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import Plain, lower_in_place, plain
from mapper.base.limits import at_most
from mapper.gazetteer import names
from mapper.mentions.phrases import read_phrase
from mapper.mentions.scanner import Found, scan, scan_arabic, scan_lower
from mapper.words import cues

if TYPE_CHECKING:
    from mapper.base.rewritten import Rewritten
    from mapper.gazetteer import Gazetteer, Place
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.placewords import PlaceWords

_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_TITLED = 60
_SHORT_TEXT = 300
_KIND = 30
"""Characters before a name that a kind of place fits in."""
_SETTLEMENTS = frozenset({"camp", "city", "town", "village"})
_TELLING = frozenset({"city", "governorate"})

MOST_NAMES = 4_000
"""Names of places in one article that are held against each other; news has some twenty."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A name in plain text with the phrase around it and the places it is listed for.

    `listing` tells that it continues a list of places ("X, Y and Z").
    """

    found: Found
    phrase: Phrase
    places: tuple[Place, ...]
    listing: bool


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text made ready.

    Attributes
    ----------
    source, plain
        The text as given, and without marks; all offsets here are of the plain text.
    lower
        The plain text in lower case; blank lines are null signs, which no pattern of
        phrases crosses.
    found
        Listed names in it, judged or not; `starts` and `stops` are their ends, those of
        words of prose left out in a script without capitals.
    people
        Last names that the text gives a title, and those that are mostly people's.
    navigation
        Offsets where a line of links begins ("Tags", "Related").
    bodies
        Spans of the names of organisations that contain a place's.
    is_home
        Whether the text speaks of the gazetteer's home countries.
    definite
        Where words begin whose article was left out for reading; None where none was.
    """

    source: str
    plain: Plain
    lower: str
    found: tuple[Found, ...]
    starts: frozenset[int]
    stops: frozenset[int]
    keys: frozenset[str]
    people: frozenset[str]
    navigation: tuple[int, ...]
    bodies: tuple[tuple[int, int], ...]
    is_home: bool
    words: PlaceWords
    gazetteer: Gazetteer
    definite: frozenset[int] | None = None

    @property
    def text(self) -> str:
        """The plain text."""
        return self.plain.text


def read_around(ready: ReadyText, span: tuple[int, int, int]) -> Phrase:
    """Read the phrase around a name of a text: see `mapper.mentions.phrases.read_phrase`."""
    definite = ready.definite
    return read_phrase(ready.lower, span, ready.words, ready.stops, ready.text, definite=definite)


def make_ready(
    source: str, gazetteer: Gazetteer, words: PlaceWords, written: Rewritten | None = None
) -> ReadyText:
    """Make a text ready: fold it, find the listed names, the people, the links."""
    flat = plain(source)
    lower = _BREAK.sub(lambda gap: "\0" * len(gap.group()), lower_in_place(flat.text))
    found = []
    for name in scan(flat.text, gazetteer.index, words):
        found.append(name)
        at_most(MOST_NAMES, len(found), "names of places")
    if not words.capitals:
        found = _with_arabic(found, flat.text, gazetteer, words)
    is_home = _is_home(lower, found, gazetteer, words)
    if is_home:
        found = _with_lower(found, flat.text, gazetteer, words)
    if words.capitals:
        found = _with_arabic(found, flat.text, gazetteer, words)
    # Without capitals most words that are listed are words of prose.
    names_ = [one for one in found if words.capitals or one.key not in words.common]
    return ReadyText(
        source=source,
        plain=flat,
        lower=lower,
        found=tuple(found),
        starts=frozenset(one.start for one in names_),
        stops=frozenset(one.after for one in names_),
        keys=frozenset(one.key for one in found if not one.lost),
        people=_people(flat.text, words),
        navigation=tuple(link.end() for link in words.written("links").finditer(flat.text)),
        bodies=_bodies(flat.text, lower, words),
        is_home=is_home,
        words=words,
        gazetteer=gazetteer,
        definite=_definite(flat, written) if words.vocabulary and written else None,
    )


def _definite(flat: Plain, written: Rewritten) -> frozenset[int]:
    """Give where words of the plain text begin whose article was left out of it."""
    return frozenset(
        word.start()
        for word in _WORD.finditer(flat.text)
        if written.leaves_out(flat.origin(word.start()))
    )


def _with_arabic(
    found: list[Found], text: str, gazetteer: Gazetteer, words: PlaceWords
) -> list[Found]:
    """Add the names in Arabic script."""
    if not names.ARABIC.search(text):
        return found
    added = []
    for name in scan_arabic(text, gazetteer.index, words):
        added.append(name)
        at_most(MOST_NAMES, len(found) + len(added), "names of places")
    return sorted([*found, *added], key=lambda one: one.start)


def _bodies(text: str, lower: str, words: PlaceWords) -> tuple[tuple[int, int], ...]:
    """Find the names of bodies: those that a list has, and parties and sources by their own names.

    A capital that stands for its government is a place all the same, and so is where a body is
    based ("Britain-based").
    """
    listed = [body.span() for body in words.phrases["bodies"].finditer(lower)]
    capitals = {name.lower() for name in words.capital_of.values()}
    based = tuple(f"-{one}" for one in words.deeds["based"])
    named = [
        (_behind(lower, cue.start, cue.end, based), cue.end)
        for name in ("actors", "sources", "world_sources")
        for cue in cues.find(text, words.language, name)
        if cue.row.get("form", cue.row["kind"]) == "name"
        and not cue.row.get("made")
        and words.owner(lower[cue.start : cue.end]) not in capitals
    ]
    return tuple(listed + named)


def _behind(text: str, start: int, end: int, endings: tuple[str, ...]) -> int:
    """Go on behind the last word of a stretch that has one of some endings."""
    words = text[start:end].split(" ")
    last = max((n for n, word in enumerate(words, 1) if word.endswith(endings)), default=0)
    return start + sum(len(word) + 1 for word in words[:last])


def _with_lower(
    found: list[Found], text: str, gazetteer: Gazetteer, words: PlaceWords
) -> list[Found]:
    """Add the names without a capital that lie beside those with one."""
    starts = [one.start for one in found]
    stops = [one.after for one in found]
    added = [
        one
        for one in scan_lower(text, gazetteer.index, words)
        if bisect_left(starts, one.after) == bisect_right(stops, one.start)
    ]
    return sorted([*found, *added], key=lambda one: one.start) if added else found


def _is_home(lower: str, found: list[Found], gazetteer: Gazetteer, words: PlaceWords) -> bool:
    """Tell whether a text speaks of the gazetteer's home countries.

    It does when it names one of them, its people, or two of its places; where no capital
    tells a name, one of them a city, a province or called a town or village. A text too
    short to do so is given the benefit of the doubt.
    """
    if len(lower) < _SHORT_TEXT:
        return True
    peoples = (adjective for adjective, code in words.demonyms.items() if gazetteer.is_home(code))
    if any(adjective in lower for adjective in peoples):
        return True
    index = gazetteer.index
    named = set()
    told = words.capitals
    for one in found:
        named_whole = [i for i in index.keys[one.key] if not index.listed[i].is_part]
        places = [gazetteer.places[index.listed[i].place_id] for i in named_whole]
        own = [place for place in places if gazetteer.is_home(place.country)]
        if any(place.kind == "country" for place in own):
            return True
        if own and len(own) == len(places) and one.key not in words.common:
            named.add(one.key)
            told = (
                told
                or any(place.kind in _TELLING for place in own)
                or _is_called(lower, one, words)
            )
    return told and len(named) > 1


def _is_called(lower: str, one: Found, words: PlaceWords) -> bool:
    """See a kind of settlement before a name, or the countryside that is its own."""
    before = max(0, one.start - _KIND), one.start
    kind = words.phrases["kind"].search(lower, *before)
    if kind is not None:
        return words.kind_of[" ".join(kind["kind"].split())] in _SETTLEMENTS
    return words.phrases["rural"].search(lower, *before) is not None


def _people(text: str, words: PlaceWords) -> frozenset[str]:
    people = set(words.people["last_name"])
    if not words.capitals:
        return frozenset(people)
    name = words.written("titled")
    for word in words.written("capital_word").finditer(text):
        if word.group().lower() in words.people["title"]:
            titled = name.match(text, word.end(), word.end() + _LONGEST_TITLED)
            if titled:
                people.update(t for t in names.tokens(titled[1]) if t not in words.common)
    return frozenset(people)
