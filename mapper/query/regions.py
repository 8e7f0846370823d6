"""Regions that are asked for: by name in any spelling, a file, a box, or a distance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base import vectors
from mapper.base.errors import RegionError
from mapper.base.geo import disc
from mapper.base.setting import KINDS
from mapper.gazetteer import ADMIN, EQUAL, MOST_ALIKE
from mapper.store import shape_of
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer import Gazetteer, Place


@dataclass(frozen=True, slots=True)
class Region:
    """A region that was asked for.

    `units` are the names of the administrative unit and its parents, largest first;
    empty for what is no such unit. `outline` gives the polygon (EPSG:4326, lon/lat).
    `remarks` say how a name or file was read, where that is not plain. One that `is_drawn`
    is made of coordinates that somebody wrote, and may have written in the wrong order.
    """

    name: str
    kind: str
    units: tuple[str, ...] = ()
    outline: Callable[[], BaseGeometry | None] = field(default=lambda: None)
    remarks: tuple[str, ...] = ()
    is_drawn: bool = False


def find_region(
    asked: str,
    gazetteer: Callable[[], Gazetteer],
    connection: sqlite3.Connection | None = None,
) -> Region:
    """Find a region by name in any spelling or script, or read it from a file of polygons.

    Parameters
    ----------
    asked
        Name of a region ("Idlib", "إدلب", "southern Idlib", "Jabal al-Zawiya"), of a
        settlement (its uncertainty disc is meant), or a file of polygons in any format of
        `mapper.base.vectors`, as ``FILE`` or ``FILE:LAYER``.
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
    if vectors.is_file(asked):
        return _from_file(asked)
    stored = None if connection is None else _from_store(asked, connection)
    if stored is not None:
        return stored
    pack = gazetteer()
    try:
        place, is_called_so = pack.region_called(asked)
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
    told = () if is_called_so else (_taken(asked, place, pack),)
    return Region(place.name, place.kind, units, lambda: pack.area(place.place_id), told)


def _taken(asked: str, place: Place, pack: Gazetteer) -> str:
    """Say which region was taken for a name that is only alike."""
    level = KINDS.get(place.kind)
    unit = pack.about.unit(level, DEFAULT_LANGUAGE.code) if level else None
    outer = pack.places.get(place.parent or "")
    words = [*([outer.name] if outer else []), unit.one if unit else place.kind]
    return f"no region is called {asked!r}; took {place.name} ({', '.join(words)})"


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
        query = "SELECT geom FROM regions WHERE fid = ?"
        return shape_of(connection.execute(query, (fid,)).fetchone()[0])

    return Region(name, kind, (name,) if kind == ADMIN[0] else (), outline)


def _from_words(asked: str, pack: Gazetteer) -> Region | None:
    """Read words such as "southern Idlib", or the name of a settlement."""
    from mapper.places import locate  # noqa: PLC0415 - only names that are no region's need it

    location = locate(asked, pack).location
    if location is None:
        return None
    if location.area is not None:
        taken = f"no region is called {asked!r}; took {location.name}"
        remarks = (taken,) if (location.score or EQUAL) <= MOST_ALIKE else ()
        return Region(asked, "part", (), lambda: location.area, remarks)
    radius_km = location.radius_m / 1000
    told = f"{location.name} is a {location.kind}: a disc of {radius_km:.1f} km around it was taken"
    return Region(
        location.name,
        location.kind,
        (),
        lambda: disc(location.lon, location.lat, location.radius_m),
        (told,),
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
    written = position(asked)
    name, lon, lat = written or _named_position(asked, gazetteer())
    words = f"{radius_km:g} km around {name}"
    return Region(
        words, "disc", (), lambda: disc(lon, lat, radius_km * 1000), is_drawn=written is not None
    )


def position(asked: str) -> tuple[str, float, float] | None:
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

    One whose west lies above its east goes across the 180th meridian, as in RFC 7946.

    Raises
    ------
    RegionError
        If the text is no such box.
    """
    from shapely import box  # noqa: PLC0415 - as below

    from mapper.base.globe import TURN, parted  # noqa: PLC0415 - as below

    try:
        west, south, east, north = (float(part) for part in text.strip("[] ").split(","))
    except ValueError as problem:
        raise RegionError(f"{text!r} is no west,south,east,north in degrees") from problem
    is_on_globe = min(west, east) >= -180 and max(west, east) <= 180  # noqa: PLR2004 - degrees
    if not (is_on_globe and west != east and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        raise RegionError(f"{text!r} is no west,south,east,north in degrees")
    end = east if west < east else east + TURN
    if west > east and end - west > 180:  # noqa: PLR2004 - degrees: rather a slip than most of the globe
        raise RegionError(
            f"{text!r} is no west,south,east,north: {west:g} lies east of {east:g}, and only a box"
            " across the 180th meridian is written so"
        )
    return Region(text, "box", (), lambda: parted(box(west, south, end, north)), is_drawn=True)


def _from_file(asked: str) -> Region:
    """Take every polygon of a file as one region."""
    from mapper.query.outlines import read_outline  # noqa: PLC0415 - names do without shapely

    outline, remarks = read_outline(asked)
    path, layer = vectors.named(asked)
    return Region(layer or path.stem, "file", (), lambda: outline, remarks, is_drawn=True)
