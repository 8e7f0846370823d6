"""Looks in files that leave for what must not: every block inflated, texts and numbers alike.

A block that it cannot read is an error, not silence: whoever adds a form of output says here how
it is read.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import sqlite3
import struct
import zipfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from release.hostile_set import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

AT_HOME = frozenset({"store.gpkg", "custody.jsonl", "originals"})
"""What of a folder of outputs stays at home; all else leaves."""

_NEAR = 0.001
"""Degrees: two numbers side by side that are so near a position tell it, some 100 m."""
_ALONE = 1e-6
"""Degrees by which one number alone, of six decimals or more, may differ and tell a coordinate: of
five some number of any long outline is as near."""

_GZIP, _ZIP, _SQLITE, _PARQUET = b"\x1f\x8b\x08", b"PK\x03\x04", b"SQLite format 3\0", b"PAR1"
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_NUMBER = re.compile(r"(?<![\d.])-?\d{1,3}[.,]\d{3,}")
_DIGITS = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}
_DIGITS[0x66B] = "."
_BETWEEN = 24
"""Characters between two numbers of one position: a name of a field, a sign for degrees."""
_SCALES = tuple(10**n for n in range(4, 8))
_SCRIPT = re.compile(r'<script type="text/plain" id="([^"]+)"[^>]*>([^<]*)<')
_PIECE, _OVERLAP = 1 << 16, 256
"""Bytes of a database that are searched at once, and so many of the next: the longest name."""
_ROW = "\x1f"
_SPELLED = 0xFFFF


class UnreadError(Exception):
    """A block that nothing here can read, so that nobody can say what is in it."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must be in no file: a name, or a position (lat, lon) in degrees, EPSG:4326."""

    string: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Leak:
    """What was found: in which block of which file, what, and how it stands there."""

    where: str
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a file without a wrapping: its texts, bytes and pairs of numbers."""

    where: str
    texts: tuple[str, ...] = ()
    raw: bytes = b""
    pairs: Any = field(default_factory=lambda: np.empty((0, 2)))
    """Pairs (lat, lon) that the block holds in a packing of its own."""

    def digest(self) -> bytes:
        """Give a hash of what the block holds, wherever it stands."""
        told = blake2b(self.raw)
        for text in self.texts:
            told.update(text.encode("utf-8", "surrogatepass") + b"\xff")
        told.update(np.ascontiguousarray(self.pairs, float).tobytes())
        return told.digest()


def leaving(folder: Path) -> list[Path]:
    """List the files of a folder of outputs that leave, also those in folders inside."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if path.relative_to(folder).parts[0] not in AT_HOME]


