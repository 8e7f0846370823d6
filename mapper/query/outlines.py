"""A region that somebody drew: the polygons of a file, mended where they can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from mapper.base import globe, soundness, vectors
from mapper.base.errors import RegionError, VectorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.base.soundness import Project

AREAS = frozenset({"Polygon", "MultiPolygon"})
_NAMES = ("name", "id")
_SHOWN = 3


def read_outline(asked: str) -> tuple[BaseGeometry, tuple[str, ...]]:
    """Read every polygon of a file as one.

    Parameters
    ----------
    asked
        ``FILE`` or ``FILE:LAYER``.

    Returns
    -------
    outline, remarks
        EPSG:4326, lon/lat; and what was mended or left out on the way.

    Raises
    ------
    RegionError
        If the file cannot be read, holds no polygon, or a shape in it lies nowhere.
    """
    path, layer = vectors.named(asked)
    try:
        found = vectors.read(path, layer)
        shapes = _Found(path)
        for where, member, project in _members(found.document, path):
            drawn, told = _drawn(member, project, f"{path}: {where}")
            shapes.told += [f"{where}: {told}"] if told else []
            for part in _flat(drawn):
                shapes.add(part, where)
        outline = shapes.outline()
    except VectorError as problem:
        raise RegionError(str(problem)) from problem
    except shapely.GEOSException as problem:
        raise RegionError(f"{path}: its polygons cannot be made one ({problem})") from problem
    return outline, (*found.remarks, *shapes.remarks())


@dataclass(slots=True)
class _Found:
    """The polygons of a file, and what there is to say of the rest."""

    path: Path
    parts: list[BaseGeometry] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def add(self, part: BaseGeometry, where: str) -> None:
        """Take a polygon, mended if need be; count anything else."""
        if part.geom_type not in AREAS:
            self.others[part.geom_type] += 1
            return
        fault = soundness.fault(part)
        sound = part if fault is None else soundness.mended(part)
        if sound.is_empty:
            self.empty.append(where)
            return
        self.parts.append(globe.parted(sound))
        if fault is not None:
            self.mended.append(f"{where} {fault}")

    def outline(self) -> BaseGeometry:
        """Make one outline of all polygons."""
        if self.parts:
            return shapely.union_all(self.parts)
        if self.empty:
            raise VectorError(f"{self.path}: {self.empty[0]} encloses nothing; draw a polygon")
        held = f"only {self._kinds()}" if self.others else "nothing drawn"
        raise VectorError(f"{self.path} holds no polygon, {held}; a region is made of polygons")

    def remarks(self) -> Iterator[str]:
        """Say what was mended and what was left out."""
        if self.mended:
            yield f"{self.path}: {_few(self.mended)}; mended"
        if self.told:
            yield f"{self.path}: {_few(self.told)}"
        if self.empty:
            yield f"{self.path}: {_few(self.empty)} left out, as nothing is enclosed"
        if self.others:
            yield f"{self.path}: {self._kinds()} left out; a region is made of polygons"

    def _kinds(self) -> str:
        return ", ".join(f"{count} {kind}" for kind, count in self.others.items())


def _few(sentences: list[str]) -> str:
    """Join some sentences, and count the rest."""
    told = "; ".join(sentences[:_SHOWN])
    more = len(sentences) - _SHOWN
    return f"{told}; and {more} more" if more > 0 else told


def _drawn(
    member: Any,  # noqa: ANN401 - of a file
    project: Project | None,
    where: str,
) -> tuple[BaseGeometry, str | None]:
    try:
        return soundness.drawn(member, project)
    except VectorError as problem:
        raise VectorError(f"{where} {problem}") from problem


def _flat(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """Take collections apart, however deep."""
    if geometry.geom_type != "GeometryCollection":
        yield geometry
        return
    for part in geometry.geoms:
        yield from _flat(part)


def _members(document: Any, path: Path) -> Iterator[tuple[str, Any, Project | None]]:  # noqa: ANN401 - of a file
    """Walk through a GeoJSON object: what to call each shape, the shape, and its way to degrees."""
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else [document]
    if kind is None or not isinstance(features, list):
        raise VectorError(f"{path} is no GeoJSON of polygons")
    project = _project(document, path)
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            raise VectorError(f"{path}: feature {number} is no GeoJSON feature")
        where = _called(feature, number)
        if feature.get("type") != "Feature":
            yield where, feature, project
        elif feature.get("geometry") is not None:
            own = _project(feature, path) if feature.get("crs") else project
            yield where, feature["geometry"], own


def _project(node: dict[str, Any], path: Path) -> Project | None:
    try:
        return soundness.reprojection(node.get("crs"))
    except VectorError as problem:
        raise VectorError(f"{path}: {problem}") from problem


def _called(feature: dict[str, Any], number: int) -> str:
    """Name a feature by its place in the file, and by its name where it has one."""
    properties = feature.get("properties")
    cells = properties if isinstance(properties, dict) else {}
    lowered = {str(key).lower(): value for key, value in cells.items()}
    name = next((lowered[key] for key in _NAMES if isinstance(lowered.get(key), str)), None)
    return f"feature {number}" + (f" ({name})" if name else "")
