"""Regions that are asked for: found by name or read from a file, and which incidents lie there.

A location lies in an administrative unit when its own column says so. Where it has no
such column, and for natural regions and polygons of a user, its share there is the part
of its uncertainty area that the region covers; an incident's share is the largest of
its locations'. Areas are compared in degrees, whose scale hardly changes within one.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import RegionError
from mapper.gazetteer import ADMIN, load_gazetteer
from mapper.select import DEFAULT_SHARE, Condition, where

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer import Gazetteer

FILE_ENDINGS = (".geojson", ".json")

_BATCH = 20_000

_LEVEL = (
    "CASE WHEN l.admin3 IS NOT NULL THEN 3 WHEN l.admin2 IS NOT NULL THEN 2"
    " WHEN l.admin1 IS NOT NULL THEN 1 ELSE 0 END"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A region that was asked for.

    `units` are the names of the administrative unit and its parents, largest first;
    empty for what is no such unit. `outline` gives the polygon (EPSG:4326, lon/lat).
    `remark` says how a name was read, where that is not plain.
    """

    name: str
    kind: str
    units: tuple[str, ...] = ()
    outline: Callable[[], BaseGeometry | None] = field(default=lambda: None)
    remark: str | None = None


def find_region(asked: str, gazetteer: Callable[[], Gazetteer] = load_gazetteer) -> Region:
    """Find a region by name in any spelling or script, or read it from a GeoJSON file.

    Parameters
    ----------
    asked
        Name of a region ("Idlib", "إدلب", "southern Idlib", "Jabal al-Zawiya"), of a
        settlement (its uncertainty disc is meant), or path of a polygon file.
    gazetteer
        Loads the region pack; called only when a name is looked up.

    Raises
    ------
    RegionError
        If no region has the name (the message lists the nearest), or the file holds no
        polygon.
    """
    if asked.lower().endswith(FILE_ENDINGS):
        return _from_file(Path(asked))
    pack = gazetteer()
    try:
        place = pack.region(asked)
    except RegionError:
        found = _from_words(asked, pack)
        if found is None:
            raise
        return found
    units: tuple[str, ...] = ()
    if place.kind in ADMIN:
        level = ADMIN.index(place.kind) + 1
        named = (place.admin1, place.admin2, place.admin3)[:level]
        units = tuple(name or place.name for name in named)
    elif pack.area(place.place_id) is None:
        raise RegionError(f"{place.name} has no outline here; name a part of it")
    return Region(place.name, place.kind, units, lambda: pack.area(place.place_id))


def _from_words(asked: str, pack: Gazetteer) -> Region | None:
    """Read words such as "southern Idlib", or the name of a settlement."""
    from mapper.resolve import locate  # noqa: PLC0415 - only names that are no region's need it

    location = locate(asked, pack).location
    if location is None:
        return None
    if location.area is not None:
        return Region(asked, "part", (), lambda: location.area)
    return Region(
        location.name,
        location.kind,
        (),
        lambda: _disc(location.lon, location.lat, location.radius_m),
        f"{location.name} is a {location.kind}: a disc of {location.radius_m / 1000:.1f} km"
        " around it was taken",
    )


def around(asked: str, radius_km: float, gazetteer: Callable[[], Gazetteer]) -> Region:
    """Draw a disc around a place or a position.

    Parameters
    ----------
    asked
        Name of a place in any spelling, or ``lon,lat`` in degrees.
    radius_km
        Radius of the disc in km.
    gazetteer
        Loads the region pack; called only when a name is looked up.

    Raises
    ------
    RegionError
        If no place, or several alike, have the name.
    """
    name, lon, lat = _position(asked) or _named_position(asked, gazetteer())
    words = f"{radius_km:g} km around {name}"
    return Region(words, "disc", (), lambda: _disc(lon, lat, radius_km * 1000))


def _position(asked: str) -> tuple[str, float, float] | None:
    """Read "lon,lat"; None where the text is a name."""
    try:
        lon, lat = (float(part) for part in asked.split(","))
    except ValueError:
        return None
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):  # noqa: PLR2004 - degrees; no disc at a pole
        raise RegionError(f"{asked}: not lon,lat in degrees")
    return asked, lon, lat


