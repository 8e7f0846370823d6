"""Where documents lie that were taken out of others, until a build has read them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.base.errors import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "incident-mapper-"
_PARTS = "parts"


class Spool:
    """A folder among the system's temporary ones, which goes when nobody holds this object.

    Many small parts are written one behind the other into one file, so that an export of
    a hundred thousand messages is not as many files.
    """

    def __init__(self) -> None:
        self._root: Path | None = None
        self._count = 0
        self._end = 0

    def __reduce__(self) -> tuple[type[Spool], tuple[()]]:
        """Go to another process without what it keeps, which stays this one's to clear."""
        return Spool, ()

    def add(self, content: bytes) -> tuple[Path, tuple[int, int]]:
        """Keep bytes; give the file they stand in, where they begin and how many they are."""
        path = self._folder() / _PARTS
        with telling(), path.open("ab") as stream:  # not unbuffered: that may write a part
            stream.write(content)
        span = (self._end, len(content))
        self._end += len(content)
        return path, span

    def file(self, name: str, content: bytes) -> Path:
        """Keep bytes as a file of their own under a name."""
        path = self.folder() / (Path(name).name or "part")
        with telling():
            path.write_bytes(content)
        return path

    def folder(self, name: str = "") -> Path:
        """Make an empty folder, called as asked."""
        self._count += 1
        path = self._folder() / str(self._count) / name
        with telling():
            path.mkdir(parents=True)
        return path

    def _folder(self) -> Path:
        """Make the root once something is to be kept, readable by this user alone."""
        if self._root is None:
            with telling():
                self._root = Path(tempfile.mkdtemp(prefix=_PREFIX))
            weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)
        return self._root


@contextmanager
def telling(*errnos: int) -> Iterator[None]:
    """Say where there is no room, which is not where the outputs go.

    Parameters
    ----------
    *errnos
        What to tell, by the system's numbers; all if none is given.

    Raises
    ------
    MapperError
        In place of an `OSError` of the block.
    """
    try:
        yield
    except OSError as problem:
        if errnos and problem.errno not in errnos:
            raise
        where = tempfile.tempdir or "a temporary folder"
        raise MapperError(
            f"cannot unpack into {where}: {problem.strerror or problem}; name a folder with more"
            " room by the environment variable TMPDIR"
        ) from problem
