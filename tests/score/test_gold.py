import csv
import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from folders import TESTS

from mapper.base.schema import EVENT_TYPES
from mapper.score import matching

FOLDER = TESTS / "gold"
SETS = ("first", "second", "third")
OWN = ("own/tuning", "own/aside", "arabic/tuning", "arabic/aside", "arabic/second")
PAGES = ("arabic/pages_tuning", "arabic/pages_aside", "arabic/pages_second")


@pytest.fixture(params=[*SETS, *OWN, *PAGES])
def annotation(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return matching.load_gold(FOLDER / f"{request.param}.jsonl")


def test_every_record_is_complete(annotation: list[dict[str, Any]]) -> None:
    for article in annotation:
        assert len(article["text_sha256"]) == 64
        assert article["category"] in {"positive", "hard", "negative"}
        for record in article["incidents"]:
            assert record["event_type"] in EVENT_TYPES
            for what in ("killed", "injured"):
                figure = record[what]
                assert figure is None or 0 <= figure[0] <= figure[1]
            for place in record["place"]:
                assert -90 <= place["lat"] <= 90
                assert -180 <= place["lon"] <= 180
                assert place["tolerance_km"] > 0


def test_no_article_is_in_two_sets_and_no_text_is_kept() -> None:
    seen: set[str] = set()
    for name in SETS:
        for article in matching.load_gold(FOLDER / f"{name}.jsonl"):
            assert article["id"] not in seen
            assert not {"title", "text"} & set(article)
            seen.add(article["id"])
    assert len(seen) == 274


def test_our_own_texts_hold_what_is_said_of_them(tmp_path: Path) -> None:
    seen: set[str] = set()
    for name in OWN:
        for article in matching.load_gold(FOLDER / f"{name}.jsonl"):
            text = article["text"]
            assert text not in seen
            seen.add(text)
            assert text.startswith(article["title"])
            for place in article["places"]:
                for offset in place["offsets"]:
                    assert text.startswith(place["surface"], offset)
            for record in article["incidents"]:
                start, end = record["evidence"]["span"]
                assert 0 <= start < end <= len(text)
    assert len(seen) == 250 + 120 + 40
    for of in ("own", "arabic"):
        done = _texts(of, tmp_path / of).splitlines()
        assert "tuning: all written" in done
        assert "aside: all written" in done
    assert "second: all written" in done


def test_annotated_arabic_pages_are_those_at_hand(shared: Path) -> None:
    pages = shared / "airwars" / "ar" / "articles"
    if not pages.is_dir():
        pytest.skip(f"no pages at {pages}")
    seen: set[str] = set()
    for name in PAGES:
        for article in matching.load_gold(FOLDER / f"{name}.jsonl"):
            data = (pages / f"{article['id']}.txt").read_bytes()
            assert hashlib.sha256(data).hexdigest() == article["text_sha256"]
            text = data.decode()
            for place in article["places"]:
                for offset in place["offsets"]:
                    assert text.startswith(place["surface"], offset)
            for record in article["incidents"]:
                start, end = record["evidence"]["span"]
                assert 0 <= start < end <= len(text)
            assert article["id"] not in seen
            seen.add(article["id"])
    assert len(seen) == 80 + 25


def test_texts_are_written_from_the_dataset(shared: Path, tmp_path: Path) -> None:
    source = shared / "devset" / "unannotated.jsonl.gz"
    if not source.is_file():
        pytest.skip(f"no texts at {source}")
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row for row in map(json.loads, lines)}
    rows = [{"article_title": "", "article_content": ""} for _ in range(900)]
    for key, row in texts.items():
        rows[int(key.split("-")[1])] = {
            "article_title": row["title"],
            "article_content": row["text"],
        }
    dataset = tmp_path / "dataset.csv"
    with dataset.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["article_title", "article_content"])
        writer.writeheader()
        writer.writerows(rows)
    done = _texts(str(dataset), tmp_path / "texts")
    assert "second: all written" in done
    assert "third: all written" in done
    article = matching.load_gold(FOLDER / "third.jsonl")[0]
    written = (tmp_path / "texts" / "third" / f"{article['id']}.txt").read_bytes()
    assert hashlib.sha256(written).hexdigest() == article["text_sha256"]


def _texts(of: str, folder: Path) -> str:
    """Write the texts of a kind of set, and give what the script says."""
    done = subprocess.run(
        [sys.executable, FOLDER / "texts.py", of, folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
