"""How a family of spelling reads a name: reduced to the forms that are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from mapper.gazetteer import families
from mapper.gazetteer.names import key, script_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapper.gazetteer.families import Row

_VOWELS = "aeiou"
_DOUBLED = re.compile(r"(.)\1+")
_AFTER_ARTICLE = "(?=[bcdfghjklmnpqrstvwxyz][a-z]{3,})"
_AFTER_ARTICLE_WITHIN = "(?=[a-z]{4,})"
_SHORT, _SHORT_INNER = 2, 3
"""Letters of words that are too short to have an ending: "ah" alone is a word."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The reduced forms of one spelling, finest first."""

    key: str
    joined: str
    classed: str
    vowelled: str
    skeleton: str
    coarse: str
    unwritten: str = ""
    """Vowels and glides that its script may leave out."""


class Reading:
    """One family's way to read names; made by `readings_of`."""

    def __init__(self, rows: Iterable[Row]) -> None:
        by_rule: dict[str, list[Row]] = {rule: [] for rule in families.RULES}
        for row in rows:
            by_rule[row.rule].append(row)
        marks = "".join(_cased(row.written for row in by_rule["mark"]))
        self._mark = re.compile(f"[{marks}]") if marks else None
        self._respelled = _table(row for row in by_rule["respell"] if not row.where)
        self._marked = self._respelled | _table(by_rule["respell"])
        self._particles = frozenset(row.written for row in by_rule["particle"])
        articles = "|".join(row.written for row in by_rule["article"])
        self._article = _taken_off(articles, _AFTER_ARTICLE)
        self._article_within = _taken_off(articles, _AFTER_ARTICLE_WITHIN)
        self._sounds = _replacing(by_rule["sound"])
        self._vowels = _replacing(by_rule["vowel"])
        self._endings = _replacing(by_rule["ending"], last=True)
        self._inner = _replacing(by_rule["inner"], last=True)
        self._blurred = _replacing(by_rule["blur"])
        self._letters = _replacing(by_rule["letter"], others=True)
        self._openings = {row.written: row.becomes for row in by_rule["opening"]}
        self._scripts = {script_of(row.written) for row in by_rule["letter"]} | {"latin"}
        self._goes_on = bool(by_rule["onward"])
        self._unwritten = "".join(row.written for row in by_rule["unwritten"])
        self._contacts = [(row.written, row.becomes) for row in by_rule["contact"]]
        self._coarse = str.maketrans({r.written: r.becomes or None for r in by_rule["coarse"]})

    def forms(self, name: str) -> Forms | None:
        """Reduce a spelling to its forms; None where the family does not read its script."""
        marked = self._mark is not None and self._mark.search(name)
        folded = key(name.translate(self._marked if marked else self._respelled)).split()
        if self._particles:
            folded = [word for word in folded if word not in self._particles] or folded
        classed: list[str] = []
        vowelled: list[str] = []
        bones: list[str] = []
        for i, token in enumerate(folded):
            script = script_of(token)
            if script not in self._scripts:
                return None
            last = i == len(folded) - 1
            if script == "latin":
                article = self._article_within if i else self._article
                sounds = self._reduced(self._sounds(article(token)), last=last)
                vowels, opening = self._blurred(sounds), ""
            else:
                sounds, vowels, opening = self._lettered(token, last=last)
            classed.append(sounds)
            vowelled.append(_DOUBLED.sub(r"\1", vowels) if script == "latin" else vowels)
            bones.append(opening + _bones(sounds))
        skeleton = _DOUBLED.sub(r"\1", self._heard("".join(bones)))
        blurred = self._heard("".join(vowelled))
        unwritten = "" if script_of(name) == "latin" else self._unwritten
        return Forms(
            key=" ".join(folded),
            joined="".join(classed if self._goes_on else folded),
            classed=" ".join(classed),
            vowelled=blurred if unwritten else _DOUBLED.sub(r"\1", blurred),
            skeleton=skeleton,
            coarse=_DOUBLED.sub(r"\1", skeleton.translate(self._coarse)),
            unwritten=unwritten,
        )

    def _reduced(self, sounds: str, *, last: bool, doubled: bool = True) -> str:
        """Unify long vowels, count doubled sounds once, and reduce a word's end."""
        sounds = self._vowels(sounds)
        if doubled:
            sounds = _DOUBLED.sub(r"\1", sounds)
        if len(sounds) > _SHORT:
            sounds = self._endings(sounds)
        if not last and len(sounds) > _SHORT_INNER:
            sounds = self._inner(sounds)
        return sounds

    def _lettered(self, token: str, *, last: bool) -> tuple[str, str, str]:
        """Give a word of another script as sounds, as vowels are blurred, and its opening."""
        opening = self._openings.get(token[0], "")
        if not self._goes_on:
            sounds = self._letters(token)
            return sounds, sounds, opening
        # a script without vowels writes a long consonant once: two are two syllables
        doubled = not self._unwritten
        letters = self._letters(self._endings(token))
        sounds = self._reduced(letters, last=last, doubled=doubled)
        return sounds, self._blurred(sounds), opening

    def _heard(self, sounds: str) -> str:
        for written, becomes in self._contacts:
            sounds = sounds.replace(written, becomes)
        return sounds


