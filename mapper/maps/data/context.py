"""What lies around the incidents: zones, lines, regions, settlements, the background."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper.base import letters
from mapper.base.globe import HALF, TURN, shifted
from mapper.base.schema import ZONES
from mapper.maps.data import basemap
from mapper.maps.data.seas import seas
from mapper.maps.data.shapes import DIGITS, pack, pack_rings
from mapper.maps.data.spots import flat, grid, spots

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import geopandas as gpd

    from mapper.maps.data.basemap import Country
    from mapper.maps.data.spots import Grid

Bounds = tuple[float, float, float, float]

MARGIN = 1.0
"""Degrees of background drawn around the data, at least."""

PLACE_DIGITS = 4
"""Decimals of a degree kept for settlements: about 11 m."""

REGION_DIGITS = 3
"""Decimals of a degree kept for outlines of regions: about 110 m."""

_OF_REGION = ("name", "name_ar", "kind")
_OF_PLACE = ("place_id", "name", "name_ar", "kind", "admin1", "population")
"""Columns that the page shows or searches."""


def plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Give a cell as JSON takes it: null for NaN, Python numbers."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    return value.item() if hasattr(value, "item") else value


def _records(
    frame: pd.DataFrame, names: Sequence[str], east: float, digits: int = DIGITS
) -> list[dict[str, Any]]:
    """List a frame's rows with their filled cells and packed geometry."""
    have = [name for name in names if name in frame]
    found = []
    shapes = frame.geometry if "geometry" in frame else [None] * len(frame)
    for row, shape in zip(frame[have].to_dict("records"), shapes, strict=True):
        if shape is None or shape.is_empty:
            continue
        cells = {str(name): plain(value) for name, value in row.items()}
        cells = {name: value for name, value in cells.items() if value is not None}
        found.append({**cells, "shape": pack(shape, digits, east=east)})
    return found


def zones(frame: gpd.GeoDataFrame, *, east: float = HALF) -> list[dict[str, Any]]:
    """List the zones' parts, lines, roads and posts, with packed shapes.

    `east` is the page's seam (`mapper.base.globe.seam`), here and in what follows.

    Of a zone with an inner and an outer reading both are whole: the page hatches what only
    the outer one holds.
    """
    return _records(frame, ZONES.names, east)


def regions(
    frame: gpd.GeoDataFrame, kinds: Collection[str] | None = None, *, east: float = HALF
) -> list[dict[str, Any]]:
    """List the regions of some kinds (None: all) with packed outlines.

    Neighbours are thinned to the same vertices.
    """
    drawn = frame if kinds is None else frame[frame["kind"].isin(list(kinds))]
    return _records(drawn, _OF_REGION, east, REGION_DIGITS)


def places(
    frame: gpd.GeoDataFrame,
    names: Mapping[str, Sequence[str]] | None = None,
    *,
    named: Collection[str] | None = None,
    east: float = HALF,
) -> dict[str, Any]:
    """Give the settlements column by column, by first-level unit and there from south to north.

    Parameters
    ----------
    frame
        Frame of `mapper.base.schema.PLACES`; rows without a position are left out.
    names
        Other spellings per ``place_id``, any script: a search finds the place by them.
    named
        Ids that anything on the page names; the others are left out. None: all are kept.
    east
        Seam of the page.

    Returns
    -------
    columns
        ``digits``; ``lat`` and ``lon`` in ``10 ** -digits`` degree, each as the step from the
        row before; ``names``, as one text, with a line for each row: the name and its other
        spellings in the same script and others, tabs between; each other filled column of text
        in the same way.
    """
    here = frame[frame["lat"].notna() & frame["lon"].notna()]
    if "lon" in here:
        here = here.assign(lon=shifted(here["lon"].to_numpy(dtype=float), east))
    here = here.sort_values([n for n in ("admin1", "lat", "lon", "place_id") if n in here])
    columns: dict[str, Any] = {"digits": PLACE_DIGITS}
    for axis in ("lat", "lon"):
        whole = np.round(here[axis].to_numpy(dtype=float) * 10**PLACE_DIGITS).astype(np.int64)
        columns[axis] = np.diff(whole, prepend=0).tolist()
    texts = {n: [_line(plain(v)) for v in here[n].tolist()] for n in _OF_PLACE if n in here}
    texts["names"] = [
        "\t".join([name, *_others((names or {}).get(i, ()), (name, local))])
        for i, name, local in zip(*(texts[n] for n in ("place_id", "name", "name_ar")), strict=True)
    ]
    del texts["name"]
    if named is not None:
        texts["place_id"] = [i if i in named else "" for i in texts["place_id"]]
    filled = {n: column for n, column in texts.items() if any(column)}
    return columns | {n: "\n".join(column) for n, column in filled.items()}


