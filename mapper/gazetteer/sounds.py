"""Place names as they sound: one skeleton for two scripts, and how alike two spellings are.

A name's key (see `mapper.gazetteer.names`) is reduced further: *joined* (no spaces),
*classed* (digraphs as one letter), *vowelled*, and the consonant *skeleton*, in which
romanised and Arabic spellings of one name meet. The skeleton only proposes; `likeness`
compares what it proposes.

The method follows the practice of consonant keys for romanised Arabic (drop what
romanisations disagree on, unify digraphs); classes and weights are our own.
"""

# ruff: noqa: RUF001 - letters that look alike are the subject here

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from mapper.gazetteer.names import ARABIC, key

# Digraphs become one class letter each: $ sh, x kh, G gh, T th, D dh.
_DIGRAPHS = re.compile(
    r"dsch|dzh|dsh|dj|tsch|tch|sch|ch|sh|kh|gh|rh|th|dh|zh|ph|ck|c(?=[eiy])|gu(?=[ei])|[cqvp]"
)
_CLASS = {
    "dsch": "j",
    "dzh": "j",
    "dsh": "j",
    "dj": "j",
    "tsch": "$",
    "tch": "$",
    "sch": "$",
    "ch": "$",
    "sh": "$",
    "kh": "x",
    "gh": "G",
    "rh": "G",
    "th": "T",
    "dh": "D",
    "zh": "z",
    "ph": "f",
    "ck": "k",
    "gu": "g",
    "q": "k",
    "v": "f",
    "p": "b",
}
_DOUBLED = re.compile(r"(.)\1+")
_JOINED_ARTICLE = re.compile(r"^(?:al|el)(?=[bcdfghjklmnpqrstvwxyz][a-z]{3,})")
_JOINED_ARTICLE_WITHIN = re.compile(r"^(?:al|el)(?=[a-z]{4,})")
_TA_MARBUTA = re.compile(r"(?<=[aeiou])h$")
_CONSTRUCT = re.compile(r"(?<=[^aeiou][ae])t$")

_ARABIC_CLASS = dict(
    zip(
        "بپتثجچحخدذرزژسشصضطظغفڤقكگلمنه",
        "bbtTj$hxdDrzjs$sdtzGffkkglmnh",
        strict=True,
    )
)
_ARABIC_VOWEL = {"ا": "a", "ع": "a", "و": "u", "ي": "i"}
# French and English spellings of long vowels and of w.
_LONG = {"aou": "aw", "ou": "u", "oo": "u", "ee": "i"}
_LONG_VOWELS = re.compile("aou|ou|oo|ee")
# Letters of Kurdish and Turkish in Latin script, and how the press writes them; a name that has
# one of them has its plain c and x as they sound there too.
_MARKED = re.compile("[\u015f\u00e7\u00ea\u00ee\u00fb\u015e\u00c7\u00ca\u00ce\u00db]")
_SOUNDED = str.maketrans(
    {"\u015f": "sh", "\u015e": "sh", "\u00e7": "ch", "\u00c7": "ch", "c": "j", "C": "j"}
    | {"x": "kh", "X": "kh"}
)
_COARSE = str.maketrans(
    {"x": "k", "G": "k", "g": "k", "j": "k", "T": "t", "D": "z", "h": None, "w": None, "y": None}
)
_U_SOUNDS = re.compile(r"ou|oo|ow|aw|au|uw|[ow]")
_I_SOUNDS = re.compile(r"ee|ei|ai|ay|ey|iy|ij|[ye]")


def _classed(token: str, *, last: bool) -> str:
    """Turn a Latin token's digraphs into class letters; drop a feminine ending's h or t."""
    token = _DIGRAPHS.sub(
        lambda m: _CLASS.get(m.group(), "s" if m.group() == "c" and _soft(m) else "k"), token
    )
    token = _DOUBLED.sub(r"\1", _LONG_VOWELS.sub(lambda m: _LONG[m.group()], token))
    if len(token) > 2:  # noqa: PLR2004 - "ah" alone is a word, not an ending
        token = _TA_MARBUTA.sub("", token)
    if not last and len(token) > 3:  # noqa: PLR2004 - as above
        token = _CONSTRUCT.sub("", token)
    return token


def _soft(found: re.Match[str]) -> bool:
    """Tell whether a c stands before e, i or y, where it sounds as s."""
    return found.string[found.end() : found.end() + 1] in tuple("eiy")


def _latin_bones(token: str) -> str:
    """Drop vowels, and w and y where they are vowels."""
    bones = []
    for i, letter in enumerate(token):
        if letter in "aeiou":
            continue
        if letter in "wy" and (i > 0 or (len(token) > 1 and token[1] not in "aeiou")):
            continue
        bones.append(letter)
    return "".join(bones)


def _latin_vowelled(classed: str) -> str:
    return _DOUBLED.sub(r"\1", _I_SOUNDS.sub("i", _U_SOUNDS.sub("u", classed)))


def _arabic_bones(token: str) -> str:
    bones = []
    for i, letter in enumerate(token):
        if letter == "ه" and i == len(token) - 1:
            continue  # a feminine ending, written with or without its dots
        if letter in "وي":
            if i == 0:
                bones.append("w" if letter == "و" else "y")
            continue
        bones.append(_ARABIC_CLASS.get(letter, ""))
    return "".join(bones)


