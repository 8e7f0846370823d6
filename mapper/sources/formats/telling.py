"""What kind of document a file is: told by its content, never by the ending of its name."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.sources.formats.json_lines import is_articles
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.packed import Unpacked, is_packed
from mapper.sources.formats.prose import fault_of_prose
from mapper.sources.formats.telegram import is_telegram

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "text": "plain text",
    "html": "a web page",
    "fragment": "a piece of a web page",
    "pdf": "a PDF",
    "docx": "a Word document",
    "mail": "mail",
    "feed": "a feed",
    "telegram": "an export of Telegram messages",
    "telegram_page": "a page of exported Telegram messages",
    "warc": "a web archive",
    "wacz": "a web archive",
    "articles": "lines of JSON",
    "zip": "an archive",
    "tar": "an archive",
    "packed": "a packed file",
}
"""Every kind of document that is read, by its code, and what a message calls it."""

LEAVES = frozenset({"text", "html", "fragment", "pdf", "docx"})
"""Kinds that are one document; of the others each holds any number."""

ARCHIVES = frozenset({"zip", "tar", "packed"})
"""Kinds that hold files, which are looked at as those of a folder are."""

_START = 65_536
_HEAD = 4096
_PDF_WITHIN = 1024
_TAR_MARK = slice(257, 262)
_OTHERS = (
    (b"\x89PNG", "an image (PNG)"),
    (b"GIF8", "an image (GIF)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"AT&TFORM", "scanned pages (DjVu)"),
    (b"RIFF", "an image, sound or film"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\x01\0\0", "a font"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"7z\xbc\xaf", "a 7z archive; pack it as zip or tar"),
    (b"Rar!", "a RAR archive; pack it as zip or tar"),
    (b"\x28\xb5\x2f\xfd", "packed with zstandard; pack it with gzip"),
    (b"bplist00", "a web archive of Safari; save the page as HTML"),
    (b"{\\rtf", "an RTF document; save it as .docx"),
    (b"%!PS", "PostScript; save it as PDF"),
)
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError),
    *(RuntimeError, NotImplementedError),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_ZIP = (
    (re.compile(r"xl/"), None),
    (re.compile(r"word/"), "docx"),
    (re.compile(r"ppt/"), "slides (PowerPoint); save them as PDF"),
    (re.compile(r"META-INF/container\.xml"), "a book (EPUB); save its text as HTML"),
    (re.compile(r"archive/[^/]+\.warc(\.gz)?$"), "wacz"),
)
_ZIPPED_TYPES = {
    "application/vnd.oasis.opendocument.text": "an OpenDocument text; save it as .docx",
    "application/vnd.oasis.opendocument.presentation": "slides; save them as PDF",
    "application/vnd.oasis.opendocument.spreadsheet": None,
}
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|p|table|h[1-6]"
    r"|span|a|ul|ol|center|font|br|img|script|style)\b",
    re.IGNORECASE,
)
_LATE_PAGE = re.compile(
    r"^[ \t]*<(?:!doctype\s+html|html)\b[^<]*<[a-z!]", re.IGNORECASE | re.MULTILINE
)
"""A page behind what a server or a program said before it: on a line of its own."""
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_FEEDS = {"rss", "feed", "RDF"}
_JSON = re.compile(r"\{\s*[\"}]|\[\s*(?:[\"{\[\]]|-?[\d.]+\s*[,\]]|(?:true|false|null)\b)")
_TELEGRAM_PAGE = re.compile(r"class=\"page_wrap\"[\s\S]*?class=\"(?:page_header|history)\b")
_HEADER = re.compile(r"[!-9;-~]+:(?:[ \t]|$)|[ \t]+\S")
_ONLY_MAIL = frozenset(
    {"from", "message-id", "mime-version", "received", "return-path", "delivered-to"}
)
_MAIL_HEADERS = _ONLY_MAIL | {
    *("to", "cc", "subject", "date", "content-type", "sender", "reply-to", "list-id")
}
_MBOX = re.compile(r"From \S+.*\d")


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of document, a code of `KINDS`; or None, and in words what the file is instead."""

    kind: str | None
    words: str


