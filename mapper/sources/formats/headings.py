"""What mail programs put above older mail: a block of its headers, or a line that says who wrote.

Their shape tells them: lines that begin with a word and a colon, an address, a date with a time.
Words that programs use for headers, in `mapper/data/documents/headers.csv`, make it surer.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.sources.formats.document import Said
from mapper.sources.formats.saying import day_of, line_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORDS = Path(__file__).parents[2] / "data" / "documents" / "headers.csv"

_ADDRESS = re.compile(r"[^\s@]@[^\s@]")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.\u066b]\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_HEADER = re.compile(
    r"[*>\u200e\u200f]*\s?[*\u200e\u200f]?(?P<key>[^\W\d_][^:\uff1a\n]{0,30})"
    r"(?::\*?(?:\s|$)|\uff1a)\*?(?P<value>.*)"
)
_GOES_ON = re.compile(r"\s+\S.*[@;]|\S.{0,200}@.{0,200}[;>]\s*$")
_DIVIDER = re.compile(r"\s*[-_]{5,}.{0,80}")
_FORWARD_DIVIDER = re.compile(r"\s*-{8,}[^-\n]{3,60}-{8,}\s*")
_NUMBER = re.compile(r"[\W\d]+")
_AFTER_DIGITS = re.compile(r"[^\d]*$")
_WORD = re.compile(r"[^\W\d_]+")
_DAYS = (
    re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2}\.?,?\s+(?:de\s+)?[^\W\d]+[.,]?\s+(?:de\s+)?\d{4}(?!\d)"),
    re.compile(r"[^\W\d]+\.?\s+\d{1,2},?\s+\d{4}(?!\d)"),
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_FEWEST, _FEWEST_BELOW_A_LINE, _MOST_HEADERS = 3, 2, 30
_MOST_LINES_OF_SAYING, _LONGEST_SAYING, _FEWEST_WORDS_OF_SAYING = 3, 400, 2
_FROM, _SUBJECT = "from", "subject"


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines above older mail: how many, what they say, whether nothing else can be meant."""

    length: int = 0
    published: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """The words before the colons and behind them; none of a line that says who wrote."""
    is_sure: bool = False

    def said(self, subject: str) -> Said:
        """Give what the headers say of the mail below them.

        Parameters
        ----------
        subject
            That of the mail which holds it: what stands in it behind a mark like "Fwd:" is the
            older mail's, in whatever language the headers are.
        """
        title = next((value for key, value in self.fields if key in words(_SUBJECT)), None)
        if title is None:
            ends = (value for _, value in self.fields if _is_end(value, subject))
            title = next(ends, None)
        basis = "header" if self.published else None
        return Said(title=line_of(title), published=self.published, published_basis=basis)


def words(means: str) -> frozenset[str]:
    """Give the words, in lower case, that mail programs of any language use for something.

    Parameters
    ----------
    means
        ``from``, ``sent`` or ``subject`` for names of headers; ``reply`` or ``forward`` for what
        stands before a subject.
    """
    return _words()[means]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["means"], set()).add(row["words"].lower())
    return {means: frozenset(ones) for means, ones in found.items()}


def headers_at(lines: Sequence[str], at: int, *, is_below_line: bool = False) -> Heading | None:
    """Read the headers of a mail that begin at a line; None where none do.

    Parameters
    ----------
    lines
        Lines of a mail's words.
    at
        Where they may begin.
    is_below_line
        Whether a line is drawn above them, which makes fewer headers enough.

    Examples
    --------
    >>> block = ["From: A", "Sent: Monday, June 8, 2020 10:00", "To: B", "", "Nine killed."]
    >>> headers_at(block, 0).length, headers_at(block, 0).published, headers_at(block, 4)
    (3, '2020-06-08', None)
    """
    fields: list[tuple[str, str]] = []
    end = at
    while end < len(lines) and end - at <= _MOST_HEADERS:
        match = _HEADER.match(lines[end])
        if match:
            fields.append((_plain(match["key"]).lower(), _plain(match["value"])))
        elif not (fields and _GOES_ON.match(lines[end])):
            break
        end += 1
    fewest = _FEWEST_BELOW_A_LINE if is_below_line else _FEWEST
    if len(fields) < fewest or end - at > _MOST_HEADERS:
        return None
    block = "\n".join(lines[at:end])
    keys = {key for key, _ in fields}
    is_known = bool(keys & words(_FROM)) and len(keys & _header_words()) > 1
    has_address = bool(_ADDRESS.search(block) and _YEAR.search(block))
    has_moment = any(_is_moment(value) for _, value in fields)
    has_number = any(_NUMBER.fullmatch(value) and not day_in(value) for _, value in fields)
    if not is_known and (has_number or not (has_address or has_moment)):
        return None
    days = (day_in(value) for key, value in fields if key not in words(_SUBJECT))
    published = next(filter(None, days), None)
    is_sure = bool(is_known and keys & words(_SUBJECT)) or (has_address and published is not None)
    return Heading(end - at, published, tuple(fields), is_sure)


