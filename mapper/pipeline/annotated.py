"""Which annotations an earlier build has read already, and which texts they make it read again.

An article's rows are made of its annotations too. The table ``articles`` has, for each, the files
that speak of it and an id of what each says; a file of annotations is told by its name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import StoreError
from mapper.base.ids import hash_file
from mapper.base.rejects import reject
from mapper.sources import (
    ANNOTATIONS_STAGE,
    AnnotationFile,
    Text,
    assign,
    joined,
    names_of,
    no_such_text,
    not_there,
    parts_of,
    stated,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mapper.sources import Annotation, Entry, Sources

Row = dict[str, Any]
Input = tuple[str, str, str]

_KIND = "annotations"


@dataclass(frozen=True, slots=True)
class Annotated:
    """What becomes of annotations beside an earlier build.

    `given` names the files named now, `unchanged` the lines (file, number) whose text is not
    read again; `dropped` are inputs that count no longer.
    """

    given: frozenset[str]
    unchanged: frozenset[tuple[str, int]]
    rejects: tuple[Row, ...]
    dropped: frozenset[Input]

    def keeps(self, row: Row) -> bool:
        """Tell whether an earlier refusal of a line, or by a line's text, still stands."""
        if row["file"] not in self.given:
            return True
        return row["stage"] != ANNOTATIONS_STAGE and (row["file"], row["row"]) in self.unchanged


def with_earlier(listing: Sources, articles: Iterable[Row]) -> Sources:
    """Add to what is said of each text the annotations of files that are not named again.

    A text that comes without a file of its annotations is the one that was read with it.
    """
    given = {one.path.name for one in listing.annotations}
    before = {
        (row["file"], row["sha256"]): [
            part for part in parts_of(row["annotations"]) if part[0] not in given
        ]
        for row in articles
    }

    def together(entry: Entry) -> Entry:
        more = before.get((entry.file, entry.sha256))
        if not more:
            return entry
        return replace(entry, annotations=joined([*parts_of(entry.annotations), *more]))

    return replace(listing, entries=tuple(map(together, listing.entries)))


def compare_annotations(
    listing: Sources,
    articles: Sequence[Row],
    inputs: Collection[Input],
    *,
    todo: Sequence[Entry],
    gone: Collection[str],
) -> Annotated:
    """Tell which annotations are read with their texts now, were before, or cannot be.

    Parameters
    ----------
    listing
        The sources, as `with_earlier` gives them.
    articles
        Earlier rows of the table ``articles``.
    inputs
        What the earlier build read.
    todo, gone
        Texts to read now, and ids of articles whose earlier rows go.

    Raises
    ------
    StoreError
        If a text is to be read again whose annotations are not named again.
    """
    given = frozenset(one.path.name for one in listing.annotations)
    _check_named(articles, given, todo=todo, gone=gone)
    reading = {entry.sha256 for entry in todo}
    passed = [entry for entry in listing.entries if entry.sha256 not in reading]
    absent = [*listing.strays, *(line for entry in passed for line in entry.readings)]
    staying = [row for row in articles if row["article_id"] not in gone]
    texts = [Text(row["file"], row["sha256"]) for row in staying]
    # What is named by another of its names is that text still.
    texts += [Text(entry.file, entry.sha256) for entry in passed]
    found, strays, unclear = assign(_files(absent), texts)
    rejects = [*map(no_such_text, strays), *unclear]
    unchanged: set[tuple[str, int]] = set()
    stale: set[str] = set()
    for row in staying:
        lines = found.get(row["sha256"], ())
        now = parts_of(stated(lines))
        for name in {file for file, _ in now} | {f for f, _ in parts_of(row["annotations"])}:
            mine = [line for line in lines if line.file == name]
            if _parts(now, name) == _parts(parts_of(row["annotations"]), name):
                unchanged |= {(line.file, line.row) for line in mine}
            elif name in given:
                stale.add(name)
                rejects += _unread(row["file"], name, mine)
    return Annotated(given, frozenset(unchanged), tuple(rejects), _dropped(listing, inputs, stale))


def check_refused(rejects: Iterable[Row], listing: Sources) -> None:
    """Refuse to leave out annotations whose text was not there and is now.

    Raises
    ------
    StoreError
        If an earlier refusal that stays is of such a line.
    """
    there = {
        not_there(name): entry.file
        for entry in listing.entries
        for name in names_of(entry.file, entry.sha256)
    }
    for row in rejects:
        if row["stage"] == ANNOTATIONS_STAGE and row["detail"] in there:
            raise StoreError(
                f"{row['file']} was read before and speaks of {there[row['detail']]}, which was"
                f" not there: name {row['file']} too"
            )


def _check_named(
    articles: Iterable[Row],
    given: Collection[str],
    *,
    todo: Iterable[Entry],
    gone: Collection[str],
) -> None:
    """Refuse to read a text again without the annotations that it was read with."""
    reading = {entry.file for entry in todo}
    for row in articles:
        if row["article_id"] in gone and row["file"] in reading:
            missing = [name for name, _ in parts_of(row["annotations"]) if name not in given]
            if missing:
                raise StoreError(
                    f"{row['file']} is to be read again, and was read with annotations of"
                    f" {', '.join(missing)}: name {'it' if len(missing) == 1 else 'them'} too"
                )


def _files(lines: Iterable[Annotation]) -> list[AnnotationFile]:
    by_file: dict[str, list[Annotation]] = defaultdict(list)
    for line in lines:
        by_file[line.file].append(line)
    return [AnnotationFile(Path(name), tuple(mine), ()) for name, mine in by_file.items()]


def _parts(parts: Iterable[tuple[str, str]], name: str) -> list[str]:
    return sorted(told for file, told in parts if file == name)


def _unread(text: str, name: str, lines: Sequence[Annotation]) -> list[Row]:
    """Refuse lines of a text that was read before, and is not named again."""
    told = f"{text} was read before with other annotations; name its folder or file too"
    if lines:
        return [no_such_text(line, told) for line in lines]
    told = f"{text} was read with lines of it that are gone; name its folder or file too"
    return [reject(name, ANNOTATIONS_STAGE, "no_such_text", told)]


def _dropped(listing: Sources, inputs: Iterable[Input], stale: Collection[str]) -> frozenset[Input]:
    """Give the earlier files that those named now stand in for."""
    now: Mapping[str, set[str]] = defaultdict(set)
    for one in listing.annotations:
        now[one.path.name].add(hash_file(one.path))
    return frozenset(
        one
        for one in inputs
        if one[0] == _KIND and one[1] in now and one[2] not in now[one[1]] and one[1] not in stale
    )
