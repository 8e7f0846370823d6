"""Mail: messages, boxes of them (mbox), and pages that browsers save as one file (MHTML)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.charsets import text_of, utf8
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.names import Names
from mapper.sources.formats.quoting import own_markup, own_words, unflowed
from mapper.sources.formats.saying import address_of, day_of, line_of
from mapper.sources.formats.threads import Thread, thread_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path
    from typing import IO

    from mapper.sources.formats.limits import Limits

BODY, BELOW = "body", "below"
"""Names of the parts of a mail that have no file name: its words, what is forwarded below them."""

_BOX_STARTS = b"From "
_BETWEEN_MAILS = re.compile(rb"From \S+ .*\d{4}.*\s*|From - .*\s*")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE, _LONGEST_BETWEEN = 1_000_000, 500

_LONG_TYPE = 10_000
_TYPES = re.compile(
    rb"^content-type:[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE
)
_BOUNDARY = re.compile(rb"boundary\s*(?:\*\d*\*?)?=", re.IGNORECASE)
_MOST_STEPS, _MOST_LINES = 100_000_000, 1_500_000
_DEEPEST = 30
"""Lines times boundaries, lines, and parts in parts: a mail beyond is made to stop readers."""

_PASSED = ("image/", "audio/", "video/", "font/")
_PASSED_TYPES = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature", "application/pgp-keys"),
        *("application/x-pkcs7-signature", "application/ms-tnef", "application/pgp-encrypted"),
        *("text/calendar", "text/vcard", "text/x-vcard", "text/x-amp-html", "text/css"),
        *("message/delivery-status", "message/external-body", "message/partial"),
        *("message/disposition-notification", "text/rfc822-headers"),
    }
)
_LOCKED_TYPES = frozenset(
    {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
)
_LOCKED_WORDS = "-----BEGIN PGP MESSAGE-----"
_STUB = 4
_NO_WORDS = re.compile(
    rb"<(style|script)\b[^<>]*>[^<]*+</\1\s*>|<[^<>]*+>|https?://[^\s<>]*+|&\w{1,8};|\s++",
    re.IGNORECASE,
)
"""Times that marked words are longer than plain ones which are a stub; what are no words."""

_OF_MAIL = ("To", "Cc", "Received", "Message-ID", "Delivered-To", "Return-Path")
_SNAPSHOT, _LOCATION = "Snapshot-Content-Location", "Content-Location"
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library raises on mail that no program wrote."""


