import hashlib
import os
from pathlib import Path

import openpyxl
import pytest

from mapper.base.errors import ArticleError
from mapper.base.rejects import REASONS
from mapper.sources import gathering
from mapper.sources.entries import Sources
from mapper.sources.formats import Told, tell
from mapper.sources.listing import MAX_BYTES, list_sources
from mapper.sources.wishes import Reading


def folder(tmp_path: Path, manifest: str | None, **texts: str | bytes) -> Path:
    for name, content in texts.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (tmp_path / f"{name}.txt").write_bytes(raw)
    if manifest is not None:
        (tmp_path / "manifest.csv").write_text(manifest, encoding="utf-8")
    return tmp_path


def reasons(listing: Sources) -> list[tuple[str, int | None, str]]:
    return [(row["file"], row["row"], row["reason"]) for row in listing.rejects]


def test_a_folder_gives_its_texts_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    source = folder(tmp_path, "file,publisher\nb.txt,B\na.txt,A\n", a="one", b="two")
    entries = list_sources([source]).entries
    assert [(e.file, e.publisher, e.row) for e in entries] == [("b.txt", "B", 2), ("a.txt", "A", 3)]
    assert entries[1].sha256 == "sha256:" + hashlib.sha256(b"one").hexdigest()


def test_only_the_file_column_is_required(tmp_path: Path) -> None:
    (entry,) = list_sources([folder(tmp_path, "file\na.txt\n", a="one")]).entries
    assert (entry.published, entry.language, entry.text_kind) == (None, None, "original")


def test_a_manifest_a_table_and_a_text_can_be_named_by_themselves(tmp_path: Path) -> None:
    source = folder(tmp_path, "file\na.txt\n", a="one", b="two")
    (tmp_path / "table.csv").write_text("place,date\nHass,2019-08-16\n", encoding="utf-8")
    listing = list_sources([source / "manifest.csv", source / "b.txt", source / "table.csv"])
    assert [entry.file for entry in listing.entries] == ["a.txt", "b.txt"]
    assert [one.file for one in listing.tables] == ["table.csv"]
    assert not listing.rejects


