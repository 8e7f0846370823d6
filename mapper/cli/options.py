"""Options that several commands share, each named once."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mapper.base.checked import is_line, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Command = TypeVar("Command", bound="Callable[..., object] | click.Command")

EXIT_CODE = "mapper.exit_code"
"""Key of a context's `meta` under which a command settles its exit code before it speaks."""


def settle(code: int) -> int:
    """Settle the exit code, so that it holds even if whoever reads the output goes away."""
    click.get_current_context().meta[EXIT_CODE] = code
    return code


def free(target: Path, *beside: Path, overwrite: bool) -> Path:
    """Give the file that is written as `target`, where that may be: of a link what it leads to.

    Raises
    ------
    ExportError
        If it, or one that is written beside it, is there and is not to be replaced, or is
        something other than a file.
    """
    from mapper.base.errors import ExportError
    from mapper.base.targets import aim

    real = aim(target)
    for path in (target, *(real.with_name(one.name) for one in beside)):
        if aim(path).exists() and not overwrite:
            raise ExportError(f"{path} is there already; --overwrite replaces it")
    return followed(target)


def followed(target: Path) -> Path:
    """Give what a link leads to, and say so; any other path as it is."""
    if not target.is_symlink():
        return target
    real = target.resolve()
    click.echo(f"Note: {target} is a link; what is written is {real}.", err=True)
    return real


@contextmanager
def as_one_set(target: Path) -> Iterator[Path]:
    """Give a path to write to in the place of `target`: what is beside it then appears with it."""
    from mapper.base.sets import drafting

    if str(target) == "-":
        yield target
        return
    with drafting(target.parent, target.name, told=target) as draft:
        yield draft.folder / target.name


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


def _line(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a text that no page and no project can hold; a blank one is not given."""
    if value is not None and not is_line(value):
        raise click.BadParameter(
            f"{shortened(value)} holds a control character, or bytes that are not UTF-8"
        )
    return value if value and value.strip() else None


def title(words: str) -> Callable[[Command], Command]:
    """Make the option of a title; `words` say what is titled, and by what otherwise."""
    return click.option("--title", metavar="TEXT", callback=_line, help=words)


def split(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Read an option that is given several times, with commas, or both."""
    return tuple(one.strip() for value in values for one in value.split(",") if one.strip())


def listed(*names: str, codes: Sequence[str], help: str) -> Callable[..., Any]:  # noqa: A002 - click's word
    """Make an option of codes, with commas or given several times, that shells complete."""

    def complete(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
        done, _, last = begun.rpartition(",")
        before = f"{done}," if done else ""
        return [before + code for code in codes if code.startswith(last)]

    return click.option(
        *names,
        multiple=True,
        callback=split,
        metavar="CODE",
        help=f"{help}: {', '.join(codes)}.",
        shell_complete=complete,
    )


jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that read articles; the outputs are the same with any number.",
)

quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
