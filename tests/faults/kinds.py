"""The kinds of input that are damaged on purpose: a sound sample of each, and who reads it.

Each kind has two readers: one in this process that goes as far as the input itself leads, and the
words of a command that reads it as a user would.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import fabricated
import openpyxl
from documents_made import page
from few import cut_down

from mapper.base.schema import INCIDENTS
from mapper.corrections.file import read_corrections
from mapper.export.geojson import write_geojson
from mapper.gazetteer import load_gazetteer
from mapper.gazetteer.imports.geonames import read_geonames
from mapper.gazetteer.imports.readers import read_csv
from mapper.gazetteer.imports.vetting import is_usable
from mapper.incidents import code_table
from mapper.pipeline.coding import code_batch
from mapper.query.outlines import read_outline
from mapper.query.source import read_features
from mapper.score.matching import load_gold
from mapper.score.measure import score
from mapper.sources import list_sources, read_records
from mapper.store import open_store, read_table, telling, write_store
from mapper.zones import load_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

TEXT = (
    "IDLIB, Syria, May 6, 2019 (Agency) - Warplanes struck the town of Kafr Nabl on Monday, killing"
    " at least 12 people and wounding 30 others, the Syrian Observatory for Human Rights said.\n\n"
    "Shells fell on Hass and Saraqib on Tuesday; two were killed, rescuers said. Earlier, in April,"
    " 45 had died in Khan Shaykhun.\nقتل تسعة أشخاص في غارة على سراقب يوم الاثنين.\n"
)
RECORDS = (
    "place,date,event_type,actor,killed,injured,lat,lon,source_url,note,record_id\n"
    'Kafr Nabl,2019-05-06,airstrike,Russia,2,3-5,35.61,36.56,https://example.org/1,"hit, so",r1\n'
    "Saraqib; Hass,2019-05,shelling,,at least 10,,,,,,r2\n"
    "Idlib,06/05/2019,airstrike,Syrian government,0,1,,,,x,r3\n"
)
MANIFEST = (
    "file,publisher,title,published,url,language,text_kind,note\n"
    'a.txt,Herald,"Two, killed",2019-05-07,https://example.org/a,en,original,\n'
    "b.txt,Post,,2019-05,,ar,digest,x\n"
)
ANNOTATIONS = [
    {"annotator": "anna", "only": False},
    {
        "file": "a.txt",
        "quote": "Shells fell on Hass and Saraqib on Tuesday",
        "event_type": "shelling",
        "date": "2019-05-07",
        "killed": 2,
        "places": [{"name": "Hass"}, {"name": "Saraqib", "lat": 35.86, "lon": 36.8}],
    },
    {"file": "a.txt", "quote": "45 had died", "none": True},
]
CORRECTIONS = (
    "target,action,value,why,by,date\n"
    "t.csv row 2,actor,Russia,said so,anna,2020-01-01\n"
    "r2 t.csv,killed,10-12,,ben,\n"
    "r3 t.csv,place,Saraqib,,ben,2020-01-02\n"
)
GEONAMES = "".join(
    "\t".join(
        (
            *(str(number), name, name, f"{name},كفر", f"35.{number}", f"36.{number}", "P", "PPL"),
            *("SY", "", "11", "", "", "", "1200", "", "300", "Asia/Damascus", "2019-01-01"),
        )
    )
    + "\n"
    for number, name in enumerate(("Kafr Nabl", "Hass", "Saraqib"), start=1)
)


PLACES = "name,lat,lon,kind,population\nTall Own,35,36,town,1200\nB,35.5,36.5,,\n"


@dataclass(frozen=True, slots=True)
class Kit:
    """What readers need that is whole: a pack, and a folder with sound inputs."""

    pack: Path
    folder: Path

    def gazetteer(self) -> Any:  # noqa: ANN401 - loaded once
        """Load the pack."""
        if self.pack not in _LOADED:
            _LOADED[self.pack] = load_gazetteer(self.pack)
        return _LOADED[self.pack]


_LOADED: dict[Path, Any] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: name of its file, sound content, its form, and who reads it."""

    name: str
    content: bytes
    form: str
    """``bytes``, ``text``, ``csv``, ``tsv``, ``json``, ``lines``, ``xlsx`` or ``store``."""
    read: Callable[[Path, Kit], list[str]]
    words: Callable[[Path, Kit], Sequence[object]]

    @property
    def slot(self) -> str:
        """What it takes turns with: the files of a pack are one kind of input."""
        return "pack" if self.read is _pack else self.name


