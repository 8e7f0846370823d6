"""Places held against the zones, with the days of what happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mapper.zones.positions import Settlements
    from mapper.zones.zone import Zones

Row = dict[str, Any]
Days = tuple[Any, Any]

_BESIDE = {"area", "share"}
"""What rows of places carry beside the columns of the table."""


def judged(
    places: Sequence[Row], days: Mapping[str, Days], zones: Zones, settlements: Settlements
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
    settlements
        Longitudes and latitudes of populated places, degrees; they stand for the regions they
        lie in.

    Returns
    -------
    locations, related
        Table ``locations`` in the order of `places`, with what the zones say of each, and
        table ``zone_relations``.
    """
    from mapper.zones.verdicts import VERDICT_COLUMNS, judge, relations  # noqa: PLC0415 - loads pandas

    plain = [{k: v for k, v in row.items() if k not in _BESIDE} for row in places]
    locations = frames.frame(schema.LOCATIONS, plain)
    areas: Any = [row.get("area") for row in places]
    asked = locations.assign(
        date_start=[days[one][0] for one in locations["incident_id"]],
        date_end=[days[one][1] for one in locations["incident_id"]],
        area=areas,
    )
    related = relations(asked, zones, settlements=settlements)
    verdicts = judge(asked, related, zones, settlements=settlements)
    locations[list(VERDICT_COLUMNS)] = verdicts
    return locations, related


def weighed(locations: pd.DataFrame, shares: list[float]) -> pd.Series:
    """Give the mean P of each event's judged places, weighed by their shares.

    Parameters
    ----------
    locations
        What `judged` gave, with the event as ``incident_id``.
    shares
        Share of the reports that allow each place, 0 to 1.

    Returns
    -------
    chances
        Index ``incident_id``; null where no place was judged.
    """
    chances = locations["zone_p_inside"]
    weights = chances.notna() * shares
    by = locations["incident_id"]
    total = (chances.fillna(0.0) * weights).groupby(by).sum()
    return (total / weights.groupby(by).sum().where(lambda n: n > 0)).round(4)