def _line(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    """Write a cell on one line, null as the empty text."""
    return "" if value is None else " ".join(str(value).split())


def _others(spellings: Sequence[str], own: Sequence[str]) -> list[str]:
    """Keep the spellings that are not, letter case and accents aside, one before them."""
    known = {letters.plain(name).text.lower() for name in own}
    found: dict[str, str] = {}
    for line in map(_line, spellings):
        found.setdefault(letters.plain(line).text.lower(), line)
    return [line for key, line in found.items() if key and key not in known]


def areas(
    uncertainty: gpd.GeoDataFrame, wanted: Sequence[str], *, east: float = HALF
) -> list[dict[str, Any]]:
    """Give the regions that locations were placed in, in the order asked for.

    Parameters
    ----------
    uncertainty
        Frame of `mapper.base.schema.UNCERTAINTY`.
    wanted
        Values of `area_key` to list.
    """
    found = uncertainty.assign(key=area_key(uncertainty)).drop_duplicates("key").set_index("key")
    rows = found.loc[list(wanted)]
    return [
        {"place_id": key, "name": plain(name), "shape": pack(shape, east=east)}
        for key, name, shape in zip(wanted, rows["name"], rows.geometry, strict=True)
    ]


def area_key(uncertainty: gpd.GeoDataFrame) -> pd.Series[str]:
    """Name the region a row of `uncertainty` stands for; empty for discs."""
    named = uncertainty["place_id"].fillna(uncertainty["incident_id"]).astype(object)
    drawn = (uncertainty["shape"] == "region") & uncertainty.geometry.notna()
    keys: pd.Series[str] = named.where(drawn.to_numpy(dtype=bool, na_value=False), "")
    return keys


def background(bounds: Bounds, view: Bounds | None = None) -> dict[str, Any]:
    """Clip the background generously around the data.

    Parameters
    ----------
    bounds
        West, south, east, north, degrees; a box across the 180th meridian goes on beyond it.
    view
        First view, where names stand closest; that box, if it is not told.

    Returns
    -------
    layers
        ``land`` rings, ``coast`` and ``border`` lines as `mapper.maps.data.shapes` packs them,
        three decimals; ``countries``, each with ``name``, ISO ``code`` ("" for none) and
        ``spots``, where the name may stand (`mapper.maps.data.spots`); ``seas``
        (`mapper.maps.data.seas`); ``box``.
    """
    return dict(_background(bounds, view or bounds))


@lru_cache(maxsize=2)
def _background(bounds: Bounds, view: Bounds) -> dict[str, Any]:
    box = around(bounds)
    ground = basemap.clip(box)
    within = grid(view, box)
    return {
        "land": pack_rings(ground.land, 3),
        "coast": ground.coast,
        "border": ground.border,
        "countries": [_named(country, within) for country in ground.countries],
        "seas": seas(ground.land, box, within),
        "box": list(box),
    }


def _named(country: Country, within: Grid) -> dict[str, Any]:
    """Say what a country is called and where its name may stand, in one place at least."""
    shapely.prepare(country.land)
    where = spots(
        within.thinned(flat(country.land)),
        within,
        lambda lon, lat: np.asarray(shapely.contains_xy(country.land, lon, lat), dtype=bool),
    )
    if not where:
        point = country.land.representative_point()
        where = [[round(point.x, 3), round(point.y, 3)]]
    return {"name": country.name, "code": country.code, "spots": where}


def around(bounds: Bounds) -> Bounds:
    """Widen a box by its own size, at least `MARGIN` degrees, within the globe."""
    west, south, east, north = bounds
    spread = max(east - west, north - south, MARGIN)
    low, high = (-HALF, HALF) if west >= -HALF and east <= HALF else (east - TURN, west + TURN)
    return (
        math.floor(max(west - spread, low)),
        math.floor(max(south - spread, -85)),
        math.ceil(min(east + spread, high)),
        math.ceil(min(north + spread, 85)),
    )
