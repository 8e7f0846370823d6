"""Files that appear as one set: all of them or none, whenever the process is killed.

Everything is written into a hidden folder beside. Once all of it is on disk, a record that
names every file that comes and every file that goes is put beside with one rename: from then on
the set counts as written. Then the files are renamed to their places, and the record goes. Whoever
finds a record whose process is gone carries out the rest of it; a hidden folder without a record is
of a write that never was, and the next writer clears it away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mapper.base.commit import COMMIT, NEW, OLD, RECORD, WRITING, Draft, appear, finish, read
from mapper.base.errors import ExportError, MapperError
from mapper.base.lock import BusyError, held, is_lock
from mapper.base.targets import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

T = TypeVar("T")

_LONGEST_NAME = 150
_TRIES = 5
_AT_ONCE_S, _OTHERS_S, _RENAMING_S, _STEP_S = 0.5, 3.0, 20.0, 0.02
_FULL = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO),
    *(errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS),
}


@contextmanager
def drafting(home: Path, name: str, *, told: Path | None = None) -> Iterator[Draft]:
    """Give a folder whose files appear in `home`, all at once, when the block ends well.

    Parameters
    ----------
    home
        Folder for the files; made if missing, and gone again if nothing came of it.
    name
        What the set is called: one process at a time writes a set of this name there.
    told
        What messages call it; the folder itself if None.

    Yields
    ------
    draft
        On the same file system, so that moving a file is a rename. A file that is replaced
        keeps its permissions.

    Raises
    ------
    BusyError
        If another process is writing this set; says who.
    ExportError
        If the folder cannot be made or written to, the disk is full, or something that is no
        file stands in the place of one of the files.
    """
    told = home if told is None else told
    draft = Draft(Path(os.path.realpath(checked(home))), _short(name))
    made: list[Path] = []
    try:
        with _telling(draft, told):
            _make(draft.home, made)
            _clear(draft.home)
            with held(draft.place, told=told, patience=partial(_patience, draft, _AT_ONCE_S)):
                _begin(draft)
                try:
                    yield draft
                    appear(draft)
                finally:
                    if not draft.record.exists():
                        _clear_place(draft.place)
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def settle(folder: Path, names: Collection[str] | None = None) -> None:
    """Carry out what a killed process left half done; wait for one that is at it.

    Whoever reads files of a folder that were written together calls this first: then they are all
    of one write. Where no process was killed at the wrong moment, nothing is done.

    Parameters
    ----------
    folder
        Folder that is about to be read; it need not be there.
    names
        Files of it that are about to be read; None for all.

    Raises
    ------
    ExportError
        If there is something to be carried out, and it cannot be: by this user, on this medium,
        or because files of it have gone.
    """
    for draft in _left(folder, COMMIT):
        if names is None or _concerns(draft, names):
            _carry_out(draft, folder, _RENAMING_S)


def settle_file(path: Path) -> None:
    """As `settle`, for a file that is about to be read, or the one that a link leads to."""
    try:
        real = Path(os.path.realpath(path))
    except ValueError:  # no name that a file can have
        return
    settle(real.parent, [real.name])


def read_as_one(folder: Path, read_files: Callable[[], T]) -> T:
    """Read several files of a folder that were written together, so that all are of one write.

    Parameters
    ----------
    folder
        The folder, settled before (see `settle`).
    read_files
        Reads them; called again if others took their place meanwhile.

    Raises
    ------
    ExportError
        As for `settle`; or whatever reading raises.
    """
    for _ in range(_TRIES):
        settle(folder)
        before = _seen(folder)
        try:
            found = read_files()
        except MapperError:
            if _seen(folder) == before:
                raise
            continue
        if _seen(folder) == before:
            return found
    return read_files()


def _seen(folder: Path) -> list[tuple[str, int, int, int]]:
    """Give what changes when a file of a folder is replaced, or a set of them is on its way."""
    try:
        with os.scandir(folder) as entries:
            told = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    except OSError:
        return []
    return sorted((name, one.st_ino, one.st_mtime_ns, one.st_size) for name, one in told)


def _concerns(draft: Draft, names: Collection[str]) -> bool:
    """Tell whether a record is of one of some files; it may go while it is looked at."""
    try:
        coming, leaving = read(draft.record)
    except FileNotFoundError:
        return False
    except PermissionError:
        return True
    return not {*coming, *leaving}.isdisjoint(names)


def _carry_out(draft: Draft, told: Path, most_s: float) -> None:
    """Finish a set that counts as written, unless whoever writes it does."""
    try:
        with held(draft.place, told=told, patience=partial(_patience, draft, 0.0, most_s)):
            if draft.record.exists():
                finish(draft)
            _clear_place(draft.place)
    except BusyError:
        if draft.record.exists():
            raise
    except MapperError:
        raise
    except OSError as problem:
        _wait_for_others(draft, problem, told, most_s)


def _clear(home: Path) -> None:
    """Clear away what killed processes left of sets that never came to be; finish the others.

    What a living process is writing stays, and so does all that cannot be told to be ours, or is
    not this user's to clear.
    """
    for draft in _left(home, COMMIT):
        with suppress(OSError):
            _carry_out(draft, home, 0.0)
    for draft in _left(home, WRITING):
        with suppress(OSError):
            if is_lock(draft.place):
                with held(draft.place, told=home, patience=lambda: 0.0):
                    if not draft.record.exists():
                        _clear_place(draft.place)
            else:
                draft.place.rmdir()


def is_of_writing(name: str) -> bool:
    """Tell whether a name in a folder is of something that is being written, or was."""
    return name.startswith((WRITING, COMMIT))


# --- the set in the making --------------------------------------------------------------------


def _short(name: str) -> str:
    """Give a name that leaves room for what is put before it."""
    encoded = os.fsencode(name)
    return name if len(encoded) <= _LONGEST_NAME else hashlib.sha256(encoded).hexdigest()[:32]


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those around it; list what was made, the innermost first."""
    missing = []
    for one in (folder, *folder.parents):
        if one.exists():
            break
        missing.append(one)
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.insert(0, one)
    if not folder.is_dir():
        raise ExportError(f"cannot write into {folder}: it is a file, not a folder")


