"""Tables of text: which sign parts the cells, how they are quoted, and the cells."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.base.errors import ArticleError
from mapper.sources.headers import find_header

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterator

DELIMITERS = ",;\t|^~\x1f\x01\u060c"
_SAMPLE = 64_000
_ROWS = 300
_EACH_TITLE = 0.9
_DECLARED = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_PAGE = re.compile(r"\s*<(?:[!?]|\w+(?::\w+)?[\s/>])")
"""How a page or a sheet saved as markup begins, whatever its ending says."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table of text is written."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None
    skips: bool = False


def read_delimited(text: str, name: str) -> list[list[str]]:
    """Part a text into rows of cells.

    Parameters
    ----------
    text
        Whole text of the table.
    name
        Name of the file, for messages.

    Returns
    -------
    rows
        Every row from the first, empty ones too, so that they can be counted. A line
        ``sep=;`` that tells a spreadsheet its sign is an empty row.

    Raises
    ------
    ArticleError
        If it breaks off inside a quotation, or is a web page.
    """
    if _PAGE.match(text):
        raise ArticleError(
            f"{name} is a web page or XML under the name of a table; "
            "open it in a spreadsheet and save it as .xlsx, .ods or 'CSV UTF-8'"
        )
    declared = _DECLARED.match(text)
    head: list[list[str]] = [[]] if declared else []
    body = text[declared.end() :] if declared else text
    dialect = _dialect(body[:_SAMPLE], declared[1] if declared else None)
    reader = _reader(body, dialect, strict=True)
    try:
        with _any_length(len(body)):
            return [*head, *reader]
    except csv.Error as problem:
        if dialect.delimiter == "\t" and dialect.quote:
            return [*head, *_reader(body, Dialect("\t", None), strict=False)]
        raise ArticleError(
            f"{name}: line {reader.line_num + len(head)} is not CSV ({problem}); "
            "is a quotation mark left open?"
        ) from problem


def _reader(text: str, dialect: Dialect, *, strict: bool) -> _csv.Reader:
    """Make a reader of a dialect."""
    return csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        skipinitialspace=dialect.skips,
        strict=strict,
    )


@contextmanager
def _any_length(most: int) -> Iterator[None]:
    """Let a cell be as long as the text; the limit is one for the whole program."""
    before = csv.field_size_limit(max(most, 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _dialect(sample: str, declared: str | None) -> Dialect:
    """Choose the sign under which the most rows are as wide as their header."""
    used = [declared] if declared else [sign for sign in DELIMITERS if sign in sample]
    dialects = [_quoting(sample, sign) for sign in used] or [Dialect(DELIMITERS[0])]
    # A text may end in a backslash, or quote one, in a table that doubles its quotation marks.
    dialects += [replace(one, escape=None) for one in dialects if one.escape]
    return max(dialects, key=lambda one: _fit(sample, one))


def _quoting(sample: str, delimiter: str) -> Dialect:
    """Say how a table quotes: doubled quotes, escaped ones, or apostrophes."""
    sign = re.escape(delimiter)
    escape = "\\" if re.search(rf'\\"(?!\s*(?:{sign}|\r|\n|$))', sample) else None
    if '"' not in sample and re.search(
        rf"(?:^|{sign})'[^'\n]*'(?:{sign}|\r?$)", sample, re.MULTILINE
    ):
        return Dialect(delimiter, "'")
    return Dialect(delimiter, '"', escape, skips=bool(re.search(rf'{sign} +"', sample)))


def _fit(sample: str, dialect: Dialect) -> float:
    """Say how well a sample's rows fit their header, times the columns it names."""
    with _any_length(len(sample)):
        rows = list(_reader(sample, dialect, strict=False))
    filled = [(n, row) for n, row in enumerate(rows[:_ROWS]) if any(map(str.strip, row))]
    header = find_header(filled)
    if header is None:
        return 0.0
    width = len(filled[header][1])
    below = [len(row) for _, row in filled[header + 1 :]]
    agree = sum(1.0 if one == width else 0.5 if one < width else 0.0 for one in below)
    return (width - 1) * (agree / len(below) if below else 1.0) * _EACH_TITLE**header
