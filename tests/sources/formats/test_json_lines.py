import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.sources.annotations import FIELDS as OF_ANNOTATIONS
from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.json_lines import is_articles, parts_of_json
from mapper.sources.formats.limits import LIMITS

ARTICLE = {
    "headline": "Raid",
    "maintext": "Nine killed in Baluon.",
    "date_publish": "2020-06-08 01:20:03",
    "source": {"id": None, "name": "Town Post"},
    "url": "https://example.org/1",
    "language": "en-GB",
}
SAID = Said("Raid", "2020-06-08", "listed", "Town Post", "https://example.org/1", "en")


def read(folder: Path, content: str | bytes, **limits: int) -> Sequence[Part | Refusal]:
    path = folder / "articles.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(parts_of_json(path, limits=replace(LIMITS, **limits)))


def lines(*articles: object) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in articles)


def test_fields_are_known_by_the_names_that_programs_give_them(tmp_path: Path) -> None:
    assert read(tmp_path, lines(ARTICLE)) == [Part("1", b"Nine killed in Baluon.", "text", SAID)]


@pytest.mark.parametrize(
    "written",
    [
        json.dumps([ARTICLE]),
        json.dumps([ARTICLE], indent=2),
        json.dumps(ARTICLE, indent=2),
        "\ufeff\n" + lines(ARTICLE),
        lines(ARTICLE).encode("utf-16"),
        lines(ARTICLE).replace("\n", "\r\n").encode(),
    ],
)
def test_lists_lines_and_objects_are_read_in_any_unicode(
    tmp_path: Path, written: str | bytes
) -> None:
    (one,) = read(tmp_path, written)
    assert isinstance(one, Part)
    assert (one.content, one.said) == (b"Nine killed in Baluon.", SAID)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("Mon, 08 Jun 2020 01:20:03 +0300", "2020-06-08"),
        (1591604403, "2020-06-08"),
        (1591604403000, "2020-06-08"),
        ({"$date": {"$numberLong": "1591604403000"}}, "2020-06-08"),
        ("20200608T012003Z", "2020-06-08"),
        ("9999-99-99", None),
        ("05/06/2020", None),
        ([], None),
    ],
)
def test_dates_of_any_form_are_days(tmp_path: Path, published: object, day: str | None) -> None:
    (one,) = read(tmp_path, lines({"text": "Nine killed.", "published": published}))
    assert isinstance(one, Part)
    assert one.said.published == day
    assert one.said.published_basis == ("listed" if day else None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nine killed.", "text"),
        ("Fewer <than> 5 & more", "text"),
        ("<p>Nine killed.", "fragment"),
        ("Nine <b>killed</b>.", "fragment"),
        ("<!DOCTYPE html><html><p>Nine killed.</p>", "html"),
        ({"rendered": "<p>Nine</p>"}, "fragment"),
        (["Nine killed.", "Two hurt."], "text"),
    ],
)
def test_text_with_tags_is_markup(tmp_path: Path, text: object, kind: str) -> None:
    (one,) = read(tmp_path, lines({"content": text}))
    assert isinstance(one, Part)
    assert (one.kind, one.charset) == (kind, None if kind == "text" else "utf-8")


def test_the_first_field_that_is_filled_counts(tmp_path: Path) -> None:
    (one,) = read(tmp_path, lines({"Body": "", "text": "  ", "article": "Nine killed."}))
    assert isinstance(one, Part)
    assert one.content == b"Nine killed."


def test_bad_lines_are_refused_by_their_numbers_and_the_rest_is_read(tmp_path: Path) -> None:
    good = lines({"text": "Nine killed."})
    deep = '{"text": ' + "[" * 100_000
    bad = f'{good}{{"text": "cut\n\n[1]\n{good[:-1]} x\n{deep}\n{{"title": "no text"}}\n{good}'
    found = read(tmp_path, bad)
    told = [(one.name, one.reason if isinstance(one, Refusal) else "") for one in found]
    assert told == [
        *(("1", ""), ("2", "bad_row"), ("4", "bad_row"), ("5", "bad_row")),
        *(("6", "bad_row"), ("7", "empty"), ("8", "")),
    ]


def test_a_list_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps([ARTICLE, 3, ARTICLE])[:-30])
    assert [one.name for one in found] == ["1", "2", "rest"]
    assert [type(one) for one in found] == [Part, Refusal, Refusal]


def test_hostile_values_are_let_pass_or_refused(tmp_path: Path) -> None:
    odd = {"text": "a\ud83d\0b", "published": 10**400, "publisher": {"name": {}}, "url": "file:///"}
    (one,) = read(tmp_path, lines(odd))
    assert isinstance(one, Part)
    assert one.content.decode() == "a\ufffd\0b"
    assert one.said == Said()
    assert read(tmp_path, b'{"text": "a", "date": NaN, "lang": Infinity}')


@pytest.mark.parametrize("content", [b"", b"   ", b"Nine killed.", b"\0\0\0", b"<html>", b"3"])
def test_what_does_not_begin_like_json_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DocumentError):
        read(tmp_path, content)


