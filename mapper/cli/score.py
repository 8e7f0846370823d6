"""``mapper score``: how right a build is, against a gold set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from mapper.base.json_text import to_json
from mapper.cli import options
from mapper.score import (
    compare_coders,
    half_of,
    kind_of_coder,
    matching,
    plain_rows,
    read_coder,
    read_gold,
    score,
    score_links,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.score import Half


@click.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument(
    "gold", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--links",
    "links",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="GOLD.csv",
    help="Score how reports were joined, against links (text,code) or members (member,event).",
)
@click.option(
    "--coders",
    is_flag=True,
    help="Compare a store and a gold set as two coders, neither as the measure of the other.",
)
@click.option(
    "--half",
    type=click.Choice(["all", "even", "odd"]),
    default="all",
    show_default=True,
    help="Score only the articles of even or odd number.",
)
@click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
@click.option("--misses", "show_misses", is_flag=True, help="List what was missed or false.")
@options.gazetteer
def command(
    predicted: Path,
    gold: Path | None,
    *,
    links: Path | None,
    coders: bool,
    half: str,
    as_json: bool,
    show_misses: bool,
    gazetteer_folder: Path | None,
) -> None:
    """Measure a build against a gold set of annotated articles, or compare two coders.

    PREDICTED is a store; GOLD holds one article per line, as JSON: id, incidents,
    places. An article's id is the stem of its file. Only incidents of scope "event"
    can be right or wrong.

    Of any other two (stores, files of annotations, gold sets), and with --coders, neither is
    right: on the texts that both read, the agreement is given field by field, in percent and
    for categories as Cohen's kappa; --misses lists the incidents that only one found.

    With --links it is the events that are scored. The list has the columns text (an
    article's file without its ending) and code (a record's id), or member (a record's id or
    an article's file) and event, with start, end and told where known; a column file names
    the table of a record whose id two tables have. Wrong joins are listed by --misses, each
    with the weights that made it.

    \b
    Examples:
      mapper score outputs/store.gpkg gold.jsonl
      mapper score outputs/store.gpkg gold.jsonl --half odd --misses
      mapper score outputs/store.gpkg --links members.csv --misses
      mapper score anna.jsonl ben.jsonl --misses
    """
    from mapper.gazetteer import load_gazetteer
    from mapper.store import read_table

    if gold is not None and (coders or _are_coders(predicted, gold)):
        if links is not None:
            raise click.UsageError("--links scores a store alone; leave the second file out")
        compared = _compare(predicted, gold, gazetteer_folder, half)
        click.echo(_as_json(compared) if as_json else "\n".join(_coder_lines(compared)))
        if show_misses and not as_json:
            for line in _only_lines(compared):
                click.echo(line)
        return
    incidents, locations = (
        plain_rows(read_table(predicted, n)) for n in ("incidents", "locations")
    )
    if links is not None:
        event_links = plain_rows(read_table(predicted, "event_links"))
        found = score_links(incidents, locations, event_links, read_gold(links))
        click.echo(_as_json(found) if as_json else "\n".join(_joining_lines(found, show_misses)))
        return
    if gold is None:
        raise click.UsageError("name a GOLD file, or --links GOLD.csv")
    articles = matching.load_gold(gold)
    language = load_gazetteer(gazetteer_folder).language()
    figures = score(incidents, locations, articles, half=cast("Half", half), language=language)
    if as_json:
        click.echo(_as_json(figures))
        return
    click.echo("\n".join(_lines(figures)))
    if show_misses:
        click.echo("\n".join(_faults(figures)))


def _are_coders(one: Path, other: Path) -> bool:
    """Tell two coders from a build and its measure."""
    if not one.is_file():
        return False
    return (kind_of_coder(one), kind_of_coder(other)) != ("store", "gold")


def _compare(one: Path, other: Path, gazetteer_folder: Path | None, half: str) -> dict[str, Any]:
    """Read two coders, the stores first: they know texts by all of their names."""
    from mapper.gazetteer import load_gazetteer

    pack = load_gazetteer(gazetteer_folder)
    called: dict[str, str] = {}
    read = {}
    for number, path in sorted(
        enumerate((one, other)), key=lambda n: kind_of_coder(n[1]) != "store"
    ):
        read[number] = read_coder(path, pack, called)
        called |= read[number].called
    return compare_coders(read[0], read[1], keep=lambda text: half in ("all", half_of(text)))


def _coder_lines(figures: dict[str, Any]) -> Iterator[str]:
    """Word how far two coders agree."""
    one, other, texts = figures["a"], figures["b"], figures["texts"]
    for coder in (one, other):
        yield from (f"{coder['name']}: {note}" for note in coder["notes"])
    alone = f"only A: {len(texts['only_a'])}, only B: {len(texts['only_b'])}"
    yield f"A {one['name']} ({one['kind']}), B {other['name']} ({other['kind']})"
    if not texts["both"]:
        yield f"there is no text that both read, so nothing is compared ({alone})"
        return
    yield f"texts read by both: {texts['both']} ({alone})"
    found = f"only A: {len(figures['only_a'])}, only B: {len(figures['only_b'])}"
    yield f"incidents found by both: {figures['matched']} ({found})"
    yield f"{'':20}{'silent':>7}{'compared':>9}{'agreed':>8}{'percent':>9}{'kappa':>8}"
    for name, field in figures["fields"].items():
        percent = "-" if field["percent"] is None else f"{field['percent']:.1f}"
        note = f"  {field['note']}" if field["note"] else ""
        counts = f"{field['silent']:>7}{field['n']:>9}{field['agreed']:>8}"
        numbers = f"{counts}{percent:>9}{_rate(field['kappa']):>8}"
        yield f"{name.replace('_', ' '):20}{numbers}{note}"


def _only_lines(figures: dict[str, Any]) -> Iterator[str]:
    """List the incidents that one coder found alone."""
    for key, name in (("only_a", "only A"), ("only_b", "only B")):
        for row in figures[key]:
            told = (row["text"], row["scope"], row["event_type"], row["date"], row["place"])
            yield "  ".join([name, *(str(one or "-") for one in told), row["sentence"]])


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    """Word the figures for people, counts beside every rate."""
    yield f"articles: {figures['articles']} ({figures['half']})"
    yield f"{'':12}{'found':>7}{'false':>7}{'missed':>8}{'precision':>11}{'recall':>8}{'F1':>7}"
    for name, one in figures["incidents"].items():
        rates = [_rate(one[key]) for key in ("precision", "recall", "f1")]
        yield (
            f"{name:12}{one['found']:>7}{one['false']:>7}{one['missed']:>8}"
            f"{rates[0]:>11}{rates[1]:>8}{rates[2]:>7}"
        )
    yield f"background found: {_share(figures['background'])}"
    yield "on matched incidents: " + ", ".join(
        f"{name} {_share(one)}" for name, one in figures["fields"].items()
    )
    error = figures["place_error_km"]
    if error["n"]:
        yield f"place error: median {error['median']} km, 90 % within {error['p90']} km"
    yield "gold event places with a predicted one: " + ", ".join(
        f"{name.replace('_', ' ')} {_share(one)}" for name, one in figures["event_places"].items()
    )
    yield f"90 % discs that hold the gold place: {_share(figures['radius_holds_place'])}"


def _as_json(figures: dict[str, Any]) -> str:
    return to_json(figures, indent=1)


_SHOWN = 8
"""Names that fit into a line on a screen."""


def _joining_lines(figures: dict[str, Any], show_misses: bool) -> Iterator[str]:
    """Word how right the events are."""
    if "all" in figures:
        listed = figures["members"]
        members = f"{listed['found']} of {listed['listed']} members"
        yield f"reports with a known event: {listed['reports']}, of {members}"
        if unknown := figures["unknown"]:
            more = " ..." if len(unknown) > _SHOWN else ""
            yield f"members without a report here: {', '.join(unknown[:_SHOWN])}{more}"
        for part, words in (("all", "all"), ("told", "that say enough")):
            for name, one in figures[part].items():
                yield f"{name.replace('_', '-'):9} {words}: {_three_rates(one)}"
    else:
        links = figures["links"]
        yield f"links: {links['listed']} listed, {links['in_build']} of texts and records read here"
        lost = f"{links['in_build'] - links['extracted']} lost to extraction"
        yield f"their report was extracted: {links['extracted']} ({lost})"
        yield f"joined right: {figures['right']}; unlinked: {len(figures['wrong'])}, to be read"
        yield f"given extraction: {_three_rates(figures['given_extracted'])}"
        yield f"end to end: {_three_rates(figures['end_to_end'])}"
    if show_misses:
        yield from _joining_faults(figures)


def _three_rates(one: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_rate(one[key])}" for name, key in _THREE)


_THREE = (("precision", "precision"), ("recall", "recall"), ("F1", "f1"))


def _joining_faults(figures: dict[str, Any]) -> Iterator[str]:
    """List wrong joins with their weights, and links that were not joined."""
    for one in figures["wrong"]:
        yield f"wrong   {one['left']}  |  {one['right']}  ({one['truth']})"
        yield f"        {one['score']}: {one['reasons']}"
    for missed in figures["missed"]:
        yield f"missed  {missed}"


def _faults(figures: dict[str, Any]) -> Iterator[str]:
    """List misses and false incidents."""
    for one in figures["misses"]:
        places = "; ".join(one["place"]) or "no place"
        yield f"missed  {one['article']}  {one['event_type']}  {one['date']}  {places}"
    for one in figures["false"]:
        yield f"false   {one['article']}  {one['event_type']}  {one['date']}  {one['sentence']}"


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _share(one: dict[str, Any]) -> str:
    return f"{one['right']}/{one['of']} ({_rate(one['rate'])})"
