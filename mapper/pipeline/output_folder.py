"""The folder a build writes to: filled under a temporary name, then renamed file by file.

What an earlier build left is replaced, nothing else is touched. A build that is killed
leaves the previous files whole, and its unfinished ones in a hidden folder that the next
build clears away.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.base.errors import ExportError
from mapper.pipeline.provenance import CUSTODY, MANIFEST, files_of, outputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DRAFT = ".building-"
_KEPT = frozenset({"README.md", CUSTODY})
"""Names that may stand beside outputs, and stay."""
_SIDECARS = ("-wal", "-shm", "-journal")
_SHOWN = 5


@contextmanager
def filling(folder: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give an empty folder whose files move into `folder` when the block ends well.

    Parameters
    ----------
    folder
        Folder for the outputs; made if missing.
    overwrite
        Write into a folder that holds files of others. Those stay, unless they have
        the name of an output.

    Yields
    ------
    draft
        Folder on the same file system, so that moving a file is a rename.

    Raises
    ------
    ExportError
        If the folder cannot be used, or holds anything that no build left there
        (hidden files, ``README.md`` and the log of custody apart) and `overwrite` is false.
    """
    _check(folder, overwrite=overwrite)
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(f"{_DRAFT}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder))
    except OSError as problem:
        raise ExportError(f"cannot write to {folder}: {problem.strerror}") from problem
    try:
        yield draft
        _move(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if is_new and not any(folder.iterdir()):
            folder.rmdir()


def _check(folder: Path, *, overwrite: bool) -> None:
    """Refuse a folder that holds what no build left there."""
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file; name a folder for the outputs")
    if overwrite or not folder.is_dir():
        return
    ours = outputs_of(folder)
    ours |= {name + ending for name in ours for ending in _SIDECARS}
    names = sorted(name for path in folder.iterdir() for name in _names(path))
    foreign = [n for n in names if n not in ours and n not in _KEPT and not n.startswith(".")]
    if foreign:
        shown = ", ".join(foreign[:_SHOWN]) + (" ..." if len(foreign) > _SHOWN else "")
        raise ExportError(
            f"{folder} holds files that no build left there ({shown}); name an empty folder "
            "with -o, or keep them and write beside them with --overwrite"
        )


def _names(path: Path) -> list[str]:
    """Name a file, or all files of a folder; an empty or hidden folder by itself."""
    if path.name.startswith("."):
        return [path.name]
    return [name for name, _ in files_of(path)] or [path.name]


def _move(draft: Path, folder: Path) -> None:
    """Put the new files in the place of the old ones, the manifest last."""
    stale = outputs_of(folder)
    drafted = (name for path in draft.iterdir() for name, _ in files_of(path))
    names = sorted(drafted, key=lambda n: (n == MANIFEST, n))
    try:
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (draft / name).replace(folder / name)
            _drop_sidecars(folder / name)
        for name in sorted(stale - set(names)):
            (folder / name).unlink(missing_ok=True)
            _drop_if_empty((folder / name).parent, folder)
    except OSError as problem:
        raise ExportError(
            f"cannot replace {problem.filename or folder}: {problem.strerror}; "
            "is it open in another program?"
        ) from problem


def _drop_if_empty(inner: Path, folder: Path) -> None:
    """Remove a folder inside the outputs once its last file has gone."""
    if inner != folder and inner.is_dir() and not any(inner.iterdir()):
        inner.rmdir()


def _drop_sidecars(path: Path) -> None:
    """Remove what SQLite left beside a store: read into the new one it would spoil it."""
    for ending in _SIDECARS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
