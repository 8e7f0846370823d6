"""Places that a text describes by what they are to a country or a province."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mapper.gazetteer import Match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.gazetteer import Gazetteer, Place

METHOD = "anaphora"
"""How the place of a description was met (`Location.method`)."""


def find_capital(
    gazetteer: Gazetteer, capitals: Mapping[str, str], country: str | None = None
) -> list[Match]:
    """Give the capital of a country, else of each home country, as far as the gazetteer has it."""
    found = []
    for code in (country,) if country else gazetteer.countries:
        named = gazetteer.lookup(capitals.get(code, ""))[:4]
        own = (m.place for m in named if m.place.is_settlement and m.place.country == code)
        found += [Match(place, 100.0, METHOD) for place in islice(own, 1)]
    return found


def chief_town(gazetteer: Gazetteer, region: Place) -> list[Match]:
    """Give the town that a governorate is named after."""
    towns = [
        Match(match.place, 100.0, METHOD)
        for match in gazetteer.lookup(region.name)
        if match.place.is_settlement and gazetteer.within(match.place, region)
    ]
    return sorted(towns, key=lambda m: (-(m.place.population or 0), m.place.place_id))[:1]
