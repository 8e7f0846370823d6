"""Commands cut off after every single step on the disk, in copies of the folder they write to.

A set of files is drafted once; then a copy of it is put in place and cut off after the first step,
another after the second, and so on. A step is a rename, a removal, a new folder, or a flush; once
cut off, no other is done, whatever wants to clear up. What is left is what a killed command leaves,
and costs no second command.

Copies share the bytes of files, and nothing is flushed: a killed process takes no byte with it that
it has written. What a machine leaves that loses its power cannot be seen so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import warnings
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from mapper.base import sets
from mapper.base.commit import Draft, appear
from mapper.base.sets import is_of_writing
from mapper.pipeline.provenance import CUSTODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STEPS = ("replace", "unlink", "mkdir", "rmdir", "fsync")
WHOLE = 0


class KilledError(BaseException):
    """The process is no more."""


def files_of(folder: Path) -> dict[str, str]:
    """Give the hash of every file of a folder that can be seen, by its name.

    The log of custody is left out: a line of it comes before the outputs that it tells of.
    """
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): _hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != CUSTODY
        and not is_of_writing(path.relative_to(folder).parts[0])
    }


def _hash(path: Path) -> str:
    told = path.stat()
    return _hash_once(path, (told.st_ino, told.st_mtime_ns, told.st_size))


_HASHES: dict[tuple[int, int, int], str] = {}


def _hash_once(path: Path, which: tuple[int, int, int]) -> str:
    if which not in _HASHES:
        _HASHES[which] = hashlib.sha256(path.read_bytes()).hexdigest()
    return _HASHES[which]


def leftovers(folder: Path) -> list[str]:
    """Name what a command left hidden in a folder, and empty folders."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if is_of_writing(path.name) or (path.is_dir() and not any(path.iterdir()))
    )


@contextmanager
def every_kill(home: Path, scratch: Path) -> Iterator[list[Path]]:
    """Have every set that is put into `home` put into copies too, by processes that die of it.

    Gives the copies, one for each step after which one died; they are there after the block.
    """
    left: list[Path] = []

    def watched(draft: Draft) -> None:
        if draft.home == home.resolve():
            left.extend(_killed(draft, scratch))
        appear(draft)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sets, "appear", watched)
        patched.setattr(os, "fsync", lambda _: None)
        yield left


def _killed(draft: Draft, scratch: Path) -> Iterator[Path]:
    """Give a copy for each step after which putting the files in place may be cut off."""
    for step in count():
        home = scratch / str(step)
        shutil.copytree(draft.home, home, symlinks=True, copy_function=_linked)
        copy = Draft(home, draft.name, set(draft.leaving))
        yield home
        if _put(copy, step):
            return


def _linked(source: str, target: str) -> None:
    """Give a file a second name; a lock is a file of its own, or it would be held here."""
    if source.endswith(f"{os.sep}writer"):
        shutil.copy(source, target)
    else:
        os.link(source, target)


def _put(draft: Draft, most: int) -> bool:
    """Put the files in place, and stop dead after so many steps; tell whether it came to an end."""
    left = [most]
    with pytest.MonkeyPatch.context() as patched:
        for name in STEPS:
            patched.setattr(os, name, _counted(getattr(os, name), left))
        try:
            appear(draft)
            sets._clear_place(draft.place)
        except KilledError:
            return False
    return True


def _counted(real: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def step(*args: object, **kwargs: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError
        return real(*args, **kwargs)

    return step


def in_child(work: Callable[[], object]) -> int:
    """Do something in a child of this process; give the code that it ends with."""
    with warnings.catch_warnings():
        # The child touches files alone, and never what another thread may hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = WHOLE
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