def test_limits_of_lines_articles_and_files(tmp_path: Path) -> None:
    long = lines({"text": "a" * 150}, {"text": "b"}, {"text": "c" * 900}, {"text": "d"})
    found = read(tmp_path, long, text=100)
    assert [type(one) for one in found] == [Refusal, Part, Refusal, Part]
    assert [type(one) for one in read(tmp_path, long, parts=1)] == [Part, Refusal]
    with pytest.raises(DocumentError, match="too large"):
        read(tmp_path, long, container=100)


def test_articles_are_told_from_annotations_and_other_json() -> None:
    assert is_articles(lines(ARTICLE).encode())
    assert is_articles(json.dumps([ARTICLE], indent=1).encode()[:60])
    assert is_articles(b'{"title": "Raid", "url": "https://example.org/1"}')
    assert is_articles(b'{"text": "' + b"x" * 70_000)
    assert not is_articles(json.dumps(dict.fromkeys(sorted(OF_ANNOTATIONS), "x")).encode())
    assert not is_articles(b'{"annotator": "me", "only": true}')
    for other in (b"", b"[]", b"{", b"[[[[", b'{"type": "FeatureCollection"}', b"\xff\xfe{", b"3"):
        assert not is_articles(other)
    assert not is_articles(b"[" * 100_000)
    assert not is_articles(b'{"a":' * 100_000)


NEWS = {"title": "Raid", "content": "Nine killed.", "publishedAt": "2019-05-09T10:00:00Z"}


@pytest.mark.parametrize(
    "whole",
    [
        {"status": "ok", "totalResults": 2, "articles": [NEWS, NEWS]},
        {"took": 3, "hits": {"total": {"value": 2}, "hits": [{"_id": "1", "_source": NEWS}] * 2}},
        {"response": {"status": "ok", "results": [{"id": "1", "fields": NEWS}, NEWS]}},
        {"data": {"page": 1, "posts": [NEWS, NEWS]}, "next": None},
        {"items": [], "result": [NEWS, NEWS]},
        [{"articles": [NEWS]}, {"articles": None}, 3, {"articles": [NEWS]}],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_articles_in_an_object_is_read(
    tmp_path: Path, whole: object, indent: int | None
) -> None:
    content = json.dumps(whole, indent=indent)
    assert is_articles(content.encode())
    path = tmp_path / "articles.json"
    path.write_text(content)
    found = list(parts_of_json(path))
    said = Said("Raid", "2019-05-09", "listed")
    assert found == [Part(name, b"Nine killed.", "text", said) for name in ("1", "2")]


@pytest.mark.parametrize(
    "other",
    [
        {"items": [{"name": "a", "description": "A package"}]},
        {"messages": [{"role": "a", "content": "Nine killed."}]},
        {"data": [{"text": "Nine killed."}]},
        {"name": "a", "description": "A package"},
        {"type": "FeatureCollection", "features": [{"properties": {"text": "a", "title": "b"}}]},
        {"articles": 3, "items": "a", "data": {"data": {"data": {"data": [NEWS]}}}},
    ],
)
def test_other_lists_in_objects_are_no_articles(other: object) -> None:
    assert not is_articles(json.dumps(other).encode())


def test_a_cut_list_in_an_object_gives_what_comes_before(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps({"articles": [NEWS, NEWS]})[:-20])
    one, rest = parts_of_json(path)
    assert isinstance(one, Part)
    assert isinstance(rest, Refusal)
    assert (one.name, rest.name) == ("1", "rest")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"source": "https://example.org/raid", "hostname": "example.org", "raw_text": "Old"},
            Said(url="https://example.org/raid", publisher="example.org"),
        ),
        (
            {"source": "https://example.org/raid", "source-hostname": "Town Post"},
            Said(url="https://example.org/raid", publisher="Town Post"),
        ),
        (
            {"html": "<html>", "source_url": "https://example.org", "url": "https://example.org/1"},
            Said(url="https://example.org/1"),
        ),
        ({"title": ["Raid"], "source": {"name": "Town Post"}}, Said("Raid", publisher="Town Post")),
        ({"site": "Town Post", "publisher": "https://example.org/1"}, Said(publisher="Town Post")),
        ({"meta_lang": "en"}, Said(language="en")),
    ],
)
def test_names_and_addresses_go_where_they_belong(
    tmp_path: Path, fields: dict[str, object], said: Said
) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps({"text": "Nine killed."} | fields))
    (one,) = parts_of_json(path)
    assert isinstance(one, Part)
    assert one.content == b"Nine killed."
    assert (one.said.title, one.said.publisher, one.said.language) == (
        said.title,
        said.publisher,
        said.language,
    )
    assert one.said.url == said.url or "publisher" in fields


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"content": None, "description": "Nine killed."}, "Nine killed."),
        ({"content": "Nine killed. Ten w… [+99 chars]"}, "Nine killed. Ten w…"),
        ({"text": "", "html": "<html><p>Nine.</p>"}, "<html><p>Nine.</p>"),
        ({"content_html": "<p>Nine.</p>"}, "<p>Nine.</p>"),
    ],
)
def test_the_fullest_text_that_is_given_is_read(
    tmp_path: Path, fields: dict[str, object], text: str
) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps({"title": "Raid", "url": "https://example.org/1"} | fields))
    (one,) = parts_of_json(path)
    assert isinstance(one, Part)
    assert one.content.decode() == text
