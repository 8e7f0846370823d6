"""Make ``regions.geojson`` from ``regions.csv``, the table of regions and their rules.

Needs two files of others, which the pack does not carry: the populated places of
OCHA's COD-AB (CSV with ``pcode, lat, lon, admin1_pcode, admin2_pcode, admin3_pcode``)
and the governorates of Natural Earth (GeoJSON, 10m admin-1, property ``fips``)::

    python gazetteer/tools/make_regions.py PLACES.csv ADMIN1.geojson

Rules of the table, by its column ``rule``:

``governorate``
    Natural Earth's outline; but ground within `NEAR_KM` of a settlement goes to the
    governorate of the nearest settlement, so that no settlement lies in another's.
``unit``, ``units``
    Ground of a governorate that is nearest to a settlement of the units named in
    ``members`` (P-codes of any level).
``governorates``
    The governorates of ``members``, or all, without the holes between them.
``hull``, ``ring``
    Hull of the settlements of ``members`` (their P-codes, or those of units), or the
    polygon through them in that order; ``grow_km`` is added all round.
``outline``
    Polygon of ``members``: longitude and latitude by turns.

Shapes are simplified to about a kilometre (shapely 2.1 or newer). Display point
and radius are the medoid of its settlements and the distance that holds 90 % of them.
"""

# ruff: noqa: INP001 - a script that stands alone, in no package

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.polygon import orient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

TOOLS = Path(__file__).resolve().parent
NEAR_KM = 2.5
ABROAD_KM = 1.0
"""Ground across the border that goes along with a settlement that stands on it."""

KM = 111.195
"""Kilometres in a degree of latitude."""
COARSE, FINE = 0.01, 0.006
"""Tolerances of the simplification in degrees: for governorates, and for all else."""
CRUMB_KM2 = 2.0
"""Smaller islands and holes are artefacts of the method."""
SHARE = 0.9
LATITUDE = 35.5
STRETCH = math.cos(math.radians(LATITUDE))

Row = dict[str, str]
Shapes = dict[str, "BaseGeometry"]


def flat(shape_: BaseGeometry, factor: float) -> BaseGeometry:
    """Scale longitudes, so that degrees are as long both ways at the middle of the country."""
    return shapely.transform(shape_, lambda points: points * (factor, 1.0))


def grown(shape_: BaseGeometry, km: float, quad_segs: int = 2) -> BaseGeometry:
    """Add a margin in kilometres to a shape in degrees."""
    return flat(flat(shape_, STRETCH).buffer(km / KM, quad_segs=quad_segs), 1 / STRETCH)


def points_of(rows: Iterable[Row]) -> np.ndarray:
    """Give positions as an array of longitude and latitude, degrees."""
    return np.array([(float(row["lon"]), float(row["lat"])) for row in rows])


def cells_of(rows: list[Row]) -> list[BaseGeometry]:
    """Share the plane out among settlements: to each what is nearest to it."""
    flattened = points_of(rows) * (STRETCH, 1.0)
    span = shapely.box(*(flattened.min(axis=0) - 3), *(flattened.max(axis=0) + 3))
    made = shapely.voronoi_polygons(shapely.multipoints(flattened), extend_to=span, ordered=True)
    return [flat(cell, 1 / STRETCH) for cell in made.geoms]


def whole_of(pieces: Iterable[BaseGeometry]) -> BaseGeometry:
    """Unite shapes and drop the crumbs that rounding leaves."""
    area = KM**2 * STRETCH
    parts = [
        shapely.Polygon(
            part.exterior,
            [hole for hole in part.interiors if shapely.Polygon(hole).area * area > CRUMB_KM2],
        )
        for part in shapely.get_parts(shapely.union_all(list(pieces)))
        if part.area * area > CRUMB_KM2
    ]
    return shapely.union_all(parts)


