"""What a web page says of itself: its JSON-LD first, then its meta tags, then its markup."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from mapper.base import moments
from mapper.sources.formats.document import Said
from mapper.sources.formats.html.blocks import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Element = Any
    """An element of lxml, which brings no types."""

_ARTICLES = ("Article", "Posting", "Report")
_PAGES = ("WebPage", "ItemPage")
_DEEPEST = 6
_LONGEST = 2_000_000
_FIRST_DAY = "1990-01-01"
"""Before this there was no page in the web: a date of 1970 is a nought in some program's clock."""

_DAY = re.compile(r"\s*(\d{4})(?P<by>[-/.]?)(\d{1,2})(?P=by)(\d{1,2})(?!\d(?!\d{5}$))")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d?)[/-]?(\d\d?)(?=[/_.-]|$)")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][\w-]*)?\s*")
_TITLES = (
    *("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title"),
    *("dcterms.title", "sailthru.title", "headline"),
)
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time"),
    *("datepublished", "parsely-pub-date", "citation_publication_date", "citation_date"),
    *("citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date"),
    *("dcterms.created", "dc.date.created", "sailthru.date", "article.published"),
    *("publish-date", "publish_date", "published_at", "pubdate", "publication_date"),
    *(
        "publicationdate",
        "article_date_original",
        "originalpublicationdate",
        "cxenseparse:recs:publishtime",
    ),
    *("displaydate", "date"),
)
_PUBLISHERS = (
    *("og:site_name", "application-name", "citation_publisher", "dc.publisher"),
    *("dcterms.publisher", "citation_journal_title", "apple-mobile-web-app-title"),
)
_ADDRESSES = ("og:url", "twitter:url", "parsely-link")
_MARKS = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]+\s+|\s*\|\s*")
"""Between the headline and the name of the site in a page's title."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says, before its article is looked for.

    ``titles`` are what it calls itself, the surest first; ``is_cut`` tells whether it says that
    its text is not shown in full to everybody.
    """

    said: Said
    titles: tuple[str, ...]
    is_live: bool = False
    is_cut: bool = False


def read_head(tree: Element, url: str | None = None) -> Head:
    """Read what a page says of itself, without its text.

    Parameters
    ----------
    tree
        The page, before anything is removed from it.
    url
        Where it was fetched, if anybody knows; the page's own address comes first.
    """
    meta = _meta(tree)
    canonical = _canonical(tree, meta, url)
    title = tree.find(".//head/title")
    written = plain("".join(title.itertext())) if title is not None else ""
    given = [meta[name] for name in _TITLES if name in meta]
    linked = _linked(tree, canonical, [*given, written])
    address = canonical or _address_of(linked, url)
    said = Said(
        title=_text(linked.get("headline")) or _text(linked.get("name")),
        published=(day := day_of(linked.get("datePublished"))),
        published_basis="json_ld" if day else None,
        publisher=_name(linked.get("publisher")),
        language=_language(linked.get("inLanguage")),
        url=address,
    ).or_else(_said_by_meta(tree, meta, given, written))
    titles = tuple(dict.fromkeys(filter(None, (said.title, *given, written))))
    return Head(
        said=said,
        titles=titles,
        is_live=_is_a(linked, ("LiveBlogPosting",)) or _is_live(address or ""),
        is_cut=str(linked.get("isAccessibleForFree")).lower() == "false",
    )


def with_markup(head: Head, headline: str | None, times: Iterable[str]) -> Said:
    """Fill what the head did not say by the article's headline, its time, and the address.

    Parameters
    ----------
    head
        As read by `read_head`.
    headline
        The heading over the article.
    times
        What the time elements between headline and text give as their dates.
    """
    said = head.said
    title = said.title or _without_site(head.titles[0] if head.titles else "", headline, said)
    site = _site(head.titles[-1] if head.titles else "", title or headline)
    found = next(filter(None, map(day_of, times)), None)
    in_address = _day_in(said.url or "")
    return said.or_else(
        Said(
            title=title or headline,
            published=found or in_address,
            published_basis="markup" if found else "url" if in_address else None,
            publisher=site or _host(said.url),
        )
    )


