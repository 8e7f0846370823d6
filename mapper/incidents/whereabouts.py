"""How the places that reports name lie to each other, and which of them an incident keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.gazetteer import key
from mapper.places import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.places import Resolved
    from mapper.reports import Report

SAME, INSIDE, NONE, APART = 3, 2, 1, 0
"""How the places of two reports lie to each other."""

_BY_KM = 60.0
"""Kilometres within which a town told by its bearing and its name told later may lie."""


def compare_places(resolved: Sequence[Resolved], left: Iterable[int], right: Iterable[int]) -> int:
    """Compare two lists of places."""
    a = [resolved[n] for n in left]
    b = [resolved[n] for n in right]
    if not a or not b:
        return NONE
    if any(same_place(x, y) for x in a for y in b):
        return SAME
    if any(narrows(x, y) or narrows(y, x) for x in a for y in b):
        return INSIDE
    return APART


def same_place(left: Resolved, right: Resolved) -> bool:
    """Compare by id; what no gazetteer knows, here or there, by its words."""
    unplaced = [is_unplaced(one) for one in (left, right)]
    if left.location is None or right.location is None or any(unplaced):
        return key(left.mention.text) == key(right.mention.text)
    return left.location.place_id.split("/")[0] == right.location.place_id.split("/")[0] and (
        left.location.place_id == right.location.place_id or left.location.area is None
    )


def narrows(outer: Resolved, inner: Resolved) -> bool:
    """See a finer place: inside the outer one, or a name unknown that the text puts in it."""
    if outer.location is None or inner.location is None or is_unplaced(outer):
        return False
    if is_unplaced(inner):
        base = outer.location.place_id.split("/")[0]
        if inner.location.place_id.split("/")[0] == base:
            return True
    return holds_named(outer, inner)


def holds_named(outer: Resolved, inner: Resolved) -> bool:
    """See a place, known itself and not by what holds it, that contains another.

    "Near a town" may get the name of a village later; it holds no village told before.
    """
    if is_around(outer) and outer.mention.start > inner.mention.start:
        return False
    return not is_unplaced(outer) and holds(outer.location, inner.location)


def is_unplaced(one: Resolved) -> bool:
    """See a name that no gazetteer knows, placed at most in what holds it."""
    return one.location is None or one.location.method == "container"


def is_around(one: Resolved) -> bool:
    """See the surroundings of a place: its edge, its outskirts, near it."""
    return one.location is not None and one.location.method == "near"


def is_named(resolved: Sequence[Resolved], number: int) -> bool:
    """See a settlement or site called by its name, be it one placed by its distance."""
    one = resolved[number]
    told = one.status == "unknown" and one.location is not None and one.location.method == "near"
    return told or (one.location is not None and one.location.geo_precision == 1)


def is_region(one: Resolved) -> bool:
    """See a region or a country, no settlement or site."""
    return one.location is not None and one.location.geo_precision > 2  # noqa: PLR2004 - a region


def is_of_side(resolved: Sequence[Resolved], told: Iterable[int], number: int) -> bool:
    """See a place in the province of which only sides or regions were told so far."""
    inner = resolved[number].location
    outer = [one for n in told if (one := resolved[n].location)]
    sides = all(one.method == "cut" or one.geo_precision > 2 for one in outer)  # noqa: PLR2004 - a region
    if inner is None or inner.admin1 is None:
        return False
    return sides and any(one.admin1 == inner.admin1 for one in outer)


def is_listed(resolved: Sequence[Resolved], places: Iterable[int]) -> bool:
    """See whether the draft already has a place finer than a region."""
    return any(is_named(resolved, n) for n in places)


def is_by(resolved: Sequence[Resolved], places: Iterable[int], number: int) -> bool:
    """See that a name lies by every place told so far, none of them a region."""
    inner = resolved[number].location
    outer = [resolved[n].location for n in places]
    return inner is not None and all(
        one is not None and one.geo_precision < 3 and distance_km(one, inner) <= _BY_KM  # noqa: PLR2004 - a region
        for one in outer
    )


def only_coarser(resolved: Sequence[Resolved], report: Report) -> bool:
    """See a report that names nothing finer than a country."""
    return all(
        one.location is not None and one.location.kind == "country"
        for one in (resolved[n] for n in report.places)
    )


def suits(resolved: Sequence[Resolved], anaphora: str | None, places: Iterable[int]) -> bool:
    """See whether 'the village' may mean places of this kind."""
    if anaphora is None or anaphora == "any":
        return True
    coarse = [
        (loc := resolved[n].location) is not None and loc.geo_precision > 2  # noqa: PLR2004
        for n in places
    ]
    return all(coarse) if anaphora == "region" else not any(coarse)


def refined(
    resolved: Sequence[Resolved],
    told: Mapping[int, int],
    places: Sequence[int],
    report: Report,
    number: int,
) -> Mapping[int, int]:
    """Keep the finer places; places that one report lists side by side stay together.

    Parameters
    ----------
    resolved
        The names of places in the article.
    told
        The incident's places so far, by the number of the report that named each.
    places
        Those of the report that joins it.
    report, number
        That report, and its number.
    """
    if not told:
        return dict.fromkeys(places, number)
    known = [resolved[n] for n in told]
    if all(is_unplaced(one) for one in known) and compare_places(resolved, told, places) == APART:
        named = [n for n in places if is_named(resolved, n) and not is_unplaced(resolved[n])]
        return dict.fromkeys(named, number) or told
    finer = [
        n
        for n in places
        if not any(same_place(resolved[n], k) for k in known)
        and any(narrows(k, resolved[n]) for k in known)
    ]
    if not finer and report.points_back and not is_listed(resolved, told):
        # "A town south of Homs ... the bomb went off in Hisya": now it has its name.
        named = [n for n in places if is_named(resolved, n) and is_by(resolved, told, n)]
        return dict.fromkeys(named, number) or told
    if not finer and compare_places(resolved, told, places) == APART:
        named = [n for n in places if is_named(resolved, n) and is_of_side(resolved, told, n)]
        return dict.fromkeys(named, number) or told
    if not finer or (report.sentence.kind == "headline" and is_listed(resolved, told)):
        return told
    beside = [n for n in places if not any(same_place(resolved[n], k) for k in known)]
    added = {**told, **dict.fromkeys(beside, number)}
    return {
        n: source
        for n, source in added.items()
        if not any(
            source != other and narrows(resolved[n], resolved[m]) for m, other in added.items()
        )
    }
