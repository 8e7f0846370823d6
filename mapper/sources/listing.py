"""What the user's sources hold: texts with their manifest, tables of records, or neither.

Listing looks at names, sizes and hashes and decodes no text, so that a worker process
can read its own articles and nobody holds the whole corpus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ArticleError
from mapper.base.ids import hash_file
from mapper.base.rejects import reject
from mapper.base.schema import TEXT_KINDS
from mapper.sources.annotated_texts import Text, assign, no_such_text, stated
from mapper.sources.annotations import ENDING, NAMED, read_annotations
from mapper.sources.beside import corrections_in, is_corrections, is_lock
from mapper.sources.cells import (
    WHICH_FIRST,
    as_partial,
    code_of,
    day_order,
    is_either_way,
    is_missing,
    read_days,
)
from mapper.sources.known import is_table, lowered
from mapper.sources.likely import hint
from mapper.sources.records import check_columns
from mapper.sources.sheets import could_be_table, is_review, is_table_by_content, read_sheet
from mapper.sources.wishes import AS_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mapper.sources.annotations import Annotation, AnnotationFile
    from mapper.sources.cells import Order
    from mapper.sources.sheets import Sheet, SheetRow
    from mapper.sources.wishes import Reading

Row = dict[str, Any]

MANIFEST = "manifest.csv"
_MANIFEST_STEM = "manifest"
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
    language: str | None = None
    """As the list has it; None: its text tells."""
    text_kind: str = "original"
    original_sha256: str | None = None
    note: str | None = None
    annotations: str | None = None
    """Files of annotations that speak of it, each with the id of what it says of it."""
    row: int | None = None
    readings: tuple[Annotation, ...] = ()
    """The same, line by line."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the sources hold: texts to read, tables of records, lists used, and refusals."""

    entries: tuple[Entry, ...]
    tables: tuple[Path, ...]
    manifests: tuple[Path, ...]
    rejects: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()
    """What to know of how each manifest was read: its name and a note."""
    corrections: tuple[tuple[str, Path], ...] = ()
    """Files of what people decided otherwise, each with its name: ``folder/file``."""
    annotations: tuple[AnnotationFile, ...] = ()
    strays: tuple[Annotation, ...] = ()
    """Annotations of texts that are not among these; an earlier build may have read them."""