def parts_of_mail(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read a mail, a box of mails, or a page that a browser saved as one file.

    Parameters
    ----------
    path
        The file. One that begins with ``From `` is a box: each mail in it is a part by its
        number, to be read as a mail of its own.
    limits
        ``paper`` bounds a mail, ``text`` its words, ``part`` a mail in a box and an attachment.

    Yields
    ------
    part
        The words of the mail (``body``) without older mail that it answers; mails and articles
        forwarded below them (``below``) with the title and day of their own headers there, if
        these can be read; forwarded mails and attachments by their file names. The mail's title
        is its subject and its day that of its header, in its own time zone. Who sent it is its
        publisher only for news sent to a list: names and addresses of people stay out.
    refusal
        What is locked, empty, or too large.

    Raises
    ------
    DocumentError
        If it is no mail or too large.
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as stream:
        if stream.read(len(_BOX_STARTS)) == _BOX_STARTS:
            stream.seek(0)
            yield from _parts_of_box(stream, limits)
            return
        stream.seek(0)
        content = stream.read(limits.paper + 1).lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(content) > limits.paper:
        raise DocumentError("too_large", f"the mail is larger than {limits.paper // 1_000_000} MB")
    yield from _parts_of(content, limits)


def _parts_of(content: bytes, limits: Limits) -> Iterator[Part | Refusal]:
    """Read one mail or page."""
    message = _parsed(content)
    page = _page_in(message)
    if page is not None:
        yield _saved_page(message, page)
        return
    subject = line_of(_header(message, "Subject")) or ""
    thread = thread_of(subject, {name.lower() for name in message})
    mail = _Mail(_said(message), thread, limits)
    try:
        yield from mail.parts(message)
    except RecursionError:
        raise DocumentError("hostile", "the mail holds mails in mails without end") from None


def _parsed(content: bytes) -> Message:
    """Take a mail apart, unless it is made to take for ever."""
    longest = max((len(match[0]) for match in _TYPES.finditer(content)), default=0)
    lines = max(content.count(b"\n"), content.count(b"\r"))
    steps = lines * len(_BOUNDARY.findall(content))
    if longest > _LONG_TYPE or steps > _MOST_STEPS or lines > _MOST_LINES:
        raise DocumentError("hostile", "the mail has more parts or longer headers than mail has")
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        is_mail = any(name in message for name in ("From", "Date", "Subject", "MIME-Version"))
    except (*_FAULTS, RecursionError):
        raise DocumentError("damaged", "the mail cannot be taken apart; save it again") from None
    if not is_mail:
        raise DocumentError("damaged", "the file has no header of a mail (From, Date, Subject)")
    return message


def _said(message: Message) -> Said:
    """Give what the headers say."""
    published = day_of(_header(message, "Date"))
    return Said(
        title=line_of(_header(message, "Subject")),
        published=published,
        published_basis="header" if published else None,
        publisher=_publisher(message),
    )


def _publisher(message: Message) -> str | None:
    """Give who sends news to a list; on a list where all may write, the list and no person."""
    if not any(name in message for name in ("List-Id", "List-Unsubscribe")):
        return None
    named = _header(message, "List-Id" if "List-Post" in message else "From")
    try:
        name = parseaddr(named)[0] if "<" in named else ""
    except _FAULTS:
        return None
    return line_of(name) if "@" not in name else None


def _header(message: Message, name: str) -> str:
    """Decode a header; what cannot be decoded is left as it stands."""
    try:
        raw = message.get(name)
        if raw is None:
            return ""
        raw = str(raw)[:5_000]
        pieces = decode_header(raw)
    except _FAULTS:
        return str(raw)[:5_000] if isinstance(raw, str) else ""
    return "".join(
        piece if isinstance(piece, str) else _text_of(piece, charset or "utf-8")
        for piece, charset in pieces
    )


def _text_of(content: bytes, charset: str | None) -> str:
    """Decode what can be decoded; of the rest, what is ASCII."""
    try:
        return text_of(content, charset, "the mail")
    except DocumentError:
        return content.decode("ascii", "replace")


@dataclass(slots=True)
class _Mail:
    """The parts of one mail in the making."""

    said: Said
    thread: Thread
    limits: Limits
    names: Names = field(default_factory=Names)
    bodies: list[tuple[str, str]] = field(default_factory=list)

    def parts(self, message: Message) -> Iterator[Part | Refusal]:
        """Give the words first, then forwarded mails and attachments."""
        others = list(self._others(message, 0))
        found = [*self._words(), *others]
        yield from found
        if not found:
            is_quoted = any(text.strip() for _, text in self.bodies)
            told = "all its words are quoted from older mail" if is_quoted else "it has no words"
            yield Refusal(BODY, "empty", f"nothing of the mail is read: {told}")

    def _others(self, message: Message, depth: int) -> Iterator[Part | Refusal]:
        """Walk the parts; keep words, give the rest."""
        kind = message.get_content_type()
        if depth > _DEEPEST:
            yield Refusal(self.names.make("part"), "hostile", "parts in parts without end")
        elif kind in _LOCKED_TYPES:
            yield Refusal(self.names.make(BODY), "locked", "the mail is encrypted")
        elif kind == "message/rfc822":
            yield from self._forwarded(message)
        elif kind == "multipart/alternative":
            chosen = _best(_children(message))
            if chosen is not None:
                yield from self._others(chosen, depth + 1)
        elif message.is_multipart():
            for child in _children(message):
                yield from self._others(child, depth + 1)
        elif _is_words(message):
            self._keep(message, kind)
        elif not kind.startswith(_PASSED) and kind not in _PASSED_TYPES:
            yield from self._attached(message)

    def _keep(self, message: Message, kind: str) -> None:
        text = _text_of(_payload(message), _parameter(message, "charset"))
        text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
        if kind == "text/html":
            self.bodies.append(("fragment", text))
            return
        if (_parameter(message, "format") or "").lower() == "flowed":
            drops = (_parameter(message, "delsp") or "").lower() == "yes"
            text = unflowed(text, drops_space=drops)
        self.bodies.append(("text", text))

    def _words(self) -> Iterator[Part | Refusal]:
        """Give the words, pieces of the same kind together."""
        joined: list[tuple[str, str]] = []
        for kind, text in self.bodies:
            if joined and joined[-1][0] == kind:
                joined[-1] = kind, f"{joined[-1][1]}\n\n{text}"
            else:
                joined.append((kind, text))
        for kind, text in joined:
            if _LOCKED_WORDS in text:
                yield Refusal(self.names.make(BODY), "locked", "the mail is encrypted")
                continue
            if len(text) > self.limits.text:
                most = self.limits.text // 1_000_000
                yield Refusal(self.names.make(BODY), "too_large", f"it is longer than {most} MB")
                continue
            part = own_words if kind == "text" else own_markup
            own, below = part(text, has_quotes=self.thread.marked == "forward")
            charset = "utf-8" if kind == "fragment" else None
            if own.strip():
                name = self.names.make(BODY)
                yield Part(name, utf8(own), kind, self.said, charset, is_whole=name == BODY)
            for one in self.thread.kept(own, below):
                said = one.heading.said(self.thread.subject)
                yield Part(self.names.make(BELOW), utf8(one.text), kind, said, charset)

    def _forwarded(self, message: Message) -> Iterator[Part | Refusal]:
        """Give mails that are attached whole."""
        for inner in _children(message):
            name = self.names.make(_file_name(message) or "message")
            try:
                content = inner.as_bytes(policy=policy.compat32.clone(max_line_length=None))
            except (*_FAULTS, RecursionError):
                yield Refusal(name, "damaged", "the forwarded mail cannot be taken out")
                continue
            yield self._sized(name, content)

    def _attached(self, message: Message) -> Iterator[Part | Refusal]:
        content = _payload(message)
        if content.strip():
            charset = _parameter(message, "charset")
            yield self._sized(self.names.make(_file_name(message) or "part"), content, charset)

    def _sized(self, name: str, content: bytes, charset: str | None = None) -> Part | Refusal:
        if len(content) > self.limits.part:
            most = self.limits.part // 1_000_000
            return Refusal(name, "too_large", f"the attachment is larger than {most} MB")
        return Part(name, content, charset=charset)


def _children(message: Message) -> list[Message]:
    """Give the parts of a part."""
    payload: Any = message.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _best(choices: list[Message]) -> Message | None:
    """Choose between several forms of the same words: plain ones first, unless they are a stub.

    Programs that send news often put no more than "see it in your browser" there.
    """
    filled = [one for one in choices if one.is_multipart() or _payload(one).strip()]
    plain = next((one for one in filled if one.get_content_type() == "text/plain"), None)
    marked = next((one for one in filled if _page_of(one) is not None), None)
    if plain is None or marked is None:
        return plain or marked or next(iter(filled), None)
    page = _page_of(marked) or marked
    is_stub = _length(_payload(plain)) * _STUB < _length(_payload(page))
    return marked if is_stub else plain


def _page_of(message: Message) -> Message | None:
    """Find the HTML in a part: itself, or first in what belongs together."""
    if message.get_content_type() == "text/html":
        return message
    inside = _children(message) if message.get_content_maintype() == "multipart" else []
    return next((one for one in inside if one.get_content_type() == "text/html"), None)


def _length(content: bytes) -> int:
    """Count what is left of words without markup, styles and addresses."""
    return len(_NO_WORDS.sub(b"", content))


def _is_words(message: Message) -> bool:
    """Tell the mail's own words from a file that comes with it."""
    kind = message.get_content_type()
    is_attached = (_header(message, "Content-Disposition").lower()).startswith("attachment")
    return kind in {"text/plain", "text/html"} and not is_attached and not _file_name(message)


def _payload(message: Message) -> bytes:
    """Give the bytes of a part, decoded from how it was sent."""
    try:
        content = message.get_payload(decode=True)
    except _FAULTS:
        return b""
    return content if isinstance(content, bytes) else b""


def _parameter(message: Message, name: str) -> str | None:
    """Give a parameter of the content's type."""
    try:
        value = message.get_param(name)
    except _FAULTS:
        return None
    if isinstance(value, tuple):
        value = value[2]
    return value.strip()[:100] or None if isinstance(value, str) else None


def _file_name(message: Message) -> str | None:
    """Give the name of an attached file, without folders."""
    try:
        if len(str(message.get("Content-Disposition", ""))) > _LONG_TYPE:
            return None
        name = message.get_filename()
        if name and "=?" in name:
            name = "".join(
                piece if isinstance(piece, str) else _text_of(piece, charset)
                for piece, charset in decode_header(name[:1_000])
            )
    except _FAULTS:
        return None
    line = line_of(re.split(r"[/\\]", name)[-1]) if name else None
    return line[:150] if line else None


def _page_in(message: Message) -> Message | None:
    """Find the page that a browser saved as a mail; None where it is a mail."""
    is_saved = _SNAPSHOT in message
    if not is_saved and any(name in message for name in _OF_MAIL):
        return None
    if not is_saved and message.get_content_type() not in {"multipart/related", "text/html"}:
        return None
    found = [message] if not message.is_multipart() else _children(message)
    pages = [
        one for one in found if one.get_content_type() in {"text/html", "application/xhtml+xml"}
    ]
    start = _parameter(message, "start")
    first = next((one for one in pages if start and one.get("Content-ID") == start), None)
    page = first or next(iter(pages), None)
    if page is None or not (is_saved or address_of(_header(page, _LOCATION))):
        return None
    return page


def _saved_page(message: Message, page: Message) -> Part:
    """Give the page as it was saved; it says itself what it is, but not where it was."""
    url = address_of(_header(message, _SNAPSHOT)) or address_of(_header(page, _LOCATION))
    charset = _parameter(page, "charset")
    return Part("page", _payload(page), "html", Said(url=url), charset, is_whole=True)


def _parts_of_box(stream: IO[bytes], limits: Limits) -> Iterator[Part | Refusal]:
    """Give the mails of a box one after another; only one is in memory."""
    number, size, content = 0, 0, bytearray()
    was_empty = True
    while line := stream.readline(_LINE):
        if was_empty and len(line) < _LONGEST_BETWEEN and _BETWEEN_MAILS.fullmatch(line):
            if number:
                yield _mail_of_box(number, bytes(content), size, limits)
            number, size, content = number + 1, 0, bytearray()
            if number > limits.parts:
                told = f"the box holds more than {limits.parts} mails; the rest was left out"
                yield Refusal(str(number), "too_large", told)
                return
            continue
        size += len(line)
        if size <= limits.part:
            content += line
        was_empty = not line.strip()
    if not number:
        raise DocumentError("damaged", "the file begins like a box of mails and holds none")
    yield _mail_of_box(number, bytes(content), size, limits)


def _mail_of_box(number: int, content: bytes, size: int, limits: Limits) -> Part | Refusal:
    if size > limits.part:
        most = limits.part // 1_000_000
        return Refusal(str(number), "too_large", f"the mail is larger than {most} MB")
    return Part(str(number), _ESCAPED.sub(rb"\1", content))
