"""Documents in documents: each part an entry of its own, each breach one refusal."""

import errno
import json
import os
from pathlib import Path

import pytest
from documents_made import (
    SHELLED,
    STRUCK,
    archive,
    articles,
    ball,
    feed,
    mail,
    telegram,
    warc,
    zipped,
)

from mapper.base.errors import MapperError
from mapper.sources import documents
from mapper.sources.articles import read_article
from mapper.sources.entries import Entry, Sources
from mapper.sources.formats.limits import Limits
from mapper.sources.listing import list_sources
from mapper.sources.records import read_records


def listed(tmp_path: Path, name: str, content: bytes) -> Sources:
    path = tmp_path / name
    path.write_bytes(content)
    return list_sources([path])


def text_of(entry: Entry) -> str:
    article, refusal = read_article(entry)
    assert article is not None, refusal
    return article.text


def test_each_message_of_an_export_is_an_article_with_its_day_and_channel(tmp_path: Path) -> None:
    listing = listed(tmp_path, "result.json", telegram())
    first, second = listing.entries
    assert [text_of(first), text_of(second)] == [STRUCK, SHELLED]
    assert (first.published, first.published_basis) == ("2019-05-07", "message")
    assert (second.published, second.publisher) == ("2019-05-08", "Example Channel")
    assert first.part_of == second.part_of == "result.json"
    assert first.file.startswith("result.json/")
    assert first.file != second.file
    assert [name for name, _ in listing.containers] == ["result.json"]


def test_a_line_of_json_is_an_article(tmp_path: Path) -> None:
    entries = listed(tmp_path, "many.jsonl", articles()).entries
    assert [text_of(entry) for entry in entries] == [STRUCK, SHELLED]
    assert {entry.publisher for entry in entries} == {"Example Wire"}


def test_an_item_of_a_feed_is_an_article(tmp_path: Path) -> None:
    pytest.importorskip("feedparser", reason="needs the extra inputs")
    first, _ = listed(tmp_path, "feed", feed()).entries
    assert text_of(first) == STRUCK
    assert (first.title, first.published_basis, first.format) == ("One", "feed", "fragment")


def test_a_mail_is_its_body_under_its_subject(tmp_path: Path) -> None:
    (entry,) = listed(tmp_path, "a.eml", mail()).entries
    assert text_of(entry).strip() == STRUCK
    assert (entry.title, entry.published) == ("Strikes this morning", "2019-05-07")
    assert entry.publisher is None


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    listing = listed(tmp_path, "all.zip", archive())
    assert [(entry.file, entry.format) for entry in listing.entries] == [
        ("all.zip/note.txt", "text"),
        ("all.zip/saved/page.html", "html"),
    ]
    assert [(row["file"], row["reason"]) for row in listing.rejects] == [
        ("all.zip/dot.png", "not_a_document")
    ]


def test_a_manifest_in_an_archive_says_what_its_texts_are(tmp_path: Path) -> None:
    content = zipped({"manifest.csv": "file,publisher\nb.txt,B\n", "b.txt": STRUCK, "c.txt": "x"})
    listing = listed(tmp_path, "all.zip", content)
    (entry,) = listing.entries
    assert (entry.file, entry.publisher, entry.part_of) == ("all.zip/b.txt", "B", "all.zip")
    assert [row["reason"] for row in listing.rejects] == ["unlisted"]


