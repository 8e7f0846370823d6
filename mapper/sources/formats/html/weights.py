"""How much text each element of a page holds, how much of it is links, and what it is called."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, CELLS, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Element = Any
    """An element of lxml, which brings no types."""

BOXES = Path(__file__).parents[3] / "data" / "documents" / "boxes.csv"
"""Words in the classes and ids of boxes beside an article: words of the markup, in no language.

``consent`` asks something of the reader, ``readers`` is what they wrote, ``caption`` what stands
under a picture. ``apart`` is no part of the article, ``near`` shows other articles, and at times
names the only one. ``offer`` sells the article, or is what is sold. ``posts`` are the article of
a live page, ``voice`` stands beside what a reader wrote, ``button`` makes a button of a link.
"""
KINDS = ("consent", "readers", "caption", "apart", "near", "offer", "posts", "voice", "button")

LONG, SHORT = 60, 20
"""Letters outside links that make a block a paragraph, about a dozen words; and those that do
where a page has no such block."""
_LEAST_OF = {"p": 40, "tr": 1}
"""What is written as a paragraph may be shorter; a row of a table has any length."""

CLICKED = ("onclick", "data-href", "data-link", "data-url", "ng-click")
"""Attributes by which an element leads to another page without being a link, or a link does."""
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STATES = frozenset({"has", "with", "without", "no", "not", "is", "show", "hide", "js", "open"})
"""Before or after a word of a box these tell a state of the element that has such a box."""


@dataclass(slots=True)
class Weights:
    """Of each element in a tree: letters, letters in links, letters in paragraphs, controls.

    ``mass`` counts the letters of lines that hold at least `LONG` of them outside links;
    ``order`` the elements as they stand.
    """

    order: list[Element] = field(default_factory=list)
    text: dict[Element, int] = field(default_factory=lambda: defaultdict(int))
    linked: dict[Element, int] = field(default_factory=lambda: defaultdict(int))
    mass: dict[Element, int] = field(default_factory=lambda: defaultdict(int))
    links: dict[Element, int] = field(default_factory=lambda: defaultdict(int))
    controls: dict[Element, int] = field(default_factory=lambda: defaultdict(int))

    def share(self, element: Element) -> float:
        """Give which part of an element's text is links."""
        text = self.text[element]
        return self.linked[element] / text if text else 0.0

    def add(self, element: Element, above: Element) -> None:
        """Add what an element holds to the one it stands in."""
        for one in (self.text, self.linked, self.mass, self.links, self.controls):
            if element in one:
                one[above] += one[element]

    def lift(self, element: Element) -> None:
        """Take an element's mass off those it stands in, as when it is removed."""
        mass, self.mass[element] = self.mass[element], 0
        text, linked = self.text[element], self.linked[element]
        for above in element.iterancestors():
            self.mass[above] -= mass
            self.text[above] -= text
            self.linked[above] -= linked


def weigh(root: Element, is_foreign: Callable[[str], bool], least: int = LONG) -> Weights:
    """Weigh the elements of a tree in one walk.

    Parameters
    ----------
    root
        Of the tree.
    is_foreign
        Tells whether an address is a link to another page: others count as text.
    least
        Letters outside links that make a block a paragraph.
    """
    weights = Weights(order=[one for one in root.iter() if isinstance(one.tag, str)])
    free: dict[tuple[Element, int], int] = defaultdict(int)
    lines: dict[Element, int] = defaultdict(int)
    # Of each element the block whose line it stands in, and whether that is in a link; of those
    # that are no text, nothing.
    places: dict[Element, tuple[Element, bool]] = {}
    for element in weights.order:
        above = places.get(element.getparent()) if element is not root else (root, False)
        if above is None:
            continue
        if element.tag == "br":
            lines[above[0]] += 1
        here = _place(element, above, is_foreign, weights)
        if here is not None:
            places[element] = here
        pieces = [(element.text, element, here)]
        if element is not root:
            pieces.append((element.tail, element.getparent(), above))
        for letters, holder, (block, is_linked) in _counted(pieces):
            weights.text[holder] += letters
            if is_linked:
                weights.linked[holder] += letters
            else:
                free[block, lines[block]] += letters
    _sum_up(weights, root, free, least)
    return weights


def _sum_up(
    weights: Weights, root: Element, free: dict[tuple[Element, int], int], least: int
) -> None:
    """Tell the paragraphs among lines, and add up what each element holds."""
    for (block, _), letters in free.items():
        if letters >= min(least, _LEAST_OF.get(block.tag, least)):
            weights.mass[block] += letters
    for element in reversed(weights.order):
        if element is not root:
            weights.add(element, element.getparent())


def _counted(
    pieces: Iterable[tuple[str | None, Element, tuple[Element, bool] | None]],
) -> Iterator[tuple[int, Element, tuple[Element, bool]]]:
    """Give the letters of pieces of text that show, each with its element and its place."""
    for written, holder, place in pieces:
        if written and place is not None and (letters := sum(map(len, written.split()))):
            yield letters, holder, place


def _place(
    element: Element,
    above: tuple[Element, bool],
    is_foreign: Callable[[str], bool],
    weights: Weights,
) -> tuple[Element, bool] | None:
    """Tell in which block an element's text stands, and whether in a link; note what it is."""
    tag = element.tag
    block, is_linked = above
    if tag in _CONTROLS or element.get("role") == "button":
        weights.controls[element] = 1
    if tag in SILENT:
        return None
    if tag == "a":
        if is_foreign(element.get("href") or "") or any(map(element.get, CLICKED)):
            weights.links[element] = 1
            is_linked = True
        if (names := element.get("class")) and box_of(names) == "button":
            weights.controls[element] = 1
    is_block = tag in BLOCKS and tag not in CELLS
    return (element if is_block else block), is_linked


@cache
def _box_words() -> dict[tuple[str, ...], str]:
    """Give the words of boxes, each as its parts, with their kinds."""
    with BOXES.open(encoding="utf-8", newline="") as lines:
        return {tuple(row["words"].split()): row["kind"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=4096)
def box_of(names: str) -> str | None:
    """Tell what kind of box the classes and ids of an element name.

    Examples
    --------
    >>> box_of("story__mostRead wide"), box_of("has-sidebar"), box_of("entry-content")
    ('near', None, None)
    """
    found: set[str] = set()
    known = _box_words()
    for name in names.split():
        parts = tuple(part.lower() for part in _PARTS.findall(name))
        if not parts or parts[0] in _STATES or parts[-1] in _STATES:
            continue
        for at, part in enumerate(parts):
            kinds = (known.get((part,)), known.get(parts[at : at + 2]))
            found.update(kind for kind in kinds if kind)
    return next((kind for kind in KINDS if kind in found), None)
