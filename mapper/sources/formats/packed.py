"""Streams packed by gzip, bzip2 or xz: inflated block by block, within limits."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import IO, TYPE_CHECKING, Protocol

from mapper.sources.formats.zips import BLOCK, TooLargeError, told

if TYPE_CHECKING:
    from collections.abc import Callable

_SLACK = 10_000_000
"""Bytes that any stream may unpack to, whatever its ratio."""

_MOST_MEMORY = 256_000_000
"""Bytes that unpacking may take: the header of an xz file may ask for gigabytes."""

_PADDING = b"\0"


class CutError(Exception):
    """A packed stream is cut off or damaged; what it says is the sentence for a reader."""


class _Inflater(Protocol):
    """What the standard library's inflaters have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, content: bytes, max_length: int = -1) -> bytes: ...


class _Deflated:
    """An inflater of gzip, zlib or bare deflate as those of bzip2 and xz are."""

    def __init__(self, window: int = 16 + zlib.MAX_WBITS) -> None:
        self._inner = zlib.decompressobj(window)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not (self._inner.unconsumed_tail or self._is_full)

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, content: bytes, max_length: int = -1) -> bytes:
        tail = self._inner.unconsumed_tail
        made = self._inner.decompress(tail + content, max(0, max_length))
        self._is_full = len(made) == max_length
        return made


_KINDS: dict[bytes, Callable[[], _Inflater]] = {
    b"\x1f\x8b": _Deflated,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY),
}
_LONGEST_MAGIC = 6
DAMAGED = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError)
"""What the standard library raises on packed streams that are none."""


def is_packed(start: bytes) -> bool:
    """Tell a packed stream by its first bytes."""
    return any(start.startswith(magic) for magic in _KINDS)


class Unpacked(io.RawIOBase):
    """What a stream unpacks to; a stream that is not packed is given as it is.

    A damaged stream ends where it cannot be read on, and `fault` says why.

    Parameters
    ----------
    stream
        Bytes packed by gzip, bzip2 or xz, or not at all; members after each other are read as one.
    most
        Bytes that it may unpack to.
    ratio
        How many times what was read of it that may be.
    """

    def __init__(self, stream: IO[bytes], *, most: int, ratio: int) -> None:
        self._stream, self._most, self._ratio = stream, most, ratio
        self.fault: str | None = None
        self._ready = stream.read(BLOCK)
        self._packed, self._count = len(self._ready), 0
        self._make = next(
            (make for magic, make in _KINDS.items() if self._ready.startswith(magic)), None
        )
        self._inflater = self._make() if self._make else None

    def readable(self) -> bool:
        """Say that it is read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer.

        Raises
        ------
        TooLargeError
            If more comes out than is allowed.
        """
        try:
            content = b"" if self.fault else self._next(len(buffer))
        except CutError as problem:
            content, self.fault = b"", str(problem)
        buffer[: len(content)] = content
        self._count += len(content)
        if self._count > self._most:
            raise TooLargeError(f"it unpacks to more than {self._most // 1_000_000} MB")
        if self._make and self._count > max(_SLACK, self._ratio * self._packed):
            raise TooLargeError(f"it unpacks to more than {self._ratio} times its size")
        return len(content)

    def _next(self, size: int) -> bytes:
        """Give the next bytes, b"" only at the end."""
        if not self._make:
            content = self._ready[:size] or self._stream.read(size)
            self._ready = self._ready[size:]
            return content
        try:
            while self._inflater:
                content = self._inflated(self._inflater, size)
                if content:
                    return content
        except DAMAGED as problem:
            raise CutError(f"it is damaged ({told(problem)})") from None
        return b""

    def _inflated(self, inflater: _Inflater, size: int) -> bytes:
        """Inflate some bytes; b"" where more must be read first, or another member begins."""
        if inflater.eof:
            self._ready = inflater.unused_data + self._ready
            self._inflater = self._after()
            return b""
        if inflater.needs_input and not self._ready and not self._more():
            raise CutError("it ends in the middle")
        content, self._ready = (self._ready, b"") if inflater.needs_input else (b"", self._ready)
        return inflater.decompress(content, size)

    def _more(self) -> bool:
        content = self._stream.read(BLOCK)
        self._packed += len(content)
        self._ready += content
        return bool(content)

    def _after(self) -> _Inflater | None:
        """Give the inflater of the member that follows; None at the end."""
        self._ready = self._ready.lstrip(_PADDING)
        while len(self._ready) < _LONGEST_MAGIC and self._more():
            self._ready = self._ready.lstrip(_PADDING)
        if not self._ready:
            return None
        if not is_packed(self._ready) or not self._make:
            raise CutError("something else follows in it")
        return self._make()


def deflated(content: bytes, *, most: int) -> bytes:
    """Inflate bytes in gzip, zlib or bare deflate, as servers send them.

    Raises
    ------
    TooLargeError
        If they are more than `most`.
    CutError
        If they are cut off or damaged.
    """
    windows = (16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS)
    window = windows[0] if content.startswith(b"\x1f\x8b") else windows[1]
    for tried in (window, windows[2]):
        inflater = zlib.decompressobj(tried)
        try:
            made = inflater.decompress(content, most + 1)
        except zlib.error:
            continue
        if len(made) > most:
            raise TooLargeError(f"it unpacks to more than {most // 1_000_000} MB")
        if not inflater.eof:
            raise CutError("it is cut off")
        return made
    raise CutError("it is damaged")
