"""The rows of the page: an event each, with the reports that tell of it.

An event of one report is that report, as it tells itself. One of several is a row of its
own, with what they say together; its reports stand behind all rows, neither drawn nor
counted, for the card, the search and the files that a reader saves. A total over days or
places is of no event and keeps its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.base.amounts import shares
from mapper.base.direction import direction_of
from mapper.base.frames import DTYPES, cells_of
from mapper.base.schema import CRS, EVENTS, INCIDENTS, JOINER, LINK_DECISIONS, SCOPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOGETHER = tuple(
    column for column in EVENTS.columns if column.name not in {*INCIDENTS.names, "members"}
)
"""Columns that only events have and the page shows."""

DOUBTFUL = LINK_DECISIONS[1]
TOTAL = SCOPES[-1]

_EVIDENCE = ("sentence", "text_kind", "publisher", "url", "article_id")

PAGE_LANGUAGE = "en"
"""What the page itself is written in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Attributes
    ----------
    rows
        Columns of `mapper.base.schema.INCIDENTS` and `TOGETHER`, EPSG:4326. ``incident_id`` is
        the row's key: the event's id where it stands for several reports.
    reports
        Reports of the events of several, in the order in which a card lists them.
    owner
        Position in `rows` of the event of each report.
    locations
        Of rows and reports by their keys, as ``incident_id``; an event's have the ``share`` of
        reports that allow each, where reports disagree. None where there is no such table.
    maybe
        Pairs of rows that may be one event: ``incident_id``, the position in `rows` of the
        ``other``, ``score`` in bits, ``reasons``, and ``by`` which step it was left open; each
        pair stands in both directions.
    are_events
        Rows are events (and totals), not reports.
    """

    rows: gpd.GeoDataFrame
    reports: pd.DataFrame
    owner: NDArray[np.int64]
    locations: pd.DataFrame | None
    maybe: pd.DataFrame
    are_events: bool


def rows_of(
    incidents: gpd.GeoDataFrame,
    events: gpd.GeoDataFrame | None = None,
    links: pd.DataFrame | None = None,
    locations: pd.DataFrame | None = None,
) -> Shown:
    """Make the rows of the page.

    Parameters
    ----------
    incidents
        Frame of `mapper.base.schema.INCIDENTS`, EPSG:4326.
    events, links
        Frames of ``EVENTS`` and ``EVENT_LINKS``. Without events each report is a row.
    locations
        Frame of ``LOCATIONS``, with the ``area`` each stands for where that is known.

    Returns
    -------
    shown
        Rows, the reports behind them, and their places.
    """
    if events is None or (events.empty and (incidents["scope"] != TOTAL).any()):
        none = incidents.iloc[:0]
        owner = np.empty(0, np.int64)
        return Shown(incidents, none, owner, locations, _no_pairs(), are_events=False)
    # Where events come without their reports, a row of the same id stands for each.
    incidents = incidents[~incidents["incident_id"].isin(events["event_id"])]
    event_of = incidents["event_id"]
    is_told = events["event_id"].isin(event_of.dropna())
    several = events[(events["n_reports"] > 1) | ~is_told]
    is_behind = event_of.isin(several["event_id"])
    rows = _together(incidents[~is_behind], several)
    reports = incidents[is_behind].sort_values(
        ["published", "incident_id"], kind="stable", na_position="last"
    )
    place = pd.Series(np.arange(len(rows)), index=rows["incident_id"])
    owner = place.reindex(reports["event_id"]).to_numpy(dtype=np.int64)
    placed = locations
    if locations is not None and len(reports):
        found = _places_of(several, incidents, locations)
        placed = pd.concat([pd.DataFrame(locations).assign(share=np.nan), found])
    return Shown(rows, reports, owner, placed, _pairs(rows, incidents, links), are_events=True)


def with_evidence(shown: Shown) -> pd.DataFrame:
    """Give the rows with the words and source of the first report of events of several."""
    rows = pd.DataFrame(shown.rows).set_index("incident_id", drop=False)
    first = pd.DataFrame(shown.reports).drop_duplicates("event_id").set_index("event_id")
    return (rows.fillna(first[[*_EVIDENCE]]) if len(first) else rows).reset_index(drop=True)


def writing_of(articles: pd.DataFrame, shown: Shown) -> dict[str, dict[str, str]]:
    """Tell how articles are written that are not in the page's language.

    Returns
    -------
    writing
        By article, ``lang`` (its code) and ``dir`` (``ltr`` or ``rtl``, as the sentences shown
        run), as HTML has them.
    """
    told = zip(articles["article_id"], articles["language"], strict=True)
    other = {key: code for key, code in told if isinstance(code, str) and code != PAGE_LANGUAGE}
    both = (shown.rows, shown.reports)
    said = pd.concat([pd.DataFrame(one)[["article_id", "sentence"]] for one in both])
    said = said[said["article_id"].isin(list(other))].dropna()
    return {
        str(key): {"lang": other[key], "dir": direction_of(sentences)}
        for key, sentences in said.groupby("article_id")["sentence"]
    }


def _together(single: gpd.GeoDataFrame, several: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put events of several reports behind those of one, in the columns of both."""
    names = [*INCIDENTS.names, *(column.name for column in TOGETHER)]
    if several.empty:
        return gpd.GeoDataFrame(single.assign(n_sources=1), crs=CRS)
    told = several.drop(columns="members").assign(incident_id=several["event_id"])
    told = told.reindex(columns=[*names, "geometry"])
    own = single.assign(n_sources=1).reindex(columns=[*names, "geometry"])
    # As objects: joining columns that are empty in one of the two guesses at a type.
    both = pd.concat([own.astype(object), told.astype(object)], ignore_index=True)
    types = {c.name: DTYPES[c.type] for c in (*INCIDENTS.columns, *TOGETHER)}
    return gpd.GeoDataFrame(both.astype(types), geometry=both["geometry"].to_numpy(), crs=CRS)