def _begin(draft: Draft) -> None:
    """Make room for the files, once what another process left is dealt with."""
    if draft.record.exists():
        finish(draft)
    _clear_place(draft.place)
    draft.folder.mkdir(mode=0o700)


# --- what others left, and what is told of it -------------------------------------------------


def _left(folder: Path, prefix: str) -> list[Draft]:
    """Find the sets that are written, or were, in a folder, by their records or hidden folders."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if entry.name.startswith(prefix)]
            names = [
                entry.name.removeprefix(prefix)
                for entry in found
                if (entry.is_file if prefix == COMMIT else entry.is_dir)(follow_symlinks=False)
            ]
    except (OSError, ValueError):
        return []
    home = Path(os.path.realpath(folder))
    return [Draft(home, name) for name in sorted(names)]


def _patience(draft: Draft, least_s: float, most_s: float = _RENAMING_S) -> float:
    """Give the seconds to wait for another writer: files that are on their way come soon."""
    return most_s if draft.record.exists() else least_s


def _wait_for_others(draft: Draft, problem: OSError, told: Path, most_s: float) -> None:
    """Say why a set cannot be finished here, unless somebody else does it meanwhile."""
    ends = time.monotonic() + (0.0 if problem.errno == errno.EROFS else min(most_s, _OTHERS_S))
    while draft.record.exists():
        if time.monotonic() >= ends:
            raise ExportError(
                f"{told} is between two sets of files: a process was stopped while it put new ones"
                f" there, and the rest cannot be done here ({problem.strerror or problem}). Run"
                " the same command as somebody who may write there, or write the files again"
            ) from problem
        time.sleep(_STEP_S)


def _clear_place(place: Path) -> None:
    """Remove all that is of a set, but for its lock."""
    for name in (NEW, OLD):
        shutil.rmtree(place / name, ignore_errors=True)
    (place / RECORD).unlink(missing_ok=True)


@contextmanager
def _telling(draft: Draft, told: Path) -> Iterator[None]:
    """Name the file that was to be written in what goes wrong, never the draft of it."""
    is_folder = Path(os.path.realpath(told)) == draft.home
    drafted, home = str(draft.folder), str(told if is_folder else told.parent)
    try:
        yield
    except MapperError as problem:
        text = str(problem)
        if drafted not in text:
            raise
        raise type(problem)(text.replace(drafted, home)) from problem
    except OSError as problem:
        name = problem.filename
        is_ours = problem.errno in _FULL if name is None else _is_under(name, draft.home)
        if not is_ours:
            raise
        raise ExportError(f"cannot write {told}: {problem.strerror}") from problem


def _is_under(name: object, home: Path) -> bool:
    """Tell whether a path that an error names is a folder's, or of something in it."""
    return isinstance(name, str) and (Path(name) == home or home in Path(name).parents)
