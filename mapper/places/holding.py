"""Hold each mention to the place that the text puts it in: quarter, village, province."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.gazetteer import names
from mapper.mentions import CAPITAL, CHIEF_TOWN, SURE
from mapper.places.abroad import in_list, is_abroad, is_closed
from mapper.places.capitals import chief_town
from mapper.places.cases import (
    LARGE,
    LEAST,
    LISTED,
    SMALL_UNITS,
    UNITS,
    Case,
    Page,
    has_metropolis,
    is_large,
)
from mapper.places.halves import find_halves
from mapper.places.reach import QUARTER_KM, Holder, holders_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer, Match, Place

SUBURB_KM = {"city": 45.0, "town": 45.0, "region": 20.0, "camp": 12.0, "village": 12.0}
"""Distance from a city's centre within which a settlement may be called a quarter of it."""

DISTRICT_KM = 60.0
"""Distance from the city named last within which a "district" may be a town of that name."""

OFF_KM = 40.0
"""Distance from a town beyond which a village of its countryside is a namesake."""

OUTSIDE_KM = 20.0
"""Distance from the outline of a region the text names beyond which a namesake is not taken."""

CITY_REACH = 400
"""Characters after a name within which "the city" means the city of that name."""

_VILLAGES = frozenset({None, "village", "town"})
_BARE = re.compile(r",? ")
_OPENED = re.compile(r"\s*\(\s*")


def find_chief_towns(cases: Sequence[Case], page: Page) -> None:
    """Give "the provincial capital" the chief town of the governorate named last before it."""
    region: Place | None = None
    for case in cases:
        if case.mention.kind_cue == CHIEF_TOWN:
            held = cases[case.within].options if case.within is not None else []
            units = [m.place for m in held if m.place.kind == "governorate"]
            holder = units[0] if units else region
            if holder is not None:
                case.add(chief_town(page.gazetteer, holder), f"the chief town of {holder.name}")
        units = [m.place for m in case.options if m.place.kind == "governorate"]
        if units and page.gazetteer.is_home(units[0].country):
            region = units[0]


def house_quarters(cases: Sequence[Case], page: Page) -> None:
    """Put a quarter without a city into the city named last before it, each time it is named."""
    city: int | None = None
    housed: dict[str, int] = {}
    for i, case in enumerate(cases):
        key = names.key(case.mention.text)
        if case.within is None and _is_quarter(case) and not _is_beside(case, cases, city):
            case.within = city
        elif (
            case.within is None
            and case.mention.kind_cue is None
            and key in housed
            and not is_large(case)
        ):
            case.within, case.quarter = housed[key], True
        if case.quarter and case.within is not None:
            housed.setdefault(key, case.within)
        if any(_is_city(m, page.gazetteer) for m in case.options) and case.mention.role in {
            "event",
            "context",
        }:
            city = i


def _is_quarter(case: Case) -> bool:
    """See a name that the text calls a quarter; a "district" that is one of no unit's."""
    cue = case.mention.kind_cue
    units = any(m.place.kind in SMALL_UNITS and m.score >= LISTED for m in case.options)
    large = any(m.place.kind in LARGE for m in case.options)
    return cue == "neighbourhood" or (cue == "district" and not units and not large)


def _is_beside(case: Case, cases: Sequence[Case], city: int | None) -> bool:
    """See a "district" that is a town of its own, near the city named last."""
    if case.mention.kind_cue != "district" or city is None:
        return False
    return any(
        m.place.is_settlement
        and m.place.kind != "neighbourhood"
        and distance_km(m.place, holder.place) < DISTRICT_KM
        for m in case.options
        if m.score >= LEAST.get(m.method, 0.0)
        for holder in cases[city].options
    )


def share_containers(cases: Sequence[Case], _page: Page) -> None:
    """Hold a name to what the text puts it in elsewhere: one place per name and text."""
    said: dict[str, Case] = {}
    for case in cases:
        if case.within is not None and case.mention.kind_cue not in {CAPITAL, CHIEF_TOWN}:
            said.setdefault(names.key(case.mention.text), case)
    for i, case in enumerate(cases):
        other = said.get(names.key(case.mention.text))
        shared = other.within if other else None
        if other and case.within is None and shared not in {None, i} and not is_large(case):
            case.within = shared
            case.quarter = case.quarter or other.quarter


