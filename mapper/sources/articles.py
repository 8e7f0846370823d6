"""Articles in: one text at a time, its bytes hashed untouched, its words as decoded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.ids import article_id
from mapper.base.rejects import reject
from mapper.sources.listing import ARTICLES_STAGE, list_sources

if TYPE_CHECKING:
    from mapper.sources.listing import Entry

Row = dict[str, Any]

_FROM_ENTRY = (
    "file",
    "sha256",
    "publisher",
    "title",
    "published",
    "url",
    "language",
    "text_kind",
    "original_sha256",
    "note",
    "annotations",
)
_BLANK = "\ufeff \t\r\n\f\v\u00a0"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read: its text as decoded, untouched, and where it comes from.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD, or None where nobody says; hashes are
    ``sha256:hex``; ``text_kind`` is ``original`` or ``digest``; ``language`` is an ISO code, None
    where nobody says.
    """

    article_id: str
    file: str
    sha256: str
    publisher: str | None
    title: str | None
    published: str | None
    url: str | None
    language: str | None
    text_kind: str
    original_sha256: str | None
    note: str | None
    text: str
    annotations: str | None = None


def read_article(entry: Entry) -> tuple[Article | None, Row | None]:
    """Read and decode one listed text, or say why it cannot be.

    Parameters
    ----------
    entry
        As `mapper.sources.listing.list_sources` gives it.

    Returns
    -------
    article, refusal
        One of the two is None. ``text`` is the file decoded as UTF-8 with nothing
        changed: no newline is translated, no byte-order mark cut, so offsets count
        its code points. A refusal is a row of the table ``rejects``.
    """
    try:
        content = entry.path.read_bytes()
    except OSError as problem:
        detail = f"cannot read it: {problem.strerror}"
        return None, reject(entry.file, ARTICLES_STAGE, "unreadable", detail, row=entry.row)
    fault = _fault(content, entry.sha256)
    if fault:
        return None, reject(entry.file, ARTICLES_STAGE, *fault, row=entry.row)
    said = {name: getattr(entry, name) for name in _FROM_ENTRY}
    return Article(article_id(entry.sha256), text=content.decode(), **said), None


def read_articles(*sources: Path | str) -> tuple[list[Article], list[Row]]:
    """Read every article of some sources into memory: the short way for scripts.

    Parameters
    ----------
    sources
        Paths as for `mapper.sources.listing.list_sources`; tables of records are passed over.

    Returns
    -------
    articles, rejects
        The articles in order, and one row (table ``rejects``) for each text or source
        that could not be read.

    Raises
    ------
    ArticleError
        If nothing can be used at all.
    """
    listing = list_sources(Path(source) for source in sources)
    results = [read_article(entry) for entry in listing.entries]
    articles = [article for article, _ in results if article]
    return articles, [*listing.rejects, *(refusal for _, refusal in results if refusal)]


def to_row(article: Article) -> Row:
    """Make the article's row of the table ``articles``; its text stays out of it."""
    said = {name: getattr(article, name) for name in _FROM_ENTRY}
    return {"article_id": article.article_id, **said, "n_chars": len(article.text)}


def _fault(content: bytes, listed_sha256: str) -> tuple[str, str] | None:
    """Look for what makes bytes useless as an article: reason and words, or None."""
    if "sha256:" + hashlib.sha256(content).hexdigest() != listed_sha256:
        return "changed", "its bytes changed while the build was running; build again"
    try:
        text = content.decode()
    except UnicodeDecodeError as problem:
        return "not_utf8", f"byte {problem.start} is not UTF-8 text; save the file as UTF-8"
    return None if text.strip(_BLANK) else ("empty", "the file holds only white space")
