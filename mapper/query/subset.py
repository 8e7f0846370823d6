"""The tables of a store cut down to the incidents that meet some conditions."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.errors import SchemaError
from mapper.query.conditions import where
from mapper.store import geopackage, to_frame

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from mapper.query.conditions import Condition

_CHOSEN = "temp.chosen"
_BY_INCIDENT = f"incident_id IN (SELECT incident_id FROM {_CHOSEN})"
_BY_ARTICLE = f"article_id IN (SELECT article_id FROM {_CHOSEN})"
_BY_LINK = (
    f"left_id IN (SELECT incident_id FROM {_CHOSEN})"
    f" AND right_id IN (SELECT incident_id FROM {_CHOSEN})"
)
_CUTS = {
    "incidents": _BY_INCIDENT,
    "locations": _BY_INCIDENT,
    "events": f"event_id IN (SELECT event_id FROM incidents WHERE {_BY_INCIDENT})",
    "event_links": _BY_LINK,
    "uncertainty": _BY_INCIDENT,
    "zone_relations": _BY_INCIDENT,
    "claims": _BY_INCIDENT,
    "articles": _BY_ARTICLE,
    "mentions": _BY_ARTICLE,
    "decisions": _BY_ARTICLE,
    "candidates": f"mention_id IN (SELECT mention_id FROM mentions WHERE {_BY_ARTICLE})",
}
"""What is kept of each table; those not named are kept whole."""


def read(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition] = (),
    names: Iterable[str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Read tables, of all that belongs to incidents only what belongs to some.

    Parameters
    ----------
    connection
        Open store.
    conditions
        Filters on the incidents. Without any, tables come whole, articles without an
        incident included.
    names
        Tables to read; None for all.

    Returns
    -------
    tables
        Frames by name in the schema's columns and types, rows in the store's order.

    Raises
    ------
    SchemaError
        If a table is unknown.
    """
    wanted = list(schema.TABLES if names is None else names)
    odd = [name for name in wanted if name not in schema.TABLES]
    if odd:
        raise SchemaError(f"no table {', '.join(odd)}; there are: {', '.join(schema.TABLES)}")
    if conditions:
        _choose(connection, conditions)
    made = {}
    for name in wanted:
        table = schema.TABLES[name]
        cut = _CUTS.get(name) if conditions else None
        found = connection.execute(
            f'SELECT * FROM "{name}" WHERE {cut or 1} ORDER BY {geopackage.KEY}'
        )
        made[name] = to_frame(table, found)
    return made


def _choose(connection: sqlite3.Connection, conditions: Sequence[Condition]) -> None:
    """List the incidents chosen, with their articles."""
    text, parameters = where(conditions)
    connection.execute(f"DROP TABLE IF EXISTS {_CHOSEN}")
    connection.execute(
        f"CREATE TABLE {_CHOSEN} (incident_id TEXT PRIMARY KEY, article_id TEXT) WITHOUT ROWID"
    )
    connection.execute(
        f"INSERT INTO {_CHOSEN} SELECT i.incident_id, i.article_id FROM incidents AS i"
        f" WHERE {text}",
        parameters,
    )