def read_bare_units(cases: Sequence[Case], page: Page) -> None:
    """Read "Tal Abyad Raqqa", "Binnish, Idlib" and "Binnish (Idlib)": a town and its governorate.

    Behind a comma or in brackets the governorate decides as in "in X province", though no
    place of the name is listed there.
    """
    for i, (one, other) in enumerate(pairwise(cases)):
        gap = page.text[one.mention.phrase_end : other.mention.phrase_start]
        units = [m.place for m in other.options if m.place.kind == "governorate"]
        small = one.options and all(
            m.place.kind not in LARGE and not m.place.is_area for m in one.options
        )
        bracket = _OPENED.fullmatch(gap) and page.text.startswith(")", other.mention.phrase_end)
        if one.within is not None or not units or not small:
            continue
        if not bracket and (not _BARE.fullmatch(gap) or in_list(i, cases, page)):
            continue
        told = bracket or (gap.startswith(",") and is_closed(i, cases, page))
        if told or any(page.gazetteer.within(m.place, u) for m in one.options for u in units):
            one.within = i + 1


def _is_city(match: Match, gazetteer: Gazetteer) -> bool:
    place = match.place
    return (
        place.kind in {"city", "capital"}
        and match.score >= LISTED
        and gazetteer.is_home(place.country)
    )


def decide_senses(cases: Sequence[Case], page: Page) -> None:
    """Choose between a city and the province of its name; one sense per text where it can."""
    said: dict[str, list[tuple[int, bool]]] = {}
    for i, case in enumerate(cases):
        if case.options and case.mention.relation != "reference" and not case.is_pair:
            area = case.options[0].place.is_area
            said.setdefault(names.key(case.mention.text), []).append((i, area))
    holders: dict[int, bool] = {}
    for case in cases:
        if case.within is not None:
            quarter = case.quarter or _may_be_quarter(case, cases[case.within])
            holders[case.within] = holders.get(case.within, True) and not quarter
    for i, case in enumerate(cases):
        if case.is_pair:
            key = names.key(case.mention.text)
            wide, why = _sense(i, case, said.get(key, []), holders)
            if (
                wide
                and key not in said
                and i not in holders
                and _goes_on_about_city(i, cases, page)
            ):
                wide, why = False, "the text goes on about the city"
            case.keep([m for m in case.options if m.place.is_area == wide], why)


def _goes_on_about_city(i: int, cases: Sequence[Case], page: Page) -> bool:
    """Tell whether "the city" is said after a name, before another town is named."""
    start = cases[i].mention.phrase_end
    end = start + CITY_REACH
    for other in cases[i + 1 :]:
        if any(m.place.is_settlement for m in other.options) and not other.is_pair:
            end = min(end, other.mention.phrase_start)
            break
    said = page.words.phrases["the_city"].search(page.lower, start, end)
    return said is not None


def _may_be_quarter(case: Case, outer: Case) -> bool:
    """Tell whether a name may mean a listed quarter of the city that it is said to be in."""
    towns = [m.place for m in outer.options if m.place.is_settlement]
    quarters = [m.place for m in case.options if m.place.kind == "neighbourhood"]
    return any(distance_km(one, town) <= QUARTER_KM for one in quarters for town in towns)


def _sense(
    i: int, case: Case, said: list[tuple[int, bool]], holders: dict[int, bool]
) -> tuple[bool, str]:
    """Say whether the area (True) or the settlement is meant, and why."""
    if i in holders:
        return holders[i], "the text puts a settlement in it" if holders[
            i
        ] else "the text puts a quarter in it"
    if not any(m.place.kind == "governorate" for m in case.options):
        if any(m.place.reported for m in case.options if m.place.is_settlement):
            return False, "a settlement is meant before a region of its name"
        return True, "a region is meant before a village that reports do not name"
    if has_metropolis(case):
        return False, "a bare name means so large a city"
    if said:
        before = [wide for at, wide in said if at < i] or [said[0][1]]
        where = "elsewhere" if len({wide for _, wide in said}) == 1 else "last"
        return before[-1], f"so named {where} in the text"
    return True, "city or governorate: the wider holds both"