def day_of(value: object) -> str | None:
    """Give the day of a date as written, YYYY-MM-DD; None where it is no date of a page.

    Examples
    --------
    >>> day_of("2019-11-21T23:30:00+03:00"), day_of("Thu, 21 Nov 2019 08:12:00 GMT")
    ('2019-11-21', '2019-11-21')
    >>> day_of("0000-00-00"), day_of("1970-01-01"), day_of("yesterday"), day_of(["2019/11/21"])
    (None, None, None, '2019-11-21')
    """
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if not isinstance(value, str) or len(value) > _DEEPEST * 16:
        return None
    return _whole(moments.day_of(value)) or _joined(_DAY.match(value))


def _joined(found: re.Match[str] | None) -> str | None:
    """Give the day whose year, month and day a pattern found, in this order."""
    parts = [one for one in found.groups() if one.isdigit()] if found else []
    return _whole(moments.day_of("-".join(parts)))


def _whole(day: str | None) -> str | None:
    """Leave out what is no whole day, and days before there were pages."""
    return day if day and len(day) == len(_FIRST_DAY) and day >= _FIRST_DAY else None


def _day_in(address: str) -> str | None:
    """Give the day that stands in the path of an address.

    Examples
    --------
    >>> _day_in("https://example.org/2019/11/21/idlib"), _day_in("https://example.org/12345678")
    ('2019-11-21', None)
    """
    return _joined(_IN_ADDRESS.search(_path(address)))


def _path(address: str) -> str:
    """Give the path of an address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _is_live(address: str) -> bool:
    """Tell by its address whether a page is one of posts.

    Examples
    --------
    >>> _is_live("https://example.org/live/velim"), _is_live("https://example.org/livestock")
    (True, False)
    """
    parts = {part.partition("-")[0] for part in _path(address).lower().split("/")}
    return not parts.isdisjoint({"live", "liveblog", "liveticker"})


def _meta(tree: Element) -> dict[str, str]:
    """Give the meta tags by name in lower case, the first of each; microdata among them."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        )
        value = plain(tag.get("content") or "")
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _canonical(tree: Element, meta: Mapping[str, str], url: str | None) -> str | None:
    """Give the address that a page names as its own."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    for given in (*links, *(meta.get(name) for name in _ADDRESSES)):
        if found := _web(given, url):
            return found
    return None


def _web(address: object, base: str | None = None) -> str | None:
    """Give an address of the web, in full; None for any other."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        full = urljoin(base or "", address.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and parts.netloc and " " not in full
    return full if is_web and (parts.path.strip("/") or parts.query) else None


def _said_by_meta(tree: Element, meta: Mapping[str, str], titles: list[str], written: str) -> Said:
    """Give what the meta tags say."""
    day = next(filter(None, (day_of(meta.get(name)) for name in _DATES)), None)
    publisher = next((meta[name] for name in _PUBLISHERS if name in meta), None)
    root = tree.getroottree().getroot()
    languages = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    given = (*languages, root.get("xml:lang"), meta.get("content-language"), meta.get("og:locale"))
    title = titles[0] if titles else None
    return Said(
        title=_without_name(title, publisher) if title and title != written else None,
        published=day,
        published_basis="meta" if day else None,
        publisher=publisher,
        language=next(filter(None, map(_language, given)), None),
    )


def _without_name(title: str, publisher: str | None) -> str:
    """Cut the name of the site off a title that ends in it."""
    if publisher:
        parts = _MARKS.split(title)
        if len(parts) > 1 and parts[-1].casefold() == publisher.casefold():
            return title[: title.rfind(parts[-1])].rstrip(" |\u2013\u2014\u00b7\u00bb:-")
    return title


