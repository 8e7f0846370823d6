"""One writer at a time: a lock that names its holder and goes with its process.

The lock is the system's own, on a file that its holder keeps open. So it ends with the process,
however that ends, and what a killed one leaves behind blocks nobody. The file says who holds it.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mapper.base.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WRITER = "writer"
"""File in a locked folder that is locked and says who writes."""

_STEP_S = 0.02
_LONGEST = 200
_WHERE = 1 << 30
"""Byte that is locked where a lock keeps others from reading what it covers."""


class BusyError(ExportError):
    """Another process is writing there."""


@contextmanager
def held(folder: Path, *, told: Path, patience: Callable[[], float]) -> Iterator[None]:
    """Hold the lock of a folder that serves one writer; it goes afterwards if it is empty.

    Parameters
    ----------
    folder
        Folder that stands for the lock, made if missing; what else is in it is the holder's.
    told
        What is being written, for the message.
    patience
        Gives the seconds that may be waited for another holder, anew before each try.

    Raises
    ------
    BusyError
        If another process holds it, and patience is at an end; says who.
    OSError
        If the folder cannot be made or written to, or its file system knows no locks.
    """
    handle = _taken(folder, told, patience)
    try:
        yield
    finally:
        _let_go(folder / _WRITER, handle)
        with suppress(OSError):
            folder.rmdir()


def holder(folder: Path) -> str:
    """Say who holds the lock of a folder, as far as can be told."""
    try:
        told = (folder / _WRITER).read_bytes()[:_LONGEST].decode("utf-8", "replace").strip()
    except OSError:
        told = ""
    # The file may have come from anywhere, and what it says goes to a terminal.
    return told if told and told.isprintable() else "another process"


def is_lock(folder: Path) -> bool:
    """Tell whether a folder is one that `held` made, by the file that it left there."""
    return (folder / _WRITER).is_file()


def _taken(folder: Path, told: Path, patience: Callable[[], float]) -> int:
    """Take the lock, or wait for it as long as patience lasts."""
    began = time.monotonic()
    while True:
        handle = _tried(folder)
        if handle is not None:
            return handle
        if time.monotonic() - began >= patience():
            raise BusyError(
                f"{told} is being written by {holder(folder)}; wait until that is done, or stop it"
            )
        time.sleep(_STEP_S)


def _tried(folder: Path) -> int | None:
    """Try once; None if another process has the lock, or just had it."""
    folder.mkdir(mode=0o755, exist_ok=True)
    file = folder / _WRITER
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except FileNotFoundError:  # whoever had it took the folder away a moment ago
        return None
    except PermissionError:
        if _is_held(file):  # by another user, who is to be named
            return None
        raise
    try:
        if _lock(handle) and _is_still(file, handle):
            os.truncate(handle, 0)
            os.write(handle, _who().encode())
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_held(file: Path) -> bool:
    """Tell whether somebody holds a lock that this user may look at, not take."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _who() -> str:
    """Name this process: for messages, never for an output."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"process {os.getpid()} on {platform.node() or 'this machine'} since {now} UTC"


def _is_still(file: Path, handle: int) -> bool:
    """Tell whether the file that was locked is the one others would find."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _WHERE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _let_go(file: Path, handle: int) -> None:
        os.close(handle)  # which unlocks; an open file cannot be removed
        with suppress(OSError):
            file.unlink()

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(file: Path, handle: int) -> None:
        with suppress(OSError):
            file.unlink()  # still locked: who opened it meanwhile sees that it has gone
        os.close(handle)
