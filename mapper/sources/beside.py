"""Files that lie beside texts and tables and are neither: corrections, and what programs leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.sources.sheets import could_be_table

if TYPE_CHECKING:
    from pathlib import Path

_CORRECTIONS = "corrections"
"""Name of a file of corrections, before its ending."""
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_COMPANION = "_files"
_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")


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


def is_clutter(path: Path) -> bool:
    """Tell what programs leave in a folder: hidden files, locks, and what a saved page drew.

    A browser keeps the images, scripts and frames of ``page.html`` in ``page_files``.
    """
    name = path.name
    if name.startswith(".") or name.lower() in _CLUTTER or is_lock(path):
        return True
    stem = name.removesuffix(_COMPANION)
    return stem != name and any(path.with_name(stem + ending).exists() for ending in _PAGES)


def is_readme(path: Path) -> bool:
    """Tell a file that speaks of its folder by its name."""
    return path.stem.lower() in {"readme", "license", "licence"} and path.is_file()
