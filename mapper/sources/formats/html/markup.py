"""The bytes of a web page as a tree: its encoding told, nothing fetched, its size bounded."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ArticleError
from mapper.sources.decoding import decode
from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.sources.formats.limits import Limits

    Element = Any
    """An element of lxml, which brings no types."""

ELEMENTS = 100_000
"""Elements of a page at which it is refused; the longest live pages hold half of that."""

_HEAD = 4096
_MARKS = (
    *(codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    *(codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
)
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_PROLOG = re.compile(
    rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_OF_PAGES = (
    *(
        "utf",
        "iso",
        "latin",
        "l1",
        "us-ascii",
        "ascii",
        "windows",
        "cp",
        "x-cp",
        "koi8",
        "gb",
        "hz",
    ),
    *("big5", "euc", "ks_c", "shift", "sjis", "x-sjis", "ms", "mac", "x-mac", "tis", "arabic"),
)
"""What the labels of a page's encoding begin with; Python knows codecs that are none of text."""
_WESTERN = "cp1252"
_AS_BROWSERS_DO = {
    "ascii": _WESTERN,
    "iso8859-1": _WESTERN,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-7": "utf-8",
}
"""What stands behind a label, as browsers read it: a page that can name UTF-16 is not in it."""
_SAVED = ("saved from url=(", "SingleFile \n url:", "SingleFile\n url:")
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), 0x7F])
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1|<[^>]*>", re.IGNORECASE | re.DOTALL)
_FEW, _FOREIGN = 5, 4
"""One character broken in so many, and one letter beyond ASCII in so many, is too many."""
ATTRIBUTES = 5_000
"""Words in a tag, outside quotes, at which a page is refused."""
_LONG_TAG = 10_000
_QUOTED = re.compile("\"[^\"<]*\"|'[^'<]*'")
_TAG = re.compile("<[a-zA-Z]")
_OVER, _DEEP = "ERR_RESOURCE_LIMIT", "depth"
"""How the parser tells that it left the rest of a page out, and that it was for its depth."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A page as a tree, what to know of how its bytes were read, and where a browser saved it from.

    The address is what browsers write in a comment when they save a page.
    """

    tree: Element
    notes: tuple[str, ...] = ()
    saved_from: str | None = None


def read_markup(content: bytes, *, limits: Limits = LIMITS, charset: str | None = None) -> Markup:
    """Read the bytes of a page into a tree without comments.

    The encoding is that of a byte order mark, else the one given, else the one that the page
    declares, unless the bytes belie it; else UTF-8, else as `mapper.sources.decoding` guesses.

    Parameters
    ----------
    content
        All bytes of the page.
    limits
        ``page`` is the most bytes.
    charset
        As the server or the mail declared it; None where nobody did.

    Raises
    ------
    DocumentError
        ``too_large``, ``encoding``, or ``empty`` where nothing is in it.
    """
    if len(content) > limits.page:
        raise DocumentError(
            "too_large",
            f"the page has {len(content)} bytes, more than {limits.page}; save its text alone",
        )
    text, notes = text_of(content, charset)
    return Markup(tree_of(text), notes, saved_from(text))


def tree_of(text: str) -> Element:
    """Parse the text of a page, whatever it is, with nothing fetched.

    Raises
    ------
    DocumentError
        ``empty`` where no element is in it, ``too_large`` where there are too many, ``too_deep``
        where the parser would leave out what is nested deeper than 256 elements.
    """
    from lxml import html  # noqa: PLC0415 - comes with the extra
    from lxml.etree import LxmlError  # noqa: PLC0415 - comes with the extra

    _refuse_swollen(text)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    clean = text.translate(_CONTROLS).encode("utf-8", errors="replace")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (LxmlError, ValueError, AssertionError):
        raise DocumentError("empty", "nothing is in the page; save it again") from None
    _refuse_cut(fault.message for fault in parser.error_log if fault.type_name == _OVER)
    count = sum(1 for _ in tree.iter())
    if count > ELEMENTS:
        raise DocumentError(
            "too_large",
            f"the page has {count} elements, more than {ELEMENTS}; save its text alone",
        )
    return tree


