"""What a build left, as tests compare it: rows of every table whatever their order, and hashes."""

import hashlib
import json
from pathlib import Path

import geopandas as gpd

from mapper.base import schema
from mapper.pipeline.steps import STORE, Build
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
    """Give the hash of each file of a folder by its name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