def _article(path: Path, kit: Kit) -> list[str]:
    listing = list_sources([path])
    tables = code_batch(listing.entries, kit.gazetteer())
    return [row["reason"] for row in (*listing.rejects, *tables["rejects"])]


def _listed(path: Path, _: Kit) -> list[str]:
    for name in ("a.txt", "b.txt"):
        (path.parent / name).write_text(TEXT[: 40 + 9 * len(name)] + name, "utf-8")
    return [row["reason"] for row in list_sources([path]).rejects]


def _records(path: Path, kit: Kit) -> list[str]:
    found = code_table(read_records(path), kit.gazetteer())
    return [row["reason"] for row in found["rejects"]]


def _stdin(path: Path, _: Kit) -> list[str]:
    read_features(io.TextIOWrapper(io.BytesIO(path.read_bytes()), encoding="utf-8"))
    return []


def _annotations(path: Path, kit: Kit) -> list[str]:
    listing = list_sources([path, kit.folder / "a.txt"])
    tables = code_batch(listing.entries, kit.gazetteer())
    return [row["reason"] for row in (*listing.rejects, *tables["rejects"])]


def _gold(path: Path, kit: Kit) -> list[str]:
    language = kit.gazetteer().language()
    score(*_rows(kit), load_gold(path), language=language)
    return []


def _rows(kit: Kit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if kit.folder not in _LOADED:
        listing = list_sources([kit.folder / "a.txt"])
        tables = code_batch(listing.entries, kit.gazetteer())
        _LOADED[kit.folder] = tables["incidents"], tables["locations"]
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]] = _LOADED[kit.folder]
    return found


def _corrections(path: Path, _: Kit) -> list[str]:
    read_corrections(path, path.name)
    return []


def _pack(path: Path, kit: Kit) -> list[str]:
    folder = path.parent / "pack"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kit.folder / "tiny", folder)
    shutil.copy(path, folder / path.name)
    pack = load_gazetteer(folder)
    load_zones(pack.zones_path)
    return []


def _geonames(path: Path, _: Kit) -> list[str]:
    faults: list[str] = []
    return ["row"] * sum(is_usable(row, faults) for row in read_geonames(path))


def _table_of_places(path: Path, _: Kit) -> list[str]:
    faults: list[str] = []
    return ["row"] * sum(is_usable(row, faults) for row in read_csv(path))


def _store(path: Path, _: Kit) -> list[str]:
    with contextlib.closing(open_store(path)) as connection, telling(path):
        connection.execute("SELECT count(*) FROM incidents").fetchone()
    for name in ("incidents", "run"):
        read_table(path, name)
    return []


def _region(path: Path, _: Kit) -> list[str]:
    read_outline(str(path))
    return []


def _zones(path: Path, _: Kit) -> list[str]:
    load_zones(path)
    return []


def _build(path: Path, kit: Kit) -> Sequence[object]:
    return ("build", path, "-o", path.parent / "out", "-q", "--gazetteer", kit.pack)


def _beside(path: Path, kit: Kit) -> Sequence[object]:
    return (*_build(kit.folder / "t.csv", kit), "--corrections", path)


def _with_text(path: Path, kit: Kit) -> Sequence[object]:
    return ("build", path, kit.folder / "a.txt", *_build(path, kit)[2:])


def _of_pack(path: Path, _: Kit) -> Sequence[object]:
    return ("gazetteer", "check", "--gazetteer", path.parent / "pack")


def _imported(words: str) -> Callable[[Path, Kit], Sequence[object]]:
    def command(path: Path, kit: Kit) -> Sequence[object]:
        to = path.parent / "made"
        shutil.rmtree(to, ignore_errors=True)
        return ("gazetteer", "import", path, "--as", words, "-o", to, "--base", kit.folder / "tiny")

    return command


def _drawn(path: Path, kit: Kit) -> Sequence[object]:
    return ("map", path, "-o", path.parent / "m.html", "--gazetteer", kit.pack)


def _asked(path: Path, kit: Kit) -> Sequence[object]:
    return ("query", kit.folder / "store.gpkg", "--region", path, "--gazetteer", kit.pack)


def _judged(path: Path, kit: Kit) -> Sequence[object]:
    words = ("zones", "--zone-file", path, "--at", "Saraqib", "--gazetteer", kit.pack)
    return (*words, "--date", "2019-05-06")


