"""What a place holds: a region its members, a town what lies around it or in its district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km

if TYPE_CHECKING:
    from mapper.gazetteer import Gazetteer, Place
    from mapper.places.cases import Case

QUARTER_KM = 12.0
"""Distance from a city's centre within which its quarters are looked for."""

RURAL_KM = 20.0
"""Distance from a town within which a village of its countryside is looked for, besides in
the district that the town is the seat of."""

_RURAL_CUES = frozenset({"area", "district", "subdistrict"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A place that the text puts another in; `rural` where it means the land around a town."""

    place: Place
    rural: bool

    def holds(self, place: Place, gazetteer: Gazetteer) -> bool:
        """Tell whether a place lies in it, or beside its centre."""
        own = self.place
        if own.is_area:
            return gazetteer.within(place, own)
        if place.is_area or place.place_id == own.place_id:
            return False
        if self.is_seat_for(place, gazetteer):
            return True
        reach = RURAL_KM if self.rural else QUARTER_KM
        return distance_km(place, own) <= max(reach, 1.5e-3 * own.radius_m)

    def is_seat_for(self, place: Place, gazetteer: Gazetteer) -> bool:
        """Tell whether a place lies in the unit that the town, its countryside, is the seat of."""
        is_rural_town = self.rural and not self.place.is_area
        return is_rural_town and _is_in_its_unit(place, self.place, gazetteer)


def holders_of(outer: Case) -> list[Holder]:
    """Give the places that a name may mean as those that hold another's."""
    mention = outer.mention
    rural = outer.rural or mention.relation == "countryside" or mention.kind_cue in _RURAL_CUES
    return [Holder(match.place, rural) for match in outer.options]


def _is_in_its_unit(place: Place, town: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a place lies in the district, or the part of one, that a town is the seat of."""
    return any(
        code is not None and code == its and name is not None and _is_called(town, name, gazetteer)
        for code, its, name in (
            (place.admin2_pcode, town.admin2_pcode, town.admin2),
            (place.admin3_pcode, town.admin3_pcode, town.admin3),
        )
    )


def _is_called(town: Place, unit: str, gazetteer: Gazetteer) -> bool:
    sounds = gazetteer.index.sounds
    return sounds.forms(town.name).skeleton == sounds.forms(unit).skeleton
