"""Measure the reader of PDF against the library that gives it characters.

Run by hand, from the root of a checkout::

    PYTHONPATH=tests python tests/bench/bench_papers.py [PAGES]

Papers of so many pages (50 unless told) are written: one column, two columns, and Arabic in
two. Each is read by us, in this process and in its child, and by ``pdfminer.high_level`` alone,
by turns in the same run; told are the least seconds of processor of three readings. What starting
the child costs is told apart. Reading here is to be at least .8 as quick as the library alone.
"""

import random
import sys
import time
from collections.abc import Callable
from io import BytesIO

from pdfminer.high_level import extract_text
from sources.formats.pdf.papers import Paper, told, wrapped

from mapper.sources.formats.pdf import read_pdf
from mapper.sources.formats.pdf.child import be_quick

PAGES = 50
LEAST = 0.8
"""How quick we are to be, as a share of the library's speed."""
TURNS = 3
WORDS = (
    *("market", "street", "morning", "council", "village", "reported", "civilians", "wounded"),
    *("shelling", "aircraft", "river", "bakery", "school", "orchard", "convoy", "family"),
    *("northern", "southern", "destroyed", "several", "before", "between"),
)
ARABIC = ("قصف", "مدينة", "ريف", "طائرات", "سوق", "شخصين", "صباح", "مدرسة", "قتلى", "جرحى")


def prose(dice: random.Random, words: tuple[str, ...], count: int) -> str:
    """Write a paragraph of invented words."""
    return " ".join(dice.choice(words) for _ in range(count)).capitalize() + "."


def columns(pages: int, count: int) -> bytes:
    """Write pages of one or more columns."""
    dice = random.Random(pages + count)  # noqa: S311 - a fixed seed, so that two runs draw the same
    paper = Paper()
    width = 490 / count - 12
    for _ in range(pages):
        paper.page().put(50, 40, "Weekly bulletin", 8)
        for column in range(count):
            lines = [one for _ in range(20) for one in wrapped(prose(dice, WORDS, 50), width)]
            paper.lines(50 + column * 490 / count, 80, lines[:58])
    return paper.bytes()


def arabic(pages: int) -> bytes:
    """Write pages of two columns of Arabic."""
    dice = random.Random(pages)  # noqa: S311 - a fixed seed, so that two runs draw the same
    paper = Paper()
    for _ in range(pages):
        paper.page()
        for row in range(58):
            for right in (545, 290):
                text = prose(dice, ARABIC, 8)[:44]
                paper.seen(right, 80 + 12 * row, list(reversed(text)))
    return paper.bytes()


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Time one piece of work."""
    start = clock()
    work()
    return clock() - start


def measure(name: str, content: bytes) -> float:
    """Measure one paper; give our speed as a share of the library's."""
    alone, ours = [], []
    for _ in range(TURNS):
        alone.append(seconds(lambda: extract_text(BytesIO(content)), time.process_time))
        ours.append(seconds(lambda: told(content), time.process_time))
    whole = seconds(lambda: read_pdf(content), time.perf_counter)
    share = min(alone) / min(ours)
    figures = (min(alone), min(ours), share, whole)
    print(name.ljust(14), *(f"{one:8.2f}" for one in figures), flush=True)
    return share


def main() -> None:
    """Measure all papers, and what an empty child costs."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    be_quick()
    small = Paper().page().put(50, 100, "One line.").bytes()
    start = min(seconds(lambda: read_pdf(small), time.perf_counter) for _ in range(TURNS))
    print(f"a child for one line: {start:.2f} s of the clock")
    print("paper".ljust(14), *(f"{one:>8}" for one in ("alone", "ours", "speed", "child")))
    shares = [
        measure("one column", columns(pages, 1)),
        measure("two columns", columns(pages, 2)),
        measure("three columns", columns(pages, 3)),
        measure("Arabic", arabic(pages)),
    ]
    print(f"least: {min(shares):.2f} of the library's speed, asked {LEAST}")
    if min(shares) < LEAST:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
