"""Which way a line is set: the base direction of UAX #9, told from how the line is seen.

Letters alone do not tell it. An English sentence may hold more Arabic than English, and the other
way round. A full stop, a comma or a colon stands after its word, on the side to which the line
runs; a line of a ragged column begins at the even edge; and else most letters tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.sources.formats.pdf.order import BRACKETS, LEFTWARD, NUMBERS, TURNED, balance, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.sources.formats.pdf.order import Atom

STOPS = frozenset(".,:;!?\u060c\u061b\u061f\u06d4")
"""Signs that stand at the end of a word and after it."""
SHORT, LITTLE, FLUSH = 3.0, 1.0, 0.6
"""How far, in sizes, a ragged line ends from its edge at least, and one of the block's direction;
and an even one at most."""
CLEAR, FEW = 0.75, 10
"""The share of letters of one script that tells how a line is read, and of how many at least."""
BY_STOPS, BY_EDGE = 2, 1
"""How much a sign and an edge tell."""


def tendency(seen: Sequence[Atom], before: float, after: float, *, rtl: bool) -> int:
    """Tell what a line with letters of both ways says of its direction, before they are counted.

    Parameters
    ----------
    seen
        The glyphs of the line from left to right.
    before, after
        The room at its left and at its right in its block, in sizes of its letters.
    rtl
        Whether most of its block is read from right to left.

    Returns
    -------
    More than 0 where it runs from right to left, less where from left to right, 0 where nothing
    tells.
    """
    runs = [one for atom in seen if (one := way(atom)) in {"L", "R"}]
    if not runs:
        return 0
    stops = by_stops(seen)
    if stops:
        return BY_STOPS if stops > 0 else -BY_STOPS
    if before < FLUSH and after > (SHORT if rtl else LITTLE) and runs[0] == "L":
        return -BY_EDGE
    if after < FLUSH and before > (LITTLE if rtl else SHORT) and runs[-1] == "R":
        return BY_EDGE
    return 0


def leans(seen: Sequence[Atom]) -> bool:
    """Tell of a line alone whether it is set from right to left."""
    ways = [way(atom) for atom in seen]
    is_most = ways.count("R") > ways.count("L")
    stops = by_stops(seen)
    return stops > 0 if stops else is_most


def by_stops(seen: Sequence[Atom]) -> int:
    """Count the stops that stand at the left of their words, less those at the right.

    Only those tell that stand between the two scripts, or at an end of the line: inside a run of
    one script they follow that script.
    """
    found = 0
    last = len(seen) - 1
    for at, atom in enumerate(seen):
        if atom.text not in STOPS:
            continue
        is_free_left = at == 0 or seen[at - 1].text == " "
        is_free_right = at == last or seen[at + 1].text == " "
        if is_free_left == is_free_right:
            continue
        beside = seen[at + 1 if is_free_left else at - 1]
        if beside.text in STOPS:  # dots that say that something was left out
            continue
        left, right = nearest(seen, at, -1), nearest(seen, at, 1)
        is_between = {left, right} == {"L", "R"}
        is_outer = not (left if is_free_left else right)
        if is_between or is_outer:
            found += 1 if is_free_left else -1
    return found


def by_brackets(seen: Sequence[Atom], *, turns: bool) -> int:
    """Tell whether only one way to read a line closes the brackets that it opens.

    One that the line above opened, or the next one closes, tells nothing.
    """
    signs = [atom.text for atom in seen if atom.text in BRACKETS]
    if not signs or any(signs.count(one) != signs.count(TURNED[one]) for one in signs):
        return 0
    one, other = (balance(said(seen, rtl=rtl, turns=turns)) for rtl in (True, False))
    return BY_EDGE * ((one > other) - (one < other))


def nearest(seen: Sequence[Atom], at: int, step: int) -> str:
    """Give the way of the nearest letter or number at one side of a place; "" at the end."""
    place = at + step
    while 0 <= place < len(seen):
        if found := way(seen[place]):
            return found
        place += step
    return ""


def way(atom: Atom) -> str:
    """Give which way a letter runs: "L", "R", "N" for a number, "" for a sign."""
    if atom.runs in LEFTWARD:
        return "R"
    if atom.runs in NUMBERS:
        return "N"
    return "L" if atom.runs == "L" else ""


def clearly(leftward: int, rightward: int) -> bool | None:
    """Tell whether letters of a line are clearly of right-to-left script; None if neither way.

    >>> clearly(40, 3), clearly(2, 40), clearly(20, 20), clearly(3, 0)
    (True, False, None, None)
    """
    both = leftward + rightward
    if both > FEW and max(leftward, rightward) > CLEAR * both:
        return leftward > rightward
    return None
