"""Make ``mapper/data/basemap.json.gz`` from the countries of Natural Earth 1:10m.

Run as ``python -m mapper.maps.data.basemap_build countries-10m.json``, where the file is the
TopoJSON of that name in the npm package ``world-atlas`` 2.0.2 (ISC; the data in it are
Natural Earth 4.1, public domain). Borders are Natural Earth's de facto view.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mapper.maps.data.basemap import SCALE

TOLERANCE = 0.004
"""Degrees; detail finer than about 400 m is dropped."""


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
        ``countries`` as name, box in degrees and parts, each an outer ring and its holes
        as lists of arc ids; ``~id`` is the arc walked backwards.
    """
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    arcs = [_thin(np.cumsum(np.array(arc), axis=0) * scale + shift) for arc in topology["arcs"]]
    countries = [_country(shape, arcs) for shape in topology["objects"]["countries"]["geometries"]]
    steps = [np.diff(arc, axis=0, prepend=0).ravel().tolist() for arc in arcs]
    text = json.dumps(
        {"arcs": steps, "countries": sorted(countries, key=lambda c: str(c["name"]))},
        separators=(",", ":"),
        ensure_ascii=False,
    )
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
    return {"name": shape["properties"]["name"], "box": box, "parts": parts}


if __name__ == "__main__":
    made = build(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    target = Path(__file__).parents[2] / "data" / "basemap.json.gz"
    target.write_bytes(made)
    sys.stderr.write(f"{target}: {len(made)} bytes\n")