def _refuse_swollen(text: str) -> None:
    """Refuse a tag of thousands of attributes, over which the parser would spend hours."""
    if len(text) < _LONG_TAG:
        return
    for piece in _QUOTED.sub("", text).split(">"):
        tag = _TAG.search(piece) if len(piece) > _LONG_TAG else None
        if tag and len(piece[tag.start() :].split()) > ATTRIBUTES:
            raise DocumentError("too_large", "a tag of the page never ends; save its text alone")


def _refuse_cut(faults: Iterable[str]) -> None:
    """Refuse a page of which the parser left something out."""
    for fault in faults:
        if _DEEP in fault:
            raise DocumentError(
                "too_deep", "elements of the page are nested too deep; save its text alone"
            )
        raise DocumentError(
            "too_large", "a piece of the page is too long for a page; save its text alone"
        )


def saved_from(text: str) -> str | None:
    """Give the address that a browser, or its extension, wrote into a page when it saved it.

    Examples
    --------
    >>> saved_from("<!DOCTYPE html><!-- saved from url=(0025)https://example.org/n/412 --><html>")
    'https://example.org/n/412'
    """
    head = text[:_HEAD]
    for mark in _SAVED:
        begin = head.find(mark)
        words = head[begin + len(mark) :].lstrip("0123456789) ").split(None, 1) if begin > 0 else []
        if words and words[0].startswith(("http://", "https://")):
            return words[0].removesuffix("-->")
    return None


def text_of(content: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode the bytes of a page; the notes say what was not as declared.

    Raises
    ------
    DocumentError
        ``encoding`` where none fits.
    """
    if content.startswith(_MARKS):
        return _guessed(content)
    for label in (charset, _declared(content)):
        page = _page_of(label)
        if page and (read := _as_declared(content, page, str(label))):
            return read
    return _guessed(content)


def _declared(content: bytes) -> str | None:
    """Give the encoding that the head of a page declares."""
    head = content[:_HEAD]
    found = _DECLARED.search(head) or _PROLOG.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _page_of(label: str | None) -> str | None:
    """Give the name of a codec for a label, as browsers read it; None where it is none of text.

    Examples
    --------
    >>> _page_of("ISO-8859-1"), _page_of("windows-1256"), _page_of("rot13")
    ('cp1252', 'cp1256', None)
    """
    label = (label or "").strip().strip("\"'")
    if not label.lower().startswith(_OF_PAGES):
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_DO.get(name, name)


def _as_declared(content: bytes, page: str, label: str) -> tuple[str, tuple[str, ...]] | None:
    """Read in the declared encoding, unless the bytes belie it."""
    if page != "utf-8" and not content.isascii() and (text := _strict(content, "utf-8")):
        return text, (f"declared as {label}, but its bytes are UTF-8, as which it was read",)
    text = _strict(content, page)
    if page == _WESTERN and _is_foreign(content):
        other, notes = _guessed(content)
        if notes and other != text:
            return other, (f"declared as {label}, which its letters belie: {notes[0]}",)
    if text is not None:
        return text, ()
    text = content.decode(page, errors="replace")
    broken = text.count("\ufffd")
    if broken * _FEW <= sum(1 for sign in text if not sign.isascii()):
        return text, (f"{broken} characters of it are broken: they are no {label}",)
    return None


def _strict(content: bytes, page: str) -> str | None:
    """Decode without any fault, or not at all."""
    try:
        return content.decode(page)
    except (UnicodeError, ValueError):
        return None


def _is_foreign(content: bytes) -> bool:
    """Tell whether there are more letters beyond ASCII than any Western text has."""
    words = _MARKUP.sub(b"", content)
    beyond = len(re.findall(rb"[\x80-\xff]", words))
    return beyond * _FOREIGN > len(re.findall(rb"[A-Za-z]", words)) + beyond


def _guessed(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Read in the encoding that the bytes themselves suggest."""
    try:
        text, note = decode(content, "the page")
    except ArticleError:
        raise DocumentError(
            "not_utf8", "the page is in no encoding that can be told; save it again as UTF-8"
        ) from None
    return text, (note,) if note else ()
