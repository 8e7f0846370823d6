"""``mapper build``: the main job, from articles and tables to map, store and report."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from click.core import ParameterSource

from mapper.base.rejects import CELL_LEFT_OUT
from mapper.cli import options, releases
from mapper.cli.streams import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.pipeline import Build
    from mapper.release import Wishes
    from mapper.sources import Reading

SEEDS = Path("seeds")
REJECTED = 3
"""Exit code of a build that is done but had to refuse some input."""

_SHOWN = 10


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SOURCES]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    show_default=True,
    metavar="DIR",
    help="Folder for the outputs.",
)
@options.gazetteer
@options.jobs
@options.zone_file
@options.title("Title of the map; without it the region pack's own.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="THEIRS=OURS",
    callback=lambda _context, _option, values: _pairs(values),
    help="Name a column of tables of records: location=place; may be repeated.",
)
@click.option(
    "--dayfirst/--monthfirst",
    "day_first",
    default=None,
    help="How to read a date like 05/06/2019 in a table whose other dates do not tell.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of tables of records, where it is told wrongly: utf-8, cp1256, cp1252 ...",
)
@click.option(
    "--corrections",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Decisions of people, beside any corrections.csv next to the sources; repeatable.",
)
@click.option(
    "--keep-originals",
    is_flag=True,
    help="Keep each file looked at under its hash in DIR/originals, with the text read of it.",
)
@click.option(
    "--at",
    metavar="TIME",
    help="Time to write into DIR/custody.jsonl; without it SOURCE_DATE_EPOCH, else the clock.",
)
@click.option(
    "--append",
    "earlier",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="STORE",
    help="Add SOURCES to the outputs beside the store of an earlier build.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Write into a folder that holds files no build left there; they stay.",
)
@releases.options
@options.quiet
def command(
    sources: tuple[Path, ...],
    *,
    output: Path,
    gazetteer_folder: Path | None,
    jobs: int,
    title: str | None,
    zone_file: str | None,
    columns: tuple[tuple[str, str], ...],
    day_first: bool | None,
    encoding: str | None,
    corrections: tuple[Path, ...],
    earlier: Path | None,
    keep_originals: bool,
    at: str | None,
    overwrite: bool,
    quiet: bool,
    wishes: Wishes,
) -> int:
    """Turn articles and tables of records into the store, GeoJSON, map and report.

    SOURCES are folders (with a manifest.csv or without), tables of records (CSV, Excel
    or OpenDocument), annotations of texts (.jsonl; in a folder annotations*.jsonl), or
    documents: plain text, web pages, PDF, Word, mail, feeds, exports of Telegram, web
    archives, JSON lines, zip and tar of these; - for the standard input; seeds/ when none
    is named (mapper/docs/bringing-documents.md). A table of records has
    the columns 'place' and 'date', or those of ACLED, UCDP GED, Airwars or `mapper
    export --reports`; --map names the columns of any other. Prints the path of the map.

    A corrections.csv beside the sources says what people decided otherwise than the rules
    (mapper/docs/a-dot-is-wrong.md); so does any FILE of --corrections.

    With --append, articles and tables that the earlier build read are not read again, and
    a file of the same name with other content replaces it; the rows are those of a build
    of everything together.

    \b
    Examples:
      mapper build
      mapper build my-articles/ my-records.csv -o my-map/
      mapper build my-articles/ anna.jsonl -o my-map/
      mapper build saved-pages.zip result.json report.pdf -o my-map/
      mapper build table.csv --map location=place --map event_date=date
      mapper build articles/ --gazetteer my-pack/ --jobs 2
      mapper build more-articles/ --append my-map/store.gpkg
    """
    from mapper.pipeline import build

    if earlier:
        _check_append(sources, earlier)
        output = earlier.parent
    if not sources and not SEEDS.is_dir():
        raise click.UsageError("no SOURCES named, and there is no folder seeds/ here")
    with _progress(quiet=quiet) as progress:
        built = build(
            sources or (SEEDS,),
            output,
            gazetteer=gazetteer_folder,
            jobs=jobs,
            overwrite=overwrite,
            append=earlier is not None,
            title=title,
            zone_file=zone_file,
            reading=_reading(columns, encoding, day_first=day_first),
            corrections=corrections,
            keep_originals=keep_originals,
            wishes=wishes,
            at=at,
            progress=progress,
        )
    code = options.settle(REJECTED if built.n_rejects else 0)
    for remark in built.remarks:
        click.echo(f"Note: {remark}.", err=True)
    if not quiet:
        _tell(built)
    click.echo(built.map)
    return code


def _reading(
    columns: tuple[tuple[str, str], ...], encoding: str | None, *, day_first: bool | None
) -> Reading:
    """Put together what the user says of how to read tables."""
    from mapper.sources import Reading

    order: Literal["day", "month"] = "day" if day_first else "month"
    return Reading(None if day_first is None else order, encoding, columns)


def _pairs(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Split what --map takes; one of our columns has one of theirs."""
    pairs = tuple(_pair(value) for value in values)
    for ours in sorted({ours for _, ours in pairs}):
        theirs = [one for one, our in pairs if our == ours]
        if len(theirs) > 1:
            raise click.BadParameter(f"{' and '.join(theirs)} cannot both be {ours!r}")
    return pairs


