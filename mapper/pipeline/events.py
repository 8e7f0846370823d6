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


def event_tables(
    joined: Joined, locations: pd.DataFrame, zones: Zones, pack: Gazetteer
) -> dict[str, pd.DataFrame]:
    """Make the tables ``events`` and ``event_links``.

    Parameters
    ----------
    joined
        What joining found.
    locations
        Places of the incidents, judged: an event of one report has that report's verdicts.
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
    verdicts = _verdicts(joined.places, rows, locations, zones, pack)
    summed = verdicts.reindex(events["event_id"]).set_index(events.index)
    events[list(summed.columns)] = summed.fillna({"zone_verdict": "unknown", "held_by": "unknown"})
    return {
        "events": events,
        "event_links": frames.frame(schema.EVENT_LINKS, joined.links),
    }


def _verdicts(
    places: list[Row], events: list[Row], known: pd.DataFrame, zones: Zones, pack: Gazetteer
) -> pd.DataFrame:
    """Judge the places of the events, those of single reports as known, and sum up by event."""
    import pandas as pd

    from mapper.zones import judged, summarise, weighed

    reports = {row["event_id"]: row["members"] for row in events if row.get("n_reports") == 1}
    days = {row["event_id"]: (row["date_start"], row["date_end"]) for row in events}
    ordered = sorted(places, key=lambda row: row["incident_id"] in reports)
    several = [row for row in ordered if row["incident_id"] not in reports]
    alone = [(reports[row["incident_id"]], row["seq"]) for row in ordered[len(several) :]]
    made, _ = judged(several, days, zones, pack.settlements()[:2])
    if alone:
        by_report = known.set_index(["incident_id", "seq"], drop=False)
        as_told = by_report.loc[alone].reset_index(drop=True)
        as_told["incident_id"] = [row["incident_id"] for row in ordered[len(several) :]]
        made = pd.concat([made, as_told], ignore_index=True) if several else as_told
    summed = summarise(made)
    summed["zone_p_inside"] = weighed(made, [row["share"] for row in ordered])
    return summed
