"""Rows in another project's columns, made by its layout."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from mapper.export.others.rules import RULES, Wanted
from mapper.sources import Code, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapper.export.others.layout import Layout, Way
    from mapper.export.others.loss import Loss
    from mapper.export.others.told import Told

    Row = dict[str, Any]

_AT_ONCE = 500


class _Unfit(Exception):  # noqa: N818 - no error: it drops a row
    """A row that the project has no place for, and why."""


def written(layout: Layout, told: Iterable[Told], loss: Loss) -> Iterator[Row]:
    """Give rows in the columns of a layout.

    Parameters
    ----------
    layout
        Whose columns.
    told
        Events or reports.
    loss
        Notes what is dropped, guessed and lost; complete once all rows are taken.

    Yields
    ------
    row
        Every column of theirs in their order, None where there is nothing to say.
    """
    rows = iter(told)
    while some := list(islice(rows, _AT_ONCE)):
        pairs = []
        for one in some:
            cells = _Cells(layout, one)
            try:
                row = cells.row()
            except _Unfit as unfit:
                loss.drop(one, str(unfit))
                continue
            for column, why in cells.guessed.items():
                loss.guess(one, column, why)
            pairs.append((one, row))
        loss.compare(pairs)
        yield from (row for _, row in pairs)


class _Cells:
    """Fills the columns of one row, each when it is first asked for."""

    def __init__(self, layout: Layout, told: Told) -> None:
        self._layout = layout
        self._told = told
        self._made: Row = {}
        self._words = {name: _word(cell) for name, cell in told.cells.items()}
        self.guessed: dict[str, str] = {}

    def row(self) -> Row:
        """Fill all columns, or say why there is no row."""
        for way in self._layout.refusals:
            if self._holds(way):
                raise _Unfit(way.why)
        return {column: self._fill(column) for column in self._layout.columns}

    def value(self, name: str) -> Any:  # noqa: ANN401 - cells are of any type
        """Give a column of ours, or one of theirs."""
        if name in self._told.cells or name not in self._layout.ways:
            return self._told.cells.get(name)
        return self._fill(name)

    def _holds(self, way: Way) -> bool:
        if way.when is None:
            return True
        name = way.when[0]
        cell = self._words[name] if name in self._words else _word(self.value(name))
        return holds(way.when, {name: cell})

    def _fill(self, column: str) -> Any:  # noqa: ANN401 - cells are of any type
        """Take the first way that gives a value."""
        if column in self._made:
            return self._made[column]
        self._made[column] = None
        ways = self._layout.ways[column]
        for way in ways:
            rule = RULES.get(way.rule)
            if rule is None or not self._holds(way):
                continue
            found = rule(Wanted(self._told, self._layout, way, self.value))
            if found is None:
                continue
            guess = way.guess
            if isinstance(found, Code):
                guess = found.guess or guess
                found = found.theirs
            if guess:
                self.guessed[column] = guess
            self._made[column] = found
            return found
        needed = next((way.needed for way in ways if way.needed), None)
        if needed:
            raise _Unfit(needed)
        return None


def _word(cell: object) -> str:
    """Spell a cell as conditions compare it."""
    return "" if cell is None else str(cell)
