import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import read_articles
from mapper.base.schema import ARTICLES
from mapper.sources.articles import read_article, to_row
from mapper.sources.entries import Entry
from mapper.sources.formats.plain import read_text
from mapper.sources.listing import list_sources


def entry_of(path: Path, content: bytes) -> Entry:
    path.write_bytes(content)
    return list_sources([path]).entries[0]


def test_text_is_what_the_bytes_say_newlines_and_mark_included(tmp_path: Path) -> None:
    content = "\ufeffOne\r\ntwo\rthree \u0643\u0641\u0631\u0646\u0628\u0644".encode()
    article, refusal = read_article(entry_of(tmp_path / "a.txt", content))
    assert refusal is None
    assert article is not None
    assert article.text.encode() == content


@given(text=st.text(min_size=1).filter(lambda text: text.strip("\ufeff \t\r\n\f\v\u00a0")))
def test_any_text_comes_back_byte_for_byte(text: str) -> None:
    try:
        content = text.encode()
    except UnicodeEncodeError:
        return
    document = read_text(content)
    assert document.text == text
    assert document.notes == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
    ],
)
def test_a_text_that_is_none_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    article, refusal = read_article(entry_of(tmp_path / "a.txt", content))
    assert article is None
    assert refusal is not None
    assert (refusal["file"], refusal["reason"]) == ("a.txt", reason)


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", "utf-16"])
def test_a_text_in_another_encoding_is_read_and_said(tmp_path: Path, encoding: str) -> None:
    text = "\u0642\u0635\u0641 \u0639\u0644\u0649 \u0625\u062f\u0644\u0628"
    text = text if encoding == "cp1256" else "Two men were killed in the caf\u00e9 of the village"
    article, _ = read_article(entry_of(tmp_path / "a.txt", text.encode(encoding)))
    assert article is not None
    assert article.text == text
    assert encoding in article.notes[0]


def test_a_text_that_changed_since_it_was_listed_is_refused(tmp_path: Path) -> None:
    entry = entry_of(tmp_path / "a.txt", b"before")
    (tmp_path / "a.txt").write_bytes(b"after")
    _, refusal = read_article(entry)
    assert refusal is not None
    assert refusal["reason"] == "changed"


def test_a_text_that_went_away_is_refused(tmp_path: Path) -> None:
    _, refusal = read_article(Entry(tmp_path / "gone.txt", "gone.txt", "sha256:0"))
    assert refusal is not None
    assert refusal["reason"] == "unreadable"


def test_an_id_follows_the_bytes_not_the_name(tmp_path: Path) -> None:
    first = entry_of(tmp_path / "a.txt", b"same")
    second = entry_of(tmp_path / "b.txt", b"same")
    one, _ = read_article(first)
    two, _ = read_article(second)
    assert one is not None
    assert two is not None
    assert one.article_id == two.article_id
    assert one.article_id.startswith("art-")


def test_a_row_has_the_columns_of_the_table_and_no_text(tmp_path: Path) -> None:
    article, _ = read_article(entry_of(tmp_path / "a.txt", b"words"))
    assert article is not None
    assert set(to_row(article)) == set(ARTICLES.names) - {"censored"}


def test_a_script_reads_all_articles_in_one_call(shared: Path, tmp_path: Path) -> None:
    copy = tmp_path / "in"
    shutil.copytree(shared / "articles", copy)
    (copy / "bad.txt").write_bytes(b"\xff\xd8\xff\xe0")
    with (copy / "manifest.csv").open("a", encoding="utf-8") as stream:
        stream.write("bad.txt,,,,,,,,\n")
    articles, rejects = read_articles(copy)
    assert [article.published for article in articles] == ["2019-05-06", "2020-06"]
    assert [row["reason"] for row in rejects] == ["not_a_document"]
