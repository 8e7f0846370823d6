"""The places of an incident: their rows, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places import Location

Row = dict[str, Any]


_PLACE_COLUMNS = ("place_id", "name", "name_ar", "kind", "admin1", "admin2", "admin3", "pcode")


_CHOICE_COLUMNS = ("lat", "lon", "geo_precision", "radius_m", "score", "margin", "method")


@dataclass(frozen=True, slots=True)
class Placed:
    """A location of an incident, with the words that named it."""

    location: Location
    mention_id: str | None
    wording: str


def place(row: Row, placed: Sequence[Placed]) -> tuple[Row, list[Row]]:
    """Give an incident its places.

    Parameters
    ----------
    row
        Incident with its ``incident_id``; not changed.
    placed
        Its locations in the order of the text; empty when it could not be placed.

    Returns
    -------
    row, locations
        The incident with its place columns and ``geometry`` (Point, MultiPoint or
        None; lon/lat, EPSG:4326), and one row per location with ``geometry`` and
        ``area`` (polygon of a region, or None for a disc of ``radius_m`` metres).
    """
    from shapely import MultiPoint, Point  # noqa: PLC0415 - keeps the module light to import

    locations = [
        {
            "incident_id": row["incident_id"],
            "seq": seq,
            "mention_id": one.mention_id,
            **{name: getattr(one.location, name) for name in _PLACE_COLUMNS + _CHOICE_COLUMNS},
            "geometry": Point(one.location.lon, one.location.lat),
            "area": one.location.area,
        }
        for seq, one in enumerate(placed, start=1)
    ]
    points = [location["geometry"] for location in locations]
    geometry = None if not points else points[0] if len(points) == 1 else MultiPoint(points)
    return {
        **row,
        "places": JOINER.join(one.wording for one in placed) or None,
        "place_ids": JOINER.join(one.location.place_id for one in placed) or None,
        **{name: _shared(locations, name) for name in ("admin1", "admin2", "admin3", "pcode")},
        "geo_precision": max((one.location.geo_precision for one in placed), default=None),
        "radius_m": max((one.location.radius_m for one in placed), default=None),
        "geometry": geometry,
    }, locations


def _shared(locations: Sequence[Row], name: str) -> str | None:
    """Give the value that all locations have in a column, else None."""
    values = {location[name] for location in locations}
    return values.pop() if len(values) == 1 else None