def _pair(value: str) -> tuple[str, str]:
    """Split what --map takes at its last equals sign."""
    theirs, equals, ours = value.rpartition("=")
    if not (theirs.strip() and equals and ours.strip()):
        raise click.BadParameter(f"{value!r} is not THEIRS=OURS, such as location=place")
    return theirs.strip(), ours.strip()


def _check_append(sources: tuple[Path, ...], earlier: Path) -> None:
    """Refuse options that do not go with --append."""
    from mapper.store import STORE

    chosen = click.get_current_context().get_parameter_source("output")
    if chosen is ParameterSource.COMMANDLINE:
        raise click.UsageError("--append writes beside its STORE; leave -o out")
    if not sources:
        raise click.UsageError("name the SOURCES to append")
    if earlier.name != STORE:
        raise click.UsageError(f"--append takes the {STORE} that a build left, not {earlier.name}")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show how many articles are done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return

    def show(done: int, total: int) -> None:
        progress(f"articles: {done} of {total}")

    try:
        yield show
    finally:
        progress("")


def _tell(built: Build) -> None:
    """Say on stderr what was found and what was refused."""
    from mapper.pipeline import report_in_words

    for line in report_in_words(built.report):
        click.echo(line, err=True)
    if built.n_unchanged:
        click.echo(f"unchanged, not read again: {built.n_unchanged}", err=True)
    if built.replaced:
        click.echo(f"replaced: {', '.join(built.replaced)}", err=True)
    if withheld := built.report["withheld"]:
        told = ", ".join(f"{what} {n}" for what, n in withheld.items())
        click.echo(f"withheld from what is released: {told}", err=True)
    alike: dict[tuple[str, str, str], list[str]] = {}
    for row in built.report["rejects"]["rows"]:
        rows = alike.setdefault((row["file"], row["reason"], row["detail"]), [])
        rows += [str(row["row"])] if row["row"] else []
    for (file, reason, detail), rows in list(alike.items())[:_SHOWN]:
        more = ", ..." if len(rows) > _SHOWN else ""
        where = f"{file} row {', '.join(rows[:_SHOWN])}{more}" if rows else file
        what = f"left out: {where}" if reason == CELL_LEFT_OUT else f"refused: {where}: {reason}"
        click.echo(f"{what}: {detail}", err=True)
    if len(alike) > _SHOWN:
        click.echo(
            f"refused: {len(alike) - _SHOWN} more, in the table rejects of the store", err=True
        )
