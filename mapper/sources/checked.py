"""Cells by their column's name, checked: what is wrong with one is told by name, with a reason.

Tables of records and lines of annotations hold the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.addresses import web_address, why_not
from mapper.base.checked import shortened
from mapper.base.days import FIRST_YEAR, LAST_YEAR
from mapper.sources.cells import (
    WHICH_FIRST,
    code_of,
    is_either_way,
    is_missing,
    read_count,
    read_days,
    read_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mapper.sources.cells import Order

Row = dict[str, Any]

_FLAGS = {
    **dict.fromkeys(("true", "yes", "1", "1.0", "t", "y"), True),
    **dict.fromkeys(("false", "no", "0", "0.0", "f", "n"), False),
}
COUNTS = ("strike_count", "killed", "injured", "displaced")
COUNT_CELLS = {stem: (stem, f"{stem}_min", f"{stem}_max", f"{stem}_open") for stem in COUNTS}
"""Columns of each figure: alone, smallest, largest, and whether there may be more."""

LONGEST_CELL = 32_767
"""Characters of the longest cell that a spreadsheet holds."""

_MAX_LAT, _MAX_LON = 90.0, 180.0


class BadCellError(ValueError):
    """A cell that cannot be used: reason code and words."""


@dataclass(slots=True)
class LeftOut:
    """Gathers what is wrong with the cells that a record can do without."""

    details: list[str] = field(default_factory=list)

    def unless(self, fallback: Any, read: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever a cell gives
        """Read a cell, or note what is wrong with it and give the fallback."""
        try:
            return read(*args, **more)
        except BadCellError as problem:
            self.note(*problem.args)
            return fallback

    def note(self, reason: str, detail: str) -> None:  # noqa: ARG002 - who is strict gives it
        """Keep what is wrong."""
        self.details.append(f"{detail}; the record is kept without it")


def days_in(name: str, cell: str, order: Order | None) -> tuple[str, str, str]:
    """Read the days a cell means."""
    days = read_days(cell, order)
    if days:
        return days
    if is_either_way(cell):
        raise BadCellError("bad_date", f"{name}: {WHICH_FIRST.format(cell)}")
    raise BadCellError(
        "bad_date",
        f"{name} is {shortened(cell)}, which is no date of {FIRST_YEAR} to {LAST_YEAR};"
        " write YYYY-MM-DD, YYYY-MM or YYYY",
    )


def fit(name: str, cell: str) -> str:
    """Take a cell that is no longer than one can be."""
    if len(cell) > LONGEST_CELL:
        told = f"{name} has {len(cell)} characters, more than {LONGEST_CELL}"
        raise BadCellError("too_long", told)
    return cell


def address_in(cells: Mapping[str, str], name: str) -> str:
    """Read the address of a source: of the web alone, since outputs make links of it."""
    address = web_address(cells[name])
    if address is None:
        raise BadCellError("bad_address", why_not(name, cells[name]))
    return address


def code_in(cells: Mapping[str, str], name: str, default: str | None) -> str | None:
    """Read a cell that has a code list."""
    cell = cells.get(name)
    if cell is None:
        return default
    codes = _codes(name)
    value = code_of(cell, codes)
    if value is None and not is_missing(cell, in_words=True):
        raise BadCellError(
            "bad_code", f"{name} is {shortened(cell)}; there are: {', '.join(codes)}"
        )
    return value or default


@cache
def _codes(name: str) -> tuple[str, ...]:
    """Give the code list of a column."""
    return next(column.codes for column in schema.INCIDENTS.columns if column.name == name)


def figure_in(cells: Mapping[str, str], name: str) -> tuple[int, int, bool] | None:
    """Read a figure: its smallest and largest, and whether it is open upwards."""
    cell = cells.get(name)
    if cell is None or is_missing(cell, in_words=True):
        return None
    figure = read_count(cell)
    if figure is None:
        raise BadCellError(
            "bad_number",
            f"{name} is {shortened(cell)}; write a whole number from 0, or like 3-5, 10+",
        )
    return figure


def flag_in(cells: Mapping[str, str], name: str) -> bool | None:
    """Read a yes or no."""
    cell = cells.get(name)
    if cell is None:
        return None
    if cell.lower() not in _FLAGS:
        raise BadCellError("bad_flag", f"{name} is {shortened(cell)}; write true or false")
    return _FLAGS[cell.lower()]


def whole_in(cells: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    """Read a whole number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    figure = read_count(cell)
    if figure is None or figure[0] != figure[1] or not least <= figure[0] <= most:
        raise BadCellError("bad_number", f"{name} is {shortened(cell)}; write {least} to {most}")
    return figure[0]


def number_in(
    cells: Mapping[str, str], name: str, least: float, most: float, reason: str = "bad_number"
) -> float | None:
    """Read a number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    value = read_number(cell, grouped=reason == "bad_number")
    if value is None or not least <= value <= most:
        raise BadCellError(
            reason, f"{name} is {shortened(cell)}; write a number from {least:g} to {most:g}"
        )
    return value


def position_in(cells: Mapping[str, str]) -> tuple[float, float] | None:
    """Read a given position as (lon, lat) in degrees."""
    lat = number_in(cells, "lat", -_MAX_LAT, _MAX_LAT, "bad_position")
    lon = number_in(cells, "lon", -_MAX_LON, _MAX_LON, "bad_position")
    if (lat is None) != (lon is None):
        raise BadCellError("bad_position", "one of lat and lon is empty")
    return None if lat is None or lon is None else (lon, lat)


def count_in(cells: Mapping[str, str], stem: str, left_out: LeftOut) -> Row:
    """Read the smallest and largest figure of a count; one alone stands for both."""
    names = COUNT_CELLS[stem]
    if cells.keys().isdisjoint(names):
        return dict.fromkeys(names[1:])
    alone, least, most = (left_out.unless(None, figure_in, cells, name) for name in names[:-1])
    stated = [one for one in (least, most, alone) if one]
    low = next((one[0] for one in (least, alone, most) if one), None)
    high = next((one[1] for one in (most, alone, least) if one), None)
    if low is not None and high is not None and low > high:
        left_out.note("bad_range", f"{stem}_min {low} is above {stem}_max {high}")
        low, high, stated = None, None, []
    is_open = left_out.unless(None, flag_in, cells, names[-1])
    if is_open is None and stated:
        is_open = any(one[2] for one in stated)
    return dict(zip(names[1:], (low, high, is_open), strict=True))
