"""A sheet as an Excel workbook: drop-downs, frozen header, filters, the same bytes each run."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing
from mapper.base.direction import direction_of
from mapper.base.schema import ACTIONS, EVENT_TYPES, SCOPES
from mapper.review.cells import EDITED
from mapper.review.sheet import COLUMNS, DECIDED, LISTS, PAIR_ACTIONS, SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.review.doubts import Item

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What a workbook says of when it was made: always the same, so that its bytes are."""
_MOST_LINKS = 60_000
"""Links of a sheet; Excel opens no more than 65,530."""
_WIDTHS = {
    "doubt": 48,
    **dict.fromkeys(("value", "why", "place", "actor", "url"), 26),
    **dict.fromkeys(("tolls", "publisher", "file", "id", "target", "was"), 20),
    **dict.fromkeys(("date", "type", "scope", "action"), 13),
    **dict.fromkeys(("by", "verdict", "p_inside", "card"), 10),
    "sentence": 80,
}
_HIDDEN = ("target", "was")
_LISTED = {"type": EVENT_TYPES, "scope": SCOPES}
_FIRST_CHOICE = 4
"""Column of `LISTS` from which a row's own places stand, in the row of the same number."""
_MOST_CHOICES = 8
_ACTOR = "actor"


def write_workbook(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    items: Sequence[Item],
    parties: Sequence[str],
) -> None:
    """Write a sheet as a workbook.

    Parameters
    ----------
    path
        File to write; it appears whole.
    rows
        As `mapper.review.rows_of` gives them.
    items
        What they were made of, in the same order: their places to choose from.
    parties
        Names for the drop-down of actors.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - few commands write workbooks

    with replacing(path) as draft, draft.open("wb") as stream:
        book = Workbook(stream, {"in_memory": True})
        book.set_properties({"created": _MADE})
        sheet, lists = book.add_worksheet(SHEET), book.add_worksheet(LISTS)
        lists.hide()
        _fill(book, sheet, rows)
        if rows:
            _fill_lists(lists, items, parties)
            _offer(sheet, rows, items, len(parties))
        book.close()


def _fill_lists(lists: Any, items: Sequence[Item], parties: Sequence[str]) -> None:  # noqa: ANN401 - untyped library
    """Write what the drop-downs offer."""
    for column, values in enumerate((EVENT_TYPES, SCOPES, parties)):
        for row, value in enumerate(values):
            lists.write_string(row, column, value)
    for row, item in enumerate(items, start=1):
        for number, choice in enumerate(item.choices[:_MOST_CHOICES]):
            lists.write_string(row, _FIRST_CHOICE + number, choice)


def _fill(book: Any, sheet: Any, rows: Sequence[Mapping[str, str]]) -> None:  # noqa: ANN401
    """Write header and rows, every cell as text."""
    # As text, lest a spreadsheet take the month 2019-05 that somebody writes for its first day.
    wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
    told = book.add_format(wrapped)
    ours = book.add_format({**wrapped, "bg_color": "#F2F2F2"})
    mirrored = book.add_format({**wrapped, "bg_color": "#F2F2F2", "reading_order": 2})
    link = book.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1})
    unseen = book.add_format({"valign": "top", "num_format": "@"})
    header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for column, name in enumerate(COLUMNS):
        is_hidden = {"hidden": True} if name in _HIDDEN else {}
        sheet.set_column(column, column, _WIDTHS[name], told, is_hidden)
        sheet.write_string(0, column, name, header)
    for number, row in enumerate(rows, start=1):
        for column, name in enumerate(COLUMNS):
            cell = row.get(name, "")
            if not cell:
                continue
            if name == "card" and number <= _MOST_LINKS:
                sheet.write_url(number, column, f"external:{cell}", link, "map")
            elif name in _HIDDEN:
                sheet.write_string(number, column, cell, unseen)
            elif name in (*DECIDED, *EDITED):
                sheet.write_string(number, column, cell, told)
            else:
                is_mirrored = direction_of([cell]) == "rtl"
                sheet.write_string(number, column, cell, mirrored if is_mirrored else ours)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)


def _offer(
    sheet: Any,  # noqa: ANN401
    rows: Sequence[Mapping[str, str]],
    items: Sequence[Item],
    n_parties: int,
) -> None:
    """Put the drop-downs in; where a person may write otherwise they only offer."""
    last = len(rows)
    own = f"{LISTS}!$E2:$L2"
    places = {
        name: f"{LISTS}!${letter}$1:${letter}${n}"
        for name, letter, n in (
            ("type", "A", len(EVENT_TYPES)),
            ("scope", "B", len(SCOPES)),
            (_ACTOR, "C", max(n_parties, 1)),
        )
    }
    chosen = f"{LISTS}!$D$1"
    for name, listed in {**places, "place": own}.items():
        chosen = f'IF($B2="{name}",{listed},{chosen})'
    offers: dict[str, dict[str, Any]] = {
        "value": {"source": f"={chosen}", "show_error": False},
        "place": {"source": f"={own}", "show_error": False},
        _ACTOR: {"source": f"={places[_ACTOR]}", "show_error": False},
        **{name: {"source": list(codes)} for name, codes in _LISTED.items()},
    }
    for name, offer in offers.items():
        column = COLUMNS.index(name)
        sheet.data_validation(1, column, last, column, {"validate": "list", **offer})
    column, first = COLUMNS.index("action"), 1
    for n_reports, alike in groupby(len(item.reports) for item in items):
        until = first + len(list(alike)) - 1
        if n_reports:
            source = list(ACTIONS if n_reports == 1 else PAIR_ACTIONS)
            offer = {"validate": "list", "source": source}
            sheet.data_validation(first, column, until, column, offer)
        first = until + 1
