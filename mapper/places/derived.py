"""Place what no list has by what the text tells: distance, direction, what holds it, pairs."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from mapper.base.geo import distance_km
from mapper.gazetteer import names
from mapper.places.cases import LARGE, LEAST_WITHIN, LISTED, Case, Page, Resolved, bounded
from mapper.places.location import Location, between, locate_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.base.geo import Positioned
    from mapper.gazetteer import Gazetteer, Place
    from mapper.mentions import Mention
    from mapper.places.bearings import Bearing

VILLAGE_KM = 6.5
"""Kilometres from a town's edge at which an unknown village on a side of it is put; one that is
told by a city may lie anywhere in the sector."""

AROUND_M = 15_000.0
"""Radius in metres around a town that the text puts an unknown village or camp by."""

DISTANCE_FACTOR = 1.5
HALF_ANGLE = 45.0
"""Times the distance told, and degrees from the direction told, within which the listed
place of a name is taken for the one meant."""

LEAN = 160
"""Characters in one sentence from a region to an unknown name that lies in it."""

_SENTENCE_END = re.compile(r"[.!?][\"')]*\s|\n\s*\n")
_LONG = frozenset({"river"})
"""Kinds so long that what the sentence spoke of before does not say where on them."""
_OUTSIDE = frozenset({"village", "town", "hill", "mountain", "camp", "base"})


def place_told(cases: Sequence[Case], page: Page) -> None:
    """Place names by the distance or direction from another place that the text tells.

    Of several places of a name the one near there is meant; a name that has none
    there lies at the point told, whatever its namesakes elsewhere.
    """
    decided, gazetteer = page.decided, page.gazetteer
    done = list(decided)
    keyed = [(names.key(decided[told.subject].mention.text), told) for told in page.bearings]
    measured = {key for key, told in keyed if told.km}
    for key, told in keyed:
        if key in measured and not told.km:
            continue  # "14 km south of X" says more than "south of X"
        reference = decided[told.reference].location
        if reference is None or reference.method == "container" or reference.kind == "country":
            continue
        place = gazetteer.places.get(reference.place_id)
        if place is None or place.is_area:
            continue
        point = locate_place(
            place,
            told.relation,
            gazetteer,
            score=reference.score,
            margin=None,
            method="near",
            side_km=None if place.kind in LARGE else VILLAGE_KM,
        )
        if point is None:
            continue
        if not told.km:
            point = replace(point, radius_m=max(AROUND_M, 3 * place.radius_m, point.radius_m))
        for i, one in enumerate(done):
            said = names.key(one.mention.text) == key and one.mention.relation in {"at", "near"}
            if said and not _lies_that_way(one.location, place, point, told):
                done[i] = _told_one(one, cases[i], point, told, gazetteer)
    page.decided = done


def _told_one(
    one: Resolved, case: Case, point: Location, told: Bearing, gazetteer: Gazetteer
) -> Resolved:
    """Decide one mention of a name that the text places at a point."""
    if one.location is not None and one.location.method != "container":
        if one.location.area is not None or _reaches(one.location, point, told):
            return one
        if one.candidates and _is_well_known(case):
            return one
    near = [
        m
        for m in case.ranked
        if not m.place.is_area
        and _reaches(m.place, point, told)
        and m.score >= LEAST_WITHIN["fuzzy"]
    ]
    if near:
        best = near[0]
        location = locate_place(
            best.place,
            one.mention.relation,
            gazetteer,
            score=bounded(best.score),
            margin=None,
            method=best.method,
        )
        return replace(one, status="resolved", location=location)
    if _is_well_known(case):
        return one
    candidates = tuple(
        replace(c, reasons=(*c.reasons, f"{case.step}: not where the text says that it lies"))
        for c in one.candidates
    )
    return replace(one, status="unknown", candidates=candidates, location=point)


def _lies_that_way(
    chosen: Location | None, reference: Place, point: Location, told: Bearing
) -> bool:
    """See a listed place in the direction told, at a distance that the text may have rounded.

    Distances in the press are often by road, or to another town than the one named.
    """
    if chosen is None or chosen.score < LISTED or chosen.geo_precision != 1 or not told.km:
        return False
    km = distance_km(chosen, reference)
    if not told.km / DISTANCE_FACTOR <= km <= told.km * DISTANCE_FACTOR:
        return False
    return not told.way or abs(_turn(reference, point, chosen)) <= HALF_ANGLE


def _turn(centre: Positioned, one: Positioned, other: Positioned) -> float:
    """Give the degrees between the directions of two points as seen from a third."""
    angles = []
    for end in (one, other):
        east = (_known(end.lon) - _known(centre.lon)) * math.cos(math.radians(_known(centre.lat)))
        angles.append(math.degrees(math.atan2(east, _known(end.lat) - _known(centre.lat))))
    return (angles[1] - angles[0] + 180) % 360 - 180


def _known(degrees: float | None) -> float:
    return degrees or 0.0


def _is_well_known(case: Case) -> bool:
    """See a town that is listed: its place is known better than the words about it are read."""
    return any(m.place.kind in LARGE | {"town"} and m.score >= LISTED for m in case.options)


def _reaches(place: Positioned, point: Location, told: Bearing) -> bool:
    return distance_km(place, point) <= max(told.tolerance_km, 1.5e-3 * point.radius_m)


def lean(_cases: Sequence[Case], page: Page) -> None:
    """Put an unknown name into the region or city that its sentence spoke of just before.

    So in "in Homs province warplanes hit X" and "north of the capital the army shelled X".
    """
    decided = page.decided
    done = list(decided)
    for i, one in enumerate(decided):
        lost = one.status == "unknown" and one.location is None and one.within is None
        if not lost or one.mention.role != "event" or one.mention.kind_cue in _LONG:
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            holder = decided[j]
            gap = page.text[holder.mention.phrase_end : one.mention.phrase_start]
            if len(gap) > LEAN or _SENTENCE_END.search(gap):
                break
            if holder.mention.role == "event" and _may_hold(holder.location):
                done[i] = replace(one, within=j)
                break
    page.decided = done


def _may_hold(location: Location | None) -> bool:
    """See a region that is no country, or a city."""
    if location is None or location.kind == "country" or location.method == "container":
        return False
    return location.geo_precision > 1 or location.kind in LARGE


def join_pairs(_cases: Sequence[Case], page: Page) -> None:
    """Place what lies between two names on the strip between them."""
    decided = page.decided
    done = list(decided)
    for i, one in enumerate(decided[:-1]):
        other = decided[i + 1]
        relation = one.mention.relation
        if relation not in {"between", "road"} or other.mention.relation != relation:
            continue
        if _is_point(one.location) and _is_point(other.location):
            strip = between(one.location, other.location, page.gazetteer)
            done[i] = replace(one, location=strip)
            done[i + 1] = replace(other, location=strip)
    page.decided = done


def place_inside(_cases: Sequence[Case], page: Page) -> None:
    """Give unknown names the place that they lie in."""
    done = list(page.decided)
    for i, one in enumerate(done):
        holder = done[one.within].location if one.within is not None else None
        if one.location is not None:
            continue  # placed by what else the text tells of it
        if one.status == "unknown" and holder is not None and holder.kind != "country":
            done[i] = replace(one, location=_inside(one.mention, holder))
    page.decided = done


def _inside(mention: Mention, holder: Location) -> Location:
    """Give an unknown name the place that holds it; a village "of" a town lies around it."""
    village = mention.kind_cue in _OUTSIDE and holder.area is None
    return replace(
        holder,
        method="container",
        geo_precision=max(2, holder.geo_precision),
        radius_m=max(AROUND_M, 2 * holder.radius_m) if village else holder.radius_m,
    )


def _is_point(location: Location | None) -> TypeGuard[Location]:
    return location is not None and location.geo_precision == 1
