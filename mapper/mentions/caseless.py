"""Vetoes in scripts without capitals: a listed name that is here a word of prose or a person.

No letter tells a name there. What could be a word counts only where the text marks it as a
place: a kind before it ("the village of"), a list of places, a region behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.gazetteer import WIDE_KINDS

if TYPE_CHECKING:
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.ready import ReadyText, Seen
    from mapper.mentions.scanner import Found

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s\"]+\Z")
_WORD_BEHIND = re.compile(r"[\s\"]+([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 40
_LARGE = WIDE_KINDS | {"capital", "city", "country", "town"}
_OF_NAMES = frozenset({"base", "camp", "crossing", "hill", "mountain", "plain", "river"})
"""Kinds whose word is a part of the name."""

_ARTICLES = ("ال", "al-", "al ")
_LEAST_MARKED = 3
"""Letters of a name that nothing but a kind of place marks as one."""


def is_word_or_person(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a listed name is a word, a person or a body here, since nothing marks a place.

    Parameters
    ----------
    ready
        Text made ready, of a language without capitals.
    one
        A listed name in it.
    """
    found, words = one.found, ready.words
    longer = _is_opened(ready, found) or _opens(ready, found) or _is_of_body(ready, found)
    if longer or found.key in words.kind_of or found.key in words.direction_of:
        return True
    own = any(ready.gazetteer.is_home(place.country) for place in one.places)
    large = any(place.kind in _LARGE for place in one.places)
    if own and not large and not ready.is_home:
        return True
    if one.phrase.kind not in {None, "area"} and not has_definite_kind(ready, one):
        return False
    # "On", which a village is written like, is none even in a list.
    leads = found.key in words.place["locative"] | words.place["motion"]
    if leads or (
        _is_prose(ready, one)
        or _is_inflected(ready, one, large=large)
        or len(found.key) < _LEAST_MARKED
    ):
        return leads or not (one.listing or _is_held(ready, one))
    if _has_other_article(ready, one):
        added = found.start in (ready.definite or ())
        led = added and one.phrase.relation != "at"
        return not (led or _is_marked(ready, one))
    wide = any(place.kind in {"country", "capital"} for place in one.places)
    return not wide and (_is_persons(ready, one) or _is_unlikely(ready, one, own=own, large=large))


def has_definite_kind(ready: ReadyText, one: Seen) -> bool:
    """See a kind with its article before a name: "the village" is none of that name."""
    kinds = [
        word.start()
        for word in _WORD.finditer(ready.lower, one.phrase.start, one.found.start)
        if word.group() in ready.words.kind_of
    ]
    return not kinds or kinds[-1] in (ready.definite or ())


def _is_unlikely(ready: ReadyText, one: Seen, *, own: bool, large: bool) -> bool:
    """See a place abroad, or a small one, that nothing leads to.

    Behind a word of no list and no preposition it is mostly the name of a family.
    """
    if one.listing or _is_led_to(ready, one.phrase):
        return False
    unknown = not own or (not large and _follows_unknown(ready, one.found))
    return unknown and not _is_marked(ready, one)


def _is_prose(ready: ReadyText, one: Seen) -> bool:
    """See a name whose words are all of prose: "the prison", "the new town".

    A site of several words without an article on the first ("October Dam") is one by its name.
    """
    found, words = one.found, ready.words
    first = found.key.split(" ")[0]
    site = first != found.key and any(place.kind == "site" for place in one.places)
    if site and found.start not in (ready.definite or ()):
        return False
    opens = first in words.names["opener"] or words.kind_of.get(first) in _OF_NAMES
    return not (opens and first != found.key) and all(
        word in words.common
        or word in words.names["half"]
        or word in words.direction_of
        or word in words.kind_of
        for word in found.key.split(" ")
    )


def _is_inflected(ready: ReadyText, one: Seen, *, large: bool) -> bool:
    """See a small place's name that is also a word with an ending, and that nothing leads to."""
    key = one.found.key
    alone = not large and " " not in key and not _is_led_to(ready, one.phrase)
    return alone and ready.words.is_known(key)


