"""Plain text: its words as decoded, with nothing changed, so that offsets count its code points."""

from __future__ import annotations

from mapper.base.errors import ArticleError
from mapper.sources.decoding import decode
from mapper.sources.formats.document import Document, DocumentError
from mapper.sources.formats.limits import LIMITS, Limits

_LARGE = 200_000
"""Characters from which a whole text is looked over; the longest news has a tenth of them."""

_LEAST_SEEN, _LEAST_LETTERS = 0.3, 0.3
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
        ``too_large``, ``empty``, ``not_utf8`` where no encoding can be told, or
        ``not_a_document`` where a large text is mostly white space or signs.
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
    if len(text) > _LARGE and (fault := _fault_of_large(text)):
        raise DocumentError("not_a_document", f"it is {fault}")
    return Document(text, notes=(note,) if note else ())


def _fault_of_large(text: str) -> str | None:
    """Say why a text larger than news is none; the start alone may be prose.

    Every step looks at each line, word and sign, and millions of empty ones tell nothing.
    """
    seen = sum(map(len, text.split()))
    if seen < _LEAST_SEEN * len(text):
        return "mostly white space, no prose"
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS * seen:
        return "mostly figures and signs, no prose"
    return None


def _guessed(content: bytes, start: int, charset: str | None) -> tuple[str, str | None]:
    """Read what is not UTF-8: as declared, or else as its letters suggest."""
    try:
        return decode(content, "it", encoding=charset)
    except ArticleError:
        if charset:
            return _guessed(content, start, None)
        detail = f"byte {start} is not UTF-8 text, and no other encoding fits; save it as UTF-8"
        raise DocumentError("not_utf8", detail) from None
