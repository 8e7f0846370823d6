"""``mapper explain``: why a place was chosen, or none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mapper.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--text", required=True, metavar="TEXT", help="Text to read; - reads it from stdin.")
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language of the text."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@options.gazetteer
def command(text: str, language: str, gazetteer_folder: Path | None, *, as_json: bool) -> None:
    """Show every place name found in a text, its candidates, and the reasons for the choice.

    \b
    Examples:
      mapper explain --text "Jets hit Kafr Nabl in southern Idlib, the Britain-based monitor said."
      mapper explain --text - --json < article.txt
    """
    from mapper.explaining import explain_places, in_words  # noqa: PLC0415 - --help does without
    from mapper.gazetteer import load_gazetteer  # noqa: PLC0415 - as above

    if text == "-":
        text = click.get_text_stream("stdin", encoding="utf-8", errors="replace").read()
    mentions = explain_places(text, load_gazetteer(gazetteer_folder), language)
    if as_json:
        click.echo(json.dumps(mentions, ensure_ascii=False, indent=1))
        return
    for line in in_words(mentions):
        click.echo(line)
    if not mentions:
        click.echo("no place names found", err=True)