def test_what_the_user_says_of_a_container_holds_for_its_parts(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(telegram())
    (tmp_path / "manifest.csv").write_text(
        "file,publisher,published,language\nresult.json,Ours,2018,en\n", encoding="utf-8"
    )
    first, _ = list_sources([tmp_path]).entries
    assert (first.publisher, first.language) == ("Ours", "en")
    assert first.published == "2019-05-07"


def test_documents_lie_in_documents_to_a_depth(tmp_path: Path) -> None:
    content = zipped({"note.txt": STRUCK})
    for number in range(2):
        content = zipped({f"{number}.zip": content})
    assert [one.file for one in listed(tmp_path, "a.zip", content).entries] == [
        "a.zip/1.zip/0.zip/note.txt"
    ]
    deeper = zipped({"2.zip": content})
    (tmp_path / "note.txt").write_text(SHELLED, encoding="utf-8")
    (tmp_path / "b.zip").write_bytes(deeper)
    listing = list_sources([tmp_path / "b.zip", tmp_path / "note.txt"])
    assert [row["reason"] for row in listing.rejects] == ["too_deep"]


def test_the_same_words_in_two_containers_count_once(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(ball())
    (tmp_path / "b.zip").write_bytes(zipped({"other.txt": STRUCK}))
    listing = list_sources([tmp_path])
    assert [entry.file for entry in listing.entries] == ["a.tar.gz/note.txt"]
    assert [(row["file"], row["reason"]) for row in listing.rejects] == [
        ("b.zip/other.txt", "duplicate")
    ]


def test_a_part_is_hashed_by_its_own_bytes(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="needs the extra inputs")
    (entry,) = listed(tmp_path, "crawl.warc.gz", warc()).entries
    assert entry.content().startswith(b"<!DOCTYPE html>")
    assert entry.url == "https://herald.example.org/kafr-nabl"
    assert entry.published is None


def test_too_many_parts_are_refused_once_and_the_first_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LIMITS", Limits(parts=3))
    lines = "".join(json.dumps({"text": f"{STRUCK} {n}"}) + "\n" for n in range(9))
    listing = listed(tmp_path, "many.jsonl", lines.encode())
    assert len(listing.entries) == 3
    assert [row["reason"] for row in listing.rejects] == ["too_large"]


def test_what_was_unpacked_goes_once_nobody_holds_it(tmp_path: Path) -> None:
    listing = listed(tmp_path, "all.zip", archive())
    folder = listing.entries[0].path.parents[2]
    assert folder.is_dir()
    del listing
    assert not folder.exists()


def test_a_name_in_an_archive_that_leads_out_of_it_is_not_followed(tmp_path: Path) -> None:
    listing = listed(tmp_path, "a.zip", zipped({"../../out.txt": STRUCK, "ok.txt": SHELLED}))
    assert "a.zip/ok.txt" in [entry.file for entry in listing.entries]
    assert not (tmp_path.parent / "out.txt").exists()


def test_what_lies_inside_other_files_decides_on_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(STRUCK, encoding="utf-8")
    content = zipped(
        {
            "annotations-x.jsonl": '{"by": "x"}\n{"file": "note.txt", "none": true}\n',
            "corrections.csv": "x,y\n1,2\n",
            "manifest.csv": "file\nb.txt\n",
            "b.txt": SHELLED,
        }
    )
    (tmp_path / "a.zip").write_bytes(content)
    listing = list_sources([tmp_path / "note.txt", tmp_path / "a.zip"])
    assert [entry.file for entry in listing.entries] == ["note.txt", "a.zip/b.txt"]
    assert (listing.annotations, listing.corrections) == ((), ())
    assert sorted((row["file"], row["reason"]) for row in listing.rejects) == [
        ("a.zip/annotations-x.jsonl", "not_obeyed"),
        ("a.zip/corrections.csv", "not_obeyed"),
    ]


def test_tables_in_archives_go_by_both_names(tmp_path: Path) -> None:
    for name, place in (("a.zip", "Hass"), ("b.zip", "Ariha")):
        table = f"place,date\n{place},2019-08-16\n,2019-08-17\n"
        (tmp_path / name).write_bytes(zipped({"records.csv": table, "odd.csv": "Town,Day\nx,y\n"}))
    listing = list_sources([tmp_path])
    assert [one.file for one in listing.tables] == ["a.zip/records.csv", "b.zip/records.csv"]
    read = [read_records(one.path, file=one.file) for one in listing.tables]
    assert [row["file"] for table in read for row in table.rejects] == [
        "a.zip/records.csv",
        "b.zip/records.csv",
    ]
    first, second = listing.rejects
    assert (first["file"], second["file"]) == ("a.zip/odd.csv", "b.zip/odd.csv")
    assert "incident-mapper-" not in first["detail"]


def test_a_file_whose_name_is_in_no_encoding_is_read_under_its_bytes(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/bad\xff\xfename.txt"
    try:
        with open(name, "wb") as stream:  # noqa: PTH123 - a path of bytes
            stream.write(STRUCK.encode())
    except OSError:
        pytest.skip("this system takes no such names")
    (entry,) = list_sources([tmp_path]).entries
    assert entry.file == "bad\\xff\\xfename.txt"
    assert text_of(entry) == STRUCK


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")  # noqa: PTH110
@pytest.mark.parametrize("name", ["a.zip", "result.json"])
def test_no_room_to_unpack_is_said_with_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(documents, "unpack", full)
    monkeypatch.setattr("mapper.sources.spool._PARTS", "/dev/full")
    content = zipped({"a.txt": STRUCK}) if name == "a.zip" else telegram()
    with pytest.raises(MapperError, match=r"cannot unpack into .*: No space left.*TMPDIR"):
        listed(tmp_path, name, content)
