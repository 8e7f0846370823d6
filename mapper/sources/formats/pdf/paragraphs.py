"""Lines of a block to paragraphs, and paragraphs that run on over a column's or a page's end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.direction import BY_STOPS
from mapper.sources.formats.pdf.laid import (
    ENDED,
    Line,
    are_left,
    glyphs_of,
    is_rtl,
    is_set_leftward,
    line_of,
)
from mapper.sources.formats.pdf.lines import text_of
from mapper.sources.formats.pdf.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.sources.formats.pdf.lines import Piece

SPACED = 1.3
"""How many times the usual step a step between lines is that parts paragraphs."""
FLOWING = 1.6
"""The same after a line that is full and ends no sentence: scripts in it may need more room."""
LEAP = 2.2
"""The same for lines of large letters, or where no usual step is known: in sizes of the letters."""
WIDE = 1.7
"""From how many sizes on a usual step may be one between paragraphs of one line each."""
SAME_SIZE = 0.06
EVENLY = 0.3
"""How far the rooms at both sides of a centred line differ at most, in sizes."""
INDENT = 0.8
"""The least indent of a first line, in sizes."""
ROOM, CENTRED_ROOM = 0.2, 0.35
"""The share of a line left free that ends a paragraph without a stop; the same where centred."""
EVEN, LONG = 4.0, 25
"""How far, in sizes, ends of lines differ beside a picture, and the least letters of such lines."""
ASIDE = 0.92
"""Letters smaller than this share of the usual ones make a note or a caption."""

SIGNED = re.compile("[\ufffd\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\u2013\u2014*-]\\s")
"""An item of a list that begins with a sign."""
NUMBERED = re.compile(r"\(?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5})[.)]\s")
"""An item that begins with a number or a letter, with a stop or a bracket."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a block is set: steps from line to line for each size, and where lines begin.

    Sizes are in half points, the rest in points.
    """

    step: dict[int, float]
    left: float


@dataclass(slots=True)
class Paragraph:
    """A paragraph: lines, and what tells whether it runs on elsewhere."""

    lines: list[str]
    size: float
    is_bold: bool = False
    is_row: bool = False
    is_aside: bool = False
    is_indented: bool = False
    is_head: bool = False
    """It is the first of its block."""
    room: float = 0.0
    """How much room its last line leaves, in points."""
    first_word: float = 0.0


def paragraphs_of(pieces: Sequence[Piece], *, turns: bool, usual: float) -> list[Paragraph]:
    """Part the lines of a block into paragraphs.

    Parameters
    ----------
    turns
        Whether brackets of right-to-left text are shown as they look.
    usual
        The size of most letters of the document, in points.
    """
    rtl = is_rtl(pieces)
    edges = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
    lines: list[Line] = []
    heights = lines_of(pieces)
    is_left = are_left(heights, edges)
    for at_one_height in heights:
        before = lines[-1] if lines else None
        line = line_of(at_one_height, edges, before, rtl=rtl, turns=turns, is_left=is_left)
        lines += [line] if line.text else []
    if not lines:
        return []
    set_right(lines)
    setting = Setting(usual_step(lines), edge_of(lines))
    found: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if parts(found[-1], line, setting):
            found.append([line])
        else:
            found[-1].append(line)
    for group in found:
        own = is_set_leftward(group, rtl=rtl)
        for line in group:
            if line.rtl != own:
                line.text = text_of(glyphs_of(line.pieces), rtl=own, turns=turns)
    paragraphs = [whole(group, setting, usual) for group in found]
    paragraphs[0].is_head = True
    return paragraphs


def whole(group: Sequence[Line], setting: Setting, usual: float) -> Paragraph:
    """Make a paragraph of its lines."""
    first, last = group[0], group[-1]
    size = median(line.size for line in group)
    return Paragraph(
        lines=[line.text for line in group],
        size=size,
        is_bold=all(line.is_bold for line in group),
        is_aside=size < ASIDE * usual,
        is_indented=first.start > setting.left + INDENT * size,
        room=last.right - last.end,
        first_word=first.first_word,
    )


def usual_step(lines: Sequence[Line]) -> dict[int, float]:
    """Give the usual step between lines for each size of letters, in whole half points."""
    steps: dict[int, list[float]] = {}
    for before, line in pairwise(lines):
        if alike(before, line) and line.y - before.y < LEAP * line.size:
            steps.setdefault(round(2 * line.size), []).append(line.y - before.y)
    found = {}
    for size, all_steps in steps.items():
        ordered = sorted(all_steps)
        found[size] = ordered[(len(ordered) - 1) // 3]
        if found[size] > WIDE * size / 2 and not are_flowing(lines, found[size]):
            del found[size]
    return found


def are_flowing(lines: Sequence[Line], step: float) -> bool:
    """Tell whether any line so far above the next one runs on into it, as in wide-set text."""
    return any(
        abs(line.y - before.y - step) < 1
        and not ENDED.search(before.text)
        and before.right - before.end <= line.first_word + line.size
        for before, line in pairwise(lines)
    )


def set_right(lines: Sequence[Line]) -> None:
    """Say of each line where lines end there: beside a picture they end earlier."""
    whole = max(line.end for line in lines)
    for line in lines:
        line.right = whole
    for at in range(len(lines) - 2):
        three = lines[at : at + 3]
        size = max(line.size for line in three)
        end = max(line.end for line in three)
        is_even = end - min(line.end for line in three) < EVEN * size
        if is_even and end < whole - EVEN * size and all(len(one.text) >= LONG for one in three):
            for line in three:
                line.right = min(line.right, end) if line.right < whole else end


def edge_of(lines: Sequence[Line]) -> float:
    """Give where most lines begin."""
    starts = Counter(round(line.start / 2) for line in lines)
    best = max(starts.values())
    close = min(start for start, count in starts.items() if count >= best / 2)
    return min(line.start for line in lines if round(line.start / 2) == close)


def alike(one: Line, other: Line) -> bool:
    """Tell whether two lines have letters of one size."""
    return abs(one.size - other.size) <= SAME_SIZE * max(one.size, other.size)


def parts(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Tell whether a line begins a paragraph, rather than going on with a group of lines."""
    before = group[-1]
    if not alike(before, line) or before.is_bold != line.is_bold:
        return not is_run_in(before, line)
    if is_spaced(before, line, setting):
        return True
    if before.tells * line.tells <= -BY_STOPS:  # a paragraph is set one way
        return True
    if before.rtl != line.rtl:
        return bool(ENDED.search(before.text)) or leaves_room(before, line)
    if is_item(line) or is_item(group[0]):
        return begins_item(group, line)
    return is_indented(group, line, setting) or leaves_room(before, line)


