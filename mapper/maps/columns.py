"""Incidents as columns: what the page needs at once, and what it needs on demand.

Core columns (positions, days, codes, figures) are whole numbers in byte planes under one
gzip: the page inflates them at start and filters and draws from typed arrays. Everything
else is text in chunks of `CHUNK` rows, each its own gzip, inflated when a card, the list,
an export or a search asks for it. Rows follow a space-filling curve, so that neighbours
on the map are neighbours in the file: small differences, tight bounding boxes.
"""

from __future__ import annotations

import gzip
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapper.maps.points import DEGREE, Points, locate
from mapper.schema import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

CHUNK = 4096
"""Rows per text chunk."""

LEVEL = 6
"""Gzip level: 9 saves 1 % and doubles the time."""

EPOCH = np.datetime64("1970-01-01")

CODES = (
    "scope",
    "event_type",
    "actor",
    "actor_status",
    "date_precision",
    "date_basis",
    "geo_precision",
    "zone_id",
    "zone_verdict",
    "held_by",
    "publisher",
    "admin1",
    "admin2",
    "text_kind",
)
"""Columns kept as numbers of a short list of values, to filter and colour by."""

COUNTS = ("killed_min", "killed_max", "radius_m")
"""Columns kept as whole numbers; 0 stands for null, n + 1 for n."""

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

ROW, COLUMN, SECTION = "\x1f", "\x1e", "\x1d"
_MAX_CODES = 4096
_CONTROLS = {ord(c): "\ufffd" for c in (ROW, COLUMN, SECTION)}
_ID_PREFIX = "inc-"


@dataclass(frozen=True, slots=True)
class Columns:
    """The encoded incidents: what the page's data blocks hold."""

    meta: dict[str, Any]
    core: bytes
    ids: bytes
    chunks: list[bytes]
    areas: list[str]
    """Names of the regions that points stand for, as `mapper.maps.points` numbers them."""


def encode(
    incidents: gpd.GeoDataFrame,
    locations: pd.DataFrame | None = None,
    children: Mapping[str, pd.DataFrame] | None = None,
) -> Columns:
    """Encode incidents and what hangs on them.

    Parameters
    ----------
    incidents
        Frame of `mapper.schema.INCIDENTS`, EPSG:4326; extra columns are left out.
    locations
        Frame of `mapper.schema.LOCATIONS`; gives each of an incident's points its own
        radius and precision. Without it the incident's geometry and radius serve.
    children
        Frames with a column ``incident_id`` (locations, claims) to show on the card.

    Returns
    -------
    columns
        Blocks and the description of them that the page reads.
    """
    points = locate(incidents, locations)
    ordered = _Ordered(incidents, points.order)
    core, spec, lists = _core(ordered, points)
    taken = {entry["name"] for entry in spec}
    detail = [n for n in _detail_names(incidents) if n not in taken]
    detail.sort(key=lambda n: SEARCHED.index(n) if n in SEARCHED else len(SEARCHED))
    ids, id_digits = _ids(ordered)
    if id_digits:
        detail = [n for n in detail if n != "incident_id"]
    meta = {
        "rows": len(incidents),
        "located": points.located,
        "points": len(points.lat),
        "chunk": CHUNK,
        "core": spec,
        "lists": lists,
        "detail": detail,
        "searched": sum(n in SEARCHED for n in detail),
        "idPrefix": _ID_PREFIX,
        "idDigits": id_digits,
        "types": {column.name: column.type for column in INCIDENTS.columns},
    }
    chunks = _chunks(ordered, detail, _hang(children or {}, incidents, points.order))
    return Columns(meta, core, ids, chunks, points.area_ids)


class _Ordered:
    """The incidents' columns in page order, as numpy arrays."""

    def __init__(self, frame: pd.DataFrame, order: NDArray[np.int64]) -> None:
        self.frame = frame
        self.order = order

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.frame[name].to_numpy()[self.order]


def _detail_names(incidents: pd.DataFrame) -> list[str]:
    """Name the schema's columns that hold anything."""
    return [n for n in INCIDENTS.names if n in incidents and incidents[n].notna().any()]


def _planes(values: NDArray[np.int64], width: int) -> bytes:
    """Lay whole numbers out byte by byte: all low bytes, then the next; gzip likes it."""
    kind = {1: "<u1", 2: "<u2", 4: "<u4"}[width]
    return values.astype(kind).view(np.uint8).reshape(-1, width).T.tobytes()


def _width(values: NDArray[np.int64]) -> int:
    top = int(values.max()) if len(values) else 0
    return 1 if top < 1 << 8 else 2 if top < 1 << 16 else 4


