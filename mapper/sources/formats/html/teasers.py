"""Lists and cards of other articles, told by their shape: a link, and little text beside it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.addresses import is_one_page
from mapper.sources.formats.html.blocks import BLOCKS, CELLS, HEADINGS
from mapper.sources.formats.html.shapes import NEVER, OF_TEXT, is_bold_line, is_post, reads_on
from mapper.sources.formats.html.weights import CLICKED, LONG

if TYPE_CHECKING:
    from mapper.sources.formats.html.cutting import Cut

    Element = Any
    """An element of lxml, which brings no types."""

HEADLINE_LINK = 20
"""Letters of a link that can be the headline of another article."""
TEASER, LONGEST_TEASER = 280, 420
"""Letters beside its links that an item shows of another article, and where a link heads it."""
LABEL = 40
"""Letters beside a link in a line that only leads elsewhere."""
_GALLERY = 3
"""Pictures that make a gallery."""
_SOME = 2
"""Items that make a run."""
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_HEADS = HEADINGS | {"dt"}
_MOSTLY, _INLINE, _PARTLY = 0.6, 0.4, 0.05
"""Shares of links in a teaser: in any; before text on the same line; in one headed by a link."""


def cut_teasers(cut: Cut) -> None:
    """Remove runs of siblings that each lead to another page, with their heading."""
    for element in chain([cut.body], cut.elements()):
        if element.tag == "a" and element not in cut.spine and _is_line(cut, element):
            cut.drop(element)
        if len(element) == 0:
            continue
        _flat(cut, element)
        _in_turn(cut, element)
        if element.tag == "table" and _is_of_cards(cut, element):
            _with_heading(cut, element)
            continue
        items = [one for one in element if one not in cut.spine and is_teaser(cut, one)]
        for run in (items, _cards(cut, element)):
            if run and not _is_one_page(run) and cut.gone.isdisjoint({element, *run}):
                _run(cut, element, run)


def cut_pictures(cut: Cut) -> None:
    """Remove the texts of galleries: runs of siblings that are each a picture with its caption.

    They are not where the first paragraph stands in one like them, or on a page of posts.
    """
    for element in list(cut.elements()):
        if element in cut.gone or len(element) < _GALLERY or cut.is_live:
            continue
        items = [one for one in element if _is_picture(cut, one)]
        if len(items) < _GALLERY:
            continue
        shapes = {(one.tag, one.get("class")) for one in items}
        alike = [one for one in element if (one.tag, one.get("class")) in shapes]
        mass = sum(cut.weights.mass[one] for one in items)
        is_run = len(shapes) == 1 and len(alike) == len(items) and cut.spine.isdisjoint(items)
        if is_run and cut.left - mass >= LONG:
            for one in items:
                cut.drop(one)


def _is_picture(cut: Cut, element: Element) -> bool:
    """Tell whether an element is a picture with one short text, and no time before it."""
    if element.tag not in BLOCKS - CELLS or not 0 < cut.weights.text[element] <= TEASER:
        return False
    if next(element.iter("img"), None) is None or is_post(element):
        return False
    first = next(filter(None, map(str.strip, element.itertext())), "")
    return cut.paragraphs(element) <= 1 and not first[:1].isdigit()


def _is_line(cut: Cut, link: Element) -> bool:
    """Tell whether a link is all of a line between two breaks, and long for a name."""
    if not cut.weights.links[link] or cut.weights.text[link] < HEADLINE_LINK:
        return False
    before, after = link.getprevious(), link.getnext()
    is_ended = after is None or after.tag == "br"
    is_begun = before is not None and before.tag == "br" and not (before.tail or "").strip()
    return is_begun and is_ended and not (link.tail or "").strip()


def _flat(cut: Cut, element: Element) -> None:
    """Remove linked headings, each with the text after it, that follow one another in an element.

    As many siblings go after each as there are between the first two.
    """
    heads = [one for one in element if _is_linked_heading(cut, one)]
    if len(heads) < _SOME or _is_one_page(heads):
        return
    between = 0
    for one in heads[0].itersiblings():
        if one is heads[1]:
            break
        between += 1
    for head in heads:
        for one in list(islice(head.itersiblings(), between)):
            own = cut.weights.text[one] - cut.weights.linked[one]
            if one.tag in _HEADS or one in cut.spine or own > TEASER:
                break
            cut.drop(one)
        _with_heading(cut, head)


def _in_turn(cut: Cut, element: Element) -> None:
    """Remove what an element holds where that is, in turn, a linked headline and a short text."""
    parts = [one for one in element if cut.weights.text[one] and one not in cut.spine]
    heads, texts = parts[::2], parts[1::2]
    if len(heads) != len(texts) or len(heads) < _SOME + 1:
        return
    for head, text in zip(heads, texts, strict=True):
        link = next(head.iter("a"), None)
        is_head = cut.weights.share(head) == 1 and cut.weights.text[head] >= HEADLINE_LINK
        if not is_head or link is None or not cut.is_of_site(link.get("href") or ""):
            return
        if head.tag not in BLOCKS - CELLS or text.tag not in BLOCKS - CELLS or is_post(head):
            return
        if cut.weights.links[text] or cut.weights.text[text] > TEASER:
            return
    for one in parts:
        cut.drop(one)


def _is_of_cards(cut: Cut, table: Element) -> bool:
    """Tell whether all cells of a table with words in them show other articles of the site."""
    if table in cut.spine or next(table.iter("th"), None) is not None:
        return False
    cells = [one for one in table.iter("td") if any(map(str.isalpha, "".join(one.itertext())))]
    cells = [one for one in cells if next(one.iterdescendants("td"), None) is None]
    if len(cells) < _SOME or not all(_is_card_cell(cut, one) for one in cells):
        return False
    links = [next(a for a in one.iter("a") if cut.weights.links[a]) for one in cells]
    return not _is_one_page(cells) and all(cut.is_of_site(one.get("href") or "") for one in links)


def _is_card_cell(cut: Cut, cell: Element) -> bool:
    """Tell whether a cell begins with a link to another page, with little text beside it."""
    weights = cut.weights
    if not weights.links[cell] or weights.text[cell] - weights.linked[cell] > TEASER:
        return False
    is_all = weights.share(cell) >= _MOSTLY and weights.linked[cell] >= HEADLINE_LINK
    is_bold = _bold_head(cell) and _last_link(cut, cell) is not None
    return is_all or is_bold or _is_headed(cut, cell)


def _bold_head(element: Element) -> bool:
    """Tell whether an element begins with a line in bold that is long for a name."""
    while len(element) == 1 and element[0].tag in BLOCKS and not (element.text or "").strip():
        element = element[0]
    first = next((one for one in element if "".join(one.itertext()).strip()), None)
    if first is None or (element.text or "").strip() or not is_bold_line(first):
        return False
    after = first.getnext()
    is_ended = first.tag in BLOCKS or (after is not None and after.tag in BLOCKS | {"br"})
    return is_ended and len("".join(first.itertext()).strip()) >= HEADLINE_LINK


def _is_one_page(items: list[Element]) -> bool:
    """Tell whether all links of several items lead to one page: to parts of this one, that is."""
    links = [link.get("href") or "" for one in items for link in one.iter("a")]
    return len(items) > 1 and is_one_page(links)


def _is_linked_heading(cut: Cut, element: Element) -> bool:
    """Tell whether an element is a heading that is all a link to another page."""
    is_heading = element.tag in _HEADS and element not in cut.spine and not is_post(element)
    is_linked = cut.weights.share(element) == 1 and cut.weights.links[element]
    return bool(is_heading and is_linked and cut.weights.text[element] >= HEADLINE_LINK)


def _cards(cut: Cut, element: Element) -> list[Element]:
    """Give the cards among the children of an element: a heading, some text, and a way to more.

    That is a link with the same words in each, to another page of the same site, or a mark that
    the card itself can be clicked. What begins with a figure is a post, by its time.
    """
    items = [one for one in element if one not in cut.spine and _is_card(cut, one)]
    if len(items) < _SOME or len({(one.tag, one.get("class")) for one in items}) > 1:
        return []
    if all(any(one.get(name) for name in CLICKED) for one in items):
        return items
    ends = {_last_link(cut, one) for one in items}
    return items if len(ends) == 1 and None not in ends else []


def _is_card(cut: Cut, element: Element) -> bool:
    """Tell whether an element is a heading with little text."""
    if element.tag not in BLOCKS - HEADINGS - CELLS or is_post(element):
        return False
    own = cut.weights.text[element] - cut.weights.linked[element]
    heads = sum(1 for _ in element.iter(*HEADINGS)) or _bold_head(element)
    if not 0 < own <= TEASER or heads != 1:
        return False
    first = next(filter(None, map(str.strip, element.itertext())), "")
    return not first[:1].isdigit()


def _last_link(cut: Cut, element: Element) -> str | None:
    """Give the words of the link to another page of the site with which an element ends."""
    links = [one for one in element.iter("a") if cut.weights.links[one]]
    if not links or not cut.is_of_site(links[-1].get("href") or ""):
        return None
    words = "".join(links[-1].itertext()).strip()
    return words if words and "".join(element.itertext()).rstrip().endswith(words) else None


def _run(cut: Cut, element: Element, items: list[Element]) -> None:
    """Remove teasers, and their whole box where nothing else is in it."""
    weights = cut.weights
    if len(items) > 1 and element not in cut.spine and element.tag not in NEVER:
        within = sum(weights.text[one] for one in items)
        beside = weights.text[element] - within
        if beside <= LONG and beside * 2 <= within:
            _with_heading(cut, element)
            return
    for one in items:
        if len(items) > 1 or _is_lone(cut, one):
            _with_heading(cut, one)


def _with_heading(cut: Cut, element: Element) -> None:
    """Remove an element, and the heading right before it that then heads nothing."""
    before = element.getprevious()
    after = element.getnext()
    cut.drop(element)
    if before is None or before in cut.spine:
        return
    is_heading = before.tag in HEADINGS and (after is None or after.tag not in OF_TEXT - HEADINGS)
    if is_heading or (is_bold_line(before) and (element.tag in _LISTS or after is None)):
        cut.drop(before)


def is_teaser(cut: Cut, element: Element) -> bool:
    """Tell whether an element is a link to another page with little text of its own."""
    weights = cut.weights
    text = weights.text[element]
    if not weights.links[element] or not text:
        return False
    if element.tag not in BLOCKS and not (element.tag == "a" and _is_alone(cut, element)):
        return False
    share = weights.share(element)
    if element.tag in CELLS or element.getparent().tag in CELLS:
        return False
    if element.tag in {"tr", "tbody", "thead"}:
        return share > 2 * _INLINE
    own = text - weights.linked[element]
    if own > LONGEST_TEASER or share < _PARTLY or is_post(element):
        return False
    return (share >= _MOSTLY and own <= TEASER) or _is_headed(cut, element)


def _is_alone(cut: Cut, link: Element) -> bool:
    """Tell whether a link is an item of its own, not a part of a line."""
    above = link.getparent()
    if above.tag == "p" or above.tag in HEADINGS:
        return False
    return cut.weights.text[above] == sum(cut.weights.text[one] for one in above)


def _is_headed(cut: Cut, element: Element) -> bool:
    """Tell whether an element begins with a link that stands by itself, after a label."""
    weights = cut.weights
    before = headings = 0
    for heading in element.iter(*HEADINGS):
        headings += heading not in cut.gone
    if headings > 1:
        return False
    for one in element.iter():
        if one in cut.gone or not isinstance(one.tag, str):
            continue
        if one.tag == "a" and weights.links[one]:
            if weights.text[one] >= HEADLINE_LINK:
                goes_on = reads_on(one.tail)
                may = weights.share(element) >= _INLINE or cut.is_of_site(one.get("href") or "")
                return goes_on is False or (goes_on is None and may)
        elif not weights.linked[one]:
            before += len((one.text or "").strip())
        if one is not element:
            before += len((one.tail or "").strip())
        if before > LABEL:
            return False
    return False


def _is_lone(cut: Cut, element: Element) -> bool:
    """Tell whether one element by itself only leads elsewhere: a label and a link, a card."""
    weights = cut.weights
    if weights.text[element] - weights.linked[element] <= LABEL:
        ends = [link.tail for link in element.iter("a") if weights.links[link]]
        is_sentence = ends and len(ends[-1] or "") > LABEL // 4 and reads_on(ends[-1]) is not False
        return not is_sentence and weights.linked[element] >= HEADLINE_LINK // 2
    heading = next(element.iter(*HEADINGS), None)
    return heading is not None and weights.share(heading) == 1
