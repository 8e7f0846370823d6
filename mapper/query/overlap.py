"""Which events or reports lie in a region, and by how much of the area they may have been in.

A location lies in an administrative unit when its own column says so. Where it has no
such column, and for natural regions and polygons of a user, its share there is the part
of its uncertainty area that the region covers; an event's or a report's share is the
largest of its places'. Areas are compared in degrees, whose scale hardly changes within one.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapper.base.errors import RegionError
from mapper.gazetteer import ADMIN
from mapper.query.conditions import DEFAULT_SHARE, Condition, where
from mapper.query.counted import EVENTS
from mapper.query.select import count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from mapper.query.counted import Rows
    from mapper.query.regions import Region

_BATCH = 20_000
_LEVEL = (
    "CASE WHEN l.admin3 IS NOT NULL THEN 3 WHEN l.admin2 IS NOT NULL THEN 2"
    " WHEN l.admin1 IS NOT NULL THEN 1 ELSE 0 END"
)
_MEETS_BOX = "r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?"


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of looking for rows in regions.

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
    of: Rows = EVENTS,
    at_least: float = DEFAULT_SHARE,
    word: str = "region",
) -> Marked:
    """Work out which rows lie in any of some regions.

    Parameters
    ----------
    connection
        Open store; a temporary table is made in it.
    regions
        Regions, taken together as one area.
    among
        Other conditions: rows that fail them may be left unlooked at.
    of
        What is asked about.
    at_least
        Share of the uncertainty area, 0 to 1, that must lie within; of a row with several
        places that of one of them. With 0 any overlap does.
    word
        What the regions were asked for as; each word and kind of rows has a table of its own.
    """
    among = list(among)
    table = f"temp.{of.name}_in_{word}"
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY, share REAL)")
    marks = _Marks(connection, table, of, tuple(among))
    _mark_units(marks, regions)
    _mark_areas(marks, regions)
    words = f"{word} {', '.join(region.name for region in regions)}"
    marked = Condition(words, f"i.fid IN (SELECT fid FROM {table} WHERE share >= ?)", (at_least,))
    few = Condition(words, f"i.fid IN (SELECT fid FROM {table} WHERE share < ?)", (at_least,))
    own = _own_columns(regions)
    if own is None:
        return Marked(marked, count(connection, [*among, few], of=of))
    rest = Condition("", f"({own.sql}) IS NOT TRUE", own.parameters)
    left_out = count(connection, [*among, rest, few], of=of)
    found = connection.execute(f"SELECT 1 FROM {table} WHERE share >= ?", (at_least,)).fetchone()
    if found is None:
        return Marked(replace(own, words=words), left_out)
    test, parameters = where([rest, marked])
    others = Condition(words, test, tuple(parameters))
    either = f"({own.sql}) OR ({test})"
    whole = Condition(words, either, (*own.parameters, *parameters), alternatives=(own, others))
    return Marked(whole, left_out)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The table of marks that is being filled, for rows of one kind that meet conditions."""

    connection: sqlite3.Connection
    table: str
    of: Rows
    among: tuple[Condition, ...]

    def narrowed(self, regions: Iterable[Region]) -> _Marks:
        """Leave out rows whose own columns already say whether they are in the units."""
        level = max((len(region.units) for region in regions), default=0)
        more = (Condition("", f"i.admin{level} IS NULL"),) if level else ()
        return replace(self, among=(*self.among, *more))


def _own_columns(regions: Sequence[Region]) -> Condition | None:
    """Ask the rows' own columns, which say what all their places share."""
    governorates = [region.units[0] for region in regions if len(region.units) == 1]
    tests, parameters = [], list(governorates)
    if governorates:
        tests.append(f"i.admin1 IN ({', '.join('?' * len(governorates))})")
    for region in regions:
        if len(region.units) > 1:
            named = (f"i.admin{n} = ?" for n in range(1, len(region.units) + 1))
            tests.append(f"({' AND '.join(named)})")
            parameters += region.units
    if not tests:
        return None
    return Condition("units", " OR ".join(tests), tuple(parameters))


