"""Originals of what was read, kept beside the outputs under their hashes, with the text read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from mapper.pipeline.coding import PLAIN, TEXTS
from mapper.pipeline.provenance import outputs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mapper.sources import Entry

ORIGINALS = "originals"
"""Folder among the outputs."""
KEEPS = "keep_originals"
"""Key of the run under which a build says that it kept them."""

_ENDINGS = {PLAIN: ".txt", "html": ".html", "fragment": ".html", "pdf": ".pdf", "docx": ".docx"}
_READ = ".read.txt"


class Originals:
    """Writes originals under the hash of their bytes: ``originals/<64 hex digits>.html``.

    What was read of one that is not plain text stands beside it, ``<64 hex digits>.read.txt``:
    offsets of the store count its code points.

    Parameters
    ----------
    folder
        Outputs being made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ORIGINALS
        self._folder.mkdir()

    def keep(self, entries: Iterable[Entry]) -> None:
        """Copy the bytes of documents."""
        for entry in entries:
            name = _hex(entry.sha256) + _ENDINGS.get(entry.format, "")
            (self._folder / name).write_bytes(entry.content())

    def add(self, batch: Mapping[str, list[dict[str, Any]]]) -> None:
        """Write what was read of the documents of a batch."""
        for row in batch.get(TEXTS, ()):
            path = self._folder / (_hex(row["sha256"]) + _READ)
            path.write_text(row["text"], encoding="utf-8", newline="")

    def carry_over(self, outputs: Path, hashes: Iterable[str]) -> None:
        """Take over what an earlier build kept of documents that stay, by their hashes."""
        staying = {_hex(sha256) for sha256 in hashes}
        for name in sorted(outputs_of(outputs)):
            top, _, file = name.partition("/")
            if (
                top == ORIGINALS
                and file.partition(".")[0] in staying
                and (outputs / name).is_file()
            ):
                shutil.copyfile(outputs / name, self._folder / file)


def _hex(sha256: str) -> str:
    return sha256.removeprefix("sha256:")
