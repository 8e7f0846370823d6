"""Files that a gazetteer comes in: whole, as text, unpacked where packed, never too much."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from mapper.base.errors import GazetteerError
from mapper.sources import kind_of

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 400_000_000
"""Bytes that a dump may hold once unpacked; the largest country's has some 200 MB."""

_CHUNK = 1 << 20
_TABLES = (".txt", ".csv", ".tsv", ".geojson", ".json", ".xlsx")


def text_of(path: Path) -> str:
    """Read a file as UTF-8 text, unpacking zip and gzip on the way."""
    try:
        return content_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None


def content_of(path: Path, most: int | None = None) -> bytes:
    """Read a file, unpacking zip and gzip on the way, never more than `LARGEST`.

    With `most`, no more than its first so many bytes are read.
    """
    try:
        with _opened(path) as stream:
            if most is not None:
                return stream.read(most)
            content = bytearray()
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    raise GazetteerError(
                        f"{path.name}: holds more than {LARGEST // 1_000_000} MB unpacked"
                    )
        return bytes(content)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise GazetteerError(f"{path.name}: cannot be read ({problem})") from None


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    """Open a file for its content, whatever it is packed in."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"PK\x03\x04" and kind_of(path.read_bytes()) == "zip":
        return _member(path)
    if start[:2] == b"\x1f\x8b":
        return gzip.open(path, "rb")
    return path.open("rb")


def _member(path: Path) -> IO[bytes]:
    """Open the dump in a zip: the one table that is not the readme."""
    archive = zipfile.ZipFile(path)
    tables = [n for n in archive.namelist() if n.lower().endswith(_TABLES)]
    tables = [n for n in tables if "readme" not in n.lower()]
    if len(tables) != 1:
        archive.close()
        raise GazetteerError(f"{path.name}: holds {len(tables)} tables, one is expected")
    return archive.open(tables[0])
