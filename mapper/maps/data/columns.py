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
from mapper.base.schema import BY_THE_RULES, EVENTS, INCIDENTS, JOINER, OPEN_JOINER
from mapper.maps.data.core import (
    SOURCE,
    Behind,
    Ordered,
    compress,
    encode_core,
    plain_value,
    with_sources,
)
from mapper.maps.data.events import TOGETHER, Shown
from mapper.maps.data.points import locate
from mapper.maps.data.texts import ROW, TextColumn, pack_chunks, sections, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

LISTED = {
    "locations": (
        *("name", "name_ar", "admin1", "admin2", "admin3", "pcode", "geo_precision", "radius_m"),
        *("lat", "lon", "share"),
    ),
    "claims": ("field", "wording", "value_min", "value_max", "attributed_to", "start", "end"),
    "maybe": ("other", "score", "reasons", "by"),
}
"""Columns of the tables that hang on a row, as far as the card shows them."""

_POSITION = frozenset({"lat", "lon"})
_COLUMNS = (*INCIDENTS.columns, *TOGETHER)
_PREFIXES = ("inc-", "evt-")
_PREFIX = len(_PREFIXES[0])
_HEX = b"0123456789abcdef"
_LINKED = "linked_ids"
"""Not kept where rows are events: their reports say it."""


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
    shown: Shown,
    children: Mapping[str, pd.DataFrame] | None = None,
    *,
    east: float = HALF,
) -> Columns:
    """Encode the rows of the page, the reports behind them, and what hangs on both.

    Parameters
    ----------
    shown
        Rows and reports; extra columns are left out. Their locations give each of a row's
        points its own radius and precision; without them the row's geometry and radius serve.
    children
        Frames by the names of `LISTED` with a column ``incident_id``, to show on the card.
    east
        Seam of the page (`mapper.base.globe.seam`).

    Returns
    -------
    columns
        Blocks and the description of them that the page reads.
    """
    points = locate(shown.rows, shown.locations)
    ordered, behind = _ordered(shown, points.order)
    core, spec, lists = encode_core(ordered, points, behind=behind, east=east)
    taken = {entry["name"] for entry in spec} | ({_LINKED} if shown.are_events else set())
    if "date_start" in taken:
        # Where all events are of one day, nothing is kept of their last days: they are the first.
        taken.add("date_end")
    detail = [n for n in _detail_names(ordered.frame) if n not in taken]
    detail.sort(key=lambda n: SEARCHED.index(n) if n in SEARCHED else len(SEARCHED))
    ids, id_digits = _ids(ordered, len(points.order))
    if id_digits:
        detail = [n for n in detail if n not in {"incident_id", "event_id"}]
    texts = _text_columns(ordered, detail)
    words = word_list(column for column in texts if column.kind == "words")
    meta = {
        "rows": len(shown.rows),
        "all": len(ordered.order),
        "areEvents": shown.are_events,
        "located": points.located,
        "points": len(points.lat),
        "chunk": CHUNK,
        "core": spec,
        "lists": lists,
        "detail": [{"name": c.name, "kind": c.kind, "sections": sections(c.kind)} for c in texts],
        "searched": sum(n in SEARCHED for n in detail),
        "joiners": {"together": JOINER, "open": OPEN_JOINER},
        "correctedPlace": f"place{BY_THE_RULES}",
        "idPrefixes": _PREFIXES,
        "idDigits": id_digits,
        "types": {column.name: column.type for column in _COLUMNS},
        "saved": {"events": EVENTS.names, "reports": INCIDENTS.names},
    }
    hung = _hang(_with_others(children or {}, points.order), ordered, len(points.order))
    batches = pack_chunks(
        texts,
        words,
        rows=len(ordered.order),
        chunk=CHUNK,
        extra={number: _dump(rows) for number, rows in hung.items()},
    )
    listed = compress(ROW.join(words).encode()) if words else b""
    return Columns(meta, core, ids, listed, _squeeze(batches), points.area_ids)


def _ordered(shown: Shown, order: NDArray[np.int64]) -> tuple[Ordered, Behind | None]:
    """Put the rows in page order, and behind them the reports in the order of their rows."""
    sources = with_sources(shown.reports)
    rows = with_sources(shown.rows)
    is_several = shown.rows["incident_id"] == shown.rows["event_id"]
    if not is_several.any():
        return Ordered(rows, order), None
    # What is to be filtered by its reports' sources must not lack one: the first stands for all.
    first = pd.Series(sources[SOURCE].to_numpy(), index=shown.owner)
    first = first[~first.index.duplicated()].reindex(range(len(rows)))
    rows[SOURCE] = rows[SOURCE].where(~is_several.to_numpy(), first.to_numpy())
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    row = row_of[shown.owner]
    along = np.argsort(row, kind="stable")
    both = pd.concat([pd.DataFrame(rows), pd.DataFrame(sources)], ignore_index=True)
    behind = Behind(is_several.to_numpy(dtype=np.int64)[order], row[along])
    return Ordered(both, np.concatenate([order, len(order) + along])), behind


