"""Incidents as columns: what the page needs at once, and what it needs on demand.

Core columns (positions, days, codes, figures) are whole numbers in byte planes under one
gzip: the page inflates them at start and filters and draws from typed arrays. Everything
else is text in chunks of `CHUNK` rows, each its own gzip, inflated when a card, the list,
an export or a search asks for it. Rows follow a space-filling curve, so that neighbours
on the map are neighbours in the file: small differences, tight bounding boxes.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapper.base.globe import HALF
from mapper.base.schema import INCIDENTS
from mapper.maps.data.core import Ordered, compress, encode_core, plain_value, with_sources
from mapper.maps.data.points import locate
from mapper.maps.data.texts import ROW, TextColumn, pack_chunks, sections, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from mapper.maps.data.texts import Kind

CHUNK = 4096
"""Rows per text chunk."""

PACKED: dict[str, Kind] = {
    "sentence": "words",
    "title": "words",
    "url": "address",
    "second_url": "address",
}
"""How text columns of more than one chunk are packed; the others are plain text."""

SEARCHED = (
    "sentence",
    "title",
    "places",
    "place_ids",
    "killed_group",
    "targets",
    "attributed_to",
    "pcode",
    "url",
)
"""Text columns a search reads, where they are text; they stand first in a chunk."""

_ID_PREFIX = "inc-"
_HEX = b"0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Columns:
    """The encoded incidents: what the page's data blocks hold."""

    meta: dict[str, Any]
    core: bytes
    ids: bytes
    words: bytes
    chunks: list[bytes]
    areas: list[str]
    """Names of the regions that points stand for, as `mapper.maps.data.points` numbers them."""


def encode(
    incidents: gpd.GeoDataFrame,
    locations: pd.DataFrame | None = None,
    children: Mapping[str, pd.DataFrame] | None = None,
    *,
    east: float = HALF,
) -> Columns:
    """Encode incidents and what hangs on them.

    Parameters
    ----------
    incidents
        Frame of `mapper.base.schema.INCIDENTS`, EPSG:4326; extra columns are left out.
    locations
        Frame of `mapper.base.schema.LOCATIONS`; gives each of an incident's points its own
        radius and precision. Without it the incident's geometry and radius serve.
    children
        Frames with a column ``incident_id`` (locations, claims) to show on the card.
    east
        Seam of the page (`mapper.base.globe.seam`).

    Returns
    -------
    columns
        Blocks and the description of them that the page reads.
    """
    points = locate(incidents, locations)
    ordered = Ordered(with_sources(incidents), points.order)
    core, spec, lists = encode_core(ordered, points, east=east)
    taken = {entry["name"] for entry in spec}
    detail = [n for n in _detail_names(incidents) if n not in taken]
    detail.sort(key=lambda n: SEARCHED.index(n) if n in SEARCHED else len(SEARCHED))
    ids, id_digits = _ids(ordered)
    if id_digits:
        detail = [n for n in detail if n != "incident_id"]
    texts = _text_columns(ordered, detail)
    words = word_list(column for column in texts if column.kind == "words")
    meta = {
        "rows": len(incidents),
        "located": points.located,
        "points": len(points.lat),
        "chunk": CHUNK,
        "core": spec,
        "lists": lists,
        "detail": [{"name": c.name, "kind": c.kind, "sections": sections(c.kind)} for c in texts],
        "searched": sum(n in SEARCHED for n in detail),
        "idPrefix": _ID_PREFIX,
        "idDigits": id_digits,
        "types": {column.name: column.type for column in INCIDENTS.columns},
    }
    hung = _hang(children or {}, incidents, points.order)
    batches = pack_chunks(
        texts,
        words,
        rows=len(incidents),
        chunk=CHUNK,
        extra={number: _dump(rows) for number, rows in hung.items()},
    )
    listed = compress(ROW.join(words).encode()) if words else b""
    return Columns(meta, core, ids, listed, _squeeze(batches), points.area_ids)


def _text_columns(ordered: Ordered, names: Sequence[str]) -> list[TextColumn]:
    """Put text columns in page order and choose how each is packed."""
    types = {column.name: str(column.type) for column in INCIDENTS.columns}
    small = len(ordered.order) <= CHUNK
    return [
        TextColumn(name, "text" if small else PACKED.get(name, "text"), ordered[name], types[name])
        for name in names
    ]


def _dump(value: Any) -> bytes:  # noqa: ANN401 - anything JSON takes
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _detail_names(incidents: pd.DataFrame) -> list[str]:
    """Name the schema's columns that hold anything."""
    return [n for n in INCIDENTS.names if n in incidents and incidents[n].notna().any()]


def _ids(ordered: Ordered) -> tuple[bytes, int]:
    """Pack ids of the form ``inc-<hex>`` as bytes; 0 digits when they have another form."""
    ids = ordered["incident_id"].tolist()
    joined = "".join(ids)
    width = len(ids[0]) if ids else 0
    digits = width - len(_ID_PREFIX)
    if digits <= 0 or digits % 2 or len(joined) != width * len(ids) or not joined.isascii():
        return b"", 0
    letters = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, width)
    prefix = np.frombuffer(_ID_PREFIX.encode(), dtype=np.uint8)
    hexes = letters[:, len(_ID_PREFIX) :].tobytes()
    if (letters[:, : len(_ID_PREFIX)] != prefix).any() or hexes.translate(None, _HEX):
        return b"", 0
    return compress(bytes.fromhex(hexes.decode())), digits


def _hang(
    children: Mapping[str, pd.DataFrame],
    incidents: pd.DataFrame,
    order: NDArray[np.int64],
) -> dict[int, dict[str, Any]]:
    """Sort the rows of child tables into the chunks of the incidents they hang on."""
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    place = pd.Series(row_of, index=incidents["incident_id"])
    hung: dict[int, dict[str, Any]] = {}
    for table, frame in children.items():
        rows = frame["incident_id"].map(place)
        known = frame[rows.notna()]
        owner = rows[rows.notna()].astype(np.int64).to_numpy()
        names = [n for n in known.columns if n not in {"incident_id", "geometry"}]
        names = [n for n in names if known[n].notna().any()]
        cells = {n: [_cell(v) for v in known[n].astype(object)] for n in names}
        for chunk in np.unique(owner // CHUNK).tolist():
            inside = np.flatnonzero(owner // CHUNK == chunk)
            inside = inside[np.argsort(owner[inside], kind="stable")]
            hung.setdefault(chunk, {})[table] = {
                "row": (owner[inside] - chunk * CHUNK).tolist(),
                **{n: [cells[n][i] for i in inside] for n in names},
            }
    return hung


def _cell(value: Any) -> Any:  # noqa: ANN401 - cells are of any type
    """Give a cell as JSON takes it: no NaN, floats without noise."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    value = plain_value(value)
    return round(value, 6) if isinstance(value, float) else value


def _squeeze(batches: Iterator[list[bytes]]) -> list[bytes]:
    """Compress chunks on every core: zlib lets other threads run."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [packed for batch in batches for packed in pool.map(compress, batch)]
