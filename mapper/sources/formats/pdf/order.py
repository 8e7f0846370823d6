"""From the order in which a line is seen to the order in which it is said.

A page shows a line with right-to-left script after the Unicode bidirectional algorithm
(UAX #9): this is its reverse. Letters of such script are taken from right to left; numbers and
Latin inside stay from left to right; brackets among right-to-left letters are turned, unless the
document gave their text itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFTWARD = frozenset({"R", "AL"})
"""Classes of letters read from right to left: Hebrew and the like; Arabic."""
NUMBERS = frozenset({"EN", "AN"})

HYPHENS = frozenset("-\u2010\u00ad")

OPENED, CLOSED = "([{<«\u2039\u2264", ")]}>»\u203a\u2265"
TURNED = dict(zip(OPENED + CLOSED, CLOSED + OPENED, strict=True))
OPENING = frozenset("([{«")
CLOSING = frozenset(")]}»")
BRACKETS = frozenset("()[]{}")

TATWEEL = re.compile(
    "(?<=[\u0620-\u064a])[\u064b-\u0652]*\u0640+(?=[\u064b-\u0652]*[\u0620-\u064a])"
)
"""A stroke that stretches a word between two of its letters; at a word's end it is a sign."""

YEAR_FIRST = re.compile(r"\d{4}\D")


@dataclass(frozen=True, slots=True)
class Atom:
    """What one glyph says, and how it runs: a class of UAX #9."""

    text: str
    runs: str
    logical: bool = False


@lru_cache(maxsize=65536)
def runs_of(text: str) -> str:
    """Give the bidirectional class of a glyph's text: its first strong one, else its first.

    >>> runs_of("a"), runs_of("\u0644\u0627"), runs_of("7"), runs_of("("), runs_of("\u064e")
    ('L', 'AL', 'EN', 'ON', 'AL')
    """
    first = ""
    for one in text:
        runs = unicodedata.bidirectional(one)
        if runs in LEFTWARD or runs == "L":
            return runs
        if runs == "NSM":  # a mark without its letter: it runs as its script does
            runs = "AL" if "\u0600" <= one <= "\u06ff" else "ON"
        first = first or runs
    return first or "ON"


def is_leftward(text: str) -> bool:
    """Tell whether any letter of a text is read from right to left."""
    return any(runs_of(one) in LEFTWARD for one in text)


def said(seen: Sequence[Atom], *, rtl: bool, turns: bool) -> str:
    """Give a line as it is said.

    Parameters
    ----------
    seen
        The glyphs of a line from left to right.
    rtl
        Whether the line is set from right to left.
    turns
        Whether the document shows brackets of right-to-left text as they look (then they are
        turned), not as they are meant.
    """
    if not any(atom.runs in LEFTWARD or atom.runs == "AN" for atom in seen):
        if not (rtl and starts_at_right(seen)):
            return "".join(atom.text for atom in seen)
        return leftward(seen, turns=turns)
    if rtl:
        return without_strokes(leftward(seen, turns=turns))
    return without_strokes(rightward(seen, turns=turns))


def starts_at_right(seen: Sequence[Atom]) -> bool:
    """Tell of a line without right-to-left letters whether it is seen from the other side.

    Its full stop stands at its left then, or a bracket without its fellow at either end.
    """
    shown = "".join(atom.text for atom in seen if atom.text.strip())
    if len(shown) > 1 and shown[0] in ".,:;!?\u060c\u061b\u061f" and shown[-1].isalnum():
        return True
    return any(one in BRACKETS and not has_fellow(shown, one) for one in (shown[:1], shown[-1:]))


def has_fellow(shown: str, one: str) -> bool:
    """Tell whether a text has as many of a bracket as of the one that it is the mirror of."""
    return shown.count(one) == shown.count(TURNED[one])


def without_strokes(text: str) -> str:
    """Leave out strokes that stretch a word, as justified lines have them."""
    return TATWEEL.sub(lambda found: found.group().replace("\u0640", ""), text)


def leftward(seen: Sequence[Atom], *, turns: bool) -> str:
    """Read from right to left, islands of Latin and of numbers from left to right."""
    parts: list[str] = []
    end = len(seen)
    while end:
        start = island(seen, end)
        if start < end:
            parts += [atom.text for atom in seen[start:end]]
            end = start
            continue
        end -= 1
        atom = seen[end]
        is_turned = turns and not atom.logical
        parts.append(TURNED.get(atom.text, atom.text) if is_turned else atom.text)
    return "".join(parts)