def tell(path: Path) -> Told:
    """Tell what kind of document a file is.

    Parameters
    ----------
    path
        The file. Its first 64 KiB are looked at, and the names inside a zip archive.

    Returns
    -------
    told
        Kind None means that nothing here reads it as a document: it may be a workbook, or
        an image, a program, data. What is not known is never taken for plain text.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith(b"PK"):
        return _of_zip(path)
    if is_packed(start):
        return _of_packed(path)
    return tell_content(start)


def tell_content(start: bytes) -> Told:
    """Tell a kind by the first bytes of what is neither zipped nor packed."""
    for kind, is_it in (
        ("pdf", b"%PDF-" in start[:_PDF_WITHIN]),
        ("tar", start[_TAR_MARK] == b"ustar"),
        ("warc", start.startswith(b"WARC/")),
    ):
        if is_it:
            return _read(kind)
    if start.startswith(_OLE):
        is_word = "WordDocument".encode("utf-16-le") in start
        return Told(None, "an old Word document; save it as .docx" if is_word else "a workbook")
    others = (words for mark, words in _OTHERS if start.startswith(mark))
    words = next(others, "a film or image" if start[4:8] == b"ftyp" else None)
    return Told(None, words) if words else _of_text(start)


def _read(kind: str) -> Told:
    return Told(kind, KINDS[kind])


def _of_zip(path: Path) -> Told:
    """Tell a zip archive from what is saved as one, by the names inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            typed = archive.read("mimetype").decode() if "mimetype" in names else ""
    except _DAMAGE:
        return Told(None, "a damaged zip archive")
    if typed in _ZIPPED_TYPES:
        return Told(None, _ZIPPED_TYPES[typed] or "a workbook")
    for pattern, kind in _IN_ZIP:
        if any(pattern.match(name) for name in names):
            return _read(kind) if kind in KINDS else Told(None, kind or "a workbook")
    return _read("zip")


def _of_packed(path: Path) -> Told:
    """Tell what is inside a packed file by what can be unpacked of its start."""
    with path.open("rb") as stream:
        packed = Unpacked(stream, most=_START, ratio=LIMITS.ratio)
        start = b""
        while len(start) < _HEAD and (more := packed.read(_HEAD - len(start))):
            start += more
    if packed.fault and not start:
        return Told(None, "a damaged packed file")
    if start.startswith(b"WARC/"):
        return _read("warc")
    return _read("tar" if start[_TAR_MARK] == b"ustar" else "packed")


def _of_text(start: bytes) -> Told:
    """Tell markup, data, mail and prose apart."""
    text = _decoded(start)
    if text is None:
        return Told(None, "no text: its bytes are of no kind known here")
    text = text.lstrip("\ufeff \t\r\n\f\v\u00a0")
    if text.startswith("<"):
        return _of_markup(text)
    if text.startswith(("{", "[")) and (told := _of_json(start, text)):
        return told
    if _is_mail(text):
        return _read("mail")
    if (page := _LATE_PAGE.search(text[:_HEAD])) and not fault_of_prose(text[: page.start()]):
        return _of_markup(text[page.start() :])
    fault = fault_of_prose(text)
    return Told(None, fault) if fault else _read("text")


def _decoded(start: bytes) -> str | None:
    """Read the start in whatever encoding it may be; markup and headers are ASCII in all."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(start[:2])
    if wide is None and start and b"\0" in start:
        odd, even = start[1::2].count(0), start[::2].count(0)
        if max(odd, even) * 8 < len(start):
            return None
        wide = "utf-16-le" if odd > even else "utf-16-be"
    if wide:
        return start[: len(start) // 2 * 2].decode(wide, "ignore")
    try:
        return start.decode()
    except UnicodeDecodeError as problem:
        is_cut = problem.start >= len(start) - 3
        return start[: problem.start].decode() if is_cut else start.decode("latin-1")


def _of_markup(text: str) -> Told:
    """Tell a page from a feed and from any other XML."""
    head = text[:_HEAD]
    root = _ROOT.search(head)
    if root and root[1] in _FEEDS:
        return _read("feed")
    if _TELEGRAM_PAGE.search(text):
        return _read("telegram_page")
    if _WHOLE_PAGE.search(head):
        return _read("html")
    if head.startswith("<?xml") or not _MARKUP.search(head):
        return Told(None, f"XML ({root[1]})" if root else "markup of no kind known here")
    return _read("html")


def _of_json(start: bytes, text: str) -> Told | None:
    """Tell messages and articles from any other data; None for what only begins like JSON."""
    if is_telegram(start):
        return _read("telegram")
    if is_articles(start):
        return _read("articles")
    is_json = _JSON.match(text) is not None
    return Told(None, "JSON that holds neither articles nor messages") if is_json else None


def _is_mail(text: str) -> bool:
    """Tell mail by the headers before the first empty line."""
    lines = text.splitlines()
    if lines and _MBOX.match(lines[0]):
        lines = lines[1:]
    names = set()
    for line in lines:
        if not line.strip():
            break
        if not _HEADER.match(line):
            return False
        names.add(line.partition(":")[0].lower())
    return len(names & _MAIL_HEADERS) > 1 and bool(names & _ONLY_MAIL)
