"""Read a zones file: zones, lines of contact, roads and posts, each checked field by field.

Every fault raises one :class:`~mapper.base.errors.ZoneError` that names the file, the
feature and the field. The schema is described in ``docs/zones.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

import shapely

from mapper.base import globe, soundness, vectors
from mapper.base.errors import VectorError, ZoneError
from mapper.base.schema import NOT_HELD
from mapper.zones.attributes import fields

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.base.soundness import Project

CONTACT_LINE = "contact_line"
ROAD = "road"
POST = "observation_post"
LIMIT = "limit"
NOT_ZONES = (CONTACT_LINE, ROAD, POST, LIMIT)
"""Kinds that are not zones; a feature of any other kind is a zone."""

LINES = ("LineString",)
SEVERAL = ("MultiLineString", "MultiPoint")
AREAS = ("Polygon", "MultiPolygon")
GEOMETRY_TYPES = {CONTACT_LINE: LINES, ROAD: LINES, LIMIT: LINES, POST: ("Point",)}


@dataclass(frozen=True, slots=True)
class ZoneFeature:
    """One feature as read: geometry in EPSG:4326, lon/lat; lengths in km; days as ISO text.

    Geometries are in one piece (`mapper.base.globe.joined`). ``line`` is the LineString
    that a zone of a depth or a half-width is measured from, its own or that of the feature
    it refers to, and ``vertex_accuracy_km`` belongs to its vertices. ``closing`` are the
    vertices that lead from the line's last point back to its first along the limits named
    in ``cut_by``. ``held_by`` names who holds a line of contact's ``side``, and who the other.
    """

    id: str
    kind: str
    name: str
    geometry: BaseGeometry | None
    valid_from: str | None
    valid_to: str | None
    accuracy_km: float
    source: str
    note: str | None
    judged: bool = False
    line_id: str | None = None
    line: BaseGeometry | None = None
    vertex_accuracy_km: tuple[float, ...] = ()
    side: str | None = None
    depth_km: tuple[float, float] | None = None
    closing: tuple[tuple[float, float], ...] = ()
    reach_km: float | None = None
    held_by: tuple[str, str] | None = None

    @property
    def is_zone(self) -> bool:
        """Whether this is a zone, not a line, road, post or limit."""
        return self.kind not in NOT_ZONES

    def holds(self, first: str, last: str) -> bool:
        """Tell whether any day from `first` to `last` (ISO, both included) lies in the validity."""
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_to is None or first <= self.valid_to
        )


def read_features(
    path: Path, layer: str | None = None, *, is_drawn: bool = False
) -> tuple[tuple[ZoneFeature, ...], tuple[str, ...]]:
    """Read and check every feature of a zones file.

    Parameters
    ----------
    path
        GeoJSON FeatureCollection, EPSG:4326, lon/lat unless it says otherwise; or any
        other format of `mapper.base.vectors`, whose columns are named as the fields.
    layer
        Layer of a file that has several.
    is_drawn
        The file may be no more than shapes: id, kind, name and source that are not given
        are made up from the file's name, and a zone without a first day holds always.

    Returns
    -------
    features, remarks
        In the file's order; and what was chosen where the file has several layers.

    Raises
    ------
    ZoneError
        If the file cannot be read or a feature is at fault.
    """
    try:
        found = vectors.read(path, layer)
    except VectorError as problem:
        raise ZoneError(str(problem)) from problem
    document = _collection(found.document, path, is_drawn=is_drawn)
    to_wgs84 = _reprojection(document.get("crs"), f"{path.name}: field 'crs'")
    is_loose = found.is_flat or is_drawn
    raws: dict[str, _Raw] = {}
    for number, member in enumerate(document["features"], start=1):
        if is_loose and isinstance(member, dict):
            member = _loosened(member)  # noqa: PLW2901 - the same feature, in our words
        if is_drawn and isinstance(member, dict):
            member = _completed(member, path, number, raws)  # noqa: PLW2901 - as above
        raw = _Raw.read(path.name, number, member, to_wgs84, is_drawn=is_drawn)
        if raw.id in raws:
            raw.fail("id", "is used twice; give each feature its own")
        raws[raw.id] = raw
    if is_drawn and not raws:
        raise ZoneError(f"{path} holds no feature; a zone is a polygon, or a line with its depth")
    remarks = (f"{path}: feature {raw.id!r}: {raw.remark}" for raw in raws.values() if raw.remark)
    return tuple(raw.feature(raws) for raw in raws.values()), (*found.remarks, *remarks)


def _collection(document: Any, path: Path, *, is_drawn: bool) -> dict[str, Any]:  # noqa: ANN401 - of a file
    """See that a GeoJSON object is a collection; one thing drawn alone is a collection of one."""
    if isinstance(document, dict) and isinstance(document.get("features"), list):
        return document
    if is_drawn and isinstance(document, dict) and document.get("type"):
        alone = document if document["type"] == "Feature" else {"geometry": document}
        return {"features": [alone], "crs": document.get("crs")}
    raise ZoneError(f"{path.name}: no FeatureCollection: field 'features' is missing")


def _loosened(member: dict[str, Any]) -> dict[str, Any]:
    """Bring the attributes of a feature to our fields."""
    cells = member.get("properties")
    return member | {"properties": fields(cells if isinstance(cells, dict) else {})}


def _completed(member: dict[str, Any], path: Path, number: int, taken: Container[str]) -> Any:  # noqa: ANN401 - a feature
    """Fill in what a feature must have and somebody who drew it need not know."""
    properties = member["properties"]
    given = member.get("id", properties.get("id"))
    name = properties.get("name") or (path.stem if number == 1 else f"{path.stem} {number}")
    called = str(given if given not in (None, "") else name)
    unique = called if called not in taken else f"{called}-{number}"
    usual = {"kind": "zone", "name": name, "source": path.name}
    return member | {"id": unique, "properties": usual | properties}


def _reprojection(crs: object, where: str) -> Project | None:
    try:
        return soundness.reprojection(crs)
    except VectorError as problem:
        raise ZoneError(f"{where}: {problem}") from problem


@dataclass(frozen=True, slots=True)
class _Raw:
    """One feature before its references are followed."""

    file: str
    id: str
    properties: dict[str, Any]
    geometry: BaseGeometry | None
    is_drawn: bool
    remark: str | None = None

    @classmethod
    def read(
        cls,
        file: str,
        number: int,
        member: object,
        to_wgs84: Project | None,
        *,
        is_drawn: bool = False,
    ) -> _Raw:
        """Take a feature apart; `number` names it as long as its id is not known."""
        if not isinstance(member, dict) or not isinstance(member.get("properties"), dict):
            raise ZoneError(f"{file}: feature {number}, field 'properties': missing")
        properties = member["properties"]
        name = member.get("id", properties.get("id"))
        if not isinstance(name, str) or not name:
            raise ZoneError(
                f"{file}: feature {number}, field 'id': missing; a short text is needed"
            )
        bare = cls(file, name, properties, None, is_drawn)
        own = member.get("crs", properties.get("crs"))
        if own is not None:
            to_wgs84 = _reprojection(own, bare.where("crs"))
        geometry, remark = bare.shape(member.get("geometry"), to_wgs84)
        return replace(bare, geometry=geometry, remark=remark)

    def where(self, field: str) -> str:
        """Name file, feature and field."""
        return f"{self.file}: feature {self.id!r}, field {field!r}"

    def fail(self, field: str, message: str) -> NoReturn:
        """Raise the error of a field."""
        raise ZoneError(f"{self.where(field)}: {message}")

    def shape(
        self, member: object, to_wgs84: Project | None
    ) -> tuple[BaseGeometry | None, str | None]:
        """Build the geometry and look at its soundness; what is to be said of it comes along."""
        if member is None:
            return None, None
        try:
            geometry, remark = soundness.drawn(member, to_wgs84)
        except VectorError as problem:
            self.fail("geometry", str(problem))
        if geometry.geom_type in SEVERAL and len(geometry.geoms) == 1:
            geometry = geometry.geoms[0]
        if geometry.geom_type == "LineString" and not geometry.is_simple:
            self.fail("geometry", f"the line crosses or touches itself{_crossing(geometry)}")
        fault = soundness.fault(geometry)
        if fault is not None:
            self.fail("geometry", f"unsound: {fault}")
        return geometry, remark

    def feature(self, others: dict[str, _Raw]) -> ZoneFeature:
        """Check every field and follow the references to other features."""
        kind = self.text("kind", required=True)
        first, last = self.day("valid_from"), self.day("valid_to")
        if first and last and first > last:
            self.fail("valid_to", f"{last} is before valid_from {first}")
        plain: dict[str, Any] = {
            "id": self.id,
            "kind": kind,
            "name": self.text("name", required=True),
            "geometry": self.geometry,
            "valid_from": first,
            "valid_to": last,
            "source": self.text("source", required=True),
            "note": self.text("note"),
        }
        if kind in NOT_ZONES:
            return self._thing(kind, plain, others)
        if first is None and not self.is_drawn:
            self.fail("valid_from", "missing; a zone needs its first day, as YYYY-MM-DD")
        return self._zone(plain, others)

    def _thing(self, kind: str, plain: dict[str, Any], others: dict[str, _Raw]) -> ZoneFeature:
        wanted = GEOMETRY_TYPES[kind]
        if self.geometry is None or self.geometry.geom_type not in wanted:
            self.fail("geometry", f"a feature of kind {kind!r} needs a {wanted[0]}")
        if kind == POST:
            return ZoneFeature(**plain, accuracy_km=self.length("accuracy_km"))
        if kind != CONTACT_LINE:
            return ZoneFeature(**plain, **self.accuracies())
        side = self.text("side", required=True)
        if side not in ("left", "right"):
            self.fail("side", f"{side!r} is neither 'left' nor 'right'")
        return ZoneFeature(
            **plain,
            **self.accuracies(),
            line_id=self.id,
            line=self.geometry,
            side=side,
            closing=self.closing(self, others),
            reach_km=self.length("reach_km", default=None),
            held_by=self.holders(),
        )

    def _zone(self, plain: dict[str, Any], others: dict[str, _Raw]) -> ZoneFeature:
        """Tell the three recipes apart: polygon, line with depth and side, axis with half-width."""
        judged = self.properties.get("judged", True)
        if not isinstance(judged, bool):
            self.fail("judged", f"{judged!r} is neither true nor false")
        has_area = self.geometry is not None and self.geometry.geom_type in AREAS
        if has_area:
            for field in ("depth_km", "side", "half_width_km", "line", "axis", "cut_by"):
                if field in self.properties:
                    self.fail(field, "does not go with a polygon; give a line instead")
            return ZoneFeature(**plain, judged=judged, accuracy_km=self.length("accuracy_km"))
        if "half_width_km" in self.properties:
            field, side = "axis", "both"
            for odd in ("depth_km", "side", "line", "cut_by"):
                if odd in self.properties:
                    self.fail(odd, "does not go with half_width_km")
            depth: tuple[float, float] | None = self.span("half_width_km")
        else:
            field = "line"
            side, depth = self._side_and_depth()
        base = self.base(field, others)
        return ZoneFeature(
            **plain,
            **base.accuracies(),
            judged=judged,
            line_id=base.id,
            line=base.geometry,
            side=side,
            depth_km=depth,
            closing=self.closing(base, others),
        )

    def _side_and_depth(self) -> tuple[str, tuple[float, float] | None]:
        if not {"depth_km", "side", "line"} & set(self.properties):
            self.fail(
                "geometry",
                "a zone is a polygon, or a line with 'depth_km' and 'side', "
                "or an axis with 'half_width_km'",
            )
        side = self.text("side")
        if side is None:
            self.fail("side", "missing; a depth needs the side it is measured on: left or right")
        if side not in ("left", "right"):
            self.fail("side", f"{side!r} is neither 'left' nor 'right' as the line runs")
        if "depth_km" in self.properties:
            return side, self.span("depth_km")
        if "cut_by" not in self.properties:
            self.fail("depth_km", "missing; without it 'cut_by' must close the area off")
        return side, None

    def base(self, field: str, others: dict[str, _Raw]) -> _Raw:
        """Give the feature whose line this zone is measured from."""
        if field not in self.properties:
            if self.geometry is None or self.geometry.geom_type not in LINES:
                self.fail("geometry", f"a LineString is needed, or '{field}' naming a feature")
            return self
        base = others.get(str(self.properties[field]))
        if base is None or base.geometry is None or base.geometry.geom_type not in LINES:
            self.fail(field, f"no line has the id {self.properties[field]!r}")
        return base

    def closing(self, base: _Raw, others: dict[str, _Raw]) -> tuple[tuple[float, float], ...]:
        """Chain the limits of ``cut_by`` and see that they close a ring with the line."""
        if "cut_by" not in self.properties:
            return ()
        names = self.properties["cut_by"]
        if not isinstance(names, list) or not names:
            self.fail("cut_by", "must be a list of ids of lines")
        path: list[tuple[float, float]] = []
        for name in names:
            limit = others.get(str(name))
            if limit is None or limit.geometry is None or limit.geometry.geom_type not in LINES:
                self.fail("cut_by", f"no line has the id {name!r}")
            path += globe.nearest(limit.geometry, base.geometry).coords
        line = list(base.geometry.coords) if base.geometry is not None else []
        ring = shapely.Polygon(line + path)
        if not ring.is_valid:
            self.fail("cut_by", f"does not close a ring: {shapely.is_valid_reason(ring)}")
        if ring.exterior.is_ccw != (self.properties.get("side") == "left"):
            self.fail("cut_by", f"closes the line on the side that is not {self.text('side')!r}")
        return tuple(path)

    def holders(self) -> tuple[str, str] | None:
        """Read who holds the side of a line of contact that ``side`` names, and who the other."""
        names = self.properties.get("held_by")
        if names is None:
            return None
        is_pair = isinstance(names, list) and len(names) == 2  # noqa: PLR2004 - a line has two sides
        if not is_pair or not all(isinstance(name, str) and name.strip() for name in names):
            self.fail("held_by", f"{names!r} is no list of two names, that of 'side' first")
        if names[0] == names[1] or NOT_HELD in names:
            self.fail("held_by", f"{names!r} does not name two sides")
        return names[0], names[1]

    def accuracies(self) -> dict[str, Any]:
        """Read the accuracy of a line and, where given, of each vertex."""
        overall = self.length("accuracy_km")
        each = self.properties.get("vertex_accuracy_km")
        count = len(shapely.get_coordinates(self.geometry))
        if each is None:
            each = [overall] * count
        if not isinstance(each, list) or len(each) != count:
            self.fail("vertex_accuracy_km", f"needs one number for each of {count} vertices")
        checked = tuple(self.number("vertex_accuracy_km", value) for value in each)
        return {"accuracy_km": overall, "vertex_accuracy_km": checked}

    def text(self, field: str, *, required: bool = False) -> str | None:
        """Read a text."""
        value = self.properties.get(field)
        if value is None and not required:
            return None
        if not isinstance(value, str) or not value.strip():
            self.fail(field, "missing" if value is None else f"{value!r} is no text")
        return value

    def day(self, field: str) -> str | None:
        """Read a day, YYYY-MM-DD."""
        value = self.text(field)
        if value is None:
            return None
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(field, f"{value!r} is no day; YYYY-MM-DD is needed")

    def number(self, field: str, value: object) -> float:
        """Read a length in km, zero or more."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self.fail(field, f"{value!r} is no number of km")
        if value < 0:
            self.fail(field, f"{value} km is negative")
        return float(value)

    def length(self, field: str, default: float | None = 0.0) -> Any:  # noqa: ANN401 - as `default`
        """Read a length in km that may be left out."""
        value = self.properties.get(field)
        return default if value is None else self.number(field, value)

    def span(self, field: str) -> tuple[float, float]:
        """Read a length or a range of lengths in km, above zero."""
        value = self.properties[field]
        ends = value if isinstance(value, list) else [value, value]
        if len(ends) != 2:  # noqa: PLR2004 - a range has two ends
            self.fail(field, "is neither a number nor a range of two")
        low, high = (self.number(field, end) for end in ends)
        if not 0 < low <= high:
            self.fail(field, f"{value} is no range above zero, smaller figure first")
        return low, high


def _crossing(line: BaseGeometry) -> str:
    """Say where a line meets itself."""
    nodes = shapely.get_coordinates(shapely.node(line))
    drawn = {tuple(point) for point in shapely.get_coordinates(line)}
    met = [tuple(point) for point in nodes if tuple(point) not in drawn]
    return f" near {met[0][0]:.4f}, {met[0][1]:.4f}" if met else ""
