"""Which water is which: the seas, gulfs and straits around the data.

``mapper/data/seas.csv`` was written by hand from an atlas's knowledge of where each sea lies:
``outline`` is a rough ring (``lon lat; lon lat; ...``, degrees; beyond 180 across the 180th
meridian) that follows the usual limits in open water and runs anywhere over land. What is land is
taken from the background. ``rank`` is 1 for oceans, 2 for seas, 3 for their parts, 4 for small
gulfs and straits: water within several is the one's of highest rank. The columns beside are names
in other languages, by code. Lakes are missing: to the background they are land.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.globe import TURN
from mapper.maps.data.spots import flat, spots

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.maps.data.spots import Bounds, Floats, Grid

_OWN = ("name", "rank", "outline")
"""Columns of the table that are no language."""


@dataclass(frozen=True, slots=True)
class Sea:
    """A sea: name, names by language, rank, and its outline in degrees, lon/lat."""

    name: str
    names: dict[str, str]
    rank: int
    outline: BaseGeometry


@cache
def table() -> tuple[Sea, ...]:
    """Read the table, oceans first."""
    text = files("mapper").joinpath("data", "seas.csv").read_text(encoding="utf-8")
    found = []
    for row in csv.DictReader(text.splitlines()):
        ring = [tuple(map(float, corner.split())) for corner in row["outline"].split(";")]
        names = {code: cell for code, cell in row.items() if code not in _OWN and cell}
        found.append(Sea(row["name"], names, int(row["rank"]), shapely.Polygon(ring)))
    return tuple(sorted(found, key=lambda sea: sea.rank))


def seas(land: BaseGeometry, box: Bounds, within: Grid) -> list[dict[str, Any]]:
    """List the seas in a box that have room for their name.

    Parameters
    ----------
    land
        Land in the box, degrees, lon/lat.
    box
        West, south, east, north, degrees.
    within
        Points to try.

    Returns
    -------
    found
        ``name``, ``names`` by language, ``rank`` and ``spots`` of each (`spots`), oceans first.
    """
    shapely.prepare(land)

    def is_water(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        return ~np.asarray(shapely.contains_xy(land, lon, lat), dtype=bool)

    near = [(sea, part) for sea in table() if (part := _inside(sea, box)).area > 0]
    large = [(sea, part) for sea, part in near if _narrowest(part) > 2 * within.least]
    dry = shapely.get_parts(flat(land))
    # No name has to keep off a smaller island.
    dry = within.thinned(dry[shapely.area(dry) > within.least**2])
    found = []
    for sea, part in large:
        finer = [other for one, other in near if one.rank > sea.rank]
        # Cut first: most of the land is far from most seas.
        there = shapely.make_valid(shapely.clip_by_rect(dry, *part.bounds))
        own = part.difference(shapely.union_all([*finer, *there]))
        where = spots(own, within, is_water)
        if where:
            named = {"name": sea.name, "names": sea.names, "rank": sea.rank}
            found.append({**named, "spots": where})
    return found


def _narrowest(part: BaseGeometry) -> float:
    west, south, east, north = part.bounds
    return float(min(east - west, north - south))


def _inside(sea: Sea, box: Bounds) -> BaseGeometry:
    """Give what a box holds of a sea, on the plane, in the box's frame of longitudes."""
    west, _, east, _ = sea.outline.bounds
    turns = [by for by in (-TURN, 0.0, TURN) if west + by < box[2] and east + by > box[0]]
    parts = [
        shapely.transform(sea.outline, lambda xy, by=by: xy + np.array([by, 0.0])) for by in turns
    ]
    if not parts:
        return shapely.Polygon()
    return flat(shapely.union_all(parts)).intersection(flat(shapely.box(*box)))
