"""A pack's own tables as rows of text: read them, write them whole."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ExportError
from mapper.base.sets import drafting, is_of_writing
from mapper.gazetteer.about import read_about
from mapper.gazetteer.names import script_of
from mapper.gazetteer.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mapper.gazetteer.imports.readers import Row

PLACE_COLUMNS = [
    "place_id",
    "name",
    "name_ar",
    "kind",
    "lat",
    "lon",
    "country",
    "admin1_pcode",
    "admin1",
    "admin2_pcode",
    "admin2",
    "admin3_pcode",
    "admin3",
    "pcode",
    "geonameid",
    "population",
    "radius_m",
    "sources",
    "licence",
]
NAME_COLUMNS = ("place_id", "name", "script", "kind", "source")

TABLES = ("places.csv", "world.csv", "regions.geojson", "names.csv")
"""Files that an import writes."""

CARRIED = frozenset(
    {
        *("pack.json", "zones.geojson", "credits.csv", "LICENSE.md", "README.md"),
        *("actors.csv", "sources.csv", "officials.csv", "toponyms.csv", "sensitive.csv"),
    }
)
"""Files of a pack that go over as they are into one that begins as its copy."""

_NAME = "pack"


@dataclass(slots=True)
class Pack:
    """The tables of a pack as rows of text, and its families of spelling, None if not told."""

    places: list[Row] = field(default_factory=list)
    world: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    regions: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)
    families: tuple[str, ...] | None = None

    def list_names(
        self, place_id: str, spellings: Iterable[str], source: str, kind: str = "variant"
    ) -> None:
        """List more spellings of a place."""
        for spelling in spellings:
            self.names.append(
                {
                    "place_id": place_id,
                    "name": spelling,
                    "script": script_of(spelling),
                    "kind": kind,
                    "source": source,
                }
            )


def read_pack(folder: Path) -> Pack:
    """Read a pack's tables; a missing one is empty.

    Raises
    ------
    GazetteerError
        If a table or ``pack.json`` cannot be read; names file and row.
    """
    return Pack(
        places=_read(folder / "places.csv"),
        world=_read(folder / "world.csv"),
        names=_read(folder / "names.csv"),
        regions=_read_regions(folder / "regions.geojson"),
        others={
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.name in CARRIED and path.is_file()
        },
        families=read_about(folder).romanisations,
    )


def _read(path: Path) -> list[Row]:
    return [row for _, row in read_rows(path)] if path.is_file() else []


def _read_regions(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack's files into its folder: see `writing_pack`."""
    with writing_pack(folder) as write:
        write(pack)


@contextmanager
def writing_pack(folder: Path, *, new: bool = False) -> Iterator[Callable[[Pack], None]]:
    """Hold a pack's folder for whoever reads the pack there, and writes it with more in it.

    The files appear as one set when the block ends well; files that are none of a pack's stay
    as they are.

    Parameters
    ----------
    folder
        Folder of the pack; made if missing.
    new
        Refuse a folder that holds anything.

    Yields
    ------
    write
        Writes the pack that it is given.

    Raises
    ------
    ExportError
        If the folder holds something other than a pack, cannot be written, or another process
        writes there.
    """
    with drafting(folder, _NAME) as draft:
        there = [path for path in folder.iterdir() if not is_of_writing(path.name)]
        if new and there:
            raise ExportError(f"{folder} is there and not empty; name a new folder with -o")
        is_pack = (folder / "places.csv").is_file()
        if not is_pack and any(path.name not in CARRIED.union(TABLES) for path in there):
            raise ExportError(f"{folder}: is there and is no region pack; nothing was written")
        yield partial(_fill, draft.folder)
        _keep_same(draft.folder, folder)


def _fill(draft: Path, pack: Pack) -> None:
    pack.places.sort(key=lambda row: row["place_id"])
    pack.names.sort(key=lambda row: (row["place_id"], row["name"], row.get("source") or ""))
    _write_rows(draft / "places.csv", PLACE_COLUMNS, pack.places)
    _write_rows(draft / "names.csv", NAME_COLUMNS, pack.names)
    if pack.world:
        _write_rows(draft / "world.csv", [*PLACE_COLUMNS, "names"], pack.world)
    if pack.regions:
        collection = {"type": "FeatureCollection", "features": pack.regions}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        (draft / "regions.geojson").write_text(text + "\n", encoding="utf-8")
    for name, content in pack.others.items():
        (draft / name).write_bytes(content)


def _write_rows(path: Path, columns: Iterable[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(columns), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _keep_same(made: Path, folder: Path) -> None:
    """Leave files that say the same as they are."""
    for path in list(made.iterdir()):
        old = folder / path.name
        if old.is_file() and old.read_bytes() == path.read_bytes():
            path.unlink()
