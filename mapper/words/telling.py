"""What language a text is of: told by its script, letters of its own, and function words.

The share of a text's words that are function words of a language tells most languages of one
script apart within two sentences; letters that no other of them has help where they are close.
The lists are data: ``languages.csv`` and ``function_words.csv``, where a hyphen behind a word tells
that it is joined to the next, as the Arabic article is.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base.scripts import LATIN, script_of_letter
from mapper.words.language import DEFAULT_LANGUAGE
from mapper.words.languages import HOME, available, languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_LOOKED_AT = 20_000
"""Code points of a text that are looked at."""
_FEWEST = 12
"""Words that a text must have for its language to be told by them."""
_SURE = 0.12
"""Share of function words from which on a language is told; prose has a quarter to a half."""
_MARGIN = 1.4
"""How many times as many as of any other language of the script."""
_OWN_LETTERS = 3.0
"""What a word with a letter of a language's own weighs against a function word."""
_ONE_SCRIPT = 0.6
"""Share of the letters that must be of one script."""

_LONG_PART = 0.25
"""Share of a text's words in another script that are told of."""


@dataclass(frozen=True, slots=True)
class Told:
    """The language that a text is read in: its code, and how it is called."""

    code: str
    name: str

    @property
    def has_rules(self) -> bool:
        """Whether there are word lists to read it with."""
        return available(self.code)


def tell_language(text: str, listed: str | None = None) -> Told:
    """Tell what language a text is to be read in.

    Parameters
    ----------
    text
        The text.
    listed
        The code that a list gives it, if any. It counts where the text itself does not tell.

    Returns
    -------
    told
        What the text tells; else what the list says; else the default, or the first
        language with rules of the text's script. A text in a script of no language that is
        known is called by its script.
    """
    known = languages()
    code = language_of(text) or listed or DEFAULT_LANGUAGE.code
    script = script_of(text)
    if script is not None and code in known and known[code].script != script:
        of_script = [one for one in known.values() if one.script == script]
        code = next((one.code for one in of_script if available(one.code)), script.lower())
        if not available(code):
            return Told(code, f"a language in {script} script")
    return Told(code, known[code].name if code in known else f"the language {code!r}")


@dataclass(frozen=True, slots=True)
class OtherPart:
    """Lines of a text in another script than most of it: their language, and how many words."""

    told: Told
    words: int


def other_part(text: str, read_in: Told) -> OtherPart | None:
    """Find the lines in another script than the language a text is read in; None for few words."""
    if text.isascii():
        return None
    lines = [(line, len(_words(line)), script_of(line)) for line in text.splitlines()]
    by_script: Counter[str] = Counter()
    for _, words, script in lines:
        if script is not None:
            by_script[script] += words
    known = languages().get(read_in.code)
    own = known.script if known else script_of(text)
    others = [(words, script) for script, words in by_script.items() if script != own]
    most, script = max(others, default=(0, ""))
    if most < max(_FEWEST, _LONG_PART * by_script.total()):
        return None
    part = "\n".join(line for line, _, of_line in lines if of_line == script)
    return OtherPart(tell_language(part), most)


def language_of(text: str) -> str | None:
    """Tell the code of the language that a text is written in; None where it cannot be told.

    A text in a script or a language that no list has is not told either.

    Examples
    --------
    >>> language_of("Les avions ont bombardé le village dans la nuit, et deux civils sont morts")
    'fr'
    >>> language_of("Idlib 2020") is None
    True
    """
    words = _words(text)
    script = script_of(text)
    spoken = [one for one in languages().values() if one.script == script]
    if len(words) < _FEWEST or not spoken:
        return None
    weights = {one.code: _weight(words, one.code, one.letters) for one in spoken}
    (best, most), *others = sorted(weights.items(), key=lambda one: (-one[1], one[0]))
    next_most = others[0][1] if others else 0.0
    return best if most >= _SURE * len(words) and most >= _MARGIN * next_most else None


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[str, ...]:
    """Give the words of a text; what tells its language and its script asks for the same."""
    return tuple(_WORD.findall(text[:_LOOKED_AT].lower()))


def _weight(words: Sequence[str], code: str, letters: str) -> float:
    common, own = _function_words()[code], frozenset(letters)
    joined = tuple(word[:-1] for word in common if word.endswith("-"))
    found = sum(word in common or word.startswith(joined) for word in words)
    return found + (_OWN_LETTERS * sum(not own.isdisjoint(word) for word in words) if own else 0)


@lru_cache(maxsize=4)
def script_of(text: str) -> str | None:
    """Name the script that most letters of a text are of; None where none leads.

    Examples
    --------
    >>> script_of("Idlib 2020"), script_of("ريف إدلب"), script_of("2020")
    ('Latin', 'Arabic', None)
    """
    words = _words(text)
    if words and all(map(str.isascii, words)):
        return LATIN
    seen = Counter(script_of_letter(letter) for word in words for letter in word)
    if not seen:
        return None
    (script, count) = seen.most_common(1)[0]
    return script if count >= _ONE_SCRIPT * seen.total() else None


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    text = (files(HOME) / "function_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["language"]].add(row["word"])
    return defaultdict(frozenset, {code: frozenset(words) for code, words in found.items()})
