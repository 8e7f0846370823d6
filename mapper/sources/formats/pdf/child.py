"""The process that reads one PDF: bytes by standard input, a JSON object by standard output.

It holds itself to so much memory and so many seconds of work, where the system has such limits
(Linux, macOS); its parent ends it by the clock everywhere. It opens no network and may write no
file. Loaded is as little as can be, since it starts anew for each file.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from mapper.sources.formats.pdf.glyphs import Page, interpreter, plain
from mapper.sources.formats.pdf.said import Refused, notes_of, title_of
from mapper.sources.formats.pdf.whole import whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

Told = dict[str, Any]


@dataclass(slots=True)
class Damage:
    """Whether something packed could not be unpacked whole since it was last asked."""

    was_met: bool = False

    def take(self) -> bool:
        """Say whether damage was met, and forget it."""
        met, self.was_met = self.was_met, False
        return met


def run(given: str) -> None:
    """Read the PDF of standard input within limits, and write what it says."""
    limits = json.loads(given)
    be_quick()
    hold(limits["memory"], limits["seconds"])
    try:
        written = json.dumps(told_of(sys.stdin.buffer.read(), limits))
    except MemoryError:
        written = json.dumps(too_large(limits))
    sys.stdout.write(written)
    sys.stdout.flush()


def be_quick() -> None:
    """Leave out what a process of a few seconds does without.

    The library logs each token it reads, and the collector of garbage goes through all glyphs
    again and again: together a third of the time.
    """
    gc.disable()
    logging.disable(logging.CRITICAL)
    for name in logging.root.manager.loggerDict:
        if name.startswith("pdfminer"):
            vars(logging.getLogger(name))["debug"] = say_nothing


def say_nothing(*_: object, **__: object) -> None:
    """Take the place of logging."""


def hold(memory: int, seconds: float) -> None:
    """Hold this process to so many bytes and seconds, and to writing no file."""
    if resource is None:
        return
    for kind, most in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CPU", math.ceil(seconds)),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        which = getattr(resource, kind, None)
        if which is None:
            continue
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):  # the system allows less already, or knows no such limit
            continue


def told_of(content: bytes, limits: Told) -> Told:
    """Read a PDF; give its text, its title and notes, or a reason and a sentence."""
    try:
        return read(content, limits)
    except Refused as refused:
        return {"reason": refused.reason, "detail": refused.detail}
    except MemoryError:
        return too_large(limits)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        detail = "the PDF is locked with a password; unlock it and save it without one"
        return {"reason": "locked", "detail": detail}
    except Exception:  # noqa: BLE001 - hostile bytes raise whatever they please in the library
        detail = "the PDF is broken; open it in a reader of PDF and print it to a new file"
        return {"reason": "damaged", "detail": detail}


def too_large(limits: Told) -> Told:
    """Say that reading takes too much memory."""
    most = f"{limits['memory'] / 1_000_000:.0f} MB"
    return {"reason": "too_large", "detail": f"the PDF takes more than {most} of memory; split it"}


def read(content: bytes, limits: Told) -> Told:
    """Read a PDF that is whole."""
    damage = watched()
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    title = title_of(document_title(document))
    pages = list(pages_of(document, limits["pages"], damage))
    told = counted(document)
    whole = whole_of(pages, title)
    notes = notes_of(pages, whole, told)
    if len(whole.text.encode("utf-8", "replace")) > limits["text"]:
        most = f"{limits['text'] / 1_000_000:.0f} MB"
        raise Refused("too_large", f"the PDF has more than {most} of text; split it")
    return {"text": whole.text, "title": title, "notes": notes}


def watched() -> Damage:
    """Have the library say when it unpacks a part only."""
    damage = Damage()
    unpack = pdftypes.decompress_corrupted

    def said(data: bytes) -> bytes:
        damage.was_met = True
        return unpack(data)

    pdftypes.decompress_corrupted = said
    return damage


def pages_of(document: PDFDocument, most: int, damage: Damage) -> Iterator[Page]:
    """Give the pages of a document, each as glyphs."""
    through, device = interpreter()
    for at, page in enumerate(PDFPage.create_pages(document)):
        if at >= most:
            raise Refused("too_large", f"the PDF has more than {most} pages; split it")
        damage.take()
        try:
            through.process_page(page)
        except (MemoryError, PDFEncryptionError):
            raise
        except Exception:  # noqa: BLE001 - what was read of the page before stays, and is said
            damage.was_met = True
        device.page.number = at + 1
        device.page.is_damaged = damage.take()
        yield device.page


def counted(document: PDFDocument) -> int | None:
    """Give how many pages a document says it has; None where it does not say."""
    pages = resolve1(document.catalog.get("Pages"))
    count = resolve1(pages.get("Count")) if isinstance(pages, dict) else None
    return count if isinstance(count, int) else None


def document_title(document: PDFDocument) -> str | None:
    """Give the title as the document has it."""
    for info in document.info:
        title = resolve1(info.get("Title")) if isinstance(info, dict) else None
        if isinstance(title, bytes):
            return plain(decode_text(title))
    return None
