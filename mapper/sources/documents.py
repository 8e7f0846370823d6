"""Documents as they are found: each once, by its bytes, and those inside others one by one."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from mapper.base.ids import hash_file
from mapper.sources.annotated_texts import Text
from mapper.sources.entries import SAME_BYTES, Entry
from mapper.sources.formats import (
    ARCHIVES,
    KINDS,
    LEAVES,
    LIMITS,
    DocumentError,
    Part,
    parts_of,
    unpack,
)
from mapper.sources.spool import Spool, telling

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = {
    "text": LIMITS.text,
    "html": LIMITS.page,
    "fragment": LIMITS.page,
    "pdf": LIMITS.paper,
    "docx": LIMITS.paper,
    "mail": LIMITS.paper,
    "feed": LIMITS.listing,
    "telegram_page": LIMITS.page,
}
"""Most bytes of each kind of document; of all others as of a container."""


class Walk(Protocol):
    """The walk through what the user names, on which documents are met."""

    def refuse(self, file: str, reason: str, detail: str, row: int | None = None) -> None:
        """Keep a refusal: file, reason, words and row of what cannot be used."""

    def add_unpacked(self, folder: Path, archive: Entry, depth: int) -> None:
        """Take an unpacked archive as a folder of the user's is taken.

        Given are also the entry of the archive, and how many containers lie around it.
        """

    def add_part(self, path: Path, entry: Entry, depth: int) -> None:
        """Take a file out of a container whose kind is not known, in the same way."""


class Documents:
    """Gathers documents that are to be read, opening those that hold others.

    Attributes
    ----------
    entries, texts, containers, spool
        What was found; see `mapper.sources.entries.Sources`.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.texts: list[Text] = []
        self.containers: list[tuple[str, str]] = []
        self.spool = Spool()
        self._seen: dict[str, str] = {}
        self._opened: dict[str, str] = {}

    def add(self, entry: Entry, kind: str, walk: Walk, depth: int = 0) -> None:
        """Add a file that is a document or holds some.

        Parameters
        ----------
        entry
            Where it is and what is said of it.
        kind
            Code of `mapper.sources.formats.KINDS`.
        walk
            Takes what is refused, and files found inside.
        depth
            Containers that it was taken out of.
        """
        if _is_too_large(entry, kind, entry.path.stat().st_size, walk):
            return
        if kind in LEAVES:
            self._add_leaf(replace(entry, format=kind), hash_file(entry.path), walk)
        elif depth >= LIMITS.depth:
            detail = f"it lies in {depth} others; unpack it, and name what is inside"
            walk.refuse(entry.file, "too_deep", detail, entry.row)
        else:
            self._open(replace(entry, spool=self.spool), kind, walk, depth)

    def _add_leaf(self, entry: Entry, sha256: str, walk: Walk) -> None:
        """Add a document unless its bytes were there before."""
        self.texts.append(Text(entry.file, sha256, entry.folder))
        if sha256 in self._seen:
            detail = SAME_BYTES.format(self._seen[sha256])
            walk.refuse(entry.file, "duplicate", detail, entry.row)
            return
        self._seen[sha256] = entry.file
        original = entry.original_sha256
        if entry.text_kind == "original" and original and original != sha256:
            detail = f"the manifest says {original}, the file is {sha256}: not the text listed"
            walk.refuse(entry.file, "bad_hash", detail, entry.row)
            entry = replace(entry, original_sha256=None)
        self.entries.append(replace(entry, sha256=sha256))

    def _open(self, entry: Entry, kind: str, walk: Walk, depth: int) -> None:
        """Open a container and add what is inside."""
        sha256 = hash_file(entry.path)
        if sha256 in self._opened:
            detail = SAME_BYTES.format(self._opened[sha256])
            walk.refuse(entry.file, "duplicate", detail, entry.row)
            return
        self._opened[sha256] = entry.file
        if depth == 0:
            self.containers.append((entry.file, sha256))
        try:
            if kind in ARCHIVES:
                self._unpack(entry, walk, depth)
            else:
                self._add_parts(entry, kind, walk, depth)
        except DocumentError as problem:
            walk.refuse(entry.file, problem.reason, problem.detail, entry.row)

    def _unpack(self, entry: Entry, walk: Walk, depth: int) -> None:
        """Unpack an archive into a folder, and add that."""
        folder = self.spool.folder(entry.path.name)
        with telling(errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            for refusal in unpack(entry.path, folder):
                walk.refuse(f"{entry.file}/{refusal.name}", refusal.reason, refusal.detail, None)
        walk.add_unpacked(folder, entry, depth + 1)

    def _add_parts(self, entry: Entry, kind: str, walk: Walk, depth: int) -> None:
        """Add the documents inside one, refusing what cannot be read of them."""
        for number, part in enumerate(parts_of(entry.path, kind)):
            file = f"{entry.file}/{part.name}"
            if number >= LIMITS.parts:
                detail = f"more than {LIMITS.parts} documents; what follows is not read"
                walk.refuse(entry.file, "too_large", detail, entry.row)
                return
            if not isinstance(part, Part):
                walk.refuse(file, part.reason, part.detail, None)
                continue
            inner = _whole(entry, part) if part.is_whole else _inner(entry, part, file)
            if part.kind is None:
                path = self.spool.file(part.name, part.content)
                walk.add_part(path, replace(inner, path=path), depth + 1)
            else:
                self._add_leaf_of_part(replace(inner, format=part.kind), part.content, walk)

    def _add_leaf_of_part(self, entry: Entry, content: bytes, walk: Walk) -> None:
        """Keep a part's bytes and add it."""
        if _is_too_large(entry, entry.format, len(content), walk):
            return
        sha256 = "sha256:" + hashlib.sha256(content).hexdigest()
        if sha256 in self._seen:
            self._add_leaf(entry, sha256, walk)
            return
        path, span = self.spool.add(content)
        self._add_leaf(replace(entry, path=path, span=span), sha256, walk)


def _is_too_large(entry: Entry, kind: str, size: int, walk: Walk) -> bool:
    """Refuse what has more bytes than are read of its kind."""
    largest = _LARGEST.get(kind, LIMITS.container)
    if size <= largest:
        return False
    detail = f"{size} bytes; {KINDS[kind]} that is read has at most {largest}"
    walk.refuse(entry.file, "too_large", detail, entry.row)
    return True


def inside(entry: Entry, path: Path, name: str) -> Entry:
    """Make the entry of a file in an unpacked archive, under the archive's name."""
    bare = replace(entry, path=path, title=None, url=None)
    return replace(
        bare, file=f"{entry.file}/{name}", row=None, part_of=_outer(entry), home=entry.folder
    )


def _inner(entry: Entry, part: Part, file: str) -> Entry:
    """Make the entry of a part: what the user says of the whole, then what is said of the part.

    A part's own date, title and address are nearer to it than those of the whole.
    """
    said = part.said
    dated = said.published is not None
    return replace(
        entry,
        file=file,
        title=said.title,
        url=said.url,
        published=said.published if dated else entry.published,
        published_basis=said.published_basis if dated else entry.published_basis,
        publisher=entry.publisher or said.publisher,
        language=entry.language or said.language,
        original_sha256=None,
        row=None,
        part_of=_outer(entry),
        charset=part.charset,
        home=entry.folder,
    )


def _whole(entry: Entry, part: Part) -> Entry:
    """Make the entry of what a container is, such as a mail: what the user says comes first."""
    said = part.said
    listed = entry.published is not None
    return replace(
        entry,
        title=entry.title or said.title,
        url=entry.url or said.url,
        published=entry.published if listed else said.published,
        published_basis=entry.published_basis if listed else said.published_basis,
        publisher=entry.publisher or said.publisher,
        language=entry.language or said.language,
        original_sha256=None,
        charset=part.charset,
        home=entry.folder,
    )


def _outer(entry: Entry) -> str:
    """Name the outermost file that holds a document."""
    return entry.part_of or entry.file