def _named_position(asked: str, pack: Gazetteer) -> tuple[str, float, float]:
    """Look a place up by name."""
    from mapper.resolve import locate  # noqa: PLC0415 - only names need it

    found = locate(asked, pack)
    if found.location is None:
        several = ", ".join(f"{one.name} ({one.place_id})" for one in found.candidates[:5])
        hint = f"it may be {several}" if several else "write lon,lat"
        raise RegionError(f"no one place is called {asked!r}; {hint}")
    return found.location.name, found.location.lon, found.location.lat


def framed(text: str) -> Region:
    """Read a box: west,south,east,north in degrees, with or without brackets.

    Raises
    ------
    RegionError
        If the text is no such box.
    """
    from shapely import box  # noqa: PLC0415 - as below

    try:
        west, south, east, north = (float(part) for part in text.strip("[] ").split(","))
    except ValueError as problem:
        raise RegionError(f"{text!r} is no west,south,east,north in degrees") from problem
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        raise RegionError(f"{text!r} is no west,south,east,north in degrees")
    return Region(text, "box", (), lambda: box(west, south, east, north))


def _disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Draw a disc around a position."""
    from mapper.uncertainty import disc  # noqa: PLC0415 - loads what units by name do without

    return disc(lon, lat, radius_m)


def _from_file(path: Path) -> Region:
    """Read every polygon of a GeoJSON file as one region."""
    from shapely import union_all  # noqa: PLC0415 - as above
    from shapely.errors import ShapelyError  # noqa: PLC0415 - as above
    from shapely.geometry import shape  # noqa: PLC0415 - as above

    try:
        found = list(_polygons(json.loads(path.read_text(encoding="utf-8-sig"))))
        outline = union_all([shape(one) for one in found])
    except OSError as problem:
        raise RegionError(f"{path}: {problem.strerror}") from problem
    except (ValueError, KeyError, TypeError, AttributeError, ShapelyError) as problem:
        raise RegionError(f"{path} is no GeoJSON file of polygons ({problem})") from problem
    if not found:
        raise RegionError(f"{path} holds no polygon")
    return Region(path.stem, "file", (), lambda: outline)


def _polygons(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Walk through a GeoJSON object and give its polygons."""
    kind = node["type"]
    if kind == "FeatureCollection":
        for one in node["features"]:
            yield from _polygons(one)
    elif kind == "Feature" and node["geometry"] is not None:
        yield from _polygons(node["geometry"])
    elif kind == "GeometryCollection":
        for one in node["geometries"]:
            yield from _polygons(one)
    elif kind in {"Polygon", "MultiPolygon"}:
        yield node


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of looking for incidents in regions.

    `condition` keeps those with a large enough share; `left_out` counts those that
    overlap the regions by less.
    """

    condition: Condition
    left_out: int


def mark(
    connection: sqlite3.Connection,
    regions: Sequence[Region],
    among: Iterable[Condition] = (),
    *,
    at_least: float = DEFAULT_SHARE,
    word: str = "region",
) -> Marked:
    """Work out which incidents lie in any of some regions.

    Parameters
    ----------
    connection
        Open store; a temporary table is made in it.
    regions
        Regions, taken together as one area.
    among
        Other conditions: incidents that fail them are not looked at.
    at_least
        Share of an incident's uncertainty area, 0 to 1, that must lie within; of an
        incident with several places that of one of them. With 0 any overlap does.
    word
        What the regions were asked for as; each word has a table of its own.
    """
    among = list(among)
    table = f"temp.in_{word}"
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(
        f"CREATE TABLE {table} (incident_id TEXT PRIMARY KEY, share REAL) WITHOUT ROWID"
    )
    _mark_units(connection, table, regions, among)
    _mark_areas(connection, table, regions, among)
    left_out = connection.execute(
        f"SELECT count(*) FROM {table} WHERE share < ?", (at_least,)
    ).fetchone()[0]
    words = " ".join([word, ", ".join(region.name for region in regions)])
    test = f"i.incident_id IN (SELECT incident_id FROM {table} WHERE share >= ?)"
    return Marked(Condition(words, test, (at_least,)), left_out)


def _mark_units(
    connection: sqlite3.Connection, table: str, regions: Sequence[Region], among: list[Condition]
) -> None:
    """Mark incidents whose locations' columns name one of the units."""
    text, parameters = where(among)
    for region in regions:
        if not region.units:
            continue
        test = " AND ".join(f"l.admin{n} = ?" for n in range(1, len(region.units) + 1))
        connection.execute(
            f"INSERT OR REPLACE INTO {table} SELECT DISTINCT l.incident_id, 1.0"
            f" FROM locations AS l JOIN incidents AS i USING (incident_id)"
            f" WHERE {test} AND {text}",
            (*region.units, *parameters),
        )


