"""Decide which place each mention means: containment first, population last."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.gazetteer import SAME_NAME, names
from mapper.mentions import CAPITAL, CHIEF_TOWN, Mention, PlaceWords, find_mentions, place_words
from mapper.places.bearings import find_bearings
from mapper.places.capitals import find_capital
from mapper.places.cases import (
    LARGE,
    LEAST,
    LEAST_WITHIN,
    LISTED,
    QUARTERS,
    SMALL_UNITS,
    Candidate,
    Case,
    Resolved,
    bounded,
    has_metropolis,
)
from mapper.places.containment import find_containers
from mapper.places.derived import finish, lean, place_told
from mapper.places.holding import (
    contain,
    decide_senses,
    find_chief_towns,
    house_quarters,
    read_bare_units,
    share_containers,
)
from mapper.places.location import Location, apart, locate_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer, Match, Place

__all__ = ["Candidate", "Location", "Resolved", "locate", "resolve"]

MARGIN = 1.5
"""Score by which the best candidate must lead; with less it is a tie."""

MISFIT = 86.0
"""Likeness below which a place of another kind than the text names is not considered."""

SHOWN = 30.0
"""Likeness from which a place is listed among the candidates of a name asked for alone."""

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

ALONE = 3.0
ABROAD = 10.0
FARTHEST = 10.0
KM_PER_POINT = 25.0
ALIKE = 12.0
HAMLET = 2.0
POPULATION = 0.5
POPULATION_ALIKE = 2.0
"""Points taken off: see `_weigh_one` for what each is taken off for."""

_HINTED = re.compile(r"\s*([^(),]+?)\s*(?:\(([^()]+)\)|,\s*([^(),]+?))\s*")
_HAMLETS = frozenset({"village", "hamlet"})
_SITES = frozenset({"crossing", "base"})


def resolve(
    mentions: Sequence[Mention], text: str, gazetteer: Gazetteer, language: str
) -> list[Resolved]:
    """Decide for each mention which place it means.

    Parameters
    ----------
    mentions
        Mentions of one text, in its order (see `mapper.mentions.find.find_mentions`).
    text
        The text.
    gazetteer
        Places.
    language
        ISO 639-1 code of the text.

    Returns
    -------
    resolved
        One per mention, in the same order, with every candidate, its score and the
        reasons. A tie stays a tie: then there is no location.
    """
    words = place_words(language)
    cases = [_case(mention, text, gazetteer, words) for mention in mentions]
    within = find_containers(mentions, text, words)
    for case, container in zip(cases, within, strict=True):
        case.within = container
    find_chief_towns(cases, gazetteer)
    house_quarters(cases, gazetteer)
    read_bare_units(cases, text, gazetteer, words)
    share_containers(cases)
    decide_senses(cases)
    contain(cases, gazetteer, words)
    bearings = find_bearings(mentions, within, text, words)
    _weigh(cases, gazetteer)
    decided = [_decide(case, gazetteer) for case in cases]
    told = place_told(decided, cases, bearings, gazetteer)
    return finish(lean(told, text), gazetteer)


def _case(mention: Mention, text: str, gazetteer: Gazetteer, words: PlaceWords) -> Case:
    """Gather a mention's options, as far as its own words leave them open."""
    if mention.kind_cue == CAPITAL:
        return Case(mention, find_capital(gazetteer, words.capital_of))
    if mention.kind_cue == CHIEF_TOWN:
        return Case(mention, [])
    phrase = text[mention.phrase_start : mention.phrase_end].lower()
    rural = words.phrases["rural_part"].search(phrase)
    own = _listed_whole(mention, text, gazetteer, words)
    case = Case(mention, own or gazetteer.lookup(mention.text))
    case.rural = rural is not None
    relation, cue = mention.relation.split(":")[0], mention.kind_cue
    if cue == "neighbourhood" and any(
        m.place.kind in LARGE and m.score >= LISTED for m in case.options
    ):
        # "Aleppo's neighbourhoods": the word speaks of parts of the city, not of its name.
        case.keep([m for m in case.options if m.place.is_settlement], "its quarters are spoken of")
    elif cue:
        case.beside = cue in _SITES and not any(
            m.place.kind in words.fits[cue] for m in case.options if m.score >= LISTED
        )
        _fit(case, cue, words.fits.get(cue, frozenset()), gazetteer)
        _widen(case)
    if cue not in SMALL_UNITS:
        larger = [m for m in case.options if m.place.kind not in SMALL_UNITS]
        if len(larger) < len(case.options):
            case.keep(larger, "a bare name means no district")
    if cue == "area" or relation == "countryside":
        case.keep([m for m in case.options if m.place.is_area], "an area is meant")
    elif relation == "cut" and (case.rural or not has_metropolis(case)):
        case.keep([m for m in case.options if m.place.is_area], "a part of a region is meant")
    elif relation in {"near", "between", "road", "sector", "reference"}:
        case.keep([m for m in case.options if not m.place.is_area], "a point is meant")
    return case


