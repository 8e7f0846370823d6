"""The dates of a line that does little more than tell when a text was published.

Such a line holds a whole date, and what else it holds is taken away piece by piece: times and
zones, weekdays, labels, who wrote it, an agency, a place in capitals, counters of a page. Where
more than a name is left it tells something else: "Casualties on 5 May 2019" is no such line, nor
is a sentence of news. The words are data (``dateline_words.csv``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.base.scripts import LATIN
from mapper.text.dates.intervals import Reference, days_back
from mapper.text.dates.numeric import either_way
from mapper.text.dates.rules import RULES
from mapper.text.dates.words import read_phrases
from mapper.words import (
    DEFAULT_LANGUAGE,
    cues,
    rows,
    script_of,
    source,
    take_apart,
    traits,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mapper.base.rewritten import Rewritten
    from mapper.text.dates.words import TimePhrase
    from mapper.words import Language

PLAIN, FIRST, LATER = "plain", "published", "updated"
"""What a label says of a date: nothing, that it is the day of publication, or of a change."""

HIJRI = "hijri"
"""Stands in the place of what comes first for a day of the Islamic calendar."""

_WORDS = "dateline_words"
_SOURCES = ("sources", "world_sources")
_NO_DATE = Reference(None, None, None, "unknown")
_DATES = frozenset({"date", "numeric", "hijri"})
_BESIDE = frozenset({"taken", "weekday", "hours", "ago", "part", "today", "now"})
"""Rules of what may stand beside a date: times of day, weekdays, "2 hours ago"."""
_LEADING = frozenset({"in", "on", "at", "the", "by_prefix", "dated", "comma", "unit_day"})
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_CLOCK = re.compile(
    r"(?:(?<=\d)T)?(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?!\d)(?:Z|\s?[+-]\d{2}:?\d{2})?"
    r"|(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?"
)
_APART = re.compile(
    r"\s[-\u2013\u2014]+(?=\s|$)|^[-\u2013\u2014]+|[\u2013\u2014|\u2022\u00b7/,\u060c;()\[\]]|-$|:"
)
_HEADED = re.compile(r"\)|\s[-\u2013\u2014]+\s|[\u2013\u2014]")
"""What ends a dateline in front of a text."""
_NAME = re.compile(r"\w[\w'\u2019.&-]*")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 160
_FARTHEST = 100
"""Code points within which a dateline ends in front of a text."""
_BYLINE_WORDS, _NAME_WORDS, _BARE_WORDS = 6, 3, 2
"""Words of who wrote a text, of a name in capitals, of one in a script without capitals."""
_MOST_NAMES = 2
_LABELS = frozenset({"agency", "writer", FIRST, LATER, "dated"})
_BACKING = _LABELS | {"time", "page", "weekday"}
"""What only a page writes beside its date."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that a line tells: the days it may mean by what stands first, and its words."""

    label: str
    days: dict[str, date]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read: its words taken apart, with the way back to the text."""

    text: str
    start: int
    language: Language
    written: Rewritten | None
    is_title: bool = False

    @classmethod
    def of(cls, text: str, start: int, language: Language, *, is_title: bool = False) -> Line:
        """Read a line; one in Latin letters in the default language where its own has others."""
        if traits(language).script != LATIN and script_of(text) == LATIN:
            language = language.also(DEFAULT_LANGUAGE.code)
        written = take_apart(text, language)
        return cls(written.text if written else text, start, language, written, is_title)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where in the text something of the line stands."""
        if self.written is not None:
            start, end = self.written.start(start), self.written.end(end)
        return self.start + start, self.start + end


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a line that is known: a date, a label, a time ..."""

    start: int
    end: int
    what: str


def alone(line: Line, *kinds: str) -> str | None:
    """Tell what a line consists of: a label ("Published on"), words that end a page's own matter.

    Parameters
    ----------
    line
        The line.
    kinds
        What it may be: codes of ``dateline_words``.

    Returns
    -------
    kind
        None where there is more in the line, or nothing of these kinds.
    """
    if len(line.text) > _FARTHEST:
        return None
    found = _known_words(line)
    if len({one.what for one in found}) != 1 or found[0].what not in kinds:
        return None
    left = (_NAME.findall(part) for _, _, part in _left(line.text, found))
    return found[0].what if all(_is_filling(line.language, words) for words in left) else None


def read_stamps(line: Line, label: str | None = None, *, in_front: bool = False) -> list[Stamp]:
    """Give the dates of a line that tells when a text was published; none of any other.

    Parameters
    ----------
    line
        A line near the head of a text.
    label
        What a line above says of the date in this one.
    in_front
        Whether the text may begin behind the date: "BEIRUT, Nov 21, 2019 (Agency) - Two ...".
    """
    if not _YEAR.search(line.text) or "@" in line.text:
        return []
    phrases = read_phrases(line.text, line.language)
    dates = [one for one in phrases if _is_whole(one)]
    if not dates:
        return []
    if len(line.text) <= _LONGEST:
        found = _stamps(line, 0, len(line.text), phrases, label)
        if found:
            return found
        first = _label_before(line, dates[-1])
        if first is not None:
            return _stamps(line, first, len(line.text), phrases, None)
    return _in_front(line, phrases, dates[0].end) if in_front else []


def _in_front(line: Line, phrases: Sequence[TimePhrase], end: int) -> list[Stamp]:
    """Read a date in front of a text: behind a label, or between a place and a dash."""
    if line.text[end:].lstrip()[:1].isupper():  # a page whose lines ran together
        found = _stamps(line, 0, end, phrases, None)
        if found and found[0].label != PLAIN:
            return found
    mark = _HEADED.search(line.text, end)
    if mark is None or mark.end() > _FARTHEST:
        return []
    return _stamps(line, 0, mark.end(), phrases, None, must_name=True)


def _is_whole(phrase: TimePhrase) -> bool:
    """See a date with its year that neither begins nor ends something."""
    if phrase.rule not in _DATES or phrase.lead or phrase.way or phrase.has("edge"):
        return False
    return phrase.rule != "date" or phrase.has("year", "round", "dayyear")


def _label_before(line: Line, last: TimePhrase) -> int | None:
    """Find where a label with a colon begins right before the last date: "... Published: 5 May"."""
    for one in reversed(cues.find(line.text, line.language, _WORDS, 0, last.start)):
        between = line.text[one.end : last.start].strip()
        if one.row["class"] == FIRST and between == ":":
            return one.start
    return None


def _stamps(
    line: Line,
    first: int,
    last: int,
    phrases: Sequence[TimePhrase],
    label: str | None,
    *,
    must_name: bool = False,
) -> list[Stamp]:
    """Read a stretch of a line, if nothing but dates and what belongs to them stands in it."""
    inside = [one for one in phrases if first <= one.start and one.end <= last]
    dates = [one for one in inside if _is_whole(one)]
    if any(one not in dates and one.rule not in _BESIDE for one in inside):
        return []
    known = _known_words(line, first, last)
    known += [_Piece(one.start, one.end, "date") for one in dates]
    known += [_Piece(one.end, one.end, "weekday") for one in dates if _weekdays(one)]
    known += [
        _Piece(one.start, one.end, "weekday" if _weekdays(one) else "time")
        for one in inside
        if one not in dates
    ]
    known.sort(key=lambda one: (one.start, -one.end))
    if any(one.what == "other" for one in known):
        return []
    named = _names(line, known, first, last, in_front=must_name)
    if named is None or (must_name and not named):
        return []
    labelled = label is not None or any(one.what in (FIRST, LATER, "writer") for one in known)
    weekdays = {day for one in inside for day in _weekdays(one)}
    found: list[Stamp] = []
    for one in dates:
        days = _days(one, weekdays)
        if days:
            own = _label_of(one, dates, known) or label or PLAIN
            found.append(Stamp(own, days, *line.span(_start(one), one.end)))
        elif one.rule != "hijri":
            return []  # a day that is none leaves the line in doubt
        if _leads_on(one) and not labelled:
            return []
    return [one for one in found if HIJRI not in one.days] or found


def _leads_on(phrase: TimePhrase) -> bool:
    """See "On 5 May 2019", "ليوم ...": the beginning or the end of a sentence."""
    leads = phrase.has("in", "on", "at") or phrase.has("by_prefix")
    return leads and not phrase.has("dated")


def _start(phrase: TimePhrase) -> int:
    """Give where the words of a date begin, behind those that only lead to it."""
    name = phrase.words.classes.name
    own = (n for n in range(phrase.first, phrase.last) if name(phrase.codes[n]) not in _LEADING)
    return phrase.tokens.starts[next(own, phrase.first)]


def _weekdays(phrase: TimePhrase) -> set[int]:
    """Give the weekdays that a phrase names."""
    return {int(one) for one in phrase.values("weekday", "weekday_short")}


def _days(phrase: TimePhrase, weekdays: set[int]) -> dict[str, date]:
    """Give the days that a date may mean, such only as fall on the weekday beside it.

    A day of the Islamic calendar may be the one before or after where the moon was sighted; only a
    weekday tells which.
    """
    days: dict[str, date] = {}
    if phrase.rule == "numeric":
        days = either_way(phrase)
    elif (interval := RULES[phrase.rule](phrase, _NO_DATE)) is None:
        return {}
    elif phrase.rule == "date":
        days = {"": interval[0]}
    else:
        around = (days_back(interval[0], n) for n in (1, 0, -1) if weekdays)
        days.update((HIJRI, day) for day in around if day and day.weekday() in weekdays)
    if weekdays:
        days = {order: day for order, day in days.items() if day.weekday() in weekdays}
    return days if len(weekdays) < 2 else {}  # noqa: PLR2004 - two weekdays are of two days


def _label_of(phrase: TimePhrase, dates: Sequence[TimePhrase], known: Sequence[_Piece]) -> str:
    """Give the label that stands before a date, behind the date before it; empty for none."""
    before = max((one.end for one in dates if one.end <= phrase.start), default=0)
    labels = [
        one.what for one in known if one.what in (FIRST, LATER) and before <= one.start < phrase.end
    ]
    return labels[-1] if labels else ""


def _known_words(line: Line, first: int = 0, last: int | None = None) -> list[_Piece]:
    """Find the labels, times, writers, counters and agencies of a line."""
    stretch = (line.text, line.language)
    found = [
        _Piece(one.start, one.end, one.row["class"])
        for one in cues.find(*stretch, _WORDS, first, last)
        if one.row["class"] != "between"
    ]
    end = len(line.text) if last is None else last
    found += [_Piece(*one.span(), "time") for one in _CLOCK.finditer(line.text, first, end)]
    found += [
        _Piece(one.start, one.end, "agency")
        for name in _SOURCES
        if name == "sources" or source(line.language.code, name).is_file()
        for one in cues.find(*stretch, name, first, last)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _left(
    text: str, known: Sequence[_Piece], first: int = 0, last: int | None = None
) -> list[tuple[_Piece | None, bool, str]]:
    """Give what is left between the known pieces: what stands right before, the mark after, words.

    The second tells whether a date touches the words with nothing but white space between.
    """
    end = len(text) if last is None else last
    edges: list[_Piece] = []
    for one in known:
        reached = edges[-1].end if edges else first
        if one.end >= reached:  # a date may begin with a word of the label before it
            edges.append(replace(one, start=max(one.start, reached)))
    outer = [_Piece(first, first, ""), *edges, _Piece(end, end, "")]
    left: list[tuple[_Piece | None, bool, str]] = []
    for before, after in pairwise(outer):
        stretch = text[before.end : after.start]
        words = [part.strip() for part in _APART.split(stretch)]
        for number, part in enumerate(words):
            touches = (number == 0 and before.what == "date") or (
                number == len(words) - 1 and after.what == "date"
            )
            opens = before if not any(words[:number]) else None
            is_label = ":" in stretch and stretch.split(":")[0].strip().endswith(part)
            if part:
                left.append((opens, touches, part + (":" if is_label else "")))
    return left


def _names(
    line: Line, known: Sequence[_Piece], first: int, last: int, *, in_front: bool
) -> bool | None:
    """See whether what is left of a line is names, if anything; None where it is more.

    A name in mixed case needs something else beside it that only a page writes: a label, who wrote
    it, a time, a weekday. A title is no name of a place.

    Returns
    -------
    named
        Whether the line names a place, an agency or a writer.
    """
    kinds = {one.what for one in known}
    named = not kinds.isdisjoint({"agency", "writer"})
    backed = not kinds.isdisjoint(_BACKING)
    most = _MOST_NAMES if not kinds.isdisjoint(_LABELS) else 1
    is_title = line.is_title and not in_front
    has_small = any(letter.islower() for letter in line.text)
    names = 0
    for before, touches, part in _left(line.text, known, first, last):
        words = _NAME.findall(part)
        if not _LETTER.search(part) or _is_filling(line.language, words):
            continue
        if before is not None and before.what == "writer" and len(words) <= _BYLINE_WORDS:
            named = True
            continue
        if part.endswith(":") or touches or names == most:
            return None  # a label of something else, or one stretch with the date
        names += 1
        if part in _capitals(line.language) and not is_title:
            named = backed = True
        elif part.isupper() and has_small and len(words) <= _NAME_WORDS:
            named = True
        elif not (backed and _may_be_name(line, part, words)) or is_title:
            return None
    return named


def _may_be_name(line: Line, part: str, words: Sequence[str]) -> bool:
    """See a few words that may name somebody or a place, and tell of no strike."""
    cased = traits(line.language).capitals
    if len(words) > (_NAME_WORDS if cased else _BARE_WORDS):
        return False
    if cased and not all(map(_begins_large, words)):
        return False
    return not cues.find(part, line.language, "triggers")


@cache
def _filling(language: Language) -> re.Pattern[str]:
    """Give the small words that may stand between the others of such a line."""
    return re.compile(
        "|".join(row["pattern"] for row in rows(language, _WORDS) if row["class"] == "between"),
        re.IGNORECASE,
    )


def _is_filling(language: Language, words: Sequence[str]) -> bool:
    return all(_filling(language).fullmatch(one) for one in words)


def _begins_large(word: str) -> bool:
    """See a word with a capital, also behind an article with a hyphen: "al-Hasakah"."""
    return word[0].isupper() or word[0].isdigit() or any(p[:1].isupper() for p in word.split("-"))


@cache
def _capitals(language: Language) -> frozenset[str]:
    """Give the names of the capitals of countries, as texts of a language are read."""
    names = [row["name"] for row in rows(language, "capitals")]
    read = ((one, take_apart(one, language)) for one in names)
    return frozenset(written.text if written else one for one, written in read)
