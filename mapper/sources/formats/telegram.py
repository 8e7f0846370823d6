"""Exports of Telegram Desktop: each message with words a document."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.charsets import text_of, utf8
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.extra import library
from mapper.sources.formats.json_text import BadJsonError, JsonText
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.names import Names, hashed
from mapper.sources.formats.saying import day_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapper.sources.formats.limits import Limits

Chat = dict[str, Any]

_MESSAGES, _LISTS, _LIST = "messages", frozenset({"chats", "left_chats"}), "list"
_OF_ACCOUNTS = frozenset({"personal_information", *_LISTS})
_HEADS = frozenset({"name", "type", "id", "username"})
_CHANNELS = frozenset({"public_channel", "private_channel"})
"""Types of chats in which an outlet speaks; in all others people do, whose names stay out."""

_USER_NAME = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)
_PAGE_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})\b")
_PAGE_DATE = re.compile(r"\s(\d{2}\.\d{2}\.\d{4}) \d{1,2}:\d{2}(?::\d{2})?\s*$")
_PAGE_ID = re.compile(r"message(-?\d{1,18})")


def parts_of_telegram(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read an export of Telegram in JSON (``result.json``), of one chat or of an account.

    Parameters
    ----------
    path
        The file. It is read twice, one message in memory at a time: what the chats are called
        may stand behind their messages.
    limits
        ``container`` bounds its size, ``text`` a message, ``parts`` their number.

    Yields
    ------
    part
        A message with words, by the ids of its chat and its own. Its day is that of its date,
        in the time zone of whoever exported it, as the export has no other. Of a channel its
        publisher is the channel's name; a group or a person is none. Pictures without words
        and notices of the service are passed over.
    refusal
        What is left out: a message that is none, the rest of a damaged file.

    Raises
    ------
    DocumentError
        If it is no export, or too large.
    OSError
        If the file cannot be read.
    """
    if path.stat().st_size > limits.container:
        raise DocumentError("too_large", "the export is too large; export fewer months at a time")
    chats: list[Chat] = []
    damage = None
    for number, (chat, message) in enumerate(_messages(path, chats, limits)):
        if chat < 0:
            damage = message
        elif number > limits.parts:
            break
    if not any(chat.get(_MESSAGES) for chat in chats):
        told = damage or "it has no list of messages"
        raise DocumentError("damaged", f"the file is no export of Telegram: {told}")
    names = Names()
    for number, (chat, message) in enumerate(_messages(path, [], limits)):
        if chat < 0:
            yield Refusal("rest", "damaged", f"the export is damaged ({message}); export it again")
        elif number >= limits.parts:
            told = f"the export has more than {limits.parts} messages; the others were left out"
            yield Refusal("rest", "too_large", told)
            return
        else:
            yield from _part(chats[chat], chat, message, names)


def is_telegram(start: bytes) -> bool:
    """Tell an export of Telegram from any other JSON by the keys of its first object.

    Parameters
    ----------
    start
        The beginning of the file; some ten thousand bytes do.

    Examples
    --------
    >>> is_telegram(b'{"name": "Town Post", "type": "public_channel", "id": 77, "messages": [')
    True
    >>> is_telegram(b'{"title": "Raid", "text": "Nine were killed"}')
    False
    """
    keys: set[str] = set()
    reader = JsonText(io.BytesIO(start), len(start))
    try:
        for key in reader.members():
            keys.add(key)
            if key == _MESSAGES and reader.peek() not in {"[", ""}:
                return False
            reader.skip()
    except BadJsonError:
        pass  # cut off, or no JSON: what came before tells
    return {_MESSAGES, "type"} <= keys or ("about" in keys and bool(keys & _OF_ACCOUNTS))


def parts_of_telegram_page(path: Path, *, limits: Limits = LIMITS) -> Iterator[Part | Refusal]:
    """Read a page of an export of Telegram in HTML (``messages.html``).

    Parameters
    ----------
    path
        The file; it is read whole.
    limits
        ``page`` bounds its size.

    Yields
    ------
    part
        A message with words, by its id; its day is that of its date, of one that is forwarded
        that of the original, where the page gives it. A chat is a publisher where it speaks
        itself, as a channel does.

    Raises
    ------
    DocumentError
        If it has no messages, is too large, or the extra is not installed.
    OSError
        If the file cannot be read.
    """
    page = _page(path, limits)
    found = page.xpath(f"//div[{_has('message')} and {_has('default')}]")
    if not found:
        raise DocumentError("damaged", "the page has no messages of Telegram")
    chat = _line_in(page, f"//div[{_has('page_header')}]//div[{_has('text')}]")
    names = Names()
    speaker = None
    for one in found:
        spoken = one.xpath(f".//div[{_has('from_name')}][not(ancestor::div[{_has('forwarded')}])]")
        speaker = line_of(spoken[0].text) if spoken else speaker
        words = one.xpath(f".//div[{_has('text')}]")
        text = _words_of(words[0]) if words else ""
        if not text:
            continue
        published = _day_on_page(one, words[0])
        said = Said(
            published=published,
            published_basis="message" if published else None,
            publisher=chat if chat and chat == speaker else None,
        )
        match = _PAGE_ID.fullmatch(one.get("id") or "")
        yield Part(names.make(match[1] if match else hashed(text)), utf8(text), "text", said)


