"""The drawn background: land, coasts and borders, clipped to where the data lie.

The file ``mapper/data/basemap.json.gz`` holds the countries of Natural Earth 1:10m
(public domain) as arcs shared between neighbours, so that a border is stored and drawn
once. ``python -m mapper.maps.data.basemap_build`` makes it anew.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.globe import HALF, TURN
from mapper.maps.data.shapes import pack_lines, pack_rings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.maps.data.shapes import Packed

SCALE = 1000
"""Steps per degree in the file: one step is about 110 m."""

_Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    packed = files("mapper").joinpath("data", "basemap.json.gz").read_bytes()
    loaded: dict[str, Any] = json.loads(gzip.decompress(packed))
    return loaded


def _arc(steps: list[int], tolerance: float) -> NDArray[np.float64]:
    """Turn an arc's steps into lon/lat degrees, shape (n, 2), thinned to the tolerance.

    Arcs are thinned before they are joined: neighbours share them, so nothing gapes.
    """
    points = np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0) / SCALE
    on_meridian = np.abs(points[:, 0]) == HALF
    others = points[~on_meridian, 0]
    if on_meridian.any() and others.size and np.ptp(others) < HALF:
        # 180 and -180 are one corner to the file: the arc's own side is meant.
        points[on_meridian, 0] = np.copysign(HALF, others[0])
    if len(points) < 3 or tolerance < 2 / SCALE:  # noqa: PLR2004 - two points cannot be thinned
        return points
    thin: NDArray[np.float64] = shapely.get_coordinates(
        shapely.simplify(shapely.LineString(points), tolerance)
    )
    return thin


def _ring(arcs: dict[int, NDArray[np.float64]], ids: list[int]) -> NDArray[np.float64]:
    """Join arcs to a ring; an id below zero means its complement, walked backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ids]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def clip(bounds: _Box) -> dict[str, Any]:
    """Cut the background to a box.

    Parameters
    ----------
    bounds
        West, south, east, north, degrees; across the 180th meridian one goes on beyond it.

    Returns
    -------
    layers
        ``land`` rings, ``coast`` and ``border`` lines as `mapper.maps.data.shapes` packs
        them, and ``countries``: name, lon, lat of a point inside the clipped country.
        Detail shrinks as the box grows, so that the size stays near 100 kB.
    """
    west, south, east, north = bounds
    tolerance = max(east - west, north - south) / 3000
    is_across = west < -HALF or east > HALF
    land, names = [], []
    lines: dict[str, Packed] = {"coast": [], "border": []}
    for turn in (-TURN, 0.0, TURN):
        box = max(west - turn, -HALF), south, min(east - turn, HALF), north
        if box[0] >= box[2]:
            continue
        found = _clipped(box, tolerance)
        land.append(_moved(found["land"], turn))
        for kind in lines:
            # What the file cuts at the meridian has an edge there, which is no coast.
            drawn = found[kind].difference(_MERIDIANS) if is_across else found[kind]
            lines[kind] += pack_lines(_moved(drawn, turn), 3)
        names += [one | {"lon": round(one["lon"] + turn, 3)} for one in found["countries"]]
    whole = land[0] if len(land) == 1 else shapely.union_all(land)
    return {"land": pack_rings(whole, 3), **lines, "countries": names}


_MERIDIANS = shapely.MultiLineString([[(x, -90), (x, 90)] for x in (-HALF, HALF)])


def _moved(shape: shapely.Geometry, turn: float) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy + np.array([turn, 0.0])) if turn else shape


def _clipped(bounds: _Box, tolerance: float) -> dict[str, Any]:
    """Cut the background to a box that does not lie across the 180th meridian."""
    world = _load()
    near = [c for c in world["countries"] if _meets(c["box"], bounds)]
    uses: dict[int, int] = {}
    for country in near:
        for arc in (i for part in country["parts"] for ring in part for i in ring):
            uses[max(arc, ~arc)] = uses.get(max(arc, ~arc), 0) + 1
    arcs = {i: _arc(world["arcs"][i], tolerance) for i in sorted(uses)}
    land, names = [], []
    for country in near:
        body = _body(arcs, country["parts"], bounds)
        if body.is_empty:
            continue
        land.append(body)
        point = body.representative_point()
        names.append({"name": country["name"], "lon": round(point.x, 3), "lat": round(point.y, 3)})
    lines = {
        kind: shapely.clip_by_rect(
            shapely.MultiLineString([arcs[i] for i, n in uses.items() if (n > 1) is shared]),
            *bounds,
        )
        for kind, shared in (("coast", False), ("border", True))
    }
    return {"land": shapely.union_all(land), "countries": names, **lines}


def _meets(box: list[float], bounds: _Box) -> bool:
    west, south, east, north = bounds
    return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south


def _body(
    arcs: dict[int, NDArray[np.float64]],
    parts: list[list[list[int]]],
    bounds: _Box,
) -> shapely.Geometry:
    """Build a country's land within the box."""
    shells = []
    for part in parts:
        outer, *holes = (_ring(arcs, ids) for ids in part)
        if len(outer) > 3:  # noqa: PLR2004 - a closed ring has four vertices
            shells.append(shapely.Polygon(outer, [hole for hole in holes if len(hole) > 3]))  # noqa: PLR2004 - same
    whole = shapely.make_valid(np.array(shells, dtype=object))
    return shapely.union_all(shapely.clip_by_rect(whole, *bounds))
