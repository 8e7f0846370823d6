"""Where incidents are drawn: their points, in the order of a space-filling curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

DEGREE = 100_000
"""Steps per degree of a position: one step is about 1.1 m."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points drawn, and the incidents' order.

    Attributes
    ----------
    order
        Positions in the incidents frame: located ones along the curve, then the others.
    located
        Number of incidents that have a point.
    lat, lon
        Degrees. Entry i < `located` is the first point of row i; the rest are further
        points of incidents that have several.
    owner
        Row of each further point, shape (points - located,).
    radius
        Metres plus one, 0 for null, per point; all 0 when it is the incident's own.
    precision
        Precision code per point; all 0 when it is the incident's own.
    area
        Number of the region drawn for the point, from 1; 0 for none.
    share
        Percent of the reports that allow the point; 0 where none disagrees.
    event
        Per row, the number of the event that several rows report, from 1; 0 where one does.
    area_ids
        Names of the regions that `area` numbers.
    """

    order: NDArray[np.int64]
    located: int
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    owner: NDArray[np.int64]
    radius: NDArray[np.int64]
    precision: NDArray[np.int64]
    area: NDArray[np.int64]
    share: NDArray[np.int64]
    event: NDArray[np.int64]
    area_ids: list[str]


def curve(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Place positions along a Morton (Z-order) curve: the bits of lon and lat in turn.

    Parameters
    ----------
    lat, lon
        Degrees.

    Returns
    -------
    key
        Position on the curve; sorting by it keeps neighbours together.
    """
    return _spread((lon + 180) * DEGREE) | (_spread((lat + 90) * DEGREE) << np.uint64(1))


def _spread(steps: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Put a zero between any two bits of a 32-bit number."""
    bits = np.round(steps).astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def locate(incidents: gpd.GeoDataFrame, locations: pd.DataFrame | None = None) -> Points:
    """Collect the points of the incidents.

    Parameters
    ----------
    incidents
        Frame of `mapper.base.schema.INCIDENTS`, EPSG:4326, lon/lat; geometry Point,
        MultiPoint or null.
    locations
        Frame of `mapper.base.schema.LOCATIONS`, or None to draw the incidents' geometry.

    Returns
    -------
    points
        Points and order.
    """
    rows = _from_geometry(incidents)
    if locations is not None and len(locations):
        rows = _from_locations(incidents, locations, rows)
    first = ~rows.duplicated("at")
    key = curve(rows["lat"].to_numpy(), rows["lon"].to_numpy())
    along = np.argsort(key[first.to_numpy()], kind="stable")
    head = rows[first].iloc[along]
    located = head["at"].to_numpy()
    without = np.ones(len(incidents), dtype=bool)
    without[located] = False
    order = np.concatenate([located, np.flatnonzero(without)]).astype(np.int64)
    row_of = np.empty(len(incidents), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    tail = rows[~first]
    tail = tail.assign(row=row_of[tail["at"].to_numpy()]).sort_values("row", kind="stable")
    drawn = pd.concat([head, tail], ignore_index=True)
    area_ids = sorted(set(drawn["area"]) - {""})
    number = {place: i + 1 for i, place in enumerate(area_ids)}
    return Points(
        order=order,
        located=len(head),
        lat=drawn["lat"].to_numpy(),
        lon=drawn["lon"].to_numpy(),
        owner=tail["row"].to_numpy(dtype=np.int64),
        radius=drawn["radius"].to_numpy(dtype=np.int64),
        precision=drawn["precision"].to_numpy(dtype=np.int64),
        area=drawn["area"].map(number).fillna(0).to_numpy(dtype=np.int64),
        share=drawn["share"].to_numpy(dtype=np.int64),
        event=_events(incidents)[order],
        area_ids=area_ids,
    )


def _from_geometry(incidents: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the coordinates of each incident's geometry: at (position), lat, lon."""
    xy, at = shapely.get_coordinates(incidents.geometry.to_numpy(), return_index=True)
    good = np.isfinite(xy).all(axis=1)
    return pd.DataFrame(
        {"at": at[good], "lat": xy[good, 1], "lon": xy[good, 0]}
        | {"radius": 0, "precision": 0, "area": "", "share": 0}
    )


def _from_locations(
    incidents: gpd.GeoDataFrame, locations: pd.DataFrame, fallback: pd.DataFrame
) -> pd.DataFrame:
    """List the located rows of `locations`; incidents without any keep their geometry."""
    place = pd.Series(np.arange(len(incidents)), index=incidents["incident_id"])
    here = locations.assign(at=locations["incident_id"].map(place))
    here = here[here["at"].notna() & here["lat"].notna() & here["lon"].notna()]
    here = here.sort_values(["at", "seq"], kind="stable")
    radius = pd.to_numeric(here["radius_m"]).astype("float64")
    precision = pd.to_numeric(here["geo_precision"]).fillna(0)
    listed = pd.DataFrame(
        {
            "at": here["at"].astype(np.int64),
            "lat": here["lat"].astype("float64"),
            "lon": here["lon"].astype("float64"),
            "radius": (radius.round() + 1).fillna(0).astype(np.int64),
            "precision": precision.astype(np.int64),
            "area": _areas(here),
            "share": _percent(here),
        }
    )
    missing = fallback[~fallback["at"].isin(listed["at"])]
    return pd.concat([listed, missing], ignore_index=True)


def _areas(here: pd.DataFrame) -> pd.Series[Any]:
    """Name the region of each location that is one; the empty string otherwise."""
    if "area" in here:
        return here["area"].fillna("")
    return pd.Series("", index=here.index)


def _percent(here: pd.DataFrame) -> NDArray[np.int64]:
    """Give the share of reports that allow each location; 0 where it is not told."""
    if "share" not in here:
        return np.zeros(len(here), dtype=np.int64)
    shares = pd.to_numeric(here["share"]).astype("float64").fillna(0.0).to_numpy()
    return np.round(shares * 100).astype(np.int64)


def _events(incidents: pd.DataFrame) -> NDArray[np.int64]:
    """Give each event that several rows report a number; 0 for a row alone."""
    if "event_id" not in incidents:
        return np.zeros(len(incidents), dtype=np.int64)
    shared = incidents["event_id"].where(incidents["event_id"].duplicated(keep=False))
    return pd.factorize(shared)[0].astype(np.int64) + 1
