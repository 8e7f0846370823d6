"""The three files that TimeMap reads: events, their sources, and what associates events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.json_text import to_json
from mapper.base.sets import drafting
from mapper.export.others.rules import parties_of, source_id
from mapper.export.others.write import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mapper.export.others.layout import Layout
    from mapper.export.others.loss import Loss
    from mapper.export.others.told import Told

    Row = dict[str, Any]

FILES = ("events.json", "sources.json", "associations.json")
_NAME = "timemap"
_CATEGORY, _FILTER = "CATEGORY", "FILTER"


def write_timemap(folder: Path, layout: Layout, told: Iterable[Told], loss: Loss) -> None:
    """Write the files into a folder, all or none of them.

    Parameters
    ----------
    folder
        Folder for `FILES`; made if missing.
    layout, told, loss
        As for `mapper.export.others.write.written`.

    Raises
    ------
    ExportError
        If a file cannot be written.
    """
    sources: dict[str, Row] = {}
    associations: dict[str, Row] = {}
    read = {}

    def watched() -> Iterator[Told]:
        for one in told:
            read[one.cells["id"]] = one
            yield one

    events = []
    for row in written(layout, watched(), loss):
        one = read[row["id"]]
        sources |= {source_id(report): _source(report) for report in one.reports}
        associations |= {made["id"]: made for made in _associations(one)}
        events.append({name: _text(cell) for name, cell in row.items()})
    contents = (
        events,
        dict(sorted(sources.items())),
        sorted(associations.values(), key=lambda made: (made["mode"], made["id"])),
    )
    with drafting(folder, _NAME) as draft:
        for name, content in zip(FILES, contents, strict=True):
            text = to_json(content, indent=1)
            (draft.folder / name).write_text(f"{text}\n", encoding="utf-8", newline="")


def _text(cell: object) -> object:
    """Spell a scalar as TimeMap wants it: as text, also a number or nothing."""
    return cell if isinstance(cell, list) else "" if cell is None else str(cell)


def _source(report: Mapping[str, Any]) -> Row:
    """Give what a report was read in."""
    name = report["title"] or report["publisher"] or report["file"]
    return {
        "id": source_id(report),
        "title": _text(name),
        "thumbnail": "",
        "paths": [report["url"]] if report["url"] else [],
        "type": "",
        "affil_s": [],
        "url": _text(report["url"]),
        "description": _text(report["publisher"]),
        "parent": "",
        "author": "",
        "date": _text(report["published"]),
        "notes": _text(report["file"]),
    }


def _associations(told: Told) -> Iterator[Row]:
    """Give the kind of an event as its category, and its parties as filters."""
    kind = told.cells["event_type"]
    words = kind.replace("_", " ")
    yield {"id": kind, "title": words, "desc": "", "mode": _CATEGORY, "filter_paths": []}
    for party in parties_of(told.cells["actor"]):
        paths = ["actor", party]
        yield {"id": party, "title": party, "desc": "", "mode": _FILTER, "filter_paths": paths}
