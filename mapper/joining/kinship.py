"""How two texts of one column stand to each other: kinds, parties, targets, who is cited.

Each pair of distinct texts is looked at once, however many pairs of cases have it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mapper.base.kinds import families_across, kinds
from mapper.joining.case import UNKNOWN, parts
from mapper.reports import OPEN_JOINER, may_be_same
from mapper.text import canonical, find_parties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapper.joining.case import Ints, Texts
    from mapper.words import Language

UNTOLD = "untold"
"""Level of a feature that one of the two says nothing of."""
OPEN_KIND = "other"


def levels(
    texts: Texts, left: Ints, right: Ints, relate: Callable[[str, str], str]
) -> tuple[list[str], Ints]:
    """Relate the texts of pairs of cases.

    Parameters
    ----------
    texts
        Column of the cases.
    left, right
        Numbers of the cases of each pair.
    relate
        Gives the level of two texts, whichever comes first.

    Returns
    -------
    names, codes
        Levels that occur, and each pair's; of a pair with an empty cell `UNTOLD`.
    """
    one, other = texts.codes[left], texts.codes[right]
    low, high = np.minimum(one, other), np.maximum(one, other)
    size = len(texts.distinct) + 1
    distinct, of_pair = np.unique((low + 1) * size + high + 1, return_inverse=True)
    found = [
        _related(texts, number // size - 1, number % size - 1, relate)
        for number in distinct.tolist()
    ]
    names = sorted(set(found))
    number = {name: n for n, name in enumerate(names)}
    codes = np.array([number[name] for name in found], dtype=np.int64)
    return names, codes[of_pair.ravel()] if len(codes) else np.zeros(0, np.int64)


def _related(texts: Texts, one: int, other: int, relate: Callable[[str, str], str]) -> str:
    if UNKNOWN in (one, other):
        return UNTOLD
    return relate(texts.distinct[one], texts.distinct[other])


def kind(one: str, other: str) -> str:
    """Say how two kinds of attack are kin between sources.

    Examples
    --------
    >>> kind("airstrike", "barrel_bomb"), kind("airstrike", "other"), kind("shooting", "shelling")
    ('kin', 'open', 'apart')
    """
    if one == other:
        return "open" if one == OPEN_KIND else "same"
    named = [code for code in (one, other) if code != OPEN_KIND]
    if len(named) == 1:
        return "open" if kinds()[named[0]].scored else "never"
    if not all(kinds()[code].scored for code in named):
        return "never"
    return "apart" if families_across(one).isdisjoint(families_across(other)) else "kin"


def actor(one: str, other: str, language: Language) -> str:
    """Say how those who struck stand to each other; words that name no known party say nothing.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> syria = load_gazetteer().language()
    >>> actor("Russia", "Russian Military", syria)
    'same'
    >>> actor("Russia or Syrian government", "Russia", syria)
    'one_of'
    >>> actor("Turkey", "Russia", syria), actor("Turkey", "unknown", syria)
    ('apart', 'untold')
    """
    mine, theirs = parties(one, language), parties(other, language)
    if not mine or not theirs:
        return "same" if one == other and is_named(one) else UNTOLD
    if mine == theirs:
        return "same" if len(mine) == 1 or OPEN_JOINER not in one + other else "one_of"
    if mine & theirs:
        return "one_of"
    is_kin = any(may_be_same(a, b, language) for a in mine for b in theirs)
    return "umbrella" if is_kin else "apart"


@cache
def parties(cell: str, language: Language) -> frozenset[str]:
    """Read the parties that a cell names, in the words of a table or ours."""
    return frozenset(party.name for party in find_parties(cell, language, ()))


def is_named(cell: str) -> bool:
    """See whether a cell that names no party we know may still name one."""
    return cell.casefold() not in _NOBODY


_NOBODY = frozenset({"unknown", "unidentified", "other", "n/a", "-"})


def shared(one: str, other: str) -> str:
    """Say whether two lists share an entry.

    Examples
    --------
    >>> shared("market; homes", "market"), shared("school", "market")
    ('share', 'apart')
    """
    return "apart" if parts(one).isdisjoint(parts(other)) else "share"


def cited(one: str, other: str, language: Language) -> str:
    """Say whether two lists of who is cited share a source, by whatever name.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> syria = load_gazetteer().language()
    >>> cited("SOHR", "Syrian Observatory for Human Rights; witnesses", syria)
    'share'
    """
    return "apart" if voices(one, language).isdisjoint(voices(other, language)) else "share"


@cache
def voices(cell: str, language: Language) -> frozenset[str]:
    """Give the sources of a cell by the names we know them by, others as written."""
    named = (canonical(one, language) or {one} for one in parts(cell))
    return frozenset(name for names in named for name in names)


def spoken(cells: Iterable[str | None], language: Language) -> dict[str, str]:
    """Give for each name in some cells the one to show: of one source's the longest.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> syria = load_gazetteer().language()
    >>> spoken(["SOHR", "Syrian Observatory for Human Rights; residents"], syria)["SOHR"]
    'Syrian Observatory for Human Rights'
    """
    meant: dict[frozenset[str], list[str]] = defaultdict(list)
    for name in sorted({name for cell in cells for name in parts(cell)}):
        meant[voices(name, language)].append(name)
    return {name: max(names, key=len) for names in meant.values() for name in names}


def same(one: str, other: str) -> str:
    """Say whether two texts are the same."""
    return "same" if one == other else "apart"
