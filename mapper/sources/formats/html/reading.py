"""Web pages as people save them: the article's own text, and what the page says of itself."""

from __future__ import annotations

import logging
import re
import warnings
from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.document import Document, DocumentError
from mapper.sources.formats.html.blocks import HEADINGS, Block, blocks_of, joined
from mapper.sources.formats.html.markup import read_markup, tree_of
from mapper.sources.formats.html.metadata import read_head, with_markup
from mapper.sources.formats.html.pruning import flatten_tables, prune
from mapper.sources.formats.html.shapes import is_hidden, remove
from mapper.sources.formats.html.weights import LONG
from mapper.sources.formats.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.sources.formats.html.pruning import Pruned
    from mapper.sources.formats.limits import Limits

    Element = Any
    """An element of lxml, which brings no types."""

_NO_ARTICLE = (
    "no article text found in the page (a cookie wall, a frame, or a page that a script fills); "
    "save the page again once its text shows"
)
_CUT = "the page says that not everybody is shown all of it: there may be only the beginning"
_COUNTER = re.compile(r"[\W_]*|\d{1,3}\s*/\s*\d{1,3}")
"""A block that says nothing, or the number of a picture."""
_AT_HEAD = 3
"""Blocks among which the headline may stand again, in whatever element."""
_OF_TEXT = HEADINGS | {
    *("p", "li", "ul", "ol", "dl", "dt", "dd", "tr", "tbody", "thead", "tfoot", "table", "figure"),
    *("blockquote", "pre", "center"),
}
EXTRACTED = 20_000
"""Elements of an article above which the extractor is not asked: its time grows by the square."""
LEAST = 25
"""Letters and digits of a text that can be an article: less is the word of a program."""


def read_page(
    content: bytes, *, limits: Limits = LIMITS, charset: str | None = None, url: str | None = None
) -> Document:
    """Read the article of a web page, without what stands around it.

    What is not the article is removed by `mapper.sources.formats.html.pruning`; of what is left
    that is taken which trafilatura takes for the main text, in favour of precision.

    Parameters
    ----------
    content
        All bytes of the page.
    limits
        ``page`` is the most bytes.
    charset
        As the server declared it; None where nobody did.
    url
        Where it was fetched; what the page names as its address comes first.

    Raises
    ------
    DocumentError
        ``too_large``, ``too_deep``, ``encoding``, ``empty``, or ``no_article``.
    """
    markup = read_markup(content, limits=limits, charset=charset)
    head = read_head(markup.tree, url or markup.saved_from)
    pruned = prune(
        markup.tree,
        titles=head.titles,
        address=head.said.url,
        is_live=head.is_live,
        is_dated=head.said.published is not None,
    )
    blocks = [] if pruned.region is None else blocks_of(pruned.region)
    headline = _headline(pruned, blocks, head.titles)
    said = with_markup(head, headline, pruned.times)
    blocks = _article(pruned, blocks, {said.title, headline})
    if sum(len(_folded(block.text)) for block in blocks) < LEAST:
        raise DocumentError("no_article", _NO_ARTICLE)
    notes = (*markup.notes, _CUT) if head.is_cut else markup.notes
    return Document(joined(blocks), said, notes)


def read_fragment(content: bytes | str) -> Document:
    """Read a piece of markup out of a feed or a mail: all of its text that shows.

    Raises
    ------
    DocumentError
        ``too_large``, ``too_deep``, ``encoding``, or ``empty`` where no text is in it.
    """
    notes: tuple[str, ...] = ()
    if isinstance(content, bytes):
        markup = read_markup(content)
        tree, notes = markup.tree, markup.notes
    else:
        tree = tree_of(content)
    for element in [one for one in tree.iter() if is_hidden(one)]:
        remove(element)
    flatten_tables(tree)
    blocks = blocks_of(tree)
    if not blocks:
        raise DocumentError("empty", "no text is in it")
    return Document(joined(blocks), notes=notes)


def _headline(pruned: Pruned, blocks: list[Block], titles: tuple[str, ...]) -> str | None:
    """Give the text of the article's headline, be it a heading or a line that the title repeats."""
    if pruned.headline is not None:
        return next((block.text for block in blocks_of(pruned.headline)), None)
    for block in blocks[:_AT_HEAD]:
        text = _folded(block.text)
        if len(text) >= LEAST // 2 and any(text in _folded(title) for title in titles):
            return block.text
    return None


