"""Pages of a PDF as glyphs: what each says, where it stands, and how large it is.

A page is turned so that most of its text stands upright; `Glyph.y` grows downwards, as one reads.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, decode_text

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage
    from pdfminer.psparser import PSLiteral

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What stands for a shape of which the font does not say what it means."""

PRESENTED = re.compile("[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]")
"""Forms of letters by their place in a word, and ligatures: plain letters stand for them."""

KEPT_FORMATS = frozenset("\u00ad\u200c\u200d")
"""Unseen signs that belong to words: the soft hyphen, and those that part or join letters."""

MOST_LETTERS = 8
"""Most letters that one shape stands for; a font that says more is broken."""

OF_TEX = {
    **dict(enumerate(("\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", "\u2013", "\u2014"), 16)),
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl"), 27)),
}
"""What fonts drawn as pictures, which name nothing, have at these places: TeX's T1 encoding."""

SLANT = 3.0
"""Degrees by which a line may be off the upright and still is read as a line."""

TINY = 20.0
"""A page narrower than so many points is told wrong."""

DOT = (1.5, 8.0)
"""Least and greatest width of a round shape that may be the sign of an item, in points."""

BOLD = ("bold", "black", "heavy", "demi")
"""What the name of a heavy font has in it."""

OF_PAGES = frozenset({"Pagination", "Watermark"})
"""Kinds of artifacts by which a document itself marks what runs along its pages."""


