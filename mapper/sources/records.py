"""Tables of incident records: their columns, and what makes a row usable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.addresses import COLUMNS as ADDRESSES
from mapper.base.days import precision
from mapper.base.errors import ArticleError
from mapper.base.rejects import CELL_LEFT_OUT, reject
from mapper.sources.cells import as_partial, day_order, is_missing
from mapper.sources.checked import (
    COUNT_CELLS,
    COUNTS,
    BadCellError,
    LeftOut,
    address_in,
    code_in,
    count_in,
    days_in,
    fit,
    number_in,
    position_in,
    whole_in,
)
from mapper.sources.identity import identities, is_of_ours, said_twice
from mapper.sources.known import days_around, lowered, translate
from mapper.sources.likely import nearest
from mapper.sources.sheets import read_sheet
from mapper.sources.wishes import AS_TOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.sources.cells import Order
    from mapper.sources.known import KnownTable
    from mapper.sources.sheets import Sheet, SheetRow
    from mapper.sources.wishes import Reading

Row = dict[str, Any]

RECORDS_STAGE = "records"
RECORD_RULE = "record"
MOST_PLACES = 200
"""Places that one record names at most."""

LONGEST_NAME = 300
"""Characters of the longest name of a place or a region, and of the longest id."""

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
    *(name for names in COUNT_CELLS.values() for name in names),
}
_NAMES = {"place_ar", "admin1", "record_id", "source_id", "incident_id", "place_ids"}
_DATES = ("date", "date_start", "date_end")


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
    """A table as read: records, refused rows and cells, columns nobody used, and notes.

    `source` is the title of the known table whose rows it holds, `named` the columns that the user
    named, such as ``location=place``.
    """

    records: tuple[Record, ...]
    rejects: tuple[Row, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...] = ()
    source: str | None = None
    named: tuple[str, ...] = ()


def read_records(path: Path, reading: Reading = AS_TOLD, *, file: str | None = None) -> Table:
    """Read and check a table of records.

    Parameters
    ----------
    path
        Table, as `mapper.sources.sheets.read_sheet` reads it, with the columns ``place``
        and ``date`` (or ``date_start``), and any of the columns of the table
        ``incidents``; also ``place_ar``, ``lat`` and ``lon`` (degrees, EPSG:4326),
        ``source_url``, ``second_source_url``, ``note``, ``record_id``, and ``killed``,
        ``injured``, ``displaced``, ``strike_count`` for both ends of a figure. Several
        places or values in a cell are joined by ``"; "``. Or a table that
        `mapper.sources.known` knows by its header.
    reading
        What the user says of how to read it.
    file
        What it is called; None for the name of the file.

    Returns
    -------
    table
        Records in the order of the file. A row without a place or date that can be read
        is a reject with its row number and reason; any other cell that cannot be read
        is one too (``cell_left_out``), and its record is kept without it.

    Raises
    ------
    ArticleError
        If the file is no table, or a column of ours that the user names is none.
    """
    check_columns(reading.columns)
    return records_of(read_sheet(path, encoding=reading.encoding), file or path.name, reading)


def records_of(sheet: Sheet, file: str, reading: Reading = AS_TOLD) -> Table:
    """Check the records of a sheet, as `read_records` does of a file."""
    known = translate(sheet, _USED, lowered(reading.columns))
    orders = _orders(known.sheet.rows, reading.order)
    records: list[Record] = []
    rejects: list[Row] = []
    seen: dict[str, Row] = {}
    for row in known.sheet.rows:
        left_out = LeftOut()
        try:
            record = _record(file, row, known.table, seen, orders=orders, left_out=left_out)
        except BadCellError as problem:
            reason, detail = problem.args
            rejects.append(reject(file, RECORDS_STAGE, reason, detail, row=row.number))
        else:
            records.append(record)
            records[-1] = replace(record, said=known.said.get(row.number, ()))
            rejects += (
                reject(file, RECORDS_STAGE, CELL_LEFT_OUT, detail, row=row.number)
                for detail in left_out.details
            )
    return Table(
        tuple(records), tuple(rejects), known.unused, known.sheet.notes, known.source, known.named
    )


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


def _orders(rows: Sequence[SheetRow], order: Order | None) -> dict[str, Order | None]:
    """Say for the dates, and for those of publication, what stands first in them."""
    if order:
        return {"date": order, "published": order}
    dates = day_order(row.cells[name] for row in rows for name in _DATES if name in row.cells)
    published = day_order(row.cells["published"] for row in rows if "published" in row.cells)
    return {"date": dates, "published": published or dates}


def _record(
    file: str,
    row: SheetRow,
    table: KnownTable | None,
    seen: dict[str, Row],
    *,
    orders: Mapping[str, Order | None],
    left_out: LeftOut,
) -> Record:
    """Check a row's cells; `seen` holds what the row of each incident id met so far tells."""
    if row.fault:
        raise BadCellError("bad_row", row.fault)
    cells = _of_sound_length(row.cells, left_out)
    is_export = is_of_ours(cells)
    places = () if is_export and "place" not in cells else _places(cells)
    values: Row = {
        "file": file,
        "row": row.number,
        "rule": RECORD_RULE,
        **_values(cells, orders, left_out, undated=is_export and "date_start" not in cells),
    }
    if table and table.is_one_day:
        values |= days_around(values["date_start"], values["date_end"], values["date_precision"])
    where = {
        "position": left_out.unless(None, position_in, cells),
        "geo_precision": left_out.unless(None, whole_in, cells, "geo_precision", 1, 3),
        "radius_m": left_out.unless(None, number_in, cells, "radius_m", 0.0, 1e6),
    }
    told = values | where | {name: cells.get(name) for name in ("place", "place_ar", "admin1")}
    values["incident_id"], other_id = identities(told, cells, table.name if table else "")
    first = seen.setdefault(values["incident_id"], told)
    if first is not told:
        raise BadCellError("duplicate", said_twice(first, told))
    return Record(
        values,
        places,
        cells.get("admin1"),
        **where,
        other_id=other_id,
        place_ids=tuple(_split(cells.get("place_ids", ""))),
    )


