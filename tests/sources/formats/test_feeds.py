import time
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from mapper.sources.formats import feeds
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.feeds import parts_of_feed
from mapper.sources.formats.limits import LIMITS

pytest.importorskip("feedparser", reason="needs the extra inputs")

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def read(folder: Path, content: str | bytes, **limits: int) -> Sequence[Part | Refusal]:
    path = folder / "feed"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(parts_of_feed(path, limits=replace(LIMITS, **limits)))


def only(found: Sequence[Part | Refusal]) -> Part:
    (one,) = found
    assert isinstance(one, Part)
    return one


def rss(*items: str, head: str = "", ending: str = "</channel></rss>") -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Town Post</title><language>en-GB</language>{head}"
        f"{''.join(f'<item>{one}</item>' for one in items)}{ending}"
    )


ITEM = (
    "<title>Raid &amp; fire</title><link>https://example.org/1</link><guid>g1</guid>"
    "<pubDate>Mon, 08 Jun 2020 01:20:03 +0300</pubDate>"
)


def test_an_item_is_its_whole_text_with_what_the_feed_says(tmp_path: Path) -> None:
    whole = "<content:encoded><![CDATA[<p>Nine were killed in Baluon.</p>]]></content:encoded>"
    one = only(read(tmp_path, rss(f"{ITEM}<description>Nine killed.</description>{whole}")))
    url = "https://example.org/1"
    assert one.content == b"<p>Nine were killed in Baluon.</p>"
    assert one.kind == "fragment"
    assert one.said == Said("Raid & fire", "2020-06-08", "feed", "Town Post", url, "en")


def test_a_summary_is_read_where_there_is_no_more(tmp_path: Path) -> None:
    one = only(read(tmp_path, rss(f"{ITEM}<description>Nine killed.</description>")))
    assert one.content == b"Nine killed."


def test_names_stay_when_items_come_before(tmp_path: Path) -> None:
    old = f"{ITEM}<description>Nine killed.</description>"
    new = old.replace("g1", "g2")
    before, after = read(tmp_path, rss(old)), read(tmp_path, rss(new, old, old))
    assert before[0].name == after[1].name
    assert len({one.name for one in after}) == 3


def test_an_item_names_its_source_and_an_atom_entry_its_change(tmp_path: Path) -> None:
    source = '<source url="https://example.net">Valley News</source>'
    one = only(read(tmp_path, rss(f"{ITEM}<description>Nine killed.</description>{source}")))
    assert one.said.publisher == "Valley News"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>Town Post</title>'
        "<entry><id>urn:1</id><title>Raid</title><updated>2020-06-08T23:59:00-05:00</updated>"
        '<link href="javascript:alert(1)"/>'
        '<content type="text">Nine killed.</content></entry></feed>'
    )
    two = only(read(tmp_path, atom))
    assert (two.kind, two.said.published, two.said.language) == ("text", "2020-06-08", "ar")
    assert two.said.url is None


def test_rdf_and_the_old_doctype_of_rss_are_read(tmp_path: Path) -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<item><title>Raid</title><description>Nine killed.</description>"
        "<dc:date>2020-06-08T01:00:00+03:00</dc:date></item></rdf:RDF>"
    )
    assert only(read(tmp_path, rdf)).said.published == "2020-06-08"
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/a.dtd">'
    assert only(read(tmp_path, old + rss("<description>Nine killed.</description>")))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1256", "cp1256"),
        ("utf-8", "cp1256"),
        (None, "cp1256"),
        ("utf-16", "utf-16"),
        ("punycode", "utf-8"),
        ("x-unheard-of", "utf-8"),
    ],
)
def test_any_encoding_is_read(tmp_path: Path, declared: str | None, encoding: str) -> None:
    said = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = "قتل تسعة أشخاص في غارة على المدينة"
    one = only(read(tmp_path, (said + rss(f"<description>{text}</description>")).encode(encoding)))
    assert one.content.decode() == text