def outlines_of(path: Path) -> Shapes:
    """Read Natural Earth's governorates by P-code; a piece without code joins its neighbour."""
    with (TOOLS / "geonames_admin1.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["admin1code"]: row["pcode"] for row in csv.DictReader(lines)}
    known: Shapes = {}
    loose: list[BaseGeometry] = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        outline = shape(feature["geometry"]).buffer(0)
        fips = feature["properties"]["fips"]
        if fips:
            known[codes[fips[2:]]] = outline
        else:
            loose.append(outline)
    for piece in loose:
        border = {code: outline.intersection(piece).length for code, outline in known.items()}
        code = max(border, key=lambda code: border[code])
        known[code] = shapely.union_all([known[code], piece])
    return known


def governorates_of(places: list[Row], outlines: Shapes) -> Shapes:
    """Draw the governorates: outlines, corrected near settlements."""
    land = shapely.union_all(list(outlines.values()))
    own: dict[str, list[BaseGeometry]] = defaultdict(list)
    for row, cell in zip(places, cells_of(places), strict=True):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        near = cell.intersection(grown(point, NEAR_KM, 8))
        at_border = cell.intersection(grown(point, ABROAD_KM, 8))
        own[row["admin1_pcode"]].append(near.intersection(land).union(at_border))
    near_own = {code: shapely.union_all(pieces) for code, pieces in own.items()}
    codes = sorted(outlines)
    drawn = []
    for code in codes:
        others = shapely.union_all([piece for other, piece in near_own.items() if other != code])
        corrected = shapely.union_all([outlines[code].difference(others), near_own[code]])
        drawn.append(whole_of([shapely.set_precision(corrected, 1e-5)]))
    return dict(zip(codes, shapely.coverage_simplify(np.array(drawn), COARSE), strict=True))


def units_of(places: list[Row], governorates: Shapes, wanted: set[str]) -> Shapes:
    """Share the wanted governorates out among their sub-districts, by nearest settlement."""
    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code in sorted(wanted):
        rows = [row for row in places if row["admin1_pcode"] == code]
        for row, cell in zip(rows, cells_of(rows), strict=True):
            pieces[row["admin3_pcode"]].append(cell.intersection(governorates[code]))
    return {
        code: shapely.set_precision(shapely.union_all(cells), 1e-5)
        for code, cells in pieces.items()
    }


class Drawing:
    """What the rules draw from: settlements, governorates and sub-districts."""

    def __init__(self, places: list[Row], outlines: Shapes, table: list[Row]) -> None:
        self.places = places
        self.by_pcode = {row["pcode"]: row for row in places}
        self.governorates = governorates_of(places, outlines)
        units = [row for row in table if row["rule"] in {"unit", "units"}]
        wanted = {code[:4] for row in units for code in row["members"].split()}
        self.subdistricts = units_of(places, self.governorates, wanted)
        lone = [row["members"] for row in units if row["rule"] == "unit"]
        areas = np.array([self.within(code) for code in lone])
        simple = shapely.coverage_simplify(areas, FINE)
        self.units = {code: whole_of([area]) for code, area in zip(lone, simple, strict=True)}

    def within(self, code: str) -> BaseGeometry:
        """Unite the sub-districts of a unit of any level."""
        own = [area for key, area in sorted(self.subdistricts.items()) if key.startswith(code)]
        return shapely.set_precision(shapely.union_all(own), 1e-5)

    def settlements(self, members: list[str]) -> list[Row]:
        """Give the settlements of P-codes, whether theirs or of units."""
        codes = [member for member in members if member not in self.by_pcode]
        chosen = [self.by_pcode[member] for member in members if member in self.by_pcode]
        units = tuple(codes)
        return chosen + [r for r in self.places if units and r["admin3_pcode"].startswith(units)]

    def draw(self, row: Row) -> BaseGeometry:
        """Draw one region by its rule."""
        members, rule = row["members"].split(), row["rule"]
        if rule == "governorate":
            return self.governorates[members[0]]
        if rule == "unit":
            return self.units[members[0]]
        if rule == "units":
            # closed over the gaps that simplified borders leave
            whole = shapely.union_all([self.within(code) for code in members])
            wider = whole.buffer(FINE / 2, join_style="mitre")
            closed = wider.buffer(-FINE / 2, join_style="mitre")
            return whole_of([whole_of([closed]).simplify(FINE)])
        if rule == "governorates":
            chosen = members or sorted(self.governorates)
            whole = shapely.union_all([self.governorates[code] for code in chosen])
            filled = [shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)]
            return shapely.union_all(filled).simplify(2 * COARSE)
        if rule == "outline":
            return shapely.Polygon(np.array(members, dtype=float).reshape(-1, 2))
        return grown(self.around(members, rule), float(row["grow_km"]))

    def around(self, members: list[str], rule: str) -> BaseGeometry:
        """Draw the polygon through settlements (``ring``) or their hull."""
        corners = points_of(self.settlements(members))
        return (
            shapely.Polygon(corners) if rule == "ring" else shapely.MultiPoint(corners).convex_hull
        )

    def held(self, row: Row, area: BaseGeometry) -> list[Row]:
        """Give the settlements of a region: of its units where it has some, else inside it."""
        if row["rule"] in {"governorate", "unit", "units", "governorates"}:
            return self.settlements(row["members"].split()) or self.places
        shapely.prepare(area)
        return [r for r in self.places if shapely.contains_xy(area, *points_of([r])[0])]


