"""Files that lie beside texts and tables and are neither: corrections, and what programs leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.sources.sheets import could_be_table

if TYPE_CHECKING:
    from pathlib import Path

_CORRECTIONS = "corrections"
"""Name of a file of corrections, before its ending."""


def corrections_in(folder: Path) -> list[Path]:
    """List the files of corrections in a folder, by name; none of one that cannot be listed."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except PermissionError:
        return []
    return [path for path in files if is_corrections(path)]


def is_corrections(path: Path) -> bool:
    """Tell a file of corrections by its name: it is never taken for anything else."""
    return path.stem.lower() == _CORRECTIONS and not is_lock(path) and could_be_table(path)


def is_lock(path: Path) -> bool:
    """Tell the files that office programs keep beside an open table."""
    return path.name.startswith(("~$", ".~"))
