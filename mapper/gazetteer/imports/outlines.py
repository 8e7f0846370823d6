"""Outlines of administrative units as others draw them: OCHA, geoBoundaries, GADM, users."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from mapper.base import soundness
from mapper.base.errors import GazetteerError, VectorError
from mapper.base.globe import joined, parted, wrapped
from mapper.gazetteer import areas
from mapper.gazetteer.imports import hulls
from mapper.gazetteer.imports.headers import LEVELS, columns_of
from mapper.gazetteer.names import ARABIC, fold, key
from mapper.gazetteer.place import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.base.vectors import Vectors
    from mapper.gazetteer.imports.readers import Row

FINE = 0.002
"""Degrees, some 200 m: what an outline's detail is thinned out to."""

FEW_WITHIN = 10
"""Populated places within an outline below which its dot and radius are those of its ground."""

NEAR_KM = 3.0
"""Kilometres outside every outline from which a place is of no unit."""

NOT_TOLD = "not told: ask who gave it"
"""Licence of outlines whose file does not name one: columns alone do not tell who drew them."""

_LEVEL = re.compile(r"adm(?:in)?_?([1-3])")
_AREAS = ("Polygon", "MultiPolygon")


@dataclass(slots=True)
class Outline:
    """One unit's outline: level 1 to 3, names, P-code if any, its parents from level 1 down."""

    level: int
    name: str
    code: str
    area: BaseGeometry
    country: str
    parents: tuple[tuple[str, str], ...]
    credit: dict[str, str]
    name_ar: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Outlines:
    """Outlines of several files, made into regions."""

    found: list[Outline] = field(default_factory=list)

    def countries(self) -> list[str]:
        """List the codes of the countries that the outlines name, one per outline."""
        return [one.country for one in self.found if one.country]

    def features(self, country: str) -> list[dict[str, Any]]:
        """Make regions of them, parents first; those that name no country are of `country`."""
        made: list[dict[str, Any]] = []
        for level in LEVELS:
            own = self._joined(level)
            above = [f for f in made if f["properties"]["kind"] == ADMIN[level - 2]]
            for one, area in zip(own, _thinned([one.area for one in own]), strict=True):
                one.country = one.country or country
                made.append(_feature(one, area, above, {f["id"] for f in made}))
        return made

    def _joined(self, level: int) -> list[Outline]:
        """Give the outlines of a level, the parts of one unit as one."""
        units: dict[tuple[object, ...], Outline] = {}
        for one in self.found:
            if one.level == level:
                identity = (one.code,) if one.code else (one.parents, key(one.name) or one.name)
                known = units.setdefault(identity, one)
                if known is not one:
                    known.area = shapely.union_all([known.area, one.area])
        return list(units.values())


def read_outlines(path: Path, found: Vectors, notes: list[str]) -> list[Outline]:
    """Read the outlines of a file of shapes.

    Raises
    ------
    GazetteerError
        If the file holds no polygons or no column of names.
    """
    try:
        project = soundness.reprojection(found.document.get("crs"))
        features = found.document["features"]
        outlines = [
            _outline(path, number, feature, project) for number, feature in enumerate(features, 1)
        ]
    except VectorError as problem:
        raise GazetteerError(str(problem)) from None
    except (KeyError, TypeError, AttributeError) as problem:
        raise GazetteerError(f"{path.name}: not a GeoJSON feature collection ({problem})") from None
    notes += found.remarks
    notes += [remark for *_, remark in outlines if remark]
    if not outlines:
        raise GazetteerError(f"{path.name}: holds no outline")
    nameless = sum(NOT_TOLD in outline.credit["licence"] for outline, *_ in outlines)
    if nameless:
        notes.append(
            f"no columns source and licence tell who drew {nameless} of the outlines and on what "
            f"terms: credited to the file, licence {NOT_TOLD!r}"
        )
    if not any(told for _, told, _ in outlines):
        level = outlines[0][0].level
        notes.append(f"no column says of which level the outlines are: taken for admin{level}")
    return [outline for outline, *_ in outlines]


