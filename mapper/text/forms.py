"""Filled forms in a text: blocks of "label: value" lines, and small tables.

Investigations, archives and digests tell a strike as a record: "Date: 5 May", "Location: ...",
or a row below "Date | Place | Attack | Dead". Each record becomes a `Form` whose cells keep the
place of their words in the text; what the labels mean is data (``forms/labels.csv``). Whether
a form tells of a strike is decided in `mapper.reports.filled`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mapper.words import DEFAULT_LANGUAGE, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.words import Language

_LONGEST_LABEL = 40
_LONGEST_VALUE = 80
"""Code points of a value under a label that no list has; more is prose behind a colon."""
_FARTHEST = 60
"""Lines of a first record at most: labels that make none are not read again from each line."""

_LEAST = 2
"""Labels of the list that make lines a form."""
_MOST_COLUMNS = 30

_LINE = re.compile(r"[^\n]*")
_LEAD = re.compile(r"[\s>#|*_\u2022\u00b7\u25aa\u25cf\u25e6\u2013\u2014-]*")
_LABELLED = re.compile(
    r"(?P<label>[^\W\d_][^:=\uff1a\n|\t]*?)[*_\s]*[:=\uff1a](?!//)[*_]*(?P<value>.*)"
)
_PIECE = re.compile(r"[|;\t]")
_RULE = re.compile(r"[\s|:+=\u2500-\u257f_-]+")
_BETWEEN = re.compile(r" {2,}")
_QUALIFIED = re.compile(r"\([^)]*\)|[\"'*_#`]+")
_EDGES = " \t\r\"'*_`|\u201c\u201d"
_SEPARATORS = ("|", "\t", ";", ",", "  ")

_TELLING = frozenset({"date", "place", "region", "killed", "injured", "casualties", "kind"})
"""Fields of which a table has two; dates and names alone are any table's."""


class Label(NamedTuple):
    """What a label says of its value."""

    field: str
    status: str


_UNKNOWN = Label("note", "")
"""What a column says that no list knows the head of."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a form: what its label says it is, and where it stands (code points)."""

    field: str
    status: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One record: its stretch of the text, its cells, and ``form.block`` or ``form.row``."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    rule: str

    def of(self, *fields: str) -> list[Cell]:
        """Give the cells of some fields, in the order of the fields."""
        return [cell for field in fields for cell in self.cells if cell.field == field]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@cache
def _labels(language: Language) -> Mapping[str, Label]:
    return {row["word"]: Label(row["field"], row["status"]) for row in rows(language, "labels")}


@cache
def _blanks(language: Language) -> Mapping[str, str]:
    """Give what stands where nothing is told, and whether it means nothing or nobody."""
    return {row["word"]: row["means"] for row in rows(language, "blanks")}


def blank(words: str, language: Language) -> str | None:
    """Tell what a cell says nothing with: ``unknown``, ``zero`` (nobody), None for one that says.

    Examples
    --------
    >>> blank("Not reported.", DEFAULT_LANGUAGE), blank("none", DEFAULT_LANGUAGE)
    ('unknown', 'zero')
    """
    value = " ".join(words.casefold().split()).strip(" .()")
    return _blanks(language).get(value) if value else "unknown"


@lru_cache(maxsize=4)
def find_forms(text: str, language: Language = DEFAULT_LANGUAGE) -> tuple[Form, ...]:
    r"""Find the filled forms and the rows of small tables in a text, in order.

    Parameters
    ----------
    text
        An article.
    language
        ISO 639-1 code; a folder of word lists.

    Returns
    -------
    forms
        None overlap. Front matter ("title: ...", "date: ...") is a form too.

    Examples
    --------
    >>> text = "Date: 5 May 2019\nPlace: Hass\nKilled: 2\n"
    >>> [(c.field, text[c.start : c.end]) for form in find_forms(text) for c in form.cells]
    [('date', '5 May 2019'), ('place', 'Hass'), ('killed', '2')]
    """
    lines = [_Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text) if m.group()]
    labels = _labels(language)
    found: list[Form] = []
    at = 0
    while at < len(lines):
        for reader in (_table, _inline, _block):
            forms, after = reader(lines, at, labels)
            if forms:
                found += forms
                at = after
                break
        else:
            at += 1
    return tuple(found)


