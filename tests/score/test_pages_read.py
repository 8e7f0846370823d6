"""Saved pages and papers with gold: how much is read, and nothing from beside the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from folders import SHIPPED_PACK, TESTS
from gold.documents import score_papers
from gold.documents.score_pages import Page, Scores, foreign_blocks, read_gold, score

from mapper.gazetteer import load_gazetteer
from mapper.pipeline.coding import code_batch
from mapper.sources import list_sources, read_article

if TYPE_CHECKING:
    from pathlib import Path

for library in ("trafilatura", "pdfminer"):
    pytest.importorskip(library, reason="needs the extra inputs")

FOLDER = TESTS / "gold" / "documents"
ASKED = 0.95
STRANGE = {"pages": 0, "pages_second": 1}
"""Sentences of incidents from beside an article; the second set stays unread, and so does why."""


class Read(NamedTuple):
    """A set of pages as read: what should come out, scores, and sentences of incidents by file."""

    name: str
    gold: dict[str, Page]
    scores: Scores
    sentences: dict[str, list[str]]


@pytest.fixture(scope="module", params=["pages", "pages_second"])
def read(request: pytest.FixtureRequest) -> Read:
    folder = FOLDER / request.param
    gold = read_gold(folder / "pages.jsonl")
    entries = list_sources([folder / page.file for page in gold]).entries
    articles = [article for article, _ in map(read_article, entries) if article]
    found = score({one.file.removesuffix(".html"): one.text for one in articles}, gold)
    sentences: dict[str, list[str]] = {}
    for row in code_batch(entries, load_gazetteer(SHIPPED_PACK))["incidents"]:
        sentences.setdefault(row["file"], []).append(row["sentence"])
    return Read(request.param, {page.file: page for page in gold}, found, sentences)


def test_the_words_of_articles_are_found_and_others_are_not(read: Read) -> None:
    pooled = read.scores.sets["all"]
    assert (pooled.found or 0) >= ASKED
    assert (pooled.kept_right or 0) >= ASKED


def test_no_incident_comes_from_beside_an_article(read: Read) -> None:
    strange = [
        (file, line)
        for file, said in read.sentences.items()
        for line in foreign_blocks("\n".join(said), [*read.gold[file].must, *read.gold[file].may])
    ]
    assert len(strange) <= STRANGE[read.name], strange
    assert len(read.sentences) > len(read.gold) / 3


@pytest.mark.parametrize("name", ["papers", "papers_second"])
def test_papers_are_read_in_order(name: str, tmp_path: Path) -> None:
    folder = FOLDER / name
    for entry in list_sources(sorted(folder.glob("*.pdf"))).entries:
        article, _ = read_article(entry)
        if article:
            path = tmp_path / f"{article.file.removesuffix('.pdf')}.txt"
            path.write_text(article.text, encoding="utf-8")
    pooled = sum(score_papers.scores(tmp_path, folder).values(), score_papers.Score())
    assert pooled.in_order >= ASKED
    assert pooled.right >= ASKED
