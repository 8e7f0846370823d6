"""The file of corrections: one decision of a person a row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing
from mapper.base.errors import ArticleError
from mapper.base.rejects import reject
from mapper.base.schema import ACTIONS
from mapper.sources import code_of, is_missing, read_days, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Row = dict[str, Any]

CORRECTIONS_STAGE = "corrections"
COLUMNS = ("target", "action", "value", "why", "by", "date")
_NEEDED = COLUMNS[:2]
_ALONE = ("drop", "withhold", "split", "confirm")
"""Actions that need no value."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision: what it is of, what it does, and who took it when and why.

    `target` names reports by their ids, or by a file and words quoted from it (see
    `mapper.corrections.targets`); `file` and `row` are where the decision itself stands.
    """

    target: str
    action: str
    value: str | None = None
    why: str | None = None
    by: str | None = None
    date: str | None = None
    file: str | None = None
    row: int | None = None

    @property
    def content(self) -> tuple[str | None, ...]:
        """What makes it the same decision, wherever it stands."""
        return (self.target, self.action, self.value, self.why, self.by, self.date)

    @property
    def signed(self) -> str:
        """Who decided, when and why, in words."""
        who = f"by {self.by}" if self.by else "by somebody unnamed"
        day = f", {self.date}" if self.date else ""
        return f"{who}{day}: {self.why or 'no reason given'}"


@dataclass(frozen=True, slots=True)
class Read:
    """A file of corrections as read: its decisions, and the rows that are none."""

    corrections: tuple[Correction, ...] = ()
    rejects: tuple[Row, ...] = ()


def read_corrections(path: Path, name: str) -> Read:
    """Read a file of corrections.

    Parameters
    ----------
    path
        Table with the columns ``target`` and ``action``, and any of ``value``, ``why``, ``by``
        and ``date`` (of the decision); CSV, Excel or OpenDocument.
    name
        Name of the file in outputs.

    Returns
    -------
    read
        Decisions in the order of the file. A row that names no target or no known action is a
        reject with its row number.

    Raises
    ------
    ArticleError
        If the file cannot be read, is no table, or lacks one of the two columns: a build that
        passed over it would show what somebody has decided to drop.
    """
    sheet = read_sheet(path)
    missing = [one for one in _NEEDED if one not in sheet.header]
    if missing:
        raise ArticleError(
            f"{path.name} has no column {' and no column '.join(map(repr, missing))};"
            f" a file of corrections has: {', '.join(COLUMNS)}"
        )
    made: list[Correction] = []
    rejects: list[Row] = []
    for row in sheet.rows:
        cells = {one: cell for one, cell in row.cells.items() if not is_missing(cell)}
        found, fault = _correction(cells, name, row.number)
        fault = row.fault or fault
        if found is None or fault:
            detail = fault or "nothing to read"
            rejects.append(
                reject(name, CORRECTIONS_STAGE, "bad_correction", detail, row=row.number)
            )
        if found is not None and not row.fault:
            made.append(found)
    return Read(tuple(made), tuple(rejects))


def _correction(
    cells: Mapping[str, str], name: str, number: int
) -> tuple[Correction | None, str | None]:
    """Check a row: its decision, and what is wrong with it."""
    target, said = cells.get("target"), cells.get("action")
    if target is None or said is None:
        return None, f"no {'target' if target is None else 'action'}"
    action = code_of(said, ACTIONS)
    if action is None:
        return None, f"action is {said!r}; there are: {', '.join(ACTIONS)}"
    value = cells.get("value")
    if value is None and action not in _ALONE:
        return None, f"{action} needs a value"
    day, fault = None, None
    if "date" in cells:
        days = read_days(cells["date"], None)
        day = days[0] if days and days[0] == days[1] else None
        if day is None:
            fault = f"date is {cells['date']!r}, no day like 2020-03-05; the rest holds"
    told = Correction(target, action, value, cells.get("why"), cells.get("by"), day, name, number)
    return told, fault


def corrections_of(rows: Iterable[Mapping[str, Any]]) -> list[Correction]:
    """Give the decisions that the table ``corrections`` of an earlier build keeps."""
    names = [field.name for field in fields(Correction)]
    return [Correction(**{name: row[name] for name in names}) for row in rows]


def add_corrections(path: Path, corrections: Iterable[Correction]) -> int:
    """Write decisions behind those that a file has, each once; give the number of new ones.

    The file appears whole. One that is not there is begun; one of another kind than CSV is
    refused, since the rest of a workbook would be lost.

    Raises
    ------
    ArticleError
        If there is a file that is no CSV of corrections.
    """
    with replacing(path) as draft:  # nobody else adds to it meanwhile
        earlier = _rows_of(path) if path.exists() else []
        known = {tuple(row) for row in earlier}
        new: dict[tuple[str, ...], None] = {}
        for one in corrections:
            row = tuple(cell or "" for cell in one.content)
            if row not in known:
                new[row] = None
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([COLUMNS, *earlier, *new])
        draft.write_text(text.getvalue(), encoding="utf-8", newline="")
    return len(new)


def _rows_of(path: Path) -> list[tuple[str, ...]]:
    """Read the rows of a file that is to be written anew, as they stand."""
    if path.suffix.lower() != ".csv":
        raise ArticleError(f"{path} is no CSV; decisions are added to a CSV alone")
    sheet = read_sheet(path)
    if any(name not in sheet.header for name in _NEEDED):
        raise ArticleError(f"{path} is no file of corrections: it has {', '.join(sheet.header)}")
    others = sorted(set(sheet.header) - set(COLUMNS) - {""})
    faults = [row.number for row in sheet.rows if row.fault]
    if others or faults:
        what = f"columns {', '.join(others)}" if others else f"row {faults[0]}"
        raise ArticleError(f"{path}: {what} would be lost; mend the file first")
    return [tuple(row.cells.get(name, "") for name in COLUMNS) for row in sheet.rows]