def _article(pruned: Pruned, blocks: list[Block], titles: set[str | None]) -> list[Block]:
    """Give the blocks of the article: those of the region that the extractor keeps."""
    told = {_folded(text) for text in titles if text}
    blocks = [
        block
        for number, block in enumerate(blocks)
        if not ((number < _AT_HEAD or block.kind in HEADINGS) and _folded(block.text) in told)
        and block.element is not pruned.headline
        and not _COUNTER.fullmatch(block.text)
    ]
    if pruned.headline is not None and pruned.headline is not pruned.region:
        pruned.headline.tag = "title"
    kept = _extracted(pruned.region)
    blocks = _judged(blocks, kept, pruned.lead) if kept else blocks
    while blocks and blocks[-1].kind in HEADINGS:
        blocks.pop()
    return blocks


def _judged(blocks: list[Block], kept: str, lead: Element | None) -> list[Block]:
    """Give the blocks that the extractor kept, and those that stand among them like them.

    The extractor drops a last short paragraph, an item of a list, or the parts of a page whose
    classes sound like those of a menu. Where it kept less than half, it did not find the article.
    """
    at, held = 0, []
    for block in blocks:
        text = _folded(block.text)
        found = kept.find(text, at)
        held.append(found >= 0 or text in kept or block.element is lead)
        at = max(at, found)
    long = [len(block.text) for block in blocks if len(block.text) >= LONG]
    kept_long = [
        len(block.text)
        for block, one in zip(blocks, held, strict=True)
        if one and len(block.text) >= LONG
    ]
    if not any(held) or sum(kept_long) * 2 < sum(long):
        return blocks
    like = {
        (block.element.getparent(), block.kind)
        for block, one in zip(blocks, held, strict=True)
        if one
    }
    parents = {above for above, _ in like}
    ways = {_way(block.element) for block, one in zip(blocks, held, strict=True) if one}
    first, last = held.index(True), len(held) - held[::-1].index(True)
    return [
        block
        for number, (block, one) in enumerate(zip(blocks, held, strict=True))
        if one
        or (block.element.getparent(), block.kind) in like
        or _home(block.element) in parents
        or _way(block.element) in ways
        or (first < number < last and len(block.text) >= LONG)
    ]


def _way(element: Element) -> tuple[tuple[str, str | None], ...]:
    """Give the tags and classes down to an element: the same for the texts of alike posts."""
    way = [(element.tag, None), *((one.tag, one.get("class")) for one in element.iterancestors())]
    return tuple(way)


def _home(element: Element) -> Element:
    """Give the element around a paragraph, a list, or a table."""
    while element is not None and element.tag in _OF_TEXT:
        element = element.getparent()
    return element


def _folded(text: str) -> str:
    """Write text as its letters and digits alone, to compare it."""
    return "".join(filter(str.isalnum, text.casefold()))


def _extracted(region: Element | None) -> str | None:
    """Give the letters of what the extractor takes for the main text; None where it finds none."""
    from lxml import html  # noqa: PLC0415 - comes with the extra

    if region is None:
        return None
    page = html.Element("html")
    body = html.Element("body")
    page.append(body)
    if sum(1 for _ in region.iter()) > EXTRACTED:
        return None
    inner = deepcopy(region)
    inner.tail = None
    if inner.tag == "body":
        page.replace(body, inner)
    else:
        body.append(inner)
    with _quiet():
        from trafilatura import bare_extraction  # noqa: PLC0415 - slow to load, and an extra

        try:
            found = bare_extraction(
                page,
                favor_precision=True,
                include_comments=False,
                include_tables=True,
                include_links=False,
                include_formatting=False,
                with_metadata=False,
            )
        except Exception:  # noqa: BLE001 - a fault of its own is no fault of the page
            return None
    main: Element = getattr(found, "body", None)
    text = "" if main is None else "".join(main.itertext())
    return _folded(text) or None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a library's words to itself."""
    log = logging.getLogger("trafilatura")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)
