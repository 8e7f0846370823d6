"""Options that several commands share, each named once."""

from pathlib import Path

import click

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

OUTPUTS = Path("outputs")
"""Folder that commands write to and read from where none is named."""


def default_store() -> Path:
    """Name the store that is read where none is named."""
    from mapper.store import store_in

    return store_in(OUTPUTS)


store = click.argument(
    "store",
    required=False,
    type=click.Path(path_type=Path),
    callback=lambda _context, _argument, value: value or default_store(),
)

quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
