"""Zones of a region pack: which hold on a day, and how each location lies to them.

The model behind P(inside) is in :mod:`mapper.zones.chance`, the file's schema and the method in
``docs/zones.md``. Tables are EPSG:4326; lengths are in km, days are ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base import frames, globe, schema, vectors
from mapper.base.geo import KM
from mapper.zones.chance import Chances
from mapper.zones.edges import distance
from mapper.zones.file import CONTACT_LINE, LIMIT, POST, ZoneFeature, read_features
from mapper.zones.shapes import Plan, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

DECIMALS = 6
SHOWN_M = 5.0
"""Shapes are drawn this near to what is measured, metres and decimals of a degree."""


def load_zones(path: Path) -> Zones:
    """Read the zones of a region pack and build each.

    Parameters
    ----------
    path
        ``zones.geojson``, or a file of another format with the same fields. A pack may do
        without: then no zone is in force on any day.

    Returns
    -------
    zones
        In the file's order.

    Raises
    ------
    ZoneError
        If the file or a feature in it is at fault; names feature and field.
    """
    return _built(read_features(path)[0] if path.is_file() else ())


def zones_of_file(asked: str) -> tuple[Zones, tuple[str, ...]]:
    """Read zones that somebody drew and build each.

    Parameters
    ----------
    asked
        ``FILE`` or ``FILE:LAYER`` in a format of `mapper.base.vectors`. It may hold no
        more than shapes: see `mapper.zones.file.read_features`.

    Returns
    -------
    zones, remarks
        In the file's order; and how the file was read, one sentence each without its full
        stop.

    Raises
    ------
    ZoneError
        If the file or a feature in it is at fault; names feature and field.
    """
    path, layer = vectors.named(asked)
    features, remarks = read_features(path, layer, is_drawn=True)
    zones = _built(features)
    endless = ", ".join(zone.zone_id for zone in zones.zones if zone.is_always_in_force)
    exact = ", ".join(zone.zone_id for zone in zones.zones if not zone.feature.accuracy_km)
    if endless:
        remarks = (*remarks, f"{path}: no days are given for {endless}: in force always")
    if exact:
        remarks = (*remarks, f"{path}: no accuracy_km is given for {exact}: taken as exact")
    return zones, remarks


def zones_of(pack: Path, asked: str | None) -> tuple[Zones, tuple[str, ...]]:
    """Give the zones of a file, or the pack's where none is asked for.

    The pack's lines of contact stay where the file has none. Parameters, returns and
    errors are those of `load_zones` and `zones_of_file`.
    """
    own = load_zones(pack)
    if asked is None:
        return own, ()
    zones, remarks = zones_of_file(asked)
    return zones.instead_of(own), remarks


def _built(features: tuple[ZoneFeature, ...]) -> Zones:
    """Build zones and lines of contact."""
    built = tuple(Zone(f, plan(f)) for f in features if f.is_zone)
    lines = tuple(Zone(f, plan(f)) for f in features if f.kind == CONTACT_LINE)
    others = tuple(f for f in features if not f.is_zone and f.kind not in (CONTACT_LINE, LIMIT))
    return Zones(built, lines, others)


@dataclass(frozen=True)
class Zone:
    """One zone, or one line of contact with the side it closes off."""

    feature: ZoneFeature
    plan: Plan

    @property
    def zone_id(self) -> str:
        """Id of the feature."""
        return self.feature.id

    @property
    def name(self) -> str:
        """Name of the feature."""
        return self.feature.name

    @property
    def depths_km(self) -> tuple[float, ...]:
        """Smallest and largest depth or half-width where they differ, else the one there is."""
        return tuple(sorted(set(self.feature.depth_km or ())))

    @property
    def is_always_in_force(self) -> bool:
        """Whether it holds on every day, none being given."""
        return self.feature.valid_from is None and self.feature.valid_to is None

    @cached_property
    def nominal(self) -> BaseGeometry:
        """The zone at the middle of its depths, metres in ``plan.crs``."""
        depth = self.feature.depth_km
        return self.plan.band(sum(depth) / 2 * KM if depth else None)

    @cached_property
    def chances(self) -> Chances:
        """P(inside) of places."""
        return Chances(self.plan.edge)

    @cached_property
    def side_chances(self) -> Chances:
        """P(on the side of the line that the zone or its holder lies on), limits set aside."""
        return Chances(self.plan.edge, is_uncut=True)

    def area_km2(self, depth_km: float | None = None) -> float:
        """Give the zone's area at one depth or half-width, square km."""
        return float(self.plan.band(depth_km and depth_km * KM).area) / KM**2

    def holds(self, first: str, last: str | None = None) -> bool:
        """Tell whether the zone holds on a day, or on any from `first` to `last`; ISO text."""
        return self.feature.holds(first, last or first)

    def distance_km(self, x: Floats, y: Floats) -> Floats:
        """Measure from points (metres, ``plan.crs``) to the nominal edge; negative inside."""
        shapely.prepare(self.nominal)
        metres = distance(x, y, self._nominal_pieces)
        return np.where(shapely.contains_xy(self.nominal, x, y), -metres, metres) / KM

    def behind_m(self, x: Floats, y: Floats) -> Floats:
        """Tell how far points lie beyond what a line of contact speaks for, metres.

        That is beyond the limits it ends at, or more than ``reach_km`` behind it on the
        side that it does not enclose; zero or less where it speaks for them.
        """
        depth, room = self.plan.edge.measure(x, y)
        reach = self.feature.reach_km
        return np.maximum(-room, -depth - (np.inf if reach is None else reach * KM))

    @cached_property
    def _nominal_pieces(self) -> Floats:
        plain = self.nominal.simplify(SHOWN_M)
        rings = shapely.get_rings(shapely.get_parts(plain))
        corners = [shapely.get_coordinates(ring) for ring in rings]
        return np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in corners])


