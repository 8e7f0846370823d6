"""Units by name without the word for what they are: "Example" of "Example oblast"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.setting import KINDS
from mapper.gazetteer.names import fold
from mapper.gazetteer.place import SAME_NAME, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer.about import About
    from mapper.gazetteer.place import Place
    from mapper.gazetteer.sounds import Sounds


def units_called(
    name: str, about: About, places: Iterable[tuple[Place, list[str]]], sounds: Sounds
) -> list[Match]:
    """Find units by what is left of their names and of the one asked for without such words.

    Names are compared by their own letters alone: the word they share makes no two of them alike.

    Parameters
    ----------
    name
        Name with a word for a unit, or without.
    about
        What the pack says: among it the words for units, by language and level.
    places
        Places and their spellings.
    sounds
        How spellings are compared.

    Returns
    -------
    matches
        Those most alike, if alike enough for the name of a region.
    """
    words = {kind: found for kind, level in KINDS.items() if (found := _words(level, about))}
    matches = []
    for place, spellings in places:
        if place.kind not in words or not place.is_area:
            continue
        own = words[place.kind]
        asked = _without(name, own)
        scored = (sounds.compare(asked, _without(spelling, own)) for spelling in spellings)
        score, method = max(scored, default=(0.0, "fuzzy"))
        if score >= SAME_NAME[method]:
            matches.append(Match(place, score, method))
    best = max((match.score for match in matches), default=0.0)
    return [match for match in matches if match.score == best]


def _words(level: str, about: About) -> list[str]:
    """Give the words for units of a level, the longest first."""
    units = (levels[level] for levels in about.units.values() if level in levels)
    words = {fold(word) for unit in units for word in (unit.one, *unit.also)}
    return sorted(words, key=lambda word: (-len(word), word))


def _without(name: str, words: list[str]) -> str:
    """Take the word for a unit off either end of a name, folded."""
    folded = fold(name)
    for word in words:
        if folded.endswith(f" {word}"):
            return folded.removesuffix(f" {word}")
        if folded.startswith(f"{word} "):
            return folded.removeprefix(f"{word} ")
    return folded
