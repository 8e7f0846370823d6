"""One table of 200 records in the forty dialects in which people and programs write it.

Each dialect is unambiguous: a careful person who knows nothing but the file reads the same facts
from all of them. What a dialect cannot say (a schema without wounded, an encoding without Arabic)
is left out of the comparison, fact by fact.

``python tests/sources/dialects.py FOLDER``, with ``tests`` on the path, writes them all.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sources.facts import FACTS, Fact, Toll
from sources.schemas import schemas
from sources.workbooks import workbooks
from sources.writing import (
    PLAIN,
    Cell,
    Dialect,
    Row,
    Style,
    delimited,
    matrix,
    row,
    rows,
    saving,
    serial,
)


def styled(name: str, style: Style, delimiter: str = ",") -> Dialect:
    """Write our columns in a style."""
    return Dialect(name, f"{name}.csv", delimited(matrix(rows(style)), delimiter=delimiter))


def shaped(name: str, lines: Iterable[Sequence[Cell]], suffix: str = ".csv") -> Dialect:
    """Write lines of cells, separated by commas."""
    return Dialect(name, name + suffix, delimited(lines))


def encoded(name: str, encoding: str, delimiter: str, without: str = "") -> Dialect:
    """Write in an encoding of one byte; a note that it cannot spell is left empty."""

    def spelled(fact: Fact) -> bool:
        return fact.note.encode(encoding, "ignore").decode(encoding) == fact.note

    table = [row(fact if spelled(fact) else replace(fact, note="")) for fact in FACTS]
    kept = [{key: cell for key, cell in line.items() if key != without} for line in table]
    writer = delimited(matrix(kept), encoding=encoding, delimiter=delimiter, end="\r\n")

    def unsaid(fact: Fact) -> list[str]:
        return [without, *([] if spelled(fact) else ["note"])]

    return Dialect(name, f"{name}.csv", writer, unsaid)


def range_cell(toll: Toll) -> str:
    """Write a figure as ``3-5``, ``10+``."""
    if toll.least < toll.most:
        return f"{toll.least}-{toll.most}"
    return f"{toll.least}+" if toll.open else str(toll.least)


def words_cell(toll: Toll) -> str:
    """Write a figure as ``3 to 5``, ``at least 10``."""
    if toll.least < toll.most:
        return f"{toll.least} to {toll.most}"
    return f"at least {toll.least}" if toll.open else str(toll.least)


def open_ranges(fact: Fact) -> list[str]:
    """Name the flags that one cell cannot say: a range with an open end."""
    tolls = fact.tolls.items()
    return [f"{name}_open" for name, toll in tolls if toll and toll.open and toll.least < toll.most]


def span(first: date, last: date) -> str:
    """Write several days in one cell, each time as another coder would."""
    if first.month != last.month:
        return f"{first.day} {first:%B} - {last.day} {last:%B %Y}"
    if first.day % 3 == 0:
        return f"{first}/{last}"
    return f"{first} to {last}" if first.day % 3 == 1 else f"{first.day}-{last.day} {last:%B %Y}"


# --- around the table -------------------------------------------------------------------------

HXL: Mapping[str, str] = {
    "record_id": "#event+id",
    "place": "#loc+name",
    "place_ar": "#loc+name+i_ar",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "date": "#date+start",
    "date_end": "#date+end",
    "event_type": "#event+type",
    "actor": "#actor+name",
    "killed_min": "#affected+killed+min",
    "killed_max": "#affected+killed+max",
    "injured_min": "#affected+injured+min",
    "injured_max": "#affected+injured+max",
    "note": "#description",
    "source_url": "#meta+url",
}
HEADERS: Mapping[str, str] = {
    "record_id": "Record ID",
    "place": " Place",
    "place_ar": "Place AR",
    "lat": "LAT",
    "lon": "LON ",
    "date": "Date ",
    "date_end": "Date  End",
    "event_type": "Event Type",
    "actor": "ACTOR",
    "killed_min": "KILLED MIN",
    "killed_max": "KILLED MAX",
    "killed_open": "Killed open",
    "injured_min": "Injured-Min",
    "note": "Note ",
    "source_url": "Source URL",
}


def with_title(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Put a title, a line on its making and an empty line above the header, as sheets have."""
    rest: list[Cell] = [""] * (len(lines[0]) - 1)
    titles = ("Incident log, north-west Syria", "Compiled by the team; as of 1 July 2020", "")
    return [*([title, *rest] for title in titles), *lines]


