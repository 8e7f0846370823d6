"""Weigh what a name may mean by the rest of the text: country, nearness, size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.mentions import SURE
from mapper.places.cases import LARGE, LISTED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mapper.gazetteer import Gazetteer, Match, Place
    from mapper.places.cases import Case, Page

RIVAL = 82.0
RIVAL_KM = 40.0
FAR_KM = 80.0
"""Likeness from which a place of another spelling, within `RIVAL_KM` of the text's other
places, may rival a listed one that lies more than `FAR_KM` from all of them."""

ALIKE_KM = 100.0
ALIKE_FAR = 90.0
ENOUGH_ANCHORS = 2
"""Kilometres from all of the text's other places, of which there are two, beyond which a
place met by likeness below 90 is taken for chance."""

ABROAD = 10.0
FARTHEST = 10.0
KM_PER_POINT = 25.0
ALIKE = 12.0
HAMLET = 2.0
POPULATION = 0.5
POPULATION_ALIKE = 2.0
"""Points taken off: see `weigh_one` for what each is taken off for."""

BESIDE_KM = 40.0
"""Kilometres from the text's other places within which a village may be meant before a town."""

CITY_PEOPLE = 30_000
"""People from which a town abroad is meant before a village at home that nothing tells of."""

_SMALL = frozenset({"village", "hamlet", "neighbourhood"})
_HAMLETS = frozenset({"village", "hamlet"})


def find_anchors(cases: Sequence[Case], page: Page) -> None:
    """Find the other places of the text that each name may be near to."""
    sure = (one for case in cases if (one := _surely(case, page.gazetteer)) is not None)
    anchors = {place.place_id: place for place in sure}
    page.anchors = []
    # what a name is said to hold does not tell which of its namesakes is meant
    held: dict[int, set[str]] = {}
    for inner in cases:
        if inner.within is not None:
            held.setdefault(inner.within, set()).update(m.place.place_id for m in inner.options)
    for i, case in enumerate(cases):
        own = {m.place.place_id for m in case.options} | held.get(i, set())
        page.anchors.append([a for a in anchors.values() if a.place_id not in own])


def _surely(case: Case, gazetteer: Gazetteer) -> Place | None:
    """Give the place that a name means whatever else the text names.

    It is the only one of the name, or the only town where the others are villages.
    """
    if len(case.options) == 1:
        return case.options[0].place if _is_anchor(case.options[0], gazetteer) else None
    towns = [m for m in case.options if m.place.kind not in _SMALL]
    alone = len(towns) == 1 and towns[0].place.kind == "town" and towns[0].score >= LISTED
    return towns[0].place if alone and _is_anchor(towns[0], gazetteer) else None


def drop_strays(cases: Sequence[Case], page: Page) -> None:
    """Leave unknown what is met by likeness alone, far from all else in the text."""
    for case, anchors in zip(cases, page.anchors, strict=True):
        if _is_alike_far(case, anchors):
            case.drop_all()


def admit_rivals(cases: Sequence[Case], page: Page) -> None:
    """Admit likely spellings near the text's places where the listed ones are far off."""
    for case, anchors in zip(cases, page.anchors, strict=True):
        _admit(case, anchors, page.gazetteer)


def weigh(cases: Sequence[Case], page: Page) -> None:
    """Lower candidates that the rest of the text speaks against."""
    gazetteer = page.gazetteer
    tops = [case.options[0] for case in cases if case.options]
    countries = {m.place.country for m in tops if m.place.kind == "country"}
    for case, anchors in zip(cases, page.anchors, strict=True):
        if len(case.options) > 1:
            if not anchors and not _speaks_of_home(case, cases, gazetteer):
                _prefer_abroad(case, gazetteer)
            weigh_one(case, countries, anchors, gazetteer)


def _speaks_of_home(case: Case, cases: Sequence[Case], gazetteer: Gazetteer) -> bool:
    """See a text that names a home country, or a unit or city of it, besides a name."""
    return any(
        gazetteer.is_home(m.place.country)
        and m.score >= LISTED
        and (m.place.kind in LARGE or m.place.is_area)
        for other in cases
        if other is not case
        for m in other.options
    )


def _prefer_abroad(case: Case, gazetteer: Gazetteer) -> None:
    """Leave a village at home out where a city abroad has its name and nothing tells of home."""
    cities = [m for m in case.options if _is_city_abroad(m, gazetteer)]
    own = [
        m.place for m in case.options if gazetteer.is_home(m.place.country) and m.score >= LISTED
    ]
    if cities and all(place.kind in _SMALL and not place.reported for place in own):
        case.keep(cities, "nothing in the text tells of a village at home")


