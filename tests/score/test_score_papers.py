import html
import random
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from folders import TESTS
from gold.documents.score_papers import Score, common, load, score, words

DOCUMENTS = TESTS / "gold" / "documents"
SETS = {"papers": 12, "papers_second": 8}
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.fixture(params=SETS)
def folder(request: pytest.FixtureRequest) -> Path:
    return DOCUMENTS / str(request.param)


@pytest.fixture
def papers(folder: Path) -> list[dict[str, Any]]:
    return load(folder)


def test_every_paper_of_the_set_is_there_and_small(
    folder: Path, papers: list[dict[str, Any]]
) -> None:
    assert [paper["file"] for paper in papers] == sorted(p.name for p in folder.glob("*.pdf"))
    assert len(papers) == SETS[folder.name]
    for paper in papers:
        content = (folder / paper["file"]).read_bytes()
        assert content.startswith(b"%PDF-1.")
        assert len(content) < 150_000


def test_every_paper_says_what_a_reader_gets(papers: list[dict[str, Any]]) -> None:
    fields = {"file", "kind", "language", "title", "published", "must", "may", "scan"}
    for paper in papers:
        assert set(paper) == fields
        assert bool(paper["must"]) != paper["scan"]
        assert paper["scan"] or date.fromisoformat(paper["published"])
        assert paper["scan"] or paper["title"] in paper["may"]
        assert paper["scan"] or 100 <= len(words(" ".join(paper["must"]))) <= 650
        told = " ".join(paper["must"])
        assert bool(ARABIC.search(told)) == ("Arabic" in paper["kind"])


def test_what_is_expected_is_the_source_in_its_order(
    folder: Path, papers: list[dict[str, Any]]
) -> None:
    for paper in papers:
        (source,) = (folder / "sources").glob(f"{Path(paper['file']).stem}.*")
        text = source.read_text(encoding="utf-8")
        if source.suffix in {".html", ".fodt"}:
            text = html.unescape(re.sub("<[^>]*>", " ", text))
        wanted = words("\n".join(paper["must"]))
        assert len(common(wanted, words(text))) == len(wanted), paper["file"]


def test_the_very_text_is_right_with_or_without_what_may_stand_in_it(
    papers: list[dict[str, Any]],
) -> None:
    for paper in papers:
        bare = score(paper, "\n\n".join(paper["must"]))
        full = score(paper, "\n\n".join([*paper["may"], *paper["must"]]))
        assert (bare.in_order, bare.right) == (full.in_order, full.right) == (1, 1)


def test_paragraphs_out_of_order_lose_words_and_keep_wrong_ones(
    papers: list[dict[str, Any]],
) -> None:
    for paper in papers:
        if not paper["scan"]:
            mixed = random.Random(7).sample(paper["must"], len(paper["must"]))  # noqa: S311 - not for secrets
            found = score(paper, "\n\n".join(mixed))
            assert found.in_order < 0.95
            assert found.right < 0.95


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("the bombardment of abu al-duhur", 6, 6),
        ("the bom-\nbardment of abu al-duhur", 5, 7),
        ("the bombardment of abu alduhur", 4, 5),
        ("of abu al-duhur the bombardment", 4, 6),
        ("page 3 the bombardment of abu al-duhur", 6, 6),
        ("page 3 page 3 the bombardment of abu al-duhur", 6, 8),
        ("", 0, 0),
    ],
)
def test_a_word_counts_where_it_stands(text: str, found: int, kept: int) -> None:
    paper = {"must": ["The bombardment", "of Abu al-Duhur"], "may": ["Page 3"], "scan": False}
    assert score(paper, text) == Score(6, found, kept)


def test_arabic_is_compared_without_marks_in_either_form_of_its_letters() -> None:
    assert words("قُتِلَ ٣ في الــلاذقية") == ["قتل", "٣", "في", "اللاذقية"]
    assert words("\ufed7\ufe98\ufede \u200f\ufef7\ufee5\u200f") == ["قتل", "لأن"]


def test_a_longest_common_subsequence_is_found_where_greed_fails() -> None:
    wanted, got = list("abcabba"), list("cbabac")
    assert [got[at] for at in common(wanted, got)] in (list("baba"), list("caba"), list("cbba"))


def test_a_scan_is_right_when_refused() -> None:
    scan = {"must": [], "may": [], "scan": True}
    assert score(scan, None) == Score(scans=1, refused=1)
    assert score(scan, "l1 l1 O") == Score(kept=3, scans=1)


def test_the_command_tells_odd_and_even_apart(tmp_path: Path) -> None:
    for paper in load(DOCUMENTS / "papers"):
        if int(paper["file"][:2]) % 2:
            text = tmp_path / Path(paper["file"]).with_suffix(".txt").name
            text.write_text("\n\n".join(paper["must"]), encoding="utf-8")
    command = [sys.executable, str(DOCUMENTS / "score_papers.py"), str(tmp_path)]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    shares = {line.split()[0]: line.split()[4:6] for line in said.splitlines()}
    assert shares["odd"] == ["1.000", "1.000"]
    assert shares["even"] == ["0.000", "1.000"]
    assert "scans refused: 1 of 1" in said
