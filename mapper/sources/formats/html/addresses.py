"""Addresses in a page: which lead to another page, and which to a part of this one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SEVERAL = 2
_PROGRAMS = (".asp", ".aspx", ".php", ".php3", ".phtml", ".jsp", ".jspx", ".cfm", ".cgi", ".pl")
"""Endings of programs, which show another page for each question that is put to them."""


class Foreign:
    """Tells links to other pages from those to a part of this one.

    Parameters
    ----------
    address
        Of the page; None where nobody says.
    links
        All links of the page: where there is no address, that host is taken for its own to whose
        home one of them leads, and most others.
    """

    def __init__(self, address: str | None, links: Iterable[str] = ()) -> None:
        self.host, self.path = _page(address or "")
        self.asks = asked(address or "")
        if not self.host:
            pages = [_page(link) for link in links if "//" in link]
            homes = {host for host, path in pages if host and not path}
            hosts = Counter(host for host, _ in pages if host in homes)
            host, count = next(iter(hosts.most_common(1)), ("", 0))
            self.host = host if count > _SEVERAL else ""

    def __call__(self, link: str) -> bool:
        """Tell whether a link leads to another page."""
        if (
            not link
            or link[0] in "#?"
            or link.lower().startswith(("javascript:", "mailto:", "tel:"))
        ):
            return False
        host, path = _page(link)
        if host not in {"", self.host} or not self.path:
            return True
        if path == self.path:
            return not self.asks <= asked(link)
        return not path.startswith(f"{self.path}/")

    def is_of_site(self, link: str) -> bool:
        """Tell whether a link leads to a page of the same site, as far as that is known."""
        return _page(link)[0] in {"", self.host}


def _page(address: str) -> tuple[str, str]:
    """Give the host and path of an address, without what changes nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", address
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")


def asked(address: str) -> frozenset[tuple[str, str]]:
    """Give what an address asks of a program, or of the home of a site: each a page of its own.

    Examples
    --------
    >>> asked("story.asp?id=8120#top"), asked("/live/velim?post=3")
    (frozenset({('id', '8120')}), frozenset())
    """
    try:
        parts = urlsplit(address.strip())
        if parts.path.strip("/") and not parts.path.lower().endswith(_PROGRAMS):
            return frozenset()
        return frozenset(one for one in parse_qsl(parts.query) if not one[0].startswith("utm"))
    except ValueError:
        return frozenset()


def is_one_page(links: Sequence[str]) -> bool:
    """Tell whether several links lead to one page: to parts of this one, that is.

    Examples
    --------
    >>> is_one_page(["/live?post=1", "/live?post=2"]), is_one_page(["s.asp?id=1", "s.asp?id=2"])
    (True, False)
    >>> is_one_page(["live.asp?id=7&post=1", "live.asp?id=7&post=2"])
    True
    """
    if len({link.partition("#")[0].partition("?")[0] for link in links}) != 1:
        return False
    questions = [asked(link) for link in links]
    return not any(questions) or bool(frozenset.intersection(*questions))
