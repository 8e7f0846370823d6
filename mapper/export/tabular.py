"""CSV and TSV that a spreadsheet opens without running anything in them.

A cell of text that begins like a formula gets an apostrophe in front, which
spreadsheets take as "this is text". After the table's own columns come ``lat`` and
``lon`` of rows with one position, and ``wkt`` with the whole geometry, the name by
which GDAL and QGIS know it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing
from mapper.base.spreadsheets import disarmed
from mapper.export.features import Feature, Geometry, from_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.base.schema import Table

BOM = "\ufeff"
_POSITION = ("lat", "lon")
_SHAPE = "wkt"


def write_csv(
    path: Path, table: Table, frame: pd.DataFrame, *, delimiter: str = ",", bom: bool = False
) -> None:
    """Write a frame as CSV, UTF-8.

    Parameters
    ----------
    path
        File to write; it appears whole.
    table
        Definition of the frame.
    frame
        Rows; their order is kept.
    delimiter
        Sign between cells.
    bom
        Begin with a byte-order mark, without which Excel takes UTF-8 for another encoding.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    names = headings(table)
    rows = (flat(table, feature) for feature in from_frame(table, frame))
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BOM if bom else "")
        stream.writelines(lines(names, rows, delimiter=delimiter))


def headings(table: Table) -> list[str]:
    """Name the columns of a table as `flat` gives them."""
    if table.geometry is None:
        return table.names
    return [*table.names, *(name for name in _POSITION if name not in table.names), _SHAPE]


def flat(table: Table, feature: Feature) -> dict[str, Any]:
    """Give a feature as one mapping of plain cells, its geometry as text."""
    if table.geometry is None:
        return feature.cells
    cells = dict(feature.cells)
    if "lat" not in table.names:
        position = _single(feature.geometry)
        cells["lon"], cells["lat"] = position
    cells[_SHAPE] = wkt(feature.geometry)
    return cells


def lines(
    names: Sequence[str], rows: Iterable[Mapping[str, Any]], *, delimiter: str = ","
) -> Iterator[str]:
    """Give a header and rows as lines of CSV ending in LF."""
    buffer = io.StringIO(newline="")
    # Ending lines in CR LF makes the writer quote cells that hold a CR of their own.
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        yield _line(buffer)
        writer.writerow([_cell(row[name]) for name in names])
    yield _line(buffer)


def wkt(geometry: Geometry | None) -> str | None:
    """Write a geometry as well-known text.

    Examples
    --------
    >>> wkt({"type": "MultiPoint", "coordinates": [[36.5, 35.75], [36.25, 35.5]]})
    'MULTIPOINT ((36.5 35.75), (36.25 35.5))'
    """
    if geometry is None:
        return None
    kind = geometry["type"]
    nest = geometry["coordinates"]
    if kind == "MultiPoint":
        nest = [[position] for position in nest]
    return f"{kind.upper()} {_nested([nest] if kind == 'Point' else nest)}"


def _nested(nest: Any) -> str:  # noqa: ANN401 - nested as deep as the geometry type says
    if nest and isinstance(nest[0], float | int):
        return f"{nest[0]!r} {nest[1]!r}"
    return "(" + ", ".join(map(_nested, nest)) + ")"


def _single(geometry: Geometry | None) -> tuple[float | None, float | None]:
    """Give the position of a point; none for several places, whose middle no source names."""
    if geometry is None or geometry["type"] != "Point":
        return None, None
    lon, lat = geometry["coordinates"]
    return lon, lat


def _cell(value: Any) -> Any:  # noqa: ANN401 - cells are of any type
    """Spell booleans as SQL and JSON do, and disarm text that would run as a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return disarmed(value) if isinstance(value, str) else value


def _line(buffer: io.StringIO) -> str:
    """Empty the buffer and give the line it held, ending in LF."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.removesuffix("\r\n") + "\n"