def _of_sound_length(given: Mapping[str, str], left_out: LeftOut) -> dict[str, str]:
    """Take the cells that say something, without ids and further names that are none by length."""
    cells = {name: cell for name, cell in given.items() if not is_missing(cell)}
    for name in _NAMES & cells.keys():
        longest = max(map(len, cells[name].split(schema.JOINER.strip())))
        if longest > LONGEST_NAME:
            told = f"{name} has {longest} characters; at most {LONGEST_NAME}"
            left_out.note("too_long", told)
            del cells[name]
    return cells


def _values(
    cells: Mapping[str, str],
    orders: Mapping[str, Order | None],
    left_out: LeftOut,
    *,
    undated: bool,
) -> Row:
    """Read the columns of an incident."""
    optional = left_out.unless
    values: Row = {
        "source_id": cells.get("record_id") or cells.get("source_id"),
        **{
            ours: optional(None, address_in, cells, name)
            if ours in ADDRESSES
            else optional(None, fit, name, cells[name])
            for name in cells
            if (ours := _RENAMED.get(name, name)) in _TEXTS
        },
        **{
            name: optional(default, code_in, cells, name, default)
            for name, default in _CODED.items()
        },
        **(_undated(cells) if undated else _dates(cells, orders["date"], left_out)),
        "published": optional(None, _published, cells, orders["published"]),
    }
    for stem in COUNTS:
        values |= count_in(cells, stem, left_out)
    values["actor_status"] = values["actor_status"] or _status(values.get("actor"))
    return values


def _status(actor: str | None) -> str:
    """Give the status of an actor whose row states none: a record asserts what it names."""
    return "asserted" if actor else "unknown"


def _places(cells: Mapping[str, str]) -> tuple[tuple[str, str | None], ...]:
    """Read the places with their Arabic names, pairwise where both list as many."""
    names = _split(fit("place", cells.get("place", "")))
    if not names:
        raise BadCellError("no_place", "the cell 'place' is empty")
    if len(names) > MOST_PLACES:
        told = f"the cell 'place' names {len(names)} places; at most {MOST_PLACES}"
        raise BadCellError("too_much", told)
    if (longest := max(map(len, names))) > LONGEST_NAME:
        told = f"place has a name of {longest} characters; at most {LONGEST_NAME}"
        raise BadCellError("too_long", told)
    arabic = _split(cells.get("place_ar", ""))
    pairs = arabic if len(arabic) == len(names) else [None] * len(names)
    return tuple(zip(names, pairs, strict=True))


def _split(cell: str) -> list[str]:
    """Split a cell of several values."""
    return [part.strip() for part in cell.split(schema.JOINER.strip()) if part.strip()]


def _dates(cells: Mapping[str, str], order: Order | None, left_out: LeftOut) -> Row:
    """Read the first and last day and how narrow they are."""
    start = cells.get("date") or cells.get("date_start")
    if not start:
        raise BadCellError("bad_date", "the cell 'date' is empty")
    first = days_in("date" if "date" in cells else "date_start", start, order)
    end = cells.get("date_end")
    last = left_out.unless(first, days_in, "date_end", end, order) if end else first
    if last[1] < first[0]:
        raise BadCellError("bad_date", f"it ends on {end}, before it begins on {start}")
    return {
        "date_start": first[0],
        "date_end": last[1],
        "date_precision": left_out.unless(None, code_in, cells, "date_precision", None)
        or precision(first[0], last[1]),
    }


def _undated(cells: Mapping[str, str]) -> Row:
    """Give the days of an incident of ours whose text told none."""
    stated = code_in(cells, "date_precision", None)
    basis = code_in(cells, "date_basis", None)
    return {"date_start": None, "date_end": None, "date_precision": stated, "date_basis": basis}


def _published(cells: Mapping[str, str], order: Order | None) -> str | None:
    """Read the date of publication as YYYY-MM-DD, YYYY-MM or YYYY."""
    cell = cells.get("published")
    return as_partial(days_in("published", cell, order)) if cell else None
