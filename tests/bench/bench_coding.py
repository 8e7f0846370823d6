"""How many articles a second the rules read, on one process and on two.

    python tests/bench/bench_coding.py ../shared/devset [100 1000]

Reads the texts of ``unannotated.jsonl.gz``, repeated under new ids with a line of their own,
writes them into a folder with a manifest, and codes them in batches as a build does. Prints
articles per second of wall time and the peak memory of the process.
"""

import csv
import gzip
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from mapper.gazetteer.load import load_gazetteer
from mapper.pipeline.coding import code_articles
from mapper.sources.listing import list_sources


def write(folder: Path, texts: list[str], count: int) -> None:
    """Write `count` articles and their manifest."""
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["file", "published"])
        for number in range(count):
            name = f"a{number:06}.txt"
            text = f"{texts[number % len(texts)]}\n\nCopy {number}.\n"
            (folder / name).write_text(text, encoding="utf-8")
            rows.writerow([name, "2016-08-09"])


def main() -> None:
    """Time every size with one process and with two."""
    source = Path(sys.argv[1]) / "unannotated.jsonl.gz"
    counts = [int(word) for word in sys.argv[2:]] or [100, 1000]
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [f"{one['title']}\n\n{one['text']}" for one in articles]
    print(f"{len(texts)} texts, {sum(map(len, texts)) // len(texts)} characters on average")
    pack = load_gazetteer()
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), texts, count)
            listing = list_sources([Path(name)])
            for jobs in (1, 2):
                begin = time.perf_counter()
                for _ in code_articles(listing.entries, pack, jobs=jobs):
                    pass
                seconds = time.perf_counter() - begin
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                rate = count / seconds
                print(f"{count:>6} articles, jobs {jobs}: {rate:6.1f} a second, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
