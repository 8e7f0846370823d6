"""The hostile set bites: all that must not leave lies in its inputs, and a build takes it in."""

import sqlite3
from contextlib import closing

import pytest
from folders import REPO
from release.hostile_set import HOSTILE, Withheld, allowed, folded, packed, withheld, written

from mapper.pipeline.steps import Build
from mapper.store import STORE

REFUSED = {
    ("annotations.jsonl", 4, "unknown_field"),
    ("annotations.jsonl", 5, "not_in_text"),
    ("hostile/corrections.csv", 7, "bad_correction"),
    ("hostile/corrections.csv", 8, "bad_correction"),
    ("records.csv", 18, "cell_left_out"),
    ("records.csv", 19, "bad_date"),
    ("records.csv", 20, "duplicate"),
}
"""What is refused on purpose: the words of a refusal are a way out too."""


@pytest.fixture(scope="module")
def cells(hostile: Build) -> list[str]:
    with closing(sqlite3.connect(hostile.folder / STORE)) as store:
        names = store.execute("SELECT table_name FROM gpkg_contents").fetchall()
        rows = [row for (name,) in names for row in store.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
    return [str(cell) for row in rows for cell in row if isinstance(cell, str | float)]


def test_every_file_named_carries_the_string_or_the_position() -> None:
    for one in withheld():
        for file in one.files:
            text = (HOSTILE / file).read_text("utf-8")
            assert _holds(text + file, one), (one, file)


def test_no_name_or_position_stands_in_the_pack_the_words_or_the_seeds() -> None:
    others = [
        *(REPO / "gazetteer").glob("*.*"),
        *(REPO / "mapper" / "words").rglob("*.csv"),
        *(REPO / "mapper" / "data").rglob("*.csv"),
        *(REPO / "seeds").iterdir(),
    ]
    texts = [path.read_text("utf-8") for path in others if path.suffix not in {".gz", ".geojson"}]
    whole = "\n".join(texts)
    plain = folded(whole)
    for one in withheld():
        assert folded(one.string) not in plain or not one.string, one
        assert not any(form in whole for form in _forms(one)), one


def test_nothing_is_both_withheld_and_allowed() -> None:
    hidden = [folded(one.string) for one in withheld() if one.string]
    for _, string in allowed():
        assert not any(one in folded(string) or folded(string) in one for one in hidden)


def test_a_build_reads_all_of_it_but_what_is_wrong_on_purpose(hostile: Build) -> None:
    refused = {
        (one["file"], one["row"], one["reason"]) for one in hostile.report["rejects"]["rows"]
    }
    assert refused == REFUSED
    assert hostile.report["articles"]["read"] == 5


def test_the_store_takes_in_all_that_must_not_leave_and_all_that_must_stay(
    hostile: Build, cells: list[str]
) -> None:
    whole = "\n".join(cells)
    plain = folded(whole)
    raw = (hostile.folder / STORE).read_bytes()
    missing = [
        one
        for one in withheld()
        if not (
            folded(one.string) in plain
            if one.string
            else any(form in raw for form in packed(one.position or ("", "")))
            or any(form in whole for form in _forms(one))
        )
    ]
    assert missing == []
    assert [string for _, string in allowed() if folded(string) not in plain] == []


@pytest.mark.parametrize(
    "spelling",
    [
        "SAMPLE AL-NAME",
        "Sample\nal-Name",
        "Sam\u200bple\u00a0al\u00adName",
        "Sample&#32;al&#45;Name",
        "Sample\\nal\\u002dName",
        "/sample-al-name/",
        "Sample%20al-Name",
        "Sāmple al-Nāme’s",
        "#SampleAlName",
    ],
)
def test_no_spelling_hides_a_name(spelling: str) -> None:
    assert folded("Sample al-Name") in folded(f"... {spelling} ...")


@pytest.mark.parametrize(
    "text", ["[36.567,35.619]", "35.61873, ...", "35.6187,36.5668", "36.5668410753"]
)
def test_no_rounding_hides_a_position(text: str) -> None:
    position = ("35.6187340129", "36.5668410753")
    assert any(form in text for form in written(position))
    assert not any(form in "35.6187, 36.5610" for form in written(position))


def _holds(text: str, one: Withheld) -> bool:
    if one.string:
        return folded(one.string) in folded(text)
    return any(form in text for form in _forms(one))


def _forms(one: Withheld) -> set[str]:
    return written(one.position) if one.position else set()