def test_tables_in_a_folder_are_told_by_their_header(tmp_path: Path) -> None:
    source = folder(tmp_path, "file\na.txt\n", a="one")
    (tmp_path / "table.csv").write_text("Place;Date\nHass;2019-08-16\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    listing = list_sources([source])
    assert [one.file for one in listing.tables] == ["table.csv"]
    assert reasons(listing) == [("other.csv", None, "bad_header")]


def test_each_unusable_text_costs_itself_and_nothing_else(tmp_path: Path) -> None:
    manifest = (
        "file,published,text_kind,language,original_sha256\n"
        "gone.txt,,,,\nempty.txt,,,,\ngood.txt,2019-02-30,,,\ntwin.txt,,,,\n"
        "../x.txt,,,,\nkind.txt,,poem,,\nlang.txt,,,klingon,\nhash.txt,,digest,,abc\n,,digest,,\n"
    )
    texts = {"empty": "", "good": "news", "twin": "news", "kind": "k", "lang": "l", "hash": "h"}
    listing = list_sources([folder(tmp_path, manifest, **texts)])
    assert [(e.file, e.published) for e in listing.entries] == [
        ("good.txt", None),
        ("lang.txt", None),
        ("hash.txt", None),
    ]
    assert reasons(listing) == [
        ("gone.txt", 2, "not_found"),
        ("empty.txt", 3, "empty"),
        ("good.txt", 4, "bad_published"),
        ("twin.txt", 5, "duplicate"),
        ("../x.txt", 6, "outside_folder"),
        ("kind.txt", 7, "bad_text_kind"),
        ("lang.txt", 8, "bad_language"),
        ("hash.txt", 9, "bad_hash"),
        ("manifest.csv", 10, "bad_row"),
    ]
    assert {row["reason"] for row in listing.rejects} <= set(REASONS)


@pytest.mark.parametrize("name", ["manifest.csv", "manifest.tsv", "Manifest.xlsx"])
def test_a_manifest_as_a_spreadsheet_saves_it_is_read(tmp_path: Path, name: str) -> None:
    rows = [["File", "Published"], ["a.txt", "05/07/2019"], ["sub\\b.txt", "30/07/2019"]]
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("two", encoding="utf-8")
    source = folder(tmp_path, None, a="one")
    if name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(source / name)
        (source / f"~${name}").write_bytes(b"lock")
    else:
        (source / name).write_text("\n".join(map("\t".join, rows)), encoding="utf-16")
    listing = list_sources([source])
    assert [(entry.file, entry.published) for entry in listing.entries] == [
        ("a.txt", "2019-07-05"),
        ("sub/b.txt", "2019-07-30"),
    ]
    assert listing.rejects == ()
    assert listing.notes == (() if name.endswith(".xlsx") else ((name, "read as utf-16"),))


def test_a_workbook_of_records_is_a_table_among_the_texts_of_a_folder(tmp_path: Path) -> None:
    source = folder(tmp_path, "file,published\na.txt,30 July 2019\n", a="one")
    book = openpyxl.Workbook()
    for row in (["Place", "Date"], ["Hass", "2019-08-16"]):
        book.active.append(row)
    book.save(source / "records.xlsx")
    listing = list_sources([source])
    assert [one.file for one in listing.tables] == ["records.xlsx"]
    assert listing.entries[0].published == "2019-07-30"


def test_a_table_under_the_name_of_a_text_is_told_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    path.write_text("place\tdate\nHass\t2019-08-16\nAriha\t2019-08-17\n", encoding="utf-16")
    assert [one.path for one in list_sources([path]).tables] == [path]


def test_a_date_of_publication_that_nobody_decides_names_the_options(tmp_path: Path) -> None:
    source = folder(tmp_path, "file,published\na.txt,05/07/2019\n", a="one")
    assert "--dayfirst" in list_sources([source]).rejects[0]["detail"]
    (entry,) = list_sources([source], Reading(order="day")).entries
    assert entry.published == "2019-07-05"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").symlink_to(tmp_path / "secret.txt")
    folder(source, "file\na.txt\nb.txt\n", b="two")
    assert reasons(list_sources([source])) == [("a.txt", 2, "outside_folder")]


def test_a_text_too_long_for_an_article_is_refused_unread(tmp_path: Path) -> None:
    source = folder(tmp_path, "file\nbig.txt\na.txt\n", a="one")
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.write(b"word " * (MAX_BYTES // 5 + 1))
    assert reasons(list_sources([source])) == [("big.txt", 2, "too_large")]


def test_a_text_the_manifest_omits_is_said(tmp_path: Path) -> None:
    listing = list_sources([folder(tmp_path, "file\na.txt\n", a="one", b="two")])
    assert reasons(listing) == [("b.txt", None, "unlisted")]


def test_an_original_that_is_not_the_text_listed_is_kept_and_said(tmp_path: Path) -> None:
    manifest = f"file,text_kind,original_sha256\na.txt,original,{'0' * 64}\n"
    listing = list_sources([folder(tmp_path, manifest, a="one")])
    assert reasons(listing) == [("a.txt", 2, "bad_hash")]
    assert listing.entries[0].original_sha256 is None


def test_a_digest_keeps_the_hash_of_its_original(tmp_path: Path) -> None:
    manifest = f"file,text_kind,original_sha256\na.txt,digest,{'AB' * 32}\n"
    (entry,) = list_sources([folder(tmp_path, manifest, a="one")]).entries
    assert entry.original_sha256 == "sha256:" + "ab" * 32


def test_a_folder_without_a_manifest_gives_all_its_documents_by_name(tmp_path: Path) -> None:
    source = folder(tmp_path, None, b="two", a="one")
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "c.htm").write_text("<html><body><p>three</p></body></html>", "utf-8")
    (tmp_path / "README.md").write_text("What these are.", encoding="utf-8")
    (tmp_path / ".hidden").write_text("not seen", encoding="utf-8")
    (tmp_path / "table.csv").write_text("place,date\nHass,2019-08-16\n", encoding="utf-8")
    listing = list_sources([source])
    found = [(entry.file, entry.format) for entry in listing.entries]
    assert found == [("2019/c.htm", "html"), ("a.txt", "text"), ("b.txt", "text")]
    assert [one.file for one in listing.tables] == ["table.csv"]
    assert not listing.rejects
    assert [name for name, _ in listing.notes] == ["README.md"]


def test_what_is_no_document_is_refused_by_what_it_is_once_for_all_of_a_kind(
    tmp_path: Path,
) -> None:
    source = folder(tmp_path, None, a="one")
    for number in range(8):
        (tmp_path / f"{number}.jpg").write_bytes(b"\xff\xd8\xff" + bytes(40))
    (tmp_path / "style.txt").write_text("body { top: 0; }\np { left: 0; }\na { x: y; }\n", "utf-8")
    listing = list_sources([source])
    assert [entry.file for entry in listing.entries] == ["a.txt"]
    assert [(row["file"], row["reason"], row["detail"]) for row in listing.rejects] == [
        (
            "0.jpg",
            "not_a_document",
            "it is an image (JPEG); so are 1.jpg, 2.jpg, 3.jpg, 4.jpg and 3 more",
        ),
        ("style.txt", "not_a_document", "it is a program or style sheet, no prose"),
    ]


def test_what_a_browser_keeps_beside_a_saved_page_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><p>news</p></body></html>", encoding="utf-8")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").write_text("<html>advert</html>", encoding="utf-8")
    listing = list_sources([tmp_path])
    assert [entry.file for entry in listing.entries] == ["page.html"]
    assert not listing.rejects


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    source = folder(tmp_path, None, a="one")
    (tmp_path / "again").symlink_to(tmp_path)
    assert reasons(list_sources([source])) == [("again", None, "outside_folder")]


def test_an_empty_folder_does_not_stop_another_source(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.mkdir()
    good.mkdir()
    folder(good, "file\nb.txt\n", b="two")
    listing = list_sources([bad, good, tmp_path / "gone"])
    assert [entry.file for entry in listing.entries] == ["b.txt"]
    assert [row["reason"] for row in listing.rejects] == ["no_source", "not_found"]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("name,date\na.txt,2019\n", "no column 'file'.*name, date"),
        ("", "is empty"),
        ("file\ngone.txt\n", "no file gone.txt"),
    ],
)
def test_nothing_usable_is_an_error_with_the_reasons(
    tmp_path: Path, manifest: str, message: str
) -> None:
    with pytest.raises(ArticleError, match=message):
        list_sources([folder(tmp_path, manifest)])


