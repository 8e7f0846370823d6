"""``mapper review``: what is doubtful as a sheet, and what people decide, back as corrections."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from mapper.cli import options

if TYPE_CHECKING:
    import sqlite3

    from mapper.gazetteer import Gazetteer
    from mapper.query import Question
    from mapper.review import Back, Signed

_FORMS = (".xlsx", ".csv")
_STORES = (".gpkg",)
_CORRECTIONS = Path("corrections.csv")
_REFUSED = 3
_MAP = "map.html"


@click.command()
@options.store
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Sheet to write, .xlsx or .csv; with --from the corrections to write into, by default"
    " corrections.csv in this folder.",
)
@click.option(
    "--from",
    "sheet",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="SHEET",
    help="Read decisions back: from a sheet, a table of them, or a copy of STORE edited in a GIS.",
)
@click.option("--all", "everything", is_flag=True, help="List the reports without a doubt too.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most rows to write.")
@click.option("--region", "regions", multiple=True, metavar="NAME|FILE", help="As in mapper query.")
@click.option("--type", "types", multiple=True, metavar="CODE", help="Event type.")
@click.option("--text", "texts", multiple=True, metavar="TEXT", help="Words of a place or report.")
@click.option(
    "--source", "sources", multiple=True, metavar="TEXT", help="Publisher, address, file."
)
@click.option("--by", metavar="NAME", help="With --from: who decides, where a row does not say.")
@click.option("--why", metavar="TEXT", help="With --from: the reason, where a row gives none.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --from: day of the decisions; by default today.",
)
@click.option("--overwrite", is_flag=True, help="Replace the sheet if it is there.")
@options.gazetteer
def command(
    store: Path,
    target: Path | None,
    sheet: Path | None,
    gazetteer_folder: Path | None,
    *,
    everything: bool,
    limit: int | None,
    by: str | None,
    why: str | None,
    day: datetime | None,
    overwrite: bool,
    regions: tuple[str, ...],
    types: tuple[str, ...],
    texts: tuple[str, ...],
    sources: tuple[str, ...],
) -> int:
    """List what is doubtful as a sheet, and read back what people decide.

    The doubtful first: places that could be two, lead by little or are but a region; figures that
    differ; pairs that may be one event; what is not mapped; words that were not taken. Choose an
    action beside a row, or write another date, type, place, actor, toll or scope over it.
    `--from` adds what was changed to corrections.csv, each decision once, which the next build
    reads from beside its sources; what cannot be decided so is refused by its cell (exit code 3).

    \b
    Examples:
      mapper review -o review.xlsx
      mapper review outputs/store.gpkg -o idlib.csv --region Idlib --all
      mapper review --from review.xlsx -o my-articles/corrections.csv --by "A. Coder"
      mapper review outputs/store.gpkg --from copy.gpkg --why "seen on imagery"
    """
    from mapper.gazetteer import load_gazetteer
    from mapper.query import ALL_SCOPES, Question, opened
    from mapper.review import Signed

    question = Question(
        reports=True, scope=ALL_SCOPES, regions=regions, types=types, texts=texts, sources=sources
    )
    with opened(store) as connection:
        gazetteer = load_gazetteer(gazetteer_folder)
        _say_if_other(connection, gazetteer)
        if sheet is None:
            if target is None:
                raise click.UsageError("name the sheet to write by -o, or one to read by --from")
            target = _check(target, (by, why, day), overwrite=overwrite)
            only = _chosen(connection, question, gazetteer_folder)
            _write(connection, target, gazetteer, store, only, everything=everything, limit=limit)
            return 0
        if everything or limit or _narrows(question) or overwrite:
            raise click.UsageError("--from goes with -o, --by, --why, --date and --gazetteer only")
        decided = day.date() if day else date.today()  # noqa: DTZ011 - the day of whoever decides
        back = _read(connection, sheet, gazetteer, Signed(by, why, decided.isoformat()))
        return _take(back, target or _CORRECTIONS, sheet)


def _say_if_other(connection: sqlite3.Connection, gazetteer: Gazetteer) -> None:
    """Say that the pack is not the one that the store was built with."""
    found = connection.execute("SELECT value FROM run WHERE key = 'gazetteer_hash'").fetchone()
    if found and found[0] != gazetteer.hash():
        told = "places are looked up in another pack than the store was built with; see --gazetteer"
        click.echo(f"Note: {told}.", err=True)


def _check(target: Path, signed: tuple[object, ...], *, overwrite: bool) -> Path:
    """Refuse a sheet of another kind, or to write over one."""
    if any(signed):
        raise click.UsageError("--by, --why and --date go with --from")
    if target.suffix.lower() not in _FORMS:
        raise click.UsageError(f"a sheet is {' or '.join(_FORMS)}, not {target.name}")
    return options.free(target, overwrite=overwrite)


def _narrows(question: Question) -> bool:
    """Tell whether a part of the reports was asked for."""
    return any((question.regions, question.types, question.texts, question.sources))


def _chosen(
    connection: sqlite3.Connection, question: Question, gazetteer: Path | None
) -> set[str] | None:
    """Find the reports that were asked for; None for all."""
    from mapper.query import ask, rows

    if not _narrows(question):
        return None
    asked = ask(question, connection, gazetteer=gazetteer)
    for remark in asked.remarks:
        click.echo(f"Note: {remark}.", err=True)
    return {row["incident_id"] for row in rows(connection, asked.conditions, of=asked.of)}


def _write(
    connection: sqlite3.Connection,
    target: Path,
    gazetteer: Gazetteer,
    store: Path,
    only: set[str] | None,
    *,
    everything: bool,
    limit: int | None,
) -> None:
    """Write the sheet, and say what it lists."""
    from mapper.review import find, parties, rows_of, with_choices, write_csv, write_workbook

    found = find(connection, only=only, everything=everything)
    items = with_choices(found[:limit], gazetteer)
    there = os.path.relpath(store.resolve().parent / _MAP, target.resolve().parent)
    listed = rows_of(items, card=quote(Path(there).as_posix()))
    if target.suffix.lower() == ".csv":
        write_csv(target, listed)
    else:
        write_workbook(target, listed, items, parties(gazetteer))
    left = (
        f", {len(found) - len(items)} more left out by --limit" if len(found) > len(items) else ""
    )
    click.echo(f"{len(items)} rows to look at{left}", err=True)
    click.echo(target)


def _read(
    connection: sqlite3.Connection, sheet: Path, gazetteer: Gazetteer, signed: Signed
) -> Back:
    """Read decisions from a sheet, or from a copy of the store."""
    from mapper.query import opened
    from mapper.review import Known, read_back, read_layers

    known = Known(connection)
    if sheet.suffix.lower() not in _STORES:
        return read_back(sheet, known, gazetteer, signed)
    with opened(sheet) as copy:
        return read_layers(copy, connection, known, gazetteer, signed, name=sheet.name)


def _take(back: Back, target: Path, sheet: Path) -> int:
    """Write the decisions, and say what was refused."""
    from mapper.review import write_decisions

    for note in back.notes:
        click.echo(f"Note: {note}", err=True)
    for fault in back.faults:
        click.echo(f"refused: {fault}", err=True)
    new = write_decisions(target, back.corrections) if back.corrections else 0
    code = options.settle(_REFUSED if back.faults else 0)
    if not back.corrections:
        click.echo(f"{sheet.name} decides nothing", err=True)
        return code
    kept = len(back.corrections) - new
    more = f", {kept} were there" if kept else ""
    click.echo(
        f"{new} decisions written{more}; the next build reads them beside its sources", err=True
    )
    click.echo(target)
    return code
