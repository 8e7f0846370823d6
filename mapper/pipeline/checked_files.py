"""Files against their hashes, and the log against the files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.base.amounts import amount
from mapper.base.errors import ExportError
from mapper.base.ids import hash_file
from mapper.pipeline import custody
from mapper.pipeline.findings import Finding, listed
from mapper.pipeline.provenance import (
    CHECKSUMS,
    CUSTODY,
    MANIFEST,
    files_of,
    outputs_of,
    read_checksums,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Row = dict[str, Any]

_README = "README.md"


def read_manifest(outputs: Path) -> Row:
    """Read what a build wrote down.

    Raises
    ------
    ExportError
        If the folder holds no outputs of a build, or what it wrote down is damaged.
    """
    if not outputs_of(outputs):
        raise ExportError(f"{outputs} holds no outputs of a build: it has no {MANIFEST} of ours")
    listed: Row = json.loads((outputs / MANIFEST).read_text(encoding="utf-8"))
    parts = (listed.get("options", {}), listed.get("libraries", {}), *listed.get("inputs", ()))
    if not all(isinstance(one, dict) for one in parts):
        raise ExportError(f"{outputs / MANIFEST} is damaged: it is not what a build writes")
    return listed


def check_files(outputs: Path, told_of: Row) -> Iterator[Finding]:
    """Hash every file, and compare with what is written down."""
    expected = {str(one["file"]): str(one["sha256"]) for one in told_of["outputs"]}
    told = read_checksums(outputs / CHECKSUMS)
    if told is None:
        yield Finding("files", "unchecked", f"there is no {CHECKSUMS}; {MANIFEST} is taken instead")
    elif {name: sha for name, sha in told.items() if name != MANIFEST} != expected:
        yield Finding("files", "differs", f"{CHECKSUMS} and {MANIFEST} do not list the same files")
    expected |= told or {}
    known = outputs_of(outputs)
    there = {name for path in outputs.iterdir() for name, _ in _seen(path)}
    missing = sorted(name for name in expected if name not in there)
    changed = [
        name
        for name, sha in sorted(expected.items())
        if name in there and name in known and hash_file(outputs / name) != sha
    ]
    if missing:
        yield Finding("files", "differs", f"gone: {listed(missing)}", tuple(missing))
    if changed:
        what = f"changed since the build: {listed(changed)}"
        yield Finding("files", "differs", what, tuple(changed))
    if not (missing or changed):
        yield Finding("files", "same", f"{amount(len(expected), 'file')} as written down, by hash")
    others = sorted(there - expected.keys() - {CHECKSUMS, CUSTODY, MANIFEST, _README})
    if others:
        yield Finding("files", "note", f"of no build, not looked at: {listed(others)}", (*others,))


def _seen(path: Path) -> list[tuple[str, Path]]:
    """Name the files of a folder; hidden ones are nobody's."""
    return [] if path.name.startswith(".") else files_of(path)


def check_custody(outputs: Path, told_of: Row) -> Iterator[Finding]:
    """Follow the log, and compare its last line with the outputs."""
    path = outputs / CUSTODY
    if not path.is_file() or path.is_symlink():
        yield Finding("custody", "unchecked", f"there is no {CUSTODY}")
        return
    chain = custody.read_chain(path.read_bytes())
    for fault in chain.faults:
        yield Finding("custody", "differs", f"{CUSTODY}: {fault}")
    for number in chain.cut_short:
        how = "a build was stopped while writing it, or it was damaged"
        yield Finding("custody", "note", f"{CUSTODY}: line {number} was cut short: {how}")
    tells = [line for line in chain.lines if line.entry and custody.MANIFEST_HASH in line.entry]
    sha = hash_file(outputs / MANIFEST)
    at = [line.number for line in tells if (line.entry or {})[custody.MANIFEST_HASH] == sha]
    if not at:
        what = f"no line of {CUSTODY} tells of this {MANIFEST}: it was changed, or the log was"
        yield Finding("custody", "differs", what)
    elif at[-1] != tells[-1].number:
        what = (
            f"the outputs are those of line {at[-1]} of {CUSTODY}; what line {tells[-1].number}"
            " tells of never took its place, or was taken back"
        )
        yield Finding("custody", "unchecked", what)
    elif _inputs(custody.held(chain)) != _inputs(told_of.get("inputs", ())):
        what = f"the inputs that came and went by {CUSTODY} are not those of {MANIFEST}"
        yield Finding("custody", "differs", what)
    if at and not chain.faults:
        last = chain.lines[-1]
        what = f"an unbroken chain of {amount(last.number, 'line')}, the last {last.sha256}"
        yield Finding("custody", "same", what)


def _inputs(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Give the kinds and hashes of inputs; a manifest for the public may name them otherwise."""
    return sorted((str(row["kind"]), str(row["sha256"])) for row in rows)


def events_of(outputs: Path) -> list[str]:
    """Give what happened since the last build of everything, by the log."""
    try:
        chain = custody.read_chain((outputs / CUSTODY).read_bytes())
    except OSError:
        return []
    events = [str(entry.get("event")) for entry in chain.entries]
    built = [place for place, event in enumerate(events) if event == custody.BUILT]
    return events[built[-1] :] if built else events
