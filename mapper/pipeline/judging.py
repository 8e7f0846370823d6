"""Places held against the zones, with the days of what happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mapper.gazetteer import Gazetteer
    from mapper.zones import Zones

Row = dict[str, Any]
Days = tuple[Any, Any]

_BESIDE = {"area", "share"}
"""What rows of places carry beside the columns of the table."""


def judged(
    places: Sequence[Row], days: Mapping[str, Days], zones: Zones, pack: Gazetteer
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge places by zones.

    Parameters
    ----------
    places
        Rows of the table ``locations``, with the ``area`` of those that are regions.
    days
        First and last day, by ``incident_id`` of the places.
    zones
        Zones to judge by.
    pack
        Its settlements stand for the regions they lie in.

    Returns
    -------
    locations, related
        Table ``locations`` in the order of `places`, with what the zones say of each, and
        table ``zone_relations``.
    """
    from mapper.zones import VERDICT_COLUMNS, judge, relations

    plain = [{k: v for k, v in row.items() if k not in _BESIDE} for row in places]
    locations = frames.frame(schema.LOCATIONS, plain)
    areas: Any = [row.get("area") for row in places]
    asked = locations.assign(
        date_start=[days[one][0] for one in locations["incident_id"]],
        date_end=[days[one][1] for one in locations["incident_id"]],
        area=areas,
    )
    lon, lat, _ = pack.settlements()
    related = relations(asked, zones, settlements=(lon, lat))
    verdicts = judge(asked, related, zones, settlements=(lon, lat))
    locations[list(VERDICT_COLUMNS)] = verdicts
    return locations, related
