"""DOCX: the text of a word processor's file as its reader sees it, block by block."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.parsers import expat

from mapper.sources.formats.document import Document, DocumentError, Said
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.saying import language_of, line_of
from mapper.sources.formats.zips import DAMAGED, TooLargeError, blocks, inflated, opened, told

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable, Mapping

    from mapper.sources.formats.limits import Limits

CELLS_APART = " | "
"""Between the cells of a row, which is one block."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ELEMENTS = "http://purl.org/dc/elements/1.1/"
_DEEPEST, _MOST = 400, 3_000_000
"""Elements inside each other, and in all: a thousand pages have fewer."""

_NOT_READ = frozenset(
    {
        *("del", "moveFrom", "instrText", "delText", "delInstrText"),  # struck out, and commands
        *("rt", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange"),  # readings; old looks
        *("pPr", "sectPr", "tblPr", "trPr", "tcPr"),
    }
)
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "", "cr": "\n", "br": "\n"}
_BOX, _CELL, _ROW, _PARAGRAPH = "txbxContent", "tc", "tr", "p"
_NOTED = {
    "footnoteReference": "footnotes were left out",
    "endnoteReference": "footnotes were left out",
    "altChunk": "a document inside the document was left out",
    "OLEObject": "a document inside the document was left out",
}
_OFF = {"0", "false", "off"}
_MOSTLY = 0.8
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*>")
_MAIN = re.compile(rb"ContentType=\"[^\"]*(?:wordprocessingml|ms-word)[^\"]*main\+xml\"")
_PART = re.compile(rb"PartName=\"/([^\"]{1,200})\"")


def read_docx(content: bytes, *, limits: Limits = LIMITS) -> Document:
    """Read a file of a word processor (.docx, .docm).

    Read are paragraphs, items of lists, tables (a row is one block) and text boxes; left out
    what is struck out in tracked changes, hidden text, comments, field codes, running heads and
    feet, and footnotes, which a note tells. A line break inside a paragraph ends a block.

    Parameters
    ----------
    content
        All bytes of the file.
    limits
        How large it may be, packed (``paper``) and unpacked (``part``, ``ratio``).

    Returns
    -------
    document
        Its title is that of the file's properties; dates of properties are those of the file
        and are not taken for a date of publication.

    Raises
    ------
    DocumentError
        If it is locked, damaged, hostile or too large.
    """
    if content.startswith(_OLE):
        raise DocumentError(
            "locked",
            "the file is locked with a password or of Word before 2007; "
            "save it as .docx without a password",
        )
    if len(content) > limits.paper:
        raise DocumentError("too_large", f"the file is larger than {limits.paper // 1_000_000} MB")
    try:
        with opened(content, limits) as archive:
            return _read(archive, limits)
    except TooLargeError as problem:
        raise DocumentError("too_large", f"the document is refused: {problem}") from None
    except expat.ExpatError as problem:
        raise DocumentError(
            "damaged", f"the document's XML is broken ({told(problem)}); save it again"
        ) from None
    except DAMAGED as problem:
        if isinstance(problem, DocumentError):
            raise
        raise DocumentError(
            "damaged", f"the document cannot be unpacked ({told(problem)}); save it again"
        ) from None


def _read(archive: zipfile.ZipFile, limits: Limits) -> Document:
    """Read the parts that matter."""
    names = set(archive.namelist())
    main = _main_part(archive, names, limits)
    body = _Body(limits.text)
    _walk(body, blocks(archive, archive.getinfo(main), most=limits.part, ratio=limits.ratio))
    properties = _Properties()
    if "docProps/core.xml" in names:
        core = archive.getinfo("docProps/core.xml")
        try:
            _walk(properties, blocks(archive, core, most=limits.text, ratio=limits.ratio))
        except (expat.ExpatError, TooLargeError):
            properties = _Properties()  # the text is whole without them
    said = Said(
        title=line_of(properties.found.get("title")),
        language=language_of(properties.found.get("language")) or body.language(),
    )
    return Document(body.text(), said, tuple(sorted(body.notes)))


def _main_part(archive: zipfile.ZipFile, names: set[str], limits: Limits) -> str:
    """Find the part that holds the text."""
    types = inflated(archive, "[Content_Types].xml", most=limits.text, ratio=limits.ratio) or b""
    main = next((tag for tag in _OVERRIDE.findall(types) if _MAIN.search(tag)), b"")
    match = _PART.search(main)
    named = match[1].decode("utf-8", "replace") if match else "word/document.xml"
    found = named if named in names else "word/document.xml"
    if found not in names:
        raise DocumentError(
            "damaged", "the archive holds no text of a word processor; save it as .docx"
        )
    return found


def _walk(reader: _Body | _Properties, pieces: Iterable[bytes]) -> None:
    """Send the elements of an XML part to a reader; no entities, no depth without end."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = count = 0

    def refuse(*_: object) -> None:
        raise DocumentError("hostile", "the document declares entities, which none needs")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST:
            raise DocumentError(
                "hostile",
                f"the document has more than {_MOST} elements or {_DEEPEST} in each other",
            )
        space, _, local = name.rpartition(" ")
        reader.start(space, local, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        space, _, local = name.rpartition(" ")
        reader.end(space, local)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.characters
    for piece in pieces:
        parser.Parse(piece, False)  # noqa: FBT003 - the parser's own signature
    parser.Parse(b"", True)  # noqa: FBT003


class _Properties:
    """The elements of the Dublin Core that a file's properties hold."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._inside: str | None = None

    def start(self, space: str, local: str, _: Mapping[str, str]) -> None:
        self._inside = local if space == _ELEMENTS else None

    def end(self, _space: str, _local: str) -> None:
        self._inside = None

    def characters(self, text: str) -> None:
        if self._inside:
            self.found[self._inside] = (self.found.get(self._inside, "") + text)[:5_000]


