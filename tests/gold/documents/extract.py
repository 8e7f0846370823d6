"""Write what is read of the documents of a folder, for the programs that score it.

python tests/gold/documents/extract.py tests/gold/documents/pages OUT

OUT gets `NAME.txt` for each page or paper; one that is refused gets none, and its reason is told.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapper.sources import list_sources, read_article

KINDS = (".html", ".pdf")


def extract(folder: Path, out: Path) -> None:
    """Read the documents of a folder one by one."""
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(path for path in folder.iterdir() if path.suffix in KINDS)
    for entry in list_sources(paths).entries:
        article, refusal = read_article(entry)
        if article:
            name = Path(entry.file).with_suffix(".txt").name
            (out / name).write_text(article.text, encoding="utf-8", newline="")
        elif refusal:
            print(f"{entry.file}: {refusal['reason']}: {refusal['detail']}")


if __name__ == "__main__":
    extract(Path(sys.argv[1]), Path(sys.argv[2]))
