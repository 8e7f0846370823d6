"""Whether a mail answers older mail that it holds, which is left out, or forwards it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.sources.formats.headings import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mapper.sources.formats.quoting import Below

Meaning = Literal["reply", "forward"]

_MARK = re.compile(r"\s*([^\W\d_]{1,12}(?: [^\W\d_]{1,12})?)(?:[\[(]\d{1,3}[\])])?\s*[:\uff1a]")
_LINKS: tuple[tuple[str, Meaning], ...] = (
    ("x-forwarded-message-id", "forward"),
    ("in-reply-to", "reply"),
    ("references", "reply"),
)
_TAG = re.compile(r"<[^<>]*+>")
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 5
"""Words that someone who forwards puts above, at most, where nothing else tells."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What the headers of a mail say of the older mail in it.

    ``marked`` is what the mark before the subject means, ``linked`` what the headers do that
    name older mails.
    """

    subject: str = ""
    marked: Meaning | None = None
    linked: Meaning | None = None

    def kept(self, own: str, below: Sequence[Below]) -> list[Below]:
        """Choose what is read of what stands below a writer's words.

        Parameters
        ----------
        own
            The writer's words, or their HTML.
        below
            What stands below them.

        Returns
        -------
        below
            What is forwarded. A mark before the subject tells, else marks around what stands
            below, else headers that name older mails, else whether the writer has words of their
            own. Where not even the shape of what stands above it is sure, it is kept.
        """
        is_full = len(_WORD.findall(_TAG.sub(" ", own))) > _FEW
        found = [one for one in below if one.text.strip()]
        return [one for at, one in enumerate(found) if self._is_read(one, at, is_full)]

    def _is_read(self, one: Below, at: int, is_full: bool) -> bool:
        if self.marked == "forward":  # what a forwarded mail answers is left out, too
            return at == 0 or bool(one.heading.fields) or not one.heading.is_sure
        if self.marked:
            return False
        if one.is_forward or self.linked:
            return one.is_forward or self.linked == "forward"
        return not (is_full and one.heading.is_sure)


def thread_of(subject: str, headers: Collection[str]) -> Thread:
    """Read what the headers of a mail say of older mail.

    Parameters
    ----------
    subject
        Its subject.
    headers
        Names of all its headers, in lower case.

    Examples
    --------
    >>> thread_of("RE: Fw: raid", []).marked, thread_of("Fwd: raid", ["references"]).marked
    ('reply', 'forward')
    >>> thread_of("Raid: nine killed", ["in-reply-to"])
    Thread(subject='Raid: nine killed', marked=None, linked='reply')
    """
    match = _MARK.match(subject)
    mark = match[1].lower() if match else ""
    is_reply, is_forward = mark in words("reply"), mark in words("forward")
    linked = next((means for name, means in _LINKS if name in headers), None)
    return Thread(subject, "reply" if is_reply else "forward" if is_forward else None, linked)
