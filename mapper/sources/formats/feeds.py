"""Feeds (RSS, RDF, Atom): each item a document, in the words that the feed gives of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax import SAXException

from mapper.sources.formats.charsets import codec_of, text_of, utf8
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.extra import library
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.names import Names, hashed
from mapper.sources.formats.saying import address_of, day_of, language_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mapper.sources.formats.limits import Limits

_HEAD = 200_000
_FIRST_ELEMENT = re.compile(rb"<\w")
_ENTITIES = re.compile(rb"<!\s*ENTITY|<!\s*DOCTYPE[^>]*\[", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"'][^>]*\?>")
_ANY_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00", b"\x4c\x6f\xa7\x94")
"""What UTF-16, UTF-32 and EBCDIC begin with, which the library tells itself."""

_ENDS = re.compile(
    rb"</\s*(?:\w+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL
)
_TAIL = 2_000
_MOST_ELEMENTS, _MOST_BROKEN = 1_500_000, 500_000
"""Elements of a feed that are read, and tags of one whose XML is broken: about half a minute."""

_TAG = re.compile(r"<[^<>]*+>")
_MARKUP = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|p|img)\b[^<>]*+>")
_MOST_ESCAPES = 2
_PLAIN = "text/plain"
_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError),
    *(SAXException, expat.ExpatError, OverflowError),
)
"""What the library raises on feeds that no program wrote."""


def parts_of_feed(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read the items of a feed.

    Parameters
    ----------
    path
        The file; it is read whole, and nothing that it names is fetched.
    limits
        ``listing`` bounds its size, ``text`` that of a feed whose XML is broken, ``parts`` its
        items.

    Yields
    ------
    part
        An item: its whole text where the feed has it, else its summary. Its name is made of
        its id or link and stays when the feed is fetched again. Its day is that of its first
        publication in its own time zone, else of its last change; its publisher the source
        that the item names, else the title of the feed.
    refusal
        An item without text; what is left out at the end of a feed that is cut off.

    Raises
    ------
    DocumentError
        If it is no feed, has no items, is too large, or declares entities.
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as stream:
        content = stream.read(limits.listing + 1)
    if len(content) > limits.listing:
        most = limits.listing // 1_000_000
        raise DocumentError("too_large", f"the feed is larger than {most} MB")
    read, is_cut = _parsed(content, limits)
    entries = read.get("entries") or []
    if not entries and not read.get("version"):
        raise DocumentError("damaged", "the file has no items of RSS or Atom")
    if not entries:
        raise DocumentError("empty", "the feed has no items")
    whole = entries[:-1] if is_cut else entries
    yield from _parts(whole[: limits.parts], read.get("feed") or {})
    if is_cut:
        yield Refusal("end", "damaged", "the feed is cut off; its last item was left out")
    if len(whole) > limits.parts:
        told = f"the feed has more than {limits.parts} items; the others were left out"
        yield Refusal("rest", "too_large", told)


def _parsed(content: bytes, limits: Limits) -> tuple[Mapping[str, Any], bool]:
    """Have the feed read, and tell whether it is cut off.

    Markup is not cleaned: the library takes time with the square of its length for that, and
    whoever reads a part takes its words only.
    """
    feedparser = library("feedparser", "feeds")
    head = content[:_HEAD].replace(b"\0", b"")
    first = _FIRST_ELEMENT.search(head)
    if _ENTITIES.search(head, 0, first.start() if first else len(head)):
        raise DocumentError("hostile", "the feed declares entities, which no feed needs")
    is_whole = _is_well_formed(content)
    if not is_whole and (len(content) > limits.text or content.count(b"<") > _MOST_BROKEN):
        raise DocumentError("damaged", "the feed's XML is broken and it is too large to mend")
    content = _in_a_known_encoding(content)
    try:
        read = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except _FAULTS:
        raise DocumentError("damaged", "the feed cannot be taken apart; save it again") from None
    is_wide = content.startswith(_WIDE)
    return read, not is_whole and not is_wide and not _ENDS.search(content[-_TAIL:])


def _is_well_formed(content: bytes) -> bool:
    """Tell whether its XML is whole; what it declares is expanded nowhere."""
    parser = expat.ParserCreate()
    count = 0

    def start(*_: object) -> None:
        nonlocal count
        count += 1
        if count > _MOST_ELEMENTS:
            raise DocumentError("too_large", f"the feed has more than {_MOST_ELEMENTS} elements")

    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser's own signature
    except DocumentError:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _in_a_known_encoding(content: bytes) -> bytes:
    """Give the bytes as they are, if they are in the encoding they declare, else as UTF-8."""
    if content.startswith(_WIDE):
        return content
    match = _DECLARATION.match(content)
    declared = match[1].decode("ascii", "replace") if match else "utf-8"
    if codec_of(declared):
        try:
            content.decode(declared)
        except ValueError:
            pass
        else:
            return content
    text = text_of(content, what="the feed")
    return utf8(_ANY_DECLARATION.sub("", text, count=1))


def _parts(entries: list[dict[str, Any]], feed: Mapping[str, Any]) -> Iterator[Part | Refusal]:
    """Make the items documents."""
    language = language_of(feed.get("language"))
    publisher = _line(feed.get("title"))
    names = Names()
    for entry in entries:
        link = address_of(dict.get(entry, "link"))
        title = _line(dict.get(entry, "title"))
        published = day_of(dict.get(entry, "published")) or day_of(dict.get(entry, "updated"))
        known = dict.get(entry, "id") or link or f"{title} {published}"
        name = names.make(hashed(str(known)))
        kind, text, tongue = _text(entry)
        if not _TAG.sub("", text).strip():
            yield Refusal(name, "empty", f"the item {title or link or name} has no text")
            continue
        source = dict.get(entry, "source")
        said = Said(
            title=title,
            published=published,
            published_basis="feed" if published else None,
            publisher=_line(dict.get(source, "title") if isinstance(source, dict) else None)
            or publisher,
            url=link,
            language=language_of(tongue) or language,
        )
        yield Part(name, utf8(text), kind, said, "utf-8" if kind == "fragment" else None)


def _text(entry: dict[str, Any]) -> tuple[str, str, object]:
    """Give the longest text of an item: its kind, the text, and the tag of its language."""
    given = list(dict.get(entry, "content") or [])
    given.append(dict.get(entry, "summary_detail") or {"value": dict.get(entry, "summary")})
    best: tuple[int, str, str, object] = (0, "text", "", None)
    for one in given:
        value = dict.get(one, "value")
        kind = str(dict.get(one, "type") or "")
        if not isinstance(value, str) or (kind and not _is_words(kind)):
            continue
        length = len(_TAG.sub("", value).strip())
        if length > best[0]:
            value = _unescaped(value)
            is_plain = kind == _PLAIN and not _TAG.search(value)
            best = length, "text" if is_plain else "fragment", value, dict.get(one, "language")
    return best[1:]


def _unescaped(value: str) -> str:
    """Give markup of which all tags are escaped once too often as the markup that was meant.

    Examples
    --------
    >>> _unescaped("&lt;p&gt;Dead &amp;amp; hurt&lt;/p&gt;"), _unescaped("<b>&lt;p&gt;</b> &lt; 5")
    ('<p>Dead &amp; hurt</p>', '<b>&lt;p&gt;</b> &lt; 5')
    """
    for _ in range(_MOST_ESCAPES):
        meant = value if _TAG.search(value) else unescape(value)
        if not _MARKUP.search(meant.replace("&lt;", "<").replace("&gt;", ">")):
            break
        value = meant
    return value


def _is_words(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("+xml", "/xml"))


def _line(value: object) -> str | None:
    """Give a title without markup."""
    return line_of(unescape(_TAG.sub(" ", value))) if isinstance(value, str) else None
