"""The tables of events: made of what joining found, judged like the incidents they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema

if TYPE_CHECKING:
    import pandas as pd

    from mapper.gazetteer import Gazetteer
    from mapper.joining import Joined
    from mapper.zones import Zones

Row = dict[str, Any]

_UNDATED = "9999"
_BESIDE = {"area", "share", "area_shape", "area_geom"}


def event_tables(joined: Joined, zones: Zones, pack: Gazetteer) -> dict[str, pd.DataFrame]:
    """Make the tables ``events`` and ``event_links``.

    Parameters
    ----------
    joined
        What joining found.
    zones
        Zones to judge by.
    pack
        Its settlements stand for the regions they lie in.

    Returns
    -------
    tables
        ``events`` in the order of days: each judged by its own places and days, so that in
        a zone it counts once. Its P is the mean over its places, weighed by the share of the
        reports that allow each. And ``event_links``.
    """
    rows = sorted(joined.events, key=lambda row: (row["date_start"] or _UNDATED, row["event_id"]))
    events = frames.frame(schema.EVENTS, rows)
    verdicts = _verdicts(joined.places, rows, zones, pack)
    summed = verdicts.reindex(events["event_id"]).set_index(events.index)
    events[list(summed.columns)] = summed.fillna({"zone_verdict": "unknown", "held_by": "unknown"})
    return {
        "events": events,
        "event_links": frames.frame(schema.EVENT_LINKS, joined.links),
    }


def _verdicts(places: list[Row], events: list[Row], zones: Zones, pack: Gazetteer) -> pd.DataFrame:
    """Judge the places of the events, and sum up by event."""
    from mapper.zones import VERDICT_COLUMNS, judge, relations, summarise

    days = {row["event_id"]: (row["date_start"], row["date_end"]) for row in events}
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
    found = judge(asked, related, zones, settlements=(lon, lat))
    locations[list(VERDICT_COLUMNS)] = found
    summed = summarise(locations)
    summed["zone_p_inside"] = _weighed(locations, [row["share"] for row in places])
    return summed


def _weighed(locations: pd.DataFrame, shares: list[float]) -> pd.Series:
    """Give the mean P of each event's judged places, weighed by their shares."""
    chances = locations["zone_p_inside"]
    weights = chances.notna() * shares
    by = locations["incident_id"]
    total = (chances.fillna(0.0) * weights).groupby(by).sum()
    return (total / weights.groupby(by).sum().where(lambda n: n > 0)).round(4)
