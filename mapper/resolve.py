"""Decide which place each mention means: containment first, population last."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeGuard

from mapper import names
from mapper.gazetteer import SAME_NAME, Match, Place, distance_km
from mapper.mentions import Mention, find_mentions
from mapper.places.containment import find_containers
from mapper.places.location import Location, apart, between, locate_place
from mapper.places.placewords import PlaceWords, place_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.gazetteer import Gazetteer

__all__ = ["Candidate", "Location", "Resolved", "locate", "resolve"]

MARGIN = 1.5
"""Score by which the best candidate must lead; with less it is a tie."""

LEAST = {"skeleton": 76.0, "fuzzy": 82.0}
LEAST_WITHIN = {"skeleton": 68.0, "fuzzy": 76.0}
"""Likeness below which a place met by likeness is not taken, per method: anywhere in the
home country, and within a region that is given. Chosen on withheld spellings so that of
names the gazetteer lacks about one in eight, within a region one in twenty, is mistaken."""

MISFIT = 86.0
"""Likeness below which a place of another kind than the text names is not considered."""

LISTED = 96.0
"""Score from which a name is listed as it is spelled."""

SHOWN = 30.0
"""Likeness from which a place is listed among the candidates of a name asked for alone."""

RIVAL = 82.0
RIVAL_KM = 40.0
FAR_KM = 80.0
"""Likeness from which a place of another spelling, within `RIVAL_KM` of the text's other
places, may rival a listed one that lies more than `FAR_KM` from all of them."""

METROPOLIS = 500_000
"""People from which a bare name means the city rather than the governorate of its name."""

QUARTER_KM = 12.0
"""Distance from a city's centre within which its quarters are looked for."""

ALONE = 3.0
ABROAD = 10.0
FARTHEST = 10.0
KM_PER_POINT = 25.0
ALIKE = 12.0
POPULATION = 0.5
POPULATION_ALIKE = 2.0
"""Points taken off: see `_weigh_one` for what each is taken off for."""

