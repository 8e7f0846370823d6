"""Zip archives as DOCX, WACZ and plain ones are: opened and inflated within limits."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapper.sources.formats.document import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from mapper.sources.formats.limits import Limits

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, struct.error, KeyError, OverflowError),
)
"""What the standard library raises on zip archives that are none, cut, or locked."""

BLOCK = 65_536
SLACK = 1_000_000
"""Bytes that anything may unpack to, whatever its ratio: a page of one letter is no bomb."""

_ENCRYPTED = 0x1
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_END_SIZE, _LONGEST_COMMENT, _LOCATOR = 22, 65_535, 20
_IN_64 = 0xFFFFFFFF
_BYTES_PER_MEMBER = 128
"""Most bytes of the directory of a zip for each of its members, on average."""


class TooLargeError(Exception):
    """A member unpacks to more than its limits allow; what it says is the sentence for a reader."""


@contextmanager
def opened(source: Path | bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive without reading more than a directory of as many members as allowed.

    Raises
    ------
    DocumentError
        If it is no zip archive, is damaged, or holds too many members.
    """
    stream: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with stream:
        is_long = _directory(stream) > limits.parts * _BYTES_PER_MEMBER
        stream.seek(0)
        try:
            archive = None if is_long else zipfile.ZipFile(stream)
        except DAMAGED as problem:
            raise DocumentError(
                "damaged", f"the zip archive cannot be opened ({told(problem)}); save it again"
            ) from None
        if archive is None or len(archive.filelist) > limits.parts:
            raise DocumentError(
                "too_large", f"the archive holds more than {limits.parts} files; split it"
            )
        with archive:
            yield archive


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is locked with a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def blocks(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int, ratio: int
) -> Iterator[bytes]:
    """Inflate a member block by block, counting what comes out and not what the header says.

    Parameters
    ----------
    most
        Bytes that it may unpack to.
    ratio
        How many times its packed size it may be.

    Raises
    ------
    TooLargeError
        Once it is more than that.
    zipfile.BadZipFile, zlib.error, ...
        One of `DAMAGED`, if it is locked or cannot be read.
    """
    if is_locked(member):
        raise zipfile.BadZipFile("it is locked with a password")
    allowed = min(most, max(SLACK, ratio * member.compress_size))
    count = 0
    for block in _as_they_come(archive, member):
        count += len(block)
        if count > most:
            raise TooLargeError(f"it unpacks to more than {most // 1_000_000} MB")
        if count > allowed:
            raise TooLargeError(f"it unpacks to more than {ratio} times its size")
        yield block


def _as_they_come(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Inflate without counting; a place in the file where there is none is damage, as all else."""
    try:
        with archive.open(member) as stream:
            while block := stream.read(BLOCK):
                yield block
    except OSError as problem:
        raise zipfile.BadZipFile(told(problem)) from None


def inflated(archive: zipfile.ZipFile, name: str, *, most: int, ratio: int) -> bytes | None:
    """Give the bytes of a member, None where there is none of that name; errors as `blocks`."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    return b"".join(blocks(archive, member, most=most, ratio=ratio))


def told(problem: BaseException) -> str:
    """Give the words of an error on one line, without signs that a terminal obeys."""
    words = "".join(sign if sign.isprintable() else " " for sign in str(problem)[:1_000])
    words = " ".join(words.split())
    return words[:120] or type(problem).__name__


def _directory(stream: IO[bytes]) -> int:
    """Give the bytes of the directory as the end of the archive says, 0 where it does not."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR - 56))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        return 0
    length = int(struct.unpack("<I", tail[at + 12 : at + 16])[0])
    wide = tail.rfind(_END_64, 0, at)
    if wide >= 0 and wide + 48 <= len(tail):
        length = max(
            length if length != _IN_64 else 0,
            int(struct.unpack("<Q", tail[wide + 40 : wide + 48])[0]),
        )
    return min(length, size)
