"""Incidents and places to join, made with as little as a test needs to say."""

from typing import Any

from mapper.gazetteer import load_gazetteer
from mapper.joining import Joined, join

Row = dict[str, Any]


def report(name: str, day: str | None = "2019-05-05", **more: object) -> Row:
    """Give an incident that an article of its own tells."""
    first: Row = {"incident_id": name, "article_id": f"art-{name}", "file": f"{name}.txt"}
    first |= {"scope": "event", "event_type": "airstrike", "actor": None}
    first |= {"actor_status": "unknown", "text_kind": "original"}
    return {**first, "date_start": day, "date_end": day, "date_basis": "on", **more}


def record(name: str, day: str | None = "2019-05-05", **more: object) -> Row:
    """Give an incident that is a row of a table."""
    table: Row = {"article_id": None, "file": "table.csv", "source_id": name, "text_kind": None}
    return {**report(name, day), **table, **more}


def at(incident_id: str, lat: float = 35.5, lon: float = 36.5, **more: object) -> Row:
    """Give a place of an incident; of the same position the same place."""
    place = {"seq": 1, "place_id": f"pl-{lat}-{lon}", "name": f"P{lat}", "lat": lat, "lon": lon}
    grade = {"geo_precision": 1, "radius_m": 1500.0, "admin1": "North"}
    units = {"admin2": None, "admin3": None, "pcode": None}
    return {"incident_id": incident_id, **place, **grade, **units, "area": None, **more}


def joined(incidents: list[Row], locations: list[Row] | None = None) -> Joined:
    """Join incidents that lie at one place unless told otherwise."""
    places = [at(row["incident_id"]) for row in incidents] if locations is None else locations
    return join(incidents, places, load_gazetteer().language())


def groups(incidents: list[Row], locations: list[Row] | None = None) -> set[frozenset[str]]:
    """Give the members of each event."""
    return {frozenset(e["members"].split("; ")) for e in joined(incidents, locations).events}


def together(*names: str) -> frozenset[str]:
    """Give an event of some members."""
    return frozenset(names)