_HINTED = re.compile(r"\s*([^(),]+?)\s*(?:\(([^()]+)\)|,\s*([^(),]+?))\s*")
_QUARTERS = frozenset({"neighbourhood", "district"})
_SMALL_UNITS = frozenset({"district", "subdistrict"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a mention might be: score 0 to 100, and what spoke for and against it."""

    place_id: str
    name: str
    name_ar: str | None
    lat: float | None
    lon: float | None
    score: float
    reasons: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention with its candidates and the decision.

    `location` is set when `status` is ``resolved``; for an ``unknown`` name that the
    text puts inside a known place, it is that place, with method ``container``. `within`
    is the index, in the same list, of the mention that the text names as containing it.
    """

    mention: Mention
    status: str
    candidates: tuple[Candidate, ...]
    location: Location | None
    within: int | None


@dataclass(slots=True)
class _Case:
    """A mention while it is decided."""

    mention: Mention
    options: list[Match]
    reasons: dict[str, list[str]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    within: int | None = None
    rural: bool = False
    held: bool = False

    def __post_init__(self) -> None:
        options, self.options = self.options, []
        self.add(options)

    def add(self, options: Iterable[Match]) -> None:
        """Add options, each with the score and the manner of its match."""
        for match in options:
            self.options.append(match)
            self.scores[match.place.place_id] = match.score
            self.reasons[match.place.place_id] = [f"{match.method} match ({match.score:.1f})"]

    @property
    def ranked(self) -> list[Match]:
        """Options, best first; ids break what scores leave open."""
        return sorted(
            self.options, key=lambda m: (-self.scores[m.place.place_id], m.place.place_id)
        )

    @property
    def is_pair(self) -> bool:
        """Whether the name may be a settlement or the area of its name."""
        areas = {m.place.is_area for m in self.options if m.place.kind != "country"}
        return len(areas) == 2  # noqa: PLR2004 - both answers

    def lower(self, match: Match, by: float, why: str) -> None:
        """Take points off an option and say why."""
        place_id = match.place.place_id
        self.scores[place_id] -= by
        self.reasons[place_id].append(f"{why} (-{by:.1f})")

    def keep(self, kept: list[Match], why: str) -> bool:
        """Drop all options but some, unless that would drop all; say whether some are left."""
        if kept:
            self.options = kept
            for match in kept:
                self.reasons[match.place.place_id].append(why)
        return bool(kept)

    def drop_all(self) -> None:
        """Drop every option: the name stays unknown."""
        self.options = []


def resolve(
    mentions: Sequence[Mention], text: str, gazetteer: Gazetteer, language: str = "en"
) -> list[Resolved]:
    """Decide for each mention which place it means.

    Parameters
    ----------
    mentions
        Mentions of one text, in its order (see `mapper.mentions.find_mentions`).
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
    for case, container in zip(cases, find_containers(mentions, text), strict=True):
        case.within = container
    _house_quarters(cases, gazetteer)
    _decide_senses(cases)
    _contain(cases, gazetteer)
    _weigh(cases, gazetteer)
    return _finish([_decide(case, gazetteer) for case in cases], gazetteer)


def _case(mention: Mention, text: str, gazetteer: Gazetteer, words: PlaceWords) -> _Case:
    """Gather a mention's options, as far as its own words leave them open."""
    case = _Case(mention, gazetteer.lookup(mention.text))
    phrase = text[mention.phrase_start : mention.phrase_end].lower()
    case.rural = bool(words.rural.search(phrase))
    relation, cue = mention.relation.split(":")[0], mention.kind_cue
    if cue == "neighbourhood" and any(
        m.place.kind in _LARGE and m.score >= LISTED for m in case.options
    ):
        # "Aleppo's neighbourhoods": the word speaks of parts of the city, not of its name.
        case.keep([m for m in case.options if m.place.is_settlement], "its quarters are spoken of")
    elif cue:
        _fit(case, cue, words.fits.get(cue, frozenset()), gazetteer)
    if cue not in _SMALL_UNITS:
        larger = [m for m in case.options if m.place.kind not in _SMALL_UNITS]
        if len(larger) < len(case.options):
            case.keep(larger, "a bare name means no district")
    if cue == "area" or relation == "countryside":
        case.keep([m for m in case.options if m.place.is_area], "an area is meant")
    elif relation == "cut" and (case.rural or not _has_metropolis(case)):
        case.keep([m for m in case.options if m.place.is_area], "a part of a region is meant")
    elif relation in {"near", "between", "road", "sector", "reference"}:
        case.keep([m for m in case.options if not m.place.is_area], "a point is meant")
    return case


def _fit(case: _Case, cue: str, fits: frozenset[str], gazetteer: Gazetteer) -> None:
    """Keep the options of the kind the text names; look for likely ones if none is of it."""
    why = f"the text says {cue}"
    if not fits or case.keep([m for m in case.options if m.place.kind in fits], why):
        return
    likely = gazetteer.similar(case.mention.text, limit=20, least=SAME_NAME["skeleton"])
    likely = [m for m in likely if m.place.kind in fits and m.score >= SAME_NAME[m.method]]
    if all(m.score < MISFIT for m in case.options):
        case.drop_all()  # alike, but of another kind: no ground to take any
    if likely and cue not in _QUARTERS:
        case.drop_all()
        case.add(likely)
        for match in likely:
            case.reasons[match.place.place_id].append(why)


def _has_metropolis(case: _Case) -> bool:
    return any(
        m.place.is_settlement and (m.place.population or 0) >= METROPOLIS for m in case.options
    )


def _house_quarters(cases: list[_Case], gazetteer: Gazetteer) -> None:
    """Put a quarter without a city into the city named last before it, each time it is named."""
    city: int | None = None
    housed: dict[str, int] = {}
    for i, case in enumerate(cases):
        key = names.key(case.mention.text)
        if case.within is None and case.mention.kind_cue == "neighbourhood":
            case.within = city
        elif case.within is None and case.mention.kind_cue is None and key in housed:
            case.within = housed[key]
        if case.mention.kind_cue in _QUARTERS and case.within is not None:
            housed.setdefault(key, case.within)
        if any(_is_city(m, gazetteer) for m in case.options) and case.mention.role in {
            "event",
            "context",
        }:
            city = i


def _is_city(match: Match, gazetteer: Gazetteer) -> bool:
    place = match.place
    return (
        place.kind in {"city", "capital"}
        and match.score >= LISTED
        and place.country == gazetteer.home
    )


def _decide_senses(cases: list[_Case]) -> None:
    """Choose between a city and the province of its name; one sense per text where it can."""
    said: dict[str, list[tuple[int, bool]]] = {}
    for i, case in enumerate(cases):
        if case.options and case.mention.relation != "reference" and not case.is_pair:
            area = case.options[0].place.is_area
            said.setdefault(names.key(case.mention.text), []).append((i, area))
    holders: dict[int, bool] = {}
    for case in cases:
        if case.within is not None:
            quarter = case.mention.kind_cue in _QUARTERS or _is_quarter(case, cases[case.within])
            holders[case.within] = holders.get(case.within, True) and not quarter
    for i, case in enumerate(cases):
        if case.is_pair:
            key = names.key(case.mention.text)
            wide, why = _sense(i, case, said.get(key, []), holders)
            case.keep([m for m in case.options if m.place.is_area == wide], why)


def _is_quarter(case: _Case, outer: _Case) -> bool:
    """Tell whether a name may mean a listed quarter of the city that it is said to be in."""
    towns = [m.place for m in outer.options if m.place.is_settlement]
    quarters = [m.place for m in case.options if m.place.kind == "neighbourhood"]
    return any(distance_km(one, town) <= QUARTER_KM for one in quarters for town in towns)


def _sense(
    i: int, case: _Case, said: list[tuple[int, bool]], holders: dict[int, bool]
) -> tuple[bool, str]:
    """Say whether the area (True) or the settlement is meant, and why."""
    if i in holders:
        return holders[i], "the text puts a settlement in it" if holders[
            i
        ] else "the text puts a quarter in it"
    if not any(m.place.kind == "governorate" for m in case.options):
        return False, "a settlement is meant before a region of its name"
    if _has_metropolis(case):
        return False, "a bare name means so large a city"
    if said:
        before = [wide for at, wide in said if at < i] or [said[0][1]]
        where = "elsewhere" if len({wide for _, wide in said}) == 1 else "last"
        return before[-1], f"so named {where} in the text"
    return True, "city or governorate: the wider holds both"


def _contain(cases: list[_Case], gazetteer: Gazetteer) -> None:
    """Hold candidates to the place that the text names as containing them."""
    for case in cases:
        if case.within is None or not case.options:
            continue
        outer = cases[case.within]
        holders = [m.place for m in outer.options]
        if not holders:
            continue
        why = f"lies within {outer.mention.text}"
        small = all(m.place.kind not in _LARGE and not m.place.is_area for m in case.options)
        kept = [m for m in case.options if any(_holds(h, m.place, gazetteer) for h in holders)]
        quarter = case.mention.kind_cue in _QUARTERS
        if quarter and all(h.is_settlement for h in holders):
            # A village of the name outside the city is not its quarter.
            kept = [m for m in kept if m.place.kind == "neighbourhood"]
        if kept:
            case.keep(kept, why)
            case.held = True
            continue
        if not small and not quarter:
            case.within = (
                None  # a city or region of the name is known better than the phrase is read
            )
            continue
        likely = (
            []
            if quarter
            else [
                m
                for m in gazetteer.similar(case.mention.text, limit=30, least=LEAST["skeleton"])
                if m.score >= LEAST.get(m.method, 0)
                and any(_holds(h, m.place, gazetteer) for h in holders)
            ]
        )
        if likely:
            case.drop_all()
            case.add(likely)
            case.held = True
            for match in likely:
                case.reasons[match.place.place_id].append(why)
        elif quarter or (case.options[0].score < LISTED and all(h.is_settlement for h in holders)):
            case.drop_all()  # a quarter or site of the city that no list holds
        else:
            case.within = None


def _holds(holder: Place, place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a place lies in a region, or beside a city's centre."""
    if holder.is_area:
        return gazetteer.within(place, holder)
    if place.is_area or place.place_id == holder.place_id:
        return False
    return distance_km(place, holder) <= max(QUARTER_KM, 1.5e-3 * holder.radius_m)


def _weigh(cases: list[_Case], gazetteer: Gazetteer) -> None:
    """Lower candidates that the rest of the text speaks against."""
    tops = [case.options[0] for case in cases if case.options]
    countries = {m.place.country for m in tops if m.place.kind == "country"} | {gazetteer.home}
    anchors = [
        case.options[0].place
        for case in cases
        if len(case.options) == 1 and _is_anchor(case.options[0], gazetteer)
    ]
    for case in cases:
        own = {m.place.place_id for m in case.options}
        others = [a for a in anchors if a.place_id not in own]
        _admit_rivals(case, others, gazetteer)
        if len(case.options) > 1:
            _weigh_one(case, countries, others, gazetteer.home)


def _is_anchor(match: Match, gazetteer: Gazetteer) -> bool:
    place = match.place
    return match.score >= LISTED and place.kind != "country" and place.country == gazetteer.home


def _admit_rivals(case: _Case, anchors: list[Place], gazetteer: Gazetteer) -> None:
    """Admit likely spellings near the text's places where the listed ones are far off."""
    small = case.options and all(
        m.place.kind not in _LARGE and not m.place.is_area for m in case.options
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


_LARGE = frozenset({"city", "capital", "country"})


def _weigh_one(
    case: _Case, countries: set[str | None], anchors: list[Place], home: str | None
) -> None:
    """Lower a case's options: foreign, far from the text's other places, smaller."""
    top = max(case.scores[m.place.place_id] for m in case.options)
    rivals = [m for m in case.options if case.scores[m.place.place_id] > top - ALIKE]
    most = max(math.log10((m.place.population or 0) + 1) for m in rivals)
    states = any(m.place.kind == "country" for m in case.options)
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


def _decide(case: _Case, gazetteer: Gazetteer) -> Resolved:
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
        case.mention.relation,
        gazetteer,
        score=_bounded(score),
        margin=None if margin is None else round(margin, 2),
        method=best.method,
    )
    status = "resolved" if location else "unknown"
    return Resolved(case.mention, status, candidates, location, case.within)


def _bounded(score: float) -> float:
    return round(max(0.0, min(100.0, score)), 2)


def _candidate(case: _Case, match: Match) -> Candidate:
    place = match.place
    return Candidate(
        place_id=place.place_id,
        name=place.name,
        name_ar=place.name_ar,
        lat=place.lat,
        lon=place.lon,
        score=_bounded(case.scores[place.place_id]),
        reasons=tuple(case.reasons[place.place_id]),
        method=match.method,
    )


def _finish(decided: list[Resolved], gazetteer: Gazetteer) -> list[Resolved]:
    """Join pairs ("between X and Y") and give unknown names the place they lie in."""
    done = list(decided)
    for i, one in enumerate(decided[:-1]):
        other = decided[i + 1]
        relation = one.mention.relation
        if relation not in {"between", "road"} or other.mention.relation != relation:
            continue
        if _is_point(one.location) and _is_point(other.location):
            strip = between(one.location, other.location, gazetteer)
            done[i] = replace(one, location=strip)
            done[i + 1] = replace(other, location=strip)
    for i, one in enumerate(done):
        holder = done[one.within].location if one.within is not None else None
        if one.status == "unknown" and holder is not None and holder.kind != "country":
            wide = replace(holder, method="container", geo_precision=max(2, holder.geo_precision))
            done[i] = replace(one, location=wide)
    return done


def _is_point(location: Location | None) -> TypeGuard[Location]:
    return location is not None and location.geo_precision == 1


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


def _hold_to(case: _Case, region: Place, gazetteer: Gazetteer) -> None:
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
