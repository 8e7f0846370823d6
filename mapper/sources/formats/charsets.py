"""Bytes that come with the name of a charset, which may be wrong, missing or none."""

from __future__ import annotations

import codecs
import re

from mapper.base.errors import ArticleError
from mapper.sources.decoding import decode
from mapper.sources.formats.document import DocumentError

_NOT_SENT = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)
"""Codecs of Python in which nobody sends text, and some of which take for ever."""

_LONE = re.compile("[\ud800-\udfff]")
_MANY_TO_ONE = 50
"""Letters in UTF-8 for each broken one where a text is UTF-8 still, cut or patched by somebody."""


def text_of(content: bytes, charset: str | None = None, what: str = "the document") -> str:
    r"""Decode by the charset that is declared, else by what the bytes are or suggest.

    Parameters
    ----------
    charset
        As declared beside the bytes; UTF-8 where nobody says.
    what
        The document in the words of a message.

    Raises
    ------
    DocumentError
        If they are in no encoding that can be told.

    Examples
    --------
    >>> text_of("ghara".encode("utf-16")), text_of(b"caf\xe9 au lait", "latin-1")
    ('ghara', 'caf\xe9 au lait')
    """
    codec = codec_of(charset or "utf-8")
    if codec:
        try:
            return content.decode("gb18030" if codec == "gb2312" else codec)
        except ValueError:
            pass
    patched = content.decode("utf-8", "replace")
    broken = patched.count("\ufffd")
    if broken * _MANY_TO_ONE < sum(sign > "\x7f" for sign in patched) - broken:
        return patched
    try:
        return decode(content, what)[0]
    except ArticleError:
        raise DocumentError(
            "not_utf8", f"{what} is in no encoding that can be told; save it as UTF-8"
        ) from None


def utf8(text: str) -> bytes:
    r"""Write text as UTF-8; half a surrogate pair, which no text has, is a replacement sign.

    Examples
    --------
    >>> utf8("a\ud83d").decode()
    'a\ufffd'
    """
    return whole(text).encode()


def whole(text: str) -> str:
    """Put a replacement sign for each half of a surrogate pair."""
    return _LONE.sub("\ufffd", text)


def codec_of(charset: str | None) -> str | None:
    """Give Python's name of a charset that text is sent in; None where it is none.

    Examples
    --------
    >>> codec_of("Windows-1256"), codec_of('"UTF-8"'), codec_of("zip"), codec_of("punycode")
    ('cp1256', 'utf-8', None, None)
    """
    try:
        name = codecs.lookup((charset or "").strip(" \t\"'")).name
        "".encode(name)  # the standard library has codecs that are none of text
    except (LookupError, ValueError, TypeError):
        return None
    return None if name.replace("_", "-") in _NOT_SENT else name
