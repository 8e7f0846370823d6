"""The steps by which what stands around an article is cut off, on one weighed tree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS, SILENT
from mapper.sources.formats.html.shapes import (
    NEVER,
    has_blocks,
    is_hidden,
    kind_of,
    remove,
)
from mapper.sources.formats.html.weights import LONG, Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Element = Any
    """An element of lxml, which brings no types."""

_BOXES = frozenset({"consent", "readers", "caption", "apart", "side", "offer"})
_MOSTLY = 0.6
"""Share of links from which on a block is no paragraph of an article."""
_QUESTION = 3
"""Paragraphs of a question to the reader."""


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
    is_of_site
        Tells whether a link leads to a page of the same site.

    Attributes
    ----------
    is_sure
        Whether the page says elsewhere that this is its headline, or when it was published.
    is_dated
        Whether it says when it was published.
    is_live
        Whether it is a page of posts one after the other.
    after_links
        What stands right after links that were removed.
    """

    def __init__(
        self,
        body: Element,
        weights: Weights,
        headline: Element | None,
        *,
        is_of_site: Callable[[str], bool],
    ) -> None:
        self.body = body
        self.weights = weights
        self.is_of_site = is_of_site
        self.headline = headline
        self.spine: set[Element] = set()
        if headline is not None:
            self.spine = {headline, *headline.iterancestors()}
        self.above_headline = {one.getparent(): one for one in self.spine}
        self.spine.update(() if headline is None else headline.iter())
        self.gone: set[Element] = set()
        self.after_links: set[Element] = set()
        self.is_sure = False
        self.is_dated = False
        self.is_live = False
        self.lead: Element | None = None
        self.led: set[Element] = set()
        self.forms: list[list[str]] = []
        self.choices: list[Element] = []
        self.rooms: list[Element] = []
        self.voices: list[Element] = []
        self.names = {one.get("id") or one.get("name") for one in weights.order}

    @property
    def left(self) -> int:
        """Letters in paragraphs that are left in the page."""
        return self.weights.mass[self.body]

    def drop(self, element: Element, *, with_tail: bool = False) -> None:
        """Remove an element and count its text no more."""
        after = element.getnext()
        is_links = self.weights.links[element] > 1 and self.weights.share(element) >= _MOSTLY
        if after is not None and (is_links or element in self.after_links):
            self.after_links.add(after)
        self.weights.lift(element)
        self.gone.add(element)
        remove(element, with_tail=with_tail)

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

    def boxes(self) -> None:
        """Remove what is no text, and boxes that are no article by their tag or name."""
        names = self._most_named()
        for form in self.body.iter("form"):
            self.forms.append([one.get("type") or "submit" for one in form.iter("button", "input")])
        for element in self.elements():
            if element.tag in SILENT:
                if element.get("type") in {"checkbox", "radio"}:
                    self.choices.append(element.getparent())
                if element.tag == "textarea":
                    self.rooms.append(element.getparent())
                self.drop(element)
            elif element not in self.spine:
                if element.tag == "a" and self._is_way(element):
                    self.led.update(element.iterancestors())
                kind = kind_of(element)
                is_named = kind == "apart" and element.get("class") in names
                if kind == "voice":
                    self.voices.append(element)
                elif kind in _BOXES and not is_named and self._may_go(element, kind):
                    self.drop(element)

    def _is_way(self, link: Element) -> bool:
        """Tell whether a link is a button to another page of the site."""
        weights = self.weights
        is_button = weights.controls[link] and weights.links[link]
        return bool(is_button) and self.is_of_site(link.get("href") or "")

    def _most_named(self) -> set[str]:
        """Give the classes of boxes that together hold most of the paragraphs: they are none."""
        masses: Counter[str] = Counter()
        for element in self.elements():
            name = element.get("class")
            if name and self.weights.mass[element] and kind_of(element) == "apart":
                masses[name] += self.weights.mass[element]
        return {name for name, mass in masses.items() if mass * 2 > self.left}

    def _may_go(self, element: Element, kind: str) -> bool:
        """Tell whether a box can be removed: most of the page is no box, unless it asks something.

        Readers can have written more than the article, and a footer say more.
        """
        is_spare = self.left - self.weights.mass[element] >= LONG
        if kind == "offer" and not self._has_way_out(element):
            return False
        if kind == "consent" or not self.is_most(element):
            return True
        is_question = self.weights.controls[element] and self.paragraphs(element) <= _QUESTION
        return is_spare and (kind not in {"apart", "offer"} or bool(is_question))

    def _has_way_out(self, element: Element) -> bool:
        """Tell whether few paragraphs come with a button, or with a link that stands alone."""
        if self.paragraphs(element) > _QUESTION:
            return False
        text = self.weights.text
        return bool(self.weights.controls[element]) or any(
            text[link] and text[link.getparent()] == sum(text[one] for one in link.getparent())
            for link in element.iter("a")
        )

    def near(self) -> None:
        """Remove boxes named as those of other articles, unless together they are most of it.

        Then those go that list several, if an article stands outside.
        """
        found: list[Element] = []
        within: set[Element] = set()
        for element in self.elements():
            if element in self.spine:
                continue
            if element.getparent() in within or kind_of(element) == "near":
                if element.getparent() not in within:
                    found.append(element)
                within.add(element)
        kept: set[str | None] = set()
        if 2 * sum(self.weights.mass[one] for one in found) > self.left:
            kept = {one.get("class") for one in found if self.weights.mass[one]}
            if self.lead is not None:
                kept -= {one.get("class") for one in found if _is_several(one)}
                kept |= {one.get("class") for one in self.spine if one.get("class")}
        for element in found:
            if element.get("class") not in kept:
                self.drop(element)

    def hidden(self) -> None:
        """Remove what is not shown, unless all paragraphs are hidden until a script shows them."""
        for element in self.body.xpath(".//*[@hidden or @aria-hidden or @style]"):
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
            is_paragraph = self.weights.mass[element] and not has_blocks(element)
            if is_under and is_paragraph and self.weights.share(element) < _MOSTLY:
                self.spine |= {element, *element.iterancestors()}
                self.lead = element
                return

    def contents(self) -> None:
        """Remove lists of links to parts of the page: what they say stands there again."""
        for element in list(self.elements()):
            if element.tag not in {"ul", "ol"} or element in self.spine or element in self.gone:
                continue
            links = list(element.iter("a"))
            linked = sum(len(text) for one in links for text in one.itertext())
            is_all = linked * 5 >= 4 * sum(len(text.strip()) for text in element.itertext())
            if is_all and len(links) > 1 and all(self._is_part(one) for one in links):
                self.drop(element)

    def _is_part(self, link: Element) -> bool:
        """Tell whether a link leads to a part of the page that is in it."""
        address = link.get("href") or ""
        return address[:1] == "#" and address[1:] in self.names

    def paragraphs(self, element: Element) -> int:
        """Count the paragraphs in an element."""
        return sum(1 for one in element.iter() if self.is_paragraph(one))

    def is_paragraph(self, element: Element) -> bool:
        """Tell whether an element is a paragraph."""
        return bool(self.weights.mass[element]) and not has_blocks(element)

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
            name = element.get("itemprop")
            if name == "datePublished" or (element.tag == "time" and name != "dateModified"):
                found.append(element.get("datetime") or element.get("content") or "")
            paragraphs += isinstance(element.tag, str) and self.is_paragraph(element)
            if paragraphs > 1:
                break
        return tuple(filter(None, found))


def _is_several(element: Element) -> bool:
    """Tell whether an element holds several headings, or items of a list."""
    return sum(1 for _ in element.iter("li", *HEADINGS)) > _QUESTION - 1
