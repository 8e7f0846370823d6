"""What stands around the article of a page, removed before its text is taken.

Extractors of text pull lists of link plus teaser into short articles, and each teaser would be
an incident that the article does not report. What is removed is told by its shape: a run of
siblings that are each a link to another page with little beside it, a box that is all links,
what stands before the headline, articles after the first. Names of classes come second
(`mapper.sources.formats.html.weights`), words of a language not at all. Nothing goes that holds the
headline, or most of the page's paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.addresses import Foreign
from mapper.sources.formats.html.asking import (
    cut_questions,
    is_unlisted,
    is_wall,
    long_links,
    says_article,
)
from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS, SILENT, plain
from mapper.sources.formats.html.bulletins import cut_lists
from mapper.sources.formats.html.cutting import Cut
from mapper.sources.formats.html.readers import cut_readers
from mapper.sources.formats.html.region import before_headline, other_articles, region_of
from mapper.sources.formats.html.shapes import ASKING_ROLES, NEVER, SIDE, has_blocks, kind_of
from mapper.sources.formats.html.teasers import cut_pictures
from mapper.sources.formats.html.weights import LONG, SHORT, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.sources.formats.html.weights import Weights

    Element = Any
    """An element of lxml, which brings no types."""


_MARKS = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:/-]+\s+|\s*\|\s*")
"""Between the headline and the name of the site in a page's title."""
_PART = re.compile(r"([^?#]+)[?#]")
_SEVERAL = 2
_LEAST_TITLE, _SURE_TITLE = 10, 20
"""Letters of a heading that can be told to be a part of a title, and that are no site's name."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a page.

    ``region`` holds the article, if there is any, and in it its ``headline`` and ``lead``, the
    first paragraph under that. ``times`` are the dates that elements of time give before the
    second paragraph.
    """

    region: Element | None
    headline: Element | None
    lead: Element | None = None
    times: tuple[str, ...] = ()


def prune(
    tree: Element,
    *,
    titles: Sequence[str] = (),
    address: str | None = None,
    is_live: bool = False,
    is_dated: bool = False,
) -> Pruned:
    """Remove from a page what is not its article, in place.

    Parameters
    ----------
    tree
        The page.
    titles
        What the page calls itself, the surest first: they tell which heading is its headline.
    address
        Of the page; links to it are not links to another.
    is_live
        Whether it says that it is a page of posts one after the other.
    is_dated
        Whether it says when it was published: a page that only asks something does not.
    """
    body = tree.find("body")
    body = tree if body is None else body
    is_article, is_apart = says_article(tree), is_unlisted(tree)
    addresses = (link.get("href") or "" for link in body.iter("a"))
    foreign = Foreign(address or _own_address(body), () if address else addresses)
    flatten_tables(body)
    weights = weigh(body, foreign)
    headline, is_sure = headline_of(weights, titles)
    cut = Cut(body, weights, headline, is_of_site=foreign.is_of_site)
    cut.is_sure, cut.is_dated, cut.is_live = is_sure or is_dated, is_dated, is_live
    links = long_links(cut)
    cut.boxes()
    cut.hidden()
    if cut_lists(cut):
        cut.weights = weigh(body, foreign)
    if not cut.left:
        cut.weights = weigh(body, foreign, SHORT)
    cut.find_lead()
    cut_pictures(cut)
    cut.near()
    cut_readers(cut)
    if not (is_article or is_dated or is_live) and is_wall(cut, is_unlisted=is_apart, links=links):
        return Pruned(None, headline)
    cut_questions(cut)
    cut.menus()
    cut.contents()
    times = cut.times()
    if headline is not None:
        before_headline(cut)
        other_articles(cut, foreign)
    return Pruned(region_of(cut), headline, cut.lead, times)


def _own_address(body: Element) -> str | None:
    """Give the page to whose parts several headings lead: it is this one, if nobody says so."""
    pages: list[str] = []
    for heading in body.iter("h2", "h3", "h4", "h5"):
        link = heading.find(".//a")
        found = _PART.match(link.get("href") or "") if link is not None else None
        if found and found[1]:
            pages.append(found[1])
    return pages[0] if len(pages) > _SEVERAL and len(set(pages)) == 1 else None


