"""Villages in two: "Um Sarj" where the list has "Northern Um Sarj" and "Um Sarj Qabli"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.gazetteer import MOST_ALIKE, SHORT_SKELETON, Match, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Forms, Gazetteer, Place
    from mapper.mentions import PlaceWords

APART_KM = 5.0
"""Distance beyond which two halves of a name are two villages, and none is taken."""

LEAST_ALIKE = 76.0
"""Likeness, the consonants agreeing, from which a half's name without its word is taken."""


def find_halves(name: str, region: Place, gazetteer: Gazetteer, words: PlaceWords) -> list[Match]:
    """Find the halves of a village in a region that a text calls by the name they share.

    Parameters
    ----------
    name
        Name as written, not listed.
    region
        Region that the text puts it in.
    gazetteer
        Places.
    words
        Words of the language, with those that tell halves apart ("northern", "qabli").

    Returns
    -------
    matches
        One half, the likest, where all lie beside each other; none otherwise.
    """
    asked = gazetteer.index.sounds.forms(name)
    if len(asked.skeleton) < SHORT_SKELETON:
        return []
    halves: list[Match] = []
    for place_id in sorted(gazetteer.members(region)):
        place = gazetteer.places[place_id]
        if place.is_settlement and place.lat is not None:
            likeness = max(_likenesses(asked, place_id, gazetteer, words), default=0)
            if likeness >= LEAST_ALIKE:
                halves.append(Match(place, round(likeness, 2), "skeleton"))
    halves.sort(key=lambda m: (-m.score, not m.place.reported, m.place.place_id))
    if any(distance_km(halves[0].place, other.place) > APART_KM for other in halves[1:]):
        return []
    return halves[:1]


def _likenesses(
    asked: Forms, place_id: str, gazetteer: Gazetteer, known: PlaceWords
) -> Iterator[float]:
    sounds = gazetteer.index.sounds
    for spelling in gazetteer.spellings(place_id):
        words = spelling.split()
        kept = [word for word in words if _bare(word, known) not in known.names["half"]]
        if kept and len(kept) < len(words):
            forms = sounds.forms(" ".join(kept))
            if forms.skeleton == asked.skeleton:
                yield min(sounds.resemblance(asked, forms), MOST_ALIKE)


def _bare(word: str, words: PlaceWords) -> str:
    """Fold a word and take a joined or hyphenated article off."""
    return words.without_article(names.fold(word).replace(" ", ""))
