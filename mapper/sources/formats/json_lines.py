"""Articles as programs keep them: an object of JSON on each line, or a list of objects.

Which of their fields is what here stands in `mapper/data/documents/fields.csv`; the first that is
filled counts.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.charsets import utf8
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.json_text import DECODER, BadJsonError, JsonText, encoding_of
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.saying import address_of, day_of, language_of, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mapper.sources.formats.limits import Limits

FIELDS = Path(__file__).parents[2] / "data" / "documents" / "fields.csv"

_START = 65_536
_ANNOTATION = "quote"
_INSIDE = ("name", "rendered", "title", "value", "$date", "$numberLong")
"""Keys under which an object in place of a value holds the value."""

_MARKED = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|p)\b[^<>]*>")
_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)


def parts_of_json(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read articles from JSON: one on each line, a list of them, or one alone.

    Parameters
    ----------
    path
        The file, in UTF-8 or with the mark of another Unicode encoding. One article at a time
        is in memory.
    limits
        ``container`` bounds the file, ``text`` an article, ``parts`` their number.

    Yields
    ------
    part
        An article, by the number of its line or its place in the list. Its text is a piece of
        HTML where it has tags. Its day is as listed, in the zone in which it is written; a date
        whose day and month could change places is none.
    refusal
        A line that is no object of JSON, is too long, or has no text.

    Raises
    ------
    DocumentError
        If the file is too large or holds nothing that begins like JSON.
    OSError
        If the file cannot be read.
    """
    if path.stat().st_size > limits.container:
        raise DocumentError("too_large", "the file of articles is too large; split it")
    with path.open("rb") as stream:
        form = _form_of(stream.read(_START))
    found = _lines(path, limits) if form == "lines" else _values(path, form, limits)
    for number, (name, value) in enumerate(found):
        if number >= limits.parts:
            told = f"the file has more than {limits.parts} articles; the others were left out"
            yield Refusal("rest", "too_large", told)
            return
        yield value if isinstance(value, Refusal) else _part(name, value, limits)


def is_articles(start: bytes) -> bool:
    """Tell articles in JSON from annotations and from any other JSON by the first object's keys.

    Parameters
    ----------
    start
        The beginning of the file; some ten thousand bytes do.

    Examples
    --------
    >>> is_articles(b'{"title": "Raid", "text": "Nine were kil')
    True
    >>> is_articles(b'{"file": "a.txt", "quote": "Nine were killed"}')
    False
    """
    keys: set[str] = set()
    reader = JsonText(io.BytesIO(start), len(start))
    try:
        if reader.peek() == "[":
            reader.take("[")
        for key in reader.members():
            keys.add(key.lower())
            reader.skip()
    except BadJsonError:
        pass  # cut off, or no JSON: what came before tells
    has = {ours for ours, names in _fields().items() if keys & set(names)}
    return _ANNOTATION not in keys and ("text" in has or {"title", "url"} <= has)


@cache
def _fields() -> dict[str, tuple[str, ...]]:
    """Give their names of our fields, the surest first."""
    found: dict[str, tuple[str, ...]] = {}
    with FIELDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["ours"]] = (*found.get(row["ours"], ()), row["theirs"].lower())
    return found


def _form_of(start: bytes) -> str:
    """Tell a list, lines, and objects that are written over several lines."""
    text = start.decode(encoding_of(start), "replace").lstrip()
    if text.startswith("["):
        return "list"
    if not text.startswith("{"):
        raise DocumentError("damaged", "the file does not begin like JSON")
    lines = [line.strip() for line in text.splitlines()[:2]]
    return "lines" if len(lines) == 1 or not lines[1] or lines[1].startswith("{") else "objects"


def _lines(path: Path, limits: Limits) -> Iterator[tuple[str, Any]]:
    """Read the lines that are not blank, each with its number."""
    with path.open("rb") as stream:
        encoding = encoding_of(stream.read(4))
    longest = 2 * limits.text
    number = 0
    # Only a line feed ends a line: JSON may hold the other signs that end lines elsewhere.
    with path.open(encoding=encoding, errors="replace", newline="\n") as text:
        while line := text.readline(longest + 1):
            number += 1
            if len(line) > longest:
                while line and not line.endswith("\n"):
                    line = text.readline(longest)
                most = longest // 1_000_000
                yield "", Refusal(str(number), "too_large", f"the line is longer than {most} MB")
            elif line.strip():
                yield str(number), _object(str(number), line)


def _object(name: str, line: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read a line."""
    try:
        found, end = DECODER.raw_decode(line.strip())
        if end == len(line.strip()):
            return found
        told = "more follows on the line"
    except RecursionError:
        told = "it is nested too deeply"
    except ValueError:
        told = "it is cut off or damaged"
    return Refusal(name, "bad_row", f"the line is not one object of JSON: {told}")


def _values(path: Path, form: str, limits: Limits) -> Iterator[tuple[str, Any]]:
    """Read the elements of a list, or objects one after another, each with its number."""
    with path.open("rb") as stream:
        reader = JsonText(stream, 2 * limits.text)
        try:
            starts = reader.elements() if form == "list" else _each(reader)
            for number, _ in enumerate(starts, start=1):
                yield str(number), reader.value()
        except BadJsonError as problem:
            told = f"the file is damaged, and the rest was left out: {problem}"
            yield "", Refusal("rest", "bad_row", told)


def _each(reader: JsonText) -> Iterator[None]:
    """Stop before each value up to the end."""
    while reader.peek():
        yield


def _part(name: str, value: object, limits: Limits) -> Part | Refusal:
    """Make an object a document."""
    if not isinstance(value, dict):
        return Refusal(name, "bad_row", "it is no object of JSON with fields")
    fields = {key.lower(): one for key, one in value.items()}
    text = _first(fields, "text", _words)
    if text is None:
        return Refusal(name, "empty", "the article has no field with its text, or an empty one")
    if len(text) > limits.text:
        most = limits.text // 1_000_000
        return Refusal(name, "too_large", f"the article is longer than {most} MB")
    published = _first(fields, "published", day_of)
    said = Said(
        title=_first(fields, "title", line_of),
        published=published,
        published_basis="listed" if published else None,
        publisher=_first(fields, "publisher", line_of),
        url=_first(fields, "url", address_of),
        language=_first(fields, "language", language_of),
    )
    kind = "html" if _PAGE.match(text) else "fragment" if _MARKED.search(text) else "text"
    return Part(name, utf8(text), kind, said, None if kind == "text" else "utf-8")


def _first(
    fields: Mapping[str, object], ours: str, read: Callable[[object], str | None]
) -> str | None:
    """Read the first of their fields for one of ours that says something."""
    for theirs in _fields()[ours]:
        value = fields.get(theirs)
        for _ in range(2):
            if isinstance(value, dict):
                value = next((value[key] for key in _INSIDE if value.get(key)), None)
        found = read(value)
        if found:
            return found
    return None


def _words(value: object) -> str | None:
    """Give a text, or the paragraphs that a list holds."""
    if isinstance(value, list):
        value = "\n\n".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) and value.strip() else None
