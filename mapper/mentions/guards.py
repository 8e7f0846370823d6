"""Vetoes: a name of the list that is here a word, a person, or part of a longer name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.gazetteer import names
from mapper.mentions.caseless import is_word_or_person

if TYPE_CHECKING:
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.ready import ReadyText, Seen
    from mapper.mentions.scanner import Found

_BEFORE = re.compile(r"([^\W\d_](?:[^\W\d_]|')*)(\.?)[ -]$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\"\n])\s*$")
_GOES_ON = re.compile(r"[\s\"'(]+\w|\s*[\"(]")
_SHORT = 4
_STRUCK = 60
"""Characters before a name that may tell that it was struck."""

_NEAR = 24
"""Characters before a name that a word for a person fits in."""


def is_vetoed(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a listed name is something else here.

    Vetoed are words of prose and people's names that nothing marks as a place, pieces
    of longer names, names of bodies, acronyms, and possessives without an apostrophe
    that could be another word.
    """
    found, phrase = one.found, one.phrase
    if any(start <= found.start and found.end <= end for start, end in ready.bodies):
        return True
    if (
        _is_other_name(ready, one)
        or (found.lost and not _is_possessive(ready, found))
        or (not ready.words.capitals and is_word_or_person(ready, one))
    ):
        return True
    part = _is_part(ready, found)
    several = " " in found.key and not ready.words.capitals
    weak = found.low or (part and not one.listing and not several)
    if is_person(ready, found, phrase) or (weak and not _is_surely_led_to(ready, one)):
        return True
    single = " " not in found.key
    if single and not ready.is_home and not is_cued(ready, phrase):
        return not one.places or all(ready.gazetteer.is_home(p.country) for p in one.places)
    cued = is_cued(ready, phrase) or one.listing
    if single and part and found.key in ready.words.common and _is_bare(phrase):
        cued = False
    if single and _is_word_or_person(ready, found, phrase, cued=cued):
        return True
    given = found.key in ready.words.people["given_name"]
    national = not given and any(place.kind == "country" for place in one.places)
    single = single and not national
    return is_piece(ready, found, cued=cued and not part, single=single) or is_body(ready, found)


