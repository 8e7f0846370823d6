"""A report's own fields as cells of a sheet, in the words that a correction's value is read in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import category

from mapper.base.schema import JOINER
from mapper.base.spreadsheets import as_before
from mapper.corrections import TOLLS, as_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]

ACTION_OF = {
    "date": "date",
    "type": "type",
    "place": "place",
    "actor": "actor",
    "tolls": "toll",
    "scope": "scope",
}
"""Cells that may be changed where they stand, and the action that a change of each is."""
EDITED = tuple(ACTION_OF)

LONGEST = 2000
"""Characters of a cell that a person writes, and of a text shown."""
IN_SHORT = " | "
"""What stands between the cells of a report said in short."""
_BOUND = "on"
_UNSEEN = frozenset({"Cc", "Cs", "Cn"})
"""Categories of control signs, of halves of signs, and of what is none: no workbook holds them."""


def plain(text: str) -> str:
    r"""Give a text on one line without control characters, as a person may write it in a cell.

    Examples
    --------
    >>> plain("'=1+1"), plain(" three\x00\r\nlines ")
    ('=1+1', 'three lines')
    """
    return one_line(as_before(text))


def one_line(text: str) -> str:
    """Give a text on one line without control characters, its marks in front kept."""
    told = (" " if category(one) in _UNSEEN else one for one in text)
    return " ".join("".join(told).split())


def shown(text: str) -> str:
    """Give a text as a cell shows it: plain, and not endless."""
    told = plain(text)
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}\u2026"


def spelled(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Write a report's fields as cells.

    Parameters
    ----------
    row
        Row of ``incidents``.
    names
        Names of its places in the gazetteer; none where nobody could place it.
    """
    return {
        "date": _date(row),
        "type": str(row["event_type"]),
        "place": shown(JOINER.join(names) or row["places"] or ""),
        "actor": shown(f"{row['actor']} ({row['actor_status']})" if row["actor"] else ""),
        "tolls": JOINER.join(
            f"{name} {as_read(name, row)}" for name in TOLLS if row[f"{name}_min"] is not None
        ),
        "scope": str(row["scope"]),
    }


def in_short(cells: Mapping[str, str]) -> str:
    """Say on one line what a report says: what a person confirms."""
    return IN_SHORT.join(cells.get(name) or "-" for name in EDITED)


def _date(row: Mapping[str, Any]) -> str:
    first, last = row["date_start"], row["date_end"]
    if first is None or last is None:
        return ""
    days = first if first == last else f"{first}/{last}"
    basis = row["date_basis"] or _BOUND
    return str(days) if basis == _BOUND else f"{basis} {days}"
