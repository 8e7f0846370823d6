"""What a store holds, in figures: the answer of ``mapper info``."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.version import __version__
from mapper.store import VERSION_KEY

if TYPE_CHECKING:
    import sqlite3

_BY = {
    "events": ("scope", "event_type", "zone_verdict"),
    "incidents": ("scope", "event_type", "zone_verdict", "text_kind"),
}


def summarise(connection: sqlite3.Connection) -> dict[str, Any]:
    """Count what a store holds.

    Returns
    -------
    summary
        ``mapper`` and ``schema_version``; ``tables``: rows by table; ``events`` and the
        reports of them, ``incidents``: number by scope, event type, zone verdict and kind
        of text, with the key ``not mapped`` for those without a position, of events also
        ``told by more than one source`` and ``doubtful pairs`` (of reports that may be of
        one event); ``days``: first and last day of events; ``bounds``: west, south, east,
        north in degrees, or null; ``zones``: each zone with its days; ``run``: what the
        build recorded.
    """
    run = {row[0]: row[1] for row in connection.execute("SELECT key, value FROM run ORDER BY key")}
    return {
        "mapper": __version__,
        "schema_version": int(run.pop(VERSION_KEY)),
        "tables": {
            name: _one(connection, f"SELECT count(*) FROM {name}") for name in schema.TABLES
        },
        "events": _events(connection),
        "incidents": _rows(connection, "incidents"),
        "days": _days(connection),
        "bounds": bounds(connection),
        "zones": _zones(connection),
        "run": run,
    }


def bounds(connection: sqlite3.Connection) -> list[float] | None:
    """Give west, south, east, north of the incidents in degrees, None when none is placed.

    West lies above east where they lie across the 180th meridian, as in RFC 7946.
    """
    found = connection.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'incidents'"
    ).fetchone()
    if found[0] is None:
        return None
    west, south, east, north = found
    if east - west > 180:  # noqa: PLR2004 - degrees
        west, east = _across(connection, west, east)
    return [round(edge, 5) for edge in (west, south, east, north)]


def _across(connection: sqlite3.Connection, west: float, east: float) -> tuple[float, float]:
    """Give west and east of places that may lie across the 180th meridian."""
    from shapely import points  # noqa: PLC0415 - hardly ever needed

    from mapper.base.globe import box_of  # noqa: PLC0415 - as above

    rows = connection.execute("SELECT DISTINCT lon FROM locations WHERE lon IS NOT NULL")
    box = box_of([points(row[0], 0.0) for row in rows])
    return (west, east) if box is None else (box[0], box[2])


def _events(connection: sqlite3.Connection) -> dict[str, Any]:
    pairs = "SELECT count(*) FROM event_links WHERE decision = 'doubtful'"
    return {
        "told by more than one source": _one(
            connection, "SELECT count(*) FROM events WHERE n_sources > 1"
        ),
        "doubtful pairs": _one(connection, pairs),
        **_rows(connection, "events"),
    }


def _rows(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Count the rows of ``events`` or ``incidents`` by some of their columns."""
    counts: dict[str, Any] = {
        "not mapped": _one(connection, f"SELECT count(*) FROM {table} WHERE geom IS NULL")
    }
    for column in _BY[table]:
        found = connection.execute(
            f"SELECT coalesce({column}, 'none'), count(*) FROM {table}"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        counts[column] = {row[0]: row[1] for row in found}
    return counts


def _days(connection: sqlite3.Connection) -> dict[str, str | None]:
    first, last = connection.execute(
        "SELECT min(date_start), max(date_end) FROM events WHERE scope = 'event'"
    ).fetchone()
    return {"first": first, "last": last}


def _zones(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    found = connection.execute(
        "SELECT zone_id, min(valid_from), max(valid_to) FROM zones WHERE part IN ('zone', 'inner')"
        " GROUP BY zone_id ORDER BY 2, 1"
    )
    return [{"zone_id": row[0], "valid_from": row[1], "valid_to": row[2]} for row in found]


def _one(connection: sqlite3.Connection, sql: str) -> Any:  # noqa: ANN401 - whatever SQL gives
    return connection.execute(sql).fetchone()[0]
