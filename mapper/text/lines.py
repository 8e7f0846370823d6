"""The lines of a text: which of them a sentence runs over, and what each block of them is.

Saved pages, digests and posts break their lines where a thing ends; wrapped text breaks them
where a line is full. A break is taken for the first where there was room for the next word,
and before an item of a list: a bullet, a number, a time of day, a date with a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from mapper.text.dates.words import read_phrases
from mapper.words import phrase as compiled
from mapper.words import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.text.forms import Form
    from mapper.text.tags import Runs
    from mapper.words import Language

Role = Literal["text", "item", "page", "link", "form", "tags"]
"""Text; an item of a list; a page's own matter; a link to another piece; a filled form; tags."""

_LINE = re.compile(r"[^\n]*")
_WORD = re.compile(r"\s*(\S+)")
_BULLET = re.compile(
    r"[-*\u2022\u00b7\u25aa\u25cf\u25e6\u2023\u2043\u25ba\u25b6\u2013\u2014]\s+(?=\S)"
)
_SIGN = re.compile(
    r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s*(?=\w)"
)
_LABEL = re.compile(r"[^|\n]{1,30}\|")
"""What posts put before their words: "Urgent | ...", "Update | ..."."""
_NUMBER = re.compile(r"(?:\(?\d{1,3}\)|\d{1,3}(?:\.\d{1,2})*\.|\([a-z0-9]{1,3}\)|[a-z]\))\s+(?=\S)")
"""What numbers an item: "1.", "(a)", "2)"; the posts of a thread ("3/4") are no list."""
_POST = re.compile(r"\d{1,2}/\d{1,2}\b[.:)]?(?=\s)")
"""What numbers the posts of a thread."""
_TIME = re.compile(r"(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?!\d)\s*[|:\u2013\u2014-]?\s+(?=\S)")
_COLON = re.compile(r"\s*[:\u2013\u2014-](?=\s)")
_PLACED = re.compile(r"\s*,\s*[^\s:,.;\d][^\n:.;]{1,60}:(?=\s)")
"""What puts a dated item somewhere: "12 May, Sample (occupied):"."""
_STOP = re.compile(r"[.!?\u061f][\"'\u201d\u2019)\]]*(?=\s)")
_ENDED = re.compile(r"[.!?:;\u2026\u061f][\"'\u201d\u2019)\]]*$")
_CUT_SHORT = re.compile(r"(?:\u2026|\.{3})$")
_DASHES = "-\u2013\u2014"
_LONGEST_LINK = 160
_NARROWEST = 40
"""Code points of the widest line from which a block may be told to be wrapped or not."""
_LEAST_ITEMS = 2
_DATES = frozenset({"date", "numeric", "month", "days", "weekday", "range"})
_AGES = frozenset({"hours", "ago", "now"})
"""Rules of dates that tell how long ago a post was written."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together: offsets in code points, and what it is."""

    start: int
    end: int
    role: Role


class _Known(NamedTuple):
    """The dates of a text by their beginnings, with their ends, and its tags."""

    days: Mapping[int, int]
    ages: Mapping[int, int]
    """How long ago a post was written."""
    clock: re.Pattern[str]
    """Times of day with their half, as the language tells it."""
    runs: Runs


def read_blocks(text: str, forms: Sequence[Form], runs: Runs, language: Language) -> list[Block]:
    """Give the blocks of a text in order, white space trimmed.

    Parameters
    ----------
    text
        An article.
    forms
        The filled forms in it, which are blocks of their own.
    runs
        The tags and links in it; what has nothing else is a block of its own.
    language
        ISO 639-1 code; a folder of word lists.

    Returns
    -------
    blocks
        They cover all words. Items stand where a list has two of them at least.
    """
    phrases = read_phrases(text, language)
    known = _Known(
        {phrase.start: phrase.end for phrase in phrases if phrase.rule in _DATES},
        {phrase.start: phrase.end for phrase in phrases if phrase.rule in _AGES},
        compiled(language, "sentence_phrases", "clock"),
        runs,
    )
    blocks = [Block(form.start, form.end, "form") for form in forms]
    for start, end in _paragraphs(text, forms):
        blocks += [Block(*span, "text") for span in _pieces(text, start, end, known, language)]
    blocks.sort(key=lambda block: block.start)
    return _with_roles(text, blocks, known, language)


def numbering(text: str) -> list[tuple[int, int]]:
    """Give the numbers of items and posts at the beginnings of lines: they count nothing."""
    found = []
    for line in _LINE.finditer(text):
        mark = _NUMBER.match(text, *line.span()) or _POST.match(text, *line.span())
        if mark is not None:
            found.append(mark.span())
    return found


def is_post(text: str) -> bool:
    """See a post of a thread by its number."""
    return _POST.match(text) is not None


def is_timed(text: str, start: int) -> bool:
    """See what opens with a time of day, behind a bullet or not: an entry of a log.

    Examples
    --------
    >>> is_timed("- 14:20 Rockets on the bridge", 0), is_timed("Rockets at 14:20", 0)
    (True, False)
    """
    bullet = _BULLET.match(text, start) or _SIGN.match(text, start)
    return _TIME.match(text, bullet.end() if bullet else start) is not None


def _paragraphs(text: str, forms: Sequence[Form]) -> list[tuple[int, int]]:
    """Give what stands between empty lines and forms."""
    found: list[tuple[int, int]] = []
    start = end = -1
    number = 0
    for match in _LINE.finditer(text):
        while number < len(forms) and forms[number].end <= match.start() < match.end():
            number += 1
        in_form = number < len(forms) and forms[number].start <= match.start()
        if not match.group().strip() or in_form:
            if start >= 0 and (match.group() or _is_empty(text, match.start())):
                found.append((start, end))
                start = -1
            continue
        start = match.start() if start < 0 else start
        end = match.end()
    return [*found, (start, end)] if start >= 0 else found


