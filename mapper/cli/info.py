"""``mapper info``: what a store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mapper.base.json_text import to_json
from mapper.cli import options
from mapper.query import summary
from mapper.store import open_store, telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_COUNTED = {"events": "events", "incidents": "reports (incidents)"}


@click.command()
@options.store
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--count",
    "only_count",
    is_flag=True,
    help="Only the number of events of scope event, as `mapper query --count`.",
)
@click.option("--bounds", "only_bounds", is_flag=True, help="Only west south east north, degrees.")
def command(store: Path, *, as_json: bool, only_count: bool, only_bounds: bool) -> None:
    """Say what a store holds: events, reports, days, bounds, versions, hashes.

    \b
    Examples:
      mapper info
      mapper info outputs/store.gpkg --json
      mapper info --count
    """
    if as_json + only_count + only_bounds > 1:
        raise click.UsageError("--json, --count and --bounds exclude each other")
    connection = open_store(store)
    try:
        with telling(store):
            if only_bounds:
                click.echo(" ".join(map(str, summary.bounds(connection) or [])))
                return
            found = summary.summarise(connection)
    finally:
        connection.close()
    if only_count:
        click.echo(found["events"]["scope"].get("event", 0))
    elif as_json:
        click.echo(to_json({"store": str(store), **found}, indent=2))
    else:
        click.echo("\n".join(_lines(store, found)))


def _lines(store: Path, found: dict[str, Any]) -> Iterator[str]:
    """Word a summary for people."""
    tables = found["tables"]
    yield f"{store}: tables version {found['schema_version']}, read by mapper {found['mapper']}"
    for table, word in _COUNTED.items():
        scopes = found[table]["scope"]
        counted = [f"{scopes.get('event', 0)} counted in queries"] if len(scopes) > 1 else []
        plain = [f"{k} {n}" for k, n in found[table].items() if isinstance(n, int)]
        yield f"{word}: " + ", ".join([str(tables[table]), *counted, *plain])
        for name, counts in found[table].items():
            if not isinstance(counts, int):
                told = ", ".join(f"{k} {n}" for k, n in counts.items())
                yield f"  {name.replace('_', ' ')}: {told}"
    if found["days"]["first"]:
        yield f"days of events: {found['days']['first']} to {found['days']['last']}"
    if found["bounds"]:
        yield "bounds (W S E N): " + " ".join(map(str, found["bounds"]))
    for zone in found["zones"]:
        since, until = zone["valid_from"], zone["valid_to"]
        held = f"{since or 'open'} to {until or 'open'}" if since or until else "always"
        yield f"zone {zone['zone_id']}: {held}"
    rest = (f"{name} {rows}" for name, rows in tables.items() if name not in _COUNTED)
    yield "rows: " + ", ".join(rest)
    yield from (f"{key}: {value}" for key, value in found["run"].items())
