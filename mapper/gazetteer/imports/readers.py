"""Read other people's gazetteers: GeoNames dumps, OCHA populated places, plain tables.

Every reader gives plain rows of text with the columns of ``places.csv``, plus
``names`` (a list of further spellings) and ``row`` (its number in the file), and adds
to ``notes`` what to know of how the file was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mapper.base.checked import FieldError, NotJsonError, features_of, json_of
from mapper.base.errors import ArticleError, GazetteerError
from mapper.gazetteer.imports.files import content_of
from mapper.gazetteer.imports.geonames import RADIUS, read_geonames
from mapper.gazetteer.imports.headers import NUMBERS, columns_of
from mapper.sources import read_count, read_number, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, Any]

_OCHA = {"sources": "OCHA COD-AB", "licence": "CC BY 3.0 IGO"}


def read_ocha(path: Path, notes: list[str] | None = None) -> Iterator[Row]:
    """Read OCHA populated places, a table or GeoJSON, of the editions known to us."""
    for row in _tabled(path, [] if notes is None else notes):
        kind = {"1": "capital", "2": "city", "3": "town"}.get(
            row.get("capital_level", ""), "village"
        )
        yield {"kind": kind, "radius_m": str(RADIUS[kind]), **_OCHA, **_filled(row)}


def read_csv(path: Path, notes: list[str] | None = None) -> Iterator[Row]:
    """Read a plain table with at least a name, a latitude and a longitude column."""
    for row in _tabled(path, [] if notes is None else notes):
        kind = row.get("kind") or "village"
        yield {
            "kind": kind,
            "radius_m": str(RADIUS.get(kind, 1000)),
            "sources": path.name,
            **_filled(row),
        }


READERS: dict[str, Callable[[Path, list[str]], Iterator[Row]]] = {
    "geonames": read_geonames,
    "ocha": read_ocha,
    "csv": read_csv,
}


def _filled(row: Row) -> Row:
    return {column: value for column, value in row.items() if value}


def _tabled(path: Path, notes: list[str]) -> Iterator[Row]:
    """Read a table or a GeoJSON file's properties into our column names."""
    content = content_of(path)
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    columns: dict[str, str] | None = None
    for number, raw in _features(path, content) if is_json else _cells(path, content, notes):
        lowered = {(k or "").strip().lower(): v for k, v in raw.items()}
        if columns is None:
            columns = _columns(path, lowered)
        row: Row = {c: (lowered.get(h) or "").strip() for c, h in columns.items()}
        row |= {column: _plain_number(row, column) for column in NUMBERS if row.get(column)}
        row["names"] = [n.strip() for n in re.split(r"[|;]", row.get("names", "")) if n.strip()]
        row["capital_level"] = lowered.get("capital_level", "")
        row["row"] = number
        yield row


def _plain_number(row: Row, column: str) -> str:
    """Write a number of a table with a point and without parted thousands."""
    cell: str = row[column]
    if column == "population":
        figure = read_count(cell)
        return cell if figure is None else str(figure[0])
    number = read_number(cell, grouped=column not in {"lat", "lon"})
    is_plain = number is None or (cell.isascii() and re.fullmatch(r"-?\d+(\.\d+)?", cell))
    return cell if is_plain else f"{number:.12g}"


def _columns(path: Path, lowered: dict[str, str]) -> dict[str, str]:
    """Choose the header of each column; name and position must be there."""
    columns = columns_of(lowered)
    missing = [column for column in ("name", "lat", "lon") if column not in columns]
    if missing:
        raise GazetteerError(f"{path.name}: no column for {', '.join(missing)}")
    return columns


def _cells(path: Path, content: bytes, notes: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        sheet = sheet_of(content, path.name)
    except ArticleError as problem:
        raise GazetteerError(str(problem)) from None
    notes += sheet.notes
    for row in sheet.rows:
        if row.fault:
            raise GazetteerError(f"{path.name} row {row.number}: {row.fault}")
        yield row.number, dict.fromkeys(sheet.header, "") | row.cells


def _features(path: Path, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        features = features_of(json_of(content, path.name), path.name)
    except (FieldError, NotJsonError) as problem:
        raise GazetteerError(str(problem)) from None
    for number, feature in enumerate(features, start=1):
        row = {k: "" if v is None else str(v) for k, v in feature["properties"].items()}
        geometry = feature["geometry"]
        if geometry and geometry.get("type") == "Point":
            position = geometry.get("coordinates")
            if not isinstance(position, list) or len(position) < 2:  # noqa: PLR2004 - two axes
                raise GazetteerError(
                    f"{path.name} feature {number}: its geometry is no point; [lon, lat] is needed"
                )
            row["lon"], row["lat"] = map(str, position[:2])
        yield number, row