def _with_others(
    children: Mapping[str, pd.DataFrame], order: NDArray[np.int64]
) -> dict[str, pd.DataFrame]:
    """Say which row of the page each doubtful pair leads to."""
    if "maybe" not in children:
        return dict(children)
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    maybe = children["maybe"]
    other = row_of[maybe["other"].to_numpy(dtype=np.int64)]
    return {**children, "maybe": maybe.assign(other=other)}


def _text_columns(ordered: Ordered, names: Sequence[str]) -> list[TextColumn]:
    """Put text columns in page order and choose how each is packed."""
    types = {column.name: str(column.type) for column in _COLUMNS}
    small = len(ordered.order) <= CHUNK
    return [
        TextColumn(name, "text" if small else PACKED.get(name, "text"), ordered[name], types[name])
        for name in names
    ]


def _dump(value: Any) -> bytes:  # noqa: ANN401 - anything JSON takes
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _detail_names(rows: pd.DataFrame) -> list[str]:
    """Name the columns of rows that hold anything."""
    return [c.name for c in _COLUMNS if c.name in rows and rows[c.name].notna().any()]


def _ids(ordered: Ordered, rows: int) -> tuple[bytes, int]:
    """Pack ids of the form ``inc-<hex>`` or ``evt-<hex>`` as bytes.

    Gives the keys of all rows and reports, then the events of the rows that have another key
    than their event, 0 for none; and the number of digits: 0, and no bytes, when ids have
    another form.
    """
    ids = ordered["incident_id"]
    digits = len(ids[0]) - _PREFIX if len(ids) else 0
    if digits <= 0 or digits % 2:
        return b"", 0
    events = ids[:0]
    if "event_id" in ordered:
        events = ordered["event_id"][:rows]
        has_own = ~pd.isna(events) & (events != ids[:rows])
        events = np.where(has_own, events, _PREFIXES[1] + "0" * digits)
    hexes = _hexes([*ids.tolist(), *events.tolist()], digits)
    return (compress(hexes), digits) if hexes else (b"", 0)


def _hexes(names: list[str], digits: int) -> bytes:
    """Give the digits of ids as bytes; none when an id has another form."""
    joined = "".join(names)
    width = digits + _PREFIX
    if len(joined) != width * len(names) or not joined.isascii():
        return b""
    letters = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, width)
    known = [np.frombuffer(prefix.encode(), dtype=np.uint8) for prefix in _PREFIXES]
    heads = letters[:, :_PREFIX]
    if not np.logical_or(*((heads == prefix).all(axis=1) for prefix in known)).all():
        return b""
    told = letters[:, _PREFIX:].tobytes()
    return b"" if told.translate(None, _HEX) else bytes.fromhex(told.decode())


def _hang(
    children: Mapping[str, pd.DataFrame], ordered: Ordered, rows: int
) -> dict[int, dict[str, Any]]:
    """Sort the rows of child tables into the chunks of the rows they hang on.

    Positions are kept of reports alone: those of rows are drawn.
    """
    place = pd.Series(np.arange(len(ordered.order)), index=ordered["incident_id"])
    hung: dict[int, dict[str, Any]] = {}
    for table, frame in children.items():
        of = frame["incident_id"].map(place)
        known = frame[of.notna()]
        owner = of[of.notna()].astype(np.int64).to_numpy()
        names = [n for n in LISTED[table] if n in known and known[n].notna().any()]
        cells = {n: [_cell(v) for v in known[n].astype(object)] for n in names}
        for name in _POSITION & cells.keys():
            told = zip(cells[name], (owner >= rows).tolist(), strict=True)
            cells[name] = [value if is_report else None for value, is_report in told]
        cells = {n: values for n, values in cells.items() if any(v is not None for v in values)}
        for chunk in np.unique(owner // CHUNK).tolist():
            inside = np.flatnonzero(owner // CHUNK == chunk)
            inside = inside[np.argsort(owner[inside], kind="stable")]
            hung.setdefault(chunk, {})[table] = {
                "row": (owner[inside] - chunk * CHUNK).tolist(),
                **{n: [values[i] for i in inside] for n, values in cells.items()},
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
