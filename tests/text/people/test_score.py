"""The measure of masking, on a page of two sentences."""

import hashlib
import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from folders import TESTS

TEXT = "Samir Keto fled. General Tolan stayed."
SCORE: dict[str, Any] = runpy.run_path(str(TESTS / "gold" / "people" / "score_people.py"))


def test_recall_precision_and_public_names_are_counted() -> None:
    tally = SCORE["Tally"]()
    tally.add(
        [(0, 5, "person.forename"), (25, 30, "person.forename")],
        [[0, 10, "private"], [25, 30, "public"]],
    )
    assert list(tally.lines()) == [
        "pages                     1",
        "names, recall             100.0%  1 of 1",
        "names found whole           0.0%  0 of 1",
        "names, precision           50.0%  1 of 2",
        "characters, recall         50.0%  5 of 10",
        "characters, precision      50.0%  5 of 10",
        "public persons masked     100.0%  1 of 1",
        "  person.forename          50.0%  1 of 2 right",
    ]


def test_a_page_that_is_not_the_one_marked_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    right = {"file": "a.txt", "sha256": digest, "text_sha256": digest, "people": []}
    wrong = [{**right, "sha256": "0"}, {**right, "text_sha256": "0"}, {**right, "file": "b.txt"}]
    gold = tmp_path / "marked.jsonl"
    gold.write_text("\n".join(json.dumps(one) for one in [right, *wrong]), encoding="utf-8")
    pages = SCORE["marked_pages"](gold, tmp_path, lambda path: path.read_text("utf-8"))
    assert list(pages) == [("a.txt", TEXT, [])]
    told = capsys.readouterr().err
    assert [line.split(": ")[1].split(" in ")[0] for line in told.splitlines()] == [
        "not the bytes that were marked",
        "not the text that was marked",
        "not",
    ]
