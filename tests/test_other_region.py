"""A country of no map: nothing of the shipped war is in what is built with a pack of it."""

import csv
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.base.setting import PLAIN
from mapper.cli.main import main
from mapper.gazetteer import ADMIN, Gazetteer, default_pack, load_gazetteer
from mapper.pipeline import build

PACK = {
    "pack.json": '{"title": "Strikes in Varnia", "countries": ["XV"],'
    ' "units": {"en": {"admin1": {"one": "canton", "several": "cantons"}}}}',
    "places.csv": "place_id,name,kind,lat,lon,country,admin1\n"
    "v1,Toravel,city,-31.2,-41.5,XV,Upper Varnia\n"
    "v2,Messand,town,-31.4,-41.1,XV,Upper Varnia\n"
    "v3,Orlin,village,-30.9,-41.9,XV,Lower Varnia\n",
    "actors.csv": "actor,language,pattern,kind,umbrella,aircraft,example,counter\n"
    "Varnian government,en,Varnia,country,,yes,,\n"
    "Varnian government,en,Varnian,nationality,,yes,,\n"
    "River Front,en,river front,name,,,,\n",
    "sources.csv": "source,language,pattern,kind,class,form,example,counter\n"
    "Varnian Herald,en,varnian herald,teller,media,name,,\n",
}
ARTICLE = """Raid on a market in Toravel

Varnian warplanes bombed a market in Toravel on 3 May 2031, killing six people, the Varnian Herald
said. The River Front shelled Messand in the Upper Varnia canton on Sunday. Two soldiers were
wounded.
"""
TABLE = """record_id,date,place,lat,lon,event_type,killed_min
x1,2031-05-02,Orlin,-30.9,-41.9,shelling,2
"""

LARGE = 50_000
"""Inhabitants from which a place of the shipped pack is looked for by name."""

OTHERWISE = frozenset({"Pentagon", "Georgia"})
"""Names that stand in outputs as something else: a symbol of QGIS, a typeface."""

SHORTEST = 4
"""Letters from which a name is looked for: shorter ones stand in packed data by chance."""

OURS = frozenset({*ADMIN, *(word for pair in PLAIN.values() for word in pair)})
"""Codes of kinds, and the words for units that a pack without its own has."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("varnia")
    pack = folder / "pack"
    pack.mkdir()
    for name, text in PACK.items():
        (pack / name).write_text(text, encoding="utf-8")
    (folder / "raid.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "coder.csv").write_text(TABLE, encoding="utf-8")
    made = build([folder / "raid.txt", folder / "coder.csv"], folder / "out", gazetteer=pack)
    assert made.n_rejects == 0
    store = str(folder / "out" / "store.gpkg")
    for form in ("csv", "geojsonseq"):
        target = str(folder / "out" / f"export.{form}")
        done = CliRunner().invoke(main, ["export", store, form, "-o", target])
        assert done.exit_code == 0, done.output
    return folder / "out"


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every text of the outputs: of files, of members of archives, of cells of stores."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".gpkg":
            yield path.name, "\n".join(_cells(path))
        elif path.suffix == ".qgz":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}:{name}", archive.read(name).decode("utf-8", "ignore")
        elif path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="ignore")


def _cells(store: Path) -> Iterator[str]:
    with sqlite3.connect(store) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - own store
                yield from (cell for cell in row if isinstance(cell, str))


def _words_of(pack: Gazetteer) -> set[str]:
    """Give the names that only the shipped pack's region has."""
    words = {place.name for place in pack.places.values() if (place.population or 0) >= LARGE}
    words = {name for name in words if len(name) > len("Homs")} | {"Idlib", "Syria", "Syrian"}
    for file, column in (("actors.csv", "actor"), ("sources.csv", "source")):
        with (pack.folder / file).open(encoding="utf-8", newline="") as rows:
            words |= {name for row in csv.DictReader(rows) for name in row[column].split("; ")}
    units = {unit for levels in pack.about.units.values() for unit in levels.values()}
    words |= {name for unit in units for name in (unit.one, unit.several)}
    return {word for word in words if len(word) >= SHORTEST and word not in OTHERWISE | OURS}


def test_what_is_built_is_what_the_pack_says(outputs: Path) -> None:
    with sqlite3.connect(outputs / "store.gpkg") as connection:
        told = connection.execute(
            "SELECT event_type, actor, places, killed_min FROM incidents ORDER BY file, row, places"
        ).fetchall()
    assert ("airstrike", "Varnian government", "Toravel", 6) in told
    assert any(kind == "shelling" and actor == "River Front" for kind, actor, _, _ in told)


def test_no_word_of_the_shipped_region_is_in_any_output(outputs: Path) -> None:
    pack = load_gazetteer(default_pack())
    home = {p.name for p in pack.places.values() if p.country == pack.home or p.is_area}
    world = {p.name for p in pack.places.values()} - home
    sought = re.compile(
        "|".join(rf"\b{re.escape(word)}\b" for word in sorted(_words_of(pack) - world)),
        re.IGNORECASE,
    )
    found = {
        name: sorted({match.group() for match in sought.finditer(text)})
        for name, text in _texts(outputs)
    }
    assert {name: words for name, words in found.items() if words} == {}
