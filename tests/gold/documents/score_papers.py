"""Scores what was read from the papers: words found in order, and words kept right.

    python tests/gold/documents/score_papers.py EXTRACTED [GOLD]

EXTRACTED is a folder with a text of each paper, `NAME.txt` in UTF-8 for `NAME.pdf`; none where the
paper was refused. GOLD is a folder with `papers.jsonl`, by default `papers` beside this script.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u0640\u064b-\u065f\u0670]")
"""Tatweel and tashkeel, which writers leave out at will."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of words of a paper, or of several together.

    ``wanted`` are the words to be found, ``found`` how many of them the text has in their order,
    ``kept`` the words of the text without those that may stand in it. ``scans`` counts papers
    that are images, ``refused`` those of them that gave no word.
    """

    wanted: int = 0
    found: int = 0
    kept: int = 0
    scans: int = 0
    refused: int = 0

    def __add__(self, other: Score) -> Score:
        """Pool two scores, word by word."""
        return Score(
            self.wanted + other.wanted,
            self.found + other.found,
            self.kept + other.kept,
            self.scans + other.scans,
            self.refused + other.refused,
        )

    @property
    def in_order(self) -> float:
        """Share of the wanted words found in order; 1 if none is wanted."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def right(self) -> float:
        """Share of the words kept that were wanted there; 1 if none is kept."""
        return self.found / self.kept if self.kept else 1.0


def words(text: str) -> list[str]:
    """Split a text into its words: letters and digits, folded, without marks and directions.

    Examples
    --------
    >>> words("The \\ufb01eld of Abu al-Duhur, 3.5\\u00a0km")
    ['the', 'field', 'of', 'abu', 'al', 'duhur', '3', '5', 'km']
    """
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _WORD.findall("".join(c for c in folded if unicodedata.category(c) != "Cf"))


def common(wanted: list[str], got: list[str]) -> list[int]:
    """Find a longest common subsequence of two lists of words.

    By the method of Hunt and Szymanski: a longest increasing run through the pairs of equal words.

    Returns
    -------
    list of int
        Where its words stand in ``got``, increasing.
    """
    places: dict[str, list[int]] = {}
    for at, word in enumerate(got):
        places.setdefault(word, []).insert(0, at)
    ends: list[int] = []
    chains: list[Any] = []
    for word in wanted:
        for at in places.get(word, ()):
            length = bisect_left(ends, at)
            chain = (at, chains[length - 1] if length else None)
            ends[length : length + 1] = [at]
            chains[length : length + 1] = [chain]
    link = chains[-1] if chains else None
    found = []
    while link:
        found.append(link[0])
        link = link[1]
    return found[::-1]


def score(paper: dict[str, Any], text: str | None) -> Score:
    """Score the text of a paper.

    Parameters
    ----------
    paper
        A line of `papers.jsonl`.
    text
        What was read from it; None if it was refused.
    """
    got = words(text or "")
    if paper["scan"]:
        return Score(kept=len(got), scans=1, refused=int(not got))
    wanted = words("\n".join(paper["must"]))
    matched = set(common(wanted, got))
    over = Counter(word for at, word in enumerate(got) if at not in matched)
    over -= Counter(words("\n".join(paper["may"])))
    return Score(len(wanted), len(matched), len(matched) + over.total())


def load(gold: Path) -> list[dict[str, Any]]:
    """Load the expectations of a folder of papers."""
    lines = (gold / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scores(extracted: Path, gold: Path) -> dict[str, Score]:
    """Score each paper of a folder, by its file's name."""
    found = {}
    for paper in load(gold):
        text = extracted / Path(paper["file"]).with_suffix(".txt").name
        given = text.read_text(encoding="utf-8") if text.is_file() else None
        found[paper["file"]] = score(paper, given)
    return found


def report(of: dict[str, Score]) -> list[str]:
    """Write a line for each paper and for all, odd and even numbers pooled."""
    pooled = {
        "all": list(of.values()),
        "odd": [one for name, one in of.items() if int(name[:2]) % 2],
        "even": [one for name, one in of.items() if not int(name[:2]) % 2],
    }
    rows = of | {name: sum(some, Score()) for name, some in pooled.items()}
    lines = [f"{'paper':30} {'wanted':>6} {'found':>6} {'kept':>6} {'in order':>8} {'right':>8}"]
    for name, one in rows.items():
        counts = f"{name:30} {one.wanted:6} {one.found:6} {one.kept:6}"
        scans = f"  scans refused: {one.refused} of {one.scans}" if one.scans else ""
        lines.append(f"{counts} {one.in_order:8.3f} {one.right:8.3f}{scans}")
    return lines


if __name__ == "__main__":
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / "papers"
    print("\n".join(report(scores(Path(sys.argv[1]), folder))))
