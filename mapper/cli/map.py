"""``mapper map``: events as one HTML page that opens without a network."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mapper.base.amounts import amount
from mapper.base.errors import SchemaError
from mapper.cli import appearance, filters, options, releases
from mapper.query import ALL_SCOPES, REPORTS, STDIN, Question
from mapper.release import leaving

if TYPE_CHECKING:
    import pandas as pd

    from mapper.gazetteer import Gazetteer
    from mapper.release import Policy, Wishes

    Bounds = tuple[float, float, float, float]

_TABLES = (
    *("events", "event_links", "incidents", "locations", "uncertainty", "claims", "articles"),
    *("zones", "regions", "places", "decisions", "rejects", "run"),
)


@click.command()
@options.store
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Page to write; - for stdout.",
)
@appearance.options
@click.option(
    "--tiles",
    metavar="NAME|URL",
    help="Online background: whoever opens the page tells its server where they look. None by"
    " default: the page asks the network for nothing.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@releases.options
@filters.options
def command(
    store: Path,
    target: Path,
    question: Question,
    gazetteer_folder: Path | None,
    *,
    title: str | None,
    focus: str | None,
    look: dict[str, Any],
    tiles: str | None,
    overwrite: bool,
    wishes: Wishes,
) -> None:
    """Draw events as one HTML page that opens by double click, without a network.

    The page is released: in the public profile without exact positions, names of sensitive
    sites and of private persons (mapper/docs/releasing.md).

    STORE is a store, or - for GeoJSON features from stdin, one a line or a collection.
    The filters are those of `mapper query`: an event comes with all its reports, with
    --reports each report is a dot of its own. Without --scope the page takes all
    scopes and keeps them apart itself. Above about 40 MB the texts go to a folder beside
    the page.

    The page of a newsroom: mapper/docs/publishing-the-map.md.

    \b
    Examples:
      mapper map -o map.html
      mapper map -o idlib.html --region Idlib --from 2019-05 --title "Idlib, May 2019"
      mapper query --actor Russia --geojsonseq | mapper map - -o russia.html
      mapper map -o may.html --focus Idlib --days 2019-05/2019-05 --size-by killed --hide zones
      mapper map -o may.html --byline "The Example" --url https://news.example.org/may.html
      mapper map -o may-ar.html --interface ar --colours house.csv --subtitle "Reported"
    """
    policy = wishes.policy()
    target = _check_target(releases.named(policy, target), overwrite=overwrite)
    context = click.get_current_context()
    if context.get_parameter_source("scope") is ParameterSource.DEFAULT:
        question = dataclasses.replace(question, scope=ALL_SCOPES)
    try:
        tables, look["focus"], remarks = _read(
            store, question, wishes, gazetteer_folder, focus=focus
        )
    except SchemaError as problem:
        raise click.UsageError(str(problem)) from problem
    drawn = _draw(
        tables, target, policy, look, title=title, tiles=tiles, gazetteer=gazetteer_folder
    )
    for remark in (*remarks, *drawn):
        click.echo(f"Note: {remark}.", err=True)


def _check_target(target: Path, *, overwrite: bool) -> Path:
    """Refuse what is no page, and to write over one unless told to."""
    if str(target) == "-":
        return target
    if target.suffix.lower() not in {".html", ".htm"}:
        raise click.UsageError(f"{target} is no page: its name must end in .html")
    return options.free(target, overwrite=overwrite)


def _read(
    store: Path,
    question: Question,
    wishes: Wishes,
    gazetteer: Path | None,
    *,
    focus: str | None,
) -> tuple[dict[str, pd.DataFrame], Bounds | None, tuple[str, ...]]:
    """Read the tables a map takes, and the box it looks at first where a region is named.

    What stdin does not carry comes from the region pack.
    """
    from mapper.query import box_of_region, subset

    with leaving(store, wishes, gazetteer=gazetteer) as connection:
        chosen = subset.selection(connection, question, _TABLES, gazetteer=gazetteer)
        box, remarks = None, chosen.remarks
        if focus is not None:
            found, told = box_of_region(focus, connection, gazetteer=gazetteer)
            box = wishes.policy().view(found)
            remarks = tuple(dict.fromkeys((*remarks, *told)))
    tables = chosen.tables
    if chosen.of is REPORTS:
        # Without events the page takes each report for itself.
        del tables["events"], tables["event_links"]
    if store == STDIN:
        tables |= _around(tables["incidents"], wishes, gazetteer)
    return tables, box, remarks


def _around(
    incidents: pd.DataFrame, wishes: Wishes, gazetteer: Path | None
) -> dict[str, pd.DataFrame]:
    """Give the pack's zones, regions and places where the incidents lie in its country."""
    from mapper.base import (
        frames,
        schema,
    )
    from mapper.gazetteer import load_gazetteer
    from mapper.gazetteer import tables as pack_tables
    from mapper.release import shown_places
    from mapper.zones import load_zones

    pack = load_gazetteer(gazetteer)
    regions = frames.frame(schema.REGIONS, pack_tables.region_rows(pack))
    west, south, east, north = regions.total_bounds
    if incidents.cx[west:east, south:north].empty:
        return {}
    return {
        "regions": regions,
        "places": shown_places(
            frames.frame(schema.PLACES, pack_tables.place_rows(pack, set())), wishes.policy(), pack
        ),
        "zones": load_zones(pack.zones_path).layer(),
    }


