"""Articles as programs keep them: an object of JSON on each line, a list, one in an object.

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
_DEEPEST = 3
"""Objects in objects in which a list of articles is looked for."""

_LISTS = frozenset({"text", "summary"})
"""Fields that may be a list of paragraphs; of any other list the first counts."""

_INSIDE = ("name", "rendered", "title", "value", "$date", "$numberLong")
"""Keys under which an object in place of a value holds the value."""

_MARKED = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|p)\b[^<>]*>")
_CUT = re.compile(r"[ ]?\[\+\d{1,9} chars\]\s*$")
"""What NewsAPI puts behind a text that it cuts."""

_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)


def parts_of_json(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read articles from JSON: one on each line, a list of them, also in an object, or one alone.

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
        An article, by the number of its line or its place in the list: its text, else the
        summary that is given of it. It is a piece of HTML where it has tags. Its day is as
        listed, in the zone in which it is written; a date whose day and month could change
        places is none.
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
        start = stream.read(_START)
    form, inner = _form_of(start), _Shape(start).path or ()
    is_lines = form == "lines" and not inner
    found = _lines(path, limits) if is_lines else _values(path, form, inner, limits)
    for number, (name, value) in enumerate(found):
        if number >= limits.parts:
            told = f"the file has more than {limits.parts} articles; the others were left out"
            yield Refusal("rest", "too_large", told)
            return
        yield value if isinstance(value, Refusal) else _part(name, value, limits)


def is_articles(start: bytes) -> bool:
    """Tell articles in JSON from annotations and from any other JSON by the first object's keys.

    Where it holds a list of articles, they are those of the first object in the list.

    Parameters
    ----------
    start
        The beginning of the file; some ten thousand bytes do.

    Examples
    --------
    >>> is_articles(b'{"title": "Raid", "text": "Nine were kil')
    True
    >>> is_articles(b'{"status": "ok", "articles": [{"title": "Raid", "content": "Nine were')
    True
    >>> is_articles(b'{"file": "a.txt", "quote": "Nine were killed"}')
    False
    """
    return _Shape(start).path is not None


class _Shape:
    """Where in a file its articles are, told by its beginning.

    ``path`` is the keys of objects that lead to a list of articles, () where each object of the
    file is one, None where none are.
    """

    def __init__(self, start: bytes) -> None:
        self._own: set[str] = set()
        self._inner: set[str] = set()
        self._found: tuple[str, ...] = ()
        reader = JsonText(io.BytesIO(start), len(start))
        try:
            if reader.peek() == "[":
                reader.take("[")
            self._look(reader, ())
        except BadJsonError:
            pass  # cut off, or no JSON: what came before tells
        self.path = self._path()

    def _path(self) -> tuple[str, ...] | None:
        own, inner = _ours_of(self._own), _ours_of(self._inner)
        if _ANNOTATION in self._own:
            return None
        if "text" in own:
            return ()
        is_list = "text" in inner and inner & {"title", "url", "published"}
        if self._found and (is_list or {"title", "url"} <= inner):
            return self._found
        return () if {"title", "url"} <= own else None

    def _look(self, reader: JsonText, path: tuple[str, ...]) -> None:
        """Look at an object that may be an article, or hold a list of them."""
        for key in reader.members():
            sign = reader.peek()
            if not path:
                self._own.add(key.lower())
            if key.lower() not in _fields()["list"] or len(path) >= _DEEPEST or self._found:
                _keys_in(reader, key, self._own if not path else set())
            elif sign == "{":
                self._look(reader, (*path, key))
            elif sign == "[":
                self._look_into_list(reader, (*path, key))
            else:
                reader.skip()

    def _look_into_list(self, reader: JsonText, path: tuple[str, ...]) -> None:
        """Look at the first object of a list."""
        for _ in reader.elements():
            if self._found or reader.peek() != "{":
                reader.skip()
                continue
            self._found = path
            for key in reader.members():
                self._inner.add(key.lower())
                _keys_in(reader, key, self._inner)


def _keys_in(reader: JsonText, key: str, keys: set[str]) -> None:
    """Pass over a value; of an object that holds the fields of an article, take the keys."""
    if key.lower() not in _fields()["held_in"] or reader.peek() != "{":
        reader.skip()
        return
    for inner in reader.members():
        keys.add(inner.lower())
        reader.skip()


def _ours_of(keys: set[str]) -> set[str]:
    """Give which of our fields some of theirs are."""
    return {ours for ours, names in _fields().items() if keys & set(names)}


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


def _values(
    path: Path, form: str, inner: tuple[str, ...], limits: Limits
) -> Iterator[tuple[str, Any]]:
    """Read the elements of a list, or objects one after another, each with its number.

    ``inner`` are the keys that lead to the list which each of them holds.
    """
    with path.open("rb") as stream:
        reader = JsonText(stream, 2 * limits.text)
        try:
            starts = reader.elements() if form == "list" else _each(reader)
            found = (one for _ in starts for one in _inside(reader, inner))
            for number, _ in enumerate(found, start=1):
                yield str(number), reader.value()
        except BadJsonError as problem:
            told = f"the file is damaged, and the rest was left out: {problem}"
            yield "", Refusal("rest", "bad_row", told)


def _each(reader: JsonText) -> Iterator[None]:
    """Stop before each value up to the end."""
    while reader.peek():
        yield


def _inside(reader: JsonText, path: tuple[str, ...]) -> Iterator[None]:
    """Stop before a value, or before each of the list to which the keys of objects lead."""
    if not path:
        yield
    elif reader.peek() != "{":
        reader.skip()
    else:
        for key in reader.members():
            sign = reader.peek()
            if key == path[0] and sign == "[" and len(path) == 1:
                yield from reader.elements()
            elif key == path[0] and sign == "{" and len(path) > 1:
                yield from _inside(reader, path[1:])
            else:
                reader.skip()


def _part(name: str, value: object, limits: Limits) -> Part | Refusal:
    """Make an object a document."""
    if not isinstance(value, dict):
        return Refusal(name, "bad_row", "it is no object of JSON with fields")
    fields = _with_held({key.lower(): one for key, one in value.items()})
    text = _first(fields, "text", _words) or _first(fields, "summary", _words)
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
        publisher=_first(fields, "publisher", _name),
        url=_first(fields, "url", address_of),
        language=_first(fields, "language", language_of),
    )
    kind = "html" if _PAGE.match(text) else "fragment" if _MARKED.search(text) else "text"
    return Part(name, utf8(text), kind, said, None if kind == "text" else "utf-8")


def _with_held(fields: dict[str, object]) -> dict[str, object]:
    """Add the fields of an object that holds those of the article."""
    for name in _fields()["held_in"]:
        held = fields.get(name)
        if isinstance(held, dict):
            fields = {str(key).lower(): one for key, one in held.items()} | fields
    return fields


def _first(
    fields: Mapping[str, object], ours: str, read: Callable[[object], str | None]
) -> str | None:
    """Read the first of their fields for one of ours that says something."""
    for theirs in _fields()[ours]:
        value = fields.get(theirs)
        for _ in range(2):
            if isinstance(value, list) and ours not in _LISTS:
                value = value[0] if value else None
            if isinstance(value, dict):
                value = next((value[key] for key in _INSIDE if value.get(key)), None)
        found = read(value)
        if found:
            return found
    return None


def _name(value: object) -> str | None:
    """Give a name; an address is none."""
    return None if address_of(value) else line_of(value)


def _words(value: object) -> str | None:
    """Give a text, or the paragraphs that a list holds."""
    if isinstance(value, list):
        value = "\n\n".join(one for one in value if isinstance(one, str))
    return _CUT.sub("", value) if isinstance(value, str) and value.strip() else None