def headline_of(weights: Weights, titles: Sequence[str]) -> tuple[Element | None, bool]:
    """Find the heading of a page's article: the one its titles repeat, else its first h1.

    Returns
    -------
    headline, is_sure
        Whether a title repeats it, and it is longer than the name of a site.
    """
    folded = [_letters(title) for title in titles if title]
    headings = [one for one in weights.order if one.tag in HEADINGS and one.tag < "h4"]
    headings = [one for one in headings if not _is_beside(one, weights)]
    texts = {one: _letters(plain("".join(one.itertext()))) for one in headings}
    for title in folded:
        same = [one for one in headings if texts[one] and texts[one] == title]
        if same:
            return min(same, key=lambda one: one.tag), len(title) >= _SURE_TITLE
    for title in folded:
        part = [one for one in headings if len(texts[one]) >= _LEAST_TITLE and texts[one] in title]
        if part:
            found = max(part, key=lambda one: (len(texts[one]), one.tag == "h1"))
            return found, len(texts[found]) >= _SURE_TITLE
    for title in folded:
        whole = [one for one in headings if len(title) >= _LEAST_TITLE and title in texts[one]]
        if whole and whole[0].tag < "h3":
            return whole[0], len(title) >= _SURE_TITLE
    if (line := _titled(weights, folded)) is not None:
        return line, True
    first = [one for one in headings if one.tag == "h1" and weights.share(one) < 1 and texts[one]]
    return (first[0] if first else _part_of_title(weights, titles)), False


def _titled(weights: Weights, folded: list[str]) -> Element | None:
    """Find a line that a title of the page repeats, where its headline is no heading."""
    longest = 2 * max(map(len, folded), default=0)
    for one in weights.order:
        if not _SURE_TITLE <= weights.text[one] <= longest or weights.share(one) == 1:
            continue
        if len(one) > _SEVERAL or one.tag in HEADINGS or _is_beside(one, weights):
            continue
        text = _letters("".join(one.itertext()))
        if len(text) >= _SURE_TITLE and any(text in title for title in folded):
            return _inmost(one)
    return None


def _part_of_title(weights: Weights, titles: Sequence[str]) -> Element | None:
    """Find a line that is all of one part of a title, by whatever length, with text after it.

    Of several the last: the name of the site stands before the headline.
    """
    parts = {_letters(part) for title in titles for part in _MARKS.split(title)}
    parts = {part for part in parts if len(part) >= _LEAST_TITLE}
    found: Element | None = None
    after = 0
    for one in weights.order if parts else ():
        if weights.mass[one] and not has_blocks(one):
            after += weights.mass[one]
        if not _LEAST_TITLE <= weights.text[one] <= 2 * max(map(len, parts)):
            continue
        if weights.share(one) == 1 or len(one) > _SEVERAL or one.tag in HEADINGS:
            continue
        is_part = _letters("".join(one.itertext())) in parts
        if is_part and after + LONG <= weights.mass[weights.order[0]]:
            found = None if _is_beside(one, weights) else one
    return None if found is None else _inmost(found)


def _inmost(line: Element) -> Element:
    """Give the element in which the text of a line begins."""
    return next((inner for inner in line.iter() if inner.text and inner.text.strip()), line)


def _is_beside(heading: Element, weights: Weights) -> bool:
    """Tell whether a heading stands in what is never the article."""
    for one in heading.iterancestors():
        if (
            one.tag in SIDE | SILENT
            or one.get("role") in ASKING_ROLES
            or one.get("hidden") is not None
        ):
            return True
        if one.tag in NEVER:
            return False
        if weights.controls[one] and kind_of(one) == "consent":
            return True
    return False


def _letters(text: str) -> str:
    """Write a title as its letters and digits alone."""
    return "".join(filter(str.isalnum, text.casefold()))


def flatten_tables(root: Element) -> None:
    """Turn tables and other elements that only lay out a page into plain ones, in place.

    A table is layout where its role says so, where it holds another table or an article's heading,
    has one row or column, or where a cell holds paragraphs and none heads the others.
    """
    for element in list(root.iter("center", "font")):
        if element.tag == "center" or sum(one.tag in BLOCKS for one in element) >= _SEVERAL:
            element.tag = "div"
    for table in list(root.iter("table")):
        if not is_layout(table):
            continue
        for part in [table, *_own_parts(table)]:
            part.tag = "div"


def _own_parts(table: Element) -> Iterator[Element]:
    """Give the rows, cells and groups of rows of a table, not those of tables inside it."""
    for part in table.iter("tr", "td", "th", "tbody", "thead", "tfoot", "caption"):
        if next(part.iterancestors("table"), None) is table:
            yield part


def is_layout(table: Element) -> bool:
    """Tell whether a table only lays out a page."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if next(table.iterdescendants("table", "h1", "h2", "article"), None) is not None:
        return True
    rows = [part for part in _own_parts(table) if part.tag == "tr"]
    if len(rows) == 1 or max((len(row) for row in rows), default=0) <= 1:
        return True
    if next(table.iterdescendants("th"), None) is not None:
        return False
    cells = (part for part in _own_parts(table) if part.tag == "td")
    return any(_is_column(cell) for cell in cells)


def _is_column(cell: Element) -> bool:
    """Tell whether a cell holds several paragraphs."""
    parts = sum(1 for one in cell.iter("p", "div", "br", "hr") if one is not cell)
    return parts > 1 and sum(len(piece) for piece in cell.itertext()) > 3 * LONG
