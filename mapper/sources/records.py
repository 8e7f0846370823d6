"""Tables of incident records: their columns, and what makes a row usable."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.days import interval, precision
from mapper.base.errors import ArticleError
from mapper.base.ids import make_id
from mapper.base.rejects import reject
from mapper.sources.known import lowered, translate
from mapper.sources.likely import nearest
from mapper.sources.sheets import read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.sources.known import KnownTable
    from mapper.sources.sheets import SheetRow

Row = dict[str, Any]

RECORDS_STAGE = "records"
RECORD_RULE = "record"
RECORD_COUNTS = ("strike_count", "killed", "injured", "displaced")
_CODED = {
    "scope": "event",
    "event_type": "other",
    "date_basis": "on",
    "actor_status": None,
    "date_precision": None,
    "text_kind": None,
}
_RENAMED = {"source_url": "url", "second_source_url": "second_url", "note": "sentence"}
_PLACE_CELLS = ("place", "place_ar", "admin1", "lat", "lon", "radius_m", "geo_precision")
_TEXTS = (
    "actor",
    "count_unit",
    "killed_group",
    "targets",
    "attributed_to",
    "publisher",
    "title",
    "published",
    "url",
    "second_url",
    "sentence",
)
_USED = {
    *(name for name in (*_CODED, *_TEXTS, *_PLACE_CELLS, *_RENAMED)),
    *("record_id", "source_id", "date", "date_start", "date_end"),
    *(f"{stem}_{part}" for stem in RECORD_COUNTS for part in ("min", "max", "open")),
}
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_MAX_LAT, _MAX_LON = 90.0, 180.0
_LONGEST_FIGURE = 9
_INCIDENT_ID = re.compile(r"inc-[0-9a-f]{12}")
_NUMBER = re.compile(r"[\W\d_]+")
_HALF_A_WEEK = timedelta(days=3)


class BadCellError(ValueError):
    """A cell that makes its row unusable: reason code and words."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, checked: its incident columns, and what it says of where.

    `said` has what its source's own codes were: the field they are of, and the words;
    `other_id` is its id where another table gave its first to something else; `place_ids`
    are the places that an export of ours had found.
    """

    values: Row
    places: tuple[tuple[str, str | None], ...]
    within: str | None
    position: tuple[float, float] | None
    geo_precision: int | None
    radius_m: float | None
    said: tuple[tuple[str, str], ...] = ()
    other_id: str | None = None
    place_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: records, refused rows, columns nobody used.

    `source` is the title of the known table that it is, `named` the columns that the user
    named, such as ``location=place``.
    """

    records: tuple[Record, ...]
    rejects: tuple[Row, ...]
    unused: tuple[str, ...]
    source: str | None = None
    named: tuple[str, ...] = ()


def read_records(path: Path, columns: Sequence[tuple[str, str]] = ()) -> Table:
    """Read and check a table of records.

    Parameters
    ----------
    path
        CSV with the columns ``place`` and ``date`` (or ``date_start``), and any of the
        columns of the table ``incidents``; also ``place_ar``, ``lat`` and ``lon``
        (degrees, EPSG:4326), ``source_url``, ``second_source_url``, ``note``,
        ``record_id``. Several places or values in a cell are joined by ``"; "``; dates
        are ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``. Or a table that `mapper.sources.known`
        knows by its header.
    columns
        Columns of the table that go by another name, theirs and ours.

    Returns
    -------
    table
        Records in the order of the file; a row with a fault is a reject with its row
        number and reason, and the other rows go on.

    Raises
    ------
    ArticleError
        If the file is no CSV table, or a column of ours is none.
    """
    check_columns(columns)
    reading = translate(read_sheet(path), _USED, lowered(columns))
    records: list[Record] = []
    rejects: list[Row] = []
    seen: dict[str, int] = {}
    for row in reading.sheet.rows:
        try:
            said = reading.said.get(row.number, ())
            record = replace(_record(path.name, row, reading.table, seen), said=said)
        except BadCellError as problem:
            reason, detail = problem.args
            rejects.append(reject(path.name, RECORDS_STAGE, reason, detail, row=row.number))
        else:
            records.append(record)
    source = reading.table.title if reading.table else None
    return Table(tuple(records), tuple(rejects), reading.unused, source, reading.named)