def _mark_units(marks: _Marks, regions: Sequence[Region]) -> None:
    """Mark rows of several places one of which names one of the units."""
    for region in regions:
        if not region.units:
            continue
        text, parameters = where(marks.narrowed([region]).among)
        test = " AND ".join(f"l.admin{n} = ?" for n in range(1, len(region.units) + 1))
        marks.connection.execute(
            f"INSERT OR REPLACE INTO {marks.table} SELECT DISTINCT i.fid, 1.0"
            f" FROM {_with_places(marks.of)} WHERE {text} AND {test}",
            (*parameters, *region.units),
        )


def _with_places(of: Rows) -> str:
    """Join the rows asked for, ``i``, with their locations, ``l``."""
    return (
        f"{of.source} {of.to_reports}"
        f" CROSS JOIN locations AS l ON l.incident_id = {of.report}.incident_id AND {of.fits('l')}"
    )


def _mark_areas(marks: _Marks, regions: Sequence[Region]) -> None:
    """Mark rows by the share of their uncertainty areas that the regions cover."""
    if not any(region.units for region in regions):
        _mark_shape(marks, regions, None)
        return
    for level in range(len(ADMIN) + 1):
        # A location that names its unit at some level is settled there by its columns.
        open_ones = [region for region in regions if not region.units or len(region.units) > level]
        if all(region.units for region in open_ones):
            narrowed = marks.narrowed(open_ones)
            if not open_ones or not _has_level(narrowed, level):
                continue
            _mark_shape(narrowed, open_ones, level)
        else:
            _mark_shape(marks, open_ones, level)


def _has_level(marks: _Marks, level: int) -> bool:
    """Tell whether any place of the rows knows its units down to this level only."""
    text, parameters = where(marks.among)
    found = marks.connection.execute(
        f"SELECT 1 FROM {_with_places(marks.of)} WHERE {text} AND {_LEVEL} = ? LIMIT 1",
        (*parameters, level),
    )
    return found.fetchone() is not None


def _mark_shape(marks: _Marks, regions: Iterable[Region], level: int | None) -> None:
    """Mark rows by the overlap of their areas with the regions' outlines.

    `level` restricts to locations that know their units down to it; None takes all.
    """
    from shapely import union_all  # noqa: PLC0415 - units by name do without

    shapes = [shape for region in regions if (shape := region.outline()) is not None]
    if not shapes:
        return
    shape = union_all(shapes)
    cursor = _areas_near(marks, shape, level)
    shares = _Shares(marks.connection, shape)
    while batch := cursor.fetchmany(_BATCH):
        found = zip((row[0] for row in batch), shares.of(batch), strict=True)
        marks.connection.executemany(
            f"INSERT INTO {marks.table} VALUES (?, ?) ON CONFLICT (fid)"
            " DO UPDATE SET share = max(share, excluded.share)",
            [(row, share) for row, share in found if share > 0],
        )


def _areas_near(marks: _Marks, shape: BaseGeometry, level: int | None) -> sqlite3.Cursor:
    """Find areas whose box meets the shape's, from the side that has fewer to look at."""
    west, south, east, north = shape.bounds
    box = (west, east, south, north)
    connection, of = marks.connection, marks.of
    text, parameters = where(marks.among)
    picked = "SELECT i.fid, r.minx, r.miny, r.maxx, r.maxy, u.fid, u.place_id, u.shape, u.radius_m"
    level_join = " CROSS JOIN locations AS l ON l.incident_id = u.incident_id AND l.seq = u.seq"
    join, test, extra = (
        ("", "", ()) if level is None else (level_join, f" AND {_LEVEL} = ?", (level,))
    )
    if _meeting(connection, shape.bounds) < count(connection, marks.among, of=of):
        # The other conditions are not asked here: they are anyway where the marks are used.
        return connection.execute(
            f"{picked} FROM rtree_uncertainty_geom AS r CROSS JOIN uncertainty AS u"
            f"{_by_index(connection)} ON u.fid = r.id"
            f" {of.from_reports.format('u.incident_id')}{join}"
            f" WHERE {_MEETS_BOX} AND {of.fits('u')}{test}",
            (*box, *extra),
        )
    return connection.execute(
        f"{picked} FROM {of.source} {of.to_reports}"
        f" CROSS JOIN uncertainty AS u ON u.incident_id = {of.report}.incident_id"
        f" AND {of.fits('u')}"
        f" CROSS JOIN rtree_uncertainty_geom AS r ON r.id = u.fid{join}"
        f" WHERE {text} AND {_MEETS_BOX}{test}",
        (*parameters, *box, *extra),
    )


