"""What a table is made of: columns with a name, a type, a meaning and the codes they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "int", "float", "bool", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, and the codes it may hold."""

    name: str
    type: ColumnType
    meaning: str
    codes: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its key and its geometry, if any."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    geometry: Literal["Point", "Polygon", "any"] | None = None

    @property
    def names(self) -> list[str]:
        """Column names in order, geometry left out."""
        return [column.name for column in self.columns]


def text(name: str, meaning: str, codes: tuple[str, ...] = (), *, required: bool = False) -> Column:
    """Describe a column of text, with the codes it may hold."""
    return Column(name, "text", meaning, codes, required)


def integer(name: str, meaning: str) -> Column:
    """Describe a column of whole numbers."""
    return Column(name, "int", meaning)


def real(name: str, meaning: str) -> Column:
    """Describe a column of numbers."""
    return Column(name, "float", meaning)


def flag(name: str, meaning: str) -> Column:
    """Describe a column of yes and no."""
    return Column(name, "bool", meaning)


def day(name: str, meaning: str) -> Column:
    """Describe a column of days."""
    return Column(name, "date", meaning)


def figures(stem: str, what: str) -> tuple[Column, ...]:
    """Describe the columns of a figure: smallest, largest, and whether it is open upwards."""
    return (
        integer(
            f"{stem}_min",
            f"smallest figure of {what} that any quoted source gives; null = not stated",
        ),
        integer(
            f"{stem}_max",
            f"largest figure of {what} that any quoted source gives; null = not stated",
        ),
        flag(f"{stem}_open", f"the figure of {what} is open upwards: 'at least', 'more than'"),
    )
