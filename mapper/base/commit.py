"""A set of files put in place: the record of it, and what the record says carried out."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mapper.base.errors import ExportError
from mapper.base.targets import fit_mode, flush, flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIDECARS = ("-wal", "-shm", "-journal")
"""Endings of what SQLite leaves beside a store: read into another one it would spoil it."""

WRITING, COMMIT = ".mapper-writing-", ".mapper-commit-"
"""What the names of hidden folders and of records begin with."""
NEW, OLD, RECORD = "new", "old", "record"
"""What is in a hidden folder: files that come, files that went, the record until it counts."""

_FORM = 1
_KEYS = ("coming", "leaving")
_SQLITE = b"SQLite format 3\0"
_MANY = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """Files being written that will appear together.

    `folder` takes them, under the names that they will have in `home`. `leaving` takes the names
    of files in `home` that go as the new ones come: ``folder/file`` for one in a folder.
    """

    home: Path
    name: str
    leaving: set[str] = field(default_factory=set)

    @property
    def place(self) -> Path:
        """The hidden folder of this set: its lock, what comes, and what went."""
        return self.home / f"{WRITING}{self.name}"

    @property
    def record(self) -> Path:
        """The file that says, once it is there, that the set counts as written."""
        return self.home / f"{COMMIT}{self.name}"

    @property
    def folder(self) -> Path:
        """The folder to write into."""
        return self.place / NEW


def appear(draft: Draft) -> None:
    """Put the files into their places, as one set."""
    names = sorted(
        path.relative_to(draft.folder).as_posix()
        for path in draft.folder.rglob("*")
        if path.is_file()
    )
    leaving = sorted(name for name in draft.leaving - set(names) if _is_there(draft, name))
    for name in names:
        _check_name(name)
        _check_place(draft, name)
        fit_mode(draft.folder / name, draft.home / name)
    spoilers = [path for name in names for path in _spoilers(draft, name)]
    if len(names) == 1 and "/" not in names[0] and not leaving and not spoilers:
        flush(draft.folder / names[0])
        os.replace(draft.folder / names[0], draft.home / names[0])  # noqa: PTH105 - one call, one rename
        flush_folder(draft.home)
        return
    _flush_all(draft, names)
    _commit(draft, names, leaving)
    try:
        finish(draft)
    except KeyboardInterrupt:
        finish(draft)  # it counts as written; what is left takes no time
        raise
    except OSError:
        if all((draft.folder / name).exists() for name in names):
            draft.record.unlink()  # nothing has moved: the old set stays
            _drop_empty(draft, (*names, *leaving))
        raise


def _spoilers(draft: Draft, name: str) -> list[Path]:
    """Give what SQLite left beside a store that is about to be replaced by another."""
    with (draft.folder / name).open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            return []
    beside = [draft.home / (name + ending) for ending in SIDECARS]
    return [path for path in beside if path.is_file()]


def _is_there(draft: Draft, name: str) -> bool:
    """Tell whether a file is there that may go: an own one, not something behind a link."""
    target = draft.home / _inside(name)
    return target.is_file() and _is_plain(draft.home, target.parent)


def _check_name(name: str) -> None:
    try:
        _inside(name)
    except ValueError:
        raise ExportError(f"cannot write {name}: no file may be called so") from None


def _check_place(draft: Draft, name: str) -> None:
    """Refuse to put a file where something stands that is no file, or behind a link."""
    target = draft.home / name
    if target.is_symlink():
        raise ExportError(f"cannot replace {target}: it is a link; move it away first")
    if target.exists() and not target.is_file():
        raise ExportError(f"cannot replace {target}: it is no file; move it away first")
    for parent in _between(draft.home, target.parent):
        if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
            raise ExportError(f"cannot write into {parent}: it is no folder; move it away first")


def _between(home: Path, folder: Path) -> Iterator[Path]:
    """Give a folder and those around it up to `home`, which is not among them."""
    while folder != home:
        yield folder
        folder = folder.parent


def _is_plain(home: Path, folder: Path) -> bool:
    """Tell whether a folder lies in `home` itself, not behind a link."""
    return not any(one.is_symlink() for one in _between(home, folder))


def _flush_all(draft: Draft, names: list[str]) -> None:
    """Have all bytes and names on disk."""
    if len(names) > _MANY and hasattr(os, "sync"):
        os.sync()  # thousands of originals would wait for the disk one by one
        return
    for name in names:
        flush(draft.folder / name)
    for folder in {(draft.folder / name).parent for name in names} | {draft.folder, draft.place}:
        flush_folder(folder)


# --- the record, and what it says -------------------------------------------------------------


def _commit(draft: Draft, names: list[str], leaving: list[str]) -> None:
    """Put the record in its place: from then on the set counts as written."""
    made = draft.place / RECORD
    made.write_text(
        json.dumps({"form": _FORM, "coming": names, "leaving": leaving}, ensure_ascii=True),
        encoding="utf-8",
    )
    flush(made)
    flush_folder(draft.place)
    os.replace(made, draft.record)  # noqa: PTH105 - one call, one rename
    flush_folder(draft.home)


def finish(draft: Draft) -> None:
    """Carry out a record, as far as that has not been done, and take it away."""
    coming, leaving = read(draft.record)
    if not draft.folder.is_dir():
        raise _lost(draft, coming)
    for name in coming:
        _check_place(draft, name)
        (draft.home / name).parent.mkdir(exist_ok=True, parents=True)
    (draft.place / OLD).mkdir(
        mode=0o700, exist_ok=True
    )  # what a full disk may refuse comes before all moves
    for name in coming:
        _move_in(draft, name)
    for number, name in enumerate(leaving):
        _move_out(draft, name, draft.place / OLD / str(number))
    lost = [name for name in coming if not (draft.home / name).is_file()]
    if lost:
        raise _lost(draft, lost)
    for folder in _drop_empty(draft, (*coming, *leaving)) | {draft.home}:
        flush_folder(folder)
    draft.record.unlink()
    flush_folder(draft.home)


def _drop_empty(draft: Draft, names: Iterable[str]) -> set[Path]:
    """Remove folders of files whose last file has gone; give those that stay."""
    inner = {(draft.home / name).parent for name in names} - {draft.home}
    for folder in inner:
        with suppress(OSError):
            folder.rmdir()
    return {folder for folder in inner if folder.is_dir()}


def _move_in(draft: Draft, name: str) -> None:
    """Give a new file its name, if it does not have it yet."""
    new, target = draft.folder / name, draft.home / name
    if not new.is_file():
        return
    for spoiler in _spoilers(draft, name):
        spoiler.unlink(missing_ok=True)
    os.replace(new, target)  # noqa: PTH105 - one call, one rename


def _move_out(draft: Draft, name: str, away: Path) -> None:
    """Take an old file away, if that has not been done yet."""
    if not away.exists() and _is_there(draft, name):
        os.replace(draft.home / name, away)  # noqa: PTH105 - as above


def _lost(draft: Draft, names: list[str]) -> ExportError:
    """Say that files are missing without which a set cannot be finished."""
    return ExportError(
        f"{draft.home}: files that were to be put there have gone ({', '.join(names[:3])});"
        f" remove {draft.record} and write them again"
    )


def read(record: Path) -> tuple[list[str], list[str]]:
    """Read a record; whatever it says, it is of files in its folder alone."""
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        if told["form"] == _FORM:
            coming, leaving = ([_inside(name) for name in told[key]] for key in _KEYS)
            return coming, leaving
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise ExportError(f"{record} is no record of this version; remove it and write again")


def _inside(name: object) -> str:
    """Give a name back that stays inside its folder; `ValueError` for any other."""
    if isinstance(name, str) and "\0" not in name:
        parts = PurePosixPath(name).parts
        if parts and name == "/".join(parts) and ".." not in parts and Path(name).parts == parts:
            return name
    raise ValueError(name)
