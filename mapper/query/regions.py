"""Regions that are asked for: by name in any spelling, a file, a box, or a distance."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import RegionError
from mapper.base.geo import disc
from mapper.gazetteer import ADMIN
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer import Gazetteer

FILE_ENDINGS = (".geojson", ".json")


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


def find_region(
    asked: str,
    gazetteer: Callable[[], Gazetteer],
    connection: sqlite3.Connection | None = None,
) -> Region:
    """Find a region by name in any spelling or script, or read it from a GeoJSON file.

    Parameters
    ----------
    asked
        Name of a region ("Idlib", "إدلب", "southern Idlib", "Jabal al-Zawiya"), of a
        settlement (its uncertainty disc is meant), or path of a polygon file.
    gazetteer
        Loads the region pack; called only when a name is looked up.
    connection
        Open store whose own regions are looked at first: a name spelled as there is
        found without loading the pack, and means what it meant to the build.

    Raises
    ------
    RegionError
        If no region has the name (the message lists the nearest), or the file holds no
        polygon.
    """
    if asked.lower().endswith(FILE_ENDINGS):
        return _from_file(Path(asked))
    stored = None if connection is None else _from_store(asked, connection)
    if stored is not None:
        return stored
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


def _from_store(asked: str, connection: sqlite3.Connection) -> Region | None:
    """Look for a governorate or natural region of exactly that name in the store.

    Smaller units are left to the pack, which knows by what name columns call them.
    """
    found = connection.execute(
        "SELECT name, kind, fid FROM regions WHERE name = ?1 COLLATE NOCASE OR name_ar = ?1"
        " OR place_id = ?1",
        (asked.strip(),),
    ).fetchall()
    if len(found) != 1 or found[0][1] in ADMIN[1:]:
        return None
    name, kind, fid = found[0]

    def outline() -> BaseGeometry:
        from shapely import from_wkb  # noqa: PLC0415 - only rows with an outline need it

        query = "SELECT geom FROM regions WHERE fid = ?"
        return from_wkb(geopackage.decode(connection.execute(query, (fid,)).fetchone()[0]))

    return Region(name, kind, (name,) if kind == ADMIN[0] else (), outline)


def _from_words(asked: str, pack: Gazetteer) -> Region | None:
    """Read words such as "southern Idlib", or the name of a settlement."""
    from mapper.places import locate  # noqa: PLC0415 - only names that are no region's need it

    location = locate(asked, pack).location
    if location is None:
        return None
    if location.area is not None:
        return Region(asked, "part", (), lambda: location.area)
    return Region(
        location.name,
        location.kind,
        (),
        lambda: disc(location.lon, location.lat, location.radius_m),
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
    return Region(words, "disc", (), lambda: disc(lon, lat, radius_km * 1000))


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
    from mapper.places import locate  # noqa: PLC0415 - only names that are no region's need it

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


def _from_file(path: Path) -> Region:
    """Read every polygon of a GeoJSON file as one region."""
    from shapely import union_all  # noqa: PLC0415 - units by name do without
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
