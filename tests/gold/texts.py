"""Writes the articles of the annotated sets as `mapper build` reads them.

    python tests/gold/texts.py FA-KES-Dataset.csv DIR
    python tests/gold/texts.py own DIR
    python tests/gold/texts.py arabic DIR

DIR gets a folder for each set, with its articles and their manifest: the sets from a copy of
the FA-KES dataset, or those whose texts are our own. An article whose text is not the one
annotated (by its SHA-256) is left out and named.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

SETS = ("first", "second", "third")
OWN = {"own": "en", "arabic": "ar"}
"""Folders of sets whose texts are our own, with their language."""

PARTS = {"own": ("tuning", "aside"), "arabic": ("tuning", "aside", "second")}
"""Sets in each of these folders."""

_COLUMNS = ("file", "publisher", "title", "published", "url", "language", "note")


def dataset(path: Path) -> list[tuple[str, str]]:
    """Read title and text of every row; undecodable bytes become U+FFFD."""
    csv.field_size_limit(10**7)
    with path.open(encoding="utf-8", errors="replace", newline="") as source:
        rows = list(csv.DictReader(source))
    return [(_lines(r["article_title"]), _lines(r["article_content"])) for r in rows]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def write(name: str, rows: list[tuple[str, str]], folder: Path) -> list[str]:
    """Write the articles of a set, and give the ids of those whose text is another.

    Parameters
    ----------
    name
        Set; its annotation lies beside this script.
    rows
        The dataset; the number in an article's id is its row, from 0.
    folder
        Where the set's folder is made.
    """
    articles = []
    for article in _annotated(Path(__file__).parent / f"{name}.jsonl"):
        number = int(article["id"].split("-")[1])
        title, body = rows[number] if number < len(rows) else ("", "")
        articles.append({**article, "title": title, "text": f"{title}\n\n{body}"})
    return _write(articles, folder / name)


def write_own(of: str, name: str, folder: Path) -> list[str]:
    """Write the articles of a set of our own, and give the ids of those whose text is another."""
    annotated = _annotated(Path(__file__).parent / of / f"{name}.jsonl")
    return _write(annotated, folder / name, OWN[of])


def _annotated(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(articles: list[dict[str, Any]], target: Path, language: str = "en") -> list[str]:
    """Write texts and manifest; give the ids of those left out."""
    target.mkdir(parents=True, exist_ok=True)
    missing, manifest = [], []
    for article in articles:
        text = article["text"].encode()
        if hashlib.sha256(text).hexdigest() != article["text_sha256"]:
            missing.append(article["id"])
            continue
        name = f"{article['id']}.txt"
        (target / name).write_bytes(text)
        outlet = article.get("outlet", "")
        row = (name, outlet, article["title"], article["published"], "", language, "")
        manifest.append(row)
    with (target / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *manifest])
    return missing


def main() -> None:
    """Write all sets of a kind."""
    if len(sys.argv) != 3:
        raise SystemExit("usage: texts.py FA-KES-Dataset.csv|own|arabic DIR")
    folder = Path(sys.argv[2])
    if sys.argv[1] in OWN:
        missing = {name: write_own(sys.argv[1], name, folder) for name in PARTS[sys.argv[1]]}
    else:
        rows = dataset(Path(sys.argv[1]))
        missing = {name: write(name, rows, folder) for name in SETS}
    for name, ids in missing.items():
        print(f"{name}: left out {', '.join(ids)}" if ids else f"{name}: all written")


if __name__ == "__main__":
    main()
