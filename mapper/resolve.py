"""Decide which place each mention means: containment first, population last."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeGuard

from mapper import names
from mapper.containment import find_containers
from mapper.gazetteer import Match, Place, distance_km
from mapper.location import Location, apart, between, locate_place
from mapper.mentions import Mention, find_mentions
from mapper.placewords import place_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer

__all__ = ["Candidate", "Location", "Resolved", "locate", "resolve"]

MARGIN = 1.5
"""Score by which the best candidate must lead; with less it is a tie."""

LEAST = {"skeleton": 72.0, "fuzzy": 82.0}
"""Likeness below which a place met by likeness is not taken, per method."""

METROPOLIS = 500_000
"""People from which a bare name means the city rather than the governorate of its name."""

ALONE = 3.0
ABROAD = 10.0
MISFIT = 12.0
FARTHEST = 8.0
KM_PER_POINT = 25.0
POPULATION = 0.5


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

    @property
    def ranked(self) -> list[Match]:
        """Options, best first; ids break what scores leave open."""
        return sorted(
            self.options, key=lambda m: (-self.scores[m.place.place_id], m.place.place_id)
        )

    def lower(self, match: Match, by: float, why: str) -> None:
        """Take points off an option and say why."""
        place_id = match.place.place_id
        self.scores[place_id] -= by
        self.reasons[place_id].append(f"{why} (-{by:.1f})")

    def keep(self, kept: list[Match], why: str) -> None:
        """Drop all options but some, unless that would drop all."""
        if kept and len(kept) < len(self.options):
            self.options = kept
            for match in kept:
                self.reasons[match.place.place_id].append(why)


def resolve(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> list[Resolved]:
    """Decide for each mention which place it means.

    Parameters
    ----------
    mentions
        Mentions of one text, in its order (see `mapper.mentions.find_mentions`).
    text
        The text.
    gazetteer
        Places.

    Returns
    -------
    resolved
        One per mention, in the same order, with every candidate, its score and the
        reasons. A tie stays a tie: then there is no location.
    """
    cases = [_case(mention, gazetteer) for mention in mentions]
    containers = find_containers(mentions, text)
    for case, container in zip(cases, containers, strict=True):
        case.within = container
    _decide_senses(cases)
    _contain(cases, gazetteer)
    _weigh(cases, gazetteer)
    decided = [_decide(case, gazetteer) for case in cases]
    return _finish(decided, gazetteer)


def _case(mention: Mention, gazetteer: Gazetteer) -> _Case:
    options = gazetteer.lookup(mention.text)
    case = _Case(mention, options)
    for place, score, method in options:
        case.scores[place.place_id] = score
        case.reasons[place.place_id] = [f"{method} match ({score:.1f})"]
    if mention.kind_cue:
        fits = place_words("en").fits.get(mention.kind_cue, frozenset())
        case.keep([m for m in options if m.place.kind in fits], f"the text says {mention.kind_cue}")
    if mention.relation.startswith("cut:") or mention.relation == "countryside":
        case.keep([m for m in case.options if m.place.is_area], "a part of a region is meant")
    elif mention.relation in {"near", "between", "road"} or mention.relation.startswith("sector:"):
        case.keep([m for m in case.options if not m.place.is_area], "a point is meant")
    return case


def _is_pair(options: list[Match]) -> bool:
    """Tell whether a name may be a city or the unit of its name."""
    return any(m.place.is_area for m in options) and any(m.place.is_settlement for m in options)


def _decide_senses(cases: list[_Case]) -> None:
    """Choose between a city and the province of its name; one sense per text where it can."""
    said: dict[str, list[tuple[int, bool]]] = {}
    for i, case in enumerate(cases):
        key = names.key(case.mention.text)
        if (
            case.options
            and not _is_pair(case.options)
            and len({m.place.is_area for m in case.options}) == 1
        ):
            said.setdefault(key, []).append((i, case.options[0].place.is_area))
    holders = {
        case.within
        for case in cases
        if case.within is not None and any(m.place.is_settlement for m in case.options)
    }
    for i, case in enumerate(cases):
        if not _is_pair(case.options):
            continue
        key = names.key(case.mention.text)
        wide, why = _sense(i, case, said.get(key, []), holders)
        case.keep([m for m in case.options if m.place.is_area == wide], why)


def _sense(
    i: int, case: _Case, said: list[tuple[int, bool]], holders: set[int]
) -> tuple[bool, str]:
    """Say whether the unit (True) or the city is meant, and why."""
    inner = case.within
    if i in holders:
        return True, "the text puts a settlement in it"
    if said:
        before = [wide for at, wide in said if at < i] or [said[0][1]]
        if len({wide for _, wide in said}) == 1:
            return before[-1], "so named elsewhere in the text"
        return before[-1], "so named last in the text"
    city = max((m.place.population or 0 for m in case.options if m.place.is_settlement), default=0)
    if city >= METROPOLIS and inner is None:
        return False, "a bare name means so large a city"
    return True, "city or governorate: the wider holds both"


def _contain(cases: list[_Case], gazetteer: Gazetteer) -> None:
    """Hold candidates to the place that the text names as containing them."""
    for case in cases:
        if case.within is None:
            continue
        outer = cases[case.within]
        holders = [m.place for m in outer.options]
        kept = [
            m for m in case.options if any(gazetteer.within(m.place, holder) for holder in holders)
        ]
        if not kept and holders and case.options[:1] and case.options[0].score < 96:  # noqa: PLR2004 - listed spellings
            continue
        case.keep(kept, f"lies within {outer.mention.text}")
        if not kept and case.options:
            near = [m for m in case.options if _beside(m.place, holders)]
            if not near:
                case.within = case.within if not holders else None


def _beside(place: Place, holders: list[Place]) -> bool:
    """Tell whether a place lies at a settlement named as containing it (a quarter, a site)."""
    return any(not h.is_area and distance_km(place, h) < h.radius_m / 500 for h in holders)


def _weigh(cases: list[_Case], gazetteer: Gazetteer) -> None:
    """Lower candidates that the rest of the text speaks against."""
    named = {
        m.place.country for case in cases for m in case.options[:1] if m.place.kind == "country"
    }
    anchors = [
        case.options[0].place
        for case in cases
        if len(case.options) == 1
        and case.options[0].score >= 96
        and not case.options[0].place.kind == "country"
    ]
    anchors = [p for p in anchors if p.country == gazetteer.home]
    for case in cases:
        if len(case.options) > 1:
            _weigh_one(case, named | {gazetteer.home}, anchors)


def _weigh_one(case: _Case, countries: set[str | None], anchors: list[Place]) -> None:
    most = max(math.log10((m.place.population or 0) + 1) for m in case.options)
    own = {m.place.place_id for m in case.options}
    others = [a for a in anchors if a.place_id not in own]
    states = any(m.place.kind == "country" for m in case.options)
    for match in case.options:
        place = match.place
        if states and place.kind != "country":
            case.lower(match, ABROAD, "the country of the name is meant more often")
        elif place.country not in countries:
            case.lower(match, ABROAD, "in a country the text does not speak of")
        if others:
            km = min(distance_km(place, anchor) for anchor in others)
            if km > KM_PER_POINT:
                case.lower(
                    match, min(FARTHEST, km / KM_PER_POINT), f"{km:.0f} km from other places named"
                )
        smaller = most - math.log10((place.population or 0) + 1)
        if smaller > 0.1:  # noqa: PLR2004 - less says nothing
            case.lower(match, POPULATION * smaller, "smaller than its namesake")


def _decide(case: _Case, gazetteer: Gazetteer) -> Resolved:
    ranked = case.ranked
    candidates = tuple(_candidate(case, m) for m in ranked)
    if not ranked or not _acceptable(case, ranked[0]):
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


def _acceptable(case: _Case, match: Match) -> bool:
    return case.scores[match.place.place_id] >= LEAST.get(match.method, 0.0)


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
        if one.status == "unknown" and one.within is not None:
            holder = done[one.within].location
            if holder is not None:
                wide = replace(
                    holder, method="container", geo_precision=max(2, holder.geo_precision)
                )
                done[i] = replace(one, location=wide)
    return done


def _is_point(location: Location | None) -> TypeGuard[Location]:
    return location is not None and location.geo_precision == 1


def locate(name: str, gazetteer: Gazetteer, *, within: str | None = None) -> Resolved:
    """Locate one name alone, as it stands in a table or on a command line.

    Parameters
    ----------
    name
        Name in any spelling and script; a phrase too ("southern Idlib", "Idlib city").
    gazetteer
        Places.
    within
        Name of a region it lies in. Holds: a namesake elsewhere is not taken.

    Raises
    ------
    RegionError
        If no region is called `within`.
    """
    region = gazetteer.region(within) if within else None
    mention = _whole(name, gazetteer)
    case = _case(mention, gazetteer)
    if region is not None:
        case = _held_to(case, region, gazetteer)
    if _is_pair(case.options):
        for match in [m for m in case.options if m.place.is_area]:
            case.lower(match, ALONE, "a name alone means the settlement")
    _weigh([case], gazetteer)
    return replace(_decide(case, gazetteer), within=None)


def _whole(name: str, gazetteer: Gazetteer) -> Mention:
    """Read a name as a mention; a phrase around a listed name counts where it is the whole."""
    whole = Mention(0, len(name), name, 0, len(name), "at", "event", None)
    if gazetteer.index.find(name):
        return whole
    for mention in find_mentions(name, gazetteer):
        if not name[: mention.phrase_start].strip() and not name[mention.phrase_end :].strip(
            " ,.'s"
        ):
            return mention
    return whole


def _held_to(case: _Case, region: Place, gazetteer: Gazetteer) -> _Case:
    """Keep the options in a region; look for likely spellings there when none is listed."""
    inside = [m for m in case.options if gazetteer.within(m.place, region)]
    if not inside:
        likely = gazetteer.similar(case.mention.text, limit=60)
        inside = [m for m in likely if gazetteer.within(m.place, region)]
    if not inside:
        inside = [m for m in case.options if m.place.place_id == region.place_id]
    held = replace_options(case, inside)
    for match in inside:
        held.reasons[match.place.place_id].append(f"lies within {region.name}")
    return held


def replace_options(case: _Case, options: list[Match]) -> _Case:
    """Make the case anew with other options."""
    made = _Case(case.mention, options)
    for place, score, method in options:
        made.scores[place.place_id] = score
        made.reasons[place.place_id] = [f"{method} match ({score:.1f})"]
    return made
