"""Incidents held back until they are old enough: a map must not guide the second strike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base import frames
from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

Tables = dict[str, "pd.DataFrame"]

_BY_INCIDENT = ("locations", "uncertainty", "zone_relations", "claims", "uncorrected")


def without_held(tables: Tables, held_from: str | None) -> tuple[Tables, int]:
    """Leave out incidents of a day on or after one, and all that belongs to them.

    An event goes with all its reports where any is held. Where an incident has no day, that of
    its article's publication counts; without either it is held: nobody could say that it is old.
    Articles go that were published since, or tell of nothing but what is held.

    Returns
    -------
    tables
        Those that differ from the ones given.
    n_held
        Number of incidents left out.
    """
    if held_from is None:
        return {}, 0
    incidents = tables["incidents"]
    held = {
        row["incident_id"]
        for row in frames.rows_of(incidents[["incident_id", "date_end", "published"]])
        if _latest(row["date_end"], row["published"]) >= held_from
    }
    events = tables.get("events")
    if events is not None and len(events):
        members = {
            e: m.split(JOINER)
            for e, m in zip(events["event_id"], events["members"].fillna(""), strict=True)
        }
        dates = dict(zip(events["event_id"], frames.cells_of(events["date_end"]), strict=True))
        gone = {
            event
            for event, names in members.items()
            if held.intersection(names) or (dates[event] or "") >= held_from
        }
        held |= {name for event in gone for name in members[event] if name}
        held |= set(incidents["incident_id"][incidents["event_id"].isin(gone)])
    if not held:
        return _without_articles(tables, held, held_from), 0
    made = {
        name: tables[name][~tables[name]["incident_id"].isin(held)]
        for name in ("incidents", *_BY_INCIDENT)
        if name in tables
    }
    if events is not None and len(events):
        made["events"] = events[~events["event_id"].isin(gone)]
    if "event_links" in tables:
        links = tables["event_links"]
        made["event_links"] = links[~(links["left_id"].isin(held) | links["right_id"].isin(held))]
    return made | _without_articles(tables, held, held_from), len(held)


def _without_articles(tables: Tables, held: Collection[str], held_from: str) -> Tables:
    """Leave out articles that were published since, or whose incidents are all held."""
    articles = tables.get("articles")
    if articles is None or articles.empty:
        return {}
    incidents = tables["incidents"]
    is_held = incidents["incident_id"].isin(held)
    left = set(incidents["article_id"][~is_held].dropna())
    silent = set(incidents["article_id"][is_held].dropna()) - left
    new = {
        row["article_id"]
        for row in frames.rows_of(articles[["article_id", "published"]])
        if _latest(None, row["published"]) >= held_from
    }
    gone = silent | (new - left)
    made = {"articles": articles[~articles["article_id"].isin(gone)]}
    if "decisions" in tables:
        decisions = tables["decisions"]
        made["decisions"] = decisions[~decisions["article_id"].isin(gone)]
    return made


_UNKNOWN = "9999"


def _latest(day: str | None, published: str | None) -> str:
    """Give the last day that something may be of: ISO text, that of a month its last."""
    if day:
        return day
    if not published:
        return _UNKNOWN
    return (
        published + "-12-31"[len(published) - len("YYYY") :]
        if len(published) < len("YYYY-MM-DD")
        else published
    )