def _places_of(
    events: gpd.GeoDataFrame, incidents: pd.DataFrame, locations: pd.DataFrame
) -> pd.DataFrame:
    """Give events the locations of their reports that stand for their places.

    A point is told by where it is, and points of one position by the order of ``place_ids``,
    which leaves out positions of no place. An event keeps its bare points where one of them is
    of no location at hand.
    """
    points, at = shapely.get_coordinates(events.geometry.to_numpy(), return_index=True)
    n_points = np.bincount(at, minlength=len(events))
    wanted = pd.DataFrame(
        {
            "event_id": events["event_id"].to_numpy()[at],
            "lon": points[:, 0],
            "lat": points[:, 1],
            "share": [
                share
                for cell, count in zip(cells_of(events["place_shares"]), n_points, strict=True)
                for share in shares(cell, int(count))
            ],
        }
    )
    there = _candidates(events, incidents, locations)
    spot = ["event_id", "lon", "lat"]
    wanted["nth"] = wanted.groupby(spot).cumcount()
    there["nth"] = there.groupby(spot).cumcount()
    found = wanted.merge(there, on=[*spot, "nth"], how="left", validate="one_to_one")
    lost = set(found["event_id"][found["incident_id"].isna()])
    seq = found.groupby("event_id").cumcount() + 1
    found = found.assign(incident_id=found["event_id"], seq=seq)
    return found[~found["event_id"].isin(lost)].drop(columns=["event_id", "nth"])


def _candidates(
    events: gpd.GeoDataFrame, incidents: pd.DataFrame, locations: pd.DataFrame
) -> pd.DataFrame:
    """Give the locations of the reports of events that are among the events' places.

    Each once, with its ``event_id``, in the order of the event's ``place_ids``, and those
    that are of no place of the pack behind them.
    """
    event_of = incidents.set_index("incident_id")["event_id"]
    there = pd.DataFrame(locations)
    there = there.assign(event_id=there["incident_id"].map(event_of))
    there = there[there["event_id"].isin(events["event_id"])]
    ids = {
        (event, name): number
        for event, cell in zip(events["event_id"], events["place_ids"].fillna(""), strict=True)
        for number, name in enumerate(cell.split(JOINER))
    }
    told = zip(there["event_id"], there["place_id"], strict=True)
    there["rank"] = [ids.get(one, -1) for one in told]
    is_bare = there["place_id"].isna()
    there = there[(there["rank"] >= 0) | is_bare].assign(
        rank=there["rank"].where(~is_bare, len(ids)), place_id=there["place_id"].fillna("")
    )
    there = there.sort_values(["rank", "incident_id", "seq"], kind="stable")
    there = there.drop_duplicates(["event_id", "place_id", "lon", "lat"]).drop(columns="rank")
    return there.assign(place_id=there["place_id"].where(there["place_id"] != "", None))


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame(columns=["incident_id", "other", "score", "reasons", "by"])


def _pairs(rows: pd.DataFrame, incidents: pd.DataFrame, links: pd.DataFrame | None) -> pd.DataFrame:
    """List the doubtful pairs of rows, of two rows the surest, in both directions."""
    if links is None or links.empty:
        return _no_pairs()
    place = pd.Series(np.arange(len(rows)), index=rows["event_id"])
    place = place[place.index.notna()]
    event_of = incidents.set_index("incident_id")["event_id"]
    found: Any = links[links["decision"] == DOUBTFUL]
    ends = [found[end].map(event_of).map(place) for end in ("left_id", "right_id")]
    found = found.assign(left=ends[0], right=ends[1]).dropna(subset=["left", "right"])
    found = found[found["left"] != found["right"]]
    ways = [
        pd.DataFrame(
            {
                "incident_id": rows["incident_id"].to_numpy()[found[one].astype(np.int64)],
                "other": found[other].astype(np.int64),
                "score": found["score"],
                "reasons": found["reasons"],
                "by": found["by"],
            }
        )
        for one, other in (("left", "right"), ("right", "left"))
    ]
    both = pd.concat(ways).sort_values(
        ["incident_id", "score", "other", "reasons"], ascending=[True, False, True, True]
    )
    return both.drop_duplicates(["incident_id", "other"]).reset_index(drop=True)
