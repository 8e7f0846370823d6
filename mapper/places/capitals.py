"""Places that a text describes by what they are to a country or a province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.gazetteer import Match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.gazetteer import Gazetteer, Place

METHOD = "anaphora"
"""How the place of a description was met (`Location.method`)."""


def find_capital(gazetteer: Gazetteer, capitals: Mapping[str, str]) -> list[Match]:
    """Give the capital of the home country, as far as the gazetteer has it."""
    name = capitals.get(gazetteer.home or "", "")
    return [
        Match(match.place, 100.0, METHOD)
        for match in gazetteer.lookup(name)[:4]
        if match.place.is_settlement and match.place.country == gazetteer.home
    ][:1]


def chief_town(gazetteer: Gazetteer, region: Place) -> list[Match]:
    """Give the town that a governorate is named after."""
    towns = [
        Match(match.place, 100.0, METHOD)
        for match in gazetteer.lookup(region.name)
        if match.place.is_settlement and gazetteer.within(match.place, region)
    ]
    return sorted(towns, key=lambda m: (-(m.place.population or 0), m.place.place_id))[:1]
