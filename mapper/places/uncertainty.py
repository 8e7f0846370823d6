"""The area a location may lie in: its region, or the disc that holds it with 90 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.base.geo import discs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_COLUMNS = ("incident_id", "seq", "place_id", "name", "geo_precision", "radius_m")


def areas(locations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make the rows of the table ``uncertainty``.

    Parameters
    ----------
    locations
        Rows of the table ``locations`` with ``area`` (shapely polygon in EPSG:4326, or
        None for a disc of ``radius_m`` metres around ``lon``, ``lat``).

    Returns
    -------
    rows
        One per location, in the same order, with ``geometry``.
    """
    round_ones = [row for row in locations if row.get("area") is None]
    drawn = iter(
        discs(
            *(np.array([row[n] for row in round_ones], float) for n in ("lon", "lat", "radius_m"))
        )
    )
    return [
        {
            **{name: row[name] for name in _COLUMNS},
            "shape": "disc" if row.get("area") is None else "region",
            "geometry": next(drawn) if row.get("area") is None else row["area"],
        }
        for row in locations
    ]