def check_columns(columns: Sequence[tuple[str, str]]) -> None:
    """Refuse names that are no columns of ours.

    Raises
    ------
    ArticleError
        If there is such a name; it says which is nearest.
    """
    for theirs, ours in columns:
        if ours not in _USED:
            raise ArticleError(
                f"--map {theirs}={ours}: a table of records has no column {ours!r};"
                f" the nearest is {nearest(ours, _USED)!r}"
            )


def _record(file: str, row: SheetRow, table: KnownTable | None, seen: dict[str, int]) -> Record:
    """Check a row's cells; `seen` holds the row of each incident id met so far."""
    if row.fault:
        raise BadCellError("bad_row", row.fault)
    cells = row.cells
    is_export = _INCIDENT_ID.fullmatch(cells.get("incident_id", "")) is not None
    places = () if is_export and "place" not in cells else _places(cells)
    values: Row = {
        "file": file,
        "row": row.number,
        "rule": RECORD_RULE,
        "source_id": cells.get("record_id") or cells.get("source_id"),
        **{
            _RENAMED.get(name, name): cells[name]
            for name in cells
            if _RENAMED.get(name, name) in _TEXTS
        },
        **{name: _code(cells, name, default) for name, default in _CODED.items()},
        **(_undated(cells) if is_export and "date_start" not in cells else _dates(cells)),
        **{key: value for stem in RECORD_COUNTS for key, value in _count(cells, stem).items()},
    }
    values["actor_status"] = values["actor_status"] or _status(values.get("actor"))
    if table and table.is_one_day:
        values |= _around(values)
    values["incident_id"], other_id = _identities(values, cells, table)
    first = seen.setdefault(values["incident_id"], row.number)
    if first != row.number:
        raise BadCellError("duplicate", f"the same record as row {first}")
    return Record(
        values,
        places,
        cells.get("admin1"),
        _position(cells),
        _whole(cells, "geo_precision", 1, 3),
        _number(cells, "radius_m", 0.0, 1e6),
        other_id=other_id,
        place_ids=tuple(_split(cells.get("place_ids", ""))),
    )


def _identities(
    values: Row, cells: Mapping[str, str], table: KnownTable | None
) -> tuple[str, str | None]:
    """Make the id of a record of what its source calls it and what it says, wherever it lies.

    A name that its source gave is enough, and outlives an edit of the row. A bare number is
    so only in a table that others publish: every table of one's own may count from 1. Second
    comes the id it has where another table gave that name to something else, if it may.
    """
    if _INCIDENT_ID.fullmatch(cells.get("incident_id", "")):
        return cells["incident_id"], None
    source = table.name if table else ""
    name = values["source_id"]
    if name and source:
        return make_id("inc", RECORD_RULE, source, name), None
    told = values | {key: cells.get(key) for key in _PLACE_CELLS}
    content = [f"{key}={told[key]}" for key in sorted(told) if key not in {"file", "row"}]
    whole = make_id("inc", RECORD_RULE, source, *content)
    if name and _NUMBER.fullmatch(name):
        core = [f"{told[key]}" for key in ("date_start", "date_end", "place", "event_type")]
        return make_id("inc", RECORD_RULE, source, name, *core), whole
    return (make_id("inc", RECORD_RULE, source, name), whole) if name else (whole, None)


def _around(values: Row) -> Row:
    """Widen a day that stands for its week, month or year to the days it may have been."""
    if values["date_start"] != values["date_end"]:
        return {}
    day = date.fromisoformat(values["date_start"])
    first, last = {
        "week": (day - _HALF_A_WEEK, day + _HALF_A_WEEK),
        "month": (
            day.replace(day=1),
            day.replace(day=calendar.monthrange(day.year, day.month)[1]),
        ),
    }.get(values["date_precision"], (day, day))
    return {"date_start": first.isoformat(), "date_end": last.isoformat()}


def _status(actor: str | None) -> str:
    """Give the status of an actor whose row states none: a record asserts what it names."""
    return "asserted" if actor else "unknown"


