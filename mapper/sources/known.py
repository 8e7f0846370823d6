"""Tables known by their header: what their columns are here, and their codes in ours.

Each is a file of `mapper/data/tables`: a row per column of theirs and what it is here. The
first filled column of several for the same one counts, unless ``join`` puts them together.
``when`` says for which rows it holds (``column=a|b``, or ``column!a|b`` for all others),
``value`` stands in for the cell, ``claim:field`` keeps the cell as written beside the record.
Of several rows of ``codes`` for one code of theirs the first is how it is read; ``out`` says
which are written (`mapper.sources.outbound`). A row that bears an id of ours is one that we wrote
in their columns: it is not theirs, and nobody is credited for it.
"""

from __future__ import annotations

import calendar
import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.base.days import shifted
from mapper.base.schema import EVENT_TYPES
from mapper.base.spreadsheets import as_before
from mapper.sources.identity import is_named_by_us

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mapper.sources.sheets import Sheet, SheetRow

    Said = tuple[tuple[str, str], ...]
    Pairs = Sequence[tuple[str, str]]

Condition = tuple[str, bool, frozenset[str]]
"""A column, whether its cell must be one of some values or none of them, and these, folded."""

FOLDER = Path(__file__).parents[1] / "data" / "tables"

_HALF_A_WEEK = 3
"""Days."""
_OTHERWISE = "*"
_ANY_BEFORE = "* "
_FIRST = "first"
_CLAIM = "claim:"
_KIND, _ID, _PUBLISHER = "event_type", "record_id", "publisher"
_NOT_STATED = {"", "na", "n/a", "nan", "null", "none", "#n/a"}
_WHOLE = {"latitude": "lat", "longitude": "lon", "lng": "lon"}
"""Names of our columns written out, by which a position is often given."""

_APART = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of theirs is here; see the module."""

    theirs: str
    ours: str
    codes: Mapping[str, str] | None = None
    when: Condition | None = None
    join: str = ""
    value: str = ""

    def holds(self, cells: Mapping[str, str]) -> bool:
        """Tell whether it is meant in a row of these cells."""
        return holds(self.when, cells)


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table that others publish: the columns that mark it, and how to name its source.

    With `is_one_day` its date is one day standing for the week or month it may have been.
    """

    name: str
    title: str
    what: str
    licence: str
    marks: tuple[tuple[str, ...], ...]
    is_one_day: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """A sheet in our names, the table it is, and by row what is kept as its source wrote it.

    `source` is the title of that table, None where every row is one that we wrote in its
    columns; `unused` are columns nobody used, `named` those that the user named.
    """

    sheet: Sheet
    table: KnownTable | None
    source: str | None
    said: Mapping[int, Said]
    unused: tuple[str, ...]
    named: tuple[str, ...]


def recognise(header: Collection[str], pairs: Pairs = ()) -> KnownTable | None:
    """Find the known table that a header is of.

    Parameters
    ----------
    header
        Names of the columns, in lower case.
    pairs
        Columns that the user named, theirs and ours: their names count as ours.
    """
    names = {*header, *(ours for theirs, ours in pairs if theirs in header)}
    for table in known_tables():
        if all(any(one in names for one in mark) for mark in table.marks):
            return table
    return None


def is_table(header: Collection[str], pairs: Pairs = ()) -> bool:
    """Tell whether a header is that of a table of records, ours or a known one."""
    named = {ours for theirs, ours in pairs if theirs in header}
    return _is_record({*header, *named}) or recognise(header, pairs) is not None


