"""Which place of a pack a row already is: by code, else by name within a short distance."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.base.geo import KM_PER_DEGREE, great_circle_km
from mapper.gazetteer.names import ARABIC, key
from mapper.gazetteer.place import SETTLEMENTS
from mapper.gazetteer.sounds import Sounds, sounds_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.imports.readers import Row

SAME_KM = 2.5
"""Distance up to which places of one name are one place."""

SAME_TOWN_KM = 3.5
"""The same for a town."""

SAME_CITY_KM = 6.0
"""The same for a city, whose sources may mean different ends of it."""

_REACH = {"city": SAME_CITY_KM, "capital": SAME_CITY_KM, "town": SAME_TOWN_KM}

ALIKE = 76.0
"""Likeness from which two spellings within that distance are of one place."""

SURELY_ALIKE = 90.0
"""The same where one is farther off than places of its size are."""

CODES = ("pcode", "geonameid")
"""Columns whose values name one place and no other."""


def spellings(row: Row) -> list[str]:
    """Give a row's spellings, once each: its name, its Arabic name, further ones."""
    found = [row["name"], row.get("name_ar") or "", *(row.get("names") or [])]
    return list(dict.fromkeys(n for n in found if n))


class KnownPlaces:
    """The places a pack holds, found by code, by key and by where they are."""

    def __init__(self, pack: Pack) -> None:
        self.rows = {row["place_id"]: row for row in [*pack.world, *pack.places]}
        self.ids = set(self.rows) | {f["properties"]["place_id"] for f in pack.regions}
        countries = [row["country"] for row in pack.places if row.get("country")]
        self.sounds = sounds_told(pack.families)
        self.home = max(sorted(set(countries)), key=countries.count, default="")
        self.spelled: dict[str, list[str]] = defaultdict(list)
        self.codes: dict[tuple[str, str], str] = {}
        self.grid: dict[tuple[int, int], list[str]] = defaultdict(list)
        listed: dict[str, list[str]] = defaultdict(list)
        for name in pack.names:
            listed[name["place_id"]].append(name["name"])
        for place_id, row in self.rows.items():
            if row.get("lat") and row.get("kind") != "country":
                also = [n for n in (row.get("names") or "").split("|") if n]
                self.learn(row, [*spellings(row | {"names": also}), *listed[place_id]])

    def learn(self, row: Row, spelled: Sequence[str]) -> None:
        """Remember a place."""
        self.rows[row["place_id"]] = row
        self.ids.add(row["place_id"])
        self.grid[_cell(*_position(row))].append(row["place_id"])
        self.learn_more(row, spelled)

    def learn_more(self, row: Row, spelled: Sequence[str]) -> None:
        """Remember further spellings of a place, and the codes that it now has."""
        self.spelled[row["place_id"]] += spelled
        for column in CODES:
            if row.get(column):
                self.codes[column, row[column]] = row["place_id"]

    def twin(self, row: Row) -> Row | None:
        """Find the place a row already is; None for a new one."""
        for column in CODES:
            place_id = self.codes.get((column, row.get(column) or ""))
            if place_id:
                return self.rows[place_id]
        spelled = spellings(row)
        fits = [
            (far, place_id)
            for far, place_id in self._beside(row)
            if not _codes_differ(row, self.rows[place_id])
            and not _is_beside_it(row, self.rows[place_id])
            and _alike(spelled, self.spelled[place_id], self.sounds)
        ]
        return self.rows[min(fits)[1]] if fits else None

    def city_twin(self, row: Row) -> Row | None:
        """Find the place that a city of a rough list already is, however small it is listed here.

        Whoever lists a city as a plain place may mean another end of it: within a city's
        distance, its name must be all but the same.
        """
        spelled = spellings(row)
        fits = [
            (far, place_id)
            for far, place_id in self._beside(row, SAME_CITY_KM)
            if not _codes_differ(row, self.rows[place_id])
            and not _is_beside_it(row, self.rows[place_id])
            and _alike(spelled, self.spelled[place_id], self.sounds, SURELY_ALIKE)
        ]
        return self.twin(row) or (self.rows[min(fits)[1]] if fits else None)

    def _beside(self, row: Row, reach_km: float = 0.0) -> Iterator[tuple[float, str]]:
        """Give the places that lie where a row does: distance in kilometres, and id."""
        lat, lon = _position(row)
        for place_id in (one for cell in _cells(lat, lon) for one in self.grid.get(cell, ())):
            other = self.rows[place_id]
            other_lat, other_lon = _position(other)
            far = great_circle_km(lon, lat, other_lon, other_lat)
            if far <= max(reach_km, _REACH.get(other.get("kind") or "", SAME_KM)):
                yield far, place_id


def _codes_differ(row: Row, other: Row) -> bool:
    """Tell whether both have a code of one kind, and not the same."""
    return any(row.get(c) and other.get(c) and row[c] != other[c] for c in CODES)


def _is_beside_it(row: Row, other: Row) -> bool:
    """Tell a settlement from the air base or hill that bears its name."""
    return (row.get("kind") in SETTLEMENTS) != (other.get("kind") in SETTLEMENTS)


def _position(row: Row) -> tuple[float, float]:
    return float(row["lat"]), float(row["lon"])


def _alike(
    ones: Sequence[str], others: Sequence[str], sounds: Sounds, least: float = ALIKE
) -> bool:
    """Tell whether two places share a spelling, or have ones that are much alike."""
    keys = {key(n).replace(" ", "") for n in others}
    if any(key(n).replace(" ", "") in keys for n in ones):
        return True
    return any(
        sounds.alike(a, b) >= least
        for a in ones
        for b in others
        if bool(ARABIC.search(a)) == bool(ARABIC.search(b))
    )


def _cell(lat: float, lon: float) -> tuple[int, int]:
    """Give the cell of a grid of a tenth of a degree; it goes on across the 180th meridian."""
    return math.floor(lat * _PER_DEGREE), math.floor(lon * _PER_DEGREE) % _AROUND


def _cells(lat: float, lon: float) -> set[tuple[int, int]]:
    """Give the cells that any twin of a position may lie in: more of them near a pole."""
    y, x = _cell(lat, lon)
    nearest_pole = min(90.0, abs(lat) + 1 / _PER_DEGREE)
    width_km = KM_PER_DEGREE * math.cos(math.radians(nearest_pole)) / _PER_DEGREE
    wide = math.ceil(min(SAME_CITY_KM / max(width_km, _LEAST_KM), _AROUND / 2))
    return {(y + dy, (x + dx) % _AROUND) for dy in (-1, 0, 1) for dx in range(-wide, wide + 1)}


_PER_DEGREE = 10
_AROUND = 360 * _PER_DEGREE
"""Cells of the grid to a degree, and around the globe."""

_LEAST_KM = 1e-6
