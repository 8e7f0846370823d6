import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.limits import LIMITS, Limits
from mapper.sources.formats.warc import parts_of_wacz, parts_of_warc

pytest.importorskip("warcio", reason="needs the extra inputs")

PAGE = b"<html><p>Nine killed in Baluon.</p></html>"
URL = "https://example.org/raid"


def record(kind: str, content: bytes, url: str = URL, more: str = "", length: int = 0) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
    head += f"WARC-Date: 2020-06-20T00:00:00Z\r\n{more}"
    head += f"Content-Length: {length or len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def answer(
    body: bytes,
    kind: str = "text/html; charset=windows-1256",
    status: str = "200 OK",
    more: str = "",
) -> bytes:
    head = f"HTTP/1.1 {status}\r\n{more}" + (f"Content-Type: {kind}\r\n" if kind else "")
    return head.encode() + b"\r\n" + body


def page(body: bytes = PAGE, **more: str) -> bytes:
    return record("response", answer(body, **more))


def read(
    folder: Path,
    content: bytes,
    reader: Callable[..., Iterator[Part | Refusal]] = parts_of_warc,
    limits: Limits = LIMITS,
) -> Sequence[Part | Refusal]:
    path = folder / "archive"
    path.write_bytes(content)
    return list(reader(path, limits=limits))


def test_a_page_has_its_address_and_charset_and_not_the_day_of_the_crawl(tmp_path: Path) -> None:
    info = record("warcinfo", b"software: made up\r\n")
    found = read(tmp_path, info + record("request", b"GET / HTTP/1.1\r\n\r\n") + page())
    assert found == [Part("3", PAGE, "html", Said(url=URL), "windows-1256")]


@pytest.mark.parametrize(
    "packed",
    [
        lambda parts: b"".join(gzip.compress(one) for one in parts),
        lambda parts: gzip.compress(b"".join(parts)),
        b"".join,
    ],
)
def test_archives_packed_by_record_whole_or_not_at_all_are_read(
    tmp_path: Path, packed: Callable[[list[bytes]], bytes]
) -> None:
    found = read(tmp_path, packed([page(), page(), page()]))
    assert [one.name for one in found] == ["1", "2", "3"]
    assert all(isinstance(one, Part) for one in found)


def chunks(body: bytes) -> bytes:
    return b"%x;a=b\r\n%s\r\n5\r\n%s\r\n0\r\n\r\n" % (len(body) - 5, body[:-5], body[-5:])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (chunks(PAGE), "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (chunks(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
    ],
    ids=range(7),
)
def test_how_a_server_sent_a_page_is_undone(tmp_path: Path, body: bytes, fields: str) -> None:
    (one,) = read(tmp_path, page(body, more=fields))
    assert isinstance(one, Part)
    assert one.content == PAGE


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"\x0b\x02\x80", "Content-Encoding: br\r\n"),
        (gzip.compress(PAGE)[:-12], "Content-Encoding: gzip\r\n"),
        (chunks(PAGE)[:30], "Transfer-Encoding: chunked\r\n"),
        (b"\x1f\x8b\x08junk", "Content-Encoding: gzip\r\n"),
    ],
    ids=range(4),
)
def test_a_page_that_cannot_be_unpacked_is_one_refusal(
    tmp_path: Path, body: bytes, fields: str
) -> None:
    first, second = read(tmp_path, page(body, more=fields) + page())
    assert isinstance(first, Refusal)
    assert (first.name, first.reason) == ("1", "damaged")
    assert isinstance(second, Part)


def test_only_documents_are_read(tmp_path: Path) -> None:
    paper = b"%PDF-1.4 ..."
    content = b"".join(
        (
            page(status="404 Not Found"),
            page(status="301 Moved"),
            page(kind="text/css"),
            page(kind="image/png"),
            page(kind="application/json"),
            record("revisit", answer(PAGE)),
            record("metadata", PAGE, more="Content-Type: text/html\r\n"),
            record("response", b"dns", url="dns:example.org"),
            record("response", answer(b"x", "text/plain"), url="https://example.org/robots.txt"),
            page(b"  "),
            page(b"\x89PNG", kind=""),
            record("response", b"no answer at all"),
        )
    )
    wanted = (
        page(paper, kind="application/pdf"),
        page(b"Nine killed.", kind="text/plain; charset=utf-8"),
        page(paper, kind="application/octet-stream"),
        page(PAGE, kind=""),
        record("resource", PAGE, more="Content-Type: text/html\r\n"),
        record("conversion", b"Nine killed.", more="Content-Type: text/plain\r\n"),
    )
    assert read(tmp_path, content) == []
    found = read(tmp_path, content + b"".join(wanted))
    assert [one.name for one in found] == [str(at) for at in range(13, 19)]
    kinds = [one.kind for one in found if isinstance(one, Part)]
    assert kinds == [None, None, None, "html", "html", None]


