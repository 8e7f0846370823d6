"""Says how well the text taken out of the saved pages is the text of their articles.

    python tests/gold/documents/score_pages.py DIR [--gold tests/gold/documents/pages/pages.jsonl]

DIR holds what was extracted, `NAME.txt` in UTF-8 for each `NAME.html`; a page without its file
counts as one of which nothing was extracted. Two shares are printed: words found (of the words of
the article, how many were extracted) and words kept right (of the words extracted, how many are
the article's, or what may stand with it); then, for each page, lines that are not of the page.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GOLD = Path(__file__).parent / "pages" / "pages.jsonl"

_WORD = re.compile(r"[^\W_]+")
_TASHKEEL = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed]")
_SETS = ("all", "odd", "even")


@dataclass(frozen=True, slots=True)
class Page:
    """What should come out of a saved page: its article's blocks, and what may stand with them."""

    file: str
    layout: str
    must: tuple[str, ...]
    may: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Give the name of the page without its ending: the key of its text."""
        return Path(self.file).stem

    @property
    def number(self) -> int:
        """Give the number with which the name of the page begins."""
        return int(self.file.split("-", 1)[0])


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of words, of one page or of many."""

    n_must: int = 0
    n_found: int = 0
    n_extracted: int = 0
    n_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Pool the words of two."""
        return Tally(
            self.n_must + other.n_must,
            self.n_found + other.n_found,
            self.n_extracted + other.n_extracted,
            self.n_right + other.n_right,
        )

    @property
    def found(self) -> float | None:
        """Give the share of the article's words that were extracted; None where it has none."""
        return self.n_found / self.n_must if self.n_must else None

    @property
    def kept_right(self) -> float | None:
        """Give the share of the extracted words that are right; None where there are none."""
        return self.n_right / self.n_extracted if self.n_extracted else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies of each page, pooled over sets and layouts, and the foreign blocks of each page."""

    pages: dict[str, Tally]
    sets: dict[str, Tally]
    layouts: dict[str, Tally]
    foreign: dict[str, tuple[str, ...]]


def read_gold(path: Path = GOLD) -> list[Page]:
    """Read what should come out of each page."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Page(row["file"], row["layout"], tuple(row["must"]), tuple(row["may"])) for row in rows]


def words_of(text: str) -> list[str]:
    """Give the words of a text: runs of letters and digits in lower case, without vowel signs.

    Characters that are not seen (soft hyphens, zero-width characters, marks of direction) are
    removed: they part no words.

    Examples
    --------
    >>> words_of("Tel\\u00adl Rifaat\\u200f, 3 killed (\\u062a\\u064e\\u0644)")
    ['tell', 'rifaat', '3', 'killed', 'تل']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return _WORD.findall(_TASHKEEL.sub("", seen))


def score(texts: Mapping[str, str], gold: Iterable[Page]) -> Scores:
    """Hold what was extracted against what should have been.

    Parameters
    ----------
    texts
        The text extracted of each page, by the page's file name without its ending.
    gold
        What should come out.

    Returns
    -------
    Tallies of words, counted as often as they occur: a word extracted three times and twice in
    the article is found twice and once wrong.
    """
    of_page, of_set = {}, dict.fromkeys(_SETS, Tally())
    of_layout: dict[str, Tally] = {}
    foreign = {}
    for page in gold:
        text = texts.get(page.stem, "")
        tally = of_page[page.file] = _tally(text, page)
        foreign[page.file] = foreign_blocks(text, [*page.must, *page.may])
        for name in ("all", _SETS[1] if page.number % 2 else _SETS[2]):
            of_set[name] += tally
        of_layout[page.layout] = of_layout.get(page.layout, Tally()) + tally
    return Scores(of_page, of_set, of_layout, foreign)


def _tally(text: str, page: Page) -> Tally:
    extracted = Counter(words_of(text))
    must = _count(page.must)
    return Tally(
        must.total(),
        (must & extracted).total(),
        extracted.total(),
        (extracted & (must + _count(page.may))).total(),
    )


def _count(blocks: Sequence[str]) -> Counter[str]:
    return Counter(word for block in blocks for word in words_of(block))


def foreign_blocks(text: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Give the lines of which fewer than half the words are of the blocks allowed.

    A word is of a block if it has the same neighbour there, before or after it; else the teaser
    of another story would pass on the words that all such stories share.

    Examples
    --------
    >>> two = "Two men died in Binnish."
    >>> foreign_blocks(two + "\\nSix men died in Azaz on Monday", [two])
    ('Six men died in Azaz on Monday',)
    """
    words, pairs = set(), set()
    for block in map(words_of, allowed):
        words |= set(block)
        pairs |= set(pairwise(block))
    return tuple(
        line.strip()
        for line in text.splitlines()
        if (told := words_of(line)) and 2 * _n_of_blocks(told, words, pairs) < len(told)
    )


def _n_of_blocks(told: list[str], words: set[str], pairs: set[tuple[str, str]]) -> int:
    if len(told) == 1:
        return int(told[0] in words)
    joined = [pair in pairs for pair in pairwise(told)]
    return sum(before or after for before, after in pairwise([False, *joined, False]))


def report(scores: Scores) -> Iterable[str]:
    """Write the tallies as lines to be read."""
    width = max(map(len, [*scores.pages, "page"]))
    yield f"{'page':{width}} found kept right words"
    for listed in (scores.pages, scores.layouts, scores.sets):
        for name, tally in listed.items():
            shares = f"{_share(tally.found)} {_share(tally.kept_right):>10}"
            yield f"{name:{width}} {shares} {tally.n_must:5}"
        yield ""
    for name, lines in scores.foreign.items():
        for line in lines:
            yield f"foreign in {name}: {line}"


def _share(share: float | None) -> str:
    return "    -" if share is None else f"{share:5.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a folder of extracted texts and print what comes out; 2 if there is no such folder."""
    parser = argparse.ArgumentParser(description="Score texts extracted from the saved pages.")
    parser.add_argument("folder", type=Path, help="NAME.txt for each NAME.html")
    parser.add_argument("--gold", type=Path, default=GOLD)
    told = parser.parse_args(arguments)
    if not told.folder.is_dir():
        print(f"No folder {told.folder}.", file=sys.stderr)
        return 2
    texts = {path.stem: path.read_text("utf-8") for path in sorted(told.folder.glob("*.txt"))}
    print("\n".join(report(score(texts, read_gold(told.gold)))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
