"""Kinds by content: whatever the name, and nothing unknown is prose."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
from folders import TESTS

from mapper.sources.formats import KINDS, tell

PROSE = "Warplanes struck the village of Oak on Monday, killing two people, rescuers said."
PAGE = f"<!DOCTYPE html><html><head><title>Oak</title></head><body><p>{PROSE}</p></body></html>"
MAIL = f"From: a@example.org\nTo: b@example.org\nSubject: Oak\nDate: Mon, 8 Jun 2020\n\n{PROSE}\n"
SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=text/html\r\n\r\n"
)
CHAT = '{"name": "Oak", "type": "public_channel", "id": 7, "messages": [{"id": 1}]}'
ACCOUNT = '{"about": "Your data", "chats": {"about": "All", "list": [{"name": "Oak"}]}}'
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Oak</title></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Oak</title></feed>'
RDF = '<?xml version="1.0"?><!-- one --><rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>'
EXPORTED = '<!DOCTYPE html><html><body><div class="page_wrap"><div class="page_header"></div></div>'
WARC = b"WARC/1.0\r\nWARC-Type: response\r\n"
LINE = '{"title": "Oak", "text": "' + PROSE + '", "url": "https://example.org"}'


def zipped(*names: str, mimetype: str | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "content")
    return packed.getvalue()


def tarred(mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return packed.getvalue()


READ = {
    "mail in HTML": (f"{MAIL}<html><body>{PROSE}</body></html>".encode(), "mail"),
    "article with its page": (
        LINE.replace('"url"', '"html": "<html><body>", "url"').encode(),
        "articles",
    ),
    "prose that tells of a page": (
        f"{PROSE}\nThe page began with <html> and <body>.".encode(),
        "text",
    ),
    "prose in brackets": (f"[Breaking] {PROSE}".encode(), "text"),
    "prose behind a time": (f"[12:30] {PROSE}".encode(), "text"),
    "prose": (PROSE.encode(), "text"),
    "prose with a mark": (("\ufeff" + PROSE).encode(), "text"),
    "prose in UTF-16": (PROSE.encode("utf-16"), "text"),
    "prose in UTF-16 without a mark": (PROSE.encode("utf-16-le"), "text"),
    "Arabic prose of Windows": ("قصفت الطائرات القرية وقتل اثنان".encode("cp1256"), "text"),
    "prose of one word": (b"one", "text"),
    "prose that begins like a header": (f"Idlib: toll rises\n{PROSE}".encode(), "text"),
    "prose under lines like headers": (f"Date: 8 June\nSubject: Oak\n\n{PROSE}".encode(), "text"),
    "prose that names a tag": (f"The tag <p> is known. {PROSE}".encode(), "text"),
    "page": (PAGE.encode(), "html"),
    "page in UTF-16": (PAGE.encode("utf-16"), "html"),
    "page behind a comment": (f"<!-- saved from url=(0014) -->\n{PAGE}".encode(), "html"),
    "page behind what a server said": (f"Warning: line 3\n{PAGE}".encode(), "html"),
    "page as XML": (f'<?xml version="1.0"?>\n{PAGE}'.encode(), "html"),
    "page without a head": (f"<div><h1>Oak</h1><p>{PROSE}</p></div>".encode(), "html"),
    "page in capitals": (f"<HTML><BODY><FONT>{PROSE}</FONT></BODY></HTML>".encode(), "html"),
    "PDF": (b"%PDF-1.4\n%\xe2\xe3", "pdf"),
    "PDF behind rubbish": (b"\0" * 300 + b"%PDF-1.7", "pdf"),
    "Word": (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
    "mail": (MAIL.encode(), "mail"),
    "mailbox": (f"From a@example.org Mon Jun  8 11:20:03 2020\n{MAIL}".encode(), "mail"),
    "saved page in one file": (SAVED, "mail"),
    "RSS": (RSS.encode(), "feed"),
    "Atom": (ATOM.encode(), "feed"),
    "RDF": (RDF.encode(), "feed"),
    "chat": (CHAT.encode(), "telegram"),
    "account": (ACCOUNT.encode(), "telegram"),
    "chat as pages": (EXPORTED.encode(), "telegram_page"),
    "web archive": (WARC, "warc"),
    "packed web archive": (gzip.compress(WARC), "warc"),
    "zipped web archive": (zipped("datapackage.json", "archive/data.warc.gz"), "wacz"),
    "lines of articles": (f"{LINE}\n{LINE}\n".encode(), "articles"),
    "array of articles": (f"[{LINE}]".encode(), "articles"),
    "zip": (zipped("a.txt"), "zip"),
    "tar": (tarred("w"), "tar"),
    "tar.gz": (tarred("w:gz"), "tar"),
    "tar.xz": (tarred("w:xz"), "tar"),
    "gzip": (gzip.compress(PAGE.encode()), "packed"),
    "bzip2": (bz2.compress(PROSE.encode()), "packed"),
    "xz": (lzma.compress(PROSE.encode()), "packed"),
}
REFUSED = {
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(90), "an image (PNG)"),
    "film": (bytes(4) + b"ftypmp42" + bytes(90), "a film or image"),
    "old Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
        "an old Word document; save it as .docx",
    ),
    "RTF": (rb"{\rtf1\ansi Oak}", "an RTF document; save it as .docx"),
    "OpenDocument": (
        zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
        "an OpenDocument text; save it as .docx",
    ),
    "slides": (zipped("ppt/slide1.xml"), "slides (PowerPoint); save them as PDF"),
    "workbook": (zipped("xl/workbook.xml"), "a workbook"),
    "broken zip": (b"PK\x03\x04" + bytes(60), "a damaged zip archive"),
    "broken gzip": (gzip.compress(b"x" * 9000)[:15], "a damaged packed file"),
    "other XML": (b'<?xml version="1.0"?><kml><Document/></kml>', "XML (kml)"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "XML (svg)"),
    "other JSON": (b'{"type": "FeatureCollection", "features": []}', None),
    "script": (b"import os\ndef run():\n    return os.name;\nfor x in y:\n    print(x);\n", None),
    "style sheet": (b"a { top: 0; }\nb { left: 0;\n}\n", None),
    "figures": (b"12.5 33.7 88.1 " * 40, None),
    "noughts": (bytes(400), None),
    "one line of a program": (b'var a = "Ten killed"; function f(){return 1;}', None),
    "short script": (b'#!/usr/bin/env python3\nimport os\nprint("Ten killed in Oak")\n', None),
    "page in a script": (f"import os\nhtml='{PAGE}'\n".encode(), None),
    "calendar": (b"BEGIN:VCALENDAR\nSUMMARY:Ten killed in Oak\n", None),
    "literature": (b"@article{a, title={Ten killed}}", None),
    "controls": (bytes(range(1, 32)) * 30, None),
    "encoded": (b"QUJDREVG" * 400, None),
}


@pytest.mark.parametrize("name", READ)
def test_a_kind_is_told_by_content(tmp_path: Path, name: str) -> None:
    content, kind = READ[name]
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    assert tell(path).kind == kind
    assert kind in KINDS


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_named_and_never_prose(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    told = tell(path)
    assert told.kind is None
    assert told.words == words or (words is None and len(told.words) > 10)


def test_every_text_at_hand_is_prose(shared: Path) -> None:
    texts = [*shared.glob("articles/*.txt"), *shared.glob("*/articles/*.txt")]
    texts += shared.glob("airwars/*/articles/*.txt")
    strange = {path.name: tell(path) for path in texts if tell(path).kind != "text"}
    assert len(texts) > 600
    assert strange == {}


def test_every_text_of_our_own_is_prose(tmp_path: Path) -> None:
    files = [TESTS / "gold" / name / "tuning.jsonl" for name in ("own", "arabic")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [text for line in lines if (text := json.loads(line).get("text"))]
    path = tmp_path / "text.txt"
    strange = []
    for text in texts:
        path.write_text(text, encoding="utf-8")
        strange += [text[:60]] if tell(path).kind != "text" else []
    assert len(texts) > 200
    assert strange == []


@pytest.mark.parametrize(
    "text",
    [
        "Strikes of the day:\n- Hass: two killed;\n- Ariha: one wounded;\n- Saraqib: none;\n",
        "Nine died (AFP)\nTwo were hurt (Reuters)\nFor more (see below):\n",
        f"{PROSE} " * 3 + "; more to follow;" + " and so on" * 20,
    ],
)
def test_lists_and_long_lines_are_prose(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert tell(path).kind == "text"
