"""Whether outputs are what was built, and whether building again gives them: finding by finding."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.amounts import amount
from mapper.base.errors import MapperError
from mapper.base.ids import hash_file
from mapper.base.schema import VERSION
from mapper.base.sets import settle
from mapper.base.version import __version__
from mapper.gazetteer import load_gazetteer
from mapper.pipeline import custody
from mapper.pipeline.checked_files import check_custody, check_files, events_of, read_manifest
from mapper.pipeline.compared_rows import compare_rows
from mapper.pipeline.findings import Finding, listed, plainly
from mapper.pipeline.provenance import CHECKSUMS, MANIFEST, library_versions, outputs_of
from mapper.pipeline.rebuilding import Again, Rebuilt, rebuild
from mapper.store import store_in
from mapper.words import lists_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mapper.pipeline.compared_rows import Row, Table
    from mapper.pipeline.findings import Verdict

_OF_THE_MACHINE = ("libraries", "made_by", "schema_version")
"""Parts of the manifest that tell of the programs, not of the map."""


@dataclass(frozen=True, slots=True)
class Verified:
    """All that was found of a folder of outputs."""

    folder: Path
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        told = {one.verdict for one in self.findings}
        return "differs" if "differs" in told else "unchecked" if "unchecked" in told else "same"


def verify(outputs: Path, again: Again | None) -> Verified:
    """Check outputs against their hashes and their log, and against a build done once more.

    Parameters
    ----------
    outputs
        Folder that a build left; only read, once a build that was killed there is put right.
    again
        How to build once more; None for hashes and the log alone.

    Returns
    -------
    verified
        What was found, what could not be checked, and why something differs.

    Raises
    ------
    ExportError
        If the folder holds no outputs of a build.
    """
    settle(outputs)
    manifest = read_manifest(outputs)
    findings = [*check_files(outputs, manifest), *check_custody(outputs, manifest)]
    if again is None:
        findings.append(Finding("rebuild", "unchecked", "not built again, as asked"))
    else:
        was_added_to = custody.APPENDED in events_of(outputs)
        findings += _rebuilt(outputs, manifest, again, was_added_to=was_added_to)
    return Verified(outputs, tuple(findings))


def _rebuilt(
    outputs: Path, manifest: Mapping[str, Any], again: Again, *, was_added_to: bool
) -> Iterator[Finding]:
    """Build once more and compare."""
    with tempfile.TemporaryDirectory(prefix="incident-mapper-") as folder:
        try:
            made = rebuild(outputs, manifest.get("options", {}), again, Path(folder))
        except MapperError as problem:
            yield Finding("rebuild", "unchecked", f"it could not be built again: {problem}")
            yield from _why(manifest, again)
            return
        if made is None:
            what = (
                "not built again: the build kept no originals (--keep-originals); name the sources"
                " behind the folder to build from them"
            )
            yield Finding("rebuild", "unchecked", what)
            return
        found = [
            *(Finding("rebuild", verdict, fault) for verdict, fault in made.faults),
            _told(made, again),
            *_rows(outputs, made.folder),
            *_bytes(outputs, made.folder, was_added_to=was_added_to),
        ]
    yield from found
    reasons = list(_why(manifest, again))
    yield from reasons
    if not reasons and any(one.verdict == "differs" for one in found):
        what = (
            "not by another version, library, pack or word list: the outputs, the sources or what"
            " was asked for are not those of the build"
        )
        yield Finding("why", "note", what)


def _told(made: Rebuilt, again: Again) -> Finding:
    """Say what was built once more."""
    of = "the sources given" if again.sources else "the kept originals"
    steps = f", in {made.n_steps} builds one after the other" if made.n_steps > 1 else ""
    return Finding("rebuild", "note", f"built again from {of}{steps}")


def _rows(outputs: Path, made: Path) -> Iterator[Finding]:
    """Compare the rows of the stores."""
    old, new = store_in(outputs), store_in(made)
    if not old.is_file():
        yield Finding("rows", "differs", "there is no store to compare")
        return
    try:
        tables = compare_rows(old, new)
    except MapperError as problem:
        yield Finding("rows", "differs", f"the rows cannot be compared: {problem}")
        return
    same = [table for table in tables if table.is_same]
    if same:
        n_rows = sum(table.n_old for table in same)
        yield Finding(
            "rows", "same", f"the same {amount(n_rows, 'row')} in {amount(len(same), 'table')}"
        )
    for table in tables:
        if not table.is_same:
            names = tuple(_row_in_words(table, row) for row in table.rows)
            yield Finding("rows", "differs", _table_in_words(table), names)


def _table_in_words(table: Table) -> str:
    """Say how many rows of a table differ."""
    counts = f"{amount(table.n_old, 'row')}, built again {table.n_new}"
    differing = [f"{table.n_differing} differ"] if table.n_differing else []
    return f"table {table.name}: " + "; ".join([counts, *differing, *filter(None, [table.lacks])])


def _row_in_words(table: Table, row: Row) -> str:
    """Say in which columns a row differs; values only of the table run, which tells why."""
    name = ", ".join(plainly(part) for part in row.key)
    if row.only_in:
        return (
            f"{name}: only in {'the outputs' if row.only_in == 'old' else 'what was built again'}"
        )
    if table.name == "run":
        values = (f"{plainly(a)}, built again {plainly(b)}" for _, a, b in row.columns)
        return f"{name}: {'; '.join(values)}"
    return f"{name}: {', '.join(column for column, _, _ in row.columns)}"


def _bytes(outputs: Path, made: Path, *, was_added_to: bool) -> Iterator[Finding]:
    """Compare the bytes of each output."""
    folders = (outputs, made)
    old, new = ({name for name in outputs_of(at) if (at / name).is_file()} for at in folders)
    differing = sorted(old ^ new)
    differing += [name for name in sorted(old & new) if not _is_same(outputs / name, made / name)]
    listing = {MANIFEST, CHECKSUMS}
    only_listed = set(differing) <= listing and _tell_the_same(outputs, made)
    if differing and only_listed:
        what = f"{listed(differing)}: the same but for the versions of programs"
        yield Finding("bytes", "note", what, tuple(differing))
    elif differing and was_added_to:
        what = f"after --append only the rows are promised; bytes differ in {listed(differing)}"
        yield Finding("bytes", "note", what, tuple(differing))
    elif differing:
        yield Finding("bytes", "differs", f"other bytes: {listed(differing)}", tuple(differing))
    n_same = len(old & new) - len(set(differing) & old & new)
    if n_same:
        yield Finding("bytes", "same", f"the same bytes in {amount(n_same, 'output')}")


def _is_same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and hash_file(one) == hash_file(other)


def _tell_the_same(outputs: Path, made: Path) -> bool:
    """Tell whether two manifests differ in what they say of programs alone."""
    one, other = (
        {k: v for k, v in read_manifest(folder).items() if k not in _OF_THE_MACHINE}
        for folder in (outputs, made)
    )
    return one == other


def _why(manifest: Mapping[str, Any], again: Again) -> Iterator[Finding]:
    """Say what is otherwise now than when the outputs were built."""
    then = {
        "incident-mapper": str(manifest.get("made_by", "")).removeprefix("incident-mapper "),
        "version of the tables": manifest.get("schema_version"),
        "word lists": manifest.get("words_hash"),
        "region pack": manifest.get("gazetteer_hash"),
        **manifest.get("libraries", {}),
    }
    now = {
        "incident-mapper": __version__,
        "version of the tables": VERSION,
        "word lists": lists_hash(),
        "region pack": _pack_hash(again),
        **library_versions(),
    }
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            before, after = (plainly(one.get(name) or "none") for one in (then, now))
            more = "; name the pack with --gazetteer" if name == "region pack" else ""
            yield Finding("why", "note", f"another {name}: then {before}, now {after}{more}")


def _pack_hash(again: Again) -> str | None:
    try:
        return load_gazetteer(again.gazetteer).hash()
    except MapperError:
        return None