def _mark_areas(
    connection: sqlite3.Connection, table: str, regions: Sequence[Region], among: list[Condition]
) -> None:
    """Mark incidents by the share of their uncertainty areas that the regions cover."""
    for level in range(len(ADMIN) + 1):
        # A location that names its unit at some level is settled there by its columns.
        open_ones = [region for region in regions if not region.units or len(region.units) > level]
        needed = any(not region.units for region in open_ones)
        if not open_ones or not (needed or _has_level(connection, level)):
            continue
        shapes = [shape for region in open_ones if (shape := region.outline()) is not None]
        if shapes:
            _mark_shape(connection, table, shapes, among, level)


def _has_level(connection: sqlite3.Connection, level: int) -> bool:
    """Tell whether any location knows its units down to this level only."""
    found = connection.execute(
        f"SELECT 1 FROM locations AS l WHERE {_LEVEL} = ? LIMIT 1",
        (level,),
    )
    return found.fetchone() is not None


def _mark_shape(
    connection: sqlite3.Connection,
    table: str,
    shapes: list[BaseGeometry],
    among: list[Condition],
    level: int,
) -> None:
    """Mark the incidents of one level of locations by their overlap with polygons."""
    from shapely import union_all  # noqa: PLC0415 - units by name do without

    shape = union_all(shapes)
    west, south, east, north = shape.bounds
    text, parameters = where(among)
    cursor = connection.execute(
        "SELECT l.incident_id, r.minx, r.miny, r.maxx, r.maxy, u.fid"
        " FROM incidents AS i"
        " JOIN locations AS l ON l.incident_id = i.incident_id"
        " JOIN uncertainty AS u ON u.incident_id = l.incident_id AND u.seq = l.seq"
        " JOIN rtree_uncertainty_geom AS r ON r.id = u.fid"
        f" WHERE r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?"
        f" AND {_LEVEL} = ? AND {text}",
        (west, east, south, north, level, *parameters),
    )
    shares = _Shares(connection, shape)
    while batch := cursor.fetchmany(_BATCH):
        found = zip((row[0] for row in batch), shares.of(batch), strict=True)
        connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT (incident_id)"
            " DO UPDATE SET share = max(share, excluded.share)",
            ((incident, share) for incident, share in found if share > 0),
        )


class _Shares:
    """Shares of uncertainty areas within one polygon; equal areas are worked out once."""

    def __init__(self, connection: sqlite3.Connection, shape: BaseGeometry) -> None:
        import shapely  # noqa: PLC0415 - as above

        shapely.prepare(shape)
        self._connection = connection
        self._shape = shape
        self._by_box: dict[tuple[float, ...], bool] = {}
        self._by_area: dict[bytes, float] = {}

    def of(self, rows: Sequence[Any]) -> list[float]:
        """Give the shares of rows (incident, west, south, east, north, fid)."""
        import shapely  # noqa: PLC0415 - as above

        boxes = [tuple(row[1:5]) for row in rows]
        new = list({box for box in boxes if box not in self._by_box})
        if new:
            inside = shapely.contains_properly(self._shape, [shapely.box(*box) for box in new])
            self._by_box.update(zip(new, inside.tolist(), strict=True))
        return [
            1.0 if self._by_box[box] else self._exact(row[5])
            for box, row in zip(boxes, rows, strict=True)
        ]

    def _exact(self, fid: int) -> float:
        """Measure one area whose box the polygon does not hold whole."""
        import shapely  # noqa: PLC0415 - as above

        from mapper import geopackage  # noqa: PLC0415 - as above

        blob = self._connection.execute(
            "SELECT geom FROM uncertainty WHERE fid = ?", (fid,)
        ).fetchone()[0]
        if blob not in self._by_area:
            area = shapely.from_wkb(geopackage.decode(blob))
            self._by_area[blob] = share(area, self._shape)
        return self._by_area[blob]


def share(area: BaseGeometry, region: BaseGeometry) -> float:
    """Give the part of an area that a region covers, 0 to 1.

    A point or line counts whole when the region touches it.
    """
    if area.area == 0:
        return float(area.intersects(region))
    return float(min(area.intersection(region).area / area.area, 1.0))
