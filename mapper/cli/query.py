"""``mapper query``: incidents by region, date, type and more."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from mapper import query, schema
from mapper.cli import filters, options
from mapper.cli.table import fitted, terminal_width
from mapper.store import open_store, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mapper.export.features import Feature

_FORMATS = {
    "table": "Text for people, the default.",
    "csv": "CSV, safe in spreadsheets.",
    "tsv": "The same with tabs.",
    "json": "One JSON array.",
    "nl": "One JSON object a line.",
    "geojson": "One GeoJSON feature collection.",
    "geojsonseq": "One GeoJSON feature a line.",
    "count": "Only the number.",
}


def _format_options(command: Any) -> Any:  # noqa: ANN401 - decorators take what click made
    """Add one flag per output format; the last one given wins would hide mistakes."""
    for name, meaning in reversed(_FORMATS.items()):
        command = click.option(f"--{name}", name, is_flag=True, help=meaning)(command)
    return command


@click.command()
@options.store
@filters.options
@click.option("--sort", metavar="COLUMN", help="Column to order by; -COLUMN for largest first.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N.")
@_format_options
def command(store: Path, sort: str | None, limit: int | None, **given: Any) -> None:  # noqa: ANN401 - options by name
    """Print incidents by region, date, type and more.

    Events only, unless --scope says otherwise. Dates are included on both sides; an
    incident known to a month counts when any of its days does. A region takes incidents
    of which at least half the uncertainty area lies within; how many overlap it by less
    is said on stderr, as is what else is left out.

    \b
    Examples:
      mapper query --region Idlib --from 2019-05 --to 2019-06 --type airstrike,barrel_bomb
      mapper query --region "Jabal al-Zawiya" --min-killed 1 --csv > deadly.csv
      mapper query --actor Russia --geojson > russia.geojson
      mapper query --region "southern Idlib" --count
    """
    chosen = [name for name in _FORMATS if given.pop(name)]
    if len(chosen) > 1:
        raise click.UsageError(f"--{' and --'.join(chosen)} exclude each other")
    connection = open_store(store)
    try:
        with telling(store):
            asked = filters.ask(connection, **given)
            _answer(connection, asked, chosen[0] if chosen else "table", sort, limit)
    finally:
        connection.close()


def _answer(
    connection: Any,  # noqa: ANN401 - a SQLite connection
    asked: filters.Asked,
    form: str,
    sort: str | None,
    limit: int | None,
) -> None:
    """Print the answer in one format, and the remarks on stderr."""
    if form == "count":
        click.echo(query.count(connection, asked.conditions))
    else:
        found = _counted(query.rows(connection, asked.conditions, sort=sort, limit=limit))
        _print(found, form, _notes(connection))
        if not found.number:
            click.echo(f"Nothing: {query.why_none(connection, asked.conditions)}.", err=True)
    for remark in asked.remarks:
        click.echo(f"Note: {remark}.", err=True)


class _counted:  # noqa: N801 - reads as the participle it is
    """An iterator that knows how many it gave."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.number = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.number += 1
            yield row


def _notes(connection: Any) -> dict[str, str]:  # noqa: ANN401 - a SQLite connection
    """Read the credits that the store carries."""
    listed = connection.execute("SELECT key, value FROM run WHERE key IN ('credits', 'licence')")
    return {row[0]: row[1] for row in listed}


def _print(rows: Iterable[Any], form: str, notes: dict[str, str]) -> None:
    from mapper.export.features import from_row  # noqa: PLC0415 - `--count` and `--help` do without

    features = (from_row(schema.INCIDENTS, row) for row in rows)
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
    sys.stdout.writelines(_lines(features, form, notes))
    sys.stdout.flush()


def _lines(features: Iterable[Feature], form: str, notes: dict[str, str]) -> Iterator[str]:
    """Give the text of the answer piece by piece."""
    from mapper.export import geojson, tabular  # noqa: PLC0415 - as above

    table = schema.INCIDENTS
    if form == "geojson":
        yield from geojson.collection(table, features, notes=notes)
    elif form == "geojsonseq":
        yield from geojson.sequence(table, features)
    elif form == "table":
        shown = [_shown(feature.cells) for feature in features]
        if shown:
            yield from (
                f"{line}\n"
                for line in fitted(
                    list(shown[0]), [list(s.values()) for s in shown], terminal_width()
                )
            )
    else:
        flat = (tabular.flat(table, feature) for feature in features)
        if form in {"csv", "tsv"}:
            delimiter = "," if form == "csv" else "\t"
            yield from tabular.lines(tabular.headings(table), flat, delimiter=delimiter)
        else:
            yield from _json(flat, form)


def _json(rows: Iterable[dict[str, Any]], form: str) -> Iterator[str]:
    """Give rows as JSON lines or as one array."""
    texts = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    if form == "nl":
        yield from (f"{text}\n" for text in texts)
        return
    before = "[\n"
    for text in texts:
        yield before + text
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _shown(cells: dict[str, Any]) -> dict[str, str]:
    """Choose and word the cells of the table for people."""
    return {
        "date": _days(cells),
        "type": cells["event_type"],
        "actor": cells["actor"] or "-",
        "places": cells["places"] or "-",
        "killed": _range(cells, "killed"),
        "zone": _verdict(cells),
        "id": cells["incident_id"],
    }


def _days(cells: dict[str, Any]) -> str:
    """Word a date: one day, or the interval it may lie in."""
    first, last = cells["date_start"], cells["date_end"]
    if first is None:
        return "undated"
    return str(first) if first == last else f"{first}/{last}"


def _range(cells: dict[str, Any], stem: str) -> str:
    """Word a figure: 3, 3-5, with + when it is open upwards."""
    low, high = cells[f"{stem}_min"], cells[f"{stem}_max"]
    known = sorted({figure for figure in (low, high) if figure is not None})
    if not known:
        return "-"
    text = "-".join(map(str, known))
    return text + ("+" if cells[f"{stem}_open"] else "")


def _verdict(cells: dict[str, Any]) -> str:
    """Word a zone verdict with its probability."""
    if cells["zone_verdict"] is None:
        return "-"
    share = cells["zone_p_inside"]
    return str(cells["zone_verdict"]) + ("" if share is None else f" {share:.2f}")
