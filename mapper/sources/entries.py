"""What the sources were found to hold, not yet read: texts, tables, lists, and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.sources.annotations import Annotation, AnnotationFile
    from mapper.sources.spool import Spool

Row = dict[str, Any]

ARTICLES_STAGE = "articles"
SAME_BYTES = "the same bytes as {}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that a source lists, not yet read: where it is, its hash, what is said of it.

    What is said stands in the user's list, or beside the document in the container that holds
    it; what the document says itself is read with it.
    """

    path: Path
    file: str
    sha256: str
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    published_basis: str | None = None
    url: str | None = None
    language: str | None = None
    """As the list has it; None: its text tells."""
    text_kind: str = "original"
    original_sha256: str | None = None
    note: str | None = None
    annotations: str | None = None
    """Files of annotations that speak of it, each with the id of what it says of it."""
    format: str = "text"
    """Code of `mapper.sources.formats.telling.LEAVES`."""
    part_of: str | None = None
    """Name of the container that holds it."""
    row: int | None = None
    readings: tuple[Annotation, ...] = ()
    """The same, line by line."""
    span: tuple[int, int] | None = None
    """Where in `path` its bytes begin and how many they are; None for the whole file."""
    charset: str | None = None
    """Encoding that whoever sent a page declared beside it."""
    home: Path | None = None
    """Folder that the user's source lies in; None for that of `path`."""
    spool: Spool | None = field(default=None, compare=False, repr=False)
    """What keeps `path` from going, where it was taken out of another file."""

    @property
    def is_inside(self) -> bool:
        """Whether it came out of another file, so that nobody laid it beside the sources."""
        return self.home is not None

    @property
    def folder(self) -> Path:
        """Folder that the user's source lies in."""
        return self.home or self.path.parent

    def content(self) -> bytes:
        """Read its bytes.

        Raises
        ------
        OSError
            If the file cannot be read.
        """
        if self.span is None:
            return self.path.read_bytes()
        with self.path.open("rb") as stream:
            stream.seek(self.span[0])
            return stream.read(self.span[1])


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table of records, not yet read: where it is, and what it is called.

    ``home`` is the folder that the user's source lies in.
    """

    path: Path
    file: str
    home: Path


@dataclass(frozen=True, slots=True)
class Sources:
    """What the sources hold: texts to read, tables of records, lists used, and refusals."""

    entries: tuple[Entry, ...]
    tables: tuple[TableFile, ...]
    manifests: tuple[Path, ...]
    rejects: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()
    """What to know of how each manifest or folder was read: its name and a note."""
    corrections: tuple[tuple[str, Path], ...] = ()
    """Files of what people decided otherwise, each with its name: ``folder/file``."""
    annotations: tuple[AnnotationFile, ...] = ()
    strays: tuple[Annotation, ...] = ()
    """Annotations of texts that are not among these; an earlier build may have read them."""
    containers: tuple[tuple[str, str], ...] = ()
    """Name and hash of each file that holds several documents."""
    spool: Spool | None = None
    """What keeps files that were taken out of others from going."""
    met: tuple[Path, ...] = ()
    """What was looked at, read or not: files, folders, links, and names where nothing was."""