def _without_site(title: str, headline: str | None, said: Said) -> str | None:
    """Cut the name of the site off a page's title, where the headline confirms it."""
    if headline and len(headline) > _DEEPEST:
        one, other = _folded(headline), _folded(title)
        if one in other or (other in one and len(other) > _DEEPEST):
            return headline
    return _without_name(title, said.publisher or _host(said.url)) or None


def _site(written: str, title: str | None) -> str | None:
    """Give the name of the site out of a page's title, where the rest of it is the headline."""
    at = written.casefold().find(title.casefold()) if title else -1
    if title is None or at < 0:
        return None
    before, after = written[:at], written[at + len(title) :]
    found = [part for part in _MARKS.split(after or before) if part.strip()]
    is_parted = _MARKS.match(after) if after else _MARKS.search(before)
    return plain(found[-1 if after else 0]) if found and is_parted else None


def _linked(tree: Element, address: str | None, titles: list[str]) -> dict[str, Any]:
    """Give the JSON-LD of the page's article: of several the one that is of this page."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        if len(text) > _LONGEST:
            continue
        try:
            found += _objects(json.loads(text.rstrip("; \n"), strict=False), 0)
        except (ValueError, RecursionError):
            continue
    articles = [one for one in found if _is_a(one, _ARTICLES)]
    pages = [one for one in found if _is_a(one, _PAGES)]
    folded = [_folded(title) for title in titles if title]
    headlines = [_folded(_text(one.get("headline")) or _text(one.get("name"))) for one in articles]
    for one, headline in zip(articles, headlines, strict=True):
        is_same = address is not None and _is_same(_address_of(one, None), address)
        if is_same or (headline and any(headline in title for title in folded)):
            return _with_publisher(one, found)
    if articles and (len(set(headlines)) == 1 or not (address or folded)):
        return _with_publisher(articles[0], found)
    return _with_publisher(pages[0], found) if len(pages) == 1 and not articles else {}


def _folded(text: str | None) -> str:
    """Write a title as its letters and digits alone."""
    return "".join(filter(str.isalnum, (text or "").casefold()))


def _is_a(one: Mapping[str, Any], kinds: tuple[str, ...]) -> bool:
    """Tell whether an object is of one of some kinds."""
    given = one.get("@type")
    names = given if isinstance(given, list) else [given]
    return any(isinstance(name, str) and name.endswith(kinds) for name in names)


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Give the objects in JSON-LD: one, a list of them, or a graph."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def _with_publisher(one: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Give an object with its publisher, which in a graph may be another object."""
    publisher = one.get("publisher")
    if isinstance(publisher, list):
        publisher = next((each for each in publisher if each), None)
    if isinstance(publisher, dict) and "name" not in publisher and "@id" in publisher:
        named = (each for each in found if each.get("@id") == publisher["@id"] and "name" in each)
        publisher = next(named, publisher)
    return one | {"publisher": publisher}


def _address_of(one: Mapping[str, Any], base: str | None) -> str | None:
    """Give the address that an object of JSON-LD names; else where the page was fetched."""
    page = one.get("mainEntityOfPage")
    inner = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    for given in (one.get("url"), inner, one.get("@id")):
        if found := _web(given, base):
            return found
    return _web(base)


def _is_same(one: str | None, other: str) -> bool:
    """Tell whether two addresses are of the same page."""
    return bool(one) and _path(one or "").rstrip("/") == _path(other).rstrip("/")


def _text(value: object) -> str | None:
    """Give a text of JSON-LD, without markup in it."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return plain(re.sub(r"<[^>]{0,200}>", "", unescape(value))) or None


def _name(value: object) -> str | None:
    """Give the name of a publisher."""
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _language(value: object) -> str | None:
    """Give the code of a language.

    Examples
    --------
    >>> _language("ar-SY"), _language({"name": "English", "alternateName": "en"}), _language("x")
    ('ar', 'en', None)
    """
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("@id") or value.get("name")
    found = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    return found[1].lower() if found else None


def _host(address: str | None) -> str | None:
    """Give the name of the site of an address."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None
