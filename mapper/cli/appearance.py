"""Options of how a page presents itself, gathered for `mapper.maps.render_map`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.base.errors import SchemaError
from mapper.cli import options as shared
from mapper.maps import DEFAULT_INTERFACE, HIDEABLE, SIZES, interfaces

if TYPE_CHECKING:
    from collections.abc import Callable


def _named(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a region without a name."""
    if value is not None and not value.strip():
        raise click.BadParameter("names no region and no file")
    return value


_OPTIONS = (
    shared.title("Title of the page; that of the build by default."),
    click.option(
        "--subtitle",
        metavar="TEXT",
        help='Line under the title, and what search engines say of it: "Reported, not verified".',
    ),
    click.option(
        "--byline", metavar="TEXT", help='Who made the page: "By Anna Example, The Example".'
    ),
    click.option(
        "--url",
        metavar="ADDRESS",
        help="Where it will be published, for search engines and citations:"
        " https://news.example.org/maps/may.html.",
    ),
    click.option(
        "--colours",
        "colours_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Table with the columns column, code, colour, and symbol and label where wanted:"
        " colours of the house on this page alone, such as event_type,airstrike,#b3001b.",
    ),
    shared.listed(
        "--hide",
        codes=HIDEABLE,
        help="Off at first, for the reader to switch on (--hide zones,lines); repeatable",
    ),
    click.option(
        "--focus",
        metavar="NAME|FILE",
        callback=_named,
        help="Region of the first view, named as for --region; nothing is left out by it.",
    ),
    click.option(
        "--days",
        metavar="A/B",
        help="Days chosen at first: 2019-05/2019-07, 2019-05-06/ or /2019; nothing is left out"
        " by it.",
    ),
    click.option(
        "--size-by",
        type=click.Choice(SIZES),
        help="Dots are the larger the more were killed (--size-by killed), or all alike, the"
        " default.",
    ),
    click.option(
        "--interface",
        type=click.Choice(interfaces()),
        default=DEFAULT_INTERFACE,
        show_default=True,
        help="Language of what the page says itself (--interface ar); texts of sources stay as"
        " they are.",
    ),
)
_LOOK = ("subtitle", "byline", "url", "hide", "days", "size_by", "interface")


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a page's appearance.

    They reach it as ``title``, ``focus`` (the region as it was named) and ``look``: keywords of
    `mapper.maps.render_map`, seen to be right.
    """

    @functools.wraps(command)
    def with_look(*, colours_file: Path | None, **given: Any) -> Any:  # noqa: ANN401 - options of any type
        look = {name: given.pop(name) for name in _LOOK}
        try:
            look["colours"] = {} if colours_file is None else _colours(colours_file)
            _check(look)
        except SchemaError as problem:
            raise click.UsageError(str(problem)) from problem
        return command(look=look, **given)

    for option in reversed(_OPTIONS):
        with_look = option(with_look)
    return with_look


def _check(look: dict[str, Any]) -> None:
    """Refuse what is wrong before anything is read."""
    from mapper.maps import Appearance

    Appearance(**look)


def _colours(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Read a house's colours, and say which are hard to see."""
    from mapper.maps import doubts_of, load_style, read_colours

    style = load_style()
    colours = read_colours(path, style)
    for doubt in doubts_of(colours, style):
        click.echo(f"Note: {path.name}: {doubt}.", err=True)
    return colours
