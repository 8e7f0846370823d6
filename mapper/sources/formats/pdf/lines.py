"""Glyphs to pieces of lines: what stands on one base line without a wide gap inside."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.direction import leans
from mapper.sources.formats.pdf.order import LEFTWARD, Atom, runs_of, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.sources.formats.pdf.glyphs import Glyph

LEVEL = 0.25
"""How far, in sizes of the letters, two base lines may differ and be one."""
GAP = 0.6
"""The least gap, in sizes, at which a line is taken apart; words in it are put together later."""
TIGHT, LOOSE = 0.16, 0.3
"""The least gap, in sizes, that is a space where none is written, and where others are."""
SMALL = 0.86
"""What share of its neighbours' size a raised sign has at most."""
OFF = 0.6
"""How far off its line's base a small sign stands at most, in sizes of the line."""
INITIAL = 1.8
"""How many times as large as the text an initial is at least."""
UP, DOWN = 0.8, 0.22
"""How far letters reach above and below their base line, in sizes."""


@dataclass(slots=True)
class Piece:
    """A piece of a line; places in points, y downwards, glyphs from left to right.

    What is asked often is counted once: ``top`` and ``bottom``, where its letters begin and
    end; ``letters``, its characters without spaces; ``leftward`` and ``rightward``, those of
    them that are letters of right-to-left script and of others.
    """

    x0: float
    x1: float
    y: float
    size: float
    glyphs: list[Glyph] = field(repr=False)
    top: float = 0.0
    bottom: float = 0.0
    letters: int = 0
    leftward: int = 0
    rightward: int = 0

    @property
    def is_bold(self) -> bool:
        """Whether all of it is set in a heavy font."""
        return all(glyph.bold for glyph in self.glyphs if glyph.text.strip())

    @property
    def is_word(self) -> bool:
        """Whether it is one word."""
        return not any(
            glyph.text == " " or glyph.x0 - before.x1 > TIGHT * glyph.size
            for before, glyph in pairwise(self.glyphs)
        )


def piece_of(glyphs: Sequence[Glyph]) -> Piece:
    """Make a piece of glyphs from left to right."""
    shown = [glyph for glyph in glyphs if glyph.text != " "] or list(glyphs)
    size = max(glyph.size for glyph in shown)
    levels = [glyph.y for glyph in shown if glyph.size > SMALL * size]
    y = levels[0] if levels[0] == levels[-1] else median(levels)
    text = "".join(glyph.text for glyph in shown)
    rightward = sum(map(str.isalpha, text))
    leftward = 0
    if not text.isascii():
        leftward = sum(runs_of(one) in LEFTWARD for one in text if one.isalpha())
    return Piece(
        x0=shown[0].x0,
        x1=max(glyph.x1 for glyph in shown),
        y=y,
        size=size,
        glyphs=list(glyphs),
        top=y - UP * size,
        bottom=y + DOWN * size,
        letters=len(text),
        leftward=leftward,
        rightward=rightward - leftward,
    )


