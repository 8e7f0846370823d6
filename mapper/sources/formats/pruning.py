"""What stands around the article of a page, removed before its text is taken.

Extractors of text pull lists of link plus teaser into short articles, and each teaser would be
an incident that the article does not report. What is removed is told by its shape: a run of
siblings that are each a link to another page with little beside it, a box that is all links,
what stands before the headline, articles after the first. Names of classes come second
(`mapper.sources.formats.weights`), words of a language not at all. Nothing goes that holds the
headline, or most of the page's paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mapper.sources.formats.blocks import BLOCKS, HEADINGS, SILENT, plain
from mapper.sources.formats.weights import LONG, Weights, box_of, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Element = Any
    """An element of lxml, which brings no types."""

_NEVER = frozenset({"html", "body"})
_SIDE = frozenset({"nav", "aside", "footer", "dialog", "menu", "marquee", "figcaption"})
_SIDE_ROLES = frozenset(
    {
        *("navigation", "complementary", "contentinfo", "search", "menu", "menubar", "toolbar"),
        *("alert", "status", "tablist", "banner"),
    }
)
_ASKING_ROLES = frozenset({"dialog", "alertdialog"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LISTS = frozenset({"ul", "ol", "dl", "table", "blockquote"}) | HEADINGS

HEADLINE_LINK = 20
"""Letters of a link that can be the headline of another article."""
TEASER = 280
"""Letters beside its links that an item shows of another article."""
LABEL = 40
"""Letters beside a link in a line that only leads elsewhere."""
_MOSTLY, _PARTLY = 0.6, 0.25


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a page: the element that holds the article, and its headline's."""

    region: Element
    headline: Element | None
    is_found: bool
    """Whether there is a paragraph in it at all."""


class Foreign:
    """Tells links to other pages from those to a part of this one.

    Parameters
    ----------
    address
        Of the page; None where nobody says.
    """

    def __init__(self, address: str | None) -> None:
        self.host, self.path = _page(address or "")

    def __call__(self, link: str) -> bool:
        """Tell whether a link leads to another page."""
        if (
            not link
            or link[0] in "#?"
            or link.lower().startswith(("javascript:", "mailto:", "tel:"))
        ):
            return False
        host, path = _page(link)
        return not (path == self.path and path != "" and host in {"", self.host})


