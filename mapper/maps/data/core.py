"""The core columns: whole numbers in byte planes, all that drawing and filtering need."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.base.globe import HALF, shifted
from mapper.maps.data.points import DEGREE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.maps.data.points import Points

LEVEL = 6
"""Gzip level: 9 saves 1 % and doubles the time."""

SMALLEST = 9
"""Gzip level of what does not grow with the rows."""

EPOCH = np.datetime64("1970-01-01")

SOURCE = "source"
"""Made for the page: the publisher, else the host of the address, else the file."""

CODES = (
    SOURCE,
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

COUNTS = ("n_reports", "n_sources")
"""Columns of small counts that the totals and the card need."""

MOST_CODES = 4096
"""A column with more values than this is text like any other."""

_FEW = 255
_HOST = r"^https?://(?:www\.)?(?P<host>[^/]+)"


@dataclass(frozen=True, slots=True)
class Behind:
    """Reports that stand behind the rows.

    Attributes
    ----------
    is_several
        Per row, 1 where it stands for an event whose reports are others.
    row
        Row of each report, not falling.
    """

    is_several: NDArray[np.int64]
    row: NDArray[np.int64]


class Ordered:
    """A frame's columns in page order, as numpy arrays."""

    def __init__(self, frame: pd.DataFrame, order: NDArray[np.int64]) -> None:
        self.frame = frame
        self.order = order

    def __contains__(self, name: str) -> bool:
        """Tell whether the frame has a column with anything in it."""
        return name in self.frame and bool(self.frame[name].notna().any())

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Give a column."""
        return self.frame[name].to_numpy()[self.order]


def with_sources(incidents: pd.DataFrame) -> pd.DataFrame:
    """Add the column `SOURCE`, by which readers filter; a copy.

    Records of a table have no publisher, but an address.
    """
    source = incidents["publisher"].astype(object)
    if "url" in incidents and source.isna().any():
        hosts = pc.extract_regex(pa.array(incidents["url"], type=pa.string()), _HOST)
        found = pc.struct_field(hosts, "host").to_pandas()
        source = _or_else(source, found)
    return incidents.assign(**{SOURCE: _or_else(source, incidents["file"])})


def _or_else(texts: pd.Series[Any], others: pd.Series[Any]) -> pd.Series[Any]:
    """Give texts, and in the place of each missing one another; no type is guessed anew."""
    filled = np.where(texts.notna(), texts.to_numpy(object), others.to_numpy(object))
    return pd.Series(filled, index=texts.index, dtype=object)


class _Block:
    """Columns one after another, and the description by which the page reads them."""

    def __init__(self) -> None:
        self.planes: list[bytes] = []
        self.spec: list[dict[str, Any]] = []

    def put(self, name: str, values: NDArray[np.int64], **more: Any) -> None:  # noqa: ANN401 - JSON values
        """Add a column of numbers from 0; one that is 0 throughout is left out."""
        if values.any():
            self._add(name, values, _width(values), more)

    def put_steps(self, name: str, values: NDArray[np.int64]) -> None:
        """Add a column as differences from one row to the next."""
        self._add(name, _zigzag(np.diff(values, prepend=0)), 4, {"steps": True})

    def put_beside(self, name: str, values: NDArray[np.int64], base: str, to: Any) -> None:  # noqa: ANN401 - an array
        """Add a column as differences from another one."""
        if values.any():
            apart = _zigzag(values - to)
            self._add(name, apart, _width(apart), {"base": base})

    def put_few(self, name: str, values: NDArray[np.int64]) -> None:
        """Add a column, by places in a list where it has few values."""
        few, place = np.unique(values, return_inverse=True)
        if len(few) <= _FEW and values.any():
            self._add(name, place, 1, {"among": few.tolist()})
        else:
            self.put(name, values)

    def _add(self, name: str, values: Any, width: int, more: dict[str, Any]) -> None:  # noqa: ANN401 - an array
        self.planes.append(_planes(values, width))
        self.spec.append({"name": name, "width": width, "length": len(values), **more})

    def packed(self) -> bytes:
        return compress(b"".join(self.planes))


def compress(plain: bytes, level: int = LEVEL) -> bytes:
    """Gzip without a clock: the same bytes each time."""
    return gzip.compress(plain, level, mtime=0)


def encode_core(
    ordered: Ordered, points: Points, *, behind: Behind | None = None, east: float = HALF
) -> tuple[bytes, list[dict[str, Any]], dict[str, list[Any]]]:
    """Encode the core columns.

    Parameters
    ----------
    ordered
        Rows in page order, then the reports behind them.
    points
        The rows' points.
    behind
        The reports behind the rows; None for none.
    east
        Seam of the page (`mapper.base.globe.seam`).

    Returns
    -------
    core
        Gzipped byte planes.
    spec
        For each column its name, width in bytes, length, and how to undo its coding.
    lists
        For each code column its values; code n stands for entry n - 1, 0 for null.
    """
    block = _Block()
    block.put_steps("lat", np.round(points.lat * DEGREE).astype(np.int64))
    block.put_steps("lon", np.round(shifted(points.lon, east) * DEGREE).astype(np.int64))
    block.put("owner", points.owner)
    block.put("point_radius", points.radius)
    block.put("point_precision", points.precision)
    block.put("point_area", points.area)
    block.put("point_share", points.share)
    _put_days(block, ordered)
    low, high = _figures(ordered, "killed_min"), _figures(ordered, "killed_max")
    block.put("killed_min", low)
    # Most tolls are one figure: the difference is nought.
    block.put_beside("killed_max", high, "killed_min", low)
    block.put_few("radius_m", _figures(ordered, "radius_m"))
    lists: dict[str, list[Any]] = {}
    for name in (name for name in CODES if name in ordered):
        codes, found = _codes(ordered.frame[name], len(points.order))
        if len(found) <= MOST_CODES:
            block.put(name, codes[ordered.order] + 1)
            lists[name] = found
    block.put("event", points.event)
    for name in COUNTS:
        block.put(name, _figures(ordered, name))
    if behind is not None:
        block.put("is_several", behind.is_several)
        block.put_steps("report_of", behind.row)
    return block.packed(), block.spec, lists


def plain_value(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Turn a numpy scalar into Python's own."""
    return value.item() if isinstance(value, np.generic) else value


