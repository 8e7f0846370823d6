"""How many articles a second the rules read, on one process and on two.

    python tests/bench/bench_coding.py ../shared/devset [100 1000]
    python tests/bench/bench_coding.py ../shared/devset ../shared/airwars/ar/articles [100 1000]

Reads the texts of ``unannotated.jsonl.gz``, repeated under new ids with a line of their own,
writes them into a folder with a manifest, and codes them in batches as a build does. Prints
articles and kB of text per second of wall time and the peak memory of the process. Folders of
texts that are named further (Arabic ones, say) are timed in the same run, after a first text of
each that loads its word lists: what that costs is printed too.
"""

import csv
import gzip
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from mapper.gazetteer import Gazetteer
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
    counts = [int(word) for word in sys.argv[2:] if word.isdecimal()] or [100, 1000]
    folders = [Path(word) for word in sys.argv[2:] if not word.isdecimal()]
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [f"{one['title']}\n\n{one['text']}" for one in articles]
    pack = load_gazetteer()
    sets = {source.name: texts}
    for folder in folders:
        files = sorted(folder.glob("*.txt"))
        sets[str(folder)] = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    for name, of_set in sets.items():
        print(
            f"{name}: {len(of_set)} texts, {sum(map(len, of_set)) // len(of_set)} characters each"
        )
        print(f"first text: {timed(of_set, 1, pack, 1):.1f} s")
        for count in counts:
            written = (of_set[n % len(of_set)] for n in range(count))
            size = sum(len(text.encode()) for text in written) / 1000
            for jobs in (1, 2):
                seconds = timed(of_set, count, pack, jobs)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                rates = f"{count / seconds:6.1f} a second, {size / seconds:6.1f} kB a second"
                print(f"{count:>6} articles, jobs {jobs}: {rates}, {peak:.0f} MiB")


def timed(texts: list[str], count: int, pack: Gazetteer, jobs: int) -> float:
    """Code so many articles, and give the seconds it took."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), texts, count)
        listing = list_sources([Path(name)])
        begin = time.perf_counter()
        for _ in code_articles(listing.entries, pack, jobs=jobs):
            pass
        return time.perf_counter() - begin


if __name__ == "__main__":
    main()