class Glyph(NamedTuple):
    """A shape on a page: ``x0`` to ``x1`` along its line, ``y`` its base line, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    logical: bool
    """Its text is what the writer wrote, so that brackets in it need no turning."""


class Shape(NamedTuple):
    """What a font has at one place: a text, a width in sizes, and how many letters are known."""

    text: str
    width: float
    bold: bool
    known: int
    unknown: int
    tall: float
    """How large its letters are, in sizes: fonts drawn as pictures have scales of their own."""


class Box(NamedTuple):
    """A rectangle drawn on a page, in points, ``top`` being the smaller."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    """A page as read: glyphs by the degrees they are turned, and what else is on it."""

    number: int
    width: float
    height: float
    turned: dict[int, list[Glyph]] = field(default_factory=dict)
    marked: list[Glyph] = field(default_factory=list)
    """What the document itself marks as running along its pages."""
    boxes: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    image_area: float = 0.0
    """Square points that images cover, as a part of the page's."""
    shapes: int = 0
    slanted: int = 0
    outside: int = 0
    unknown: int = 0
    known: int = 0
    is_damaged: bool = False


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Write what a glyph says in plain letters, without signs that are not seen.

    >>> plain("\ufb01"), plain("\ufefb"), plain("\u200f\u00a0"), plain("\ufe76")
    ('fi', '\u0644\u0627', ' ', '\u064e')
    """
    if PRESENTED.search(text):
        text = "".join(
            unicodedata.normalize("NFKC", one).strip() if PRESENTED.match(one) else one
            for one in text
        )
    return "".join(sign for one in text if (sign := visible(one)))


def visible(one: str) -> str:
    """Give a character as it is kept: spaces alike, unknown ones said, unseen ones left out."""
    kind = unicodedata.category(one)
    if kind == "Zs" or one in "\t\n\r\f\v":
        return " "
    if kind in {"Co", "Cn", "Cs"}:
        return UNKNOWN
    if kind in {"Cc", "Cf"}:
        return one if one in KEPT_FORMATS else ""
    return one


@dataclass(slots=True)
class Span:
    """A stretch that the document marks, and the text it gives for it."""

    is_artifact: bool
    actual: str | None = None
    turned: int = 0
    glyphs: list[Glyph] = field(default_factory=list)


class Shapes(PDFTextDevice):
    """Gather the glyphs of one page after another, as pdfminer.six comes by them."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.page = Page(0, 0.0, 0.0)
        self.spans: list[Span] = []
        self.visible = Box(0.0, 0.0, 0.0, 0.0)
        self.fonts: dict[Any, dict[int, Shape]] = {}
        self.upright: list[Glyph] | None = []

    def begin_page(self, page: PDFPage, ctm: Any) -> None:  # noqa: ANN401 - the library's own
        """Start a page; what stands outside its visible part is not read."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.page = Page(self.page.number + 1, abs(x1 - x0), abs(y1 - y0))
        self.spans = []
        self.upright = self.page.turned.setdefault(0, [])
        left, low, right, high = apply_matrix_rect(ctm, page.cropbox)
        self.visible = Box(left - 2, low - 2, right + 2, high + 2)
        if right - left < TINY or high - low < TINY:  # told wrong: all of it counts as visible
            self.visible = Box(-math.inf, -math.inf, math.inf, math.inf)

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ANN401
        """Start a marked stretch."""
        named = props if isinstance(props, dict) else {}
        kind = getattr(named.get("Type"), "name", None) or getattr(
            named.get("Subtype"), "name", None
        )
        said = named.get("ActualText")
        self.spans.append(
            Span(
                is_artifact=tag.name == "Artifact" and kind in OF_PAGES,
                actual=plain(decode_text(said)) if isinstance(said, bytes) else None,
            )
        )
        self.aim()

    def end_tag(self) -> None:
        """End a marked stretch: where it says what its glyphs mean, that is what they mean."""
        if not self.spans:
            return
        span = self.spans.pop()
        self.aim()
        if span.actual is None or not span.glyphs:
            return
        self.put(meant(span.glyphs, span.actual), span.turned)

    def aim(self) -> None:
        """Choose where upright glyphs go: straight to the page unless a stretch has them."""
        is_plain = not any(span.is_artifact or span.actual is not None for span in self.spans)
        self.upright = self.page.turned.setdefault(0, []) if is_plain else None

    def put(self, glyphs: list[Glyph], turned: int) -> None:
        """Lay glyphs where they belong: in the stretch that tells their text, or on the page."""
        for span in reversed(self.spans):
            if span.actual is not None:
                span.turned = turned
                span.glyphs += glyphs
                return
        if any(span.is_artifact for span in self.spans):
            self.page.marked += glyphs
            return
        self.page.turned.setdefault(turned, []).extend(glyphs)

    def paint_path(self, _state: Any, _stroke: bool, _fill: bool, _odd: bool, path: Any) -> None:  # noqa: ANN401
        """Keep rectangles; of other shapes, how many there are."""
        self.page.shapes += 1
        if any(step[0] in "cvy" for step in path):
            self.keep_dot(path)
            return
        corners = [step[1:3] for step in path if step[0] in "ml"]
        if not 4 <= len(corners) <= 5 or any(step[0] not in "mlh" for step in path):  # noqa: PLR2004 - a rectangle has four corners
            return
        x0, low, x1, high = apply_matrix_rect(
            self.ctm or MATRIX_IDENTITY,
            (
                min(x for x, _ in corners),
                min(y for _, y in corners),
                max(x for x, _ in corners),
                max(y for _, y in corners),
            ),
        )
        height = self.page.height
        self.page.boxes.append(Box(x0, height - high, x1, height - low))

    def keep_dot(self, path: Any) -> None:  # noqa: ANN401
        """Keep a round shape as small as a letter: browsers draw the signs of lists so."""
        ends = [step[-2:] for step in path if len(step) > 2]  # noqa: PLR2004 - a step and a point
        if not ends or not all(isinstance(one, (int, float)) for end in ends for one in end):
            return
        places, heights = zip(*ends, strict=True)
        x0, low, x1, high = apply_matrix_rect(
            self.ctm or MATRIX_IDENTITY, (min(places), min(heights), max(places), max(heights))
        )
        wide, tall = x1 - x0, high - low
        if DOT[0] <= wide <= DOT[1] and abs(wide - tall) < 0.2 * wide:
            height = self.page.height
            self.page.dots.append(Box(x0, height - high, x1, height - low))

    def render_image(self, _name: str, _stream: Any) -> None:  # noqa: ANN401
        """Add the part of the page that an image covers; its space is the unit square."""
        a, b, c, d, _, _ = self.ctm or MATRIX_IDENTITY
        whole = self.page.width * self.page.height
        self.page.image_area += abs(a * d - b * c) / whole if whole else 0.0

    def render_char(  # noqa: D102, PLR0917 - the library's own
        self,
        matrix: tuple[float, float, float, float, float, float],
        font: Any,  # noqa: ANN401
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        *_: Any,  # noqa: ANN401
    ) -> float:
        shapes = self.fonts.get(font)
        if shapes is None:
            shapes = self.fonts[font] = {}
        shape = shapes.get(cid)
        if shape is None:
            shape = shapes[cid] = shape_of(font, cid)
        along = shape.width * fontsize * scaling
        a, b, c, d, e, f = matrix
        if rise:
            e, f = e + rise * c, f + rise * d
        page, seen = self.page, self.visible
        page.unknown += shape.unknown
        page.known += shape.known
        if not seen.x0 <= e <= seen.x1 or not seen.top <= f <= seen.bottom:
            page.outside += shape.known
        elif (
            shape.text
            and b == 0 == c
            and a > 0 < fontsize
            and along >= 0
            and self.upright is not None
        ):
            end, size = e + along * a, fontsize * abs(d)
            self.upright.append(
                Glyph(shape.text, e, end, page.height - f, size, shape.bold, False)  # noqa: FBT003
            )
        else:
            self.turn(shape, (a, b, c, d, e, f), fontsize, along)
        return along

    def turn(
        self,
        shape: Shape,
        matrix: tuple[float, float, float, float, float, float],
        fontsize: float,
        along: float,
    ) -> None:
        """Keep a glyph of a line that is turned, mirrored or marked."""
        a, b, c, d, e, f = matrix
        if fontsize < 0:
            a, b = -a, -b
        turned = quarter(a, b)
        if turned is None:
            self.page.slanted += shape.known
            return
        x, y = upright(turned, e, f, self.page.height)
        long = along * math.hypot(a, b) * (-1 if fontsize < 0 else 1)
        x0, x1 = (x, x + long) if long >= 0 else (x + long, x)
        size = abs(fontsize) * math.hypot(c, d) * shape.tall
        self.put([Glyph(shape.text, x0, x1, y, size, shape.bold, False)], turned)  # noqa: FBT003


def shape_of(font: Any, cid: int) -> Shape:  # noqa: ANN401 - the library's own
    """Look up what a font says of a shape; one that says too much to be true says nothing."""
    width = font.char_width(cid)
    try:
        text = plain(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        text = OF_TEX.get(cid, UNKNOWN) if isinstance(font, PDFType3Font) else UNKNOWN
    unknown = 0
    if len(text) > MOST_LETTERS or UNKNOWN in text:
        unknown = len(text)  # a shape that says a whole line: its letters are lost
        text = UNKNOWN if width else ""  # a mark that nobody can name
    name = str(font.fontname).lower()
    bold = any(one in name for one in BOLD)
    return Shape(text, width, bold, int(bool(text.strip()) and not unknown), unknown, tall_of(font))


def tall_of(font: Any) -> float:  # noqa: ANN401 - the library's own
    """Give how large letters of a font are, in sizes, where it has a scale of its own."""
    if not isinstance(font, PDFType3Font):
        return 1.0
    tall = abs(font.get_height())
    return 1.0 if 0.5 < tall < 2 or not tall else 0.8 * tall  # noqa: PLR2004 - as fonts mostly are


def quarter(a: float, b: float) -> int | None:
    """Give the quarter turn (0, 90, 180, 270 degrees) of a line's direction, or None.

    >>> quarter(1, 0), quarter(0, 2), quarter(-1, 0.01), quarter(1, 1)
    (0, 90, 180, None)
    """
    if b == 0 and a > 0:
        return 0
    degrees = math.degrees(math.atan2(b, a)) % 360
    near = round(degrees / 90) * 90
    return near % 360 if abs(degrees - near) <= SLANT else None


def upright(turned: int, x: float, y: float, height: float) -> tuple[float, float]:
    """Turn a point of a page so that text of a quarter turn stands upright, y downwards."""
    return {0: (x, height - y), 90: (y, x), 180: (-x, y), 270: (-y, -x)}[turned]


def meant(glyphs: list[Glyph], text: str) -> list[Glyph]:
    """Give glyphs the text that the document says they mean.

    Those of one line become one glyph; where a stretch runs over several lines its glyphs keep
    their own text, since nothing says where the given one breaks.
    """
    if not text:
        return []
    first = glyphs[0]
    if max(abs(one.y - first.y) for one in glyphs) > first.size:
        return glyphs
    whole = "".join(one.text for one in glyphs)
    if len(glyphs) > 1 and (whole == text or " " in text.strip()):
        return glyphs
    base = max(glyphs, key=lambda one: one.x1 - one.x0)
    x0, x1 = min(one.x0 for one in glyphs), max(one.x1 for one in glyphs)
    return [base._replace(text=text, x0=x0, x1=x1, logical=True)]


def interpreter() -> tuple[PDFPageInterpreter, Shapes]:
    """Make what goes through pages, and the device that gathers their glyphs."""
    manager = PDFResourceManager()
    device = Shapes(manager)
    return PDFPageInterpreter(manager, device), device


def main_turn(page: Page) -> int:
    """Give the quarter turn of most of a page's glyphs."""
    sizes = Counter({turned: len(glyphs) for turned, glyphs in page.turned.items()})
    return sizes.most_common(1)[0][0] if sizes else 0
