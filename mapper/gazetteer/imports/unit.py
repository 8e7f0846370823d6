"""An administrative unit as rows of places name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.gazetteer.imports.readers import Row


@dataclass(slots=True)
class Unit:
    """A unit that rows name, and where its places lie (lon, lat)."""

    level: int
    name: str
    code: str
    parent: str
    country: str
    region_id: str = ""
    is_new: bool = True
    name_ar: str = ""
    names: set[str] = field(default_factory=set)
    spots: list[tuple[float, float]] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)

    @property
    def spellings(self) -> list[str]:
        """Every spelling, its Arabic name last."""
        return [n for n in (*sorted({self.name, *self.names}), self.name_ar) if n]
