"""``mapper explain``: why an event or a report stands as it does, or why a text gives none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.base.errors import MapperError
from mapper.base.json_text import to_json
from mapper.cli import options

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable


@click.command()
@click.argument("target", nargs=-1, metavar="[STORE] ID")
@click.option("--text", metavar="TEXT", help="Explain a text instead; - reads it from stdin.")
@click.option(
    "--missing", metavar="FILE", help="Say of an article in STORE why it gave what it gave."
)
@click.option("--published", metavar="DATE", help="Day the text was published, as far as known.")
@click.option(
    "--language",
    metavar="CODE",
    help="Language of the text; by default its words tell.",
)
@click.option("--places", "only_places", is_flag=True, help="Of a text only its place names.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options.gazetteer
def command(
    target: tuple[str, ...],
    *,
    text: str | None,
    missing: str | None,
    published: str | None,
    language: str | None,
    only_places: bool,
    gazetteer_folder: Path | None,
    as_json: bool,
) -> None:
    """Say why an event or a report stands as it does, or what a text gives and why.

    ID is the id of an event, an incident or a mention in STORE (default:
    outputs/store.gpkg). Of an event: what its reports say together, each of them with
    its words and the hash of its file, and what weighed how much in joining them, or kept
    another apart. Of an incident, which is one report: its event, the sentence, each claim
    with its words and rule, each place with its candidates, and why each stretch of text is
    of it. Of a text: its place names, its incidents, and
    what was not taken. Of an article in the store (--missing): what became of each report.

    \b
    Examples:
      mapper explain evt-894071d44dc0
      mapper explain inc-81b1c9ed3365
      mapper explain --missing idlib-2020-06.txt
      mapper explain --text "Jets hit Kafr Nabl in southern Idlib on Monday, killing two."
      mapper explain --text - --places --json < article.txt
    """
    if missing is not None:
        if text is not None or only_places or published is not None or len(target) > 1:
            raise click.UsageError("--missing goes with nothing but a store and --json")
        _explain_missing(
            Path(target[0]) if target else options.default_store(), missing, as_json=as_json
        )
        return
    if (text is None) == (not target):
        raise click.UsageError("give an ID, a text with --text, or a file with --missing")
    if text is None:
        _explain_id(target, as_json=as_json)
        return
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    _explain_text(
        text, gazetteer_folder, language, published, only_places=only_places, as_json=as_json
    )


def _explain_id(target: tuple[str, ...], *, as_json: bool) -> None:
    """Print the chain of one event or report."""
    from mapper.query import chain_lines, chain_of

    if len(target) > 2:  # noqa: PLR2004 - a store and an id
        raise click.UsageError("give at most a store and one ID")
    if len(target) == 1 and Path(target[0]).is_file():
        raise click.UsageError(
            f"give the ID of an event, an incident or a mention after {target[0]}"
        )
    store = Path(target[0]) if len(target) > 1 else options.default_store()
    _print_chain(store, target[-1], chain_of, chain_lines, as_json=as_json)


def _explain_missing(store: Path, file: str, *, as_json: bool) -> None:
    """Print what became of the reports of an article."""
    from mapper.query import missing_chain, missing_lines

    _print_chain(store, file, missing_chain, missing_lines, as_json=as_json)


def _print_chain(
    store: Path,
    key: str,
    gather: Callable[[sqlite3.Connection, str], dict[str, Any]],
    word: Callable[[dict[str, Any]], Iterable[str]],
    *,
    as_json: bool,
) -> None:
    """Gather a chain from a store and print it, for people or as JSON."""
    from mapper.store import open_store, telling

    connection = open_store(store)
    try:
        with telling(store):
            chain = gather(connection, key)
    finally:
        connection.close()
    if as_json:
        click.echo(to_json(chain, indent=1))
    else:
        click.echo("\n".join(word(chain)))


def _explain_text(
    text: str,
    folder: Path | None,
    listed: str | None,
    published: str | None,
    *,
    only_places: bool,
    as_json: bool,
) -> None:
    """Print a text's place names, incidents and refusals."""
    from mapper.gazetteer import load_gazetteer
    from mapper.places import explain_places, places_in_words
    from mapper.query import incident_lines, refusal_lines, text_chain
    from mapper.words import hold_patterns, tell_language, with_rules

    told = tell_language(text, listed)
    if not told.has_rules:
        known = ", ".join(with_rules())
        raise MapperError(f"the text is in {told.name}; there are rules for {known}")
    language = told.code
    gazetteer = load_gazetteer(folder)
    hold_patterns(gazetteer.language(language))
    mentions = explain_places(text, gazetteer, gazetteer.language(language))
    coded = (
        {"incidents": [], "refusals": []}
        if only_places
        else text_chain(text, gazetteer, language=language, published=published)
    )
    if as_json:
        click.echo(to_json({"mentions": mentions, **coded}, indent=1))
        return
    lines = list(places_in_words(mentions))
    for incident in coded["incidents"]:
        lines += incident_lines(incident)
    lines += refusal_lines(coded["refusals"])
    for line in lines:
        click.echo(line)
    if not mentions:
        click.echo("no place names found", err=True)
    if not only_places and not coded["incidents"]:
        click.echo("no incident: the text tells of no strike that happened", err=True)
