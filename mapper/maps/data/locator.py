"""The inset that shows where in the world a map lies: land and borders of a much wider box."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.globe import HALF, TURN
from mapper.maps.data.basemap import WIDE_DIGITS, load, moved
from mapper.maps.data.shapes import pack_lines, pack_rings
from mapper.maps.data.spots import latitude, northing

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.maps.data.shapes import Packed
    from mapper.maps.data.spots import Bounds

LARGEST = 4000
"""Bytes of an inset as JSON, at most."""

_TIMES = 5
"""How many times wider than the first view it is."""
_NARROWEST = 18.0
"""Degrees."""
_ASPECT = 3 / 4
"""Height by width, as drawn in Mercator's projection."""
_DETAIL = 400
"""Steps of detail in its width, as a beginning."""
_COARSE = 60.0
"""Degrees of width from which one decimal is enough."""
_POLAR = 85.0


def locator(view: Bounds) -> dict[str, Any]:
    """Draw the inset of a map.

    Parameters
    ----------
    view
        First view: west, south, east, north, degrees; across the 180th meridian it goes on
        beyond it, and so does the inset.

    Returns
    -------
    inset
        ``land`` rings and ``border`` lines as `mapper.maps.data.shapes` packs them with
        ``digits`` decimals, and the ``box`` that they fill. At most `LARGEST` bytes of JSON.
    """
    box = around(view)
    land, border = _cut(box)
    digits = WIDE_DIGITS if box[2] - box[0] < _COARSE else 1
    tolerance = (box[2] - box[0]) / _DETAIL
    while True:
        land, border = _thinned(land, 2 * tolerance), _thinned(border, 4 * tolerance)
        land, border = shapely.simplify(land, tolerance), shapely.simplify(border, tolerance)
        inset = {
            "land": pack_rings(land, digits),
            "border": pack_lines(border, digits),
            "box": list(box),
            "digits": digits,
        }
        if len(json.dumps(inset, separators=(",", ":"))) <= LARGEST:
            return inset
        tolerance *= 1.25


def around(view: Bounds) -> Bounds:
    """Choose the box of the inset: the view in its middle, unless the world ends before."""
    west, south, east, north = view
    low, high = northing(np.array([south, north])).tolist()
    width = min(max(_TIMES * max(east - west, high - low), _NARROWEST), TURN)
    bottom, top = northing(np.array([-_POLAR, _POLAR])).tolist()
    height = min(max(width * _ASPECT, high - low), top - bottom)
    left = (west + east - width) / 2
    if west >= -HALF and east <= HALF:
        left = min(max(left, -HALF), HALF - width)
    base = min(max((low + high - height) / 2, bottom), top - height)
    floor, ceiling = latitude(np.array([base, base + height])).tolist()
    # The view itself may reach nearer to a pole than an inset does.
    edges = left, min(floor, south), left + width, max(ceiling, north)
    return tuple(round(edge, 2) for edge in edges)


@cache
def _world() -> tuple[BaseGeometry, BaseGeometry]:
    """Read the land and borders of the world in little detail."""
    wide = load()["wide"]
    land = [shapely.Polygon(rings[0], rings[1:]) for rings in map(_paths, wide["land"])]
    return shapely.MultiPolygon(land), shapely.MultiLineString(_paths(wide["border"]))


def _paths(packed: Packed) -> list[Any]:
    steps = (np.array(path, dtype=np.int64).reshape(-1, 2) for path in packed)
    return [np.cumsum(one, axis=0) / 10**WIDE_DIGITS for one in steps]


def _cut(box: Bounds) -> list[BaseGeometry]:
    """Cut land and borders to a box, which may lie across the 180th meridian."""
    found = []
    for shape in _world():
        cut = []
        for turn in (-TURN, 0.0, TURN):
            window = max(box[0] - turn, -HALF), box[1], min(box[2] - turn, HALF), box[3]
            if window[0] < window[2]:
                cut.append(moved(_within(shapely.get_parts(shape), window), turn))
        # Only at the meridian do parts of several turns touch.
        found.append(cut[0] if len(cut) == 1 else shapely.union_all(shapely.make_valid(cut)))
    return found


def _within(parts: NDArray[Any], window: Bounds) -> BaseGeometry:
    """Give what a window shows of shapes: most lie in it whole, or not at all."""
    west, south, east, north = shapely.bounds(parts).T
    meets = (west < window[2]) & (east > window[0]) & (south < window[3]) & (north > window[1])
    whole = (west >= window[0]) & (east <= window[2]) & (south >= window[1]) & (north <= window[3])
    cut = shapely.get_parts(shapely.clip_by_rect(parts[meets & ~whole], *window))
    return shapely.geometrycollections(np.concatenate([parts[whole], cut]))


def _thinned(shape: BaseGeometry, least: float) -> BaseGeometry:
    """Leave out the parts that are too small to be seen: by the root of their area, or length."""
    parts = shapely.get_parts(shape)
    if shapely.get_dimensions(shape) == 1:
        return shapely.MultiLineString(parts[shapely.length(parts) > least].tolist())
    return shapely.MultiPolygon(parts[shapely.area(parts) > least**2].tolist())
