"""Turn the recipes of zones into geometry: edges to measure against, shapes to draw.

Lengths are measured in a metric CRS of the feature's own (`mapper.base.geo.metric_crs`),
within 0.1 % up to 500 km from its middle; shapes come back in EPSG:4326. An edge is the
straight line between its corners' degrees, as GeoJSON has it and a map shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import split

from mapper.base.errors import ZoneError
from mapper.base.geo import KM
from mapper.base.schema import SURE, SURELY_NOT
from mapper.zones.chance import given
from mapper.zones.edges import LINE_SIGMA, Edge
from mapper.zones.ground import Ground

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.zones.file import ZoneFeature

    Floats = NDArray[np.float64]

ARC_STEPS = 32
"""Pieces per quarter circle of a buffer: its area is short by under 0.1 %."""
SPARE_M = 30_000.0
"""How far the side of a line without limits is followed beyond the zone's own depth."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A zone or line of contact in metres: its edge and what its shapes are cut from."""

    ground: Ground
    edge: Edge
    line: BaseGeometry
    area: BaseGeometry | None
    is_outside: bool
    is_flat: bool

    @property
    def crs(self) -> str:
        """CRS of its metres, as `mapper.base.geo.projection` takes it."""
        return self.ground.crs

    def to_degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Take a geometry back to EPSG:4326, lon/lat, cut at the 180th meridian."""
        return self.ground.to_degrees(geometry)

    def band(self, depth_m: float | None) -> BaseGeometry:
        """Give the zone of one depth or half-width, metres CRS; None: all of its side."""
        if self.is_polygon:
            return self.line if not depth_m else self.line.buffer(depth_m, quad_segs=ARC_STEPS)
        if depth_m is None:
            return self.area
        caps = "flat" if self.is_flat else "round"
        wide = self.line.buffer(depth_m, quad_segs=ARC_STEPS, cap_style=caps)
        if self.area is None:
            return wide
        return wide.difference(self.area) if self.is_outside else wide.intersection(self.area)

    @property
    def is_polygon(self) -> bool:
        """Whether the zone was given as a polygon."""
        return self.line.geom_type in ("Polygon", "MultiPolygon")

    def fade(self, accuracy_m: float) -> BaseGeometry | None:
        """Give the band in which even a place known exactly is judged `edge`, metres CRS.

        None where nothing is uncertain. The overall accuracy stands for every vertex.
        """
        sigma = accuracy_m * LINE_SIGMA
        margin = 1.2815515655446004 * sigma  # of a normal, 0.1 and 0.9 lie so many sigmas away
        if self.is_polygon or self.edge.depth is None:
            shape = self.line.boundary if self.is_polygon else self.line
            return shape.buffer(margin, quad_segs=ARC_STEPS) if margin else None
        sure, not_sure = self._levels(sigma)
        if sure == not_sure:
            return None
        ring = self.band(not_sure).difference(self.band(sure)) if sure else self.band(not_sure)
        if self.area is None or not margin:
            return ring
        near_line = self.line.buffer(margin, quad_segs=ARC_STEPS, cap_style="flat")
        return shapely.union(ring, near_line)

    def _levels(self, sigma: float) -> tuple[float, float]:
        """Find how deep an exactly known place is still inside, and no longer outside; metres."""
        depth = self.edge.depth
        if depth is None:
            return 0.0, 0.0
        if sigma == 0:
            low, high = depth
            return low + (1 - SURE) * (high - low), low + (1 - SURELY_NOT) * (high - low)
        tried = np.arange(0.0, depth[1] + 6 * sigma + 10, 10.0)
        endless = np.full(tried.shape, np.inf)
        chance = given(
            self.edge, tried, endless, np.full(tried.shape, sigma), np.zeros(tried.shape)
        )
        sure = np.flatnonzero(chance >= SURE)
        possible = np.flatnonzero(chance > SURELY_NOT)
        return (
            float(tried[sure[-1]]) if sure.size else 0.0,
            float(tried[possible[-1]]) if possible.size else 0.0,
        )


def plan(feature: ZoneFeature) -> Plan:
    """Build the geometry of a zone or a line of contact.

    Parameters
    ----------
    feature
        As :func:`mapper.zones.file.read_features` gives it.

    Returns
    -------
    plan
        Geometry in metres.

    Raises
    ------
    ZoneError
        If a line without limits folds back so that its sides cannot be told apart, or the
        feature lies where or as wide as no CRS measures it.
    """
    # The reader sees to it that one of the two is there.
    source: Any = feature.geometry if feature.line is None else feature.line
    try:
        ground = Ground.under(source)
    except ValueError as problem:
        raise ZoneError(f"feature {feature.id!r}, field 'geometry': {problem}") from problem
    depth = feature.depth_km and (feature.depth_km[0] * KM, feature.depth_km[1] * KM)
    if feature.line is None:
        return _polygon_plan(feature, ground, ground.area(source))
    corners, nearest = ground.path(shapely.get_coordinates(source))
    drawn = shapely.LineString(corners)
    accuracy = np.array(feature.vertex_accuracy_km)[nearest] * KM
    pieces = np.hstack([corners[:-1], corners[1:]])
    if drawn.is_ring and feature.side != "both":
        area = shapely.Polygon(corners)
        is_outside = area.exterior.is_ccw != (feature.side == "left")
        edge = Edge(pieces, corners, accuracy, depth, _prepared(area), is_outside)
        return Plan(ground, edge, drawn, area, is_outside, is_flat=False)
    if feature.closing:
        ends = shapely.get_coordinates(source)[[-1, 0]]
        around, _ = ground.path(np.vstack([ends[:1], np.array(feature.closing), ends[1:]]))
        area = shapely.Polygon(np.vstack([corners, around[1:-1]]))
        cuts = np.hstack([around[:-1], around[1:]])
        cuts = cuts[np.any(cuts[:, :2] != cuts[:, 2:], axis=1)]
        edge = Edge(pieces, corners, accuracy, depth, _prepared(area), cuts=cuts)
        return Plan(ground, edge, drawn, area, is_outside=False, is_flat=False)
    area = None
    if feature.side != "both":
        area = _side(feature, drawn, corners, (depth[1] if depth else 0) + SPARE_M)
    ends = np.empty((0, 5)) if drawn.is_ring else _ends(corners, feature.side)
    cuts = _caps(ends, (depth[1] if depth else 0) * 1.5)
    edge = Edge(pieces, corners, accuracy, depth, _prepared(area), cuts=cuts, ends=ends)
    return Plan(ground, edge, drawn, area, is_outside=False, is_flat=True)


def _polygon_plan(feature: ZoneFeature, ground: Ground, drawn: BaseGeometry) -> Plan:
    rings = [shapely.get_coordinates(ring) for ring in _rings(drawn)]
    pieces = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    corners = np.vstack([ring[:-1] for ring in rings])
    # One accuracy holds for the whole boundary: a single vertex carries it.
    accuracy = np.array([feature.accuracy_km * KM])
    edge = Edge(pieces, corners[:1], accuracy, None, _prepared(drawn))
    return Plan(ground, edge, drawn, drawn, is_outside=False, is_flat=False)


def _prepared(area: BaseGeometry | None) -> BaseGeometry | None:
    if area is not None:
        shapely.prepare(area)
    return area


def _rings(drawn: BaseGeometry) -> list[BaseGeometry]:
    return [ring for part in shapely.get_parts(drawn) for ring in (part.exterior, *part.interiors)]


def _ends(corners: Floats, side: str | None) -> Floats:
    """Free ends of a line, as :class:`Edge` wants them."""
    tips = corners[[0, -1]]
    into = corners[[1, -2]] - tips
    into = into / np.linalg.norm(into, axis=1, keepdims=True)
    # Left of the line is left of the vector into its start, right of that into its end.
    turn = {"left": 1.0, "right": -1.0}.get(side or "", 0.0)
    return np.hstack([tips, into, [[turn], [-turn]]])


def _caps(ends: Floats, half_m: float) -> Floats:
    """Straight cuts across the free ends, (j, 4); as long as a zone of `half_m` needs."""
    across = np.column_stack([-ends[:, 3], ends[:, 2]]) * half_m
    return np.hstack([ends[:, :2] - across, ends[:, :2] + across])


def _side(
    feature: ZoneFeature, drawn: BaseGeometry, corners: Floats, depth_m: float
) -> BaseGeometry:
    """Follow one side of an open line that no limits close off, as deep as `depth_m`."""
    # The ends are drawn out by a metre, so that the line cuts its buffer all the way through.
    tips = _ends(corners, None)
    longer = np.vstack([tips[:1, :2] - tips[:1, 2:4], corners, tips[1:, :2] - tips[1:, 2:4]])
    parts = shapely.get_parts(
        split(
            drawn.buffer(depth_m, quad_segs=ARC_STEPS, cap_style="flat"), shapely.LineString(longer)
        )
    )
    wanted = drawn.buffer(
        1.0 if feature.side == "left" else -1.0, single_sided=True, cap_style="flat"
    )
    chosen = [part for part in parts if part.intersection(wanted).area > 0.5 * wanted.area]
    if len(parts) < 2 or len(chosen) != 1:  # noqa: PLR2004 - one part on each side
        raise ZoneError(
            f"feature {feature.id!r}, field 'side': the line folds back on itself within its "
            "depth, so its sides cannot be told apart; close it off with 'cut_by'"
        )
    return chosen[0]
