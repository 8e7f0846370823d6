"""``mapper gazetteer``: what the gazetteer holds, its faults, and how to add to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.cli import options
from mapper.cli.table import fitted, terminal_width

if TYPE_CHECKING:
    from mapper.gazetteer import Qualifiers

FORMATS = ("geonames", "ocha", "csv")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Say what the gazetteer holds, check it, search it, add files to it."""


@command.command()
@options.gazetteer
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def info(gazetteer_folder: Path | None, *, as_json: bool) -> None:
    """Count places by kind, and settlements by governorate and district.

    \b
    Examples:
      mapper gazetteer info
      mapper gazetteer info --gazetteer my-pack --json
    """
    from mapper.gazetteer import load_gazetteer, measure_coverage

    gazetteer = load_gazetteer(gazetteer_folder)
    held = measure_coverage(gazetteer)
    if as_json:
        answer = {
            "folder": str(gazetteer.folder),
            "hash": gazetteer.hash(),
            "home": gazetteer.home,
            "places": held.places,
            "regions": held.regions,
            "names": held.names,
            "kinds": dict(held.kinds),
            "units": [
                {"admin1": one, "admin2": two, "settlements": n, "with_arabic_name": ar}
                for one, two, n, ar in held.units
            ],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{held.places} places, {held.regions} regions, {held.names} names; home {gazetteer.home}"
    )
    click.echo(", ".join(f"{kind} {count}" for kind, count in held.kinds))
    rows = [[one, two, str(n), str(ar)] for one, two, n, ar in held.units]
    for line in fitted(
        ("governorate", "district", "settlements", "with arabic name"), rows, terminal_width()
    ):
        click.echo(line)


@command.command()
@options.gazetteer
@click.option("--all", "everything", is_flag=True, help="List homonyms and common words too.")
def check(gazetteer_folder: Path | None, *, everything: bool) -> None:
    """List faults: duplicates, misplaced places, mangled names, broken word lists.

    Exit 1 if there are any.

    \b
    Examples:
      mapper gazetteer check
      mapper gazetteer check --all --gazetteer my-pack
    """
    from mapper.gazetteer import find_faults, load_gazetteer
    from mapper.mentions import place_words
    from mapper.words import DEFAULT_LANGUAGE

    faults = find_faults(load_gazetteer(gazetteer_folder), place_words(DEFAULT_LANGUAGE).common)
    shown = [fault for fault in faults if everything or fault.is_error]
    errors = sum(fault.is_error for fault in faults)
    code = options.settle(1 if errors else 0)
    rows = [[fault.kind, ", ".join(fault.place_ids), fault.detail] for fault in shown]
    if rows:
        for line in fitted(("fault", "places", "detail"), rows, terminal_width()):
            click.echo(line)
    noun, rest = "fault" if errors == 1 else "faults", len(faults) - errors
    click.echo(f"{errors} {noun}, {rest} remark{'' if rest == 1 else 's'}", err=True)
    raise click.exceptions.Exit(code)


@command.command()
@click.argument("name")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Most places to list.",
)
@options.gazetteer
def search(name: str, limit: int, gazetteer_folder: Path | None) -> None:
    """List the places whose names are like NAME, with all their spellings.

    \b
    Examples:
      mapper gazetteer search Kafranbel
      mapper gazetteer search كفر --limit 30
    """
    from mapper.gazetteer import load_gazetteer

    gazetteer = load_gazetteer(gazetteer_folder)
    found = {m.place.place_id: m for m in gazetteer.lookup(name)}
    for match in gazetteer.similar(name, limit=limit):
        found.setdefault(match.place.place_id, match)
    rows = [
        [
            place.place_id,
            place.name,
            place.kind,
            place.admin1 or place.country or "",
            f"{score:.0f}",
            method,
            ", ".join(gazetteer.spellings(place.place_id)),
        ]
        for place, score, method in list(found.values())[:limit]
    ]
    if rows:
        headings = ("id", "name", "kind", "in", "score", "method", "spellings")
        for line in fitted(headings, rows, terminal_width()):
            click.echo(line)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "form", type=click.Choice(FORMATS), required=True, help="What FILE is.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Pack to make, or to add to.",
)
@click.option(
    "--source",
    metavar="TEXT",
    help="Name of the source for the spellings added; that of their rows if not given.",
)
@click.option(
    "--bare", is_flag=True, help="Begin a new pack with nothing rather than with the shipped one."
)
@options.gazetteer
def import_(
    file: Path,
    form: str,
    folder: Path,
    source: str | None,
    gazetteer_folder: Path | None,
    *,
    bare: bool,
) -> None:
    """Add FILE to a pack: a GeoNames country dump, OCHA populated places, or a plain table.

    Where DIR is a pack already, FILE is added to it; else DIR begins as a copy of the
    shipped pack (or of --gazetteer). A place that the pack has, by code or by name
    within 2.5 km, is merged and its spellings are kept. A plain table (--as csv: CSV of
    any kind, Excel, OpenDocument) needs columns for name, lat and lon, and may have
    kind, name_ar, names (joined by |), population, pcode and admin1 to admin3. DIR is
    written whole or not at all.

    \b
    Examples:
      mapper gazetteer import SY.zip --as geonames -o my-pack
      mapper gazetteer import syr_pplp_adm4.csv --as ocha -o my-pack
      mapper build --gazetteer my-pack
    """
    from mapper.base.errors import GazetteerError
    from mapper.gazetteer import (
        READERS,
        Pack,
        add,
        default_pack,
        load_gazetteer,
        read_pack,
        write_pack,
    )

    if (folder / "places.csv").is_file():
        load_gazetteer(folder)  # says what is wrong with it before anything is added
        pack = read_pack(folder)
    else:
        pack = Pack() if bare else read_pack(gazetteer_folder or default_pack())
    try:
        notes: list[str] = []
        report = add(pack, READERS[form](file, notes), source, _qualifiers())
    except GazetteerError as problem:
        raise GazetteerError(
            str(problem) if file.name in str(problem) else f"{file}: {problem}"
        ) from None
    if not report.added and not report.merged:
        raise GazetteerError(f"{file}: no row could be used; nothing was written")
    write_pack(pack, folder)
    code = options.settle(3 if report.faults else 0)
    for note in notes:
        click.echo(f"{file.name}: {note}", err=True)
    for fault in report.faults:
        click.echo(f"{file.name} {fault}", err=True)
    click.echo(
        f"{folder}: {report.added} places added, {report.merged} merged, "
        f"{report.regions} regions made",
        err=True,
    )
    if report.faults:
        click.echo(f"{len(report.faults)} rows or names left out", err=True)
    raise click.exceptions.Exit(code)


def _qualifiers() -> Qualifiers:
    """Give the words of the default language that are no name by themselves."""
    from mapper.gazetteer import Qualifiers
    from mapper.mentions import place_words
    from mapper.words import DEFAULT_LANGUAGE

    words = place_words(DEFAULT_LANGUAGE)
    return Qualifiers(halves=words.names["half"], nameless=words.nameless)
