"""Archives of the web: WARC, packed or not, and WACZ, which holds them."""

from __future__ import annotations

import io
import logging
import re
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.extra import library
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.packed import CutError, Unpacked, deflated
from mapper.sources.formats.saying import address_of
from mapper.sources.formats.zips import BLOCK, DAMAGED, TooLargeError, opened, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mapper.sources.formats.limits import Limits

_ARCHIVED = re.compile(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)
_LONGEST_HEADERS = 1_000_000
_RECORDS = frozenset({"response", "resource", "conversion"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OTHERS = frozenset(
    {
        *("text/plain", "application/pdf", "application/x-pdf", "message/rfc822"),
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        *("text/xml", "application/xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""Types of what may be a document; kinds beside pages are told by their bytes."""

_UNTOLD = frozenset({"", "application/octet-stream", "unknown", "binary/octet-stream"})
_PAPER, _LOOKS_LIKE_A_PAGE = b"%PDF-", re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_FOR_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt(?:\?.*)?")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_AS_IS = frozenset({"", "identity", "none", "utf-8"})
_OK = "200"
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, EOFError)


def parts_of_warc(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read the pages and papers of a web archive (.warc, .warc.gz, .arc).

    Parameters
    ----------
    path
        The file, read record by record.
    limits
        ``container`` bounds it packed, ``unpacked`` and ``ratio`` unpacked, ``part`` a record,
        ``parts`` their number.

    Yields
    ------
    part
        What a server answered with status 200, or what was stored as it is: pages, plain text,
        PDF, feeds and DOCX, by the number of the record. It says its address, and the charset
        of the server's header. The day of a record is that of the crawl and says nothing of
        when a document was published. Scripts, styles, pictures, requests and repetitions are
        passed over.
    refusal
        A document that is too large, cut off, or packed in a way that is not read (Brotli);
        the rest of a damaged archive, of which what was read stays.

    Raises
    ------
    DocumentError
        If no record of it can be read, it is too large, or the extra is not installed.
    OSError
        If the file cannot be read.
    """
    if path.stat().st_size > limits.container:
        raise DocumentError("too_large", "the web archive is too large; split it")
    with path.open("rb") as stream:
        found = False
        for one in _parts(stream, "", limits):
            if isinstance(one, _Broken):
                if not found:
                    raise DocumentError("damaged", f"the web archive cannot be read: {one.told}")
                yield Refusal("rest", "damaged", f"the archive ends before its time: {one.told}")
            elif isinstance(one, Part | Refusal):
                yield one
            found = True


def parts_of_wacz(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read the pages and papers of the web archives that a WACZ file holds.

    Parameters
    ----------
    path
        The file: a zip archive with WARC files in its folder ``archive``.
    limits
        As for `parts_of_warc`.

    Yields
    ------
    part, refusal
        As `parts_of_warc` gives them, by the name of the WARC file and the number of the
        record. A WARC file that cannot be read is one refusal.

    Raises
    ------
    DocumentError
        If it is no zip archive, holds no WARC file, is too large, or lacks the extra.
    OSError
        If the file cannot be read.
    """
    if path.stat().st_size > limits.container:
        raise DocumentError("too_large", "the web archive is too large; split it")
    library("warcio.archiveiterator", "web archives")
    with opened(path, limits) as archive:
        members = {one.filename: one for one in archive.infolist()}
        names = sorted(name for name in members if _ARCHIVED.fullmatch(name))
        if not names:
            raise DocumentError("empty", "the file holds no web archive (archive/*.warc.gz)")
        for name in names:
            try:
                with archive.open(members[name]) as stream:
                    for one in _parts(stream, f"{name}/", limits):
                        if isinstance(one, _Broken):
                            yield Refusal(name, "damaged", f"it cannot be read whole: {one.told}")
                        elif isinstance(one, Part | Refusal):
                            yield one
            except DAMAGED as problem:
                yield Refusal(name, "damaged", f"it cannot be unpacked ({told(problem)})")


@dataclass(frozen=True, slots=True)
class _Broken:
    """Where an archive cannot be read on, and why."""

    told: str


class _Source:
    """A stream as warcio reads it, of which headers are not read without end."""

    decompressor = None

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._at, self._left = stream, 0, _LONGEST_HEADERS

    def restart(self) -> None:
        """Begin the headers of another record."""
        self._left = _LONGEST_HEADERS

    def read(self, length: int | None = None) -> bytes:
        """Read bytes."""
        content = self._stream.read(BLOCK if length is None else length)
        self._at += len(content)
        return content

    def readline(self, length: int | None = None) -> bytes:
        """Read a line of headers."""
        line = self._stream.readline(min(self._left + 1, length or _LONGEST_HEADERS))
        self._at += len(line)
        self._left -= len(line)
        if self._left < 0:
            raise CutError("the headers of a record have no end")
        return line

    def tell(self) -> int:
        """Give how much was read."""
        return self._at

    def rem_length(self) -> int:
        """Give what is read ahead: nothing."""
        return 0

    def close_decompressor(self) -> None:
        """Do nothing: what comes is unpacked."""


def _parts(
    stream: IO[bytes], prefix: str, limits: Limits
) -> Iterator[Part | Refusal | _Broken | None]:
    """Give what each record holds, None for one that is passed over."""
    archives = library("warcio.archiveiterator", "web archives")
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = 0
    unpacked = Unpacked(stream, most=limits.unpacked, ratio=limits.ratio)
    try:
        source = _Source(io.BufferedReader(unpacked, BLOCK))
        records = archives.ArchiveIterator(source, no_record_parse=True)
        records.reader = source
        while True:
            source.restart()
            with redirect_stderr(io.StringIO()):  # it prints what it thinks of records
                record = next(records, None)
            if record is None:
                break
            number += 1
            if number > limits.parts:
                yield Refusal(f"{prefix}rest", "too_large", "the archive has too many records")
                return
            source.restart()
            yield _document(record, f"{prefix}{number}", limits)
            _pass_over(record)
    except (CutError, TooLargeError) as problem:
        yield _Broken(unpacked.fault or str(problem))
    except (*_FAULTS, archives.ArchiveLoadFailed) as problem:
        yield _Broken(unpacked.fault or f"a record is damaged ({told(problem)})")
    else:
        if unpacked.fault or not number:
            yield _Broken(unpacked.fault or "it holds no records")


def _pass_over(record: Any) -> None:  # noqa: ANN401 - a record of warcio
    """Read what is left of a record, to see whether it is all there."""
    if record.length is None:
        raise CutError("a record does not say how long it is")
    while record.raw_stream.read(BLOCK):
        pass
    if record.raw_stream.limit:
        raise CutError("the last record is cut off")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a record says of what it holds: the address, the type in full, a server's fields."""

    url: str | None
    kind: str
    fields: Mapping[str, str]

    @property
    def media(self) -> str:
        """The type without what follows it."""
        return self.kind.split(";")[0].strip()


def _document(record: Any, name: str, limits: Limits) -> Part | Refusal | None:  # noqa: ANN401
    """Give the document of a record, if it is one."""
    answer = _answer(record)
    if answer is None or answer.media not in _PAGES | _OTHERS | _UNTOLD:
        return None
    content = _read(record.raw_stream, limits.part + 1)
    if record.raw_stream.limit and len(content) <= limits.part:
        return None  # cut off: whoever asks sees that the record is not whole
    try:
        content = _sent(content, answer.fields, limits.part)
    except (TooLargeError, CutError) as problem:
        reason = "too_large" if isinstance(problem, TooLargeError) else "damaged"
        is_told = answer.media not in _UNTOLD
        return Refusal(name, reason, f"the document is refused: {problem}") if is_told else None
    media = _by_content(content) if answer.media in _UNTOLD else answer.media
    if media is None or not content.strip():
        return None
    charset = _CHARSET.search(answer.kind)
    kind = "html" if media in _PAGES else None
    return Part(name, content, kind, Said(url=answer.url), charset[1] if charset else None)


def _by_content(content: bytes) -> str | None:
    """Tell a page or a paper of which no type is said; None for anything else."""
    if _LOOKS_LIKE_A_PAGE.match(content):
        return "text/html"
    return "application/pdf" if content.startswith(_PAPER) else None


def _answer(record: Any) -> _Answer | None:  # noqa: ANN401 - a record of warcio
    """Read the head of a record that may hold a document."""
    if record.rec_type not in _RECORDS or record.length is None:
        return None
    headers = record.rec_headers
    address = headers.get_header("WARC-Target-URI") or headers.get_header("uri") or ""
    url = address_of(address.strip("<>"))
    if url and _FOR_ROBOTS.fullmatch(url):
        return None
    if record.rec_type != "response":
        return _Answer(url, (record.content_type or "").lower(), {})
    status, fields = _head(record.raw_stream)
    if url is None or status != _OK:
        return None
    return _Answer(url, fields.get("content-type", "").lower(), fields)


def _head(stream: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401 - a stream of warcio
    """Read the head of a server's answer: its status and its fields, of each the first."""
    first = stream.readline(_LONGEST_HEADERS).decode("latin-1").split()
    fields: dict[str, str] = {}
    while line := stream.readline(_LONGEST_HEADERS).rstrip(b"\r\n"):
        key, _, value = line.decode("latin-1").partition(":")
        fields.setdefault(key.strip().lower(), value.strip())
    is_answer = len(first) > 1 and first[0].upper().startswith("HTTP/")
    return (first[1] if is_answer else ""), fields


def _read(stream: Any, most: int) -> bytes:  # noqa: ANN401 - a stream of warcio
    """Read a record's bytes, at most so many."""
    pieces, left = [], most
    while left > 0 and (piece := stream.read(min(left, BLOCK))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _sent(content: bytes, fields: Mapping[str, str], most: int) -> bytes:
    """Undo how a server sent a document: in chunks, packed."""
    if len(content) > most:
        raise TooLargeError(f"it is larger than {most // 1_000_000} MB")
    if "chunked" in fields.get("transfer-encoding", "").lower():
        content = _joined(content)
    encodings = [one.strip() for one in fields.get("content-encoding", "").lower().split(",")]
    for encoding in reversed(encodings):
        if encoding in _PACKED:
            is_packed = encoding == "deflate" or content.startswith(b"\x1f\x8b")
            content = deflated(content, most=most) if is_packed and content else content
        elif encoding not in _AS_IS:
            raise CutError(f"it is packed as {encoding[:20]!r}, which is not read")
    return content


def _joined(content: bytes) -> bytes:
    """Join chunks; what is in none, though its header says so, stays as it is."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(content, at):
        length = int(match[1], 16)
        if not length:
            return b"".join(pieces)
        if match.end() + length > len(content):
            raise CutError("its last chunk is cut off")
        pieces.append(content[match.end() : match.end() + length])
        at = match.end() + length
        at += 2 if content[at : at + 2] == b"\r\n" else content[at : at + 1] == b"\n"
    if pieces:
        raise CutError("it ends between two chunks")
    return content
