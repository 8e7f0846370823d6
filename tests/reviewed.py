"""Sheets for the tests of this room: a small build, its sheet, and what somebody writes into it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl
from click.testing import CliRunner, Result

from mapper.cli.main import main
from mapper.pipeline import build
from mapper.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]

TEXTS = {
    "a.txt": (
        "2019-05-07",
        "Warplanes struck Hass on Saturday, killing three people, medics said.",
    ),
    "b.txt": (
        "2019-05-08",
        "Barrel bombs hit Kafr Nabl on 6 May 2019, killing five civilians, rescuers said.",
    ),
    "c.txt": ("2019-05-07", "Shelling struck Saraqib on Sunday, killing one person."),
    "d.txt": (
        "2019-05-07",
        "Helicopters dropped barrel bombs on Kafr Nabl on Monday, killing at least four civilians.",
    ),
    "e.txt": ("2019-05-07", "Shelling struck southern Idlib on 1 May, local people said."),
}
"""Texts by file: when they were published, and what they tell after a title."""
RECORDS = """source_id,date,place,event_type,killed,injured,actor,note
r1,2019-06-01,Khan Shaykhun,airstrike,3,,Russia,made up
r2,2019-06-02,Ariha,shelling,1,2,,made up
r3,2019-06-03,Morek,shelling,,,,made up
r4,2019-06-04,Saraqib,airstrike,2,,,made up
r5,2019-06-05,Nowhere-upon-Sea,airstrike,2,,,made up
r6,2019-06-06,Kafr Nabl,shelling,2,,,made up
r7,2019-06-07,Hass,airstrike,2,,,made up
"""


def sources(folder: Path) -> Path:
    """Write the texts and records of a build."""
    folder.mkdir()
    for name, (_, text) in TEXTS.items():
        (folder / name).write_text(f"What was told\n\n{text}", encoding="utf-8")
    manifest = [("file", "published", "publisher")]
    manifest += [(name, day, f"Paper {name[0]}") for name, (day, _) in TEXTS.items()]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(manifest)
    (folder / "records.csv").write_text(RECORDS, encoding="utf-8")
    return folder


def built(folder: Path, output: Path) -> Path:
    """Build a folder of `sources` with the corrections in it; give the store."""
    build([folder, folder / "records.csv"], output, overwrite=True)
    return output / "store.gpkg"


def review(*words: str | Path) -> Result:
    """Run the command."""
    answer = CliRunner().invoke(main, ["review", *map(str, words)], standalone_mode=False)
    if answer.exception:
        raise answer.exception
    return answer


def reports(store: Path) -> dict[str, Row]:
    """Give the reports of a store by the record or the words they were read in."""
    connection = open_store(store)
    rows = [dict(row) for row in connection.execute("SELECT * FROM incidents ORDER BY fid")]
    connection.close()
    return {row["source_id"] or row["sentence"].split(",")[0]: row for row in rows}


def event(store: Path, name: str) -> str:
    """Name the event of a report."""
    return str(reports(store)[name]["event_id"])


class Sheet:
    """A workbook open in a spreadsheet: cells by the report's id and column."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.page = self.book["review"]
        self.columns = {cell.value: cell.column for cell in self.page[1]}
        self.rows = {str(self.page.cell(n, self.columns["id"]).value): n for n in self.numbers}

    @property
    def numbers(self) -> range:
        """Number the rows under the header."""
        return range(2, self.page.max_row + 1)

    def get(self, name: str, column: str) -> Any:  # noqa: ANN401 - whatever a cell holds
        """Read a cell."""
        return self.page.cell(self.rows[name], self.columns[column]).value

    def write(self, name: str, **cells: Any) -> None:  # noqa: ANN401 - as above
        """Write cells of a row."""
        for column, value in cells.items():
            self.page.cell(self.rows[name], self.columns[column]).value = value

    def add(self, **cells: Any) -> None:  # noqa: ANN401 - as above
        """Add a row at the end."""
        n = self.page.max_row + 1
        for column, value in cells.items():
            self.page.cell(n, self.columns[column]).value = value

    def save(self) -> Path:
        """Save it as a spreadsheet does."""
        self.book.save(self.path)
        return self.path
