"""Which text each line of annotations is of: by file name, by id, or by hash."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.ids import article_id
from mapper.base.rejects import reject
from mapper.base.schema import JOINER
from mapper.sources.annotations import ANNOTATIONS_STAGE, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mapper.sources.annotations import Annotation, AnnotationFile

Row = dict[str, Any]

_PART = re.compile(r"(.+?) (ann-[0-9a-f]{12})(?:; |$)")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that annotations may be of: its name in its list, its hash, and its list's folder."""

    file: str
    sha256: str
    folder: Path | None = None


def assign(
    files: Iterable[AnnotationFile], texts: Iterable[Text]
) -> tuple[dict[str, tuple[Annotation, ...]], list[Annotation], list[Row]]:
    """Say which lines are of which text.

    Parameters
    ----------
    files
        Files of annotations.
    texts
        The texts. One may be listed under several names.

    Returns
    -------
    found, strays, rejects
        Lines by the hash of their text, in the order of their files' names, however the files
        were given; lines whose text is none of these; and refusals of those that may be of
        several.
    """
    named: dict[str, dict[str, Text]] = defaultdict(dict)
    for text in texts:
        for name in names_of(text.file, text.sha256):
            named[name].setdefault(text.sha256, text)
    found: dict[str, list[Annotation]] = defaultdict(list)
    strays: list[Annotation] = []
    rejects: list[Row] = []
    ordered = sorted(files, key=lambda one: (one.path.name, digest_of(one.lines)))
    for folder, line in ((one.path.parent, line) for one in ordered for line in one.lines):
        several = named.get(line.text, {})
        beside = [text for text in several.values() if text.folder == folder]
        matching = beside if len(beside) == 1 else list(several.values())
        if len(matching) == 1:
            found[matching[0].sha256].append(line)
        elif matching:
            told = f"{len(matching)} texts are called {line.text}; write the hash of one into file"
            rejects.append(reject(line.file, ANNOTATIONS_STAGE, "no_such_text", told, row=line.row))
        else:
            strays.append(line)
    return {sha256: tuple(lines) for sha256, lines in found.items()}, strays, rejects


def names_of(file: str, sha256: str) -> tuple[str, ...]:
    """Give all that a line may call a text."""
    return file, article_id(sha256), sha256, sha256.removeprefix("sha256:")


def stated(lines: Sequence[Annotation]) -> str | None:
    """Name the files that speak of a text, each with the id of what it says of it.

    Examples
    --------
    >>> stated(()) is None
    True
    """
    by_file: dict[str, list[Annotation]] = defaultdict(list)
    for line in lines:
        by_file[line.file].append(line)
    return joined((file, digest_of(of_file)) for file, of_file in by_file.items())


def joined(parts: Iterable[tuple[str, str]]) -> str | None:
    """Put file names and ids together as the table ``articles`` has them."""
    return JOINER.join(f"{file} {told}" for file, told in sorted(parts)) or None


def parts_of(cell: str | None) -> list[tuple[str, str]]:
    """Take apart what `stated` put together: the files, and what each says.

    Examples
    --------
    >>> parts_of("a; b.jsonl ann-0123456789ab; c.jsonl ann-ba9876543210")
    [('a; b.jsonl', 'ann-0123456789ab'), ('c.jsonl', 'ann-ba9876543210')]
    """
    return _PART.findall(cell or "")


def no_such_text(line: Annotation, detail: str | None = None) -> Row:
    """Refuse a line whose text is not there."""
    detail = detail or not_there(line.text)
    return reject(line.file, ANNOTATIONS_STAGE, "no_such_text", detail, row=line.row)


def not_there(text: str) -> str:
    """Word that a text is not among the sources."""
    return f"no text {text} is among the sources; name its folder or file too"
