"""Bulletins whose items are links: told from lists of other articles, which look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import CELLS, HEADINGS
from mapper.sources.formats.html.shapes import has_blocks, kind_of, reads_on
from mapper.sources.formats.html.teasers import LABEL, cut_teasers, is_teaser
from mapper.sources.formats.html.weights import LONG

if TYPE_CHECKING:
    from mapper.sources.formats.html.cutting import Cut

    Element = Any
    """An element of lxml, which brings no types."""

_ITEMS = frozenset({"li", "p", "dd", "div", "tr"})
_LISTS = frozenset({"ul", "ol", "dl", "div", "section", "table", "tbody"})
_STOPS = frozenset(".!?\u061f\u06d4\u0964\u3002\u2026")
_CLOSING = "\"'\u00bb\u201d\u2019)] "
_SENTENCE = 45
"""Letters that the items of a bulletin have on the average: those of headlines are fewer."""
_LEAST = 20
"""Letters of an item."""
_SOME = 2
_MOST = 0.8


def cut_lists(cut: Cut) -> bool:
    """Remove teasers, but the list that is the article: its items are links that tell something.

    They are sentences, which headlines are not, or lead to other sites. Above them is the page's
    headline, and no other text; or text in the same element, where they are both.

    Returns
    -------
    Whether there is such a list. Its links are no links any more: the page is to be weighed again.
    """
    lists = [] if cut.headline is None or not cut.is_sure else _lists(cut)
    if not lists:
        cut_teasers(cut)
        return False
    spine = set(cut.spine)
    for one in lists:
        cut.spine |= {*one.iter(), *one.iterancestors()}
    cut_teasers(cut)
    cut.spine = spine
    prose = _prose_before(cut, lists[0])
    found = [one for one in lists if _is_content(cut, one, prose)]
    found = [one for one in found if _is_beside(one, found[0])]
    if len(found) < len(lists):
        held = set(cut.spine)
        for one in found:
            cut.spine |= {*one.iter(), *one.iterancestors()}
        cut_teasers(cut)
        cut.spine = held
    for one in found:
        cut.spine |= {one, *one.iterancestors()}
        for link in list(one.iter("a")):
            link.tag = "span"
    return bool(found)


def _is_beside(element: Element, other: Element) -> bool:
    """Tell whether two lists stand in one element, or in two parts of one."""
    above, around = element.getparent(), other.getparent()
    return above is around or above.getparent() is around.getparent()


def _lists(cut: Cut) -> list[Element]:
    """Give the lists under the headline whose items are links, or begin with one."""
    found: list[Element] = []
    is_under = False
    for element in cut.elements():
        is_under = is_under or element is cut.headline
        if (
            is_under
            and element.tag in _LISTS
            and element not in cut.spine
            and _is_list(cut, element)
        ):
            found.append(element)
    return found


def _is_list(cut: Cut, element: Element) -> bool:
    """Tell whether most of what an element holds are items with links."""
    parts = [one for one in element if cut.weights.text[one]]
    items = [one for one in parts if _is_item(cut, one)]
    if len(items) < _SOME or len(items) < _MOST * len(parts):
        return False
    if not any(is_teaser(cut, one) for one in items):
        return False
    return all(kind_of(one) != "near" for one in (element, *element.iterancestors()))


def _is_item(cut: Cut, element: Element) -> bool:
    """Tell whether an element is one line that begins with a link, and shows no picture."""
    if element.tag not in _ITEMS or cut.weights.text[element] < _LEAST:
        return False
    if next(element.iter("img", *HEADINGS), None) is not None:
        return False
    if element.tag != "tr" and has_blocks(element):
        return False
    return _link_of(cut, element) is not None and element.find(".//br") is None


def _link_of(cut: Cut, element: Element) -> Element | None:
    """Give the link with which an item begins, after a label at the most."""
    before = 0
    for one in element.iter():
        if one.tag == "a" and cut.weights.links[one]:
            return one if cut.weights.text[one] >= _LEAST and before <= LABEL else None
        if one.tag not in CELLS:
            before += len((one.text or "").strip())
        if one is not element:
            before += len((one.tail or "").strip())
    return None


def _is_content(cut: Cut, element: Element, prose: Element | None) -> bool:
    """Tell whether a list is what the page's headline stands over."""
    items = [one for one in element if cut.weights.text[one]]
    if sum(cut.weights.text[one] for one in items) < _SENTENCE * len(items):
        return False
    links = [link for one in items if (link := _link_of(cut, one)) is not None]
    texts = ["".join(one.itertext()).strip().rstrip(_CLOSING) for one in items]
    are_sentences = 2 * sum(text[-1:] in _STOPS for text in texts) > len(items)
    outside = sum(not cut.is_of_site(link.get("href") or "") for link in links)
    are_outside = 2 * outside > len(links)
    are_read_on = any(reads_on(link.tail) for link in links)
    if next(element.iter("time"), None) is not None and not (are_sentences and are_outside):
        return False
    if prose is None:
        return (are_sentences and (are_outside or are_read_on or cut.is_dated)) or (
            are_outside and cut.is_dated
        )
    is_beside = prose.getparent() is element.getparent()
    return is_beside and are_sentences and are_outside


def _prose_before(cut: Cut, element: Element) -> Element | None:
    """Give the first paragraph between the headline and a list, if there is one."""
    is_under = False
    for one in cut.elements():
        is_under = is_under or one is cut.headline
        if one is element:
            return None
        if is_under and cut.is_paragraph(one) and cut.weights.mass[one] >= LONG:
            return one
    return None