@cache
def readings_of(family: str) -> tuple[Reading, ...]:
    """Give a family's ways to read names: with its marks, and as where writers leave them off.

    Examples
    --------
    >>> arabic, = readings_of("arabic")
    >>> arabic.forms("Kafranbel").skeleton == arabic.forms("Kafr Nabl").skeleton == "kfrmbl"
    True
    """
    return tuple(map(Reading, ways_of(family)))


def ways_of(family: str) -> tuple[tuple[Row, ...], ...]:
    """Give the rows of each of a family's ways to read names (see `readings_of`)."""
    rows = families.rows(family)
    bare = tuple(row for row in rows if row.rule != "respell" or row.where)
    return (rows,) if len(bare) == len(rows) else (rows, bare)


def _cased(letters: Iterable[str]) -> list[str]:
    return [case for letter in letters for case in (letter, letter.upper())]


def _table(rows: Iterable[Row]) -> dict[int, str]:
    """Make a table of letters, small and capital, and how they are spelled."""
    return {ord(case): row.becomes for row in rows for case in _cased([row.written])}


def _bones(sounds: str) -> str:
    """Drop vowels, and w and y where they are vowels."""
    bones = []
    for i, letter in enumerate(sounds):
        if letter in _VOWELS:
            continue
        if letter in "wy" and (i > 0 or (len(sounds) > 1 and sounds[1] not in _VOWELS)):
            continue
        bones.append(letter)
    return "".join(bones)


def _taken_off(articles: str, before: str) -> Callable[[str], str]:
    """Make a function that takes a joined article off a word."""
    if not articles:
        return str
    return partial(re.compile(f"^(?:{articles}){before}").sub, "")


def _replacing(
    rows: Iterable[Row], *, last: bool = False, others: bool = False
) -> Callable[[str], str]:
    """Make a function that replaces what rows have written, the longest first.

    With `last` only at a word's end; with `others` what no row has is dropped.
    """
    ordered = sorted(rows, key=lambda row: (-len(row.written), not row.where))
    if not ordered and not others:
        return str
    # groups cost time: only what depends on its place has one
    placed = [row.becomes for row in ordered if row.where]
    anywhere = {row.written: row.becomes for row in ordered if not row.where}
    pieces = [f"({_pattern(row)})" if row.where else re.escape(row.written) for row in ordered]
    pattern = re.compile(f"(?:{'|'.join([*pieces, *(['.'] if others else [])])}){'$' * last}")

    def become(found: re.Match[str]) -> str:
        if found.lastindex:
            return placed[found.lastindex - 1]
        return anywhere.get(found.group(), "")

    return partial(pattern.sub, become)


def _pattern(row: Row) -> str:
    """Write what a row has, and where, as a regular expression."""
    before, behind = "", ""
    for part in row.where:
        place, _, letters = part.partition(" ")
        letters = f"[^{letters[4:]}]" if letters.startswith("not ") else f"[{letters}]"
        if place == "first":
            before = "^"
        elif place == "last":
            behind = "$"
        elif place == "before":
            behind = f"(?={letters})"
        elif place == "after":
            before = f"(?<={letters})"
    return f"{before}{re.escape(row.written)}{behind}"


def as_it_writes(short: Forms, full: Forms) -> Forms:
    """Write a name as a script that leaves vowels out would: without those another lacks.

    Only where the consonants of both are the same; a vowel at a word's end is always written.

    Examples
    --------
    >>> persian = readings_of("persian")[0]
    >>> as_it_writes(persian.forms("سنندج"), persian.forms("Sanandaj")).classed
    'snndj'
    """
    classed = _without_lacking(short.classed.replace(" ", ""), full.classed.replace(" ", ""), short)
    vowelled = _without_lacking(short.vowelled, full.vowelled, short)
    if classed is None or vowelled is None:
        return full
    return replace(full, joined=classed, classed=classed, vowelled=vowelled)


def _without_lacking(short: str, full: str, forms: Forms) -> str | None:
    """Take the vowels out that another spelling lacks between the same consonants."""
    pieces = re.compile(f"([^{forms.unwritten}]?)([{forms.unwritten}]*)")
    mine, theirs = pieces.findall(short), pieces.findall(full)
    if [consonant for consonant, _ in mine] != [consonant for consonant, _ in theirs]:
        return None
    last = len(mine) - 2  # the match behind the end is empty
    kept = (
        consonant + (vowels if lacking or i == last else "")
        for i, ((_, lacking), (consonant, vowels)) in enumerate(zip(mine, theirs, strict=True))
    )
    return "".join(kept)
