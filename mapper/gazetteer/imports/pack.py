"""A pack's own tables as rows of text: read them, write them whole."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ExportError
from mapper.gazetteer.names import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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

CARRIED = frozenset({"zones.geojson", "credits.csv", "pack.json", "LICENSE.md", "README.md"})
"""Files of a pack that an import carries over as they are."""


@dataclass(slots=True)
class Pack:
    """The tables of a pack as rows of text."""

    places: list[Row] = field(default_factory=list)
    world: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    regions: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)

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
    """Read a pack's tables; a missing one is empty."""
    return Pack(
        places=_read(folder / "places.csv"),
        world=_read(folder / "world.csv"),
        names=_read(folder / "names.csv"),
        regions=_read_regions(folder / "regions.geojson"),
        others={
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.name in CARRIED
        },
    )


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [dict(row) for row in csv.DictReader(lines)]


def _read_regions(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack whole: into a new folder beside, which then takes the place of the old.

    Raises
    ------
    ExportError
        If the folder holds something other than a pack, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not (folder / "places.csv").is_file())
    ):
        raise ExportError(f"{folder}: is there and is no region pack; nothing was written")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as problem:
        raise ExportError(f"cannot write beside {folder}: {problem.strerror}") from None
    try:
        _fill(draft, pack)
        draft.chmod(0o755)
        _take_place(draft, folder)
    except OSError as problem:
        raise ExportError(f"cannot write {folder}: {problem.strerror}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


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


def _take_place(draft: Path, folder: Path) -> None:
    """Put the draft where the old pack is; the old one goes only when the new one is there."""
    if not folder.exists():
        draft.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old)  # noqa: PTH105 - a rename onto the empty folder just made
    try:
        draft.rename(folder)
    except OSError:
        os.replace(old, folder)  # noqa: PTH105 - as above
        raise
    shutil.rmtree(old, ignore_errors=True)
