"""Plain text: its words as decoded, with nothing changed, so that offsets count its code points."""

from __future__ import annotations

from mapper.base.errors import ArticleError
from mapper.sources.decoding import decode
from mapper.sources.formats.document import Document, DocumentError
from mapper.sources.formats.limits import LIMITS, Limits

_BLANK = "\ufeff \t\r\n\f\v\u00a0"


def read_text(content: bytes, *, limits: Limits = LIMITS, charset: str | None = None) -> Document:
    """Read plain text.

    Parameters
    ----------
    content
        All bytes of the file.
    limits
        Of which ``text`` counts.
    charset
        Encoding that whoever sent it declared; it counts where the bytes are not UTF-8.

    Returns
    -------
    document
        ``text`` is the file as decoded: no newline is translated, no byte-order mark of UTF-8
        cut. A note says which encoding it was read in, unless that is UTF-8.

    Raises
    ------
    DocumentError
        ``too_large``, ``empty``, or ``not_utf8`` where no encoding can be told.
    """
    if len(content) > limits.text:
        size = f"{len(content)} bytes; an article has at most {limits.text}"
        raise DocumentError("too_large", size)
    try:
        text, note = content.decode(), None
    except UnicodeDecodeError as problem:
        text, note = _guessed(content, problem.start, charset)
    if not text.strip(_BLANK):
        raise DocumentError("empty", "the file holds only white space")
    return Document(text, notes=(note,) if note else ())


def _guessed(content: bytes, start: int, charset: str | None) -> tuple[str, str | None]:
    """Read what is not UTF-8: as declared, or else as its letters suggest."""
    try:
        return decode(content, "it", encoding=charset)
    except ArticleError:
        if charset:
            return _guessed(content, start, None)
        detail = f"byte {start} is not UTF-8 text, and no other encoding fits; save it as UTF-8"
        raise DocumentError("not_utf8", detail) from None
