"""Pieces of lines to blocks in reading order: gutters part a page, tables stay whole.

A gutter is a strip of white between pieces, along which text runs on both sides at several
heights. The one with the most lines at its sides is cut first; what is above and below it is cut
on its own, so that a title over two columns is read before them and a note across them after.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.tables import bare, is_table, rows_in, table_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.sources.formats.pdf.lines import Piece

WHITE = 0.5
"""The least width of a gutter, in sizes of the letters."""
LINES = 3
"""The least number of lines at each side of a gutter."""
LONG = 25
"""Letters of a line that is long enough for two such lines to make a column."""
WORDS_APART = 2.0
"""The widest space between words of a justified line, in sizes."""
WIDER = 1.3
"""How many times as wide as such a space another in the same line may be."""
FLUSH = 0.5
"""The share of lines beside a gutter that must begin (or end, or centre) at one place."""
NEAR = 40
"""How many pieces that begin higher are looked at for one at the same height."""
TAIL, HEADING = 6, 2
"""Most lines of a note, and of a heading, at one side under columns."""
NOTE = 0.92
"""Letters smaller than this share of the columns' make a note."""
DEPTH = 12
"""How often a page is cut inside what was cut."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that are read one after another; or the rows of a table, cells in reading order."""

    pieces: tuple[Piece, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip of white: where it is, from where to where it runs, and lines at its poorer side."""

    x: float
    top: float
    bottom: float
    lines: int

    @property
    def worth(self) -> tuple[bool, int]:
        """By what the first to be cut is chosen: it runs through everything, and has most lines."""
        return self.top == float("-inf") and self.bottom == float("inf"), self.lines


def blocks_of(pieces: Sequence[Piece], *, rtl: bool, depth: int = 0) -> list[Block]:
    """Cut a region into blocks in reading order; columns begin at the right where ``rtl``."""
    if not pieces:
        return []
    gutter = best_gutter(pieces) if depth < DEPTH else None
    if gutter is None:
        return [Block(tuple(pieces))]
    above = [one for one in pieces if middle(one) < gutter.top]
    below = [one for one in pieces if middle(one) > gutter.bottom]
    inside = [one for one in pieces if gutter.top <= middle(one) <= gutter.bottom]
    inside, below = with_tail(inside, below, gutter.x)
    columns = cut(inside, gutter)
    if is_table(columns):
        rows, over, under = bare(rows_in(inside))
        middle_blocks = [Block(tuple(inside), table_rows(rows, rtl=rtl))]
        above, below = above + over, under + below
    else:
        middle_blocks = []
        for column in reversed(columns) if rtl else columns:
            middle_blocks += blocks_of(column, rtl=rtl, depth=depth + 1)
    return [
        *blocks_of(above, rtl=rtl, depth=depth + 1),
        *middle_blocks,
        *blocks_of(below, rtl=rtl, depth=depth + 1),
    ]


def middle(piece: Piece) -> float:
    """Give the height at which a piece counts as above or below."""
    return piece.y - 0.3 * piece.size


def with_tail(inside: list[Piece], below: list[Piece], x: float) -> tuple[list[Piece], list[Piece]]:
    """Move what stands under the columns at one side, and is no part of them, below them.

    That is a note in smaller letters, or a heading nearer to what it heads than to the columns.
    """
    ordered = sorted(inside, key=lambda one: one.y)
    for count in range(1, min(TAIL, len(ordered) - 1) + 1):
        tail, rest = ordered[-count:], ordered[:-count]
        white = min(one.top for one in tail) - max(one.bottom for one in rest)
        if white < 0.6 * tail[0].size or len({one.x0 > x for one in tail}) > 1:
            continue
        usual = median(one.size for one in rest)
        is_note = all(one.size < NOTE * usual for one in tail)
        after = min((one.top for one in below), default=float("inf")) - tail[-1].bottom
        if is_note or (count <= HEADING and after < white):
            return rest, sorted((*tail, *below), key=lambda one: (one.y, one.x0))
    return inside, below


def cut(pieces: Sequence[Piece], gutter: Gutter) -> list[list[Piece]]:
    """Cut a band along a gutter, and along others that run through the whole of it."""
    sides = [
        [one for one in pieces if centre(one) < gutter.x],
        [one for one in pieces if centre(one) >= gutter.x],
    ]
    found: list[list[Piece]] = []
    for side in sides:
        other = best_gutter(side) if side else None
        is_whole = other is not None and all(
            other.top <= middle(one) <= other.bottom for one in side
        )
        if other is not None and is_whole:
            found += cut(side, other)
        elif side:
            found.append(side)
    return found


def centre(piece: Piece) -> float:
    """Give the middle of a piece along its line."""
    return (piece.x0 + piece.x1) / 2


def best_gutter(pieces: Sequence[Piece]) -> Gutter | None:
    """Find the gutter that nothing crosses, else the one with the most lines at its poorer side."""
    ordered = sorted(pieces, key=lambda one: one.top)
    neighbours = without_word_spaces(pairs(ordered))
    if len(neighbours) < 2:  # noqa: PLR2004 - one row is no column
        return None
    neighbours.sort(key=lambda pair: middle(pair[0]))
    best: Gutter | None = None
    for x in sorted(places(neighbours)):
        for gutter in gutters_at(x, ordered, neighbours, best.lines if best else 2):
            if best is None or gutter.worth > best.worth:
                best = gutter
    return best


def pairs(ordered: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Give pieces, by height, with the nearest one to their right that shares a third of it."""
    found = []
    for at, one in enumerate(ordered):
        nearest: Piece | None = None
        for way in (range(at + 1, len(ordered)), range(at - 1, max(-1, at - NEAR), -1)):
            for place in way:
                other = ordered[place]
                if other.top >= one.bottom:
                    break
                if (
                    other.x0 >= one.x1
                    and (nearest is None or other.x0 < nearest.x0)
                    and shares_height(one, other)
                ):
                    nearest = other
        if nearest is not None:
            found.append((one, nearest))
    return found


def without_word_spaces(
    neighbours: Sequence[tuple[Piece, Piece]],
) -> list[tuple[Piece, Piece]]:
    """Leave out gaps that are but the wide spaces between words of a justified line.

    Such a space is about as wide as one on the other side of a word beside it.
    """
    before = {id(right): right.x0 - left.x1 for left, right in neighbours}
    after = {id(left): right.x0 - left.x1 for left, right in neighbours}
    found = []
    for left, right in neighbours:
        gap = right.x0 - left.x1
        beside = (
            before.get(id(left), 0.0) if left.is_word else 0.0,
            after.get(id(right), 0.0) if right.is_word else 0.0,
        )
        is_even = any(gap / WIDER <= other <= gap * WIDER for other in beside)
        if not is_even or gap > WORDS_APART * min(left.size, right.size):
            found.append((left, right))
    return found


def shares_height(one: Piece, other: Piece) -> bool:
    """Tell whether two pieces overlap in height by a third of the lower one."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.33 * min(one.bottom - one.top, other.bottom - other.top)


def places(neighbours: Sequence[tuple[Piece, Piece]]) -> set[float]:
    """Give the places along the lines at which a gutter may run: at the edges of gaps."""
    found = set()
    for left, right in neighbours:
        step = WHITE / 2 * min(left.size, right.size)
        found |= {float(round(right.x0 - step)), float(round(left.x1 + step))}
        found.add(float(round((left.x1 + right.x0) / 2)))
    return found


def gutters_at(
    x: float, ordered: Sequence[Piece], neighbours: Sequence[tuple[Piece, Piece]], least: int
) -> list[Gutter]:
    """Find the gutters at one place: what crosses it ends one and begins another.

    Parameters
    ----------
    neighbours
        Pieces and those to their right, by height.
    least
        How many of them stand at least along a gutter that something crosses.
    """
    over = [(left, right) for left, right in neighbours if left.x1 <= x <= right.x0]
    if len(over) < 2:  # noqa: PLR2004 - one row is no column
        return []
    heights = [middle(left) for left, _ in over]
    found = []
    start = float("-inf")
    crossing = [(one.top, one.bottom) for one in ordered if one.x0 < x < one.x1]
    for top, bottom in [*crossing, (float("inf"), float("inf"))]:
        first, last = bisect_left(heights, start), bisect_right(heights, top)
        if last - first >= (least if crossing else 2):
            inside = [pair for pair in over[first:last] if start <= middle(pair[1]) <= top]
            if gutter := gutter_of(x, start, top, inside):
                found.append(gutter)
        start = max(start, bottom)
    return found


def gutter_of(
    x: float, top: float, bottom: float, beside: Sequence[tuple[Piece, Piece]]
) -> Gutter | None:
    """Give the gutter between pieces, unless too few or ragged ones stand at it."""
    lefts = {id(left): left for left, _ in beside}
    rights = {id(right): right for _, right in beside}
    lines = min(len(lefts), len(rights))
    if lines < 2:  # noqa: PLR2004 - one row is no column
        return None
    if lines < LINES and not all(
        one.letters >= LONG for one in (*lefts.values(), *rights.values())
    ):
        return None
    size = median(one.size for one in (*lefts.values(), *rights.values()))
    white = min(one.x0 for one in rights.values()) - max(one.x1 for one in lefts.values())
    if white < WHITE * size:
        return None
    if not is_edged(list(lefts.values()), list(rights.values()), size):
        return None
    return Gutter(x, top, bottom, lines)


def is_edged(lefts: Sequence[Piece], rights: Sequence[Piece], size: float) -> bool:
    """Tell whether text stands along a strip as columns do, and not as white runs by chance.

    Lines of columns begin or end at the strip; numbers in a table may stand flush on its far
    side, or be centred.
    """
    if is_flush([one.x0 for one in rights], size) or is_flush([one.x1 for one in lefts], size):
        return True
    if have_numbers(rights) and (
        is_flush([one.x1 for one in rights], size)
        or is_flush([centre(one) for one in rights], size)
    ):
        return True
    return have_numbers(lefts) and (
        is_flush([one.x0 for one in lefts], size) or is_flush([centre(one) for one in lefts], size)
    )


def is_flush(edges: Sequence[float], size: float) -> bool:
    """Tell whether most places along the lines are one."""
    close = 0.4 * size
    most = max(sum(abs(edge - other) < close for other in edges) for edge in edges[:40])
    return most >= max(FLUSH * len(edges), min(LINES, len(edges)))


def have_numbers(pieces: Sequence[Piece]) -> bool:
    """Tell whether most pieces are numbers."""
    count = sum(all(not glyph.text.isalpha() for glyph in one.glyphs) for one in pieces)
    return count > len(pieces) / 2
