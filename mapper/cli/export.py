"""``mapper export``: events, reports or their tables as a file for another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper import query
from mapper.base import schema
from mapper.base.errors import SchemaError
from mapper.cli import filters, options, output, releases
from mapper.cli.others import FLAT, check_form, read_columns, renamed, write_as
from mapper.export import layouts
from mapper.incidents import POLICIES
from mapper.query import Asked, Question, ask
from mapper.release import AT_HOME, leaving

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from mapper.export import Feature, Layout
    from mapper.release import Wishes

_FILES = ("gpkg", "geoparquet")
FORMATS = ("geojson", "geojsonseq", "csv", "tsv", "json", "nl", *_FILES)


@click.command()
@click.argument("words", nargs=-1, metavar="[STORE] [FORMAT]")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write; - for stdout where the format is text.",
)
@click.option(
    "--table",
    "name",
    type=click.Choice(list(schema.TABLES)),
    help="Table to write, other than events or, with --reports, incidents; gpkg takes all.",
)
@click.option(
    "--figures",
    "policies",
    type=click.Choice(list(POLICIES)),
    multiple=True,
    help="Add the killed and injured as this policy derives them from the claims; repeatable.",
)
@click.option(
    "--as",
    "others",
    type=click.Choice(list(layouts())),
    help="Write in the columns and codes of this project, with a loss report PATH.loss.json.",
)
@click.option(
    "--columns",
    "columns",
    multiple=True,
    metavar="THEIRS=OURS|FILE",
    help="Columns to write and what to call them, in this order: location=places, or a table"
    " with the columns theirs and ours; repeatable; csv, tsv, json and nl.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@click.option("--bom", is_flag=True, help="Begin CSV and TSV with a byte-order mark, for Excel.")
@click.option("--rs", is_flag=True, help="Begin each feature of geojsonseq with RS (RFC 8142).")
@releases.options
@filters.options
def command(
    words: tuple[str, ...],
    target: Path,
    name: str | None,
    question: Question,
    gazetteer_folder: Path | None,
    *,
    policies: tuple[str, ...],
    others: str | None,
    columns: tuple[str, ...],
    overwrite: bool,
    wishes: Wishes,
    **marks: bool,
) -> None:
    """Export events, reports, or what belongs to them, as a file for another program.

    What is written is released: in the public profile without exact positions, names of
    sensitive sites and of private persons (mapper/docs/releasing.md).

    FORMAT is geojson, geojsonseq, csv, tsv, json, nl, gpkg or geoparquet. STORE is a
    store, or - for GeoJSON features from stdin. The filters are those of `mapper query`:
    they choose events, or with --reports single reports of them; other tables have what
    belongs to the reports of these. A gpkg gets a QGIS project beside it, a
    geojson its style.

    With --as, FORMAT may be left out: csv, and for timemap a folder of JSON files. What the
    project has no place for is dropped or left out, what it asks and no report tells is
    guessed, and PATH.loss.json says which rows and why.

    \b
    Examples:
      mapper export csv -o events.csv --bom
      mapper export geojson -o idlib.geojson --region Idlib --from 2019-05
      mapper export outputs/store.gpkg gpkg -o airstrikes.gpkg --type airstrike
      mapper export csv --reports -o ucdp.csv --figures ucdp --figures acled
      mapper export geoparquet --table claims --scope all -o claims.parquet
      mapper export --as acled -o acled-like.csv --from 2019-05
      mapper export csv -o mine.csv --columns Location=places --columns Dead=killed_min
      mapper query --actor Russia --geojsonseq | mapper export - csv -o -
    """
    layout = layouts()[others] if others else None
    store, form = _read_words(words, layout)
    policy = wishes.policy()
    if policy.is_public and name in AT_HOME:
        raise click.UsageError(f"the table {name} stays at home; --profile internal writes it")
    target = releases.named(policy, target)
    _check_options(form, name, policies, columns, layout, is_of_reports=question.reports)
    target = _check_target(target, form, name, layout, overwrite=overwrite)
    named = read_columns(columns)
    try:
        with leaving(store, wishes, gazetteer=gazetteer_folder) as connection:
            if layout:
                bom = marks["bom"]
                pack = gazetteer_folder
                for remark in write_as(
                    connection, question, layout, form, target, gazetteer=pack, bom=bom
                ):
                    click.echo(f"Note: {remark}.", err=True)
                return
            asked = ask(question, connection, gazetteer=gazetteer_folder)
            name = name or asked.of.table.name
            with options.as_one_set(target) as made:
                if form == "gpkg":
                    _write_store(connection, asked, made, title=policy.title(target.stem))
                elif form == "geoparquet":
                    _write_parquet(connection, asked, name, made)
                else:
                    lines = _lines(connection, asked, name, form, policies, named=named, **marks)
                    output.write(made, lines)
                    _write_style(connection, made, name, form)
    except SchemaError as problem:
        raise click.UsageError(str(problem)) from problem
    for remark in asked.remarks:
        click.echo(f"Note: {remark}.", err=True)


def _read_words(words: tuple[str, ...], layout: Layout | None) -> tuple[Path, str]:
    """Tell STORE and FORMAT apart; a project's rows have a format of their own."""
    if layout and (not words or words[-1] not in FORMATS):
        words = (*words, layout.form)
    if not words:
        raise click.UsageError(f"name a format: {', '.join(FORMATS)}")
    *stores, form = words
    if form not in FORMATS:
        raise click.UsageError(f"no format {form!r}; there are: {', '.join(FORMATS)}")
    if len(stores) > 1:
        raise click.UsageError("give one store and one format")
    return Path(stores[0]) if stores else options.default_store(), form


