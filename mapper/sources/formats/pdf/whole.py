"""Pages to one text, and what to say of how it was read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.columns import Block, blocks_of
from mapper.sources.formats.pdf.glyphs import Box, Glyph, Page, main_turn
from mapper.sources.formats.pdf.hyphens import breaks_of, joined, words_of
from mapper.sources.formats.pdf.laid import is_rtl, texts_of
from mapper.sources.formats.pdf.lines import Piece, atoms_of, piece_of, pieces_of, text_of
from mapper.sources.formats.pdf.margins import without_running
from mapper.sources.formats.pdf.order import Atom, balance, said
from mapper.sources.formats.pdf.paragraphs import Paragraph, paragraphs_of, run_on
from mapper.sources.formats.pdf.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BETWEEN_CELLS = " | "
ITEM = "\N{BULLET}"
UNSIGNED = re.compile("^[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\ufffd] (?=.)")
"""The sign of an item, which is no word of its text."""
FRAMES = 60
"""The most frames of a page; where there are more, they are a drawing's."""
STORY = 60
"""The least letters in a frame that make a story of its own."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The text of all pages, and the running lines that were left out."""

    text: str
    running: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document is set: the usual size of its letters, and whether its brackets are turned."""

    usual: float
    turns: bool


def whole_of(pages: Sequence[Page], title: str | None) -> Whole:
    """Put the text of pages together in the order in which a person reads it."""
    upright = [with_dots(page, pieces_of(page.turned.get(main_turn(page), []))) for page in pages]
    sizes = [page.height if main_turn(page) in {0, 180} else page.width for page in pages]
    kept, running = without_running(list(zip(upright, sizes, strict=True)), title)
    manner = Manner(usual_size(kept), turns_brackets(kept))
    found: list[Paragraph] = []
    for page, pieces in zip(pages, kept, strict=True):
        found += of_page(page, pieces, manner)
    running += marked(pages)
    return Whole(text_of_all(run_on(found)), tuple(dict.fromkeys(running)))


def with_dots(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Put the signs of lists that are drawn as shapes before or after the lines they stand at."""
    for dot in page.dots if main_turn(page) == 0 else ():
        middle = (dot.top + dot.bottom) / 2
        for at, piece in enumerate(pieces):
            if not piece.top < middle < piece.y:
                continue
            reach = 2.5 * piece.size
            if -reach < dot.x1 - piece.x0 <= 0 or 0 <= dot.x0 - piece.x1 < reach:
                sign = Glyph(ITEM, dot.x0, dot.x1, piece.y, piece.size, False, False)  # noqa: FBT003
                space = sign._replace(text=" ", x0=dot.x1, x1=dot.x1)
                both = [sign, space] if dot.x1 <= piece.x0 else [space, sign]
                is_first = dot.x1 <= piece.x0
                pieces[at] = piece_of(
                    [*both, *piece.glyphs] if is_first else [*piece.glyphs, *both]
                )
                break
    return pieces


def text_of_all(found: Sequence[Paragraph]) -> str:
    """Join paragraphs by empty lines."""
    lines = [line for one in found for line in one.lines]
    seen, breaks = words_of(lines), breaks_of(lines)
    texts = [UNSIGNED.sub("", joined(one.lines, seen, breaks=breaks)) for one in found]
    return "\n\n".join(text for text in texts if text)


def usual_size(pages: Sequence[Sequence[Piece]]) -> float:
    """Give the size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for pieces in pages:
        for piece in pieces:
            sizes[round(2 * piece.size) / 2] += piece.letters
    return sizes.most_common(1)[0][0] if sizes else 0.0


def turns_brackets(pages: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether brackets among right-to-left letters are shown as they look.

    Programs differ. Where most brackets close what was opened, that is how they are meant.
    """
    plain = turned = 0
    for pieces in pages:
        for piece in pieces:
            if any(glyph.text in "()[]" for glyph in piece.glyphs):
                atoms = atoms_of(piece.glyphs)
                if any(atom.runs in {"R", "AL"} for atom in atoms):
                    plain += best_balance(atoms, turns=False)
                    turned += best_balance(atoms, turns=True)
    return turned >= plain


def best_balance(atoms: Sequence[Atom], *, turns: bool) -> int:
    """Count brackets that close, less those that close nothing; where both scripts are, at best."""
    ways = (True, False) if any(atom.runs == "L" for atom in atoms) else (True,)
    return max(balance(said(atoms, rtl=rtl, turns=turns)) for rtl in ways)


