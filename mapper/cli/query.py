"""``mapper query``: events, or the reports of them, by region, date, type and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mapper import query
from mapper.base.errors import SchemaError
from mapper.base.json_text import to_json
from mapper.cli import filters, options, output
from mapper.cli.streams import put
from mapper.query import KEYS, TOTAL, Asked, Pivot, Question, ask, opened, pivot

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_COUNT = {"count": "Only the number."}


def _formats(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one flag per output format."""
    for name, meaning in reversed((output.FORMATS | _COUNT).items()):
        command = click.option(f"--{name}", name, is_flag=True, help=meaning)(command)
    return command


@click.command()
@options.store
@filters.options
@click.option("--by", metavar="KEYS", help=f"Count by keys, with commas: {', '.join(KEYS)}.")
@click.option("--sort", metavar="COLUMN", help="Column to order by; -COLUMN for largest first.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N.")
@click.option("--columns", metavar="NAMES", help="Columns to print, with commas.")
@click.option("--rs", is_flag=True, help="Begin each feature of --geojsonseq with RS (RFC 8142).")
@_formats
def command(
    store: Path,
    question: Question,
    gazetteer_folder: Path | None,
    by: str | None,
    **given: Any,  # noqa: ANN401 - options by name
) -> None:
    """Print events by region, date, type and more, each told by one report or several.

    STORE is a store, or - for GeoJSON features from stdin, one a line or a collection.

    Filters look at what an event's reports say together; --text and --source at each of
    its reports. --reports prints and counts the reports themselves. What is only recalled
    is left out unless --scope says otherwise. Days are included on both sides; an event
    known to a month counts when any of its days does. A region takes what has at least
    half of its uncertainty area within (--include-uncertain); how many overlap it by less
    is said on stderr, as is what else is left out.

    \b
    Examples:
      mapper query --region Idlib --from 2019-05 --to 2019-06 --type airstrike,barrel_bomb
      mapper query --region "Jabal al-Zawiya" --min-killed 1 --csv > deadly.csv
      mapper query --near "Kafr Nabl" --within 10km --geojson > around.geojson
      mapper query --zone dmz-2018 --verdict inside,edge --by month,verdict
      mapper query --reports --source SOHR --count
      mapper query --actor Russia --geojsonseq | mapper query - --type airstrike --count
    """
    chosen = [name for name in output.FORMATS | _COUNT if given.pop(name)]
    if len(chosen) > 1:
        raise click.UsageError(f"--{' and --'.join(chosen)} exclude each other")
    form = chosen[0] if chosen else "table"
    try:
        with opened(store) as connection:
            asked = ask(question, connection, gazetteer=gazetteer_folder)
            if form == "count":
                number = query.count(connection, asked.conditions, of=asked.of)
                click.echo(number)
            elif by:
                keys = [key.strip() for key in by.split(",")]
                found = pivot(connection, keys, asked.conditions, of=asked.of, zone=question.zone)
                put(_pivot_lines(found, form))
                number = found.number
            else:
                number = _print(connection, asked, form, **given)
            if not number:
                why = query.why_none(connection, asked.conditions, of=asked.of)
                click.echo(f"Nothing: {why}.", err=True)
            for remark in asked.remarks:
                click.echo(f"Note: {remark}.", err=True)
    except SchemaError as problem:
        raise click.UsageError(str(problem)) from problem


def _print(
    connection: sqlite3.Connection,
    asked: Asked,
    form: str,
    *,
    sort: str | None,
    limit: int | None,
    columns: str | None,
    rs: bool,
) -> int:
    """Print the rows that meet the conditions, and count them."""
    from mapper.export import from_row

    rows = query.rows(connection, asked.conditions, of=asked.of, sort=sort, limit=limit)
    found, table = _Counted(rows), asked.of.table
    features = (from_row(table, row) for row in found)
    names = columns.split(",") if columns else None
    notes = query.notes(connection)
    put(output.lines(table, features, form, notes=notes, columns=names, rs=rs))
    return found.number


class _Counted:
    """Rows that know how many of them were given."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.number = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.number += 1
            yield row


def _pivot_lines(found: Pivot, form: str) -> Iterator[str]:
    """Give a pivot as text; the total is the last row, in JSON a member of its own."""
    names = list(found.names)
    if form.startswith("geojson"):
        raise SchemaError("--by gives counts, which have no place: no GeoJSON")
    if form == "json":
        whole = {"by": found.by, "rows": found.rows, "total": found.total}
        yield to_json(whole, indent=1) + "\n"
        return
    last = dict.fromkeys(found.by, "") | {found.by[0]: TOTAL} | found.total
    rows = found.rows if form == "nl" else (*found.rows, last)
    yield from output.plain_or_coded(rows, names, form)