def _by_index(connection: sqlite3.Connection) -> str:
    """Ask for the index that spares reading polygons; a copy by another program lacks it."""
    name = "by_uncertainty_1"
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return f" INDEXED BY {name}" if there else ""


class _Shares:
    """Shares of uncertainty areas within one polygon; equal areas are worked out once."""

    def __init__(self, connection: sqlite3.Connection, shape: BaseGeometry) -> None:
        import shapely  # noqa: PLC0415 - only a build draws areas

        shapely.prepare(shape)
        self._connection = connection
        self._shape = shape
        self._by_box: dict[tuple[float, ...], bool] = {}
        self._by_area: dict[tuple[Any, ...], float] = {}

    def of(self, rows: Sequence[Any]) -> list[float]:
        """Give the shares of rows as `_areas_near` finds them."""
        import shapely  # noqa: PLC0415 - only a build draws areas

        boxes = [tuple(row)[1:5] for row in rows]
        new = list(set(boxes) - self._by_box.keys())
        if new:
            drawn = shapely.box(*zip(*new, strict=True))
            inside = shapely.contains_properly(self._shape, drawn)
            self._by_box.update(zip(new, inside.tolist(), strict=True))
        return [
            1.0 if self._by_box[box] else self._exact(box, row)
            for box, row in zip(boxes, rows, strict=True)
        ]

    def _exact(self, box: tuple[float, ...], row: Any) -> float:  # noqa: ANN401 - a SQLite row
        """Measure one area whose box the polygon does not hold whole.

        Areas of one place, kind, radius and box are the same area.
        """
        from mapper.store import shape_of  # noqa: PLC0415 - as above

        fid, place, shape, radius = tuple(row)[5:]
        key = (box, fid if place is None else place, shape, radius)
        if key not in self._by_area:
            blob = self._connection.execute(
                "SELECT geom FROM uncertainty WHERE fid = ?", (fid,)
            ).fetchone()[0]
            area = shape_of(blob)
            self._by_area[key] = share(area, self._shape)
        return self._by_area[key]


def missed(connection: sqlite3.Connection, region: Region, word: str) -> str | None:
    """Say that a region lies apart from every place of a store; `word` is what it is known as.

    Returns
    -------
    remark
        None where it meets the box of a place's uncertainty area, or the store has none.

    Raises
    ------
    RegionError
        If it would meet some, were its latitude and longitude swapped.
    """
    from mapper.base.globe import box_of, boxes  # noqa: PLC0415 - loads shapely
    from mapper.base.soundness import swapped  # noqa: PLC0415 - as above

    outline = region.outline()
    if outline is None or any(_meeting(connection, one) for one in boxes(outline)):
        return None
    near = _meeting(connection, swapped(outline).bounds)
    if near:
        raise RegionError(
            f"{word} {region.name} meets no place of the store, and {near} with its axes swapped:"
            " write longitude before latitude"
        )
    west, east, south, north = connection.execute(
        "SELECT min(minx), max(maxx), min(miny), max(maxy) FROM rtree_uncertainty_geom"
    ).fetchone()
    if west is None:
        return None
    own = ", ".join(f"{edge:.4g}" for edge in box_of([outline]) or outline.bounds)
    theirs = f"{west:.4g}, {south:.4g}, {east:.4g}, {north:.4g}"
    return (
        f"{word} {region.name} (west, south, east, north: {own}) meets no place of the store,"
        f" whose places lie in {theirs}"
    )


def _meeting(connection: sqlite3.Connection, bounds: tuple[float, float, float, float]) -> int:
    """Count the areas whose box meets a box."""
    west, south, east, north = bounds
    found = connection.execute(
        f"SELECT count(*) FROM rtree_uncertainty_geom AS r WHERE {_MEETS_BOX}",
        (west, east, south, north),
    )
    return int(found.fetchone()[0])


def share(area: BaseGeometry, region: BaseGeometry) -> float:
    """Give the part of an area that a region covers, 0 to 1.

    A point or line counts whole when the region touches it.
    """
    if area.area == 0:
        return float(area.intersects(region))
    return float(min(area.intersection(region).area / area.area, 1.0))