def island(seen: Sequence[Atom], end: int) -> int:
    """Give where the island begins that ends before ``end``; ``end`` where there is none.

    An island holds Latin letters with the numbers and signs between them, or one number.
    """
    if is_parted(seen, end):
        return island(seen, end - 1)
    if seen[end - 1].runs not in {"L", "EN", "AN", "ET"}:
        return end
    start, first_latin = end, None
    while start and seen[start - 1].runs not in LEFTWARD | {"AN"}:
        start -= 1
        if seen[start].runs == "L":
            first_latin = start
    if first_latin is not None and seen[end - 1].runs in {"L", "EN"}:
        return with_numbers_before(seen, first_latin, start)
    return number(seen, end)


def is_parted(seen: Sequence[Atom], end: int) -> bool:
    """Tell of a place whether a Latin word that the line's end parts ends before it.

    Its hyphen stands at its right, and nothing is said after it in this line.
    """
    is_hyphen = end > 1 and seen[end - 1].text in HYPHENS and seen[end - 2].runs == "L"
    is_free = end == len(seen) or seen[end].runs not in LEFTWARD | NUMBERS
    return is_hyphen and is_free and not any(atom.runs in LEFTWARD for atom in seen[:end])


def with_numbers_before(seen: Sequence[Atom], start: int, least: int) -> int:
    """Take in the number and the opening sign that stand before the first Latin letter."""
    found = start
    for place in range(start - 1, least - 1, -1):
        if seen[place].runs == "EN":
            found = place
        elif (seen[place].text == " " and found < start) or seen[place].runs not in {
            "CS",
            "ES",
            "ET",
            "WS",
        }:
            break
    return found


def number(seen: Sequence[Atom], end: int) -> int:
    """Give where the number begins that ends before ``end``, after rules W2 to W7 of UAX #9.

    A hyphen joins two numbers unless Arabic letters come before them.
    """
    if seen[end - 1].runs == "ET":
        return end if before(seen, end) == "AL" else sign_after(seen, end)
    joins = {"CS"} if before(seen, end) == "AL" else {"CS", "ES"}
    start = end
    while start and seen[start - 1].runs in NUMBERS | joins:
        start -= 1
    while start < end and seen[start].runs not in NUMBERS:
        start += 1
    return start


def sign_after(seen: Sequence[Atom], end: int) -> int:
    """Take a number in with the sign (of a currency, of a share) that stands after it."""
    start = end
    while start and seen[start - 1].runs == "ET":
        start -= 1
    return number(seen, start) if start and seen[start - 1].runs == "EN" else end


def before(seen: Sequence[Atom], end: int) -> str:
    """Give the class of the last letter said before a number; at a line's head, guess it.

    There the line before would tell. A year at the left of hyphens tells that they join.
    """
    for atom in seen[end:]:
        if atom.runs in LEFTWARD:
            return atom.runs
    start = end
    while start and seen[start - 1].runs in NUMBERS | {"CS", "ES"}:
        start -= 1
    if YEAR_FIRST.match("".join(atom.text for atom in seen[start:end])):
        return "R"
    return "AL" if any(atom.runs == "AL" for atom in seen) else "R"


def rightward(seen: Sequence[Atom], *, turns: bool) -> str:
    """Read from left to right, islands of right-to-left script from right to left."""
    parts: list[str] = []
    place = 0
    while place < len(seen):
        if seen[place].runs not in LEFTWARD:
            stop = said_later(seen, place)
            if stop == place:
                parts.append(seen[place].text)
                place += 1
                continue
        else:
            stop = last_leftward(seen, place)
        parts.append(leftward(seen[place:stop], turns=turns))
        place = stop
    return "".join(parts)


def last_leftward(seen: Sequence[Atom], place: int) -> int:
    """Give where a right-to-left island ends: after its last letter before Latin."""
    stop = place + 1
    for at in range(place, len(seen)):
        if seen[at].runs == "L":
            break
        if seen[at].runs in LEFTWARD:
            stop = at + 1
    return stop


def said_later(seen: Sequence[Atom], place: int) -> int:
    """Give the end of an island that shows a number first and says it last, else ``place``.

    ``12 ,LETTERS`` with the comma at the letters: the number stands after them.
    """
    if seen[place].runs not in NUMBERS:
        return place
    at = place
    while at < len(seen) and seen[at].runs in NUMBERS:
        at += 1
    signs = "".join(atom.text for atom in seen[at : at + 2])
    is_after = len(signs) == 2 and signs[0] == " " and signs[1] in ",،;؛:"  # noqa: PLR2004 - a space and a sign
    if is_after and at + 2 < len(seen) and seen[at + 2].runs in LEFTWARD:
        return last_leftward(seen, at + 2)
    return place


def balance(text: str) -> int:
    """Count brackets that close what was opened, less those that close nothing.

    >>> balance("a (b) c"), balance("a )b( c")
    (1, -1)
    """
    open_ones = found = 0
    for one in text:
        if one in OPENING:
            open_ones += 1
        elif one in CLOSING:
            found += 1 if open_ones else -1
            open_ones = max(0, open_ones - 1)
    return found
