"""Where each file lay that a build looked at, so that its sources can be laid out again.

What a build refuses, and what it says of a folder, hangs on every name it met, read or not. So
all of them are written down by where they lay under the folders that the user named, without the
way to these folders, and are laid out again from their kept bytes.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.base import vectors
from mapper.base.errors import ExportError
from mapper.base.ids import hash_file
from mapper.pipeline.findings import plainly
from mapper.sources import STDIN, STDIN_NAME, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mapper.pipeline.findings import Verdict
    from mapper.sources import Sources

    Keep = Callable[[Path], dict[str, Any]]
    Fault = tuple[Verdict, str]

Row = dict[str, Any]

STEPS = "steps"
"""Key of a layout: a build, and each that added to it, in order."""
ZONES = "zones"
"""Folder in which a file of zones is laid out."""

_PIPED = Path("\0", STDIN_NAME)
"""Folder of what came on the standard input: no folder is called so."""
_OUTSIDE = "outside"
_NOTHING = ".nothing"
_OF_A_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg")


class Named(NamedTuple):
    """What the user of a build said, as `mapper.pipeline.steps.build` takes it."""

    sources: tuple[Path, ...]
    corrections: tuple[Path, ...]
    zone_file: str | None
    reading: Reading


def by_own_name(sources: Iterable[Path]) -> tuple[Path, ...]:
    """Have folders go by their own names, whatever they are called from where the user stands."""
    return tuple(one.resolve() if one.is_dir() else one for one in sources)


def layout_of(listing: Sources, named: Named, keep: Keep) -> Row:
    """Write down where everything lay that a build looked at.

    Parameters
    ----------
    listing
        What the sources were found to hold.
    named
        The paths that the user named.
    keep
        Keeps a file's bytes, and says how to find them again.

    Returns
    -------
    step
        One of the `STEPS`: names under numbered folders, never the way to them, so that the
        same sources give the same wherever they lie.
    """
    places = _Places(keep, _read(listing))
    for source in named.sources:
        places.add_top(source)
    decided = [path for _, path in listing.corrections]
    for path in decided:
        places.add_top(path)
    places.settle()
    for path in (*listing.met, *decided):
        places.add(path)
    reading = named.reading
    return {
        "sources": [places.name_of(one, listing) for one in named.sources],
        "corrections": [places.at(path) for path in decided],
        "zone_file": _zones(named.zone_file, places),
        "reading": {
            "order": reading.order,
            "encoding": reading.encoding,
            "columns": [list(pair) for pair in reading.columns],
        },
        "files": [{"at": at, **row} for at, row in sorted(places.rows.items())],
    }


@dataclass(slots=True)
class _Places:
    """Gives the names under which files lay below the folders that the user named."""

    keep: Keep
    read: frozenset[Path]
    rows: dict[str, Row] = field(default_factory=dict)
    _tops: dict[Path, Path] = field(default_factory=dict)
    """The folders of what the user named: as spelled, and where they are."""
    _names: dict[Path, str] = field(default_factory=dict)
    _outside: int = 0

    def add_top(self, named: Path) -> None:
        """Take the folder that a path is or lies in for one that files lie below."""
        if named == STDIN:
            self._tops[_PIPED] = _PIPED
            return
        folder = named if named.is_dir() else named.parent
        self._tops[folder] = folder.resolve()

    def settle(self) -> None:
        """Give the folders numbers; one that lies in another goes by that one's name."""
        whole = dict.fromkeys(self._tops.values())
        tops = [one for one in whole if not any(up in whole for up in one.parents)]
        self._names = {one: f"{number}/{one.name or 'top'}" for number, one in enumerate(tops)}

    def at(self, path: Path) -> str | None:
        """Give the name of a path, or None if it lies below none of the folders."""
        for spelled, where in {**self._tops, **{one: one for one in self._names}}.items():
            if path.is_relative_to(spelled):
                inside = where / path.relative_to(spelled)
                top = next(one for one in (inside, *inside.parents) if one in self._names)
                parts = inside.relative_to(top).parts
                return None if ".." in parts else "/".join((self._names[top], *parts))
        return None

    def name_of(self, source: Path, listing: Sources) -> str | None:
        """Give the name of a source; what came on the standard input is a file of that name."""
        if source != STDIN:
            return self.at(source)
        at = f"{self._names[_PIPED]}/{STDIN_NAME}"
        named = (path for path in listing.met if path.name == STDIN_NAME)
        for piped in (path for path in named if self.at(path) is None and path.is_file()):
            self.rows[at] = self.keep(piped)
        return at

    def add(self, path: Path) -> None:
        """Write down what a path is, unless that was done or it lies nowhere of ours."""
        at = self.at(path)
        if at is None or at in self.rows:
            return
        if path.is_symlink():
            self.rows[at] = {"link": self._target(path)}
        elif path.is_dir():
            self.rows[at] = {"is": "folder"}
        elif path.is_file():
            self.rows[at] = self.keep(path)
        elif path.exists():
            self.rows[at] = {"link": at + _NOTHING}

    def _target(self, link: Path) -> str:
        """Write down what a link leads to, and give its name.

        What lies outside of all that the user named is not looked at, unless it was read.
        """
        try:
            target = link.resolve()
        except (OSError, RuntimeError):
            return f"{self.at(link)}{_NOTHING}"
        at = self.at(target)
        if at is not None:
            self.add(target)
            return at
        self._outside += 1
        at = f"{_OUTSIDE}/{self._outside}/{target.name}"
        if target.is_dir():
            self.rows[at] = {"is": "folder"}
        elif link in self.read:
            self.rows[at] = self.keep(target)
        return at


