"""The walk through what the user names: folders, lists, tables, documents, decisions."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ArticleError
from mapper.base.ids import hash_file
from mapper.base.rejects import reject
from mapper.sources.annotations import ENDING, NAMED, read_annotations
from mapper.sources.beside import corrections_in, is_clutter, is_corrections, is_readme
from mapper.sources.cells import day_order
from mapper.sources.documents import Documents, inside
from mapper.sources.entries import ARTICLES_STAGE, SAME_BYTES, Entry, TableFile
from mapper.sources.formats import tell
from mapper.sources.known import is_table
from mapper.sources.likely import hint
from mapper.sources.manifests import (
    HOW_TO_LIST,
    MANIFEST,
    MANIFEST_STEM,
    entry_of,
    file_of,
    name_of,
)
from mapper.sources.sheets import (
    columns_in_words,
    could_be_table,
    is_review,
    is_table_by_content,
    read_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mapper.sources.annotations import AnnotationFile
    from mapper.sources.cells import Order
    from mapper.sources.formats import Told
    from mapper.sources.sheets import Sheet

Row = dict[str, Any]

_SHOWN = 5
_DEEPEST = 30
_NOT_OBEYED = (
    "what lies inside another file decides on nothing; unpack it and lay it beside the sources"
)


class Gathering:
    """Gathers what the sources hold while they are walked.

    Parameters
    ----------
    order
        Which comes first in dates like 05/06/2019, where the user says so.
    columns
        Columns of tables that the user names: theirs and ours.
    """

    def __init__(self, order: Order | None, columns: Sequence[tuple[str, str]]) -> None:
        self.columns = columns
        self.names: dict[str, None] = {}
        self.tables: list[TableFile] = []
        self.manifests: list[Path] = []
        self.rejects: list[Row] = []
        self.notes: list[tuple[str, str]] = []
        self.corrections: dict[Path, str] = {}
        self.annotations: list[AnnotationFile] = []
        self.met: dict[Path, None] = {}
        self.documents = Documents()
        self._beside: dict[Path, list[Path]] = {}
        self._annotated: dict[str, str] = {}
        self._order = order

    def refuse(self, file: str, reason: str, detail: str, row: int | None = None) -> None:
        """Keep a refusal."""
        self.rejects.append(reject(file, ARTICLES_STAGE, reason, detail, row=row))

    def add_source(self, source: Path) -> None:
        """Add whatever a path given by the user is, and the corrections beside it."""
        self.met[source] = None
        if source.is_file():
            self._add_beside(source.parent)
        if source.is_dir():
            self._add_folder(source)
        elif not source.exists():
            raise ArticleError(f"{_shown(source)} is not there")
        elif is_corrections(source):
            self.add_corrections(source)
        else:
            self._add_file(Entry(source, _shown(source), ""))

    def add_content(self, name: str, content: bytes) -> None:
        """Add what came without a file, under a name."""
        spool = self.documents.spool
        path = spool.file(name, content)
        self.met[path] = None
        self._add_file(Entry(path, name, "", spool=spool))

    def add_corrections(self, path: Path) -> None:
        """Add a file of corrections under the name of its folder and its own."""
        whole = path.resolve()
        self.corrections[whole] = f"{whole.parent.name}/{whole.name}"

    def _meet(self, paths: Iterable[Path], outer: Entry | None) -> None:
        """Remember what was looked at, read or not, but for what lies in another file."""
        if not (outer and outer.is_inside):
            self.met |= dict.fromkeys(paths)

    def _add_beside(self, folder: Path) -> list[Path]:
        """Add the files of corrections in a folder."""
        if folder not in self._beside:
            self._beside[folder] = corrections_in(folder)
        for path in self._beside[folder]:
            self.add_corrections(path)
        return self._beside[folder]

    def _add_file(self, entry: Entry, depth: int = 0) -> None:
        """Add a file by what it holds.

        Raises
        ------
        ArticleError
            If it is a table of neither kind.
        """
        path = entry.path
        fault = _fault_of(path)
        if fault:
            self.refuse(entry.file, *fault, row=entry.row)
            return
        told = tell(path)
        if told.kind not in {None, "text"}:
            self.documents.add(entry, str(told.kind), self, depth)
        elif entry.is_inside and (path.suffix.lower() == ENDING or is_corrections(path)):
            self.refuse(entry.file, "not_obeyed", _NOT_OBEYED)
        elif path.suffix.lower() == ENDING:
            self._add_annotations(path)
        elif could_be_table(path) or _is_record_text(path, self.columns):
            self._add_csv(entry)
        else:
            self._add_told(entry, told, depth)

    def _add_told(self, entry: Entry, told: Told, depth: int = 0) -> None:
        """Add a document, or refuse what is none."""
        if told.kind is None:
            self.refuse(entry.file, "not_a_document", f"it is {told.words}", entry.row)
        else:
            self.documents.add(entry, told.kind, self, depth)

    def _add_folder(self, folder: Path, outer: Entry | None = None, depth: int = 0) -> None:
        """Add a folder: what its manifest lists, or else all that is in it; its tables too."""
        files = sorted(path for path in folder.iterdir() if not is_clutter(path))
        self._meet(files, outer)
        decided = [] if outer and outer.is_inside else self._add_beside(folder)
        files = [path for path in files if path not in decided]
        tables = [path for path in files if path.is_file() and could_be_table(path)]
        lists = [path.name for path in tables if path.stem.lower() == MANIFEST_STEM]
        manifest = MANIFEST if MANIFEST in lists else next(iter(lists), None)
        for name in lists:
            if name != manifest:
                detail = f"{folder.name} has {manifest} too, which was read"
                self.refuse(name, "duplicate", detail)
        others = [path for path in files if path.name not in lists]
        if not (manifest or others):
            raise ArticleError(f"{folder.name} holds no document and no table of records")
        if manifest is None:
            self._add_all(folder, others, outer, depth)
            return
        listed = self._add_manifest(folder / manifest, read_sheet(folder / manifest), outer, depth)
        for path in others:
            if path.is_file() and path.name not in listed:
                entry = _entry_in(path, outer)
                self._try_unlisted(entry, manifest, is_named_table=path in tables)
            elif path.is_dir() and not any(name.startswith(f"{path.name}/") for name in listed):
                self.notes.append((path.name, f"not looked into: {manifest} says what is read"))

    def _add_all(self, folder: Path, paths: list[Path], outer: Entry | None, depth: int) -> None:
        """Add every file of a folder that has no manifest, and the folders inside."""
        strange: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            if not _is_within(path, folder) or (path.is_dir() and path.is_symlink()):
                detail = f"{path.name} is a link to elsewhere; copy what it names into the folder"
                self.refuse(path.name, "outside_folder", detail)
                continue
            entry = _entry_in(path, outer)
            if is_readme(path):
                note = "not read, as its name says that it is about the folder; name it to read it"
                self.notes.append((entry.file, note))
            elif path.is_dir():
                self._add_inner_folder(path, outer, depth)
            elif words := self._try_file(entry, depth):
                strange[words].append(entry.file)
        for words, names in strange.items():
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            alike = f"; so are {', '.join(names[1:_SHOWN])}{more}" if names[1:] else ""
            self.refuse(names[0], "not_a_document", f"it is {words}{alike}")

    def _try_file(self, entry: Entry, depth: int) -> str | None:
        """Add a file of a folder; say what it is if that is nothing to read."""
        path = entry.path
        if not path.is_file():
            return "no ordinary file"
        try:
            told = tell(path)
            is_table = could_be_table(path) or is_table_by_content(path)
            if told.kind is None and path.stat().st_size and not is_table and path.suffix != ENDING:
                return told.words
            self._add_file(entry, depth)
        except ArticleError as problem:
            self.refuse(entry.file, "bad_header", str(problem))
        except OSError as problem:
            self.refuse(entry.file, "unreadable", f"cannot read it: {problem.strerror}")
        return None

    def _add_inner_folder(self, folder: Path, outer: Entry | None, depth: int) -> None:
        """Add a folder inside one, under both names; an empty one says nothing."""
        inner = _entry_in(folder, outer)
        if inner.file.count("/") > _DEEPEST:
            detail = f"it lies in {_DEEPEST} folders; name it itself"
            self.refuse(inner.file, "too_deep", detail)
            return
        try:
            self._add_folder(folder, inner, depth)
        except ArticleError as problem:
            self.notes.append((inner.file, str(problem)))
        except OSError as problem:
            self.refuse(inner.file, "unreadable", f"cannot read it: {problem.strerror}")

    def _try_unlisted(self, entry: Entry, manifest: str, *, is_named_table: bool) -> None:
        """Look at a file beside a manifest that does not name it."""
        try:
            self._add_unlisted(entry, manifest, is_named_table=is_named_table)
        except ArticleError as problem:
            self.refuse(entry.file, "bad_header", str(problem))
        except OSError as problem:
            self.refuse(entry.file, "unreadable", f"cannot read it: {problem.strerror}")

    def _add_unlisted(self, entry: Entry, manifest: str, *, is_named_table: bool) -> None:
        """Add a table or annotations beside a manifest; say of a document that it is not named."""
        path = entry.path
        if path.match(NAMED) or (is_named_table and is_corrections(path)):
            self._add_file(entry)
        elif is_named_table:
            self._add_csv(entry)
        elif path.suffix.lower() != ENDING and not is_readme(path) and tell(path).kind:
            detail = f"{manifest} does not name it; add a row for it"
            self.refuse(entry.file, "unlisted", detail)

    def add_unpacked(self, folder: Path, archive: Entry, depth: int) -> None:
        """Add what an archive holds, as a folder of that name."""
        try:
            self._add_folder(folder, replace(archive, home=archive.folder), depth)
        except ArticleError as problem:
            self.refuse(archive.file, "empty", str(problem))

    def add_part(self, path: Path, entry: Entry, depth: int) -> None:
        """Add a file that came inside a document, such as one attached to a mail."""
        words = self._try_file(replace(entry, path=path), depth)
        if words:
            self.refuse(entry.file, "not_a_document", f"it is {words}")

    def _add_annotations(self, path: Path) -> None:
        """Add a file of annotations, each sequence of bytes once."""
        sha256 = hash_file(path)
        if sha256 in self._annotated:
            self.refuse(path.name, "duplicate", SAME_BYTES.format(self._annotated[sha256]))
            return
        self._annotated[sha256] = path.name
        self.annotations.append(read_annotations(path))

    def _add_csv(self, entry: Entry) -> None:
        """Tell a manifest from a table of records by its header."""
        path = entry.path
        sheet = read_sheet(path)
        if path.stem.lower() == MANIFEST_STEM:
            self._add_manifest(path, sheet)
            return
        if is_review(sheet.header):
            raise ArticleError(
                f"{path.name} is a sheet of mapper review, no source; mapper review --from reads it"
            )
        self.names |= dict.fromkeys(filter(None, sheet.header))
        if is_table(sheet.header, self.columns):
            self.tables.append(TableFile(path, entry.file, entry.folder))
        elif "file" in sheet.header and "place" not in sheet.header:
            self._add_manifest(path, sheet)
        else:
            proposal = hint(entry.file, sheet.header) or f"it has {columns_in_words(sheet.header)}"
            raise ArticleError(
                f"{path.name} is neither a manifest (column 'file') nor a table of records "
                f"(columns 'place' and 'date'); {proposal}"
            )

    def _add_manifest(
        self, path: Path, sheet: Sheet, outer: Entry | None = None, depth: int = 0
    ) -> set[str]:
        """Add a manifest's texts; give the file names it lists."""
        if "file" not in sheet.header:
            raise ArticleError(
                f"{path.name} has no column 'file'; it has {columns_in_words(sheet.header)}: "
                f"{HOW_TO_LIST}"
            )
        self.manifests.append(path)
        self.notes += ((path.name, note) for note in sheet.notes)
        dates = [row.cells["published"] for row in sheet.rows if "published" in row.cells]
        order = self._order or day_order(dates)
        listed = set()
        named = "" if outer is None else f"{outer.file}/"

        def refuse(file: str, reason: str, detail: str, row: int | None = None) -> None:
            self.refuse(f"{named}{file}", reason, detail, row)

        for row in sheet.rows:
            file = file_of(row, path.parent)
            if file is None:
                refuse(path.name, "bad_row", row.fault or "no file named", row.number)
                continue
            listed.add(file)
            self._meet([path.parent / file], outer)
            shown = name_of(file)
            entry = entry_of(row, path.parent / file, shown, order, refuse)
            if not _is_within(path.parent / file, path.parent):
                detail = f"{shown} leads out of the manifest's folder; copy the text into it"
                refuse(shown, "outside_folder", detail, row.number)
            elif entry:
                self._add_listed(_below(entry, outer), depth)
        return listed

    def _add_listed(self, entry: Entry, depth: int) -> None:
        """Add a document that a manifest names."""
        fault = _fault_of(entry.path)
        if fault:
            self.refuse(entry.file, *fault, row=entry.row)
            return
        try:
            self._add_told(entry, tell(entry.path), depth)
        except OSError as problem:
            detail = f"cannot read it: {problem.strerror}"
            self.refuse(entry.file, "unreadable", detail, entry.row)


def _entry_in(path: Path, outer: Entry | None) -> Entry:
    """Make the entry of a file in a folder that lies in another, or in an archive."""
    if outer is None:
        return Entry(path, _shown(path), "")
    if outer.path.is_dir() and not outer.is_inside:
        return Entry(path, f"{outer.file}/{_shown(path)}", "")
    return inside(outer, path, _shown(path))


def _below(entry: Entry, outer: Entry | None) -> Entry:
    """Put what a manifest lists under the name of the folder or archive that the manifest is in."""
    if outer is None:
        return entry
    named = _entry_in(entry.path, outer)
    return replace(entry, file=f"{outer.file}/{entry.file}", part_of=named.part_of, home=named.home)


def _shown(path: Path) -> str:
    """Name a file in letters that can be written: a name in no encoding has its bytes escaped."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _fault_of(path: Path) -> tuple[str, str] | None:
    """Look at a file without reading it: reason and words, or None."""
    if not path.is_file():
        return "not_found", f"no file {path.name} is there"
    if path.stat().st_size == 0:
        return "empty", "the file is empty"
    return None


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
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):  # longer than a name can be, or with a nought in it
        return False
