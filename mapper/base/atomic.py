"""Files that appear whole or not at all: a temporary name beside the target, then a rename."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.base.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path that takes the place of `path` when the block ends well.

    Parameters
    ----------
    path
        File to write; its folder is made if missing. Whatever stood there before stays
        untouched until the block has ended without an error.

    Yields
    ------
    draft
        Empty file in the same folder, so that the rename cannot cross file systems.

    Raises
    ------
    ExportError
        If the folder cannot be made or written to, or `path` is a folder.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as draft:
    ...         _ = draft.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    draft = _draft_beside(path)
    try:
        yield draft
        _flush(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _draft_beside(path: Path) -> Path:
    """Make the empty temporary file."""
    if path.is_dir():
        raise ExportError(f"cannot write {path}: it is a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as problem:
        raise ExportError(f"cannot write {path}: {problem.strerror}") from problem
    os.close(handle)
    return Path(name)


def _flush(draft: Path) -> None:
    """Have the bytes on disk before the name points to them."""
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    """Read the process's mask; mkstemp makes files private, outputs are as public as others."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
