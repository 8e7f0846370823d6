"""Files of every kind as programs write them, and the same ones damaged in many ways."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from random import Random

TEXT = "Nine people were killed in a raid on Baluon. قتل تسعة أشخاص في غارة."
PAGE = f"<html><head><title>Raid</title></head><body><p>{TEXT}</p></body></html>"
URL = "https://example.org/raid"

PIECES = (
    *(b"\0", b"\xff", b"\r\n", b"\n", b"<", b">", b"&", b'"', b"]]>", b"<!--", b"<![CDATA["),
    *(b"<" * 500, b"[" * 5000, b"{" * 5000, b"<div>" * 800, b"(" * 600, b"9" * 400, b"&#0;"),
    *(b"</p></p>", b"<script>", b"obj", b"endstream", b"/Length 99999999", b"<< /Type /Page >>"),
    *(b"/Kids [3 0 R 3 0 R]", b"Content-Length: 99999999", b"charset=klingon"),
    *(b"{", b"}", b"[", b"]", b"null", b"1e999", b"-1", b"9" * 20, b"9999-99-99", b"\\ud800"),
    *(b"\\u0000", b"%s", b"../", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"From "),
    *(b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Transfer-Encoding: base64\n"),
    *(
        b"=?utf-8?B?",
        b"charset=hex",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ),
)
"""What is put in places where it does not belong."""


def mutated(content: bytes, chance: Random) -> bytes:
    """Damage a file in one to ten places."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        at, what = chance.randrange(len(made) + 1), chance.randrange(6)
        if what == 0:
            made[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del made[at : at + chance.randrange(1, 40)]
        elif what == 2:
            made[at:at] = chance.choice(PIECES)
        elif what == 3:
            made[at : at + 4] = chance.choice(PIECES)
        elif what == 4:
            start = chance.randrange(len(made) + 1)
            made[at:at] = made[start : start + chance.randrange(1, 200)]
        elif chance.random() < 0.3:
            del made[at:]
    return bytes(made)


def zipped(members: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(members: Mapping[str, str]) -> bytes:
    """Make a tar archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return made.getvalue()


def docx_of(body: bytes) -> bytes:
    """Make a file of a word processor."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'<w:document xmlns:w="{space}"><w:body>%s</w:body></w:document>'.encode()
    core = "http://purl.org/dc/elements/1.1/"
    title = f'<c:p xmlns:c="urn:c" xmlns:dc="{core}"><dc:title>Raid</dc:title></c:p>'
    members: dict[str, str | bytes] = {
        "word/document.xml": main.replace(b"%s", body),
        "docProps/core.xml": title,
    }
    return zipped(members)


def mail() -> bytes:
    """Make a mail with words in two forms, an attachment, and a mail inside."""
    made = EmailMessage()
    made["Subject"], made["From"] = "غارة on Baluon", "A <a@example.org>"
    made["Date"] = "Mon, 8 Jun 2020 11:20:03 +0300"
    made.set_content(f"{TEXT}\n\nOn 7 Jun 2020 at 9:00 B <b@example.org> wrote:\n> Two.\n")
    made.add_alternative(PAGE, subtype="html")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="غارة.pdf")
    inner = EmailMessage()
    inner["Subject"] = "inside"
    inner.set_content(TEXT)
    made.add_attachment(inner)
    return made.as_bytes()


def warc() -> bytes:
    """Make a web archive of three answers, each sent in another way."""
    body = PAGE.encode()
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    sent = (("X: y", body), ("Transfer-Encoding: chunked", chunk))
    made = b""
    for field, content in (*sent, ("Content-Encoding: gzip", gzip.compress(body))):
        head = f"HTTP/1.1 200 OK\r\n{field}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        answer = head.encode() + content
        made += f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\n".encode()
        made += f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    return made


_ROW = f"<w:tr><w:tc><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
_BODY = f"<w:p><w:r><w:t>{TEXT}</w:t><w:br/></w:r></w:p><w:tbl>{_ROW}</w:tbl>".encode()
_ITEM = f"<item><title>Raid</title><link>{URL}</link><description>{TEXT}</description></item>"
_CHAT = {
    "name": "Town Post",
    "type": "public_channel",
    "id": 77,
    "messages": [{"id": 1, "type": "message", "date": "2020-06-08T01:20:03", "text": ["a", TEXT]}],
}
_ARTICLE = {"title": "Raid", "text": TEXT, "published": "2020-06-08", "source": {"name": "Post"}}
_FILES = {"June/raid.txt": TEXT, "غارة.html": PAGE}

_FEED = f'<rss version="2.0"><channel><title>Post</title>{_ITEM * 2}</channel></rss>'

SAMPLES: dict[str, tuple[bytes, ...]] = {
    "docx": (docx_of(_BODY),),
    "body of docx": (_BODY,),
    "mail": (mail(), b"From a Mon Jun  8 11:20:03 2020\n" + mail()),
    "feed": (
        f'<rss version="2.0"><channel><title>Post</title>{_ITEM * 2}</channel></rss>'.encode(),
    ),
    "telegram": (
        json.dumps(_CHAT, indent=1).encode(),
        json.dumps({"about": "a", "chats": {"list": [_CHAT, _CHAT]}}).encode(),
    ),
    "json": (
        f"{json.dumps(_ARTICLE)}\n".encode() * 3,
        json.dumps([_ARTICLE] * 3, ensure_ascii=False).encode(),
    ),
    "warc": (warc(), gzip.compress(warc())),
    "wacz": (zipped({"datapackage.json": "{}", "archive/a.warc": warc()}, zipfile.ZIP_STORED),),
    "archive": (
        *(zipped(_FILES), zipped(_FILES, zipfile.ZIP_STORED), tarred(_FILES)),
        *(pack(tarred(_FILES)) for pack in (gzip.compress, bz2.compress, lzma.compress)),
    ),
}
"""Samples of each kind, whole."""
