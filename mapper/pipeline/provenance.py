"""Where every byte came from and went: hashes, the ids made of them, and the manifest."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mapper.base import json_text
from mapper.base.ids import hash_file
from mapper.base.schema import VERSION
from mapper.base.version import __version__
from mapper.words import lists_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.gazetteer import Gazetteer
    from mapper.sources import Sources

MANIFEST = "manifest.json"
CHECKSUMS = "manifest-sha256.txt"
"""Every output and `MANIFEST`, a line each as ``sha256sum`` and BagIt (RFC 8493) have them."""
CUSTODY = "custody.jsonl"
"""The log of `mapper.pipeline.custody`: no output, so no build replaces it."""
LIBRARIES = ("folium", "geopandas", "numpy", "pandas", "pyogrio", "pyproj", "shapely")
"""Libraries whose version may show in the bytes of an output."""
READERS = (
    *("charset-normalizer", "feedparser", "htmldate", "jusText", "lxml", "pdfminer.six"),
    *("python-calamine", "rapidfuzz", "trafilatura", "warcio"),
)
"""Libraries whose version may show in what is read; those of the extra may be missing."""

_CHECKSUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")


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
    """Give the versions of the libraries that take part in reading and in writing outputs."""
    from importlib.metadata import PackageNotFoundError, version

    versions = {name: version(name) for name in LIBRARIES}
    for name in READERS:
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    return versions


def hashes_of(pack: Gazetteer) -> dict[str, str]:
    """Give the hashes of all that rules look up."""
    return {"gazetteer_hash": pack.hash(), "words_hash": lists_hash()}


def manifest(
    *,
    inputs: Sequence[Mapping[str, Any]],
    pack: Sequence[Mapping[str, Any]],
    outputs: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
    hashes: Mapping[str, str] = MappingProxyType({}),
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
    hashes
        As `hashes_of` gives them.

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
        **hashes,
        "options": dict(options),
        "inputs": list(inputs),
        "gazetteer": list(pack),
        "outputs": list(outputs),
    }


def write_manifests(
    draft: Path,
    *,
    inputs: Sequence[Mapping[str, Any]],
    pack: Path,
    options: Mapping[str, Any],
    hashes: Mapping[str, str],
) -> dict[str, Any]:
    """Write down what was read and what was written, the last of the outputs in a folder.

    Parameters
    ----------
    draft
        Folder of the outputs, all of them there.
    inputs, options, hashes
        As for `manifest`.
    pack
        Folder of the region pack.

    Returns
    -------
    manifest
        As written.
    """
    listed = manifest(
        inputs=inputs,
        pack=describe(path for path in pack.iterdir() if path.is_file()),
        outputs=describe(draft.iterdir()),
        options=options,
        hashes=hashes,
    )
    path = draft / MANIFEST
    path.write_text(to_json(listed), encoding="utf-8", newline="\n")
    lines = [(one["file"], one["sha256"]) for one in listed["outputs"]]
    text = checksums([*lines, (MANIFEST, hash_file(path))])
    (draft / CHECKSUMS).write_text(text, encoding="utf-8", newline="\n")
    return listed


def checksums(hashes: Iterable[tuple[str, str]]) -> str:
    r"""Write hashes of files, sorted by name, as ``sha256sum --check`` and BagIt take them.

    Examples
    --------
    >>> checksums([("map.html", "sha256:77"), ("b/a", "sha256:01")])
    '01  b/a\n77  map.html\n'
    """
    return "".join(f"{sha.removeprefix('sha256:')}  {name}\n" for name, sha in sorted(hashes))


def read_checksums(path: Path) -> dict[str, str] | None:
    """Read what `checksums` wrote: hashes by name; None if the file is no such list.

    A name that leads out of the folder makes it none.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    found = [_CHECKSUM.fullmatch(line) for line in lines]
    if not found or not all(one and _stays_inside(one[2]) for one in found):
        return None
    return {one[2]: f"sha256:{one[1]}" for one in found if one}


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
        listed_beside = (
            {CHECKSUMS} if MANIFEST in (read_checksums(folder / CHECKSUMS) or ()) else ()
        )
        return {MANIFEST, *listed_beside, *(name for name in names if _stays_inside(name))}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _stays_inside(name: str) -> bool:
    """Tell whether a name is that of a file in a folder, or in a folder of it."""
    parts = PurePosixPath(name).parts
    is_plain = all(part == Path(part).name != ".." for part in parts)
    return is_plain and len(parts) in {1, 2} and name == "/".join(parts)
