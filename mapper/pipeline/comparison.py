"""What of some sources an earlier build has read already: by hash, and by file name.

A file is told by its name as in its manifest, so a file of that name with other bytes,
or of which the manifest now says something else, replaces the earlier one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from mapper.base.errors import StoreError
from mapper.base.ids import hash_file
from mapper.base.rejects import reject
from mapper.base.schema import JOINER
from mapper.corrections import CORRECTIONS_STAGE
from mapper.pipeline import coding
from mapper.pipeline.annotated import Annotated, check_refused, compare_annotations, with_earlier
from mapper.pipeline.provenance import inputs_of
from mapper.sources import (
    ANNOTATIONS_STAGE,
    ARTICLES_STAGE,
    QUOTES_STAGE,
    RECORDS_STAGE,
    SAME_BYTES,
    Entry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.sources import Sources, TableFile

Row = dict[str, Any]
Input = tuple[str, str, str]
"""Kind (as in `mapper.pipeline.provenance.inputs_of`), file and hash of something a build read."""

_NEW_CONTENT = ("empty", "too_large", "duplicate", "bad_header")
"""Refusals of a file whose bytes were seen: what it held earlier holds no longer."""

_OF_THIS_RUN = {"path", "row", "readings", "span", "charset", "home", "spool"}
_SAID = tuple(f.name for f in fields(Entry) if f.name not in _OF_THIS_RUN)


@dataclass(frozen=True, slots=True)
class Held:
    """What an earlier build read: its inputs, and its rows of ``articles`` and ``rejects``."""

    inputs: frozenset[Input] = frozenset()
    articles: Sequence[Row] = ()
    rejects: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left to do beside an earlier build.

    ``sources`` holds only what must be coded, with every refusal that stands; ``inputs``
    is what both have read, as `mapper.pipeline.provenance.inputs_of` gives it; ``gone`` are the ids
    of articles, and ``gone_tables`` the names of tables, whose earlier rows go.
    ``gone_corrections`` names the files of corrections that are given again, and
    ``new_corrections`` those of them whose folder has sources, none of which was read before.
    ``replaced`` names the files that changed; ``n_unchanged`` counts articles and tables
    recognised.
    """

    sources: Sources
    inputs: list[dict[str, str]]
    gone: frozenset[str]
    gone_tables: frozenset[str]
    gone_corrections: frozenset[str]
    new_corrections: frozenset[str]
    replaced: tuple[str, ...]
    n_unchanged: int


def compare(listing: Sources, held: Held) -> Remaining:
    """Tell what of some sources is new beside what an earlier build read.

    Parameters
    ----------
    listing
        As `mapper.sources.listing.list_sources` gives it.
    held
        What the earlier build read.

    Returns
    -------
    remaining
        An article is recognised by the hash of its bytes and by all that its manifest
        and its annotations say of it, a table of records by its hash. Bytes that stay in the
        store under another name are refused as a duplicate, as in one build of both.

    Raises
    ------
    StoreError
        If it cannot be told which of several files of one name has changed, if a
        text that was a duplicate would count now, or if annotations of a text that is to be
        read are not named again.
    """
    listing = with_earlier(listing, held.articles)
    articles = _compare_articles(listing, held)
    annotated = compare_annotations(
        listing, held.articles, held.inputs, todo=articles.todo, gone=articles.gone
    )
    tables = _compare_tables(listing, held)
    todo = replace(listing, entries=articles.todo, tables=tables.todo)
    decided = _replaced_corrections(listing, held)
    dropped = articles.dropped | tables.dropped | annotated.dropped | decided
    dropped |= _superseded(listing, held) | _changed_containers(listing, held)
    inputs = {(o["kind"], o["file"], o["sha256"]) for o in inputs_of(todo)}
    replaced = {file for _, file, _ in tables.dropped}
    kept = [
        *_kept_rejects(listing, held, replaced, dropped, annotated),
        *_kept_of_language(listing, held, articles),
    ]
    _check_duplicates(kept, articles.replaced)
    changed = {file for _, file, _ in decided - inputs}
    check_refused(kept, listing)
    return Remaining(
        sources=replace(
            todo, rejects=(*kept, *listing.rejects, *articles.rejects, *annotated.rejects)
        ),
        inputs=[
            {"kind": kind, "file": file, "sha256": sha}
            for kind, file, sha in sorted((held.inputs - dropped) | inputs)
        ],
        gone=articles.gone,
        gone_tables=frozenset(tables.replaced),
        gone_corrections=frozenset(name for name, _ in listing.corrections),
        new_corrections=_of_new_folders(listing, held),
        replaced=tuple(sorted({*articles.replaced, *tables.replaced, *changed})),
        n_unchanged=articles.n_known + tables.n_known,
    )


