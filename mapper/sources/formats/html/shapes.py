"""What an element of a page is by its tag, its names and its style, with no text read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS
from mapper.sources.formats.html.weights import LONG, box_of

if TYPE_CHECKING:
    from collections.abc import Callable

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
_HIDDEN = ("display:none", "visibility:hidden")
_FLOATING = "position:fixed"
_BOLD = frozenset({"b", "strong", "big"})
OF_TEXT = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "pre"}) | HEADINGS
_OWN_ADDRESS = ("data-url", "data-href", "data-permalink", "data-article-url", "itemid")
_GOING_ON = frozenset(",;:\u060c\u061b")
"""With what a sentence goes on after a link."""


def remove(element: Element, *, with_tail: bool = False) -> None:
    """Take an element out of its tree; the text after it stays where it is, unless it goes too.

    Where there is such text an empty element is left: to move the text each time would take
    time by the square of what is removed.
    """
    above = element.getparent()
    if above is None:
        return
    is_line = element.tag in BLOCKS
    if with_tail or not element.tail or (is_line and not element.tail.strip()):
        above.remove(element)
    else:
        element.clear(keep_tail=True)
        element.tag = "hr" if is_line else "span"


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
    if kind in {"consent", "readers"}:
        return kind
    if tag in SIDE or role in _SIDE_ROLES:
        return "side"
    return "side" if _FLOATING in _style(element) else kind


def is_hidden(element: Element) -> bool:
    """Tell whether an element is not shown."""
    style = _style(element)
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or any(words in style for words in _HIDDEN)
    )


def _style(element: Element) -> str:
    """Give the style written at an element, without space."""
    written = element.get("style")
    return "".join(written.lower().split()) if written else ""


def is_post(element: Element) -> bool:
    """Tell whether an element is named as a post of a live page, or stands in such posts."""
    above = element.getparent()
    both = (element, above) if above is not None and above.tag not in NEVER else (element,)
    return any(box_of(f"{one.get('class') or ''} {one.get('id') or ''}") == "posts" for one in both)


def reads_on(tail: str | None) -> bool | None:
    """Tell whether the text after a link goes on with its sentence; None where none can tell.

    Examples
    --------
    >>> reads_on(" said on Monday"), reads_on(" The blast tore"), reads_on(" \u0642\u0627\u0644")
    (True, False, None)
    """
    first = (tail or "").strip()[:1]
    if first in _GOING_ON or first.islower():
        return bool(first)
    return None if first.isalpha() and not first.isupper() else False


def is_bold_line(element: Element) -> bool:
    """Tell whether an element is a short line in bold that stands alone: a heading by its looks."""
    texts = [piece for piece in map(str.strip, element.itertext()) if piece]
    if not texts or sum(map(len, texts)) >= LONG or (element.tail or "").strip():
        return False
    bold = [one for one in element.iter() if one.tag in _BOLD]
    if not bold or texts != [piece for piece in map(str.strip, bold[0].itertext()) if piece]:
        return False
    if element.tag in BLOCKS:
        return not has_blocks(element)
    before = element.getprevious()
    while before is not None and before.tag == "span" and not len(before) and not before.text:
        if (before.tail or "").strip():
            return False
        before = before.getprevious()
    if before is None:
        return not (element.getparent().text or "").strip()
    return before.tag in BLOCKS | {"br"} and not (before.tail or "").strip()


def has_blocks(element: Element) -> bool:
    """Tell whether there are blocks in a block: one that has none is a paragraph."""
    return any(one.tag in BLOCKS for one in element)


def is_named(element: Element, is_foreign: Callable[[str], bool]) -> bool:
    """Tell whether an element names another page as its own."""
    own = (element.get(name) for name in _OWN_ADDRESS)
    return any(address and "/" in address and is_foreign(address) for address in own)


def is_like(element: Element, home: Element | None) -> bool:
    """Tell whether an element is written like the page's article, outside it."""
    return (
        home is not None
        and element.tag == "article"
        and home not in set(element.iterancestors())
        and element.get("class") == home.get("class")
        and next(element.iter(*HEADINGS), None) is not None
    )
