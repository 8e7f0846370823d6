"""The reference pages, written from the code that they describe.

``python -m mapper.cli.reference`` writes ``tables.md`` and ``commands.md`` into
``mapper/docs``; a test fails when they are out of date.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.base.rejects import REASONS
from mapper.base.schema import CRS, JOINER, TABLES, VERSION
from mapper.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.base.schema import Table

DOCS = Path(__file__).parents[1] / "docs"
WIDTH = 88
_WRITTEN = "<!-- Written by `python -m mapper.cli.reference`; edit the code, then run it again. -->"


def tables_page() -> str:
    """Describe every table and column of the schema, and every reason for a reject."""
    return "\n".join(_tables_lines()) + "\n"


def commands_page() -> str:
    """Give the help text of every command."""
    return "\n".join(_commands_lines()) + "\n"


def _tables_lines() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield _WRITTEN
    yield ""
    yield f"Version {VERSION}. Geometries are {CRS}, longitude before latitude. Days are ISO text"
    yield "in frames, CSV and GeoJSON, and true dates in the store. Several values in one cell are"
    yield f'joined by `"{JOINER}"`. An empty cell means: not stated.'
    for table in TABLES.values():
        yield from _table_lines(table)
    yield ""
    yield "## Reasons in `rejects`"
    yield ""
    yield "| reason | meaning |"
    yield "|---|---|"
    for reason, meaning in REASONS.items():
        yield f"| `{reason}` | {meaning} |"


def _table_lines(table: Table) -> Iterator[str]:
    """Describe one table."""
    yield ""
    yield f"## {table.name}"
    yield ""
    facts = [table.meaning]
    if table.key:
        facts.append("key: " + ", ".join(f"`{name}`" for name in table.key))
    if table.geometry:
        facts.append(f"geometry: {table.geometry}")
    yield "; ".join(facts) + "."
    yield ""
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        codes = f": {', '.join(f'`{code}`' for code in column.codes)}" if column.codes else ""
        need = " (always filled)" if column.required else ""
        yield f"| `{column.name}` | {column.type} | {column.meaning}{codes}{need} |"


def _commands_lines() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield _WRITTEN
    yield ""
    yield "Data go to stdout, talk to stderr. Exit codes: 0 done (also for an empty answer),"
    yield "1 failure, 2 wrong usage, 3 done but some input was rejected."
    context = _context(main, "mapper", None)
    yield from _help_lines(context)
    for name in main.list_commands(context):
        yield from _command_lines(name, main.get_command(context, name), context)


def _command_lines(
    name: str, command: click.Command | None, parent: click.Context
) -> Iterator[str]:
    """Describe a command, and its subcommands if it has any."""
    if command is None:
        return
    context = _context(command, name, parent)
    yield from _help_lines(context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _command_lines(inner, command.get_command(context, inner), context)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """Make the context of a command as the command line would."""
    return click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **main.context_settings,
    )


def _help_lines(context: click.Context) -> Iterator[str]:
    """Give a command's heading and its help as a block of text."""
    yield ""
    yield f"## {context.command_path}"
    yield ""
    yield "```text"
    yield from (line.rstrip() for line in context.get_help().splitlines())
    yield "```"


if __name__ == "__main__":
    for page, text in (("tables.md", tables_page()), ("commands.md", commands_page())):
        (DOCS / page).write_text(text, encoding="utf-8", newline="\n")