@dataclass(frozen=True, slots=True)
class _Articles:
    todo: tuple[Entry, ...]
    rejects: tuple[Row, ...]
    gone: frozenset[str]
    dropped: frozenset[Input]
    replaced: frozenset[str]
    n_known: int


def _compare_articles(listing: Sources, held: Held) -> _Articles:
    """Compare the texts: those to code, those that go."""
    unread = _unread(held)
    read = [row for row in held.articles if row["file"] not in unread]
    # Where no list says its language a text tells it, the same again for the same bytes.
    before = {_said(_as_listed(row) | told) for row in read for told in ({}, {"language": None})}
    is_known = {entry: _said(_of_entry(entry)) in before for entry in listing.entries}
    kept = {(entry.file, entry.sha256) for entry, known in is_known.items() if known}
    changed = Counter(entry.file for entry, known in is_known.items() if not known)
    listed = {entry.file for entry in listing.entries}
    changed.update(
        row["file"]
        for row in listing.rejects
        if row["reason"] in _NEW_CONTENT and row["file"] not in listed
    )
    gone = [
        row
        for row in held.articles
        if row["file"] in changed and (row["file"], row["sha256"]) not in kept
    ]
    _check_names((row["file"] for row in gone), changed)
    left_out = [row for row in _of_changed(listing, held) if row["file"] not in listed]
    gone += left_out
    away = {("article", row["file"], row["sha256"]) for row in left_out}
    ids = frozenset(row["article_id"] for row in gone)
    staying = {row["sha256"]: row["file"] for row in held.articles if row["article_id"] not in ids}
    news = [entry for entry, known in is_known.items() if not known]
    return _Articles(
        todo=tuple(entry for entry in news if entry.sha256 not in staying),
        rejects=tuple(
            reject(
                entry.file,
                ARTICLES_STAGE,
                "duplicate",
                SAME_BYTES.format(staying[entry.sha256]),
                row=entry.row,
            )
            for entry in news
            if entry.sha256 in staying
        ),
        gone=ids,
        dropped=frozenset(
            one
            for one in held.inputs
            if one in away or (one[0] == "article" and one[1] in changed and one[1:] not in kept)
        ),
        replaced=frozenset(row["file"] for row in gone),
        n_known=len(kept),
    )


def _of_changed(listing: Sources, held: Held) -> list[Row]:
    """Give the articles of files that hold several and were changed since."""
    changed = {file for _, file, _ in _changed_containers(listing, held)}
    return [row for row in held.articles if row["part_of"] in changed]


def _changed_containers(listing: Sources, held: Held) -> frozenset[Input]:
    """Give the earlier bytes of files that hold several documents, where they are others now."""
    now = {("container", file, sha256) for file, sha256 in listing.containers}
    names = Counter(file for _, file, _ in now - held.inputs)
    before = {one for one in held.inputs - now if one[0] == "container" and one[1] in names}
    _check_names((file for _, file, _ in before), names)
    return frozenset(before)


def _unread(held: Held) -> set[str]:
    """Name the files that are to be read again: a rule failed on them, or they held too much.

    What an article's language keeps from being read is the same each time. Of several articles
    of one name a refusal does not tell which is meant; they are read again.
    """
    names = Counter(row["file"] for row in held.articles)
    return {
        row["file"]
        for row in held.rejects
        if row["stage"].split(".")[0] == coding.STAGE
        and (row["stage"] != coding.LANGUAGE_STAGE or names[row["file"]] != 1)
    }


@dataclass(frozen=True, slots=True)
class _Tables:
    todo: tuple[TableFile, ...]
    dropped: frozenset[Input]
    replaced: frozenset[str]
    n_known: int


def _compare_tables(listing: Sources, held: Held) -> _Tables:
    """Compare the tables of records; of a name that changed, all are read again."""
    before = {one for one in held.inputs if one[0] == "records"}
    now = {one: ("records", one.file, hash_file(one.path)) for one in listing.tables}
    changed = Counter(table.file for table, one in now.items() if one not in before)
    listed = {table.file for table in now}
    changed.update(
        row["file"]
        for row in listing.rejects
        if row["reason"] in _NEW_CONTENT and row["file"] not in listed
    )
    dropped = frozenset(one for one in before if one[1] in changed)
    _check_names((file for kind, file, sha in dropped - set(now.values())), changed)
    opened = tuple(f"{file}/" for _, file, _ in _changed_containers(listing, held))
    dropped |= {one for one in before if one[1].startswith(opened) and one[1] not in listed}
    todo = tuple(table for table, one in now.items() if one not in before - dropped)
    replaced = frozenset(file for _, file, _ in dropped)
    return _Tables(todo, dropped, replaced, len(now) - len(todo))


