"""``mapper geocode``: place names against the local gazetteer."""

from __future__ import annotations

import codecs
import csv
import sys
from typing import TYPE_CHECKING, Any

import click

from mapper.base.json_text import to_json
from mapper.cli import options
from mapper.cli.table import fitted, terminal_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mapper.gazetteer import Gazetteer
    from mapper.places import Answer

_SHOWN = (
    "name",
    "name_ar",
    "kind",
    "admin1",
    "lat",
    "lon",
    "geo_precision",
    "radius_m",
    "score",
    "method",
)
_HEADINGS = (
    "query",
    "status",
    "name",
    "arabic",
    "kind",
    "in",
    "lat",
    "lon",
    "precision",
    "radius m",
    "score",
    "method",
)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--in",
    "within",
    metavar="REGION",
    help="Region the names lie in; a namesake elsewhere is not taken.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Candidates per name.",
)
@click.option("--nl", "form", flag_value="nl", help="Print one JSON object per name and line.")
@click.option("--json", "form", flag_value="json", help="Print one JSON array.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, one row per candidate.")
@click.option(
    "--geojson", "form", flag_value="geojson", help="Print one GeoJSON feature collection."
)
@options.gazetteer
def command(
    names: tuple[str, ...],
    within: str | None,
    limit: int,
    form: str | None,
    gazetteer_folder: Path | None,
) -> None:
    """Place names against the local gazetteer, in any spelling, Latin, Arabic or Cyrillic.

    Without NAME, or with -, names are read from stdin, one a line. Status is ok, tie
    (several places fit equally; none is chosen) or none (the nearest names are listed,
    none near enough to take). Precision is 1 for a settlement or site, 2 near one or
    for a small area, 3 for a larger region.

    \b
    Examples:
      mapper geocode "Kafr Nabl" al-Maouzrah --in Idlib
      mapper geocode الموزرة "northern Hama countryside" --geojson > places.geojson
      cut -d, -f4 records.csv | mapper geocode --nl
    """
    from mapper.gazetteer import load_gazetteer

    gazetteer = load_gazetteer(gazetteer_folder)
    region = gazetteer.region(within).place_id if within else None
    answers = _answers(_asked(names), region, limit, gazetteer)
    for line in _FORMS[form or "table"](answers):
        click.echo(line, nl=False)


def _asked(names: tuple[str, ...]) -> Iterator[str]:
    """Give the names asked for: arguments, and the lines of stdin for "-" or none."""
    for name in names or ("-",):
        if name != "-":
            yield name
            continue
        for line in codecs.getreader("utf-8")(sys.stdin.buffer, "replace"):
            if line.strip():
                yield line.strip()


def _answers(
    names: Iterator[str], region: str | None, limit: int, gazetteer: Gazetteer
) -> Iterator[Answer]:
    from mapper.places import answer, locate

    for name in names:
        yield answer(name, locate(name, gazetteer, within=region), gazetteer, limit=limit)


def _table(answers: Iterator[Answer]) -> Iterator[str]:
    rows = []
    for one in answers:
        found = [[_text(getattr(c, column)) for column in _SHOWN] for c in one.candidates]
        for i, cells in enumerate(found or [[""] * len(_SHOWN)]):
            rows.append([one.query if i == 0 else "", one.status if i == 0 else "", *cells])
    if rows:
        yield from (f"{line}\n" for line in fitted(_HEADINGS, rows, terminal_width()))


def _text(value: Any) -> str:  # noqa: ANN401 - cells are of any type
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _lines(answers: Iterator[Answer]) -> Iterator[str]:
    for one in answers:
        yield to_json(one.plain()) + "\n"


def _array(answers: Iterator[Answer]) -> Iterator[str]:
    yield to_json([one.plain() for one in answers], indent=1) + "\n"


def _csv(answers: Iterator[Answer]) -> Iterator[str]:
    from mapper.places import ANSWER_COLUMNS, answer_row

    writer = csv.writer(_Echo())
    yield writer.writerow(["query", "status", "rank", *ANSWER_COLUMNS])
    for one in answers:
        for rank, location in enumerate(one.candidates, start=1):
            yield writer.writerow([one.query, one.status, rank, *answer_row(location).values()])
        if not one.candidates:
            yield writer.writerow([one.query, one.status, *[""] * (len(ANSWER_COLUMNS) + 1)])


class _Echo:
    """A file that hands back what is written to it, so that rows leave one by one."""

    def write(self, text: str) -> str:
        return text


def _geojson(answers: Iterator[Answer]) -> Iterator[str]:
    features = [feature for one in answers for feature in one.features()]
    yield to_json({"type": "FeatureCollection", "features": features}) + "\n"


_FORMS: dict[str, Callable[[Iterator[Answer]], Iterator[str]]] = {
    "table": _table,
    "nl": _lines,
    "json": _array,
    "csv": _csv,
    "geojson": _geojson,
}
