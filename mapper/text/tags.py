"""What a post puts around its words: hashtags, links, names of accounts, signs.

"#Idlib" at the end of a post says what it is filed under, not where it happened, and "🔴 #Urgent"
on a line of its own is no headline. The words of a hashtag are parted for reading: "#Kafr_Nabl".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.rewritten import Rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.words import Span

_TAG = re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d_])\w+")
_JOINT = re.compile(r"(?<=[^\W_])_+(?=[^\W_])|(?<=[a-z])(?=[A-Z][a-z])")
"""What parts the words of a tag: underscores, or a capital behind a small letter."""
_LEADS = re.compile(r"(?:\A|(?<=[\s(\"\u00ab]))[^\W\d_A-Z][^\W\d_]*[ \xa0]\Z")
"""A word that is no name and no tag: "in #Idlib"."""
_LONGEST_WORD = 24
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")
_SIGNS = (
    r"[|:\u060c,/\u2022\u00b7\u2013\u2014\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff"
    r"\u200d-\u200f\u2066-\u2069\u20e3\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f-]"
)
"""Marks between tags, and emoji with what joins and directs them."""
_HOST = r"(?:https?://|www\.|pic\.\w|[a-z]{1,12}\.[a-z]{2,4}/)"
_ADDED = re.compile(
    rf"{_SIGNS}*+(?P<tag>#(?=\w*[^\W\d_])\w++|@\w{{2,}}+|{_HOST}\S++)?+"
    rf"(?:#(?=\w*[^\W\d_])\w++|{_SIGNS})*+"
)


@dataclass(frozen=True, slots=True)
class Runs:
    """The stretches of a text that are tags, links and signs up to the end of their line."""

    spans: Sequence[Span]

    def tail(self, text: str, start: int, end: int) -> int:
        """Give where the run begins that ends a stretch, white space before it aside; else `end`.

        A run may go on over several lines.
        """
        stop = _trimmed(text, start, end)
        number = bisect_left(self.spans, (stop, stop)) - 1
        while number >= 0 and self.spans[number][1] >= stop > start:
            first = max(start, self.spans[number][0])
            stop = _trimmed(text, start, first)
            number -= 1
        return stop if stop < _trimmed(text, start, end) else end

    def covers(self, text: str, start: int, end: int) -> bool:
        """See a stretch that has nothing else."""
        return start < end and self.tail(text, start, end) == start

    def read_in(self, written: Rewritten) -> Runs:
        """Tell where the runs stand in a text as it was rewritten."""
        return Runs(
            [
                (bisect_left(written.starts, start), bisect_left(written.starts, end))
                for start, end in self.spans
            ]
        )


def find_runs(text: str) -> Runs:
    r"""Find the tags, links and signs that end lines or stand alone on them.

    Parameters
    ----------
    text
        A text as it stands: its hashtags are one word each.

    Examples
    --------
    >>> text = "Jets hit the mill. #Hass #Idlib\nFour died"
    >>> [text[start:end] for start, end in find_runs(text).spans]
    ['#Hass #Idlib']
    """
    spans = []
    for line in _LINE.finditer(text):
        first, is_tagged = line.end(), False
        for word in reversed(list(_WORD.finditer(text, *line.span()))):
            added = _ADDED.fullmatch(text, *word.span())
            if added is None:
                break
            first = word.start()
            is_tagged = is_tagged or added["tag"] is not None
        if is_tagged:
            spans.append((first, _trimmed(text, first, line.end())))
    return Runs(spans)


def part_tags(text: str) -> Rewritten | None:
    """Write hashtags as the words they are; None where none is written otherwise.

    Words are parted, and the sign is left out where a word leads to the tag.

    Examples
    --------
    >>> part_tags("Jets hit the town of #Kafr_Nabl. #KafrNabl").text
    'Jets hit the town of Kafr Nabl. #Kafr Nabl'
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, last, put in _otherwise(text):
        pieces += [text[done:first], put]
        starts += [*range(done, first), *[first] * len(put)]
        ends += [*range(done + 1, first + 1), *[last] * len(put)]
        done = last
    if not pieces:
        return None
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Rewritten("".join([*pieces, text[done:]]), text, starts, ends)


def _otherwise(text: str) -> Iterator[tuple[int, int, str]]:
    """Give what of the tags is read otherwise, and how."""
    for tag in _TAG.finditer(text):
        start = tag.start()
        if _LEADS.search(text, max(0, start - _LONGEST_WORD), start):
            yield start, start + 1, ""
        for joint in _JOINT.finditer(text, *tag.span()):
            yield *joint.span(), " "


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
