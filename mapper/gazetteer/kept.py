"""A large pack made ready once and kept in the user's cache: found again by its hash.

A command that places one name would spend most of its time on reading tables and reducing
thirty thousand names. What came of that is kept in one file per pack, under a hash of the
pack's tables and of the code that read them: a change of either makes another file. A file
that cannot be read or written, or is not what was written, is no fault: the pack is read anew.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable

CACHE = "MAPPER_CACHE"
"""Environment variable: folder to keep packs in; empty for none."""

TABLES = ("places.csv", "names.csv", "world.csv", "regions.geojson", "pack.json")
_CODE = (
    *("index.py", "load.py", "lookup.py", "names.py", "place.py", "sounds.py", "kept.py"),
    *("reading.py", "families.py"),
)
_FAMILIES = "families"

SMALLEST = 500_000
"""Bytes of tables below which a pack is read as fast as it would be found."""

MOST_KEPT = 4
"""Packs kept; the one that was made longest ago goes."""

_ENDING = ".pack"
_DIGEST = 32


def cache_folder() -> Path | None:
    """Give the folder that packs are kept in, be it there or not; None for none."""
    named = os.environ.get(CACHE)
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "incident-mapper"


def place_of(pack: Path) -> Path | None:
    """Give the file that a pack is kept in, be it there or not; None for a small pack."""
    folder = cache_folder()
    paths = [pack / name for name in TABLES if (pack / name).is_file()]
    if folder is None or sum(path.stat().st_size for path in paths) < SMALLEST:
        return None
    digest = hashlib.sha256(repr((sys.implementation.cache_tag, marshal.version)).encode())
    code = [Path(__file__).with_name(name) for name in _CODE]
    code += sorted(Path(__file__).with_name(_FAMILIES).glob("*.csv"))
    for path in (*paths, *code):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return folder / f"{digest.hexdigest()[:40]}{_ENDING}"


def read_kept(file: Path) -> dict[str, Any] | None:
    """Read what is kept in a file; None where it is not there or not whole."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return None
    kept: dict[str, Any] = marshal.loads(content[_DIGEST:])  # noqa: S302 - our own, by its hash
    return kept


def write_kept(file: Path, kept: dict[str, Any]) -> None:
    """Keep plain values in a file: whole or not at all, and silently not where none may be."""
    content = marshal.dumps(kept)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(file) as draft:
            draft.write_bytes(hashlib.sha256(content).digest() + content)
        _forget_old(file.parent.glob(f"*{_ENDING}"))
    except OSError:
        return


def _forget_old(files: Iterable[Path]) -> None:
    by_age = sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in by_age[MOST_KEPT:]:
        path.unlink(missing_ok=True)