def list_sources(
    sources: Iterable[Path], reading: Reading = AS_TOLD, *, corrections: Iterable[Path] = ()
) -> Sources:
    """Say what there is to read.

    Parameters
    ----------
    sources
        Folders (``manifest.csv`` or another table of that name with its texts, tables of
        records, ``annotations*.jsonl``, ``corrections.csv``), manifests, tables of records,
        files of annotations (any ``.jsonl``), single texts. Tables are what
        `mapper.sources.sheets.read_sheet` reads: CSV, Excel, OpenDocument.
    reading
        What the user says of how to read tables.
    corrections
        Files of corrections that stand elsewhere than beside the sources.

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
    columns = lowered(reading.columns)
    check_columns(columns)
    found = _Listing(reading.order, columns)
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
    for path in corrections:
        found.add_corrections(path)
    readings, strays, unclear = assign(found.annotations, found.texts)
    rejects = [*found.rejects, *(row for one in found.annotations for row in one.rejects), *unclear]
    if not (found.entries or found.tables or found.corrections):
        raise ArticleError(_nothing_usable([*rejects, *map(no_such_text, strays)]))
    return Sources(
        tuple(_annotated(entry, readings.get(entry.sha256, ())) for entry in found.entries),
        tuple(found.tables),
        tuple(found.manifests),
        tuple(rejects),
        tuple(found.notes),
        tuple(sorted((name, path) for path, name in found.corrections.items())),
        tuple(found.annotations),
        tuple(strays),
    )


def _annotated(entry: Entry, readings: tuple[Annotation, ...]) -> Entry:
    """Give a text what others read in it."""
    return replace(entry, readings=readings, annotations=stated(readings)) if readings else entry


class _Listing:
    """Gathers what the sources hold while they are walked."""

    def __init__(self, order: Order | None, columns: Sequence[tuple[str, str]]) -> None:
        self.columns = columns
        self.names: dict[str, None] = {}
        self.entries: list[Entry] = []
        self.tables: list[Path] = []
        self.manifests: list[Path] = []
        self.rejects: list[Row] = []
        self.notes: list[tuple[str, str]] = []
        self.corrections: dict[Path, str] = {}
        self._beside: dict[Path, list[Path]] = {}
        self.annotations: list[AnnotationFile] = []
        self.texts: list[Text] = []
        self._annotated: dict[str, str] = {}
        self._order = order
        self._seen: dict[str, str] = {}

    def refuse(self, file: str, reason: str, detail: str, row: int | None = None) -> None:
        """Keep a refusal."""
        self.rejects.append(reject(file, ARTICLES_STAGE, reason, detail, row=row))

    def add_source(self, source: Path) -> None:
        """Add whatever a path given by the user is, and the corrections beside it."""
        if source.is_file():
            self._add_beside(source.parent)
        if source.is_dir():
            self._add_folder(source)
        elif not source.exists():
            raise ArticleError(f"{source} is not there")
        elif is_corrections(source):
            self.add_corrections(source)
        elif source.suffix.lower() == ENDING:
            self._add_annotations(source)
        elif could_be_table(source) or _is_record_text(source, self.columns):
            self._add_csv(source)
        else:
            self._add_text(source, Entry(source, source.name, ""), source.parent)

    def add_corrections(self, path: Path) -> None:
        """Add a file of corrections under the name of its folder and its own."""
        whole = path.resolve()
        self.corrections[whole] = f"{whole.parent.name}/{whole.name}"

    def _add_beside(self, folder: Path) -> list[Path]:
        """Add the files of corrections in a folder."""
        if folder not in self._beside:
            self._beside[folder] = corrections_in(folder)
        for path in self._beside[folder]:
            self.add_corrections(path)
        return self._beside[folder]

    def _add_folder(self, folder: Path) -> None:
        """Add a folder's manifest and tables; say which of its texts the manifest omits."""
        files = sorted(path for path in folder.iterdir() if path.is_file() and not is_lock(path))
        decided = self._add_beside(folder)
        files = [path for path in files if path not in decided]
        lists = [p.name for p in files if p.stem.lower() == _MANIFEST_STEM and could_be_table(p)]
        manifest = MANIFEST if MANIFEST in lists else next(iter(lists), None)
        tables = [p.name for p in files if p.name not in lists and could_be_table(p)]
        texts = [p.name for p in files if p.suffix.lower() == ".txt" and p.name not in tables]
        for name in lists:
            if name != manifest:
                self.refuse(name, "duplicate", f"{folder} has {manifest} too, which was read")
        if manifest:
            listed = self._add_manifest(folder / manifest, read_sheet(folder / manifest))
            for name in sorted(set(texts) - listed):
                self.refuse(name, "unlisted", f"{manifest} does not name it; add a row for it")
        elif texts:
            self.refuse(
                folder.name,
                "no_manifest",
                f"{folder} holds {len(texts)} text(s) but no {MANIFEST}: {_HOW_TO_LIST}",
            )
        annotated = [path for path in files if path.match(NAMED)]
        if not (manifest or texts or tables or annotated):
            raise ArticleError(f"{folder} holds no {MANIFEST} and no table of records")
        for path in annotated:
            self._add_annotations(path)
        for name in tables:
            try:
                self._add_csv(folder / name)
            except ArticleError as problem:
                self.refuse(name, "bad_header", str(problem))

    def _add_annotations(self, path: Path) -> None:
        """Add a file of annotations, each sequence of bytes once."""
        sha256 = hash_file(path)
        if sha256 in self._annotated:
            self.refuse(path.name, "duplicate", SAME_BYTES.format(self._annotated[sha256]))
            return
        self._annotated[sha256] = path.name
        self.annotations.append(read_annotations(path))

    def _add_csv(self, path: Path) -> None:
        """Tell a manifest from a table of records by its header."""
        sheet = read_sheet(path)
        if path.stem.lower() == _MANIFEST_STEM:
            self._add_manifest(path, sheet)
            return
        if is_review(sheet.header):
            raise ArticleError(
                f"{path.name} is a sheet of mapper review, no source; mapper review --from reads it"
            )
        self.names |= dict.fromkeys(filter(None, sheet.header))
        if is_table(sheet.header, self.columns):
            self.tables.append(path)
        elif "file" in sheet.header and "place" not in sheet.header:
            self._add_manifest(path, sheet)
        else:
            proposal = hint(str(path), sheet.header) or f"it has {', '.join(sheet.header)}"
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
        self.notes += ((path.name, note) for note in sheet.notes)
        dates = [row.cells["published"] for row in sheet.rows if "published" in row.cells]
        order = self._order or day_order(dates)
        listed = set()
        for row in sheet.rows:
            file = row.cells.get("file")
            if row.fault or not file:
                detail = row.fault or "no file named"
                self.refuse(path.name, "bad_row", detail, row.number)
                continue
            file = _as_here(path.parent, file)
            listed.add(file)
            self._add_listed(path.parent, file, row, order)
        return listed

    def _add_listed(self, folder: Path, file: str, row: SheetRow, order: Order | None) -> None:
        """Add the text of one row of a manifest."""
        path = folder / file
        if not _is_within(path, folder):
            detail = f"{file} leads out of the manifest's folder; copy the text into it"
            self.refuse(file, "outside_folder", detail, row.number)
            return
        stated = row.cells.get("text_kind", TEXT_KINDS[0])
        kind = code_of(stated, TEXT_KINDS)
        if kind is None:
            detail = f"text_kind is {stated!r}; it must be {' or '.join(TEXT_KINDS)}"
            self.refuse(file, "bad_text_kind", detail, row.number)
            return
        said: dict[str, Any] = {
            name: None if is_missing(cell) else cell
            for name in _AS_WRITTEN
            if (cell := row.cells.get(name)) is not None
        }
        entry = Entry(
            path,
            file,
            "",
            published=self._published(file, row, order),
            language=self._language(file, row),
            text_kind=kind,
            original_sha256=self._original(file, row),
            row=row.number,
            **said,
        )
        self._add_text(path, entry, folder)

    def _add_text(self, path: Path, entry: Entry, folder: Path) -> None:
        """Add a text after a look at its size and hash."""
        problem = _problem_with(path)
        if problem:
            self.refuse(entry.file, *problem, row=entry.row)
            return
        sha256 = hash_file(path)
        self.texts.append(Text(entry.file, sha256, folder))
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

    def _published(self, file: str, row: SheetRow, order: Order | None) -> str | None:
        """Take the publication date if it is one."""
        value = row.cells.get("published")
        if value is None or is_missing(value):
            return None
        days = read_days(value, order)
        if days:
            return as_partial(days)
        unread = "{!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY"
        how = WHICH_FIRST if is_either_way(value) else unread
        self.refuse(file, "bad_published", f"published: {how.format(value)}", row.number)
        return None

    def _language(self, file: str, row: SheetRow) -> str | None:
        """Take the language code if it is one."""
        value = row.cells.get("language", "").lower()
        if _LANGUAGE.fullmatch(value) or not value or is_missing(value):
            return value if _LANGUAGE.fullmatch(value) else None
        detail = f"language is {value!r}; write its code of two or three letters, such as en"
        self.refuse(file, "bad_language", detail, row.number)
        return None

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


def _as_here(folder: Path, file: str) -> str:
    """Write a path of another system with slashes, if that is where the file is."""
    slashed = file.replace("\\", "/")
    return file if slashed == file or (folder / file).exists() else slashed


def _is_record_text(path: Path, columns: Sequence[tuple[str, str]]) -> bool:
    """Tell a table under the name of a text (what Excel calls Unicode text) by its header."""
    if not is_table_by_content(path):
        return False
    try:
        header = read_sheet(path).header
    except ArticleError:
        return False
    return "file" in header or is_table(header, columns)


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
