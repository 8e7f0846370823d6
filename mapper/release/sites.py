"""Names of sensitive sites that no gazetteer lists, by the words around what they are.

Where a script has capitals, a name is capitals beside the word for such a site ("Al-Rahma
hospital"); where it has none, the words behind it of which one has an article.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mapper.base.scripts import script_of_letter
from mapper.release.classes import SITES
from mapper.release.names import Found
from mapper.words import cues, phrase, take_apart, traits, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.release.classes import Classes, Sensitive
    from mapper.words import Language

_LIST = "site_phrases"
_PHRASES = ("named_before", "named_after", "several_before", "several")
_REACH = 80
"""Characters before the word for a site within which its name begins."""
_GLOSS = re.compile(r" ?[(\[\"“«]([^()\[\]\"”»\n]{2,60})[)\]\"”»]")
"""What stands in brackets behind a name: how another script writes it."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019.][^\W_]+)*")
_SENTENCE = 300
"""Characters on either side within which the sentence of a word is looked at."""
_SMALL = 0.3
"""Share of the words of a sentence that are small in prose, other than in a headline."""
_LABEL = re.compile(r"\[[^\[\]]{0,60}\]")
"""What an earlier release put in the place of a name."""
_STOPS = ".!?\n;"
_PLAIN_LISTS = ("sentence_starters", "common_words", "demonyms", "time")
"""Lists of words that name no site, though they may have a capital."""


def named_sites(text: str, classes: Classes, is_place: Callable[[str], bool]) -> list[Found]:
    """Find sensitive sites that a text names.

    Parameters
    ----------
    text
        The text.
    classes
        Sensitive classes that are withheld.
    is_place
        Tells whether words are the name of a settlement: "Idlib hospital" says no more than the
        class at the settlement, and stays.

    Returns
    -------
    found
        Name and word for the site together, code points of `text`, in its order.
    """
    found = []
    for language in classes.spoken(text):
        led = _with_capitals if traits(language).capitals else _with_article
        found += list(led(text, language, classes, is_place))
    return sorted(found)


def _with_capitals(
    text: str, language: Language, classes: Classes, is_place: Callable[[str], bool]
) -> Iterator[Found]:
    before, after, all_of, several = (phrase(language, _LIST, name) for name in _PHRASES)
    for cue in cues.find(text, language, SITES):
        one = classes.by_target(cue.row["target"])
        if one is None:
            continue
        start, end = cue.start, cue.end
        led = before.search(text, max(0, start - _REACH), start)
        if several.match(text, start, end):
            led = all_of.search(text, max(0, start - _REACH), start) or led
        is_name = _is_led_name(text, start, end)
        if led and (at := _first_of_name(text, led.start(), start, language)) is not None:
            start = at if is_name or not is_place(text[at : cue.start]) else start
        followed = after.match(text, end)
        if followed and _is_name(followed.group(), language, is_place):
            end = followed.end()
        if is_name or (start, end) != (cue.start, cue.end):
            yield Found(start, _with_gloss(text, end), one.label)


def _script_of(text: str) -> str | None:
    return next((found for one in text if (found := script_of_letter(one))), None)


def _with_gloss(text: str, end: int) -> int:
    """Give the end of a name with how another script writes it in brackets, if it does."""
    gloss = _GLOSS.match(text, end)
    said = _script_of(text[max(0, end - _REACH) : end])
    if gloss is None or _script_of(gloss[1]) in {None, said}:
        return end
    return gloss.end()


def _first_of_name(text: str, start: int, end: int, language: Language) -> int | None:
    """Find where a name begins among words with capitals: behind those that name nothing.

    A word that prose writes small names something where a sentence in small letters has it with
    a capital right before the word for a site: "the Hope hospital".
    """
    told = list(_WORD.finditer(text, start, end))
    if told and told[-1].group().lower() in _openers(language):
        return None
    for word in told:
        low = word.group().lower()
        if low not in plain_words(language):
            return word.start()
        may_begin = text[end : end + 1].isupper()
        if low not in _never(language) and _is_in_prose(text, word.start(), may_begin=may_begin):
            return word.start()
    return None


def _is_led_name(text: str, start: int, end: int) -> bool:
    """Tell whether the words for a site have capitals all of them: "the National Hospital"."""
    told = _WORD.findall(text[start:end])
    are_capitals = len(told) > 1 and all(one[0].isupper() for one in told)
    return are_capitals and _is_in_prose(text, start)


def _is_in_prose(text: str, at: int, *, may_begin: bool = False) -> bool:
    """Tell whether a word stands in a sentence with small words, and unless it may, not first."""
    first = max(text.rfind(sign, max(0, at - _SENTENCE), at) for sign in _STOPS) + 1
    first = max(first, at - _SENTENCE)
    ends = [text.find(sign, at, at + _SENTENCE) for sign in _STOPS]
    last = min((end for end in ends if end >= 0), default=at + _SENTENCE)
    if not may_begin and not any(letter.isalnum() for letter in text[first:at]):
        return False
    told = _WORD.findall(_LABEL.sub(" ", text[first:last]))
    n_small: int = sum(one[0].islower() for one in told)
    return n_small >= _SMALL * len(told)


@cache
def _openers(language: Language) -> frozenset[str]:
    return frozenset(word.lower() for word in words(language, "sentence_starters"))


@cache
def _never(language: Language) -> frozenset[str]:
    """Give words that have a capital in prose without naming a site: days, nationalities."""
    listed = ("sentence_starters", "demonyms", "time")
    return frozenset(word.lower() for name in listed for word in words(language, name) if word)


def _is_name(behind: str, language: Language, is_place: Callable[[str], bool]) -> bool:
    """Tell whether what stands behind the word for a site names it, and not where it is."""
    told = [word for word in _WORD.findall(behind) if word[:1].isupper() or word.isdigit()]
    named = [word for word in told if word.lower() not in plain_words(language)]
    return bool(named) and not is_place(" ".join(told))


@cache
def plain_words(language: Language) -> frozenset[str]:
    """Give words, in lower case, that name no site though they may have a capital."""
    return frozenset(
        word.lower() for name in _PLAIN_LISTS for word in words(language, name) if word
    )


def _with_article(
    text: str, language: Language, classes: Classes, is_place: Callable[[str], bool]
) -> Iterator[Found]:
    apart = take_apart(text, language)
    if apart is None:
        return
    run = phrase(language, _LIST, "named_run")
    for cue in cues.find(apart.text, language, SITES):
        one: Sensitive | None = classes.by_target(cue.row["target"])
        behind = run.match(apart.text, cue.end) if one else None
        if one is None or behind is None or apart.leaves_out(cue.start):
            continue
        told = list(_WORD.finditer(apart.text, cue.end, behind.end()))
        if not any(apart.leaves_out(word.start()) for word in told[:2]):
            continue
        if not is_place(behind.group()):
            yield Found(apart.start(cue.start), apart.end(behind.end()), one.label)
