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

TABLES = {table.name: table for table in (INCIDENTS, LOCATIONS, CLAIMS)}
_SHAPES = ("geometry", "area")
_ADDED = frozenset(
    {
        *("zone_id", "zone_verdict", "zone_p_inside", "zone_distance_km", "held_by"),
        *("n_reports", "linked_ids", "event_id", "corrected"),
    }
)
"""Columns that judging, joining and correcting fill."""


def originals(incident_id: str, rows: Mapping[str, Iterable[Row]]) -> list[Row]:
    """Write down an incident's rows as they are: rows of the table ``uncorrected``."""
    return [
        {
            "incident_id": incident_id,
            "table_name": name,
            "seq": seq,
            "cells": json.dumps(_written(row), ensure_ascii=False, allow_nan=False),
        }
        for name in TABLES
        for seq, row in enumerate(rows.get(name, ()), start=1)
    ]


def restore(kept: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[Row]]]:
    """Read rows that `originals` wrote: by incident and table."""
    made: dict[str, dict[str, list[Row]]] = {}
    for one in kept:
        tables = made.setdefault(one["incident_id"], {name: [] for name in TABLES})
        tables[one["table_name"]].append(_read(one["table_name"], json.loads(one["cells"])))
    return made


def _written(row: Mapping[str, Any]) -> Row:
    """Spell a row for JSON: what was read, without what later steps add; nothing for null."""
    told = {
        name: row[name]
        for name in sorted(row)
        if name not in _ADDED and row[name] is not None and row[name] == row[name]
    }
    return told | {name: _hex(told[name]) for name in _SHAPES if name in told}


def _read(name: str, cells: Row) -> Row:
    from shapely import from_wkb  # noqa: PLC0415 - only a build with corrections draws

    shapes = {"incidents": _SHAPES[:1], "locations": _SHAPES}.get(name, ())
    row: Row = dict.fromkeys((*TABLES[name].names, *shapes)) | cells
    for shape in _SHAPES:
        if row.get(shape) is not None:
            row[shape] = from_wkb(bytes.fromhex(row[shape]))
    return row


def _hex(shape: BaseGeometry) -> str:
    from shapely import to_wkb  # noqa: PLC0415 - only a build with corrections draws

    return str(to_wkb(shape, hex=True, byte_order=1))