def _arabic_vowelled(token: str) -> str:
    if token.endswith("ه"):
        token = token[:-1] + "ا"
    return "".join(_ARABIC_VOWEL.get(letter) or _ARABIC_CLASS.get(letter, "") for letter in token)


@dataclass(frozen=True, slots=True)
class Forms:
    """The reduced forms of one spelling, finest first."""

    key: str
    joined: str
    classed: str
    vowelled: str
    skeleton: str
    coarse: str


@lru_cache(maxsize=200_000)
def forms(name: str) -> Forms:
    """Reduce a spelling in either script to the forms that are compared.

    Examples
    --------
    >>> {forms(s).skeleton for s in ("Kafr Nabl", "Kafranbel", "Kfar Nabel", "كفرنبل")}
    {'kfrmbl'}
    >>> {forms(s).skeleton for s in ("al-Maouzrah", "Mozra", "الموزرة")}
    {'mzr'}
    >>> forms("Cindir\u00eas\u00ea").skeleton == forms("Jindirese").skeleton
    True
    """
    folded = key(name.translate(_SOUNDED) if _MARKED.search(name) else name).split()
    classed: list[str] = []
    vowelled: list[str] = []
    bones: list[str] = []
    for i, token in enumerate(folded):
        if ARABIC.match(token):
            classed.append(_arabic_vowelled(token))
            vowelled.append(classed[-1])
            bones.append(_arabic_bones(token))
        else:
            article = _JOINED_ARTICLE_WITHIN if i else _JOINED_ARTICLE
            classed.append(_classed(article.sub("", token), last=i == len(folded) - 1))
            vowelled.append(_latin_vowelled(classed[-1]))
            bones.append(_latin_bones(classed[-1]))
    skeleton = _DOUBLED.sub(r"\1", "".join(bones).replace("nb", "mb"))
    return Forms(
        key=" ".join(folded),
        joined="".join(folded),
        classed=" ".join(classed),
        vowelled=_DOUBLED.sub(r"\1", "".join(vowelled).replace("nb", "mb")),
        skeleton=skeleton,
        coarse=_DOUBLED.sub(r"\1", skeleton.replace("$", "s").translate(_COARSE)),
    )


# Sounds that romanisations confuse, and what taking one for another costs; a vowel or
# a glide left out costs little, any other letter 1.
_CONFUSED = (
    ("aeiou", 0.2),
    ("iey", 0.15),
    ("uow", 0.15),
    ("yji", 0.3),
    ("wfv", 0.3),
    ("kgxG", 0.3),
    ("jgG$", 0.35),
    ("hxk", 0.35),
    ("szTD$", 0.35),
    ("dtDTz", 0.35),
    ("nm", 0.4),
    ("bf", 0.5),
    ("lrn", 0.7),
)
_LEFT_OUT = dict.fromkeys("aeiou", 0.3) | dict.fromkeys("hyw", 0.35)


def _swap_costs() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for group, cost in _CONFUSED:
        for one in group:
            for other in group:
                if one != other:
                    costs[one, other] = min(cost, costs.get((one, other), 1.0))
    return costs


_SWAPPED = _swap_costs()


def sound_distance(one: str, other: str, most: float = math.inf) -> float:
    """Weigh the letters in which two classed spellings differ, by how they sound.

    A Levenshtein distance in which vowels are cheap and sounds that romanisations
    confuse are cheaper than others. Where it is more than `most`, so is what is given,
    but not in full: the rest need not be counted.

    Examples
    --------
    >>> sound_distance("kafrnabl", "kafranbel") < 2
    True
    >>> sound_distance("kafrnabl", "kafrzita") > 3
    True
    """
    above = [0.0]
    for letter in other:
        above.append(above[-1] + _LEFT_OUT.get(letter, 1.0))
    for mine in one:
        gap = _LEFT_OUT.get(mine, 1.0)
        last = above[0] + gap
        row = [last]
        for j, theirs in enumerate(other):
            swapped = above[j] + (0.0 if mine == theirs else _SWAPPED.get((mine, theirs), 1.0))
            last = min(swapped, above[j + 1] + gap, last + _LEFT_OUT.get(theirs, 1.0))
            row.append(last)
        above = row
        if min(row) > most:
            return min(row)
    return round(above[-1], 3)


def resemblance(one: Forms, other: Forms, least: float = 0.0) -> float:
    """Compare two spellings quickly: the most that their `likeness` can be.

    Where that is surely below `least`, it is told as nothing, without comparing letters.
    """
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


def likeness(one: Forms, other: Forms) -> float:
    """Say how alike two spellings are, 0 to 100, from all their forms."""
    return refine(resemblance(one, other), one, other)


def refine(rough: float, one: Forms, other: Forms, least: float = 0.0) -> float:
    """Turn the `resemblance` of two spellings into their `likeness`.

    One that is below `least` need not be exact.
    """
    most = (rough - least) / _DISTANCE + _ROUNDING
    apart = sound_distance(one.classed.replace(" ", ""), other.classed.replace(" ", ""), most)
    return max(0.0, rough - _DISTANCE * apart)
