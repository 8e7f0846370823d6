"""Reads what is known of links: which text reports which record, or who is of which event."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any

from mapper.base.errors import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, Any]

_SEPARATORS = (",", ";", "\t")
LINKS, MEMBERS = ("text", "code"), ("member", "event")


@dataclass(frozen=True, slots=True)
class Gold:
    """Links as (text, code), or the rows of a list of members.

    A code is a record's id, or `code` of its table and id where the list names the table.
    """

    links: frozenset[tuple[str, str]] = frozenset()
    members: tuple[Row, ...] = field(default=())


def read_gold(path: Path) -> Gold:
    """Read a list of links or of members.

    Raises
    ------
    MapperError
        If the file is not UTF-8 or no CSV, the header is of neither, a cell of one of these
        columns is empty, ``start`` and ``end`` are no range, ``told`` is neither yes nor no,
        or a member is of two events; names file and row.
    """
    rows = _rows(path)
    header = {name for name in rows[0][1] if name} if rows else set()
    wanted = next((columns for columns in (LINKS, MEMBERS) if header.issuperset(columns)), None)
    if wanted is None:
        having = f"; it has {', '.join(sorted(header))}" if header else ""
        raise MapperError(f"{path}: no rows with columns text,code or member,event{having}")
    for number, row in rows:
        for column in wanted:
            if not (row[column] or "").strip():
                raise MapperError(f"{path} row {number}: the cell {column!r} is empty")
        if not _is_range(row.get("start"), row.get("end")):
            told = f"start {row.get('start')!r} and end {row.get('end')!r}"
            raise MapperError(
                f"{path} row {number}: {told} are no range of code points; give two whole numbers,"
                " the first from 0 and the smaller, or neither"
            )
        said = row.get("told")
        row["told"] = (said or "").strip().casefold()
        if row["told"] not in _TOLD:
            raise MapperError(f"{path} row {number}: told is {said!r}; write yes or no")
    if wanted == MEMBERS:
        _check_members(path, rows)
    if wanted == LINKS:
        return Gold(links=frozenset((row["text"].strip(), _code_of(row)) for _, row in rows))
    return Gold(members=tuple(row for _, row in rows))


_TOLD = frozenset({"", "yes", "no"})


def _check_members(path: Path, rows: Iterable[tuple[int, Row]]) -> None:
    """Refuse a member that is of two events, or listed twice: stretches of a text may not meet."""
    seen: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
    for number, row in rows:
        for column in MEMBERS:
            row[column] = row[column].strip()
        member = row["member"], (row.get("file") or "").strip()
        for earlier, other in seen[member]:
            if _meet(row, other):
                both = f"{other['event']} in row {earlier} and {row['event']}"
                raise MapperError(
                    f"{path} row {number}: member {row['member']} is of {both}; list it once"
                )
        seen[member].append((number, row))


def _meet(one: Row, other: Row) -> bool:
    """See whether two stretches of a text share a code point; one without ends is all of it."""
    ranges = [(row.get("start") or "").strip() for row in (one, other)]
    if not all(ranges):
        return True
    return max(map(int, ranges)) < min(int(row["end"]) for row in (one, other))


def _rows(path: Path) -> list[tuple[int, Row]]:
    """Read the rows of a CSV file, each with the line it ends on.

    The header may be in capitals; cells are parted by commas, semicolons or tabs.
    """
    held = path.read_bytes()
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = held.count(b"\n", 0, problem.start) + 1
        raise MapperError(f"{path} row {line}: not UTF-8 ({problem.reason})") from None
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.DictReader(StringIO(text, newline=""), strict=True, delimiter=separator)
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
        return [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise MapperError(
            f"{path} row {reader.reader.line_num}: not a CSV file ({problem})"
        ) from None


def _is_range(start: str | None, end: str | None) -> bool:
    """See whether two cells give a range of code points, or nothing."""
    cells = [(cell or "").strip() for cell in (start, end)]
    if not any(cells):
        return True
    return all(cell.isdecimal() for cell in cells) and int(cells[0]) < int(cells[1])


def code(file: str, record: str) -> str:
    """Name a record by its table too."""
    return f"{file} {record}"


def _code_of(row: Row) -> str:
    file = (row.get("file") or "").strip()
    return code(file, row["code"].strip()) if file else str(row["code"].strip())
