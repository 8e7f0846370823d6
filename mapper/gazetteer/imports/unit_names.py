"""Names of units from a table without positions, such as a sheet of OCHA's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.errors import ArticleError, GazetteerError
from mapper.gazetteer.imports.files import content_of
from mapper.gazetteer.imports.headers import LEVELS, columns_of
from mapper.gazetteer.names import ARABIC
from mapper.sources import sheet_of

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CodedName:
    """What a unit of a P-code is called."""

    code: str
    names: tuple[str, ...]
    name_ar: str
    source: str


def read_unit_names(path: Path, notes: list[str]) -> list[CodedName]:
    """Read the names of units by P-code; a row may have those of several levels."""
    try:
        sheet = sheet_of(content_of(path), path.name)
    except ArticleError as problem:
        raise GazetteerError(str(problem)) from None
    notes += sheet.notes
    columns = columns_of(list(sheet.header))
    found: dict[str, CodedName] = {}
    for row in sheet.rows:
        if row.fault:
            raise GazetteerError(f"{path.name} row {row.number}: {row.fault}")
        cell = {column: row.cells.get(header, "") for column, header in columns.items()}
        for level in LEVELS:
            code = cell.get(f"admin{level}_pcode") or ""
            told = (cell.get(f"admin{level}") or "", cell.get(f"admin{level}_ar") or "")
            if code and any(told):
                arabic = next((name for name in told if ARABIC.search(name)), "")
                names = tuple(name for name in told if name)
                found.setdefault(code, CodedName(code, names, arabic, path.name))
    return list(found.values())