def translate(sheet: Sheet, ours: Collection[str], pairs: Pairs = ()) -> Translated:
    """Turn a sheet's columns and codes into ours.

    Parameters
    ----------
    sheet
        As read, names in lower case.
    ours
        Names of the columns of a table of records.
    pairs
        Columns that the user named, theirs and ours; they go before what is known.

    Returns
    -------
    translated
        Rows keep their numbers and faults. A kind of attack that a known table has a code
        for is read in any table.
    """
    sheet = _respelled(sheet, ours)
    table = recognise(sheet.header, pairs)
    columns = _columns(sheet.header, table, ours, pairs)
    named_by = [one.theirs for one in columns if one.ours == _ID]
    ours_too = [one for one in columns if not (one.ours == _PUBLISHER and one.value)]
    is_export = "incident_id" in sheet.header
    is_theirs = False
    rows: list[SheetRow] = []
    said: dict[int, Said] = {}
    for row in sheet.rows:
        is_ours = any(is_named_by_us(row.cells.get(name, "")) for name in named_by)
        is_theirs |= not is_ours
        cells, kept = _translated(row.cells, ours_too if is_ours else columns)
        if is_export or is_ours:
            cells = {name: as_before(cell) for name, cell in cells.items()}
        rows.append(replace(row, cells=cells))
        if kept:
            said[row.number] = kept
    header = tuple(dict.fromkeys(one.ours for one in columns if not one.ours.startswith(_CLAIM)))
    used = {one.theirs for one in columns}
    unused = tuple(name for name in sheet.header if name and name not in used)
    named = tuple(f"{theirs}={our}" for theirs, our in pairs if theirs in sheet.header)
    sheet = replace(sheet, header=header, rows=tuple(rows))
    source = table.title if table and is_theirs else None
    return Translated(sheet, table, source, said, unused, named)


def _respelled(sheet: Sheet, ours: Collection[str]) -> Sheet:
    """Spell our own columns as we do: "Killed Min" and "killed-min" are ``killed_min``."""
    spelled = {name: _WHOLE.get(name, _APART.sub("_", name)) for name in sheet.header}
    new = {a: b for a, b in spelled.items() if b in ours and b not in sheet.header}
    if not new:
        return sheet
    rows = (
        replace(row, cells={new.get(name, name): cell for name, cell in row.cells.items()})
        for row in sheet.rows
    )
    header = tuple(new.get(name, name) for name in sheet.header)
    return replace(sheet, header=header, rows=tuple(rows))


def lowered(pairs: Pairs) -> list[tuple[str, str]]:
    """Spell the columns that a user named as headers are read."""
    return [(theirs.strip().lower(), ours.strip()) for theirs, ours in pairs]


@lru_cache(maxsize=8192)
def fold(cell: str) -> str:
    """Spell a code as it is compared: lower case, single spaces, no hyphens or whole decimals.

    Examples
    --------
    >>> fold("Single-source claim"), fold("within_100m"), fold("2.0")
    ('single source claim', 'within 100m', '2')
    """
    return re.sub(r"(?<=\d)\.0+$", "", re.sub(r"[\s_-]+", " ", cell).strip().casefold())


def days_around(start: str, end: str, precision: str) -> dict[str, str]:
    """Widen a day that stands for its week, month or year to the days it may have been."""
    if start != end:
        return {}
    day = date.fromisoformat(start)
    first, last = {
        "week": (shifted(start, -_HALF_A_WEEK), shifted(start, _HALF_A_WEEK)),
        "month": (
            day.replace(day=1).isoformat(),
            day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat(),
        ),
    }.get(precision, (start, start))
    return {"date_start": first, "date_end": last}


def credit(titles: Iterable[str]) -> list[dict[str, str]]:
    """Say whom outputs made with known tables must credit: ``name``, ``what``, ``licence``."""
    wanted = set(titles)
    found = {one.title: one for one in known_tables() if one.title in wanted and one.licence}
    return [{"name": one.title, "what": one.what, "licence": one.licence} for one in found.values()]


@lru_cache(maxsize=1)
def known_tables() -> tuple[KnownTable, ...]:
    """Read the known tables, in the order in which a header is tried against them."""
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for row in listed("codes"):
        read = codes.setdefault((row["table"], row["crosswalk"]), {})
        read.setdefault(fold(row["theirs"]), row["ours"])
    return tuple(
        KnownTable(
            row["table"],
            row["title"],
            row["what"],
            row["licence"],
            tuple(tuple(mark.split("|")) for mark in row["marks"].split()),
            bool(row["one_day"]),
            tuple(_column(row["table"], one, codes) for one in listed(row["table"])),
        )
        for row in listed("index")
    )


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """Gather the kinds of attack of all known tables, as far as they agree."""
    found: dict[str, set[str]] = {}
    for column in (column for table in known_tables() for column in table.columns):
        if column.ours == _KIND and column.codes:
            for theirs, ours in column.codes.items():
                if theirs == _OTHERWISE:
                    continue
                found.setdefault(theirs, set()).add(ours)
    return {theirs: min(ours) for theirs, ours in found.items() if len(ours) == 1}


