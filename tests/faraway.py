"""A small region pack of an invented country, laid anywhere on the globe, with its incidents."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import box, mapping

from mapper.base.globe import parted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

Site = tuple[float, float]

ACROSS: Site = (180.0, -16.9)
"""On the 180th meridian: longitude, latitude."""

PLACES = {
    "Torvik": ("city", 0.5, 0.0, 2.0),
    "Almora": ("town", -20.0, 5.0, 1.0),
    "Benlea": ("village", 12.0, -8.0, 1.5),
    "Corran": ("village", 30.0, 10.0, 1.0),
    "Dunmere": ("village", -34.0, -14.0, 1.0),
}
"""Kind, kilometres east and north of the site, radius in km."""

UNITS = {"Vestmark": (-60, -40, 0, 40), "Austmark": (0, -40, 60, 40)}
"""Box of each region, km around the site."""

STRIP = {
    "kind": "buffer_zone",
    "name": "Buffer of the northern line",
    "valid_from": "2023-01-01",
    "side": "left",
    "depth_km": [10, 14],
    "accuracy_km": 1,
    "source": "invented for the tests",
}
RECORDS = (
    ("Torvik", "2023-05-06", "airstrike", 2),
    ("Almora", "2023-05-07", "shelling", 0),
    ("Benlea", "2023-05-08", "airstrike", 1),
    ("Corran", "2023-05-08", "drone_strike", ""),
    ("Dunmere", "2023-05-09", "shelling", ""),
)
_PLACE = (
    *("place_id", "name", "kind", "lat", "lon", "country", "admin1", "admin1_pcode"),
    *("population", "radius_m", "sources"),
)


def laid(shape: BaseGeometry, site: Site) -> BaseGeometry:
    """Lay a figure of km around a site: EPSG:4326, cut at the 180th meridian."""
    lon, lat = site
    crs = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84"
    back = Transformer.from_crs(crs, 4326, always_xy=True).transform

    def there(x: Any, y: Any) -> Any:  # noqa: ANN401 - arrays
        far, north = back(np.asarray(x) * 1000, np.asarray(y) * 1000)
        return lon + (far - lon + 180) % 360 - 180, north

    return parted(shapely.transform(shapely.segmentize(shape, 6), there, interleaved=False))


def write_pack(
    folder: Path,
    site: Site = ACROSS,
    *,
    about: Mapping[str, Any] | None = None,
    has_zone: bool = True,
) -> Path:
    """Write the pack around a site; `about` is its ``pack.json``."""
    folder.mkdir()
    rows = []
    for name, (kind, x, y, radius_km) in PLACES.items():
        spot = laid(shapely.Point(x, y), site)
        unit = "Vestmark" if x < 0 else "Austmark"
        cells = (f"pl-{name.lower()}", name, kind, round(spot.y, 5), round(spot.x, 5), "XF")
        rows.append((*cells, unit, f"XF{unit[0]}", 1000, radius_km * 1000, "invented"))
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_PLACE, *rows])
    regions = [_region(name, laid(box(*edges), site)) for name, edges in UNITS.items()]
    (folder / "regions.geojson").write_text(_collection(regions), encoding="utf-8")
    line = laid(shapely.LineString([(-50, -2), (0, -4), (50, 2)]), site)
    zone = {"type": "Feature", "id": "buffer", "properties": STRIP, "geometry": mapping(line)}
    (folder / "zones.geojson").write_text(_collection([zone] if has_zone else []), encoding="utf-8")
    if about is not None:
        (folder / "pack.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def _region(name: str, area: BaseGeometry) -> dict[str, Any]:
    spot = shapely.get_parts(area)[0].representative_point()
    cells = {
        "place_id": f"reg-{name.lower()}",
        "name": name,
        "kind": "governorate",
        "country": "XF",
        "pcode": f"XF{name[0]}",
        "lat": spot.y,
        "lon": spot.x,
        "radius_m": 40_000,
        "sources": "invented",
    }
    return {"type": "Feature", "properties": cells, "geometry": mapping(area)}


def _collection(features: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def write_records(path: Path) -> Path:
    """Write the table of incidents."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("place", "date", "event_type", "killed"), *RECORDS])
    return path