def _page(address: str) -> tuple[str, str]:
    """Give the host and path of an address, without what changes nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", address
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")


def prune(tree: Element, *, titles: Sequence[str] = (), address: str | None = None) -> Pruned:
    """Remove from a page what is not its article, in place.

    Parameters
    ----------
    tree
        The page.
    titles
        What the page calls itself, the surest first: they tell which heading is its headline.
    address
        Of the page; links to it are not links to another.
    """
    body = tree.find("body")
    body = tree if body is None else body
    foreign = Foreign(address)
    flatten_tables(body)
    weights = weigh(body, foreign)
    cut = _Cut(body, weights, headline_of(weights, titles))
    cut.boxes(("consent", "apart"))
    cut.teasers()
    cut.boxes(("near",))
    cut.menus()
    if cut.headline is not None:
        cut.before_headline()
        cut.other_articles()
    region = cut.region()
    return Pruned(region, cut.headline, weights.mass[region] > 0 or weights.text[region] > 0)


def headline_of(weights: Weights, titles: Sequence[str]) -> Element | None:
    """Find the heading of a page's article: the one its titles repeat, else its only h1."""
    folded = [_letters(title) for title in titles if title]
    headings = [one for one in weights.order if one.tag in HEADINGS and one.tag < "h4"]
    headings = [one for one in headings if not _is_beside(one)]
    texts = {one: _letters(plain("".join(one.itertext()))) for one in headings}
    for title in folded:
        same = [one for one in headings if texts[one] and texts[one] == title]
        if same:
            return min(same, key=lambda one: one.tag)
    for title in folded:
        part = [one for one in headings if len(texts[one]) >= LABEL // 4 and texts[one] in title]
        if part:
            return max(part, key=lambda one: (one.tag == "h1", len(texts[one])))
    first = [one for one in headings if one.tag == "h1" and weights.share(one) < 1 and texts[one]]
    return first[0] if first else None


def _is_beside(heading: Element) -> bool:
    """Tell whether a heading stands in what is never the article."""
    return any(
        one.tag in _SIDE or one.get("role") in _ASKING_ROLES or one.get("hidden") is not None
        for one in heading.iterancestors()
    )


def _letters(text: str) -> str:
    """Write a title as its letters and digits alone."""
    return "".join(filter(str.isalnum, text.casefold()))


def flatten_tables(root: Element) -> None:
    """Turn tables that only lay out a page into plain elements, in place.

    A table is layout where its role says so, where it holds another table, a heading or a list,
    or where one of its cells holds paragraphs; one of data has short cells.
    """
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
    if (
        next(table.iterdescendants("table", "h1", "h2", "h3", "ul", "ol", "article"), None)
        is not None
    ):
        return True
    rows = [part for part in _own_parts(table) if part.tag == "tr"]
    if len(rows) == 1 or max((len(row) for row in rows), default=0) <= 1:
        return True
    cells = (part for part in _own_parts(table) if part.tag in {"td", "th"})
    return any(_is_column(cell) for cell in cells)


def _is_column(cell: Element) -> bool:
    """Tell whether a cell holds several paragraphs."""
    parts = sum(1 for one in cell.iter("p", "div", "br", "hr") if one is not cell)
    return parts > 1 and sum(len(piece) for piece in cell.itertext()) > 3 * LONG


def remove(element: Element) -> None:
    """Take an element out of its tree and leave the text after it where it is."""
    above = element.getparent()
    if above is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is None:
            above.text = f"{above.text or ''} {tail}"
        else:
            before.tail = f"{before.tail or ''} {tail}"
    above.remove(element)


class _Cut:
    """The removal of what stands around an article, step by step on one tree."""

    def __init__(self, body: Element, weights: Weights, headline: Element | None) -> None:
        self.body = body
        self.weights = weights
        self.headline = headline
        self.spine = set() if headline is None else {headline, *headline.iterancestors()}
        self.gone: set[Element] = set()

    @property
    def left(self) -> int:
        """Letters in paragraphs that are left in the page."""
        return self.weights.mass[self.body]

    def drop(self, element: Element) -> None:
        """Remove an element and count its text no more."""
        self.weights.lift(element)
        self.gone.add(element)
        remove(element)

    def elements(self) -> Iterator[Element]:
        """Give the elements that are left, the outer before the inner."""
        for element in self.weights.order:
            if element in self.gone:
                continue
            above = element.getparent()
            if above in self.gone:
                self.gone.add(element)
            elif element.tag not in _NEVER:
                yield element

    def boxes(self, kinds: tuple[str, ...]) -> None:
        """Remove what is no text, is not shown, or is named as a box of one of some kinds."""
        mass = self.weights.mass
        for element in self.elements():
            if element.tag in SILENT:
                self.drop(element)
                continue
            if element in self.spine:
                continue
            kind = _kind(element)
            if kind == "form":
                self._form(element)
            elif kind in kinds or (kind == "hidden" and "apart" in kinds):
                is_most = mass[element] * 2 > self.left
                spare = self.left - mass[element] >= LONG and kind == "apart"
                if kind == "consent" or not is_most or spare:
                    self.drop(element)

    def _form(self, element: Element) -> None:
        """Remove a form, unless the whole page stands in it."""
        if self.weights.mass[element] * 2 <= self.left:
            self.drop(element)
        else:
            element.tag = "div"

    def teasers(self) -> None:
        """Remove runs of siblings that each lead to another page, with their heading."""
        for element in self.elements():
            if len(element) == 0 or element.tag not in BLOCKS:
                continue
            items = [one for one in element if one not in self.spine and self.is_teaser(one)]
            if items:
                self._run(element, items)

    def _run(self, element: Element, items: list[Element]) -> None:
        """Remove teasers, and their whole box where nothing else is in it."""
        weights = self.weights
        beside = weights.text[element] - sum(weights.text[one] for one in items)
        is_box = element not in self.spine and element.tag not in _NEVER
        if (
            is_box
            and len(items) > 1
            and beside <= LONG
            and weights.mass[element] * 2 <= self.left + sum(weights.mass[one] for one in items)
        ):
            self._with_heading(element)
            return
        for one in items:
            if len(items) > 1 or self.is_lone(one):
                before = one.getprevious()
                self.drop(one)
                if before is not None and before.tag in HEADINGS and before not in self.spine:
                    after = before.getnext()
                    if after is None or after in items or after.tag in HEADINGS:
                        self.drop(before)

    def _with_heading(self, element: Element) -> None:
        """Remove a box, and the heading right before it."""
        before = element.getprevious()
        self.drop(element)
        if before is not None and before.tag in HEADINGS and before not in self.spine:
            self.drop(before)

    def is_teaser(self, element: Element) -> bool:
        """Tell whether an element is a link to another page with little text of its own."""
        weights = self.weights
        text = weights.text[element]
        if not weights.links[element] or not text or element.tag not in BLOCKS | {"a"}:
            return False
        own = text - weights.linked[element]
        if own > TEASER:
            return False
        share = weights.share(element)
        return share >= _MOSTLY or (self._is_headed(element) and (share >= _PARTLY / 2))

    def _is_headed(self, element: Element) -> bool:
        """Tell whether the text of an element begins with a link that stands by itself."""
        weights = self.weights
        for one in element.iter("a", *HEADINGS, "p", "div", "span", "li"):
            if one in self.gone or not weights.links[one] or weights.text[one] == 0:
                continue
            if one.tag == "a":
                return weights.text[one] >= HEADLINE_LINK and weights.share(element) >= _PARTLY
            if one.tag in BLOCKS and weights.share(one) == 1:
                return weights.text[one] >= HEADLINE_LINK
        return False

    def is_lone(self, element: Element) -> bool:
        """Tell whether one element by itself only leads elsewhere: a label and a link, a card."""
        weights = self.weights
        if weights.text[element] - weights.linked[element] <= LABEL:
            return weights.linked[element] >= HEADLINE_LINK // 2
        heading = next(element.iter(*HEADINGS), None)
        return heading is not None and weights.share(heading) == 1

    def menus(self) -> None:
        """Remove boxes that are all links, whatever their items look like."""
        weights = self.weights
        for element in self.elements():
            if element in self.spine or element.tag not in BLOCKS:
                continue
            is_all_links = weights.links[element] > 1 and weights.share(element) > 3 / 4
            if is_all_links and weights.mass[element] * 2 <= self.left:
                self.drop(element)

    def before_headline(self) -> None:
        """Remove what stands before the headline, unless most of the page does."""
        before: list[Element] = []
        for one in (self.headline, *self.headline.iterancestors()):  # type: ignore[union-attr]
            if one in _NEVER or one.tag in _NEVER:
                break
            before += one.itersiblings(preceding=True)
        mass = sum(self.weights.mass[one] for one in before)
        if mass * 2 <= self.left and (self.left - mass >= LONG or not mass):
            for one in before:
                if isinstance(one.tag, str):
                    self.drop(one)

    def other_articles(self) -> None:
        """Remove articles after the first: they have a headline of their own, of the same rank."""
        rank = self.headline.tag  # type: ignore[union-attr]
        home = next((one for one in self.headline.iterancestors("article")), None)  # type: ignore[union-attr]
        for element in list(self.elements()):
            if element in self.gone or element in self.spine or not self.weights.mass[element]:
                continue
            is_unit = element.tag in {"article", "section", "div", "main"}
            if not is_unit or self.left - self.weights.mass[element] < LONG:
                continue
            heading = next(element.iter(*HEADINGS), None)
            is_second = heading is not None and heading.tag <= rank
            is_outside = (
                element.tag == "article"
                and home is not None
                and home not in set(element.iterancestors())
            )
            if is_outside and self.weights.mass[home] * 4 < self.weights.mass[element]:
                is_outside = False
            if (is_second and heading.tag == "h1") or is_outside:  # type: ignore[union-attr]
                self.drop(element)

    def region(self) -> Element:
        """Give the smallest element that holds the article."""
        mass = self.weights.mass
        if not self.left:
            return self.body
        top = self.body
        while True:
            inner = next(
                (
                    one
                    for one in top
                    if mass[one] * 10 >= self.left * 8 and one.tag in BLOCKS and _has_blocks(one)
                ),
                None,
            )
            if inner is None:
                return top
            self._after(inner, top)
            top = inner

    def _after(self, inner: Element, top: Element) -> None:
        """Remove what follows the article's element and holds no paragraph."""


def _has_blocks(element: Element) -> bool:
    """Tell whether there are blocks in a block: one that has none is a paragraph."""
    return any(one.tag in BLOCKS for one in element)


def _kind(element: Element) -> str | None:
    """Tell by its tag, role and names what an element is; None where they do not tell."""
    role = element.get("role")
    tag = element.tag
    if tag == "dialog" or role in _ASKING_ROLES or element.get("aria-modal") == "true":
        return "consent"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    kind = box_of(names) if names != " " else None
    if kind == "consent" or (kind == "apart" and tag != "article"):
        return kind
    if tag in _SIDE or role in _SIDE_ROLES:
        return "apart"
    if tag == "form":
        return "form"
    style = element.get("style")
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style and _HIDDEN.search(style))
    ):
        return "hidden"
    return kind
