"""The drawn background: land, coasts and borders, clipped to where the data lie.

The file ``mapper/data/basemap.json.gz`` holds the countries of Natural Earth 1:10m
(public domain) as arcs shared between neighbours, so that a border is stored and drawn
once, and the land of the world in little detail, for the inset.
``python -m mapper.maps.data.basemap_build`` makes it anew.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.globe import HALF, TURN
from mapper.maps.data.shapes import pack_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.maps.data.shapes import Packed

SCALE = 1000
"""Steps per degree in the file: one step is about 110 m."""

WIDE_DIGITS = 2
"""Decimals of a degree of the world in little detail: about 1 km."""

_Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def load() -> dict[str, Any]:
    """Read the file; `mapper.maps.data.basemap_build` says what it holds."""
    packed = files("mapper").joinpath("data", "basemap.json.gz").read_bytes()
    loaded: dict[str, Any] = json.loads(gzip.decompress(packed))
    return loaded


def _arcs(
    world: Mapping[str, Any], ids: Sequence[int], tolerance: float
) -> dict[int, NDArray[np.float64]]:
    """Give arcs by id as lon/lat degrees, shape (n, 2), thinned to the tolerance.

    Arcs are thinned before they are joined: neighbours share them, so nothing gapes.
    """
    arcs = {i: _points(world["arcs"][i]) for i in ids}
    long = [i for i in ids if len(arcs[i]) > 2]  # noqa: PLR2004 - two points cannot be thinned
    if not long or tolerance < 2 / SCALE:
        return arcs
    which = np.repeat(np.arange(len(long)), [len(arcs[i]) for i in long])
    lines = shapely.linestrings(np.concatenate([arcs[i] for i in long]), indices=which)
    thin, which = shapely.get_coordinates(shapely.simplify(lines, tolerance), return_index=True)
    ends = np.flatnonzero(np.diff(which)) + 1
    return arcs | dict(zip(long, np.split(thin, ends), strict=True))


def _points(steps: list[int]) -> NDArray[np.float64]:
    """Turn an arc's steps into lon/lat degrees, shape (n, 2)."""
    points = np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0) / SCALE
    on_meridian = np.abs(points[:, 0]) == HALF
    others = points[~on_meridian, 0]
    if on_meridian.any() and others.size and np.ptp(others) < HALF:
        # 180 and -180 are one corner to the file: the arc's own side is meant.
        points[on_meridian, 0] = np.copysign(HALF, others[0])
    return points


def _ring(arcs: dict[int, NDArray[np.float64]], ids: list[int]) -> NDArray[np.float64]:
    """Join arcs to a ring; an id below zero means its complement, walked backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ids]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


@dataclass(frozen=True, slots=True)
class Country:
    """A country as far as it lies in a box: name, ISO code of two letters or "", land."""

    name: str
    code: str
    land: BaseGeometry


@dataclass(frozen=True, slots=True)
class Ground:
    """The background within a box.

    Attributes
    ----------
    land
        Degrees, lon/lat; beyond 180 or -180 where the box is.
    coast, border
        Lines as `mapper.maps.data.shapes` packs them, three decimals.
    countries
        Those with land in the box, by name.
    """

    land: BaseGeometry
    coast: Packed
    border: Packed
    countries: list[Country]


def clip(bounds: _Box) -> Ground:
    """Cut the background to a box.

    Parameters
    ----------
    bounds
        West, south, east, north, degrees; across the 180th meridian one goes on beyond it.

    Returns
    -------
    ground
        Its detail shrinks as the box grows, so that the size stays near 100 kB.
    """
    west, south, east, north = bounds
    tolerance = max(east - west, north - south) / 3000
    is_across = west < -HALF or east > HALF
    land = []
    lands: dict[tuple[str, str], list[BaseGeometry]] = {}
    lines: dict[str, Packed] = {"coast": [], "border": []}
    for turn in (-TURN, 0.0, TURN):
        box = max(west - turn, -HALF), south, min(east - turn, HALF), north
        if box[0] >= box[2]:
            continue
        found = clipped(load(), box, tolerance)
        land.append(moved(found["land"], turn))
        for kind in lines:
            # What the file cuts at the meridian has an edge there, which is no coast.
            drawn = found[kind].difference(_MERIDIANS) if is_across else found[kind]
            lines[kind] += pack_lines(moved(drawn, turn), 3)
        for name, code, body in found["countries"]:
            lands.setdefault((name, code), []).append(moved(body, turn))
    countries = [
        Country(*named, parts[0] if len(parts) == 1 else shapely.union_all(parts))
        for named, parts in sorted(lands.items(), key=lambda one: one[0])
    ]
    return Ground(
        land=land[0] if len(land) == 1 else shapely.union_all(land),
        coast=lines["coast"],
        border=lines["border"],
        countries=countries,
    )


_MERIDIANS = shapely.MultiLineString([[(x, -90), (x, 90)] for x in (-HALF, HALF)])


def moved(shape: shapely.Geometry, turn: float) -> shapely.Geometry:
    """Move a shape by whole turns of longitude."""
    return shapely.transform(shape, lambda xy: xy + np.array([turn, 0.0])) if turn else shape


def clipped(world: Mapping[str, Any], bounds: _Box, tolerance: float) -> dict[str, Any]:
    """Cut what the file holds to a box that does not lie across the 180th meridian.

    Returns
    -------
    layers
        ``land``, the lines ``coast`` and ``border``, and ``countries`` as name, code, land.
    """
    near = [c for c in world["countries"] if _meets(c["box"], bounds)]
    uses: dict[int, int] = {}
    for country in near:
        for arc in (i for part in country["parts"] for ring in part for i in ring):
            uses[max(arc, ~arc)] = uses.get(max(arc, ~arc), 0) + 1
    arcs = _arcs(world, sorted(uses), tolerance)
    land, named = [], []
    for country in near:
        body = _body(arcs, country["parts"], bounds)
        if body.is_empty:
            continue
        land.append(body)
        named.append((country["name"], country["code"], body))
    lines = {
        kind: shapely.clip_by_rect(
            shapely.MultiLineString([arcs[i] for i, n in uses.items() if (n > 1) is shared]),
            *bounds,
        )
        for kind, shared in (("coast", False), ("border", True))
    }
    return {"land": shapely.union_all(land), "countries": named, **lines}


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
    cut = shapely.clip_by_rect(whole, *bounds)
    # A cut that touches the box from within leaves a ring that crosses itself.
    torn = ~shapely.is_valid(cut)
    cut[torn] = shapely.make_valid(cut[torn])
    return shapely.union_all(cut)
