"""Text columns packed small: words by number, addresses by their halves.

Sentences share their words. A map of many rows therefore holds one list of words, most
frequent first, and each sentence as numbers into it, laid out in byte planes for gzip:
two fifths smaller than gzip on the text itself, and a search looks each word of the list
up once instead of reading every sentence. Addresses repeat their beginning and differ in
their end: the two are kept apart. Everything comes back letter by letter.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

Kind = Literal["text", "words", "address"]

ROW = "\x1f"
"""Sign between the rows of a section; a text that holds it loses it."""

SPELLED = 0xFFFF
"""Word number of a word that is not in the list and is spelled out instead."""

BATCH = 1 << 16
"""Rows whose words are numbered at once."""

_CONTROLS = {ord(ROW): "\ufffd"}
_SECTIONS = {"text": 1, "words": 3, "address": 2}


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One column of texts: its name, how it is packed, its cells in page order."""

    name: str
    kind: Kind
    cells: NDArray[Any]
    """Cells of any type; `type` says how they become text."""
    type: str = "text"


def as_texts(cells: NDArray[Any], kind: str) -> list[str]:
    """Write cells as text, null as the empty string.

    Parameters
    ----------
    cells
        Cells of one column.
    kind
        Column type of `mapper.base.schema`.
    """
    missing = pd.isna(cells)
    pairs = zip(cells.tolist(), missing.tolist(), strict=True)
    if kind == "float":
        return ["" if gone else repr(float(value)) for value, gone in pairs]
    if kind in {"bool", "int"}:
        return ["" if gone else str(int(value)) for value, gone in pairs]
    if not missing.any():
        return list(cells)
    return ["" if gone else value for value, gone in pairs]


def word_list(columns: Iterable[TextColumn]) -> list[str]:
    """List the words of all columns packed as words, most frequent first.

    Returns
    -------
    words
        At most `SPELLED` words: what a space separates, so that joining gives the text.
    """
    found: Counter[str] = Counter()
    for column in columns:
        for start in range(0, len(column.cells), BATCH):
            batch = _clean(as_texts(column.cells[start : start + BATCH], column.type))
            counted = pc.value_counts(pc.split_pattern(pa.array(batch), " ").flatten())
            values, counts = counted.field("values"), counted.field("counts")
            found.update(dict(zip(values.to_pylist(), counts.to_pylist(), strict=True)))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [word for word, _ in ranked[:SPELLED]]


def pack_chunks(
    columns: Sequence[TextColumn],
    words: Sequence[str],
    *,
    rows: int,
    chunk: int,
    extra: Mapping[int, bytes],
) -> Iterator[list[bytes]]:
    """Pack the columns chunk by chunk.

    Parameters
    ----------
    columns
        Text columns, each of `rows` cells.
    words
        What `word_list` gave.
    rows, chunk
        Number of rows, and how many make a chunk.
    extra
        Bytes to add to some chunks as their last section, by chunk number.

    Yields
    ------
    chunks
        The chunks of `BATCH` rows, uncompressed: section lengths, then sections. A
        column gives one section (text), two (halves of addresses) or three (words per
        row, word numbers, words spelled out).
    """
    listed = pa.array(words, type=pa.string())
    step = max(BATCH // chunk, 1) * chunk
    for start in range(0, rows, step):
        end = min(start + step, rows)
        packed = [_pack_batch(column, listed, start, end, chunk) for column in columns]
        yield [
            _bind([part for column in packed for part in column[i]], extra.get(start // chunk + i))
            for i in range(-(-(end - start) // chunk))
        ]


def sections(kind: Kind) -> int:
    """Say how many sections a column of a kind has in a chunk."""
    return _SECTIONS[kind]


def _pack_batch(
    column: TextColumn, words: pa.Array, start: int, end: int, chunk: int
) -> list[list[bytes]]:
    """Pack one column's rows from start to end: for each chunk its sections."""
    texts = _clean(as_texts(column.cells[start:end], column.type))
    if column.kind == "words":
        return _number(texts, words, chunk)
    parts = [texts[i : i + chunk] for i in range(0, len(texts), chunk)]
    if column.kind == "address":
        return [[_join(half) for half in _halves(part)] for part in parts]
    return [[_join(part)] for part in parts]


def _number(texts: Sequence[str], words: pa.Array, chunk: int) -> list[list[bytes]]:
    split = pc.split_pattern(pa.array(texts, type=pa.string()), " ")
    offsets = split.offsets.to_numpy()
    spelled = split.flatten()
    found = pc.index_in(spelled, value_set=words).fill_null(SPELLED).to_numpy()
    chunks = []
    for first in range(0, len(texts), chunk):
        edges = offsets[first : first + chunk + 1]
        numbers = found[edges[0] : edges[-1]].astype("<u2")
        unlisted = np.flatnonzero(numbers == SPELLED) + edges[0]
        literal = _join(spelled.take(pa.array(unlisted)).to_pylist()) if len(unlisted) else b""
        counts = np.diff(edges).astype("<u2")
        chunks.append([_planes(counts), _planes(numbers), literal])
    return chunks


def _planes(numbers: NDArray[np.uint16]) -> bytes:
    """Lay two-byte numbers out as all low bytes, then all high ones."""
    return numbers.view(np.uint8).reshape(-1, 2).T.tobytes()


def _halves(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Cut addresses after their last slash."""
    cuts = [(text, text.rfind("/") + 1) for text in texts]
    return [text[:at] for text, at in cuts], [text[at:] for text, at in cuts]


def _clean(texts: list[str]) -> list[str]:
    """Take our own separator out of texts, and halves of letters that UTF-8 cannot hold."""
    joined = "".join(texts)
    if ROW not in joined and joined.isascii():
        return texts
    return [text.translate(_CONTROLS).encode("utf-8", "replace").decode() for text in texts]


def _join(texts: Iterable[str]) -> bytes:
    return ROW.join(texts).encode()


def _bind(parts: list[bytes], extra: bytes | None) -> bytes:
    """Put sections one after another behind their number and lengths."""
    parts = [*parts, extra or b""]
    lengths = [len(part) for part in parts]
    return struct.pack(f"<{len(parts) + 1}I", len(parts), *lengths) + b"".join(parts)
