"""Writes the articles of the annotated sets from a copy of the FA-KES dataset.

    python tests/gold/texts.py FA-KES-Dataset.csv DIR

DIR gets a folder for each set, with its articles and their manifest, as `mapper build` reads
them. An article whose text is not the one annotated (by its SHA-256) is left out and named.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

SETS = ("first", "second", "third")
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
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    missing, manifest = [], []
    annotation = Path(__file__).parent / f"{name}.jsonl"
    for line in annotation.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        number = int(article["id"].split("-")[1])
        title, body = rows[number] if number < len(rows) else ("", "")
        text = f"{title}\n\n{body}".encode()
        if hashlib.sha256(text).hexdigest() != article["text_sha256"]:
            missing.append(article["id"])
            continue
        (target / f"{article['id']}.txt").write_bytes(text)
        manifest.append(
            (f"{article['id']}.txt", article["outlet"], title, article["published"], "", "en", "")
        )
    with (target / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *manifest])
    return missing


def main() -> None:
    """Write all sets."""
    if len(sys.argv) != 3:
        raise SystemExit("usage: texts.py FA-KES-Dataset.csv DIR")
    rows = dataset(Path(sys.argv[1]))
    for name in SETS:
        missing = write(name, rows, Path(sys.argv[2]))
        print(f"{name}: left out {', '.join(missing)}" if missing else f"{name}: all written")


if __name__ == "__main__":
    main()
