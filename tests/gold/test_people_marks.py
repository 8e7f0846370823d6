"""The marks of persons fit the pages they were made on; without those this skips."""

import hashlib
import itertools
import json
from pathlib import Path

import pytest
from gold.people.page_text import text_of

MARKED = Path(__file__).parent / "people" / "marked.jsonl"
PAGES = [json.loads(line) for line in MARKED.read_text("utf-8").splitlines()]


@pytest.fixture
def pages(shared: Path) -> Path:
    folder = shared / "airwars" / "en" / "articles"
    if not folder.is_dir():
        pytest.skip(f"no pages at {folder}; set MAPPER_SHARED")
    return folder


def test_forty_pages_are_marked_each_once_and_a_quarter_names_nobody_private() -> None:
    assert len({page["file"] for page in PAGES}) == len(PAGES) == 40
    assert sum(all(kind != "private" for *_, kind in page["people"]) for page in PAGES) >= 10


def test_marks_hold_offsets_and_hashes_alone() -> None:
    for page in PAGES:
        assert set(page) == {"file", "sha256", "text_sha256", "people"}
        for start, end, kind in page["people"]:
            assert (type(start), type(end)) == (int, int)
            assert kind in {"private", "public"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page["file"]))
def test_spans_lie_in_the_page_they_were_marked_in(page: dict[str, object], pages: Path) -> None:
    path = pages / str(page["file"])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == page["sha256"]
    text = text_of(path)
    assert hashlib.sha256(text.encode()).hexdigest() == page["text_sha256"]
    spans = page["people"]
    assert isinstance(spans, list)
    for start, end, _ in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
