"""Measure the reader of web pages beside the library it rests on, in the same run.

Run by hand, from the root of a checkout::

    python tests/bench/bench_pages.py

Pages of 30 to 150 kB are made: an article with menus, scripts, a grid of teasers and comments
around it. Each is read by both from its bytes, with the same options, several times by turns, and
the best time counts. The reader is to reach at least .8 of the library's speed. Nothing is kept.
"""

import random
import re
import sys
import time
from collections.abc import Callable

from trafilatura import bare_extraction

from mapper.sources.formats.html import read_page

SIZES = (30, 60, 90, 120, 150)
"""Thousands of bytes of a page."""
ROUNDS = 5
LEAST = 0.8
WORDS = re.findall(
    r"\w+",
    "the a town market road shell rocket fell near hospital school witness said killed wounded "
    "people family north south river bridge army village morning night rescue service agency "
    "reported several houses burned smoke rose over children driver field camp women fled again",
)


def sentence(dice: random.Random, words: int) -> str:
    """Write a sentence that means nothing."""
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def card(dice: random.Random, number: int) -> str:
    """Write a teaser."""
    title = sentence(dice, 9)
    return (
        f'<div class="card card--{number % 3}" data-track="c{number}"><a class="card__link" '
        f'href="/news/{number}"><img class="lazy" data-src="/i/{number}.jpg" alt=""></a>'
        f'<h3 class="card__title"><a href="/news/{number}">{title}</a></h3>'
        f'<p class="card__text">{sentence(dice, 14)}</p><span>{number} min</span></div>'
    )


def page(size: int) -> bytes:
    """Make a page of about so many thousand bytes, the same each time."""
    dice = random.Random(size)  # noqa: S311 - a fixed seed, so that two runs draw the same
    menu = "".join(f'<li><a href="/s/{n}">{sentence(dice, 2)}</a></li>' for n in range(60))
    script = f"<script>window.state={{'a':'{sentence(dice, size * 20)}'}}</script>"
    parts = [f"<p>{' '.join(sentence(dice, 16) for _ in range(3))}</p>" for _ in range(size // 4)]
    cards = "".join(card(dice, number) for number in range(size // 2))
    comments = "".join(
        f'<li class="comment"><div><b>user {n}</b></div><p>{sentence(dice, 30)}</p></li>'
        for n in range(size // 4)
    )
    start = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{sentence(dice, 9)} | '
        f"Site</title>{script}</head><body><header><nav><ul>{menu}</ul></nav></header><main>"
        f"<article><h1>{sentence(dice, 9)}</h1>"
        f'<div class="story-body">{"".join(parts)}</div></article>'
        f'<section><h2>More</h2><div class="grid">{cards}</div></section>'
        f'<section id="comments"><ol>'
        f"{comments}</ol></section></main><footer><ul>{menu}</ul></footer>"
    )
    filler = "".join(
        f'<div class="mod mod--{n}"><span class="a b"><i></i></span><ul>{menu[:2000]}</ul></div>'
        for n in range(max(0, (size * 1000 - len(start)) // 2100))
    )
    return f"{start}{filler}</body></html>".encode()


def library(content: bytes) -> object:
    """Read a page with the library alone."""
    return bare_extraction(
        content,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        include_formatting=False,
        with_metadata=False,
    )


def best(read: Callable[[bytes], object], content: bytes) -> float:
    """Give the milliseconds of one reading."""
    begin = time.process_time()
    read(content)
    return 1000 * (time.process_time() - begin)


def main() -> int:
    """Compare the two on each page; the exit code tells whether the reader is fast enough."""
    ours = theirs = 0.0
    for size in SIZES:
        content = page(size)
        library(content)
        read_page(content)
        rounds = [(best(read_page, content), best(library, content)) for _ in range(ROUNDS)]
        mine, its = (min(times) for times in zip(*rounds, strict=True))
        print(f"{len(content) // 1000:4} kB: reader {mine:6.1f} ms, library alone {its:6.1f} ms")
        ours += mine
        theirs += its
    print(f"speed: {theirs / ours:.2f} of the library's, at least {LEAST} is asked")
    return int(theirs / ours < LEAST)


if __name__ == "__main__":
    sys.exit(main())
