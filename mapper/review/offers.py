"""What a region pack offers to choose from: its parties, and places that a name may mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.errors import RegionError
from mapper.base.schema import JOINER
from mapper.places import locate
from mapper.words import listed_parties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer import Gazetteer
    from mapper.review.doubts import Item

_CANDIDATES = 5
_MOST_NAMES = 2000
"""Names that are looked up: after that a sheet offers none, rather than make people wait."""


def parties(gazetteer: Gazetteer) -> list[str]:
    """List the parties of a pack."""
    return sorted(listed_parties(gazetteer.language()))


def with_choices(items: Iterable[Item], gazetteer: Gazetteer) -> list[Item]:
    """Add the places that the names of unplaced reports may mean, where the store has none."""
    asked: set[str] = set()

    @cache
    def candidates(name: str) -> tuple[str, ...]:
        asked.add(name)
        if len(asked) > _MOST_NAMES:
            return ()
        try:
            found = locate(name, gazetteer).candidates
        except RegionError:
            return ()
        return tuple(f"{one.name} [{one.place_id}]" for one in found[:_CANDIDATES])

    made = []
    for item in items:
        row = item.reports[0] if item.reports else None
        if row is None or item.choices or not row["unplaced"] or not row["places"]:
            made.append(item)
            continue
        choices = [one for name in row["places"].split(JOINER) for one in candidates(name)]
        made.append(replace(item, choices=tuple(dict.fromkeys(choices))))
    return made