def _page(path: Path, limits: Limits) -> Any:  # noqa: ANN401 - an element of lxml
    """Take a page apart."""
    html = library("lxml.html", "pages of Telegram")
    with path.open("rb") as stream:
        content = stream.read(limits.page + 1)
    if len(content) > limits.page:
        raise DocumentError("too_large", f"the page is larger than {limits.page // 1_000_000} MB")
    try:
        return html.document_fromstring(text_of(content, what="the page").replace("\0", ""))
    except (ValueError, AssertionError, html.etree.LxmlError):
        raise DocumentError("damaged", "the page cannot be taken apart") from None


def _day_on_page(message: Any, words: Any) -> str | None:  # noqa: ANN401 - elements of lxml
    """Give the day of a message on a page; of one that is forwarded, that of the original."""
    around = words.xpath(f"ancestor::div[{_has('forwarded')}][1]")
    spans = [str(one) for box in around for one in box.xpath(f".//span[{_has('date')}]/@title")]
    names = [one for box in around for one in box.xpath(f"./div[{_has('from_name')}]")]
    spans += [match[1] for one in names if (match := _PAGE_DATE.search(one.text_content()))]
    dates = [*spans, *map(str, message.xpath(f".//div[{_has('date')}]/@title"))]
    days = (match for date in dates if (match := _PAGE_DAY.match(date.strip())))
    return next((day_of(f"{day[3]}-{day[2]}-{day[1]}") for day in days), None)


def _messages(path: Path, chats: list[Chat], limits: Limits) -> Iterator[tuple[int, Any]]:
    """Walk the messages with the number of their chat; -1 comes with what is wrong with the file.

    What the chats say of themselves is put in `chats` as it comes.
    """
    with path.open("rb") as stream:
        reader = JsonText(stream, 2 * limits.text)
        try:
            chats.append({})
            yield from _chat(reader, chats, 0)
            reader.end()
        except BadJsonError as problem:
            yield -1, str(problem)


def _chat(reader: JsonText, chats: list[Chat], number: int) -> Iterator[tuple[int, Any]]:
    """Walk one chat, or the whole account."""
    for key in reader.members():
        if key == _MESSAGES and reader.peek() == "[":
            chats[number][_MESSAGES] = True
            for _ in reader.elements():
                yield number, reader.value()
        elif key in _LISTS and number == 0 and reader.peek() == "{":
            yield from _listed(reader, chats)
        elif key in _HEADS and reader.peek() not in {"[", "{"}:
            chats[number][key] = reader.value()
        else:
            reader.skip()


def _listed(reader: JsonText, chats: list[Chat]) -> Iterator[tuple[int, Any]]:
    """Walk the chats of an account."""
    for key in reader.members():
        if key != _LIST or reader.peek() != "[":
            reader.skip()
            continue
        for _ in reader.elements():
            if reader.peek() != "{":
                reader.skip()
                continue
            chats.append({})
            yield from _chat(reader, chats, len(chats) - 1)


def _part(chat: Chat, number: int, message: object, names: Names) -> Iterator[Part | Refusal]:
    """Make a message a document, if it has words."""
    home = chat.get("id")
    home = home if isinstance(home, int) and not isinstance(home, bool) else f"chat-{number}"
    if not isinstance(message, dict):
        name = names.make(f"{home}/{hashed(repr(message)[:1_000])}")
        yield Refusal(name, "bad_row", "the message is no object of JSON")
        return
    text = _text(message.get("text")) or _text(message.get("text_entities"))
    if message.get("type", "message") != "message" or not text.strip():
        return
    own = message.get("id")
    is_id = isinstance(own, int) and not isinstance(own, bool)
    name = names.make(f"{home}/{own if is_id else hashed(text)}")
    published = day_of(message.get("date")) or day_of(message.get("date_unixtime"))
    user = chat.get("username")
    match = _USER_NAME.fullmatch(user) if isinstance(user, str) else None
    said = Said(
        published=published,
        published_basis="message" if published else None,
        publisher=line_of(chat.get("name")) if chat.get("type") in _CHANNELS else None,
        url=f"https://t.me/{match[1]}/{own}" if match and is_id else None,
    )
    yield Part(name, utf8(text), "text", said)


def _text(value: object) -> str:
    """Put together a text that stands in pieces, some of them with a look."""
    if isinstance(value, str):
        return value
    pieces = value if isinstance(value, list) else []
    words = [one.get("text") if isinstance(one, dict) else one for one in pieces]
    return "".join(one for one in words if isinstance(one, str))


def _has(name: str) -> str:
    """Give the condition that an element is of a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def _line_in(page: Any, path: str) -> str | None:  # noqa: ANN401 - an element of lxml
    found = page.xpath(path)
    return line_of(found[0].text_content()) if found else None


def _words_of(element: Any) -> str:  # noqa: ANN401 - an element of lxml
    """Give the words of a message with the line breaks that it shows."""
    pieces: list[str] = []
    for one in element.iter():
        if one.tag == "br":
            pieces.append("\n")
        elif isinstance(one.tag, str) and one.text:
            pieces.append(" ".join(one.text.split("\n")))
        if one is not element and one.tail:
            pieces.append(" ".join(one.tail.split("\n")))
    lines = "".join(pieces).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
