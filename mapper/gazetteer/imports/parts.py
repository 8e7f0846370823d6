"""Names that a list makes of several: "Big X", "X - Y", "X" with the name of its district."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.gazetteer.names import ARABIC, ARTICLES, bare, key, tokens
from mapper.gazetteer.sounds import forms

if TYPE_CHECKING:
    from mapper.gazetteer.imports.readers import Row

_JOINTS = re.compile(r"\s+[-\u2013/]\s+|\s*_\s*")
_ARABIC_JOINTS = re.compile(r"\s*[-\u2013/_]\s*")
_JOINED_ARTICLE = re.compile(r"(?<![^\W_])El-?(?=[a-z]{3})(\w)")
_UNITS = ("admin3", "admin2", "admin1")
_LONGEST_UNIT = 3
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Words of a language that are no name by themselves.

    `halves` tell one half of a village from the other ("big", "upper"), in either script;
    `nameless` are generic ("tall", "khirbat"), words of prose or people's names; `units` are
    what administrative units are called ("province").
    """

    halves: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def names_without_unit(row: Row) -> list[str]:
    """Give a row's names without the name of its district behind them, which tells namesakes apart.

    Examples
    --------
    >>> names_without_unit({"name": "Khazneh Tal Tamr", "admin3": "Tal Tamer"})
    ['Khazneh']
    >>> names_without_unit({"name": "Tal Tamr", "admin3": "Tal Tamer"})
    []
    """
    units = _unit_skeletons(row)
    found = (_without_unit(row.get(column) or "", units) for column in ("name", "name_ar"))
    return list(dict.fromkeys(name for name in found if name))


def parts_of(row: Row, known: Qualifiers) -> list[str]:
    """Give the names in a row's compound names, each of which writers use alone.

    Examples
    --------
    >>> halves = Qualifiers(frozenset({"big"}), frozenset({"tal"}))
    >>> parts_of({"name": "Big Osajli", "admin3": "Menbij"}, halves)
    ['Osajli']
    >>> parts_of({"name": "Bir Rash - Kiktan"}, halves)
    ['Bir Rash', 'Kiktan']
    """
    units = _unit_skeletons(row)
    found: dict[str, None] = {}
    for name in (row["name"], row.get("name_ar") or ""):
        joints = _ARABIC_JOINTS if ARABIC.search(name) else _JOINTS
        for piece in joints.split(name):
            for part in (piece.strip(), _without_unit(piece.strip(), units)):
                plain = _without_halves(part, known)
                if plain and key(plain) != key(name) and not _says_nothing(plain, known, units):
                    found.setdefault(plain)
    return list(found)


def _unit_skeletons(row: Row) -> set[str]:
    """Give the consonants of the names of a row's units, in both scripts."""
    columns = [f"{unit}{script}" for unit in _UNITS for script in ("", "_ar")]
    return {forms(row[column]).skeleton for column in columns if row.get(column)}


def _without_unit(name: str, units: set[str]) -> str:
    """Give a name without the district's behind it; empty where none is behind it."""
    words = name.split()
    for count in range(1, min(_LONGEST_UNIT, len(words) - 1) + 1):
        if forms(" ".join(words[-count:])).skeleton in units:
            return " ".join(words[:-count])
    return ""


def _without_halves(name: str, known: Qualifiers) -> str:
    """Take words that tell halves apart off both ends."""
    words = name.split()
    while words and _folded(words[0]) in known.halves:
        words = words[1:]
    while words and _folded(words[-1]) in known.halves:
        words = words[:-1]
    return " ".join(words)


def _folded(word: str) -> str:
    kept = [token for token in tokens(word) if token not in ARTICLES]
    return bare(kept[-1]) if kept else ""


def _says_nothing(name: str, known: Qualifiers, units: set[str]) -> bool:
    """See what is no name: a generic word or a person's, the district's name, a few letters."""
    folded = key(name)
    return (
        len(folded.replace(" ", "")) < _SHORTEST
        or folded in known.nameless
        or forms(name).skeleton in units
    )


def respelled(name: str, arabic: str) -> str:
    """Write a joined article apart where the Arabic name has one: "Elkhafaji" is "al-Khafaji".

    Examples
    --------
    >>> respelled("Bir Elkhafaji", "بئر الخفاجي"), respelled("Elias", "إلياس")
    ('Bir al-Khafaji', 'Elias')
    """
    words, others = name.split(), arabic.split()
    if len(words) != len(others):
        return name
    for i, (word, other) in enumerate(zip(words, others, strict=True)):
        if other.startswith("ال"):
            words[i] = _JOINED_ARTICLE.sub(lambda found: f"al-{found[1].upper()}", word)
    written = " ".join(words)
    return written[:1].upper() + written[1:]