def _is_city_abroad(match: Match, gazetteer: Gazetteer) -> bool:
    place = match.place
    large = place.kind in LARGE or (place.population or 0) >= CITY_PEOPLE
    return match.score >= LISTED and large and not gazetteer.is_home(place.country)


def _is_alike_far(case: Case, anchors: list[Place]) -> bool:
    """See a small place met by likeness alone, far from every other place of the text."""
    if case.held or len(anchors) < ENOUGH_ANCHORS or not case.options:
        return False
    return all(
        m.score < ALIKE_FAR
        and m.place.kind not in LARGE
        and not m.place.is_area
        and min(distance_km(m.place, a) for a in anchors) > ALIKE_KM
        for m in case.options
    )


def _is_anchor(match: Match, gazetteer: Gazetteer) -> bool:
    place = match.place
    sure = LISTED if place.kind in _HAMLETS else SURE
    return match.score >= sure and place.kind != "country" and gazetteer.is_home(place.country)


def _distance(place: Place, anchor: Place) -> float:
    """Give the kilometres from a place to another, none to the governorate that it lies in."""
    inside = anchor.kind == "governorate" and anchor.pcode and anchor.pcode == place.admin1_pcode
    return 0.0 if inside else distance_km(place, anchor)


def _admit(case: Case, anchors: list[Place], gazetteer: Gazetteer) -> None:
    """Admit likely spellings near the text's places where the listed ones are far off."""
    small = case.options and all(
        m.place.kind not in LARGE and not m.place.is_area for m in case.options
    )
    if not small or case.within is not None or not anchors or case.options[0].score < LISTED:
        return
    if min(distance_km(m.place, a) for m in case.options for a in anchors) < FAR_KM:
        return
    known = {m.place.place_id for m in case.options}
    for match in gazetteer.similar(case.mention.text, least=RIVAL):
        near = min(distance_km(match.place, a) for a in anchors) < RIVAL_KM
        if near and match.place.place_id not in known and not match.place.is_area:
            case.add([match], "like it, and nearer to the other places named")


def weigh_one(
    case: Case, countries: Collection[str | None], anchors: list[Place], gazetteer: Gazetteer
) -> None:
    """Lower a case's options: foreign, far from the text's other places, smaller.

    Not foreign are the home countries and those in `countries`, which the text names.
    """
    top = max(case.scores[m.place.place_id] for m in case.options)
    rivals = [m for m in case.options if case.scores[m.place.place_id] > top - ALIKE]
    most = max(math.log10((m.place.population or 0) + 1) for m in rivals)
    states = any(m.place.kind == "country" for m in case.options)
    for match in case.options:
        place = match.place
        if states and place.kind != "country":
            case.lower(match, ABROAD, "the country of the name is meant more often")
        elif place.country not in countries and not gazetteer.is_home(place.country):
            case.lower(match, ABROAD, "in a country the text does not speak of")
        km = min((_distance(place, anchor) for anchor in anchors), default=math.inf)
        if anchors and km > KM_PER_POINT:
            why = f"{km:.0f} km from other places named"
            case.lower(match, min(FARTHEST, km / KM_PER_POINT), why)
        smaller = most - math.log10((place.population or 0) + 1)
        if smaller > 0.1 and match in rivals:  # noqa: PLR2004 - less says nothing
            own = match.score >= LISTED and gazetteer.is_home(place.country)
            weight = POPULATION if own else POPULATION_ALIKE
            case.lower(match, weight * smaller, "smaller than its namesake")
        lesser = _lesser(case, match, beside=km <= BESIDE_KM, gazetteer=gazetteer)
        if lesser:
            case.lower(match, HAMLET, lesser)


def _lesser(case: Case, match: Match, *, beside: bool, gazetteer: Gazetteer) -> str:
    """Say why a village or quarter is meant less often than its namesake; empty if it is not.

    A village that lies beside the text's other places may be meant before a town, but not
    before a city.
    """
    kind, listed = match.place.kind, [m for m in case.options if m.score >= LISTED]
    if kind in _HAMLETS and any(m.place.kind in LARGE for m in listed):
        return "a bare name means the city"
    own = [m.place for m in listed if gazetteer.is_home(m.place.country)]
    if beside or match.score < LISTED:
        return ""
    if kind in _SMALL and any(place.kind == "town" for place in own):
        return "a bare name means the town"
    if kind in _HAMLETS and not match.place.reported and any(place.reported for place in own):
        return "reports name its namesake"
    return ""
