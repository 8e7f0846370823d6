"""The steps by which what stands around an article is cut off, on one weighed tree."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.blocks import BLOCKS, HEADINGS, SILENT
from mapper.sources.formats.weights import LONG, Weights, box_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Element = Any
    """An element of lxml, which brings no types."""

NEVER = frozenset({"html", "body"})
SIDE = frozenset({"nav", "aside", "footer", "dialog", "menu", "marquee", "figcaption"})
ASKING_ROLES = frozenset({"dialog", "alertdialog"})
_SIDE_ROLES = frozenset(
    {
        *("navigation", "complementary", "contentinfo", "search", "menu", "menubar", "toolbar"),
        *("alert", "status", "tablist", "banner"),
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FLOATING = re.compile(r"position\s*:\s*fixed", re.IGNORECASE)
_OF_TEXT = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "pre"}) | HEADINGS
_UNITS = frozenset({"article", "section", "div", "main", "li"})
_OWN_ADDRESS = ("data-url", "data-href", "data-permalink", "data-article-url", "itemid")

_DASHES = "-\u2013\u2014|:\u00b7"
_QUESTION = 3
"""Paragraphs of a question to the reader."""
HEADLINE_LINK = 20
"""Letters of a link that can be the headline of another article."""
TEASER = 280
"""Letters beside its links that an item shows of another article."""
LABEL = 40
"""Letters beside a link in a line that only leads elsewhere."""
_MOSTLY, _INLINE, _PARTLY = 0.6, 0.4, 0.12
"""Shares of links in a teaser: in any; before text on the same line; in one headed by a link."""


class Cut:
    """The removal of what stands around an article, step by step on one tree.

    Parameters
    ----------
    body
        Of the page.
    weights
        Of its elements.
    headline
        The heading over the article; what holds it is never removed.
    is_sure
        Whether the page says elsewhere that this is its headline, or when it was published.
    """

    def __init__(
        self, body: Element, weights: Weights, headline: Element | None, *, is_sure: bool = True
    ) -> None:
        self.body = body
        self.weights = weights
        self.headline = headline
        self.spine: set[Element] = set()
        if headline is not None:
            self.spine = {*headline.iter(), *headline.iterancestors()}
        self.gone: set[Element] = set()
        self.is_sure = is_sure and headline is not None
        self.lead: Element | None = None
        self.rooms: list[Element] = []
        self.voices: list[Element] = []

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
            if element.getparent() in self.gone:
                self.gone.add(element)
            elif element.tag not in NEVER:
                yield element

    def is_most(self, element: Element) -> bool:
        """Tell whether an element holds most of the paragraphs that are left."""
        return self.weights.mass[element] * 2 > self.left

    def boxes(self, kinds: set[str]) -> None:
        """Remove what is no text, or is named as a box of one of some kinds."""
        mass = self.weights.mass
        for element in self.elements():
            if element.tag in SILENT:
                if element.tag == "textarea":
                    self.rooms.append(element.getparent())
                self.drop(element)
            elif element not in self.spine:
                kind = kind_of(element)
                if kind in kinds:
                    is_spare = kind == "apart" and self.left - mass[element] >= LONG
                    if kind == "consent" or is_spare or not self.is_most(element):
                        self.drop(element)
                elif kind == "voice" and "apart" in kinds:
                    self.voices.append(element)

    def hidden(self) -> None:
        """Remove what is not shown, unless all paragraphs are hidden until a script shows them."""
        for element in self.elements():
            if element not in self.spine and is_hidden(element):
                mass = self.weights.mass[element]
                if not mass or self.left - mass >= LONG:
                    self.drop(element)

    def find_lead(self) -> None:
        """Find the first paragraph under the headline; what holds it is not removed either."""
        if self.headline is None:
            return
        is_under = False
        for element in self.elements():
            is_under = is_under or element is self.headline
            is_paragraph = self.weights.mass[element] and not _has_blocks(element)
            if is_under and is_paragraph and self.weights.share(element) < _MOSTLY:
                self.spine |= {element, *element.iterancestors()}
                self.lead = element
                return

    def teasers(self) -> None:
        """Remove runs of siblings that each lead to another page, with their heading."""
        for element in self.elements():
            if len(element) == 0 or not self.weights.links[element]:
                continue
            items = [one for one in element if one not in self.spine and self.is_teaser(one)]
            if items:
                self._run(element, items)

    def _run(self, element: Element, items: list[Element]) -> None:
        """Remove teasers, and their whole box where nothing else is in it."""
        weights = self.weights
        if len(items) > 1 and element not in self.spine and element.tag not in NEVER:
            beside = weights.text[element] - sum(weights.text[one] for one in items)
            if beside <= LONG:
                self._with_heading(element)
                return
        for one in items:
            if len(items) > 1 or self.is_lone(one):
                self._with_heading(one)

    def _with_heading(self, element: Element) -> None:
        """Remove an element, and the heading right before it that then heads nothing."""
        before = element.getprevious()
        after = element.getnext()
        self.drop(element)
        if before is None or before.tag not in HEADINGS or before in self.spine:
            return
        if after is None or after.tag in HEADINGS or after.tag not in _OF_TEXT:
            self.drop(before)

    def is_teaser(self, element: Element) -> bool:
        """Tell whether an element is a link to another page with little text of its own."""
        weights = self.weights
        text = weights.text[element]
        if not weights.links[element] or not text:
            return False
        if element.tag not in BLOCKS and not (element.tag == "a" and self._is_alone(element)):
            return False
        share = weights.share(element)
        if element.tag in {"tr", "tbody", "thead"}:
            return share > 2 * _INLINE
        if text - weights.linked[element] > TEASER or share < _PARTLY or _is_post(element):
            return False
        return share >= _MOSTLY or self._is_headed(element)

    def _is_alone(self, link: Element) -> bool:
        """Tell whether a link is an item of its own, not a part of a line."""
        above = link.getparent()
        if above.tag == "p" or above.tag in HEADINGS:
            return False
        return self.weights.text[above] == sum(self.weights.text[one] for one in above)

    def _is_headed(self, element: Element) -> bool:
        """Tell whether an element begins with a link that stands by itself, after a label."""
        weights = self.weights
        before = headings = 0
        for heading in element.iter(*HEADINGS):
            headings += heading not in self.gone
        if headings > 1:
            return False
        for one in element.iter():
            if one in self.gone or not isinstance(one.tag, str):
                continue
            if one.tag == "a" and weights.links[one]:
                if weights.text[one] >= HEADLINE_LINK:
                    return not _reads_on(one.tail) or weights.share(element) >= _INLINE
            elif not weights.linked[one]:
                before += len((one.text or "").strip())
            if one is not element:
                before += len((one.tail or "").strip())
            if before > LABEL:
                return False
        return False

    def is_lone(self, element: Element) -> bool:
        """Tell whether one element by itself only leads elsewhere: a label and a link, a card."""
        weights = self.weights
        if weights.text[element] - weights.linked[element] <= LABEL:
            return weights.linked[element] >= HEADLINE_LINK // 2
        heading = next(element.iter(*HEADINGS), None)
        return heading is not None and weights.share(heading) == 1

    def forms(self) -> None:
        """Remove forms, and what they belong to: a question with its buttons, comments.

        A form that holds most of the page, as some programs write it, is only a frame.
        """
        for element in self.rooms:
            self._comments(element)
        self._voices()
        for element in list(self.elements()):
            if element in self.gone:
                continue
            if element.tag == "form":
                if element not in self.spine and not self.is_most(element):
                    self.drop(element)
                    continue
                element.tag = "div"
            if self.weights.mass[element] and self.weights.controls[element]:
                if self._is_asking(element):
                    self.drop(element)

    def _comments(self, room: Element) -> None:
        """Remove what readers wrote around a room to write in, where that is not the article."""
        while room is not None and room not in self.spine and room.tag not in NEVER:
            if room in self.gone or self.weights.mass[room]:
                if room not in self.gone and self.left - self.weights.mass[room] >= LONG:
                    self.drop(room)
                return
            room = room.getparent()

    def _voices(self) -> None:
        """Remove what holds the words of several readers, each beside a picture or a button."""
        seen: set[Element] = set()
        for voice in self.voices:
            if voice in self.gone or voice.getparent() is None:
                continue
            for above in voice.iterancestors():
                if above in self.spine or above in self.gone:
                    break
                if above in seen:
                    if self.weights.mass[above] and self.left - self.weights.mass[above] >= LONG:
                        self.drop(above)
                    break
                if self.weights.mass[above]:
                    seen.add(above)

    def _is_asking(self, element: Element) -> bool:
        """Tell whether an element with buttons only asks something of the reader.

        It stands at the edge of the page, or after all paragraphs. Where nothing says that the
        page is an article, a page of few paragraphs and two buttons asks, too.
        """
        buttons = self.weights.controls[element]
        count = sum(1 for one in element.iter() if self._is_paragraph(one))
        if not self.is_sure and buttons > 1 and self.weights.mass[element] == self.left:
            return count <= _QUESTION
        if element in self.spine or count > _QUESTION:
            return False
        if element.getparent() is self.body:
            return buttons > 1
        return not self.is_most(element) and (buttons > 1 or self._is_last(element))

    def _is_last(self, element: Element) -> bool:
        """Tell whether no paragraph follows an element that begins with a heading."""
        if next(element.iter(*HEADINGS), None) is None:
            return False
        return not any(self.weights.mass[one] for one in element.itersiblings())

    def _is_paragraph(self, element: Element) -> bool:
        """Tell whether an element is a paragraph."""
        return bool(self.weights.mass[element]) and not _has_blocks(element)

    def menus(self) -> None:
        """Remove boxes that are all links, whatever their items look like."""
        weights = self.weights
        for element in self.elements():
            if element in self.spine or element.tag not in BLOCKS:
                continue
            is_all_links = weights.links[element] > 1 and weights.share(element) > 3 / 4
            if is_all_links and not self.is_most(element):
                self.drop(element)

    def times(self) -> tuple[str, ...]:
        """Give the dates of elements of time between the article's head and second paragraph."""
        frame = self.body
        for one in () if self.headline is None else self.headline.iterancestors():
            if self.weights.mass[one]:
                frame = one
                break
        found: list[str] = []
        paragraphs = 0
        for element in frame.iter():
            if element.tag == "time" or element.get("itemprop") == "datePublished":
                found.append(element.get("datetime") or element.get("content") or "")
            paragraphs += isinstance(element.tag, str) and self._is_paragraph(element)
            if paragraphs > 1:
                break
        return tuple(filter(None, found))

    def before_headline(self) -> None:
        """Remove what stands before the headline, unless most of the page does."""
        before: list[Element] = []
        for one in self.weights.order:
            if one is self.headline:
                break
            if one not in self.spine and one not in self.gone and one.getparent() in self.spine:
                before.append(one)
        mass = sum(self.weights.mass[one] for one in before)
        if mass * 2 <= self.left and (self.left - mass >= LONG or not mass):
            for one in before:
                self.drop(one)

    def other_articles(self, is_foreign: Callable[[str], bool], *, is_live: bool) -> None:
        """Remove articles after the first: each has a headline or an address of its own."""
        if self.headline is None:
            return
        home = next(self.headline.iterancestors("article"), None)
        for element in list(self.elements()):
            mass = self.weights.mass[element]
            if element in self.gone or element in self.spine or not mass:
                continue
            if element.tag not in _UNITS or self.left - mass < LONG:
                continue
            if self._is_second(element) or (
                not is_live and (_is_named(element, is_foreign) or _is_like(element, home))
            ):
                self.drop(element)

    def _is_second(self, element: Element) -> bool:
        """Tell whether an element begins with a headline of the rank of the page's."""
        heading = next(element.iter(*HEADINGS), None)
        if heading is None or self.headline is None or heading.tag > self.headline.tag:
            return False
        return heading.tag == "h1" or element.tag == "article" or self.weights.share(heading) == 1

    def region(self) -> Element:
        """Give the element that holds the article, with nothing after it."""
        mass = self.weights.mass
        top = self.body
        region = self.body
        self._outside_home()
        while self.left:
            enough = self.left * 4 / 5
            inner = next((one for one in top if mass[one] >= enough and _has_blocks(one)), None)
            if inner is None:
                self._end(top)
                break
            self._around(inner)
            if inner in self.spine and region is top and self._holds_headline(inner):
                region = inner
            elif self.headline is None:
                region = inner
            top = inner
        return region

    def _outside_home(self) -> None:
        """Remove what follows the element that the page itself calls its article, or main part."""
        if self.lead is None or self.headline is None:
            return
        above = set(self.headline.iterancestors())
        for home in self.lead.iterancestors():
            if home.tag in NEVER:
                return
            is_called = home.tag in {"article", "main"} or home.get("role") in {"main", "article"}
            is_body = home.get("itemprop") == "articleBody"
            if is_body or (is_called and home in above):
                break
        else:
            return
        if self.weights.mass[home] * 4 < self.left:
            return
        while home.tag not in NEVER:
            after = list(home.itersiblings())
            if any(one.tag == "article" and self.weights.mass[one] for one in after):
                return
            for one in after:
                self.drop(one)
            home = home.getparent()

    def _holds_headline(self, element: Element) -> bool:
        """Tell whether the headline stands in an element."""
        return self.headline is not None and element in set(self.headline.iterancestors())

    def _around(self, inner: Element) -> None:
        """Remove what stands beside the element with the article, outside it."""
        is_whole = self.headline is None or self._holds_headline(inner)
        for one in list(inner.itersiblings()):
            is_more = self.weights.mass[one] and one.tag == inner.tag and not is_whole
            if not is_more:
                self.drop(one)
        if is_whole:
            for one in list(inner.itersiblings(preceding=True)):
                if not self.weights.mass[one] and one.tag not in _OF_TEXT:
                    self.drop(one)

    def _end(self, top: Element) -> None:
        """Remove boxes after the last paragraph that are no paragraphs themselves."""
        tags = Counter(one.tag for one in top if self.weights.mass[one])
        for one in reversed(list(top)):
            if self.weights.mass[one] or one in self.spine or (len(one) and _is_post(one[0])):
                return
            if one.tag in BLOCKS and one.tag not in _OF_TEXT and one.tag not in tags:
                is_text = next(one.iter("p"), None) is not None
                if not is_text or next(one.iter("li", *HEADINGS), None) is not None:
                    self.drop(one)


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


