"""Governorates by polygon, held against the parent the gazetteer names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.base.geo import KM, metric_crs, projection
from mapper.gazetteer.place import ADMIN

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from mapper.gazetteer.lookup import Gazetteer

    Floats = NDArray[np.float64]
    Names = NDArray[np.object_]

KIND = ADMIN[0]


def by_polygon(lon: Floats, lat: Floats, gazetteer: Gazetteer) -> Names:
    """Name the governorate whose polygon holds each point.

    Parameters
    ----------
    lon, lat
        Points, degrees.
    gazetteer
        Pack whose regions of kind `KIND` are looked at.

    Returns
    -------
    names
        None where no polygon holds the point.
    """
    found = np.full(len(lon), None, dtype=object)
    for region in _governorates(gazetteer):
        is_within = shapely.contains_xy(gazetteer.area(region.place_id), lon, lat)
        found[is_within & (found == None)] = region.name  # noqa: E711 - compared cell by cell
    return found


def disagreements(locations: pd.DataFrame, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """List the places whose polygon and whose parent in the gazetteer differ.

    Parameters
    ----------
    locations
        Columns ``place_id, name, admin1, lat, lon, radius_m``; null ``admin1`` is not
        looked at.
    gazetteer
        Pack with the polygons.

    Returns
    -------
    warnings
        One per place, sorted by id: ``place_id, name, admin1, by_polygon`` (None outside
        all of them), ``distance_km`` from the place to its own governorate's polygon, and
        ``within_error``: whether that is less than the place's own radius.
    """
    asked = locations.dropna(subset=["lat", "lon", "admin1"]).drop_duplicates("place_id")
    lon, lat = (asked[name].to_numpy(dtype=float) for name in ("lon", "lat"))
    polygons = {region.name: gazetteer.area(region.place_id) for region in _governorates(gazetteer)}
    named = by_polygon(lon, lat, gazetteer)
    rows = asked.assign(by_polygon=named)[
        asked["admin1"].isin(list(polygons)).to_numpy()
        & (asked["admin1"].to_numpy(object) != named)
    ]
    warnings = []
    for row in rows.sort_values("place_id").to_dict("records"):
        spot = round(row["lon"], 1), round(row["lat"], 1)
        there = projection(metric_crs(spot * 2))[0]
        own = shapely.transform(polygons[row["admin1"]], there, interleaved=False)
        away = float(shapely.distance(own, shapely.Point(there(row["lon"], row["lat"]))))
        warnings.append(
            {
                **{name: row[name] for name in ("place_id", "name", "admin1")},
                "by_polygon": row["by_polygon"] if isinstance(row["by_polygon"], str) else None,
                "distance_km": round(away / KM, 2),
                "within_error": away <= float(row["radius_m"]),
            }
        )
    return warnings


def _governorates(gazetteer: Gazetteer) -> list[Any]:
    places = (gazetteer.places[place_id] for place_id in sorted(gazetteer.places))
    return [place for place in places if place.kind == KIND and gazetteer.area(place.place_id)]
