"""``mapper diff``: what changed between two builds, event by event, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.base.errors import SchemaError
from mapper.base.json_text import to_json
from mapper.cli import filters, output
from mapper.cli.streams import put
from mapper.query import STDIN, Question, ask, ids, notes, opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from mapper.changes import Build, Change, Changes
    from mapper.export import Feature

_FORMATS = {
    "csv": "CSV, safe in spreadsheets: a row per change.",
    "tsv": "The same with tabs.",
    "json": "One JSON object: the counts and every change.",
    "nl": "One JSON object a line for each change.",
    "geojson": "One GeoJSON feature collection.",
    "geojsonseq": "One GeoJSON feature a line, for the map.",
}


def _formats(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one flag per output format."""
    for name, meaning in reversed(_FORMATS.items()):
        command = click.option(f"--{name}", name, is_flag=True, help=meaning)(command)
    return command


@click.command()
@click.argument("old", type=click.Path(path_type=Path), metavar="A")
@click.argument("new", type=click.Path(path_type=Path), metavar="B")
@filters.options
@click.option("--columns", metavar="NAMES", help="Columns of CSV and GeoJSON, with commas.")
@click.option("--rs", is_flag=True, help="Begin each feature of --geojsonseq with RS (RFC 8142).")
@_formats
def command(
    old: Path,
    new: Path,
    question: Question,
    gazetteer_folder: Path | None,
    *,
    columns: str | None,
    rs: bool,
    **given: bool,
) -> None:
    """Say what changed between two builds, event by event, and why.

    A and B are stores, A the earlier one; either may be - for GeoJSON of events from stdin.
    Events are matched by the reports that they share, and reports by id, record or sentence,
    so that one with a new report, or read by better rules, is the same event still. A change
    is new, gone, changed, joined, split or regrouped (both). Filters keep a change if one of
    its events meets them in its own build. A store of tables version 3 is taken too.

    \b
    Examples:
      mapper diff last-week/store.gpkg outputs/store.gpkg
      mapper diff last-week/store.gpkg outputs/store.gpkg --region Idlib --csv
      mapper diff a.gpkg b.gpkg --nl | jq -r '.why[].reason' | sort | uniq -c
      mapper diff a.gpkg b.gpkg --geojsonseq > changes.geojsonl
    """
    from mapper.changes import MAY_LACK, compare

    chosen = [name for name in _FORMATS if given[name]]
    if len(chosen) > 1:
        raise click.UsageError(f"--{' and --'.join(chosen)} exclude each other")
    if question.reports:
        raise click.UsageError("events are compared: --reports does not go with diff")
    if old == new == STDIN:
        raise click.UsageError("only one of the builds can be read from stdin")
    form = chosen[0] if chosen else "table"
    try:
        with opened(old, may_lack=MAY_LACK) as one, opened(new, may_lack=MAY_LACK) as other:
            before, _ = _asked("A", one, question, gazetteer_folder, is_rounded=old == STDIN)
            after, credited = _asked(
                "B", other, question, gazetteer_folder, is_rounded=new == STDIN
            )
            found = compare(before, after)
            put(_lines(found, form, credited, columns=columns, rs=rs))
    except SchemaError as problem:
        raise click.UsageError(str(problem)) from problem
    for remark in found.remarks:
        click.echo(f"Note: {remark}.", err=True)


def _asked(
    name: str,
    connection: sqlite3.Connection,
    question: Question,
    gazetteer: Path | None,
    *,
    is_rounded: bool,
) -> tuple[Build, dict[str, str]]:
    """Ask a store for its events; give it with their ids, and whom to credit."""
    from mapper.changes import Build

    asked = ask(question, connection, gazetteer=gazetteer)
    if asked.of.name != "events":
        raise SchemaError(f"{name} has reports and no events: build it, or export its events")
    for remark in asked.remarks:
        click.echo(f"Note: {name}: {remark}.", err=True)
    among = ids(connection, asked.conditions, of=asked.of)
    return Build(connection, among, is_rounded), notes(connection)


def _lines(
    found: Changes, form: str, credited: dict[str, str], *, columns: str | None, rs: bool
) -> Iterator[str]:
    """Give the changes as text; how many there are comes first, in text for people and JSON."""
    from mapper.changes import CHANGES, object_of, shown, summary_in_words, summary_of

    if form == "table":
        yield from (f"{line}\n" for line in summary_in_words(found))
        yield from output.plain([shown(change) for change in found.changes])
        return
    for line in summary_in_words(found):
        click.echo(line, err=True)
    if form == "json":
        whole = {**summary_of(found), "changes": [object_of(change) for change in found.changes]}
        yield to_json(whole, indent=1) + "\n"
    elif form == "nl":
        for change in found.changes:
            yield to_json(object_of(change)) + "\n"
    else:
        names = columns.split(",") if columns else None
        features = map(_feature, found.changes)
        yield from output.lines(CHANGES, features, form, notes=credited, columns=names, rs=rs)


def _feature(change: Change) -> Feature:
    """Give a change as a row with its positions, rounded as those of every export are."""
    from mapper.changes import CHANGES, positions, row_of
    from mapper.export import placed, tabular

    row = row_of(change)
    if change.moved_km is not None:
        widest = max((one["radius_m"] or 0.0 for one in change.old), default=0.0)
        before = placed(CHANGES, row | {"radius_m": widest}, list(positions(change.old)))
        row["old_wkt"] = tabular.wkt(before.geometry)
    return placed(CHANGES, row, list(positions(change.new or change.old)))