def _outline(
    path: Path,
    number: int,
    feature: Row,
    project: Any,  # noqa: ANN401 - as soundness makes it
) -> tuple[Outline, bool, str | None]:
    """Read one outline; whether its level is told, and what is to be said of it."""
    where = f"{path.name} feature {number}"
    cells = {k.strip().lower(): str(v).strip() for k, v in feature["properties"].items() if v}
    columns = columns_of(cells)
    row = {column: cells[header] for column, header in columns.items()}
    level, is_told = _level(path, cells, row)
    if level > max(LEVELS):
        raise GazetteerError(f"{where}: outlines below admin{max(LEVELS)} are not read")
    name = row.get(f"admin{level}") or cells.get("shapename") or row.get("name") or ""
    if not name:
        raise GazetteerError(f"{where}: no column for a name")
    try:
        area, told = soundness.drawn(feature.get("geometry"), project)
    except VectorError as problem:
        raise GazetteerError(f"{where}: {name} {problem}") from None
    if area.geom_type not in _AREAS:
        raise GazetteerError(f"{where}: {name} is no polygon but a {area.geom_type}")
    local = row.get(f"admin{level}_ar") or row.get("name_ar") or ""
    varied = [n for n in re.split(r"[|;]", cells.get(f"varname_{level}", "")) if n.strip()]
    is_arabic = bool(ARABIC.search(local))
    code = row.get(f"admin{level}_pcode") or row.get("pcode") or ""
    outline = Outline(
        level=level,
        name=name,
        code=code,
        area=parted(area if area.is_valid else soundness.mended(area)),
        country=_country(cells, row, code),
        parents=tuple(
            (row.get(f"admin{n}_pcode", ""), row.get(f"admin{n}", "")) for n in range(1, level)
        ),
        credit=_credit(path, row),
        name_ar=local if is_arabic else "",
        names=(*([local] if local and not is_arabic else []), *map(str.strip, varied)),
    )
    return outline, is_told, f"{where}: {told}" if told else None


def _level(path: Path, cells: Row, row: Row) -> tuple[int, bool]:
    """Tell the level of an outline: by its columns, else by the file's name, else the first."""
    told = _LEVEL.search(cells.get("shapetype", "").lower())
    if told:
        return int(told[1]), True
    held = max((n for n in LEVELS if row.get(f"admin{n}")), default=0)
    if held and row.get("pcode", "") in {"", row.get(f"admin{held}_pcode")}:
        return held, True
    if held:  # its own code stands beside those of the units above
        return held + 1, True
    told = _LEVEL.search(path.stem.lower())
    return (int(told[1]), True) if told else (1, False)


def _country(cells: Row, row: Row, code: str) -> str:
    told = row.get("country") or cells.get("shapegroup") or cells.get("gid_0") or ""
    return told or (code[:2] if re.match(r"[A-Z]{2}\d", code) else "")


def _credit(path: Path, row: Row) -> dict[str, str]:
    """Credit whom the outline's own columns name, else the file."""
    return {
        "sources": row.get("sources") or f"outlines of {path.name}, as given",
        "licence": row.get("licence") or NOT_TOLD,
    }