class Searcher:
    """Searches files for what is hidden.

    Parameters
    ----------
    hidden
        Names and positions.
    public
        Positions (lat, lon) that may leave: settlements. A hidden one that lies nearer to one
        of them than 200 m is told by its own decimals alone, where it has six or more.
    """

    def __init__(
        self, hidden: Iterable[Hidden], public: Iterable[tuple[float, float]] = ()
    ) -> None:
        told = list(hidden)
        self._strings = {one.string: folded(one.string) for one in told if one.string}
        spots = np.array([one.position for one in told if one.position], float).reshape(-1, 2)
        near = np.array(list(public), float).reshape(-1, 2)
        is_apart = [not (np.abs(near - spot) < 2 * _NEAR).all(axis=1).any() for spot in spots]
        self._paired = spots[np.array(is_apart, bool)] if len(spots) else spots
        alone = spots[np.abs(np.round(spots, 5) - spots) > 1e-9]
        self._alone = np.unique(alone)
        self._range = (spots.min() - 1, spots.max() + 1) if len(spots) else None
        self._searched: dict[bytes, list[Leak]] = {}
        """What was found in blocks by what they hold: copies of a file share most of it."""

    def leaks(self, folder: Path) -> list[Leak]:
        """Search all that leaves of a folder of outputs."""
        return [
            one
            for path in leaving(folder)
            for one in self.in_file(path, path.relative_to(folder).as_posix())
        ]

    def in_file(self, path: Path, name: str | None = None) -> list[Leak]:
        """Search one file, its name too."""
        found: dict[Leak, None] = {}
        for block in blocks(name or path.name, path.read_bytes()):
            key = block.digest()
            if key not in self._searched:
                self._searched[key] = list(self._in_block(block))
            found |= {replace(leak, where=block.where): None for leak in self._searched[key]}
        return list(found)

    def in_text(self, text: str) -> list[Leak]:
        """Search a text."""
        return list(self._in_block(Block("text", (text,))))

    def _in_block(self, block: Block) -> Iterator[Leak]:
        texts = [*block.texts, *((block.raw.decode("utf-8", "ignore"),) if block.raw else ())]
        for text in texts:
            plain = folded(text)
            for string, wanted in self._strings.items():
                if wanted in plain:
                    yield Leak(block.where, string, _excerpt(text, string))
            yield from self._in_numbers(block.where, text)
        pairs = np.asarray(block.pairs, float).reshape(-1, 2)
        for at in self._near(pairs[:, 0], pairs[:, 1]):
            yield Leak(block.where, _told(pairs[at]), "packed as the page does")
        if block.raw:
            yield from self._in_bytes(block.where, block.raw)

    def _in_numbers(self, where: str, text: str) -> Iterator[Leak]:
        """Search the numbers that a text writes."""
        if self._range is None:
            return
        plain = text.translate(_DIGITS)
        found = list(_NUMBER.finditer(plain))
        if not found:
            return
        values = np.array([float(one.group().replace(",", ".")) for one in found])
        decimals = np.array([len(re.split("[.,]", one.group())[1]) for one in found])
        for at in np.flatnonzero(self._stands_alone(values, decimals)):
            yield Leak(where, found[at].group(), _around(plain, found[at].start()))
        starts = np.array([one.start() for one in found[1:]], int)
        ends = np.array([one.end() for one in found[:-1]], int)
        beside = np.flatnonzero(starts - ends <= _BETWEEN)
        first, second = values[beside], values[beside + 1]
        for one, other in ((first, second), (second, first)):
            for at in beside[self._near(one, other)]:
                yield Leak(where, _told(values[at : at + 2]), _around(plain, found[at].start()))

    def _in_bytes(self, where: str, raw: bytes) -> Iterator[Leak]:
        """Search bytes as numbers: doubles, single floats and whole steps, in both orders."""
        if self._range is None:
            return
        for kind, scales in (("f8", (1,)), ("f4", (1,)), ("i4", _SCALES)):
            width = int(kind[1])
            for shift in range(width):
                length = (len(raw) - shift) // width
                for order in "<>":
                    found = np.frombuffer(raw, f"{order}{kind}", length, shift)
                    for scale in scales:
                        yield from self._in_array(where, found, kind, scale)

    def _in_array(self, where: str, found: Any, kind: str, scale: int) -> Iterator[Leak]:  # noqa: ANN401 - an array
        low, high = self._range or (0.0, 0.0)
        with np.errstate(invalid="ignore"):
            spots = np.flatnonzero((found > low * scale) & (found < high * scale))
        if not len(spots):
            return
        values = found[spots].astype(float) / scale
        told = f"as bytes of {kind}, {scale} to a degree"
        if kind == "f8":
            for at in np.flatnonzero(self._stands_alone(values, None)):
                yield Leak(where, repr(float(values[at])), told)
        beside = np.flatnonzero(np.diff(spots) == 1)
        first, second = values[beside], values[beside + 1]
        for one, other in ((first, second), (second, first)):
            for at in self._near(one, other, exact=1e-5 if kind == "f4" else 1e-9):
                yield Leak(where, f"{one[at]}, {other[at]}", told)

    def _near(self, lats: Any, lons: Any, exact: float = 1e-9) -> NDArray[np.int64]:  # noqa: ANN401 - arrays
        """Find the pairs that are a hidden position, in whole, rounded or cut.

        `exact` is by how many degrees a number may differ from that, as it is stored.
        """
        found: set[int] = set()
        if not len(lats):
            return np.empty(0, np.int64)
        for lat, lon in self._paired:
            close = np.flatnonzero((np.abs(lats - lat) < _NEAR) & (np.abs(lons - lon) < _NEAR))
            for at in close:
                if _tells(lats[at], lat, exact) and _tells(lons[at], lon, exact):
                    found.add(int(at))
        return np.array(sorted(found), np.int64)

    def _stands_alone(self, values: Any, decimals: Any) -> Any:  # noqa: ANN401 - arrays
        """Tell which numbers are a hidden coordinate to so many decimals that they say it alone."""
        if not len(self._alone):
            return np.zeros(len(values), bool)
        at = np.searchsorted(self._alone, values).clip(1, max(len(self._alone) - 1, 1))
        near = [self._alone[np.minimum(at - back, len(self._alone) - 1)] for back in (0, 1)]
        away = np.minimum(*(np.abs(values - one) for one in near))
        if decimals is None:
            return (away <= _ALONE) & (np.round(values, 5) != values)
        return (away <= _ALONE) & (decimals > len("12345"))