class _Body:
    """Makes blocks of the elements of a text: paragraphs, cells, rows and boxes in order."""

    def __init__(self, most: int) -> None:
        self.notes: set[str] = set()
        self._most, self._size = most, 0
        self._blocks: list[str] = []
        self._open: list[list[str]] = [self._blocks]  # of the text, a cell, a box ...
        self._rows: list[list[list[str]]] = []
        self._pieces: list[list[str]] = []  # of paragraphs in paragraphs: boxes stand in them
        self._boxes: list[list[str]] = []
        self._passed = 0  # elements deep inside what is not read
        self._chosen: list[bool] = []
        self._is_text, self._is_hidden = False, False
        self._tongues: Counter[str] = Counter()
        self._tongue: dict[str, str] = {}
        self._is_rtl = False

    def text(self) -> str:
        """Give the blocks with an empty line between two."""
        return "\n\n".join(self._blocks)

    def language(self) -> str | None:
        """Give the language that nearly all words are marked with."""
        total = sum(self._tongues.values())
        common = self._tongues.most_common(1)
        tag, count = common[0] if common else ("", 0)
        return language_of(tag) if total and count >= _MOSTLY * total else None

    def start(self, space: str, local: str, attributes: Mapping[str, str]) -> None:
        """Enter an element."""
        if self._passed:
            self._passed += 1
        elif space == _CHOICES:
            self._choose(local)
        elif local == "OLEObject":
            self.notes.add(_NOTED[local])
        elif space in _TEXTS:
            if local in _NOT_READ:
                self._passed = 1
            elif local in _NOTED:
                self.notes.add(_NOTED[local])
            elif local in _SIGNS:
                self._add(_SIGNS[local])
            else:
                self._enter(local, attributes)

    def end(self, space: str, local: str) -> None:
        """Leave an element."""
        if self._passed:
            self._passed -= 1
        elif space == _CHOICES:
            if local == "AlternateContent" and self._chosen:
                self._chosen.pop()
        elif space in _TEXTS and (leave := _LEAVING.get(local)):
            leave(self)

    def characters(self, text: str) -> None:
        """Take the words of a run."""
        if self._is_text and not self._passed:
            self._add(text)
            tag = self._tongue.get("bidi" if self._is_rtl else "val", "")
            self._tongues[tag.split("-")[0].lower()] += len(text)

    def _add(self, text: str) -> None:
        if self._pieces and not self._is_hidden:
            self._size += len(text)
            if self._size > self._most:
                raise TooLargeError(f"its text is longer than {self._most // 1_000_000} MB")
            self._pieces[-1].append(text)

    def _choose(self, local: str) -> None:
        """Read the first of several ways to show the same thing."""
        if local == "AlternateContent":
            self._chosen.append(False)
        elif self._chosen and self._chosen[-1]:
            self._passed = 1
        elif self._chosen:
            self._chosen[-1] = True

    def _enter(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "t":
            self._is_text = True
        elif local == "r":
            self._is_hidden, self._is_rtl, self._tongue = False, False, {}
        elif local == _PARAGRAPH:
            self._pieces.append([])
            self._boxes.append([])
        elif local in {_CELL, _BOX}:
            self._open.append([])
        elif local == _ROW:
            self._rows.append([])
        elif local in {"vanish", "rtl"}:
            is_on = _value(attributes) not in _OFF
            self._is_hidden |= is_on and local == "vanish"
            self._is_rtl |= is_on and local == "rtl"
        elif local == "lang":
            self._tongue = {name.rpartition(" ")[2]: tag for name, tag in attributes.items()}

    def _leave_text(self) -> None:
        self._is_text = False

    def _leave_run(self) -> None:
        self._is_hidden = False

    def _leave_paragraph(self) -> None:
        lines = "".join(self._pieces.pop()).split("\n")
        self._open[-1] += [" ".join(line.split()) for line in lines if line.strip()]
        self._open[-1] += self._boxes.pop()

    def _leave_box(self) -> None:
        box = self._open.pop()
        (self._boxes[-1] if self._boxes else self._open[-1]).extend(box)

    def _leave_cell(self) -> None:
        cell = self._open.pop()
        if self._rows:
            self._rows[-1].append(cell)
        else:
            self._open[-1] += cell

    def _leave_row(self) -> None:
        cells = [cell for cell in self._rows.pop() if cell]
        if len(cells) == 1:
            self._open[-1] += cells[0]  # a frame around text, not a table
        elif cells:
            self._open[-1].append(CELLS_APART.join(" ".join(cell) for cell in cells))


_LEAVING: dict[str, Callable[[_Body], None]] = {
    "t": _Body._leave_text,  # noqa: SLF001 - its own steps
    "r": _Body._leave_run,  # noqa: SLF001
    _PARAGRAPH: _Body._leave_paragraph,  # noqa: SLF001
    _BOX: _Body._leave_box,  # noqa: SLF001
    _CELL: _Body._leave_cell,  # noqa: SLF001
    _ROW: _Body._leave_row,  # noqa: SLF001
}


def _value(attributes: Mapping[str, str]) -> str:
    """Give what an element that switches something says."""
    return next((one for name, one in attributes.items() if name.endswith(" val")), "")