# -- blocks of labels


def _block(lines: Sequence[_Line], at: int, labels: Mapping[str, Label]) -> tuple[list[Form], int]:
    """Read lines of "label: value" from one on; a label told again begins another record."""
    record = _Record()
    forms: list[Form] = []
    after = begun = at
    if lines[at].is_blank or _RULE.fullmatch(lines[at].text):
        return [], at
    while at < len(lines) and (forms or at - begun < _FARTHEST):
        line = lines[at]
        if _RULE.fullmatch(line.text):
            forms += record.closed()
        read = _labelled(line, labels)
        if line.is_blank or _RULE.fullmatch(line.text):
            record.gap = len(record.cells)
            at += 1
            continue
        if read is None or not (read.known or record.cells):
            break
        step, cell = 1, read.cell
        if cell.start == cell.end and read.known:
            below = _value_below(lines, at, labels)
            if below is not None:
                cell, step = Cell(cell.field, cell.status, *_trimmed(lines[below])), below - at + 1
        at += step
        if read.known:
            forms += record.taken(read.word, cell, line)
            after = at
    forms += record.closed()
    return forms, after


class _Labelled(NamedTuple):
    """A label in lower case, its value, and whether the list has it."""

    word: str
    cell: Cell
    known: bool


class _Record:
    """A record while it is read: its labels and cells, and where its lines begin."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.cells: list[Cell] = []
        self.lines: list[_Line] = []
        self.gap = 0
        """Number of cells before the last empty line."""

    def taken(self, word: str, cell: Cell, line: _Line) -> list[Form]:
        """Take a cell; a label told again closes the record, at the last gap behind the first."""
        closed: list[Form] = []
        if word in self.words:
            cut = self.gap if self.words.index(word) < self.gap else len(self.cells)
            closed = self.closed(cut)
        self.words.append(word)
        self.cells.append(cell)
        self.lines.append(line)
        return closed

    def closed(self, cut: int | None = None) -> list[Form]:
        """Give what was read, or the first cells of it, as a form if they are enough for one."""
        cut = len(self.cells) if cut is None else cut
        cells, lines = self.cells[:cut], self.lines[:cut]
        self.words, self.cells, self.lines = self.words[cut:], self.cells[cut:], self.lines[cut:]
        self.gap = 0
        if len(cells) < _LEAST:
            return []
        end = max(lines[-1].end, cells[-1].end)
        return [Form(lines[0].start, end, tuple(cells), "form.block")]


def _labelled(line: _Line, labels: Mapping[str, Label]) -> _Labelled | None:
    """Read "label: value"; of a label that no list has only where its value is short."""
    lead = _LEAD.match(line.text)
    match = _LABELLED.match(line.text, lead.end() if lead else 0)
    if match is None or len(match["label"]) > _LONGEST_LABEL:
        return None
    word = _plain(match["label"])
    label = labels.get(word)
    is_prose = label is None or label.field == _UNKNOWN.field
    if is_prose and len(match["value"]) > _LONGEST_VALUE:
        return None
    start, end = _stripped(line.text, match.start("value"), match.end("value"))
    field, status = label or Label("other", "")
    cell = Cell(field, status, line.start + start, line.start + end)
    return _Labelled(word, cell, label is not None)


def _value_below(lines: Sequence[_Line], at: int, labels: Mapping[str, Label]) -> int | None:
    """Give the line that holds the value of a label that stands alone."""
    below = next((n for n in range(at + 1, len(lines)) if not lines[n].is_blank), None)
    if below is None or len(lines[below].text) > _LONGEST_VALUE:
        return None
    return None if _labelled(lines[below], labels) else below


def _inline(lines: Sequence[_Line], at: int, labels: Mapping[str, Label]) -> tuple[list[Form], int]:
    """Read a record in one line: "Date: 5 May | Place: Hass | Killed: 2"."""
    line = lines[at]
    if not _PIECE.search(line.text):
        return [], at
    edges = [0, *(edge for m in _PIECE.finditer(line.text) for edge in m.span()), len(line.text)]
    cells = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        piece = _Line(line.start + start, line.start + end, line.text[start:end])
        read = _labelled(piece, labels)
        if read is not None and read.known:
            cells.append(read.cell)
    if len(cells) < max(_LEAST, len(edges) // 2 - 1):
        return [], at
    return [Form(line.start, line.end, tuple(cells), "form.block")], at + 1


# -- tables


def _table(lines: Sequence[_Line], at: int, labels: Mapping[str, Label]) -> tuple[list[Form], int]:
    """Read the rows below a line of labels, as long as they have its columns."""
    for separator in _SEPARATORS:
        heads = _heads(lines[at], separator, labels)
        if heads is None:
            continue
        forms: list[Form] = []
        after = at
        for number in range(at + 1, len(lines)):
            line = lines[number]
            if line.is_blank or _RULE.fullmatch(line.text):
                continue
            spans = _split(line, separator)
            if len(spans) != len(heads):
                break
            cells = tuple(
                Cell(head.field, head.status, *span)
                for head, span in zip(heads, spans, strict=True)
            )
            forms.append(Form(line.start, line.end, cells, "form.row"))
            after = number + 1
        if forms:
            # The head of the table is no text either: it goes with the first row.
            first = forms[0]
            head = Form(lines[at].start, lines[at].end, (), "form.head")
            return [head, first, *forms[1:]], after
    return [], at


def _heads(line: _Line, separator: str, labels: Mapping[str, Label]) -> list[Label] | None:
    """Read the labels of a table's columns; None where the line is no such head."""
    if separator not in line.text:
        return None
    spans = _split(line, separator)
    if not _LEAST < len(spans) + 1 <= _MOST_COLUMNS:
        return None
    heads = [
        labels.get(_plain(line.text[start - line.start : end - line.start])) for start, end in spans
    ]
    known = [head for head in heads if head is not None]
    telling = {head.field for head in known} & _TELLING
    enough = len(telling) >= _LEAST and 2 * len(known) > len(heads)
    return [head or _UNKNOWN for head in heads] if enough else None


