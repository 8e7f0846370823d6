"""What the user's sources hold: texts with their manifest, tables of records, or neither.

Listing looks at names, sizes and hashes and decodes no text, so that a worker process
can read its own articles and nobody holds the whole corpus.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapper.base.days import interval
from mapper.base.errors import ArticleError
from mapper.base.rejects import reject
from mapper.base.schema import DEFAULT_LANGUAGE, TEXT_KINDS
from mapper.sources.known import is_table, lowered
from mapper.sources.likely import hint
from mapper.sources.records import check_columns
from mapper.sources.sheets import read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mapper.sources.sheets import Sheet, SheetRow

Row = dict[str, Any]

MANIFEST = "manifest.csv"
MAX_BYTES = 5_000_000
"""Longest file taken as an article; a book or a dump is not one."""

ARTICLES_STAGE = "articles"
SAME_BYTES = "the same bytes as {}"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SHOWN = 5
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_AS_WRITTEN = ("publisher", "title", "url", "note")
_HOW_TO_LIST = (
    f"write {MANIFEST} beside the texts: a header 'file,publisher,title,published,url,language' "
    "and one row per text (only 'file' is required)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that a source lists, not yet read: where it is, its hash, what is said of it."""

    path: Path
    file: str
    sha256: str
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = DEFAULT_LANGUAGE
    text_kind: str = "original"
    original_sha256: str | None = None
    note: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What the sources hold: texts to read, tables of records, lists used, and refusals."""

    entries: tuple[Entry, ...]
    tables: tuple[Path, ...]
    manifests: tuple[Path, ...]
    rejects: tuple[Row, ...]


def list_sources(sources: Iterable[Path], columns: Sequence[tuple[str, str]] = ()) -> Sources:
    """Say what there is to read.

    Parameters
    ----------
    sources
        Folders (``manifest.csv`` with its texts, and tables of records), manifests,
        tables of records, single texts.
    columns
        Columns of tables that go by another name, theirs and ours.

    Returns
    -------
    sources
        Texts in the order of their manifests, each byte sequence once; what could not
        be used is in ``rejects``, and the rest goes on.

    Raises
    ------
    ArticleError
        If nothing can be used at all; the message says why of each source. If no table
        has a column that `columns` names.
    """
    check_columns(columns)
    columns = lowered(columns)
    found = _Listing(columns)
    for source in sources:
        try:
            found.add_source(source)
        except ArticleError as problem:
            reason = "not_found" if not source.exists() else "bad_header"
            if source.is_dir():
                reason = "no_manifest"
            found.refuse(source.name, reason, str(problem))
        except OSError as problem:
            detail = f"cannot read {problem.filename or source}: {problem.strerror}"
            found.refuse(source.name, "unreadable", detail)
    absent = [theirs for theirs, _ in columns if theirs not in found.names]
    if absent and found.names:
        raise ArticleError(
            f"--map: no table has a column {', '.join(absent)}; there are: {', '.join(found.names)}"
        )
    if not found.entries and not found.tables:
        raise ArticleError(_nothing_usable(found.rejects))
    return Sources(
        tuple(found.entries), tuple(found.tables), tuple(found.manifests), tuple(found.rejects)
    )


class _Listing:
    """Gathers what the sources hold while they are walked."""

    def __init__(self, columns: Sequence[tuple[str, str]] = ()) -> None:
        self.columns = columns
        self.names: dict[str, None] = {}
        self.entries: list[Entry] = []
        self.tables: list[Path] = []
        self.manifests: list[Path] = []
        self.rejects: list[Row] = []
        self._seen: dict[str, str] = {}

    def refuse(self, file: str, reason: str, detail: str, row: int | None = None) -> None:
        """Keep a refusal."""
        self.rejects.append(reject(file, ARTICLES_STAGE, reason, detail, row=row))

    def add_source(self, source: Path) -> None:
        """Add whatever a path given by the user is."""
        if source.is_dir():
            self._add_folder(source)
        elif not source.exists():
            raise ArticleError(f"{source} is not there")
        elif source.suffix.lower() == ".csv":
            self._add_csv(source)
        else:
            self._add_text(source, Entry(source, source.name, ""))

    def _add_folder(self, folder: Path) -> None:
        """Add a folder's manifest and tables; say which of its texts the manifest omits."""
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
        tables = [n for n in names if n.lower().endswith(".csv") and n != MANIFEST]
        texts = [n for n in names if n.lower().endswith(".txt")]
        if MANIFEST in names:
            listed = self._add_manifest(folder / MANIFEST, read_sheet(folder / MANIFEST))
            for name in sorted(set(texts) - listed):
                self.refuse(name, "unlisted", f"{MANIFEST} does not name it; add a row for it")
        elif texts:
            self.refuse(
                folder.name,
                "no_manifest",
                f"{folder} holds {len(texts)} text(s) but no {MANIFEST}: {_HOW_TO_LIST}",
            )
        elif not tables:
            raise ArticleError(f"{folder} holds no {MANIFEST} and no table of records")
        for name in tables:
            try:
                self._add_csv(folder / name)
            except ArticleError as problem:
                self.refuse(name, "bad_header", str(problem))

    def _add_csv(self, path: Path) -> None:
        """Tell a manifest from a table of records by its header."""
        sheet = read_sheet(path)
        if path.name == MANIFEST:
            self._add_manifest(path, sheet)
            return
        self.names |= dict.fromkeys(filter(None, sheet.header))
        if is_table(sheet.header, self.columns):
            self.tables.append(path)
        elif "file" in sheet.header and "place" not in sheet.header:
            self._add_manifest(path, sheet)
        else:
            proposal = hint(path.name, sheet.header) or f"it has {', '.join(sheet.header)}"
            raise ArticleError(
                f"{path.name} is neither a manifest (column 'file') nor a table of records "
                f"(columns 'place' and 'date'); {proposal}"
            )

    def _add_manifest(self, path: Path, sheet: Sheet) -> set[str]:
        """Add a manifest's texts; give the file names it lists."""
        if "file" not in sheet.header:
            raise ArticleError(
                f"{path.name} has no column 'file'; it has {', '.join(sheet.header)}: "
                f"{_HOW_TO_LIST}"
            )
        self.manifests.append(path)
        for row in sheet.rows:
            file = row.cells.get("file")
            if row.fault or not file:
                detail = row.fault or "no file named"
                self.refuse(path.name, "bad_row", detail, row.number)
                continue
            self._add_listed(path.parent, file, row)
        return {row.cells.get("file", "") for row in sheet.rows}

    def _add_listed(self, folder: Path, file: str, row: SheetRow) -> None:
        """Add the text of one row of a manifest."""
        path = folder / file
        if not _is_within(path, folder):
            detail = f"{file} leads out of the manifest's folder; copy the text into it"
            self.refuse(file, "outside_folder", detail, row.number)
            return
        kind = row.cells.get("text_kind", "original")
        if kind not in TEXT_KINDS:
            detail = f"text_kind is {kind!r}; it must be {' or '.join(TEXT_KINDS)}"
            self.refuse(file, "bad_text_kind", detail, row.number)
            return
        said = {name: row.cells.get(name) for name in _AS_WRITTEN}
        entry = Entry(
            path,
            file,
            "",
            published=self._published(file, row),
            language=self._language(file, row),
            text_kind=kind,
            original_sha256=self._original(file, row),
            row=row.number,
            **said,
        )
        self._add_text(path, entry)

    def _add_text(self, path: Path, entry: Entry) -> None:
        """Add a text after a look at its size and hash."""
        problem = _problem_with(path)
        if problem:
            self.refuse(entry.file, *problem, row=entry.row)
            return
        with path.open("rb") as stream:
            sha256 = "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
        if sha256 in self._seen:
            detail = SAME_BYTES.format(self._seen[sha256])
            self.refuse(entry.file, "duplicate", detail, entry.row)
            return
        self._seen[sha256] = entry.file
        original = entry.original_sha256
        if entry.text_kind == "original" and original and original != sha256:
            detail = f"the manifest says {original}, the file is {sha256}: not the text listed"
            self.refuse(entry.file, "bad_hash", detail, entry.row)
            entry = replace(entry, original_sha256=None)
        self.entries.append(replace(entry, sha256=sha256))

    def _published(self, file: str, row: SheetRow) -> str | None:
        """Take the publication date if it is one."""
        value = row.cells.get("published")
        if value is None or interval(value):
            return value
        detail = f"published is {value!r}; write YYYY-MM-DD, YYYY-MM or YYYY"
        self.refuse(file, "bad_published", detail, row.number)
        return None

    def _language(self, file: str, row: SheetRow) -> str:
        """Take the language code if it is one; the default otherwise."""
        value = row.cells.get("language", DEFAULT_LANGUAGE).lower()
        if _LANGUAGE.fullmatch(value):
            return value
        self.refuse(file, "bad_language", f"language is {value!r}; write en or ar", row.number)
        return DEFAULT_LANGUAGE

    def _original(self, file: str, row: SheetRow) -> str | None:
        """Take the original's hash if it is one."""
        value = row.cells.get("original_sha256")
        if value is None:
            return None
        match = _HASH.fullmatch(value.lower())
        if match:
            return f"sha256:{match[1]}"
        detail = f"original_sha256 is {value!r}; write the 64 hex digits of SHA-256"
        self.refuse(file, "bad_hash", detail, row.number)
        return None


def _problem_with(path: Path) -> tuple[str, str] | None:
    """Look at a file without reading it: reason and words, or None."""
    if not path.is_file():
        return "not_found", f"no file {path.name} in {path.parent.name or '.'}"
    size = path.stat().st_size
    if size == 0:
        return "empty", "the file is empty"
    if size > MAX_BYTES:
        return "too_large", f"{size} bytes; an article has at most {MAX_BYTES}"
    return None


def _is_within(path: Path, folder: Path) -> bool:
    """Tell whether a path stays inside a folder once links and dots are followed."""
    return path.resolve().is_relative_to(folder.resolve())


def _nothing_usable(rejects: Sequence[Row]) -> str:
    """Say why there is nothing to build from."""
    if not rejects:
        return "no source was named"
    lines = [f"{row['file']}: {row['detail']}" for row in rejects[:_SHOWN]]
    if len(rejects) > _SHOWN:
        lines.append(f"... and {len(rejects) - _SHOWN} more")
    return "nothing to read:\n  " + "\n  ".join(lines)