def _is_empty(text: str, at: int) -> bool:
    """See an empty line; the end of a line before it is none."""
    return at == 0 or text[at - 1] == "\n"


def _pieces(
    text: str, start: int, end: int, known: _Known, language: Language
) -> list[tuple[int, int]]:
    """Cut a paragraph at the breaks that are no wrapping."""
    lines = [
        _trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text, start, end) if m.group()
    ]
    lines = [line for line in lines if line[0] < line[1]]
    widest = max((b - a for a, b in lines), default=0)
    pieces: list[tuple[int, int]] = lines[:1]
    if len(lines) == 1:
        return pieces
    of_page = [page_line(text[slice(*line)], language) is not None for line in lines]
    added = _added(text, lines, known.runs)
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        apart = of_page[number - 1] or of_page[number] or _is_item(text, *line, known)
        stamped = _is_stamp(text, *above, known)
        apart = apart or number in added
        if apart or (not stamped and _is_break(text, above, line, widest)):
            pieces.append(line)
        else:
            pieces[-1] = pieces[-1][0], line[1]
    return pieces


def _added(text: str, lines: Sequence[tuple[int, int]], runs: Runs) -> set[int]:
    """Give the lines that stand apart from the one above for tags: at the head, behind a stop."""
    tagged = [runs.covers(text, *line) for line in lines]
    above = list(takewhile(lambda number: tagged[number], range(len(lines))))
    below = list(takewhile(lambda number: tagged[number], reversed(range(len(lines)))))
    found = {number + 1 for number in above}
    if below and below[-1] and _ENDED.search(text, *lines[below[-1] - 1]):
        found.update(below)
    return found


def _is_break(text: str, above: tuple[int, int], line: tuple[int, int], widest: int) -> bool:
    """Tell a break that ends something, since the next word had room, from one that wraps."""
    word = _WORD.match(text, *line)
    if word is None or text[line[0]].islower():
        return False
    has_room = above[1] - above[0] + 1 + len(word[1]) <= widest
    return has_room and (widest >= _NARROWEST or bool(_ENDED.search(text, *above)))


def _is_stamp(text: str, start: int, end: int, known: _Known) -> bool:
    """See the line above a post that tells how long ago and where: "3 hours ago Hass, Idlib"."""
    aged = known.ages.get(start, end)
    line = text.find("\n", start)
    return aged < (end if line < 0 else min(line, end)) and not _ENDED.search(text[start:line])


def _is_item(text: str, start: int, end: int, known: _Known) -> bool:
    """See a line that opens with a bullet, a number, a time of day, or a date and a colon."""
    if any(mark.match(text, start, end) for mark in (_BULLET, _SIGN, _NUMBER, _TIME, known.clock)):
        return True
    dated = known.days.get(start)
    if (
        dated is not None
        and dated < end
        and (_COLON.match(text, dated, end) or _PLACED.match(text, dated, end))
    ):
        return True
    return "\n" in text[start:end] and _is_stamp(text, start, end, known)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# -- what a block is


def _with_roles(
    text: str, blocks: Sequence[Block], known: _Known, language: Language
) -> list[Block]:
    """Say what each block is; behind "Related news" short ones lead to other pieces.

    What stands below a line of who posted it and when is a post: an item of its own.
    """
    made: list[Block] = []
    in_links = headed = False
    openings = [text[block.start] for block in blocks]  # a title has no sign of its items
    for block in blocks:
        if block.role == "form":
            in_links = False
            made.append(block)
            continue
        effect = page_line(text[block.start : block.end], language)
        short = _is_short(text, block)
        in_links = effect == "opens" or (in_links and (short or effect is not None))
        role: Role = "text"
        if effect is not None:
            role = "page"
        elif known.runs.covers(text, block.start, block.end):
            role = "tags"
        elif headed:
            role = "item"  # a post
        elif short and (in_links or (made and _CUT_SHORT.search(text, block.start, block.end))):
            role = "link"
        elif _is_item(text, block.start, block.end, known):
            is_signed = _SIGN.match(text, block.start, block.end) is not None
            alone = openings.count(text[block.start]) == 1 or _LABEL.match(text, block.start)
            is_title = not made and is_signed and alone
            role = "text" if is_title else "item"
        made.append(replace(block, role=role))
        headed = effect == "heads"
    if sum(block.role == "item" for block in made) >= _LEAST_ITEMS:
        return made
    return [replace(b, role="text") if b.role == "item" else b for b in made]


def _is_short(text: str, block: Block) -> bool:
    """See a line as long as a headline, without a full stop inside it."""
    return block.end - block.start <= _LONGEST_LINK and not _STOP.search(
        text, block.start, block.end - 1
    )


def page_line(line: str, language: Language) -> str | None:
    """Tell a line that is a page's own matter; ``opens`` where other pieces follow."""
    if len(line) > _LONGEST_LINK:
        return None
    bare = line.strip(" \t:.\u00bb\u203a>\u2192|-")
    effect = next((e for found, e in _page_lines(language) if found.fullmatch(bare)), None)
    # Behind a dash stands who wrote what is above, not below.
    return "line" if effect == "heads" and line[0] in _DASHES else effect


@cache
def _page_lines(language: Language) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(row["pattern"], re.IGNORECASE), row["effect"])
        for row in rows(language, "page_lines")
    ]