def _listed_whole(
    mention: Mention, text: str, gazetteer: Gazetteer, words: PlaceWords
) -> list[Match]:
    """Give what is listed under the words of the phrase: a countryside, a town's air base."""
    phrase = text[mention.phrase_start : mention.phrase_end].lower()
    rural = words.phrases["rural_part"].search(phrase)
    if mention.kind_cue in _SITES:
        whole = text[mention.start : mention.phrase_end]
        return _listed_site(whole, words.fits[mention.kind_cue], gazetteer)
    return _rural_unit(mention.text, rural.group(), gazetteer) if rural else []


def _rural_unit(name: str, rural: str, gazetteer: Gazetteer) -> list[Match]:
    """Give the region that is listed as the countryside of a name ("Damascus countryside")."""
    return [
        match
        for phrase in (f"{name} {rural}", f"{rural} {name}")
        for match in gazetteer.lookup(phrase)
        if match.score >= LISTED and match.place.is_area and match.place.kind not in SMALL_UNITS
    ][:1]


def _listed_site(name: str, fits: frozenset[str], gazetteer: Gazetteer) -> list[Match]:
    """Give the site that is listed under a town's name and its own: "Deir ez-Zor air base"."""
    matches = gazetteer.lookup(" ".join(name.split()))
    return [m for m in matches if m.score >= LISTED and m.place.kind in fits]


def _fit(case: Case, cue: str, fits: frozenset[str], gazetteer: Gazetteer) -> None:
    """Keep the options of the kind the text names; look for likely ones if none is of it."""
    why = f"the text says {cue}"
    fitting = [m for m in case.options if m.place.kind in fits]
    own = [m for m in case.options if m.place.country == gazetteer.home and m.score >= LISTED]
    if cue == "city" and all(m.place.country != gazetteer.home for m in fitting):
        # The press calls a large village at home a city; a city abroad does not outdo it.
        fitting += [m for m in own if m.place.is_settlement]
    if not fits or case.keep(fitting, why) or (cue in _SITES and case.options):
        return  # a site is called after the town beside it
    likely = gazetteer.similar(case.mention.text, limit=20, least=SAME_NAME["skeleton"])
    likely = [m for m in likely if m.place.kind in fits and m.score >= SAME_NAME[m.method]]
    if all(m.score < MISFIT for m in case.options):
        case.drop_all()  # alike, but of another kind: no ground to take any
    if likely and cue not in QUARTERS:
        case.drop_all()
        case.add(likely)
        for match in likely:
            case.reasons[match.place.place_id].append(why)


def _widen(case: Case) -> None:
    """Leave a unit's part of the same name out: "Homs district" means the district."""
    districts = {m.place.admin1 for m in case.options if m.place.kind == "district"}
    wider = [
        m for m in case.options if m.place.kind != "subdistrict" or m.place.admin1 not in districts
    ]
    if len(wider) < len(case.options):
        case.keep(wider, "the wider unit holds both")


def _weigh(cases: list[Case], gazetteer: Gazetteer) -> None:
    """Lower candidates that the rest of the text speaks against."""
    tops = [case.options[0] for case in cases if case.options]
    countries = {m.place.country for m in tops if m.place.kind == "country"} | {gazetteer.home}
    anchors = list(
        {
            case.options[0].place.place_id: case.options[0].place
            for case in cases
            if len(case.options) == 1 and _is_anchor(case.options[0], gazetteer)
        }.values()
    )
    for case in cases:
        own = {m.place.place_id for m in case.options}
        others = [a for a in anchors if a.place_id not in own]
        if _is_alike_far(case, others):
            case.drop_all()
        _admit_rivals(case, others, gazetteer)
        if len(case.options) > 1:
            _weigh_one(case, countries, others, gazetteer.home)


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
    return match.score >= LISTED and place.kind != "country" and place.country == gazetteer.home


def _admit_rivals(case: Case, anchors: list[Place], gazetteer: Gazetteer) -> None:
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
            case.add([match])


def _weigh_one(
    case: Case, countries: set[str | None], anchors: list[Place], home: str | None
) -> None:
    """Lower a case's options: foreign, far from the text's other places, smaller."""
    top = max(case.scores[m.place.place_id] for m in case.options)
    rivals = [m for m in case.options if case.scores[m.place.place_id] > top - ALIKE]
    most = max(math.log10((m.place.population or 0) + 1) for m in rivals)
    states = any(m.place.kind == "country" for m in case.options)
    city = any(m.place.kind in LARGE and m.score >= LISTED for m in case.options)
    for match in case.options:
        place = match.place
        if states and place.kind != "country":
            case.lower(match, ABROAD, "the country of the name is meant more often")
        elif place.country not in countries:
            case.lower(match, ABROAD, "in a country the text does not speak of")
        if anchors:
            km = min(distance_km(place, anchor) for anchor in anchors)
            if km > KM_PER_POINT:
                why = f"{km:.0f} km from other places named"
                case.lower(match, min(FARTHEST, km / KM_PER_POINT), why)
        smaller = most - math.log10((place.population or 0) + 1)
        if smaller > 0.1 and match in rivals:  # noqa: PLR2004 - less says nothing
            own = match.score >= LISTED and place.country == home
            weight = POPULATION if own else POPULATION_ALIKE
            case.lower(match, weight * smaller, "smaller than its namesake")
        if city and place.kind in _HAMLETS:
            case.lower(match, HAMLET, "a bare name means the city")


