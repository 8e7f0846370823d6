"""The rows of a sheet: what is doubtful, what to decide, and what came with each row."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mapper.base.atomic import replacing
from mapper.base.ids import make_id
from mapper.base.schema import JOINER
from mapper.base.spreadsheets import disarmed
from mapper.corrections import target_of
from mapper.review.cells import EDITED, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mapper.review.doubts import Item

DECIDED = ("action", "value", "why", "by")
COLUMNS = (
    *("doubt", *DECIDED, *EDITED, "verdict", "p_inside"),
    *("sentence", "publisher", "file", "url", "card", "id", "target", "was"),
)
"""Columns of a sheet; `target` and `was` are for reading it back and stay as they are."""
SHEET, LISTS = "review", "lists"
"""Sheets of a workbook: what is to be decided, and, hidden, what its drop-downs offer."""
PAIR_ACTIONS = ("join", "split")
SHOWN = ("doubt", "verdict", "p_inside", "sentence", "publisher", "file", "url")
"""Columns that are only shown: what somebody writes there is no decision."""
CHECK, OTHER, PLACE_IDS, SEALS = "check", "other", "place_ids", "shown"
"""Keys in `was` besides the cells: the row's seal, the other report of a pair, ids of places, and
by column the seals of what is only shown."""

_BOM = "\ufeff"
_BETWEEN = " / "
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_TARGET = 4_000
"""Characters of a target: with the cells it must fit a cell of a workbook, 32,767, in `was`."""

Cells = dict[str, str]


def rows_of(items: Iterable[Item], *, card: str) -> list[Cells]:
    """Write items as rows of a sheet.

    Parameters
    ----------
    items
        As `mapper.review.find` gives them.
    card
        Address of the map, from the sheet's folder.
    """
    return [_row(item, card) for item in items]


def seal(name: str, target: str) -> str:
    """Give the seal by which a row is known to be whole.

    Rows that are sorted in part, or whose target was touched, would be decided for another.
    """
    return make_id("row", name, target)


def shown_seal(column: str, text: str) -> str:
    """Give the seal of a cell that is only shown: of its letters and digits.

    Spreadsheets spell the rest their own way, and read `_x0041_` as the sign of that number.
    """
    read = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return make_id("row", column, "".join(filter(str.isalnum, read)))


def write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a sheet as CSV, UTF-8 with a byte-order mark, safe in spreadsheets.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_BOM)
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([disarmed(row.get(name, "")) for name in COLUMNS] for row in rows)


def _row(item: Item, card: str) -> Cells:
    if not item.reports:
        return _of_words(item)
    first = item.reports[0]
    cells = _together(item.cells)
    targets = [_target(row) for row in item.reports]
    name = JOINER.join(row["incident_id"] for row in item.reports)
    was: dict[str, Any] = {**cells, CHECK: seal(name, targets[0])}
    if len(targets) > 1:
        was[OTHER] = targets[1]
    else:
        was[PLACE_IDS] = list(item.place_ids)
    shared = {
        column: shown(_BETWEEN.join(dict.fromkeys(str(row[column] or "") for row in item.reports)))
        for column in ("publisher", "file", "url")
    }
    p = first["zone_p_inside"]
    row = {
        "doubt": shown(JOINER.join(item.doubts)),
        **cells,
        "verdict": str(first["zone_verdict"] or ""),
        "p_inside": "" if p is None else f"{p:.2f}",
        "sentence": shown(_BETWEEN.join(str(row["sentence"] or "") for row in item.reports)),
        **shared,
        "card": f"{card}#v=1&id={quote(first['event_id'] or first['incident_id'])}",
        "id": name,
        "target": targets[0],
    }
    return {**row, "was": _kept({**was, SEALS: _seals(row)})}


def _of_words(item: Item) -> Cells:
    """Write the row of words that were not taken: there is nothing to decide, only to see."""
    told = {name: shown(str(item.source[name] or "")) for name in ("publisher", "file", "url")}
    name = str(item.source["article_id"])
    row = {"doubt": shown(JOINER.join(item.doubts)), **told}
    was = {CHECK: seal(name, ""), SEALS: _seals(row)}
    return {**row, "id": name, "was": _kept(was)}


def _seals(row: Mapping[str, str]) -> dict[str, str]:
    """Give the seals of the cells that are only shown."""
    return {column: shown_seal(column, row.get(column, "")) for column in SHOWN}


def _kept(was: Mapping[str, Any]) -> str:
    """Write what comes with a row; without backslashed marks, which some CSV takes for quoting."""
    text = json.dumps(was, ensure_ascii=False)
    return text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")


def _together(cells: tuple[Mapping[str, str], ...]) -> Cells:
    """Show the cells of one report, or those of two side by side where they differ."""
    return {
        name: shown(_BETWEEN.join(dict.fromkeys(one[name] or "-" for one in cells)))
        if len(cells) > 1
        else cells[0][name]
        for name in EDITED
    }


def _target(row: Mapping[str, Any]) -> str:
    """Write a report's target as a cell can hold it: with the words, or else the id alone."""
    target = target_of(row)
    is_kept = target == plain(target) and len(target) <= _LONGEST_TARGET
    return target if is_kept else str(row["incident_id"])
