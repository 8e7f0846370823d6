"""The steps by which what stands around an article is cut off, on one weighed tree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS, SILENT
from mapper.sources.formats.html.shapes import (
    NEVER,
    has_blocks,
    is_hidden,
    is_post,
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
    is_live
        Whether it is a page of posts one after the other.
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
        self._lasts: dict[Element, Element | None] = {}
        self.gone: set[Element] = set()
        self.is_sure = False
        self.is_live = False
        self.lead: Element | None = None
        self.rooms: list[Element] = []
        self.voices: list[Element] = []
        self.names = {one.get("id") or one.get("name") for one in weights.order}

    @property
    def left(self) -> int:
        """Letters in paragraphs that are left in the page."""
        return self.weights.mass[self.body]

    def drop(self, element: Element, *, with_tail: bool = False) -> None:
        """Remove an element and count its text no more."""
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
        for element in self.elements():
            if element.tag in SILENT:
                if element.tag == "textarea":
                    self.rooms.append(element.getparent())
                self.drop(element)
            elif element not in self.spine:
                kind = kind_of(element)
                is_named = kind == "apart" and element.get("class") in names
                if kind == "voice":
                    self.voices.append(element)
                elif kind in _BOXES and not is_named and self._may_go(element, kind):
                    self.drop(element)

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

    def forms(self) -> None:
        """Remove forms, and what they belong to: a question with its buttons, comments.

        A form that holds most of the page, as some programs write it, is only a frame.
        """
        for element in self.rooms:
            self._comments(element)
        if not self.is_live:
            self._voices()
            self._answers()
        for element in list(self.elements()):
            if element in self.gone:
                continue
            if element.tag == "form":
                if element not in self.spine and not self.is_most(element):
                    self.drop(element)
                    continue
                element.tag = "div"
            has_both = self.weights.mass[element] and self.weights.controls[element]
            if has_both and self._is_asking(element):
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
                    is_spare = self.left - self.weights.mass[above] >= LONG
                    if is_spare and sum(1 for _ in above.iter(*HEADINGS)) <= 1:
                        self.drop(above)
                    break
                if self.weights.mass[above]:
                    seen.add(above)

    def _answers(self) -> None:
        """Remove runs of texts of which each begins with a short line and ends in a button.

        So write readers: a name, what they say, and a button by which to answer. Posts of a live
        page begin with the time, or have headings.
        """
        for element in list(self.elements()):
            if element in self.gone or element in self.spine or not self.weights.mass[element]:
                continue
            items = [one for one in element if self.weights.mass[one]]
            is_run = len(items) > 1 and len({one.tag for one in items}) == 1
            is_spare = self.left - self.weights.mass[element] >= LONG
            if is_run and is_spare and all(self._is_answer(one) for one in items):
                self.drop(element)

    def _is_answer(self, element: Element) -> bool:
        """Tell whether an element is what a reader wrote, with a button by which to answer."""
        is_headed = next(element.iter(*HEADINGS), None) is not None
        if is_headed or is_post(element) or not has_blocks(element):
            return False
        texts = [text for text in map(str.strip, element.itertext()) if text]
        is_named = len(texts) > 1 and len(texts[0]) < LONG and not texts[0][0].isdigit()
        links = (one.get("href") or "" for one in element.iter("a"))
        has_button = self.weights.controls[element] or any(link[:1] == "#" for link in links)
        return is_named and bool(has_button)

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

    def _is_asking(self, element: Element) -> bool:
        """Tell whether an element with buttons only asks something of the reader.

        It stands at the edge of the page, or after all paragraphs. Where nothing says that the
        page is an article, a page of few paragraphs and two buttons asks, too.
        """
        buttons = self.weights.controls[element]
        count = self.paragraphs(element)
        if not self.is_sure and buttons > 1 and self.weights.mass[element] == self.left:
            return count <= _QUESTION
        if element in self.spine or count > _QUESTION:
            return False
        if element.getparent() is self.body:
            return buttons > 1
        if self.is_most(element):
            return False
        return self._is_last(element) or (buttons > 1 and count == 1)

    def _is_last(self, element: Element) -> bool:
        """Tell whether no paragraph follows an element that begins with a heading."""
        if next(element.iter(*HEADINGS), None) is None:
            return False
        above = element.getparent()
        last = self._lasts.get(above)
        if last is None or last in self.gone:
            after = above.iterchildren(reversed=True)
            last = next((one for one in after if self.weights.mass[one]), None)
            self._lasts[above] = last
        return last is element

    def paragraphs(self, element: Element) -> int:
        """Count the paragraphs in an element."""
        return sum(1 for one in element.iter() if self._is_paragraph(one))

    def _is_paragraph(self, element: Element) -> bool:
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
            paragraphs += isinstance(element.tag, str) and self._is_paragraph(element)
            if paragraphs > 1:
                break
        return tuple(filter(None, found))


def _is_several(element: Element) -> bool:
    """Tell whether an element holds several headings, or items of a list."""
    return sum(1 for _ in element.iter("li", *HEADINGS)) > _QUESTION - 1
