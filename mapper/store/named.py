"""What the stores of a build are called, and which of them a folder's commands read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.sets import settle

if TYPE_CHECKING:
    from pathlib import Path

STORE = "store.gpkg"
"""The complete store, which stays at home."""

RELEASED = "incidents.gpkg"
"""What is released of it, for QGIS; of builds before there were two, the store itself."""


def store_in(folder: Path) -> Path:
    """Name the store that commands read in a folder of outputs.

    It is `STORE`; where only the `RELEASED` one is there, as an earlier version left it or
    somebody handed it on, that one.

    Raises
    ------
    ExportError
        As of `mapper.base.sets.settle`.
    """
    settle(folder, (STORE, RELEASED))
    complete, released = folder / STORE, folder / RELEASED
    return released if released.is_file() and not complete.is_file() else complete
