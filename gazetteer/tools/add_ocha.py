"""Tabulate OCHA's populated places beside our own: what the pack lacks, in its own columns.

    python gazetteer/tools/add_ocha.py OCHA_POPULATED_PLACES.csv

Run it after the other scripts. What the pack has already is merged by code, or by name within
2.5 km, and keeps its usual name, its position and its kind; a place it lacks is added as a
village under OCHA's spelling and code. Names within names ("Osajli" of "Big Osajli", "Kiktan"
of "Bir Rash - Kiktan") are listed with the kind ``part``. A second run changes nothing.
"""

# ruff: noqa: INP001, T201 - a script that stands alone, in no package

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from mapper.gazetteer import READERS, Pack, Qualifiers, add, fold, read_pack, write_pack
from mapper.gazetteer.imports.parts import respelled
from mapper.mentions import place_words

HERE = Path(__file__).resolve().parents[1]
SOURCE = "OCHA COD-AB Syria"
WRITTEN = ("places.csv", "names.csv", "world.csv", "regions.geojson")
TATWEEL = "\u0640"
DECIMALS = 4
"""Of a degree: ten metres, finer than a settlement is known."""


def main(path: Path) -> None:
    """Read OCHA's file, merge it into the pack, write the tables that changed."""
    pack = read_pack(HERE)
    words = place_words("en")
    rows = list(READERS["ocha"](path, []))
    for row in rows:
        row["lat"], row["lon"] = (f"{float(row[c]):.{DECIMALS}f}" for c in ("lat", "lon"))
        row["sources"] = SOURCE
        row["name"] = _capitalised(row["name"])
        row["name_ar"] = _plainly_joined(row.get("name_ar") or "")
        apart = respelled(row["name"], row["name_ar"])
        row["names"] = [apart] if fold(apart) != fold(row["name"]) else []
    report = add(pack, rows, SOURCE, Qualifiers(words.names["half"], words.nameless))
    for fault in report.faults:
        print(f"{path.name} {fault}", file=sys.stderr)
    _save(pack)
    print(f"{report.added} added, {report.merged} merged, {len(report.made)} regions made")


def _plainly_joined(arabic: str) -> str:
    """Write names that are joined in one cell with a dash, and none drawn out."""
    pieces = [piece.strip() for piece in re.split("[_/]", arabic.replace(TATWEEL, ""))]
    return " - ".join(piece for piece in pieces if piece)


def _capitalised(name: str) -> str:
    """Write "al Matalleh" with a capital, as names of a list begin."""
    return name[:1].upper() + name[1:]


def _save(pack: Pack) -> None:
    """Write the pack beside, and take over from it the tables alone."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "pack"
        write_pack(pack, folder)
        for name in WRITTEN:
            (HERE / name).write_bytes((folder / name).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
