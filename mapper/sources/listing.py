"""What the user's sources hold: documents, tables of records, decisions, or nothing usable.

Listing looks at names, sizes, hashes and first bytes and reads no document but those that hold
others, so that a worker process can read its own and nobody holds the whole corpus.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ArticleError
from mapper.sources.annotated_texts import assign, no_such_text, stated
from mapper.sources.entries import Entry, Sources
from mapper.sources.formats import LIMITS
from mapper.sources.gathering import Gathering
from mapper.sources.known import lowered
from mapper.sources.records import check_columns
from mapper.sources.wishes import AS_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.sources.annotations import Annotation
    from mapper.sources.wishes import Reading

Row = dict[str, Any]

MAX_BYTES = LIMITS.text
"""Longest plain text taken as an article; a book or a dump is not one."""

STDIN = Path("-")
"""What a user names for the standard input."""
STDIN_NAME = "stdin"
"""What its content is called."""

_SHOWN = 5


def list_sources(
    sources: Iterable[Path], reading: Reading = AS_TOLD, *, corrections: Iterable[Path] = ()
) -> Sources:
    """Say what there is to read.

    Parameters
    ----------
    sources
        Folders (with or without a ``manifest.csv`` or another table of that name; their
        documents, tables of records, ``annotations*.jsonl``, ``corrections.csv``), manifests,
        tables of records, files of annotations (any other ``.jsonl``), single documents of
        `mapper.sources.formats.KINDS`; ``-`` for the standard input. Tables are what
        `mapper.sources.sheets.read_sheet` reads: CSV, Excel, OpenDocument.
    reading
        What the user says of how to read tables.
    corrections
        Files of corrections that stand elsewhere than beside the sources.

    Returns
    -------
    sources
        Documents in the order of their manifests, or of their names; each byte sequence once.
        What could not be used is in ``rejects``, and the rest goes on.

    Raises
    ------
    ArticleError
        If nothing can be used at all; the message says why of each source. If no table
        has a column that `columns` names.
    """
    columns = lowered(reading.columns)
    check_columns(columns)
    found = Gathering(reading.order, columns)
    for source in sources:
        _add(found, source)
    absent = [theirs for theirs, _ in columns if theirs not in found.names]
    if absent and found.names:
        raise ArticleError(
            f"--map: no table has a column {', '.join(absent)}; there are: {', '.join(found.names)}"
        )
    for path in corrections:
        found.add_corrections(path)
    documents = found.documents
    readings, strays, unclear = assign(found.annotations, documents.texts)
    rejects = [*found.rejects, *(row for one in found.annotations for row in one.rejects), *unclear]
    if not (documents.entries or found.tables or found.corrections):
        raise ArticleError(_nothing_usable([*rejects, *map(no_such_text, strays)]))
    return Sources(
        tuple(_annotated(entry, readings.get(entry.sha256, ())) for entry in documents.entries),
        tuple(found.tables),
        tuple(found.manifests),
        tuple(rejects),
        tuple(found.notes),
        tuple(sorted((name, path) for path, name in found.corrections.items())),
        tuple(found.annotations),
        tuple(strays),
        tuple(documents.containers),
        documents.spool,
        tuple(found.met),
    )


def _add(found: Gathering, source: Path) -> None:
    """Add one source; what is wrong with it costs only itself."""
    try:
        if source == STDIN:
            found.add_content(STDIN_NAME, sys.stdin.buffer.read(LIMITS.listing + 1))
        else:
            found.add_source(source)
    except ArticleError as problem:
        reason = "not_found" if not source.exists() else "bad_header"
        if source.is_dir():
            reason = "no_source"
        found.refuse(source.name, reason, str(problem))
    except OSError as problem:
        detail = f"cannot read it: {problem.strerror}"
        found.refuse(source.name, "unreadable", detail)


def _annotated(entry: Entry, readings: tuple[Annotation, ...]) -> Entry:
    """Give a text what others read in it."""
    return replace(entry, readings=readings, annotations=stated(readings)) if readings else entry


def _nothing_usable(rejects: Sequence[Row]) -> str:
    """Say why there is nothing to build from."""
    if not rejects:
        return "no source was named"
    lines = [f"{row['file']}: {row['detail']}" for row in rejects[:_SHOWN]]
    if len(rejects) > _SHOWN:
        lines.append(f"... and {len(rejects) - _SHOWN} more")
    return "nothing to read:\n  " + "\n  ".join(lines)