def _zigzag(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Take differences and fold the sign into the lowest bit."""
    steps = np.diff(values, prepend=0)
    return (steps << 1) ^ (steps >> 63)


def _core(ordered: _Ordered, points: Points) -> tuple[bytes, list[dict[str, Any]], dict[str, Any]]:
    """Encode the core columns; also give their description and the lists of codes."""
    planes: list[bytes] = []
    spec: list[dict[str, Any]] = []
    lists: dict[str, Any] = {}

    def put(name: str, values: NDArray[np.int64], *, steps: bool = False, **more: Any) -> None:  # noqa: ANN401
        if steps:
            values = _zigzag(values)
        elif not values.any():
            return
        width = 4 if steps else _width(values)
        planes.append(_planes(values, width))
        spec.append({"name": name, "width": width, "steps": steps, "length": len(values), **more})

    put("lat", np.round(points.lat * DEGREE).astype(np.int64), steps=True)
    put("lon", np.round(points.lon * DEGREE).astype(np.int64), steps=True)
    put("owner", points.owner)
    put("point_radius", points.radius)
    put("point_precision", points.precision)
    put("point_area", points.area)
    start, end = _days(ordered["date_start"]), _days(ordered["date_end"])
    dated = ~(np.isnat(start) | np.isnat(end))
    first = start[dated].min() if dated.any() else EPOCH
    begun = np.where(dated, _count(start - first) + 1, 0)
    put("date_start", begun, first=int(_count(first - EPOCH)))
    put("date_end", np.where(dated, np.maximum(_count(end - start), 0), 0))
    for name in COUNTS:
        if name in ordered.frame:
            values = pd.to_numeric(pd.Series(ordered[name])).astype("float64").to_numpy()
            put(name, np.where(np.isnan(values), 0, np.round(values) + 1).astype(np.int64))
    for name in CODES:
        if name in ordered.frame and ordered.frame[name].notna().any():
            codes, found = _codes(ordered.frame[name])
            if len(found) <= _MAX_CODES:
                put(name, codes[ordered.order] + 1)
                lists[name] = found
    put("event", points.event)
    return gzip.compress(b"".join(planes), LEVEL, mtime=0), spec, lists


def _days(values: NDArray[Any]) -> NDArray[np.datetime64]:
    """Read ISO days; null and what is no day are NaT."""
    days = pd.to_datetime(pd.Series(values, dtype=object), format="%Y-%m-%d", errors="coerce")
    return days.to_numpy().astype("datetime64[D]")


def _count(days: Any) -> Any:  # noqa: ANN401 - a timedelta64 or an array of them
    return days.astype("timedelta64[D]").astype(np.int64)


def _codes(column: pd.Series[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Give a column's values numbers, most frequent first; null is -1."""
    codes, found = pd.factorize(column, use_na_sentinel=True)
    counts = np.bincount(codes[codes >= 0], minlength=len(found))
    rank = sorted(range(len(found)), key=lambda i: (-counts[i], str(found[i])))
    place = np.empty(len(found) + 1, dtype=np.int64)
    place[rank] = np.arange(len(found))
    place[-1] = -1
    return place[codes], [_plain(found[i]) for i in rank]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    return value.item() if isinstance(value, np.generic) else value


def _ids(ordered: _Ordered) -> tuple[bytes, int]:
    """Pack ids of the form ``inc-<hex>`` as bytes; 0 digits when they have another form."""
    ids = ordered["incident_id"].tolist()
    digits = len(ids[0]) - len(_ID_PREFIX) if ids else 0
    bare = "".join(i[len(_ID_PREFIX) :] for i in ids if len(i) == digits + len(_ID_PREFIX))
    regular = (
        digits > 0
        and digits % 2 == 0
        and len(bare) == digits * len(ids)
        and all(i.startswith(_ID_PREFIX) for i in ids)
        and not set(bare) - set("0123456789abcdef")
    )
    if not regular:
        return b"", 0
    return gzip.compress(bytes.fromhex(bare), LEVEL, mtime=0), digits


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


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Give a cell as JSON takes it: no NaN, floats without noise."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    value = _plain(value)
    return round(value, 6) if isinstance(value, float) else value


def _texts(values: NDArray[Any], kind: str) -> list[str]:
    """Write a column's cells as text, null as the empty string."""
    missing = pd.isna(values)
    if kind == "float":
        return ["" if gone else f"{v:.6g}" for v, gone in zip(values, missing, strict=True)]
    if kind == "bool":
        return ["" if gone else str(int(v)) for v, gone in zip(values, missing, strict=True)]
    if kind == "int":
        return ["" if gone else str(int(v)) for v, gone in zip(values, missing, strict=True)]
    if missing.any():
        return ["" if gone else v for v, gone in zip(values, missing, strict=True)]
    texts: list[str] = values.tolist()
    return texts


def _join(texts: Sequence[str]) -> str:
    """Join the cells of a column; text that holds our own separators loses them."""
    joined = ROW.join(texts)
    if joined.count(ROW) == len(texts) - 1 and COLUMN not in joined and SECTION not in joined:
        return joined
    return ROW.join(text.translate(_CONTROLS) for text in texts)


def _chunks(
    ordered: _Ordered, detail: Sequence[str], hung: Mapping[int, dict[str, Any]]
) -> list[bytes]:
    """Compress the text chunk by chunk, on every core: zlib lets other threads run."""
    columns = {name: ordered.frame[name].to_numpy() for name in detail}
    kinds = {column.name: str(column.type) for column in INCIDENTS.columns}

    def squeeze(number: int) -> bytes:
        rows = ordered.order[number * CHUNK : (number + 1) * CHUNK]
        text = COLUMN.join(_join(_texts(columns[n][rows], kinds[n])) for n in detail)
        if number in hung:
            text += SECTION + json.dumps(hung[number], separators=(",", ":"), ensure_ascii=False)
        return gzip.compress(text.encode("utf-8", "replace"), LEVEL, mtime=0)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(squeeze, range(-(-len(ordered.order) // CHUNK))))