def _check_options(
    form: str,
    name: str | None,
    policies: tuple[str, ...],
    columns: tuple[str, ...],
    layout: Layout | None,
    *,
    is_of_reports: bool,
) -> None:
    """Refuse options that do not go together."""
    if layout and (name or policies or columns):
        raise click.UsageError("--as has its own columns: leave --table, --figures, --columns out")
    if policies and (form in _FILES or not is_of_reports or name not in (None, "incidents")):
        raise click.UsageError("--figures goes with --reports and a text format")
    if columns and form not in FLAT:
        raise click.UsageError(f"--columns goes with {', '.join(FLAT)}")


def _check_target(
    target: Path, form: str, name: str | None, layout: Layout | None, *, overwrite: bool
) -> Path:
    """Refuse to write over a file unless told to, or binary formats to stdout."""
    if layout:
        return check_form(layout, form, target, overwrite=overwrite)
    if str(target) == "-":
        if form in _FILES:
            raise click.UsageError(f"{form} cannot go to stdout")
        return target
    has_places = name is None or schema.TABLES[name].geometry
    ending = {"gpkg": ".qgz", "geojson": ".qml" if has_places else None}.get(form)
    beside = [target.with_suffix(ending)] if ending else []
    if target in beside:
        raise click.UsageError(f"{target} is the name of what goes beside it; take another ending")
    return options.free(target, *beside, overwrite=overwrite)


def _lines(
    connection: sqlite3.Connection,
    asked: Asked,
    name: str,
    form: str,
    policies: tuple[str, ...],
    *,
    named: Mapping[str, str],
    bom: bool,
    rs: bool,
) -> Iterator[str]:
    """Give the text of the file piece by piece; rows asked about are not held in memory."""
    from mapper.export import BOM, from_frame, from_row, tabular

    table = schema.TABLES[name]
    if name == asked.of.table.name:
        rows = query.rows(connection, asked.conditions, of=asked.of)
        features: Iterable[Feature] = map(partial(from_row, table), rows)
        if policies:
            from mapper.export import widened, with_figures

            features = with_figures(connection, features, policies)
            table = widened(table, policies)
    else:
        from mapper.query import subset

        frame = subset.read(connection, asked.conditions, [name], of=asked.of)[name]
        features = from_frame(table, frame)
    if bom and form in {"csv", "tsv"}:
        yield BOM
    if named:
        flat = (tabular.flat(table, feature) for feature in features)
        rows_named = renamed(flat, named, tabular.headings(table))
        yield from output.plain_or_coded(rows_named, list(named), form)
        return
    yield from output.lines(table, features, form, notes=query.notes(connection), rs=rs)


def _write_style(connection: sqlite3.Connection, target: Path, name: str, form: str) -> None:
    """Put the QGIS style beside a GeoJSON file of a layer."""
    from mapper.export import Wording, write_sidecar
    from mapper.query import subset

    if form == "geojson" and str(target) != "-" and schema.TABLES[name].geometry:
        tables = subset.read(connection, (), ("run", "zones"))
        if tables["zones"].empty:
            tables |= subset.read(connection, (), ("incidents",))
        write_sidecar(target, name, Wording.of(tables))


def _write_store(connection: sqlite3.Connection, asked: Asked, target: Path, *, title: str) -> None:
    """Write the chosen part of every table as a store of its own, with its project."""
    from mapper.export import Wording, layer_styles, write_project
    from mapper.query import subset
    from mapper.store import write_store

    tables = subset.read(connection, asked.conditions, of=asked.of)
    write_store(target, tables, styles=layer_styles(Wording.of(tables)))
    project = target.with_suffix(".qgz")
    shows_reports = asked.of is query.REPORTS
    write_project(project, tables, store=target.name, title=title, shows_reports=shows_reports)


def _write_parquet(connection: sqlite3.Connection, asked: Asked, name: str, target: Path) -> None:
    from mapper.export import write_geoparquet
    from mapper.query import subset

    frame = subset.read(connection, asked.conditions, [name], of=asked.of)[name]
    write_geoparquet(target, schema.TABLES[name], frame, notes=query.notes(connection))