def _draw(
    tables: dict[str, pd.DataFrame],
    target: Path,
    policy: Policy,
    look: dict[str, Any],
    *,
    title: str | None,
    tiles: str | None,
    gazetteer: Path | None,
) -> tuple[str, ...]:
    """Render and write the page, say what was written, and give what else there is to say."""
    from mapper.gazetteer import load_gazetteer
    from mapper.gazetteer import tables as pack_tables
    from mapper.maps import render_map

    pack = load_gazetteer(gazetteer)
    run = dict(zip(tables["run"]["key"], tables["run"]["value"], strict=True))
    places = set(tables["places"]["place_id"])
    # What stdin brings has the pack's zones and places around it; a store has its own credits.
    made_with = run.get("gazetteer_hash")
    credits_ = pack_tables.credit_rows(pack) if places and made_with is None else None
    is_own = made_with in {None, pack.hash()}
    page = render_map(
        tables,
        title=policy.title(title or run.get("title") or "Incidents"),
        tiles=tiles,
        names=pack.heard(places) if is_own else None,
        sounds=pack.index.sounds.rules() if is_own else None,
        units=_units(pack, look["interface"]) if is_own else None,
        credits_=credits_,
        **look,
    )
    if not is_own:
        click.echo(
            "Note: the store was made with another pack; name it with --gazetteer for a search by"
            " all spellings of places.",
            err=True,
        )
    if str(target) == "-":
        page.save(sys.stdout.buffer, close_file=False)
        return page.remarks
    written = page.save(target)
    size = target.stat().st_size / 1e6
    click.echo(f"{target}: {_counted(tables)}, {size:.1f} MB", err=True)
    if len(written) > 1:
        click.echo(
            f"Too much for one file: the texts are in {written[1]}. Keep that folder beside"
            " the page; it opens by double click all the same.",
            err=True,
        )
    return page.remarks


def _units(pack: Gazetteer, language: str) -> dict[str, tuple[str, str]] | None:
    """Give what the pack calls its units in a language; the English words come with the build."""
    from mapper.gazetteer import LEVELS
    from mapper.maps import DEFAULT_INTERFACE

    if language == DEFAULT_INTERFACE:
        return None
    called = {level: pack.about.unit(level, language) for level in LEVELS}
    return {level: (unit.one, unit.several) for level, unit in called.items() if unit}


def _counted(tables: dict[str, pd.DataFrame]) -> str:
    """Say how much the page shows; events that stdin brings come without their reports."""
    reports = amount(len(tables["incidents"]), "report")
    events = tables.get("events")
    if events is None or events.empty:
        return reports
    are_there = tables["incidents"]["article_id"].notna() | tables["incidents"]["row"].notna()
    told = amount(len(events), "event")
    return f"{told}, {reports}" if are_there.any() else told
