"""Events or reports on stdout or in a text file: table, CSV, TSV, JSON, GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.amounts import figure
from mapper.base.days import in_words
from mapper.base.errors import SchemaError
from mapper.base.json_text import to_json
from mapper.cli.streams import put
from mapper.cli.table import fitted, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mapper.base.schema import Table
    from mapper.export import Feature

FORMATS = {
    "table": "Text for people, the default.",
    "csv": "CSV, safe in spreadsheets.",
    "tsv": "The same with tabs.",
    "json": "One JSON array.",
    "nl": "One JSON object a line.",
    "geojson": "One GeoJSON feature collection.",
    "geojsonseq": "One GeoJSON feature a line.",
}


def lines(
    table: Table,
    features: Iterable[Feature],
    form: str,
    *,
    notes: Mapping[str, str] | None = None,
    columns: Sequence[str] | None = None,
    rs: bool = False,
) -> Iterator[str]:
    """Give rows as text, piece by piece.

    Parameters
    ----------
    table
        Table the rows are of.
    features
        Rows.
    form
        One of `FORMATS`.
    notes
        Credits and licence, for GeoJSON.
    columns
        Columns to give; None for all, in the table for people for a choice.
    rs
        Put a record separator before each feature of a sequence (RFC 8142).

    Raises
    ------
    SchemaError
        If a column is unknown.
    """
    from mapper.export import geojson, tabular

    names = _known(columns, tabular.headings(table))
    if form == "geojson":
        yield from geojson.collection(table, features, notes=notes, columns=names)
    elif form == "geojsonseq":
        yield from geojson.sequence(table, features, rs=rs, columns=names)
    elif form == "table" and names is None and table in (schema.INCIDENTS, schema.EVENTS):
        yield from plain(_told([_shown(table, feature.cells) for feature in features]))
    else:
        listed = names or tabular.headings(table)
        rows = (tabular.flat(table, feature) for feature in features)
        yield from plain_or_coded(
            ({name: row[name] for name in listed} for row in rows), listed, form
        )


def plain_or_coded(
    rows: Iterable[dict[str, Any]], names: Sequence[str], form: str
) -> Iterator[str]:
    """Give flat rows as a table, CSV, TSV, JSON array or JSON lines."""
    from mapper.export import tabular

    if form == "table":
        yield from plain([{name: _text(row[name]) for name in names} for row in rows])
    elif form in {"csv", "tsv"}:
        yield from tabular.lines(names, rows, delimiter="," if form == "csv" else "\t")
    else:
        yield from _json(rows, form)


def write(target: Path, lines: Iterable[str]) -> None:
    """Write text to a file that appears whole, or to stdout where it is ``-``.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    from mapper.base.atomic import replacing

    if str(target) == "-":
        put(lines)
        return
    with replacing(target) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def plain(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Give rows of text as a table fitted to the terminal; nothing for no rows."""
    if rows:
        cells = [list(row.values()) for row in rows]
        yield from (f"{line}\n" for line in fitted(list(rows[0]), cells, terminal_width()))


def _known(columns: Sequence[str] | None, names: Sequence[str]) -> list[str] | None:
    """Check the columns asked for."""
    if not columns:
        return None
    odd = [name for name in columns if name not in names]
    if odd:
        raise SchemaError(f"no column {', '.join(odd)}; there are: {', '.join(names)}")
    return list(columns)


def _json(rows: Iterable[dict[str, Any]], form: str) -> Iterator[str]:
    """Give rows as JSON lines or as one array."""
    texts = (to_json(row) for row in rows)
    if form == "nl":
        yield from (f"{text}\n" for text in texts)
        return
    before = "[\n"
    for text in texts:
        yield before + text
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _text(value: Any) -> str:  # noqa: ANN401 - cells are of any type
    """Word a cell."""
    if value is None:
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(table: Table, cells: Mapping[str, Any]) -> dict[str, str]:
    """Choose and word the cells of the table for people."""
    return {
        "date": in_words(cells["date_start"], cells["date_end"]) or "undated",
        "type": cells["event_type"],
        "actor": cells["actor"] or "-",
        "places": cells["places"] or "-",
        "killed": figure(*(cells[f"killed_{end}"] for end in ("min", "max", "open"))) or "-",
        "zone": _verdict(cells),
        **({"reports": str(cells["n_reports"])} if table is schema.EVENTS else {}),
        "id": cells[table.key[0]],
    }


def _told(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave the zone out where none judged any of the rows."""
    if any(row["zone"] not in {*schema.UNJUDGED, "-"} for row in rows):
        return rows
    return [{name: cell for name, cell in row.items() if name != "zone"} for row in rows]


def _verdict(cells: Mapping[str, Any]) -> str:
    """Word a zone verdict with its probability."""
    if cells["zone_verdict"] is None:
        return "-"
    share = cells["zone_p_inside"]
    return str(cells["zone_verdict"]) + ("" if share is None else f" {share:.2f}")
