"""Where a question's rows come from: a store on disk, or GeoJSON features on stdin."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mapper.base import frames, schema
from mapper.base.checked import FieldError, NotJsonError, json_of
from mapper.base.errors import SchemaError, StoreError
from mapper.query.features import row_of
from mapper.store import open_store, telling

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    import pandas as pd

STDIN = Path("-")
_RECORD_SEPARATOR = "\x1e"
_LOCATION = (
    *("admin1", "admin2", "admin3", "pcode", "geo_precision", "radius_m"),
    *("zone_id", "zone_verdict", "zone_p_inside", "zone_distance_km", "held_by"),
)
_POINT_RADIUS_M = 1.0


@contextmanager
def opened(path: Path, *, may_lack: Collection[str] = ()) -> Iterator[sqlite3.Connection]:
    """Open a store for reading; ``-`` reads GeoJSON features from stdin.

    `may_lack` is as of `mapper.store.open_store`.

    Yields
    ------
    connection
        Closed when the block ends.

    Raises
    ------
    StoreError
        If the store, or what stdin gives, cannot be read.
    """
    if path != STDIN:
        connection = open_store(path, may_lack=may_lack)
        try:
            with telling(path):
                yield connection
        finally:
            connection.close()
        return
    from mapper.store import write_store  # noqa: PLC0415 - stdin is the rarer source

    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "stdin.gpkg"
        write_store(draft, read_features(sys.stdin))
        with opened(draft) as connection:
            yield connection


def read_features(stream: TextIO) -> dict[str, pd.DataFrame]:
    """Read events or reports written as GeoJSON: a collection, or one feature a line (RFC 8142).

    Returns
    -------
    tables
        ``incidents``; ``locations`` and ``uncertainty`` made from their geometries and
        radii, since a feature carries no more: discs, also where the original area was
        a region. ``events``, where features are events: they come without their reports, and
        a row of ``incidents`` of the same id stands for each.

    Raises
    ------
    StoreError
        If the text is no GeoJSON, a feature lacks a column that every row has, or events and
        reports are mixed.
    """
    read = [row_of(feature, number) for number, feature in enumerate(_features(stream), start=1)]
    kinds = {table.name for table, _ in read}
    if len(kinds) > 1:
        raise StoreError("stdin mixes events and reports (of reports each has an incident_id)")
    rows = [row for _, row in read]
    events = frames.frame(schema.EVENTS, rows if kinds == {schema.EVENTS.name} else [])
    if len(events):
        rows = [_stand_in(row) for row in rows]
    incidents = frames.frame(schema.INCIDENTS, rows)
    try:
        frames.check(schema.EVENTS, events)
        frames.check(schema.INCIDENTS, incidents)
    except SchemaError as problem:
        raise StoreError(f"stdin: {problem}") from problem
    locations = [one for row in rows for one in _locations(row)]
    from mapper.places import areas  # noqa: PLC0415 - loads shapely

    return {
        "events": events,
        "incidents": incidents,
        "locations": frames.frame(schema.LOCATIONS, locations),
        "uncertainty": frames.frame(schema.UNCERTAINTY, areas(locations)),
    }


def _features(stream: TextIO) -> list[Any]:
    """Give the features of a collection or a sequence, telling the two apart by the text."""
    # JSON is UTF-8 whatever the terminal speaks; a text in memory has no bytes below it.
    below = getattr(stream, "buffer", None)
    try:
        return _parsed(stream.read() if below is None else below.read())
    except NotJsonError as problem:
        raise StoreError(f"{problem.where} is no GeoJSON ({problem.fault})") from problem
    except FieldError as problem:
        raise StoreError(str(problem)) from problem


def _parsed(content: bytes | str) -> list[Any]:
    """Read a collection, a feature, or one feature a line."""
    try:
        text = content if isinstance(content, str) else content.decode()
    except UnicodeDecodeError as problem:
        raise NotJsonError("stdin", f"not UTF-8 at byte {problem.start}") from None
    text = text.replace(_RECORD_SEPARATOR, "\n").strip().removeprefix("\ufeff")
    lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        return []
    try:
        whole = json_of(text, "stdin")
    except NotJsonError:
        if len(lines) == 1 or not _is_object(lines[0][1]):
            raise
        return [json_of(line, f"stdin line {number}") for number, line in lines]
    if not isinstance(whole, dict):
        raise FieldError("stdin", None, whole, "a GeoJSON feature or collection is expected")
    found = whole.get("features", [whole])
    if not isinstance(found, list):
        raise FieldError("stdin", "features", found, "a list is expected")
    return found


def _is_object(line: str) -> bool:
    """Tell whether a line is whole by itself, so that each is read by itself."""
    try:
        return isinstance(json_of(line, ""), dict)
    except NotJsonError:
        return False


def _stand_in(event: dict[str, Any]) -> dict[str, Any]:
    """Make the row of incidents that stands for an event without its reports."""
    kept = {*schema.INCIDENTS.names, "geometry"}
    shared = {name: cell for name, cell in event.items() if name in kept}
    return shared | {"incident_id": event["event_id"]}


def _locations(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the places of a report, as far as its columns and geometry tell them."""
    geometry = row["geometry"]
    points = [] if geometry is None else list(getattr(geometry, "geoms", [geometry]))
    names, ids = ((row.get(name) or "").split(schema.JOINER) for name in ("places", "place_ids"))
    for seq, point in enumerate(points, start=1):
        yield {
            "incident_id": row["incident_id"],
            "seq": seq,
            "name": names[seq - 1] if len(names) == len(points) else None,
            "place_id": ids[seq - 1] if len(ids) == len(points) else None,
            "lon": point.x,
            "lat": point.y,
            "geometry": point,
            **{name: row.get(name) for name in _LOCATION},
            "radius_m": row.get("radius_m") or _POINT_RADIUS_M,
        }
