"""Originals of what was read, kept beside the outputs under their hashes, with the text read.

They are the publishers' and the user's own, and no output: they stay at home.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.base.ids import hash_file
from mapper.pipeline.coding import PLAIN, TEXTS
from mapper.pipeline.laid_out import STEPS, layout_of
from mapper.pipeline.provenance import inputs_of, outputs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mapper.pipeline.laid_out import Named
    from mapper.sources import Entry, Sources

ORIGINALS = "originals"
"""Folder among the outputs."""
LAYOUT = "sources.json"
"""File in it that says where everything lay; see `mapper.pipeline.laid_out`."""
KEEPS = "keep_originals"
"""Key of the run under which a build says that it kept them."""

_ENDINGS = {PLAIN: ".txt", "html": ".html", "fragment": ".html", "pdf": ".pdf", "docx": ".docx"}
_READ = ".read.txt"
_ENDING = re.compile(r"\.[a-z0-9]{1,10}")
_LARGE = 20_000_000
"""Bytes beyond which only the head is kept of a file that nothing was read of."""
_HEAD = 1_000_000


class Laid(NamedTuple):
    """What there is to keep: all that was found, what the user named, and an earlier build.

    `before` is the folder of the outputs that are added to.
    """

    listing: Sources
    named: Named
    before: Path | None = None


class Originals:
    """Writes originals under the hash of their bytes: ``originals/<64 hex digits>.html``.

    What was read of one that is not plain text stands beside it, ``<64 hex digits>.read.txt``:
    offsets of the store count its code points. ``sources.json`` says where each file lay that
    the build looked at.

    Parameters
    ----------
    folder
        Outputs being made.
    laid
        What there is to keep beside the documents that are read now.
    """

    def __init__(self, folder: Path, laid: Laid) -> None:
        self._folder = folder / ORIGINALS
        self._folder.mkdir()
        self._laid = laid
        self._names: dict[str, str] = {}
        self._read: frozenset[str] = frozenset()

    def keep(self, entries: Iterable[Entry]) -> None:
        """Copy the bytes of documents, of all other files looked at, and what was kept before."""
        before = self._laid.before
        steps = self._carry_over(before) if before else []
        for entry in entries:
            name = _hex(entry.sha256) + _ENDINGS.get(entry.format, "")
            (self._folder / name).write_bytes(entry.content())
            self._names[entry.sha256] = name
        self._lay_down(steps)

    def add(self, batch: Mapping[str, list[dict[str, Any]]]) -> None:
        """Write what was read of the documents of a batch."""
        for row in batch.get(TEXTS, ()):
            path = self._folder / (_hex(row["sha256"]) + _READ)
            path.write_text(row["text"], encoding="utf-8", newline="")

    def _carry_over(self, outputs: Path) -> list[dict[str, Any] | None]:
        """Take over what an earlier build kept, also what is replaced now: it is told again.

        Gives where its sources lay.
        """
        for name in sorted(outputs_of(outputs)):
            top, _, file = name.partition("/")
            if top == ORIGINALS and file != LAYOUT and (outputs / name).is_file():
                shutil.copyfile(outputs / name, self._folder / file)
                if not file.endswith(_READ):
                    self._names["sha256:" + file.partition(".")[0]] = file
        return steps_of(outputs)

    def _lay_down(self, before: Sequence[dict[str, Any] | None]) -> None:
        """Keep all other files that were looked at, and write down where each lay."""
        self._read = frozenset(one["sha256"] for one in inputs_of(self._laid.listing))
        steps = [*before, layout_of(self._laid.listing, self._laid.named, self._keep_file)]
        # Names in no encoding have letters that only escapes can write.
        text = json.dumps({STEPS: steps}, indent=1) + "\n"
        (self._folder / LAYOUT).write_text(text, encoding="ascii", newline="\n")

    def _keep_file(self, path: Path) -> dict[str, Any]:
        """Keep a file once; of a large one that nothing was read of the head will do."""
        try:
            sha256, size = hash_file(path), path.stat().st_size
        except OSError:
            return {"is": "unreadable"}
        if size > _LARGE and sha256 not in self._read:
            return {"kept": self._keep_head(path), "bytes": size}
        if sha256 not in self._names:
            ending = path.suffix.lower()
            name = _hex(sha256) + (ending if _ENDING.fullmatch(ending) else "")
            shutil.copyfile(path, self._folder / name)
            self._names[sha256] = name
        return {"kept": self._names[sha256], "sha256": sha256}

    def _keep_head(self, path: Path) -> str:
        """Keep the beginning of a file, under the hash of that."""
        draft = self._folder / ".head"
        with path.open("rb") as stream:
            draft.write_bytes(stream.read(_HEAD))
        name = f"{_hex(hash_file(draft))}.head"
        draft.replace(self._folder / name)
        return name


def steps_of(outputs: Path) -> list[dict[str, Any] | None]:
    """Read where the sources of a build lay, and of each that added to it.

    Returns
    -------
    steps
        In order; None for one that kept nothing. Only a None where nothing tells.
    """
    try:
        told = json.loads((outputs / ORIGINALS / LAYOUT).read_text(encoding="ascii"))
        steps = told[STEPS]
    except (OSError, ValueError, LookupError, TypeError):
        return [None]
    is_sound = isinstance(steps, list) and all(isinstance(one, dict | None) for one in steps)
    return steps if is_sound and steps else [None]


def _hex(sha256: str) -> str:
    return sha256.removeprefix("sha256:")
