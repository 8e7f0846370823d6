"""One bad thing costs itself: its row, its cell, its file; what is left is built."""

import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from called import Called, call

from mapper.sources import read_records

pytestmark = pytest.mark.usefixtures("few_places")

GOOD = "Saraqib,2019-05-06"


def build(tmp_path: Path, *sources: Path, more: tuple[str, ...] = ()) -> Called:
    return call("build", *sources, "-o", tmp_path / "out", "-q", *more)


def refusals(tmp_path: Path) -> list[tuple[int | None, str]]:
    with sqlite3.connect(tmp_path / "out" / "store.gpkg") as connection:
        told = connection.execute("SELECT row, reason FROM rejects ORDER BY file, row")
        return [(row, reason) for row, reason in told]


def incidents(tmp_path: Path, columns: str = "row") -> list[tuple[object, ...]]:
    with sqlite3.connect(tmp_path / "out" / "store.gpkg") as connection:
        return connection.execute(f"SELECT {columns} FROM incidents ORDER BY row").fetchall()  # noqa: S608


WHOLE_ROWS = {
    "a day that programs write for none": ("Saraqib,9999-12-31", "bad_date"),
    "the first day of the calendar": ("Saraqib,0001-01-01", "bad_date"),
    "a date of 100 kB": (f"Saraqib,{'2019-05-06 ' * 9000}", "bad_date"),
    "a place of 100 kB": (f'"{"Idlib; " * 15000}",2019-05-06', "too_long"),
    "a place named by 4,000 names": (f'"{"Idlib; " * 4000}",2019-05-06', "too_much"),
    "a name of 5,000 letters": (f"{'x' * 5000},2019-05-06", "too_long"),
    "digits for a date": (f"Saraqib,{'9' * 5000}", "bad_date"),
}


def test_a_row_that_cannot_be_used_costs_itself(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    rows = [row for row, _ in WHOLE_ROWS.values()]
    table.write_text("\n".join(["place,date", GOOD, *rows]), "utf-8")
    assert build(tmp_path, table).code == 3
    expected = [(number, why) for number, (_, why) in enumerate(WHOLE_ROWS.values(), start=3)]
    assert refusals(tmp_path) == expected
    assert incidents(tmp_path) == [(2,)]


CELLS = {
    "a sentence of 5 MB": ("note", "word " * 1_000_000),
    "digits where a figure is": ("killed", "9" * 100_000),
    "a position that is no number": ("lat", "north"),
    "a position without end": ("lon", "1e999"),
    "a radius without end": ("radius_m", "inf"),
    "an id of 10,000 letters": ("record_id", "x" * 10_000),
    "a region of 10,000 letters": ("admin1", "x" * 10_000),
    "an address of this machine": ("source_url", "file:///home/somebody/page.html"),
    "an address that runs": ("source_url", "javascript:alert(1)"),
    "an address of a share": ("second_source_url", r"\\host\share\page"),
}


def test_a_cell_that_cannot_be_used_costs_itself_and_not_its_row(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    columns = sorted({name for name, _ in CELLS.values()})
    rows = [
        ",".join([f"Saraqib,2019-05-0{number % 9 + 1}", *(cell * (name == one) for one in columns)])
        for number, (name, cell) in enumerate(CELLS.values())
    ]
    table.write_text("\n".join([f"place,date,{','.join(columns)}", *rows]), "utf-8")
    found = read_records(table)
    assert len(found.records) == len(rows)
    assert {row["row"] for row in found.rejects} == set(range(2, len(rows) + 2))
    assert {row["reason"] for row in found.rejects} == {"cell_left_out"}
    assert not any("somebody" in row["detail"] for row in found.rejects)


def test_only_addresses_of_the_web_reach_a_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An airstrike hit Saraqib on 6 May 2019, killing two.", "utf-8")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,url\na.txt,smb://host/share\n", "utf-8")
    table = tmp_path / "t.csv"
    cells = "javascript:alert(1),file:///etc/x", "https://example.org/a?b=c#d,HTTP://example.org"
    rows = [f"{GOOD},{cells[0]}", f"Idlib,2019-05-06,{cells[1]}"]
    table.write_text("\n".join(["place,date,source_url,second_source_url", *rows]), "utf-8")
    assert build(tmp_path, manifest, table).code == 3
    found = {(None, None), ("https://example.org/a?b=c#d", "HTTP://example.org")}
    assert set(incidents(tmp_path, "url, second_url")) == found
    assert sorted(reason for _, reason in refusals(tmp_path)) == [
        "bad_address",
        "cell_left_out",
        "cell_left_out",
    ]


def test_a_day_at_the_end_of_the_calendar_that_a_text_tells_ends_no_build(tmp_path: Path) -> None:
    said = "An airstrike hit Saraqib on {}, killing two.".format
    for number, day in enumerate(("31 December 9999", "1 January 0001", "6 May 2019")):
        (tmp_path / f"{number}.txt").write_text(said(day), "utf-8")
    done = build(tmp_path, *sorted(tmp_path.glob("*.txt")))
    assert done.code == 0, done.err
    with zipfile.ZipFile(tmp_path / "out" / "incidents.qgz") as archive:
        (name,) = archive.namelist()
        ET.fromstring(archive.read(name).decode().split("\n", 1)[1])  # noqa: S314 - our own


def test_no_output_names_a_folder_of_this_machine(tmp_path: Path) -> None:
    home = tmp_path / "somebodys-secret" / "inner-secret"
    home.mkdir(parents=True)
    (home / "a.txt").write_text("An airstrike hit Saraqib on 6 May 2019, killing two.", "utf-8")
    (home / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    (home / "bare.csv").write_text("location,date\nIdlib,2019-05-06\n", "utf-8")
    listed = ["a.txt,", f"{home / 'a.txt'},", f"{home / 'none.txt'},", "C:\\inner-secret\\b.txt,"]
    listed += [f"{home.parent / 'out.txt'},", f"a.txt,file://{home}/a.html"]
    (home / "manifest.csv").write_text("\n".join(["file,url", *listed]), "utf-8")
    for name, content in (("b.pdf", b"%PDF-1.4\nx"), ("c.zip", b"PK\3\4x"), ("d.bin", b"\0\1\2")):
        (home / name).write_bytes(content)
    names = "manifest.csv gone.csv odd.csv bare.csv b.pdf c.zip d.bin"
    sources = [home / name for name in names.split()]
    assert build(tmp_path, *sources, more=("--keep-originals",)).code == 3
    # Kept originals lie in folders named as they were: like the store, they stay at home.
    for path in (path for path in (tmp_path / "out").iterdir() if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".qgz":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        assert b"secret" not in content, path.name
