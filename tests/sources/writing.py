"""How a fact is written: its cells in a style, its lines with a delimiter."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sources.facts import FACTS, TOLLS, Fact, Toll

Cell = str | int | float | bool | date | None
Row = dict[str, Cell]
Writer = Callable[[Path], None]

EVERYTHING = frozenset(
    (
        "places",
        "place_ar",
        "position",
        "date_start",
        "date_end",
        "date_precision",
        "event_type",
        "actor",
        "note",
        "url",
        "source_id",
        *(f"{toll}_{part}" for toll in TOLLS for part in ("min", "max", "open")),
    )
)
"""What is compared."""


@dataclass(frozen=True)
class Dialect:
    """A way of writing the table, and what it leaves unsaid of a fact."""

    name: str
    file: str
    write: Writer
    unsaid: Callable[[Fact], Iterable[str]] = lambda _: ()
    source_id: Callable[[Fact], str] = lambda fact: fact.record_id

    def expected(self, fact: Fact) -> dict[str, object]:
        """Say what a reader must find."""
        silent = set(self.unsaid(fact))
        truth = {**stated(fact), "source_id": self.source_id(fact)}
        return {name: value for name, value in truth.items() if name not in silent}


def stated(fact: Fact) -> dict[str, object]:
    """Give a fact in the columns of the table ``incidents``."""
    values: dict[str, object] = {
        "places": fact.places,
        "place_ar": fact.place_ar,
        "position": fact.position,
        "date_start": fact.start.isoformat(),
        "date_end": fact.end.isoformat(),
        "date_precision": fact.precision,
        "event_type": fact.event_type,
        "actor": fact.actor or None,
        "note": fact.note or None,
        "url": fact.url or None,
    }
    for name, toll in fact.tolls.items():
        values |= {
            f"{name}_min": toll and toll.least,
            f"{name}_max": toll and toll.most,
            f"{name}_open": toll and toll.open,
        }
    return values


# --- one cell ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How a writer puts a day, a month, a figure, a flag, a code, a degree and nothing."""

    day: Callable[[date], Cell] = date.isoformat
    month: str = "%Y-%m"
    count: Callable[[int], Cell] = str
    flag: Callable[[bool], Cell] = lambda flag: "true" if flag else "false"
    code: Callable[[str], str] = str
    degree: Callable[[float], Cell] = "{:.4f}".format
    empty: Cell = ""
    span: Callable[[date, date], str] | None = None
    toll: Callable[[Toll], str] | None = None


PLAIN = Style()
NATIVE = Style(day=lambda day: day, count=int, flag=bool, degree=float, empty=None)


def serial(day: date) -> int:
    """Count the days as Excel does."""
    return (day - date(1899, 12, 30)).days


def row(fact: Fact, style: Style = PLAIN) -> Row:
    """Write a fact in the columns of our own table."""
    lat, lon = fact.position or (None, None)
    cells: Row = {
        "record_id": fact.record_id,
        "place": "; ".join(fact.places),
        "place_ar": fact.place_ar or style.empty,
        "lat": style.empty if lat is None else style.degree(lat),
        "lon": style.empty if lon is None else style.degree(lon),
        **dates(fact, style),
        "event_type": style.code(fact.event_type),
        "actor": fact.actor or style.empty,
    }
    for name, toll in fact.tolls.items():
        if style.toll:
            cells[name] = style.toll(toll) if toll else style.empty
            continue
        cells[f"{name}_min"] = style.count(toll.least) if toll else style.empty
        cells[f"{name}_max"] = style.count(toll.most) if toll else style.empty
        cells[f"{name}_open"] = style.flag(toll.open) if toll else style.empty
    return cells | {"note": fact.note or style.empty, "source_url": fact.url or style.empty}


def dates(fact: Fact, style: Style) -> Row:
    """Write the days: a month as a month, several days in one cell or in two."""
    first = fact.start.strftime(style.month) if fact.precision == "month" else style.day(fact.start)
    several = fact.precision == "week"
    if style.span:
        return {"date": style.span(fact.start, fact.end) if several else first}
    return {"date": first, "date_end": style.day(fact.end) if several else style.empty}


def rows(style: Style = PLAIN) -> list[Row]:
    """Write all facts."""
    return [row(fact, style) for fact in FACTS]


# --- one file ---------------------------------------------------------------------------------


def matrix(table: Sequence[Row]) -> list[list[Cell]]:
    """Put the header above the cells."""
    return [list(table[0]), *(list(line.values()) for line in table)]


def delimited(
    lines: Iterable[Sequence[Cell]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
    escape: str | None = None,
    end: str = "\n",
    mark: str = "",
) -> Writer:
    """Write text with a delimiter."""
    text = io.StringIO(newline="")
    table = csv.writer(
        text,
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]
        escapechar=escape,
        doublequote=escape is None,
        lineterminator=end,
    )
    table.writerows(lines)
    content = mark + text.getvalue()
    return saving(content.encode(encoding))


def saving(content: bytes) -> Writer:
    """Make the writer of these bytes."""

    def write(path: Path) -> None:
        path.write_bytes(content)

    return write