def kinds(kit: Kit) -> tuple[Kind, ...]:
    """Give every kind of input with a sound sample."""
    square = [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]]
    region = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "own"},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
        ],
    }
    stdin, gold = (kit.folder / name for name in ("stdin.geojson", "gold.jsonl"))
    lines = "".join(json.dumps(one) + "\n" for one in ANNOTATIONS).encode()
    made = [
        Kind("a.txt", TEXT.encode(), "text", _article, _build),
        Kind("page.html", page(), "text", _article, _build),
        Kind("manifest.csv", MANIFEST.encode(), "csv", _listed, _build),
        Kind("t.csv", RECORDS.encode(), "csv", _records, _build),
        Kind("t.xlsx", workbook(csv.reader(io.StringIO(RECORDS))), "xlsx", _records, _build),
        Kind("s.geojson", stdin.read_bytes(), "json", _stdin, lambda *_: ("query", "-", "--json")),
        Kind("annotations.jsonl", lines, "lines", _annotations, _with_text),
        Kind("gold.jsonl", gold.read_bytes(), "lines", _gold, _scored),
        Kind("corrections.csv", CORRECTIONS.encode(), "csv", _corrections, _beside),
        *(
            Kind(path.name, path.read_bytes(), _form(path), _pack, _of_pack)
            for path in sorted((kit.folder / "tiny").iterdir())
            if path.suffix in {".csv", ".json", ".geojson"}
        ),
        Kind("SY.txt", GEONAMES.encode(), "tsv", _geonames, _imported("geonames")),
        Kind(
            "places.csv",
            b"name,lat,lon,kind\nA,35,36,town\n" * 2,
            "csv",
            _table_of_places,
            _imported("csv"),
        ),
        Kind("store.gpkg", (kit.folder / "store.gpkg").read_bytes(), "store", _store, _drawn),
        Kind("own.geojson", json.dumps(region).encode(), "json", _region, _asked),
        Kind("zones.geojson", (kit.pack / "zones.geojson").read_bytes(), "json", _zones, _judged),
    ]
    return tuple(made)


def _scored(path: Path, kit: Kit) -> Sequence[object]:
    return ("score", kit.folder / "store.gpkg", path, "--gazetteer", kit.pack)


def _form(path: Path) -> str:
    return "csv" if path.suffix == ".csv" else "json"


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as a workbook."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(made)
    return made.getvalue()


def kit_in(folder: Path) -> Kit:
    """Write what is whole into a folder: packs, a text, a table, a store, features, a gold set."""
    folder.mkdir(parents=True, exist_ok=True)
    kit = Kit(cut_down(folder / "few"), folder)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "t.csv").write_text(RECORDS, "utf-8")
    _tiny(kit.pack, folder / "tiny")
    tables = fabricated.tables(4)
    write_store(folder / "store.gpkg", tables)
    write_geojson(folder / "stdin.geojson", INCIDENTS, tables["incidents"])
    _gold_set(folder / "gold.jsonl")
    return kit


def _gold_set(path: Path) -> None:
    place = {"canonical": "Kafr Nabl", "lat": 35.61, "lon": 36.56, "tolerance_km": 3}
    incident = {
        "incident_id": "a-1",
        "event_type": "airstrike",
        "place_precision": "exact",
        "place": [place],
        "date": "2019-05-06",
        "date_precision": "day",
        "actor": None,
        "background": False,
        "killed": [12, 12],
        "killed_open_ended": True,
        "injured": [30, 30],
        "injured_open_ended": False,
        "attributed_source": "SOHR",
        "targets": [],
        "accept": {"killed": [[12, 14]], "actor": ["Russia"], "date": ["2019-05"]},
        "evidence": {"span": [56, 150]},
    }
    spot = {**place, "surface": "Kafr Nabl", "is_event_location": True}
    article = {"id": "a", "category": "positive", "places": [spot], "incidents": [incident]}
    path.write_text((json.dumps(article) + "\n") * 2, "utf-8")


def _tiny(pack: Path, folder: Path) -> None:
    """Cut a pack down to what loads in an instant."""
    shutil.copytree(pack, folder)
    document = json.loads((folder / "regions.geojson").read_text("utf-8"))
    square = [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]]
    for feature in document["features"]:
        feature["geometry"] = {"type": "Polygon", "coordinates": square}
    (folder / "regions.geojson").write_text(json.dumps(document), "utf-8")
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        if path.name in {"actors.csv", "sources.csv", "toponyms.csv"}:
            rows = rows[:6]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)


def touched(content: bytes, statement: str, path: Path) -> bytes:
    """Change a store by a statement of SQL; one that does not fit changes nothing."""
    path.write_bytes(content)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        with contextlib.suppress(sqlite3.Error):
            for (name,) in names.fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
            connection.executescript(statement)
        connection.commit()
    return path.read_bytes()