@dataclass(frozen=True)
class Zones:
    """What a zones file holds: zones, lines of contact, and what is only drawn."""

    zones: tuple[Zone, ...]
    lines: tuple[Zone, ...]
    others: tuple[ZoneFeature, ...]

    def instead_of(self, others: Zones) -> Zones:
        """Put these in the place of others, whose lines of contact stay where these have none."""
        return self if self.lines else replace(self, lines=others.lines)

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of all that is drawn."""
        drawn = (*(zone.feature for zone in (*self.zones, *self.lines)), *self.others)
        return frozenset(feature.kind for feature in drawn)

    @property
    def judged(self) -> tuple[Zone, ...]:
        """Zones that locations are judged against."""
        return tuple(zone for zone in self.zones if zone.feature.judged)

    def in_force(self, day: str) -> list[Zone]:
        """List the zones that hold on a day (ISO text), in the file's order."""
        return [zone for zone in self.zones if zone.holds(day)]

    def line_on(self, day: str) -> Zone | None:
        """Give the line of contact that holds on a day; None where none is known."""
        return next((line for line in self.lines if line.holds(day)), None)

    def layer(self) -> gpd.GeoDataFrame:
        """Draw every zone, line, road and post.

        Returns
        -------
        layer
            Table ``zones`` of :mod:`mapper.base.schema`, EPSG:4326. A zone of a range of
            depths has the parts `inner` (smallest depth) and `outer` (all of the largest),
            any other the part `zone`; `fade` is where even a place known exactly is
            judged `edge`; `axis` is the line a two-sided zone runs along.
        """
        rows = [row for zone in self.zones for row in _zone_rows(zone)]
        rows += [_row(line.feature, "line", line.feature.geometry) for line in self.lines]
        for feature in self.others:
            part = "post" if feature.kind == POST else "line"
            rows.append(_row(feature, part, feature.geometry))
        return frames.frame(schema.ZONES, rows)


def _zone_rows(zone: Zone) -> Iterator[dict[str, Any]]:
    depths = zone.depths_km
    parts = ("inner", "outer") if len(depths) > 1 else ("zone",)
    for part, depth in zip(parts, depths or (None,), strict=True):
        shape = zone.plan.band(depth and depth * KM)
        yield _shape_row(zone, part, shape) | {"depth_km": depth}
    fade = zone.plan.fade(zone.feature.accuracy_km * KM) if zone.feature.judged else None
    if fade is not None:
        yield _shape_row(zone, "fade", fade)
    if zone.feature.side == "both":
        yield _row(zone.feature, "axis", zone.feature.line)


def _shape_row(zone: Zone, part: str, shape: BaseGeometry) -> dict[str, Any]:
    # Snapping to whole metres keeps a polygon sound when its degrees are rounded.
    snapped = shapely.set_precision(shape.simplify(SHOWN_M), 1.0)
    degrees = zone.plan.to_degrees(snapped)
    return _row(zone.feature, part, degrees) | {"area_km2": round(shape.area / KM**2, 1)}


def _row(feature: ZoneFeature, part: str, geometry: BaseGeometry | None) -> dict[str, Any]:
    return {
        "zone_id": feature.id,
        "part": part,
        "kind": feature.kind,
        "name": feature.name,
        "valid_from": feature.valid_from,
        "valid_to": feature.valid_to,
        "accuracy_km": feature.accuracy_km,
        "source": feature.source,
        "note": feature.note,
        "geometry": shapely.transform(
            globe.parted(geometry), lambda corners: corners.round(DECIMALS)
        ),
    }
