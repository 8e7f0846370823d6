"""A file that appears whole or not at all: a set of one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapper.base.sets import drafting
from mapper.base.targets import aim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path that takes the place of `path` when the block ends well.

    Parameters
    ----------
    path
        File to write; its folder is made if missing. Whatever stood there before stays
        untouched until the block has ended without an error. Of a link its target is written.

    Yields
    ------
    draft
        Empty file of the same name on the same file system.

    Raises
    ------
    ExportError
        If the folder cannot be made or written to, the disk is full, another process is
        writing the file, or `path` is something other than a file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as draft:
    ...         _ = draft.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    target = aim(path)
    with drafting(target.parent, target.name, told=path) as draft:
        made = draft.folder / target.name
        made.touch()
        yield made