def display(rows: list[Row]) -> tuple[float, float, float]:
    """Give the medoid of settlements (lon, lat) and the metres that hold 90 % of them."""
    lon, lat = points_of(rows).T
    scale = math.cos(math.radians(float(lat.mean())))
    x, y = lon * scale * KM, lat * KM
    sums = [float(np.hypot(x - a, y - b).sum()) for a, b in zip(x, y, strict=True)]
    centre = int(np.argmin(sums))
    reach = np.sort(np.hypot(x - x[centre], y - y[centre]))
    return lon[centre], lat[centre], 1000 * reach[math.ceil(SHARE * len(reach)) - 1]


def geometry_of(area: BaseGeometry) -> dict[str, Any]:
    """Write a polygon as RFC 7946 wants it, to four decimals (about 10 m)."""
    area = shapely.set_precision(area, 1e-4)
    parts = [orient(part) for part in shapely.get_parts(area)]
    made = mapping(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))

    def rounded(value: Any) -> Any:  # noqa: ANN401 - nested tuples of floats
        if isinstance(value, float):
            return round(value, 4)
        return [rounded(item) for item in value]

    return {"type": made["type"], "coordinates": rounded(made["coordinates"])}


def feature_of(row: Row, drawing: Drawing) -> dict[str, Any]:
    """Make the feature of one row of the table."""
    area = drawing.draw(row)
    lon, lat, radius = display(drawing.held(row, area))
    keys = ("place_id", "name", "name_ar", "kind", "pcode", "parent", "unit")
    properties: dict[str, Any] = {key: row[key] for key in keys if row[key] or key != "unit"}
    properties |= {
        "country": "SY",
        "lat": round(float(lat), 4),
        "lon": round(float(lon), 4),
        "radius_m": int(round(radius, -2)),
        **{key: row[key] for key in ("basis", "sources", "licence")},
    }
    made = {"type": "Feature", "id": row["place_id"], "properties": properties}
    return made | {"geometry": geometry_of(area)}


def main() -> None:
    """Write ``regions.geojson`` beside the pack's other tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("places", type=Path, help="OCHA's populated places, CSV")
    parser.add_argument("outlines", type=Path, help="Natural Earth's governorates, GeoJSON")
    parser.add_argument("-o", "--output", type=Path, default=TOOLS.parent / "regions.geojson")
    asked = parser.parse_args()
    with asked.places.open(encoding="utf-8-sig", newline="") as lines:
        places = sorted(csv.DictReader(lines), key=lambda row: row["pcode"])
    with (TOOLS / "regions.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    drawing = Drawing(places, outlines_of(asked.outlines), table)
    features = [
        json.dumps(feature_of(row, drawing), ensure_ascii=False, separators=(",", ":"))
        for row in table
    ]
    body = ",\n".join(features)
    text = f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'
    asked.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
