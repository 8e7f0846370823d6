"""Small PDFs made by hand: text at places, in a plain font or in one with letters of any script."""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.pdf.child import told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDE, HIGH = 595, 842
"""A page of A4, in points."""
BODY = 10.0
LETTER = 0.5
"""Width of each letter of the font of any script, in sizes."""

LOCK = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'61' * 32}>/U<{'62' * 32}>>>"
"""A lock that no password opens."""

LATIN = 0.001
WIDTHS = {" ": 278, "f": 278, "i": 222, "j": 222, "l": 222, "t": 278, "r": 333, "m": 833, "w": 722}
"""Widths of letters of Helvetica that are far from 556; near enough for lines of running text."""


@dataclass
class Paper:
    """A PDF in the making: each page is a list of commands."""

    title: str | None = None
    pages: list[list[str]] = field(default_factory=list)
    shapes: dict[str, int] = field(default_factory=dict)
    has_unicode: bool = True
    is_locked: bool = False

    def page(self) -> Paper:
        """Begin a page."""
        self.pages.append([])
        return self

    def put(self, x: float, y: float, text: str, size: float = BODY, font: str = "F1") -> Paper:
        """Put a line of Latin at a place, ``y`` counted from the top of the page."""
        written = text.encode("cp1252").hex()
        self.pages[-1].append(f"BT /{font} {size} Tf {x} {HIGH - y} Td <{written}> Tj ET")
        return self

    def lines(self, x: float, y: float, texts: Iterable[str], *, step: float = 12.0) -> Paper:
        """Put lines under one another."""
        for at, text in enumerate(texts):
            self.put(x, y + at * step, text)
        return self

    def seen(self, right: float, y: float, atoms: Sequence[str], size: float = BODY) -> Paper:
        """Put atoms (what one shape says) as a page shows them, from left to right, flush right.

        The font has any letter, and says by its own table what each shape means.
        """
        left = right - sum(LETTER * size for _ in atoms)
        codes = "".join(f"{self.shapes.setdefault(a, len(self.shapes) + 1):04x}" for a in atoms)
        self.pages[-1].append(f"BT /F3 {size} Tf {left} {HIGH - y} Td <{codes}> Tj ET")
        return self

    def image(self) -> Paper:
        """Cover the page with an image."""
        self.pages[-1].append(f"q {WIDE} 0 0 {HIGH} 0 0 cm /Im1 Do Q")
        return self

    def raw(self, command: str) -> Paper:
        """Put a command of the page language."""
        self.pages[-1].append(command)
        return self

    def bytes(self, *, packed: bool = True) -> bytes:
        """Write the file."""
        objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count {n}/Kids[{kids}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[6 0 R]"
            + ("/ToUnicode 7 0 R>>" if self.has_unicode else ">>"),
            (
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)"
                f"/Ordering(Identity)/Supplement 0>>/DW {1000 * LETTER:.0f}/W[{self.no_width()}]>>"
            ),
            stream(self.meanings().encode(), packed=packed),
            (
                "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
                "/ColorSpace/DeviceGray/Length 1>>\nstream\n\x80\nendstream"
            ),
            f"<</Title({(self.title or '')})>>" if self.title else "<<>>",
        ]
        kids = []
        for commands in self.pages:
            objects.append(stream("\n".join(commands).encode("latin-1"), packed=packed))
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Contents {len(objects)} 0 R"
                "/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>/XObject<</Im1 8 0 R>>>>>>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = objects[1].format(n=len(kids), kids=" ".join(kids))
        return file_of(objects, LOCK if self.is_locked else "")

    def meanings(self) -> str:
        """Write the table of what each shape says."""
        rows = [
            f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for text, code in self.shapes.items()
        ]
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            + "\n".join(f"1 beginbfchar {row} endbfchar" for row in rows)
            + "\nendcmap end end"
        )

    def no_width(self) -> str:
        """Write that marks have no width."""
        codes = [code for text, code in self.shapes.items() if unicodedata.combining(text[0])]
        return " ".join(f"{code}[0]" for code in codes)


def stream(content: bytes, *, packed: bool) -> str:
    """Write a stream of bytes."""
    if packed:
        content = zlib.compress(content)
    how = "/Filter/FlateDecode" if packed else ""
    return f"<<{how}/Length {len(content)}>>\nstream\n{content.decode('latin-1')}\nendstream"


def file_of(objects: Sequence[str], more: str = "") -> bytes:
    """Write objects, the table of where they stand, and more for the trailer."""
    written = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    start = len(written)
    written += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"<</Size {len(places) + 1}/Root 1 0 R/Info 9 0 R{more}>>"
    return written + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


def wide(text: str, size: float = BODY) -> float:
    """Give about how wide a text in Helvetica is, in points."""
    return sum(WIDTHS.get(one, 556) for one in text) * LATIN * size


def wrapped(text: str, width: float, size: float = BODY) -> list[str]:
    """Break a text into lines of a width, in points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if wide(longer, size) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def paragraphs(paper: Paper) -> list[str]:
    """Read a paper in this process, and give its paragraphs."""
    return text_of(paper).split("\n\n")


def text_of(paper: Paper) -> str:
    """Read a paper in this process, and give its text."""
    return str(told(paper.bytes())["text"])


def told(content: bytes) -> dict[str, Any]:
    """Read a file in this process as the child does; give what it tells."""
    return told_of(content, {"pages": 1000, "text": 5_000_000, "memory": 10**9})
