"""Wording that reports share: reprints, and sentences that took words from each other.

A stretch of words that many reports have is a phrase of the trade and says nothing; one that
few have was written once. Reprints of one text tell the same in the same words: they stand
for one report before anything is compared.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.joining.case import Coded
from mapper.words import script_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.joining.case import Cases, Floats, Ints

WORDS = 4
"""Words in a stretch."""
MOST = 30
"""Reports that may share a stretch of words before it is a phrase of the trade."""
AKIN = 0.5
"""Share of rare stretches from which one report is another in other clothes."""
LEAST_WORDS = 8
"""Words that a sentence has at least to be known again."""

_WORD = re.compile(r"\w+")
_SAME = ("scope", "event_type", "date_start", "date_end", "place_ids", "actor")
_FIGURES = ("killed_min", "killed_max", "injured_min", "injured_max")


def words_of(sentence: str | None) -> list[str]:
    """Give the words of a sentence, without case and marks."""
    return _WORD.findall((sentence or "").casefold())


def representatives(cases: Cases) -> Ints:
    """Give for each case the one that stands for it: of reprints that with the first id.

    Reprints have the same sentence and everything coded from it. Rows of tables stand for
    themselves, and two reports of one article for one each.
    """
    first: dict[tuple[Any, ...], int] = {}
    seen: dict[tuple[int, tuple[Any, ...]], int] = defaultdict(int)
    stands_for = np.arange(len(cases))
    order = sorted(
        np.flatnonzero(~cases.is_record).tolist(),
        key=lambda n: (cases.rows[n].get("char_start") or 0, n),
    )
    for number in order:
        key = _told(cases.rows[number])
        if key is None:
            continue
        time = seen[int(cases.source[number]), key]
        seen[int(cases.source[number]), key] += 1
        stands_for[number] = first.setdefault((*key, time), number)
    return _of_first_id(stands_for)


def _of_first_id(stands_for: Ints) -> Ints:
    """Let of all that stand together the first stand for the others."""
    lowest = np.arange(len(stands_for))
    np.minimum.at(lowest, stands_for, np.arange(len(stands_for)))
    return lowest[stands_for]


def _told(row: Mapping[str, Any]) -> tuple[Any, ...] | None:
    words = words_of(row.get("sentence"))
    if len(words) < LEAST_WORDS:
        return None
    figures = tuple(row.get(name) for name in _FIGURES)
    return (" ".join(words), *(row.get(name) for name in _SAME), *figures)


class Wording:
    """Stretches of words of the cases, those left out that too many share.

    Parameters
    ----------
    cases
        The cases.
    standing
        Numbers of those that stand for themselves; the others are not looked at.
    """

    def __init__(self, cases: Cases, standing: Ints) -> None:
        of_case = [(n, sorted(shingles(cases.rows[n]))) for n in standing.tolist()]
        case = np.repeat([n for n, _ in of_case], [len(s) for _, s in of_case]).astype(np.int64)
        shingle = np.fromiter((s for _, all_ in of_case for s in all_), np.int64, len(case))
        order = np.lexsort((case, shingle))
        case, shingle = case[order], shingle[order]
        _, start, times = np.unique(shingle, return_index=True, return_counts=True)
        is_rare = np.repeat(times <= MOST, times)
        self._n = np.bincount(case[is_rare], minlength=len(cases))
        self._pairs, self._shared = self._count(case, start, times, len(cases))
        self._size = len(cases)
        scripts = Coded(script_of(row.get("sentence") or "") for row in cases.rows)
        self._script = scripts.codes

    @staticmethod
    def _count(case: Ints, start: Ints, times: Ints, size: int) -> tuple[Ints, Ints]:
        """Count the stretches that pairs of cases share; pairs as one number, sorted."""
        keys: list[Ints] = []
        for many in range(2, MOST + 1):
            rows = case[start[times == many][:, None] + np.arange(many)]
            one, other = np.triu_indices(many, 1)
            keys.append((rows[:, one] * size + rows[:, other]).ravel())
        joined = np.concatenate(keys) if keys else np.zeros(0, np.int64)
        pairs, shared = np.unique(joined, return_counts=True)
        return pairs, shared

    def pairs(self) -> tuple[Ints, Ints]:
        """Give the pairs of cases that share at least half of their rare words."""
        left, right = self._pairs // self._size, self._pairs % self._size
        kept = self.shares(left, right) >= AKIN  # less is no sign alone
        return left[kept], right[kept]

    def shares(self, left: Ints, right: Ints) -> Floats:
        """Give the share of the shorter's rare stretches that the other has; NaN without any.

        Two scripts share no words, however much a report took from the other: NaN too.
        """
        keys = np.minimum(left, right) * self._size + np.maximum(left, right)
        at = np.minimum(np.searchsorted(self._pairs, keys), max(len(self._pairs) - 1, 0))
        is_found = self._pairs[at] == keys if len(self._pairs) else np.zeros(len(keys), bool)
        shared = np.where(is_found, self._shared[at] if len(self._pairs) else 0, 0)
        fewer = np.minimum(self._n[left], self._n[right]).astype(float)
        share = np.full(len(keys), np.nan)
        one_script = self._script[left] == self._script[right]
        np.divide(shared, fewer, out=share, where=(fewer > 0) & one_script)
        return share


def shingles(row: Mapping[str, Any]) -> frozenset[int]:
    """Give the stretches of words of a report, as numbers; none of a sentence too short."""
    words = words_of(row.get("sentence"))
    if len(words) < LEAST_WORDS:
        return frozenset()
    ends = range(WORDS, len(words) + 1)
    return frozenset(zlib.crc32(" ".join(words[n - WORDS : n]).encode()) for n in ends)
