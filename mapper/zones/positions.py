"""Locations as zones see them: points with a radius, or regions with their populated places."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.base.geo import projection
from mapper.zones.edges import tiles

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.zones.chance import Chances

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Settlements = tuple[Floats, Floats]
    _Metric = tuple[Floats, Floats, list[NDArray[np.intp]]]

LATTICE = 2000
"""Points of the even lattice that stands for a region without populated places."""


@dataclass(frozen=True)
class Positions:
    """Locations in degrees (EPSG:4326) with radii in metres; areas by row, where there are any."""

    lon: Floats
    lat: Floats
    radius: Floats
    areas: dict[int, BaseGeometry]
    settlements: Settlements | None
    _metric: dict[str, _Metric] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, locations: pd.DataFrame, settlements: Settlements | None = None) -> Positions:
        """Take the columns ``lon, lat, radius_m`` and, where there is one, ``area``."""
        lon, lat, radius = (
            locations[name].to_numpy(dtype=float, na_value=np.nan, copy=True)
            for name in ("lon", "lat", "radius_m")
        )
        areas = {}
        if "area" in locations:
            column = locations["area"].to_numpy(dtype=object)
            has_area = np.flatnonzero(shapely.is_geometry(column))
            areas = {int(row): column[row] for row in has_area if not column[row].is_empty}
        for row, area in areas.items():
            if not np.isfinite(lon[row] + lat[row]):
                lon[row], lat[row] = area.representative_point().coords[0]
        return cls(lon, lat, np.nan_to_num(radius), areas, settlements)

    @property
    def is_known(self) -> Flags:
        """Whether each location has a place at all."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)

    def only(self, rows: NDArray[np.intp]) -> Positions:
        """Keep some rows, in the order given."""
        areas = {
            new: self.areas[int(row)] for new, row in enumerate(rows) if int(row) in self.areas
        }
        return Positions(self.lon[rows], self.lat[rows], self.radius[rows], areas, self.settlements)

    def chances(self, chances: Chances, crs: str) -> Floats:
        """Give P(inside) of each location; null where it has no place."""
        x, y, groups = self._in_metres(crs)
        made = np.full(len(x), np.nan)
        is_disc = np.ones(len(x), dtype=bool)
        is_disc[list(self.areas)] = False
        for group in groups:
            some = group[is_disc[group]]
            if some.size:
                made[some] = chances.of_discs(x[some], y[some], self.radius[some])
        known: dict[bytes, float] = {}
        for row, area in self.areas.items():
            key = area.wkb
            if key not in known:
                known[key] = chances.of_points(*region_points(area, crs, self.settlements))
            made[row] = known[key]
        return made

    def measured(self, measure: Callable[[Floats, Floats], Floats], crs: str) -> Floats:
        """Measure locations by a function of metres; a region by the point it is shown at."""
        x, y, groups = self._in_metres(crs)
        made = np.full(len(x), np.nan)
        for group in groups:
            made[group] = measure(x[group], y[group])
        return made

    def _in_metres(self, crs: str) -> _Metric:
        """Project the locations, and sort those with a place into tiles."""
        if crs not in self._metric:
            x, y = projection(crs)[0](self.lon, self.lat)
            known = np.flatnonzero(self.is_known)
            groups = [known[group] for group in tiles(x[known], y[known])]
            self._metric[crs] = x, y, groups
        return self._metric[crs]


def region_points(
    area: BaseGeometry, crs: str, settlements: Settlements | None
) -> tuple[Floats, Floats]:
    """Give the points that stand for a region.

    Parameters
    ----------
    area
        Polygon, EPSG:4326.
    crs
        CRS of the points wanted, metres.
    settlements
        Longitudes and latitudes of populated places, or None.

    Returns
    -------
    x, y
        The populated places in it; where there are none, an even lattice over it.
    """
    there = projection(crs)[0]
    if settlements is not None:
        lon, lat = settlements
        is_within = shapely.contains_xy(area, lon, lat)
        if is_within.any():
            x, y = there(lon[is_within], lat[is_within])
            return x, y
    shape = shapely.transform(area, there, interleaved=False)
    step = sqrt(shape.area / LATTICE)
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    is_within = shapely.contains_xy(shape, x, y)
    if not is_within.any():
        point = shape.representative_point()
        return np.array([point.x]), np.array([point.y])
    return x[is_within], y[is_within]
