"""``mapper score``: how right a build is, against a gold set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from mapper.cli import options
from mapper.score import matching, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mapper.score import Half


@click.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
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
    gold: Path,
    *,
    half: str,
    as_json: bool,
    show_misses: bool,
    gazetteer_folder: Path | None,
) -> None:
    """Measure a build against a gold set of annotated articles.

    PREDICTED is a store; GOLD holds one article per line, as JSON: id, incidents,
    places. An article's id is the stem of its file. Only incidents of scope "event"
    can be right or wrong.

    \b
    Examples:
      mapper score outputs/incidents.gpkg gold.jsonl
      mapper score outputs/incidents.gpkg gold.jsonl --half odd --misses
    """
    from mapper.gazetteer import load_gazetteer
    from mapper.store import read_table

    articles = matching.load_gold(gold)
    incidents, locations = (_rows(read_table(predicted, n)) for n in ("incidents", "locations"))
    language = load_gazetteer(gazetteer_folder).language()
    figures = score(incidents, locations, articles, half=cast("Half", half), language=language)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_lines(figures)))
    if show_misses:
        click.echo("\n".join(_faults(figures)))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table's rows with None for null."""
    plain = frame.drop(columns="geometry").astype(object)
    return cast("list[dict[str, Any]]", plain.where(frame.notna(), None).to_dict("records"))


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
