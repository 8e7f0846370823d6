"""Query options as one decorator, and what they ask of a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from mapper import schema, select
from mapper.cli import options as shared

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from mapper.gazetteer import Gazetteer
    from mapper.select import Condition


def _split(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Read an option that is given several times, with commas, or both."""
    return [one.strip() for value in values for one in value.split(",") if one.strip()]


_OPTIONS = (
    click.option(
        "--region",
        "regions",
        multiple=True,
        metavar="NAME|FILE",
        help="Region by name, in any spelling or script, or a GeoJSON file of polygons."
        " Several are taken together.",
    ),
    click.option("--from", "first", metavar="DATE", help="First day: 2019, 2019-05 or 2019-05-06."),
    click.option("--to", "last", metavar="DATE", help="Last day, included; a month means its end."),
    click.option(
        "--type",
        "types",
        multiple=True,
        metavar="CODE",
        callback=_split,
        help=f"Event type, several with commas: {', '.join(schema.EVENT_TYPES)}.",
    ),
    click.option(
        "--actor", "actors", multiple=True, metavar="TEXT", help="Actor, or a part of it."
    ),
    click.option(
        "--min-killed",
        type=click.IntRange(min=0),
        metavar="N",
        help="At least N killed by the smallest figure of any source.",
    ),
    click.option(
        "--scope",
        type=click.Choice([*schema.SCOPES, select.ALL_SCOPES]),
        default=schema.SCOPES[0],
        show_default=True,
        help="Events, recalled background, totals over several events, or all.",
    ),
    shared.gazetteer,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions that the options amount to on one store, and remarks for the reader."""

    conditions: tuple[Condition, ...]
    remarks: tuple[str, ...]


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the query options to a command; they arrive as keywords for `ask`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def ask(
    connection: sqlite3.Connection,
    *,
    regions: tuple[str, ...],
    first: str | None,
    last: str | None,
    types: list[str],
    actors: tuple[str, ...],
    min_killed: int | None,
    scope: str,
    gazetteer_folder: Path | None,
) -> Asked:
    """Turn options into conditions, cheap ones first, and say what they leave out."""
    from mapper import query  # noqa: PLC0415 - `--help` does without

    conditions = [one for one in (select.by_scope(scope),) if one is not None]
    remarks: list[str] = []
    if types:
        conditions.append(select.by_codes("event_type", types))
    if actors:
        conditions.append(select.by_actors(actors))
    if min_killed is not None:
        conditions.append(select.by_killed(min_killed))
    if first or last:
        undated = query.count(connection, [*conditions, query.UNDATED])
        if undated:
            remarks.append(f"{undated} without a date left out")
        conditions.append(select.by_days(first, last))
    if regions:
        _add_regions(connection, regions, gazetteer_folder, conditions, remarks)
    return Asked(tuple(conditions), tuple(remarks))


def _add_regions(
    connection: sqlite3.Connection,
    names: tuple[str, ...],
    folder: Path | None,
    conditions: list[Condition],
    remarks: list[str],
) -> None:
    """Look regions up and mark the incidents that lie there."""
    from functools import cache  # noqa: PLC0415 - with the imports below

    from mapper.gazetteer import load_gazetteer  # noqa: PLC0415 - only --region needs it
    from mapper.regions import AT_LEAST, find_region, mark  # noqa: PLC0415 - as above

    @cache
    def pack() -> Gazetteer:
        return load_gazetteer(folder)

    marked = mark(connection, [find_region(name, pack) for name in names], conditions)
    conditions.append(marked.condition)
    if marked.left_out:
        remarks.append(
            f"{marked.left_out} left out whose uncertainty area overlaps the region by less"
            f" than {AT_LEAST:.0%}"
        )