def _planes(values: NDArray[np.int64], width: int) -> bytes:
    """Lay whole numbers out byte by byte: all low bytes, then the next; gzip likes it."""
    kind = {1: "<u1", 2: "<u2", 4: "<u4"}[width]
    return values.astype(kind).view(np.uint8).reshape(-1, width).T.tobytes()


def _width(values: NDArray[np.int64]) -> int:
    top = int(values.max())
    return 1 if top < 1 << 8 else 2 if top < 1 << 16 else 4


def _zigzag(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fold the sign of whole numbers into their lowest bit: 0, -1, 1, -2 are 0, 1, 2, 3."""
    return (values << 1) ^ (values >> 63)


def _put_days(block: _Block, ordered: Ordered) -> None:
    """Add first day (from 1) and number of further days; 0 and 0 without a date."""
    start, end = _days(ordered["date_start"]), _days(ordered["date_end"])
    dated = ~(np.isnat(start) | np.isnat(end))
    first = start[dated].min() if dated.any() else EPOCH
    begun = np.where(dated, _count(start - first) + 1, 0)
    block.put("date_start", begun, first=int(_count(first - EPOCH)))
    block.put("date_end", np.where(dated, np.maximum(_count(end - start), 0), 0))


def _days(values: NDArray[Any]) -> NDArray[np.datetime64]:
    """Read ISO days; null and what is no day are NaT."""
    days = pd.to_datetime(pd.Series(values, dtype=object), format="%Y-%m-%d", errors="coerce")
    return days.to_numpy().astype("datetime64[D]")


def _count(days: Any) -> Any:  # noqa: ANN401 - a timedelta64 or an array of them
    return days.astype("timedelta64[D]").astype(np.int64)


def _figures(ordered: Ordered, name: str) -> NDArray[np.int64]:
    """Give a column of figures as whole numbers plus one; 0 stands for null."""
    if name not in ordered:
        return np.zeros(len(ordered.order), dtype=np.int64)
    values = pd.to_numeric(pd.Series(ordered[name])).astype("float64").to_numpy()
    known = np.isfinite(values)
    return np.where(known, np.round(np.where(known, values, 0)) + 1, 0).astype(np.int64)


def _codes(column: pd.Series[Any], rows: int) -> tuple[NDArray[np.int64], list[Any]]:
    """Give a column's values numbers, those most frequent in the first rows first; null is -1."""
    codes, found = pd.factorize(column, use_na_sentinel=True)
    counted = codes[:rows]
    counts = np.bincount(counted[counted >= 0], minlength=len(found))
    rank = sorted(range(len(found)), key=lambda i: (-counts[i], str(found[i])))
    place = np.empty(len(found) + 1, dtype=np.int64)
    place[rank] = np.arange(len(found))
    place[-1] = -1
    return place[codes], [plain_value(found[i]) for i in rank]
