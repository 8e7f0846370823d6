"""Layouts: the columns of another project in its order, and how each is made of ours.

Each is a file of `mapper/data/layouts`, a row for each way to fill a column of theirs; of
several for one column the first that holds and gives a value counts. ``rule`` names a function
of `mapper.export.others.rules` or is ``blank``; ``of`` is what it takes: a column of ours or
theirs, or words; ``crosswalk`` is a list of ``mapper/data/tables/codes.csv``; ``when`` says for
which rows it holds, as in `mapper.sources.known`; ``guess`` says what it asserts that ours does
not tell; ``needed`` why a row without a value is dropped. A row with the rule ``refuse`` and no
column drops the rows it holds for; one with ``left_out`` names a column of ours that has no
place in theirs and none that a record has, or of a project whose rows nothing here reads back.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.sources import condition

if TYPE_CHECKING:
    from mapper.sources import Condition

FOLDER = Path(__file__).parents[2] / "data" / "layouts"
REFUSE, BLANK, LEFT_OUT = "refuse", "blank", "left_out"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fill a column of theirs; see the module."""

    theirs: str
    rule: str
    of: str
    crosswalk: str
    when: Condition | None
    guess: str
    needed: str
    why: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of another project.

    Attributes
    ----------
    name
        What a user calls it.
    table
        Known table of `mapper.sources.known` as which its rows read back; "" for none.
    title
        The project's name.
    form
        Format in which it is written unless another is named.
    ways
        By column of theirs, in their order, the ways to fill it.
    refusals
        What drops rows.
    left_out
        Columns of ours that it has no place for.
    """

    name: str
    table: str
    title: str
    form: str
    ways: dict[str, tuple[Way, ...]]
    refusals: tuple[Way, ...]
    left_out: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Columns of theirs, in their order."""
        return list(self.ways)

    @property
    def said(self) -> str:
        """What every file says of itself."""
        return f"in the columns of {self.title}, made by mapper; no data of {self.title}"

    def blanks(self) -> dict[str, str]:
        """Give the columns that stay empty in every row, each with why."""
        return {column: ways[0].why for column, ways in self.ways.items() if ways[0].rule == BLANK}


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """Read all layouts by name."""
    return {row["layout"]: _layout(row) for row in _rows("index")}


def _layout(row: dict[str, str]) -> Layout:
    ways = [
        Way(**{**one, "when": condition(one["when"])})  # type: ignore[arg-type]  # text but for one
        for one in _rows(row["layout"])
    ]
    columns: dict[str, list[Way]] = {}
    for way in ways:
        if way.theirs:
            columns.setdefault(way.theirs, []).append(way)
    return Layout(
        row["layout"],
        row["table"],
        row["title"],
        row["format"],
        {column: tuple(listed) for column, listed in columns.items()},
        tuple(way for way in ways if way.rule == REFUSE),
        tuple(way.of for way in ways if way.rule == LEFT_OUT),
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text("utf-8").splitlines()))
