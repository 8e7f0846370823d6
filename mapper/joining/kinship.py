"""How two texts of one column stand to each other: kinds, parties, targets, who is cited.

Each pair of distinct texts is looked at once, however many pairs of cases have it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mapper.base.kinds import families_across, kinds
from mapper.base.schema import JOINER, OPEN_JOINER
from mapper.joining.case import UNKNOWN, parts
from mapper.reports import may_be_same
from mapper.sources import is_missing
from mapper.text import blank, canonical, find_parties, find_sources, name_of
from mapper.words import as_read, phrase, tell_language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

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
        return "same" if one == other and not says_nothing(one, language) else UNTOLD
    if mine == theirs:
        return "same" if len(mine) == 1 or OPEN_JOINER not in one + other else "one_of"
    if mine & theirs:
        return "one_of"
    is_kin = any(may_be_same(a, b, language) for a in mine for b in theirs)
    return "umbrella" if is_kin else "apart"


@cache
def parties(cell: str, language: Language) -> frozenset[str]:
    """Read the parties that a cell names, in the words of a table or ours; nobody is none.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> syria = load_gazetteer().language()
    >>> sorted(parties("Unidentified Military Forces; Russia", syria))
    ['Russia']
    """
    listed = [one for part in cell.split(JOINER) for one in part.split(OPEN_JOINER)]
    named = [one for one in listed if not says_nothing(one, language)]
    read = cell if len(named) == len(listed) else JOINER.join(named)
    return frozenset(party.name for party in find_parties(read, language, ()))


@cache
def says_nothing(words: str, language: Language) -> bool:
    """See whether an entry of a cell says that nobody knows, in the words of tables and forms.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> cells = ("UNKNOWN", "Unidentified Armed Group", "inconnu", "-", "Other", "A Brigade")
    >>> [says_nothing(cell, DEFAULT_LANGUAGE) for cell in cells]
    [True, True, True, True, True, False]
    """
    if is_missing(words, in_words=True) or blank(words, language):
        return True
    return phrase(language, "party_phrases", "no_claim").match(words) is not None


def told(cell: str, language: Language) -> frozenset[str]:
    """Give the entries of a list that say something."""
    return frozenset(one for one in parts(cell) if not says_nothing(one, language))


def shared(one: str, other: str, language: Language) -> str:
    """Say whether two lists share an entry.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> lists = ("market; homes", "market"), ("school", "market"), ("unknown", "unknown")
    >>> [shared(*pair, DEFAULT_LANGUAGE) for pair in lists]
    ['share', 'apart', 'untold']
    """
    return _meet(told(one, language), told(other, language))


def _meet(mine: frozenset[str], theirs: frozenset[str]) -> str:
    if not mine or not theirs:
        return UNTOLD
    return "apart" if mine.isdisjoint(theirs) else "share"


def cited(one: str, other: str, language: Language) -> str:
    """Say whether two lists of who is cited share a source, by whatever name.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> syria = load_gazetteer().language()
    >>> cited("SOHR", "Syrian Observatory for Human Rights; witnesses", syria)
    'share'
    """
    return _meet(voices(one, language), voices(other, language))


@cache
def voices(cell: str, language: Language) -> frozenset[str]:
    """Give the sources of a cell by the names we know them by, others as written.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> sorted(voices("Source 1; Source 2", DEFAULT_LANGUAGE))
    ['Source 1', 'Source 2']
    """
    return frozenset(name for one in told(cell, language) for name in _known_as(one, language))


def _known_as(source: str, language: Language) -> Collection[str]:
    """Give the names of a source; a plain word with a number, "Source 17", is a name itself."""
    known = canonical(*_read(source, language))
    is_plain = all(name[:1].islower() for name in known)
    is_numbered = any(letter.isdigit() for letter in source)
    return {source} if is_plain and (is_numbered or not known) else known


def _read(name: str, language: Language) -> tuple[str, Language]:
    """Give a name as it is read, and the language that its letters tell."""
    written = tell_language(name, language.code)
    read_in = language.also(written.code) if written.has_rules else language
    return as_read(name, read_in), read_in


@cache
def publisher(name: str, language: Language) -> str:
    """Give a publisher by the name we know it by, in whatever script it is; others as written.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> publisher("عنب بلدي", load_gazetteer().language())
    'Enab Baladi'
    """
    read, read_in = _read(name, language)
    whole = [one for one in find_sources(read, read_in) if (one.start, one.end) == (0, len(read))]
    return name_of(read, whole[0], read_in) if whole else name


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
    for name in sorted({name for cell in cells for name in told(cell or "", language)}):
        meant[voices(name, language)].append(name)
    return {name: max(names, key=len) for names in meant.values() for name in names}


def published(one: str, other: str, language: Language) -> str:
    """Say whether two publishers are the same, by whatever name."""
    if says_nothing(one, language) or says_nothing(other, language):
        return UNTOLD
    return "same" if publisher(one, language) == publisher(other, language) else "apart"
