"""Where an event was, by all its reports: the finest place that all their discs allow.

A report that tells of several places is of all of them. A report that tells of some of these
agrees with it: what it leaves out is no contradiction. Where no place fits all, each that any
report names stands with the share of the reports that it fits: nobody is outvoted in silence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from mapper.base.geo import KM, great_circle_km
from mapper.base.schema import JOINER, REGION_PRECISION
from mapper.joining.case import RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

Row = dict[str, Any]
Told = list[tuple[str, list[Row]]]

_ALLOWED = 1.2
"""Distance at which two discs may be of one spot, in shares of both errors together."""

UNITS = ("admin1", "admin2", "admin3", "pcode")


def where(told: Told) -> tuple[list[Row], list[float]]:
    """Choose the places of an event.

    Parameters
    ----------
    told
        Id and locations of each report that has any, in the order of ids.

    Returns
    -------
    places, shares
        Rows of ``locations``, the finest first, and of each the share of the reports that
        allow it: 1 for all where some place fits every report. A report allows the places that
        it names or that are within its own, and all of a report that it shares a place with.
    """
    if len(told) == 1:
        return told[0][1], [1.0] * len(told[0][1])
    names = Counter(_place(one) for _, listed in told for one in listed)
    ranked = sorted(
        (one for _, listed in told for one in listed),
        key=lambda one: (
            one["geo_precision"] or 1,
            _radius(one),
            -names[_place(one)],
            *_key(one),
        ),
    )
    distinct = list(
        {(one["place_id"], one["lat"], one["lon"]): one for one in reversed(ranked)}.values()
    )
    distinct.reverse()
    together = _Together(told)
    shares = [together.share(one) for one in distinct]
    fitting = [one for one, share in zip(distinct, shares, strict=True) if share == 1.0]
    if fitting:
        chosen = together.apart(fitting)
        return chosen, [1.0] * len(chosen)
    chosen = together.apart(distinct)
    return chosen, [round(shares[distinct.index(one)], 3) for one in chosen]


class _Together:
    """Which reports allow which places, those told of together by one report."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._several = [n for n, (_, listed) in enumerate(told) if len(listed) > 1]
        self._agreeing = {n: self._agree_with(n) for n in self._several}
        self._named: dict[Hashable, set[int]] = defaultdict(set)
        for n in self._several:
            for one in told[n][1]:
                self._named[_place(one)].add(n)

    def share(self, place: Row) -> float:
        """Give the share of the reports that allow a place."""
        allowing = {
            n
            for n, (_, listed) in enumerate(self._told)
            if any(allows(other, place) for other in listed)
        }
        allowing.update(*(self._agreeing[n] for n in self._named.get(_place(place), ())))
        return len(allowing) / len(self._told)

    def apart(self, places: Sequence[Row]) -> list[Row]:
        """Leave out places that a finer one of another report, before them, may be.

        Not of two that some report tells of as two.
        """
        kept: list[Row] = []
        for one in places:
            mine = self._named.get(_place(one), set())
            others = (
                o
                for o in kept
                if o["incident_id"] != one["incident_id"]
                and mine.isdisjoint(self._named.get(_place(o), ()))
            )
            if not any(allows(one, other) for other in others):
                kept.append(one)
        return kept

    def _agree_with(self, number: int) -> set[int]:
        """Give the reports that share a place with one that tells of several."""
        mine = self._told[number][1]
        return {
            n
            for n, (_, listed) in enumerate(self._told)
            if any(allows(a, b) or allows(b, a) for a in mine for b in listed)
        }


def allows(wide: Mapping[str, Any], fine: Mapping[str, Any]) -> bool:
    """See whether one place may be another, by their discs or as its region."""
    if wide["place_id"] is not None and wide["place_id"] == fine["place_id"]:
        return True
    away = great_circle_km(wide["lon"], wide["lat"], fine["lon"], fine["lat"]) * KM
    if away <= _ALLOWED * (_radius(wide) ** 2 + _radius(fine) ** 2) ** 0.5:
        return True
    is_region = (wide.get("geo_precision") or 1) >= REGION_PRECISION
    return is_region and wide["admin1"] is not None and wide["admin1"] == fine["admin1"]


def _place(one: Row) -> str | tuple[float, float]:
    """Tell a place from others: by its id, one without id by its point."""
    return str(one["place_id"]) if one["place_id"] else (one["lat"], one["lon"])


def _radius(one: Mapping[str, Any]) -> float:
    return float(one.get("radius_m") or RADIUS_M[one.get("geo_precision") or 1])


def _key(one: Mapping[str, Any]) -> tuple[str, int]:
    return str(one["incident_id"]), one["seq"] or 0


def place_columns(
    places: Sequence[Row], shares: Sequence[float], written: Sequence[str | None]
) -> Row:
    """Give an event the columns of its places.

    Parameters
    ----------
    places, shares
        As `where` gives them.
    written
        Names as each report wrote them, for an event that nobody could place.
    """
    names = dict.fromkeys(name for one in places if (name := one["name"] or one["place_id"]))
    as_written = dict.fromkeys(
        name for one in written for name in (one or "").split(JOINER) if name
    )
    disagree = [
        f"{_shown(one)} {share:.0%}" for one, share in zip(places, shares, strict=True) if share < 1
    ]
    return {
        "places": JOINER.join(names or as_written) or None,
        "place_ids": JOINER.join(one["place_id"] for one in places if one["place_id"]) or None,
        **{name: _shared(places, name) for name in UNITS},
        "geo_precision": max(
            (one["geo_precision"] for one in places if one["geo_precision"]), default=None
        ),
        "radius_m": max((one["radius_m"] for one in places if one["radius_m"]), default=None),
        "place_shares": JOINER.join(disagree) or None,
    }


def _shown(one: Row) -> str:
    """Name a place; one without name or id by latitude and longitude."""
    return str(one["name"] or one["place_id"] or f"{one['lat']:.4f}, {one['lon']:.4f}")


def _shared(places: Sequence[Row], name: str) -> str | None:
    values = {one.get(name) for one in places}
    return values.pop() if len(values) == 1 else None
