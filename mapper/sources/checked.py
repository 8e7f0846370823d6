"""Cells of a record that must be a code, a figure, a flag or a number, or are refused."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.sources.cells import code_of, is_missing, read_count, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_FLAGS = {
    **dict.fromkeys(("true", "yes", "1", "1.0", "t", "y"), True),
    **dict.fromkeys(("false", "no", "0", "0.0", "f", "n"), False),
}


class BadCellError(ValueError):
    """A cell that cannot be used: reason code and words."""


def a_code(cells: Mapping[str, str], name: str, default: str | None) -> str | None:
    """Read a cell that has a code list."""
    cell = cells.get(name)
    if cell is None:
        return default
    codes = _codes(name)
    value = code_of(cell, codes)
    if value is None and not is_missing(cell, in_words=True):
        raise BadCellError("bad_code", f"{name} is {cell!r}; there are: {', '.join(codes)}")
    return value or default


@cache
def _codes(name: str) -> tuple[str, ...]:
    """Give the code list of a column."""
    return next(column.codes for column in schema.INCIDENTS.columns if column.name == name)


def a_figure(cells: Mapping[str, str], name: str) -> tuple[int, int, bool] | None:
    """Read a figure: its smallest and largest, and whether it is open upwards."""
    cell = cells.get(name)
    if cell is None or is_missing(cell, in_words=True):
        return None
    figure = read_count(cell)
    if figure is None:
        raise BadCellError(
            "bad_number", f"{name} is {cell!r}; write a whole number from 0, or like 3-5, 10+"
        )
    return figure


def a_flag(cells: Mapping[str, str], name: str) -> bool | None:
    """Read a yes or no."""
    cell = cells.get(name)
    if cell is None:
        return None
    if cell.lower() not in _FLAGS:
        raise BadCellError("bad_flag", f"{name} is {cell!r}; write true or false")
    return _FLAGS[cell.lower()]


def a_whole(cells: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    """Read a whole number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    figure = read_count(cell)
    if figure is None or figure[0] != figure[1] or not least <= figure[0] <= most:
        raise BadCellError("bad_number", f"{name} is {cell!r}; write {least} to {most}")
    return figure[0]


def a_number(
    cells: Mapping[str, str], name: str, least: float, most: float, reason: str = "bad_number"
) -> float | None:
    """Read a number within bounds."""
    cell = cells.get(name)
    if cell is None:
        return None
    value = read_number(cell, grouped=reason == "bad_number")
    if value is None or not least <= value <= most:
        raise BadCellError(reason, f"{name} is {cell!r}; write a number from {least:g} to {most:g}")
    return value
