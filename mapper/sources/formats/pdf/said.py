"""What a PDF says of itself that is worth having, and what to say of how it was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.sources.formats.pdf.glyphs import Page
    from mapper.sources.formats.pdf.whole import Whole

FEW = 100
"""Letters of a page that is an image and has hardly any text."""
COVERED = 0.5
"""The share of a page that images cover at least if the page is one."""
DRAWN = 300
"""Shapes on a page without letters that may be letters drawn as outlines."""
LOST, SOME_LOST = 0.2, 0.0
"""The share of shapes without a meaning at which a document is refused, and is noted."""
NAMED = 12
"""How many pages a note names at most."""

PRINTED_BY = ("microsoft ", "powerpoint ", "word ", "openoffice", "libreoffice")
"""How titles begin that a program made of its own name, a hyphen and the file's."""
PLACEHOLDERS = ("untitled", "document", "title", "print", "null", "about:blank")
"""Titles that name nothing, a number behind them or none."""
ENDINGS = frozenset(
    {
        *("doc", "docx", "odt", "rtf", "indd", "qxp", "qxd", "pdf", "html", "htm", "txt"),
        *("ppt", "pptx", "xls", "xlsx", "pages", "fm", "tex", "dvi"),
    }
)
"""How files end whose names may have spaces in them."""
FILE_NAME = re.compile(r"\S+\.[A-Za-z0-9]{2,5}")
ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*:(?://|\\)|\b(?:mailto|about|data):\S|\bwww\.|\b[a-z]:[\\/]|\\\\\w"
    r"|(?:^|[\s(])(?:~|\.{0,2})[\\/][\w.~-]+[\\/]|[\w.-]+@[\w-]+|\w\\\w",
    re.IGNORECASE,
)
"""Where something lies: on the web, among somebody's files, in a mailbox."""
NUMBERED = re.compile(r"[\W\d_]*$")


class Refused(Exception):  # noqa: N818 - the same word as in other rooms
    """A PDF cannot be read: a reason, which is a code, and a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def title_of(written: str | None) -> str | None:
    """Give a title worth having.

    >>> title_of("Flash report"), title_of("Microsoft Word - flash_v3"), title_of("flash.docx")
    ('Flash report', None, None)
    """
    title = " ".join((written or "").split())
    small = title.lower().strip("() ")
    is_printed = small.startswith(PRINTED_BY) and " - " in small
    is_nothing = any(
        small.startswith(name) and NUMBERED.fullmatch(small[len(name) :]) for name in PLACEHOLDERS
    )
    is_file = bool(FILE_NAME.fullmatch(title)) or small.rpartition(".")[2] in ENDINGS
    is_bare = NUMBERED.fullmatch(title) is not None
    is_place = ADDRESS.search(title) is not None
    return None if is_printed or is_nothing or is_file or is_bare or is_place else title


def notes_of(pages: Sequence[Page], whole: Whole, count: int | None) -> list[str]:
    """Say what was passed over; refuse a document that has no text, or is told wrong.

    Parameters
    ----------
    count
        How many pages the document says it has.
    """
    scans = [page.number for page in pages if is_scan(page)]
    refuse_empty(pages, scans, whole)
    unknown = sum(page.unknown for page in pages)
    notes = []
    if scans:
        notes.append(f"{named(scans)} {is_are(scans)} images with hardly any text: not read")
    if unknown:
        where = named([page.number for page in pages if page.unknown])
        notes.append(f"{unknown} letters whose fonts do not say what they mean ({where})")
    if damaged := [page.number for page in pages if page.is_damaged]:
        notes.append(f"{named(damaged)} {is_are(damaged)} damaged: text may be missing")
    if count is not None and count > len(pages):
        notes.append(f"the document says it has {count} pages, {len(pages)} were found")
    if slanted := [page.number for page in pages if page.slanted]:
        notes.append(f"slanted text was passed over ({named(slanted)})")
    if outside := [page.number for page in pages if page.outside]:
        notes.append(f"text outside the visible page was passed over ({named(outside)})")
    return notes + running_notes(whole.running)


def running_notes(running: Sequence[str]) -> list[str]:
    """Say what ran along the pages, but not where the one who made them keeps files.

    >>> running_notes(["Bulletin 7", "file:///C:/Users/me/draft.html 1/1"])
    ['running line passed over: Bulletin 7', 'running lines passed over: 1 with an address']
    """
    told = [text for text in running if not ADDRESS.search(text)]
    notes = [f"running line passed over: {text}" for text in told]
    if hidden := len(running) - len(told):
        notes.append(f"running lines passed over: {hidden} with an address")
    return notes


def refuse_empty(pages: Sequence[Page], scans: Sequence[int], whole: Whole) -> None:
    """Refuse a document whose pages are images, whose letters are unknown, or that is empty."""
    known, unknown = sum(page.known for page in pages), sum(page.unknown for page in pages)
    ocr = "run it through OCR and save it as text or as PDF with text"
    if not pages:
        detail = "the PDF has no page that can be read; open it in a reader of PDF and print it"
        raise Refused("damaged", detail)
    others = [page for page in pages if page.number not in scans]
    if scans and not any(page.known for page in others):
        raise Refused("scan", f"page images without text ({pages_in(len(scans))}); {ocr}")
    if unknown > LOST * (known + unknown):
        detail = f"the fonts of the PDF do not say which letters they show; {ocr}"
        raise Refused("no_letters", detail)
    if whole.text:
        return
    if any(page.is_damaged for page in pages):
        detail = "the PDF is broken; open it in a reader of PDF and print it to a new file"
        raise Refused("damaged", detail)
    if any(page.shapes > DRAWN for page in pages):
        detail = f"words drawn as shapes, without text ({pages_in(len(pages))}); {ocr}"
        raise Refused("scan", detail)
    raise Refused("empty", f"the PDF has no text ({pages_in(len(pages))})")


def is_scan(page: Page) -> bool:
    """Tell whether a page is an image with hardly any text."""
    return page.image_area >= COVERED and page.known < FEW


def pages_in(count: int) -> str:
    """Say a number of pages.

    >>> pages_in(1), pages_in(12)
    ('1 page', '12 pages')
    """
    return f"{count} page" if count == 1 else f"{count} pages"


def named(pages: Iterable[int]) -> str:
    """Name pages.

    >>> named([3]), named([1, 4, 5, 6])
    ('page 3', 'pages 1, 4, 5, 6')
    """
    numbers = [str(number) for number in pages]
    more = len(numbers) - NAMED
    shown = ", ".join(numbers[:NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def is_are(pages: Sequence[int]) -> str:
    """Give the verb for so many pages."""
    return "is" if len(pages) == 1 else "are"
