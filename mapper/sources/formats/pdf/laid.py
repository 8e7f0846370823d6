"""Lines as they are laid: which way each is set, and where it begins and ends in its block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.direction import (
    FLUSH,
    SHORT,
    by_brackets,
    by_stops,
    clearly,
    tendency,
    way,
)
from mapper.sources.formats.pdf.lines import LOOSE, Piece, atoms_of, text_in, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.sources.formats.pdf.glyphs import Glyph

ROOM = 0.35
"""The share of a line left free from which it hardly runs on."""
NEAR = 2.0
"""How far above a line, in sizes, the one that runs on into it stands at most."""
HALF, NEARLY_ALL = 0.6, 0.9
"""Shares of letters of one script: of a line that has about as many of both, and hardly any."""
ENDED = re.compile(r"[.!?:\u061f\u06d4\u2026][\"'\u00bb\u201d\u2019)\[\]\d,]*$")
"""The end of a sentence, quotes and a note's number after it."""


@dataclass(slots=True)
class Line:
    """A line of text; places in points along it, from where reading begins."""

    text: str
    start: float
    end: float
    y: float
    size: float
    is_bold: bool
    first_word: float
    """How long its first word is, in points."""
    rtl: bool = False
    pieces: Sequence[Piece] = ()
    right: float = 0.0
    """Where lines end here."""
    is_between: bool = False
    """Whether it has letters of both ways, and those of its block's at both ends."""
    tells: int = 0
    """What it tells of its direction: more than 0 where it is set from right to left."""


def line_of(
    pieces: Sequence[Piece],
    edges: tuple[float, float],
    before: Line | None = None,
    *,
    rtl: bool,
    turns: bool,
    is_left: bool = False,
) -> Line:
    """Make a line of pieces at one height.

    Parameters
    ----------
    edges
        Where its block begins and ends, in points from the left.
    before
        The line above it.
    rtl
        Whether most of its block is read from right to left.
    turns
        Whether brackets of right-to-left text are shown as they look.
    is_left
        Whether right-to-left lines of its block are even at their left: then edges tell nothing.
    """
    x0, x1 = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
    largest = max(pieces, key=lambda one: one.letters)
    glyphs = glyphs_of(pieces)
    atoms = atoms_of(glyphs)
    room = (0.0, 0.0) if is_left else room_beside(pieces, edges)
    leftward, rightward = counted(pieces)
    tells = tendency(atoms, *room, rtl=rtl) if rtl or leftward else 0
    if not tells and leftward and rightward:
        tells = by_brackets(atoms, turns=turns)
    line = Line(
        text="",
        start=0.0,
        end=0.0,
        y=largest.y,
        size=largest.size,
        is_bold=all(one.is_bold for one in pieces),
        first_word=0.0,
        pieces=pieces,
        tells=tells,
        is_between={way(one) for one in (*atoms[:1], *atoms[-1:])} == {"R" if rtl else "L"},
    )
    line.rtl = direction_of(line, before, rtl=rtl)
    line.text = text_in(atoms, rtl=line.rtl, turns=turns)
    is_from_right = line.rtl and not is_left
    line.start = edges[1] - x1 if is_from_right else x0 - edges[0]
    line.end = edges[1] - x0 if is_from_right else x1 - edges[0]
    line.right = edges[1] - edges[0]
    line.first_word = first_word(glyphs, rtl=line.rtl)
    return line


def first_word(glyphs: Sequence[Glyph], *, rtl: bool) -> float:
    """Give how long the first word of a line is, in points; glyphs are from left to right."""
    ordered = glyphs[::-1] if rtl else glyphs
    word: list[Glyph] = []
    for glyph in ordered:
        gap = max(glyph.x0 - word[-1].x1, word[-1].x0 - glyph.x1) if word else 0.0
        if glyph.text == " " or gap > LOOSE * glyph.size:
            break
        word.append(glyph)
    return max(one.x1 for one in word) - min(one.x0 for one in word) if word else 0.0


