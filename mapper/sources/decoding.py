"""The bytes of a table as text, in whichever encoding a program saved it."""

from __future__ import annotations

import codecs
import re

from mapper.base.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC_PAGE = "cp1256"
_WESTERN, _TURKISH = "cp1252", "cp1254"
_OTHERS = (
    *("cp1250", "cp1251", "cp1253", "cp1255", "cp1257", "mac_roman", "koi8_r"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
_SAMPLE = 50_000
_MOSTLY = 0.8
_ARABIC = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]")


def decode(content: bytes, name: str, *, encoding: str | None = None) -> tuple[str, str | None]:
    """Turn the bytes of a table into text.

    Parameters
    ----------
    content
        All bytes of the file.
    name
        Name of the file, for messages.
    encoding
        As declared by whoever gives the file; None where nobody says.

    Returns
    -------
    text, note
        The note says which encoding it was read in, unless that is UTF-8.

    Raises
    ------
    ArticleError
        If the declared encoding is none or not the file's, or none fits.
    """
    if encoding:
        return _declared(content, name, encoding), f"read as {encoding}, as declared"
    found = next((page for mark, page in _MARKS if content.startswith(mark)), None) or _wide(
        content
    )
    for page in (found, "utf-8"):
        try:
            text = content.decode(page) if page else None
        except UnicodeDecodeError:
            continue
        if text is not None and (page != "utf-8" or "\0" not in text):
            return text, None if page in {"utf-8", "utf-8-sig"} else f"read as {page}"
    page = _guess(content)
    if page is None:
        raise ArticleError(
            f"{name} is in no encoding that can be told (not UTF-8, not UTF-16); "
            "save it as 'CSV UTF-8' or as a workbook (.xlsx, .ods)"
        )
    note = f"not UTF-8: read as {page}, as its letters suggest; if names look wrong, save as UTF-8"
    return content.decode(page, errors="replace"), note


def _declared(content: bytes, name: str, encoding: str) -> str:
    """Read in the encoding that somebody declares."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise ArticleError(
            f"{name}: no encoding is called {encoding!r}; write utf-8, utf-16, cp1256 or cp1252"
        ) from None
    except UnicodeDecodeError as problem:
        raise ArticleError(
            f"{name} is not {encoding} (byte {problem.start}); "
            "leave the encoding out to have it told"
        ) from None


def _wide(content: bytes) -> str | None:
    """Tell UTF-16 without its mark by the noughts beside every Latin letter."""
    start = content[:_SAMPLE]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) * 8 < len(start) or not start:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(content: bytes) -> str | None:
    """Guess the encoding from the lines with letters beyond ASCII."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few tables need it

    lines = [line for line in content.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    if _is_arabic(sample):
        return _ARABIC_PAGE
    # The Turkish page is the Western one but for six letters that hardly any Western text has.
    if from_bytes(sample, cp_isolation=[_TURKISH]).best():
        is_western = sample.decode(_WESTERN, "replace") == sample.decode(_TURKISH, "replace")
        return _WESTERN if is_western else _TURKISH
    best = from_bytes(sample, cp_isolation=list(_OTHERS)).best()
    return best.encoding if best else None


def _is_arabic(sample: bytes) -> bool:
    """Tell whether bytes read as Windows-1256 are mostly Arabic letters, in runs."""
    text = sample.decode(_ARABIC_PAGE, errors="replace")
    arabic, foreign = len(_ARABIC.findall(text)), len(_FOREIGN.findall(text))
    in_runs = sum(len(run) for run in re.findall(rf"{_ARABIC.pattern}{{2,}}", text))
    return bool(arabic) and arabic >= _MOSTLY * foreign and in_runs >= _MOSTLY * arabic
