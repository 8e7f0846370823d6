"""Articles in: one text at a time, its bytes hashed untouched, its words as decoded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.ids import article_id
from mapper.base.rejects import reject
from mapper.base.schema import JOINER
from mapper.sources.entries import ARTICLES_STAGE
from mapper.sources.formats import DocumentError, read_document
from mapper.sources.listing import list_sources

if TYPE_CHECKING:
    from mapper.sources.entries import Entry
    from mapper.sources.formats import Document

Row = dict[str, Any]

_FROM_ENTRY = (
    *("file", "sha256", "publisher", "title", "published", "published_basis", "url", "language"),
    *("text_kind", "original_sha256", "note", "annotations", "format", "part_of"),
)
_SAID = ("title", "published", "publisher", "url", "language")
"""What a document may say itself, where neither a list nor its container does."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read: the text that offsets count in, and where it comes from.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD, or None where nobody says; hashes are
    ``sha256:hex``; ``text_kind`` is ``original`` or ``digest``; ``language`` is an ISO code, None
    where nobody says. ``document_says`` names what the document says itself, joined by '; ';
    ``notes`` are what to know of how it was read.
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
    published_basis: str | None = None
    format: str = "text"
    part_of: str | None = None
    document_says: str | None = None
    notes: tuple[str, ...] = ()

    def dated(self, published: str, basis: str) -> Article:
        """Give the same article with a day of publication that its own words tell."""
        says = [*(self.document_says or "").split(JOINER), "published"]
        told = JOINER.join(name for name in _SAID if name in says)
        return replace(self, published=published, published_basis=basis, document_says=told)


def read_article(entry: Entry) -> tuple[Article | None, Row | None]:
    """Read one listed document, or say why it cannot be read.

    Parameters
    ----------
    entry
        As `mapper.sources.listing.list_sources` gives it.

    Returns
    -------
    article, refusal
        One of the two is None. ``text`` of a plain text is the file as decoded with nothing
        changed: no newline is translated, no byte-order mark of UTF-8 cut; of any other it is
        what its reader makes of it, the same for the same bytes. Offsets count its code
        points. A refusal is a row of the table ``rejects``.
    """
    try:
        content = entry.content()
    except OSError as problem:
        detail = f"cannot read it: {problem.strerror}"
        return None, reject(entry.file, ARTICLES_STAGE, "unreadable", detail, row=entry.row)
    if "sha256:" + hashlib.sha256(content).hexdigest() != entry.sha256:
        detail = "its bytes changed while the build was running; build again"
        return None, reject(entry.file, ARTICLES_STAGE, "changed", detail, row=entry.row)
    try:
        document = read_document(content, entry.format, charset=entry.charset, url=entry.url)
    except DocumentError as problem:
        found = (problem.reason, problem.detail)
        return None, reject(entry.file, ARTICLES_STAGE, *found, row=entry.row)
    return _article(entry, document), None


def _article(entry: Entry, document: Document) -> Article:
    """Put together what is said of a document and what it says itself."""
    said = {name: getattr(entry, name) for name in _FROM_ENTRY}
    own = {name: getattr(document.said, name) for name in _SAID}
    own = {name: value for name, value in own.items() if value and not said[name]}
    if "published" in own:
        own["published_basis"] = document.said.published_basis
    says = JOINER.join(name for name in _SAID if name in own) or None
    return Article(
        article_id(entry.sha256),
        text=document.text,
        document_says=says,
        notes=document.notes,
        **(said | own),
    )


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
    own = {"document_says": article.document_says, "n_chars": len(article.text)}
    return {"article_id": article.article_id, **said, **own}
