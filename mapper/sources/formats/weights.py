"""How much text each element of a page holds, how much of it is links, and what it is called."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.blocks import BLOCKS, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    Element = Any
    """An element of lxml, which brings no types."""

BOXES = Path(__file__).parents[2] / "data" / "documents" / "boxes.csv"
"""Words in the classes and ids of boxes beside an article: words of the markup, in no language.

``consent`` asks something of the reader, ``apart`` is never the article, ``near`` shows other
articles, and at times names the only one.
"""
KINDS = ("consent", "apart", "near")

LONG = 60
"""Letters outside links that make a block a paragraph: about a dozen words."""

_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STATES = frozenset({"has", "with", "without", "no", "not", "is", "show", "hide", "js", "open"})
"""Before or after a word of a box these tell a state of the element that has such a box."""


@dataclass(slots=True)
class Weights:
    """Of each element in a tree: letters, letters in links, letters in paragraphs, controls.

    ``mass`` counts the letters of blocks that hold at least `LONG` of them outside links;
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

    def lift(self, element: Element) -> None:
        """Take an element's mass off those it stands in, as when it is removed."""
        mass, self.mass[element] = self.mass[element], 0
        text, linked = self.text[element], self.linked[element]
        for above in element.iterancestors():
            self.mass[above] -= mass
            self.text[above] -= text
            self.linked[above] -= linked


def weigh(root: Element, is_foreign: Callable[[str], bool]) -> Weights:
    """Weigh the elements of a tree in one walk; a link is one that ``is_foreign``."""
    weights = Weights(order=[one for one in root.iter() if isinstance(one.tag, str)])
    text, linked, links = weights.text, weights.linked, weights.links
    free: dict[Element, int] = defaultdict(int)
    owner, within = {root: root}, {root: False}
    silent: set[Element] = set()
    for element in weights.order:
        tag = element.tag
        above = element if element is root else element.getparent()
        if element is not root:
            if above in silent or tag in SILENT:
                silent.add(element)
            owner[element] = element if tag in BLOCKS else owner[above]
            within[element] = within[above]
            if tag == "a" and is_foreign(element.get("href") or ""):
                within[element] = True
                links[element] = 1
            if tag in _CONTROLS or element.get("role") == "button":
                weights.controls[element] = 1
            if element.tail and above not in silent:
                _count(element.tail, above, owner, within, text, linked, free)
        if element.text and element not in silent:
            _count(element.text, element, owner, within, text, linked, free)
    for block, letters in free.items():
        if letters >= LONG:
            weights.mass[block] = letters
    sums = (text, linked, weights.mass, links, weights.controls)
    for element in reversed(weights.order):
        if element is not root:
            above = element.getparent()
            for one in sums:
                if element in one:
                    one[above] += one[element]
    return weights


def _count(
    written: str,
    element: Element,
    owner: dict[Element, Element],
    within: dict[Element, bool],
    text: dict[Element, int],
    linked: dict[Element, int],
    free: dict[Element, int],
) -> None:
    """Count the letters of a piece of text for the element it stands in."""
    letters = sum(map(len, written.split()))
    if letters:
        text[element] += letters
        if within[element]:
            linked[element] += letters
        else:
            free[owner[element]] += letters


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