def _places(cells: Mapping[str, str]) -> tuple[tuple[str, str | None], ...]:
    """Read the places with their Arabic names, pairwise where both list as many."""
    names = _split(cells.get("place", ""))
    if not names:
        raise BadCellError("no_place", "the cell 'place' is empty")
    arabic = _split(cells.get("place_ar", ""))
    pairs = arabic if len(arabic) == len(names) else [None] * len(names)
    return tuple(zip(names, pairs, strict=True))


def _split(cell: str) -> list[str]:
    """Split a cell of several values."""
    return [part.strip() for part in cell.split(schema.JOINER.strip()) if part.strip()]


def _dates(cells: Mapping[str, str]) -> Row:
    """Read the first and last day and how narrow they are."""
    start = cells.get("date") or cells.get("date_start")
    if not start:
        raise BadCellError("bad_date", "the cell 'date' is empty")
    end = cells.get("date_end", start)
    first, last = interval(start), interval(end)
    if first is None or last is None:
        wrong = start if first is None else end
        raise BadCellError("bad_date", f"{wrong!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    if last[1] < first[0]:
        raise BadCellError("bad_date", f"it ends on {end}, before it begins on {start}")
    if interval(cells.get("published", start)) is None:
        raise BadCellError("bad_date", f"published is {cells['published']!r}, which is no date")
    stated = _code(cells, "date_precision", None)
    return {
        "date_start": first[0],
        "date_end": last[1],
        "date_precision": stated or precision(first[0], last[1]),
    }


def _undated(cells: Mapping[str, str]) -> Row:
    """Give the days of an incident of ours whose text told none."""
    stated = _code(cells, "date_precision", None)
    basis = _code(cells, "date_basis", None)
    return {"date_start": None, "date_end": None, "date_precision": stated, "date_basis": basis}


def _code(cells: Mapping[str, str], name: str, default: str | None) -> str | None:
    """Read a cell that has a code list."""
    value = cells.get(name)
    codes = next(column.codes for column in schema.INCIDENTS.columns if column.name == name)
    if value is not None and value not in codes:
        raise BadCellError("bad_code", f"{name} is {value!r}; there are: {', '.join(codes)}")
    return value or default


def _count(cells: Mapping[str, str], stem: str) -> Row:
    """Read the smallest and largest figure of a count; one alone stands for both."""
    low = _whole(cells, f"{stem}_min", 0)
    high = _whole(cells, f"{stem}_max", 0)
    low, high = (high if low is None else low), (low if high is None else high)
    if low is not None and high is not None and low > high:
        raise BadCellError("bad_range", f"{stem}_min {low} is above {stem}_max {high}")
    cell = cells.get(f"{stem}_open")
    if cell is not None and cell.lower() not in _FLAGS:
        raise BadCellError("bad_flag", f"{stem}_open is {cell!r}; write true or false")
    is_open = _FLAGS[cell.lower()] if cell is not None else None if low is None else False
    return {f"{stem}_min": low, f"{stem}_max": high, f"{stem}_open": is_open}


def _whole(cells: Mapping[str, str], name: str, least: int, most: int | None = None) -> int | None:
    """Read a whole number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    if not (cell.isascii() and cell.isdigit()) or len(cell) > _LONGEST_FIGURE or int(cell) < least:
        raise BadCellError("bad_number", f"{name} is {cell!r}; write a whole number from {least}")
    if most is not None and int(cell) > most:
        raise BadCellError("bad_number", f"{name} is {cell!r}; the largest is {most}")
    return int(cell)


def _number(
    cells: Mapping[str, str], name: str, least: float, most: float, reason: str = "bad_number"
) -> float | None:
    """Read a number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise BadCellError(reason, f"{name} is {cell!r}; write a number from {least:g} to {most:g}")
    return value


def _position(cells: Mapping[str, str]) -> tuple[float, float] | None:
    """Read a given position as (lon, lat) in degrees."""
    lat = _number(cells, "lat", -_MAX_LAT, _MAX_LAT, "bad_position")
    lon = _number(cells, "lon", -_MAX_LON, _MAX_LON, "bad_position")
    if (lat is None) != (lon is None):
        raise BadCellError("bad_position", "one of lat and lon is empty")
    return None if lat is None or lon is None else (lon, lat)
