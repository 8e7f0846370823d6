"""Where every byte came from and went: hashes, the ids made of them, and the manifest."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mapper.base import json_text
from mapper.base.ids import hash_file
from mapper.base.schema import VERSION
from mapper.base.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.sources import Sources

MANIFEST = "manifest.json"
LIBRARIES = ("folium", "geopandas", "numpy", "pandas", "pyogrio", "pyproj", "shapely")
"""Libraries whose version may show in the bytes of an output."""


def describe(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Give name, hash and size of files, sorted by name.

    A folder stands for the files in it, named ``folder/file``: a large map keeps its
    texts in one beside it.
    """
    return [
        {"file": name, "sha256": hash_file(path), "bytes": path.stat().st_size}
        for top in sorted(paths)
        for name, path in files_of(top)
    ]


def files_of(top: Path) -> list[tuple[str, Path]]:
    """Name a file, or those in a folder, as seen from beside it, sorted: ``folder/file``."""
    inside = sorted(path for path in top.rglob("*") if path.is_file()) if top.is_dir() else [top]
    return [(path.relative_to(top.parent).as_posix(), path) for path in inside]


def inputs_of(sources: Sources) -> list[dict[str, str]]:
    """Name and hash everything the sources gave: ``kind``, ``file``, ``sha256``, sorted."""
    files = [("manifest", path) for path in sources.manifests]
    files += [("annotations", one.path) for one in sources.annotations]
    listed = [("article", entry.file, entry.sha256) for entry in sources.entries]
    listed += [("container", file, sha256) for file, sha256 in sources.containers]
    listed += [("records", one.file, hash_file(one.path)) for one in sources.tables]
    listed += [(kind, path.name, hash_file(path)) for kind, path in files]
    listed += [("corrections", name, hash_file(path)) for name, path in sources.corrections]
    return [{"kind": kind, "file": file, "sha256": sha} for kind, file, sha in sorted(listed)]


def library_versions() -> dict[str, str]:
    """Give the versions of the libraries that take part in writing outputs."""
    from importlib.metadata import version

    return {name: version(name) for name in LIBRARIES}


def manifest(
    *,
    inputs: Sequence[Mapping[str, Any]],
    pack: Sequence[Mapping[str, Any]],
    outputs: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Put together what a build read and wrote.

    Parameters
    ----------
    inputs
        As `inputs_of` gives them.
    pack
        Files of the region pack, as `describe` gives them.
    outputs
        Files written, as `describe` gives them; the manifest itself is not among them.
    options
        Options that may change an output.

    Returns
    -------
    manifest
        Without a clock and without the names of this machine's folders, so that the
        same input gives the same bytes anywhere.
    """
    return {
        "made_by": f"incident-mapper {__version__}",
        "schema_version": VERSION,
        "libraries": library_versions(),
        "options": dict(options),
        "inputs": list(inputs),
        "gazetteer": list(pack),
        "outputs": list(outputs),
    }


def to_json(value: Mapping[str, Any]) -> str:
    """Write a mapping as readable JSON, keys in the order given, one line feed at the end."""
    return json_text.to_json(value, indent=1) + "\n"


def outputs_of(folder: Path) -> set[str]:
    """Name the files that an earlier build left in a folder, by its manifest.

    Returns
    -------
    names
        The manifest itself included; empty where there is none of ours. Files in a
        folder are ``folder/file``. A name that leads out of the folder is none.
    """
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not str(listed["made_by"]).startswith("incident-mapper "):
            return set()
        names = (str(one["file"]) for one in listed["outputs"])
        return {MANIFEST, *(name for name in names if _stays_inside(name))}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _stays_inside(name: str) -> bool:
    """Tell whether a name is that of a file in a folder, or in a folder of it."""
    parts = PurePosixPath(name).parts
    is_plain = all(part == Path(part).name != ".." for part in parts)
    return is_plain and len(parts) in {1, 2} and name == "/".join(parts)
