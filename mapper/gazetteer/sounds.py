"""Place names as they sound: one skeleton for several scripts, and how alike two spellings are.

A name's key (see `mapper.gazetteer.names`) is reduced further: *joined* (no spaces),
*classed* (digraphs as one letter), *vowelled*, and the consonant *skeleton*, in which
spellings of one name meet, of other scripts too. The skeleton only proposes; `likeness`
compares what it proposes.

How letters sound is told by families of spelling (see `mapper.gazetteer.families`). Of the
families that a pack lists each reads a name as it can; two spellings are as alike as the
readings of them that are most alike.

The method follows the practice of consonant keys for romanised Arabic (drop what
romanisations disagree on, unify digraphs); classes and weights are our own.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from mapper.gazetteer import families
from mapper.gazetteer.families import DEFAULT, LATIN
from mapper.gazetteer.names import (
    ARTICLES,
    JOINED_ARTICLE,
    ONE_LETTER,
    SHORTEST_WITH_ARTICLE,
    key,
)
from mapper.gazetteer.reading import Forms, as_it_writes, readings_of, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# What leaving a vowel or a glide out costs; any other letter 1.
_LEFT_OUT = dict.fromkeys("aeiou", 0.3) | dict.fromkeys("hyw", 0.35)


class Sounds:
    """How the families of a pack read and compare names; made by `sounds_of`.

    Attributes
    ----------
    families
        Their names.
    readings
        Gives the forms of a spelling, one for each way that the families read it; none
        where none of them reads its script.
    most
        Most forms that it gives of one spelling.
    dots
        Letters that differ by their dots alone, by what they are read as, to translate with.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self.families = families.check(names)
        self._ways = [way for name in names for way in readings_of(name)]
        self.most = len(self._ways)
        self._swapped = _swap_costs(names)
        alike = (row for name in names for row in families.rows(name) if row.rule == "dots")
        self.dots = str.maketrans({one: row.becomes for row in alike for one in row.written})
        self.readings = lru_cache(maxsize=200_000)(self._read)

    def _read(self, name: str) -> tuple[Forms, ...]:
        read = (way.forms(name) for way in self._ways)
        return tuple(dict.fromkeys(forms for forms in read if forms is not None))

    def rules(self) -> dict[str, Any]:
        """Give the rules of the families as plain values, for a program in another language.

        Returns
        -------
        rules
            ``articles`` (words left out), ``joined`` (an article joined on to words of
            ``shortest`` letters and more), ``letters`` (what is written for what), and in
            ``readings``, for each way to read a name, rows of rule, written, becomes, where.
        """
        ways = [way for name in self.families for way in ways_of(name)]
        return {
            "articles": sorted(ARTICLES),
            "joined": JOINED_ARTICLE,
            "shortest": SHORTEST_WITH_ARTICLE,
            "letters": ONE_LETTER,
            "readings": [
                [[row.rule, row.written, row.becomes, ";".join(row.where)] for row in way]
                for way in ways
            ],
        }

    def forms(self, name: str) -> Forms:
        """Reduce a spelling to the forms that are compared, as the first family reads it.

        What none reads is its own form: then only the letters are compared.

        Examples
        --------
        >>> arabic = sounds_of(("arabic",))
        >>> {arabic.forms(s).skeleton for s in ("Kafr Nabl", "Kafranbel", "Kfar Nabel", "كفرنبل")}
        {'kfrmbl'}
        >>> {arabic.forms(s).skeleton for s in ("al-Maouzrah", "Mozra", "الموزرة")}
        {'mzr'}
        >>> cyrillic = sounds_of(("cyrillic",))
        >>> len({cyrillic.forms(s).skeleton for s in ("Kharkiv", "Kharkov", "Харків", "Харьков")})
        1
        """
        read = self.readings(name)
        if read:
            return read[0]
        joined = key(name).replace(" ", "")
        return Forms(key(name), joined, key(name), joined, joined, joined)

    def distance(self, one: str, other: str, most: float = math.inf) -> float:
        """Weigh the letters in which two classed spellings differ, by how they sound.

        A Levenshtein distance in which vowels are cheap and sounds that romanisations
        confuse are cheaper than others. Where it is more than `most`, so is what is given,
        but not in full: the rest need not be counted.

        Examples
        --------
        >>> sounds_of(("arabic",)).distance("kafrnabl", "kafranbel") < 2
        True
        >>> sounds_of(("arabic",)).distance("kafrnabl", "kafrzita") > 3
        True
        """
        swapped_cost = self._swapped
        above = [0.0]
        for letter in other:
            above.append(above[-1] + _LEFT_OUT.get(letter, 1.0))
        for mine in one:
            gap = _LEFT_OUT.get(mine, 1.0)
            last = above[0] + gap
            row = [last]
            for j, theirs in enumerate(other):
                swapped = above[j] + (
                    0.0 if mine == theirs else swapped_cost.get((mine, theirs), 1.0)
                )
                last = min(swapped, above[j + 1] + gap, last + _LEFT_OUT.get(theirs, 1.0))
                row.append(last)
            above = row
            if min(row) > most:
                return min(row)
        return round(above[-1], 3)

    def resemblance(self, one: Forms, other: Forms, least: float = 0.0) -> float:
        """Compare two spellings quickly: the most that their `likeness` can be.

        Where that is surely below `least`, it is told as nothing, without comparing letters.
        """
        one, other = _alike_written(one, other)
        bonus = _SAME_VOWELS if one.vowelled == other.vowelled else 0.0
        bones = _SAME_BONES if one.coarse == other.coarse else 0.0
        if _BASE + _MOST_LETTERS + bonus + bones < least:
            return 0.0
        return (
            _BASE
            + _JOINED * fuzz.ratio(one.joined, other.joined)
            + _TOKENS * fuzz.token_set_ratio(one.classed, other.classed)
            + _PART * fuzz.partial_ratio(one.vowelled, other.vowelled)
            + bonus
            + bones
        )

    def likeness(self, one: Forms, other: Forms) -> float:
        """Say how alike two spellings are, 0 to 100, from all their forms."""
        return self.refine(self.resemblance(one, other), one, other)

    def compare(self, name: str, other: str) -> tuple[float, str]:
        """Give the likeness of two spellings, and how they meet: ``skeleton`` or ``fuzzy``.

        Of several readings those count that are most alike.
        """
        pairs = [(a, b) for a in self.readings(name) for b in self.readings(other)]
        return max(
            (
                (self.likeness(a, b), "skeleton" if a.skeleton == b.skeleton else "fuzzy")
                for a, b in pairs
            ),
            default=(0.0, "fuzzy"),
        )

    def alike(self, name: str, other: str) -> float:
        """Give the likeness of two spellings, by their own letters where no family reads one."""
        if self.readings(name) and self.readings(other):
            return self.compare(name, other)[0]
        return self.likeness(self.forms(name), self.forms(other))

    def refine(self, rough: float, one: Forms, other: Forms, least: float = 0.0) -> float:
        """Turn the `resemblance` of two spellings into their `likeness`.

        One that is below `least` need not be exact.
        """
        one, other = _alike_written(one, other)
        most = (rough - least) / _DISTANCE + _ROUNDING
        apart = self.distance(one.classed.replace(" ", ""), other.classed.replace(" ", ""), most)
        return max(0.0, rough - _DISTANCE * apart)