def _decide(case: Case, gazetteer: Gazetteer) -> Resolved:
    """Take the best candidate, or leave a tie or an unknown name as it is."""
    ranked = case.ranked
    candidates = tuple(_candidate(case, m) for m in ranked)
    if not ranked or ranked[0].score < (LEAST_WITHIN if case.held else LEAST).get(
        ranked[0].method, 0.0
    ):
        return Resolved(case.mention, "unknown", candidates, None, case.within)
    best = ranked[0]
    score = case.scores[best.place.place_id]
    rivals = [m for m in ranked[1:] if apart(best.place, m.place)]
    margin = score - case.scores[rivals[0].place.place_id] if rivals else None
    if margin is not None and margin < MARGIN:
        return Resolved(case.mention, "tie", candidates, None, case.within)
    location = locate_place(
        best.place,
        "near" if case.beside and not best.place.is_area else case.mention.relation,
        gazetteer,
        score=bounded(score),
        margin=None if margin is None else round(margin, 2),
        method=best.method,
    )
    status = "resolved" if location else "unknown"
    return Resolved(case.mention, status, candidates, location, case.within)


def _candidate(case: Case, match: Match) -> Candidate:
    place = match.place
    return Candidate(
        place_id=place.place_id,
        name=place.name,
        name_ar=place.name_ar,
        lat=place.lat,
        lon=place.lon,
        score=bounded(case.scores[place.place_id]),
        reasons=tuple(case.reasons[place.place_id]),
        method=match.method,
    )


def locate(
    name: str, gazetteer: Gazetteer, *, within: str | None = None, language: str = "en"
) -> Resolved:
    """Locate one name alone, as it stands in a table or on a command line.

    Parameters
    ----------
    name
        Name in any spelling and script; a phrase too ("southern Idlib", "Idlib city").
    gazetteer
        Places.
    within
        Name or id of a region it lies in. Holds: a namesake elsewhere is not taken.
    language
        ISO 639-1 code of the phrase.

    Raises
    ------
    RegionError
        If no region is called `within`.
    """
    region = gazetteer.region(within) if within else None
    name, hinted = _hint(name, gazetteer)
    region = hinted or region
    mention = _whole(name, gazetteer, language)
    case = _case(mention, name, gazetteer, place_words(language))
    if not case.options:
        case.add(gazetteer.similar(mention.text, least=SHOWN))
    if region is not None:
        _hold_to(case, region, gazetteer)
    if case.is_pair:
        for match in [m for m in case.options if m.place.is_area]:
            case.lower(match, ALONE, "a name alone means the settlement")
    if len(case.options) > 1:
        _weigh_one(case, {gazetteer.home}, [], gazetteer.home)
    return _decide(case, gazetteer)


def _hint(name: str, gazetteer: Gazetteer) -> tuple[str, Place | None]:
    """Read "Suran (Hama)" or "Suran, Hama" as a name and the region it lies in."""
    found = _HINTED.fullmatch(name)
    if found is None or gazetteer.index.find(name):
        return name, None
    hits = gazetteer.index.find(found[2] or found[3])
    regions = [gazetteer.places[hit.place_id] for hit in hits]
    regions = [place for place in regions if place.is_area]
    return (found[1], regions[0]) if regions else (name, None)


def _whole(name: str, gazetteer: Gazetteer, language: str) -> Mention:
    """Read a name as a mention; a phrase around a listed name counts where it is the whole."""
    whole = Mention(0, len(name), name, 0, len(name), "at", "event", None)
    if gazetteer.index.find(name):
        return whole
    for mention in find_mentions(name, gazetteer, language):
        rest = name[: mention.phrase_start] + name[mention.phrase_end :]
        if not names.plain(rest).text.strip(" ,.'"):
            return mention
    return whole


def _hold_to(case: Case, region: Place, gazetteer: Gazetteer) -> None:
    """Keep the options in a region; look for likely spellings there when none is listed."""
    inside = [m for m in case.options if gazetteer.within(m.place, region)]
    if not inside:
        inside = gazetteer.similar(case.mention.text, within=region, least=SHOWN)
    if not inside:
        inside = [m for m in case.options if m.place.place_id == region.place_id]
    case.drop_all()
    case.add(inside)
    case.held = True
    for match in inside:
        case.reasons[match.place.place_id].append(f"lies within {region.name}")
