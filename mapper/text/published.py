"""The day of publication, told by a line at the head of a text.

Where neither a list nor what a document says of itself gives the day, most pages print it: a line
of its own between headline and text, or a dateline in front of the first sentence. Such lines are
read by `mapper.text.dates.stamps`; here is told which of them counts. A day is never guessed: a
date without its year, one that means two days, a span of days, or two that disagree give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mapper.text.dates.intervals import Reference
from mapper.text.dates.rules import RULES
from mapper.text.dates.stamps import FIRST, LATER, PLAIN, Line, Stamp, alone, read_stamps
from mapper.text.dates.words import read_phrases
from mapper.text.forms import find_forms
from mapper.text.lines import page_line
from mapper.words import DEFAULT_LANGUAGE, available, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from mapper.words import Language

_READ = 6_000
"""Code points from the beginning of a text that are looked at."""
_TOP = 14
"""Lines that are the head of a text."""
_NEAR = 4
"""Lines below a date within which prose begins; above a menu stands the day of the visit."""
_TEASERS = 3
"""Lines with a date without a label that are a list of other pieces, each with its day."""
_BEFORE = {PLAIN: 1, LATER: 1, FIRST: 3}
"""Paragraphs that may stand above a date, by its label: a summary."""
_PROSE_WORDS, _LONG = 4, 25
"""Words of a line that ends with a stop, and of one that does not, from which on it is prose."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?\u2026\u061f\u06d4][\"'\u201d\u2019\u00bb)\]]*\s*$")
_OF_INCIDENT = frozenset(
    {"place", "region", "killed", "injured", "casualties", "target", "actor", "strikes"}
)
"""Fields of a filled form that tells of an incident: its date is the incident's."""


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication: ISO, and where its words stand (code points, end exclusive)."""

    day: str
    start: int
    end: int


class _Row(NamedTuple):
    """A line of the head: its dates, or the label that it is.

    Whether it is prose, or a label that nobody knows: "Incident date:".
    """

    stamps: list[Stamp]
    label: str | None
    is_prose: bool
    is_unknown: bool


def find_published(text: str, *, language: Language = DEFAULT_LANGUAGE) -> Published | None:
    r"""Find the day of publication that the head of a text tells.

    Parameters
    ----------
    text
        A text, as it is kept.
    language
        Its language, with the lists of a pack.

    Returns
    -------
    published
        None where no line tells it, where those that do disagree, or where there are no word
        lists for the language.

    Examples
    --------
    >>> text = "Raid on market\nPublished: 21 Nov 2019 08:12\nTwo people died in a raid.\n"
    >>> found = find_published(text)
    >>> found.day, text[found.start : found.end]
    ('2019-11-21', '21 Nov 2019')
    >>> find_published("Raid on market\nOn 5 May 2019 jets struck a market.") is None
    True
    >>> find_published("Raid on market\n05/06/2019\nTwo people died in a raid.") is None
    True
    """
    if not available(language.code):
        return None
    head = text[:_READ]
    rows = _rows(head, language)
    stamps = _in_order([one for number in range(len(rows)) for one in _counting(rows, number)])
    if any(len(one.days) > 1 for one in stamps):
        stamps = _as_named(stamps, head, language)
    return _chosen(stamps)


def _rows(head: str, language: Language) -> list[_Row]:
    """Read the first lines of a text, and some more to see what comes below them.

    Comments of readers and lists of other pieces are not of the text: their days are others.
    """
    filled = [
        (form.start, form.end)
        for form in find_forms(head, language)
        if any(cell.field in _OF_INCIDENT for cell in form.cells)
    ]
    found: list[_Row] = []
    title = ""
    for match in _LINE.finditer(head):
        words = _spaced(_WORD.findall(match.group().casefold()))
        title = title or words
        line = Line.of(match.group(), match.start(), language, is_title=words in title)
        begun = any(row.is_prose for row in found)
        if len(found) == _TOP + _NEAR or (begun and _ends(line)):
            break
        is_read = len(found) < _TOP and not any(s <= match.start() < e for s, e in filled)
        found.append(_row(line, match, found, is_read=is_read))
    return found


def _row(line: Line, match: re.Match[str], above: Sequence[_Row], *, is_read: bool) -> _Row:
    """Read one line below others."""
    label = None
    stamps: list[Stamp] = []
    if is_read:
        label = alone(line, FIRST, LATER)
        before = above[-1] if above else None
        if before is None or not before.is_unknown:
            in_front = not any(row.is_prose for row in above)
            stamps = read_stamps(line, before.label if before else None, in_front=in_front)
    is_prose = not (line.is_title or _is_whole(stamps, match)) and _is_prose(match.group())
    is_unknown = match.group().rstrip().endswith(":") and label is None and not line.is_title
    return _Row(stamps, label, is_prose, is_unknown)


def _ends(line: Line) -> bool:
    """See a line over comments of readers, or over other pieces."""
    return alone(line, "ends") is not None or page_line(line.text, line.language) == "opens"


def _is_whole(stamps: Sequence[Stamp], line: re.Match[str]) -> bool:
    """See a line that is a date, not a paragraph with a date in front."""
    if not stamps:
        return False
    return not _is_prose(line.group()[stamps[-1].end - line.start() :])


def _spaced(words: Sequence[str]) -> str:
    """Write words so that those of one line are found in another as a whole."""
    return f" {' '.join(words)} "


def _is_prose(line: str) -> bool:
    words = len(_WORD.findall(line))
    return words >= _LONG or (words >= _PROSE_WORDS and _STOP.search(line) is not None)


def _counting(rows: Sequence[_Row], number: int) -> list[Stamp]:
    """Give the dates of a line that may tell the day of publication where it stands."""
    row = rows[number]
    bare = sum(any(one.label == PLAIN for one in other.stamps) for other in rows)
    if not row.stamps:
        return []
    above = sum(one.is_prose for one in rows[:number])
    below = rows[number + 1 :]
    is_near = row.is_prose or len(below) < _NEAR or any(one.is_prose for one in below[:_NEAR])
    is_list = bare >= _TEASERS
    # A heading of a diary: its day counts against the one at the top.
    is_entry = bool(below) and below[0].is_prose and rows[number - 1].is_prose
    return [
        one
        for one in row.stamps
        if (above <= _BEFORE[one.label] or (is_entry and one.label == PLAIN))
        and (one.label == FIRST or (is_near and (one.label == LATER or not is_list)))
    ]


def _chosen(stamps: Sequence[Stamp]) -> Published | None:
    """Choose the day that the dates of a head agree on."""
    for label in (FIRST, PLAIN, LATER):
        group = [one for one in stamps if one.label == label]
        if not group:
            continue
        days = frozenset.intersection(*(frozenset(one.days.values()) for one in group))
        if len(days) > 1:
            days &= _told_by(one for one in stamps if one.label != label)
        if len(days) != 1:
            return None
        (day,) = days
        later = _told_by(one for one in stamps if one.label == LATER)
        if label == PLAIN and later and max(later) < day:
            return None  # what was changed before that day was not published on it
        return Published(day.isoformat(), group[0].start, group[0].end)
    return None


def _told_by(stamps: Iterable[Stamp]) -> frozenset[date]:
    """Give the days that dates tell by themselves."""
    return frozenset(day for one in stamps if len(one.days) == 1 for day in one.days.values())


def _in_order(stamps: Sequence[Stamp]) -> list[Stamp]:
    """Read digits that mean two days in the order that another date of the head shows."""
    shown = {
        order
        for one in stamps
        if len(set(one.days.values())) == 1
        for order in one.days
        if len(one.days) == 1 and order in ("day", "month")
    }
    if len(shown) != 1:
        return list(stamps)
    (order,) = shown
    return [
        Stamp(one.label, {order: one.days[order]}, one.start, one.end) if order in one.days else one
        for one in stamps
    ]


def _as_named(stamps: Sequence[Stamp], head: str, language: Language) -> list[Stamp]:
    """Read digits that mean two days as the one that the words of the head name.

    "01/09/2023" above "today, Friday 1 September": nothing there names the 9th of January.
    """
    written = take_apart(head, language)
    read = written.text if written else head
    made = []
    for one in stamps:
        named = {order: day for order, day in one.days.items() if _named(read, day, language)}
        made.append(replace(one, days=named) if len(named) == 1 else one)
    return made


def _named(read: str, day: date, language: Language) -> bool:
    """See a day named with its month, and with its year if with any."""
    as_of = Reference(day, day, day, "day")
    return any(
        phrase.rule == "date"
        and not (phrase.lead or phrase.way or phrase.has("edge"))
        and (interval := RULES["date"](phrase, as_of)) is not None
        and interval[:2] == (day, day)
        for phrase in read_phrases(read, language)
    )
