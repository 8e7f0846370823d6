"""What may be written over, and how: links are followed, devices and folders refused."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from mapper.base.errors import ExportError

_ORDINARY = 0o777


def aim(path: Path) -> Path:
    """Give the file that is written when a path is: the target of a link, be it there or not.

    Raises
    ------
    ExportError
        If something stands there that is no file, or the path is none.
    """
    target = Path(os.path.realpath(checked(path)))
    try:
        mode = target.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return target
    except OSError as problem:
        raise ExportError(f"cannot write {path}: {problem.strerror}") from problem
    if stat.S_ISDIR(mode):
        raise ExportError(f"cannot write {path}: it is a folder")
    if stat.S_ISLNK(mode):
        raise ExportError(f"cannot write {path}: it is a link that leads back to itself")
    if not stat.S_ISREG(mode):
        raise ExportError(
            f"cannot write {path}: it is {_kind(mode)}, and a file would take its place; text"
            " goes there by -o - and >"
        )
    return target


def checked(path: Path) -> Path:
    """Give back a path that a file system can have, and a text can name.

    Raises
    ------
    ExportError
        If it holds a null character, or bytes that are no UTF-8.
    """
    text = os.fspath(path)
    if "\0" in text:
        shown = text.replace("\0", "\\0")
        raise ExportError(f"cannot write {shown}: no name may hold a null character")
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = text.encode("utf-8", "backslashreplace").decode()
        raise ExportError(f"cannot write {shown}: the name is not UTF-8") from None
    return path


def fit_mode(made: Path, target: Path) -> None:
    """Give a new file the permissions of the one that it replaces, else those of any new file."""
    try:
        old = target.lstat()
    except OSError:
        made.chmod(0o666 & ~_umask())
        return
    mode = stat.S_IMODE(old.st_mode) & _ORDINARY
    if not _given(made, old):
        # Who was of the file's group is not of the new one's: no more than for all others.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    made.chmod(mode)


def _given(made: Path, old: os.stat_result) -> bool:
    """Give a new file the owner and group of an old one; tell whether it has that group."""
    now = made.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
        for uid in (old.st_uid, -1):
            try:
                os.chown(made, uid, old.st_gid)
            except OSError:
                continue
            return True
    return now.st_gid == old.st_gid


def flush(file: Path) -> None:
    """Have the bytes of a file on disk before its name points to them."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on disk, where the system does that at all."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def _kind(mode: int) -> str:
    """Name what is neither file, folder nor link."""
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _umask() -> int:
    """Read the process's mask; drafts may be private, outputs are as public as others."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