def pieces_of(glyphs: Sequence[Glyph]) -> list[Piece]:
    """Gather the glyphs of a page into pieces of lines, from the top down."""
    found: list[Piece] = []
    for row in rows_of(with_marks(glyphs)):
        found += parted(row)
    return with_initials(with_raised(sorted(found, key=lambda piece: (piece.y, piece.x0))))


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs by their base lines."""
    rows: list[list[Glyph]] = []
    level, reach = 0.0, -1.0
    for glyph in sorted(glyphs, key=lambda one: one.y):
        if reach < 0 or glyph.y - level > min(reach, LEVEL * glyph.size):
            rows.append([])
            level, reach = glyph.y, LEVEL * glyph.size
        reach = min(reach, LEVEL * glyph.size)
        rows[-1].append(glyph)
    return rows


def parted(row: list[Glyph]) -> list[Piece]:
    """Take a row apart at its wide gaps; glyphs drawn twice for weight count once."""
    found: list[Piece] = []
    here: list[Glyph] = []
    right = 0.0
    for glyph in sorted(row, key=lambda one: (one.x0, one.x1)):
        if glyph.text == " ":
            if here:
                here.append(glyph)
            continue
        is_initial = len(here) == 1 and here[0].size > INITIAL * glyph.size
        if here and (is_initial or glyph.x0 - right > GAP * min(glyph.size, last_shown(here).size)):
            found.append(piece_of(trimmed(here)))
            here = []
        if here and is_twice(here, glyph):
            continue
        right = glyph.x1 if not here else max(right, glyph.x1)
        here.append(glyph)
    if here:
        found.append(piece_of(trimmed(here)))
    return found


def last_shown(glyphs: Sequence[Glyph]) -> Glyph:
    """Give the last glyph that is no space."""
    return next((one for one in reversed(glyphs) if one.text != " "), glyphs[-1])


def is_twice(glyphs: Sequence[Glyph], glyph: Glyph) -> bool:
    """Tell whether a glyph was drawn just now at nearly the same place."""
    close = 0.12 * glyph.size
    return any(
        one.text == glyph.text and abs(one.x0 - glyph.x0) < close and one.x1 > one.x0
        for one in glyphs[-3:]
    )


def trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out spaces at the end."""
    end = len(glyphs)
    while end and glyphs[end - 1].text == " ":
        end -= 1
    return glyphs[:end]


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Give each mark (a vowel sign, an accent) to the letter it stands on.

    Programs write a mark after its letter where they write as one reads, and before it where
    they write right-to-left text from left to right.
    """
    if not any(is_mark(glyph) for glyph in glyphs):
        return list(glyphs)
    bases = [at for at, glyph in enumerate(glyphs) if not is_mark(glyph) and glyph.text != " "]
    owners: dict[int, str] = {}
    at = 0
    for place, glyph in enumerate(glyphs):
        while at < len(bases) and bases[at] < place:
            at += 1
        if is_mark(glyph):
            owner = owner_of(
                glyph,
                [(one, glyphs[one]) for one in (*bases[max(0, at - 1) : at], *bases[at : at + 1])],
                place,
            )
            if owner is not None:
                owners[owner] = owners.get(owner, "") + glyph.text
    return [
        glyph._replace(text=glyph.text + owners.get(place, ""))
        for place, glyph in enumerate(glyphs)
        if not is_mark(glyph)
    ]


def owner_of(mark: Glyph, near: Sequence[tuple[int, Glyph]], place: int) -> int | None:
    """Choose the letter of a mark among the one written before and the one after it."""
    close = [
        (at, glyph)
        for at, glyph in near
        if abs(glyph.y - mark.y) < glyph.size
        and glyph.x0 - glyph.size < mark.x0 < glyph.x1 + glyph.size
    ]
    if len(close) < 2:  # noqa: PLR2004 - there is one, or none
        return close[0][0] if close else None
    (first, one), (second, other) = close
    is_backwards = runs_of(mark.text) == "AL" and one.x0 < other.x0
    inside = [at for at, glyph in close if glyph.x0 <= mark.x0 <= glyph.x1]
    if len(inside) == 1 and abs(inside[0] - place) == 1 and runs_of(mark.text) != "AL":
        return inside[0]
    return second if is_backwards else first


def is_mark(glyph: Glyph) -> bool:
    """Tell whether a glyph is a mark on another."""
    return not glyph.text.isascii() and all(unicodedata.combining(one) for one in glyph.text)


def with_raised(pieces: list[Piece]) -> list[Piece]:
    """Put small signs off the base line into the lines they belong to."""
    stray: list[Piece] = []
    lines: list[Piece] = []
    sizes = [piece.size for piece in pieces for _ in range(piece.letters)]
    usual = median(sizes) if sizes else 0.0
    for piece in pieces:
        is_small = piece.size <= SMALL * usual and piece.letters <= 6  # noqa: PLR2004 - a note's number, "th"
        (stray if is_small or piece.letters == 1 else lines).append(piece)
    lines.sort(key=lambda piece: piece.y)
    heights = [piece.y for piece in lines]
    reach = OFF * max((piece.size for piece in lines), default=0.0)
    alone: list[Piece] = []
    for piece in stray:
        first = bisect_left(heights, piece.y - reach)
        last = bisect_right(heights, piece.y + reach)
        at = host_of(piece, lines, range(first, last))
        if at is None:
            alone.append(piece)
        else:
            glyphs = sorted((*lines[at].glyphs, *piece.glyphs), key=lambda one: one.x0)
            lines[at] = piece_of(glyphs)
    every = map(with_notes, (*lines, *alone))
    return sorted(every, key=lambda piece: (piece.y, piece.x0))


def with_notes(piece: Piece) -> Piece:
    """Put raised numbers in square brackets: a number before one would run into it otherwise."""
    glyphs = piece.glyphs
    raised = [
        glyph.size <= SMALL * piece.size and glyph.y < piece.y - 0.08 * piece.size
        for glyph in glyphs
    ]
    if not any(raised):
        return piece
    found: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        end = at
        while end < len(glyphs) and raised[end] and glyphs[end].text != " ":
            end += 1
        note = list(glyphs[at:end])
        if note and all(one.text.isdigit() or one.text in ",\u2013-" for one in note):
            is_all = at == 0 and end < len(glyphs)
            note[0] = note[0]._replace(text=f"[{note[0].text}")
            note[-1] = note[-1]._replace(text=f"{note[-1].text}]" + " " * is_all)
        found += note or [glyphs[at]]
        at = max(end, at + 1)
    piece.glyphs = found
    return piece


def with_initials(pieces: list[Piece]) -> list[Piece]:
    """Put an initial as tall as several lines before the first of them."""
    sizes = [piece.size for piece in pieces for _ in range(piece.letters)]
    tall = INITIAL * median(sizes) if sizes else 0.0
    kept = list(pieces)
    for initial in pieces:
        if initial.size < tall or initial.letters != 1 or not initial.rightward:
            continue
        beside = [
            one
            for one in pieces
            if one.size < tall / INITIAL * 1.5
            and initial.top - one.size < one.y < initial.y + 0.5 * one.size
            and -0.2 * one.size < one.x0 - initial.x1 < 1.5 * one.size
        ]
        if len(beside) < 2:  # noqa: PLR2004 - a large letter, but not as tall as two lines
            continue
        first = min(beside, key=lambda one: one.y)
        letter = initial.glyphs[0]._replace(x1=first.x0, y=first.y, size=first.size)
        kept[kept.index(first)] = piece_of([letter, *first.glyphs])
        kept.remove(initial)
        for one in beside:
            one.x0 = initial.x0
    return kept


def host_of(small: Piece, lines: Sequence[Piece], among: Iterable[int]) -> int | None:
    """Find the place of the line that a small sign stands in, or at the end of.

    One letter of full size, as in some names of programs, stands close at the end of a piece,
    or in a hole of it.
    """
    near: list[tuple[float, int]] = []
    for at in among:
        line = lines[at]
        off = abs(line.y - small.y)
        if small.size <= SMALL * line.size:
            reach = OFF * line.size
            is_beside = line.x0 - reach < small.x1 and small.x0 < line.x1 + reach
            is_here = is_beside and (small.x0 >= line.x1 - 1 or has_room(small, line))
            is_off = 0.05 * line.size < off < reach
        else:
            is_close = abs(small.x0 - line.x1) < 0.3 * line.size
            is_inside = line.x0 < small.x0 and small.x1 < line.x1 and has_room(small, line)
            is_here = is_close or is_inside
            is_off = 0.1 * line.size < off < 0.4 * line.size
        if is_off and is_here:
            near.append((off, at))
    return min(near, default=(0.0, None))[1]


def has_room(small: Piece, line: Piece) -> bool:
    """Tell whether a line leaves a gap where a small sign stands."""
    middle = (small.x0 + small.x1) / 2
    return not any(one.x0 < middle < one.x1 for one in line.glyphs if one.text != " ")


def atoms_of(glyphs: Sequence[Glyph]) -> list[Atom]:
    """Give what the glyphs of a line say from left to right, with spaces where words part."""
    shown = [glyph for glyph in glyphs if glyph.text != " "]
    if not shown:
        return []
    written = len(glyphs) - len(shown)
    gaps = [
        max(0.0, b.x0 - a.x1) for a, b in pairwise(shown) if a.text.isalnum() and b.text.isalnum()
    ]
    spread = median(gaps) if len(gaps) > 3 else 0.0  # noqa: PLR2004 - letters set apart
    least = LOOSE if written * 12 > len(shown) else TIGHT
    atoms: list[Atom] = []
    right, is_parted = shown[0].x0, False
    for glyph in glyphs:
        if glyph.text == " ":
            is_parted = True
            continue
        wide = glyph.x0 - right > spread + least * glyph.size
        if atoms and (is_parted or wide):
            atoms.append(Atom(" ", "WS"))
        atoms.append(Atom(glyph.text, runs_of(glyph.text), glyph.logical))
        right, is_parted = max(right, glyph.x1) if atoms[:-1] else glyph.x1, False
    return atoms


def text_of(glyphs: Sequence[Glyph], *, rtl: bool | None = None, turns: bool = True) -> str:
    """Give what glyphs from left to right say.

    Parameters
    ----------
    rtl
        Whether their line is set from right to left; where nobody knows, the line tells.
    turns
        Whether brackets of right-to-left text are shown as they look.
    """
    atoms = atoms_of(glyphs)
    if rtl is None:
        rtl = leans(atoms)
    return text_in(atoms, rtl=rtl, turns=turns)


def text_in(atoms: Sequence[Atom], *, rtl: bool, turns: bool) -> str:
    """Give what a line says, composed (NFC), one space between words."""
    text = said(atoms, rtl=rtl, turns=turns)
    return unicodedata.normalize("NFC", " ".join(text.split()))