def with_hxl(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Put the hashtags under the header."""
    header, *body = lines
    return [header, [HXL.get(str(name), "") for name in header], *body]


def with_header(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Write the header as people do."""
    header, *body = lines
    return [[HEADERS.get(str(name), name) for name in header], *body]


def kept_by_hand(table: Sequence[Row]) -> list[list[Cell]]:
    """Turn the columns round, add some of the coder's own, and leave what Excel leaves."""
    turned = matrix(
        [{"Coder": "AB", "Checked?": "yes", **dict(reversed(r.items()))} for r in table]
    )
    wide: list[list[Cell]] = [[*line, "", "", ""] for line in turned]
    blank: list[Cell] = [""] * len(wide[0])
    return wide + [blank] * 25


def numbered(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Put the index of a data frame before each line."""
    header, *body = lines
    return [["", *header], *([str(number), *line] for number, line in enumerate(body))]


PANDAS = Style(
    day="{:%Y-%m-%d} 00:00:00".format,
    count=lambda count: f"{count}.0",
    flag=str,
    degree=repr,
    empty="NaN",
)
R = Style(count=int, flag=lambda flag: "TRUE" if flag else "FALSE", degree=float, empty="NA")


def as_r_writes(lines: list[list[Cell]]) -> str:
    """Quote text, and nothing else: neither figures nor ``NA`` nor ``TRUE``."""

    def cell(value: Cell) -> str:
        bare = value in {"NA", "TRUE", "FALSE"} or not isinstance(value, str)
        return str(value) if bare else '"' + str(value).replace('"', '""') + '"'

    return "".join(",".join(map(cell, line)) + "\n" for line in lines)


def sheets() -> list[Dialect]:
    """Give the dialects of CSV."""
    plain = matrix(rows())

    def written(name: str, file: str, lines: list[list[Cell]] = plain, **how: object) -> Dialect:
        return Dialect(name, file, delimited(lines, **how))  # type: ignore[arg-type]

    return [
        written("semicolon", "semicolon.csv", delimiter=";"),
        written("tab", "tab.tsv", delimiter="\t"),
        written("pipe", "pipe.csv", delimiter="|"),
        written("backslashes", "backslashes.csv", quoting=csv.QUOTE_ALL, escape="\\"),
        written("excel utf-8", "excel_utf8.csv", encoding="utf-8-sig", end="\r\n"),
        written("utf-16 le", "le.csv", encoding="utf-16-le", mark="\ufeff", delimiter="\t"),
        written("utf-16 be", "be.csv", encoding="utf-16-be", mark="\ufeff", end="\r\n"),
        encoded("windows-1256", "cp1256", ";"),
        encoded("windows-1252", "cp1252", ",", without="place_ar"),
        shaped("title rows", with_title(plain)),
        shaped("hxl row", with_hxl(plain)),
        styled("decimal comma", replace(PLAIN, degree=lambda x: f"{x:.4f}".replace(".", ",")),
               delimiter=";"),
        shaped("pandas", numbered(matrix(rows(PANDAS)))),
        Dialect("r", "r.csv", saving(as_r_writes(numbered(matrix(rows(R)))).encode())),
        styled("thousands", Style(count="{:,}".format)),
        replace(styled("toll ranges", Style(toll=range_cell)), unsaid=open_ranges),
        replace(styled("toll words", Style(toll=words_cell)), unsaid=open_ranges),
        styled("codes spaced", Style(code=spaced)),
        styled("codes upper", Style(code=lambda code: code.replace("_", " ").upper())),
        shaped("header", with_header(plain)),
        shaped("kept by hand", kept_by_hand(rows())),
    ]  # fmt: skip


def spaced(code: str) -> str:
    """Write a code as a coder says it: ``Air strike``, ``Barrel bomb``."""
    return code.replace("airstrike", "air_strike").replace("_", " ").capitalize()


def calendars() -> list[Dialect]:
    """Give the dialects of dates."""
    styles = {
        "iso with time": Style(day="{:%Y-%m-%d}T10:30:00Z".format),
        "9 May 2020": Style(day=lambda day: f"{day.day} {day:%B %Y}", month="%B %Y"),
        "9-May-20": Style(day=lambda day: f"{day.day}-{day:%b-%y}", month="%B %Y"),
        "year slashes": Style(day="{:%Y/%m/%d}".format, month="%Y/%m"),
        "compact": Style(day="{:%Y%m%d}".format),
        "dots": Style(day="{:%d.%m.%Y}".format, month="%m.%Y"),
        "day first": Style(day="{:%d/%m/%Y}".format, month="%m/%Y"),
        "month first": Style(day="{:%m/%d/%Y}".format, month="%m/%Y"),
        "serials": Style(day=serial),
        "several days in a cell": Style(day=lambda day: f"{day.day} {day:%B %Y}", span=span),
    }
    return [styled(name, style) for name, style in styles.items()]


PLAIN_TABLE = Dialect("plain", "plain.csv", delimited(matrix(rows())))
DIALECTS = (*sheets(), *calendars(), *workbooks(), *schemas())


def write_all(folder: Path) -> list[Path]:
    """Write the plain table and every dialect of it into a folder."""
    paths = [folder / dialect.file for dialect in (PLAIN_TABLE, *DIALECTS)]
    for dialect, path in zip((PLAIN_TABLE, *DIALECTS), paths, strict=True):
        dialect.write(path)
    return paths


if __name__ == "__main__":
    print(*write_all(Path(sys.argv[1])), sep="\n")
