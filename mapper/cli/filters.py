"""Query options as one decorator, gathered into one `Question`."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import click

from mapper.base import schema
from mapper.cli import options as shared
from mapper.query import ALL_SCOPES, DEFAULT_SHARE, Question

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(km|m)?", re.IGNORECASE)


def _km(context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    """Read a length such as 10km, 500m or plain 10, which are km."""
    if value is None:
        return None
    found = _LENGTH.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(f"{value!r} is no length; write 10km or 500m", context, option)
    return float(found[1]) / (1000 if (found[2] or "").lower() == "m" else 1)


def _codes(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[int, ...]:
    """Read codes of geo_precision."""
    found = shared.split(context, option, values)
    if any(code not in {"1", "2", "3"} for code in found):
        raise click.BadParameter("codes are 1, 2 and 3", context, option)
    return tuple(int(code) for code in found)


def _words(*names: str, help: str) -> Callable[..., Any]:  # noqa: A002 - click's word
    return click.option(*names, multiple=True, metavar="TEXT", help=help)


_OPTIONS = (
    click.option(
        "--region",
        "regions",
        multiple=True,
        metavar="NAME|FILE",
        help="Region in any spelling or script, or a file of polygons: GeoJSON, shapefile (also"
        " zipped), GeoPackage (FILE:LAYER), KML, KMZ, FlatGeobuf. Several are taken together.",
    ),
    click.option("--near", metavar="NAME|LON,LAT", help="Place or position; needs --within."),
    click.option(
        "--within", "within_km", callback=_km, metavar="10km", help="Distance from --near."
    ),
    click.option("--bbox", metavar="W,S,E,N", help="Box in degrees (ogr2ogr: -spat)."),
    click.option(
        "--include-uncertain",
        "share",
        type=click.FloatRange(0, 1),
        default=DEFAULT_SHARE,
        show_default=True,
        metavar="P",
        help="Part of the uncertainty area that must lie in the region; 0 takes every overlap.",
    ),
    click.option(
        "--zone",
        metavar="ID",
        help="Zone of the store; alone it takes what lies inside and at its edge.",
    ),
    shared.listed(
        "--verdict",
        "verdicts",
        codes=schema.VERDICTS,
        help="Relation to the zone",
    ),
    click.option(
        "--min-p",
        type=click.FloatRange(0, 1),
        metavar="P",
        help="Least probability of lying inside the zone.",
    ),
    click.option("--from", "first", metavar="DATE", help="First day: 2019, 2019-05 or 2019-05-06."),
    click.option("--to", "last", metavar="DATE", help="Last day, included; a month means its end."),
    click.option(
        "--dates",
        type=click.Choice(["any", "strict"]),
        default="any",
        show_default=True,
        help="What may have happened then, or only what did for certain.",
    ),
    shared.listed(
        "--type",
        "types",
        codes=schema.EVENT_TYPES,
        help="Event type",
    ),
    _words("--actor", "actors", help="Actor, or a part of the name."),
    _words("--target", "targets", help="What was hit, or a part of it."),
    click.option(
        "--min-killed",
        type=click.IntRange(min=0),
        metavar="N",
        help="At least N killed by the smallest figure of any source.",
    ),
    click.option(
        "--corrected", is_flag=True, help="What a person put right or confirmed (corrections.csv)."
    ),
    click.option(
        "--precision",
        "precisions",
        multiple=True,
        callback=_codes,
        metavar="CODE",
        help="How well the place is known: 1 settlement or site, 2 near one, 3 region.",
    ),
    _words(
        "--text",
        "texts",
        help="Names of places in any spelling, or words of a report's sentence or title.",
    ),
    _words("--source", "sources", help="Publisher, address, file of a report, or who is cited."),
    click.option(
        "--scope",
        type=click.Choice([*schema.SCOPES, ALL_SCOPES]),
        default=schema.SCOPES[0],
        show_default=True,
        help="Events, recalled background, totals over several events (only of reports), or all.",
    ),
    click.option(
        "--reports", is_flag=True, help="Take each report, not each event that reports tell of."
    ),
    shared.gazetteer,
)
_NAMES = frozenset(Question.__dataclass_fields__)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the query options to a command, which gets them as one ``question``."""

    @functools.wraps(command)
    def gathered(**given: Any) -> Any:  # noqa: ANN401 - options of any type
        strict = given.pop("dates") == "strict"
        asked = {name: given.pop(name) for name in _NAMES & set(given)}
        return command(question=Question(strict_dates=strict, **asked), **given)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered
