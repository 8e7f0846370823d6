"""Annotations: incidents that a tool, a model or a person read in texts, a line of JSON each.

What they say is checked here; whether the texts hold the words that they quote is seen where the
texts are read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from mapper.base.rejects import reject
from mapper.sources.annotated_fields import (
    CELLS,
    MAX_QUOTE,
    RENAMED,
    SPOT,
    Spot,
    kind_of,
    listed,
    places_of,
    shown,
    values_of,
    words_of,
)
from mapper.sources.checked import BadCellError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Row = dict[str, Any]

ANNOTATIONS_STAGE = "annotations"
QUOTES_STAGE = "annotations.text"
"""Stages of what is wrong with a line, and of what its text does not bear out."""

ANNOTATION_RULE = "annotation"
ENDING = ".jsonl"
NAMED = f"annotations*{ENDING}"
"""What a file of annotations is called among the texts of a folder."""

MAX_LINE = 200_000
"""Bytes of the longest line; a quote is a sentence or two."""
_MOST_DIGITS = 50
_HEADER = {"annotator", "by", "only"}
FIELDS = frozenset({"file", "quote", "start", "none", "by", "places", *CELLS, *SPOT[1:], *RENAMED})
"""Every field that a line may have."""

_NAME = re.compile(r"\w[\w .:@/+-]{0,59}")
_NOT_IN_NAMES = re.compile(r"[^\w -]+")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One line: what somebody says that a text tells, and the words that show it.

    `text` names the text: its file, its id or its hash. `values` are columns of the table
    incidents; `none` says that the words tell of no incident, or without words the whole text;
    `only` that nothing but annotations is to be read from the text.
    """

    file: str
    row: int
    by: str
    text: str
    quotes: tuple[str, ...]
    digest: str
    start: int | None = None
    none: bool = False
    only: bool = False
    values: tuple[tuple[str, Any], ...] = ()
    places: tuple[Spot, ...] = ()

    @property
    def rule(self) -> str:
        """The rule of what is made of it. A dot in a rule begins a mark, so a name has none."""
        return f"{ANNOTATION_RULE}:{self.by.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """A file of annotations: its lines that can be used, and what is wrong with the others."""

    path: Path
    lines: tuple[Annotation, ...]
    rejects: tuple[Row, ...]


def read_annotations(path: Path) -> AnnotationFile:
    """Read and check a file of annotations.

    Parameters
    ----------
    path
        A file with an object of JSON on each line, as `mapper/docs/annotations.md` has it. The
        first may be a header: who annotated, and whether theirs is the only reading.

    Returns
    -------
    annotations
        Lines in the order of the file. One that cannot be used is a reject with its number,
        which names the field.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    lines: list[Annotation] = []
    rejects: list[Row] = []
    by, only, is_first = _NOT_IN_NAMES.sub("-", path.stem).strip("- ") or "unnamed", False, True
    for number, raw in _raw_lines(path):
        try:
            said = _object(raw)
            if "file" not in said and said.keys() <= _HEADER and is_first:
                by, only = _annotator(said, by), _flag(said, "only")
            else:
                lines.append(_annotation(path.name, number, said, raw or b"", by=by, only=only))
        except BadCellError as problem:
            reason, detail = problem.args
            rejects.append(reject(path.name, ANNOTATIONS_STAGE, reason, detail, row=number))
        is_first = False
    return AnnotationFile(path, tuple(lines), tuple(rejects))


def _raw_lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Give the lines that are not blank with their numbers; None for one that is too long."""
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            is_long = len(line) > MAX_LINE
            while is_long and not line.endswith(b"\n") and line:
                line = stream.readline(MAX_LINE)
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if is_long:
                yield number, None
            elif line.strip():
                yield number, line.strip()


def _object(raw: bytes | None) -> Row:
    """Read a line as an object of JSON whose fields stand there once."""
    if raw is None:
        raise BadCellError("too_large", f"the line is longer than {MAX_LINE} bytes")
    try:
        said = json.loads(
            raw.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole
        )
    except UnicodeDecodeError as problem:
        raise BadCellError("not_utf8", f"byte {problem.start} of the line is not UTF-8") from None
    except BadCellError:
        raise
    except RecursionError:
        raise BadCellError("bad_row", "the line is nested too deeply") from None
    except ValueError as problem:
        raise BadCellError("bad_row", f"the line is not JSON: {problem}") from None
    if not isinstance(said, dict):
        raise BadCellError("bad_row", f"the line is {kind_of(said)}; write an object: {{...}}")
    return said


def _once(pairs: list[tuple[str, Any]]) -> Row:
    """Make an object of its pairs."""
    made = dict(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = next(key for key in times if times[key] > 1)
        raise BadCellError("unknown_field", f"the field {shown(twice)} stands there twice")
    return made


def _no_number(word: str) -> NoReturn:
    """Refuse what Python's JSON takes beyond the standard."""
    raise BadCellError("bad_number", f"{word} is no number of JSON; write null or leave it out")


def _whole(digits: str) -> int:
    """Read an integer that somebody could mean."""
    if len(digits) > _MOST_DIGITS:
        raise BadCellError("bad_number", f"a number of {len(digits)} digits")
    return int(digits)


def _annotation(
    file: str, number: int, said: Mapping[str, Any], raw: bytes, *, by: str, only: bool
) -> Annotation:
    """Check one line."""
    for name in said:
        if name not in FIELDS:
            told = f"there is no field {shown(name)}; there are: {', '.join(sorted(FIELDS))}"
            raise BadCellError("unknown_field", told)
    fields: Row = {}
    for name, value in said.items():
        ours = RENAMED.get(name, name)
        if value is not None and ours in fields:
            raise BadCellError("unknown_field", f"{name} and another field both say {ours}")
        if value is not None:
            fields[ours] = value
    text = words_of(fields.get("file"), "file")
    by, none = _annotator(fields, by), _flag(fields, "none")
    digest = hashlib.sha256(f"{by}\x1f{only}\x1f".encode() + raw).hexdigest()
    made = Annotation(file, number, by, text, _quotes(fields, none=none), digest, only=only)
    extra = fields.keys() - {"file", "quote", "start", "none", "by"}
    if none and extra:
        told = f"none says that there is no incident, and {min(extra)} tells of one"
        raise BadCellError("unknown_field", told)
    more: Row = {"start": _start(fields), "none": none}
    if not none:
        more |= {"values": tuple(values_of(fields).items()), "places": tuple(places_of(fields))}
    return _with(made, more)


def _with(made: Annotation, more: Row) -> Annotation:
    return Annotation(
        **{name: getattr(made, name) for name in Annotation.__dataclass_fields__} | more
    )


def _annotator(said: Mapping[str, Any], otherwise: str) -> str:
    """Read who annotated."""
    names = [said[key] for key in ("by", "annotator") if said.get(key) is not None]
    if not names:
        return otherwise
    name = words_of(names[0], "by")
    if len(names) > 1 or not _NAME.fullmatch(name):
        raise BadCellError(
            "bad_row", f"by is {shown(name)}; write one name of at most 60 letters and digits"
        )
    return name


def _flag(said: Mapping[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if value is None or not isinstance(value, bool):
        raise BadCellError("bad_flag", f"{name} is {shown(value)}; write true or false")
    return value


def _start(fields: Mapping[str, Any]) -> int | None:
    """Read where the first quote begins, in code points of the text."""
    start = fields.get("start")
    if start is None:
        return None
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise BadCellError("bad_number", f"start is {shown(start)}; write a whole number from 0")
    return start


def _quotes(fields: Mapping[str, Any], *, none: bool) -> tuple[str, ...]:
    """Read the words that show it."""
    if fields.get("quote") is None:
        if none:
            return ()
        raise BadCellError("bad_row", "quote is missing: give the words that tell of the incident")
    return tuple(dict.fromkeys(listed(fields, "quote", longest=MAX_QUOTE, as_is=True)))


def digest_of(lines: Iterable[Annotation]) -> str:
    """Make the id of what one file says of one text: its lines and their numbers."""
    told = "\x1f".join(f"{one.row}:{one.digest}" for one in sorted(lines, key=lambda one: one.row))
    return f"ann-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
