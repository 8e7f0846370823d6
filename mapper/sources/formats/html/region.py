"""The part of a page that holds its article, with nothing before its headline or after its end."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS
from mapper.sources.formats.html.shapes import (
    NEVER,
    OF_TEXT,
    has_blocks,
    is_like,
    is_named,
    is_post,
)
from mapper.sources.formats.html.weights import LONG

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapper.sources.formats.html.cutting import Cut

    Element = Any
    """An element of lxml, which brings no types."""

_PROSE = frozenset({"p", "blockquote", "pre", "table"})
_RIGHTS = re.compile(r"\u00a9|\(c\)\s*(?:19|20)\d\d", re.IGNORECASE)
_UNITS = frozenset({"article", "section", "div", "main", "li"})


def before_headline(cut: Cut) -> None:
    """Remove what stands before the headline, unless most of the page does."""
    before: list[Element] = []
    for one in cut.weights.order:
        if one is cut.headline:
            break
        if one not in cut.spine and one not in cut.gone and one.getparent() in cut.spine:
            before.append(one)
    mass = sum(cut.weights.mass[one] for one in before)
    if mass * 2 <= cut.left and (cut.left - mass >= LONG or not mass):
        for one in before:
            cut.drop(one)


def other_articles(cut: Cut, is_foreign: Callable[[str], bool]) -> None:
    """Remove articles after the first: each has a headline or an address of its own."""
    if cut.headline is None:
        return
    home = next(cut.headline.iterancestors("article"), None)
    for element in list(cut.elements()):
        mass = cut.weights.mass[element]
        if element in cut.gone or element in cut.spine or not mass:
            continue
        if element.tag not in _UNITS or cut.left - mass < LONG:
            continue
        if _is_second(cut, element) or (
            not cut.is_live and (is_named(element, is_foreign) or is_like(element, home))
        ):
            cut.drop(element)


def _is_second(cut: Cut, element: Element) -> bool:
    """Tell whether an element begins with a headline of the rank of the page's."""
    heading = next(element.iter(*HEADINGS), None)
    if heading is None or cut.headline is None or heading.tag > cut.headline.tag:
        return False
    is_own = heading.tag == "h1" or element.tag == "article" or cut.weights.share(heading) == 1
    return is_own or _is_next(cut, element, heading)


def _is_next(cut: Cut, element: Element, heading: Element) -> bool:
    """Tell whether an element is written like the one before it that holds the headline."""
    before = cut.above_headline.get(element.getparent())
    if before is None or cut.headline is None or heading.tag != cut.headline.tag:
        return False
    return (before.tag, before.get("class")) == (element.tag, element.get("class"))


def region_of(cut: Cut) -> Element | None:
    """Give the element that holds the article, with nothing after it; None where none is left."""
    mass = cut.weights.mass
    top = cut.body
    region = cut.body
    if cut.left:
        _outside_home(cut)
        _rights(cut)
    while cut.left:
        enough = cut.left * 4 / 5
        inner = next((one for one in top if mass[one] >= enough and _is_frame(one)), None)
        if inner is None or _is_item(cut, inner):
            _end(cut, top)
            break
        _around(cut, inner)
        if cut.headline is None or (region is top and _holds_headline(cut, inner)):
            region = inner
        top = inner
    return region if cut.left else None


def _is_frame(element: Element) -> bool:
    """Tell whether an element holds several paragraphs, or lines broken by hand."""
    return element.tag in _UNITS - {"li"} and (
        has_blocks(element) or element.find("br") is not None
    )


def _is_item(cut: Cut, element: Element) -> bool:
    """Tell whether an element is one of several alike: a post, or an item of a bulletin."""
    if _holds_headline(cut, element):
        return False
    shape = _shape(element)
    return any(_shape(one) == shape for one in element.itersiblings())


def _shape(element: Element) -> tuple[str, str | None, frozenset[str]]:
    """Give what makes elements alike: their tag, class, and what they hold."""
    name = element.get("class")
    inside = frozenset() if name else frozenset(one.tag for one in element)
    return element.tag, name, inside


def _outside_home(cut: Cut) -> None:
    """Remove what follows the element that the page itself calls its article, or main part."""
    if cut.lead is None or cut.headline is None:
        return
    above = set(cut.headline.iterancestors())
    for home in cut.lead.iterancestors():
        if home.tag in NEVER:
            return
        is_called = home.tag in {"article", "main"} or home.get("role") in {"main", "article"}
        is_body = home.get("itemprop") == "articleBody"
        if is_body or (is_called and home in above):
            break
    else:
        return
    is_main = home.tag == "main" or home.get("role") == "main"
    if cut.weights.mass[home] * 4 < cut.left and not is_main:
        return
    while home.tag not in NEVER:
        after = list(home.itersiblings())
        if any(one.tag == "article" and cut.weights.mass[one] for one in after):
            return
        _drop_after(cut, home, after)
        home = home.getparent()


def _drop_after(cut: Cut, element: Element, after: list[Element]) -> None:
    """Remove what follows an element, with the text between."""
    for one in after:
        cut.drop(one, with_tail=True)
    element.tail = None


def _holds_headline(cut: Cut, element: Element) -> bool:
    """Tell whether the headline stands in an element."""
    return cut.headline is not None and element in set(cut.headline.iterancestors())


def _around(cut: Cut, inner: Element) -> None:
    """Remove what stands beside the element with the article, outside it."""
    after = list(inner.itersiblings())
    if cut.headline is not None and not _holds_headline(cut, inner):
        mass = cut.weights.mass
        for one in after:
            if one.tag not in _PROSE and (not mass[one] or one.tag != inner.tag):
                cut.drop(one)
        return
    _drop_after(cut, inner, after)
    for one in list(inner.itersiblings(preceding=True)):
        if not cut.weights.mass[one] and one.tag not in OF_TEXT:
            cut.drop(one)


def _end(cut: Cut, top: Element) -> None:
    """Remove boxes after the last paragraph that are no paragraphs themselves."""
    tags = Counter(one.tag for one in top if cut.weights.mass[one])
    for one in reversed(list(top)):
        if cut.weights.mass[one] or one in cut.spine or (len(one) and is_post(one[0])):
            return
        if one.tag in BLOCKS and one.tag not in OF_TEXT and one.tag not in tags:
            is_list = next(one.iter("li", *HEADINGS), None) is not None
            is_text = next(one.iter("p", "br"), None) is not None or cut.weights.text[one] >= LONG
            if is_list or not is_text:
                cut.drop(one)


def _rights(cut: Cut) -> None:
    """Remove what claims the rights in the page, with the box it stands in, after the article."""
    for element in list(cut.elements()):
        if element in cut.gone or element in cut.spine or has_blocks(element):
            continue
        if element.tag not in BLOCKS or not any(
            _RIGHTS.search(text) for text in element.itertext()
        ):
            continue
        outer = element
        for one in element.iterancestors():
            if one in cut.spine or one.tag in NEVER or cut.is_most(one):
                break
            outer = one
        if not cut.is_most(outer):
            cut.drop(outer)