def _has_other_article(ready: ReadyText, one: Seen) -> bool:
    """See a name written with an article that it is listed without, or the other way round."""
    if ready.definite is None:
        return False
    index, found = ready.gazetteer.index, one.found
    written = found.start in ready.definite
    spelled = {
        index.listed[i].spelling.startswith(_ARTICLES)
        for i in index.keys[found.key]
        if not index.listed[i].spelling.isascii()
    }
    return bool(spelled) and written not in spelled


def _is_marked(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a list of places, a part told of it or a region behind makes a name a place."""
    parts = ("countryside", "near:", "sector:", "cut:")
    return one.listing or one.phrase.relation.startswith(parts) or _is_held(ready, one)


def _is_held(ready: ReadyText, one: Seen) -> bool:
    """See a region right behind a name that holds it: "X in the countryside of Y"."""
    found, phrase = one.found, one.phrase
    held = ready.words.phrases["held_behind"].match(ready.lower, max(found.end, phrase.end))
    return held is not None and held.end() in ready.starts


def _is_led_to(ready: ReadyText, phrase: Phrase) -> bool:
    """Tell whether a preposition, a deed or a part leads to a name."""
    words = ready.words
    return (
        phrase.kind is not None
        or phrase.relation != "at"
        or phrase.cue in words.place["locative"] | words.place["motion"] | words.deeds["struck"]
    )


def _is_persons(ready: ReadyText, one: Seen) -> bool:
    """See a forename or a family's name, or a name beside such a one."""
    found, people = one.found, ready.words.people
    listed = people["forename"] | people["last_name"]
    before, behind = _before(ready, found), _behind(ready, found)
    if before in people["kunya"] or before in people["forename"]:
        return found.key not in ready.words.capital_of.values()
    if found.key not in listed:
        return False
    beside = before in listed or behind in listed or behind in people["kunya"]
    return beside or not _is_led_to(ready, one.phrase)


def _is_opened(ready: ReadyText, found: Found) -> bool:
    """Tell whether a word that opens names stands before a single name: it is a part of one.

    Words that are kinds of places too ("mountain") are read as these.
    """
    if " " in found.key or (ready.definite is not None and found.start in ready.definite):
        return False
    before = _before(ready, found)
    return (
        before in ready.words.names["opener"]
        and before not in ready.words.kind_of
        and found.start not in ready.stops
    )


def _opens(ready: ReadyText, found: Found) -> bool:
    """Tell whether a word that opens names begins a longer one that is not listed."""
    words = ready.words
    if found.key not in words.names["opener"] or found.start in (ready.definite or ()):
        return False
    behind = _behind(ready, found)
    return (
        bool(behind)
        and behind not in words.direction_of
        and not any(behind in group for group in words.place.values())
        and not any(behind in group for group in words.deeds.values())
    )


def _is_of_body(ready: ReadyText, found: Found) -> bool:
    """Tell whether a name is a body's, a street's, an agreement's: "the university of X"."""
    start = max(0, found.start - _REACH)
    return ready.words.phrases["body_before"].search(ready.lower, start, found.start) is not None


def _follows_unknown(ready: ReadyText, found: Found) -> bool:
    """See a word before a name that is of no list, and no name: a person's forename, mostly."""
    before = _WORD_BEFORE.search(ready.lower, max(0, found.start - _REACH), found.start)
    if before is None or before.end(1) in ready.stops:
        return False
    return not ready.words.is_known(before[1])


def _before(ready: ReadyText, found: Found) -> str:
    before = _WORD_BEFORE.search(ready.lower, max(0, found.start - _REACH), found.start)
    return before[1] if before else ""


def _behind(ready: ReadyText, found: Found) -> str:
    behind = _WORD_BEHIND.match(ready.lower, found.end)
    return behind[1] if behind else ""
