"""The tables of a store cut down to the events or reports that meet some conditions."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.errors import SchemaError
from mapper.query.conditions import where
from mapper.query.counted import EVENTS
from mapper.query.question import Asked, ask_with_totals
from mapper.store import check_cells, geopackage, to_frame

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.query.conditions import Condition
    from mapper.query.counted import Rows
    from mapper.query.question import Question

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
    "uncorrected": _BY_INCIDENT,
    "candidates": f"mention_id IN (SELECT mention_id FROM mentions WHERE {_BY_ARTICLE})",
}
"""What is kept of each table; those not named are kept whole."""
_SHOWN = {"uncorrected": "incident_id IN (SELECT incident_id FROM incidents)"}
"""What is kept where all is asked for: an extract has no word of what people left out."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Tables that a question asks for, remarks for the reader, and what was asked about."""

    tables: dict[str, pd.DataFrame]
    remarks: tuple[str, ...]
    of: Rows


def read(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition] = (),
    names: Iterable[str] | None = None,
    *,
    of: Rows = EVENTS,
) -> dict[str, pd.DataFrame]:
    """Read tables, of all that belongs to events or reports only what belongs to some.

    Parameters
    ----------
    connection
        Open store.
    conditions
        Filters on the rows asked about. Without any, tables come whole, articles without
        an incident included.
    names
        Tables to read; None for all.
    of
        What is asked about. An event comes with all its reports, and what belongs to
        them, whether or not each meets the filters; a report alone, beside the event that
        it is of. Of pairs of reports those come of which both are there.

    Returns
    -------
    tables
        Frames by name in the schema's columns and types, rows in the store's order.

    Raises
    ------
    SchemaError
        If a table is unknown.
    """
    return _read(connection, [Asked(tuple(conditions), (), of)] if conditions else [], names)


def _read(
    connection: sqlite3.Connection, chosen: Sequence[Asked], names: Iterable[str] | None
) -> dict[str, pd.DataFrame]:
    """Read tables, cut down to what any of some questions asks for; whole without any."""
    wanted = list(schema.TABLES if names is None else names)
    odd = [name for name in wanted if name not in schema.TABLES]
    if odd:
        raise SchemaError(f"no table {', '.join(odd)}; there are: {', '.join(schema.TABLES)}")
    if chosen:
        connection.execute(f"DROP TABLE IF EXISTS {_CHOSEN}")
        connection.execute(
            f"CREATE TABLE {_CHOSEN} (incident_id TEXT PRIMARY KEY, article_id TEXT) WITHOUT ROWID"
        )
    for one in chosen:
        _choose(connection, one.conditions, one.of)
    made = {}
    for name in wanted:
        table = schema.TABLES[name]
        cut = (_CUTS if chosen else _SHOWN).get(name)
        found = connection.execute(
            f'SELECT * FROM "{name}" WHERE {cut or 1} ORDER BY {geopackage.KEY}'
        )
        check_cells(connection, [name])
        made[name] = to_frame(table, found)
    if "corrections" in made:
        ids = connection.execute(f"SELECT incident_id FROM {_CHOSEN if chosen else 'incidents'}")
        made["corrections"] = in_force(made["corrections"], {row[0] for row in ids})
    return made


def in_force(corrections: pd.DataFrame, incident_ids: Collection[str]) -> pd.DataFrame:
    """Keep the decisions in force for some reports; those on what is left out quote its words."""
    named = corrections["incident_ids"].fillna("").str.split(schema.JOINER)
    is_kept = named.map(lambda ids: any(one in incident_ids for one in ids)).astype(bool)
    return corrections.loc[is_kept].reset_index(drop=True)


def selection(
    connection: sqlite3.Connection,
    question: Question,
    names: Iterable[str] | None = None,
    *,
    gazetteer: Path | None = None,
) -> Selection:
    """Read the tables of what a question asks for.

    With scope ``all``, totals over days or places that meet the other filters come too: rows
    of ``incidents`` that are of no event.

    Parameters
    ----------
    connection
        Open store.
    question
        What was asked.
    names, gazetteer
        As for `read` and `mapper.query.ask`.

    Raises
    ------
    SchemaError, RegionError
        As `read` and `mapper.query.ask`.
    """
    asked, remarks = ask_with_totals(question, connection, gazetteer=gazetteer)
    is_whole = not asked[0].conditions
    tables = _read(connection, [] if is_whole else asked, names)
    return Selection(tables, remarks, asked[0].of)


def _choose(connection: sqlite3.Connection, conditions: Sequence[Condition], of: Rows) -> None:
    """List the incidents chosen besides, with their articles."""
    text, parameters = where(conditions)
    connection.execute(
        f"INSERT OR IGNORE INTO {_CHOSEN} SELECT {of.report}.incident_id, {of.report}.article_id"
        f" FROM {of.source} {of.to_reports} WHERE {text}",
        parameters,
    )