def _superseded(listing: Sources, held: Held) -> frozenset[Input]:
    """Give the earlier manifest that a new one of its name stands in for.

    It does where it lists texts that were read before; a manifest of other texts only
    stands beside it. Of several earlier ones none can be told, and all stay.
    """
    texts = {file for kind, file, _ in held.inputs if kind == "article"}
    if texts.isdisjoint(entry.file for entry in listing.entries):
        return frozenset()
    now = {("manifest", path.name, hash_file(path)) for path in listing.manifests}
    names = {name for _, name, _ in now}
    before = {one for one in held.inputs if one[0] == "manifest" and one[1] in names}
    count = Counter(name for _, name, _ in before)
    return frozenset(one for one in before - now if count[one[1]] == 1)


def _replaced_corrections(listing: Sources, held: Held) -> frozenset[Input]:
    """Give the earlier files of corrections that are given again, changed or not."""
    names = Counter(name for name, _ in listing.corrections)
    before = {one for one in held.inputs if one[0] == "corrections" and one[1] in names}
    _check_names((name for _, name, _ in before), names)
    return frozenset(before)


def _of_new_folders(listing: Sources, held: Held) -> frozenset[str]:
    """Name the files of corrections that lie beside sources, none of which was read before."""
    sources = [(entry.folder, entry.sha256) for entry in listing.entries]
    sources += [(one.home, hash_file(one.path)) for one in listing.tables]
    known = {sha for _, _, sha in held.inputs}
    beside = {
        name: [sha for at, sha in sources if at == path.parent]
        for name, path in listing.corrections
    }
    return frozenset(name for name, hashes in beside.items() if hashes and known.isdisjoint(hashes))


def _kept_rejects(
    listing: Sources,
    held: Held,
    tables: set[str],
    dropped: frozenset[Input],
    annotated: Annotated,
) -> list[Row]:
    """Give the earlier refusals that the new sources say nothing about."""
    manifests = {path.name for path in listing.manifests}
    folders = {entry.folder.name for entry in listing.entries}
    folders |= {one.home.name for one in listing.tables}
    seen = {entry.file for entry in listing.entries} | {row["file"] for row in listing.rejects}
    seen |= folders | {file for file, _ in listing.containers}
    seen |= {path.parent.name for path in listing.manifests}
    seen |= {one.file for one in listing.tables}
    old_manifests = {file for kind, file, _ in dropped if kind == "manifest"}

    def stays(row: Row) -> bool:
        if row["stage"] in (CORRECTIONS_STAGE, coding.LANGUAGE_STAGE):
            return False
        if row["stage"] == RECORDS_STAGE:
            return row["file"] not in tables
        if row["stage"] in (ANNOTATIONS_STAGE, QUOTES_STAGE):
            return annotated.keeps(row)
        if row["file"] in manifests:
            return row["file"] not in old_manifests and row not in listing.rejects
        return row["file"] not in seen

    return [row for row in held.rejects if stays(row)]


def _kept_of_language(listing: Sources, held: Held, articles: _Articles) -> list[Row]:
    """Give what is not read of articles that stay, with the row that a manifest has them in now."""
    staying = {row["file"] for row in held.articles if row["article_id"] not in articles.gone}
    now = {entry.file: entry.row for entry in listing.entries}
    return [
        {**row, "row": now.get(row["file"], row["row"])}
        for row in held.rejects
        if row["stage"] == coding.LANGUAGE_STAGE and row["file"] in staying
    ]


def _check_names(gone: Iterable[str], changed: Mapping[str, int]) -> None:
    """Refuse to guess which of several files of one name has changed."""
    for file, times in sorted(Counter(gone).items()):
        if times > changed[file]:
            raise StoreError(
                f"the store holds {times} files called {file!r}, and it cannot be told which of"
                " them has changed: build again from all sources"
            )


def _check_duplicates(rejects: Iterable[Row], replaced: Iterable[str]) -> None:
    """Refuse to leave out a text that was a duplicate of what is there no longer."""
    was = {SAME_BYTES.format(file): file for file in replaced}
    for row in rejects:
        if row["reason"] == "duplicate" and row["detail"] in was:
            raise StoreError(
                f"{row['file']} was left out as the same bytes as {was[row['detail']]}, which has"
                " changed: name its source too, or build again from all sources"
            )


def _of_entry(entry: Entry) -> Row:
    """Give what is said of a text by name."""
    return {name: getattr(entry, name) for name in _SAID}


def _as_listed(row: Row) -> Row:
    """Give an article's row without what the document says itself, as a list has it."""
    says = (row["document_says"] or "").split(JOINER)
    own = dict.fromkeys(filter(None, says))
    return row | own | ({"published_basis": None} if "published" in own else {})


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what makes a text the same: its file, its hash, and what its manifest says."""
    return tuple(row[name] for name in _SAID)
