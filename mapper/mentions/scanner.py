"""Find listed names in running text: longest first, capitals required, articles free.

Works on plain text (see `mapper.base.letters.plain`); offsets are offsets in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.gazetteer import names
from mapper.mentions.placewords import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import NameIndex
    from mapper.mentions.placewords import PlaceWords

_NEXT = re.compile(r"\.?(?:[ \xa0]{1,2}|-|[ \t]*\r?\n[ \t]*|)([^\W_]+(?:'[^\W\d_]+)*)")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3\u06d5]+")
_ACRONYM = 4
_PAIR = 2
_LONG_NAME = 3
"""Words of a listed name from which the later ones may stand without capitals."""

SHORTEST_LOW = 4
"""Letters of the shortest name that is taken for one without a capital."""

SHORTEST_LOST = 3
"""Letters of a word whose last s is never a possessive's: "has", "its"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of plain text that is spelled like a listed name.

    `end` is behind the name, `after` behind a possessive ending too ("Idlib's", or
    "Idlibs" where the text lost its apostrophe: then `lost` is set). `low` tells that it
    is written without a capital.
    """

    start: int
    end: int
    after: int
    key: str
    lost: bool = False
    low: bool = False


def scan(text: str, index: NameIndex, words: PlaceWords) -> Iterator[Found]:
    """Find listed names in a script with capitals, left to right, without overlaps.

    Parameters
    ----------
    text
        Plain text.
    index
        Names to find.
    words
        Words of the text's language: how a name begins, its endings and articles.

    Notes
    -----
    Only capitalised words are looked at: case ignored, a name list fires on news about
    anything ("has", "tell"), some ten times as often. The regular expression engine
    skips the rest, which is most of a text.
    """
    if not words.capitals:
        return
    done = 0
    for word in words.written("word").finditer(text):
        if word.start() < done:
            continue
        found = _longest(text, word, index, words)
        if found is not None:
            done = found.after
            yield found


def scan_lower(text: str, index: NameIndex, words: PlaceWords) -> Iterator[Found]:
    """Find listed names written without a capital, left to right, without overlaps.

    Words of prose are left out, and whether one is a place at all is for its surroundings to
    tell: see `mapper.mentions.guards`.
    """
    if not words.capitals:
        return
    done = 0
    for word in words.written("low_word").finditer(text):
        token = word.group()
        if word.start() < done or not (token in index.keys or token in index.prefixes):
            continue
        found = _longest(text, word, index, words, low=True)
        if found is not None and len(found.key) >= SHORTEST_LOW and not _is_prose(found, words):
            done = found.after
            yield replace(found, low=True)


def _is_prose(found: Found, words: PlaceWords) -> bool:
    """See words that are all of prose, or one that is no name alone: "has", "old city", "khan"."""
    prosaic = all(
        word in words.common or words.singular(word) in words.common for word in found.key.split()
    )
    return prosaic or found.key in words.nameless


def _longest(
    text: str, word: re.Match[str], index: NameIndex, words: PlaceWords, *, low: bool = False
) -> Found | None:
    """Walk from a word along the listed names; keep the longest that ends."""
    for first, start in _firsts(word, words):
        best: Found | None = None
        path, token, end = "", first, word.end()
        while True:
            path = f"{path} {token}" if path else token
            ended = _ending(text, (start, end), path, index, words)
            if ended is not None and (low or not _ends_low(text, ended, words)):
                best = ended
            goes_on = path in index.prefixes
            step = _next(text, end, path, index, words, low=low) if goes_on else None
            if step is None:
                break
            token, end = step
        if best is not None:
            return best
    return None


def _ends_low(text: str, found: Found, words: PlaceWords) -> bool:
    """See a name that prose goes on: "Sheikh said", but not "X nuclear power plant".

    What the last word calls a kind of place ("X air base") is read with its surroundings.
    """
    written = text[found.start : found.end].split()
    if not any(one in words.common for one in written[1:]):
        return False
    last = written[-1]
    plain = last in words.common and last not in words.kind_of
    return not plain or len(found.key.split()) < _LONG_NAME


def _ending(
    text: str, span: tuple[int, int], path: str, index: NameIndex, words: PlaceWords
) -> Found | None:
    """Give the name that a path of tokens spells, if it does, its possessive ending set aside."""
    if path not in index.keys and not path.endswith(words.possessives + words.lost):
        return None
    start, end = span
    stem = words.owner(path)
    spelled = [(stem, len(path) - len(stem))]
    if stem == path and len(path) - path.rfind(" ") - 1 > SHORTEST_LOST:
        bare = without(path, words.lost)
        spelled.append((bare, len(path) - len(bare)))
    for key, ending in spelled:
        if key in index.keys and _case_fits(text[start:end], key, index):
            cut = end - ending
            if text[cut : cut + 1] == "." and text[cut - 2 : cut - 1] == ".":
                cut, end = cut + 1, end + 1  # the last point of "U.S."
            lost = stem == path and ending > 0
            return Found(_with_article(text, start, words), cut, end, key, lost=lost)
    return None


def _firsts(word: re.Match[str], words: PlaceWords) -> Iterator[tuple[str, int]]:
    """Give the tokens a word may begin a name with: itself, and without a joined article."""
    token = _squeeze(word.group().lower(), words)
    yield token, word.start()
    if len(token) > 5:  # noqa: PLR2004 - "Albab", not "Also"
        bare = words.without_article(token)
        if bare != token:
            yield bare, word.start()


def _squeeze(token: str, words: PlaceWords) -> str:
    """Drop apostrophes within a token, but not a possessive's."""
    if "'" not in token:
        return token
    stem = words.owner(token)
    return stem.replace("'", "") + token[len(stem) :]