def room_beside(pieces: Sequence[Piece], edges: tuple[float, float]) -> tuple[float, float]:
    """Give the room at the left and at the right of a line in its block, in sizes."""
    size = max(one.size for one in pieces)
    x0, x1 = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
    return (x0 - edges[0]) / size, (edges[1] - x1) / size


def are_left(lines: Iterable[Sequence[Piece]], edges: tuple[float, float]) -> bool:
    """Tell whether right-to-left lines are even at their left, as some programs set them."""
    left = right = 0
    for line in lines:
        leftward, rightward = counted(line)
        is_set = not rightward or by_stops(atoms_of(glyphs_of(line))) > 0
        if leftward and is_set:
            before, after = room_beside(line, edges)
            left += before < FLUSH and after > SHORT
            right += after < FLUSH and before > SHORT
    return left > right


def direction_of(line: Line, before: Line | None, *, rtl: bool) -> bool:
    """Tell whether a line is set from right to left.

    It may tell itself. Else it goes with the line above if that runs on into it, and with most
    of its own letters if not; a line of one script that tells against it goes with its block.
    """
    leftward, rightward = counted(line.pieces)
    is_mixed = leftward and rightward
    if line.tells and (is_mixed or (line.tells > 0) == rtl):
        return line.tells > 0
    runs = before is not None and not ENDED.search(before.text) and not is_short(before)
    if before is not None and runs and line.y - before.y < NEAR * line.size:
        is_clear = clearly(leftward, rightward)
        return before.rtl if is_clear is None or not is_mixed else is_clear
    if line.is_between and max(leftward, rightward) < NEARLY_ALL * (leftward + rightward):
        return rtl
    is_even = max(leftward, rightward) <= HALF * (leftward + rightward)
    return rtl if is_even else leftward > rightward


def is_short(line: Line) -> bool:
    """Tell whether a line leaves so much room that it hardly runs on."""
    return line.right - line.end > ROOM * line.right


def glyphs_of(pieces: Sequence[Piece]) -> list[Glyph]:
    """Give the glyphs of pieces at one height from left to right."""
    return [glyph for piece in sorted(pieces, key=lambda one: one.x0) for glyph in piece.glyphs]


def counted(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Count letters of right-to-left script, and others."""
    both = [(piece.leftward, piece.rightward) for piece in pieces]
    return sum(left for left, _ in both), sum(right for _, right in both)


def is_rtl(pieces: Iterable[Piece]) -> bool:
    """Tell whether most letters are read from right to left."""
    leftward, rightward = counted(pieces)
    return leftward > rightward


def is_set_leftward(group: Sequence[Line], *, rtl: bool) -> bool:
    """Tell whether a paragraph is set from right to left: its lines tell, else its letters.

    Where both hardly tell it goes with its block (``rtl``).
    """
    leftward, rightward = counted([piece for line in group for piece in line.pieces])
    if not leftward or not rightward:
        return group[0].rtl
    tells = sum(line.tells for line in group)
    if tells:
        return tells > 0
    is_even = max(leftward, rightward) < HALF * (leftward + rightward)
    return rtl if is_even else leftward > rightward


def texts_of(heights: Sequence[Sequence[Piece]], *, rtl: bool, turns: bool) -> list[str]:
    """Give what the lines of a cell say.

    Parameters
    ----------
    heights
        The pieces of each line, from the top down.
    rtl
        Whether most of its table is read from right to left.
    turns
        Whether brackets of right-to-left text are shown as they look.
    """
    edges = (
        min(one.x0 for line in heights for one in line),
        max(one.x1 for line in heights for one in line),
    )
    lines: list[Line] = []
    for height in heights:
        lines.append(line_of(height, edges, lines[-1] if lines else None, rtl=rtl, turns=turns))
    own = is_set_leftward(lines, rtl=rtl)
    return [text_of(glyphs_of(line.pieces), rtl=own, turns=turns) for line in lines]
