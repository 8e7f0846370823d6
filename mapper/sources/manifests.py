"""What a manifest says of each text that it lists, cell by cell."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from mapper.base.addresses import web_address, why_not
from mapper.base.checked import shortened
from mapper.base.schema import TEXT_KINDS
from mapper.sources.cells import (
    WHICH_FIRST,
    as_partial,
    code_of,
    is_either_way,
    is_missing,
    read_days,
)
from mapper.sources.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapper.sources.cells import Order
    from mapper.sources.sheets import SheetRow

    Refuse = Callable[[str, str, str, int], None]

MANIFEST = "manifest.csv"
MANIFEST_STEM = "manifest"
HOW_TO_LIST = (
    f"write {MANIFEST} beside the texts: a header 'file,publisher,title,published,url,language' "
    "and one row per text (only 'file' is required)"
)
IN_MANIFEST = "manifest"
"""Basis of a date of publication that a list of the user's gives."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_AS_WRITTEN = ("publisher", "title", "note")


def file_of(row: SheetRow, folder: Path) -> str | None:
    """Name the file of a row as seen from its list; None without one.

    It is written with slashes if that is where it is. Of a path that begins at the root of a
    machine outputs show no more than the name.
    """
    file = row.cells.get("file")
    if row.fault or not file:
        return None
    slashed = file.replace("\\", "/")
    try:
        told = file if slashed == file or (folder / file).exists() else slashed
    except (OSError, ValueError):  # longer than a name can be, or with a nought in it
        told = slashed
    whole = folder.resolve()
    if Path(told).is_absolute() and Path(told).is_relative_to(whole):
        return str(Path(told).relative_to(whole))
    return told


def name_of(file: str) -> str:
    """Give what a refusal calls a file: of a path from the root of a machine its name alone."""
    is_whole = file.startswith("/") or PureWindowsPath(file).is_absolute()
    return PureWindowsPath(file).name if is_whole else file


def entry_of(
    row: SheetRow, path: Path, file: str, order: Order | None, refuse: Refuse
) -> Entry | None:
    """Make the entry of one row of a manifest, whose file is not looked at yet.

    Parameters
    ----------
    row
        The row.
    path, file
        Where its file is, and what it is called.
    order
        Which comes first in dates like 05/06/2019.
    refuse
        Takes file, reason, words and row of a cell that cannot be used.
    """
    stated = row.cells.get("text_kind", TEXT_KINDS[0])
    kind = code_of(stated, TEXT_KINDS)
    if kind is None:
        detail = f"text_kind is {shortened(stated)}; it must be {' or '.join(TEXT_KINDS)}"
        refuse(file, "bad_text_kind", detail, row.number)
        return None
    said: dict[str, Any] = {
        name: None if is_missing(cell) else cell
        for name in _AS_WRITTEN
        if (cell := row.cells.get(name)) is not None
    }
    published = _published(file, row, order, refuse)
    return Entry(
        path,
        file,
        "",
        published=published,
        published_basis=IN_MANIFEST if published else None,
        url=_address(file, row, refuse),
        language=_language(file, row, refuse),
        text_kind=kind,
        original_sha256=_original(file, row, refuse),
        row=row.number,
        **said,
    )


def _published(file: str, row: SheetRow, order: Order | None, refuse: Refuse) -> str | None:
    """Take the publication date if it is one."""
    value = row.cells.get("published")
    if value is None or is_missing(value):
        return None
    days = read_days(value, order)
    if days:
        return as_partial(days)
    if is_either_way(value):
        how = WHICH_FIRST.format(value)
    else:
        how = f"{shortened(value)} is no date; write YYYY-MM-DD, YYYY-MM or YYYY"
    refuse(file, "bad_published", f"published: {how}", row.number)
    return None


def _address(file: str, row: SheetRow, refuse: Refuse) -> str | None:
    """Take the address if it is one of the web, so that no output links to anything else."""
    value = row.cells.get("url")
    if value is None or is_missing(value):
        return None
    address = web_address(value)
    if address is None:
        refuse(file, "bad_address", why_not("url", value), row.number)
    return address


def _language(file: str, row: SheetRow, refuse: Refuse) -> str | None:
    """Take the language code if it is one."""
    value = row.cells.get("language", "").lower()
    if _LANGUAGE.fullmatch(value) or not value or is_missing(value):
        return value if _LANGUAGE.fullmatch(value) else None
    detail = f"language is {shortened(value)}; write its code of two or three letters, such as en"
    refuse(file, "bad_language", detail, row.number)
    return None


def _original(file: str, row: SheetRow, refuse: Refuse) -> str | None:
    """Take the original's hash if it is one."""
    value = row.cells.get("original_sha256")
    if value is None:
        return None
    match = _HASH.fullmatch(value.lower())
    if match:
        return f"sha256:{match[1]}"
    detail = f"original_sha256 is {shortened(value)}; write the 64 hex digits of SHA-256"
    refuse(file, "bad_hash", detail, row.number)
    return None
