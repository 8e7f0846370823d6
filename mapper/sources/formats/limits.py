"""How much of a document is read: each breach is one refusal, and memory stays bounded."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and seconds at which a document is refused.

    ``text`` and ``page`` are bytes of plain text and of a web page, ``paper`` of a PDF or DOCX
    file or a mail; ``listing`` bytes of a file that must be read whole to find its parts (a feed,
    a page of messages); ``container`` of one that is read piece by piece (an archive, an export
    of messages, lines of JSON).
    ``part`` is the most that one part may unpack to, ``unpacked`` all of them together,
    ``ratio`` how many times its packed size. ``parts`` counts documents in one container,
    ``depth`` containers in containers. ``pages`` are those of a PDF, ``seconds`` and ``memory``
    (bytes) what its reading may take.
    """

    text: int = 5 * MB
    page: int = 20 * MB
    paper: int = 100 * MB
    listing: int = 200 * MB
    container: int = 20_000 * MB
    part: int = 100 * MB
    unpacked: int = 20_000 * MB
    ratio: int = 200
    parts: int = 1_000_000
    depth: int = 3
    pages: int = 1_000
    seconds: float = 60.0
    memory: int = 1_500 * MB


LIMITS = Limits()