def _thinned(found: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Take detail out of outlines; neighbours keep their common borders."""
    if not found:
        return []
    if shapely.coverage_is_valid(found):
        thin = shapely.coverage_simplify(found, FINE)
    else:
        thin = shapely.simplify(found, FINE)
    return [
        new if new.is_valid and not new.is_empty else old
        for new, old in zip(thin, found, strict=True)
    ]


def _feature(
    one: Outline, area: BaseGeometry, above: Sequence[dict[str, Any]], ids: set[str]
) -> dict[str, Any]:
    parent = _parent(one, above)
    head = parent if parent.startswith("reg-") else "reg"
    wanted = (
        f"reg-{one.code.lower()}"
        if one.code
        else f"{head}-{re.sub(r'[^a-z0-9]+', '-', fold(one.name)).strip('-') or 'unit'}"
    )
    place_id, number = wanted, 2
    while place_id in ids:
        place_id, number = f"{wanted}-{number}", number + 1
    point = area.representative_point()
    properties = {
        "place_id": place_id,
        "name": one.name,
        "name_ar": one.name_ar or None,
        "kind": ADMIN[one.level - 1],
        "pcode": one.code,
        "parent": parent,
        "country": one.country,
        "lat": point.y,
        "lon": point.x,
        "radius_m": hulls.LEAST_M,
        "basis": f"outline given ({one.credit['sources']}), thinned out to about {FINE * 100:g} km",
        **one.credit,
    }
    return {
        "type": "Feature",
        "id": place_id,
        "properties": properties,
        "geometry": hulls.plain(area),
    }


def _parent(one: Outline, above: Sequence[dict[str, Any]]) -> str:
    """Find the region that an outline lies in: by code, by name, by its inner point."""
    if one.parents:
        code, name = one.parents[-1]
        for feature in above:
            own = feature["properties"]
            if (code and own["pcode"] == code) or (
                name and not code and key(own["name"]) == key(name)
            ):
                return str(own["place_id"])
    inner = one.area.representative_point()
    for feature in above:
        if shapely.contains(shape(feature["geometry"]), inner):
            return str(feature["id"])
    return f"c-{one.country.lower()}"


def put_into_units(rows: Sequence[Row], regions: Sequence[dict[str, Any]]) -> int:
    """Say of rows in which regions they lie, where their own codes do not.

    Parameters
    ----------
    rows
        Rows with ``lat`` and ``lon`` as text; changed in place. Those of countries without
        an outline are left as they are.
    regions
        Regions with outlines, as features of ``regions.geojson``.

    Returns
    -------
    outside
        Rows of those countries more than `NEAR_KM` outside all outlines of a level.
    """
    stray: set[int] = set()
    for level, kind in enumerate(ADMIN, start=1):
        own = [f for f in regions if f["properties"]["kind"] == kind]
        if own:
            codes = {f["properties"]["pcode"] for f in own} - {""}
            countries = {f["properties"]["country"] for f in own}
            asked = [
                row
                for row in rows
                if row.get(f"admin{level}_pcode") not in codes and row.get("country") in countries
            ]
            for row, found in zip(asked, _holding(asked, own), strict=True):
                if found is None:
                    stray.add(id(row))
                _put(row, level, None if found is None else found["properties"])
    return len(stray)


def _holding(rows: Sequence[Row], own: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any] | None]:
    """Give for each row the region that holds it, or the nearest within `NEAR_KM`."""
    shapes = [shape(f["geometry"]) for f in own]
    spots = [(float(row["lon"]), float(row["lat"])) for row in rows]
    points = shapely.points(np.array(spots).reshape(-1, 2))
    tree = shapely.STRtree(shapes)
    within: dict[int, int] = {}
    if len(points):
        for point, region in tree.query(points, predicate="intersects").T:
            within.setdefault(int(point), int(region))
    for number, point in enumerate(points):
        if number not in within:
            nearest = int(tree.nearest(point))
            if areas.distance_to(shapes[nearest], point.x, point.y) <= NEAR_KM:
                within[number] = nearest
        at = within.get(number)
        yield None if at is None else own[at]


def _put(row: Row, level: int, region: dict[str, Any] | None) -> None:
    """Call a row's unit as its outline does; other spellings stay where they are of that unit."""
    if region is None:
        for below in range(level, len(ADMIN) + 1):
            for column in ("", "_pcode", "_ar", "_names"):
                row.pop(f"admin{below}{column}", None)
        return
    told = [row.get(f"admin{level}") or "", *(row.get(f"admin{level}_names") or ())]
    if key(region["name"]) not in {key(name) for name in told}:
        row[f"admin{level}_names"], row[f"admin{level}_ar"] = (), ""
    row[f"admin{level}"], row[f"admin{level}_pcode"] = region["name"], region["pcode"]


def describe_units(regions: Iterable[dict[str, Any]], rows: Sequence[Row]) -> None:
    """Give regions with outlines the dot and radius of the populated places in them.

    Of less than `FEW_WITHIN` places, which tell where somebody looked and not how far the unit
    reaches: the middle of the outline, and the radius that holds 90 % of its ground.
    """
    lon = np.array([float(row["lon"]) for row in rows])
    lat = np.array([float(row["lat"]) for row in rows])
    for feature in regions:
        area = shape(feature["geometry"])
        if shapely.contains_xy(area, lon, lat).sum() < FEW_WITHIN:
            about = _middle(area)
        else:
            about = areas.describe(area, lon, lat)
        feature["properties"] |= {
            "lat": round(about.lat, hulls.DECIMALS),
            "lon": round(about.lon, hulls.DECIMALS),
            "radius_m": max(hulls.LEAST_M, round(about.radius_m)),
        }


def _middle(area: BaseGeometry) -> areas.Vague:
    """Describe an area by its ground alone: its centroid, or a point within where that is not."""
    whole = joined(area)
    point = whole.centroid if whole.covers(whole.centroid) else whole.representative_point()
    radius_m = areas.ground_radius_m(area, point.x, point.y)
    return areas.Vague(area, point.y, wrapped(point.x), radius_m)