def listed(name: str) -> list[dict[str, str]]:
    """Read one of the files."""
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text("utf-8").splitlines()))


def _column(
    table: str, row: Mapping[str, str], codes: Mapping[tuple[str, str], Mapping[str, str]]
) -> Column:
    """Make a column of its row."""
    coded = codes[table, row["crosswalk"]] if row["crosswalk"] else None
    return Column(
        row["theirs"], row["ours"], coded, condition(row["when"]), row["join"], row["value"]
    )


def condition(words: str) -> Condition | None:
    """Read on which rows something holds: a column, whether it must be, and the folded values."""
    match = re.match(r"(\w+)([=!])(.*)", words)
    if match is None:
        return None
    return match[1], match[2] == "=", frozenset(map(fold, match[3].split("|")))


def holds(when: Condition | None, cells: Mapping[str, str]) -> bool:
    """Tell whether a condition is met by a row's cells; an empty cell is the value ``""``."""
    if when is None:
        return True
    name, wanted, values = when
    return (fold(cells.get(name, "")) in values) is wanted


def _is_record(names: Collection[str]) -> bool:
    return "place" in names and ("date" in names or "date_start" in names)


def _columns(
    header: Sequence[str], table: KnownTable | None, ours: Collection[str], pairs: Pairs
) -> list[Column]:
    """List what each column of a header is here, what the user named first."""
    named = {theirs for theirs, _ in pairs}
    taken = {our for theirs, our in pairs if theirs in header}
    columns = table.columns if table else ()
    known = {one.theirs for one in columns}
    return [
        *(Column(theirs, our) for theirs, our in pairs if theirs in header),
        *(
            one
            for one in columns
            if one.theirs in header and one.theirs not in named and one.ours not in taken
        ),
        *(
            Column(name, name)
            for name in header
            if name in ours and name not in known | named and name not in taken
        ),
    ]


def _translated(
    theirs: Mapping[str, str], columns: Iterable[Column]
) -> tuple[dict[str, str], Said]:
    """Turn a row's cells into ours; give beside them what is kept as written."""
    cells: dict[str, str] = {}
    said: list[tuple[str, str]] = []
    for column in columns:
        cell = theirs.get(column.theirs)
        if cell is None or not column.holds(theirs):
            continue
        if column.codes is not None or column.value or column.ours.startswith(_CLAIM):
            if fold(cell) in _NOT_STATED:
                continue
            cell = column.value or (_decoded(cell, column.codes) if column.codes else cell)
        if column.ours.startswith(_CLAIM):
            said.append((column.ours.removeprefix(_CLAIM), f"{column.theirs}: {cell}"))
        elif column.ours not in cells:
            cells[column.ours] = cell
        elif column.join:
            cells[column.ours] += column.join + cell
    kind = cells.get(_KIND)
    if kind is not None and kind not in EVENT_TYPES and fold(kind) in _kinds():
        said.append((_KIND, kind))
        cells[_KIND] = _kinds()[fold(kind)]
    return cells, tuple(said)


def _decoded(cell: str, codes: Mapping[str, str]) -> str:
    """Turn a code into ours: the whole cell's, else the first listed part's, else the rest's.

    Examples
    --------
    >>> _decoded("Drone Strike, Airstrike", {"airstrike": "air", "drone strike": "drone"})
    'drone'
    >>> _decoded("Idlib governorate", {"* governorate": "*"})
    'Idlib'
    """
    folded = fold(cell)
    if folded in codes:
        return codes[folded]
    parts = re.split(r"\s*[,;]\s*", cell)
    for part in parts:
        if fold(part) in codes:
            return codes[fold(part)]
    if _FIRST in codes.values():
        return parts[0]
    for ending in codes:
        if ending.startswith(_ANY_BEFORE) and folded.endswith(ending[1:]):
            return cell.strip()[: 1 - len(ending)].strip()
    return codes.get(_OTHERWISE, cell)