def is_header(line: str) -> bool:
    """Tell a line that has the shape of a header."""
    return _HEADER.match(line) is not None


def saying_before(lines: Sequence[str], *, is_apart: bool = True) -> Heading | None:
    """Read the line or lines, last of those given, that say who wrote what follows, and when.

    Parameters
    ----------
    lines
        Lines of a mail's words, the last of them that with the colon.
    is_apart
        Whether, where no address is named, it must stand in a paragraph of its own.

    Examples
    --------
    >>> saying_before(["Thanks.", "", "On 8 June 2020 at 10:00, A wrote:"]).length
    1
    >>> saying_before(["Killed on 8 June 2020:"]) is None
    True
    """
    if not lines or not lines[-1].rstrip("*_ \t\r\xa0").endswith((":", "\uff1a")):
        return None
    for start in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_LINES_OF_SAYING), -1):
        if not lines[start].strip():
            return None
        if sum(map(len, lines[start:])) > _LONGEST_SAYING:
            return None
        said = " ".join(lines[start:])
        has_year, has_clock = _YEAR.search(said), _CLOCK.search(said)
        has_address = _ADDRESS.search(said) is not None
        if not (has_address and (has_year or has_clock)):
            above = start > 0 and lines[start - 1].strip()
            names = _WORD.findall(_AFTER_DIGITS.findall(said)[0])
            is_named = len(names) >= _FEWEST_WORDS_OF_SAYING
            if not (has_year and has_clock) or (is_apart and (above or not start or not is_named)):
                continue
        return Heading(len(lines) - start, day_in(said), is_sure=has_address)
    return None


def is_divider(line: str) -> bool:
    """Tell a line drawn above older mail."""
    return _DIVIDER.fullmatch(line.rstrip("\r")) is not None


def is_forward_divider(line: str) -> bool:
    """Tell the line that programs draw above what is forwarded, longer than that above an answer.

    Examples
    --------
    >>> is_forward_divider("---------- Weiter ---------"), is_forward_divider("-----Old-----")
    (True, False)
    """
    return _FORWARD_DIVIDER.fullmatch(line) is not None


def day_in(text: str) -> str | None:
    """Find the day in a header or a line; what cannot be read for sure is none.

    Examples
    --------
    >>> day_in("Tue, May 7, 2019 at 10:02 AM"), day_in("Le lun. 6 mai 2019 à 09:12, A a écrit :")
    ('2019-05-07', '2019-05-06')
    """
    whole = day_of(text)
    if whole and len(whole) == len("2019-05-07"):
        return whole
    found = (match[0] for pattern in _DAYS for match in pattern.finditer(text[:_LONGEST_SAYING]))
    return next(filter(None, map(day_of, found)), None)


def _plain(text: str) -> str:
    """Take away marks of emphasis and direction."""
    return _MARKS.sub("", text).strip(" \t\r*")


def _header_words() -> frozenset[str]:
    return words(_FROM) | words("sent") | words(_SUBJECT)


def _is_moment(value: str) -> bool:
    """Tell a value that is a date with a time."""
    return bool(_YEAR.search(value) and _CLOCK.search(value))


def _is_end(value: str, subject: str) -> bool:
    """Tell whether a subject is a value behind some mark."""
    start = subject.removesuffix(value).rstrip() if value and subject.endswith(value) else ""
    return start.endswith((":", "\uff1a"))