def _is_surely_led_to(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a name without a capital is led to as no word of prose would be."""
    found, phrase, words = one.found, one.phrase, ready.words
    if not any(ready.gazetteer.is_home(place.country) for place in one.places):
        return False
    sure = phrase.cue in words.place["certain"] | words.deeds["struck"]
    struck = words.phrases["struck"].search(
        ready.lower, max(0, phrase.start - _STRUCK), phrase.start
    )
    return (
        sure
        or struck is not None
        or phrase.kind is not None
        or phrase.relation != "at"
        or (" " in found.key and is_cued(ready, phrase))
    )


def is_person(ready: ReadyText, found: Found, phrase: Phrase) -> bool:
    """Tell whether the words around a name make it a person's: a relative's, somebody's, an age."""
    known = ready.words.phrases
    if phrase.cue in ready.words.place["certain"]:
        return False  # "In Salma, a 10-year-old was killed"
    if known["aged"].match(ready.lower, found.after):
        return True
    before = max(0, found.start - _NEAR), found.start
    if known["relative"].search(ready.lower, *before):
        return True
    return bool(
        known["someone"].search(ready.lower, *before)
        and known["who"].match(ready.lower, found.after)
    )


def _is_bare(phrase: Phrase) -> bool:
    """See a name that the text calls no village, and speaks of no part of."""
    return phrase.kind is None and phrase.relation == "at"


def _is_part(ready: ReadyText, found: Found) -> bool:
    """Tell whether a name is listed only as a part of longer ones ("Osajli" of "Big Osajli")."""
    index = ready.gazetteer.index
    return all(index.listed[i].is_part for i in index.keys[found.key])


def _is_other_name(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a listed spelling is here a part of another name, prose, or an acronym."""
    found = one.found
    return (
        is_opener(ready, found)
        or _is_bare_opener(ready, one)
        or _follows_opener(ready, found)
        or _is_plain(ready, found, one)
        or _is_acronym(ready, found)
    )


def is_opener(ready: ReadyText, found: Found) -> bool:
    """Tell whether a name is the first word of a longer one: "Bab" of "Bab Sharqi".

    With its article ("al-Bab") it is a name of its own.
    """
    written = ready.text[found.start : found.end].lower()
    if written not in ready.words.names["opener"] or found.end != found.after:
        return False
    if not ready.words.capitals:
        return False
    behind = ready.words.written("opened").match(ready.text, found.end)
    return behind is not None and not _ends_a_name(ready, behind[1].lower())


def _is_bare_opener(ready: ReadyText, one: Seen) -> bool:
    """Tell whether a word that opens names ("Tal") stands alone, not as it is listed ("al-Tall").

    What the text calls a town or village of that name is one.
    """
    found = one.found
    written = ready.text[found.start : found.end].lower()
    if written not in ready.words.names["opener"] or one.phrase.kind is not None:
        return False
    if ready.definite is not None and found.start in ready.definite:
        return False
    return all(place.name.lower() != written for place in one.places)


def _ends_a_name(ready: ReadyText, low: str) -> bool:
    """Tell whether a capitalised word goes on after a name: a kind, a side, a deed, a day.

    Other words of prose are pieces of names behind one that opens them ("Tell Minis").
    """
    words = ready.words
    return (
        low in words.kind_of
        or low in words.direction_of
        or low in words.calendar
        or low in words.demonyms
        or low in words.names["body"]
        or any(low in deeds for deeds in words.deeds.values())
        or any(low in said for said in words.place.values())
    )


def _follows_opener(ready: ReadyText, found: Found) -> bool:
    """Tell whether a single name ends one whose first word opens place names."""
    if " " in found.key or not ready.words.capitals:
        return False
    before = ready.words.written("opener").search(ready.text, max(0, found.start - 30), found.start)
    return before is not None and before[1].lower() in ready.words.names["opener"]


def _is_plain(ready: ReadyText, found: Found, one: Seen) -> bool:
    """Tell whether a name of several words of prose ("Old City") is only listed abroad."""
    if " " not in found.key or not ready.is_home:
        return False
    if any(ready.gazetteer.is_home(place.country) for place in one.places):
        return False
    return all(word in ready.words.common for word in found.key.split())


def is_certain(ready: ReadyText, phrase: Phrase) -> bool:
    """Tell whether the words before a name can only lead to a place or a date."""
    return phrase.cue in ready.words.place["certain"] or phrase.relation != "at"


def is_cued(ready: ReadyText, phrase: Phrase) -> bool:
    """Tell whether the words before a name, or its kind, lead to a place."""
    return (
        phrase.cue in ready.words.place["locative"]
        or phrase.cue in ready.words.deeds["struck"]
        or phrase.kind is not None
        or phrase.relation != "at"
    )


def _is_acronym(ready: ReadyText, found: Found) -> bool:
    """Tell whether a short name stands in capitals that its listed spelling has not ("IS")."""
    written = ready.text[found.start : found.end]
    if not ready.words.capitals:
        return False
    if ready.words.written("plural_acronym").fullmatch(written):
        return True
    if len(written) >= _SHORT or not written.isupper():
        return False
    index = ready.gazetteer.index
    return not any(index.listed[i].spelling.isupper() for i in index.keys[found.key])


def _is_possessive(ready: ReadyText, found: Found) -> bool:
    """Tell whether a name with an s at its end is a possessive whose apostrophe was lost."""
    word = ready.lower[found.start : found.after]
    if word in ready.words.common or not _GOES_ON.match(ready.text, found.after):
        return False
    if len(found.key) > _SHORT:
        return True
    # A short name with an s is more often another word ("Hamas"): ask for a second sign.
    return found.key in ready.keys or bool(
        ready.words.phrases["way_part"].match(ready.lower, found.after)
    )


def _is_word_or_person(ready: ReadyText, found: Found, phrase: Phrase, *, cued: bool) -> bool:
    """Tell whether a single name is a word of prose or a person's, unless marked as a place."""
    person = found.key in ready.people or found.key in ready.words.people["forename"]
    if found.key not in ready.words.common and not person:
        return False
    if not cued or _SENTENCE_START.search(ready.text[max(0, found.start - 5) : found.start]):
        return True
    return person and phrase.kind is None and not is_certain(ready, phrase)


def is_piece(ready: ReadyText, found: Found, *, cued: bool, single: bool) -> bool:
    """Tell whether a name is a piece of a longer one: a person's, or one not listed."""
    before = _BEFORE.search(ready.text, max(0, found.start - 30), found.start)
    if before and found.start not in ready.stops:
        word, low, dotted = before[1], before[1].lower(), bool(before[2])
        titled = low in ready.words.people["title"] and not word[0].islower()
        if (low in ready.words.people["kunya"] and not dotted) or (titled and not cued):
            return True
        if single and not dotted and name_like(ready, word) and before.end(1) not in ready.stops:
            return True
    behind = ready.words.written("behind").match(ready.text, found.end)
    if not (single and behind) or ready.text.startswith((*ready.words.possessives, "-"), found.end):
        return False
    if found.key in ready.words.names["opener"]:
        return name_like(ready, behind[1]) and behind.start(1) not in ready.starts
    if cued:
        return behind[1].lower() in ready.words.people["kunya"]  # "on Khaled Bin al-Walid street"
    return ready.words.without_article(behind[1].lower()) in ready.people or (
        name_like(ready, behind[1]) and behind.start(1) not in ready.starts
    )


def name_like(ready: ReadyText, word: str) -> bool:
    """Tell whether a word is capitalised and no word of prose: a piece of some name."""
    low = ready.words.owner(word.lower())
    return word[0].isupper() and not word.isupper() and not is_prosaic(ready, low)


def is_prosaic(ready: ReadyText, low: str) -> bool:
    """Tell whether a lower-case word is one of prose, of the calendar or of peoples."""
    words = ready.words
    return (
        low in words.common
        or words.singular(low) in words.common
        or low in words.demonyms
        or low in words.people["people"]
        or low in words.kind_of
        or low in words.direction_of
        or low in words.calendar
        or low in words.names["feast"]
        or low in names.ARTICLES
    )


def is_body(ready: ReadyText, found: Found) -> bool:
    """Tell whether a name begins that of a body: a university, a brigade, a newspaper."""
    if not ready.words.capitals:
        return False
    at, body_word = found.end, ready.words.written("body_word")
    for _ in range(3):
        behind = body_word.match(ready.text, at)
        if behind is None or behind.start(1) in ready.starts:
            return False
        if behind[1].lower() in ready.words.names["body"]:
            return True
        at = behind.end()
    return False