def of_page(page: Page, pieces: list[Piece], manner: Manner) -> list[Paragraph]:
    """Give the paragraphs of a page: its text, then framed stories, then what stands turned."""
    main = main_turn(page)
    stories = framed(page.boxes, pieces) if main == 0 else []
    inside = {id(one) for story in stories for one in story}
    found = of_region([one for one in pieces if id(one) not in inside], manner)
    for story in stories:
        found += set_aside(of_region(story, manner))
    for turned in sorted(page.turned):
        if turned != main:
            found += set_aside(of_region(pieces_of(page.turned[turned]), manner))
    return found


def set_aside(found: list[Paragraph]) -> list[Paragraph]:
    """Mark paragraphs that a sentence may run past."""
    for one in found:
        one.is_aside = True
    return found


def of_region(pieces: Sequence[Piece], manner: Manner) -> list[Paragraph]:
    """Give the paragraphs of a region in reading order."""
    rtl = is_rtl(pieces)
    found: list[Paragraph] = []
    for block in blocks_of(pieces, rtl=rtl):
        found += of_table(block, manner) if block.rows else of_text(block, manner)
    return found


def of_text(block: Block, manner: Manner) -> list[Paragraph]:
    """Give the paragraphs of a block of text."""
    return paragraphs_of(block.pieces, turns=manner.turns, usual=manner.usual)


def of_table(block: Block, manner: Manner) -> list[Paragraph]:
    """Give the rows of a table as paragraphs."""
    rtl = is_rtl(block.pieces)
    rows = []
    for row in block.rows:
        cells = [joined(texts_of(lines_of(cell), rtl=rtl, turns=manner.turns), {}) for cell in row]
        rows.append(Paragraph(lines=[between(cells)], size=manner.usual, is_row=True))
    return rows


def between(cells: Sequence[str]) -> str:
    """Join the cells of a row; the sign or number of an item stands before it by a space."""
    if len(cells) == 2 and len(cells[0]) <= 3:  # noqa: PLR2004 - an item's sign and its text
        return " ".join(cells)
    return BETWEEN_CELLS.join(cells)


def framed(boxes: Sequence[Box], pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Find stories in frames that are narrower than the text around them.

    Frames that touch others are cells of a table.
    """
    if not boxes or not pieces:
        return []
    left, right = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
    frames = [one for one in boxes if 60 < one.x1 - one.x0 < 0.8 * (right - left)]  # noqa: PLR2004 - points
    frames = [one for one in frames if one.bottom - one.top > 40]  # noqa: PLR2004 - points
    if len(frames) > FRAMES:
        return []
    frames = [one for one in frames if not any(touches(one, other) for other in frames)]
    found: list[list[Piece]] = []
    taken: set[int] = set()
    for frame in sorted(frames, key=lambda one: (one.top, one.x0)):
        story = [one for one in pieces if holds(frame, one) and id(one) not in taken]
        enough = sum(one.letters for one in story) >= STORY and len(lines_of(story)) > 2  # noqa: PLR2004 - a caption
        if enough and len(story) < 0.7 * len(pieces):
            found.append(story)
            taken |= {id(one) for one in story}
    return found


def touches(one: Box, other: Box) -> bool:
    """Tell whether two boxes lie edge to edge, as cells do."""
    close = 3.0
    beside = abs(one.x1 - other.x0) < close or abs(one.x0 - other.x1) < close
    over = abs(one.bottom - other.top) < close or abs(one.top - other.bottom) < close
    along = min(one.bottom, other.bottom) - max(one.top, other.top) > close
    across = min(one.x1, other.x1) - max(one.x0, other.x0) > close
    return (beside and along) or (over and across)


def holds(frame: Box, piece: Piece) -> bool:
    """Tell whether a piece stands in a frame."""
    within = frame.x0 - 1 <= piece.x0 and piece.x1 <= frame.x1 + 1
    return within and frame.top <= piece.y - 0.3 * piece.size <= frame.bottom


def marked(pages: Sequence[Page]) -> list[str]:
    """Give what the document itself marks as running along its pages, digits told once."""
    found: dict[str, str] = {}
    for page in pages:
        for line in lines_of(pieces_of(page.marked)):
            glyphs: list[Glyph] = [glyph for piece in line for glyph in piece.glyphs]
            text = text_of(glyphs)
            found.setdefault("".join("#" if one.isdigit() else one for one in text), text)
    return list(found.values())
