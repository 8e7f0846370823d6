"""Any document by the code of its kind: one door to the readers, each loaded when it is needed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.limits import LIMITS, Limits
from mapper.sources.formats.telling import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mapper.sources.formats.document import Document, Part, Refusal

EXTRA = "incident-mapper[inputs]"
_ROOM = "mapper.sources.formats"
_LEAVES = {
    "text": ("plain", "read_text"),
    "html": ("html", "read_page"),
    "fragment": ("html", "read_fragment"),
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
}
_HOLDERS = {
    "mail": ("mail", "parts_of_mail"),
    "feed": ("feeds", "parts_of_feed"),
    "telegram": ("telegram", "parts_of_telegram"),
    "telegram_page": ("telegram", "parts_of_telegram_page"),
    "warc": ("warc", "parts_of_warc"),
    "wacz": ("warc", "parts_of_wacz"),
    "articles": ("json_lines", "parts_of_json"),
}
_OF_EXTRA = frozenset(
    {"feedparser", "lxml", "lxml_html_clean", "pdfminer", "trafilatura", "warcio"}
)


def read_document(
    content: bytes,
    kind: str,
    *,
    charset: str | None = None,
    url: str | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Read one document.

    Parameters
    ----------
    content
        All bytes of it.
    kind
        Code of `mapper.sources.formats.telling.LEAVES`.
    charset
        Encoding that whoever sent a page declared beside it.
    url
        Address of a page, where its container tells it.

    Raises
    ------
    DocumentError
        If it cannot be read: ``needs_extra`` where a library is missing, else as its reader says.
    """
    try:
        given: dict[str, Any] = {} if kind == "fragment" else {"limits": limits}
        beside = {"charset": charset} if kind in {"html", "text"} else {}
        beside |= {"url": url} if kind == "html" else {}
        return cast("Document", _reader(_LEAVES, kind)(content, **given, **beside))
    except ModuleNotFoundError as problem:
        raise _without_extra(problem, kind) from None


def parts_of(path: Path, kind: str, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read the documents inside another, one after the other.

    Parameters
    ----------
    path
        The file.
    kind
        Code of `mapper.sources.formats.telling.KINDS`, of those neither leaves nor archives.

    Raises
    ------
    DocumentError
        If it cannot be read at all, or from a place on.
    """
    try:
        yield from _reader(_HOLDERS, kind)(path, limits=limits)
    except ModuleNotFoundError as problem:
        raise _without_extra(problem, kind) from None
    except OSError as problem:
        raise DocumentError("unreadable", f"cannot read it: {problem.strerror}") from problem


def _reader(table: Mapping[str, tuple[str, str]], kind: str) -> Any:  # noqa: ANN401 - of two shapes
    """Load the reader of a kind; what it needs of the extra is loaded with it."""
    module, name = table[kind]
    return getattr(import_module(f"{_ROOM}.{module}"), name)


def _without_extra(problem: ModuleNotFoundError, kind: str) -> DocumentError:
    """Name the extra whose libraries are missing; any other missing module is a fault of ours."""
    if (problem.name or "").partition(".")[0] not in _OF_EXTRA:
        raise problem
    detail = f"it is {KINDS[kind]}; pip install '{EXTRA}' brings what reads it"
    return DocumentError("needs_extra", detail)