def sounds_told(names: tuple[str, ...] | None) -> Sounds:
    """Give what compares spellings of a pack, by what its ``pack.json`` says of families.

    None: it does not say; empty: Latin letters alone.
    """
    return sounds_of(DEFAULT if names is None else names or LATIN)


@cache
def sounds_of(names: Iterable[str] = DEFAULT) -> Sounds:
    """Give what compares spellings by some families, made once.

    Raises
    ------
    GazetteerError
        If one of them is no family.
    """
    return Sounds(tuple(names))


def _alike_written(one: Forms, other: Forms) -> tuple[Forms, Forms]:
    """Leave vowels out of one of two spellings that the script of the other does not write."""
    if one.unwritten != other.unwritten and one.skeleton == other.skeleton:
        if one.unwritten and not other.unwritten:
            return one, as_it_writes(one, other)
        if other.unwritten and not one.unwritten:
            return as_it_writes(other, one), other
    return one, other


def _swap_costs(names: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Give what taking one sound for another costs: the least that a family says."""
    costs: dict[tuple[str, str], float] = {}
    for row in (row for name in names for row in families.rows(name)):
        if row.rule == "confused":
            for one in row.written:
                for other in row.written:
                    if one != other:
                        cost = float(row.becomes)
                        costs[one, other] = min(cost, costs.get((one, other), 1.0))
    return costs


def forms(name: str) -> Forms:
    """Reduce a spelling as the families of a pack that names none read it."""
    return sounds_of().forms(name)


def likeness(one: Forms, other: Forms) -> float:
    """Say how alike two spellings are, 0 to 100, by the families of a pack that names none."""
    return sounds_of().likeness(one, other)


# Weights of a conditional logit over the spellings of places in 18 Arab countries other
# than Syria (GeoNames alternates withheld one by one), scaled so that equal spellings
# come to 100; see the benchmark of names.
_JOINED, _TOKENS, _PART = 0.1488, 0.2226, 0.1375
_SAME_VOWELS, _SAME_BONES, _DISTANCE = 9.88, 4.23, 10.89
_ROUNDING = 0.01
_BASE = 100 - 100 * (_JOINED + _TOKENS + _PART) - _SAME_VOWELS - _SAME_BONES
_MOST_LETTERS = 100 * (_JOINED + _TOKENS + _PART) + 0.01
"""A hair more than the letters of two spellings can come to."""
MOST_OTHER_VOWELS = _BASE + _MOST_LETTERS + _SAME_BONES
"""More than spellings whose vowelled forms differ can come to."""