def contain(cases: Sequence[Case], page: Page) -> None:
    """Hold candidates to the place that the text names as containing them."""
    for case in cases:
        if case.within is None:
            continue
        outer = cases[case.within]
        if is_abroad(outer, page.gazetteer):
            continue
        holders = holders_of(outer)
        why = f"lies within {outer.mention.text}"
        if holders and case.options:
            _hold(case, holders, why, page.gazetteer)
        units = [m.place for m in outer.options if m.place.kind in UNITS]
        if not case.options and units and case.mention.kind_cue in _VILLAGES:
            halves = find_halves(case.mention.text, units[0], page.gazetteer, page.words)
            case.add(halves, why)
            case.held = bool(halves)


def _hold(case: Case, holders: list[Holder], why: str, gazetteer: Gazetteer) -> None:
    """Hold one mention's candidates to what may contain it."""
    outer = [holder.place for holder in holders]
    towns = all(place.is_settlement for place in outer)
    kept = [m for m in case.options if any(h.is_seat_for(m.place, gazetteer) for h in holders)] or [
        m for m in case.options if any(h.holds(m.place, gazetteer) for h in holders)
    ]
    if case.quarter and towns:
        quarters = [m for m in kept if m.place.kind == "neighbourhood"]
        kept = quarters or _suburbs(case.options, outer)
    if kept:
        case.keep(kept, why)
        case.held = True
        return
    small = all(m.place.kind not in LARGE and not m.place.is_area for m in case.options)
    if not small and not case.quarter:
        case.within = None  # a city or region is known better than the phrase is read
        return
    likely = _likely_inside(case, holders, gazetteer)
    if case.quarter:
        likely = [m for m in likely if m.place.kind == "neighbourhood" or _is_suburb(m, outer)]
    if likely:
        case.drop_all()
        case.add(likely, why)
        case.held = True
        return
    unlisted = case.options[0].score < (LISTED if towns else SURE)
    rural = case.mention.kind_cue == "village" or any(holder.rural for holder in holders)
    far = all(
        _is_far(m.place, h, gazetteer) or (rural and _is_off(m.place, h))
        for m in case.options
        for h in outer
    )
    town = case.mention.kind_cue in SMALL_UNITS and any(
        m.place.kind == "town" and m.score >= LISTED for m in case.options
    )
    if (case.quarter and not town) or unlisted or far:
        case.drop_all()  # no list holds the quarter or site; a namesake far off is not it
    else:
        case.within = None


def _suburbs(options: list[Match], holders: list[Place]) -> list[Match]:
    """Give the listed towns beside a city that the text may call its quarters."""
    return [m for m in options if m.score >= LISTED and _is_suburb(m, holders)]


def _is_suburb(match: Match, holders: list[Place]) -> bool:
    """See a smaller settlement within a city's reach.

    A town may lie farther off than a village, which is hardly called a quarter unless
    the city has grown around it.
    """
    place = match.place
    if place.kind not in SUBURB_KM:
        return False
    return any(
        h.kind in LARGE
        and place.place_id != h.place_id
        and (place.population or 0) <= (h.population or math.inf)
        and distance_km(place, h) <= SUBURB_KM[place.kind]
        for h in holders
    )


def _likely_inside(case: Case, holders: list[Holder], gazetteer: Gazetteer) -> list[Match]:
    """Give the places of a likely spelling that lie where the text puts the name."""
    likely = gazetteer.similar(case.mention.text, limit=30, least=LEAST["skeleton"])
    return [
        m
        for m in likely
        if m.score >= LEAST.get(m.method, 0) and any(h.holds(m.place, gazetteer) for h in holders)
    ]


def _is_off(place: Place, town: Place) -> bool:
    """Tell whether a village lies far from the town that the text puts it by."""
    return (
        place.kind in {"village", "hamlet"}
        and town.is_settlement
        and distance_km(place, town) > OFF_KM
    )


def _is_far(place: Place, region: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a place lies well outside a governorate or a larger part of one."""
    if region.kind not in UNITS or place.lat is None or place.lon is None:
        return False
    area = gazetteer.area(region.place_id)
    if area is None:
        return False
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    return areas.distance_to(area, place.lon, place.lat) > OUTSIDE_KM
