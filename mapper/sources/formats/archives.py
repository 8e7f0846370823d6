"""Archives of files (zip, tar, and single files packed by gzip, bzip2 or xz): unpacked safely."""

from __future__ import annotations

import os
import re
import stat
import tarfile
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from mapper.sources.formats.document import DocumentError, Refusal
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.packed import Unpacked, is_packed
from mapper.sources.formats.zips import (
    BLOCK,
    DAMAGED,
    TooLargeError,
    blocks,
    is_locked,
    opened,
    told,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mapper.sources.formats.limits import Limits

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TAR_AT, _TAR = 257, b"ustar"
_NAME_AT = 512
_OLD_TAR = 148
_PACKED_ENDINGS = re.compile(r"\.(?:gz|gzip|bz2|xz)$", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_UNWRITABLE = re.compile('[\x00-\x1f\x7f<>:"|?*\ud800-\udfff\ufffe\uffff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_RUBBISH = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
_LONGEST_NAME, _LONGEST_PATH, _DEEPEST = 120, 200, 30
_ENDING_KEPT = 12
_HASH = 10
_MODE = 0o600
_TAR_FAULTS = (*DAMAGED, tarfile.TarError, UnicodeError, AttributeError, TypeError, IndexError)
_UTF8_FLAG = 0x800
_LONGEST_HEADERS = 60_000
"""Bytes of a member's headers in a tar archive, with what is read ahead."""

_HeaderError: type[Exception] = tarfile.HeaderError
_EndsHere: type[Exception] = tarfile.EOFHeaderError  # type: ignore[attr-defined]
_SHOWN, _REST = 200, "rest"
_MOST_ALIKE = 10
"""Refusals of one reason that are named each; of more, one names the next and counts the rest."""


class _FullError(Exception):
    """All members together unpack to more than the limits allow."""


def unpack(path: Path, folder: Path, *, limits: Limits = LIMITS) -> Iterator[Refusal]:
    """Unpack an archive into an empty folder.

    Parameters
    ----------
    path
        A zip archive, a tar archive, packed or not, or one file packed by gzip, bzip2 or xz,
        which is unpacked under its name without the ending.
    folder
        An empty folder. Files are written under the names they have in the archive, as far as
        every system can write them: folders stay, signs that some systems do not take become
        ``_``, what is too long is cut and ends in a hash, and of names that differ in case only
        the later get a number. Only their owner may read them.
    limits
        ``part`` and ``ratio`` bound a file, ``unpacked`` all files, ``parts`` their number;
        counted is what comes out, never what the archive says of itself.

    Yields
    ------
    refusal
        A file that was not unpacked, by its name in the archive: one that is locked, damaged,
        empty or too large, a link or device, a name that leads out of the folder; at last the
        rest, where the archive is damaged or holds too much. The other files are there. Of
        more than ten for the same reason those above are one refusal, by the name of the first.

    Raises
    ------
    DocumentError
        If it is no archive or cannot be opened at all.
    OSError
        If the file cannot be read or the folder not be written.
    """
    if path.stat().st_size > limits.container:
        raise DocumentError("too_large", "the archive is too large; unpack it yourself")
    with path.open("rb") as stream:
        start = stream.read(_NAME_AT)
    yield from _few(_unpacked(path, start, _Target(folder, limits)))


def _unpacked(path: Path, start: bytes, target: _Target) -> Iterator[Refusal]:
    """Unpack an archive that begins so."""
    try:
        if start.startswith(_ZIP):
            yield from _from_zip(path, target)
        elif is_packed(start) or _is_tar(start):
            yield from _from_stream(path, target)
        else:
            raise DocumentError("damaged", "the file is no zip or tar archive")
    except _FullError as problem:
        yield Refusal(_REST, "too_large", f"{problem}; the other files were left out")


def _few(refusals: Iterable[Refusal]) -> Iterator[Refusal]:
    """Give refusals as they come, and of a reason that comes often, at last, one for the rest."""
    counts: Counter[str] = Counter()
    others: dict[str, Refusal] = {}
    for one in refusals:
        counts[one.reason] += one.name != _REST
        if one.name == _REST or counts[one.reason] <= _MOST_ALIKE:
            yield one
        else:
            others.setdefault(one.reason, one)
    for reason, one in others.items():
        more = counts[reason] - _MOST_ALIKE - 1
        alike = f"; {more} more files are refused for the same reason" if more else ""
        yield replace(one, detail=f"{one.detail}{alike}")


def safe_name(name: str) -> str | None:
    r"""Give the path under which a member may be written; None where it leads out of the folder.

    Examples
    --------
    >>> safe_name("June/a:b.txt"), safe_name("../x"), safe_name("C:\\x"), safe_name("/etc/x")
    ('June/a_b.txt', None, None, None)
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    if plain.startswith("/") or _DRIVE.match(plain):
        return None
    pieces = [piece for piece in plain.split("/") if piece not in {"", "."}]
    if not pieces or ".." in (piece.strip() for piece in pieces) or len(pieces) > _DEEPEST:
        return None
    made = "/".join(_piece(piece) for piece in pieces)
    if len(made) > _LONGEST_PATH:
        return f"{_hash(made)}/{_piece(pieces[-1])}"
    return made


def _piece(piece: str) -> str:
    """Write one name of a path so that every system takes it."""
    made = _UNWRITABLE.sub("_", piece)
    made = made.rstrip(" .") or "_"
    if _RESERVED.fullmatch(made):
        made = f"_{made}"
    if len(made.encode()) <= _LONGEST_NAME:
        return made
    ending = PurePosixPath(made).suffix
    ending = ending if len(ending.encode()) <= _ENDING_KEPT else ""
    room = _LONGEST_NAME - _HASH - 1 - len(ending.encode())
    start = made.removesuffix(ending).encode()[:room].decode("utf-8", "ignore")
    return f"{start}-{_hash(piece)}{ending}"


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH]


@dataclass(slots=True)
class _Target:
    """The folder in the filling: what was written, and how much."""

    folder: Path
    limits: Limits
    size: int = 0
    count: int = 0
    files: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    def count_one(self) -> None:
        """Count a member, whatever becomes of it."""
        self.count += 1
        if self.count > self.limits.parts:
            raise _FullError(f"the archive holds more than {self.limits.parts} files")

    def write(self, name: str, content: Iterable[bytes]) -> Refusal | None:
        """Write a member, or say why not; one that is refused in the middle leaves nothing."""
        shown = _shown(name)
        safe = safe_name(name)
        if safe is None:
            return Refusal(shown, "unsafe_name", "its name leads out of the archive")
        target = self.folder / self._free(safe)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not self._fill(target, content) and not target.name.startswith("."):
                target.unlink()
                return Refusal(shown, "empty", "the file is empty")
        except TooLargeError as problem:
            return Refusal(shown, "too_large", f"the file is refused: {problem}")
        except _TAR_FAULTS as problem:
            if isinstance(problem, OSError) and problem.errno is not None:
                raise  # of the disk, not of the archive
            return Refusal(shown, "damaged", f"the file cannot be unpacked ({told(problem)})")
        return None

    def _fill(self, target: Path, content: Iterable[bytes]) -> int:
        """Write bytes as they come and count them; take the file away if they do not all come."""
        before = self.size
        try:
            opener = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _MODE)
            with os.fdopen(opener, "wb") as stream:
                for block in content:
                    self._count_bytes(len(block))
                    stream.write(block)
        except BaseException:
            with suppress(OSError):
                target.unlink(missing_ok=True)
            raise
        return self.size - before

    def _count_bytes(self, size: int) -> None:
        self.size += size
        if self.size > self.limits.unpacked:
            most = self.limits.unpacked // 1_000_000
            raise _FullError(f"the archive unpacks to more than {most} MB")

    def _free(self, safe: str) -> str:
        """Make the path one that no other file or folder has, whatever its case."""
        *above, name = safe.split("/")
        path = ""
        for piece in above:
            path = f"{path}{piece}"
            while path.casefold() in self.files:
                path += "_"
            self.folders.add(path.casefold())
            path += "/"
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        made = f"{path}{name}"
        while made.casefold() in self.files or made.casefold() in self.folders:
            key = f"{path}{name}".casefold()
            count = self.files[key] = self.files.get(key, 1) + 1
            made = f"{path}{stem}-{count}{ending}"
        self.files.setdefault(made.casefold(), 1)
        return made


_BINARY: int = getattr(os, "O_BINARY", 0)


def _from_zip(path: Path, target: _Target) -> Iterator[Refusal]:
    """Unpack the members of a zip archive in its order."""
    limits = target.limits
    with opened(path, limits) as archive:
        for member in archive.infolist():
            name = _name_in_zip(member)
            refused = None
            target.count_one()
            if member.is_dir() or _is_rubbish(name):
                continue
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in {0, stat.S_IFREG}:
                refused = Refusal(_shown(name), "not_a_document", "it is a link or a device")
            elif is_locked(member):
                told_so = "the file is locked with a password; unpack the archive yourself"
                refused = Refusal(_shown(name), "locked", told_so)
            else:
                content = blocks(archive, member, most=limits.part, ratio=limits.ratio)
                refused = target.write(name, content)
            if refused:
                yield refused


def _from_stream(path: Path, target: _Target) -> Iterator[Refusal]:
    """Unpack a tar archive, or the one file that is packed."""
    limits = target.limits
    with path.open("rb") as stream:
        unpacked = Unpacked(stream, most=limits.unpacked, ratio=limits.ratio)
        first = _read(unpacked, _NAME_AT)
        whole = _Ahead(first, unpacked)
        if not _is_tar(first):
            name = _PACKED_ENDINGS.sub("", path.name)
            refused = target.write(name, _bounded(_until_fault(whole, unpacked), limits.part))
            if refused:
                yield refused
            return
        try:
            yield from _from_tar(whole, target)
        except TooLargeError as problem:
            yield Refusal(_REST, "too_large", f"the archive is refused: {problem}")
        except _TAR_FAULTS as problem:
            if isinstance(problem, OSError) and problem.errno is not None:
                raise
            why = unpacked.fault or told(problem)
            yield Refusal(_REST, "damaged", f"the archive cannot be read to its end ({why})")
        else:
            if unpacked.fault:
                yield Refusal(_REST, "damaged", f"the archive is damaged: {unpacked.fault}")


class _Member(tarfile.TarInfo):
    """A member of a tar archive; a broken header is an error, where the library just ends."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Member:
        """Read the next header."""
        try:
            return super().fromtarfile(tarfile)
        except _EndsHere:
            raise
        except _HeaderError as problem:
            raise EOFError(f"a header is broken: {told(problem)}") from None


def _from_tar(whole: _Ahead, target: _Target) -> Iterator[Refusal]:
    """Unpack the members of a tar archive in its order."""
    whole.left = _LONGEST_HEADERS
    with tarfile.open(  # type: ignore[call-overload]
        fileobj=whole, mode="r|", encoding="utf-8", tarinfo=_Member
    ) as opened_tar:
        archive: Any = opened_tar  # of whose parts the types do not know
        while True:
            whole.left = archive.offset - archive.fileobj.tell() + _LONGEST_HEADERS
            member = archive.next()
            if member is None:
                return
            archive.members.clear()  # it keeps every one
            target.count_one()
            whole.left = None
            if member.isdir() or _is_rubbish(member.name):
                continue
            if not member.isreg() or member.issparse():
                yield Refusal(_shown(member.name), "not_a_document", "it is a link or a device")
                continue
            content = _exactly(archive.extractfile(member), member.size)
            refused = target.write(member.name, _bounded(content, target.limits.part))
            if refused:
                yield refused


class _Ahead:
    """A stream of which some bytes were read before."""

    def __init__(self, first: bytes, stream: Unpacked) -> None:
        self._first, self._stream = first, stream
        self.left: int | None = None
        """Bytes that may be read before a member comes."""

    def read(self, size: int = BLOCK) -> bytes:
        """Read at most so many bytes; less only at the end."""
        content, self._first = self._first[:size], self._first[size:]
        content += _read(self._stream, size - len(content))
        if self.left is not None:
            self.left -= len(content)
            if self.left < 0:
                raise TooLargeError("the header of a file is longer than any is")
        return content


def _read(stream: Unpacked, size: int) -> bytes:
    """Read as many bytes as there are, up to a size."""
    pieces, left = [], size
    while left > 0 and (piece := stream.read(min(left, BLOCK))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _until_fault(stream: _Ahead, unpacked: Unpacked) -> Iterator[bytes]:
    """Give the blocks of a stream; one that is damaged ends in an error."""
    while block := stream.read(BLOCK):
        yield block
    if unpacked.fault:
        raise EOFError(unpacked.fault)


def _exactly(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """Give the blocks of a member; one that is cut off ends in an error."""
    while size > 0 and (block := stream.read(min(BLOCK, size))):
        size -= len(block)
        yield block
    if size > 0:
        raise EOFError("it is cut off")


def _bounded(content: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Give blocks up to a size."""
    for block in content:
        most -= len(block)
        if most < 0:
            raise TooLargeError("it is larger than a file may be")
        yield block


def _is_tar(start: bytes) -> bool:
    """Tell a tar archive by its first header, whose sum is part of it."""
    if len(start) < _NAME_AT:
        return False
    if start[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return True
    try:
        return bool(start.strip(b"\0")) and int(
            start[_OLD_TAR : _OLD_TAR + 8].strip(b"\0 ") or b"-1", 8
        ) == (sum(start[:_OLD_TAR]) + 8 * ord(" ") + sum(start[_OLD_TAR + 8 : _NAME_AT]))
    except ValueError:
        return False


def _name_in_zip(member: zipfile.ZipInfo) -> str:
    """Give a member's name; one that is not marked as UTF-8 may be so all the same."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _is_rubbish(name: str) -> bool:
    """Tell what systems put beside files."""
    pieces = [piece for piece in name.replace("\\", "/").split("/") if piece]
    return any(piece.lower() in _RUBBISH for piece in pieces) or (
        bool(pieces) and pieces[-1].startswith("._")
    )


def _shown(name: str) -> str:
    """Write a name so that it can be shown in a list of refusals."""
    return _UNWRITABLE.sub("_", name)[:_SHOWN] or "_"
