"""Rows as the rules made them, kept beside what people made of them.

A correction changes rows of incidents, places and claims. Its build keeps what they were, so
that a later one that reads nothing anew can begin from there with other corrections.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.base.schema import CLAIMS, INCIDENTS, LOCATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True)
TABLES = {table.name: table for table in (INCIDENTS, LOCATIONS, CLAIMS)}
_ADDED = frozenset(
    {
        "geometry",
        *("zone_id", "zone_verdict", "zone_p_inside", "zone_distance_km", "held_by"),
        *("n_reports", "linked_ids", "event_id", "corrected"),
    }
)
"""What follows from the rest: points, and what judging, joining and correcting fill."""


def originals(incident_id: str, rows: Mapping[str, Iterable[Row]]) -> list[Row]:
    """Write down an incident's rows as they are: rows of the table ``uncorrected``."""
    return [
        {
            "incident_id": incident_id,
            "table_name": name,
            "seq": seq,
            "cells": _ENCODER.encode(_written(row)),
        }
        for name in TABLES
        for seq, row in enumerate(rows.get(name, ()), start=1)
    ]


def restore(kept: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[Row]]]:
    """Read rows that `originals` wrote: by incident and table, with their geometries."""
    made: dict[str, dict[str, list[Row]]] = {}
    for one in kept:
        tables = made.setdefault(one["incident_id"], {name: [] for name in TABLES})
        name = one["table_name"]
        tables[name].append(dict.fromkeys(TABLES[name].names) | json.loads(one["cells"]))
    for tables in made.values():
        _draw(tables)
    return made


def _written(row: Mapping[str, Any]) -> Row:
    """Spell a row for JSON: what was read, without what follows from it; nothing for null."""
    told = {
        name: value
        for name, value in row.items()
        if value is not None and name not in _ADDED and value == value  # noqa: PLR0124 - NaN is the value unlike itself
    }
    return told | {"area": _hex(told["area"])} if "area" in told else told


def _draw(tables: Mapping[str, list[Row]]) -> None:
    """Give the places of an incident their points and areas, and the incident its own."""
    from shapely import MultiPoint, Point, from_wkb  # noqa: PLC0415 - only corrections draw

    for place in tables["locations"]:
        area = place.get("area")
        place["area"] = None if area is None else from_wkb(bytes.fromhex(area))
        place["geometry"] = Point(place["lon"], place["lat"])
    points = [place["geometry"] for place in tables["locations"]]
    for incident in tables["incidents"]:
        incident["geometry"] = (
            None if not points else points[0] if len(points) == 1 else MultiPoint(points)
        )


def _hex(shape: BaseGeometry) -> str:
    from shapely import to_wkb  # noqa: PLC0415 - only a build with corrections draws

    return str(to_wkb(shape, hex=True, byte_order=1))
