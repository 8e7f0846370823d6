"""The folder a build writes to: what an earlier build left is replaced, nothing else is touched.

The outputs appear as one set, whenever the build is killed: see `mapper.base.sets`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapper.base.commit import SIDECARS
from mapper.base.errors import ExportError
from mapper.base.sets import drafting
from mapper.pipeline.provenance import CUSTODY, files_of, outputs_of
from mapper.store import store_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = "build"
_KEPT = frozenset({"README.md", CUSTODY})
"""Names that may stand beside outputs, and stay."""
_SHOWN = 5


@contextmanager
def filling(folder: Path, *, overwrite: bool = False, adding: bool = False) -> Iterator[Path]:
    """Give an empty folder whose files move into `folder`, as one set, when the block ends well.

    Parameters
    ----------
    folder
        Folder for the outputs; made if missing.
    overwrite
        Write into a folder that holds files of others. Those stay, unless they have
        the name of an output.
    adding
        The store there is added to: its reader, inside the block where nobody else changes it,
        says what is wrong with it.

    Yields
    ------
    draft
        Folder on the same file system, so that moving a file is a rename.

    Raises
    ------
    ExportError
        If the folder cannot be used, another build is writing there, or it holds anything
        that no build left there (hidden files, ``README.md`` and the log of custody apart)
        and `overwrite` is false.
    """
    with drafting(folder, _NAME) as draft:
        draft.leaving.update(outputs_of(folder))
        if not adding or store_in(folder).name in draft.leaving:
            _check(folder, draft.leaving, overwrite=overwrite)
        yield draft.folder


def _check(folder: Path, ours: set[str], *, overwrite: bool) -> None:
    """Refuse a folder that holds what no build left there, or something else under its name."""
    for name in sorted(ours):
        if (folder / name).is_symlink() or (folder / name).is_dir():
            kind = "a link" if (folder / name).is_symlink() else "a folder"
            raise ExportError(
                f"{folder / name} is {kind}, where a build left a file; move it away first"
            )
    if overwrite:
        return
    ours = ours | {name + ending for name in ours for ending in SIDECARS}
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
