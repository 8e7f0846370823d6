"""What a reader of a format gives: documents, parts still in their bytes, and refusals."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from mapper.base.errors import ArticleError

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class Said:
    """What a document, or the container that holds it, says of itself; None where it does not.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD in the document's own time, and
    ``published_basis`` a code of `mapper.base.schema.PUBLISHED_BASES`: where that was read.
    ``language`` is an ISO 639 code in lower case.
    """

    title: str | None = None
    published: str | None = None
    published_basis: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None

    def or_else(self, other: Said) -> Self:
        """Fill what is not said here by what another says; a date goes with its basis."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        filled = {name: value or getattr(other, name) for name, value in mine.items()}
        whose = self if self.published else other
        dated = {"published": whose.published, "published_basis": whose.published_basis}
        return replace(self, **(filled | dated))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: the text in which offsets count, and what it says of itself.

    Paragraphs, headings and items of lists are blocks with an empty line between two; a block
    has no line break inside unless it is plain text as its writer left it.
    """

    text: str
    said: Said = Said()
    notes: tuple[str, ...] = ()
    """What to know of how it was read: an encoding that was guessed, pages passed over."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside another, still in its bytes.

    ``name`` is unique inside its container and stays when the container is written again with
    more in it (the number of a message, an inner path). ``kind`` is a code of
    `mapper.sources.formats.telling.KINDS`; None where the bytes are to tell. ``charset`` is the
    encoding that the container gives for it, which may be wrong or unknown; markup that was
    decoded on the way bears ``utf-8``, whatever it says of itself.
    """

    name: str
    content: bytes
    kind: str | None = None
    said: Said = Said()
    charset: str | None = None
    """Encoding that whoever sent a page declared beside it."""
    is_whole: bool = False
    """Whether it is what the container is: the words of a mail, a page saved in one file. It goes
    by the container's name, and what a list says of that is said of it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be read inside a container: its name there, a reason (a code), and words."""

    name: str
    reason: str
    detail: str


class DocumentError(ArticleError):
    """A document cannot be read: a reason, which is a code of one or two words, and a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
