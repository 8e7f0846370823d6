"""Rows as the rules made them, kept beside what people made of them.

A correction changes rows of incidents, places and claims. Its build keeps what they were, so
that a later one that reads nothing anew can begin from there with other corrections.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]

TABLES = ("incidents", "locations", "claims")
_SHAPES = ("geometry", "area")


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
        tables[one["table_name"]].append(_read(json.loads(one["cells"])))
    return made


def _written(row: Mapping[str, Any]) -> Row:
    """Spell a row for JSON: geometries as hexadecimal WKB, NaN as null."""
    told = {key: None if value != value else value for key, value in row.items()}  # noqa: PLR0124 - NaN is the value unlike itself
    for name in _SHAPES:
        if told.get(name) is not None:
            told[name] = _hex(told[name])
    return told


def _read(row: Row) -> Row:
    from shapely import from_wkb  # noqa: PLC0415 - only a build with corrections draws

    for name in _SHAPES:
        if row.get(name) is not None:
            row[name] = from_wkb(bytes.fromhex(row[name]))
    return row


def _hex(shape: BaseGeometry) -> str:
    from shapely import to_wkb  # noqa: PLC0415 - only a build with corrections draws

    return str(to_wkb(shape, hex=True, byte_order=1))
