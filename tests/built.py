"""What a build read and left, as tests compare it: rows whatever their order, and hashes."""

import hashlib
import json
from pathlib import Path

import geopandas as gpd
import pytest

from mapper import Gazetteer
from mapper.base import schema
from mapper.pipeline import coding
from mapper.pipeline.coding import Tables, code_batch
from mapper.pipeline.provenance import CUSTODY
from mapper.pipeline.steps import Build
from mapper.sources.entries import Entry
from mapper.store import STORE
from mapper.store.reader import read_table


def rows_of(built: Build) -> dict[str, list[str]]:
    """Give every table's rows as text, whatever their order, and the report."""
    tables = {}
    for name in schema.TABLES:
        frame = read_table(built.folder / STORE, name)
        if "geometry" in frame:
            frame = gpd.GeoDataFrame(frame).to_wkb(hex=True)
        if name == "run":
            is_input = frame["key"].str.startswith("input:")
            frame["key"] = frame["key"].where(~is_input, "input:" + frame["key"].str[8:])
        tables[name] = sorted(map(repr, frame.astype(object).to_numpy().tolist()))
    report = {k: v for k, v in built.report.items() if k not in {"rejects", "columns_not_used"}}
    return tables | {"report": [json.dumps(report)]}


def hashes(folder: Path) -> dict[str, str]:
    """Give the hash of each file of a folder by its name; the log, which holds times, apart."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CUSTODY)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def texts_coded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Watch which articles are coded."""
    seen: list[str] = []

    def watched(entries: list[Entry], pack: Gazetteer) -> Tables:
        seen.extend(entry.file for entry in entries)
        return code_batch(entries, pack)

    monkeypatch.setattr(coding, "code_batch", watched)
    return seen
