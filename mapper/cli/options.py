"""Options that several commands share, each named once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from mapper.base.checked import is_line, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., object] | click.Command")

EXIT_CODE = "mapper.exit_code"
"""Key of a context's `meta` under which a command settles its exit code before it speaks."""


def settle(code: int) -> int:
    """Settle the exit code, so that it holds even if whoever reads the output goes away."""
    click.get_current_context().meta[EXIT_CODE] = code
    return code


gazetteer = click.option(
    "--gazetteer",
    "gazetteer_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Region pack to use instead of the shipped one.",
)

zone_file = click.option(
    "--zone-file",
    metavar="FILE",
    help="Zones to judge by instead of the pack's: GeoJSON, shapefile (also zipped), GeoPackage"
    " (FILE:LAYER), KML, KMZ or FlatGeobuf.",
)

store = click.argument(
    "store",
    required=False,
    type=click.Path(path_type=Path),
    default=Path("outputs/incidents.gpkg"),
)


def _line(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a text that no page and no project can hold."""
    if value is not None and not is_line(value):
        raise click.BadParameter(
            f"{shortened(value)} holds a control character, or bytes that are not UTF-8"
        )
    return value


def title(words: str) -> Callable[[Command], Command]:
    """Make the option of a title; `words` say what is titled, and by what otherwise."""
    return click.option("--title", metavar="TEXT", callback=_line, help=words)


quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