def kind_of(element: Element) -> str | None:
    """Tell by its tag, role and names what an element is; None where they do not tell."""
    role = element.get("role")
    tag = element.tag
    if tag == "dialog" or role in ASKING_ROLES or element.get("aria-modal") == "true":
        return "consent"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if "-" in tag:
        names = f"{names} {tag}"
    kind = box_of(names) if names != " " else None
    if kind in {"consent", "apart"}:
        return kind
    if tag in SIDE or role in _SIDE_ROLES:
        return "apart"
    style = element.get("style")
    return "apart" if style and _FLOATING.search(style) else kind


def is_hidden(element: Element) -> bool:
    """Tell whether an element is not shown."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(style and _HIDDEN.search(style))
    )


def _is_post(element: Element) -> bool:
    """Tell whether an element is named as a post of a live page, or stands in such posts."""
    above = element.getparent()
    both = (element, above) if above is not None and above.tag not in NEVER else (element,)
    return any(box_of(f"{one.get('class') or ''} {one.get('id') or ''}") == "posts" for one in both)


def _reads_on(tail: str | None) -> bool:
    """Tell whether the text after a link goes on with its sentence.

    Examples
    --------
    >>> _reads_on(" said on Monday"), _reads_on(" The blast tore"), _reads_on(None)
    (True, False, False)
    """
    first = (tail or "").strip()[:1]
    return bool(first) and not first.isupper() and first not in _DASHES


def _has_blocks(element: Element) -> bool:
    """Tell whether there are blocks in a block: one that has none is a paragraph."""
    return any(one.tag in BLOCKS for one in element)


def _is_named(element: Element, is_foreign: Callable[[str], bool]) -> bool:
    """Tell whether an element names another page as its own."""
    own = (element.get(name) for name in _OWN_ADDRESS)
    return any(address and "/" in address and is_foreign(address) for address in own)


def _is_like(element: Element, home: Element | None) -> bool:
    """Tell whether an element is written like the page's article, outside it."""
    return (
        home is not None
        and element.tag == "article"
        and home not in set(element.iterancestors())
        and element.get("class") == home.get("class")
        and next(element.iter(*HEADINGS), None) is not None
    )