@pytest.mark.parametrize("cut", [5, 60, 150])
def test_what_was_read_of_an_archive_that_is_cut_off_stays(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(page()) * 2 + gzip.compress(page(bytes(range(256)) * 20))
    for whole in (page() * 3, packed):
        found = read(tmp_path, whole[:-cut])
        assert isinstance(found[0], Part)
        assert isinstance(found[-1], Refusal)
        assert (found[-1].name, found[-1].reason) == ("rest", "damaged")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"WARC/1.0", b"Nine killed.", b"\0" * 5_000, gzip.compress(b"nothing")),
        *(gzip.compress(page())[:40], b"WARC/1.0\r\nA: b\r\n" * 200_000, b"x" * 3_000_000),
        *(b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx", b"WARC/1.0\r\nContent-Length: -5\r\n\r\n"),
        gzip.compress(b"\n" * 30_000_000),
    ],
    ids=range(11),
)
def test_what_is_no_archive_is_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        found = read(tmp_path, content)
    except DocumentError as refused:
        assert refused.reason == "damaged"  # noqa: PT017 - an archive may begin well
    else:
        assert all(isinstance(one, Refusal) for one in found)
    assert capsys.readouterr() == ("", "")


def test_bombs_are_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * 20_000_000)
    limits = replace(LIMITS, part=1_000_000)
    first, second = read(
        tmp_path, page(bomb, more="Content-Encoding: gzip\r\n") + page(), limits=limits
    )
    assert isinstance(first, Refusal)
    assert first.reason == "too_large"
    assert isinstance(second, Part)
    whole = gzip.compress(page() + page(b"x" * 30_000_000) + page())
    found = read(tmp_path, whole)
    assert [type(one) for one in found] == [Part, Refusal]
    assert isinstance(found[1], Refusal)
    assert "200 times" in found[1].detail


def test_limits_of_a_record_their_number_and_the_file(tmp_path: Path) -> None:
    large = read(tmp_path, page(b"<p>" * 400) + page(), limits=replace(LIMITS, part=1_000))
    assert [type(one) for one in large] == [Refusal, Part]
    many = read(tmp_path, page() * 3, limits=replace(LIMITS, parts=2))
    assert [type(one) for one in many] == [Part, Part, Refusal]
    with pytest.raises(DocumentError, match="too large"):
        read(tmp_path, page(), limits=replace(LIMITS, container=10))


def test_odd_headers_stop_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = record("response", answer(PAGE), url="https://example.org/a b\x1b[31m")
    none = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
    many = record("response", answer(PAGE, more="A: b\r\n" * 10_000))
    found = read(tmp_path, odd + none + many + page())
    assert isinstance(found[-1], Part)
    assert found[-1].name == "4"
    assert capsys.readouterr() == ("", "")


def wacz(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, content in members.items():
            archive.writestr(f"archive/{name}.warc.gz", content)
    return made.getvalue()


def test_the_archives_inside_a_wacz_are_read_by_their_names(tmp_path: Path) -> None:
    whole = wacz(b=gzip.compress(page()), a=gzip.compress(page()), c=b"broken")
    found = read(tmp_path, whole, parts_of_wacz)
    assert [(one.name, type(one)) for one in found] == [
        ("archive/a.warc.gz/1", Part),
        ("archive/b.warc.gz/1", Part),
        ("archive/c.warc.gz", Refusal),
    ]
    for other in (wacz(), b"", b"PK\x03\x04"):
        with pytest.raises(DocumentError):
            read(tmp_path, other, parts_of_wacz)