def test_an_item_without_text_is_one_refusal(tmp_path: Path) -> None:
    empty, full = read(tmp_path, rss(ITEM, "<description>Nine killed.</description>"))
    assert isinstance(empty, Refusal)
    assert empty.reason == "empty"
    assert isinstance(full, Part)


def test_a_broken_feed_is_mended_and_a_cut_one_loses_its_last_item(tmp_path: Path) -> None:
    text = "<description>Nine killed & two hurt.</description>"
    assert only(read(tmp_path, rss(text))).content.startswith(b"Nine killed & two")
    first, end = read(tmp_path, rss(text, text, ending="")[:-20])
    assert isinstance(first, Part)
    assert isinstance(end, Refusal)
    assert end.reason == "damaged"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"),
        (b"<html><body>Nine killed.</body></html>", "damaged"),
        (rss().encode(), "empty"),
        ((LAUGHS + rss("<description>&c;</description>")).encode(), "hostile"),
        ((LAUGHS + rss("<description>&c;</description>")).encode("utf-16"), "hostile"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/hosts" [\n]><rss/>', "hostile"),
        (b"\0" * 5_000, "damaged"),
        (b"http://example.org/feed", "damaged"),
        (b"/etc/hosts", "damaged"),
    ],
)
def test_what_is_no_feed_or_a_bomb_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(tmp_path, content)
    assert refused.value.reason == reason


def test_a_feed_that_speaks_of_entities_is_read(tmp_path: Path) -> None:
    said = "<description><![CDATA[How <!ENTITY a 'b'> is written.]]></description>"
    assert only(read(tmp_path, rss(said)))


def test_limits_of_size_and_items(tmp_path: Path) -> None:
    text = "<description>Nine killed.</description>"
    with pytest.raises(DocumentError, match="larger than"):
        read(tmp_path, rss(text), listing=100)
    with pytest.raises(DocumentError, match="broken"):
        read(tmp_path, rss("&", text), text=100)
    found = read(tmp_path, rss(text, text, text), parts=2)
    assert [type(one) for one in found] == [Part, Part, Refusal]


def test_markup_made_to_take_long_does_not(tmp_path: Path) -> None:
    start = time.process_time()
    one = only(read(tmp_path, rss(f"<description>a {escape('<!--' * 40_000)}</description>")))
    assert one.content.startswith(b"a <!--")
    assert time.process_time() - start < 15
    deep = "<a>" * 3_000
    assert read(tmp_path, rss(f"<description>a {deep}</description>", "<title>b</title>"))


def test_a_feed_of_more_elements_than_are_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_MOST_ELEMENTS", 10)
    with pytest.raises(DocumentError, match="elements"):
        read(tmp_path, rss(*["<description>Nine killed.</description>"] * 10))
    monkeypatch.setattr(feeds, "_MOST_BROKEN", 10)
    with pytest.raises(DocumentError, match="too large to mend"):
        read(tmp_path, rss(*["& <b>"] * 10))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_markup_that_is_escaped_too_often_is_read_as_meant(tmp_path: Path, times: int) -> None:
    text = "<p>Nine killed &amp; two hurt.</p><p>At 5 &lt; 6.</p>"
    for _ in range(times):
        text = escape(text)
    one = only(read(tmp_path, rss(f"{ITEM}<description>{text}</description>")))
    assert one.content == b"<p>Nine killed &amp; two hurt.</p><p>At 5 &lt; 6.</p>"
    assert one.kind == "fragment"


@pytest.mark.parametrize("text", ["<p>Write &lt;p&gt;a&lt;/p&gt;.</p>", "5 &lt; 6 &gt; 4"])
def test_signs_that_are_escaped_as_often_as_they_should_stay(tmp_path: Path, text: str) -> None:
    one = only(read(tmp_path, rss(f"{ITEM}<description>{escape(text)}</description>")))
    assert one.content.decode() == text