def test_no_source_at_all_is_an_error() -> None:
    with pytest.raises(ArticleError, match="no source"):
        list_sources([])


def test_the_shared_manifests_read_without_a_refusal(shared: Path) -> None:
    listing = list_sources([shared / "articles", shared / "devset" / "articles"])
    assert len(listing.entries) == 2 + 74
    assert listing.rejects == ()
    assert listing.entries[1].published == "2020-06"


def test_what_is_no_ordinary_file_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no such files")
    source = folder(tmp_path, None, a="one")
    os.mkfifo(tmp_path / "pipe")
    listing = list_sources([source])
    assert [entry.file for entry in listing.entries] == ["a.txt"]
    assert reasons(listing) == [("pipe", None, "not_a_document")]


def test_a_file_that_cannot_be_read_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(path: Path) -> Told:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return tell(path)

    monkeypatch.setattr(gathering, "tell", told)
    source = folder(tmp_path, None, a="one", b="two")
    listing = list_sources([source])
    assert [entry.file for entry in listing.entries] == ["a.txt"]
    assert reasons(listing) == [("b.txt", None, "unreadable")]
    (tmp_path / "manifest.csv").write_text("file\nb.txt\na.txt\n", encoding="utf-8")
    listing = list_sources([source])
    assert [entry.file for entry in listing.entries] == ["a.txt"]
    assert reasons(listing) == [("b.txt", 2, "unreadable")]


def test_a_folder_that_a_manifest_says_nothing_of_is_told(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.txt").write_text("two", encoding="utf-8")
    listing = list_sources([folder(tmp_path, "file\na.txt\n", a="one")])
    assert [entry.file for entry in listing.entries] == ["a.txt"]
    assert listing.notes == (("more", "not looked into: manifest.csv says what is read"),)