def blocks(where: str, raw: bytes) -> Iterator[Block]:
    """Take a file, or what is packed in one, apart into blocks without a wrapping.

    Raises
    ------
    UnreadError
        If bytes are neither text nor of a form that is read here.
    """
    yield Block(where, (where,))
    if raw.startswith(_ZIP) or zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield Block(where, (packed.comment.decode("utf-8", "replace"),))
            for member in packed.infolist():
                yield from blocks(f"{where}!{member.filename}", packed.read(member))
    elif raw.startswith(_GZIP):
        yield from blocks(f"{where}!gzip", gzip.decompress(raw))
    elif raw.startswith(_SQLITE):
        yield from _sqlite(where, raw)
    elif raw.startswith(_PARQUET):
        yield from _parquet(where, raw)
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise UnreadError(f"{where}: neither text nor a known form: {raw[:16]!r}") from problem
        yield from _text(where, text)


def _text(where: str, text: str) -> Iterator[Block]:
    """Read a text, and what is packed as base64 in it."""
    packed = dict(_SCRIPT.findall(text))
    yield from _page(where, packed)
    bare = text
    for one in _BASE64.finditer(text):
        if one.group() in packed.values():
            continue
        raw = _from_base64(one.group())
        if raw is None:
            continue
        if raw.startswith((_GZIP, _ZIP, _SQLITE)):
            yield from _packed(f"{where}!base64", raw)
        else:
            yield Block(f"{where}!base64", raw=raw)
    for code in packed.values():
        bare = bare.replace(code, " ", 1) if code else bare
    yield Block(where, (bare,))


def _packed(where: str, raw: bytes) -> Iterator[Block]:
    yield replace(_inflated(raw), where=where)


@lru_cache(maxsize=64)
def _inflated(raw: bytes) -> Block:
    """Inflate a block of a page: JSON or text, else bytes in a packing of the page's own."""
    plain = gzip.decompress(raw) if raw.startswith(_GZIP) else raw
    texts = plain.decode("utf-8", "replace").split(_ROW)
    try:
        told = json.loads(plain)
    except (ValueError, UnicodeDecodeError):
        return Block("", ("\n".join(texts),), plain)
    pairs = np.array([*_shapes(told)], float).reshape(-1, 2)
    return Block("", ("\n".join(texts),), pairs=pairs)


def _page(where: str, scripts: dict[str, str]) -> Iterator[Block]:
    """Read the blocks of a map: its numbers by their description, its texts word by word."""
    plain: dict[str, bytes] = {}
    for name, code in scripts.items():
        raw = base64.b64decode(code)
        yield from _packed(f"{where}!{name}", raw)
        plain[name] = gzip.decompress(raw)
    if "mapper-meta" not in plain:
        return
    meta = json.loads(plain["mapper-meta"])
    columns = core_columns(plain["mapper-core"], meta["core"])
    if "lat" in columns:
        pairs = np.column_stack([columns["lat"], columns["lon"]]) / 1e5
        yield Block(f"{where}!mapper-core", pairs=pairs)
    words = plain.get("mapper-words", b"").decode().split(_ROW)
    for name, chunk in plain.items():
        if name.startswith("text-"):
            yield Block(f"{where}!{name}", tuple(_cells(chunk, meta["detail"], words)))


def core_columns(raw: bytes, spec: Iterable[dict[str, Any]]) -> dict[str, NDArray[np.int64]]:
    """Read the core columns that are steps or plain, as the page does (`js/bytes.js`)."""
    columns: dict[str, NDArray[np.int64]] = {}
    offset = 0
    for entry in spec:
        width, length = entry["width"], entry["length"]
        planes = np.frombuffer(raw, np.uint8, width * length, offset).reshape(width, length)
        values = sum(planes[n].astype(np.int64) << (8 * n) for n in range(width))
        offset += width * length
        if entry.get("steps"):
            values = np.cumsum((values >> 1) ^ -(values & 1))
        columns[entry["name"]] = np.asarray(values)
    return columns


def _cells(chunk: bytes, detail: Iterable[dict[str, Any]], words: list[str]) -> Iterator[str]:
    """Read the texts of a chunk, sentences that are numbers of words among them."""
    (count,) = struct.unpack_from("<I", chunk)
    lengths = struct.unpack_from(f"<{count}I", chunk, 4)
    at, parts = 4 + 4 * count, []
    for length in lengths:
        parts.append(chunk[at : at + length])
        at += length
    rest = iter(parts)
    for column in detail:
        sections = [next(rest) for _ in range(column["sections"])]
        if column["kind"] == "words":
            yield "\n".join(_sentences(sections, words))
        elif column["kind"] == "address":
            halves = [section.decode().split(_ROW) for section in sections]
            yield "\n".join(a + b for a, b in zip(*halves, strict=True))
        else:
            yield sections[0].decode().replace(_ROW, "\n")
    yield "\n".join(part.decode("utf-8", "replace") for part in rest)