def _split(line: _Line, separator: str) -> list[tuple[int, int]]:
    """Cut a line into its cells, as offsets in the text; marks at its ends close no cell."""
    text = line.text
    if separator == "  ":
        cuts = [m.span() for m in _BETWEEN.finditer(text.rstrip())]
    else:
        cuts = [(n, n + 1) for n, mark in enumerate(text) if mark == separator]
        if separator == ",":
            cuts = [cut for cut in cuts if text.count('"', 0, cut[0]) % 2 == 0]
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    pieces = list(zip(edges[::2], edges[1::2], strict=True))
    if separator == "|":
        inner = [n for n, (start, end) in enumerate(pieces) if text[start:end].strip()]
        outer = {0, len(pieces) - 1}
        pieces = [piece for n, piece in enumerate(pieces) if n in inner or n not in outer]
    return [
        (line.start + start, line.start + end)
        for start, end in (_stripped(text, *piece) for piece in pieces)
    ]


# -- words


def _plain(label: str) -> str:
    """Give a label as the list has it: lower case, without marks and what is in brackets."""
    return " ".join(_QUALIFIED.sub(" ", label.replace("_", " ")).casefold().split())


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space, quotation marks and signs of markup out at the ends."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _trimmed(line: _Line) -> tuple[int, int]:
    start, end = _stripped(line.text, 0, len(line.text))
    return line.start + start, line.start + end
