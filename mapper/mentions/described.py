"""Places told by what they are, not by name: "the capital", "the provincial capital"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.mentions.ready import Seen, read_around
from mapper.mentions.scanner import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.mentions.ready import ReadyText

CAPITAL = "capital"
CHIEF_TOWN = "provincial capital"
"""Kinds that a description gives its place; no listed name is called so."""

_CLAIM = 20


def find_described(ready: ReadyText, accepted: Sequence[Seen]) -> Iterator[Seen]:
    """Find the words that mean a capital without its name.

    "the capital Damascus" names it and is left out, as is another country's capital
    ("the Turkish capital"), and "the capital" in a text that last spoke of one abroad.

    Parameters
    ----------
    ready
        Text made ready.
    accepted
        Listed names that are places here.
    """
    words = ready.words
    if not any(word in ready.lower for word in words.place["capital"] | words.place["chief_town"]):
        return
    named = words.written("capital_named")
    names = sorted(accepted, key=lambda one: one.found.start)
    for found in words.phrases["described"].finditer(ready.lower):
        word = CHIEF_TOWN if found["chief"] else CAPITAL
        start, end = found.span("chief" if found["chief"] else "capital")
        people = found["people"]
        if word == CAPITAL and people and not _is_own(ready, people):
            continue
        if words.phrases["claimed"].search(
            ready.lower, max(0, found.start() - _CLAIM), found.start()
        ):
            continue  # "the group's de facto Syrian capital" is another
        if named.match(ready.text, found.end()) and not found["has"]:
            continue
        before = [one for one in names if one.found.after <= start]
        abroad = before and not any(
            ready.gazetteer.is_home(place.country) for place in before[-1].places
        )
        if not people and (abroad or not ready.is_home):
            continue
        after = found.end()
        around = read_around(ready, (start, end, after))
        yield Seen(Found(start, end, after, word), replace(around, kind=word), (), listing=False)


def _is_own(ready: ReadyText, word: str) -> bool:
    """Tell whether a word is a home country's people or name: "Syrian", "Syria's"."""
    nation = ready.words.demonyms.get(word)
    if nation and ready.gazetteer.is_home(nation):
        return True
    return any(
        place.kind == "country" and ready.gazetteer.is_home(place.country)
        for listed in ready.gazetteer.index.keys.get(word, ())
        for place in [ready.gazetteer.places[ready.gazetteer.index.listed[listed].place_id]]
    )