def _sentences(sections: list[bytes], words: list[str]) -> Iterator[str]:
    counts, numbers = (
        np.frombuffer(one, np.uint8).reshape(2, -1).astype(int).T @ [1, 256] for one in sections[:2]
    )
    spelled = iter(sections[2].decode().split(_ROW))
    said = [next(spelled) if one == _SPELLED else words[one] for one in numbers]
    at = 0
    for count in counts:
        yield " ".join(said[at : at + count])
        at += count


def _shapes(told: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - JSON values
    """Give the positions in JSON that are packed as steps: of shapes, and of places by column."""
    if isinstance(told, dict):
        if {"kind", "digits", "paths"} <= told.keys():
            for path in told["paths"]:
                steps = np.array(path, float).reshape(-1, 2).cumsum(axis=0) / 10 ** told["digits"]
                yield from ((lat, lon) for lon, lat in steps)
        if isinstance(told.get("lat"), list):
            steps = np.array([told["lat"], told["lon"]], float).cumsum(axis=1)
            yield from (steps / 10 ** told["digits"]).T
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for part in parts:
        if isinstance(part, dict | list):
            yield from _shapes(part)


def _sqlite(where: str, raw: bytes) -> Iterator[Block]:
    """Read a database: its pages with what was deleted, and every cell of every table."""
    for at in range(0, len(raw), _PIECE):
        yield Block(where, raw=raw[at : at + _PIECE + _OVERLAP])
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(raw)
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for name in names:
            if name.startswith("rtree_") and not name.endswith("_node"):
                continue
            try:
                rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            except sqlite3.OperationalError:
                continue  # A virtual table whose module is not at hand: its shadow tables are read.
            texts = "\n".join(cell for row in rows for cell in row if isinstance(cell, str))
            numbers = [cell for row in rows for cell in row if isinstance(cell, float)]
            blobs = [cell for row in rows for cell in row if isinstance(cell, bytes)]
            table = f"{where}!{name}"
            bare = b"".join(blob + b"\0" * 16 for blob in blobs)
            yield Block(table, (texts,), bare + struct.pack(f"<{len(numbers)}d", *numbers))


def _parquet(where: str, raw: bytes) -> Iterator[Block]:
    """Read a Parquet file: its columns, geometry among them, and its description."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - one form of many

    file = pq.ParquetFile(io.BytesIO(raw))
    notes = file.schema_arrow.metadata or {}
    told = [part.decode("utf-8", "replace") for pair in notes.items() for part in pair]
    yield Block(where, tuple(told), raw)
    table = file.read()
    if {"lat", "lon"} <= set(table.column_names):
        spots = zip(*(table.column(name).to_pylist() for name in ("lat", "lon")), strict=True)
        pairs = [spot for spot in spots if None not in spot]
        yield Block(f"{where}!lat, lon", pairs=np.array(pairs, float).reshape(-1, 2))
    for name in table.column_names:
        cells = [cell for cell in table.column(name).to_pylist() if cell is not None]
        texts = "\n".join(str(cell) for cell in cells if not isinstance(cell, bytes | float))
        numbers = [cell for cell in cells if isinstance(cell, float)]
        blobs = b"".join(cell + b"\0" * 16 for cell in cells if isinstance(cell, bytes))
        packed = struct.pack(f"<{len(numbers)}d", *numbers)
        yield Block(f"{where}!{name}", (name, texts), blobs + packed)


def _from_base64(code: str) -> bytes | None:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4))
    except binascii.Error:
        return None


def _tells(value: float, hidden: float, exact: float) -> bool:
    """Tell whether a number is a coordinate, in whole, rounded or cut to three decimals or more."""
    for places in range(3, 11):
        cut = np.trunc(hidden * 10**places) / 10**places
        if min(abs(value - round(hidden, places)), abs(value - cut)) <= exact:
            return True
    return abs(value - hidden) <= exact


def _excerpt(text: str, string: str) -> str:
    """Show where a name stands, as far as it can be found as it is written."""
    first = string.split(maxsplit=1)[0].lower()
    at = text.lower().find(first)
    return _around(text, at) if at >= 0 else "folded"


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 60) : at + 80].split())


def _told(pair: Any) -> str:  # noqa: ANN401 - two numbers
    return ", ".join(f"{float(one):.5f}" for one in pair)
