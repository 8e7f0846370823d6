"""Small documents of every kind that is read, made here: what the tests of several rooms need."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

STRUCK = "Warplanes struck the town of Kafr Nabl on Monday, killing two people, rescuers said."
SHELLED = "Shells fell on the village of Hass on Tuesday and wounded a man, residents said."
MORE = (
    "Residents said that the raid damaged a bakery and several houses in the centre of the town, "
    "and that rescue workers searched through the rubble until the evening of the same day."
)
TEASER = "Car bomb in Azaz kills nine people near a checkpoint on Sunday"

_PARAGRAPHS = f"<p>{STRUCK}</p><p>{MORE}</p><p>{SHELLED}</p>"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page() -> bytes:
    """Make a saved news page with its neighbours' headlines."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Two killed in Kafr Nabl",
        "datePublished": "2019-05-07T08:12:00+03:00",
        "publisher": {"@type": "Organization", "name": "Example Herald"},
        "url": "https://herald.example.org/kafr-nabl",
    }
    others = "".join(f'<li><a href="/{n}">{TEASER}</a></li>' for n in range(4))
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
        "<title>Two killed in Kafr Nabl | Example Herald</title>"
        f"<script type='application/ld+json'>{json.dumps(told)}</script>"
        f"<script>var next = 'Air strike in Ariha kills 99';</script></head><body>"
        f"<nav><ul>{others}</ul></nav><article><h1>Two killed in Kafr Nabl</h1>{_PARAGRAPHS}"
        f"</article><aside><h3>Most read</h3><ul>{others}</ul></aside></body></html>"
    ).encode()


def docx() -> bytes:
    """Make a Word document of three paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in (STRUCK, MORE, SHELLED))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        }
    )


def mail(body: str = STRUCK) -> bytes:
    """Make a mail in quoted-printable."""
    quoted = body.replace("=", "=3D").replace(" killing", "=\n killing")
    return (
        "From: Desk <desk@example.org>\nTo: map@example.org\nSubject: Strikes this morning\n"
        "Date: Tue, 7 May 2019 11:20:03 +0300\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"{quoted}\n"
    ).encode()


def saved_in_one_file() -> bytes:
    """Make a page as a browser saves it in one file."""
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://herald.example.org/one\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n'
        b"\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n"
        b"Content-Location: https://herald.example.org/one\r\n\r\n"
        + page().replace(b"a bakery", b"a bridge")
        + b"\r\n--x--\r\n"
    )


def feed() -> bytes:
    """Make a feed of two items."""
    items = "".join(
        f"<item><title>{title}</title><link>https://example.org/{title}</link>"
        f"<pubDate>Tue, 07 May 2019 09:00:00 +0300</pubDate>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for title, text in (("One", STRUCK), ("Two", SHELLED))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Example Feed</title><language>en</language>{items}</channel></rss>"
    ).encode()


def telegram() -> bytes:
    """Make an export of a channel with two messages."""
    messages = [
        {"id": 11, "type": "message", "date": "2019-05-07T09:00:00", "text": STRUCK},
        {"id": 12, "type": "message", "date": "2019-05-08T10:00:00", "text": [SHELLED]},
        {"id": 13, "type": "message", "date": "2019-05-08T11:00:00", "text": ""},
    ]
    chat = {"name": "Example Channel", "type": "public_channel", "id": 7, "messages": messages}
    return json.dumps(chat, indent=1).encode()


def articles() -> bytes:
    """Make two lines of JSON."""
    lines = [
        {"title": "One", "text": STRUCK, "date": "2019-05-07", "source": "Example Wire"},
        {"title": "Two", "text": SHELLED, "date": "2019-05-08", "source": "Example Wire"},
    ]
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


def warc() -> bytes:
    """Make a web archive of one page."""
    return gzip.compress(_record(page()), mtime=0)


def wacz() -> bytes:
    """Make a zipped web archive of one page."""
    return zipped({"datapackage.json": '{"wacz_version": "1.1.1"}', "archive/one.warc.gz": warc()})


def archive() -> bytes:
    """Make a zip archive of a page, a text and a picture."""
    inner: dict[str, str | bytes] = {
        "saved/page.html": page(),
        "note.txt": SHELLED,
        "dot.png": b"\x89PNG\r\n\x1a\n",
    }
    return zipped(inner)


def ball() -> bytes:
    """Make a packed tar archive of a text."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        info = tarfile.TarInfo("note.txt")
        info.size = len(STRUCK)
        tar.addfile(info, io.BytesIO(STRUCK.encode()))
    return packed.getvalue()


def pdf(*paragraphs: str) -> bytes:
    """Make a PDF of one page in Helvetica, a line for each 90 characters."""
    lines: list[str] = []
    for paragraph in paragraphs or (STRUCK, MORE, SHELLED):
        words, line = paragraph.split(), ""
        for word in words:
            if len(line) + len(word) > 90:
                lines.append(line)
                line = ""
            line += f" {word}" if line else word
        lines += [line, ""]
    drawn = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{drawn}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(out))
    )


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Make a zip archive, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in files.items():
            archive_.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _record(content: bytes) -> bytes:
    """Make a record of a web archive: an answer of a server."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://herald.example.org/kafr-nabl"
        b"\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer)
    )


ALL = {
    "page.html": page,
    "notes.docx": docx,
    "desk.eml": mail,
    "one.mhtml": saved_in_one_file,
    "feed.xml": feed,
    "result.json": telegram,
    "articles.jsonl": articles,
    "crawl.warc.gz": warc,
    "crawl.wacz": wacz,
    "all.zip": archive,
    "all.tar.gz": ball,
    "paper.pdf": pdf,
}
"""A document of each kind by a name that it may have."""
