"""The ground under a zone in metres: its own CRS, there and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.base import globe
from mapper.base.geo import great_circles_km, metric_crs, projection

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

BOWED_M = 25.0
"""Metres up to which an edge that is straight in degrees may be straight in metres too."""

NEAREST_POLE = 85.0
"""Latitude, north and south, beyond which no zone is measured: maps end there."""

FARTHEST_KM = 2200.0
"""Distance from a zone's middle at which lengths across are off by 2 %."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A metric CRS, and the longitude that shapes in degrees are put together around."""

    crs: str
    middle: float

    @classmethod
    def under(cls, geometry: BaseGeometry) -> Ground:
        """Choose the ground of a shape.

        Parameters
        ----------
        geometry
            EPSG:4326, lon/lat, in one piece (`mapper.base.globe.joined`).

        Raises
        ------
        ValueError
            If it lies too near to a pole or is too wide to be measured, in words.
        """
        west, south, east, north = geometry.bounds
        if max(-south, north) > NEAREST_POLE:
            raise ValueError(
                f"reaches beyond {NEAREST_POLE:g} degrees of latitude; no zone is measured so near"
                " to a pole"
            )
        middle = (west + east) / 2
        lon, lat = shapely.get_coordinates(geometry).T
        reach = great_circles_km(lon, lat, middle, (south + north) / 2).max()
        if reach > FARTHEST_KM:
            raise ValueError(
                f"reaches {reach:,.0f} km from its middle; up to {FARTHEST_KM:,.0f} km are"
                " measured: make several zones of it"
            )
        return cls(metric_crs((west, south, east, north)), middle)

    def path(self, corners: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Take a line to metres, with corners added where its edges bow there.

        Parameters
        ----------
        corners
            (n, 2): lon and lat in degrees.

        Returns
        -------
        metres, nearest
            (m, 2), at least as many; and for each the nearest corner along the line.
        """
        there = projection(self.crs)[0]
        metres = np.column_stack(there(*corners.T))
        amid = np.column_stack(there(*((corners[:-1] + corners[1:]) / 2).T))
        bow = np.hypot(*(amid - (metres[:-1] + metres[1:]) / 2).T)
        pieces = np.maximum(np.ceil(np.sqrt(bow / BOWED_M)), 1).astype(int)
        if np.all(pieces == 1):
            return metres, np.arange(len(corners))
        at = np.repeat(np.arange(len(pieces)), pieces)
        share = np.concatenate([np.arange(count) / count for count in pieces])
        between = corners[at] + share[:, None] * (corners[at + 1] - corners[at])
        finer = np.column_stack(there(*np.vstack([between, corners[-1:]]).T))
        return finer, np.append(at + (share > 0.5), len(corners) - 1)  # noqa: PLR2004 - half of the edge

    def area(self, polygon: BaseGeometry) -> BaseGeometry:
        """Take a polygon or several to metres, with corners added as for `path`."""
        parts = []
        for part in shapely.get_parts(polygon):
            rings = shapely.get_rings(part)
            outer, *holes = (self.path(shapely.get_coordinates(ring))[0] for ring in rings)
            parts.append(shapely.Polygon(outer, holes))
        return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)

    def to_degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Take a geometry back to EPSG:4326, lon/lat, cut at the 180th meridian."""
        back = projection(self.crs)[1]

        def around(x: Floats, y: Floats) -> tuple[Floats, Floats]:
            lon, lat = back(x, y)
            return globe.beside(lon, self.middle), lat

        return globe.parted(shapely.transform(geometry, around, interleaved=False))
