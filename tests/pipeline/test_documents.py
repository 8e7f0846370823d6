"""Builds of documents that are not plain text: appended, kept, shown with what they say."""

import json
from pathlib import Path

import pytest
from built import rows_of
from documents_made import MORE, SHELLED, STRUCK, page, telegram

from mapper.pipeline.steps import build
from mapper.store import STORE
from mapper.store.reader import read_table

pytestmark = pytest.mark.usefixtures("few_places", "no_views")


def export(*messages: tuple[int, str]) -> bytes:
    told = [
        {"id": number, "type": "message", "date": f"2019-05-{number:02d}T09:00:00", "text": text}
        for number, text in messages
    ]
    chat = {"name": "Channel", "type": "public_channel", "id": 7, "messages": told}
    return json.dumps(chat).encode()


def test_two_messages_are_two_reports_each_of_its_day(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(telegram())
    built = build([tmp_path / "result.json"], tmp_path / "out")
    incidents = read_table(built.folder / STORE, "incidents")
    assert sorted(incidents["date_start"].astype(str)) == ["2019-05-06", "2019-05-07"]
    assert set(incidents["publisher"]) == {"Example Channel"}


def test_an_export_written_again_with_more_in_it_adds_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "in" / "result.json"
    path.parent.mkdir()
    path.write_bytes(export((7, STRUCK), (8, SHELLED)))
    out = build([path], tmp_path / "out").folder
    path.write_bytes(export((8, SHELLED), (9, f"{SHELLED} {MORE}")))
    added = build([path], out, append=True)
    assert added.n_unchanged == 1
    assert rows_of(added) == rows_of(build([path], tmp_path / "whole"))


def test_the_same_export_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(telegram())
    first = build([path], tmp_path / "out")
    again = build([path], first.folder, append=True)
    assert (again.n_unchanged, again.replaced) == (2, ())
    assert rows_of(again) == rows_of(first)


def test_a_page_that_tells_its_own_day_is_recognised_again(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra inputs")
    path = tmp_path / "page.html"
    path.write_bytes(page())
    first = build([path], tmp_path / "out")
    (article,) = read_table(first.folder / STORE, "articles").to_dict("records")
    assert (article["published"], article["published_basis"]) == ("2019-05-07", "json_ld")
    assert (article["publisher"], article["title"]) == ("Example Herald", "Two killed in Kafr Nabl")
    assert article["document_says"] == "title; published; publisher; url; language"
    again = build([path], first.folder, append=True)
    assert again.n_unchanged == 1
    assert rows_of(again) == rows_of(first)


def test_what_a_list_says_is_nearer_than_what_a_page_says(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra inputs")
    (tmp_path / "page.html").write_bytes(page())
    (tmp_path / "manifest.csv").write_text(
        "file,publisher,published\npage.html,Ours,2019-05-08\n", encoding="utf-8"
    )
    built = build([tmp_path], tmp_path / "out")
    (article,) = read_table(built.folder / STORE, "articles").to_dict("records")
    assert (article["published"], article["published_basis"]) == ("2019-05-08", "manifest")
    assert (article["publisher"], article["title"]) == ("Ours", "Two killed in Kafr Nabl")


def test_originals_are_kept_under_their_hash_with_the_text_that_offsets_count_in(
    tmp_path: Path,
) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra inputs")
    (tmp_path / "page.html").write_bytes(page())
    (tmp_path / "note.txt").write_text(SHELLED, encoding="utf-8")
    sources = [tmp_path / "page.html"]
    out = build(sources, tmp_path / "out", keep_originals=True).folder
    articles = read_table(out / STORE, "articles").set_index("format")
    name = str(articles.loc["html", "sha256"]).removeprefix("sha256:")
    assert (out / "originals" / f"{name}.html").read_bytes() == page()
    text = (out / "originals" / f"{name}.read.txt").read_text(encoding="utf-8")
    mentions = read_table(out / STORE, "mentions")
    assert len(mentions) > 1
    for one in mentions.to_dict("records"):
        assert text[one["start"] : one["end"]] == one["text"]
    later = build([tmp_path / "note.txt"], out, append=True).folder
    kept = sorted(path.name for path in (later / "originals").iterdir())
    assert len(kept) == 4
    assert kept[-1] == "sources.json"
    assert f"{name}.read.txt" in kept


def test_nothing_is_kept_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(SHELLED, encoding="utf-8")
    assert not (build([tmp_path / "note.txt"], tmp_path / "out").folder / "originals").exists()


def test_a_text_in_another_encoding_is_noted(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(f"{SHELLED} It was near the caf\u00e9.".encode("cp1252"))
    built = build([tmp_path / "note.txt"], tmp_path / "out")
    (note,) = built.report["notes"]["note.txt"]
    assert "cp1252" in note
