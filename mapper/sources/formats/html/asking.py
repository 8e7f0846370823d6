"""What only asks something of the reader: consent, an address, a subscription."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS
from mapper.sources.formats.html.shapes import NEVER, is_bold_line
from mapper.sources.formats.html.teasers import HEADLINE_LINK
from mapper.sources.formats.html.weights import LONG

if TYPE_CHECKING:
    from mapper.sources.formats.html.cutting import Cut

    Element = Any
    """An element of lxml, which brings no types."""

_QUESTION = 3
"""Paragraphs of a question to the reader."""
_OFFER = 600
"""Letters of an offer."""
_PRICE = re.compile(
    r"[$\u00a2-\u00a5\u20a0-\u20bf]\s?\d|\d\s?[$\u00a2-\u00a5\u20a0-\u20bf]|\d[.,]\d\d\b"
)
_SENDS = frozenset({"submit", "button", "image"})
_CHOICES = frozenset({"checkbox", "radio"})
_ARTICLE = re.compile(r'"(?:[A-Za-z]*Article|[A-Za-z]*Posting)"')
_FEW = 2


def says_article(tree: Element) -> bool:
    """Tell whether a page says in its head, or by an element, that it is an article."""
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:type" and "article" in (meta.get("content") or "").lower():
            return True
    if any(_ARTICLE.search(one.text or "") for one in tree.iter("script") if one.get("type")):
        return True
    return next(tree.iter("article"), None) is not None or bool(
        tree.xpath("boolean(.//*[@itemprop='articleBody'])")
    )


def is_unlisted(tree: Element) -> bool:
    """Tell whether a page asks to be listed nowhere, as no article does."""
    return any(
        (meta.get("name") or "").lower() == "robots"
        and "noindex" in (meta.get("content") or "").lower()
        for meta in tree.iter("meta")
    )


def is_wall(cut: Cut, *, is_unlisted: bool, links: int) -> bool:
    """Tell whether a page only asks something, where nothing says that it is an article.

    It leads to no other articles, and has buttons: of a form, or between paragraphs. A page of
    few paragraphs that asks to be listed nowhere needs none.

    Parameters
    ----------
    cut
        The page.
    is_unlisted
        Whether it asks to be listed nowhere.
    links
        To other pages, long as a headline.
    """
    if links > _FEW:
        return False
    if is_unlisted and cut.paragraphs(cut.body) <= _QUESTION:
        return True
    buttons = cut.weights.controls[cut.body]
    if buttons < _FEW:
        return False
    return is_unlisted or not cut.is_sure or _is_of_forms(cut)


def long_links(cut: Cut) -> int:
    """Count the links to other pages that are long as headlines."""
    weights = cut.weights
    return sum(
        1 for one in cut.body.iter("a") if weights.links[one] and weights.text[one] > HEADLINE_LINK
    )


def _is_of_forms(cut: Cut) -> bool:
    """Tell whether a page has two forms to send, or a word to be given under few paragraphs."""
    inputs = [one for form in cut.forms for one in form]
    sends = sum(one in _SENDS for one in inputs)
    return sends >= _FEW or ("password" in inputs and cut.paragraphs(cut.body) <= _QUESTION)


def cut_questions(cut: Cut) -> None:
    """Remove forms, and what they belong to: a question with its buttons, an offer.

    A form that holds most of the page, as some programs write it, is only a frame.
    """
    lasts: dict[Element, Element | None] = {}
    _choices(cut)
    for element in list(cut.elements()):
        if element in cut.gone:
            continue
        if element.tag == "form":
            if element not in cut.spine and not cut.is_most(element):
                cut.drop(element)
                continue
            element.tag = "div"
        has_both = cut.weights.mass[element] and cut.weights.controls[element]
        if (has_both and _is_asking(cut, element, lasts)) or _is_offer(cut, element, lasts):
            cut.drop(element)
    _flat_offer(cut)


def _choices(cut: Cut) -> None:
    """Remove the innermost element with all boxes to tick: an article has none."""
    if len(cut.choices) < _FEW:
        return
    for above in cut.choices[0].iterancestors():
        if above in cut.spine or above.tag in NEVER:
            return
        if all(above in set(one.iterancestors()) for one in cut.choices):
            is_more = cut.weights.controls[above] > len(cut.choices)
            if is_more and cut.left - cut.weights.mass[above] >= LONG:
                cut.drop(above)
                return


def _is_asking(cut: Cut, element: Element, lasts: dict[Element, Element | None]) -> bool:
    """Tell whether an element with buttons only asks something of the reader.

    It stands at the edge of the page, or after all paragraphs. Where nothing says that the
    page is an article, a page of few paragraphs and two buttons asks, too.
    """
    buttons = cut.weights.controls[element]
    count = cut.paragraphs(element)
    if not cut.is_sure and buttons > 1 and cut.weights.mass[element] == cut.left:
        return count <= _QUESTION
    if element in cut.spine:
        return False
    if count > _QUESTION or element.getparent() is cut.body:
        return buttons > 1 and (count <= _QUESTION or _is_apart(cut, element))
    if buttons > 1 and (count == 1 or _is_apart(cut, element)) and not cut.is_most(element):
        return True
    is_led = count == 1 and element in cut.led and cut.weights.text[element] <= _OFFER
    is_box = _is_headed(element) or (is_led and element.tag != "p")
    return is_box and not cut.is_most(element) and _is_last(cut, element, lasts)


def _is_apart(cut: Cut, element: Element) -> bool:
    """Tell whether an element of whatever length is no part of the article under a headline.

    It stands at the edge of the page, or amid the article's paragraphs with a heading of its
    own, and nothing like it beside it, as there is beside a post.
    """
    if cut.lead is None or not cut.is_sure or element.tag in HEADINGS | {"p", "ul", "ol"}:
        return False
    if element.getparent() is cut.body:
        return True
    first = next((one for one in element.iter(*BLOCKS) if one is not element), None)
    if first is None or not (first.tag in HEADINGS or is_bold_line(first)):
        return False
    mass = cut.weights.mass
    after = [one for one in element.itersiblings() if mass[one]]
    before = [one for one in element.itersiblings(preceding=True) if mass[one]]
    return bool(before and after) and all(one.tag == "p" for one in (*before, *after))


def _is_headed(element: Element) -> bool:
    """Tell whether an element has a heading, or begins with a short line and has a form."""
    if next(element.iter(*HEADINGS), None) is not None:
        return True
    if next((one for one in element.iter() if is_bold_line(one)), None) is not None:
        return True
    first = next(filter(None, map(str.strip, element.itertext())), "")
    return len(first) < LONG and next(element.iter("form"), None) is not None


def _is_last(cut: Cut, element: Element, lasts: dict[Element, Element | None]) -> bool:
    """Tell whether no paragraph follows an element in the one it stands in."""
    above = element.getparent()
    last = lasts.get(above)
    if last is None or last in cut.gone:
        after = above.iterchildren(reversed=True)
        last = next((one for one in after if cut.weights.mass[one]), None)
        lasts[above] = last
    if last is None or last is element:
        return True
    return not cut.weights.mass[element] and last in set(element.itersiblings(preceding=True))


def _is_offer(cut: Cut, element: Element, lasts: dict[Element, Element | None]) -> bool:
    """Tell whether an element after all paragraphs names prices, each in a short line of its own.

    There is a button, or a link that stands alone.
    """
    text = cut.weights.text[element]
    if element.tag not in BLOCKS or element in cut.spine or not 0 < text <= _OFFER:
        return False
    if element.tag in {"p", "table", "tr", "td"} | HEADINGS or cut.is_most(element):
        return False
    return _has_price([element]) and _has_way(cut, [element]) and _is_last(cut, element, lasts)


def _has_price(elements: list[Element]) -> bool:
    """Tell whether elements have a short line with a price."""
    for element in elements:
        if not any(_PRICE.search(text) for text in element.itertext()):
            continue
        for one in element.iter():
            if one.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in one):
                line = "".join(one.itertext()).strip()
                if len(line) < LONG and _PRICE.search(line):
                    return True
    return False


def _has_way(cut: Cut, elements: list[Element]) -> bool:
    """Tell whether elements have a button, or a link that stands alone."""
    text = cut.weights.text
    return any(cut.weights.controls[one] for one in elements) or any(
        text[link] and text[link.getparent()] == sum(text[each] for each in link.getparent())
        for one in elements
        for link in one.iter("a")
    )


def _flat_offer(cut: Cut) -> None:
    """Remove an offer whose heading, prices and button stand beside the last paragraphs."""
    for above in () if cut.lead is None else list(cut.lead.iterancestors()):
        if above.tag not in NEVER and _cut_last(cut, above):
            return


def _cut_last(cut: Cut, above: Element) -> bool:
    """Remove an offer that is the last of what an element holds, from its heading on."""
    held: list[Element] = []
    for one in above.iterchildren(reversed=True):
        if not isinstance(one.tag, str) or (not cut.weights.text[one] and not len(one)):
            continue
        if one in cut.spine or sum(cut.weights.text[each] for each in (one, *held)) > _OFFER:
            return False
        held.append(one)
        if one.tag in HEADINGS or is_bold_line(one):
            is_offer = _has_price(held) and _has_way(cut, held)
            for each in held if is_offer else ():
                cut.drop(each)
            return is_offer
    return False
