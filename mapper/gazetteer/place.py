"""A place of the gazetteer, its kinds, and a name met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mapper.base.setting import KINDS

SETTLEMENTS = frozenset({"city", "capital", "town", "village", "hamlet", "camp", "neighbourhood"})
"""Kinds of place that people live in."""


PART = "part"
"""Kind of a spelling that is only a part of a place's name, and how a match met it."""


ADMIN = tuple(KINDS)
"""Kinds of administrative unit, largest first."""


SAME_NAME = {"skeleton": 66.0, "fuzzy": 78.0}
"""Likeness from which a spelling is taken for the name of a region, which are few."""


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, site, region or country.

    `lat` and `lon` are EPSG:4326 degrees, for a region its display point; `radius_m`
    is the radius in metres of the disc that holds the true place with 90 %. `reported`
    tells that reports name it: the press has a spelling for it, or its size is known.
    """

    place_id: str
    name: str
    name_ar: str | None
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin2: str | None
    admin3: str | None
    admin1_pcode: str | None
    admin2_pcode: str | None
    admin3_pcode: str | None
    pcode: str | None
    geonameid: int | None
    population: int | None
    radius_m: float
    sources: str
    parent: str | None = None
    reported: bool = False

    @property
    def is_settlement(self) -> bool:
        """Whether people live there as in a settlement."""
        return self.kind in SETTLEMENTS

    @property
    def is_area(self) -> bool:
        """Whether it is an area that holds settlements: a region, unit or country."""
        return self.place_id.startswith(("reg-", "c-"))


class Match(NamedTuple):
    """A place that a name may mean: its score (0 to 100) and how the name was met."""

    place: Place
    score: float
    method: str


WIDE_KINDS = frozenset({*ADMIN, "mountain", "plain", "area", "city"})