def _next(
    text: str, end: int, path: str, index: NameIndex, words: PlaceWords, *, low: bool
) -> tuple[str, int] | None:
    """Read on to the next token of a name, over an article; None where no name goes on."""
    article = ""
    for _ in range(2):
        step = _NEXT.match(text, end)
        if step is None:
            return None
        word = step.group(1)
        token = _squeeze(word.lower(), words)
        if token in names.ARTICLES:
            end, article = step.end(), token
            continue
        joined = step.start(1) == end and end == step.start()
        if not (low or word[0].isupper() or joined or token in words.common):
            return None
        stem = words.owner(token)
        for spelled in (stem, words.without_article(stem), article + stem):
            whole = f"{path} {spelled}"
            if (
                whole in index.keys
                or whole in index.prefixes
                or without(whole, words.lost) in index.keys
            ):
                return spelled + token[len(stem) :], step.end()
        return None
    return None


def _case_fits(written: str, key: str, index: NameIndex) -> bool:
    """Hold an acronym ("US") to its capitals, so that no word of prose is one."""
    if len(key) > _ACRONYM or written.isupper():
        return True
    return any(not index.listed[i].spelling.isupper() for i in index.keys[key])


def _with_article(text: str, start: int, words: PlaceWords) -> int:
    """Move a name's start over the article before it."""
    before = words.written("article_before").search(text, max(0, start - 6), start)
    return before.start() if before else start


def scan_arabic(text: str, index: NameIndex, known: PlaceWords) -> Iterator[Found]:
    """Find listed names in Arabic script, conjunctions and prepositions joined on or not."""
    words = list(_ARABIC_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _longest_arabic(words, at, index, known)
        if found is None:
            at += 1
            continue
        span, used = found
        yield span
        at += used


def _longest_arabic(
    words: list[re.Match[str]], at: int, index: NameIndex, known: PlaceWords
) -> tuple[Found, int] | None:
    best: tuple[Found, int] | None = None
    for token, skipped in _without_proclitics(words[at].group(), known):
        path = token
        for used in range(1, len(words) - at + 1):
            end = words[at + used - 1].end()
            key = _arabic_key(path, used, index, known)
            if key is not None and (best is None or used > best[1]):
                best = Found(words[at].start() + skipped, end, end, key), used
            opens = used == 1 and path in known.names["opener"]
            if not (path in index.prefixes or opens) or at + used >= len(words):
                break
            following = words[at + used]
            if following.start() - end > 1:
                break
            path = f"{path} {names.bare(following.group())}"
        if best is not None:
            return best
    return None


def _arabic_key(path: str, used: int, index: NameIndex, known: PlaceWords) -> str | None:
    """Give the listed name that some words spell, together or apart: "Kafr Nabl", "Kafrnabl"."""
    if path in index.keys:
        return path
    if used > _PAIR or (used == _PAIR and path.split(" ", 1)[0] not in known.names["opener"]):
        return None
    return next(iter(index.joined.get(path.replace(" ", ""), ())), None)


def _without_proclitics(word: str, known: PlaceWords) -> Iterator[tuple[str, int]]:
    """Give an Arabic word's readings: as it is, then with what may be joined on taken off."""
    yield names.bare(word), 0
    for joined, merges in known.proclitics.items():
        if word.startswith(joined) and len(word) - len(joined) > 2:  # noqa: PLR2004 - no name of two letters
            rest = word[len(joined) :]
            if merges and rest.startswith(joined[-1]):
                yield rest[1:], len(joined)  # it and the article are written as one
            yield names.bare(rest), len(joined)
