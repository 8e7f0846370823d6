"""Writing a page: as one file, or as a file with its texts in scripts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.errors import ExportError
from mapper.base.sets import drafting
from mapper.base.targets import aim

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.maps.page.document import Page


LIMIT = 40_000_000
"""Bytes one file may have; a larger page is written with its data beside it."""


def write(page: Page, target: Path, *, limit: int | None = None, **kwargs: Any) -> list[Path]:  # noqa: ANN401 - folium's options
    """Write a page where it is asked for, never half of it.

    Parameters
    ----------
    page
        Document.
    target
        Path of the HTML file.
    limit
        Bytes one file may have, by default `mapper.maps.page.folder.LIMIT`; beyond it the
        movable blocks go to ``<name>_files`` as scripts. Browsers let a page from disk
        load scripts, but not data.
    **kwargs
        Handed to folium.

    Returns
    -------
    written
        The page, and the folder if there is one.

    Raises
    ------
    ExportError
        If a file cannot be written.
    """
    frame = page.frame(**kwargs)
    size = sum(len(block.payload) * 4 // 3 for block in page.blocks.values())
    beside = size > (LIMIT if limit is None else limit)
    real = aim(target)
    folder = real.with_name(f"{real.stem}_files")
    with drafting(real.parent, real.name, told=target) as draft:
        if _is_ours(folder):
            draft.leaving.update(f"{folder.name}/{path.name}" for path in folder.iterdir())
        elif beside and folder.exists():
            _check_empty(folder)
        if beside:
            _write_folder(page, draft.folder / folder.name)
        with (draft.folder / real.name).open("wb") as out:
            out.writelines(page.pieces(frame, beside=beside))
    return [target, target.with_name(folder.name)] if beside else [target]


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder holds nothing but what `_write_folder` left there."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return bool(names) and all(n.startswith("text-") and n.endswith(".js") for n in names)


def _check_empty(folder: Path) -> None:
    """Refuse a folder in the way that somebody else filled."""
    if not folder.is_dir() or any(folder.iterdir()):
        raise ExportError(f"{folder} holds files that are no map's: move them away first")


def _write_folder(page: Page, folder: Path) -> None:
    """Write the movable blocks as scripts that hand their text to the page."""
    folder.mkdir()
    for block in page.blocks.values():
        if block.movable:
            code = b'mapperText("%s","%s");\n' % (block.name.encode(), block.encoded())
            (folder / f"{block.name}.js").write_bytes(code)