def begins_item(group: Sequence[Line], line: Line) -> bool:
    """Tell whether a line begins an item of a list, or what comes after the list."""
    before = group[-1]
    if SIGNED.match(line.text):
        # A dash that the line before had no room for is no item.
        is_dash = line.text[0] in "-\u2013\u2014" and before.end > before.right - line.size
        return not is_dash or is_item(group[0])
    if is_item(line):
        return is_item(group[0]) or bool(ENDED.search(before.text)) or leaves_room(before, line)
    return line.start < group[0].start + 1 and leaves_room(before, line)


def is_item(line: Line) -> bool:
    """Tell whether a line looks like the first of an item of a list."""
    return bool(SIGNED.match(line.text) or NUMBERED.match(line.text))


def is_spaced(before: Line, line: Line, setting: Setting) -> bool:
    """Tell whether more white stands between two lines than inside paragraphs."""
    usual = setting.step.get(round(2 * line.size), 1.25 * line.size)
    room = before.right - before.end - 0.3 * line.size
    has_both = any(one.leftward for one in (*before.pieces, *line.pieces))
    may_flow = has_both or not line.text[:1].isupper()
    is_flowing = may_flow and room <= line.first_word and not ENDED.search(before.text)
    return line.y - before.y > (FLOWING if is_flowing else SPACED) * usual


def is_indented(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Tell whether a line begins further in than its block, or further out than the one before."""
    before, indent = group[-1], INDENT * line.size
    if is_centred(before) and is_centred(line):
        return False
    if line.start > before.start + indent and line.start > setting.left + indent:
        return before.start < setting.left + indent or len(group) > 1
    return line.start < min(setting.left, before.start) - indent


def is_centred(line: Line) -> bool:
    """Tell whether a line leaves as much room before it as after it."""
    return abs(line.start - (line.right - line.end)) < EVENLY * line.size


def is_run_in(before: Line, line: Line) -> bool:
    """Tell whether a change of weight is one inside a sentence that runs on."""
    return (
        alike(before, line)
        and not ENDED.search(before.text)
        and before.end > before.right - line.first_word - line.size
        and line.y - before.y < 1.5 * line.size
        and line.text[:1].islower()
    )


def leaves_room(before: Line, line: Line) -> bool:
    """Tell whether a line ended before its time: the next word would have stood in it."""
    room = before.right - before.end - 0.3 * line.size
    if room <= line.first_word:
        return False
    if ENDED.search(before.text):
        return True
    # Centred lines, and lines broken by hand, leave room too: a sentence does not end there.
    share = ROOM if before.start < INDENT * line.size else CENTRED_ROOM
    return room > max(share * (before.right - before.start), 4 * line.size)


def run_on(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Join paragraphs that run on over the end of a block.

    Notes and captions between the two stay behind the whole.
    """
    kept: list[Paragraph] = []
    last: Paragraph | None = None
    for one in found:
        if one.is_aside or one.is_row:
            kept.append(one)
            continue
        is_apart = one.is_head or bool(kept and kept[-1].is_aside)
        if last is not None and runs_on(last, one, is_apart=is_apart):
            last.lines += one.lines
            last.room = one.room
            continue
        kept.append(one)
        last = one
    return kept


def runs_on(last: Paragraph, one: Paragraph, *, is_apart: bool) -> bool:
    """Tell whether a paragraph is the rest of the last one.

    Parameters
    ----------
    is_apart
        Whether the end of a block, a note or a caption stands between the two. Otherwise only
        a small letter after no sign tells that a sentence runs on: what is set around a picture
        has lines of all lengths.
    """
    if abs(last.size - one.size) > SAME_SIZE * last.size or last.is_bold != one.is_bold:
        return False
    end, begin = last.lines[-1], one.lines[0]
    if ENDED.search(end) or SIGNED.match(begin) or NUMBERED.match(begin):
        return False
    if not is_apart:
        return begin[:1].islower() and not end.endswith((",", ";"))
    if begin[:1].islower() or end.endswith(("-", "\u00ad", "\u2010", ",", "\u060c")):
        return True
    return last.room <= one.first_word + 0.3 * one.size and not one.is_indented