def _read(listing: Sources) -> frozenset[Path]:
    """Give the files that something was read of."""
    paths = [*listing.manifests, *(one.path for one in listing.annotations)]
    paths += [one.path for one in listing.entries]
    return frozenset([*paths, *(one.path for one in listing.tables)])


def _zones(zone_file: str | None, places: _Places) -> str | None:
    """Keep a file of zones, with what belongs to a shapefile; give its name and layer."""
    if zone_file is None:
        return None
    path, layer = vectors.named(zone_file)
    beside = [path.with_suffix(ending) for ending in _OF_A_SHAPEFILE]
    for one in (path, *(one for one in beside if path.suffix.lower() == ".shp")):
        if one.is_file():
            places.rows[f"{ZONES}/{one.name}"] = places.keep(one)
    return f"{ZONES}/{path.name}" + (f":{layer}" if layer else "")


class LaidOut(NamedTuple):
    """Sources laid out again, and what could not be, in words.

    A fault is ``differs`` where what was kept is no longer there, ``unchecked`` where it never was.
    """

    named: Named
    faults: tuple[Fault, ...]


def lay_out(step: Mapping[str, Any], originals: Path, folder: Path) -> LaidOut:
    """Lay the sources of a build out again from what was kept.

    Parameters
    ----------
    step
        As `layout_of` gives it.
    originals
        Folder of the kept files.
    folder
        Empty folder to lay them out in.

    Returns
    -------
    laid_out
        What to give to a build.

    Raises
    ------
    ExportError
        If the layout is none, or names a place outside the folder.
    """
    try:
        faults = tuple(_put_all(step["files"], originals, folder))
        reading, zone_file = step["reading"], step["zone_file"]
        columns = tuple((theirs, ours) for theirs, ours in reading["columns"])
        sources = tuple(folder / _inside(at or "none") for at in step["sources"])
        zones = None if zone_file is None else str(folder / _inside(zone_file))
        corrections = tuple(folder / _inside(at) for at in step["corrections"])
    except (LookupError, TypeError, ValueError) as problem:
        raise ExportError(f"{originals.name} does not say where the sources lay") from problem
    except OSError as problem:
        raise ExportError(f"cannot lay out the sources: {problem.strerror}") from problem
    told = Reading(reading["order"], reading["encoding"], columns)
    return LaidOut(Named(sources, corrections, zones, told), faults)


def _put_all(files: Iterable[Mapping[str, Any]], originals: Path, folder: Path) -> Iterator[Fault]:
    """Put files, folders and links where they lay; say what cannot be put there."""
    for row in files:
        target = folder / _inside(row["at"])
        target.parent.mkdir(parents=True, exist_ok=True)
        if "kept" in row:
            fault = _put(row, originals / _plain(row["kept"]), target)
            if fault:
                yield "differs", fault
        elif "link" in row:
            where = folder / _inside(row["link"])
            target.symlink_to(os.path.relpath(where, target.parent))
        elif row.get("is") == "folder":
            target.mkdir(exist_ok=True)
        else:
            yield "unchecked", f"{plainly(row['at'])} could not be read by the build"


def _put(row: Mapping[str, Any], kept: Path, target: Path) -> str | None:
    """Put a kept file where it lay; say what is wrong with it."""
    at = plainly(row["at"])
    if not kept.is_file():
        return f"{at} is not among the kept originals ({kept.name} is gone)"
    shutil.copyfile(kept, target)
    sha256 = f"sha256:{kept.name.partition('.')[0]}"
    if hash_file(kept) != sha256 or row.get("sha256", sha256) != sha256:
        return f"{at} is not what was read: {kept.name} was changed"
    if "bytes" in row:
        os.truncate(target, int(row["bytes"]))
    return None


def _inside(at: str) -> Path:
    """Take a name of a layout as a path below a folder, never out of it."""
    parts = PurePosixPath(at).parts
    if not parts or ".." in parts or PurePosixPath(at).is_absolute() or Path(at).is_absolute():
        raise ValueError(at)
    return Path(*parts)


def _plain(name: str) -> str:
    """Take the name of a kept file, which lies in no other folder."""
    if not name or Path(name).name != name:
        raise ValueError(name)
    return name
